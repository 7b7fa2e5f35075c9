//! What a protocol asks of the engine, in words that are none of the protocol's own.

use serde::{Deserialize, Serialize};
use std::net::IpAddr;

use crate::{Id, Locale, Person, Time};

/// A request for a login to one application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub application: Id,
    pub wanted: Wanted,
    /// Session proofs count only if they are not older than this (`max_age`; the time of the request for `prompt=login`).
    pub fresh_since: Option<Time>,
    /// Nothing may be shown (`prompt=none`, IsPassive).
    pub passive: bool,
    /// The one person who may log in (`id_token_hint`).
    pub only: Option<Person>,
    /// A user name to begin with.
    pub hint: Option<String>,
    pub consent: ConsentAsked,
    /// Languages in order of wish.
    pub locales: Vec<Locale>,
    pub front: Front,
    pub client: Client,
    /// Path under which the protocol takes a finished login back; the handle is appended.
    pub resume: String,
    /// Origins that the answer may go to, for the pages' content security policy.
    pub returns_to: Vec<String>,
    /// How far the question may go from here.
    #[serde(default)]
    pub forwarding: Forwarding,
    /// The protocol's own memory of the request; the engine never looks inside.
    pub memory: serde_json::Value,
}

/// What another provider is told who is asked in turn (SAML 2.0 core, 3.4.1.5.1). By default nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarding {
    /// How many more may stand behind that one.
    pub providers: Option<u32>,
    /// For whom it is asked, the first one first.
    pub requesters: Vec<String>,
}

/// Which context is asked for, and how firmly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Wanted {
    #[default]
    Any,
    /// `acr_values`: orders and narrows, ignored when nothing fits.
    Prefer(Vec<String>),
    /// RequestedAuthnContext or an essential `acr`: nothing fits, so denied.
    Demand { references: Vec<String>, comparison: Comparison },
}

impl Wanted {
    /// The references that it names.
    pub fn references(&self) -> &[String] {
        match self {
            Self::Any => &[],
            Self::Prefer(list) => list,
            Self::Demand { references, .. } => references,
        }
    }
}

/// SAML 2.0 core, 3.3.2.2.1, over the system's ordered list of contexts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Comparison {
    #[default]
    Exact,
    Minimum,
    Maximum,
    Better,
}

/// What the application wants to be allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct ConsentAsked {
    /// Scopes in the order of the request; empty for protocols without any.
    pub scopes: Vec<String>,
    /// Ask although it was given before (`prompt=consent`).
    pub again: bool,
    /// An earlier consent is not enough, because the client's identity is not proved (case O043).
    pub unproved: bool,
}

/// What the door can show; a factor that it cannot show blocks and is never dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Front {
    /// A browser: pages, pictures, redirects.
    Browser,
    /// RADIUS: a line of text and a typed answer.
    Radius,
    /// The agent API: JSON, typed answers.
    Agent,
}

impl Front {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Radius => "radius",
            Self::Agent => "agent",
        }
    }
}

/// Who is on the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Client {
    pub address: Option<IpAddr>,
    /// The address is that of an agent which many people stand behind.
    #[serde(default)]
    pub shared: bool,
    /// Hash of the browser's long-lived id, hex; empty where there is no browser.
    pub browser: String,
    pub agent: String,
}

impl Client {
    /// The address that tries and messages are counted by; `None` where others would be made to wait for what one does.
    pub fn source(&self) -> Option<IpAddr> {
        self.address.filter(|_| !self.shared)
    }
}
