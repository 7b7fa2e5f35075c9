//! Mail by SMTP (RFC 5321): STARTTLS that is required, TLS from the first byte, or in clear to this machine alone.
//!
//! [`letter`] builds the message; [`way`] finds the server and decides how the connection is protected.

mod letter;
mod way;

use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::AsyncSmtpConnection,
        extension::ClientId,
    },
};
use model::system::Mail;
use plug::{Clock, Courier, CourierError, Parcel, Web};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use way::{Way, Ways};

/// For one address; a server may have several.
const TO_CONNECT: Duration = Duration::from_secs(10);
/// For everything.
const IN_ALL: Duration = Duration::from_secs(45);

/// Carries mail to the server that the parcel names.
pub struct Smtp {
    clock: Arc<dyn Clock>,
    ways: Ways,
}

impl Smtp {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, ways: Ways::default() }
    }

    async fn deliver(&self, mail: &Mail, message: &Message, web: &Web) -> Result<(), CourierError> {
        let way = self.ways.find(mail)?;
        let mut connection = connect(&way.addresses(mail, web).await?, &way).await?;
        let done = hand_over(&mut connection, mail, message).await;
        match done {
            // The message is the server's from its answer on; whether the farewell arrives changes nothing.
            Ok(()) => {
                let _ = connection.quit().await;
            }
            Err(_) => connection.abort().await,
        }
        done
    }
}

#[async_trait::async_trait]
impl Courier for Smtp {
    fn kind(&self) -> model::message::Courier {
        model::message::Courier::Mail
    }

    async fn carry(&self, parcel: &Parcel, web: &Web) -> Result<(), CourierError> {
        let Some(mail) = &parcel.mail else { return Err(CourierError::Later("no mail server is set".into())) };
        let message = letter::write(parcel, &mail.from, self.clock.now())?;
        let delivery = tokio::time::timeout(IN_ALL, self.deliver(mail, &message, web));
        delivery.await.unwrap_or_else(|_| Err(CourierError::Later("time is up".into())))
    }
}

async fn connect(addresses: &[SocketAddr], way: &Way) -> Result<AsyncSmtpConnection, CourierError> {
    let hello = ClientId::default();
    let mut last = CourierError::Later("no connection".into());
    for address in addresses {
        let wrapped = way.wrapped().cloned();
        match AsyncSmtpConnection::connect_tokio1(*address, Some(TO_CONNECT), &hello, wrapped, None).await {
            Ok(mut connection) => {
                let Some(tls) = way.upgrade().cloned() else { return Ok(connection) };
                match connection.starttls(tls, &hello).await {
                    Ok(()) => return Ok(connection),
                    // Never on in clear: somebody on the way may have taken the offer of STARTTLS out.
                    Err(error) => last = CourierError::Later(format!("STARTTLS: {}", told(&error))),
                }
            }
            Err(error) => last = CourierError::Later(format!("connecting: {}", told(&error))),
        }
    }
    Err(last)
}

async fn hand_over(connection: &mut AsyncSmtpConnection, mail: &Mail, message: &Message) -> Result<(), CourierError> {
    if !mail.username.is_empty() {
        let credentials = Credentials::new(mail.username.clone(), mail.password.clone());
        let done = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await;
        done.map_err(|e| judge("authentication", &e))?;
    }
    let sent = connection.send(message.envelope(), &message.formatted()).await;
    sent.map(drop).map_err(|e| judge("sending", &e))
}

/// A permanent answer (5xx) and what the client itself cannot send end it; all else may be better later.
fn judge(stage: &str, error: &Error) -> CourierError {
    let text = format!("{stage}: {}", told(error));
    if error.is_permanent() || error.is_client() { CourierError::Never(text) } else { CourierError::Later(text) }
}

/// The kind of an error and the number of an answer. The server's words may name the receiver, so they stay here.
fn told(error: &Error) -> String {
    match error.status() {
        Some(code) => format!("the server answered {code}"),
        None if error.is_timeout() => "time is up".into(),
        None if error.is_tls() => "no TLS with this server, or its certificate is not trusted".into(),
        None if error.is_client() => "the server lacks what is needed".into(),
        None if error.is_response() => "the server's answer does not read".into(),
        None => "no connection".into(),
    }
}
