//! M054: what is told of an existing, an unknown, a disabled and a locked user is the same.

use testkit::{Browser, House, Page, on_both};

use crate::support::{asked, attack, type_in};

/// A page without what differs from one visit to the next: the handle, the tokens, the name that was typed, references.
fn plain(page: &Page, name: &str) -> String {
    let mut body = page.body.clone();
    for form in page.forms() {
        body = body.replace(&form.action, "ACTION");
        for token in form.inputs.iter().filter(|i| i.name == "csrf" && !i.value.is_empty()) {
            body = body.replace(&token.value, "TOKEN");
        }
    }
    if let Some(handle) =
        page.url.path_segments().and_then(|mut s| s.next_back().map(str::to_owned)).filter(|h| h.len() > 20)
    {
        body = body.replace(&handle, "HANDLE");
    }
    body.replace(&format!("value=\"{name}\""), "value=\"NAME\"")
}

/// What may not differ.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    statuses: Vec<u16>,
    headers: Vec<(String, String)>,
    /// Names alone.
    cookies: Vec<String>,
    body: String,
}

fn told(page: &Page, name: &str) -> Told {
    let statuses = page.hops.iter().map(|h| h.status.as_u16()).chain([page.status.as_u16()]).collect();
    let varying = ["date", "set-cookie", "content-length", "location"];
    let mut headers: Vec<(String, String)> = page
        .headers
        .iter()
        .filter(|(n, _)| !varying.contains(&n.as_str()))
        .map(|(n, v)| (n.to_string(), format!("{v:?}")))
        .collect();
    headers.sort();
    let cookies = page.set_cookies().iter().map(|c| c.split('=').next().unwrap_or_default().to_owned()).collect();
    Told { statuses, headers, cookies, body: plain(page, name) }
}

async fn wrong(house: &House, browser: &Browser, name: &str, password: &str) -> Page {
    let page = asked(house, browser, "wiki").await;
    type_in(browser, &page, name, password).await
}

on_both! {
    /// M054: a login with a wrong password.
    async fn m054_a_wrong_password_tells_nothing(database: Database) {
        let plan = House::new().on(database).application("wiki").allow(["password", "totp"]);
        let house = plan.user("existing").token("totp").user("disabled").disabled().user("lockedup").start().await;
        attack(&house, "lockedup", 5).await;
        let control = told(&wrong(&house, &house.browser(), "existing", "a guess").await, "existing");
        assert!(control.body.contains("id=\"error\""));
        for name in ["unknown1", "disabled", "lockedup"] {
            let seen = told(&wrong(&house, &house.browser(), name, "a guess").await, name);
            assert_eq!(seen, control, "{name}");
        }
        // The right password of who may not log in is worth no more than a wrong one.
        for name in ["disabled", "lockedup"] {
            let right = house.someone(name).password.clone();
            assert_eq!(told(&wrong(&house, &house.browser(), name, &right).await, name), control, "{name}");
        }
        assert!(wrong(&house, &house.browser(), "existing", &house.someone("existing").password).await.asks("code"), "the control");
    }
}

on_both! {
    /// M054: a code that opens a login.
    async fn m054_a_code_that_opens_tells_nothing(database: Database) {
        let plan = House::new().on(database).application("wiki").allow(["totp"]).opens("totp");
        let house = plan.user("existing").token("totp").user("disabled").token("totp").disabled().user("tokenless").start().await;
        let try_with = |name: &'static str| {
            let house = &house;
            async move {
                let browser = house.browser();
                let page = browser.get(&house.client("wiki").authorize().path()).await;
                let form = page.prompt();
                told(&browser.submit(&page, &form, &[("username", name), ("code", "000000")]).await, name)
            }
        };
        let control = try_with("existing").await;
        for name in ["unknown1", "disabled", "tokenless"] {
            assert_eq!(try_with(name).await, control, "{name}");
        }
    }
}

on_both! {
    /// M054: asking for a reset.
    async fn m054_asking_for_a_reset_tells_nothing(database: Database) {
        let plan = House::new().on(database).site_with(|s| s.forgotten_password = true).application("wiki").allow(["password"]);
        let house = plan.user("existing").user("disabled").disabled().user("lockedup").user("mailless").without_email().start().await;
        attack(&house, "lockedup", 5).await;
        let ask = |name: &'static str| {
            let house = &house;
            async move {
                let browser = house.browser();
                let page = browser.get("/forgot?site=demo").await;
                told(&browser.submit(&page, &page.prompt(), &[("username", name)]).await, name)
            }
        };
        let control = ask("existing").await;
        for name in ["unknown1", "disabled", "lockedup", "mailless"] {
            assert_eq!(ask(name).await, control, "{name}");
        }
        let mail = house.inbox().newest("existing@demo.test", 1).await;
        assert!(mail.text.contains("/reset/"));
        assert!(house.inbox().to("disabled@demo.test").is_empty());
    }
}
