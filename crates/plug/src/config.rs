//! Reading a kind's settings from configuration lines by the types of its schema (requirement A2.15).

use model::{Finding, Lines};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A setting that its kind cannot work with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {key}")]
pub struct ConfigError {
    /// Name of the line.
    pub name: String,
    /// Key of the finding's text.
    pub key: &'static str,
}

impl ConfigError {
    pub fn new(name: &str, key: &'static str) -> Self {
        Self { name: name.to_owned(), key }
    }
    pub(crate) fn finding(&self, lines: &Lines) -> Finding {
        let documents = ["metadata", "jwks", "registration"];
        let field = match lines.position(&self.name) {
            Some(line) => format!("configuration[{line}]"),
            None if documents.contains(&self.name.as_str()) => self.name.clone(),
            None => "configuration".to_owned(),
        };
        Finding::unfit(field, self.key).with("name", &self.name)
    }
}

/// Names known from the source product that have no effect here: kept, shown with a warning.
pub const WITHOUT_EFFECT: [&str; 14] = [
    "password-name",
    "policy.password.encoding",
    "policy.password.protocol",
    "directory.factory",
    "directory.schema",
    "directory.account.login",
    "methodUserGroupDN",
    "mail.smtp.host",
    "mail.smtp.port",
    "mail.smtp.from",
    "mail.smtp.auth",
    "mail.smtp.user",
    "mail.smtp.starttls.enable",
    "mail.transport.protocol",
];

/// Settings of type `C` from lines; names in `common` belong to every kind and are passed over.
pub fn read<C: DeserializeOwned + JsonSchema + Default>(lines: &Lines, common: &[&str]) -> Result<C, Vec<Finding>> {
    let schema = schemars::schema_for!(C);
    let known = schema.as_value().get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut object = Map::new();
    let mut findings = Vec::new();
    for (index, line) in lines.0.iter().enumerate() {
        let field = format!("configuration[{}]", index + 1);
        let Some(property) = known.get(&line.name) else {
            if !common.contains(&line.name.as_str()) && !WITHOUT_EFFECT.contains(&line.name.as_str()) {
                let near = nearest(&line.name, known.keys().map(String::as_str).chain(common.iter().copied()));
                findings.push(Finding::broken(field, "line-unknown").with("name", &line.name).with("nearest", near));
            }
            continue;
        };
        match typed(property, &line.value) {
            Some(value) => put(&mut object, property, &line.name, value),
            None => findings.push(
                Finding::broken(field, "line-value")
                    .with("name", &line.name)
                    .with("value", shown(property, &line.value)),
            ),
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    serde_json::from_value(Value::Object(object))
        .map_err(|e| vec![Finding::broken("configuration", "lines").with("why", e)])
}

/// Warnings about lines that are kept and do nothing with settings of type `C`.
pub fn idle<C: JsonSchema>(lines: &Lines) -> Vec<Finding> {
    let schema = schemars::schema_for!(C);
    let known = |name: &str| schema.as_value().pointer("/properties").is_some_and(|p| p.get(name).is_some());
    let is_idle = |name: &str| WITHOUT_EFFECT.contains(&name) && !known(name);
    let idle = lines.0.iter().enumerate().filter(|(_, l)| is_idle(&l.name));
    idle.map(|(index, line)| {
        Finding::warning(format!("configuration[{}]", index + 1), "line-idle").with("name", &line.name)
    })
    .collect()
}

/// Whether a property of a schema is marked secret.
pub fn is_secret(property: &Value) -> bool {
    property.get("x-secret").and_then(Value::as_bool).unwrap_or(false)
}

fn shown<'a>(property: &Value, value: &'a str) -> &'a str {
    if is_secret(property) { model::secret::MASKED } else { value }
}

fn put(object: &mut Map<String, Value>, property: &Value, name: &str, value: Value) {
    if types(property).contains(&"array") {
        let list = object.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(value);
        }
    } else {
        object.insert(name.to_owned(), value);
    }
}

fn types(property: &Value) -> Vec<&str> {
    match property.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn typed(property: &Value, text: &str) -> Option<Value> {
    let types = types(property);
    if types.contains(&"boolean") {
        return match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true.into()),
            "false" | "no" | "off" | "0" => Some(false.into()),
            _ => None,
        };
    }
    if types.contains(&"integer") || types.contains(&"number") {
        let number: i64 = text.parse().ok()?;
        let bound = |name: &str| property.get(name).and_then(Value::as_f64);
        #[allow(clippy::cast_precision_loss, reason = "bounds of settings are small")]
        let fits = bound("minimum").is_none_or(|low| number as f64 >= low)
            && bound("maximum").is_none_or(|high| number as f64 <= high);
        return fits.then(|| number.into());
    }
    if let Some(allowed) = property.get("enum").and_then(Value::as_array) {
        return allowed.iter().find(|a| a.as_str().is_some_and(|a| a.eq_ignore_ascii_case(text))).cloned();
    }
    Some(Value::String(text.to_owned()))
}

/// The known name that differs least from a mistyped one; empty where nothing is known.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    known.min_by_key(|k| distance(name, k)).unwrap_or_default().to_owned()
}

fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.to_lowercase().chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let here = if a == *b { before } else { 1 + before.min(row[j]).min(row[j + 1]) };
            before = row[j + 1];
            row[j + 1] = here;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, JsonSchema, PartialEq)]
    #[serde(default)]
    struct Settings {
        #[serde(rename = "totpDigits")]
        #[schemars(range(min = 4, max = 8))]
        digits: u8,
        flag: bool,
        list: Vec<String>,
    }
    impl Default for Settings {
        fn default() -> Self {
            Self { digits: 6, flag: false, list: vec![] }
        }
    }

    #[test]
    fn lines_are_read_by_the_types_of_the_schema() {
        let lines = Lines::parse(["totpDigits 8", "flag=true", "list a", "list b", "mfa true"]).unwrap();
        let read: Settings = read(&lines, &["mfa"]).unwrap();
        assert_eq!(read, Settings { digits: 8, flag: true, list: vec!["a".into(), "b".into()] });
    }

    #[test]
    fn a_wrong_line_is_named_with_the_nearest_known_name() {
        let lines = Lines::parse(["totpDigit 8", "totpDigits 9", "flag perhaps"]).unwrap();
        let findings = read::<Settings>(&lines, &[]).unwrap_err();
        let fields: Vec<_> = findings.iter().map(|f| (f.field.as_str(), f.key.as_str())).collect();
        assert_eq!(
            fields,
            [
                ("configuration[1]", "line-unknown"),
                ("configuration[2]", "line-value"),
                ("configuration[3]", "line-value")
            ]
        );
        assert_eq!(findings[0].args[1].1, "totpDigits");
    }
}
