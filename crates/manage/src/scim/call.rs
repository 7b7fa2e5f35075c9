//! One request, alone or as a part of a bulk one: what the path names and what is to be done with it.

use http::{HeaderValue, Method};
use kit::{Form, Reader};
use login::Engine;
use model::{Id, Noun};
use serde_json::{Map, Value, json};

use super::{
    bulk,
    error::Wrong,
    filter::Filter,
    read,
    schema::{self, Kind, MESSAGES, Place},
};
use crate::{
    address::{Address, Type},
    caller::Caller,
    desk::{Desk, How, Refused},
    rest::{Front, answer::Problem},
};

/// Who asks, for which site, and how the answer shall be.
pub struct Call<'a> {
    pub front: &'a Front,
    pub caller: Caller,
    pub site: String,
    pub site_id: Id,
    /// Where the site's resources are, without a slash at the end.
    pub base: String,
    pub query: Query,
    pub reader: &'a Reader,
}

/// What comes of it.
#[derive(Debug, Default)]
pub struct Reply {
    pub status: u16,
    pub body: Option<Value>,
    pub location: Option<String>,
    /// Without quotes.
    pub etag: Option<String>,
}

/// Which resources, and what of them.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub filter: Option<String>,
    /// From 1.
    pub start: u32,
    pub count: u32,
    /// Only these, if any are named.
    attributes: Vec<String>,
    excluded: Vec<String>,
    sort_by: Option<String>,
    descending: bool,
}

/// Resources of a page.
pub const MOST: u32 = 200;
const PAGE: u32 = 100;

impl Query {
    pub fn of(form: &Form) -> Result<Self, Wrong> {
        let mut members = Map::new();
        for (name, value) in form.iter() {
            let value = match name {
                "startIndex" | "count" => {
                    value.parse::<i64>().map(Value::from).map_err(|_| Wrong::value(name, "a number"))?
                }
                "attributes" | "excludedAttributes" => value.split(',').map(|v| Value::from(v.trim())).collect(),
                _ => Value::from(value),
            };
            if members.insert(name.to_owned(), value).is_some() {
                return Err(Wrong::value(name, "one value"));
            }
        }
        Self::asked(&members)
    }

