//! Links of a rule that asks a service: whom it asks, and about whose people. The rule itself holds both by their names.

use model::{Finding, Noun};
use serde_json::Value;

use super::{Desk, Fault, How, allow, entry_at, link::truths};
use crate::{
    address::{Address, Type, id},
    attributes::Attributes,
    caller::Caller,
    desk::{Linked, Links},
};

/// What such a rule leads to; each link is called as its type and as the rule's member.
pub(crate) const RULE_LINKS: [Noun; 2] = [Noun::Service, Noun::Directory];

/// What the segments after `$link` mean: links of a name or all, and the one that is named.
pub(super) fn rule_ends(segments: &[String]) -> Result<(Option<Noun>, Option<&str>), Fault> {
    let known = |name: &String| RULE_LINKS.into_iter().find(|noun| noun.name().eq_ignore_ascii_case(name));
    let Some(first) = segments.first() else { return Ok((None, None)) };
    let unknown = || {
        let near = plug::config::nearest(first, RULE_LINKS.iter().map(|noun| noun.name()));
        Finding::broken(format!("link.{first}"), "link-unknown").with("role", first).with("nearest", near)
    };
    let noun = known(first).ok_or_else(|| Fault::invalid(unknown()))?;
    match &segments[1..] {
        [] => Ok((Some(noun), None)),
        [path] => Ok((Some(noun), Some(path.as_str()))),
        // The name of the link, and that of the type behind it.
        [kind, path] if known(kind) == Some(noun) => Ok((Some(noun), Some(path.as_str()))),
        _ => Err(Fault::Missing),
    }
}

fn linked(noun: Noun, path: &str) -> Linked {
    Linked {
        kind: Type::Object(noun),
        path: path.to_owned(),
        link: noun.name().to_owned(),
        with: Vec::new(),
        index: None,
    }
}

impl Desk {
    /// Links of a rule that the caller may read.
    pub(super) fn rule_links(&self, caller: &Caller, of: &Address, segments: &[String]) -> Result<Links, Fault> {
        let (noun, path) = rule_ends(segments)?;
        let seen = self.read_item(of)?;
        let named = |noun: Noun| seen.attributes.get(noun.name()).and_then(Value::as_str).filter(|n| !n.is_empty());
        let wanted = RULE_LINKS.into_iter().filter(|known| noun.is_none_or(|n| n == *known));
        let links = wanted.filter_map(|noun| named(noun).map(|path| linked(noun, path)));
        let may = |l: &Linked| allow(caller, "read", &Address::object(l.kind, l.path.as_str())).is_ok();
        let links: Vec<Linked> = links.filter(|l| path.is_none_or(|p| p == l.path) && may(l)).collect();
        if path.is_some() && links.is_empty() {
            return Err(Fault::Missing);
        }
        Ok(Links { of: of.clone(), links, etag: seen.etag })
    }

    /// Sets a link of a rule in place of what was there, or takes it away.
    pub(super) async fn relink_rule(
        &self,
        caller: &Caller,
        of: &Address,
        segments: &[String],
        given: Option<&Attributes>,
        how: &How,
    ) -> Result<Linked, Fault> {
        let (Some(noun), Some(path)) = rule_ends(segments)? else { return Err(Fault::Unsupported) };
        let there = Address::object(Type::Object(noun), path);
        allow(caller, "write", of)?;
        allow(caller, "read", &there)?;
        let seen = self.read_item(of)?;
        let to = match given {
            Some(given) => {
                truths(noun.name(), &[], given)?;
                self.is_there(noun, path)?;
                path
            }
            None if seen.attributes.get(noun.name()).and_then(Value::as_str) == Some(path) => "",
            None => return Err(Fault::Missing),
        };
        let set = Attributes::from_iter([(noun.name().to_owned(), to.into())]);
        self.put_item(caller, of, &set, how).await?;
        Ok(linked(noun, path))
    }

    /// There is one of this name; else the nearest is told.
    fn is_there(&self, noun: Noun, path: &str) -> Result<(), Fault> {
        let world = self.world();
        if entry_at(&world.catalogue, noun, path).is_ok() {
            return Ok(());
        }
        let near = plug::config::nearest(path, world.catalogue.of(noun).map(|e| e.path.as_str()));
        let near = if near.is_empty() { near } else { id(Type::Object(noun), &near) };
        let field = format!("link.{}", noun.name());
        let to = id(Type::Object(noun), path);
        Err(Fault::Refused(vec![Finding::broken(field, "dangling").with("to", to).with("nearest", near)]))
    }
}
