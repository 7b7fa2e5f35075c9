//! Mail: what leaves, over which connection, and what is said of failures.

use super::server::{Manner, Server, authority};
use crate::Smtp;
use model::{
    Time,
    network::Networks,
    system::{Mail, MailSecurity},
};
use plug::{Clock, Courier, CourierError, Parcel, Web};
use std::sync::Arc;

struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        Time::from_seconds(1_700_000_000)
    }
}

fn smtp() -> Smtp {
    Smtp::new(Arc::new(Still))
}

fn loopback() -> Web {
    Web::new(Networks::parse("127.0.0.0/8 ::1").unwrap()).unwrap()
}

fn mail(port: u16, security: MailSecurity) -> Mail {
    Mail { host: "localhost".into(), port, security, from: "Acme <no-reply@acme.example>".into(), ..Mail::default() }
}

fn parcel(mail: Mail) -> Parcel {
    Parcel {
        to: "ada@acme.example".into(),
        subject: "Your code for Payroll".into(),
        text: "Your code is 012345.\n".into(),
        html: None,
        fields: Vec::new(),
        mail: Some(mail),
        gateways: Vec::new(),
        id: "01HF0000000000000000000000".into(),
    }
}

/// `done`, `later` or `never`.
fn word(done: &Result<(), CourierError>) -> &'static str {
    match done {
        Ok(()) => "done",
        Err(CourierError::Later(_)) => "later",
        Err(CourierError::Never(_)) => "never",
    }
}

async fn carry(parcel: &Parcel) -> Result<(), CourierError> {
    smtp().carry(parcel, &loopback()).await
}

#[tokio::test]
async fn a_letter_arrives_with_its_headers() {
    let server = Server::start(Manner::default()).await;
    let mut sent = parcel(mail(server.port, MailSecurity::None));
    carry(&sent).await.unwrap();
    carry(&sent).await.unwrap();
    let message = server.message();
    for header in [
        "From: Acme <no-reply@acme.example>",
        "To: ada@acme.example",
        "Subject: Your code for Payroll",
        "Message-ID: <01HF0000000000000000000000@acme.example>",
        "Date: Tue, 14 Nov 2023 22:13:20 +0000",
        "Auto-Submitted: auto-generated",
    ] {
        assert_eq!(message.lines().filter(|l| *l == header).count(), 2, "{header} in {message}");
    }
    assert!(message.contains("012345"));
    assert_eq!((server.said("MAIL FROM:<no-reply@acme.example>"), server.said("RCPT TO:<ada@acme.example>")), (2, 2));
    sent.html = Some("<p>Ääkköset: <b>012345</b></p>".into());
    sent.subject = "Koodisi: Työaika".into();
    carry(&sent).await.unwrap();
    assert!(server.message().contains("multipart/alternative"));
    assert!(server.message().lines().all(str::is_ascii));
}

/// M087: nothing in a subject, an address or a sender begins a header or a receiver of its own.
#[tokio::test]
async fn no_header_can_be_slipped_in() {
    let server = Server::start(Manner::default()).await;
    let plain = parcel(mail(server.port, MailSecurity::None));
    for subject in [
        "x\r\nBcc: eve@evil.example",
        "x\nBcc: eve@evil.example",
        "x\rBcc: eve@evil.example",
        "x\u{2028}Bcc: eve",
        "=?utf-8?q?x=0ABcc:_e?=",
    ] {
        let sent = Parcel { subject: subject.into(), ..plain.clone() };
        assert_eq!(word(&carry(&sent).await), "done");
    }
    assert!(server.message().lines().all(|l| !l.to_ascii_lowercase().starts_with("bcc")), "{}", server.message());
    let before = server.heard().len();
    for to in [
        "ada@acme.example\r\nRCPT TO:<eve@evil.example>",
        "ada@acme.example, eve@evil.example",
        "Ada <ada@acme.example>",
        "ada@acme.example>\u{0}",
        "",
        "ada",
    ] {
        let sent = Parcel { to: to.into(), ..plain.clone() };
        assert_eq!(word(&carry(&sent).await), "never", "{to:?}");
    }
    for from in ["a@acme.example\r\nBcc: eve@evil.example", "Acme\nBcc: eve <a@acme.example>", "acme"] {
        let mail = Mail { from: from.into(), ..plain.mail.clone().unwrap() };
        assert_eq!(word(&carry(&parcel(mail)).await), "never", "{from:?}");
    }
    assert_eq!(server.heard().len(), before, "refused before anything is said");
    let sent = Parcel { id: "1>\r\nBcc: <eve@evil.example".into(), ..plain };
    carry(&sent).await.unwrap();
    assert!(server.message().contains("Message-ID: <1Bcceveevil.example@acme.example>"));
    assert_eq!(server.said("RCPT"), 6, "one receiver each");
}

