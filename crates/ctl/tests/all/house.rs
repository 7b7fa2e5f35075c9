//! A store in a folder of its own, and the command line over it.

use clap::Parser;
use login::{Engine, Parts};
use methods::password;
use model::{
    Id, Locale, Lockout, Noun, Secret, Session, Span, Time, User,
    lockout::{Class, CounterKey},
    network::Networks,
};
use plug::{
    Args, Chance, Clock, Render, Web, Words,
    clock::{SystemChance, SystemClock},
};
use std::{path::PathBuf, sync::Arc};
use store::{Catalogues, Credentials, Miss, PersonRecord, Store, StoreError, Unit, Units, Users, Write};
use store_sql::{Location, MasterKeys, SqlStore};
use symbolon_ctl::{Console, Ctl, House, HouseError, Local, Passwords, Registration, Told};

pub struct Here {
    dir: tempfile::TempDir,
    /// Each stands for 32 bytes.
    pub keys: Vec<u8>,
}

/// How a command ended and what it said.
pub struct Said {
    pub code: u8,
    pub out: String,
    pub err: String,
}

#[derive(Parser)]
struct Program {
    #[command(flatten)]
    ctl: Ctl,
}

impl Here {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), keys: vec![7] }
    }

    pub fn file(&self, name: &str, text: &str) {
        std::fs::write(self.dir.path().join(name), text).unwrap();
    }

    pub fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    pub async fn ctl(&self, line: &str) -> Said {
        self.said(line, "").await
    }

    /// Runs a command; words that are files here become their paths.
    pub async fn said(&self, line: &str, input: &str) -> Said {
        let word = |word: &str| match self.dir.path().join(word) {
            path if path.is_file() => path.display().to_string(),
            _ => word.to_owned(),
        };
        let program =
            Program::try_parse_from(std::iter::once("ctl".to_owned()).chain(line.split_whitespace().map(word)))
                .unwrap();
        let (mut input, mut out, mut err) = (input.as_bytes(), Vec::new(), Vec::new());
        let mut console = Console { input: &mut input, out: &mut out, err: &mut err };
        let done = program.ctl.command(self, &mut console).await;
        let (code, told) = match done {
            Ok(()) => (0, String::new()),
            Err(told) => (told.code(), findings(&told)),
        };
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code, out: text(out), err: text(err) + &told }
    }

    async fn guest(&self) -> Result<SqlStore, HouseError> {
        let (path, keys) = self.location();
        opened(
            SqlStore::open_beside(Location::Sqlite(path), keys, "ctl".into(), Arc::new(|b| SystemChance.fill(b))).await,
        )
    }

    fn location(&self) -> (PathBuf, MasterKeys) {
        let keys: Vec<_> = self.keys.iter().map(|n| Secret::new(vec![*n; 32])).collect();
        (self.dir.path().join("store.db"), MasterKeys::new(&keys).unwrap())
    }

    /// A server would hold the store like this.
    pub async fn server(&self) -> SqlStore {
        let (path, keys) = self.location();
        SqlStore::open(Location::Sqlite(path), keys, "ctl".into(), Arc::new(|b| SystemChance.fill(b))).await.unwrap()
    }

    pub async fn user(&self, name: &str) -> User {
        let store = self.server().await;
        let (_, entries) = store.catalogue().await.unwrap();
        let directory = entries.iter().find(|e| e.noun() == Noun::Directory).unwrap().id;
        store.users_named(directory, name).await.unwrap().remove(0)
    }

    pub async fn record(&self, user: &User) -> PersonRecord {
        self.server().await.person(&user.person().key(), "").await.unwrap()
    }

    pub async fn client_secret(&self, path: &str) -> String {
        let (_, entries) = self.server().await.catalogue().await.unwrap();
        let entry = entries.iter().find(|e| e.path == path).unwrap();
        entry.object.attributes()["metadata"]["client_secret"].as_str().unwrap().to_owned()
    }

    pub async fn lock_out(&self, user: &User) {
        let key = CounterKey { person: user.person().key(), class: Class::First, browser: String::new() };
        let miss = Miss {
            key,
            rule: Lockout { threshold: 1, duration: Span::ZERO },
            now: Time::from_seconds(1),
            on_lock: None,
        };
        self.server().await.apply(Unit::new().always(Write::Miss(miss))).await.unwrap();
    }

    /// A session of the user, as a login leaves one.
    pub async fn visit(&self, user: &User) {
        let now = SystemClock.now();
        let session = Session {
            id: (&SystemChance as &dyn Chance).id(now),
            hash: format!("hash of {}", now.millis()),
            site: user.site,
            person: user.person(),
            proofs: Vec::new(),
            created: now,
            used: now,
            idle: Span::hours(1),
            until: now + Span::hours(8),
            address: "192.0.2.7".into(),
            agent: String::new(),
            browser: String::new(),
            participants: Vec::new(),
            ended: None,
            version: 1,
        };
        self.server().await.apply(Unit::new().then(Write::PutSession(Box::new(session)))).await.unwrap();
    }

    pub async fn locked(&self, user: &User) -> bool {
        let record = self.record(user).await;
        record.misses.iter().any(|(_, misses)| misses.locked(Time::from_seconds(2)).is_some())
    }
}

