//! What an identity provider is asked: by whom, for where, signed how; and the logout of both sides.

use saml::binding::redirect::{self, BadRedirect};
use saml::binding::{Parameter, RelayState};
use saml::idp::{Asked, Came, Door, RequestRefused, Sender, claimed_issuer};
use saml::message::{AcsChoice, AuthnRequest, Head, Kind, LogoutRequest, LogoutResponse, NameId, Status, code};
use saml::metadata::{Endpoint, SpRole};
use saml::{Allow, BadSignature, Limits, Malformed, PublicKey, Xml, ns, signature};

use crate::corpus::base::{ACS, EVE, IDP, SP, now};
use crate::corpus::keys::{self, Party};

pub const SSO: &str = "https://idp.test/sso";

pub fn door() -> Door<'static> {
    Door { addresses: &[SSO], now: now(), skew: 60, max_age: 300, allow: Allow::default(), decryption: &[] }
}

/// The service provider, known by its old key and its new one.
pub fn sender() -> Sender<'static> {
    static KEYS: std::sync::LazyLock<Vec<PublicKey>> =
        std::sync::LazyLock::new(|| [sp(), next()].map(|party| party.certificate.key().clone()).to_vec());
    Sender { entity: SP, keys: &KEYS }
}

pub fn sp() -> &'static Party {
    &keys::all().other
}

fn next() -> &'static Party {
    &keys::all().next
}

fn role() -> SpRole {
    let acs = |binding, location, index| Endpoint::new(binding, location).indexed(index, index == 1);
    SpRole {
        acs: vec![
            acs(ns::binding::POST, "https://sp.test/other", 0),
            acs(ns::binding::POST, ACS, 1),
            acs(ns::binding::ARTIFACT, ACS, 2),
            acs("urn:oasis:names:tc:SAML:2.0:bindings:PAOS", "https://sp.test/ecp", 3),
            acs(ns::binding::REDIRECT, "https://sp.test/get", 4),
        ],
        ..SpRole::default()
    }
}

fn request() -> AuthnRequest {
    AuthnRequest::new(Head::new("_request1", now(), SP).to(SSO))
}

fn judge_whole(document: &str, role: &SpRole) -> Result<Asked, RequestRefused> {
    let xml = Xml::read(document, &Limits::MESSAGE).map_err(RequestRefused::Malformed)?;
    door().authn_request((&xml, Came::Whole), sender(), role)
}

fn judge_redirect(query: &str, role: &SpRole) -> Result<Asked, RequestRefused> {
    let received = redirect::Received::parse(query, Limits::MESSAGE.bytes, RelayState::MAX)?;
    let xml = Xml::parse(received.xml(), &Limits::MESSAGE).map_err(RequestRefused::Malformed)?;
    door().authn_request((&xml, Came::Redirect(&received)), sender(), role)
}

fn signed(document: &str, party: &Party) -> String {
    signature::sign(document, &party.key).unwrap()
}

