//! Mail through a real SMTP server: STARTTLS, TLS from the first byte, authentication, and a server that is busy at first.

use model::system::{Mail, MailSecurity};
use serde_json::Value;
use std::{path::Path, process::Stdio};
use testkit::{Database, House, inbox, on_both};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// The server of `peers/smtp-sink.py`.
struct Sink {
    _child: Child,
    port: u16,
    ca: String,
    control: String,
    client: reqwest::Client,
}

impl Sink {
    /// `None`, said aloud, where the Debian package `python3-aiosmtpd` is missing.
    async fn start(dir: &Path, arguments: &[&str]) -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../peers/smtp-sink.py");
        let there =
            Command::new("/usr/bin/python3").args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status().await;
        if !there.is_ok_and(|s| s.success()) {
            eprintln!("SKIPPED: python3-aiosmtpd is not installed");
            return None;
        }
        let mut command = Command::new("/usr/bin/python3");
        command
            .arg(script)
            .arg("--output")
            .arg(dir.join("mails.jsonl"))
            .arg("--certificates")
            .arg(dir.join("certificates"));
        let mut child = command.args(arguments).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next_line().await.unwrap().unwrap();
        let told = |name: &str| {
            line.split_whitespace().find_map(|w| w.strip_prefix(&format!("{name}="))).unwrap_or_default().to_owned()
        };
        let ca = std::fs::read_to_string(told("SMTP_CA")).unwrap_or_default();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Some(Self {
            _child: child,
            port: told("SMTP_PORT").parse().unwrap(),
            ca,
            control: told("SMTP_CONTROL"),
            client,
        })
    }

    fn mail(&self, security: MailSecurity) -> Mail {
        Mail {
            host: "localhost".into(),
            port: self.port,
            security,
            from: "Demo <no-reply@demo.test>".into(),
            trust: self.ca.clone(),
            ..Mail::default()
        }
    }
    async fn ask(&self, path: &str) -> Value {
        let text = self.client.get(format!("{}{path}", self.control)).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    }
    /// Mails taken, newest first, as soon as there are so many. Each look is a question to the server; a thousand are enough.
    async fn mails(&self, count: usize) -> Vec<Value> {
        for _ in 0..5_000 {
            let mails = self.ask("/mails").await;
            if mails.as_array().is_some_and(|m| m.len() >= count) {
                return mails.as_array().cloned().unwrap_or_default();
            }
        }
        panic!("fewer than {count} mails: {}", self.ask("/").await);
    }
    /// Waits until so many deliveries were tried.
    async fn tried(&self, count: u64) {
        for _ in 0..5_000 {
            if self.ask("/").await["tried"].as_u64() >= Some(count) {
                return;
            }
        }
        panic!("fewer than {count} tries");
    }
}

async fn house(database: Database, mail: Mail) -> House {
    House::new().on(database).real_mail(mail).application("wiki").allow(["password", "email"]).user("ada").start().await
}

/// Logs in with the code that the server took.
async fn log_in(house: &House, sink: &Sink) -> Value {
    let login = house.login("ada").password().await;
    let mail = sink.mails(1).await.remove(0);
    let code = inbox::code_in(mail["text"].as_str().unwrap()).unwrap();
    let page = login.browser.code(&login.page, &code).await;
    assert!(login.asked.code(&page).is_some(), "{}", page.text());
    mail
}

on_both! {
    /// B5b, B5: codes by a server that wants STARTTLS and a name and password.
    async fn b5_a_code_by_starttls_with_authentication(database: Database) {
        let dir = tempfile::tempdir().unwrap();
        let Some(sink) = Sink::start(dir.path(), &["--starttls", "--login", "symbolon:its secret"]).await else { return };
        let mut mail = sink.mail(MailSecurity::Starttls);
        mail.username = "symbolon".into();
        mail.password = "its secret".into();
        let house = house(database, mail).await;
        let got = log_in(&house, &sink).await;
        assert_eq!(got["tls"], true);
        assert_eq!(got["login"], "symbolon");
        assert_eq!(got["to"], serde_json::json!(["ada@demo.test"]));
        assert_eq!(got["envelope_from"], "no-reply@demo.test");
        let headers: Vec<&str> = got["headers"].as_array().unwrap().iter().filter_map(|h| h[0].as_str()).collect();
        for needed in ["From", "To", "Subject", "Date", "Message-ID"] {
            assert!(headers.contains(&needed), "{headers:?}");
        }
    }
}

