//! Accounting: each report is recorded once and answered after that; sessions are shown to their person.

use model::Session;
use radius::{Code, Request, kind};
use serde_json::json;
use testkit::{House, Nas, on_both};

use super::{pass, simple};

const START: u32 = 1;
const STOP: u32 = 2;
const INTERIM: u32 = 3;

fn report(nas: &Nas, status: u32, class: Option<&[u8]>) -> Request {
    let request = nas.request(Code::AccountingRequest).integer(kind::ACCT_STATUS_TYPE, status);
    let request = request
        .add(kind::ACCT_SESSION_ID, b"0000002A")
        .add(kind::USER_NAME, b"ada")
        .add(kind::NAS_IDENTIFIER, b"gate\x07way");
    match class {
        Some(class) => request.add(kind::CLASS, class),
        None => request,
    }
}

async fn class(nas: &Nas) -> Vec<u8> {
    let heard = nas.login("ada", &pass("ada")).await;
    assert!(heard.accepted());
    heard.packet().first(kind::CLASS).expect("a Class").to_vec()
}

async fn sessions(house: &House) -> Vec<Session> {
    house.engine.sessions_of(&house.person("ada")).await.unwrap()
}

on_both! {
    /// A session begins with Start, lives by Interim, and ends with Stop; what the client counted is recorded.
    async fn a_session_from_start_to_stop(database: Database) {
        let house = simple(database).registered("callingStation", "trusted").start().await;
        let nas = house.nas("vpn").await;
        let class = class(&nas).await;
        assert_eq!(nas.report(&report(&nas, START, Some(&class)).add(kind::CALLING_STATION_ID, b"198.51.100.7")).await.code(), Code::AccountingResponse);
        let begun = sessions(&house).await;
        assert_eq!(begun.len(), 1);
        assert_eq!((begun[0].address.as_str(), begun[0].agent.as_str()), ("198.51.100.7", "gate way (127.0.0.1)"));
        house.clock.forward(10);
        nas.report(&report(&nas, INTERIM, Some(&class)).integer(42, 1000)).await;
        assert_eq!(sessions(&house).await[0].used, house.now(), "it is alive");
        let stop = report(&nas, STOP, Some(&class)).integer(42, 7).integer(52, 1).integer(43, 9).integer(46, 600).integer(49, 1);
        nas.report(&stop).await;
        assert!(sessions(&house).await.is_empty());
        let events = house.audited("radius.accounting").await;
        let told: Vec<_> = events.iter().map(|e| e.detail["status"].as_str().unwrap()).collect();
        assert_eq!(told, ["start", "interim", "stop"]);
        assert_eq!(events[2].detail, json!({ "status": "stop", "session": "0000002A", "seconds": 600, "cause": 1, "in": (1_u64 << 32) + 7, "out": 9 }));
        assert!(events.iter().all(|e| e.person == house.person("ada").key() && e.application == "demo/vpn"));
        let login = house.audited("login.granted").await;
        assert_eq!(events[0].correlation, login[0].correlation, "the login that it came from");
    }
}

on_both! {
    /// A report that comes again is answered again and recorded once, in the same packet or in another.
    async fn reports_are_recorded_once(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        let class = class(&nas).await;
        let start = report(&nas, START, Some(&class));
        assert_eq!(nas.report(&start).await, nas.report(&start).await);
        // The client gave up and packs it anew, with a delay.
        for delay in [5, 10] {
            nas.report(&report(&nas, START, Some(&class)).integer(41, delay)).await;
        }
        assert_eq!((house.audited("radius.accounting").await.len(), sessions(&house).await.len()), (1, 1));
        nas.report(&report(&nas, INTERIM, Some(&class)).integer(42, 1)).await;
        nas.report(&report(&nas, INTERIM, Some(&class)).integer(42, 2)).await;
        assert_eq!(house.audited("radius.accounting").await.len(), 3, "these differ");
    }
}

on_both! {
    /// Whose session it is tells our own Class alone: a name is only a name, and a Class of another client is none.
    async fn a_class_cannot_be_made_up(database: Database) {
        let house = simple(database).radius("router").registered("addresses", vec!["127.0.0.8/29"]).allow(["password"]).start().await;
        let nas = house.nas("vpn").await;
        let class = class(&nas).await;
        let mut changed = class.clone();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        nas.report(&report(&nas, START, None)).await;
        nas.report(&report(&nas, START, Some(&changed))).await;
        let router = Nas::at(house.radius(), &testkit::plan::secret_of("router"), "127.0.0.9").await;
        router.report(&report(&router, START, Some(&class))).await;
        assert!(sessions(&house).await.is_empty());
        assert!(house.audited("radius.accounting").await.iter().all(|e| e.person.is_empty() && e.name == "ada"));
        nas.report(&report(&nas, START, Some(&class))).await;
        assert_eq!(sessions(&house).await.len(), 1, "the control");
    }
}

on_both! {
    /// Reports are signed by their authenticator; without it, or from a client without accounting, nothing is recorded or answered.
    async fn forged_reports_are_dropped(database: Database) {
        let house = simple(database).radius("router").registered("addresses", vec!["127.0.0.8/29"]).registered("accounting", false)
            .allow(["password"]).start().await;
        let mut nas = house.nas("vpn").await;
        nas.login = nas.accounting.unwrap();
        let good = report(&nas, START, None).finish(&nas.key).unwrap();
        let mut forged = good.clone();
        *forged.last_mut().unwrap() ^= 1;
        nas.send(&forged).await;
        assert_eq!(nas.exchange(&nas.request(Code::StatusServer)).await.code(), Code::AccountingResponse, "nothing came before this");
        let mut router = Nas::at(house.radius(), &testkit::plan::secret_of("router"), "127.0.0.9").await;
        router.login = nas.login;
        router.send(&report(&router, START, None).finish(&router.key).unwrap()).await;
        assert_eq!(router.exchange(&router.request(Code::StatusServer)).await.code(), Code::AccountingResponse);
        assert!(house.audited("radius.accounting").await.is_empty());
        nas.exchange_bytes(&good).await;
        assert_eq!(house.audited("radius.accounting").await.len(), 1, "the control");
    }
}

on_both! {
    /// Without accounting an accept has no Class of ours; with it the session is on the person's own page, and can be ended there.
    async fn sessions_are_on_the_account_page(database: Database) {
        let house = simple(database).application("wiki").allow(["password"]).start().await;
        let nas = house.nas("vpn").await;
        let class = class(&nas).await;
        nas.report(&report(&nas, START, Some(&class))).await;
        let browser = house.browser();
        assert!(house.login("ada").at("wiki").with(&browser).password().await.granted());
        assert_eq!(sessions(&house).await.len(), 2);
        let page = browser.get("/account").await;
        assert!(page.status.is_success(), "{} {}", page.status, page.text());
        assert!(page.text().contains("vpn"), "{}", page.text());
    }
}
