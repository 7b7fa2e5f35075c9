//! Writes the seeds of the fuzz targets into a folder: `cargo run -p symbolon-saml --example seeds -- fuzz/corpus`.
//!
//! They are signed and encrypted by the keys in `vectors/`, which the targets know.

#![allow(clippy::unwrap_used, reason = "a tool of the tests")]

#[path = "../tests/all/corpus/mod.rs"]
#[allow(dead_code)]
mod corpus;

use std::path::PathBuf;

use corpus::base::{ACS, ADMIN, EVE, IDP, SP, made, now};
use corpus::keys::Party;
use saml::binding::{Parameter, RelayState, redirect};
use saml::context::{Comparison, Reference, RequestedContext};
use saml::idp::{Over, Protection};
use saml::message::{AcsChoice, AuthnRequest, Head, LogoutRequest, NameId, NameIdPolicy, Scoping};
use saml::metadata::{Endpoint, Entity, IdpRole, Keys, SpRole, Ui};
use saml::{ns, signature};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("fuzz/corpus"), PathBuf::from);
    let idp = Party::read(include_str!("../vectors/idp.pem"));
    let sp = Party::read(include_str!("../vectors/sp.pem"));
    let mut seeds = responses(&idp, &sp);
    seeds.extend(requests(&idp));
    seeds.extend(metadata(&idp, &sp));
    for (target, name, content) in seeds {
        let folder = folder.join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), content)?;
    }
    Ok(())
}

type Seed = (&'static str, &'static str, String);

fn responses(idp: &Party, sp: &Party) -> Vec<Seed> {
    let base = made();
    let by = |over, recipient| {
        let protection = Protection { key: &idp.key, over, recipient };
        protection.response(&base.response, Some(&base.assertion)).unwrap()
    };
    let assertion = short(&by(Over::Assertion, None));
    let forged = assertion.replace(EVE, ADMIN);
    let signed = &assertion[assertion.find("<saml:Assertion").unwrap()..assertion.rfind("</samlp:Response>").unwrap()];
    let bare = base.assertion.write().replace("_assertion1", "_forged1").replace(EVE, ADMIN);
    vec![
        ("saml_response", "assertion", assertion.clone()),
        ("saml_response", "response", by(Over::Response, None)),
        ("saml_response", "both", by(Over::Both, None)),
        ("saml_response", "sealed", by(Over::Assertion, Some(&sp.certificate))),
        ("saml_response", "forged", forged),
        ("saml_response", "two", assertion.replace(signed, &format!("{bare}{signed}"))),
        (
            "saml_response",
            "wrapped",
            assertion.replace(signed, &bare.replace("<saml:Subject>", &format!("{signed}<saml:Subject>"))),
        ),
        ("saml_xml", "response", base.response.write(Some(&base.assertion.write()))),
        ("saml_xml", "odd", ODD.to_owned()),
        ("saml_xml", "doctype", format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{ODD}")),
    ]
}

/// Without the certificate, which nobody reads: long seeds are changed seldom.
fn short(document: &str) -> String {
    let (from, end) = (document.find("<ds:KeyInfo>").unwrap(), "</ds:KeyInfo>");
    let to = document.find(end).unwrap() + end.len();
    format!("{}{}", &document[..from], &document[to..])
}

fn requests(idp: &Party) -> Vec<Seed> {
    let head = Head::new("_request1", now(), SP).to("https://idp.test/sso");
    let mut full = AuthnRequest::new(head.clone());
    full.acs = AcsChoice::Named { url: Some(ACS.to_owned()), binding: Some(ns::binding::POST.to_owned()) };
    full.force_authn = true;
    full.name_id_policy = Some(NameIdPolicy { allow_create: Some(true), ..NameIdPolicy::default() });
    let references = vec![Reference::Class("urn:c".to_owned()), Reference::Declaration("urn:d".to_owned())];
    full.context = Some(RequestedContext { comparison: Comparison::Minimum, references });
    full.scoping = Some(Scoping { proxy_count: Some(2), idps: vec![IDP.to_owned()], requesters: vec![SP.to_owned()] });
    full.language = Some("fi".to_owned());
    let logout = LogoutRequest {
        head,
        name_id: NameId::new(EVE, ns::format::EMAIL),
        session_indexes: vec!["_s1".to_owned()],
        not_on_or_after: Some(now().plus(60)),
        reason: None,
    };
    let state = RelayState::new("a b&c", 80).unwrap();
    let query = |key| redirect::query(Parameter::Request, &full.write(), Some(&state), key).unwrap();
    vec![
        ("saml_request", "full", full.write()),
        ("saml_request", "signed", signature::sign(&full.write(), &idp.key).unwrap()),
        ("saml_request", "logout", signature::sign(&logout.write(), &idp.key).unwrap()),
        ("saml_request", "index", full.write().replace("AssertionConsumerServiceURL", "AssertionConsumerServiceIndex")),
        ("saml_redirect", "plain", query(None)),
        ("saml_redirect", "signed", query(Some(&idp.key))),
        ("saml_redirect", "twice", format!("{}&RelayState=x", query(None))),
        ("saml_redirect", "encoded", query(None).replace("Relay", "%52elay")),
    ]
}

fn metadata(idp: &Party, sp: &Party) -> Vec<Seed> {
    let keys = |party: &Party| Keys { signing: vec![party.certificate.clone()], ..Keys::default() };
    let names = vec![("en".to_owned(), "Name".to_owned())];
    let idp_role = IdpRole {
        keys: keys(idp),
        sso: vec![Endpoint::new(ns::binding::REDIRECT, "https://idp.test/sso")],
        scopes: vec!["idp.test".to_owned()],
        ui: Ui { display_names: names, ..Ui::default() },
        ..IdpRole::default()
    };
    let sp_role = SpRole {
        keys: keys(sp),
        acs: vec![Endpoint::new(ns::binding::POST, ACS).indexed(1, true)],
        ..SpRole::default()
    };
    let entity = Entity {
        id: IDP.to_owned(),
        document: Some("_md1".to_owned()),
        valid_until: Some(now().plus(86_400)),
        cache_duration: Some(3600),
        idp: Some(idp_role),
        ..Entity::default()
    };
    let service = Entity { id: SP.to_owned(), idp: None, sp: Some(sp_role), ..entity.clone() };
    let list = format!(
        "<md:EntitiesDescriptor xmlns:md=\"{}\" validUntil=\"2026-03-02T00:00:00Z\">{}</md:EntitiesDescriptor>",
        ns::MD,
        entity.write()
    );
    vec![
        ("saml_metadata", "idp", entity.write()),
        ("saml_metadata", "sp", service.write()),
        ("saml_metadata", "list", list),
        ("saml_metadata", "signed", signature::sign(&entity.write(), &idp.key).unwrap()),
    ]
}

const ODD: &str = "<?xml version='1.0' encoding=\"utf-8\"?><!-- a --><a:b xmlns:a='urn:a' xmlns=\"urn:d\" ID=\"_x\" a:c='1\n2&#10;&lt;'>\r\n\
    text<!-- b --><![CDATA[<c>]]>&amp;&#x1F511;<c xmlns=\"\" xml:lang='en' /><?pi  data ?></a:b >\n";
