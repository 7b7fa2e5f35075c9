//! The answer to a what-if, as data: keys and arguments, never a sentence. Its texts are `whatif-KEY`.

use model::{Attributes, Entry, Finding, Reason};
use serde::Serialize;
use std::collections::BTreeMap;

/// What would happen, from here to every end.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// API path, such as `/application/demosite/demoapp`.
    pub application: String,
    /// Version of the configuration that was asked; with changes, the one they would make.
    pub version: i64,
    /// RFC 3339.
    pub at: String,
    /// What keeps everybody out, whoever asks.
    pub closed: Vec<Ruling>,
    pub person: Option<Someone>,
    /// Where somebody comes by a method.
    pub arrival: Option<Arrival>,
    pub point: Point,
    /// Of the changes that were asked about.
    pub findings: Vec<Finding>,
}

/// Who asks, and what is true of them before anything is proven.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Someone {
    /// `Person::key`.
    pub key: String,
    pub name: String,
    pub registered: bool,
    /// Path of the user's site; empty for unregistered people.
    pub site: String,
    /// What keeps this person out, whatever they prove; none, they can enter.
    pub kept_out: Vec<Ruling>,
    /// Groups they are in, as paths.
    pub groups: Vec<String>,
    /// Those of them that may enter the application.
    pub enters_by: Vec<String>,
    pub counters: Vec<Counter>,
    pub credentials: Vec<Held>,
}

/// Whom a method's user mapping or an account link finds behind somebody who comes by it.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Arrival {
    /// Name of the method.
    pub method: String,
    /// What its mapping table leaves; without one, what came.
    pub attributes: Attributes,
    /// API path of that table; empty without one.
    pub mapping: String,
    /// How each rule of its user mapping ended, in order.
    pub rules: Vec<Ruling>,
    /// What the account link says, where no rule found anybody and accounts can be connected.
    pub link: Option<Ruling>,
    /// Who it is, or why nobody is let in.
    pub outcome: Ruling,
}

/// Misses of one class.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counter {
    pub class: &'static str,
    pub failures: u32,
    pub locked: bool,
    /// RFC 3339; none while locked means until somebody unlocks.
    pub until: Option<String>,
}

/// A credential, without its secret.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// Name of its method.
    pub method: String,
    pub label: String,
    pub state: &'static str,
}

/// One point on the way: what is passed, what is asked now and why, and what would follow each answer.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// Names of the methods on the path, in order.
    pub passed: Vec<String>,
    pub step: Step,
    pub why: Vec<Ruling>,
    /// Every method that is linked to the site or the application, or that follows one of these.
    pub methods: Vec<Considered>,
    /// What the application would receive, at a grant.
    pub received: Option<Received>,
    pub branches: Vec<Branch>,
}

/// What the engine answers here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(tag = "step", rename_all = "lowercase")]
pub enum Step {
    /// Names of methods, best first.
    Choose {
        methods: Vec<String>,
    },
    Enrol {
        methods: Vec<String>,
    },
    Owed {
        method: String,
    },
    Consent {
        scopes: Vec<String>,
    },
    Grant,
    Deny {
        reason: &'static str,
    },
}

/// A method at one point, and each rule that decided about it.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Considered {
    /// The method's name.
    pub method: String,
    pub kind: &'static str,
    pub standing: Standing,
    /// Where it is offered, counted from one.
    pub place: Option<usize>,
    pub rules: Vec<Ruling>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Passed,
    Offered,
    /// Offered to be enrolled.
    Enrol,
    Refused,
}

/// One rule and what it was decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ruling {
    /// One of [`KEYS`].
    pub rule: &'static str,
    /// The requirement behind it, where it is a rule of chains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<&'static str>,
    /// API path of the object where it can be changed; empty where it is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub object: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// What one answer would lead to.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Branch {
    /// The method that is taken as passed or enrolled; empty for consent.
    pub method: String,
    pub how: How,
    /// Why this person cannot pass it.
    pub impossible: Option<Ruling>,
    pub then: Option<Box<Point>>,
    /// It would go on, and is too long to be shown.
    pub cut: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    Pass,
    Enrol,
    Consent,
}