fn findings(told: &Told) -> String {
    match told {
        Told::Refused(findings) => findings.iter().map(|f| f.plain() + "\n").collect(),
        Told::Problem(problem) => format!("{problem}\n{}\n", problem.lines().join("\n")),
        other => other.to_string(),
    }
}

struct Mute;

impl Render for Mute {
    fn mail(&self, _: Option<Id>, _: Locale, _: &str, _: &Args) -> Words {
        Words::default()
    }
    fn sms(&self, _: Option<Id>, _: Locale, _: &str, _: &Args) -> String {
        String::new()
    }
}

fn opened(result: Result<SqlStore, StoreError>) -> Result<SqlStore, HouseError> {
    result.map_err(|error| match error {
        StoreError::Unavailable(why) if why.contains("another process") => HouseError::Held,
        other => HouseError::Failed(other.to_string()),
    })
}

async fn engine_on(store: SqlStore) -> Result<Engine, HouseError> {
    let parts = Parts {
        store: Arc::new(store),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        web: Web::new(Networks::default()).map_err(|e| HouseError::Failed(e.to_string()))?,
        render: Arc::new(Mute),
        kinds: methods::ALL,
        directories: directories::open,
        applications: |_| Vec::new(),
        couriers: Vec::new(),
        public_url: "http://localhost".parse().unwrap(),
        node: "ctl".into(),
    };
    Engine::start(parts).await.map_err(|e| HouseError::Failed(e.to_string()))
}

fn local(engine: Engine) -> Result<Local, HouseError> {
    let public = kit::PublicUrl::parse(engine.public_url().as_str()).unwrap();
    let kit = kit::Kit::new(kit::Setup::new(public, [0; 32])).unwrap();
    Ok(Local::new(manage::desk::Desk::new(engine, passwords()), &kit, "ctl"))
}

#[async_trait::async_trait]
impl House for Here {
    async fn engine(&self) -> Result<Engine, HouseError> {
        let (path, keys) = self.location();
        let store = opened(
            SqlStore::open(Location::Sqlite(path), keys, "ctl".into(), Arc::new(|b| SystemChance.fill(b))).await,
        )?;
        engine_on(store).await
    }

    async fn api(&self) -> Result<Local, HouseError> {
        local(self.engine().await?)
    }

    async fn reading(&self) -> Result<Local, HouseError> {
        local(engine_on(self.guest().await?).await?)
    }

    async fn beside(&self) -> Result<Arc<dyn Store>, HouseError> {
        Ok(Arc::new(self.guest().await?))
    }

    fn now(&self) -> Time {
        SystemClock.now()
    }
    fn chance(&self) -> &dyn Chance {
        &SystemChance
    }
    fn kinds(&self) -> &'static [Registration] {
        methods::ALL
    }
    fn passwords(&self) -> Passwords {
        passwords()
    }
    fn settings(&self) -> serde_json::Value {
        serde_json::json!({})
    }
    fn variable(&self, name: &str) -> Option<String> {
        (name == "XDG_CONFIG_HOME").then(|| self.dir.path().display().to_string())
    }
}

fn passwords() -> Passwords {
    Passwords {
        kind: "password",
        plain: |lines, password, salt, now| {
            let config: password::Config =
                plug::config::read(lines, &model::method::COMMON_LINES).map_err(|_| "the method's lines".to_owned())?;
            let encoding = config.encoding().map_err(|e| e.to_string())?;
            password::body_plain(&encoding, password, salt, now).map_err(|e| e.to_string())
        },
        encoded: |hash, now| password::body_encoded(hash, now).map_err(|e| e.to_string()),
        to_be_changed: password::to_be_changed,
        must_change: password::must_change,
        same: password::same_hash,
    }
}
