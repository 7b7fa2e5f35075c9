//! Groups as resources: found, told, made, dropped, and whom they list. Members are changed one by one; a list is never held whole but to be
//! told or replaced.

use model::{AnyObject, Entry, Id, Noun, User};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::UserQuery;

use super::{
    call::{Call, Query, Reply, as_read, condition},
    error::Wrong,
    filter::{Filter, Op},
    patch::{self, Change, Verb},
    read,
    schema::{CORE, Kind, Place},
};
use crate::{
    address::{Type, is_segment},
    attributes::Attributes,
    desk::{Child, Fault, How},
};

/// Members that one answer tells.
const TOLD: usize = 100_000;
/// Members that one request adds or strikes.
const CHANGED: usize = 1_000;
const PAGE: u32 = 1_000;
/// How often a membership is written anew when the user is changed meanwhile.
const TRIES: usize = 4;

/// Whom a group can list.
enum Member {
    User(Box<User>),
    Group(String),
}

/// What a change does to a list of members.
enum Step {
    Add(Vec<String>),
    Strike(Vec<String>),
    StrikeFitting(Filter),
    Only(Vec<String>),
}

impl Call<'_> {
    /// Groups of this very site, by name.
    pub fn site_groups(&self) -> Vec<Entry> {
        let world = self.engine().world();
        let mut all: Vec<Entry> = world.catalogue.of(Noun::Group).filter(|e| self.is_here(e)).cloned().collect();
        all.sort_by(|one, other| one.path.cmp(&other.path));
        all
    }

    fn is_here(&self, entry: &Entry) -> bool {
        entry.noun() == Noun::Group && entry.path.rsplit_once('/').is_some_and(|(site, _)| site == self.site)
    }

    /// Those of some groups that are of this site, by name.
    pub fn of_these(&self, ids: impl IntoIterator<Item = Id>) -> Vec<Entry> {
        let world = self.engine().world();
        let found = ids.into_iter().filter_map(|id| world.catalogue.entry(id)).filter(|e| self.is_here(e));
        let mut found: Vec<Entry> = found.cloned().collect();
        found.sort_by(|one, other| one.path.cmp(&other.path));
        found
    }

    fn group(&self, id: &str) -> Result<Entry, Wrong> {
        let id: Id = id.parse().map_err(|_| Wrong::missing())?;
        self.of_these([id]).pop().ok_or_else(Wrong::missing)
    }

    async fn member(&self, id: &str) -> Result<Option<Member>, Wrong> {
        if let Ok(group) = self.group(id) {
            return Ok(Some(Member::Group(group.name().to_owned())));
        }
        match self.user(id).await {
            Err(wrong) if wrong.status() == 404 => Ok(None),
            user => Ok(Some(Member::User(Box::new(user?)))),
        }
    }

    pub async fn group_told(&self, id: &str) -> Result<Reply, Wrong> {
        self.group_reply(200, &self.group(id)?).await
    }

    async fn group_reply(&self, status: u16, group: &Entry) -> Result<Reply, Wrong> {
        let mut resource = self.group_resource(group);
        if self.query.wants(Kind::Group, "members") {
            let named = self.query.names(Kind::Group, "members", "display");
            let members = self.members(group, TOLD, named).await?;
            if !members.is_empty() {
                resource.insert("members".to_owned(), members.into());
            }
        }
        Ok(self.reply(status, Kind::Group, Value::Object(resource), &self.desk().tag_of(group)))
    }

    /// A group without its members.
    fn group_resource(&self, group: &Entry) -> Map<String, Value> {
        let tag = self.desk().tag_of(group);
        let mut resource = Map::from_iter([
            ("schemas".to_owned(), json!([format!("{CORE}Group")])),
            ("id".to_owned(), group.id.to_string().into()),
            ("displayName".to_owned(), group.name().into()),
            ("meta".to_owned(), self.meta(Kind::Group, group.id, &group.id.time().rfc3339(), &tag)),
        ]);
        if let Some(external) = external(group) {
            resource.insert("externalId".to_owned(), external.into());
        }
        resource
    }

    /// Users and groups of this site that a group lists itself, no more than so many; with their names, if those are wanted.
    async fn members(&self, group: &Entry, most: usize, named: bool) -> Result<Vec<Value>, Wrong> {
        if !self.caller.may("read", Kind::User.noun(), Some(&self.site)) {
            return Err(Wrong::forbidden());
        }
        let told = |kind: Kind, id: Id, name: &str| {
            let mut member = json!({ "value": id.to_string(), "$ref": self.location(kind, id), "type": kind.name() });
            if named {
                member["display"] = name.into();
            }
            member
        };
        let nested = self.of_these(group.links_as("member").map(|link| link.to));
        let mut all: Vec<Value> = nested.iter().map(|g| told(Kind::Group, g.id, g.name())).collect();
        let mut query =
            UserQuery { sites: vec![self.site_id], group: Some(group.id), limit: PAGE, ..UserQuery::default() };
        loop {
            let users = self.engine().store().users(&query).await?;
            query.after = users.last().map(UserQuery::place_of);
            all.extend(users.iter().map(|user| told(Kind::User, user.id, &user.name)));
            if all.len() > most {
                return Err(Wrong::too_many());
            }
            if users.len() < PAGE as usize {
                return Ok(all);
            }
        }
    }

    /// A page of groups, and how many there are.
    pub async fn groups(&self, query: &Query, filter: Option<&Filter>) -> Result<(Vec<Value>, u32), Wrong> {
        let mut all = self.site_groups();
        if let Some(filter) = filter {
            let mut asked = BTreeMap::new();
            for id in members_asked(filter)? {
                asked.insert(id, self.listing(id).await?);
            }
            all.retain(|group| {
                let mut resource = self.group_resource(group);
                let listed = asked.iter().filter(|(_, groups)| groups.contains(&group.id));
                let members: Vec<Value> = listed.map(|(id, _)| json!({ "value": id })).collect();
                resource.insert("members".to_owned(), members.into());
                filter.fits(&Value::Object(resource))
            });
        }
        let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let named = query.names(Kind::Group, "members", "display");
        let (mut told, mut left) = (Vec::new(), TOLD);
        for group in all.iter().skip(query.skip() as usize).take(query.count as usize) {
            let mut resource = self.group_resource(group);
            if query.wants(Kind::Group, "members") {
                let members = self.members(group, left, named).await?;
                left -= members.len();
                if !members.is_empty() {
                    resource.insert("members".to_owned(), members.into());
                }
            }
            told.push(Value::Object(resource));
        }
        Ok((told, total))
    }

    /// Groups that list a user or a group.
    async fn listing(&self, id: &str) -> Result<BTreeSet<Id>, Wrong> {
        if !self.caller.may("read", Kind::User.noun(), Some(&self.site)) {
            return Err(Wrong::forbidden());
        }
        Ok(match self.member(id).await? {
            None => BTreeSet::new(),
            Some(Member::User(user)) => {
                let record = self.engine().store().person(&user.person().key(), "").await?;
                record.groups.into_iter().collect()
            }
            Some(Member::Group(_)) => {
                let id = self.group(id)?.id;
                let world = self.engine().world();
                world.catalogue.linked_from(id, "member").map(|(entry, _)| entry.id).collect()
            }
        })
    }

    pub async fn make_group(&self, body: &Value) -> Result<Reply, Wrong> {
        let resource = read::resource(Kind::Group, body)?;
        let name = resource.get("displayName").and_then(Value::as_str).unwrap_or_default();
        if !is_segment(name) {
            return Err(Wrong::value("displayName", "a name without a slash"));
        }
        let changes: BTreeMap<String, bool> =
            values(resource.get("members")).into_iter().map(|id| (id, true)).collect();
        let changes = self.known(changes).await?;
        let (site, how, kind) = (self.site_address(), How::default(), Type::Object(Noun::Group));
        let given = Attributes::from_iter(resource.get("externalId").map(|id| ("externalId".to_owned(), id.clone())));
        let made = self.desk().create(&self.caller, &site, Child { kind, name: Some(name), given: &given }, &how).await;
        match made {
            Err(Fault::Precondition) => return Err(Wrong::taken()),
            made => drop(made?),
        }
        self.relist(name, changes).await?;
        let world = self.engine().world();
        let group =
            world.catalogue.at(Noun::Group, &self.address(Kind::Group, name).path).ok_or_else(Wrong::missing)?;
        self.group_reply(201, group).await
    }

    /// Makes a group what the body says. Its name stays; whom it lists is changed.
    pub async fn change_group(
        &self,
        id: &str,
        patched: bool,
        body: &Value,
        if_match: Option<Vec<String>>,
    ) -> Result<Reply, Wrong> {
        let group = self.group(id)?;
        condition(if_match.as_deref(), &self.desk().tag_of(&group))?;
        let mut resource = self.group_resource(&group);
        let mut steps = Vec::new();
        if patched {
            for change in patch::operations(Kind::Group, body)? {
                if change.target.place.attribute.name() == "members" {
                    steps.push(step(change)?);
                } else {
                    patch::apply(&change, &mut resource)?;
                }
            }
        } else {
            resource = read::resource(Kind::Group, body)?;
            steps.push(Step::Only(values(resource.get("members"))));
        }
        match resource.get("displayName").and_then(Value::as_str) {
            Some(name) if name == group.name() => {}
            None if !patched => return Err(Wrong::value("displayName", "a name without a slash")),
            _ => return Err(Wrong::fixed()),
        }
        let changes = self.known(self.decided(&group, steps).await?).await?;
        let called = resource.get("externalId").and_then(Value::as_str).filter(|id| !id.is_empty());
        if called != external(&group) {
            let given = Attributes::from_iter([("externalId".to_owned(), Value::from(called.unwrap_or_default()))]);
            let (at, how) = (self.address(Kind::Group, group.name()), as_read(self.desk().tag_of(&group)));
            self.desk().put(&self.caller, &at, &given, &how).await?;
        }
        self.relist(group.name(), changes).await?;
        if patched && !self.query.selects() {
            let tag = self.desk().tag_of(&self.group(id)?);
            return Ok(Reply { status: 204, etag: Some(tag), ..Reply::default() });
        }
        self.group_reply(200, &self.group(id)?).await
    }

    /// Who shall be listed and who shall not, of all steps together.
    async fn decided(&self, group: &Entry, steps: Vec<Step>) -> Result<BTreeMap<String, bool>, Wrong> {
        let mut changes = BTreeMap::new();
        let simple = steps.iter().all(|step| matches!(step, Step::Add(_) | Step::Strike(_)));
        let present = if simple { Vec::new() } else { self.members(group, TOLD, true).await? };
        let id = |member: &Value| member["value"].as_str().unwrap_or_default().to_owned();
        for step in steps {
            match step {
                Step::Add(ids) => changes.extend(ids.into_iter().map(|id| (id, true))),
                Step::Strike(ids) => changes.extend(ids.into_iter().map(|id| (id, false))),
                Step::StrikeFitting(filter) => {
                    let added = changes.keys().map(|id| json!({ "value": id })).collect::<Vec<_>>();
                    let fitting = present.iter().chain(&added).filter(|member| filter.fits_item(member));
                    changes.extend(fitting.map(|member| (id(member), false)).collect::<Vec<_>>());
                }
                Step::Only(ids) => {
                    changes.values_mut().for_each(|listed| *listed = false);
                    changes.extend(present.iter().map(|member| (id(member), false)));
                    changes.extend(ids.into_iter().map(|id| (id, true)));
                }
            }
        }
        // Who is listed already need not be put there again.
        let there: BTreeSet<String> = present.iter().map(id).collect();
        changes.retain(|id, listed| simple || there.contains(id) != *listed);
        if changes.len() > CHANGED {
            return Err(Wrong::too_large());
        }
        Ok(changes)
    }

    /// The members behind ids; who shall be listed must be here, who shall not need not.
    async fn known(&self, changes: BTreeMap<String, bool>) -> Result<Vec<(Member, bool)>, Wrong> {
        if changes.len() > CHANGED {
            return Err(Wrong::too_large());
        }
        let mut known = Vec::new();
        for (id, listed) in changes {
            match self.member(&id).await? {
                Some(member) => known.push((member, listed)),
                None if listed => return Err(Wrong::value("members", "ids of users and groups of this site")),
                None => {}
            }
        }
        Ok(known)
    }

    async fn relist(&self, group: &str, changes: Vec<(Member, bool)>) -> Result<(), Wrong> {
        let of = self.address(Kind::Group, group);
        for (member, listed) in changes {
            let (before, name): (&[&str], &str) = match &member {
                Member::User(user) => (&["user"], &user.name),
                Member::Group(name) => (&["member", "group"], name),
            };
            let path = self.site.split('/').chain([name]);
            let segments: Vec<String> = before.iter().copied().chain(path).map(str::to_owned).collect();
            for left in (0..TRIES).rev() {
                let (desk, how) = (self.desk(), How::default());
                let done = if listed {
                    desk.link(&self.caller, &of, &segments, &Attributes::new(), &how).await.map(|_| ())
                } else {
                    desk.unlink(&self.caller, &of, &segments, &how).await
                };
                match done {
                    Err(Fault::Moved) if left > 0 => {}
                    // It was not listed anyway.
                    Err(Fault::Missing) if !listed => break,
                    done => {
                        done?;
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    pub async fn drop_group(&self, id: &str, if_match: Option<Vec<String>>) -> Result<Reply, Wrong> {
        let group = self.group(id)?;
        let tag = self.desk().tag_of(&group);
        condition(if_match.as_deref(), &tag)?;
        self.desk().delete(&self.caller, &self.address(Kind::Group, group.name()), &as_read(tag)).await?;
        Ok(Reply { status: 204, ..Reply::default() })
    }
}

/// What others call a group.
fn external(group: &Entry) -> Option<&str> {
    match &group.object {
        AnyObject::Group(group) if !group.external_id.is_empty() => Some(&group.external_id),
        _ => None,
    }
}

/// What a change of `members` does. Items are whole: a member is not turned into another.
fn step(change: Change) -> Result<Step, Wrong> {
    if change.target.place.sub.is_some() {
        return Err(Wrong::path());
    }
    let ids = values(Some(&change.value));
    Ok(match (change.verb, change.target.filter) {
        (Verb::Add, None) => Step::Add(ids),
        (Verb::Replace, None) => Step::Only(ids),
        (Verb::Remove, Some(Filter::Test(place, Op::Equal, Value::String(id)))) if is_value(&place) => {
            Step::Strike(vec![id])
        }
        (Verb::Remove, Some(filter)) => Step::StrikeFitting(filter),
        // Without a value it is all of them; some clients name those that they mean, and no more is struck.
        (Verb::Remove, None) if change.value.is_null() => Step::Only(Vec::new()),
        (Verb::Remove, None) => Step::Strike(ids),
        (Verb::Add | Verb::Replace, Some(_)) => return Err(Wrong::path()),
    })
}

fn is_value(place: &Place) -> bool {
    place.sub.is_none_or(|sub| sub.name() == "value")
}

fn values(members: Option<&Value>) -> Vec<String> {
    let each = members.and_then(Value::as_array).into_iter().flatten();
    each.filter_map(|member| member["value"].as_str()).map(str::to_owned).collect()
}

/// Members that a filter asks for, each by id: nothing else of them is compared.
fn members_asked(filter: &Filter) -> Result<Vec<&str>, Wrong> {
    let members = |place: &Place| place.attribute.name() == "members";
    Ok(match filter {
        Filter::And(one, other) | Filter::Or(one, other) => [members_asked(one)?, members_asked(other)?].concat(),
        Filter::Not(filter) | Filter::Item(_, filter) => members_asked(filter)?,
        Filter::Test(place, Op::Equal, Value::String(id)) if members(place) && is_value(place) => vec![id],
        Filter::Test(place, ..) | Filter::Present(place) if members(place) => return Err(Wrong::filter()),
        Filter::Test(..) | Filter::Present(_) => Vec::new(),
    })
}
