//! Links: read and written from either end, by the name that they have there.

use model::{AnyObject, Catalogue, Change, Entry, Finding, Link, LinkRole, Noun, object::Noun as N};
use serde_json::Value;

use super::{
    Child, Desk, Fault, How, TRIES, Written, allow, busy, conditions, entry_at, object, rule_link::rule_ends, typed,
    user::ends,
};
use crate::{
    address::{Address, Type, id},
    attributes::Attributes,
    caller::Caller,
};

/// What one end of a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    pub kind: Type,
    pub path: String,
    /// The link's name, as it is called from the end that was asked.
    pub link: String,
    /// The link's own attributes with their values, a truth each or a user's name; those of a role that has none are empty.
    pub with: Vec<(String, Value)>,
    /// The object that holds what more the link says.
    pub index: Option<String>,
}

impl Linked {
    pub fn id(&self) -> String {
        id(self.kind, &self.path)
    }
}

/// The links of one object.
#[derive(Clone, Debug)]
pub struct Links {
    pub of: Address,
    pub links: Vec<Linked>,
    /// Moves with the object that was asked.
    pub etag: String,
}

/// One way that a link can lead from an object: along it, or back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) role: &'static LinkRole,
    /// The noun at the other end.
    pub(crate) other: Noun,
    forward: bool,
}

impl Way {
    pub(crate) fn name(&self) -> &'static str {
        if self.forward { self.role.name } else { self.role.reverse }
    }
}

/// Every way from objects of a noun.
pub(crate) fn ways(noun: Noun) -> Vec<Way> {
    let along = noun.links().iter().map(|role| Way { role, other: role.target, forward: true });
    let back = N::ALL.iter().flat_map(move |from| {
        let here = from.links().iter().filter(move |role| role.target == noun);
        here.map(move |role| Way { role, other: *from, forward: false })
    });
    // A link that is the same from both ends is told once.
    along.chain(back.filter(|w| w.role.name != w.role.reverse)).collect()
}

/// What the segments after `$link` mean.
enum Asked {
    All,
    /// Links of a name, or to a type.
    Some {
        name: Option<String>,
        kind: Option<Type>,
    },
    /// What lies in a site, directly or at any depth.
    Children {
        deep: bool,
        kind: Option<Type>,
    },
    One(Way, String),
    /// `policy` to `group`: the link is an item.
    Item(String),
    /// What belongs to the system by itself: a link that cannot be set.
    Held(Type, String),
}

impl Asked {
    fn of(catalogue: &Catalogue, noun: Noun, segments: &[String]) -> Result<Self, Fault> {
        let Some(first) = segments.first() else { return Ok(Self::All) };
        let rest = &segments[1..];
        if let ("one" | "sub", true) = (first.as_str(), rest.len() <= 1) {
            let kind = rest.first().map(|name| Type::parse(name).ok_or(Fault::Missing)).transpose()?;
            if kind.is_some() && Type::children(noun).is_empty() {
                return Err(Fault::Missing);
            }
            return Ok(Self::Children { deep: first == "sub", kind });
        }
        let named = Type::parse(first);
        let ways = ways(noun);
        if rest.is_empty() {
            let known = ways.iter().map(Way::name).find(|name| name.eq_ignore_ascii_case(first));
            return match (known, named) {
                // A type's own name is also the link's, where there is one.
                (None, None) => Err(unknown(noun, first)),
                (name, kind) => Ok(Self::Some { name: name.map(str::to_owned), kind }),
            };
        }
        let path = rest.join("/");
        if let (Noun::System, Some(kind)) = (noun, named.filter(|kind| HELD.contains(kind))) {
            return Ok(Self::Held(kind, path));
        }
        if noun == Noun::Policy && named == Some(Type::Object(Noun::Group)) {
            return Ok(Self::Item(path));
        }
        let short = ways.iter().find(|w| named == Some(Type::Object(w.other)) && w.name() == w.other.name());
        if let Some(way) = short.filter(|w| catalogue.at(w.other, &path).is_some()) {
            return Ok(Self::One(*way, path));
        }
        let kind = Type::parse(&rest[0]);
        if let Some(way) =
            ways.iter().find(|w| w.name().eq_ignore_ascii_case(first) && kind == Some(Type::Object(w.other)))
        {
            return Ok(match &rest[1..] {
                [] => Self::Some { name: Some(way.name().to_owned()), kind },
                path => Self::One(*way, path.join("/")),
            });
        }
        short.map(|way| Self::One(*way, path)).ok_or_else(|| unknown(noun, first))
    }
}

