//! Objects and links: what an administrator can put, link and delete.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Application, Catalogue, Directory, Finding, Group, Id, Mapping, Method, OutboundMapping, Policy, Role, Service,
    Site, Soso, System, Template, UserMapping, Webhook,
};

/// Something an administrator can put, link and delete.
pub trait Object: Serialize + DeserializeOwned + schemars::JsonSchema + Default {
    const NOUN: Noun;
    /// Links that are written from this end.
    const LINKS: &'static [LinkRole];
    /// What is wrong with it, seen among its neighbours.
    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding>;
}

/// A role that a link plays between two nouns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkRole {
    /// Name in the API, equal to the target's noun where there is only one role.
    pub name: &'static str,
    pub target: Noun,
    /// Whether there may be several.
    pub many: bool,
    /// Name of the same link read from the other end.
    pub reverse: &'static str,
    /// Attributes that the link itself may carry, each a boolean.
    pub payload: &'static [&'static str],
}

/// A link as stored with the object it is written from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub role: String,
    pub to: Id,
    /// Attributes that are true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
}

impl Link {
    pub fn new(role: &str, to: Id) -> Self {
        Self { role: role.to_owned(), to, with: Vec::new() }
    }
    #[must_use]
    pub fn with(mut self, attribute: &str) -> Self {
        self.with.push(attribute.to_owned());
        self
    }
    pub fn has(&self, attribute: &str) -> bool {
        self.with.iter().any(|a| a == attribute)
    }
}

/// An object in the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: Id,
    /// Segments joined by `/`: `password.1`, `demosite/demoapp`; empty for the system.
    pub path: String,
    pub object: AnyObject,
    #[serde(default)]
    pub links: Vec<Link>,
}

impl Entry {
    pub const fn noun(&self) -> Noun {
        self.object.noun()
    }
    /// The last segment of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
    /// `/method/password.1`.
    pub fn api_path(&self) -> String {
        if self.path.is_empty() {
            format!("/{}", self.noun().name())
        } else {
            format!("/{}/{}", self.noun().name(), self.path)
        }
    }
    pub fn links_as<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Link> {
        self.links.iter().filter(move |l| l.role == role)
    }
}

/// The objects around one, for its checks.
pub struct Neighbours<'a> {
    pub me: &'a Entry,
    pub catalogue: &'a Catalogue,
}

macro_rules! nouns {
    ($($noun:ident $name:literal),+ $(,)?) => {
        /// The kinds of object, named as in the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Noun { $($noun),+ }

        impl Noun {
            pub const ALL: &'static [Self] = &[$(Self::$noun),+];
            pub const fn name(self) -> &'static str { match self { $(Self::$noun => $name),+ } }
            pub fn parse(name: &str) -> Option<Self> { match name { $($name => Some(Self::$noun),)+ _ => None } }
            pub const fn links(self) -> &'static [LinkRole] { match self { $(Self::$noun => <$noun as Object>::LINKS),+ } }
            /// An object of this noun from its attributes as JSON.
            pub fn read(self, attributes: serde_json::Value) -> Result<AnyObject, serde_json::Error> {
                Ok(match self { $(Self::$noun => AnyObject::$noun(serde_json::from_value(attributes)?)),+ })
            }
            /// JSON schema of its attributes.
            pub fn schema(self) -> schemars::Schema { match self { $(Self::$noun => schemars::schema_for!($noun)),+ } }
            pub fn fresh(self) -> AnyObject { match self { $(Self::$noun => AnyObject::$noun($noun::default())),+ } }
        }

        /// Any object, told apart by its noun.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "noun", content = "attributes")]
        pub enum AnyObject { $(#[serde(rename = $name)] $noun($noun)),+ }

        impl AnyObject {
            pub const fn noun(&self) -> Noun { match self { $(Self::$noun(_) => Noun::$noun),+ } }
            pub fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> { match self { $(Self::$noun(o) => o.check(around)),+ } }
            /// Its attributes as JSON, secrets included: for the store and for code that masks them.
            pub fn attributes(&self) -> serde_json::Value {
                match self { $(Self::$noun(o) => serde_json::to_value(o).unwrap_or_default()),+ }
            }
        }

        $(impl From<$noun> for AnyObject { fn from(object: $noun) -> Self { Self::$noun(object) } })+
    };
}

nouns! {
    System "server",
    Site "site",
    Directory "directory",
    Group "group",
    Method "method",
    Mapping "inboundPolicy",
    UserMapping "inboundMappingPolicy",
    Service "service",
    Soso "sosoConfiguration",
    Policy "policy",
    OutboundMapping "outboundMappingPolicy",
    Template "template",
    Role "role",
    Application "application",
    Webhook "webhook",
}
