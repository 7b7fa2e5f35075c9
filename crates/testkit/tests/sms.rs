//! Codes by text message: to registered people and to typed numbers, within limits that pumping does not get through, by
//! gateways of which the next has its turn where one fails.

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use model::gateway::Gateway;
use std::sync::{Arc, Mutex};
use testkit::{House, Outcome, Way, inbox::code_in, on_both};

const ADA: &str = "+358401234567";

/// The code of the newest of so many messages to a number.
async fn texted(house: &House, number: &str, nth: usize) -> String {
    code_in(&house.inbox().newest(number, nth).await.text).unwrap()
}

async fn dials(house: &House, from: &str, number: &str) -> Outcome {
    let browser = house.browser().at(from);
    let login = house.login("eve").at("open").with(&browser).await;
    let page = login.browser.submit(&login.page, &login.page.prompt(), &[("phone", number)]).await;
    Outcome { page, ..login }
}

on_both! {
    /// B3: behind a password the code goes to the number that the directory has, and its message fills itself in at this server alone.
    async fn b3_a_registered_person_gets_a_code(database: Database) {
        for attribute in ["phone_number", "mobile"] {
            let house = House::new().on(database).application("wiki").allow(["sms"]).user("ada").attribute(attribute, "+358 40 123 4567").user("bob").start().await;
            let login = house.login("ada").password().await;
            assert!(login.page.asks("code") && !login.page.body.contains("123 4567"), "{}", login.page.text());
            assert!(login.page.text().contains("••• ••• 67"), "masked: {}", login.page.text());
            assert!(login.page.body.contains("autocomplete=\"one-time-code\""));
            let text = house.inbox().newest(ADA, 1).await.text;
            let code = code_in(&text).unwrap();
            assert!(text.ends_with(&format!("\n@127.0.0.1 #{code}")), "{text}");
            let page = login.browser.code(&login.page, &code).await;
            let done = Outcome { page, ..login };
            assert_eq!(done.claims(&house).await["amr"].as_array().unwrap().iter().filter(|v| *v == "sms").count(), 1);
            assert!(house.login("bob").password().await.denied(), "C7: without a number there is no factor");
        }
    }
}

on_both! {
    /// B4: a number that is typed becomes an unregistered person with `phone_number`.
    async fn b4_a_typed_number_is_an_unregistered_person(database: Database) {
        let house = House::new().on(database).application("open").allow(["dialled"]).user("ada").start().await;
        let login = dials(&house, "127.0.0.1", "040 123 4567").await;
        let wrong = login.browser.code(&login.page, "000000").await;
        assert!(wrong.error().is_some() && wrong.asks("code"), "{}", wrong.text());
        let page = login.browser.code(&wrong, &texted(&house, ADA, 1).await).await;
        assert!(login.asked.code(&page).is_some(), "{}", page.text());
        let granted = house.audited("login.granted").await;
        assert!(granted[0].person.starts_with("m:"), "{granted:?}");
    }
}

on_both! {
    /// C2, C3, C7: behind a first factor the number is that factor's; it is not asked for, cannot be changed and is shown masked.
    async fn c2_the_number_comes_from_the_first_factor(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password", "phone"])
            .user("ada").attribute("phone_number", ADA).user("bob").start().await;
        let login = house.login("ada").password().await;
        assert!(login.page.asks("code") && !login.page.asks("phone"), "{}", login.page.text());
        let form = login.page.prompt();
        let other = login.browser.submit(&login.page, &form, &[("phone", "+358409999999"), ("code", "000000")]).await;
        assert!(house.inbox().to("+358409999999").is_empty());
        let page = login.browser.code(&other, &texted(&house, ADA, 1).await).await;
        assert!(login.asked.code(&page).is_some(), "{}", page.text());
        assert!(house.login("bob").password().await.granted(), "C5: without a number the first factor alone");
    }
}

