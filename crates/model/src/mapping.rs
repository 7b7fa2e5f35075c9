//! A method attribute mapping table: renames what a method delivers (requirement A3.1).

use serde::{Deserialize, Serialize};

use crate::{Attributes, Finding, LinkRole, Neighbours, Noun, Object, Titles};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Mapping {
    pub title: Titles,
    pub items: Vec<MappingItem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct MappingItem {
    /// Its name among the items of the table, made where none is given to the API; items may be without.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    pub attribute_name: String,
    /// A bare attribute name, or text with `{attribute}` in it.
    pub attribute_value: String,
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
            if parts(&item.attribute_value).is_none() {
                findings.push(
                    Finding::broken(format!("items[{}].attributeValue", index + 1), "mapping-value")
                        .with("value", &item.attribute_value),
                );
            }
        }
        findings
    }
}

impl Mapping {
    /// What the table makes of these attributes; names it does not mention are left out.
    pub fn apply(&self, given: &Attributes) -> Attributes {
        let mut made = Attributes::new();
        for item in &self.items {
            let values = parts(&item.attribute_value).map(|p| fill(&p, given)).unwrap_or_default();
            if !values.is_empty() {
                made.entry(item.attribute_name.clone()).or_default().extend(values);
            }
        }
        made
    }
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

enum Part {
    Text(String),
    Attribute(String),
}

/// `None` when a brace is not closed or empty.
fn parts(value: &str) -> Option<Vec<Part>> {
    if !value.contains(['{', '}']) {
        return (!value.is_empty()).then(|| vec![Part::Attribute(value.to_owned())]);
    }
    let mut found = Vec::new();
    let mut rest = value;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            found.push(Part::Text(rest[..open].to_owned()));
        }
        let close = rest[open..].find('}')? + open;
        let name = rest[open + 1..close].trim_start_matches("method:");
        if name.is_empty() || name.contains('{') {
            return None;
        }
        found.push(Part::Attribute(name.to_owned()));
        rest = &rest[close + 1..];
    }
    if rest.contains('}') {
        return None;
    }
    if !rest.is_empty() {
        found.push(Part::Text(rest.to_owned()));
    }
    Some(found)
}

/// One attribute alone gives all its values; in a text, the first of each.
fn fill(parts: &[Part], given: &Attributes) -> Vec<String> {
    if let [Part::Attribute(name)] = parts {
        return given.get(name).cloned().unwrap_or_default();
    }
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(t) => text.push_str(t),
            Part::Attribute(name) => match given.get(name).and_then(|v| v.first()) {
                Some(value) => text.push_str(value),
                None => return Vec::new(),
            },
        }
    }
    vec![text]
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
            title: Titles::default(),
            items: vec![item("email", "mail"), item("all", "{n}"), item("text", "x-{method:n}!"), item("none", "gone")],
        };
        let made = table.apply(&given);
        assert_eq!(made.get("email"), Some(&vec!["a@b.test".to_owned()]));
        assert_eq!(made.get("all").map(Vec::len), Some(2));
        assert_eq!(made.get("text"), Some(&vec!["x-1!".to_owned()]));
        assert!(!made.contains_key("none") && !made.contains_key("mail"));
        assert!(parts("{a").is_none() && parts("a}").is_none() && parts("{}").is_none());
    }
}