/// The link would lead nowhere: the nearest object that the caller may see is named.
fn dangling(caller: &Caller, catalogue: &Catalogue, way: &Way, path: &str) -> Fault {
    let kind = Type::Object(way.other);
    let seen = |e: &&Entry| allow(caller, "read", &Address::object(kind, e.path.as_str())).is_ok();
    let near = plug::config::nearest(path, catalogue.of(way.other).filter(seen).map(|e| e.path.as_str()));
    let near = if near.is_empty() { near } else { id(Type::Object(way.other), &near) };
    let to = id(Type::Object(way.other), path);
    let field = format!("link.{}", way.name());
    Fault::Refused(vec![Finding::broken(field, "dangling").with("to", to).with("nearest", near)])
}

/// The users behind a group, a method or an outbound mapping policy: all (`Some(None)`), or one. `None` where the links lead elsewhere.
fn member_of(of: &Address, segments: &[String]) -> Option<Option<String>> {
    if !matches!(of.kind, Type::Object(Noun::Group | Noun::Method | Noun::OutboundMapping)) {
        return None;
    }
    let user = |s: &String| s.eq_ignore_ascii_case("user");
    let rest = match segments {
        [first, rest @ ..] if user(first) => rest,
        [first, second, rest @ ..]
            if first.eq_ignore_ascii_case("member") && of.kind == Type::Object(Noun::Group) && user(second) =>
        {
            rest
        }
        _ => return None,
    };
    Some(if rest.is_empty() { None } else { Some(rest.join("/")) })
}

/// What links of users lead to.
const USER_ENDS: [Type; 3] =
    [Type::Object(Noun::Group), Type::Object(Noun::Method), Type::Object(Noun::OutboundMapping)];

/// No such link: those that there are are named.
fn unknown(noun: Noun, name: &str) -> Fault {
    let names: Vec<&str> = ways(noun).iter().map(Way::name).collect();
    let near = plug::config::nearest(name, names.into_iter());
    Fault::invalid(Finding::broken(format!("link.{name}"), "link-unknown").with("role", name).with("nearest", near))
}

/// The same by itself.
pub(crate) fn link_methods(catalogue: &Catalogue, of: &Address, segments: &[String]) -> Result<&'static str, Fault> {
    const READ: &str = "GET, HEAD";
    const ALL: &str = "GET, HEAD, PUT, DELETE";
    if of.kind == Type::User {
        let leads = ends(segments).is_some_and(|(kind, _)| USER_ENDS.contains(&kind));
        return Ok(if leads {
            ALL
        } else if segments.len() < 2 {
            READ
        } else {
            ""
        });
    }
    if of.kind == Type::ServiceMappingItem {
        return Ok(if rule_ends(segments)?.1.is_some() { ALL } else { READ });
    }
    let noun = of.kind.noun().ok_or(Fault::Missing)?;
    match (member_of(of, segments), noun) {
        (Some(Some(_)), Noun::OutboundMapping) => return Ok("GET, HEAD, PUT, POST, DELETE"),
        (Some(Some(_)), _) => return Ok(ALL),
        (Some(None), Noun::Group | Noun::OutboundMapping) => return Ok(READ),
        // Whom a method is open to is told at the user.
        (Some(None), _) => return Ok(""),
        (None, _) => {}
    }
    Ok(match Asked::of(catalogue, noun, segments)? {
        Asked::One(..) => ALL,
        Asked::Item(_) => "GET, HEAD, POST",
        Asked::All | Asked::Some { .. } | Asked::Children { .. } | Asked::Held(..) => READ,
    })
}