on_both! {
    /// C7: a number that nothing may be sent to fails the login and drops no factor.
    async fn c7_a_closed_country_drops_no_factor(database: Database) {
        for (countries, sent) in [(vec![358], true), (vec![46], false)] {
            let way = Way::named("sms").with(|m| m.sending.countries = countries);
            let house = House::new().on(database).method(way).application("wiki").allow(["password", "sms"])
                .user("ada").attribute("phone_number", ADA).start().await;
            let login = house.login("ada").password().await;
            assert_eq!(login.page.asks("code"), sent, "{}", login.page.text());
            assert!(!login.granted());
            assert_eq!(house.inbox().to(ADA).len(), usize::from(sent));
        }
    }
}

on_both! {
    /// A2.17, M088: five hundred requests for numbers in a row are stopped, each from another network; numbers elsewhere still get theirs.
    async fn a2_17_m088_five_hundred_numbers_in_a_row_are_stopped(database: Database) {
        let usual = model::method::SendingLimits { per_network_hour: 60, countries: vec![358], ..Default::default() };
        let way = Way::named("dialled").with(|m| m.sending = usual);
        let house = House::new().on(database).method(way).application("open").allow(["dialled"]).user("ada").start().await;
        let mut asked = 0;
        for n in 0..500 {
            let login = dials(&house, &format!("127.{}.{}.1", 1 + n / 250, n % 250), &format!("+358 40 123 {n:04}")).await;
            asked += usize::from(login.page.asks("code"));
            if !login.page.asks("code") {
                assert!(login.page.error().is_some() && !login.granted(), "{}", login.page.text());
            }
        }
        assert_eq!(asked, 30);
        let sent = || house.inbox().all().iter().filter(|m| m.to.starts_with("+35840123")).count();
        house.inbox().newest("+358401230029", 1).await;
        assert_eq!(sent(), 30);
        let beside = dials(&house, "127.9.9.1", "+358 40 124 0000").await;
        assert!(beside.page.asks("code"), "{}", beside.page.text());
        house.clock.pass(model::Span::minutes(61));
        assert!(dials(&house, "127.9.9.1", "+358 40 123 0499").await.page.asks("code"), "an hour later");
    }
}

on_both! {
    /// A2.17: by address, by network, by method and by site; time makes room again.
    async fn a2_17_text_messages_are_limited(database: Database) {
        type Change = Box<dyn FnOnce(&mut model::Method) + Send>;
        for (what, change) in [
            ("address", Box::new(|m: &mut model::Method| m.sending.per_address_hour = 3) as Change),
            ("network", Box::new(|m: &mut model::Method| m.sending.per_network_hour = 3)),
            ("range", Box::new(|m: &mut model::Method| m.sending.per_range_hour = 3)),
            ("method", Box::new(|m: &mut model::Method| m.sending.per_method_day = 3)),
            ("site", Box::new(|_: &mut model::Method| {})),
        ] {
            let plan = House::new().on(database).site_with(|s| s.messages_per_day = if what == "site" { 3 } else { 1_000 });
            let house = plan.method(Way::named("dialled").with(change)).application("open").allow(["dialled"]).user("ada").start().await;
            let number = |n: usize| match what {
                "address" => "+358401230000".to_owned(),
                "range" => format!("+35840123000{n}"),
                _ => format!("+3584012{n}0000"),
            };
            let network = |n: usize| if what == "network" { "127.5.5.1".to_owned() } else { format!("127.5.{n}.1") };
            for n in 0..3 {
                let login = dials(&house, &network(n), &number(n)).await;
                assert!(login.page.asks("code"), "{what} {n}: {}", login.page.text());
            }
            let late = dials(&house, &network(3), &number(3)).await;
            assert!(!late.page.asks("code") && late.page.error().is_some(), "{what}: {}", late.page.text());
            assert_eq!(house.audited("message.limited").await.len(), 1, "{what}");
            house.clock.pass(model::Span::hours(25));
            assert!(dials(&house, &network(4), &number(4)).await.page.asks("code"), "{what}: later");
        }
    }
}

