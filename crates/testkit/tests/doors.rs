//! All doors at once: what is good once is good at one of them.

use futures_util::future::{join_all, join3};
use model::application::Layout;
use serde_json::json;
use testkit::{Database, House, on_both};

use crate::{
    agent::support::{Agent, gate},
    support::{count, crowd, story},
};

/// A browser application, a VPN and an agent, each asking for a password and a code of the same method.
async fn house(database: Database, method: &str) -> House {
    let plan = House::new().on(database).application("wiki").allow(["password", method]);
    let plan = plan.radius("vpn").passcode(Layout::PasswordCode, false).allow(["password", method]);
    let plan = gate(plan.application("gate").allow(["password", method]), &json!({ "addresses": "127.0.0.0/8" }));
    let plan = plan.user("ada");
    if method == "oath" { plan.hotp("oath") } else { plan.token(method) }.start().await
}

/// Sends one code through all three doors, 200 times at the same moment; how often each let in.
async fn everywhere(house: &House, code: &str) -> [usize; 3] {
    let passcode = format!("{}{code}", testkit::password_of("ada"));
    let mut waiting = Vec::new();
    for browser in crowd(house, 67) {
        waiting.push(house.login("ada").with(&browser).password().await);
    }
    let browsers = join_all(waiting.iter().map(|login| async {
        let page = login.browser.code(&login.page, code).await;
        login.asked.code(&page).is_some()
    }));
    let vpn = join_all((0..67).map(|_| async { house.nas("vpn").await.login("ada", &passcode).await.accepted() }));
    let agents = join_all((0..66).map(|n| {
        let agent = Agent::new(house).at(&format!("127.201.{n}.1"));
        let passcode = &passcode;
        async move { agent.check(&[("user", "ada"), ("pass", passcode)]).await.accepted() }
    }));
    let (one, two, three) = join3(browsers, vpn, agents).await;
    [one, two, three].map(|door| door.into_iter().filter(|granted| *granted).count())
}

on_both! {
    /// E7, L010, M001: one TOTP code, 200 at once through browser, RADIUS and agent: exactly one.
    async fn l010_one_totp_code_at_all_doors(database: Database) {
        let house = house(database, "totp").await;
        let granted = everywhere(&house, &house.code("ada")).await;
        assert_eq!(granted.iter().sum::<usize>(), 1, "{granted:?}");
        let events = story(&house, "ada").await;
        assert_eq!(count(&events, "account.locked", ""), 0, "replays are not counted");
        // So many tries from one place are slowed down for a while.
        house.clock.pass(model::Span::minutes(5));
        let passcode = format!("{}{}", testkit::password_of("ada"), house.code("ada"));
        assert!(house.nas("vpn").await.login("ada", &passcode).await.accepted(), "the next one is good");
    }
}

on_both! {
    /// L010, M006: one HOTP code, 200 at once through browser, RADIUS and agent: exactly one.
    async fn l010_one_hotp_code_at_all_doors(database: Database) {
        let house = house(database, "oath").await;
        let granted = everywhere(&house, &house.hotp("ada", 0)).await;
        assert_eq!(granted.iter().sum::<usize>(), 1, "{granted:?}");
        house.clock.pass(model::Span::minutes(5));
        let passcode = format!("{}{}", testkit::password_of("ada"), house.hotp("ada", 1));
        assert!(house.nas("vpn").await.login("ada", &passcode).await.accepted(), "the next one is good");
    }
}
