//! A terminal in a test: a home folder, variables, a browser perhaps, and the command line.

use clap::Parser;
use ctl::{Console, Ctl, HouseError, Local, Passwords, Registration, Told};
use login::Engine;
use model::Time;
use plug::{Chance, clock::SystemChance};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};
use store::Store;
use testkit::House;
use tokio::sync::mpsc::UnboundedSender;

/// Whoever sits here may also have the store: `--config` leads to the very engine of the house.
pub struct Terminal {
    pub home: tempfile::TempDir,
    pub variables: BTreeMap<&'static str, String>,
    /// Takes the addresses that would open.
    pub browser: Option<UnboundedSender<String>>,
    /// Somebody sits there who can be asked.
    pub asks: bool,
    engine: Option<Engine>,
    now: Box<dyn Fn() -> Time + Send + Sync>,
}

/// How a command ended and what it said.
#[derive(Debug)]
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

impl Terminal {
    pub fn alone() -> Self {
        let home = tempfile::tempdir().unwrap();
        let variables = BTreeMap::from([("HOME", home.path().display().to_string())]);
        Self {
            home,
            variables,
            browser: None,
            asks: false,
            engine: None,
            now: Box::new(|| Time::from_seconds(1_772_442_000)),
        }
    }

    /// At a house that runs; its address is in the environment.
    pub fn at(house: &House) -> Self {
        let clock = house.clock.clone();
        let mut terminal = Self::alone();
        terminal.variables.insert("SYMBOLON_SERVER", house.browser().url("/").to_string());
        terminal.engine = Some(house.engine.clone());
        terminal.now = Box::new(move || clock.now());
        terminal
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.variables.insert(name, value.to_owned());
        self
    }

    /// With a management token of the administrator, or of a role.
    pub async fn entitled(house: &House, name: &str, role: Option<&str>) -> Self {
        let terminal = Self::at(house);
        let role = role.map(|role| format!(" --role {role}")).unwrap_or_default();
        let made = terminal.ctl(&format!("--config store management-token create {name}{role}")).await;
        assert_eq!(made.code, 0, "{made:?}");
        terminal.with("SYMBOLON_TOKEN", made.out.trim())
    }

    pub async fn ctl(&self, line: &str) -> Said {
        self.said(line, "").await
    }

    pub async fn said(&self, line: &str, input: &str) -> Said {
        let words = std::iter::once("ctl").chain(line.split_whitespace());
        let program = Program::try_parse_from(words).unwrap_or_else(|e| panic!("{line}: {e}"));
        let (mut input, mut out, mut err) = (input.as_bytes(), Vec::new(), Vec::new());
        let mut console = Console { input: &mut input, out: &mut out, err: &mut err };
        let done = program.ctl.command(self, &mut console).await;
        let (code, told) = match done {
            Ok(()) => (0, String::new()),
            Err(told) => (told.code(), worded(&told)),
        };
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code, out: text(out), err: text(err) + &told }
    }

    pub fn profile(&self) -> PathBuf {
        self.home.path().join(".config/symbolon/ctl.json")
    }
}

fn worded(told: &Told) -> String {
    match told {
        Told::Problem(problem) => format!("{} {problem} {}", problem.key(), problem.lines().join("\n")),
        other => other.to_string(),
    }
}

#[async_trait::async_trait]
impl ctl::House for Terminal {
    async fn engine(&self) -> Result<Engine, HouseError> {
        Err(HouseError::Held)
    }
    async fn api(&self) -> Result<Local, HouseError> {
        let engine = self.engine.clone().ok_or(HouseError::Held)?;
        symbolon::local(engine).map_err(|e| HouseError::Failed(e.to_string()))
    }
    async fn beside(&self) -> Result<Arc<dyn Store>, HouseError> {
        Err(HouseError::Held)
    }
    fn now(&self) -> Time {
        (self.now)()
    }
    fn chance(&self) -> &dyn Chance {
        &SystemChance
    }
    fn kinds(&self) -> &'static [Registration] {
        testkit::kinds::KINDS
    }
    fn passwords(&self) -> Passwords {
        symbolon::passwords()
    }
    fn settings(&self) -> serde_json::Value {
        serde_json::json!({})
    }
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }
    fn asks(&self) -> bool {
        self.asks
    }
    fn browse(&self, url: &str) -> bool {
        self.browser.as_ref().is_some_and(|browser| browser.send(url.to_owned()).is_ok())
    }
}
