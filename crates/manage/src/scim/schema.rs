//! What users and groups consist of, as `/Schemas` tells it: paths, filters and bodies are read by the very same document.

use serde_json::{Value, json};
use std::sync::LazyLock;

/// The two types of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    User,
    Group,
}

pub const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub const MESSAGES: &str = "urn:ietf:params:scim:api:messages:2.0:";

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }
    /// Where resources of it are: `/Users`.
    pub const fn endpoint(self) -> &'static str {
        match self {
            Self::User => "Users",
            Self::Group => "Groups",
        }
    }
    pub fn urn(self) -> String {
        format!("{CORE}{}", self.name())
    }
    /// The noun whose rights it needs.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
        }
    }
}

/// One attribute of a schema.
#[derive(Clone, Copy, Debug)]
pub struct Attribute(&'static Value);

impl PartialEq for Attribute {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Attribute {
    pub fn name(self) -> &'static str {
        self.text("name")
    }
    /// `string`, `boolean`, `complex`, `reference`, `dateTime`.
    pub fn kind(self) -> &'static str {
        self.text("type")
    }
    pub fn is_complex(self) -> bool {
        self.kind() == "complex"
    }
    pub fn many(self) -> bool {
        self.0["multiValued"] == true
    }
    pub fn exact(self) -> bool {
        self.0["caseExact"] == true
    }
    pub fn read_only(self) -> bool {
        self.text("mutability") == "readOnly"
    }
    pub fn always(self) -> bool {
        self.text("returned") == "always"
    }
    pub fn never(self) -> bool {
        self.text("returned") == "never"
    }
    pub fn part(self, name: &str) -> Option<Self> {
        named(&self.0["subAttributes"], name)
    }
    fn text(self, member: &str) -> &'static str {
        self.0[member].as_str().unwrap_or_default()
    }
}

/// What a dotted name means: an attribute, of the extension or not, and one of its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub extension: bool,
    pub attribute: Attribute,
    pub sub: Option<Attribute>,
}

impl Place {
    /// Reads `name.givenName`, with or without the schema's URN before it; names are matched without regard to case.
    pub fn parse(kind: Kind, text: &str) -> Option<Self> {
        let (urn, rest) = split(kind, text);
        let (name, sub) = rest.split_once('.').map_or((rest, None), |(name, sub)| (name, Some(sub)));
        let attribute = match urn {
            Some(ENTERPRISE) => attribute(kind, true, name)?,
            _ => attribute(kind, false, name)?,
        };
        let sub = match sub {
            Some(sub) => Some(attribute.part(sub)?),
            None => None,
        };
        Some(Self { extension: urn == Some(ENTERPRISE), attribute, sub })
    }

    /// What is compared: the part, or what has none.
    pub fn leaf(&self) -> Attribute {
        self.sub.unwrap_or(self.attribute)
    }

    /// Every value there.
    pub fn values<'v>(&self, resource: &'v Value) -> Vec<&'v Value> {
        let holder = if self.extension { &resource[ENTERPRISE] } else { resource };
        let found = &holder[self.attribute.name()];
        let each: Vec<&Value> = match found {
            Value::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        let part = |value: &'v Value| self.sub.map_or(value, |sub: Attribute| &value[sub.name()]);
        each.into_iter().map(part).filter(|value| !value.is_null()).collect()
    }
}

/// An attribute of the core schema or of the extension; what every resource has is of the core.
pub fn attribute(kind: Kind, extension: bool, name: &str) -> Option<Attribute> {
    let schemas = &DOCUMENT["schemas"];
    let schema = match (kind, extension) {
        (Kind::User, false) => &schemas[0],
        (Kind::User, true) => &schemas[1],
        (Kind::Group, false) => &schemas[2],
        (Kind::Group, true) => return None,
    };
    let common = || if extension { None } else { named(&DOCUMENT["common"], name) };
    named(&schema["attributes"], name).or_else(common)
}

