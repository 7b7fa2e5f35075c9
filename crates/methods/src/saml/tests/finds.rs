//! Which of several providers it is: our page, a discovery service, the common domain cookie.

use model::audit::Outcome;
use plug::{Departure, Field, Method as _, Wish};
use saml::{
    discovery::{Asked, Providers as Cookie},
    metadata::{Source, Ui},
    ns,
};

use super::{
    super::discovery::{By, Choosing},
    corpus::base::{Made, Shape, made},
    *,
};

const SERVICE: &str = "https://ds.test/wayf?lang=en";
const READER: &str = "https://cdc.common.test/cdc/read";
const OTHER: &str = "https://other.test/saml";
const UNKNOWN: &str = "https://unknown.test/saml";

/// The provider of the corpus, another, and one that nobody is shown.
fn federation() -> Vec<Entity> {
    let named = |id: &str, name: &str, domains: &[&str]| {
        let mut entity = Entity { id: id.to_owned(), document: None, ..provider() };
        let mut role = entity.idp.take().unwrap();
        role.ui = Ui { display_names: vec![("en".into(), name.into())], ..Ui::default() };
        role.scopes = domains.iter().map(|domain| (*domain).to_owned()).collect();
        role.sso = vec![Endpoint::new(ns::binding::REDIRECT, &format!("{id}/sso"))];
        entity.idp = Some(role);
        entity
    };
    let hidden = saml::message::Attribute::new(
        "http://macedir.org/entity-category",
        None,
        ["http://refeds.org/category/hide-from-discovery"],
    );
    let mut secret = named("https://hidden.test/saml", "Hidden", &["hidden.test"]);
    secret.attributes = vec![hidden];
    let service = Entity {
        id: "https://sp.other.test".into(),
        document: None,
        idp: None,
        sp: Some(saml::metadata::SpRole::default()),
        ..provider()
    };
    let keyless = {
        let mut entity = named("https://keyless.test/saml", "Keyless", &[]);
        entity.idp.as_mut().unwrap().keys = Keys::default();
        entity
    };
    vec![named(IDP, "Corp", &["corp.test"]), named(OTHER, "Other", &["other.test"]), secret, service, keyless]
}

fn several(by: By, texts: &[&str]) -> Result<SamlMethod, plug::ConfigError> {
    let texts: Vec<&str> = texts.iter().copied().chain(["idpEntityId *"]).collect();
    let config: Config = plug::config::read(&lines(&texts), &[]).unwrap();
    SamlMethod::open_by(config, &Documents { metadata: Entity::write_all(&federation()), ..Documents::default() }, by)
}

fn on_page(texts: &[&str]) -> SamlMethod {
    several(By::Lines, texts).unwrap()
}

async fn begun(house: &House, method: &SamlMethod) -> Stepped {
    house.at(async |cx| method.challenge(cx).await).await.0
}

async fn went_on(house: &House, method: &SamlMethod, stage: Stage, answer: &Answer) -> (Stepped, Vec<Effect>) {
    house.at(async |cx| method.verify(cx, stage, answer).await).await
}