impl Desk {
    /// Links of an object that the caller may read.
    pub async fn links(&self, caller: &Caller, of: &Address, segments: &[String]) -> Result<Links, Fault> {
        allow(caller, "read", of)?;
        if of.kind == Type::User {
            return self.user_links(caller, of, segments).await;
        }
        if of.kind == Type::ServiceMappingItem {
            return self.rule_links(caller, of, segments);
        }
        if let Some(path) = member_of(of, segments) {
            return self.members(caller, of, path.as_deref()).await;
        }
        let mut links = self.object_links(caller, of, segments)?;
        if of.kind == Type::Object(Noun::OutboundMapping) && segments.is_empty() {
            links.links.extend(self.members(caller, of, None).await?.links);
        }
        Ok(links)
    }

    /// The same between objects of the configuration, which are at hand.
    pub fn object_links(&self, caller: &Caller, of: &Address, segments: &[String]) -> Result<Links, Fault> {
        allow(caller, "read", of)?;
        let noun = of.kind.noun().ok_or(Fault::Unsupported)?;
        let world = self.world();
        let catalogue = &world.catalogue;
        let me = entry_at(catalogue, noun, &of.path)?;
        let links = match Asked::of(catalogue, noun, segments)? {
            Asked::All => all(catalogue, me)
                .into_iter()
                .chain(group_items(me))
                .chain(self.table_items(me))
                .chain(held(catalogue, me))
                .collect(),
            Asked::Some { name, kind } => {
                let every = all(catalogue, me).into_iter().chain(group_items(me)).chain(self.table_items(me));
                let every = every.chain(held(catalogue, me));
                let fits = |l: &Linked| name.as_ref().is_none_or(|n| *n == l.link) && kind.is_none_or(|k| k == l.kind);
                every.filter(fits).collect()
            }
            Asked::Children { deep, kind } => self.children(catalogue, me, deep, kind),
            Asked::One(way, path) => {
                let fits = |l: &Linked| l.kind == Type::Object(way.other) && l.path == path && l.link == way.name();
                let one: Vec<Linked> = all(catalogue, me).into_iter().filter(fits).collect();
                if one.is_empty() {
                    return Err(Fault::Missing);
                }
                one
            }
            Asked::Item(path) => group_items(me).into_iter().filter(|l| l.path == path).collect(),
            Asked::Held(kind, path) => {
                let one = held(catalogue, me).into_iter().find(|l| l.kind == kind && l.path == path);
                vec![one.ok_or(Fault::Missing)?]
            }
        };
        let links = links.into_iter().filter(|l| visible(caller, of, l)).collect();
        Ok(Links { of: of.clone(), links, etag: self.tag_of(me) })
    }

