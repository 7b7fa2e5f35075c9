//! Items of tables as objects of their own: `/inboundPolicyItem/TABLE/ITEM`, `/inboundDirectoryMapping/TABLE/ITEM`,
//! `/inboundServiceMapping/TABLE/ITEM`, `/policyItem/SITE/POLICY/ITEM`.
//!
//! They live inside their table, whose entry they change. One without a name goes by its place, counted from one.

use model::{AnyObject, Change, Entry, Finding, Noun, Policy, mapping, policy, user_mapping};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Desk, Fault, How, Seen, TRIES, Written, about, busy, conditions, entry_at, object::overlay, replaced, typed,
};
use crate::{
    address::{Address, Type},
    attributes::Attributes,
    caller::Caller,
};

/// A row of a method attribute mapping table, as the API names it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct MappingItem {
    pub name: String,
    /// The attribute that comes of it.
    pub attribute_name: String,
    /// A bare attribute name, or text with `{attribute}`, `{uppercase:…}` and `{lowercase:…}` in it.
    pub attribute_value: String,
    /// All must hold, else the item makes nothing: `method:NAME=*`, `method:NAME=VALUE`, or `!=`.
    pub condition: Vec<String>,
}

/// A rule of a user mapping table that searches the directory, as the API names it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct UserMappingItem {
    pub name: String,
    /// All must hold: `method:NAME=*`, `method:NAME=VALUE`, or `!=`.
    pub condition: Vec<String>,
    /// `ldap:///BASE??SCOPE?FILTER`; the filter may hold `{method:NAME}` and `{subject:username}`, percent-encoded.
    #[serde(rename = "mappingURL")]
    pub mapping_url: Vec<String>,
}

/// A rule of a user mapping table that asks a service, as the API names it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct ServiceMappingItem {
    pub name: String,
    /// All must hold: `method:NAME=*`, `method:NAME=VALUE`, or `!=`.
    pub condition: Vec<String>,
    /// Name of the service that is asked; also a link.
    pub service: String,
    /// Name of the directory whose people it knows, where that is not the method's own; also a link.
    pub directory: String,
}

/// A rule of either sort, as it stands in its table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Rule {
    name: String,
    condition: Vec<String>,
    #[serde(rename = "mappingURL")]
    mapping_url: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    directory: String,
}

/// A row of an authorization policy, as the API names it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct PolicyItem {
    pub name: String,
    /// The attribute that goes out.
    pub attribute_name: String,
    /// `text:CONSTANT`, `user:ATTRIBUTE` (with `;binary` in Base64), `method:ATTRIBUTE`, or a text with `${…}` in it.
    pub attribute_value: String,
    /// `NameFormat` of the attribute in SAML: a URN, or `basic`, `uri`, `unspecified`; empty for the application's own way.
    pub name_format: String,
    /// `FriendlyName` of the attribute in SAML.
    pub friendly_name: String,
    /// Path of the group whose members get it; empty means everybody.
    pub group: String,
    /// Evaluated only when one of these scopes was granted; empty means always.
    pub scope: Vec<String>,
    /// More than one distinct value denies the login; the application gets a text instead of a list.
    pub single: bool,
    /// No value denies the login.
    pub required: bool,
}

/// The items of any table as attributes.
fn items(object: &AnyObject) -> Vec<Attributes> {
    let value = match object {
        AnyObject::Mapping(mapping) => mapping.items.iter().map(|i| to_value(&shown_mapping(i))).collect(),
        AnyObject::UserMapping(table) => table.items.iter().map(|i| to_value(&shown_rule(i))).collect(),
        AnyObject::Policy(policy) => policy.items.iter().map(|i| to_value(&shown_policy(i))).collect(),
        _ => Vec::new(),
    };
    value.into_iter().filter_map(|v| if let Value::Object(members) = v { Some(members) } else { None }).collect()
}

fn to_value(item: &impl Serialize) -> Value {
    serde_json::to_value(item).unwrap_or_default()
}

fn shown_mapping(item: &mapping::MappingItem) -> MappingItem {
    let mapping::MappingItem { name, attribute_name, attribute_value, condition } = item.clone();
    let condition = condition.into_iter().map(String::from).collect();
    MappingItem { name, attribute_name, attribute_value: attribute_value.into(), condition }
}

