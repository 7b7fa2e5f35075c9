//! A method: one way to authenticate, defined for the system, linked to sites, allowed for each application.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::{Finding, Id, Lines, LinkRole, Lockout, Neighbours, Noun, Object, Span, Titles, network::Networks, phone};

/// Settings of a method. What only one kind has stands in its configuration lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Method {
    /// What users and administrators read.
    pub title: Titles,
    /// The kind, such as `password`; fixed after creation.
    pub kind: String,
    pub enabled: bool,
    /// Never in the menu; usable only when the application asks for it (A2.12).
    pub hidden: bool,
    /// Sent as `AuthnContextDeclRef`; made at creation, unique (A2.5).
    pub declaration_reference: String,
    /// Sent as `AuthnContextClassRef`; none, none sent (A2.6).
    pub class_reference: Option<String>,
    /// `acr` of ID tokens (A2.7).
    pub acr: Option<String>,
    pub format: Rule,
    pub name_qualifier: Rule,
    pub sp_name_qualifier: Rule,
    /// Offered and accepted only for clients inside (A2.13).
    pub networks: Networks,
    pub sending: SendingLimits,
    /// The lines of A2.15, in the order given.
    pub configuration: Lines,
    /// What the provider that it sends people to says of itself: SAML metadata (XML), OpenID provider metadata (JSON).
    pub metadata: String,
    /// The provider's keys (RFC 7517), where its metadata names no address for them.
    pub jwks: serde_json::Value,
    /// The registration at the provider (RFC 7591): `client_id`, `client_secret`, and what else it answered.
    #[schemars(extend("x-secret-members" = ["client_secret", "registration_access_token"]))]
    pub registration: serde_json::Value,
}

/// Members of a registration that are secrets.
pub const REGISTRATION_SECRETS: [&str; 2] = ["client_secret", "registration_access_token"];

impl Default for Method {
    fn default() -> Self {
        Self {
            title: Titles::default(),
            kind: String::new(),
            enabled: false,
            hidden: false,
            declaration_reference: String::new(),
            class_reference: None,
            acr: None,
            format: Rule::Any,
            name_qualifier: Rule::Any,
            sp_name_qualifier: Rule::Any,
            networks: Networks::default(),
            sending: SendingLimits::default(),
            configuration: Lines::default(),
            metadata: String::new(),
            jwks: serde_json::json!({}),
            registration: serde_json::json!({}),
        }
    }
}

/// Lines that every kind knows.
pub const COMMON_LINES: [&str; 5] =
    ["policy.lockout.threshold", "policy.lockout.duration", "mfa", "directory", "accountLink"];

impl Method {
    /// Whether it may follow and never opens (C3).
    pub fn mfa(&self) -> bool {
        self.configuration.value("mfa").is_some_and(|v| v.eq_ignore_ascii_case("true"))
    }
    /// Its people may connect what they are there with an account here (G10).
    pub fn links_accounts(&self) -> bool {
        self.configuration.value("accountLink").is_some_and(|v| v.eq_ignore_ascii_case("true"))
    }
    /// A2.14.
    pub fn lockout(&self) -> Lockout {
        let number = |name| self.configuration.value(name).and_then(|v| v.parse::<u32>().ok());
        let usual = Lockout::default();
        Lockout {
            threshold: number("policy.lockout.threshold").filter(|n| *n > 0).unwrap_or(usual.threshold),
            duration: number("policy.lockout.duration").map_or(usual.duration, |m| Span::minutes(i64::from(m))),
        }
    }
    /// The country of numbers that are written without one, for a method that sends to numbers.
    pub fn home(&self) -> Option<u16> {
        self.configuration.value("defaultCountry").and_then(|v| v.parse().ok()).filter(|code| *code != 0)
    }
    /// References that a request may name it by: its own, its class and its acr.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        [
            Some(self.declaration_reference.as_str()).filter(|d| !d.is_empty()),
            self.class_reference.as_deref(),
            self.acr.as_deref(),
        ]
        .into_iter()
        .flatten()
    }
}

/// `set V`, `assert V`, or `any` (A2.8, A2.9).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub enum Rule {
    #[default]
    Any,
    Set(String),
    Assert(String),
}

impl TryFrom<String> for Rule {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.trim().split_once(' ') {
            None if matches!(text.trim(), "" | "any") => Ok(Self::Any),
            Some(("set", value)) => Ok(Self::Set(value.trim().to_owned())),
            Some(("assert", value)) => Ok(Self::Assert(value.trim().to_owned())),
            _ => Err("write `any`, `set VALUE` or `assert VALUE`"),
        }
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Any => "any".into(),
            Rule::Set(value) => format!("set {value}"),
            Rule::Assert(value) => format!("assert {value}"),
        }
    }
}

impl Rule {
    /// What goes on, or `None` when an `assert` does not hold.
    pub fn apply(&self, given: Option<String>) -> Option<Option<String>> {
        match self {
            Self::Any => Some(given),
            Self::Set(value) => Some(Some(value.clone())),
            Self::Assert(value) => (given.as_deref() == Some(value)).then_some(given),
        }
    }
}

/// The URN of a NameID format, by its name or by itself.
pub fn format_urn(name: &str) -> Option<&'static str> {
    FORMATS.iter().find(|(short, urn)| *short == name || *urn == name).map(|(_, urn)| *urn)
}

