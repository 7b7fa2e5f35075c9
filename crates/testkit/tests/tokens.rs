//! Tokens of the inventory at the front door: codes by event, *next code please*, PINs, and the states that prove nothing.

use manage::tokens::Inventory;
use model::{credential::CredentialState, token::Revoked};
use testkit::{Database, House, Outcome, Page, on_both, plan::Way};

use crate::support::{at_once, count, crowd, story};

async fn house(database: Database, lines: &[&str], pin: Option<&str>) -> House {
    let way = lines.iter().fold(Way::new("oath", "oath"), |way, line| way.line(line));
    let plan = House::new().on(database).method(way).application("wiki").allow(["password", "oath"]);
    let plan = plan.user("ada").hotp("oath");
    let plan = if let Some(pin) = pin { plan.pin(pin) } else { plan };
    plan.user("bob").start().await
}

fn inventory<'a>(house: &'a House, actor: &'a login::Actor) -> Inventory<'a> {
    Inventory { engine: &house.engine, kinds: methods::ALL, actor }
}

async fn state(house: &House) -> CredentialState {
    house.store().token("FTK-ada").await.unwrap().unwrap().state
}

async fn typed(house: &House, line: &str) -> Outcome {
    house.login("ada").password().code(line).await
}

/// Fills the form that asks for a new PIN.
async fn new_pin(outcome: &Outcome, page: &Page, pin: &str) -> Page {
    outcome.browser.submit(page, &page.prompt(), &[("new_pin", pin), ("new_pin_again", pin)]).await
}

on_both! {
    /// M006, F4.1: an assigned token is asked for, becomes active with its first code, and its counter moves forward only.
    async fn m006_a_token_by_event_logs_in(database: Database) {
        let house = house(database, &[], None).await;
        assert!(house.login("bob").password().await.granted(), "control: who has none is asked for none");
        assert!(!house.login("ada").password().await.granted(), "who has one needs it, used before or not");
        assert!(typed(&house, "000000").await.refused());
        assert_eq!(state(&house).await, CredentialState::Assigned);
        assert!(typed(&house, &house.hotp("ada", 5)).await.granted());
        assert_eq!(state(&house).await, CredentialState::Active);
        assert!(typed(&house, &house.hotp("ada", 4)).await.refused());
        assert!(typed(&house, &house.hotp("ada", 5)).await.refused());
        assert!(typed(&house, &house.hotp("ada", 6)).await.granted());
        let activated = house.audited("token.activated").await;
        assert_eq!(activated.len(), 1);
        assert_eq!((activated[0].person.clone(), activated[0].method.as_str()), (house.person("ada").key(), "oath"));
        assert_eq!(count(&story(&house, "ada").await, "method.missed", "replay"), 2);
    }
}

on_both! {
    /// L010: one HOTP code, 200 logins, all at once: exactly one.
    async fn l010_one_hotp_code_two_hundred_times(database: Database) {
        let house = house(database, &[], None).await;
        let mut logins = Vec::new();
        for browser in crowd(&house, 200) {
            logins.push(house.login("ada").with(&browser).password().await);
        }
        let code = house.hotp("ada", 3);
        let granted = at_once(logins.iter().map(|login| {
            let code = code.clone();
            async move { login.asked.code(&login.browser.code(&login.page, &code).await).is_some() }
        })).await;
        assert_eq!(granted.iter().filter(|g| **g).count(), 1);
        let events = story(&house, "ada").await;
        assert_eq!(events.iter().filter(|e| e.action == "method.passed" && e.method == "oath").count(), 1);
        assert_eq!(count(&events, "token.activated", ""), 1);
        assert_eq!(count(&events, "account.locked", ""), 0, "replays are not counted");
        assert!(typed(&house, &house.hotp("ada", 4)).await.granted(), "the next code");
    }
}

on_both! {
    /// M006, F3.5: a code of the outer window is asked to be followed by the next one, which alone passes.
    async fn m006_next_code_please(database: Database) {
        let house = house(database, &[], None).await;
        let login = typed(&house, &house.hotp("ada", 60)).await;
        assert!(!login.granted() && login.page.asks("code"), "{}", login.page.text());
        let wrong = login.browser.code(&login.page, &house.hotp("ada", 62)).await;
        assert!(login.asked.code(&wrong).is_none(), "not the one after it");
        let again = login.browser.code(&wrong, &house.hotp("ada", 60)).await;
        let passed = login.browser.code(&again, &house.hotp("ada", 61)).await;
        assert!(login.asked.code(&passed).is_some(), "{}", passed.text());
        assert_eq!(house.audited("token.resynced").await.len(), 1);
        assert!(typed(&house, &house.hotp("ada", 61)).await.refused(), "spent");
        assert!(typed(&house, &house.hotp("ada", 62)).await.granted());
        // A first code counts as a miss until the second has come: five of them lock.
        for counter in [100, 101, 102, 103, 104] {
            assert!(!typed(&house, &house.hotp("ada", counter)).await.granted());
        }
        assert_eq!(count(&story(&house, "ada").await, "account.locked", ""), 1);
        assert!(!house.login("ada").password().await.page.asks("code"), "locked out");
    }
}

