//! Malformed and hostile packets: silence, or a reject with a harmless record.

use std::time::{Duration, Instant};

use model::audit::Event;
use radius::{Code, Packet, kind};
use testkit::{Nas, on_both};

use super::{pass, plan, simple};
use crate::support::at_once;

on_both! {
    /// R028: ten thousand packets from an unknown address are not answered, and leave nothing behind.
    async fn r028_unknown_addresses_hear_nothing(database: Database) {
        let house = simple(database).registered("addresses", vec!["127.0.0.1/32"]).start().await;
        let nas = house.nas("vpn").await;
        let stranger = Nas::at(house.radius(), &testkit::plan::secret_of("vpn"), "127.0.0.2").await;
        let before = house.audit().await.len();
        let asked = stranger.ask("ada", &pass("ada")).finish(&stranger.key).unwrap();
        for n in 0..10_000 {
            stranger.send(&asked).await;
            if n % 200 == 0 {
                // Keeps the socket's queue short, so that all of them are looked at.
                assert!(nas.exchange(&nas.request(Code::StatusServer)).await.accepted());
            }
        }
        nas.at_rest().await;
        let heard = tokio::time::timeout(Duration::ZERO, stranger.next()).await;
        assert!(heard.is_err(), "an answer to a stranger");
        assert_eq!(house.audit().await.len(), before + 1, "the record has only what `at_rest` did");
        assert!(nas.login("ada", &pass("ada")).await.accepted(), "the control");
    }
}

on_both! {
    /// R029: what is no packet is dropped.
    async fn r029_malformed_datagrams_are_dropped(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        let good = || nas.ask("ada", &pass("ada")).finish(&nas.key).unwrap();
        let with_length = |length: u16| {
            let mut bytes = good();
            bytes[2..4].copy_from_slice(&length.to_be_bytes());
            bytes
        };
        let mut long = with_length(4097);
        long.resize(4097, 0);
        let attribute = |kind: u8, length: u8| {
            let mut bytes = good();
            bytes.extend_from_slice(&[kind, length]);
            let total = u16::try_from(bytes.len()).unwrap();
            bytes[2..4].copy_from_slice(&total.to_be_bytes());
            bytes
        };
        let all = [good()[..19].to_vec(), with_length(19), with_length(4000), long, Vec::new(), attribute(4, 0), attribute(4, 1), attribute(4, 6)];
        for (number, bytes) in all.iter().enumerate() {
            nas.unanswered(bytes).await;
            assert!(nas.exchange_bytes(&good()).await.accepted(), "the control of {number}");
        }
    }
}

on_both! {
    /// R031: passwords of a length that cannot be, two of them, or two sorts of credential: dropped, never cut.
    async fn r031_broken_credentials_are_dropped(database: Database) {
        let house = simple(database).registered("chap", true).start().await;
        let nas = house.nas("vpn").await;
        let named = || nas.request(Code::AccessRequest).add(kind::USER_NAME, b"ada");
        for length in [0, 15, 17, 129, 144] {
            nas.unanswered(&named().add(kind::USER_PASSWORD, &vec![7; length]).finish(&nas.key).unwrap()).await;
        }
        let right = || nas.ask("ada", &pass("ada"));
        nas.unanswered(&right().user_password(&nas.key, pass("ada").as_bytes()).finish(&nas.key).unwrap()).await;
        nas.unanswered(&right().chap(1, pass("ada").as_bytes(), &[1; 16]).finish(&nas.key).unwrap()).await;
        assert!(nas.exchange(&right()).await.accepted(), "the control");
        let longest = "x".repeat(128);
        assert!(nas.login("ada", &longest).await.rejected(), "128 bytes are a password");
    }
}

on_both! {
    /// R032: no name, or one that is none: a reject, and a record that can be printed.
    async fn r032_names_are_judged_and_recorded_safely(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        let with = |name: &[u8]| nas.request(Code::AccessRequest).add(kind::USER_NAME, name).user_password(&nas.key, pass("ada").as_bytes());
        let nameless = nas.request(Code::AccessRequest).user_password(&nas.key, pass("ada").as_bytes());
        assert!(nas.exchange(&nameless).await.rejected());
        let long = [b'a'; 253];
        let names: [&[u8]; 8] = [b"", b"ada\0", b"\0", b"ada\xff\xfe", &long, b"*", b"ada)(uid=*", b"a\r\nlogin.granted ada\x1b[2J"];
        for name in names {
            assert!(nas.exchange(&with(name)).await.rejected(), "{:?}", String::from_utf8_lossy(name));
        }
        let twice = nas.ask("ada", &pass("ada")).add(kind::USER_NAME, b"bob");
        assert!(nas.exchange(&twice).await.rejected());
        let events: Vec<Event> = house.audit().await.into_iter().filter_map(|r| r.event).collect();
        assert!(events.iter().all(|e| !e.name.chars().any(char::is_control)), "{events:?}");
        assert_eq!(house.audited("login.granted").await.len(), 0);
        assert!(nas.login("ada", &pass("ada")).await.accepted(), "the control");
    }
}

