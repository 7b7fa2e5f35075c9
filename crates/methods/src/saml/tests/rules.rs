//! What the method adds to the rules of the profile.

use model::{Reason, Span};
use plug::Step;
use saml::{
    Instant,
    message::{ProxyRestriction, Status, code},
};

use super::{
    corpus::base::{Made, Shape, made, now},
    *,
};

async fn came(lines: &[&str], state: State, change: impl FnOnce(&mut Made)) -> String {
    let mut made = made();
    change(&mut made);
    told(&verified(&house(), &method(lines), state, &posted(made.document(Shape::Assertion))).await)
}

const PASS: &str = "pass eve@corp.test";

#[tokio::test]
async fn s045_an_answer_and_its_request_are_spent() {
    let document = made().document(Shape::Assertion);
    let spent = async |document: &str| {
        let (step, effects) = verified(&house(), &method(&[]), asked(), &posted(document)).await;
        assert!(matches!(step, Ok(Step::Pass(_))));
        let once = effects.into_iter().filter_map(|effect| match effect {
            Effect::SpendOnce { gate, key, until } => Some((gate, key, until)),
            _ => None,
        });
        once.collect::<Vec<_>>()
    };
    let first = spent(&document).await;
    assert_eq!(first.iter().map(|(gate, ..)| gate.as_str()).collect::<Vec<_>>(), ["saml.assertion", "saml.request"]);
    // The same again, on whatever node, is the same key; it is kept for as long as the answer would be believed.
    assert_eq!(spent(&document).await, first);
    let end = Time::from_millis(now().plus(300 + 180).millis());
    assert!(first.iter().all(|(.., until)| *until == end));
    // Another assertion that answers the same request is spent by that.
    let mut other = made();
    other.assertion.id = "_assertion2".into();
    let second = spent(&other.document(Shape::Assertion)).await;
    assert!(second[0] != first[0] && second[1] == first[1]);
}

#[tokio::test]
async fn s042_three_minutes_of_skew_and_no_more() {
    let method = method(&[]);
    for (seconds, good) in [(-179, true), (-211, false), (300 + 179, true), (300 + 181, false)] {
        let mut house = house();
        house.pass(Span::seconds(seconds));
        let came = told(&verified(&house, &method, asked(), &posted(made().document(Shape::Assertion))).await);
        assert_eq!(came == PASS, good, "{seconds}: {came}");
    }
}

#[tokio::test]
async fn s067_a_login_that_had_to_be_fresh_is() {
    let forced = || State { fresh: true, ..asked() };
    let old = |m: &mut Made| m.assertion.authn[0].instant = now().plus(-600);
    assert_eq!(came(&[], forced(), |_| {}).await, PASS);
    assert_eq!(came(&[], asked(), old).await, PASS);
    let why = "the login there is older than the request, which asked for a new one";
    assert_eq!(came(&[], forced(), old).await, failed(Reason::UpstreamInvalid, why));
}

#[tokio::test]
async fn s041_unasked_answers_only_where_a_line_says_so() {
    let unasked = |m: &mut Made| {
        m.response.head.in_response_to = None;
        m.assertion.subject.as_mut().unwrap().confirmations[0].in_response_to = None;
    };
    let why = "the response answers another request";
    assert_eq!(came(&[], asked(), unasked).await, failed(Reason::UpstreamInvalid, why));
    assert_eq!(came(&["unsolicited true"], asked(), unasked).await, PASS);
    // What answers a request answers ours, also there.
    assert_eq!(came(&["unsolicited true"], asked(), |_| {}).await, PASS);
    let other = State { request: "_other".into(), ..asked() };
    assert_eq!(came(&["unsolicited true"], other, |_| {}).await, failed(Reason::UpstreamInvalid, why));
    // A response that says nothing around an assertion that answers somebody.
    let half = |m: &mut Made| m.response.head.in_response_to = None;
    let why = "the response was not asked for and says that it was";
    assert_eq!(came(&["unsolicited true"], asked(), half).await, failed(Reason::UpstreamInvalid, why));
    assert!(method(&["unsolicited true"]).takes_unasked() && !method(&[]).takes_unasked());
}

