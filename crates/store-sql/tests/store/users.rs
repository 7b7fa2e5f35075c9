//! Users in numbers: what a page of a list costs, and what became of those who were there before lists had words.

use std::time::Instant;

use model::{Attributes, Id, Time, User};
use store::{Applied, Unit, Units as _, UserQuery, Users as _, Write, conformance::Lab as _};
use symbolon_store_sql::SqlStore;

use crate::{Behind, Bench, chance, master, postgres};

const GIVEN: [&str; 16] = [
    "Aino",
    "Elias",
    "Helmi",
    "Väinö",
    "Olivia",
    "Noah",
    "Åsa",
    "Björn",
    "Lucie",
    "François",
    "Jürgen",
    "Zoë",
    "Matti",
    "Liisa",
    "Otso",
    "Siiri",
];
const FAMILY: [&str; 12] = [
    "Korhonen",
    "Virtanen",
    "Mäkinen",
    "Nieminen",
    "Lindström",
    "Müller",
    "Dubois",
    "Häkkinen",
    "Laine",
    "O'Brien",
    "Åberg",
    "Salo",
];

fn user(number: usize) -> User {
    let (given, family) = (GIVEN[number % 16], FAMILY[(number / 16) % 12]);
    let one = |text: String| vec![text];
    User {
        id: Id::fixed(1_000_000 + number as u128),
        directory: Id::fixed(1),
        site: Id::fixed(10 + (number % 20) as u128),
        name: format!("{}{number}", given.to_lowercase()),
        attributes: Attributes::from([
            ("cn".into(), one(format!("{given} {family}"))),
            ("givenName".into(), one(given.into())),
            ("sn".into(), one(family.into())),
            ("email".into(), one(format!("user{number}@site{}.example", number % 20))),
        ]),
        email_verified: true,
        phone_verified: false,
        enabled: !number.is_multiple_of(50),
        not_before: None,
        expires: None,
        created: Time::from_seconds(1),
        version: 0,
    }
}

async fn fill(store: &SqlStore, count: usize) {
    for from in (0..count).step_by(500) {
        let unit = (from..count.min(from + 500)).fold(Unit::new(), |unit, number| {
            let user = user(number);
            // One in three is in the large group, twenty are in the small one.
            let large =
                (number % 3 == 0).then(|| Write::PutMember { group: Id::fixed(50), person: user.person().key() });
            let small =
                (number % 5000 == 7).then(|| Write::PutMember { group: Id::fixed(51), person: user.person().key() });
            let unit = unit.then(Write::PutUser(Box::new(user)));
            large.into_iter().chain(small).fold(unit, Unit::then)
        });
        assert_eq!(store.apply(unit).await.unwrap(), Applied::Done);
    }
}

fn queries() -> Vec<(&'static str, UserQuery)> {
    let fifty = UserQuery { limit: 50, ..UserQuery::default() };
    let text = |text: &str| UserQuery { text: Some(text.into()), ..fifty.clone() };
    let site = vec![Id::fixed(12)];
    vec![
        ("first page", fifty.clone()),
        ("page in the middle", UserQuery { after: Some(("matti5".into(), Id::fixed(0))), ..fifty.clone() }),
        ("of a site", UserQuery { sites: site.clone(), ..fifty.clone() }),
        ("of twenty sites", UserQuery { sites: (10..30).map(Id::fixed).collect(), ..fifty.clone() }),
        ("disabled", UserQuery { enabled: Some(false), ..fifty.clone() }),
        ("large group", UserQuery { group: Some(Id::fixed(50)), ..fifty.clone() }),
        ("small group", UserQuery { group: Some(Id::fixed(51)), ..fifty.clone() }),
        ("text k", text("k")),
        ("text mül", text("mül")),
        ("text helmi virt", text("helmi virt")),
        ("text user4711", text("user4711")),
        ("text helmi4711", text("helmi4711")),
        ("text zzz", text("zzz")),
        ("text hak of a site", UserQuery { sites: site.clone(), ..text("hak") }),
        ("text lai, disabled", UserQuery { enabled: Some(false), ..text("lai") }),
        ("text obrien, large group", UserQuery { group: Some(Id::fixed(50)), ..text("obrien") }),
        // Two words that many have and nobody has both: everybody is looked at.
        ("text aino elias", text("aino elias")),
    ]
}

