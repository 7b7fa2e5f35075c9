//! An authorization policy: which attributes an application receives, for members of which groups.

use serde::{Deserialize, Serialize};

use crate::{
    Finding, LinkRole, Neighbours, Noun, Object, Titles,
    expr::Template,
    written::{Meaning, Written, Wrong},
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Policy {
    pub title: Titles,
    pub items: Vec<PolicyItem>,
}

/// One attribute that goes out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PolicyItem {
    /// Its name among the items of the policy in the API; items may be without, and then go by their place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// Path of the group whose members get it; empty means everybody.
    pub group: String,
    /// Evaluated only when one of these scopes was granted; empty means always.
    pub scope: Vec<String>,
    pub name: String,
    /// `text:CONSTANT`, `user:ATTRIBUTE` (with `;binary` in Base64), `method:ATTRIBUTE`, or a text with `${…}` in it.
    pub value: Written<Value>,
    /// `NameFormat` of the attribute in SAML: a URN, or `basic`, `uri`, `unspecified`; empty for the application's own way.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name_format: String,
    /// `FriendlyName` of the attribute in SAML.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub friendly_name: String,
    /// More than one distinct value denies the login; the application gets a string instead of a list.
    pub single: bool,
    /// No value denies the login.
    pub required: bool,
}

impl Object for Policy {
    const NOUN: Noun = Noun::Policy;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = crate::mapping::twice(self.items.iter().map(|item| item.item.as_str()));
        if around.catalogue.site_of(around.me).is_none() {
            findings.push(Finding::broken("path", "site-missing").with("path", &around.me.path));
        }
        for (index, item) in self.items.iter().enumerate() {
            let field = format!("items[{}]", index + 1);
            if item.name.is_empty() {
                findings.push(Finding::broken(format!("{field}.name"), "missing"));
            }
            if RESERVED.contains(&item.name.as_str()) {
                findings.push(Finding::broken(format!("{field}.name"), "reserved").with("name", &item.name));
            }
            findings.extend(item.value.finding(&format!("{field}.value")));
            if name_format(&item.name_format).is_none() {
                findings.push(
                    Finding::broken(format!("{field}.nameFormat"), "name-format").with("value", &item.name_format),
                );
            }
            // A name in the SAML sense is one text: nobody is called by a list.
            if item.friendly_name.chars().any(char::is_control) {
                findings.push(Finding::broken(format!("{field}.friendlyName"), "name"));
            }
            if !item.group.is_empty() && around.catalogue.at(Noun::Group, &item.group).is_none() {
                findings.push(Finding::unfit(format!("{field}.group"), "group-missing").with("group", &item.group));
            }
        }
        findings
    }
}

/// Where the value of an attribute comes from.
#[derive(Clone, Debug)]
pub enum Value {
    Constant(String),
    User {
        name: String,
        /// Sent in Base64.
        binary: bool,
    },
    Method(String),
    Expression(Template),
}

impl Meaning for Value {
    fn read(text: &str) -> Result<Self, Wrong> {
        let named = |name: &str, at: usize| {
            if name.trim().is_empty() { Err(Wrong::expected("name", at)) } else { Ok(name.to_owned()) }
        };
        match text.split_once(':') {
            Some(("text", constant)) => Ok(Self::Constant(constant.to_owned())),
            Some(("user", name)) => {
                let (name, binary) = name.strip_suffix(";binary").map_or((name, false), |name| (name, true));
                Ok(Self::User { name: named(name, "user:".len() + 1)?, binary })
            }
            Some(("method", name)) => Ok(Self::Method(named(name, "method:".len() + 1)?)),
            _ if text.contains("${") => Template::read(text).map(Self::Expression),
            _ => Err(Wrong::new("value-form").with("value", text.chars().take(100).collect::<String>())),
        }
    }
}

/// The URN of a format of attribute names (SAML core, 8.2); empty where nothing is said.
pub fn name_format(given: &str) -> Option<&str> {
    let known = [
        ("", ""),
        ("basic", "urn:oasis:names:tc:SAML:2.0:attrname-format:basic"),
        ("uri", "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"),
        ("unspecified", "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"),
    ];
    let short = known.iter().find(|(short, _)| short.eq_ignore_ascii_case(given)).map(|(_, urn)| *urn);
    let is_urn = !given.contains(char::is_whitespace) && url::Url::parse(given).is_ok();
    short.or_else(|| is_urn.then_some(given))
}

/// Claims that the server alone sets (case O077).
pub const RESERVED: [&str; 20] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "sid",
    "at_hash",
    "c_hash",
    "active",
    "client_id",
    "scope",
    "token_type",
    "expires_in",
];