/// S061: the answer goes to a place of the metadata, to the letter, or nowhere.
#[test]
fn s061_an_answer_goes_only_where_metadata_says() {
    let named = |url: &str, binding: Option<&str>| AcsChoice::Named {
        url: Some(url.to_owned()),
        binding: binding.map(str::to_owned),
    };
    let by = |binding: &str| AcsChoice::Named { url: None, binding: Some(binding.to_owned()) };
    let (post, artifact) = (ns::binding::POST, ns::binding::ARTIFACT);
    for (choice, expected) in [
        (AcsChoice::Default, Ok((ACS, post))),
        (AcsChoice::Index(0), Ok(("https://sp.test/other", post))),
        (AcsChoice::Index(2), Ok((ACS, artifact))),
        (named(ACS, None), Ok((ACS, post))),
        (named(ACS, Some(artifact)), Ok((ACS, artifact))),
        (by(artifact), Ok((ACS, artifact))),
        (AcsChoice::Index(9), Err(RequestRefused::AcsIndex)),
        (AcsChoice::Index(3), Err(RequestRefused::AcsIndex)),
        (by(ns::binding::REDIRECT), Err(RequestRefused::AcsBinding)),
        (named(ACS, Some(ns::binding::REDIRECT)), Err(RequestRefused::AcsBinding)),
        (named("https://sp.test/get", None), Err(RequestRefused::AcsUrl)),
        (named("https://sp.test:443/acs", None), Err(RequestRefused::AcsUrl)),
        (named("https://sp.test/ACS", None), Err(RequestRefused::AcsUrl)),
        (named("https://SP.test/acs", None), Err(RequestRefused::AcsUrl)),
        (named("https://sp.test/acs?x=1", None), Err(RequestRefused::AcsUrl)),
        (named("https://sp.test/acs/", None), Err(RequestRefused::AcsUrl)),
        (named("https://sp.test/acs/../acs", None), Err(RequestRefused::AcsUrl)),
        (named("https://evil.test/acs", None), Err(RequestRefused::AcsUrl)),
        (named("", None), Err(RequestRefused::AcsUrl)),
    ] {
        let mut request = request();
        request.acs = choice.clone();
        // A good signature of the sender itself changes nothing: the metadata decides.
        for document in [request.write(), signed(&request.write(), sp())] {
            let found = judge_whole(&document, &role()).map(|asked| asked.return_to);
            let found = found.as_ref().map(|to| (to.url.as_str(), to.binding.as_str())).map_err(|why| *why);
            assert_eq!(found, expected, "{choice:?}");
        }
    }
    let both = request().write().replacen(
        " Version=",
        &format!(" AssertionConsumerServiceIndex=\"1\" AssertionConsumerServiceURL=\"{ACS}\" Version="),
        1,
    );
    let refused = RequestRefused::Malformed(Malformed::Value("AssertionConsumerServiceIndex"));
    assert_eq!(judge_whole(&both, &role()), Err(refused));
    assert_eq!(judge_whole(&request().write(), &SpRole::default()), Err(RequestRefused::NoAcs));
}

/// S064: a request is signed where the metadata says so; one that is signed wrongly is refused in any case.
#[test]
fn s064_requests_are_signed_where_metadata_says_so() {
    let insists = SpRole { authn_requests_signed: true, ..role() };
    let plain = request().write();
    let good = signed(&plain, sp());
    assert!(judge_whole(&plain, &role()).is_ok_and(|asked| !asked.is_signed));
    assert!(judge_whole(&good, &insists).is_ok_and(|asked| asked.is_signed));
    assert_eq!(judge_whole(&plain, &insists), Err(RequestRefused::Unsigned));
    let stranger = signed(&plain, &keys::all().stranger);
    let changed = good.replacen("<samlp:AuthnRequest ", "<samlp:AuthnRequest ForceAuthn=\"false\" ", 1);
    let moved =
        plain.replacen("</saml:Issuer>", &format!("</saml:Issuer><samlp:Extensions>{good}</samlp:Extensions>"), 1);
    let moved = moved.replacen("_request1", "_request2", 1);
    for role in [&role(), &insists] {
        assert_eq!(judge_whole(&stranger, role), Err(RequestRefused::Signature(BadSignature::Key)));
        assert_eq!(judge_whole(&changed, role), Err(RequestRefused::Signature(BadSignature::Digest)));
        assert_eq!(judge_whole(&moved, role), Err(RequestRefused::StraySignature));
    }
    // What is asked in silence and by force is read from what was signed.
    let mut forced = request();
    (forced.force_authn, forced.is_passive) = (true, true);
    let asked = judge_whole(&signed(&forced.write(), sp()), &insists).unwrap().request;
    assert!(asked.force_authn && asked.is_passive);
}

/// S079: the old key and the next one verify, and one that was taken away does not.
#[test]
fn s079_a_partner_changes_its_key_without_a_gap() {
    let insists = SpRole { authn_requests_signed: true, ..role() };
    for party in [sp(), next()] {
        assert!(judge_whole(&signed(&request().write(), party), &insists).is_ok());
    }
    let only = [next().certificate.key().clone()];
    let document = signed(&request().write(), sp());
    let xml = Xml::read(&document, &Limits::MESSAGE).unwrap();
    let found = door().authn_request((&xml, Came::Whole), Sender { entity: SP, keys: &only }, &insists);
    assert_eq!(found, Err(RequestRefused::Signature(BadSignature::Key)));
}

