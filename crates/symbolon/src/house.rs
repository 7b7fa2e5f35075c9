//! What the binary lends the command line: a store and an engine without faces.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::Arc,
};

use ctl::{Console, Copied, Ctl, House, HouseError, Local, Passwords, Registration, Terminal};
use login::{Engine, Parts};
use model::Time;
use plug::{
    Chance, Clock, Web,
    clock::{SystemChance, SystemClock},
};
use store::{Store, StoreError};
use store_sql::{Closed, SqlStore};
use symbolon::config::{Config, ConfigError, Environment};

/// Runs a command of the command line.
pub async fn run(ctl: &Ctl, environment: Environment) -> ExitCode {
    let file = ctl.config.clone().or_else(|| environment.get("SYMBOLON_CONFIG").map(PathBuf::from));
    let house = Plain { file, environment };
    // The console is borrowed over waits, so its ends must not be bound to a thread.
    let mut input = std::io::BufReader::new(std::io::stdin());
    let mut out: Box<dyn Write + Send> = match std::io::stdout() {
        out if out.is_terminal() => Box::new(Terminal::new(out)),
        out => Box::new(out),
    };
    let mut err = Terminal::new(std::io::stderr());
    ctl.run(&house, &mut Console { input: &mut input, out: &mut *out, err: &mut err }).await
}

struct Plain {
    file: Option<PathBuf>,
    environment: Environment,
}

impl Plain {
    fn config(&self) -> Result<Config, HouseError> {
        Config::read(self.file.as_deref(), &self.environment).map_err(settings)
    }

    /// What a file alone says, since the environment would say one store for both of two files.
    fn closed(&self, file: &Path) -> Result<Closed, HouseError> {
        self.store_of(&Config::read(Some(file), &Environment::new()).map_err(settings)?)
    }

    fn store_of(&self, config: &Config) -> Result<Closed, HouseError> {
        let location = config.location().map_err(settings)?;
        Ok(Closed { location, keys: config.master_keys(&self.environment).map_err(settings)? })
    }

    /// An engine without faces on a store.
    async fn engine_on(&self, config: Config, store: SqlStore) -> Result<Engine, HouseError> {
        let parts = Parts {
            store: Arc::new(store),
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            web: Web::new(config.egress().map_err(settings)?).map_err(failed)?,
            render: Arc::new(Mute),
            kinds: methods::ALL,
            directories: directories::open,
            applications: symbolon::registration,
            // The outbox is not run here; a webhook can be tested.
            couriers: couriers::all(Arc::new(SystemClock)),
            public_url: config.public_url,
            node: "ctl".into(),
        };
        Engine::start(parts).await.map_err(failed)
    }

    async fn guest(&self, config: &Config) -> Result<SqlStore, HouseError> {
        let Closed { location, keys } = self.store_of(config)?;
        let chance = Arc::new(|bytes: &mut [u8]| SystemChance.fill(bytes));
        SqlStore::open_beside(location, keys, "ctl".into(), chance).await.map_err(failed)
    }
}

#[async_trait::async_trait]
impl House for Plain {
    async fn engine(&self) -> Result<Engine, HouseError> {
        let config = self.config()?;
        let Closed { location, keys } = self.store_of(&config)?;
        let chance = Arc::new(|bytes: &mut [u8]| SystemChance.fill(bytes));
        let store = SqlStore::open(location, keys, "ctl".into(), chance).await.map_err(not_opened)?;
        self.engine_on(config, store).await
    }

    async fn api(&self) -> Result<Local, HouseError> {
        symbolon::local(self.engine().await?).map_err(failed)
    }

    async fn reading(&self) -> Result<Local, HouseError> {
        let config = self.config()?;
        let store = self.guest(&config).await?;
        symbolon::local(self.engine_on(config, store).await?).map_err(failed)
    }

    async fn beside(&self) -> Result<Arc<dyn Store>, HouseError> {
        Ok(Arc::new(self.guest(&self.config()?).await?))
    }

    async fn copy(&self, from: &Path, to: &Path) -> Result<Copied, HouseError> {
        let (from, to) = (self.closed(from)?, self.closed(to)?);
        let copied = store_sql::copy(&from, &to).await.map_err(not_opened)?;
        Ok(Copied { tables: copied.tables, records: copied.records })
    }

    async fn backup(&self, file: &Path) -> Result<u64, HouseError> {
        let Closed { location, keys } = self.store_of(&self.config()?)?;
        let file = file.to_owned();
        let saved = tokio::task::spawn_blocking(move || store_sql::backup(&location, &keys, &file));
        saved.await.map_err(failed)?.map_err(failed)
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
        symbolon::passwords()
    }
    fn settings(&self) -> serde_json::Value {
        Config::schema()
    }
    fn variable(&self, name: &str) -> Option<String> {
        self.environment.get(name).cloned()
    }
    fn browse(&self, url: &str) -> bool {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let shown = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| self.environment.contains_key(*name));
        let quiet =
            || Command::new(opener).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        (shown || cfg!(target_os = "macos")) && quiet().is_ok()
    }
    fn progress(&self) -> bool {
        std::io::stderr().is_terminal()
    }
    fn asks(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }
    fn program(&self) -> clap::Command {
        <crate::Cli as clap::CommandFactory>::command()
    }
}

/// The command line sends nothing; a mail that a change causes is written by the server that carries it.
struct Mute;

impl plug::Render for Mute {
    fn mail(&self, _: Option<model::Id>, _: model::Locale, _: &str, _: &plug::Args) -> plug::Words {
        plug::Words::default()
    }
    fn sms(&self, _: Option<model::Id>, _: model::Locale, _: &str, _: &plug::Args) -> String {
        String::new()
    }
}

fn settings(error: ConfigError) -> HouseError {
    HouseError::Settings(error.to_string())
}
fn failed(error: impl std::fmt::Display) -> HouseError {
    HouseError::Failed(error.to_string())
}
fn not_opened(error: StoreError) -> HouseError {
    match error {
        StoreError::Unavailable(why) if why.contains("another process") => HouseError::Held,
        other => failed(other),
    }
}
