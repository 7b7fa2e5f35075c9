//! A webhook: an address that is told of audit events in a site and below, each signed (decision 14).

use serde::{Deserialize, Serialize};

use crate::{Finding, LinkRole, Neighbours, Noun, Object, Titles};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Webhook {
    pub title: Titles,
    /// `https:`; `http:` only to networks that `egress.allow` opens.
    pub url: String,
    pub enabled: bool,
    /// What it is told of: beginnings of actions such as `login.` or `account.locked`; `*` for everything.
    pub events: Vec<String>,
    /// Signs each event: `whsec_` and 24 to 64 bytes in Base64. Kept sealed, reads back masked, made where there is none.
    #[schemars(extend("x-secret" = true))]
    pub secret: String,
    /// Signs as well, until receivers know the new one. Kept sealed, reads back masked.
    #[schemars(extend("x-secret" = true))]
    pub former_secret: String,
}

impl Default for Webhook {
    fn default() -> Self {
        Self {
            title: Titles::default(),
            url: String::new(),
            enabled: true,
            events: Vec::new(),
            secret: String::new(),
            former_secret: String::new(),
        }
    }
}

/// What every secret begins with (Standard Webhooks, *symmetric*).
pub const PREFIX: &str = "whsec_";

impl Webhook {
    /// Whether an event with this action is among what it takes.
    pub fn takes(&self, action: &str) -> bool {
        self.events.iter().any(|start| start == "*" || action.starts_with(start.as_str()))
    }
}

impl Object for Webhook {
    const NOUN: Noun = Noun::Webhook;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if around.catalogue.site_of(around.me).is_none() {
            findings.push(Finding::broken("path", "site-missing").with("path", &around.me.path));
        }
        match url::Url::parse(&self.url) {
            Ok(url) if is_plain(&url) => match url.scheme() {
                "https" => {}
                "http" => findings.push(Finding::warning("url", "unsafe")),
                _ => findings.push(Finding::broken("url", "webhook-url")),
            },
            _ => findings.push(Finding::broken("url", "webhook-url")),
        }
        if self.events.is_empty() {
            findings.push(Finding::warning("events", "missing"));
        }
        for (index, start) in self.events.iter().enumerate().filter(|(_, start)| !is_start(start)) {
            findings.push(
                Finding::broken(format!("events[{}]", index + 1), "webhook-event")
                    .with("value", start.escape_default()),
            );
        }
        for (field, secret) in [("secret", &self.secret), ("formerSecret", &self.former_secret)] {
            if !secret.is_empty() && !is_secret(secret) {
                findings.push(Finding::broken(field, "webhook-secret"));
            }
        }
        findings
    }
}

/// A host and nothing that is not sent or would be shown: no name and password, no fragment.
fn is_plain(url: &url::Url) -> bool {
    url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
}

fn is_start(start: &str) -> bool {
    let letters = start.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    start == "*" || letters && (1..=64).contains(&start.len())
}

/// The form of a secret: 24 to 64 bytes are 32 to 88 characters of Base64.
fn is_secret(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(PREFIX) else { return false };
    let digits = rest.trim_end_matches('=');
    rest.len() % 4 == 0
        && rest.len() - digits.len() <= 2
        && (32..=88).contains(&rest.len())
        && digits.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Entry, Id, Severity, Site};

    fn found(webhook: Webhook) -> Vec<(Severity, String, String)> {
        let site = Entry { id: Id::fixed(1), path: "acme".into(), object: Site::default().into(), links: Vec::new() };
        let me = Entry { id: Id::fixed(2), path: "acme/siem".into(), object: webhook.into(), links: Vec::new() };
        let catalogue = Catalogue::load(1, [site, me.clone()]);
        me.object
            .check(&Neighbours { me: &me, catalogue: &catalogue })
            .into_iter()
            .map(|f| (f.severity, f.field, f.key))
            .collect()
    }

    fn good() -> Webhook {
        let secret = format!("{PREFIX}{}", "A".repeat(32));
        Webhook { url: "https://siem.example/in".into(), events: vec!["login.".into()], secret, ..Webhook::default() }
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert_eq!(found(good()), []);
        let broken = |field: &str, key: &str| vec![(Severity::Broken, field.to_owned(), key.to_owned())];
        for url in ["", "ftp://a.example/", "https://u:p@a.example/", "https://a.example/#x", "siem"] {
            assert_eq!(found(Webhook { url: url.into(), ..good() }), broken("url", "webhook-url"), "{url}");
        }
        let http = found(Webhook { url: "http://10.0.0.1/".into(), ..good() });
        assert_eq!(http, [(Severity::Warning, "url".into(), "unsafe".into())]);
        for start in ["", "Login", "a b", "login*"] {
            assert_eq!(found(Webhook { events: vec![start.into()], ..good() }), broken("events[1]", "webhook-event"));
        }
        for secret in
            ["x", "whsec_", "whsec_AAAA", &format!("whsec_{}", "!".repeat(32)), &format!("whsec_{}", "A".repeat(92))]
        {
            assert_eq!(
                found(Webhook { secret: secret.into(), ..good() }),
                broken("secret", "webhook-secret"),
                "{secret}"
            );
            let former = Webhook { former_secret: secret.into(), ..good() };
            assert_eq!(found(former), broken("formerSecret", "webhook-secret"));
        }
    }

    #[test]
    fn events_are_taken_by_their_beginning() {
        let webhook = good();
        assert!(webhook.takes("login.granted") && !webhook.takes("logins") && !webhook.takes("account.locked"));
        assert!(Webhook { events: vec!["*".into()], ..good() }.takes("account.locked"));
        assert!(!Webhook { events: Vec::new(), ..good() }.takes("login.granted"));
    }
}