/// From whom, where to, when: what every request says.
#[test]
fn heads_are_judged() {
    let other = "https://other.test/saml";
    let head = |change: &dyn Fn(&mut Head)| {
        let mut request = request();
        change(&mut request.head);
        judge_whole(&request.write(), &role()).map(|_| ())
    };
    assert_eq!(head(&|_| {}), Ok(()));
    assert_eq!(head(&|h| h.destination = None), Ok(()));
    assert_eq!(head(&|h| h.issuer = None), Err(RequestRefused::Issuer));
    assert_eq!(head(&|h| h.issuer = Some(other.to_owned())), Err(RequestRefused::Issuer));
    assert_eq!(head(&|h| h.destination = Some(other.to_owned())), Err(RequestRefused::Destination));
    assert_eq!(head(&|h| h.issue_instant = now().plus(61)), Err(RequestRefused::IssueInstant));
    assert_eq!(head(&|h| h.issue_instant = now().plus(60)), Ok(()));
    assert_eq!(head(&|h| h.issue_instant = now().plus(-361)), Err(RequestRefused::IssueInstant));
    assert_eq!(head(&|h| h.issue_instant = now().plus(-360)), Ok(()));
    // A signed request must say where it goes.
    let mut nowhere = request();
    nowhere.head.destination = None;
    assert_eq!(judge_whole(&signed(&nowhere.write(), sp()), &role()), Err(RequestRefused::Destination));
    let manage = request().write().replace("AuthnRequest", "ManageNameIDRequest");
    assert_eq!(judge_whole(&manage, &role()), Err(RequestRefused::Kind(Kind::ManageNameId)));
    let xml = Xml::read(&manage, &Limits::MESSAGE).unwrap();
    assert_eq!(claimed_issuer(xml.root()).as_deref(), Some(SP));
}

/// S030, S031: the same door for requests: no document type, no depth.
#[test]
fn s030_s031_requests_come_through_the_same_door() {
    let plain = request().write();
    let entity = format!("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{plain}");
    assert_eq!(judge_whole(&entity, &role()), Err(RequestRefused::Malformed(Malformed::Doctype)));
    let query = redirect::query(Parameter::Request, &entity, None, None).unwrap();
    assert_eq!(judge_redirect(&query, &role()), Err(RequestRefused::Malformed(Malformed::Doctype)));
    let deep = plain.replacen("</saml:Issuer>", &format!("</saml:Issuer>{}{}", "<a>".repeat(90), "</a>".repeat(90)), 1);
    assert_eq!(judge_whole(&deep, &role()), Err(RequestRefused::Malformed(Malformed::TooDeep)));
}

