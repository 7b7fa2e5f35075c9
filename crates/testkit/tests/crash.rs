//! A server that is killed, and one that is asked to end, in the middle of everything.

use http::Method;
use oath::{Seed, Totp};
use plug::Clock;
use serde_json::json;
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Instant,
};
use store_sql::Location;
use testkit::{
    Browser, Raw,
    child::{Recipe, WorldProcess},
    client::Client,
    database::Place,
    on_both, password_of,
};
use tokio::sync::Semaphore;

const SECRET: &str = "a client secret that is long enough";
const APPLICATION: &str = "kill";

fn client() -> Client {
    Client { id: APPLICATION.into(), secret: Some(SECRET.into()), redirect: "http://127.0.0.1:9/kill/callback".into() }
}

fn recipe(place: &Place) -> Recipe {
    let store = match &place.location {
        Location::Postgres(url) => Some(url.clone()),
        Location::Sqlite(_) => None,
    };
    Recipe {
        program: PathBuf::from(env!("CARGO_BIN_EXE_symbolon-world")),
        dir: place.path().join("world"),
        store,
        port: 0,
    }
}

/// An application and people; every second one has a TOTP token.
async fn furnish(world: &WorldProcess, people: usize) -> Vec<Guest> {
    let metadata = json!({
        "client_id": APPLICATION, "client_secret": SECRET, "redirect_uris": [client().redirect],
        "grant_types": ["authorization_code", "refresh_token"],
    });
    let allowed = json!([
        { "role": "method", "to": "method/password.1", "with": ["enabled"] },
        { "role": "method", "to": "method/totp.1", "with": ["enabled"] },
        { "role": "allowedTo", "to": "group/demosite/everyone" },
    ]);
    world.order("objects", &json!([{ "noun": "application", "path": "demosite/kill", "attributes": { "metadata": metadata }, "links": allowed }])).await;
    let guests: Vec<Guest> = (0..people).map(Guest::new).collect();
    let told: Vec<_> = guests.iter().map(Guest::told).collect();
    let made = world.order("users", &json!(told)).await;
    let keys = made.as_array().unwrap().iter().map(|p| p["key"].as_str().unwrap().to_owned());
    guests.into_iter().zip(keys).map(|(guest, key)| Guest { key, ..guest }).collect()
}

#[derive(Clone)]
struct Guest {
    name: String,
    seed: Option<Seed>,
    key: String,
}

impl Guest {
    fn new(number: usize) -> Self {
        let seed = (number % 2 == 1).then(|| Seed::from_bytes(vec![u8::try_from(number % 251).unwrap(); 20]).unwrap());
        Self { name: format!("guest{number}"), seed, key: String::new() }
    }
    fn told(&self) -> serde_json::Value {
        let secret = self.seed.as_ref().map(|s| s.to_base32().to_string());
        json!({ "name": self.name, "site": "demosite", "password": password_of(&self.name), "totp_secret": secret })
    }
    fn code(&self) -> Option<String> {
        let now = plug::clock::SystemClock.now();
        self.seed.as_ref().map(|seed| Totp::default().code(seed, now.millis()).expose().to_owned())
    }
}

/// A login that was answered with a code for the application.
struct Acknowledged {
    guest: usize,
    browser: Browser,
    totp: Option<String>,
    code: String,
    verifier: String,
    /// What the exchange gave, if it was answered.
    tokens: Option<serde_json::Value>,
}

/// One login, as far as the server answers.
async fn login(browser: &Browser, guests: &[Guest], guest: usize) -> Option<Acknowledged> {
    let who = &guests[guest];
    let client = client();
    let asked = client.authorize();
    let mut page = walk(browser, Method::GET, &asked.path(), Raw::default()).await?;
    let mut totp = None;
    for _ in 0..4 {
        if let Some(code) = asked.code(&page) {
            let fields = [
                ("grant_type", "authorization_code"),
                ("code", &code),
                ("redirect_uri", &client.redirect),
                ("code_verifier", &asked.verifier),
            ];
            let tokens = client.try_post(browser, "/oauth2/token", &fields).await.filter(|a| a.ok()).map(|a| a.json);
            return Some(Acknowledged {
                guest,
                browser: browser.clone(),
                totp,
                code,
                verifier: asked.verifier,
                tokens,
            });
        }
        let form = page.forms().into_iter().find(|f| f.id.starts_with("prompt"))?;
        let mut fields = form.filled();
        let mut set = |name: &str, value: String| {
            fields.retain(|(n, _)| n != name);
            fields.push((name.to_owned(), value));
        };
        if form.input("password").is_some() {
            set("username", who.name.clone());
            set("password", password_of(&who.name));
        } else {
            let code = who.code()?;
            totp = Some(code.clone());
            set("code", code);
        }
        page = walk(browser, Method::POST, &form.action, Raw::form(&fields)).await?;
    }
    None
}