on_both! {
    /// F5.2: PIN and code in one line; a wrong PIN spends no code; the PIN that was told is changed at its first use.
    async fn a_pin_is_judged_with_its_code(database: Database) {
        let house = house(database, &["oathPin server"], Some("48215")).await;
        let code = house.hotp("ada", 0);
        assert!(typed(&house, &code).await.refused(), "the code alone");
        assert!(typed(&house, &format!("48216{code}")).await.refused());
        let login = typed(&house, &format!("48215{code}")).await;
        assert!(!login.granted() && login.page.asks("new_pin"), "{}", login.page.text());
        let page = new_pin(&login, &login.page, "1234").await;
        assert!(page.error().is_some() && page.asks("new_pin"), "{}", page.text());
        let page = new_pin(&login, &page, "71593").await;
        assert!(login.asked.code(&page).is_some(), "{}", page.text());
        let next = house.hotp("ada", 1);
        assert!(typed(&house, &format!("48215{next}")).await.refused(), "the old one");
        assert!(typed(&house, &format!("71593{next}")).await.granted());
        assert_eq!(count(&story(&house, "ada").await, "token.pin-changed", ""), 1);
        let claims = typed(&house, &format!("71593{}", house.hotp("ada", 2))).await.claims(&house).await;
        assert_eq!(claims["amr"], serde_json::json!(["pwd", "otp", "pin", "mfa"]), "{claims}");
    }
}

on_both! {
    /// F4.1: what is suspended, locked or taken back proves nothing, also not in a login that waits for its code.
    async fn a_token_proves_something_in_its_states_only(database: Database) {
        let house = house(database, &[], None).await;
        house.edit(model::Noun::Application, "demo/wiki", |wiki| {
            // The password alone is not enough here, so that what is missing shows.
            let password = house.id(model::Noun::Method, "password");
            wiki.links.retain(|link| link.to != password);
        }).await;
        let actor = login::Actor::named("ctl");
        let inventory = inventory(&house, &actor);
        let mut counter = 0;
        let mut next = || { counter += 1; house.hotp("ada", counter) };
        assert!(typed(&house, &next()).await.granted(), "control");
        for act in ["suspend", "lock", "lost"] {
            let waiting = house.login("ada").password().await;
            match act {
                "suspend" => inventory.suspend("FTK-ada").await.unwrap(),
                "lock" => inventory.lock("FTK-ada").await.unwrap(),
                _ => inventory.revoke("FTK-ada", Revoked::Lost).await.unwrap(),
            }
            let page = waiting.browser.code(&waiting.page, &next()).await;
            assert!(waiting.asked.code(&page).is_none(), "{act}: {}", page.text());
            assert!(house.login("ada").password().await.denied(), "{act}");
            match act {
                "suspend" => inventory.resume("FTK-ada").await.unwrap(),
                "lock" => inventory.unlock("FTK-ada").await.unwrap(),
                _ => {
                    inventory.initialise("FTK-ada").await.unwrap();
                    inventory.assign("FTK-ada", "", "ada").await.unwrap();
                }
            }
            assert!(typed(&house, &next()).await.granted(), "control after {act}");
        }
        // Somebody else's token is no help.
        inventory.revoke("FTK-ada", Revoked::Inventory).await.unwrap();
        inventory.assign("FTK-ada", "", "bob").await.unwrap();
        assert!(house.login("ada").password().await.denied());
        assert!(house.login("bob").password().code(&next()).await.granted());
    }
}

on_both! {
    /// F4.1: an account page names a token that was handed out, and has no button that would drop it.
    async fn a_token_that_was_handed_out_is_not_removed_by_its_owner(database: Database) {
        let house = house(database, &[], None).await;
        let login = typed(&house, &house.hotp("ada", 0)).await;
        assert!(login.granted());
        let page = login.browser.get("/account").await;
        assert!(page.text().contains("FTK-ada"), "{}", page.text());
        assert!(!page.body.contains("/remove"), "no button");
        let token = house.store().token("FTK-ada").await.unwrap().unwrap();
        let forced = login.browser.get(&format!("/account/ways/{}/remove", token.id)).await;
        for form in forced.forms() {
            login.browser.submit(&forced, &form, &[]).await;
        }
        assert_eq!(state(&house).await, CredentialState::Active, "kept");
    }
}
