//! What is asked of the provider, and how.

use model::{
    Locale, Time,
    request::{Comparison, Wanted},
};
use plug::{Departure, Step, Wish};
use saml::{
    Allow, Limits, Xml,
    binding::{post, redirect},
    idp::{Came, Door, Sender},
    message::{AcsChoice, AuthnRequest},
    metadata::SpRole,
    ns,
};

use super::*;

/// The request in a departure, as a provider reads it: signed by us where it has to be.
fn read(to: &Departure, must_sign: bool) -> (AuthnRequest, bool) {
    let key = keys::all().sp.certificate.key().clone();
    let role = SpRole {
        authn_requests_signed: must_sign,
        acs: vec![
            Endpoint::new(ns::binding::POST, ACS).indexed(0, true),
            Endpoint::new(ns::binding::ARTIFACT, ACS).indexed(1, false),
        ],
        ..SpRole::default()
    };
    let sender = Sender { entity: SP, keys: &[key] };
    let addresses = [SSO, "https://idp.test/sso/form"];
    let (now, allow) = (corpus::base::now(), Allow::default());
    let door = Door { addresses: &addresses, now, skew: 0, max_age: 60, allow, decryption: &[] };
    let judged = match to {
        Departure::Get(url) => {
            let query = url.split_once('?').unwrap().1;
            let received = redirect::Received::parse(query, Limits::MESSAGE.bytes, 80).unwrap();
            assert_eq!(received.relay_state.as_ref().unwrap().as_str(), "w".repeat(32));
            let xml = Xml::parse(received.xml(), &Limits::MESSAGE).unwrap();
            door.authn_request((&xml, Came::Redirect(&received)), sender, &role)
        }
        Departure::Post { fields, .. } => {
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let received = post::Received::read(fields, Limits::MESSAGE.bytes, 80).unwrap();
            assert_eq!(received.relay_state.as_ref().unwrap().as_str(), "w".repeat(32));
            let xml = Xml::parse(&received.xml, &Limits::MESSAGE).unwrap();
            door.authn_request((&xml, Came::Whole), sender, &role)
        }
    };
    let asked = judged.unwrap();
    (asked.request, asked.is_signed)
}

async fn asks(house: &House, texts: &[&str]) -> (AuthnRequest, State, Departure) {
    let method = method(texts);
    match house.at(async |cx| method.challenge(cx).await).await.0 {
        Ok(Step::Leave(to, Stage::Asked(state))) => {
            let signed = !texts.contains(&"signRequests false");
            let (request, is_signed) = read(&to, signed);
            assert_eq!((is_signed, &request.head.id), (signed, &state.request));
            (request, state, to)
        }
        other => panic!("{}", crate::house::told(&other)),
    }
}

#[tokio::test]
async fn the_plain_request_is_signed_and_asks_for_nothing_special() {
    let (request, state, to) = asks(&house(), &[]).await;
    assert!(matches!(&to, Departure::Get(url) if url.starts_with("https://idp.test/sso?SAMLRequest=")), "{to:?}");
    assert_eq!((request.acs, request.force_authn, request.is_passive), (AcsChoice::Default, false, false));
    let policy = request.name_id_policy.unwrap();
    assert_eq!((policy.format, policy.allow_create, policy.sp_name_qualifier), (None, Some(true), None));
    assert!(request.context.is_none() && request.scoping.is_none() && request.language.is_none());
    // 160 bits that nobody can guess.
    assert_eq!((state.request.len(), &state.request[..1]), (41, "_"));
    let again = asks(&house(), &[]).await.1;
    assert_eq!(again.request, state.request, "chance is seeded here");
}

#[tokio::test]
async fn a_form_has_the_signature_inside() {
    let (_, _, to) = asks(&house(), &["requestBinding post"]).await;
    assert!(matches!(&to, Departure::Post { to, .. } if to == "https://idp.test/sso/form"), "{to:?}");
}

#[tokio::test]
async fn unsigned_only_where_a_line_says_so() {
    asks(&house(), &["signRequests false"]).await;
    asks(&house(), &["signRequests false", "requestBinding post"]).await;
}

#[tokio::test]
async fn s067_a_fresh_login_is_asked_for_where_the_application_wants_one() {
    let wishing = |wish: Wish| {
        let mut house = house();
        house.around.wish = wish;
        house
    };
    let usual = asks(&wishing(Wish::default()), &[]).await;
    assert!(!usual.0.force_authn && !usual.1.fresh);
    for wish in
        [Wish { fresh: true, ..Wish::default() }, Wish { fresh_since: Some(Time::from_seconds(1)), ..Wish::default() }]
    {
        let asked = asks(&wishing(wish), &[]).await;
        assert!(asked.0.force_authn && asked.1.fresh);
    }
    assert!(asks(&house(), &["ForceAuthn true"]).await.0.force_authn);
    let silent = asks(&wishing(Wish { passive: true, ..Wish::default() }), &[]).await;
    assert!(silent.0.is_passive && silent.1.passive);
}