/// Which provider somebody is sent to, and whether nothing may be shown there.
fn sent(step: &Stepped) -> (String, bool) {
    let Ok(Step::Leave(Departure::Get(to), Stage::Asked(state))) = step else { panic!("{}", crate::house::told(step)) };
    let query = to.strip_prefix(&format!("{}/sso?", state.provider)).unwrap_or_else(|| panic!("{to}"));
    let received = saml::binding::redirect::Received::parse(query, saml::Limits::MESSAGE.bytes, 1024).unwrap();
    let request = String::from_utf8(received.xml().to_vec()).unwrap();
    assert_eq!(request.contains(r#"IsPassive="true""#), state.passive, "{request}");
    (state.provider.clone(), state.passive)
}

fn chosen(id: &str) -> Answer {
    Answer::new([("provider", id)])
}

fn came_back(fields: &[(&str, &str)]) -> Answer {
    Answer::new(fields.iter().copied()).returned_to("saml.1")
}

fn refusals(effects: &[Effect]) -> usize {
    let refused = |e: &&Effect| matches!(e, Effect::Audit(event) if event.action == "saml.discovery-refused" && event.outcome == Outcome::Failure);
    effects.iter().filter(refused).count()
}

#[tokio::test]
async fn b11_the_provider_is_asked_for_on_our_page_and_taken_from_there() {
    let (house, method) = (house(), on_page(&[]));
    let Ok(Step::Ask(prompt, stage)) = begun(&house, &method).await else { panic!() };
    assert_eq!(prompt.fields, [Field::Providers { first: String::new() }]);
    for id in [IDP, OTHER, "https://hidden.test/saml"] {
        assert_eq!(sent(&went_on(&house, &method, stage.clone(), &chosen(id)).await.0).0, id);
    }
    // What is none of the list, and what cannot be used, is chosen by nobody.
    for id in [UNKNOWN, "https://sp.other.test", "https://keyless.test/saml", "*", "https://other.test/SAML"] {
        let (step, effects) = went_on(&house, &method, stage.clone(), &chosen(id)).await;
        assert_eq!((crate::house::told(&step).as_str(), refusals(&effects)), ("fail upstream-invalid", 1), "{id}");
    }
    // No provider answers a question that was put to the person.
    let forged = went_on(&house, &method, stage, &came_back(&[("provider", OTHER), ("entityID", OTHER)])).await.0;
    assert_eq!(crate::house::told(&forged), "fail malformed");
}

#[test]
fn the_list_is_what_can_be_used_with_names_and_without_what_hides() {
    let choices = on_page(&[]).choices();
    let found = |typed| {
        let (found, count) = choices.found(typed, model::Locale::En, Time::default(), 10);
        (found.iter().map(|c| c.name(model::Locale::En)).collect::<Vec<_>>(), count)
    };
    assert_eq!(found(""), (vec!["Corp", "Other"], 2));
    assert_eq!(found("other.test"), (vec!["Other"], 1));
    assert_eq!(found("hidden"), (vec![], 0));
    assert!(method(&[]).choices().is_empty(), "one is no choice");
}

#[tokio::test]
async fn a_name_with_a_domain_names_its_provider() {
    let (mut house, method) = (house(), on_page(&[]));
    for (hint, to) in
        [("eve@other.test", OTHER), ("eve@CORP.test", IDP), ("eve@hidden.test", "https://hidden.test/saml")]
    {
        house.around.wish.hint = Some(hint.to_owned());
        assert_eq!(sent(&begun(&house, &method).await).0, to, "{hint}");
    }
    for hint in ["eve", "eve@unknown.test", "other.test"] {
        house.around.wish.hint = Some(hint.to_owned());
        assert_eq!(crate::house::told(&begun(&house, &method).await), "ask saml-providers", "{hint}");
    }
}

#[tokio::test]
async fn a_line_puts_a_provider_on_top_and_is_taken_where_nothing_may_be_asked() {
    let mut house = house();
    let hinted = on_page(&[&format!("idpHint {OTHER}")]);
    let Ok(Step::Ask(prompt, _)) = begun(&house, &hinted).await else { panic!() };
    assert_eq!(prompt.fields, [Field::Providers { first: OTHER.to_owned() }]);
    house.around.wish = Wish { passive: true, ..Wish::default() };
    assert_eq!(sent(&begun(&house, &hinted).await), (OTHER.to_owned(), true));
    for without in [on_page(&[]), on_page(&[&format!("idpHint {UNKNOWN}")])] {
        assert_eq!(crate::house::told(&begun(&house, &without).await), "fail login-required");
    }
}

/// B16: a discovery service is asked by its protocol.
#[tokio::test]
async fn b16_somebody_elses_service_is_asked_and_believed_about_names_of_ours() {
    let mut house = house();
    let method = several(By::Service(String::new()), &[&format!("discoveryUrl {SERVICE}")]).unwrap();
    let Ok(Step::Leave(Departure::Get(to), stage)) = begun(&house, &method).await else { panic!() };
    assert_eq!(stage, Stage::Choosing(Choosing::Service));
    let query = to.strip_prefix("https://ds.test/wayf?lang=en&").unwrap();
    // Our metadata has the place that the answer goes to.
    let Ok(own) = house.at(async |cx| method.publish(cx, "metadata").await).await.0 else { panic!() };
    let now = saml::Instant::from_millis(house.now.millis());
    let source =
        Source { keys: None, allow: saml::Allow::default(), now, max_validity: None, limits: saml::Limits::ENTITY };
    let entity = source.entity(&own.body).unwrap();
    let asked = Asked::read(query, &entity.sp.unwrap().discovery).unwrap();
    assert_eq!((asked.entity.as_str(), asked.passive), (SP, false));
    assert_eq!(
        asked.answer(Some(OTHER)),
        format!("{ACS}?state={}&entityID=https%3A%2F%2Fother.test%2Fsaml", "w".repeat(32))
    );

    let back = async |answer: Answer| went_on(&house, &method, stage.clone(), &answer).await;
    let (answers, state) = ([("entityID", OTHER)], ("state", "w"));
    assert_eq!(sent(&back(came_back(&[state, answers[0]])).await.0).0, OTHER);
    // A name that is none of ours (mix-up), none at all, and a choice that did not come from there.
    let (step, effects) = back(came_back(&[state, ("entityID", UNKNOWN)])).await;
    assert_eq!((crate::house::told(&step).as_str(), refusals(&effects)), ("fail upstream-invalid", 1));
    for nothing in [came_back(&[state]), came_back(&[state, ("entityID", "")])] {
        assert_eq!(crate::house::told(&back(nothing).await.0), "fail cancelled");
    }
    assert_eq!(crate::house::told(&back(Answer::new(answers)).await.0), "fail malformed");

    house.around.wish = Wish { passive: true, ..Wish::default() };
    let Ok(Step::Leave(Departure::Get(to), stage)) = begun(&house, &method).await else { panic!() };
    assert!(to.ends_with("&isPassive=true"), "{to}");
    let nothing = went_on(&house, &method, stage, &came_back(&[])).await.0;
    assert_eq!(crate::house::told(&nothing), "fail login-required");
    // The same by a line of the usual kind; without it there is no such place in our metadata.
    let by_line = on_page(&[&format!("discoveryUrl {SERVICE}")]);
    assert!(matches!(begun(&house, &by_line).await, Ok(Step::Leave(Departure::Get(to), _)) if to.starts_with(SERVICE)));
}

/// B17: the cookie leads to the provider without a page, and says nothing where it cannot.
#[tokio::test]
async fn b17_the_cookie_leads_to_its_newest_provider_of_ours_quietly() {
    let mut house = house();
    let method = several(By::Cookie(String::new()), &[&format!("commonDomainUrl {READER}")]).unwrap();
    let Ok(Step::Leave(Departure::Get(to), stage)) = begun(&house, &method).await else { panic!() };
    let back = format!("{ACS}?state={}", "w".repeat(32));
    let query: Vec<_> = url::Url::parse(&to).unwrap().query_pairs().into_owned().collect();
    assert_eq!((to.starts_with(&format!("{READER}?")), query), (true, vec![("return".to_owned(), back)]));

    let said = |ids: &[&str]| ids.iter().fold(Cookie::default(), |all, id| all.with(id)).write();
    for (ids, to) in [(&[IDP, OTHER][..], OTHER), (&[OTHER, IDP], IDP), (&[OTHER, UNKNOWN], OTHER)] {
        let value = said(ids);
        let answer = came_back(&[("_saml_idp", &value)]);
        let sent = sent(&went_on(&house, &method, stage.clone(), &answer).await.0);
        assert_eq!(sent, (to.to_owned(), true), "{ids:?}");
    }
    for value in [said(&[UNKNOWN]), String::new(), "%%%".into(), OTHER.into()] {
        let step = went_on(&house, &method, stage.clone(), &came_back(&[("_saml_idp", &value)])).await.0;
        assert_eq!(crate::house::told(&step), "fail login-required", "{value}");
    }
    let typed = went_on(&house, &method, stage, &Answer::new([("_saml_idp", said(&[OTHER]))])).await.0;
    assert_eq!(crate::house::told(&typed), "fail malformed");
    // Nobody is let through quietly who has to log in anew.
    house.around.wish.fresh = true;
    assert_eq!(crate::house::told(&begun(&house, &method).await), "fail login-required");
}

/// S017: what one provider says is no answer to a question that another was asked, although both are ours.
#[tokio::test]
async fn s017_an_answer_of_another_provider_of_the_method_is_refused() {
    let (house, method) = (house(), on_page(&[]));
    let answer = posted(made().document(Shape::Assertion));
    assert_eq!(told(&verified(&house, &method, asked(), &answer).await), "pass eve@corp.test", "the control");
    let of_other = State { provider: OTHER.to_owned(), ..asked() };
    let refused = told(&verified(&house, &method, of_other, &answer).await);
    assert!(refused.starts_with("fail upstream-invalid"), "{refused}");
}

/// The answer of the corpus as another provider of the method gives it, to no request.
fn begun_at(provider: &str, change: impl FnOnce(&mut Made)) -> Answer {
    let mut made = made();
    made.response.head.issuer = Some(provider.to_owned());
    made.assertion.issuer = provider.to_owned();
    made.response.head.in_response_to = None;
    made.assertion.subject.as_mut().unwrap().confirmations[0].in_response_to = None;
    change(&mut made);
    posted(made.document(Shape::Assertion))
}

/// S041: what nobody asked for is judged by the metadata of who says it sent it, and lets in where a line allows it.
#[tokio::test]
async fn s041_a_login_may_begin_at_any_provider_of_the_method() {
    let house = house();
    let allowed = on_page(&["unsolicited true"]);
    let Ok(Step::Ask(_, stage)) = begun(&house, &allowed).await else { panic!() };
    let came = async |method: &SamlMethod, answer: &Answer| told(&went_on(&house, method, stage.clone(), answer).await);
    for provider in [IDP, OTHER] {
        let answer = begun_at(provider, |_| {});
        assert_eq!(came(&allowed, &answer).await, "pass eve@corp.test", "{provider}");
        assert_eq!(came(&on_page(&[]), &answer).await, "fail malformed", "{provider}");
    }
    let nobodys = came(&allowed, &begun_at(UNKNOWN, |_| {})).await;
    assert_eq!(nobodys, failed(Reason::UpstreamInvalid, "it is from no provider of this method"));
    // The response says one, the assertion another.
    let mixed = begun_at(IDP, |m| m.assertion.issuer = OTHER.to_owned());
    assert_eq!(came(&allowed, &mixed).await, failed(Reason::UpstreamInvalid, "the assertion is from another provider"));
    // What answers a request answers another login's.
    let asked = begun_at(IDP, |m| m.response.head.in_response_to = Some(corpus::base::REQUEST.into()));
    assert_eq!(came(&allowed, &asked).await, failed(Reason::UpstreamInvalid, "the response answers another request"));
    let forced = on_page(&["unsolicited true", "ForceAuthn true"]);
    let old = begun_at(OTHER, |m| m.assertion.authn[0].instant = corpus::base::now().plus(-3_600));
    assert_eq!(came(&allowed, &old).await, "pass eve@corp.test");
    assert!(came(&forced, &old).await.contains("older than the request"));
}

/// S052: a line gives a domain to providers, and takes none from the one that has it by the metadata.
#[tokio::test]
async fn s052_a_line_takes_no_domain_from_another_provider() {
    let name = |value: &str| {
        let value = value.to_owned();
        move |m: &mut Made| {
            m.assertion.attributes = vec![saml::message::Attribute::new("eduPersonPrincipalName", None, [value])]
        }
    };
    for (line, value, kept) in [
        ("scope *", "eve@free.test", true),
        ("scope *", "eve@other.test", true),
        ("scope *", "eve@corp.test", false),
        ("scope corp.test", "eve@corp.test", false),
    ] {
        let (house, method) = (house(), on_page(&["unsolicited true", line]));
        let Ok(Step::Ask(_, stage)) = begun(&house, &method).await else { panic!() };
        let Ok(Step::Pass(evidence)) = went_on(&house, &method, stage, &begun_at(OTHER, name(value))).await.0 else {
            panic!()
        };
        assert_eq!(evidence.attributes.contains_key("eduPersonPrincipalName"), kept, "{line} {value}");
    }
}

/// S068: it can be asked in silence where it needs no page of ours to find it.
#[test]
fn s068_what_can_be_asked_without_a_page() {
    let quiet = |by, texts: &[&str]| several(by, texts).unwrap().asks_quietly();
    assert!(!quiet(By::Lines, &[]) && quiet(By::Lines, &[&format!("idpHint {OTHER}")]));
    assert!(quiet(By::Service(String::new()), &[&format!("discoveryUrl {SERVICE}")]));
    assert!(method(&[]).asks_quietly() && !method(&["ForceAuthn true"]).asks_quietly());
}

#[test]
fn what_is_missing_or_idle_is_named() {
    for (by, texts, wrong) in [
        (By::Service(String::new()), &[][..], Some(("discoveryUrl", "saml-idp-discovery-missing"))),
        (By::Service(String::new()), &["discoveryUrl ftp://x.test"], Some(("discoveryUrl", "saml-idp-discovery-url"))),
        (By::Service(String::new()), &["discoveryUrl https://x.test"], None),
        (By::Cookie(String::new()), &[], Some(("commonDomainUrl", "saml-idp-discovery-missing"))),
        (By::Cookie(String::new()), &["commonDomainUrl https://x.test"], None),
        (By::Lines, &["commonDomainUrl https://x.test"], Some(("commonDomainUrl", "saml-idp-common-domain-idle"))),
        (By::Lines, &["discoveryUrl https://x.test"], None),
        (By::Lines, &[], None),
    ] {
        let found = several(by, texts).err();
        assert_eq!(found.as_ref().map(|e| (&*e.name, e.key)), wrong, "{texts:?}");
    }
}

#[test]
fn a_federations_metadata_is_kept_as_what_is_used() {
    let config: Config = plug::config::read(&lines(&["idpEntityId *"]), &[]).unwrap();
    let source = |text: &str| {
        let now = saml::Instant::from_millis(0);
        let source = Source {
            keys: None,
            allow: saml::Allow::default(),
            now,
            max_validity: None,
            limits: saml::Limits::AGGREGATE,
        };
        source.read(text.as_bytes()).unwrap()
    };
    let kept = super::super::discovery::kept(&config, source(&Entity::write_all(&federation())));
    let ids: Vec<_> = source(&kept).entities.into_iter().map(|entity| entity.id).collect();
    assert_eq!(ids, [IDP, OTHER, "https://hidden.test/saml"]);
    let method = SamlMethod::open_with(config, &Documents { metadata: kept, ..Documents::default() }).unwrap();
    assert_eq!(method.choices().found("", model::Locale::En, Time::default(), 10).1, 2, "who hides still does");
    assert_eq!(ns::DISCOVERY, "urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol");
}