on_both! {
    /// B5: codes by a server that speaks TLS from the first byte.
    async fn b5_a_code_by_implicit_tls(database: Database) {
        let dir = tempfile::tempdir().unwrap();
        let Some(sink) = Sink::start(dir.path(), &["--tls"]).await else { return };
        let house = house(database, sink.mail(MailSecurity::Tls)).await;
        assert_eq!(log_in(&house, &sink).await["tls"], true);
    }
}

on_both! {
    /// A certificate that nobody here trusts, or a wrong password for the server: no mail, in clear or otherwise.
    async fn b5_an_untrusted_server_gets_nothing(database: Database) {
        let dir = tempfile::tempdir().unwrap();
        let Some(sink) = Sink::start(dir.path(), &["--starttls", "--login", "symbolon:its secret"]).await else { return };
        let mut mail = sink.mail(MailSecurity::Starttls);
        mail.username = "symbolon".into();
        mail.password = "another secret".into();
        let house = self::house(database, mail.clone()).await;
        let login = house.login("ada").password().await;
        assert!(login.page.asks("code"));
        let untrusted = Mail { trust: String::new(), password: "its secret".into(), ..mail };
        let other = self::house(database, untrusted).await;
        other.login("ada").password().await;
        // Both have tried by the time that a third, which is right, has delivered.
        let right = Mail { password: "its secret".into(), username: "symbolon".into(), ..sink.mail(MailSecurity::Starttls) };
        let control = self::house(database, right).await;
        log_in(&control, &sink).await;
        assert_eq!(sink.mails(1).await.len(), 1);
    }
}

on_both! {
    /// G4, A2.17: a busy server is asked again, each time later, until it takes the mail; nothing is sent twice.
    async fn b5_a_busy_server_is_tried_again_with_back_off(database: Database) {
        let dir = tempfile::tempdir().unwrap();
        let Some(sink) = Sink::start(dir.path(), &["--fail", "3"]).await else { return };
        let mut mail = sink.mail(MailSecurity::None);
        mail.host = "127.0.0.1".into();
        let house = house(database, mail).await;
        let login = house.login("ada").password().await;
        for (tries, wait) in [(1, 1), (2, 2), (3, 4)] {
            sink.tried(tries).await;
            // Not before its time.
            for _ in 0..50 {
                house.engine.wake_outbox();
                assert_eq!(sink.ask("/").await["tried"], tries);
            }
            house.clock.seconds(wait + 1);
            house.engine.wake_outbox();
        }
        let taken = sink.mails(1).await;
        assert_eq!(taken.len(), 1);
        let code = inbox::code_in(taken[0]["text"].as_str().unwrap()).unwrap();
        let page = login.browser.code(&login.page, &code).await;
        assert!(login.asked.code(&page).is_some(), "{}", page.text());
        house.clock.forward(60);
        house.engine.wake_outbox();
        assert_eq!(sink.ask("/").await["tried"], 4);
    }
}

on_both! {
    /// M087 over the wire: one recipient and headers that hold, whatever names hold.
    async fn m087_one_recipient_over_the_wire(database: Database) {
        let dir = tempfile::tempdir().unwrap();
        let Some(sink) = Sink::start(dir.path(), &[]).await else { return };
        let nasty = "Demo\r\nBcc: eve@evil.example\r\n\r\n<a href=\"https://evil.example\">x</a>";
        let mut mail = sink.mail(MailSecurity::None);
        mail.host = "127.0.0.1".into();
        let plan = House::new().on(database).real_mail(mail).site_with(|s| s.title = model::Titles::en(nasty));
        let plan = plan.application("wiki").allow(["password", "email"]).application_with(|a| a.title = model::Titles::en(nasty));
        let house = plan.user("ada").attribute("cn", nasty).start().await;
        let got = log_in(&house, &sink).await;
        assert_eq!(got["to"], serde_json::json!(["ada@demo.test"]));
        let headers: Vec<&str> = got["headers"].as_array().unwrap().iter().filter_map(|h| h[0].as_str()).collect();
        assert!(!headers.contains(&"Bcc"), "{headers:?}");
        assert!(!got["html"].as_str().unwrap_or_default().contains("<a href=\"https://evil.example"));
    }
}