/// S065: the signature of an address is over its octets as they came.
#[test]
fn s065_the_octets_of_the_address_are_verified() {
    let insists = SpRole { authn_requests_signed: true, ..role() };
    let relay = RelayState::new("a b+c/ä", RelayState::MAX).unwrap();
    let good = redirect::query(Parameter::Request, &request().write(), Some(&relay), Some(&sp().key)).unwrap();
    let received = redirect::Received::parse(&good, 100_000, RelayState::MAX).unwrap();
    assert_eq!(received.relay_state.as_ref().map(RelayState::as_str), Some("a b+c/ä"));
    assert!(judge_redirect(&good, &insists).is_ok_and(|asked| asked.is_signed));
    let part = |name: &str| good.split('&').find(|part| part.starts_with(name)).unwrap().to_owned();
    let [message, state, algorithm, value] = ["SAMLRequest", "RelayState", "SigAlg", "Signature"].map(part);
    let key = RequestRefused::Redirect(BadRedirect::Key);
    let repeated = RequestRefused::Redirect(BadRedirect::Repeated);
    let order = RequestRefused::Redirect(BadRedirect::Order);
    let name = RequestRefused::Redirect(BadRedirect::Name);
    let half = RequestRefused::Redirect(BadRedirect::HalfSigned);
    for (what, query, why) in [
        ("encoded in lower case", good.replace("%2F", "%2f"), key),
        ("encoded where it need not be", good.replace("RelayState=a", "RelayState=%61"), key),
        ("a plus for a space", good.replace("a%20b", "a+b"), key),
        ("another relay state", good.replace("RelayState=a", "RelayState=b"), key),
        ("without the relay state", format!("{message}&{algorithm}&{value}"), key),
        ("another method", good.replace("rsa-sha256", "rsa-sha512"), key),
        (
            "SHA-1",
            good.replace("xmldsig-more%23rsa-sha256", "xmldsig%23rsa-sha1").replace("2001%2F04", "2000%2F09"),
            RequestRefused::Redirect(BadRedirect::SignatureMethod),
        ),
        ("HMAC", good.replace("rsa-sha256", "hmac-sha256"), RequestRefused::Redirect(BadRedirect::SignatureMethod)),
        ("no method", format!("{message}&{state}&{value}"), half),
        ("no signature", format!("{message}&{state}&{algorithm}"), half),
        ("neither", format!("{message}&{state}"), RequestRefused::Unsigned),
        ("the relay state first", format!("{state}&{message}&{algorithm}&{value}"), order),
        ("the signature first", format!("{value}&{message}&{state}&{algorithm}"), order),
        ("the message twice", format!("{message}&{good}"), repeated),
        ("the relay state twice", format!("{good}&{state}"), repeated),
        ("the signature twice", format!("{good}&{value}"), repeated),
        ("a response too", format!("{good}&SAMLResponse=x"), repeated),
        ("a name encoded", good.replace("RelayState", "%52elayState"), name),
        ("a second name encoded", format!("{good}&%53AMLRequest=x"), name),
        ("as a response", good.replace("SAMLRequest", "SAMLResponse"), key),
        ("broken encoding", good.replace("a%20b", "a%2"), RequestRefused::Redirect(BadRedirect::Encoding)),
        ("another encoding", format!("{good}&SAMLEncoding=urn:x"), RequestRefused::Redirect(BadRedirect::SamlEncoding)),
    ] {
        assert_ne!(query, good, "{what}");
        assert_eq!(judge_redirect(&query, &insists), Err(why), "{what}");
    }
    let stranger =
        redirect::query(Parameter::Request, &request().write(), None, Some(&keys::all().stranger.key)).unwrap();
    assert_eq!(judge_redirect(&stranger, &role()), Err(key), "signed wrongly where it need not be signed");
    // What nobody signs may stand anywhere.
    assert!(judge_redirect(&format!("lang=fi&{good}&x=%zz"), &insists).is_ok());
    // A signature inside, too, would be a second one.
    let inside = signed(&request().write(), sp());
    let query = redirect::query(Parameter::Request, &inside, None, Some(&sp().key)).unwrap();
    assert_eq!(judge_redirect(&query, &insists), Err(RequestRefused::StraySignature));
    // The signature of one message does not cover the tree of another.
    let other = request().write().replace("_request1", "_request2");
    let xml = Xml::read(&other, &Limits::MESSAGE).unwrap();
    let found = door().authn_request((&xml, Came::Redirect(&received)), sender(), &insists);
    assert_eq!(found, Err(RequestRefused::Redirect(BadRedirect::OtherDocument)));
}

/// S080: how far a request may go on.
#[test]
fn s080_scoping_is_counted_down() {
    let scoping = saml::message::Scoping { proxy_count: Some(1), idps: vec![IDP.to_owned()], requesters: vec![] };
    let mut asked = request();
    asked.scoping = Some(scoping);
    let scoping = judge_whole(&asked.write(), &role()).unwrap().request.scoping.unwrap();
    assert!(scoping.may_proxy());
    let next = scoping.passed_on(SP);
    assert!(!next.may_proxy() && next.passed_on(IDP).proxy_count == Some(0));
    assert_eq!((next.requesters.as_slice(), next.idps.as_slice()), (&[SP.to_owned()][..], &[IDP.to_owned()][..]));
    assert!(saml::message::Scoping::default().passed_on(SP).may_proxy(), "no count is no limit");
}

fn logout() -> LogoutRequest {
    LogoutRequest {
        head: Head::new("_logout1", now(), SP).to(SSO),
        name_id: NameId::new(EVE, ns::format::EMAIL),
        session_indexes: vec!["_session1".to_owned()],
        not_on_or_after: Some(now().plus(60)),
        reason: None,
    }
}

fn judge_logout(document: &str) -> Result<LogoutRequest, RequestRefused> {
    let xml = Xml::read(document, &Limits::MESSAGE).map_err(RequestRefused::Malformed)?;
    door().logout_request((&xml, Came::Whole), sender())
}

