//! A role: a set of rights in a site and below, or in the whole system (requirement G11).

use serde::{Deserialize, Serialize};

use crate::{Finding, LinkRole, Neighbours, Noun, Object, Titles};

/// `/role/NAME` holds in the whole system, `/role/SITE/NAME` in that site and the sites below it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Role {
    pub title: Titles,
    /// The rights of this built-in role. They never change here: copy them into `rights` of a role of your own to change them.
    pub built_in: Option<BuiltIn>,
    pub rights: Vec<Right>,
    /// What members are told of, and how (requirement F2.8).
    pub alerts: Vec<Alert>,
}

/// One kind of event in the role's site and below, and the ways in which it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Alert {
    pub event: AlertEvent,
    pub by: Vec<AlertWay>,
}

/// What an alert can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AlertEvent {
    /// Somebody's account was locked by misses.
    Lockout,
    /// Somebody ended a lock.
    Unlock,
    /// A question on a device was answered with *that was not me*.
    PushRejection,
    /// A webhook has failed several times in a row.
    WebhookFailed,
    /// A certificate ends soon.
    CertificateExpiry,
    /// An object was put or deleted.
    ConfigurationChange,
}

/// How an alert is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AlertWay {
    /// To each member who has an address.
    Mail,
    /// To every webhook of the role's site, whatever events it takes otherwise.
    Webhook,
    /// Kept, and not sent: there is no courier for text messages.
    Sms,
}

impl AlertEvent {
    pub const ALL: [Self; 6] = [
        Self::Lockout,
        Self::Unlock,
        Self::PushRejection,
        Self::WebhookFailed,
        Self::CertificateExpiry,
        Self::ConfigurationChange,
    ];

    /// As the configuration and the keys of texts call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lockout => "lockout",
            Self::Unlock => "unlock",
            Self::PushRejection => "push-rejection",
            Self::WebhookFailed => "webhook-failed",
            Self::CertificateExpiry => "certificate-expiry",
            Self::ConfigurationChange => "configuration-change",
        }
    }
    /// The actions of audit events that it stands for.
    pub const fn actions(self) -> &'static [&'static str] {
        match self {
            Self::Lockout => &["account.locked"],
            Self::Unlock => &["user.unlocked"],
            Self::PushRejection => &["push.rejected"],
            Self::WebhookFailed => &["webhook.failing"],
            Self::CertificateExpiry => &["certificate.expiring"],
            Self::ConfigurationChange => &["object.put", "object.deleted"],
        }
    }
    pub fn of(action: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.actions().contains(&action))
    }
    /// Whether anything in this program makes such events.
    const fn happens(self) -> bool {
        !matches!(self, Self::PushRejection | Self::CertificateExpiry)
    }
}

/// A verb on a noun: `read` on `application`; `*` stands for all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Right {
    pub noun: String,
    pub verb: String,
}

/// The roles that every installation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum BuiltIn {
    /// Everything.
    Administrator,
    /// Everything that a site owns; methods and directories stay the administrator's.
    SiteManager,
    /// Users, tokens and sessions: sees them, helps them, hands tokens out.
    Operator,
    /// Sees everything and changes nothing.
    Auditor,
    /// Unlocks users and takes lost tokens out of use.
    Helpdesk,
}

/// What can be done. `act` is what helps a person without changing who they are: unlock, end sessions, suspend a token.
pub const VERBS: [&str; 4] = ["read", "write", "delete", "act"];

/// What rights are about: the nouns of the configuration, those of the records, and two of their own.
pub const RIGHT_NOUNS: [&str; 21] = [
    "server",
    "site",
    "directory",
    "group",
    "method",
    "inboundPolicy",
    "inboundMappingPolicy",
    "service",
    "sosoConfiguration",
    "policy",
    "outboundMappingPolicy",
    "template",
    "role",
    "application",
    "webhook",
    "user",
    "token",
    "session",
    "audit",
    "whatif",
    "configuration",
];

/// Those of them that a site owns.
pub const SITE_NOUNS: [&str; 12] = [
    "site",
    "group",
    "policy",
    "outboundMappingPolicy",
    "role",
    "application",
    "webhook",
    "user",
    "token",
    "session",
    "audit",
    "whatif",
];

