//! Text messages over SMPP, against a message centre of our own; other people's are in `e2e/`.

use super::{
    server::authority,
    sms::{TEXT, loopback, parcel, word},
};
use crate::{
    Sms,
    sms::smpp::pdu::{Body, Pdu, Submit},
};
use model::{
    gateway::{Gateway, GatewayBind, GatewayKind, GatewayLong},
    network::Networks,
};
use plug::{Courier, Web};
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// How a centre answers.
#[derive(Clone, Default)]
struct Manner {
    bind: u32,
    submit: u32,
    /// Asks for a sign of life before each answer, and hands over a message.
    chatty: bool,
    /// Hangs up after so many messages.
    hangs_up: Option<usize>,
    tls: Option<TlsAcceptor>,
}

struct Centre {
    port: u16,
    heard: Arc<Mutex<Vec<Body>>>,
}

impl Centre {
    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ours = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (manner, heard) = (manner.clone(), Arc::clone(&ours));
                tokio::spawn(async move {
                    match &manner.tls {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                talk(stream, &manner, &heard).await;
                            }
                        }
                        None => drop(talk(stream, &manner, &heard).await),
                    }
                });
            }
        });
        Self { port, heard }
    }

    fn submitted(&self) -> Vec<Submit> {
        let heard = self.heard.lock().unwrap();
        heard.iter().filter_map(|b| if let Body::Submit(s) = b { Some(s.clone()) } else { None }).collect()
    }
    fn binds(&self) -> usize {
        self.heard.lock().unwrap().iter().filter(|b| matches!(b, Body::Bind(_))).count()
    }
    fn gateway(&self) -> Gateway {
        Gateway {
            name: "smsc".into(),
            kind: GatewayKind::Smpp,
            url: format!("smpp://127.0.0.1:{}", self.port),
            from: "Symbolon".into(),
            username: "account".into(),
            password: "secret".into(),
            ..Gateway::default()
        }
    }
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    manner: &Manner,
    heard: &Mutex<Vec<Body>>,
) -> Option<()> {
    let mut messages = 0;
    loop {
        let mut head = [0; 4];
        stream.read_exact(&mut head).await.ok()?;
        let mut octets = vec![0; Pdu::length(head).unwrap()];
        octets[..4].copy_from_slice(&head);
        stream.read_exact(&mut octets[4..]).await.ok()?;
        let asked = Pdu::read(&octets).unwrap();
        heard.lock().unwrap().push(asked.body.clone());
        let (status, body) = match &asked.body {
            Body::Bind(bind) => (manner.bind, Body::BindAnswer { receives: bind.receives, system_id: "centre".into() }),
            Body::Submit(_) => {
                messages += 1;
                (manner.submit, Body::SubmitAnswer { message_id: messages.to_string() })
            }
            Body::EnquireLinkAnswer | Body::DeliverAnswer => continue,
            _ => (0, asked.answer()?.body),
        };
        if manner.chatty && matches!(asked.body, Body::Submit(_)) {
            let mut deliver = Pdu::request(78, Body::Deliver).write();
            deliver.extend([0; 40]);
            deliver[3] = u8::try_from(deliver.len()).unwrap();
            stream.write_all(&Pdu::request(77, Body::EnquireLink).write()).await.ok()?;
            stream.write_all(&deliver).await.ok()?;
        }
        stream.write_all(&Pdu { status, sequence: asked.sequence, body }.write()).await.ok()?;
        if manner.hangs_up == Some(messages) {
            return None;
        }
    }
}

async fn carry(sms: &Sms, gateways: Vec<Gateway>, text: &str) -> &'static str {
    word(&sms.carry(&parcel(gateways, text), &loopback()).await)
}

#[tokio::test]
async fn a_message_is_submitted_on_a_bound_session() {
    let centre = Centre::start(Manner { chatty: true, ..Manner::default() }).await;
    let sms = Sms::default();
    assert_eq!(carry(&sms, vec![Gateway { bind: GatewayBind::Transceiver, ..centre.gateway() }], TEXT).await, "sent");
    let submit = &centre.submitted()[0];
    assert_eq!(submit.text, [b"123456 is your \"code\" & more.\n\0", &b"id.example #123456"[..]].concat());
    assert_eq!((submit.source.ton, submit.source.digits.as_str()), (5, "Symbolon"));
    assert_eq!((submit.dest.ton, submit.dest.digits.as_str(), submit.data_coding), (1, "358401234567", 0));
    // The centre has read our answers when it answers the next message.
    let again = vec![Gateway { bind: GatewayBind::Transceiver, ..centre.gateway() }];
    assert_eq!(carry(&sms, again, TEXT).await, "sent");
    let heard = centre.heard.lock().unwrap().clone();
    let Body::Bind(bind) = &heard[0] else { panic!("{heard:?}") };
    assert_eq!((bind.receives, bind.system_id.as_str(), bind.password.as_str()), (true, "account", "secret"));
    assert!(heard.contains(&Body::EnquireLinkAnswer) && heard.contains(&Body::DeliverAnswer), "{heard:?}");
}

