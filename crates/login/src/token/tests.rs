use super::*;
use model::{
    lockout::{Class, Lockout, Misses},
    user::Consent,
};
use serde_json::json;

fn ticket(kind: TicketKind, body: serde_json::Value) -> Ticket {
    Ticket {
        id: Id::fixed(1),
        kind,
        hash: hashed("VALUE"),
        family: Id::fixed(1),
        person: "u:0000000000000000000000000A:0000000000000000000000000B".into(),
        application: Some(Id::fixed(9)),
        session: None,
        created: Time::default(),
        until: Time::from_seconds(60),
        spent: None,
        body,
    }
}

fn known() -> Known {
    Known { usable: true, ..Known::default() }
}

/// O072: no other spelling of a value leads to the same ticket.
#[test]
fn o072_a_value_is_looked_up_as_it_was_sent() {
    let value = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";
    for other in [&value[..31], &value.to_lowercase(), &format!("{value}="), &format!(" {value}"), &format!("{value}A")]
    {
        assert_ne!(hashed(other), hashed(value), "{other}");
    }
}

/// O062: a consent that does not cover the scopes is none.
#[test]
fn o062_consent_covers_every_scope() {
    let given = |scopes: &[&str], application: u128| Known {
        record: store::PersonRecord {
            consents: vec![Consent {
                person: "p".into(),
                application: Id::fixed(application),
                scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
                at: Time::default(),
            }],
            ..store::PersonRecord::default()
        }
        .into(),
        ..known()
    };
    let token = ticket(TicketKind::Access, json!({ "scope": "openid email" }));
    assert!(consented(&token, &given(&["openid", "email", "phone"], 9)));
    assert!(!consented(&token, &given(&["openid"], 9)));
    assert!(!consented(&token, &given(&["openid", "email"], 8)));
    assert!(!consented(&token, &known()));
}

/// M052: while a counter is locked codes and refresh tokens are worth nothing; an access token was earned before.
#[test]
fn m052_no_refresh_while_locked() {
    let nothing = Catalogue::default();
    let (now, rule) = (Time::from_seconds(30), Lockout { threshold: 1, ..Lockout::default() });
    let person = Person::Registered { directory: Id::fixed(10), user: Id::fixed(11) };
    let mut locked = known();
    Arc::make_mut(&mut locked.record).misses.push((Class::Second, Misses::default().after_miss(rule, now)));
    for (kind, why) in [
        (TicketKind::Refresh, Some(Reason::Locked)),
        (TicketKind::Code, Some(Reason::Locked)),
        (TicketKind::Access, None),
    ] {
        assert_eq!(disallowed(&nothing, &ticket(kind, json!({})), &person, &locked, now), why);
        assert_eq!(disallowed(&nothing, &ticket(kind, json!({})), &person, &known(), now), None);
    }
}

/// O062: disabled users, and people of a method that is gone, have nothing.
#[test]
fn o062_nothing_stands_for_who_may_not_log_in() {
    let nothing = Catalogue::default();
    let token = ticket(TicketKind::Access, json!({}));
    let now = Time::default();
    let ada = Person::Registered { directory: Id::fixed(10), user: Id::fixed(11) };
    assert_eq!(disallowed(&nothing, &token, &ada, &known(), now), None);
    assert_eq!(disallowed(&nothing, &token, &ada, &Known::default(), now), Some(Reason::Disabled));
    let stranger = Person::Unregistered { method: Id::fixed(12), subject: "a@b.example".into() };
    assert_eq!(disallowed(&nothing, &token, &stranger, &known(), now), Some(Reason::Disabled));
}

#[test]
fn only_refresh_tokens_with_offline_access_outlive_a_session() {
    for (kind, body, outlives) in [
        (TicketKind::Refresh, json!({ "scope": "openid offline_access" }), true),
        (TicketKind::Refresh, json!({ "scopes": ["openid", "offline_access"] }), true),
        (TicketKind::Refresh, json!({ "offline": true }), true),
        (TicketKind::Refresh, json!({ "scope": "openid" }), false),
        (TicketKind::Access, json!({ "scope": "openid offline_access" }), false),
    ] {
        assert_eq!(is_offline(&ticket(kind, body)), outlives);
    }
}

/// O047: what is ended is ended also for a step that read the clock a moment earlier.
#[test]
fn o047_ending_reaches_steps_under_way() {
    let now = Time::from_seconds(1_000);
    let mut token = ticket(TicketKind::Refresh, json!({}));
    token.until = now + Span::days(1);
    assert!(token.usable(now - Span::seconds(5)));
    token.until = already(now);
    assert!(!token.usable(now - Span::seconds(5)));
}