on_both! {
    /// A2.17: nothing leaves for premium, satellite and unopened numbers, and the page is the one for a number that does not read.
    async fn a2_17_m088_where_messages_do_not_go(database: Database) {
        let house = House::new().on(database).application("open").allow(["dialled"]).user("ada").start().await;
        let mut pages = Vec::new();
        for number in ["+881612345678", "+46701234567", "+358600123456", "+18765550123", "nonsense", "112"] {
            let login = dials(&house, "127.0.0.1", number).await;
            assert!(!login.page.asks("code"), "{number}: {}", login.page.text());
            pages.push(login.page.error());
        }
        assert!(pages[0].is_some() && pages.windows(2).all(|pair| pair[0] == pair[1]), "{pages:?}");
        assert!(house.inbox().all().is_empty());
        assert!(dials(&house, "127.0.0.1", ADA).await.page.asks("code"), "the control");
    }
}

on_both! {
    /// A2.17: where anybody can type a number and no country is named, the method is not offered, and a finding says so.
    async fn a2_17_without_countries_nobody_types_numbers(database: Database) {
        for (line, offered) in [("mfa false", false), ("defaultCountry 358", true)] {
            let way = Way::new("dialled", "sms.unregistered").line(line);
            let house = House::new().on(database).method(way).application("open").allow(["dialled"]).user("ada").start().await;
            let login = house.login("eve").at("open").await;
            assert_eq!(login.page.asks("phone"), offered, "{line}: {}", login.page.text());
            let world = house.engine.world();
            assert_eq!(world.findings.iter().any(|f| f.key == "countries-missing"), !offered, "{:?}", world.findings);
        }
    }
}

on_both! {
    /// A2.17: another message only after the interval; a code bears so many wrong answers and no more.
    async fn a2_17_a_texted_code_bears_few_answers_and_is_not_sent_at_will(database: Database) {
        let way = Way::named("sms").with(|m| m.sending.attempts_per_code = 3).line("policy.lockout.threshold 100");
        let house = House::new().on(database).method(way).application("wiki").allow(["password", "sms"]).user("ada").attribute("phone_number", ADA).start().await;
        let login = house.login("ada").password().await;
        let code = texted(&house, ADA, 1).await;
        let early = login.browser.press(&login.page, "again", "").await;
        assert!(early.error().is_some(), "{}", early.text());
        house.clock.forward(2);
        let again = login.browser.press(&early, "again", "").await;
        let newer = texted(&house, ADA, 2).await;
        assert!(code == newer || login.asked.code(&login.browser.code(&again, &code).await).is_none(), "the old one is gone");
        let wrong = if newer == "000000" { "111111" } else { "000000" };
        let mut page = again;
        for _ in 0..3 {
            if page.asks("code") {
                page = login.browser.code(&page, wrong).await;
            }
        }
        let over = if page.asks("code") { login.browser.code(&page, &newer).await } else { page };
        assert!(login.asked.code(&over).is_none(), "three wrong answers used it up");
    }
}

on_both! {
    /// M055, M054: where a code opens a login, a name without a number, with a closed one or of nobody looks like any other, limits and all.
    async fn m055_a_name_tells_nothing(database: Database) {
        let way = Way::named("sms").with(|m| m.sending.per_range_hour = 0).with(|m| m.sending.per_address_hour = 2);
        let house = House::new().on(database).method(way).application("wiki").allow(["sms"]).opens("sms")
            .user("ada").attribute("phone_number", ADA).user("bob").user("cleo").attribute("phone_number", "+881612345678").start().await;
        let mut pages = Vec::new();
        for (nth, name) in ["ada", "bob", "cleo", "nobody"].into_iter().enumerate() {
            let mut shown = Vec::new();
            for n in 0..3 {
                let browser = house.browser().at(&format!("127.{nth}.{n}.1"));
                let login = house.login(name).with(&browser).pick("sms").await;
                let page = login.browser.submit(&login.page, &login.page.prompt(), &[("username", name)]).await;
                shown.push((page.asks("code"), page.error(), page.title()));
            }
            pages.push(shown);
        }
        assert!(pages[0][0].0 && pages[0][1].0 && !pages[0][2].0, "two leave, the third is too much: {pages:?}");
        assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "{pages:?}");
        house.inbox().newest(ADA, 2).await;
        assert_eq!(house.inbox().all().len(), 2);
        assert_eq!(house.audited("message.limited").await.len(), 4, "one for each name");
    }
}

