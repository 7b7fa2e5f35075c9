//! Logout both ways, and artifacts: what is asked server to server.

use plug::{Departure, Heard, Reply, Spoken};
use saml::{
    Allow, Limits, SigningKey, Xml,
    binding::{Parameter, RelayState, artifact::Artifact, post, redirect, soap},
    idp::{Came, Door, Sender},
    message::{ArtifactResponse, Head, LogoutRequest, LogoutResponse, NameId, Status, code},
    ns, signature,
};

use super::{
    corpus::base::{EVE, Shape, made, now},
    *,
};

const OURS: &str = "https://sp.test/saml2/sp/saml.1/slo";

/// What the method remembers of eve's session, and what it may be called.
async fn session(method: &SamlMethod) -> (String, Vec<String>) {
    let answer = posted(made().document(Shape::Assertion));
    match verified(&house(), method, asked(), &answer).await.0 {
        Ok(Step::Pass(evidence)) => (evidence.upstream.unwrap(), evidence.upstream_names),
        other => panic!("{}", crate::house::told(&other)),
    }
}

fn goodbye(change: impl FnOnce(&mut LogoutRequest)) -> LogoutRequest {
    let mut request = LogoutRequest {
        head: Head::new("_bye", now(), IDP).to(OURS),
        name_id: NameId::new(EVE, ns::format::EMAIL),
        session_indexes: vec!["_session1".into()],
        not_on_or_after: Some(now().plus(300)),
        reason: None,
    };
    change(&mut request);
    request
}

fn by_address(parameter: Parameter, document: &str, state: &str, key: Option<&SigningKey>) -> Spoken {
    let state = RelayState::new(state, 80).unwrap();
    Spoken { query: redirect::query(parameter, document, Some(&state), key).unwrap(), ..Spoken::default() }
}

fn by_form(parameter: Parameter, document: &str, state: &str) -> Spoken {
    let state = RelayState::new(state, 80).unwrap();
    Spoken { fields: Answer::new(post::fields(parameter, document, Some(&state))), posted: true, ..Spoken::default() }
}

fn by_envelope(document: &str) -> Spoken {
    Spoken { body: Secret::new(soap::envelope(document).into_bytes()), posted: true, ..Spoken::default() }
}

async fn heard(method: &SamlMethod, spoken: &Spoken) -> (Result<Heard, String>, usize) {
    let (heard, effects) = house().at(async |cx| method.hear(cx, spoken).await).await;
    let refused = effects.iter().filter(|e| matches!(e, Effect::Audit(event) if event.action == "saml.logout-refused"));
    (heard.map_err(|why| why.to_string()), refused.count())
}

fn provider_reads(to: &Departure) -> (Vec<u8>, Option<redirect::Received>) {
    match to {
        Departure::Get(url) => {
            let received =
                redirect::Received::parse(url.split_once('?').unwrap().1, Limits::MESSAGE.bytes, 1024).unwrap();
            (received.xml().to_vec(), Some(received))
        }
        Departure::Post { fields, .. } => {
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            (post::Received::read(fields, Limits::MESSAGE.bytes, 1024).unwrap().xml, None)
        }
    }
}