/// Prints what pages of a list cost; run by hand with `--ignored --nocapture`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn pages_of_100_000_users() {
    async fn measure(name: &str, store: &SqlStore) {
        let start = Instant::now();
        fill(store, 100_000).await;
        println!("{name}: 100000 users written in {:.1} s", start.elapsed().as_secs_f64());
        for (what, query) in queries() {
            let mut times = Vec::new();
            let mut found = 0;
            for _ in 0..15 {
                let start = Instant::now();
                found = store.users(&query).await.unwrap().len();
                times.push(start.elapsed().as_secs_f64() * 1000.0);
            }
            let start = Instant::now();
            let count = store.count_users(&UserQuery { limit: 1000, ..query.clone() }).await.unwrap();
            let counted = start.elapsed().as_secs_f64() * 1000.0;
            times.sort_by(f64::total_cmp);
            println!(
                "{name}: {what:26} {found:3} found, median {:6.2} ms, worst {:6.2} ms; counted {count:4} in {counted:6.2} ms",
                times[7], times[14]
            );
        }
    }
    let bench = Bench::sqlite().await;
    measure("SQLite", &bench.nodes[0]).await;
    bench.close().await;
    if let Some(url) = postgres() {
        let bench = Bench::postgres(&url).await;
        measure("PostgreSQL", &bench.nodes[0]).await;
        bench.close().await;
    }
}

/// Both ways to a page give the same users: few rows that are gathered, and many that are met by walking.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_many_fit_is_found_by_walking() {
    let bench = Bench::sqlite().await;
    let store = &bench.nodes[0];
    fill(store, 6_100).await;
    let mut all: Vec<User> = (0..6_100).map(user).collect();
    all.sort_by_key(UserQuery::place_of);
    for (word, fits) in [
        ("user", (|_| true) as fn(&User) -> bool),
        ("user helmi", |user| user.attributes["givenName"][0] == "Helmi"),
        ("korhonen", |user| user.attributes["sn"][0] == "Korhonen"),
    ] {
        for group in [None, Some(Id::fixed(50))] {
            let number = |user: &User| user.name.replace(|c: char| !c.is_ascii_digit(), "").parse::<u32>().unwrap();
            let listed = |user: &&User| group.is_none() || number(user) % 3 == 0;
            let expected: Vec<Id> = all.iter().filter(|u| fits(u)).filter(listed).map(|u| u.id).collect();
            let query = UserQuery { text: Some(word.into()), group, limit: 10_000, ..UserQuery::default() };
            let found: Vec<Id> = store.users(&query).await.unwrap().iter().map(|u| u.id).collect();
            assert_eq!(found, expected, "{word} {group:?}");
            assert_eq!(store.count_users(&query).await.unwrap() as usize, expected.len(), "{word} {group:?}");
        }
    }
    bench.close().await;
}

/// L018: who was put before there were words is found afterwards, and is still disabled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn users_of_an_older_schema_are_found() {
    let mut benches = vec![Bench::sqlite().await];
    if let Some(url) = postgres() {
        benches.push(Bench::postgres(&url).await);
    }
    for bench in benches {
        fill(&bench.nodes[0], 60).await;
        for node in &bench.nodes {
            node.close().await;
        }
        for old in [
            "DELETE FROM migration WHERE number >= (SELECT number FROM migration WHERE name = 'words')",
            // What came after it goes, too.
            "DROP INDEX ticket_reset",
            "DROP INDEX audit_by_site",
            "ALTER TABLE audit DROP COLUMN site",
            "ALTER TABLE audit DROP COLUMN actor",
            "ALTER TABLE audit DROP COLUMN outcome",
            "DROP TABLE session_name",
            "DROP TABLE follower",
            "DROP TABLE delivery",
            "DROP TABLE user_word",
            "DROP INDEX user_by_name",
            "DROP INDEX user_by_site",
            "ALTER TABLE \"user\" DROP COLUMN enabled",
            "ALTER TABLE \"user\" ADD COLUMN search TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX user_by_name ON \"user\" (folded, id)",
        ] {
            bench.tamper(old).await;
        }
        let place = match &bench.behind {
            Behind::Sqlite(path) => symbolon_store_sql::Location::Sqlite(path.clone()),
            Behind::Postgres { url, .. } => symbolon_store_sql::Location::Postgres(url.clone()),
        };
        // The file is let go with the node that held it.
        let bench = bench.without_nodes();
        let store = SqlStore::open(place, master(&[[7; 32]]), "new".into(), chance()).await.unwrap();
        let query = UserQuery { text: Some("mul bjorn".into()), limit: 9, ..UserQuery::default() };
        assert!(store.users(&query).await.unwrap().is_empty(), "the sixth family begins with number 80");
        let query = UserQuery { text: Some("KORH Vaino".into()), limit: 9, ..UserQuery::default() };
        assert_eq!(store.users(&query).await.unwrap(), [user(3)]);
        let disabled = UserQuery { enabled: Some(false), limit: 9, ..UserQuery::default() };
        let mut expected = vec![user(0), user(50)];
        expected.sort_by_key(UserQuery::place_of);
        assert_eq!(store.users(&disabled).await.unwrap(), expected);
        store.close().await;
        drop(store);
        bench.close().await;
    }
}