fn shown_rule(item: &user_mapping::UserMappingItem) -> Rule {
    let user_mapping::UserMappingItem { name, condition, mapping_url, service, directory } = item.clone();
    Rule {
        name,
        condition: condition.into_iter().map(String::from).collect(),
        mapping_url: mapping_url.into_iter().map(String::from).collect(),
        service,
        directory,
    }
}

fn shown_policy(item: &policy::PolicyItem) -> PolicyItem {
    let item = item.clone();
    PolicyItem {
        name: item.item,
        attribute_name: item.name,
        attribute_value: item.value.into(),
        name_format: item.name_format,
        friendly_name: item.friendly_name,
        group: item.group,
        scope: item.scope,
        single: item.single,
        required: item.required,
    }
}

/// The table with these rows, or which row cannot be meant.
fn with_items(object: &AnyObject, rows: Vec<Attributes>) -> Result<AnyObject, serde_json::Error> {
    let rows = rows.into_iter().map(Value::Object);
    match object {
        AnyObject::Mapping(table) => {
            let read = rows.map(serde_json::from_value::<MappingItem>).collect::<Result<Vec<_>, _>>()?;
            let items = read.into_iter().map(|i| mapping::MappingItem {
                name: i.name,
                attribute_name: i.attribute_name,
                attribute_value: i.attribute_value.into(),
                condition: i.condition.into_iter().map(Into::into).collect(),
            });
            Ok(model::Mapping { items: items.collect(), ..table.clone() }.into())
        }
        AnyObject::UserMapping(table) => {
            let read = rows.map(serde_json::from_value::<Rule>).collect::<Result<Vec<_>, _>>()?;
            let items = read.into_iter().map(|i| user_mapping::UserMappingItem {
                name: i.name,
                condition: i.condition.into_iter().map(Into::into).collect(),
                mapping_url: i.mapping_url.into_iter().map(Into::into).collect(),
                service: i.service,
                directory: i.directory,
            });
            Ok(model::UserMapping { items: items.collect(), ..table.clone() }.into())
        }
        AnyObject::Policy(table) => {
            let read = rows.map(serde_json::from_value::<PolicyItem>).collect::<Result<Vec<_>, _>>()?;
            let items = read.into_iter().map(|i| policy::PolicyItem {
                item: i.name,
                group: i.group,
                scope: i.scope,
                name: i.attribute_name,
                value: i.attribute_value.into(),
                name_format: i.name_format,
                friendly_name: i.friendly_name,
                single: i.single,
                required: i.required,
            });
            Ok(Policy { items: items.collect(), ..table.clone() }.into())
        }
        other => Ok(other.clone()),
    }
}

/// Where an item of this name stands.
fn place(kind: Type, rows: &[Attributes], name: &str) -> Option<usize> {
    let named = |row: &Attributes| row.get("name").and_then(Value::as_str) == Some(name) && is_of(kind, row);
    rows.iter().position(named).or_else(|| {
        let place = name.parse::<usize>().ok()?.checked_sub(1)?;
        let unnamed = |row: &&Attributes| row.get("name").and_then(Value::as_str) == Some("") && is_of(kind, row);
        rows.get(place).filter(unnamed).map(|_| place)
    })
}

/// Whether a row is an item of this type: rules of two sorts stand in one table, in one order.
fn is_of(kind: Type, row: &Attributes) -> bool {
    match kind {
        Type::UserMappingItem => !row.contains_key(SERVICE),
        Type::ServiceMappingItem => row.contains_key(SERVICE),
        _ => true,
    }
}

/// Members of a row that items of this type do not have.
const fn others(kind: Type) -> &'static [&'static str] {
    match kind {
        Type::UserMappingItem => &[SERVICE, "directory"],
        Type::ServiceMappingItem => &["mappingURL"],
        _ => &[],
    }
}

/// What makes a rule one that asks a service, though none is named yet.
const SERVICE: &str = "service";

fn table_of(kind: Type) -> Result<Noun, Fault> {
    kind.table().ok_or(Fault::Unsupported)
}