/// All of the extension.
pub fn extension() -> impl Iterator<Item = Attribute> {
    DOCUMENT["schemas"][1]["attributes"].as_array().into_iter().flatten().map(Attribute)
}

/// Whether a key is the extension's URN.
pub fn is_extension(kind: Kind, key: &str) -> bool {
    kind == Kind::User && key.eq_ignore_ascii_case(ENTERPRISE)
}

/// The URN before a name, where there is one.
fn split(kind: Kind, text: &str) -> (Option<&'static str>, &str) {
    let core = kind.urn();
    let under = |urn: &str| {
        let (head, rest) = text.split_at_checked(urn.len())?;
        head.eq_ignore_ascii_case(urn).then(|| rest.strip_prefix(':')).flatten()
    };
    match (under(&core), under(ENTERPRISE).filter(|_| kind == Kind::User)) {
        (Some(rest), _) => (Some(CORE), rest),
        (_, Some(rest)) => (Some(ENTERPRISE), rest),
        _ => (None, text),
    }
}

fn named(list: &'static Value, name: &str) -> Option<Attribute> {
    let all = list.as_array()?;
    all.iter().find(|a| a["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name))).map(Attribute)
}

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("schemas.json")).unwrap_or_default());

/// Every schema, each with its place.
pub fn schemas(base: &str) -> Vec<Value> {
    let placed = |schema: &Value| {
        let mut schema = schema.clone();
        let location = format!("{base}/Schemas/{}", schema["id"].as_str().unwrap_or_default());
        schema["meta"] = json!({ "resourceType": "Schema", "location": location });
        schema
    };
    DOCUMENT["schemas"].as_array().into_iter().flatten().map(placed).collect()
}

pub fn resource_types(base: &str) -> Vec<Value> {
    let made = |kind: Kind| {
        let extensions = match kind {
            Kind::User => json!([{ "schema": ENTERPRISE, "required": false }]),
            Kind::Group => json!([]),
        };
        json!({
            "schemas": [format!("{CORE}ResourceType")],
            "id": kind.name(),
            "name": kind.name(),
            "endpoint": format!("/{}", kind.endpoint()),
            "schema": kind.urn(),
            "schemaExtensions": extensions,
            "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{}", kind.name()) },
        })
    };
    vec![made(Kind::User), made(Kind::Group)]
}

/// What this server can do.
pub fn provider(base: &str, most: u32, bulk: (usize, usize)) -> Value {
    json!({
        "schemas": [format!("{CORE}ServiceProviderConfig")],
        "patch": { "supported": true },
        "bulk": { "supported": true, "maxOperations": bulk.0, "maxPayloadSize": bulk.1 },
        "filter": { "supported": true, "maxResults": most },
        "changePassword": { "supported": true },
        "sort": { "supported": false },
        "etag": { "supported": true },
        "authenticationSchemes": DOCUMENT["authenticationSchemes"],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig") },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_spelling_and_nothing_else_is() {
        let cases = [
            (Kind::User, "USERNAME", Some((false, "userName", None))),
            (Kind::User, "name.GivenName", Some((false, "name", Some("givenName")))),
            (Kind::User, "urn:ietf:params:scim:schemas:core:2.0:User:userName", Some((false, "userName", None))),
            (
                Kind::User,
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
                Some((true, "manager", Some("value"))),
            ),
            (Kind::User, "department", None),
            (Kind::User, "name.nothing", None),
            (Kind::User, "meta.created", Some((false, "meta", Some("created")))),
            (Kind::User, "", None),
            (Kind::Group, "members.value", Some((false, "members", Some("value")))),
            (Kind::Group, "externalId", Some((false, "externalId", None))),
            (Kind::Group, "userName", None),
        ];
        for (kind, text, wanted) in cases {
            let found = Place::parse(kind, text);
            let found = found.map(|p| (p.extension, p.attribute.name(), p.sub.map(Attribute::name)));
            assert_eq!(found, wanted, "{text}");
        }
        assert_eq!(schemas("x").len(), 3, "the document is read");
    }
}
