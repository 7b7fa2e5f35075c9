//! The method against a provider of its own: the corpus of the wire crate, case by case, and what the method adds to it.

mod asks;
mod contexts;
mod finds;
mod hostile;
mod leaves;
mod lines;
mod names;
mod rules;

// The program that makes hostile documents is the wire crate's; not all of it is of use here.
#[allow(dead_code, unused_imports, clippy::all, clippy::pedantic)]
#[path = "../../../../saml/tests/all/corpus/mod.rs"]
mod corpus;

use corpus::{
    base::{ACS, IDP, SP},
    keys,
};
use model::{
    Id, Lines, Reason, Secret, Time,
    key::{Key, KeyPurpose},
};
use plug::{Answer, Documents, Effect, Method as _, MethodError, Step};
use saml::metadata::{Endpoint, Entity, IdpRole, Keys};

use super::{Config, SamlMethod, Stage, State, context::Wants};
use crate::house::House;

const SSO: &str = "https://idp.test/sso";
const SLO: &str = "https://idp.test/slo";

/// The provider of the corpus, as its metadata has it.
fn provider() -> Entity {
    let keys = keys::all();
    let certificate = |party: &keys::Party| party.certificate.clone();
    let both = |at: &str| {
        vec![
            Endpoint::new(saml::ns::binding::REDIRECT, at),
            Endpoint::new(saml::ns::binding::POST, &format!("{at}/form")),
        ]
    };
    Entity {
        id: IDP.to_owned(),
        document: Some("_metadata1".to_owned()),
        idp: Some(IdpRole {
            keys: Keys {
                signing: vec![certificate(&keys.idp), certificate(&keys.next), certificate(&keys.curve)],
                ..Keys::default()
            },
            sso: both(SSO),
            slo: both(SLO),
            scopes: vec!["corp.test".to_owned()],
            ..IdpRole::default()
        }),
        ..Entity::default()
    }
}

fn documents(entity: &Entity) -> Documents {
    Documents { metadata: entity.write(), ..Documents::default() }
}

fn lines(texts: &[&str]) -> Lines {
    let named = format!("entityId {SP}");
    Lines::parse(std::iter::once(named.as_str()).chain(texts.iter().copied())).unwrap()
}

/// The method with these lines, as the service provider of the corpus.
fn method(texts: &[&str]) -> SamlMethod {
    method_of(texts, &provider())
}

fn method_of(texts: &[&str], entity: &Entity) -> SamlMethod {
    let config: Config = plug::config::read(&lines(texts), &[]).unwrap();
    SamlMethod::open_with(config, &documents(entity)).unwrap()
}

/// At the service provider of the corpus, with nothing proven yet.
fn house() -> House {
    let mut house = House::nobody();
    let place =
        plug::Place { origin: "https://sp.test".into(), host: "sp.test".into(), ..(*house.around.place).clone() };
    house.around.place = place.into();
    house.around.name = "saml.1".into();
    house.now = Time::from_millis(corpus::base::now().millis());
    let party = &keys::all().sp;
    let private = [party.pkcs8.as_slice(), party.certificate.der()].concat();
    house.keys.0.push(Key {
        id: Id::fixed(9),
        purpose: KeyPurpose::Saml,
        algorithm: "RS256".into(),
        created: Time::default(),
        active: Time::default(),
        retires: None,
        until: None,
        private: Secret::new(private),
    });
    assert_eq!(house.around.return_address(), ACS);
    house
}

/// A challenge that has asked by the request of the corpus.
fn asked() -> State {
    let at = Time::from_millis(corpus::base::now().millis());
    State {
        provider: IDP.to_owned(),
        request: corpus::base::REQUEST.to_owned(),
        fresh: false,
        passive: false,
        wants: None,
        at,
    }
}

/// The answer that a browser posted.
fn posted(document: impl AsRef<[u8]>) -> Answer {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    Answer::new([("SAMLResponse", STANDARD.encode(document)), ("RelayState", "w".repeat(32))]).returned_to("saml.1")
}

type Stepped = Result<Step<Stage>, MethodError>;

async fn verified(house: &House, method: &SamlMethod, state: State, answer: &Answer) -> (Stepped, Vec<Effect>) {
    house.at(async |cx| method.verify(cx, Stage::Asked(state), answer).await).await
}

/// In a word: who passed, or why not, with the cause that the audit has.
fn told((step, effects): &(Stepped, Vec<Effect>)) -> String {
    let causes = effects.iter().filter_map(|effect| match effect {
        Effect::Audit(event) if event.outcome == model::audit::Outcome::Failure => {
            Some(format!(": {}", event.detail["why"].as_str().unwrap_or(&event.action)))
        }
        _ => None,
    });
    format!("{}{}", crate::house::told(step), causes.collect::<String>())
}

fn wants(references: &[&str]) -> Wants {
    Wants {
        comparison: model::request::Comparison::Exact,
        references: references.iter().map(|r| (*r).to_owned()).collect(),
    }
}

fn failed(reason: Reason, why: &str) -> String {
    format!("fail {}: {why}", reason.key())
}
