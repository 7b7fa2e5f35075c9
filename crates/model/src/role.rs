//! A role: a set of rights in a site and below (requirement G11).

use serde::{Deserialize, Serialize};

use crate::{Finding, LinkRole, Neighbours, Noun, Object, Titles};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Role {
    pub title: Titles,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Right {
    pub noun: String,
    pub verb: String,
}

impl Role {
    /// Whether an event is told in this way.
    pub fn tells(&self, event: AlertEvent, way: AlertWay) -> bool {
        self.alerts.iter().any(|alert| alert.event == event && alert.by.contains(&way))
    }

    pub fn grants(&self, noun: &str, verb: &str) -> bool {
        let fits = |have: &str, asked: &str| have == "*" || have == asked;
        self.rights.iter().any(|r| fits(&r.noun, noun) && fits(&r.verb, verb))
    }
}

impl Object for Role {
    const NOUN: Noun = Noun::Role;
    const LINKS: &'static [LinkRole] =
        &[LinkRole { name: "assignedTo", target: Noun::Group, many: true, reverse: "role", payload: &[] }];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if around.catalogue.site_of(around.me).is_none() {
            findings.push(Finding::broken("path", "site-missing").with("path", &around.me.path));
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