#[tokio::test]
async fn starttls_and_tls_protect_the_letter() {
    let (ca, acceptor) = authority("localhost");
    for security in [MailSecurity::Starttls, MailSecurity::Tls] {
        let wrapped = security == MailSecurity::Tls;
        let server = Server::start(Manner {
            wrapped,
            starttls: !wrapped,
            tls: Some(acceptor.clone()),
            auth: "PLAIN LOGIN",
            ..Manner::default()
        })
        .await;
        let sent = Mail {
            trust: ca.clone(),
            username: "ada".into(),
            password: "hunter2".into(),
            ..mail(server.port, security)
        };
        carry(&parcel(sent)).await.unwrap();
        assert!(server.message().contains("012345"));
        let clear: Vec<_> = server.heard().into_iter().filter(|l| !l.starts_with("tls ")).collect();
        assert!(clear.iter().all(|l| l.starts_with("EHLO") || l == "STARTTLS"), "{clear:?}");
        assert_eq!(server.said("tls AUTH PLAIN"), 1);
    }
}

#[tokio::test]
async fn login_is_spoken_where_plain_is_not_offered() {
    let server = Server::start(Manner { auth: "LOGIN", ..Manner::default() }).await;
    let sent = Mail { username: "ada".into(), password: "hunter2".into(), ..mail(server.port, MailSecurity::None) };
    carry(&parcel(sent)).await.unwrap();
    assert_eq!(server.said("AUTH LOGIN"), 1);
}

/// Without trust, for another name, or with STARTTLS taken out of the offer, no letter and no password leaves.
#[tokio::test]
async fn without_protection_nothing_leaves() {
    let (ca, acceptor) = authority("localhost");
    let (_, other) = authority("mail.acme.example");
    let (own, strange) = (
        Manner { starttls: true, tls: Some(acceptor), ..Manner::default() },
        Manner { starttls: true, tls: Some(other), ..Manner::default() },
    );
    let stripped = Manner { starttls: false, auth: "PLAIN", ..own.clone() };
    for (case, manner, trust, expected) in [
        ("control", own.clone(), ca.as_str(), "done"),
        ("not trusted", own.clone(), "", "later"),
        ("another authority", strange, ca.as_str(), "later"),
        ("STARTTLS taken out", stripped, ca.as_str(), "later"),
        ("certificates do not read", own, "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n", "later"),
    ] {
        let server = Server::start(manner).await;
        let sent = Mail { trust: trust.into(), username: String::new(), ..mail(server.port, MailSecurity::Starttls) };
        let done = carry(&parcel(sent)).await;
        assert_eq!(word(&done), expected, "{case}: {done:?}");
        assert_eq!(server.message().contains("012345"), expected == "done", "{case}");
    }
}

/// In clear only to this machine; and nowhere that the outgoing client may not call.
#[tokio::test]
async fn in_clear_goes_to_this_machine_alone() {
    let far = Mail { host: "203.0.113.7".into(), ..mail(25, MailSecurity::None) };
    let everywhere = Web::new(Networks::parse("0.0.0.0/0").unwrap()).unwrap();
    assert_eq!(word(&smtp().carry(&parcel(far), &everywhere).await), "never");
    let server = Server::start(Manner::default()).await;
    let near = parcel(mail(server.port, MailSecurity::None));
    let closed = Web::new(Networks::default()).unwrap();
    assert_eq!(word(&smtp().carry(&near, &closed).await), "never");
    assert_eq!(word(&smtp().carry(&near, &loopback()).await), "done");
    assert_eq!(word(&smtp().carry(&Parcel { mail: None, ..near }, &loopback()).await), "later");
}

/// A permanent answer ends it, a passing one does not; neither tells an address or a password.
#[tokio::test]
async fn answers_are_told_apart() {
    for (word_of, answer, expected) in [
        ("RCPT", "550 5.1.1 no ada@acme.example here", "never"),
        ("RCPT", "452 4.2.2 ada@acme.example is full", "later"),
        ("MAIL", "530 5.7.0 hunter2", "never"),
        ("DATA", "451 later", "later"),
        (".", "554 5.7.1 spam", "never"),
        (".", "450 greylisted", "later"),
        ("AUTH", "535 5.7.8 ada hunter2", "never"),
        ("AUTH", "454 4.7.0 not now", "later"),
        ("EHLO", "421 busy", "later"),
        ("QUIT", "500 what", "done"),
    ] {
        let server =
            Server::start(Manner { auth: "PLAIN", answers: vec![(word_of, answer)], ..Manner::default() }).await;
        let sent = Mail { username: "ada".into(), password: "hunter2".into(), ..mail(server.port, MailSecurity::None) };
        let done = carry(&parcel(sent)).await;
        assert_eq!(word(&done), expected, "{word_of} {answer}: {done:?}");
        let text = format!("{done:?} {}", done.as_ref().err().map(ToString::to_string).unwrap_or_default());
        assert!(!text.contains("ada") && !text.contains("hunter2") && !text.contains("aHVudGVyMg"), "{text}");
    }
    let done = carry(&parcel(mail(1, MailSecurity::None))).await;
    assert_eq!(word(&done), "later", "{done:?}");
    let unknown = Mail { host: "mail.invalid".into(), ..mail(25, MailSecurity::Starttls) };
    assert_eq!(word(&carry(&parcel(unknown)).await), "later");
}
