//! Ten thousand users of a file: taken while others search and log in, and taken once however often the importer is killed.

use manage::{
    import::{Importer, Reader, RowOutcome, RowReport, Totals},
    users::Filter,
};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Instant,
};
use store::Audits as _;
use store_sql::{Location, MasterKeys, SqlStore};
use symbolon::{Options, Wired};
use testkit::{Database, House, database::Place, on_both};

use super::{actor, register};

const COUNT: usize = 10_000;
/// A hash that others have published, of `U*U`.
const BCRYPT: &str = "{BCRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
const KEY: [u8; 32] = [42; 32];
/// Names the store and the file to the child process.
const CHILD: &str = "SYMBOLON_TEST_IMPORT";

fn ssha(password: &str) -> String {
    use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
    let sum = digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("{password}saltsalt").as_bytes());
    format!("{{SSHA}}{}", data_encoding::BASE64.encode(&[sum.as_ref(), b"saltsalt"].concat()))
}

fn table(count: usize) -> String {
    let mut text = "site,name,attribute.cn,attribute.email,attribute.sn,groups,passwordHash\r\n".to_owned();
    for n in 0..count {
        let hash = if n % 2 == 0 { ssha(&format!("password {n}")) } else { BCRYPT.to_owned() };
        text += &format!(
            "demo,user{n},\"Väinö, number {n}\",user{n}@demo.test,Mäkinen{},demo/everyone,{hash}\r\n",
            n % 100
        );
    }
    text
}

fn house(database: Database) -> testkit::plan::Plan {
    House::new().on(database).application("wiki").allow(["password"])
}

async fn all(importer: &mut Importer<'_>, text: &[u8], mut told: impl FnMut(&[RowReport])) -> Totals {
    let mut reader = Reader::open(text, None).map_err(|e| e.to_string()).unwrap();
    loop {
        let rows = reader.some(200).unwrap();
        if rows.is_empty() {
            return importer.totals();
        }
        told(&importer.rows(rows).await.unwrap());
    }
}

on_both! {
    /// D1: others are answered while a file is taken, and those it made log in by the hashes they came with.
    async fn d1_ten_thousand_users_come_in_while_others_go_on(database: Database) {
        let house = house(database).user("ada").start().await;
        let text = table(COUNT);
        let start = Instant::now();
        let mut importer = Importer::new(&house.engine, symbolon::passwords(), actor("admin"));
        let (mut slowest, mut searches) = (0, 0);
        let search = async {
            let register = register(&house);
            let mut seen = 0;
            while seen < 1000 {
                let asked = Instant::now();
                let filter = Filter { text: "vaino makin".into(), limit: Some(50), count: Some(1000), ..Filter::default() };
                let page = register.list(&filter, None).await.unwrap();
                slowest = slowest.max(asked.elapsed().as_millis());
                searches += 1;
                assert!(page.count.unwrap() >= seen, "nobody goes away");
                seen = page.count.unwrap();
                assert!(house.login("ada").password().await.granted());
            }
        };
        let (totals, ()) = tokio::join!(all(&mut importer, text.as_bytes(), |_| ()), search);
        eprintln!("{database:?}: {COUNT} rows in {:.1} s, {searches} searches beside, the slowest {slowest} ms", start.elapsed().as_secs_f64());
        assert_eq!(totals, Totals { made: 10_000, ..Totals::default() });
        importer.finish().await.unwrap();
        assert!(house.login("user4242").typing("password 4242").await.granted(), "{{SSHA}}");
        assert!(house.login("user4242").typing("password 4243").await.refused(), "control");
        assert!(house.login("user777").typing("U*U").await.granted(), "{{BCRYPT}}");
        let start = Instant::now();
        let mut again = Importer::new(&house.engine, symbolon::passwords(), actor("admin"));
        let totals = all(&mut again, text.as_bytes(), |_| ()).await;
        eprintln!("{database:?}: again in {:.1} s", start.elapsed().as_secs_f64());
        assert_eq!(totals, Totals { unchanged: 10_000, ..Totals::default() }, "those who logged in included");
        assert!(house.login("user4242").typing("password 4242").await.granted(), "with a hash that was made anew");
        assert_eq!(house.audited("users.imported").await[0].detail["made"], 10_000);
    }
}

on_both! {
    /// Two take the same file at once: each user is made once, and everybody is told.
    async fn two_importers_of_one_file_make_each_user_once(database: Database) {
        let house = house(database).start().await;
        let text = table(600);
        let mut one = Importer::new(&house.engine, symbolon::passwords(), actor("one"));
        let mut other = Importer::new(&house.engine, symbolon::passwords(), actor("other"));
        let (one, other) = tokio::join!(all(&mut one, text.as_bytes(), |_| ()), all(&mut other, text.as_bytes(), |_| ()));
        assert_eq!((one.made + other.made, one.unchanged + other.unchanged), (600, 600), "{one:?} {other:?}");
        let filter = Filter { count: Some(2000), ..Filter::default() };
        assert_eq!(register(&house).list(&filter, None).await.unwrap().count, Some(600));
    }
}