#[tokio::test]
async fn s048_what_the_provider_says_no_to() {
    let saying = |first: &'static str, second: &'static str| {
        move |m: &mut Made| m.response.status = Status::failure(first, Some(second))
    };
    let passive = || State { passive: true, ..asked() };
    for (state, second, reason) in [
        (asked(), code::AUTHN_FAILED, Reason::UpstreamRefused),
        (asked(), code::NO_AUTHN_CONTEXT, Reason::NoContext),
        (passive(), code::NO_PASSIVE, Reason::LoginRequired),
        (asked(), code::NO_PASSIVE, Reason::UpstreamRefused),
    ] {
        let why = format!("the provider says no: {second}");
        assert_eq!(came(&[], state, saying(code::RESPONDER, second)).await, failed(reason, &why));
    }
}

#[tokio::test]
async fn what_may_not_be_passed_on_is_not() {
    let limited =
        |limit: ProxyRestriction| move |m: &mut Made| m.assertion.conditions.as_mut().unwrap().proxy = Some(limit);
    let one = ProxyRestriction { count: Some(1), audiences: Vec::new() };
    assert_eq!(came(&[], asked(), limited(one)).await, PASS);
    let not = failed(Reason::UpstreamInvalid, "the assertion may not be passed on");
    let none = ProxyRestriction { count: Some(0), audiences: Vec::new() };
    assert_eq!(came(&[], asked(), limited(none)).await, not);
    let others = ProxyRestriction { count: None, audiences: vec!["urn:somebody".into()] };
    assert_eq!(came(&[], asked(), limited(others)).await, not);
}

#[tokio::test]
async fn a_name_has_the_format_that_was_asked_for() {
    assert_eq!(came(&["nameIdFormat emailAddress"], asked(), |_| {}).await, PASS);
    assert_eq!(came(&["nameIdFormat unspecified"], asked(), |_| {}).await, PASS);
    let why = "the name has another format than the one that was asked for";
    assert_eq!(came(&["nameIdFormat persistent"], asked(), |_| {}).await, failed(Reason::UpstreamInvalid, why));
}

#[tokio::test]
async fn s050_metadata_that_has_ended_lets_nobody_in() {
    let until = |end: Instant| {
        let mut entity = provider();
        entity.valid_until = Some(end);
        method_of(&[], &entity)
    };
    let answer = posted(made().document(Shape::Assertion));
    assert_eq!(told(&verified(&house(), &until(now().plus(1)), asked(), &answer).await), PASS);
    let ended = until(now());
    let unavailable = "error not available: there is no valid metadata of the provider";
    assert_eq!(told(&verified(&house(), &ended, asked(), &answer).await), unavailable);
    let house = house();
    assert_eq!(crate::house::told(&house.at(async |cx| ended.challenge(cx).await).await.0), unavailable);
}

#[tokio::test]
async fn what_a_person_typed_is_no_answer() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let typed = Answer::new([("SAMLResponse", STANDARD.encode(made().document(Shape::Assertion)))]);
    for (answer, expected) in [
        (typed.clone(), "fail malformed"),
        (typed.clone().returned_to("saml.2"), "fail malformed"),
        (typed.returned_to("saml.1"), PASS),
    ] {
        assert_eq!(told(&verified(&house(), &method(&[]), asked(), &answer).await), expected);
    }
    let nothing = Answer::new([("RelayState", "w")]).returned_to("saml.1");
    let why = "there is no answer in it, or more than one";
    assert_eq!(told(&verified(&house(), &method(&[]), asked(), &nothing).await), failed(Reason::UpstreamInvalid, why));
}

#[tokio::test]
async fn s013_a_request_is_no_answer() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let request = saml::message::AuthnRequest::new(saml::message::Head::new("_r", now(), IDP).to(ACS)).write();
    let request = saml::signature::sign(&request, &keys::all().idp.key).unwrap();
    let answer = Answer::new([("SAMLResponse", STANDARD.encode(request))]).returned_to("saml.1");
    assert!(told(&verified(&house(), &method(&[]), asked(), &answer).await).starts_with("fail upstream-invalid"));
}