#[tokio::test]
async fn contexts_go_on_as_the_rule_says() {
    let demand = Wanted::Demand { references: vec!["urn:a".into(), "urn:b".into()], comparison: Comparison::Minimum };
    let prefer = Wanted::Prefer(vec!["urn:a".into()]);
    let method_itself = Wanted::Demand {
        references: vec!["urn:symbolon:method:saml.1".into(), "urn:uuid:1f32f44a-e553-45c7-8431-18e13f4b9f36".into()],
        comparison: Comparison::Exact,
    };
    let both: &[&str] = &["urn:a", "urn:b"];
    for (wanted, lines, expected) in [
        (&demand, &[][..], Some(("minimum", both))),
        (&demand, &["requestContext none"], None),
        (&demand, &["requestContext urn:x", "requestContext urn:y"], Some(("exact", &["urn:x", "urn:y"]))),
        (&demand, &["requestContext urn:x", "contextComparison better"], Some(("better", &["urn:x"]))),
        (&demand, &["contextMap urn:a urn:theirs"], Some(("minimum", &["urn:theirs"]))),
        (&demand, &["contextMap urn:c urn:theirs"], None),
        (&demand, &["contextComparison exact"], Some(("exact", both))),
        // A wish that may be ignored would be a condition there, and the name of one method says nothing there.
        (&prefer, &[], None),
        (&method_itself, &[], None),
        (&Wanted::Any, &[], None),
        (&Wanted::Any, &["ExplicitUnspecifiedAuthnContextClassRef true"], Some(("exact", &[ns::class::UNSPECIFIED]))),
        (&Wanted::Any, &["requestContext urn:x"], Some(("exact", &["urn:x"]))),
    ] {
        let mut house = house();
        house.around.wish.wanted = wanted.clone();
        let (request, state, _) = asks(&house, lines).await;
        let found = request
            .context
            .as_ref()
            .map(|asked| (asked.comparison.name(), asked.references.iter().map(|r| r.uri()).collect::<Vec<_>>()));
        assert_eq!(found, expected.map(|(comparison, uris)| (comparison, uris.to_vec())), "{wanted:?} {lines:?}");
        let unspecified = lines.iter().any(|line| line.starts_with("Explicit"));
        assert_eq!(state.wants.is_some(), expected.is_some() && !unspecified);
    }
}

#[tokio::test]
async fn flags_of_the_source_product_work_as_lines_and_as_words() {
    let mut house = house();
    house.around.locale = Locale::ALL.into_iter().find(|locale| locale.tag() == "sv").unwrap();
    for lines in [
        &[
            "SendAssertionConsumerServiceURL true",
            "FinnishTrustNetwork true",
            "ExplicitUnspecifiedAuthnContextClassRef true",
        ][..],
        &[
            "compatibilityFlags SendAssertionConsumerServiceURL FinnishTrustNetwork ExplicitUnspecifiedAuthnContextClassRef SigAlg",
        ],
    ] {
        let (request, ..) = asks(&house, lines).await;
        let (url, binding) = (Some(ACS.to_owned()), Some(ns::binding::POST.to_owned()));
        assert_eq!(request.acs, AcsChoice::Named { url, binding });
        assert_eq!(request.language.as_deref(), Some("sv"));
        assert!(request.context.is_some());
    }
}

#[tokio::test]
async fn names_artifacts_and_scoping_are_asked_for_by_lines() {
    let mut entity = provider();
    if let Some(role) = &mut entity.idp {
        role.artifact = vec![Endpoint::new(ns::binding::SOAP, "https://idp.test/soap").indexed(0, true)];
    }
    let lines = [
        "responseBinding artifact",
        "nameIdFormat persistent",
        "allowCreate false",
        "spNameQualifier urn:group",
        "proxyCount 1",
        "scopingIdp https://behind.test",
    ];
    let method = method_of(&lines, &entity);
    let house = house();
    let Ok(Step::Leave(to, _)) = house.at(async |cx| method.challenge(cx).await).await.0 else { panic!() };
    let (request, _) = read(&to, true);
    assert_eq!(request.acs, AcsChoice::Index(1));
    let policy = request.name_id_policy.unwrap();
    assert_eq!(policy.format.as_deref(), Some(ns::format::PERSISTENT));
    assert_eq!((policy.allow_create, policy.sp_name_qualifier.as_deref()), (Some(false), Some("urn:group")));
    let scoping = request.scoping.unwrap();
    assert_eq!((scoping.proxy_count, scoping.idps), (Some(1), vec!["https://behind.test".to_owned()]));
}

/// S080: what an application limited goes on, with its name; the lines limit it further and never less.
#[tokio::test]
async fn s080_a_limit_of_the_application_goes_on() {
    let asked = async |lines: &[&str], providers: Option<u32>| {
        let mut house = house();
        let requesters = providers.iter().map(|_| "https://shop.test".to_owned()).collect();
        house.around.wish.forwarding = model::request::Forwarding { providers, requesters };
        let method = method_of(lines, &provider());
        let Ok(Step::Leave(to, _)) = house.at(async |cx| method.challenge(cx).await).await.0 else { panic!() };
        read(&to, true).0.scoping.map(|scoping| (scoping.proxy_count, scoping.requesters))
    };
    let shop = || vec!["https://shop.test".to_owned()];
    assert_eq!(asked(&[], None).await, None, "there are providers that refuse every Scoping");
    assert_eq!(asked(&[], Some(0)).await, Some((Some(0), shop())));
    assert_eq!(asked(&["proxyCount 1"], None).await, Some((Some(1), Vec::new())));
    for (ours, theirs, count) in [("proxyCount 1", 3, 1), ("proxyCount 3", 1, 1), ("proxyCount 0", 1, 0)] {
        assert_eq!(asked(&[ours], Some(theirs)).await, Some((Some(count), shop())), "{ours}, {theirs}");
    }
}
