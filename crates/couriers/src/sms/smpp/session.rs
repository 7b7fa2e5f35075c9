//! One bound connection: asks one thing at a time, and answers what the centre asks meanwhile.

use model::gateway::{Gateway, GatewayBind};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{
    super::Miss,
    dial::Stream,
    pdu::{Bind, Body, Pdu, Submit},
};

pub struct Session {
    stream: Stream,
    sequence: u32,
}

/// For one answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// For a sign of life of a session that was kept, and for its farewell.
const SHORT: Duration = Duration::from_secs(2);
/// Units that a centre may send before it answers.
const MOST_BETWEEN: usize = 100;

/// Statuses (SMPP 3.4, 5.1.3) that mean the number: an invalid destination address, type or plan of it.
const OF_THE_NUMBER: [u32; 3] = [0x0b, 0x50, 0x51];

impl Session {
    pub async fn bind(stream: Stream, gateway: &Gateway) -> Result<Self, Miss> {
        let mut session = Self { stream, sequence: 0 };
        let bind = Bind {
            receives: gateway.bind == GatewayBind::Transceiver,
            system_id: gateway.username.clone(),
            password: gateway.password.clone(),
            system_type: gateway.system_type.clone(),
        };
        let answer = session.ask(Body::Bind(bind), PATIENCE).await?;
        match (answer.status, answer.body) {
            (0, Body::BindAnswer { .. }) => Ok(session),
            (status, _) => Err(Miss::Next(format!("binding: status {status:#x}"))),
        }
    }

    pub async fn submit(&mut self, submit: Submit) -> Result<(), Miss> {
        let answer = self.ask(Body::Submit(submit), PATIENCE).await?;
        match (answer.status, answer.body) {
            (0, Body::SubmitAnswer { .. }) => Ok(()),
            (status, _) if OF_THE_NUMBER.contains(&status) => {
                Err(Miss::Refused(format!("submitting: status {status:#x}")))
            }
            // Throttling and a full queue (0x58, 0x14) among them: the next gateway, and else later.
            (status, _) => Err(Miss::Next(format!("submitting: status {status:#x}"))),
        }
    }

    /// Whether the centre is still there.
    pub async fn alive(&mut self) -> bool {
        let answer = self.ask(Body::EnquireLink, SHORT).await;
        answer.is_ok_and(|answer| answer.body == Body::EnquireLinkAnswer)
    }

    pub async fn unbind(mut self) {
        // It ends in any case.
        let _ = self.ask(Body::Unbind, SHORT).await;
        let _ = tokio::time::timeout(SHORT, self.stream.shutdown()).await;
    }

    async fn ask(&mut self, body: Body, patience: Duration) -> Result<Pdu, Miss> {
        self.sequence = (self.sequence % 0x7fff_ffff) + 1;
        let asked = Pdu::request(self.sequence, body);
        let answered = tokio::time::timeout(patience, self.answered(&asked)).await;
        answered.unwrap_or_else(|_| Err(Miss::Next("no answer in time".into())))
    }

    async fn answered(&mut self, asked: &Pdu) -> Result<Pdu, Miss> {
        self.write(asked).await?;
        for _ in 0..MOST_BETWEEN {
            let heard = self.read().await?;
            if let Some(answer) = heard.answer() {
                self.write(&answer).await?;
                if heard.body == Body::Unbind {
                    return Err(Miss::Next("the centre ended the session".into()));
                }
            } else if heard.sequence == asked.sequence || heard.body == Body::GenericNack {
                return Ok(heard);
            }
        }
        Err(Miss::Next("no answer among too many units".into()))
    }

    async fn write(&mut self, pdu: &Pdu) -> Result<(), Miss> {
        let gone = |_: std::io::Error| Miss::Next("the connection broke".into());
        self.stream.write_all(&pdu.write()).await.map_err(gone)?;
        self.stream.flush().await.map_err(gone)
    }

    async fn read(&mut self) -> Result<Pdu, Miss> {
        let gone = |_: std::io::Error| Miss::Next("the connection broke".into());
        let odd = |_| Miss::Next("what it answers does not read".into());
        let mut head = [0; 4];
        self.stream.read_exact(&mut head).await.map_err(gone)?;
        let mut octets = vec![0; Pdu::length(head).map_err(odd)?];
        octets[..4].copy_from_slice(&head);
        self.stream.read_exact(&mut octets[4..]).await.map_err(gone)?;
        Pdu::read(&octets).map_err(odd)
    }
}
