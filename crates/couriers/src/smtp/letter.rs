//! The message itself. Every header is built from a typed value, so that nothing in a name, a subject or an address can
//! begin a header of its own (case M087).

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use model::Time;
use plug::{CourierError, Parcel};
use std::time::{Duration, UNIX_EPOCH};

type Anything = Box<dyn std::error::Error + Send + Sync>;

/// Writes the message. A second delivery of one parcel carries the same Message-ID.
pub fn write(parcel: &Parcel, from: &str, now: Time) -> Result<Message, CourierError> {
    let never = |what: &str| CourierError::Never(format!("{what} does not read"));
    let from = mailbox(from).ok_or_else(|| never("the sender's address"))?;
    let to = address(&parcel.to).ok_or_else(|| never("the receiver's address"))?;
    let id = format!("<{}@{}>", token(&parcel.id), from.email.domain());
    let seconds = u64::try_from(now.seconds()).unwrap_or_default();
    let head = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(one_line(&parcel.subject))
        .message_id(Some(id))
        .date(UNIX_EPOCH + Duration::from_secs(seconds))
        .header(AutoSubmitted);
    let letter = match parcel.html.as_ref().filter(|h| !h.is_empty()) {
        Some(html) => head.multipart(MultiPart::alternative_plain_html(parcel.text.clone(), html.clone())),
        None => head.singlepart(SinglePart::plain(parcel.text.clone())),
    };
    letter.map_err(|_| never("the message"))
}

/// Says that no person wrote it, so that nobody's absence note answers (RFC 3834, section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Anything> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

fn mailbox(text: &str) -> Option<Mailbox> {
    plain(text)?.parse().ok()
}

/// One bare address.
fn address(text: &str) -> Option<Address> {
    plain(text).filter(|t| !t.contains([' ', ',', ';', '<', '>', '"', '('])).and_then(|t| t.parse().ok())
}

fn plain(text: &str) -> Option<&str> {
    Some(text).filter(|t| !t.chars().any(char::is_control) && t.len() <= 512)
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .take(500)
        .collect()
}

fn token(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).take(128).collect()
}