    /// The same as a body (RFC 7644, 3.4.3). Parameters that nobody knows are passed over.
    fn asked(body: &Map<String, Value>) -> Result<Self, Wrong> {
        let text = |name: &str| match read::member(body, name)? {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone()).filter(|t| !t.is_empty())),
            Some(_) => Err(Wrong::value(name, "a text")),
        };
        let number = |name: &str, absent: i64| match read::member(body, name)? {
            None | Some(Value::Null) => Ok(absent),
            Some(value) => value.as_i64().ok_or_else(|| Wrong::value(name, "a number")),
        };
        let names = |name: &str| match read::member(body, name)? {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(names)) if names.len() <= 100 && names.iter().all(Value::is_string) => {
                Ok(names.iter().filter_map(Value::as_str).filter(|n| !n.is_empty()).map(str::to_owned).collect())
            }
            Some(_) => Err(Wrong::value(name, "a list of names")),
        };
        let bounded = |number: i64, most: u32| u32::try_from(number.clamp(0, i64::from(most))).unwrap_or(most);
        let (attributes, excluded) = (names("attributes")?, names("excludedAttributes")?);
        if !attributes.is_empty() && !excluded.is_empty() {
            return Err(Wrong::value("excludedAttributes", "attributes or excludedAttributes"));
        }
        Ok(Self {
            filter: text("filter")?,
            start: bounded(number("startIndex", 1)?.max(1), u32::MAX / 2),
            count: bounded(number("count", i64::from(PAGE))?, MOST),
            attributes,
            excluded,
            sort_by: text("sortBy")?,
            descending: text("sortOrder")?.is_some_and(|order| order.eq_ignore_ascii_case("descending")),
        })
    }

    fn searched(body: &Value) -> Result<Self, Wrong> {
        let body = body.as_object().ok_or_else(|| Wrong::syntax("", "an object"))?;
        read::listed(body, &format!("{MESSAGES}SearchRequest"))?;
        Self::asked(body)
    }

    /// How many resources come before the page.
    pub const fn skip(&self) -> u32 {
        self.start.saturating_sub(1)
    }

    /// Whether an attribute is in the answer at all.
    pub fn wants(&self, kind: Kind, name: &str) -> bool {
        let is = |text: &String| Place::parse(kind, text).is_some_and(|p| p.attribute.name() == name);
        if self.attributes.is_empty() {
            let whole = |text: &String| Place::parse(kind, text).is_some_and(|p| p.sub.is_none());
            return !self.excluded.iter().any(|text| is(text) && whole(text));
        }
        self.attributes.iter().any(is)
    }

    /// Whether a part of an attribute is asked for by name.
    pub fn names(&self, kind: Kind, name: &str, sub: &str) -> bool {
        let is = |p: Place| p.attribute.name() == name && p.sub.is_some_and(|s| s.name() == sub);
        self.attributes.iter().filter_map(|text| Place::parse(kind, text)).any(is)
    }

    /// Whether anything is asked for that only an answer with a body can hold.
    pub fn selects(&self) -> bool {
        !self.attributes.is_empty() || !self.excluded.is_empty()
    }

    /// A resource with what was asked for; `id` and `schemas` are always there.
    fn selected(&self, kind: Kind, resource: Value) -> Value {
        let Value::Object(members) = resource else { return resource };
        if self.attributes.is_empty() {
            let mut left = Value::Object(members);
            for place in self.excluded.iter().filter_map(|name| Place::parse(kind, name)) {
                without(&mut left, &place);
            }
            return left;
        }
        let whole = Value::Object(members);
        let mut chosen = Map::new();
        for always in ["schemas", "id"] {
            chosen.insert(always.to_owned(), whole[always].clone());
        }
        for name in &self.attributes {
            if schema::is_extension(kind, name) && whole[schema::ENTERPRISE].is_object() {
                chosen.insert(schema::ENTERPRISE.to_owned(), whole[schema::ENTERPRISE].clone());
            } else if let Some(place) = Place::parse(kind, name) {
                with(&mut chosen, &whole, &place);
            }
        }
        Value::Object(chosen)
    }
}

/// Copies what is at a place.
fn with(chosen: &mut Map<String, Value>, whole: &Value, place: &Place) {
    let from = if place.extension { &whole[schema::ENTERPRISE] } else { whole };
    let name = place.attribute.name();
    let Some(value) = from.get(name) else { return };
    let holder = if place.extension {
        let inner = chosen.entry(schema::ENTERPRISE).or_insert_with(|| Value::Object(Map::new()));
        match inner.as_object_mut() {
            Some(inner) => inner,
            None => return,
        }
    } else {
        chosen
    };
    let Some(sub) = place.sub else {
        holder.insert(name.to_owned(), value.clone());
        return;
    };
    let part = |item: &Value, known: Option<&Value>| {
        let mut known = known.and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(value) = item.get(sub.name()) {
            known.insert(sub.name().to_owned(), value.clone());
        }
        Value::Object(known)
    };
    let before = holder.get(name).cloned();
    let value = match value {
        Value::Array(items) => {
            let known = |at: usize| before.as_ref().and_then(|b| b.get(at));
            items.iter().enumerate().map(|(at, item)| part(item, known(at))).collect()
        }
        one => part(one, before.as_ref()),
    };
    holder.insert(name.to_owned(), value);
}

/// Takes away what is at a place, but what is always told.
fn without(resource: &mut Value, place: &Place) {
    if place.attribute.always() {
        return;
    }
    let holder = if place.extension { resource.get_mut(schema::ENTERPRISE) } else { Some(resource) };
    let Some(holder) = holder.and_then(Value::as_object_mut) else { return };
    let Some(sub) = place.sub else {
        holder.shift_remove(place.attribute.name());
        return;
    };
    match holder.get_mut(place.attribute.name()) {
        Some(Value::Array(items)) => {
            items.iter_mut().filter_map(Value::as_object_mut).for_each(|item| drop(item.shift_remove(sub.name())));
        }
        Some(Value::Object(members)) => drop(members.shift_remove(sub.name())),
        _ => {}
    }
}