on_both! {
    /// M084: rows that whoever gave the file may not do are refused, and the others are taken.
    async fn m084_a_judge_refuses_rows(database: Database) {
        let house = house(database).user("user1").start().await;
        let text = table(4);
        let nobody_old = |_: &manage::users::Wish, prepared: &manage::users::Prepared| match prepared.before {
            Some(_) => Err(model::Finding::broken("name", "user-name")),
            None => Ok(()),
        };
        let mut importer = Importer::new(&house.engine, symbolon::passwords(), actor("admin")).judged_by(&nobody_old);
        let mut told = Vec::new();
        all(&mut importer, text.as_bytes(), |reports| told.extend(reports.iter().map(|r| r.outcome))).await;
        use RowOutcome::{Made, Refused};
        assert_eq!(told, [Made, Refused, Made, Made]);
        assert!(house.login("user1").password().await.granted(), "untouched");
    }
}

async fn open(location: &Location) -> Arc<SqlStore> {
    let keys = MasterKeys::new(&[model::Secret::new(KEY.to_vec())]).unwrap();
    let chance = Arc::new(|bytes: &mut [u8]| plug::Chance::fill(&plug::clock::SystemChance, bytes));
    Arc::new(SqlStore::open(location.clone(), keys, "node".into(), chance).await.unwrap())
}

async fn engine(location: &Location) -> (Arc<SqlStore>, Wired) {
    let store = open(location).await;
    let wired = Wired::new(Options::new(Arc::clone(&store))).await.unwrap();
    (store, wired)
}

/// Not a test by itself: takes a file and prints the lines that were taken, until somebody kills it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_imports_until_it_is_killed() {
    #[allow(clippy::disallowed_methods, reason = "the parent's word to its child")]
    let Ok(place) = std::env::var(CHILD) else { return };
    let (place, file) = place.split_once(' ').unwrap();
    let location =
        if place.starts_with("postgres") { Location::Postgres(place.into()) } else { Location::Sqlite(place.into()) };
    let (_store, wired) = engine(&location).await;
    let mut importer = Importer::new(&wired.engine, symbolon::passwords(), actor("child"));
    let text = std::fs::read(file).unwrap();
    all(&mut importer, &text, |reports| {
        let mut out = std::io::stdout().lock();
        for report in reports {
            assert_ne!(report.outcome, RowOutcome::Refused, "{report:?}");
            writeln!(out, "taken {} {} .", report.line, report.outcome.name()).unwrap();
        }
        out.flush().unwrap();
    })
    .await;
}

/// Starts the child, kills it after so many rows, and returns the lines it told of.
fn kill_after(place: &Place, file: &Path, count: usize) -> Vec<(u64, String)> {
    let location = match &place.location {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(url) => url.clone(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "people::import::child_that_imports_until_it_is_killed", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{location} {}", file.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = Vec::new();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut killed = false;
    for line in lines.map_while(Result::ok) {
        // A line without its full stop was cut by the kill.
        let Some((_, rest)) = line.strip_suffix(" .").and_then(|line| line.rsplit_once("taken ")) else { continue };
        let (number, outcome) = rest.split_once(' ').unwrap();
        told.push((number.parse().unwrap(), outcome.to_owned()));
        if told.len() >= count && !killed {
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    assert!(killed && told.len() < COUNT, "{} rows: it was killed in the middle", told.len());
    told
}

on_both! {
    /// L001: what was told of a row outlives a kill; the same file again does the rest, nothing twice.
    async fn l001_a_killed_import_is_run_again(database: Database) {
        let place = house(database).start().await.stop().await;
        let file = place.path().join("users.csv");
        std::fs::write(&file, table(COUNT)).unwrap();
        let first = kill_after(&place, &file, 1500);
        let second = kill_after(&place, &file, 4000);
        let made = |told: &[(u64, String)]| told.iter().filter(|(_, outcome)| outcome == "made").count();
        assert_eq!(made(&first), first.len());
        assert!(second.iter().take(first.len()).all(|(_, outcome)| outcome == "unchanged"), "what was told is there");
        let (store, wired) = engine(&place.location).await;
        let mut importer = Importer::new(&wired.engine, symbolon::passwords(), actor("admin"));
        let text = std::fs::read(&file).unwrap();
        let mut reports = Vec::new();
        let totals = all(&mut importer, &text, |some| reports.extend_from_slice(some)).await;
        assert_eq!((totals.made + totals.unchanged, totals.changed, totals.refused), (10_000, 0, 0));
        assert!(totals.unchanged >= second.len() as u64 && totals.made > 0, "{totals:?}");
        assert!(reports.iter().take(second.len()).all(|report| report.outcome == RowOutcome::Unchanged));
        let register = manage::users::Register { engine: &wired.engine, passwords: symbolon::passwords(), actor: actor("admin") };
        let page = register.list(&Filter { count: Some(50_000), ..Filter::default() }, None).await.unwrap();
        assert_eq!(page.count, Some(10_000));
        for n in (0..COUNT).step_by(97) {
            let user = register.find("demo", "", &format!("user{n}")).await.unwrap().unwrap();
            let view = register.view(user.id).await.unwrap();
            assert_eq!((view.credentials.len(), view.groups.get("demo/everyone")), (1, Some(&"listed")), "user{n}");
        }
        let filter = |action: &str| store::AuditFilter { action: action.into(), limit: 50_000, ..Default::default() };
        assert_eq!(store.audit(&filter("user.made")).await.unwrap().len(), 10_000, "each is made once");
        assert_eq!(store.audit(&filter("credential.put")).await.unwrap().len(), 10_000);
        store.verify_audit().await.unwrap().unwrap();
        store.close().await;
    }
}