impl BuiltIn {
    pub const ALL: [Self; 5] = [Self::Administrator, Self::SiteManager, Self::Operator, Self::Auditor, Self::Helpdesk];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::SiteManager => "siteManager",
            Self::Operator => "operator",
            Self::Auditor => "auditor",
            Self::Helpdesk => "helpdesk",
        }
    }

    /// Nouns with the verbs allowed on each.
    const fn table(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Administrator => &[("*", &["*"])],
            Self::SiteManager => &[
                ("site", &["read", "write", "delete"]),
                ("group", &["*"]),
                ("policy", &["*"]),
                ("outboundMappingPolicy", &["*"]),
                ("role", &["*"]),
                ("application", &["*"]),
                ("webhook", &["*"]),
                ("user", &["*"]),
                ("token", &["*"]),
                ("session", &["*"]),
                ("audit", &["read"]),
                ("whatif", &["read"]),
            ],
            Self::Operator => &[
                ("site", &["read"]),
                ("group", &["read"]),
                ("application", &["read"]),
                ("user", &["read", "act"]),
                ("token", &["*"]),
                ("session", &["read", "delete"]),
                ("audit", &["read"]),
                ("whatif", &["read"]),
            ],
            Self::Auditor => &[("*", &["read"])],
            Self::Helpdesk => &[
                ("site", &["read"]),
                ("user", &["read", "act"]),
                ("token", &["read", "act"]),
                ("session", &["read", "delete"]),
                ("whatif", &["read"]),
            ],
        }
    }

    pub fn rights(self) -> Vec<Right> {
        let each = |(noun, verbs): &(&str, &'static [&'static str])| {
            let noun = (*noun).to_owned();
            verbs.iter().map(move |verb| Right { noun: noun.clone(), verb: (*verb).to_owned() }).collect::<Vec<_>>()
        };
        self.table().iter().flat_map(each).collect()
    }
}

impl Right {
    pub fn new(noun: &str, verb: &str) -> Self {
        Self { noun: noun.to_owned(), verb: verb.to_owned() }
    }
    /// Whether it allows this; asking for `*` is asking for all.
    pub fn grants(&self, noun: &str, verb: &str) -> bool {
        let fits = |have: &str, asked: &str| have == "*" || have == asked;
        fits(&self.noun, noun) && fits(&self.verb, verb)
    }
}

impl Role {
    /// Of a built-in role.
    pub fn built_in(of: BuiltIn) -> Self {
        Self { built_in: Some(of), ..Self::default() }
    }
    /// Whether an event is told in this way.
    pub fn tells(&self, event: AlertEvent, way: AlertWay) -> bool {
        self.alerts.iter().any(|alert| alert.event == event && alert.by.contains(&way))
    }
    /// What it comes to.
    pub fn effective(&self) -> Vec<Right> {
        self.built_in.map_or_else(|| self.rights.clone(), BuiltIn::rights)
    }
}

impl Object for Role {
    const NOUN: Noun = Noun::Role;
    const LINKS: &'static [LinkRole] = &[
        LinkRole { name: "assignedTo", target: Noun::Group, many: true, reverse: "role", payload: &[] },
        // Programs that act in their own name (client credentials).
        LinkRole { name: "grantedTo", target: Noun::Application, many: true, reverse: "role", payload: &[] },
    ];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if around.me.path.contains('/') && around.catalogue.site_of(around.me).is_none() {
            findings.push(Finding::broken("path", "site-missing").with("path", &around.me.path));
        }
        if self.built_in.is_some() && !self.rights.is_empty() {
            findings.push(Finding::broken("rights", "role-built-in"));
        }
        for (index, right) in self.rights.iter().enumerate() {
            let known = |name: &str, all: &[&str]| name == "*" || all.contains(&name);
            let at = |member: &str| format!("rights[{}].{member}", index + 1);
            if !known(&right.noun, &RIGHT_NOUNS) {
                findings.push(Finding::broken(at("noun"), "right-unknown").with("value", &right.noun));
            }
            if !known(&right.verb, &VERBS) {
                findings.push(Finding::broken(at("verb"), "right-unknown").with("value", &right.verb));
            }
        }
        for (index, alert) in self.alerts.iter().enumerate() {
            let field = format!("alerts[{}]", index + 1);
            if !alert.event.happens() {
                findings.push(Finding::warning(&field, "alert-never").with("event", alert.event.name()));
            }
            if alert.by.contains(&AlertWay::Sms) {
                findings.push(Finding::warning(format!("{field}.by"), "alert-sms"));
            }
        }
        findings
    }
}
