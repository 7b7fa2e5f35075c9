//! Links of users: the groups that list them and the methods that they may have, from either end.

use model::{Finding, Id, Noun};

use super::{
    super::{Fault, How, Linked, Links, allow, conditions, entry_at, link::truths},
    Desk,
};
use crate::{
    address::{Address, Type},
    attributes::Attributes,
    caller::{Caller, roles_through},
    groups::Groups,
    users::Filter,
};

impl Desk {
    /// Groups that list a user, and methods with whether they may have them.
    pub(in crate::desk) async fn user_links(
        &self,
        caller: &Caller,
        of: &Address,
        segments: &[String],
    ) -> Result<Links, Fault> {
        let user = self.user_at(of).await?;
        if let [name] = segments
            && !USER_LINKS.contains(&name.as_str())
        {
            let near = plug::config::nearest(name, USER_LINKS.into_iter());
            let finding = Finding::broken(format!("link.{name}"), "link-unknown").with("role", name);
            return Err(Fault::invalid(finding.with("nearest", near)));
        }
        let record = self.engine().store().person(&user.person().key(), "").await?;
        let world = self.world();
        let group = |id: &Id| {
            let path = world.catalogue.entry(*id)?.path.clone();
            Some(Linked {
                kind: Type::Object(Noun::Group),
                path,
                link: "memberOf".into(),
                with: Vec::new(),
                index: None,
            })
        };
        let mut links: Vec<Linked> = record.groups.iter().filter_map(group).collect();
        links.sort_by(|one, other| one.path.cmp(&other.path));
        // One that is asked for by name is told of whether or not it is enabled at all.
        let named = segments.len() > 1;
        let methods = world.catalogue.methods().filter(|(_, m)| m.enabled || named).map(|(e, _)| Linked {
            kind: Type::Object(Noun::Method),
            path: e.path.clone(),
            link: "method".into(),
            with: vec![("enabled".into(), record.activations.iter().all(|a| a.method != e.id || a.active).into())],
            index: None,
        });
        links.extend(methods);
        links.extend(self.names_of(&world.catalogue, user.id));
        let wanted = |l: &Linked| match segments {
            [] => true,
            [one] => one.eq_ignore_ascii_case(&l.link) || one.eq_ignore_ascii_case(l.kind.name()),
            _ => ends(segments).is_some_and(|(kind, path)| kind == l.kind && path == l.path),
        };
        let groups = |l: &Linked| {
            l.kind == Type::Object(Noun::Method)
                || allow(caller, "read", &Address::object(l.kind, l.path.as_str())).is_ok()
        };
        links.retain(|l| wanted(l) && groups(l));
        if links.is_empty() && segments.len() > 1 {
            return Err(Fault::Missing);
        }
        Ok(Links { of: of.clone(), links, etag: self.tag_with_links(&user, &record) })
    }

    /// Users that a group lists, as many as a page holds; or one of them. Of a method, whether one of them may have it.
    pub(in crate::desk) async fn members(
        &self,
        caller: &Caller,
        of: &Address,
        user: Option<&str>,
    ) -> Result<Links, Fault> {
        let noun = of.kind.noun().ok_or(Fault::Unsupported)?;
        let world = self.world();
        let entry = entry_at(&world.catalogue, noun, &of.path)?;
        if noun == Noun::Method {
            let path = user.ok_or(Fault::Unsupported)?;
            let there = Address::object(Type::User, path);
            allow(caller, "read", &there)?;
            let segments = ["method".to_owned(), Noun::Method.name().to_owned(), of.path.clone()];
            let found = self.user_links(caller, &there, &segments).await?;
            let back = |l| Linked { kind: Type::User, path: path.to_owned(), link: "user".into(), ..l };
            let links = found.links.into_iter().map(back).collect();
            return Ok(Links { of: of.clone(), links, etag: found.etag });
        }
        if noun == Noun::OutboundMapping {
            return self.mapped(caller, of, entry, user).await;
        }
        let filter = Filter { group: of.path.clone(), limit: Some(1000), ..Filter::default() };
        let mut paths: Vec<String> = match user {
            None => self.users(caller, &filter).await?.0.into_iter().map(|seen| seen.path).collect(),
            Some(path) => {
                let at = Address::object(Type::User, path);
                allow(caller, "read", &at)?;
                let user = self.user_at(&at).await?;
                let record = self.engine().store().person(&user.person().key(), "").await?;
                if !record.groups.contains(&entry.id) {
                    return Err(Fault::Missing);
                }
                vec![path.to_owned()]
            }
        };
        paths.sort();
        let linked = |path| Linked { kind: Type::User, path, link: "member".into(), with: Vec::new(), index: None };
        Ok(Links { of: of.clone(), links: paths.into_iter().map(linked).collect(), etag: self.tag_of(entry) })
    }