fn door<'a>(addresses: &'a [&'a str]) -> Door<'a> {
    Door { addresses, now: now(), skew: 0, max_age: 60, allow: Allow::default(), decryption: &[] }
}

#[tokio::test]
async fn s083_the_provider_ends_its_session_by_each_binding() {
    let method = method(&[]);
    let (_, names) = session(&method).await;
    let key = &keys::all().idp.key;
    let request = goodbye(|_| {}).write();
    let signed = signature::sign(&request, key).unwrap();
    let ours = [keys::all().sp.certificate.key().clone()];
    let sender = Sender { entity: SP, keys: &ours };
    for (spoken, at) in [
        (by_address(Parameter::Request, &request, "theirs", Some(key)), SLO),
        (by_form(Parameter::Request, &signed, "theirs"), "https://idp.test/slo/form"),
    ] {
        let (Ok(Heard::Ends { names: ended, reply: Reply::Browser(to) }), 0) = heard(&method, &spoken).await else {
            panic!()
        };
        assert_eq!(ended, names[1..], "the one session");
        let (document, received) = provider_reads(&to);
        let xml = Xml::parse(&document, &Limits::MESSAGE).unwrap();
        let came = received.as_ref().map_or(Came::Whole, Came::Redirect);
        let answer = door(&[at]).logout_response((&xml, came), sender, "_bye").unwrap();
        assert!(answer.status.is_success());
    }
    let (Ok(Heard::Ends { names: ended, reply: Reply::Document(document) }), 0) =
        heard(&method, &by_envelope(&signed)).await
    else {
        panic!()
    };
    assert_eq!(ended, names[1..]);
    let xml = Xml::parse(&document.body, &Limits::MESSAGE).unwrap();
    let soap::Body::Message(node) = soap::open(xml.root()).unwrap() else { panic!() };
    signature::verify(node, &ours, Allow::default()).unwrap();
    assert_eq!(LogoutResponse::read(node).unwrap().head.in_response_to.as_deref(), Some("_bye"));
}

#[tokio::test]
async fn s083_without_an_index_all_sessions_of_the_person_are_meant() {
    let method = method(&[]);
    let (_, names) = session(&method).await;
    let key = &keys::all().idp.key;
    let ends = async |request: LogoutRequest| match heard(
        &method,
        &by_address(Parameter::Request, &request.write(), "x", Some(key)),
    )
    .await
    {
        (Ok(Heard::Ends { names, .. }), 0) => names,
        other => panic!("{other:?}"),
    };
    assert_eq!(ends(goodbye(|r| r.session_indexes.clear())).await, names[..1]);
    // Somebody else's, by name or by index, is not that.
    for other in [
        goodbye(|r| r.name_id.value = "ada@corp.test".into()),
        goodbye(|r| r.session_indexes = vec!["_session2".into()]),
        goodbye(|r| r.name_id.name_qualifier = Some("urn:other".into())),
    ] {
        assert!(ends(other).await.iter().all(|name| !names.contains(name)));
    }
}

#[tokio::test]
async fn s082_a_logout_that_is_not_the_providers_ends_nothing() {
    let method = method(&[]);
    let (key, stranger) = (&keys::all().idp.key, &keys::all().stranger.key);
    let plain = goodbye(|_| {}).write();
    let address = |request: &LogoutRequest, key| by_address(Parameter::Request, &request.write(), "x", key);
    let good = address(&goodbye(|_| {}), Some(key));
    assert!(matches!(heard(&method, &good).await, (Ok(Heard::Ends { .. }), 0)));
    let altered = Spoken { query: good.query.replace("RelayState=x", "RelayState=y"), ..Spoken::default() };
    for (what, spoken) in [
        ("unsigned", address(&goodbye(|_| {}), None)),
        ("another's key", address(&goodbye(|_| {}), Some(stranger))),
        ("altered", altered),
        ("over", address(&goodbye(|r| r.not_on_or_after = Some(now().plus(-181))), Some(key))),
        ("old", address(&goodbye(|r| r.head.issue_instant = now().plus(-481)), Some(key))),
        ("for another door", address(&goodbye(|r| r.head.destination = Some("https://sp.test/slo".into())), Some(key))),
        ("another's name", address(&goodbye(|r| r.head.issuer = Some("https://other.test".into())), Some(key))),
        ("unsigned form", by_form(Parameter::Request, &plain, "x")),
        ("unsigned envelope", by_envelope(&plain)),
        ("stranger's envelope", by_envelope(&signature::sign(&plain, stranger).unwrap())),
        ("nothing", Spoken::default()),
    ] {
        let found = heard(&method, &spoken).await;
        assert!(matches!(found, (Err(_), 1)), "{what}: {found:?}");
    }
}

#[tokio::test]
async fn leaving_takes_a_signed_request_there_and_knows_the_answer_again() {
    let method = method(&[]);
    let (upstream, _) = session(&method).await;
    let left = house().at(async |cx| method.leave(cx, &upstream).await).await.0.unwrap();
    let to = left.unwrap();
    assert!(matches!(&to, Departure::Get(url) if url.starts_with("https://idp.test/slo?SAMLRequest=")), "{to:?}");
    let (document, received) = provider_reads(&to);
    let received = received.unwrap();
    let xml = Xml::parse(&document, &Limits::MESSAGE).unwrap();
    let ours = [keys::all().sp.certificate.key().clone()];
    let sender = Sender { entity: SP, keys: &ours };
    let request = door(&[SLO]).logout_request((&xml, Came::Redirect(&received)), sender).unwrap();
    assert_eq!((request.name_id.value.as_str(), request.session_indexes), (EVE, vec!["_session1".to_owned()]));
    let state = received.relay_state.unwrap().as_str().to_owned();
    assert_eq!(state, "w".repeat(32));

    let key = &keys::all().idp.key;
    let answer = |id: &str, status: Status| {
        LogoutResponse { head: Head::new("_answer", now(), IDP).to(OURS).answering(Some(id)), status }.write()
    };
    let id = request.head.id.as_str();
    let well = answer(id, Status::success());
    for (what, spoken, well, refused) in [
        ("by address", by_address(Parameter::Response, &well, &state, Some(key)), true, 0),
        ("by form", by_form(Parameter::Response, &signature::sign(&well, key).unwrap(), &state), true, 0),
        (
            "partly",
            by_address(
                Parameter::Response,
                &answer(id, Status::failure(code::SUCCESS, Some(code::PARTIAL_LOGOUT))),
                &state,
                Some(key),
            ),
            false,
            0,
        ),
        // Who brings what is not believed goes on as well.
        ("unsigned", by_address(Parameter::Response, &well, &state, None), false, 1),
        (
            "another request's",
            by_address(Parameter::Response, &answer("_other", Status::success()), &state, Some(key)),
            false,
            1,
        ),
        ("another logout's", by_address(Parameter::Response, &well, &"v".repeat(32), Some(key)), false, 1),
    ] {
        let (found, audited) = heard(&method, &spoken).await;
        let Ok(Heard::Answered { well: found, .. }) = found else { panic!("{what}: {found:?}") };
        assert_eq!((found, audited), (well, refused), "{what}");
    }
    let elsewhere = by_address(Parameter::Response, &well, "../../elsewhere/and/on", None);
    assert!(matches!(heard(&method, &elsewhere).await, (Err(_), 1)));
}

#[tokio::test]
async fn nobody_is_told_where_nobody_can_be() {
    let (upstream, _) = session(&method(&[])).await;
    let mut entity = provider();
    entity.idp.as_mut().unwrap().slo.clear();
    let (mut other, other_id) = (provider(), "https://other.test/saml");
    other.id = other_id.to_owned();
    for method in [method_of(&[], &entity), method_of(&[], &other)] {
        let house = house();
        let left = house.at(async |cx| method.leave(cx, &upstream).await).await.0.unwrap();
        let told = house.at(async |cx| method.leave_quietly(cx, &upstream).await).await.0.unwrap();
        assert_eq!((left, told), (None, false));
    }
}

/// A server of the provider: what it answers is made of what it is asked.
async fn server(answer: impl Fn(&[u8]) -> String + Send + 'static) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut asked, mut part) = (Vec::new(), [0; 8192]);
            while !String::from_utf8_lossy(&asked).trim_end().ends_with("Envelope>") {
                let read = stream.read(&mut part).await.unwrap();
                asked.extend_from_slice(&part[..read]);
            }
            let body = asked.windows(4).position(|w| w == b"\r\n\r\n").map(|at| asked[at + 4..].to_vec()).unwrap();
            let told = answer(&body);
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{told}", told.len());
            let _ = stream.write_all(head.as_bytes()).await;
        }
    });
    format!("http://{address}/soap")
}

