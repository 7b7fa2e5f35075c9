//! Logins at another provider, with one on loopback: each refusal beside the control that differs only in what is attacked.

mod answer;
mod ask;
mod logout;
pub(crate) mod op;
mod open;
mod registration;
mod said;
mod upstream;

use model::Span;
use plug::{Departure, Documents, Evidence, Method, Step};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::{OpenIdConnect, State};
use crate::house::{House, told};
use op::Op;

/// A method that is registered at a provider, with these lines.
fn method(op: &Op, lines: &[&str]) -> OpenIdConnect {
    with(lines, op.documents())
}

fn with(lines: &[&str], documents: Documents) -> OpenIdConnect {
    OpenIdConnect::open_with(config(lines), &documents).unwrap()
}

fn config(lines: &[&str]) -> super::Config {
    let lines = model::Lines::parse(lines.iter().copied()).unwrap();
    plug::config::read(&lines, &model::method::COMMON_LINES).unwrap()
}

/// Where a browser was sent, and what is remembered.
async fn left(house: &mut House, method: &OpenIdConnect) -> (BTreeMap<String, String>, State) {
    let step = house.challenge(method).await;
    let Ok(Step::Leave(Departure::Get(to), state)) = step else { panic!("{}", told(&step)) };
    let url = url::Url::parse(&to).unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let query: BTreeMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(query.len(), pairs.len(), "no parameter twice");
    (query, state)
}

/// A whole login: sent off, back with a code.
async fn login(house: &mut House, op: &Op, method: &OpenIdConnect) -> Result<Evidence, String> {
    let (query, state) = left(house, method).await;
    op.asked(&query);
    back(house, method, state, &op.answer()).await
}

/// Back with these fields.
async fn back(
    house: &mut House,
    method: &OpenIdConnect,
    state: State,
    fields: &[(String, String)],
) -> Result<Evidence, String> {
    let name = house.around.name.clone();
    let answer = plug::Answer::new(fields.iter().cloned()).returned_to(&name);
    match house.verify(method, state, &answer).await {
        Ok(Step::Pass(evidence)) => Ok(evidence),
        other => Err(told(&other)),
    }
}

const INVALID: &str = "fail upstream-invalid";

/// What a login comes to when the ID token has this claim so.
async fn with_claim(name: &str, value: Value) -> Result<Evidence, String> {
    let op = Op::start().await;
    op.change(|op| op.claims[name] = value);
    let mut house = House::opening();
    let told = login(&mut house, &op, &method(&op, &[])).await;
    assert_eq!(house.events.last().map(String::as_str), told.is_err().then_some("upstream.invalid"));
    told
}