    /// Methods that a place behind `$link` answers to, whether or not there is such a link.
    pub fn link_methods(&self, of: &Address, segments: &[String]) -> Result<&'static str, Fault> {
        link_methods(&self.world().catalogue, of, segments)
    }

    /// Sets a link with its attributes; the same again changes nothing.
    pub async fn link(
        &self,
        caller: &Caller,
        of: &Address,
        segments: &[String],
        given: &Attributes,
        how: &How,
    ) -> Result<Linked, Fault> {
        self.relink(caller, of, segments, Some(given), how).await
    }

    pub async fn unlink(&self, caller: &Caller, of: &Address, segments: &[String], how: &How) -> Result<(), Fault> {
        self.relink(caller, of, segments, None, how).await.map(|_| ())
    }

    /// Whether a link there says what a user is called, and not only that it is.
    pub fn says_names(of: &Address, segments: &[String]) -> bool {
        match of.kind {
            Type::User => ends(segments).is_some_and(|(kind, _)| kind == Type::Object(Noun::OutboundMapping)),
            Type::Object(Noun::OutboundMapping) => member_of(of, segments).is_some(),
            _ => false,
        }
    }

    /// Adds a link that may be there many times: a policy's attribute for a group.
    pub async fn add_link(
        &self,
        caller: &Caller,
        of: &Address,
        segments: &[String],
        given: &Attributes,
        how: &How,
    ) -> Result<Written, Fault> {
        allow(caller, "read", of)?;
        let noun = of.kind.noun().ok_or(Fault::Unsupported)?;
        let group = match Asked::of(&self.world().catalogue, noun, segments)? {
            Asked::Item(path) => path,
            _ => return Err(Fault::Unsupported),
        };
        allow(caller, "read", &Address::object(Type::Object(Noun::Group), group.as_str()))?;
        entry_at(&self.world().catalogue, Noun::Group, &group)?;
        let mut given = typed::spelt_as_ours(self, Type::PolicyItem, given);
        given.insert("group".to_owned(), group.into());
        let name = given.get("name").and_then(Value::as_str).map(str::to_owned);
        let child = Child { kind: Type::PolicyItem, name: name.as_deref(), given: &given };
        self.create(caller, of, child, how).await
    }

    async fn relink(
        &self,
        caller: &Caller,
        of: &Address,
        segments: &[String],
        given: Option<&Attributes>,
        how: &How,
    ) -> Result<Linked, Fault> {
        if of.kind == Type::User {
            let (kind, path) = ends(segments).ok_or(Fault::Unsupported)?;
            let noun = kind.noun().ok_or(Fault::Unsupported)?;
            return self.relink_user(caller, of, (noun, &path), given, (of, how)).await;
        }
        if of.kind == Type::ServiceMappingItem {
            return self.relink_rule(caller, of, segments, given, how).await;
        }
        if let Some(Some(user)) = member_of(of, segments) {
            let user = Address::object(Type::User, user);
            let noun = of.kind.noun().ok_or(Fault::Unsupported)?;
            // The condition is about what was asked, which is the group or method.
            if how.if_match.is_some() {
                allow(caller, "read", of)?;
            }
            let link = self.relink_user(caller, &user, (noun, &of.path), given, (of, how)).await?;
            let name = if noun == Noun::Group { "member" } else { Type::User.name() };
            return Ok(Linked { kind: Type::User, path: user.path, link: name.to_owned(), ..link });
        }
        let noun = of.kind.noun().ok_or(Fault::Unsupported)?;
        allow(caller, "read", of)?;
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let catalogue = &world.catalogue;
            let Asked::One(way, path) = Asked::of(catalogue, noun, segments)? else { return Err(Fault::Unsupported) };
            // Both ends by their paths alone, so that a refusal tells nothing about what there is.
            let there = Address::object(Type::Object(way.other), path.as_str());
            let (holder, target) = if way.forward { (of, &there) } else { (&there, of) };
            self.may_link(caller, catalogue, &way, holder, target)?;
            let me = entry_at(catalogue, noun, &of.path)?;
            let other = catalogue.at(way.other, &path).ok_or_else(|| dangling(caller, catalogue, &way, &path))?;
            conditions(how, Some(&self.tag_of(me)))?;
            let (holder, target) = if way.forward { (me, other) } else { (other, me) };
            let with = given.map(|given| attributes(&way, given)).transpose()?;
            let entry = relinked(holder, target, &way, with)?;
            let changes = if entry == *holder { Vec::new() } else { vec![Change::put(entry.clone())] };
            if self.commit(caller, &world, &changes, how).await?.is_some() {
                let link = entry.links_as(way.role.name).find(|l| l.to == target.id);
                let with = link.map(|l| shown(&way, l)).unwrap_or_default();
                return Ok(Linked { kind: there.kind, path, link: way.name().to_owned(), with, index: None });
            }
        }
        Err(busy())
    }

    /// Who writes the object that holds a link, and may see what it leads to, may set it. What a site may use is the system's to say.
    fn may_link(
        &self,
        caller: &Caller,
        catalogue: &Catalogue,
        way: &Way,
        holder: &Address,
        target: &Address,
    ) -> Result<(), Fault> {
        if holder.kind == Type::Object(Noun::Site) {
            return if caller.may("write", "site", None) { Ok(()) } else { Err(Fault::Forbidden) };
        }
        allow(caller, "write", holder)?;
        if allow(caller, "read", target).is_ok() {
            return Ok(());
        }
        // A site's own people do not see the system's methods, but those that their site was given are theirs to use.
        let lent = way.role.target == Noun::Method
            && holder.site().and_then(|site| catalogue.at(Noun::Site, site)).is_some_and(|site| {
                let method = catalogue.at(Noun::Method, &target.path);
                method.is_some_and(|m| site.links_as("method").any(|l| l.to == m.id))
            });
        if lent { Ok(()) } else { Err(Fault::Forbidden) }
    }

    fn children(&self, catalogue: &Catalogue, me: &Entry, deep: bool, kind: Option<Type>) -> Vec<Linked> {
        let name = if deep { "sub" } else { "one" };
        let child = |e: &&Entry| {
            let inside = match me.noun() {
                Noun::System => !e.path.is_empty() && (deep || !e.path.contains('/')),
                Noun::Site => object::belongs_under(e, &me.path),
                _ => false,
            };
            let direct = || me.noun() == Noun::System || !e.path[me.path.len() + 1..].contains('/');
            inside && (deep || direct()) && kind.is_none_or(|k| k == Type::Object(e.noun()))
        };
        let linked = |e: &Entry| Linked {
            kind: Type::Object(e.noun()),
            path: e.path.clone(),
            link: name.to_owned(),
            with: Vec::new(),
            index: None,
        };
        let mut found: Vec<Linked> = catalogue.all().filter(child).map(linked).collect();
        let items = self.table_items(me).into_iter().map(|l| Linked { link: name.to_owned(), ..l });
        found.extend(items.filter(|l| kind.is_none_or(|k| k == l.kind)));
        found
    }

    /// The items that a table holds, as links that cannot be written.
    fn table_items(&self, me: &Entry) -> Vec<Linked> {
        let kinds = Type::all().filter(|kind| kind.table() == Some(me.noun()));
        let linked = |kind: Type, path: String| Linked {
            kind,
            path,
            link: kind.name().to_owned(),
            with: Vec::new(),
            index: None,
        };
        kinds.flat_map(|kind| self.items_of(kind, me).into_iter().map(move |seen| linked(kind, seen.path))).collect()
    }
}

