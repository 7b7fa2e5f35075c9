//! Users as resources: found, told, made, changed and dropped.

use model::{Id, User, user::fold};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use store::{UserQuery, ValueQuery};

use super::{
    call::{Call, Query, Reply, as_read, condition},
    error::Wrong,
    filter::Filter,
    patch, read,
    schema::{Kind, Place},
    user,
};
use crate::{
    address::{Type, is_segment},
    desk::{Child, Fault, How},
    rest::answer::Problem,
};

/// Users that are looked at for a filter that no index answers.
const SCAN: u32 = 10_000;
/// Users that are read at once.
const PAGE: u32 = 500;
/// How far users are counted.
const COUNTED: u32 = 10_000_000;
/// How often a change is decided anew when somebody else changes the user meanwhile.
const TRIES: usize = 4;

impl Call<'_> {
    /// A user of this site; those of other sites are not here.
    pub async fn user(&self, id: &str) -> Result<User, Wrong> {
        let id: Id = id.parse().map_err(|_| Wrong::missing())?;
        let user = self.engine().store().user(id).await?;
        user.filter(|user| user.site == self.site_id).ok_or_else(Wrong::missing)
    }

    pub async fn user_told(&self, id: &str) -> Result<Reply, Wrong> {
        let user = self.user(id).await?;
        self.user_reply(200, &user).await
    }

    async fn user_reply(&self, status: u16, user: &User) -> Result<Reply, Wrong> {
        let resource = self.user_resource(user, self.query.wants(Kind::User, "groups")).await?;
        Ok(self.reply(status, Kind::User, resource, &self.desk().tag_of_user(user)))
    }

    async fn user_resource(&self, user: &User, groups: bool) -> Result<Value, Wrong> {
        let mut resource = user::told(user);
        if groups {
            let listed = self.groups_of(user).await?;
            if !listed.is_empty() {
                resource.insert("groups".to_owned(), listed.into());
            }
        }
        let meta = self.meta(Kind::User, user.id, &user.created.rfc3339(), &self.desk().tag_of_user(user));
        resource.insert("meta".to_owned(), meta);
        Ok(Value::Object(resource))
    }

    /// Groups of this site that list a user, as far as the caller may read them.
    async fn groups_of(&self, user: &User) -> Result<Vec<Value>, Wrong> {
        if !self.caller.may("read", Kind::Group.noun(), Some(&self.site)) {
            return Ok(Vec::new());
        }
        let record = self.engine().store().person(&user.person().key(), "").await?;
        let told = self.of_these(record.groups).into_iter().map(|group| {
            json!({
                "value": group.id.to_string(),
                "$ref": self.location(Kind::Group, group.id),
                "display": group.name(),
                "type": "direct",
            })
        });
        Ok(told.collect())
    }

    /// A page of users, and how many there are.
    pub async fn users(&self, query: &Query, filter: Option<&Filter>) -> Result<(Vec<Value>, u32), Wrong> {
        let (users, total) = match filter {
            None => self.user_page(query).await?,
            Some(filter) => {
                let mut found = self.fitting(filter).await?;
                found.sort_by_cached_key(UserQuery::place_of);
                let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
                (found.into_iter().skip(query.skip() as usize).take(query.count as usize).collect(), total)
            }
        };
        let groups = query.wants(Kind::User, "groups");
        let mut told = Vec::with_capacity(users.len());
        for user in &users {
            told.push(self.user_resource(user, groups).await?);
        }
        Ok((told, total))
    }

    async fn user_page(&self, query: &Query) -> Result<(Vec<User>, u32), Wrong> {
        let store = self.engine().store();
        let all = UserQuery { sites: vec![self.site_id], limit: COUNTED, ..UserQuery::default() };
        let total = store.count_users(&all).await?;
        if query.count == 0 || query.skip() >= total {
            return Ok((Vec::new(), total));
        }
        Ok((store.users(&UserQuery { skip: query.skip(), limit: query.count, ..all }).await?, total))
    }

    /// Users that a filter finds: by an index where one answers it, among all where they are few enough.
    async fn fitting(&self, filter: &Filter) -> Result<Vec<User>, Wrong> {
        // Memberships are asked for at the group.
        if filter.places().iter().any(|place| place.attribute.name() == "groups") {
            return Err(Wrong::filter());
        }
        let fits = |user: &User| {
            let mut resource = user::told(user);
            let meta = self.meta(Kind::User, user.id, &user.created.rfc3339(), &self.desk().tag_of_user(user));
            resource.insert("meta".to_owned(), meta);
            filter.fits(&Value::Object(resource))
        };
        if let Some(keys) = filter.keys(&is_looked_up) {
            let mut found = BTreeMap::new();
            for (place, value) in keys {
                let users = self.looked_up(&place, &value).await?;
                found.extend(users.into_iter().filter(&fits).map(|user| (user.id, user)));
            }
            return Ok(found.into_values().collect());
        }
        let store = self.engine().store();
        let mut query = UserQuery { sites: vec![self.site_id], limit: SCAN + 1, ..UserQuery::default() };
        if store.count_users(&query).await? > SCAN {
            return Err(Wrong::too_many());
        }
        query.limit = PAGE;
        let mut found = Vec::new();
        loop {
            let users = store.users(&query).await?;
            query.after = users.last().map(UserQuery::place_of);
            let full = users.len() >= PAGE as usize;
            found.extend(users.into_iter().filter(&fits));
            if !full {
                return Ok(found);
            }
        }
    }

    /// Users of this site that have a value, by the index of it.
    async fn looked_up(&self, place: &Place, value: &str) -> Result<Vec<User>, Wrong> {
        if place.attribute.name() == "id" {
            return match self.user(value).await {
                Err(wrong) if wrong.status() == 404 => Ok(Vec::new()),
                found => Ok(vec![found?]),
            };
        }
        let (store, world) = (self.engine().store(), self.engine().world());
        let mut found = Vec::new();
        for (directory, _) in world.catalogue.directories().filter(|(_, d)| d.kind == "local") {
            let users = match user::looked_up(place) {
                None => store.users_named(directory.id, value).await?,
                Some(attribute) => {
                    let query = ValueQuery::new(directory.id, attribute, value, SCAN + 1).within(&[self.site_id]);
                    store.users_with(&query).await?
                }
            };
            found.extend(users.into_iter().filter(|user| user.site == self.site_id));
            if found.len() > SCAN as usize {
                return Err(Wrong::too_many());
            }
        }
        Ok(found)
    }

    pub async fn make_user(&self, body: &Value) -> Result<Reply, Wrong> {
        let resource = read::resource(Kind::User, body)?;
        let name = resource.get("userName").and_then(Value::as_str).unwrap_or_default();
        if !is_segment(name) {
            return Err(Wrong::value("userName", "a login name"));
        }
        let given = user::given(&resource, None)?;
        let (site, how) = (self.site_address(), How::default());
        let made = self
            .desk()
            .create(&self.caller, &site, Child { kind: Type::User, name: Some(name), given: &given }, &how)
            .await;
        let written = match made {
            Err(Fault::Precondition) => return Err(Wrong::taken()),
            made => made?,
        };
        let user = self.user(written.seen.attributes["id"].as_str().unwrap_or_default()).await?;
        self.user_reply(201, &user).await
    }

    /// Makes a user what the body says: as a whole, or by changes of what is there.
    pub async fn change_user(
        &self,
        id: &str,
        patched: bool,
        body: &Value,
        if_match: Option<Vec<String>>,
    ) -> Result<Reply, Wrong> {
        let changes = if patched { patch::operations(Kind::User, body)? } else { Vec::new() };
        let whole = if patched { Map::new() } else { read::resource(Kind::User, body)? };
        for _ in 0..TRIES {
            let before = self.user(id).await?;
            let tag = self.desk().tag_of_user(&before);
            condition(if_match.as_deref(), &tag)?;
            let mut resource = if patched { user::told(&before) } else { whole.clone() };
            for change in &changes {
                patch::apply(change, &mut resource)?;
            }
            match resource.get("userName").and_then(Value::as_str) {
                Some(name) if fold(name) == fold(&before.name) => {}
                None if !patched => return Err(Wrong::value("userName", "a login name")),
                _ => return Err(Wrong::fixed()),
            }
            let given = user::given(&resource, Some(&before))?;
            let at = self.address(Kind::User, &before.name);
            match self.desk().put(&self.caller, &at, &given, &as_read(tag)).await {
                // Somebody else was faster; where the caller named no version, theirs is as good.
                Err(Fault::Precondition) => continue,
                written => drop(written?),
            }
            let user = self.user(id).await?;
            return self.user_reply(200, &user).await;
        }
        Err(Problem::new(409, "moved").into())
    }

    pub async fn drop_user(&self, id: &str, if_match: Option<Vec<String>>) -> Result<Reply, Wrong> {
        let user = self.user(id).await?;
        let tag = self.desk().tag_of_user(&user);
        condition(if_match.as_deref(), &tag)?;
        self.desk().delete(&self.caller, &self.address(Kind::User, &user.name), &as_read(tag)).await?;
        Ok(Reply { status: 204, ..Reply::default() })
    }
}

fn is_looked_up(place: &Place) -> bool {
    let by_name = place.sub.is_none() && matches!(place.attribute.name(), "id" | "userName");
    by_name || user::looked_up(place).is_some()
}
