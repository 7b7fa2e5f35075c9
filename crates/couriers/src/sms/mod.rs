//! Text messages: to the first gateway that takes them, by HTTP, as Kannel or by SMPP.
//!
//! A gateway that is away, is busy or answers what it should not is passed over for the next one; one that refuses the number for good ends
//! it. An answer that got lost may mean that two gateways send the same message; its code is the same.

pub mod gsm;
mod http;
pub mod smpp;

use model::gateway::{Gateway, GatewayKind};
use plug::{Courier, CourierError, Parcel, Web, web::WebError};
use std::{sync::Arc, time::Duration};

/// What one gateway makes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// The next one may do better. Names the stage and the answer's number, no words of the other side.
    Next(String),
    /// Nobody can send to this number.
    Refused(String),
}

/// Carries text messages to the gateways that the parcel names, in their order.
#[derive(Default)]
pub struct Sms {
    sessions: Arc<smpp::Sessions>,
}

impl Sms {
    async fn deliver(&self, gateway: &Gateway, parcel: &Parcel, web: &Web) -> Result<(), Miss> {
        let sent = async {
            match gateway.kind {
                GatewayKind::Http => http::send(gateway, parcel, web).await,
                GatewayKind::Kannel => http::kannel(gateway, parcel, web).await,
                GatewayKind::Smpp => smpp::send(&self.sessions, gateway, parcel, web).await,
            }
        };
        tokio::time::timeout(EACH, sent).await.unwrap_or_else(|_| Err(Miss::Next("time is up".into())))
    }
}

/// For one gateway: three of them have their turn before the claim on the message ends.
const EACH: Duration = Duration::from_secs(12);

#[async_trait::async_trait]
impl Courier for Sms {
    fn kind(&self) -> model::message::Courier {
        model::message::Courier::Sms
    }

    async fn carry(&self, parcel: &Parcel, web: &Web) -> Result<(), CourierError> {
        let mut told = Vec::new();
        for gateway in &parcel.gateways {
            match self.deliver(gateway, parcel, web).await {
                Ok(()) => return Ok(()),
                Err(Miss::Refused(why)) => return Err(CourierError::Never(format!("{}: {why}", gateway.name))),
                Err(Miss::Next(why)) => {
                    tracing::warn!(gateway = gateway.name, why, "A gateway did not take a text message");
                    told.push(format!("{}: {why}", gateway.name));
                }
            }
        }
        let why = if told.is_empty() { "no gateway is set".into() } else { told.join("; ") };
        Err(CourierError::Later(why))
    }
}

/// What may be told of a call that came to nothing.
fn unreached(error: WebError) -> Miss {
    Miss::Next(match error {
        WebError::Refused => "its address is not allowed".into(),
        WebError::NoAnswer(why) => why,
    })
}
