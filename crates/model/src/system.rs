//! The system: what belongs to the whole installation.

use serde::{Deserialize, Serialize};

use crate::{
    Finding, LinkRole, Neighbours, Noun, Object,
    gateway::{self, Gateway},
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct System {
    /// References of authentication contexts from weakest to strongest, for minimum, maximum and better (requirement A2.6).
    pub contexts: Vec<String>,
    /// Sessions end when unused for this many minutes (case M066).
    pub session_idle_minutes: u32,
    /// Sessions end after this many minutes in any case.
    pub session_minutes: u32,
    /// Refresh tokens end when unused for this many days.
    pub refresh_idle_days: u32,
    /// Refresh tokens and their successors end after this many days in any case (case O061).
    pub refresh_days: u32,
    pub access_token_minutes: u32,
    /// The mail server, where a site has none of its own.
    pub mail: Option<Mail>,
    /// Gateways for text messages, where a site has none of its own; the next is asked where one fails.
    pub sms: Vec<Gateway>,
    /// Address that pages name for help, where a site has none.
    pub support: String,
}

impl Default for System {
    fn default() -> Self {
        Self {
            contexts: Vec::new(),
            session_idle_minutes: 60,
            session_minutes: 24 * 60,
            refresh_idle_days: 14,
            refresh_days: 90,
            access_token_minutes: 10,
            mail: None,
            sms: Vec::new(),
            support: String::new(),
        }
    }
}

/// How mail leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Mail {
    pub host: String,
    /// 587 for STARTTLS, 465 for implicit TLS where zero.
    pub port: u16,
    pub security: MailSecurity,
    pub username: String,
    /// Kept sealed, reads back masked.
    #[schemars(extend("x-secret" = true))]
    pub password: String,
    /// Sender address, with or without a name.
    pub from: String,
    /// Certificates (PEM) to trust beside the system's, for a mail server with a private one.
    pub trust: String,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// STARTTLS, required.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// In clear: only toward a loopback address, and a warning finding.
    None,
}

impl Object for System {
    const NOUN: Noun = Noun::System;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, _: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (field, value, low, high) in [
            ("sessionIdleMinutes", self.session_idle_minutes, 1, 60 * 24 * 30),
            ("sessionMinutes", self.session_minutes, 1, 60 * 24 * 90),
            ("refreshIdleDays", self.refresh_idle_days, 1, 3650),
            ("refreshDays", self.refresh_days, 1, 3650),
            ("accessTokenMinutes", self.access_token_minutes, 1, 60 * 24),
        ] {
            if !(low..=high).contains(&value) {
                findings.push(Finding::broken(field, "range").with("low", low).with("high", high));
            }
        }
        if let Some(mail) = &self.mail {
            findings.extend(mail.check());
        }
        findings.extend(gateway::check(&self.sms));
        findings
    }
}

impl Mail {
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.host.is_empty() {
            findings.push(Finding::broken("mail.host", "missing"));
        }
        if !self.from.contains('@') || self.from.contains(['\r', '\n']) {
            findings.push(Finding::broken("mail.from", "address"));
        }
        if self.security == MailSecurity::None {
            findings.push(Finding::warning("mail.security", "unsafe"));
        }
        findings
    }
}