/// Names of NameID formats and their URNs (A2.8).
pub const FORMATS: [(&str, &str); 9] = [
    ("unspecified", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"),
    ("transient", "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
    ("persistent", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
    ("emailAddress", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
    ("X509SubjectName", "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"),
    ("WindowsDomainQualifiedName", "urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName"),
    ("encrypted", "urn:oasis:names:tc:SAML:2.0:nameid-format:encrypted"),
    ("kerberos", "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos"),
    ("entity", "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"),
];

/// Limits before a message leaves (A2.17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SendingLimits {
    /// Messages to one address in an hour.
    pub per_address_hour: u32,
    /// Messages asked for from one client network in an hour.
    pub per_network_hour: u32,
    /// Messages in an hour to numbers that differ in their last four digits alone.
    pub per_range_hour: u32,
    /// Messages of this method in a day.
    pub per_method_day: u32,
    /// Seconds between two messages of one login.
    pub resend_seconds: u32,
    /// Wrong answers to one code before it dies.
    pub attempts_per_code: u32,
    /// Minutes a code lives.
    pub code_minutes: u32,
    /// Country codes that numbers may have, such as 358. Where it is empty, the method's default country alone; where there is none either, any
    /// country for numbers that the directory or an earlier proof tells, and none for numbers that are typed.
    pub countries: Vec<u16>,
}

impl SendingLimits {
    /// Whether a message may go to a number: `home` is the method's default country, `typed` says that anybody may have named it.
    pub fn open_to(&self, number: &phone::Number, home: Option<u16>, typed: bool) -> bool {
        match (self.countries.as_slice(), home) {
            ([], Some(home)) => number.is_open(&[home]),
            ([], None) => !typed && !number.is_barred(),
            (countries, _) => number.is_open(countries),
        }
    }
}

impl Default for SendingLimits {
    fn default() -> Self {
        Self {
            per_address_hour: 6,
            per_network_hour: 60,
            per_range_hour: 30,
            per_method_day: 10_000,
            resend_seconds: 60,
            attempts_per_code: 5,
            code_minutes: 10,
            countries: Vec::new(),
        }
    }
}

impl Object for Method {
    const NOUN: Noun = Noun::Method;
    const LINKS: &'static [LinkRole] = &[
        LinkRole { name: "nextFactor", target: Noun::Method, many: true, reverse: "previousFactor", payload: &[] },
        LinkRole { name: "directory", target: Noun::Directory, many: false, reverse: "method", payload: &[] },
        LinkRole { name: "inboundPolicy", target: Noun::Mapping, many: false, reverse: "method", payload: &[] },
        // `trusted`: addresses and numbers that this method delivers are the person's, whether it says that it checked them or not.
        LinkRole {
            name: "inboundMappingPolicy",
            target: Noun::UserMapping,
            many: false,
            reverse: "method",
            payload: &["trusted"],
        },
        LinkRole { name: "sosoConfiguration", target: Noun::Soso, many: false, reverse: "method", payload: &[] },
    ];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let (me, catalogue) = (around.me, around.catalogue);
        if self.kind.is_empty() {
            findings.push(Finding::broken("kind", "missing"));
        }
        if me.path.is_empty() || me.path.contains('/') {
            findings.push(Finding::broken("name", "name"));
        }
        if let Some(way) = ring(around) {
            findings.push(Finding::broken("link.nextFactor", "ring").with("way", way));
        }
        let twin = catalogue.methods().find(|(e, m)| {
            e.id != me.id
                && !m.declaration_reference.is_empty()
                && m.declaration_reference == self.declaration_reference
        });
        if let Some((other, _)) = twin {
            findings.push(Finding::broken("declarationReference", "not-unique").with("method", &other.path));
        }
        if let Rule::Set(value) | Rule::Assert(value) = &self.format
            && !FORMATS.iter().any(|(short, urn)| short == value || urn == value)
        {
            findings.push(Finding::broken("format", "format-unknown").with("value", value));
        }
        for (index, code) in self.sending.countries.iter().enumerate().filter(|(_, code)| !phone::is_country(**code)) {
            findings.push(
                Finding::broken(format!("sending.countries[{}]", index + 1), "country-unknown").with("value", code),
            );
        }
        for (name, low) in [("policy.lockout.threshold", 1_u32), ("policy.lockout.duration", 0)] {
            if let Some(value) = self.configuration.value(name)
                && value.parse::<u32>().map_or(true, |n| n < low || n > 1_000_000)
            {
                let line = self.configuration.position(name).unwrap_or_default();
                findings.push(
                    Finding::broken(format!("configuration[{line}]"), "line-value")
                        .with("name", name)
                        .with("value", value),
                );
            }
        }
        if !self.enabled {
            for (application, _) in catalogue
                .linked_from(me.id, "method")
                .filter(|(e, l)| e.noun() == Noun::Application && l.has("enabled"))
            {
                findings.push(Finding::warning("enabled", "disabled-in-use").with("application", &application.path));
            }
        }
        findings
    }
}

/// A ring of next factors through this method, as the names along it.
fn ring(around: &Neighbours<'_>) -> Option<String> {
    fn walk(around: &Neighbours<'_>, at: Id, way: &mut Vec<String>, seen: &mut BTreeSet<Id>) -> bool {
        let Some(entry) = around.catalogue.entry(at) else { return false };
        way.push(entry.path.clone());
        for link in entry.links_as("nextFactor") {
            if link.to == around.me.id {
                return true;
            }
            if seen.insert(link.to) && walk(around, link.to, way, seen) {
                return true;
            }
        }
        way.pop();
        false
    }
    let mut way = Vec::new();
    walk(around, around.me.id, &mut way, &mut BTreeSet::new()).then(|| way.join(" → "))
}