/// The element in an envelope, by its one attribute that matters.
fn id_in(envelope: &[u8]) -> String {
    let text = String::from_utf8_lossy(envelope).into_owned();
    text.split(" ID=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

#[tokio::test]
async fn leaving_quietly_believes_an_answer_to_its_question() {
    let told = async |status: fn() -> Status, answers: bool| {
        let url = server(move |asked| {
            let id = if answers { id_in(asked) } else { "_other".to_owned() };
            soap::envelope(
                &LogoutResponse { head: Head::new("_a", now(), IDP).answering(Some(&id)), status: status() }.write(),
            )
        })
        .await;
        let mut entity = provider();
        entity.idp.as_mut().unwrap().slo = vec![Endpoint::new(ns::binding::SOAP, &url)];
        let method = method_of(&[], &entity);
        let (upstream, _) = session(&method).await;
        let house = house();
        assert_eq!(house.at(async |cx| method.leave(cx, &upstream).await).await.0.unwrap(), None);
        house.at(async |cx| method.leave_quietly(cx, &upstream).await).await.0.unwrap()
    };
    assert!(told(Status::success, true).await);
    assert!(!told(Status::success, false).await);
    assert!(!told(|| Status::failure(code::RESPONDER, None), true).await);
}

#[tokio::test]
async fn s086_an_artifact_is_resolved_where_its_maker_says_and_by_a_signed_answer() {
    let (signer, other) = (&keys::all().idp.key, &keys::all().stranger.key);
    let came = async |key: Option<&'static SigningKey>, maker: &str, endpoint: u16, answers: bool, inner: bool| {
        let response = made().document(Shape::Assertion);
        let url = server(move |asked| {
            let id = if answers { id_in(asked) } else { "_other".to_owned() };
            let head = Head::new("_resolved", now(), IDP).answering(Some(&id));
            let document =
                ArtifactResponse { head, status: Status::success() }.write(inner.then_some(response.as_str()));
            soap::envelope(&key.map_or(document.clone(), |key| signature::sign(&document, key).unwrap()))
        })
        .await;
        let mut entity = provider();
        entity.idp.as_mut().unwrap().artifact = vec![Endpoint::new(ns::binding::SOAP, &url).indexed(3, true)];
        let method = method_of(&["responseBinding artifact"], &entity);
        let artifact = Artifact::new(maker, endpoint, [7; 20]).to_string();
        let answer = Answer::new([("SAMLart", artifact)]).returned_to("saml.1");
        told(&verified(&house(), &method, asked(), &answer).await)
    };
    let invalid = |why: &str| failed(Reason::UpstreamInvalid, why);
    assert_eq!(came(Some(signer), IDP, 3, true, true).await, "pass eve@corp.test");
    assert_eq!(came(Some(signer), IDP, 4, true, true).await, invalid("the artifact is not the provider's"));
    assert_eq!(
        came(Some(signer), "https://other.test", 3, true, true).await,
        invalid("the artifact is not the provider's")
    );
    assert_eq!(came(Some(signer), IDP, 3, false, true).await, invalid("the message answers another one"));
    assert_eq!(came(Some(signer), IDP, 3, true, false).await, invalid("nothing stands behind the artifact"));
    // Nothing but the signature says who answered.
    assert_eq!(came(None, IDP, 3, true, true).await, invalid("the message must be signed and is not"));
    assert!(came(Some(other), IDP, 3, true, true).await.starts_with("fail upstream-invalid"));
    // Both at once could be read in two ways.
    let both = Answer::new([("SAMLart", "x"), ("SAMLResponse", "x")]).returned_to("saml.1");
    let why = "there is no answer in it, or more than one";
    assert_eq!(told(&verified(&house(), &method(&[]), asked(), &both).await), invalid(why));
}