impl Desk {
    fn item_seen(&self, kind: Type, table: &Entry, rows: &[Attributes], at: usize) -> Seen {
        let mut attributes = rows[at].clone();
        attributes.retain(|name, _| !others(kind).contains(&name.as_str()));
        let name = match attributes.get("name").and_then(Value::as_str) {
            Some("") | None => (at + 1).to_string(),
            Some(name) => name.to_owned(),
        };
        attributes.insert("name".to_owned(), name.as_str().into());
        let mut all = Attributes::new();
        // The same order, the name first.
        all.extend(attributes.clone());
        Seen {
            kind,
            path: format!("{}/{name}", table.path),
            etag: self.etag(&Value::from(vec![Value::from(table.path.as_str()), Value::Object(attributes)])),
            attributes: all,
            findings: Vec::new(),
        }
    }

    /// The items of a table, in their order.
    pub(super) fn items_of(&self, kind: Type, table: &Entry) -> Vec<Seen> {
        let rows = items(&table.object);
        let all = (0..rows.len()).filter(|at| is_of(kind, &rows[*at]));
        all.map(|at| self.item_seen(kind, table, &rows, at)).collect()
    }

    pub(super) fn read_item(&self, at: &Address) -> Result<Seen, Fault> {
        let world = self.world();
        let table = entry_at(&world.catalogue, table_of(at.kind)?, at.parent())?;
        let rows = items(&table.object);
        let place = place(at.kind, &rows, at.name()).ok_or(Fault::Missing)?;
        Ok(self.item_seen(at.kind, table, &rows, place))
    }

    pub(super) async fn put_item(
        &self,
        caller: &Caller,
        at: &Address,
        given: &Attributes,
        how: &How,
    ) -> Result<Written, Fault> {
        let given = typed::spelt_as_ours(self, at.kind, given);
        if given.get("name").is_some_and(|name| name != at.name()) {
            return Err(Fault::invalid(Finding::broken("name", "fixed").with("value", at.name())));
        }
        if let Some(other) = given.keys().find(|name| others(at.kind).contains(&name.as_str())) {
            return Err(Fault::invalid(Finding::broken(other, "attribute-unknown").with("nearest", "")));
        }
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let table = entry_at(&world.catalogue, table_of(at.kind)?, at.parent())?;
            let mut rows = items(&table.object);
            let known = place(at.kind, &rows, at.name());
            let tag = known.map(|place| self.item_seen(at.kind, table, &rows, place).etag);
            conditions(how, tag.as_deref())?;
            let mut row = known.map(|place| rows[place].clone()).unwrap_or_default();
            let unnamed = known.is_some() && row.get("name").and_then(Value::as_str) == Some("");
            overlay(&mut row, given.clone());
            if at.kind == Type::ServiceMappingItem {
                row.entry(SERVICE).or_insert_with(|| "".into());
            }
            row.insert("name".to_owned(), if unnamed { "".into() } else { at.name().into() });
            let place = known.unwrap_or(rows.len());
            if known.is_some() {
                rows[place] = row;
            } else {
                rows.push(row);
            }
            let object = with_items(&table.object, rows).map_err(|e| {
                let text = e.to_string();
                Fault::invalid(
                    Finding::broken("", "attribute-value")
                        .with("why", text.split(" at line ").next().unwrap_or_default()),
                )
            })?;
            let entry = Entry { object, ..table.clone() };
            let changes = if entry == *table { Vec::new() } else { vec![Change::put(entry.clone())] };
            let Some(findings) = self.commit(caller, &world, &changes, how).await? else { continue };
            let seen = self.item_seen(at.kind, &entry, &items(&entry.object), place);
            return Ok(Written {
                seen,
                fresh: known.is_none(),
                findings: about(&findings, &[entry.id], &world.catalogue),
            });
        }
        Err(busy())
    }

    pub(super) async fn delete_item(&self, caller: &Caller, at: &Address, how: &How) -> Result<(), Fault> {
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let table = entry_at(&world.catalogue, table_of(at.kind)?, at.parent())?;
            let mut rows = items(&table.object);
            let place = place(at.kind, &rows, at.name()).ok_or(Fault::Missing)?;
            conditions(how, Some(&self.item_seen(at.kind, table, &rows, place).etag))?;
            rows.remove(place);
            let object = with_items(&table.object, rows).map_err(|_| Fault::Unsupported)?;
            if self.commit(caller, &world, &[replaced(table, object)], how).await?.is_some() {
                return Ok(());
            }
        }
        Err(busy())
    }
}