/// What a grant hands to the application.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    pub subject: String,
    /// URN of the NameID format; empty means unspecified.
    pub format: String,
    pub registered: bool,
    /// By the application's policy.
    pub attributes: Attributes,
    /// Groups of the person, as paths.
    pub groups: Vec<String>,
    pub acr: Option<String>,
    pub class_reference: Option<String>,
    pub declaration_reference: Option<String>,
    pub amr: Vec<String>,
    /// Names of the methods, in order.
    pub methods: Vec<String>,
    pub scopes: Vec<String>,
}

/// Every rule that an answer can name.
pub const KEYS: &[&str] = &[
    // Of methods.
    "offered",
    "enrols",
    "passed",
    "disabled",
    "not-in-site",
    "not-allowed",
    "kind-never-opens",
    "mfa-never-opens",
    "opens-where-asked",
    "follows-with-mfa",
    "attribute-missing",
    "no-credential",
    "not-activated",
    "companion-alone",
    "unfit",
    "network",
    "front-cannot-show",
    "hidden",
    "context-not-wanted",
    "not-next",
    "not-asked",
    // Of steps.
    "menu",
    "second-required",
    "second-always",
    "kept-out",
    "none-available",
    "nothing-follows",
    "second-unavailable",
    "enrol-first",
    "demand-unmet",
    "still-owed",
    "consent-first",
    "barred",
    "silent",
    "policy-unmet",
    "policy-required",
    "policy-single",
    "policy-bounds",
    // Of applications.
    "application-disabled",
    "application-unfit",
    "site-disabled",
    // Of people.
    "user-disabled",
    "user-not-yet",
    "user-expired",
    "directory-disabled",
    "out-of-reach",
    "in-no-group",
    "locked",
    // Why somebody cannot pass a method.
    "nobody",
    "another-person",
    "unknown-here",
    "ambiguous-here",
    "directory-unavailable",
    "cannot-pass",
    "comes-otherwise",
    "ask-by-provider",
    // Of those who come by a method: how each rule of its user mapping ended.
    "rule-not-for",
    "rule-no-directory",
    "rule-several-values",
    "rule-unvouched",
    "rule-finds",
    "rule-finds-nobody",
    "rule-finds-several",
    "rule-finds-too-many",
    "rule-asks",
    "rule-unanswered",
    // What the account link says.
    "linked",
    "not-linked",
    "link-held",
    "link-unclear",
    // What comes of it.
    "found-by-rule",
    "found-by-link",
    "stays-unregistered",
    "nobody-found",
    "several-found",
    "unvouched",
    "service-decides",
    "service-unanswered",
    "links-first",
    "account-gone",
];

impl Ruling {
    pub(crate) fn new(rule: &'static str) -> Self {
        debug_assert!(KEYS.contains(&rule), "{rule}");
        Self { rule, requirement: None, object: String::new(), args: BTreeMap::new(), findings: Vec::new() }
    }
    pub(crate) fn at(mut self, entry: &Entry) -> Self {
        self.object = entry.api_path();
        self
    }
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }
}

impl Step {
    pub(crate) const fn deny(why: Reason) -> Self {
        Self::Deny { reason: why.key() }
    }
}

impl Point {
    /// What is said of a method here.
    pub fn of(&self, method: &str) -> Option<&Considered> {
        self.methods.iter().find(|m| m.method == method)
    }
    /// The point behind an answer.
    pub fn after(&self, method: &str) -> Option<&Self> {
        self.branches.iter().find(|b| b.method == method)?.then.as_deref()
    }
}

impl Considered {
    /// Names of the rules.
    pub fn rules(&self) -> Vec<&'static str> {
        self.rules.iter().map(|r| r.rule).collect()
    }
}