impl Call<'_> {
    pub fn desk(&self) -> &Desk {
        self.front.desk()
    }
    pub fn engine(&self) -> &Engine {
        self.front.desk().engine()
    }

    /// Does what a request asks.
    pub async fn act(
        &self,
        method: &Method,
        path: &[&str],
        body: Option<Value>,
        if_match: Option<Vec<String>>,
    ) -> Result<Reply, Wrong> {
        match *path {
            ["Users" | "Groups", ..] => self.one(method, path, body, if_match).await,
            [".search"] if *method == Method::POST => self.search(&body.unwrap_or_default()).await,
            [".search"] => Err(Wrong::not_allowed("POST")),
            ["Bulk"] if *method == Method::POST => bulk::handle(self, body).await,
            ["Bulk"] => Err(Wrong::not_allowed("POST")),
            ["ServiceProviderConfig" | "ResourceTypes" | "Schemas", ..] => self.told(method, path),
            _ => Err(Wrong::missing()),
        }
    }

    /// Writes down that a change was refused; a question leaves nothing.
    pub async fn refused(&self, method: &Method, path: &str) -> Result<(), Wrong> {
        if method.is_safe() {
            return Ok(());
        }
        let (method, site) = (method.as_str(), Some(self.site.as_str()));
        let refused = Refused { method, path, site, why: "forbidden", rows: None };
        Ok(self.desk().refused(&self.caller, refused).await.map_err(Problem::from)?)
    }

    /// The same where users and groups are.
    pub async fn one(
        &self,
        method: &Method,
        path: &[&str],
        body: Option<Value>,
        if_match: Option<Vec<String>>,
    ) -> Result<Reply, Wrong> {
        let kind = if path.first() == Some(&"Users") { Kind::User } else { Kind::Group };
        let rest = path.get(1..).unwrap_or_default();
        let verb = match (method.as_str(), rest) {
            ("GET" | "HEAD", [] | [_]) | ("POST", [".search"]) => "read",
            ("POST", []) | ("PUT" | "PATCH", [_]) => "write",
            ("DELETE", [_]) => "delete",
            (_, []) => return Err(Wrong::not_allowed("GET, HEAD, POST")),
            (_, [".search"]) => return Err(Wrong::not_allowed("POST")),
            (_, [_]) => return Err(Wrong::not_allowed("GET, HEAD, PUT, PATCH, DELETE")),
            _ => return Err(Wrong::missing()),
        };
        // By the site alone, so that a refusal tells nothing about what there is.
        if !self.caller.may(verb, kind.noun(), Some(&self.site)) {
            return Err(Wrong::forbidden());
        }
        match (method.as_str(), rest) {
            ("GET" | "HEAD", []) => self.list(kind, &self.query).await,
            ("POST", [".search"]) => self.list(kind, &Query::searched(&body.unwrap_or_default())?).await,
            (_, []) => self.create(kind, &body.unwrap_or_default()).await,
            (method, [id]) => match (kind, method) {
                (Kind::User, "GET" | "HEAD") => self.user_told(id).await,
                (Kind::Group, "GET" | "HEAD") => self.group_told(id).await,
                (Kind::User, "DELETE") => self.drop_user(id, if_match).await,
                (Kind::Group, "DELETE") => self.drop_group(id, if_match).await,
                (Kind::User, how) => self.change_user(id, how == "PATCH", &body.unwrap_or_default(), if_match).await,
                (Kind::Group, how) => self.change_group(id, how == "PATCH", &body.unwrap_or_default(), if_match).await,
            },
            _ => Err(Wrong::missing()),
        }
    }

    async fn create(&self, kind: Kind, body: &Value) -> Result<Reply, Wrong> {
        match kind {
            Kind::User => self.make_user(body).await,
            Kind::Group => self.make_group(body).await,
        }
    }

    async fn list(&self, kind: Kind, query: &Query) -> Result<Reply, Wrong> {
        let natural = match kind {
            Kind::User => "userName",
            Kind::Group => "displayName",
        };
        // They come by name; no other order is kept.
        let by_name = |text: &String| Place::parse(kind, text).is_some_and(|p| p.attribute.name() == natural);
        if query.descending || query.sort_by.as_ref().is_some_and(|by| !by_name(by)) {
            return Err(Wrong::value("sortBy", natural));
        }
        let (found, total) = self.found(kind, query).await?;
        Ok(listing(found, total, query.start))
    }

    async fn found(&self, kind: Kind, query: &Query) -> Result<(Vec<Value>, u32), Wrong> {
        let filter = query.filter.as_deref().map(|text| Filter::parse(kind, text)).transpose()?;
        let (found, total) = match kind {
            Kind::User => self.users(query, filter.as_ref()).await?,
            Kind::Group => self.groups(query, filter.as_ref()).await?,
        };
        Ok((found.into_iter().map(|resource| query.selected(kind, resource)).collect(), total))
    }

    /// Users, then groups. What only the one type has, the other has not.
    async fn search(&self, body: &Value) -> Result<Reply, Wrong> {
        let query = Query::searched(body)?;
        if query.descending || query.sort_by.is_some() {
            return Err(Wrong::value("sortBy", "nothing"));
        }
        let (mut all, mut total, mut refused) = (Vec::new(), 0_u32, None);
        let mut answered = false;
        for kind in [Kind::User, Kind::Group] {
            if !self.caller.may("read", kind.noun(), Some(&self.site)) {
                continue;
            }
            let before = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let start = query.start.saturating_sub(total).max(1);
            match self.found(kind, &Query { start, count: query.count - before, ..query.clone() }).await {
                Ok((found, more)) => {
                    answered = true;
                    total = total.saturating_add(more);
                    all.extend(found);
                }
                Err(wrong) if wrong.is_of_filter() => refused = Some(wrong),
                Err(wrong) => return Err(wrong),
            }
        }
        match refused {
            Some(wrong) if !answered => Err(wrong),
            None if !answered => Err(Wrong::forbidden()),
            _ => Ok(listing(all, total, query.start)),
        }
    }

    /// What this server is and can do, from documents.
    fn told(&self, method: &Method, path: &[&str]) -> Result<Reply, Wrong> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Err(Wrong::not_allowed("GET, HEAD"));
        }
        // RFC 7644, section 4.
        if self.query.filter.is_some() {
            return Err(Wrong::forbidden());
        }
        let all = match path {
            ["ServiceProviderConfig"] => {
                let told = schema::provider(&self.base, MOST, (bulk::MOST, bulk::LONGEST));
                return Ok(Reply { status: 200, body: Some(told), ..Reply::default() });
            }
            ["ResourceTypes", ..] => schema::resource_types(&self.base),
            ["Schemas", ..] => schema::schemas(&self.base),
            _ => return Err(Wrong::missing()),
        };
        match path[1..] {
            [] => {
                let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
                Ok(listing(all, total, 1))
            }
            [id] => {
                let one =
                    all.into_iter().find(|one| one["id"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(id)));
                Ok(Reply { status: 200, body: Some(one.ok_or_else(Wrong::missing)?), ..Reply::default() })
            }
            _ => Err(Wrong::missing()),
        }
    }

    /// An answer that is one resource.
    pub fn reply(&self, status: u16, kind: Kind, resource: Value, etag: &str) -> Reply {
        let location = resource["meta"]["location"].as_str().map(str::to_owned);
        let body = Some(self.query.selected(kind, resource));
        Reply { status, body, location, etag: Some(etag.to_owned()) }
    }

    pub fn location(&self, kind: Kind, id: Id) -> String {
        format!("{}/{}/{id}", self.base, kind.endpoint())
    }

    pub fn meta(&self, kind: Kind, id: Id, created: &str, tag: &str) -> Value {
        json!({
            "resourceType": kind.name(),
            "created": created,
            "location": self.location(kind, id),
            "version": format!("W/\"{tag}\""),
        })
    }

    pub fn site_address(&self) -> Address {
        Address::object(Type::Object(Noun::Site), self.site.as_str())
    }

    pub fn address(&self, kind: Kind, name: &str) -> Address {
        let kind = match kind {
            Kind::User => Type::User,
            Kind::Group => Type::Object(Noun::Group),
        };
        Address::object(kind, format!("{}/{name}", self.site))
    }
}