    /// Puts a user into a group or takes them out, or lets them have a method or not; from either end of the link.
    pub(in crate::desk) async fn relink_user(
        &self,
        caller: &Caller,
        user: &Address,
        other: (Noun, &str),
        given: Option<&Attributes>,
        asked: (&Address, &How),
    ) -> Result<Linked, Fault> {
        let ((noun, path), (of, how)) = (other, asked);
        if noun == Noun::OutboundMapping {
            return self.relink_mapped(caller, user, path, given, asked).await;
        }
        let there = Address::object(Type::Object(noun), path);
        allow(caller, "read", user)?;
        allow(caller, "write", if noun == Noun::Group { &there } else { user })?;
        let found = self.user_at(user).await?;
        let world = self.world();
        let entry = entry_at(&world.catalogue, noun, path)?;
        let payload: &[&str] = if noun == Noun::Method { &["enabled"] } else { &[] };
        let said = given.map(|given| truths(noun.name(), payload, given)).transpose()?;
        let record = self.engine().store().person(&found.person().key(), "").await?;
        let meant_here = How { create_only: false, ..how.clone() };
        match of.kind {
            Type::User => self.as_was_read(how, &found, &record)?,
            _ => conditions(&meant_here, Some(&self.tag_of(entry)))?,
        }
        let (link, with) = match noun {
            Noun::Group => {
                let roles = roles_through(&world.catalogue, entry.id);
                if !caller.covers_roles(roles.iter().filter_map(|id| world.catalogue.entry(*id))) {
                    return Err(Fault::Outranked);
                }
                self.within_rank(caller, &found).await?;
                let groups = Groups { engine: self.engine(), actor: &caller.actor };
                match given {
                    None if how.dry_run && !record.groups.contains(&entry.id) => return Err(Fault::Missing),
                    _ if how.dry_run => {}
                    Some(_) => drop(groups.add(path, found.id).await?),
                    None if !groups.remove(path, found.id).await? => return Err(Fault::Missing),
                    None => {}
                }
                ("memberOf", Vec::new())
            }
            Noun::Method => {
                self.within_rank(caller, &found).await?;
                let active = said.is_some_and(|said| said.iter().all(|(_, enabled)| *enabled));
                if !how.dry_run {
                    self.register(caller).activate(found.id, path, active).await?;
                }
                ("method", vec![("enabled".to_owned(), active.into())])
            }
            _ => return Err(Fault::Unsupported),
        };
        Ok(Linked { kind: Type::Object(noun), path: path.to_owned(), link: link.to_owned(), with, index: None })
    }
}

/// Names of a user's links, and the types that they lead to.
pub(crate) const USER_LINKS: [&str; 4] = ["memberOf", "group", "method", "outboundMappingPolicy"];

/// Type and path of the other end: `group/acme/staff`, or with the link's name before it.
pub(crate) fn ends(segments: &[String]) -> Option<(Type, String)> {
    let short = Type::parse(segments.first()?);
    let named = segments.get(1).and_then(|s| Type::parse(s));
    let link = ["memberOf", "member", "method"].into_iter().find(|name| name.eq_ignore_ascii_case(&segments[0]));
    match (link, named, short) {
        (Some(_), Some(kind), _) if segments.len() > 2 => Some((kind, segments[2..].join("/"))),
        (_, _, Some(kind)) if segments.len() > 1 => Some((kind, segments[1..].join("/"))),
        _ => None,
    }
}