/// All links of an entry, from both ends, in the order of the ways.
fn all(catalogue: &Catalogue, me: &Entry) -> Vec<Linked> {
    let mut found = Vec::new();
    for way in ways(me.noun()) {
        let ends: Vec<(&Entry, &Link)> = if way.forward {
            me.links_as(way.role.name).filter_map(|l| catalogue.entry(l.to).map(|e| (e, l))).collect()
        } else {
            let back = catalogue.linked_from(me.id, way.role.name);
            back.filter(|(e, _)| e.noun() == way.other).collect()
        };
        let mut ends: Vec<Linked> = ends.into_iter().map(|(e, l)| linked(&way, e, l)).collect();
        // The same from both ends: who shares with me.
        if way.forward && way.role.name == way.role.reverse {
            let back = catalogue.linked_from(me.id, way.role.name).map(|(e, l)| linked(&way, e, l));
            let back: Vec<Linked> = back.filter(|l| !ends.iter().any(|known| known.path == l.path)).collect();
            ends.extend(back);
        }
        ends.sort_by(|one, other| one.path.cmp(&other.path));
        found.extend(ends);
    }
    found
}

fn linked(way: &Way, entry: &Entry, link: &Link) -> Linked {
    Linked {
        kind: Type::Object(entry.noun()),
        path: entry.path.clone(),
        link: way.name().to_owned(),
        with: shown(way, link),
        index: None,
    }
}