fn listing(found: Vec<Value>, total: u32, start: u32) -> Reply {
    let body = json!({
        "schemas": [format!("{MESSAGES}ListResponse")],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": found.len(),
        "Resources": found,
    });
    Reply { status: 200, body: Some(body), ..Reply::default() }
}

/// Entity tags of a header, without quotes and without the sign of weakness: all tags here are weak (RFC 7644, 3.14).
pub fn tags(header: Option<&HeaderValue>) -> Option<Vec<String>> {
    let text = header?.to_str().unwrap_or_default();
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    Some(text.split(',').map(plain).collect())
}

/// A write on what was read.
pub fn as_read(tag: String) -> How {
    How { if_match: Some(vec![tag]), ..How::default() }
}

/// Whether a caller's condition holds.
pub fn condition(if_match: Option<&[String]>, tag: &str) -> Result<(), Wrong> {
    let holds = if_match.is_none_or(|tags| tags.iter().any(|t| t == "*" || t == tag));
    if holds { Ok(()) } else { Err(Wrong::stale()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_told_as_far_as_it_was_asked_for() {
        let ada = json!({
            "schemas": ["s"], "id": "1", "userName": "ada", "name": { "givenName": "A", "familyName": "B" },
            "emails": [{ "value": "a@x", "type": "work" }, { "value": "b@x" }],
            schema::ENTERPRISE: { "department": "Law", "division": "D" },
        });
        let department = format!("{}:department", schema::ENTERPRISE);
        let cases = [
            (json!({ "attributes": ["username"] }), json!({ "schemas": ["s"], "id": "1", "userName": "ada" })),
            (
                json!({ "attributes": ["name.givenName", "emails.value", "emails.type", "nothing"] }),
                json!({ "schemas": ["s"], "id": "1", "name": { "givenName": "A" }, "emails": [{ "value": "a@x", "type": "work" }, { "value": "b@x" }] }),
            ),
            (
                json!({ "attributes": [department] }),
                json!({ "schemas": ["s"], "id": "1", schema::ENTERPRISE: { "department": "Law" } }),
            ),
            (
                json!({ "excludedAttributes": ["id", "schemas", "userName", "emails", "name.familyName", format!("{}:division", schema::ENTERPRISE)] }),
                json!({ "schemas": ["s"], "id": "1", "name": { "givenName": "A" }, schema::ENTERPRISE: { "department": "Law" } }),
            ),
        ];
        for (asked, wanted) in cases {
            let query = Query::asked(asked.as_object().unwrap()).unwrap();
            assert_eq!(query.selected(Kind::User, ada.clone()), wanted, "{asked}");
        }
    }

    #[test]
    fn pages_are_bounded() {
        for (asked, wanted) in [
            (json!({}), (1, PAGE)),
            (json!({ "startIndex": -5, "count": -1 }), (1, 0)),
            (json!({ "startIndex": 7, "count": 100_000 }), (7, MOST)),
            (json!({ "startIndex": i64::MAX }), (u32::MAX / 2, PAGE)),
        ] {
            let query = Query::asked(asked.as_object().unwrap()).unwrap();
            assert_eq!((query.start, query.count), wanted, "{asked}");
        }
        assert!(Query::asked(json!({ "count": "many" }).as_object().unwrap()).is_err());
        assert!(
            Query::asked(json!({ "attributes": ["a"], "excludedAttributes": ["b"] }).as_object().unwrap()).is_err()
        );
    }
}