/// Sends and follows as long as there are answers.
async fn walk(browser: &Browser, method: Method, path: &str, raw: Raw) -> Option<testkit::Page> {
    let mut page = browser.try_send(method, &browser.url(path), raw).await.ok()?;
    for _ in 0..10 {
        let Some(to) = page.location() else { return Some(page) };
        if to.origin() != browser.url("/").origin() {
            page.left = Some(to);
            return Some(page);
        }
        page = browser.try_send(Method::GET, &to, Raw::default()).await.ok()?;
    }
    None
}

on_both! {
    /// L001: killed again and again during a thousand logins: nothing that was answered is lost, nothing is half there, and
    /// nothing that was used up is good again.
    async fn l001_killed_during_a_thousand_logins(database: Database) {
        const WANTED: usize = 1_000;
        const PEOPLE: usize = 40;
        const WORKERS: usize = 8;
        let place = Place::new(database).await;
        let mut recipe = recipe(&place);
        let mut world = recipe.start().await;
        let guests = Arc::new(furnish(&world, PEOPLE).await);
        let acknowledged: Arc<Mutex<Vec<Acknowledged>>> = Arc::default();
        let tried = Arc::new(AtomicUsize::new(0));
        let (mut checked, mut kills) = (0, 0);
        while checked < WANTED {
            let stop = Arc::new(AtomicBool::new(false));
            // An odd number of answers, another one in each round: the blow falls at no particular place.
            let until = checked + 90 + (kills * 37) % 101;
            let workers: Vec<_> = (0..WORKERS).map(|worker| {
                let (guests, acknowledged, tried, stop) = (Arc::clone(&guests), Arc::clone(&acknowledged), Arc::clone(&tried), Arc::clone(&stop));
                let net = world.net();
                tokio::spawn(async move {
                    let mut turn = worker;
                    while !stop.load(Ordering::SeqCst) {
                        tried.fetch_add(1, Ordering::SeqCst);
                        // A person with a token has one code in 30 seconds, so they come seldom.
                        let guest = if turn % 10 == 9 { 1 + 2 * ((turn / 10 + worker * 5) % (PEOPLE / 2)) } else { 2 * (turn % (PEOPLE / 2)) };
                        let browser = Browser::new(Arc::clone(&net)).at(&format!("127.{}.{}.1", 40 + worker, turn % 250 + 1));
                        if let Some(done) = login(&browser, &guests, guest).await {
                            acknowledged.lock().unwrap().push(done);
                        }
                        turn += 1;
                    }
                })
            }).collect();
            while acknowledged.lock().unwrap().len() < until {
                tokio::task::yield_now().await;
                assert!(workers.iter().any(|w| !w.is_finished()));
                // The world's own answer is the pace of this loop.
                world.ask("clock").await;
            }
            world.kill().await;
            stop.store(true, Ordering::SeqCst);
            for worker in workers {
                worker.await.unwrap();
            }
            kills += 1;
            let before = Instant::now();
            world = recipe.start().await;
            let took = before.elapsed();
            assert!(took.as_secs() < 5, "it took {took:?} to start");
            // Nobody adds to it now.
            let all = std::mem::take(&mut *acknowledged.lock().unwrap());
            inspect(&world, &guests, &all[checked..]).await;
            checked = all.len();
            *acknowledged.lock().unwrap() = all;
        }
        eprintln!("{checked} logins acknowledged of {} begun, {kills} kills", tried.load(Ordering::SeqCst));
        // Every login that was answered is in the record, once.
        let granted = world.ask(&format!("audit?action=login.granted&limit={}", 100_000)).await;
        let all = std::mem::take(&mut *acknowledged.lock().unwrap());
        for (number, guest) in guests.iter().enumerate() {
            let told = granted.as_array().unwrap().iter().filter(|r| r["event"]["person"] == guest.key.as_str()).count();
            let seen = all.iter().filter(|a| a.guest == number).count();
            assert!(told >= seen, "{}: {seen} logins were answered, {told} are in the record", guest.name);
        }
        world.ask_to_end();
        assert!(world.ended().await.success());
        verify(&place, &recipe).await;
    }
}

/// What was answered before the kill stands, and what it used up stays used.
async fn inspect(world: &WorldProcess, guests: &[Guest], fresh: &[Acknowledged]) {
    let client = client();
    for done in fresh.iter().rev().take(30) {
        let asked = client.authorize().with("prompt", "none");
        let page = done.browser.get(&asked.path()).await;
        assert!(asked.code(&page).is_some(), "a session that was given is there: {:?} {}", page.left, page.text());
        if let Some(tokens) = &done.tokens {
            let access = tokens["access_token"].as_str().unwrap();
            assert!(client.userinfo(&done.browser, access).await.ok(), "an access token that was given is there");
        }
    }
    // The newest ones, whose codes by time would still be inside their window.
    for done in fresh.iter().rev().filter(|d| d.totp.is_some()).take(3) {
        let again = login_with(world, &guests[done.guest], done.totp.as_deref().unwrap()).await;
        assert!(!again, "a TOTP code that was used is good again");
    }
    for done in fresh.iter().rev().filter(|d| d.tokens.is_some()).take(5) {
        let again = client.exchange(&done.browser, &done.code, &done.verifier).await;
        assert!(!again.ok(), "an authorization code that was used is good again");
    }
}

