//! A method attribute mapping table: renames what a method delivers (requirement A3.1).

pub mod condition;
pub mod value;

pub use condition::Condition;
pub use value::Value;

use serde::{Deserialize, Serialize};

use crate::{Attributes, Finding, LinkRole, Neighbours, Noun, Object, Titles, written::Written};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Mapping {
    pub title: Titles,
    pub description: Vec<String>,
    pub items: Vec<MappingItem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct MappingItem {
    /// Its name among the items of the table, made where none is given to the API; items may be without.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    pub attribute_name: String,
    /// A bare attribute name, or text with `{attribute}`, `{uppercase:…}` and `{lowercase:…}` in it.
    pub attribute_value: Written<Value>,
    /// All must hold, else the item makes nothing: `method:NAME=*`, `method:NAME=VALUE`, or `!=`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub condition: Vec<Written<Condition>>,
}

impl Object for Mapping {
    const NOUN: Noun = Noun::Mapping;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, _: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = twice(self.items.iter().map(|item| item.name.as_str()));
        for (index, item) in self.items.iter().enumerate() {
            if item.attribute_name.is_empty() {
                findings.push(Finding::broken(format!("items[{}].attributeName", index + 1), "missing"));
            }
            findings.extend(item.attribute_value.finding(&format!("items[{}].attributeValue", index + 1)));
            let field = format!("items[{}].condition", index + 1);
            findings.extend(item.condition.iter().filter_map(|condition| condition.finding(&field)));
        }
        findings
    }
}

impl Mapping {
    /// What the table makes of these attributes; names it does not mention are left out.
    pub fn apply(&self, given: &Attributes) -> Attributes {
        let mut made = Attributes::new();
        for item in self.items.iter().filter(|item| all_hold(&item.condition, given)) {
            let values = item.attribute_value.meaning().map(|value| value.of(given)).unwrap_or_default();
            if !values.is_empty() {
                made.entry(item.attribute_name.clone()).or_default().extend(values);
            }
        }
        made
    }
}

/// One that means nothing does not hold.
fn all_hold(conditions: &[Written<Condition>], given: &Attributes) -> bool {
    conditions.iter().all(|condition| condition.meaning().is_some_and(|c| c.holds(given)))
}

/// Items are found by name, so that no two may have the same.
pub(crate) fn twice<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Finding> {
    let mut seen = std::collections::BTreeSet::new();
    let named = names.enumerate().filter(|(_, name)| !name.is_empty());
    let double: Vec<_> = named.filter(|(_, name)| !seen.insert(*name)).collect();
    let told = |(index, name): (usize, &str)| {
        Finding::broken(format!("items[{}].name", index + 1), "name-taken").with("name", name)
    };
    double.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_and_bare_names_both_rename() {
        let given =
            Attributes::from([("mail".into(), vec!["a@b.test".into()]), ("n".into(), vec!["1".into(), "2".into()])]);
        let item = |name: &str, value: &str| MappingItem {
            attribute_name: name.into(),
            attribute_value: value.into(),
            ..MappingItem::default()
        };
        let table = Mapping {
            items: vec![item("email", "mail"), item("all", "{n}"), item("text", "x-{method:n}!"), item("none", "gone")],
            ..Mapping::default()
        };
        let made = table.apply(&given);
        assert_eq!(made.get("email"), Some(&vec!["a@b.test".to_owned()]));
        assert_eq!(made.get("all").map(Vec::len), Some(2));
        assert_eq!(made.get("text"), Some(&vec!["x-1!".to_owned()]));
        assert!(!made.contains_key("none") && !made.contains_key("mail"));
    }

    /// A3.1: TUPAS calls a person number and a company number the same and tells them apart by another attribute.
    #[test]
    fn a3_1_an_item_is_for_what_its_conditions_say() {
        let item = |name: &str, conditions: &[&str]| MappingItem {
            attribute_name: name.into(),
            attribute_value: "CUSTID".into(),
            condition: conditions.iter().map(|c| (*c).into()).collect(),
            ..MappingItem::default()
        };
        let table = Mapping {
            items: vec![
                item("hetu", &["method:CUSTTYPE=01"]),
                item("y-tunnus", &["method:CUSTTYPE=03", "method:CUSTID=*"]),
                item("both", &["CUSTTYPE=01", "CUSTTYPE=03"]),
            ],
            ..Mapping::default()
        };
        for (kind, made) in [("01", Some("hetu")), ("03", Some("y-tunnus")), ("02", None)] {
            let given = Attributes::from([
                ("CUSTTYPE".into(), vec![kind.into()]),
                ("CUSTID".into(), vec!["010280-952L".into()]),
            ]);
            assert_eq!(table.apply(&given).keys().next().map(String::as_str), made, "{kind}");
        }
    }
}
