//! What a declaration says of one field: which control it is, what may be typed, and what stands there when nothing is.

use serde_json::Value;

/// A field as its JSON schema declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    pub shape: Shape,
    /// Nothing may stand there.
    pub optional: bool,
    pub secret: bool,
    /// Most who set such an object up need it.
    pub usual: bool,
    pub default: Value,
    /// In English: what the declaration says of itself.
    pub description: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Switch,
    Number {
        least: Option<i64>,
        most: Option<i64>,
    },
    /// One of these.
    Choice(Vec<String>),
    /// One to a line.
    List,
    Numbers,
    /// A text in several languages.
    Titles,
    Text,
    /// Members or anything at all: written as JSON.
    Json,
}

/// The declaration of `path`, such as `theme.colour`, in a schema of an object.
pub fn declared(schema: &Value, path: &str) -> Option<Declared> {
    let mut at = schema;
    let mut here = schema;
    for name in path.split('.') {
        here = resolved(schema, at).get("properties")?.get(name)?;
        at = here;
    }
    Some(read(schema, here))
}

/// The declarations of a schema's own properties, in their order.
pub fn properties(schema: &Value) -> Vec<(String, Declared)> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten().map(|(name, property)| (name.clone(), read(schema, property))).collect()
}

fn read(root: &Value, property: &Value) -> Declared {
    let real = resolved(root, property);
    let either = |name: &str| property.get(name).or_else(|| real.get(name));
    let flag = |name: &str| either(name).and_then(Value::as_bool).unwrap_or(false);
    let text = |name: &str| either(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let nullable = |schema: &Value| is(schema, "null") || alternatives(schema).iter().any(|s| is(s, "null"));
    Declared {
        shape: shape(root, property, real),
        optional: nullable(property) || nullable(real),
        secret: flag("x-secret"),
        usual: flag("x-usual"),
        default: either("default").cloned().unwrap_or(Value::Null),
        description: text("description"),
    }
}

fn shape(root: &Value, property: &Value, real: &Value) -> Shape {
    if property.get("$ref").and_then(Value::as_str).is_some_and(|r| r.ends_with("/Titles")) {
        return Shape::Titles;
    }
    let choices = choices(real);
    if !choices.is_empty() {
        return Shape::Choice(choices);
    }
    if is(real, "boolean") {
        return Shape::Switch;
    }
    if is(real, "integer") {
        let bound = |name: &str| real.get(name).and_then(Value::as_i64);
        return Shape::Number { least: bound("minimum"), most: bound("maximum") };
    }
    if is(real, "array") {
        let numbers = real.get("items").map(|items| resolved(root, items)).is_some_and(|items| is(items, "integer"));
        let plain = real.get("items").map(|items| resolved(root, items)).is_some_and(|items| is(items, "string"));
        return if numbers {
            Shape::Numbers
        } else if plain {
            Shape::List
        } else {
            Shape::Json
        };
    }
    if is(real, "string") { Shape::Text } else { Shape::Json }
}

/// Values of an enumeration, with or without descriptions of their own.
fn choices(schema: &Value) -> Vec<String> {
    let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    let listed = listed.filter_map(Value::as_str).map(str::to_owned);
    let told = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten().flat_map(|one| {
        let constant = one.get("const").and_then(Value::as_str).map(str::to_owned);
        constant.map_or_else(|| choices(one), |c| vec![c])
    });
    listed.chain(told).collect()
}

fn alternatives(schema: &Value) -> Vec<&Value> {
    schema.get("anyOf").and_then(Value::as_array).into_iter().flatten().collect()
}

/// Behind references and alternatives to nothing.
fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(to) = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#')) {
        return root.pointer(to).map_or(schema, |found| resolved(root, found));
    }
    let real = alternatives(schema).into_iter().find(|c| !is(c, "null"));
    real.map_or(schema, |found| resolved(root, found))
}

fn is(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(several)) => several.iter().any(|t| t == kind),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Noun;

    fn of(noun: Noun, path: &str) -> Declared {
        declared(&manage::nouns::api_schema(noun, methods::ALL), path).unwrap_or_else(|| panic!("{noun:?} {path}"))
    }

    #[test]
    fn declarations_become_controls() {
        for (noun, path, shape, optional) in [
            (Noun::Method, "title", Shape::Titles, false),
            (Noun::Method, "enabled", Shape::Switch, false),
            (Noun::Method, "acr", Shape::Text, true),
            (Noun::Method, "networks", Shape::Text, false),
            (Noun::Method, "sending.countries", Shape::Numbers, false),
            (Noun::Site, "theme.font", Shape::Choice(vec!["sans".into(), "serif".into(), "rounded".into()]), false),
            (Noun::Site, "theme.radius", Shape::Number { least: Some(0), most: Some(255) }, true),
            (Noun::Site, "mail.host", Shape::Text, false),
            (Noun::Site, "mail.security", Shape::Choice(vec!["starttls".into(), "tls".into(), "none".into()]), false),
            (Noun::System, "contexts", Shape::List, false),
            (Noun::Application, "metadata", Shape::Json, false),
        ] {
            let declared = of(noun, path);
            assert_eq!((declared.shape, declared.optional), (shape, optional), "{noun:?} {path}");
        }
        assert!(of(Noun::Site, "mail.password").secret && !of(Noun::Site, "mail.username").secret);
    }
}