/// S082: what does not verify ends nothing.
#[test]
fn s082_a_logout_must_be_signed_and_in_time() {
    let made = |change: &dyn Fn(&mut LogoutRequest)| {
        let mut logout = logout();
        change(&mut logout);
        judge_logout(&signed(&logout.write(), sp()))
    };
    assert_eq!(made(&|_| {}), Ok(logout()));
    assert_eq!(made(&|l| l.not_on_or_after = None).map(|l| l.not_on_or_after), Ok(None));
    assert_eq!(judge_logout(&logout().write()), Err(RequestRefused::Unsigned));
    let stranger = signed(&logout().write(), &keys::all().stranger);
    assert_eq!(judge_logout(&stranger), Err(RequestRefused::Signature(BadSignature::Key)));
    let changed = signed(&logout().write(), sp()).replace(EVE, "bob@corp.test");
    assert_eq!(judge_logout(&changed), Err(RequestRefused::Signature(BadSignature::Digest)));
    assert_eq!(made(&|l| l.not_on_or_after = Some(now().plus(-60))), Err(RequestRefused::Expired));
    assert_eq!(made(&|l| l.head.destination = Some(ACS.to_owned())), Err(RequestRefused::Destination));
    assert_eq!(made(&|l| l.head.destination = None), Err(RequestRefused::Destination));
    assert_eq!(made(&|l| l.head.issuer = Some(IDP.to_owned())), Err(RequestRefused::Issuer));
    assert_eq!(made(&|l| l.head.issue_instant = now().plus(-600)), Err(RequestRefused::IssueInstant));
    // By an address, too; and there a signature is needed as well.
    let by_address = |key| {
        let query = redirect::query(Parameter::Request, &logout().write(), None, key).unwrap();
        let received = redirect::Received::parse(&query, 100_000, RelayState::MAX).unwrap();
        let xml = Xml::parse(received.xml(), &Limits::MESSAGE).unwrap();
        door().logout_request((&xml, Came::Redirect(&received)), sender())
    };
    assert_eq!(by_address(Some(&sp().key)), Ok(logout()));
    assert_eq!(by_address(None), Err(RequestRefused::Unsigned));
    // A name that came encrypted is read from the signed element.
    let sealed =
        saml::encryption::encrypt(&logout().name_id.standalone(), "saml:EncryptedID", &keys::all().sp.certificate)
            .unwrap();
    let plain = logout().write();
    let (from, to) =
        (plain.find("<saml:NameID").unwrap(), plain.find("</saml:NameID>").unwrap() + "</saml:NameID>".len());
    let document = signed(&format!("{}{sealed}{}", &plain[..from], &plain[to..]), sp());
    let xml = Xml::read(&document, &Limits::MESSAGE).unwrap();
    let able = Door { decryption: &keys::all().decryption, ..door() };
    assert_eq!(able.logout_request((&xml, Came::Whole), sender()), Ok(logout()));
    assert!(matches!(judge_logout(&document), Err(RequestRefused::Undecryptable(_))), "without the key");
}

/// S083, S085: the answer to a logout says truly how it ended, and is believed only signed and for our request.
#[test]
fn s083_s085_the_answer_to_a_logout() {
    let answer = |status: Status, to: &str| {
        let head = Head::new("_answer1", now(), SP).to(SSO).answering(Some(to));
        LogoutResponse { head, status }.write()
    };
    let judge = |document: &str| {
        let xml = Xml::read(document, &Limits::MESSAGE).unwrap();
        door().logout_response((&xml, Came::Whole), sender(), "_logout1").map(|response| response.status)
    };
    let partial = Status::failure(code::RESPONDER, Some(code::PARTIAL_LOGOUT));
    assert_eq!(judge(&signed(&answer(Status::success(), "_logout1"), sp())), Ok(Status::success()));
    let found = judge(&signed(&answer(partial, "_logout1"), sp())).unwrap();
    assert!(!found.is_success() && found.has(code::PARTIAL_LOGOUT));
    assert_eq!(judge(&answer(Status::success(), "_logout1")), Err(RequestRefused::Unsigned));
    assert_eq!(judge(&signed(&answer(Status::success(), "_logout2"), sp())), Err(RequestRefused::InResponseTo));
}