on_both! {
    /// R033: codes that have no business at a port are dropped there.
    async fn r033_wrong_codes_are_dropped(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        for code in [2, 3, 4, 5, 11, 40, 43, 0, 255].map(Code::of) {
            let request = nas.request(code).add(kind::USER_NAME, b"ada").user_password(&nas.key, pass("ada").as_bytes());
            nas.unanswered(&request.finish(&nas.key).unwrap()).await;
        }
        // And a login at the port for accounting.
        let mut other = house.nas("vpn").await;
        other.login = nas.accounting.unwrap();
        other.send(&other.ask("ada", &pass("ada")).finish(&other.key).unwrap()).await;
        let alive = other.exchange(&other.request(Code::StatusServer)).await;
        assert_eq!(alive.code(), Code::AccountingResponse);
        assert_eq!(house.audited("login.granted").await.len(), 0);
        assert!(nas.login("ada", &pass("ada")).await.accepted(), "the control");
    }
}

on_both! {
    /// R034: Status-Server is answered if it is signed.
    async fn r034_status_server_must_be_signed(database: Database) {
        let house = simple(database).registered("requireMessageAuthenticator", false).start().await;
        let nas = house.nas("vpn").await;
        nas.unanswered(&nas.request(Code::StatusServer).unsigned().finish(&nas.key).unwrap()).await;
        assert!(nas.exchange(&nas.request(Code::StatusServer)).await.accepted());
    }
}

on_both! {
    /// R036: no answer is longer than 1024 bytes, also to the longest request.
    async fn r036_answers_are_short(database: Database) {
        let house = plan(database).start().await;
        let nas = house.nas("vpn").await;
        let padded = |mut request: radius::Request| {
            for _ in 0..14 {
                request = request.add(kind::CALLED_STATION_ID, &[b'x'; 250]);
            }
            request
        };
        for (name, line) in [("ada", pass("ada")), ("bob", pass("bob")), ("bob", "wrong".into()), ("nobody", "wrong".into())] {
            let asked = padded(nas.ask(name, &line)).finish(&nas.key).unwrap();
            assert!(asked.len() > 3500 && asked.len() <= Packet::MAX);
            assert!(nas.exchange_bytes(&asked).await.0.len() <= 1024);
        }
    }
}

on_both! {
    /// R037: refusals wait without holding anything up, and last as long for nobody as for somebody.
    async fn r037_refusals_are_delayed_evenly(database: Database) {
        const DELAY: Duration = Duration::from_millis(400);
        let house = simple(database).registered("rejectDelay", 400).start().await;
        let nas = house.nas("vpn").await;
        let devices = at_once((0..40).map(|_| house.nas("vpn"))).await;
        let begun = Instant::now();
        let refused = async {
            let names = devices.iter().enumerate();
            at_once(names.map(|(n, device)| async move {
                let name = if n % 2 == 0 { "bob".to_owned() } else { format!("nobody{n}") };
                let heard = device.login(&name, "wrong").await;
                (heard, begun.elapsed())
            })).await
        };
        let accepted = async {
            let heard = nas.login("ada", &pass("ada")).await;
            (heard, begun.elapsed())
        };
        let (refused, (accepted, _)) = futures_util::future::join(refused, accepted).await;
        assert!(accepted.accepted());
        for (heard, after) in &refused {
            assert!(heard.rejected());
            assert!(*after >= DELAY, "a refusal after {after:?}");
        }
        // A duplicate while the refusal waits is not answered sooner, and one after it gets the same bytes.
        let asked = nas.ask("nobody", "wrong").finish(&nas.key).unwrap();
        let begun = Instant::now();
        nas.send(&asked).await;
        let first = nas.exchange_bytes(&asked).await;
        assert!(begun.elapsed() >= DELAY);
        assert_eq!(nas.exchange_bytes(&asked).await, first);
    }
}

on_both! {
    /// A server that is stopped answers what it has begun: a refusal that is held back goes out.
    async fn a_stop_sends_what_is_held_back(database: Database) {
        let house = simple(database).registered("rejectDelay", 5000).start().await;
        let nas = house.nas("vpn").await;
        let asked = nas.ask("ada", "wrong").finish(&nas.key).unwrap();
        nas.send(&asked).await;
        // Judged behind it, and so not before it was received.
        assert!(nas.login("ada", &pass("ada")).await.accepted());
        let begun = Instant::now();
        let (heard, place) = futures_util::future::join(nas.hear(&asked), house.stop()).await;
        assert!(heard.rejected() && begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        drop(place);
    }
}