fn shown(way: &Way, link: &Link) -> Vec<(String, Value)> {
    way.role.payload.iter().map(|name| ((*name).to_owned(), link.has(name).into())).collect()
}

/// What the system has by itself.
pub(crate) const HELD: [Type; 3] =
    [Type::Object(Noun::Method), Type::Object(Noun::Mapping), Type::Object(Noun::UserMapping)];

fn held(catalogue: &Catalogue, me: &Entry) -> Vec<Linked> {
    if me.noun() != Noun::System {
        return Vec::new();
    }
    let nouns = HELD.iter().filter_map(|kind| kind.noun());
    let linked = |entry: &Entry| Linked {
        kind: Type::Object(entry.noun()),
        path: entry.path.clone(),
        link: entry.noun().name().to_owned(),
        with: Vec::new(),
        index: None,
    };
    nouns.flat_map(|noun| catalogue.of(noun)).map(linked).collect()
}

/// Groups of a policy's items, each with the item that says more.
fn group_items(me: &Entry) -> Vec<Linked> {
    let AnyObject::Policy(policy) = &me.object else { return Vec::new() };
    let item = |(at, item): (usize, &model::policy::PolicyItem)| {
        let name = if item.item.is_empty() { (at + 1).to_string() } else { item.item.clone() };
        Linked {
            kind: Type::Object(Noun::Group),
            path: item.group.clone(),
            link: "group".to_owned(),
            with: Vec::new(),
            index: Some(id(Type::PolicyItem, &format!("{}/{name}", me.path))),
        }
    };
    policy.items.iter().enumerate().filter(|(_, i)| !i.group.is_empty()).map(item).collect()
}

/// Other sites' objects are not told of; the methods that a site or its own object was given are.
fn visible(caller: &Caller, of: &Address, linked: &Linked) -> bool {
    let there = Address::object(linked.kind, linked.path.as_str());
    allow(caller, "read", &there).is_ok() || linked.kind == Type::Object(Noun::Method) && of.site().is_some()
}

/// The link's own attributes that are true.
fn attributes(way: &Way, given: &Attributes) -> Result<Vec<String>, Fault> {
    let mut with: Vec<String> = Vec::new();
    for (name, truth) in truths(way.name(), way.role.payload, given)? {
        if truth && !with.iter().any(|known| known == name) {
            with.push(name.to_owned());
        }
    }
    Ok(with)
}

/// What is said of a link, each as true or false; nothing else than what such links carry may be said.
pub(super) fn truths(
    link: &str,
    payload: &'static [&'static str],
    given: &Attributes,
) -> Result<Vec<(&'static str, bool)>, Fault> {
    let truth = |(name, value): (&String, &Value)| {
        let Some(known) = payload.iter().find(|p| p.eq_ignore_ascii_case(name)) else {
            let finding = Finding::broken(format!("link.{link}"), "link-attribute").with("attribute", name);
            return Err(Fault::invalid(finding));
        };
        let truth = value.as_bool().or_else(|| typed::truth(value.as_str()?));
        let finding = || Finding::broken(*known, "attribute-value").with("why", "expected true or false");
        truth.map(|truth| (*known, truth)).ok_or_else(|| Fault::invalid(finding()))
    };
    given.iter().map(truth).collect()
}

/// The holder with the link set, in place of another where there may be one only; without it where there is nothing to set.
fn relinked(holder: &Entry, target: &Entry, way: &Way, with: Option<Vec<String>>) -> Result<Entry, Fault> {
    let mut entry = holder.clone();
    let known = entry.links.iter().position(|l| l.role == way.role.name && l.to == target.id);
    match (with, known) {
        (None, None) => return Err(Fault::Missing),
        (None, Some(at)) => drop(entry.links.remove(at)),
        (Some(with), Some(at)) => entry.links[at].with = with,
        (Some(with), None) => {
            if !way.role.many {
                entry.links.retain(|l| l.role != way.role.name);
            }
            entry.links.push(Link { role: way.role.name.to_owned(), to: target.id, with });
        }
    }
    Ok(entry)
}