/// Centres allow few binds: a session is kept, looked after, and bound anew where it broke.
#[tokio::test]
async fn a_session_is_kept_while_it_lives() {
    let sms = Sms::default();
    for (hangs_up, binds) in [(None, 1), (Some(1), 3)] {
        let centre = Centre::start(Manner { hangs_up, ..Manner::default() }).await;
        for _ in 0..3 {
            assert_eq!(carry(&sms, vec![centre.gateway()], TEXT).await, "sent");
        }
        assert_eq!((centre.submitted().len(), centre.binds()), (3, binds), "{hangs_up:?}");
    }
}

/// At the same time, too, there is one session.
#[tokio::test]
async fn messages_wait_for_their_turn() {
    let centre = Centre::start(Manner::default()).await;
    let sms = Arc::new(Sms::default());
    let all = (0..10).map(|_| {
        let (sms, gateway) = (Arc::clone(&sms), centre.gateway());
        tokio::spawn(async move { carry(&sms, vec![gateway], TEXT).await })
    });
    for done in all.collect::<Vec<_>>() {
        assert_eq!(done.await.unwrap(), "sent");
    }
    assert_eq!((centre.submitted().len(), centre.binds()), (10, 1));
}

#[tokio::test]
async fn a_status_decides_who_is_asked_next() {
    for (bind, submit, expected, second) in [
        (0, 0, "sent", 0),
        // ESME_RTHROTTLED and ESME_RMSGQFUL: another one, or later.
        (0, 0x58, "sent", 1),
        (0, 0x14, "sent", 1),
        (0, 0x08, "sent", 1),
        // ESME_RINVDSTADR: nobody can.
        (0, 0x0b, "never", 0),
        // ESME_RBINDFAIL and ESME_RINVPASWD.
        (0x0d, 0, "sent", 1),
        (0x0e, 0, "sent", 1),
    ] {
        let one = Centre::start(Manner { bind, submit, ..Manner::default() }).await;
        let two = Centre::start(Manner::default()).await;
        let sms = Sms::default();
        let done = carry(&sms, vec![one.gateway(), Gateway { name: "b".into(), ..two.gateway() }], TEXT).await;
        assert_eq!((done, two.submitted().len()), (expected, second), "{bind:#x} {submit:#x}");
        if expected == "sent" && second == 1 {
            assert_eq!(carry(&sms, vec![one.gateway()], TEXT).await, "later", "alone");
        }
    }
}

#[tokio::test]
async fn long_messages_arrive_in_parts() {
    let long = "ж".repeat(100);
    for (how, units) in [(GatewayLong::Udh, 2), (GatewayLong::Sar, 2), (GatewayLong::Payload, 1)] {
        let centre = Centre::start(Manner::default()).await;
        let gateway = Gateway { long: how, ..centre.gateway() };
        assert_eq!(carry(&Sms::default(), vec![gateway], &long).await, "sent");
        assert_eq!(centre.submitted().len(), units, "{how:?}");
    }
}

/// M090: TLS to whom the certificate says; in clear only to a network that was opened.
#[tokio::test]
async fn m090_the_way_is_protected() {
    let (pem, tls) = authority("127.0.0.1");
    let centre = Centre::start(Manner { tls: Some(tls), ..Manner::default() }).await;
    let url = format!("smpps://127.0.0.1:{}", centre.port);
    let trusted = Gateway { url: url.clone(), trust: pem.clone(), ..centre.gateway() };
    assert_eq!(carry(&Sms::default(), vec![trusted.clone()], TEXT).await, "sent");
    let (_, other) = authority("other.example");
    let strange = Centre::start(Manner { tls: Some(other), ..Manner::default() }).await;
    for gateway in [
        Gateway { url, ..centre.gateway() },
        Gateway { url: format!("smpps://127.0.0.1:{}", strange.port), trust: pem, ..centre.gateway() },
    ] {
        let done = Sms::default().carry(&parcel(vec![gateway], TEXT), &loopback()).await;
        assert_eq!(done.unwrap_err().to_string(), "not now: smsc: no TLS with it, or its certificate is not trusted");
    }
    assert!(strange.submitted().is_empty());
    let plain = Centre::start(Manner::default()).await;
    let closed = Web::new(Networks::default()).unwrap();
    for gateway in [plain.gateway(), Gateway { url: "smpp://93.184.216.34:2775".into(), ..plain.gateway() }] {
        let done = Sms::default().carry(&parcel(vec![gateway], TEXT), &closed).await;
        assert_eq!(done.unwrap_err().to_string(), "not now: smsc: its address is not allowed");
    }
    assert!(plain.heard.lock().unwrap().is_empty());
}