async fn login_with(world: &WorldProcess, guest: &Guest, code: &str) -> bool {
    let browser = world.browser().at("127.99.1.1");
    let asked = client().authorize();
    let page = browser.get(&asked.path()).await;
    let password = password_of(&guest.name);
    let page = browser.submit(&page, &page.prompt(), &[("username", &guest.name), ("password", &password)]).await;
    assert!(page.asks("code"), "{}", page.text());
    asked.code(&browser.code(&page, code).await).is_some()
}

/// The audit stream holds together after all kills.
async fn verify(place: &Place, recipe: &Recipe) {
    let keys = symbolon::master_key_file(&recipe.dir.join("master.key"), &plug::clock::SystemChance).unwrap();
    let location = match &place.location {
        Location::Sqlite(_) => Location::Sqlite(recipe.dir.join("symbolon.db")),
        postgres @ Location::Postgres(_) => postgres.clone(),
    };
    let chance = Arc::new(|bytes: &mut [u8]| plug::Chance::fill(&plug::clock::SystemChance, bytes));
    let store = store_sql::SqlStore::open(location, keys, "check".into(), chance).await.unwrap();
    let checked = store::Audits::verify_audit(&store).await.unwrap();
    assert!(checked.is_ok(), "{checked:?}");
    store.close().await;
}

on_both! {
    /// L014: asked to end with 500 logins in flight: each is answered whole or not taken, and goes on after the restart.
    async fn l014_asked_to_end_with_five_hundred_logins_in_flight(database: Database) {
        const FLIGHT: usize = 500;
        let place = Place::new(database).await;
        let mut recipe = recipe(&place);
        let world = recipe.start().await;
        let guests = furnish(&world, 20).await;
        let mut waiting = Vec::new();
        for n in 0..FLIGHT {
            let browser = world.browser().at(&format!("127.{}.{}.1", 50 + n / 250, n % 250 + 1));
            let asked = client().authorize();
            let page = browser.get(&asked.path()).await;
            waiting.push((browser, asked, page));
        }
        let some = Arc::new(Semaphore::new(0));
        let answers: Vec<_> = waiting.iter().enumerate().map(|(n, (browser, _, page))| {
            let (browser, page, name, some) = (browser.clone(), page.clone(), guests[2 * (n % 10)].name.clone(), Arc::clone(&some));
            tokio::spawn(async move {
                let form = page.prompt();
                let mut fields = form.filled();
                fields.retain(|(n, _)| n != "username" && n != "password");
                fields.extend([("username".to_owned(), name.clone()), ("password".to_owned(), password_of(&name))]);
                let answer = browser.try_send(Method::POST, &page.url.join(&form.action).unwrap(), Raw::form(&fields)).await;
                some.add_permits(1);
                answer
            })
        }).collect();
        // The first answers are there, so the rest is on its way or waits for its turn.
        some.acquire_many(20).await.unwrap().forget();
        world.ask_to_end();
        let (mut answered, mut refused) = (0, 0);
        for answer in answers {
            match answer.await.unwrap() {
                Ok(page) => {
                    assert!(page.status.is_redirection() || page.status.as_u16() == 503, "{} {}", page.status, page.text());
                    answered += 1;
                }
                Err(error) => {
                    assert!(!error.is_body() && !error.is_decode(), "an answer was cut: {error:?}");
                    refused += 1;
                }
            }
        }
        eprintln!("{answered} answered, {refused} not taken");
        assert!(answered > 0);
        assert!(world.ended().await.success(), "exit 0");
        let world = recipe.start().await;
        for (n, (browser, asked, page)) in waiting.iter().enumerate().step_by(25) {
            let mut page = browser.get(page.url.path()).await;
            if page.status.is_client_error() {
                // Its handle moved with the proof that was answered; the browser has the session or begins again.
                page = browser.get(&asked.path()).await;
            }
            if page.asks("password") {
                let name = &guests[2 * (n % 10)].name;
                page = browser.submit(&page, &page.prompt(), &[("username", name), ("password", &password_of(name))]).await;
            }
            assert!(page.left.is_some(), "login {n} does not go on: {} {}", page.status, page.text());
        }
        world.ask_to_end();
        assert!(world.ended().await.success());
        verify(&place, &recipe).await;
    }
}

on_both! {
    /// A server that is let go of, without an orderly end, keeps nothing: no thread, no open file, no connection to its database.
    async fn a_server_that_is_let_go_of_keeps_nothing(database: Database) {
        let house = testkit::House::new()
            .on(database)
            .application("wiki")
            .allow(["password", "totp"])
            .user("ada")
            .token("totp")
            .start()
            .await;
        assert!(house.login("ada").password().await.page.asks("code"));
        let engine = house.engine.distant();
        assert!(engine.engine().is_some());
        drop(house);
        for _ in 0..500 {
            if engine.engine().is_none() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("something keeps the engine of a server that is gone");
    }
}
