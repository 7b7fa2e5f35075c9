#![doc = include_str!("README.md")]
//!
//! [`verify`] is the rule, [`list`] what is kept, [`enrol`] the making of a list.

mod config;
mod enrol;
mod list;
mod verify;

#[cfg(test)]
mod tests;

pub use config::Config;
pub use list::{Cost, List};

use model::{Credential, Finding, Id, Reason, Span};
use plug::{
    Answer, Args, ConfigError, Cx, Evidence, Factor, Field, Kind, Method, MethodError, Needs, Opens, Outgoing, Prompt,
    Registration, Step,
};
use serde::{Deserialize, Serialize};
use verify::Verdict;

use crate::slow::Bench;

pub const REGISTRATION: Registration = Registration::of::<BackupMethod>(include_str!("README.md"), texts!());

/// Codes from a list.
pub struct BackupMethod {
    codes: u8,
    cost: Cost,
    hashing: Bench,
}

/// What a pending challenge remembers.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Asked,
    /// A list that was shown and is not yet in force.
    Offered(List),
}

impl Method for BackupMethod {
    const KIND: Kind = Kind {
        name: "backup",
        type_name: "Backup codes",
        class_names: &[],
        factor: Factor::Possession,
        opens: Opens::No,
        needs: Needs::Credential,
        amr: &["otp"],
        code_lengths: &[10],
        shorthand: None,
        silent: false,
        enrols: true,
        takes_secret: true,
        sends: false,
        documents: &[],
        companion: true,
        icon: "backup",
        events: &[],
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        let cost = Cost { memory: config.memory, passes: config.passes };
        Ok(Self { codes: config.codes, cost, hashing: Bench::default() })
    }

    fn findings(config: &Config) -> Vec<Finding> {
        config.findings()
    }

    async fn challenge(&self, _: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        let digits = u8::try_from(list::LENGTH).unwrap_or(u8::MAX);
        Ok(Step::Ask(Prompt::new("backup-prompt", vec![Field::Code { digits, numeric: false }]), State::Asked))
    }

    async fn verify(&self, cx: &mut Cx<'_>, _: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        let Some(code) = answer.code().and_then(|c| list::parse(&c)) else { return Ok(Step::Fail(Reason::Malformed)) };
        let newest = cx.credentials.iter().max_by_key(|c| c.created);
        let list = newest.map_or_else(|| Ok(List::nobody(cx.chance.bytes(), self.cost)), read)?;
        let id = newest.map(|c| c.id);
        let (typed, list) = self.hashing.run(move || Ok((list.hash(code.expose())?, list))).await?;
        let spent = id.map(|id| used(cx, id)).unwrap_or_default();
        Ok(match (verify::judge(list.hashes(), &typed, &spent), id) {
            (Verdict::Good { index, left }, Some(id)) => pass(cx, id, index, left),
            (Verdict::Replay, _) => Step::Fail(Reason::Replay),
            _ => Step::Fail(Reason::Wrong),
        })
    }

    async fn enrol(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        self.offer(cx).await
    }

    async fn confirm(&self, cx: &mut Cx<'_>, state: State, _: &Answer) -> Result<Step<State>, MethodError> {
        let State::Offered(kept) = state else { return Err(MethodError::Unsupported) };
        Self::keep(cx, &kept)
    }
}

fn read(credential: &Credential) -> Result<List, MethodError> {
    serde_json::from_value(credential.body.clone())
        .map_err(|e| MethodError::Corrupt(format!("list {}: {e}", credential.id)))
}

fn gate(id: Id) -> String {
    format!("credential:{id}")
}

/// The places of the list that were used.
fn used(cx: &Cx<'_>, id: Id) -> Vec<usize> {
    let gate = gate(id);
    cx.spent.iter().filter(|(g, _)| *g == gate).filter_map(|(_, key)| key.parse().ok()).collect()
}

/// Uses the code up and tells its owner.
fn pass(cx: &mut Cx<'_>, id: Id, index: usize, left: usize) -> Step<State> {
    cx.spend_once(gate(id), index.to_string(), cx.now() + Span::days(36_500));
    let known = cx.attributes.get("email").and_then(|v| v.first()).map(String::as_str);
    if let Some(to) = known.filter(|a| !a.is_empty()).or_else(|| cx.user.and_then(|u| u.first("email"))) {
        cx.send(Outgoing {
            courier: model::message::Courier::Mail,
            to: to.to_owned(),
            text: "backup-used".into(),
            args: Args::from([
                ("left".into(), i64::try_from(left).unwrap_or(i64::MAX).into()),
                ("application".into(), crate::named(cx).into()),
            ]),
            notice: true,
            blind: false,
        });
    }
    Step::Pass(Evidence::subject(cx.user.map_or(cx.name, |u| u.name.as_str())))
}
