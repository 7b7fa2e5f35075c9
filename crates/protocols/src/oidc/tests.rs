//! The pure parts: registrations, requests, claims, subjects, what a client is told. Whole flows are driven over HTTP by
//! the crate above.

mod claims;
mod client;
mod request;

use model::{AnyObject, Application, Entry, Id, Person, Reason, Time};
use oidc::ErrorCode;
use serde_json::{Value, json};

use super::client::{Client, SubjectType};
use super::response::{refusal, silent_refusal};
use super::subject::subject;
use login::Tries;

/// An application with this registration.
pub fn entry(number: u128, metadata: Value) -> Entry {
    let application = Application { metadata, ..Application::default() };
    Entry {
        id: Id::fixed(number),
        path: format!("demosite/app{number}"),
        object: application.into(),
        links: Vec::new(),
    }
}

pub fn client(metadata: Value) -> Client {
    let entry = entry(7, metadata);
    let AnyObject::Application(application) = &entry.object else { unreachable!() };
    Client::read(&entry, application).unwrap()
}

/// A confidential client that does the usual things.
pub fn usual() -> Value {
    json!({
        "client_id": "wiki",
        "client_secret": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0",
        "redirect_uris": ["https://wiki.example/callback"],
    })
}

/// The same with some members changed.
pub fn with(changes: Value) -> Value {
    let mut metadata = usual();
    for (name, value) in changes.as_object().unwrap() {
        metadata[name] = value.clone();
    }
    metadata
}

fn keyed(purpose: &str, bytes: &[u8]) -> [u8; 32] {
    let mut all = purpose.as_bytes().to_vec();
    all.push(0);
    all.extend(bytes);
    let mut hash = [0; 32];
    hash.copy_from_slice(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &all).as_ref());
    hash
}

#[test]
fn a_subject_is_stable_and_tells_nothing_that_was_not_asked() {
    let ada = Person::Registered { directory: Id::fixed(1), user: Id::fixed(2) };
    let bob = Person::Registered { directory: Id::fixed(1), user: Id::fixed(3) };
    let mail = Person::Unregistered { method: Id::fixed(4), subject: "ada@demo.test".into() };
    let of = |kind: &SubjectType, person: &Person| subject(&keyed, kind, person);
    assert_eq!(of(&SubjectType::Public, &ada), Id::fixed(2).to_string().to_lowercase());
    assert_eq!(of(&SubjectType::Public, &ada).parse::<Id>().ok(), Some(Id::fixed(2)));
    assert!(!of(&SubjectType::Public, &mail).contains('@'));
    let (one, other) =
        (SubjectType::Pairwise { sector: "a.example".into() }, SubjectType::Pairwise { sector: "b.example".into() });
    assert_eq!(of(&one, &ada), of(&one, &ada));
    assert_ne!(of(&one, &ada), of(&other, &ada));
    assert_ne!(of(&one, &ada), of(&one, &bob));
    assert_ne!(of(&one, &mail), of(&one, &ada));
}

/// O026, O036: what a client is told of a denial.
#[test]
fn o036_a_denial_has_the_code_of_the_standard() {
    for (reason, told, silently) in [
        (Reason::LoginRequired, ErrorCode::LoginRequired, ErrorCode::LoginRequired),
        (Reason::ConsentRequired, ErrorCode::ConsentRequired, ErrorCode::ConsentRequired),
        (Reason::InteractionRequired, ErrorCode::InteractionRequired, ErrorCode::InteractionRequired),
        (Reason::Cancelled, ErrorCode::AccessDenied, ErrorCode::AccessDenied),
        (Reason::ConsentRejected, ErrorCode::AccessDenied, ErrorCode::AccessDenied),
        (Reason::NotAllowed, ErrorCode::AccessDenied, ErrorCode::AccessDenied),
        (Reason::WrongPerson, ErrorCode::AccessDenied, ErrorCode::LoginRequired),
        (Reason::NoContext, ErrorCode::UnmetAuthenticationRequirements, ErrorCode::UnmetAuthenticationRequirements),
        (Reason::Unavailable, ErrorCode::TemporarilyUnavailable, ErrorCode::TemporarilyUnavailable),
    ] {
        assert_eq!((refusal(reason).code, silent_refusal(reason).code), (told, silently), "{reason:?}");
    }
    // M054: a client cannot tell who is locked, disabled or unknown.
    for reason in [Reason::Locked, Reason::Disabled, Reason::Wrong, Reason::Throttled] {
        assert_eq!(refusal(reason), refusal(Reason::NotAllowed));
    }
}

#[test]
fn guessing_a_secret_is_slowed_for_its_source_only() {
    let (tries, now) = (Tries::default(), Time::from_seconds(1_000));
    let (here, there) = ("192.0.2.1".parse().ok(), "198.51.100.1".parse().ok());
    assert!((0..30).all(|_| {
        let free = !tries.used_up("wiki", here, now);
        tries.missed("wiki", here, now);
        free
    }));
    assert!(tries.used_up("wiki", here, now));
    assert!(!tries.used_up("wiki", there, now));
    assert!(!tries.used_up("blog", here, now));
    assert!(!tries.used_up("wiki", here, Time::from_seconds(1_300)));
}
