//! What carries a message out: mail by SMTP, text messages by gateways, forms and signed events by HTTPS. The outbox calls a courier after the commit that decided the
//! message, and again later where it says [`plug::CourierError::Later`].
//!
//! What a courier says of a failure goes to logs: it names the stage and the answer's number, never the other side's
//! words, an address or a credential.

mod post;
pub mod sms;
mod smtp;
mod webhook;

#[cfg(test)]
mod tests;

pub use post::Post;
pub use sms::Sms;
pub use smtp::Smtp;
pub use webhook::Webhook;

use plug::{Clock, Courier};
use std::sync::Arc;

/// Every courier there is. The clock dates the mails.
pub fn all(clock: Arc<dyn Clock>) -> Vec<Arc<dyn Courier>> {
    vec![Arc::new(Smtp::new(clock)), Arc::new(Sms::default()), Arc::new(Post), Arc::new(Webhook)]
}