/// A gateway that answers with one status and keeps what it is told.
#[derive(Clone)]
struct Web {
    status: StatusCode,
    heard: Arc<Mutex<Vec<serde_json::Value>>>,
    url: String,
}

impl Web {
    async fn start(status: u16) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let web = Self { status: StatusCode::from_u16(status).unwrap(), heard: Arc::default(), url };
        let take = |State(web): State<Self>, body: Bytes| async move {
            web.heard.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
            web.status
        };
        let routes = Router::new().route("/send", post(take)).with_state(web.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        web
    }
    fn gateway(&self, name: &str) -> Gateway {
        let body = r#"{"to": {mobile}, "text": {text}}"#.into();
        Gateway {
            name: name.into(),
            url: self.url.clone(),
            body,
            password: "gateway-secret".into(),
            ..Gateway::default()
        }
    }
    fn heard(&self) -> Vec<serde_json::Value> {
        self.heard.lock().unwrap().clone()
    }
    /// Waits until a message came; what was committed leaves at once.
    async fn code(&self) -> String {
        for _ in 0..400 {
            if let Some(last) = self.heard().last() {
                return code_in(last["text"].as_str().unwrap()).unwrap();
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("nothing came to {}", self.url);
    }
}

on_both! {
    /// B3: the first gateway is away, so the message leaves by the second; the audit names no number and no secret.
    async fn b3_the_next_gateway_takes_over(database: Database) {
        let (one, two) = (Web::start(503).await, Web::start(200).await);
        let house = House::new().on(database).real_sms(vec![one.gateway("first"), two.gateway("second")])
            .application("wiki").allow(["sms"]).user("ada").attribute("phone_number", ADA).start().await;
        let login = house.login("ada").password().await;
        let code = two.code().await;
        assert_eq!((one.heard().len(), two.heard()[0]["to"].as_str()), (1, Some(ADA)));
        assert!(login.asked.code(&login.browser.code(&login.page, &code).await).is_some());
        let sent = house.audited("message.sent").await;
        let told = serde_json::to_string(&sent).unwrap();
        assert!(sent[0].detail["courier"] == "sms" && sent[0].detail["to"] == "••• ••• 67", "{told}");
        assert!(!told.contains("1234567") && !told.contains(&code) && !told.contains("gateway-secret"), "{told}");
    }
}

on_both! {
    /// A2.15: a method has a gateway of its own where its lines say so, in the source product's form.
    async fn a2_15_a_method_has_its_own_gateway(database: Database) {
        let (shared, own) = (Web::start(200).await, Web::start(200).await);
        let way = Way::named("sms").line(&format!("smsUrl {}", own.url)).line("smsMethod POST")
            .line(r#"smsBody {"to": {mobile}, "text": {challenge}}"#);
        let house = House::new().on(database).real_sms(vec![shared.gateway("shared")]).method(way)
            .application("wiki").allow(["sms"]).user("ada").attribute("phone_number", ADA).start().await;
        let login = house.login("ada").password().await;
        let code = own.code().await;
        assert!(login.asked.code(&login.browser.code(&login.page, &code).await).is_some());
        assert!(shared.heard().is_empty());
    }
}
