//! What a login of one typed line costs without a network: `Engine::line` a second, by how many are in flight.
//!
//! Scattered users with a password that is kept in clear, as the peers of `bench/radius.py` keep it; audited, on SQLite.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures, and tells")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use login::{Line, Opener, Said};
use model::{
    Credential, Id, Locale, Noun, Request, Secret, User,
    credential::CredentialState,
    request::{Client, ConsentAsked, Front, Wanted},
};
use store::Write;
use testkit::{House, Way};

const USERS: usize = 20_000;
const FOR: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    let way =
        Way::named("password").line("policy.password.encoding {PLAIN}").line("policy.password.encoding.unsafe true");
    let plan = House::new().method(way).application("vpn").application_with(|a| a.metadata = serde_json::json!({}));
    let plan = plan.application_with(|a| a.protocol = "page".into());
    let house = Arc::new(plan.allow(["password"]).user("ada").start().await);
    populate(&house).await;
    let application = house.id(Noun::Application, "demo/vpn");
    println!("{:>9} {:>10} {:>9} {:>9}", "in flight", "logins/s", "p50 ms", "p99 ms");
    for flight in [1, 8, 32, 256] {
        measure(&house, application, flight).await;
    }
}

async fn populate(house: &House) {
    let ada = house.someone("ada").user.clone();
    let method = house.id(Noun::Method, "password");
    for chunk in (0..USERS).collect::<Vec<_>>().chunks(500) {
        let writes = chunk.iter().flat_map(|n| {
            let id = Id::fixed(1_000_000 + *n as u128);
            let user = User { id, name: format!("user{n}"), attributes: Default::default(), ..ada.clone() };
            let credential = Credential {
                id: Id::fixed(9_000_000 + *n as u128),
                person: user.person().key(),
                method,
                kind: "password".into(),
                label: String::new(),
                state: CredentialState::Active,
                created: house.now(),
                used: None,
                counter: -1,
                version: 0,
                token: None,
                body: serde_json::json!({ "hash": format!("{{PLAIN}}secret of user{n}") }),
            };
            [Write::PutUser(Box::new(user)), Write::PutCredential(Box::new(credential))]
        });
        house.write(writes.collect()).await;
    }
}

async fn measure(house: &Arc<House>, application: Id, flight: usize) {
    let (next, end) = (Arc::new(AtomicUsize::new(7)), Instant::now() + FOR);
    let began = Instant::now();
    let tasks: Vec<_> = (0..flight)
        .map(|_| {
            let (house, next) = (Arc::clone(house), Arc::clone(&next));
            tokio::spawn(async move {
                let mut times = Vec::new();
                while Instant::now() < end {
                    let n = next.fetch_add(7919, Ordering::Relaxed) % USERS;
                    let one = Instant::now();
                    let opener = Opener { key: "door".into(), client: Client::default() };
                    let line = Line::Plain(Secret::new(format!("secret of user{n}")));
                    let said =
                        house.engine.line(request(application), &opener, &format!("user{n}"), &line).await.unwrap();
                    assert!(matches!(said, Said::Granted(_)), "{said:?}");
                    times.push(one.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    let seconds = began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{flight:>9} {:>10.0} {:>9.2} {:>9.2}", times.len() as f64 / seconds, at(0.5), at(0.99));
}

fn request(application: Id) -> Request {
    Request {
        application,
        wanted: Wanted::Any,
        fresh_since: None,
        passive: false,
        only: None,
        hint: None,
        consent: ConsentAsked::default(),
        locales: vec![Locale::En],
        front: Front::Radius,
        client: Client::default(),
        resume: String::new(),
        returns_to: Vec::new(),
        forwarding: Default::default(),
        memory: serde_json::Value::Null,
    }
}
