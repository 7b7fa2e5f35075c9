//! A gateway: who takes text messages from us, by HTTP, as Kannel or by SMPP. Several stand in an order; the next is asked where one fails.

pub mod template;

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use url::Url;

use crate::{Finding, Lines};
use template::{Escape, Template};

/// One gateway. What only one kind has is idle with the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Gateway {
    /// Names it in logs and keeps its password with it when the order changes: letters, digits, hyphens and dots.
    pub name: String,
    pub kind: GatewayKind,
    /// Where it listens. For `http`, with the variables of templates behind the host; for `kannel`, the address of `sendsms`; for
    /// `smpp`, `smpps://host:port` or `smpp://host:port`. What is not encrypted goes only to networks that `egress.allow` opens.
    pub url: String,
    /// Who sends: a number in international form, a short code, or up to 11 letters and digits.
    pub from: String,
    /// The account at the gateway (`system_id` of SMPP).
    pub username: String,
    /// Kept sealed, reads back masked.
    #[schemars(extend("x-secret" = true))]
    pub password: String,
    /// How `http` shows who we are.
    pub auth: GatewayAuth,
    /// How `http` asks.
    pub method: GatewayMethod,
    /// What the body of a POST is; it decides how variables in it are escaped.
    pub content: GatewayContent,
    /// Template of the body of a POST, with `{mobile}`, `{text}` and others.
    pub body: String,
    /// Headers of `http`, `Name: value`, one a line, with variables but for the text.
    pub headers: Vec<String>,
    /// Statuses that count as sent; none means 200 to 299.
    pub accepted: Vec<u16>,
    /// Must stand in the answer's body for it to count as sent, where something is written here.
    pub answer: String,
    /// Where it stands in the answer's body, the gateway refuses the number for good, and no other gateway is asked.
    pub refusal: String,
    /// `system_type` of SMPP.
    pub system_type: String,
    /// Type of the sender's number in SMPP; by the sender's form where empty.
    pub source_ton: Option<u8>,
    /// Numbering plan of the sender in SMPP; by the sender's form where empty.
    pub source_npi: Option<u8>,
    /// Type of the receiver's number in SMPP; 1, international, where empty.
    pub dest_ton: Option<u8>,
    /// Numbering plan of the receiver in SMPP; 1, E.164, where empty.
    pub dest_npi: Option<u8>,
    /// How SMPP binds.
    pub bind: GatewayBind,
    /// How SMPP sends what does not fit in one message.
    pub long: GatewayLong,
    /// Certificates (PEM) that `smpps` trusts beside the system's.
    pub trust: String,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: GatewayKind::Http,
            url: String::new(),
            from: String::new(),
            username: String::new(),
            password: String::new(),
            auth: GatewayAuth::Basic,
            method: GatewayMethod::Post,
            content: GatewayContent::Json,
            body: String::new(),
            headers: Vec::new(),
            accepted: Vec::new(),
            answer: String::new(),
            refusal: String::new(),
            system_type: String::new(),
            source_ton: None,
            source_npi: None,
            dest_ton: None,
            dest_npi: None,
            bind: GatewayBind::Transmitter,
            long: GatewayLong::Udh,
            trust: String::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GatewayKind {
    /// Any gateway that takes a message by one HTTP request.
    #[default]
    Http,
    /// Kannel's `sendsms`.
    Kannel,
    /// SMPP 3.4.
    Smpp,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GatewayAuth {
    /// User name and password by HTTP Basic, where there is a user name.
    #[default]
    Basic,
    /// The password as a bearer token.
    Bearer,
    /// Only where a template says `{username}` or `{password}`.
    Template,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GatewayMethod {
    Get,
    #[default]
    Post,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GatewayContent {
    #[default]
    Json,
    Form,
    Xml,
    Text,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GatewayBind {
    #[default]
    Transmitter,
    Transceiver,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GatewayLong {
    /// Several messages with a header in each that joins them.
    #[default]
    Udh,
    /// Several messages joined by the parameters `sar_…`.
    Sar,
    /// One message with the parameter `message_payload`.
    Payload,
}

impl GatewayContent {
    pub const fn escape(self) -> Escape {
        match self {
            Self::Json => Escape::Json,
            Self::Form => Escape::Url,
            Self::Xml => Escape::Xml,
            Self::Text => Escape::None,
        }
    }
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Xml => "text/xml; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// Lines of a method that name a gateway of its own, as the source product writes them; `smsUrl` makes it one.
pub const METHOD_LINES: [&str; 6] = ["smsUrl", "smsMethod", "smsBody", "smsFrom", "smsUser", "smsPassword"];

/// More gateways than this help nobody.
pub const MOST: usize = 8;

impl Gateway {
    /// The gateway that a method names in its lines. As in the source product, GET is meant where nothing is said, and status 200 alone counts.
    pub fn of_lines(lines: &Lines) -> Option<Self> {
        let text = |name: &str| lines.value(name).unwrap_or_default().trim().to_owned();
        let url = text("smsUrl");
        let get = !text("smsMethod").eq_ignore_ascii_case("post");
        let body = Some(text("smsBody")).filter(|b| !b.is_empty());
        (!url.is_empty()).then(|| Self {
            name: "method".into(),
            url,
            from: text("smsFrom"),
            username: text("smsUser"),
            password: text("smsPassword"),
            method: if get { GatewayMethod::Get } else { GatewayMethod::Post },
            body: body.unwrap_or_else(|| r#"{"mobile": {mobile}, "challenge": {challenge}}"#.into()),
            accepted: vec![200],
            ..Self::default()
        })
    }

    /// Whether what is kept secret would go to the same place, in the same way.
    pub fn same_place(&self, other: &Self) -> bool {
        let of = |g: &Self| {
            let texts = (g.url.clone(), g.body.clone(), g.headers.clone(), g.trust.clone(), g.username.clone());
            (g.kind, g.auth, g.method, g.content, texts)
        };
        of(self) == of(other)
    }

    fn check(&self, field: &dyn Fn(&str) -> String) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut broken = |name: &str, key: &'static str| findings.push(Finding::broken(field(name), key));
        if !is_name(&self.name) {
            broken("name", "gateway-name");
        }
        if !is_sender(&self.from) {
            broken("from", "gateway-from");
        }
        let clear = match self.place() {
            Some(url) => matches!(url.scheme(), "http" | "smpp"),
            None => {
                broken("url", "gateway-url");
                false
            }
        };
        if self.kind == GatewayKind::Http {
            for (name, template) in self.templates() {
                if let Err(wrong) = template {
                    findings.push(Finding::broken(field(name), wrong.key()).with("value", wrong.what()));
                }
            }
        }
        if clear {
            findings.push(Finding::warning(field("url"), "unsafe"));
        }
        findings
    }

    /// Where it listens, without the variables that may follow.
    pub fn place(&self) -> Option<Url> {
        let host_end = self.url.find("://").map(|at| at + 3)?;
        let rest = &self.url[host_end..];
        let end = host_end + rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let url = Url::parse(&self.url[..end]).ok()?;
        let plain =
            url.host_str().is_some_and(|h| !h.is_empty()) && url.username().is_empty() && url.password().is_none();
        let fits = match self.kind {
            GatewayKind::Http | GatewayKind::Kannel => matches!(url.scheme(), "http" | "https"),
            GatewayKind::Smpp => {
                matches!(url.scheme(), "smpp" | "smpps") && url.port().is_some() && self.url.len() == end
            }
        };
        let said = !self.url.contains(|c: char| c.is_control() || c == ' ' || c == '#')
            && !self.url[..end].contains(['{', '}']);
        (plain && fits && said).then_some(url)
    }

    /// The templates of an `http` gateway, by field.
    fn templates(&self) -> Vec<(&'static str, Result<Template, template::Wrong>)> {
        let mut all = vec![("url", Template::parse(&self.url, Escape::Url))];
        if self.method == GatewayMethod::Post {
            all.push(("body", Template::parse(&self.body, self.content.escape()).and_then(Template::fits)));
        }
        all.extend(self.headers.iter().map(|line| ("headers", header(line).map(|(_, value)| value))));
        all
    }
}

/// Name and value of a header line.
pub fn header(line: &str) -> Result<(String, Template), template::Wrong> {
    let wrong = || template::Wrong::Header(line.escape_default().take(60).collect());
    let (name, value) = line.split_once(':').ok_or_else(wrong)?;
    let (name, value) = (name.trim(), value.trim());
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let ours = ["host", "content-length", "transfer-encoding", "connection", "content-type"];
    let fits = !name.is_empty() && name.bytes().all(token) && !ours.contains(&name.to_ascii_lowercase().as_str());
    let visible = value.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    if !fits || !visible {
        return Err(wrong());
    }
    let template = Template::parse(value, Escape::Header)?;
    Ok((name.to_owned(), template))
}

/// What is wrong with a list of gateways that stands in `sms`.
pub fn check(gateways: &[Gateway]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if gateways.len() > MOST {
        findings.push(Finding::broken("sms", "gateway-many").with("high", MOST));
    }
    let mut names = BTreeSet::new();
    for (index, gateway) in gateways.iter().enumerate() {
        let field = |name: &str| format!("sms[{}].{name}", index + 1);
        if !names.insert(gateway.name.as_str()) {
            findings.push(Finding::broken(field("name"), "gateway-twice").with("name", &gateway.name));
        }
        findings.extend(gateway.check(&field));
    }
    findings
}

/// What is wrong with the gateway that a method names; the field is the name of the line.
pub fn check_lines(lines: &Lines) -> Vec<Finding> {
    let line = |name: &str| match name {
        "from" => "smsFrom".to_owned(),
        "body" => "smsBody".to_owned(),
        _ => "smsUrl".to_owned(),
    };
    Gateway::of_lines(lines).map(|gateway| gateway.check(&line)).unwrap_or_default()
}

fn is_name(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    (1..=40).contains(&name.len()) && name.bytes().all(fits)
}

/// A number, a short code, or letters and digits as GSM takes them; empty where the gateway knows.
fn is_sender(from: &str) -> bool {
    let digits = |t: &str| (1..=15).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    let word = from.len() <= 11 && from.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.'));
    from.is_empty() || from.strip_prefix('+').is_some_and(digits) || digits(from) || word
}

#[cfg(test)]
mod tests;
