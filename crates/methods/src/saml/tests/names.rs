//! What a person is called, and what is said of them.

use plug::{Evidence, Step};
use saml::message::{Attribute, NameId};

use super::{
    corpus::base::{Made, Shape, made},
    *,
};

async fn said(lines: &[&str], change: impl FnOnce(&mut Made)) -> (Evidence, Vec<Effect>) {
    let mut made = made();
    change(&mut made);
    let (step, effects) = verified(&house(), &method(lines), asked(), &posted(made.document(Shape::Assertion))).await;
    match step {
        Ok(Step::Pass(evidence)) => (evidence, effects),
        other => panic!("{}", crate::house::told(&other)),
    }
}

fn named(made: &mut Made, name: NameId) {
    made.assertion.subject.as_mut().unwrap().name_id = Some(name);
}

#[tokio::test]
async fn a_name_goes_on_with_its_format_and_qualifiers() {
    let name = NameId {
        value: "abc".into(),
        format: Some(saml::ns::format::PERSISTENT.into()),
        name_qualifier: Some("urn:other".into()),
        sp_name_qualifier: Some("urn:group".into()),
        sp_provided_id: None,
    };
    let (evidence, _) = said(&[], |m| named(m, name.clone())).await;
    assert_eq!(evidence.subject.value, "abc");
    assert_eq!(evidence.subject.format, saml::ns::format::PERSISTENT);
    assert_eq!(evidence.subject.name_qualifier.as_deref(), Some("urn:other"));
    assert_eq!(evidence.subject.sp_name_qualifier.as_deref(), Some("urn:group"));
    assert_eq!(evidence.at, Some(Time::from_millis(corpus::base::now().millis())));
}

#[tokio::test]
async fn the_same_name_in_another_qualifier_is_somebody_else() {
    let plain = NameId::new("abc", saml::ns::format::PERSISTENT);
    let who = async |name: NameId| said(&[], |m| named(m, name)).await.0.who.unwrap();
    let usual = who(plain.clone()).await;
    // A qualifier that is left out is the provider, or we.
    let spelt = NameId { name_qualifier: Some(IDP.into()), sp_name_qualifier: Some(SP.into()), ..plain.clone() };
    assert_eq!(who(spelt).await, usual);
    let theirs = who(NameId { name_qualifier: Some("urn:other".into()), ..plain.clone() }).await;
    let group = who(NameId { sp_name_qualifier: Some("urn:group".into()), ..plain.clone() }).await;
    let other = who(NameId { value: "abd".into(), ..plain }).await;
    let all = std::collections::BTreeSet::from([usual.clone(), theirs, group, other]);
    assert_eq!(all.len(), 4);
    assert!(usual.starts_with(IDP));
    // A what-if asks for the same without a login; of a provider that is not ours nobody is anybody.
    let (house, method) = (house(), method(&[]));
    for (provider, told) in [("", Some(&usual)), (IDP, Some(&usual)), ("urn:other", None)] {
        let (told_of, _) = house.at(async |cx| method.completed(cx, provider, Evidence::subject("abc"))).await;
        assert_eq!(told_of.who.as_ref(), told, "{provider}");
    }
}

#[tokio::test]
async fn attributes_go_by_their_names_and_uris_by_their_friendly_names_too() {
    let attribute = |name: &str, friendly: Option<&str>, values: &[&str]| {
        let mut attribute = Attribute::new(name, None, values.iter().copied());
        attribute.friendly_name = friendly.map(str::to_owned);
        attribute
    };
    let (evidence, effects) = said(&[], |m| {
        m.assertion.attributes = vec![
            attribute("mail", None, &["eve@corp.test", " "]),
            attribute("mail", None, &["second@corp.test"]),
            attribute("urn:oid:2.5.4.42", Some("givenName"), &["Eve"]),
            attribute("urn:oid:0.9.2342.19200300.100.1.3", Some("mail"), &["third@corp.test"]),
            attribute("role", Some("isAdministrator"), &["user"]),
            attribute("urn:odd", Some("</a> b"), &["x"]),
            attribute("empty", None, &[]),
        ];
    })
    .await;
    let found: Vec<(&str, Vec<&str>)> =
        evidence.attributes.iter().map(|(n, v)| (n.as_str(), v.iter().map(String::as_str).collect())).collect();
    assert_eq!(
        found,
        [
            ("givenName", vec!["Eve"]),
            ("mail", vec!["eve@corp.test", "second@corp.test"]),
            ("role", vec!["user"]),
            ("urn:odd", vec!["x"]),
            ("urn:oid:0.9.2342.19200300.100.1.3", vec!["third@corp.test"]),
            ("urn:oid:2.5.4.42", vec!["Eve"]),
        ]
    );
    assert!(!effects.iter().any(|e| matches!(e, Effect::Audit(_))));
}

#[tokio::test]
async fn s052_a_domain_that_the_provider_does_not_own_is_left_out() {
    let scoped = |value: &str| {
        let value = value.to_owned();
        move |m: &mut Made| {
            let mut attribute = Attribute::new("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", None, [value]);
            attribute.friendly_name = Some("eduPersonPrincipalName".into());
            m.assertion.attributes = vec![attribute, Attribute::new("upn", None, ["eve@elsewhere.test"])];
        }
    };
    for (lines, value, kept) in [
        (&[][..], "eve@corp.test", true),
        (&[], "eve@CORP.test", true),
        (&[], "eve@elsewhere.test", false),
        (&[], "eve@elsewhere.test@sub.corp.test", false),
        (&[], "eve", false),
        (&[], "eve@", false),
        (&["scope elsewhere.test"], "eve@elsewhere.test", true),
        (&["scope *"], "eve@anywhere.test", true),
        (&["scope *"], "eve", false),
    ] {
        let (evidence, effects) = said(lines, scoped(value)).await;
        let found = evidence.attributes.contains_key("eduPersonPrincipalName");
        assert_eq!((found, evidence.attributes.contains_key("upn")), (kept, true), "{value} {lines:?}");
        let refused = effects.iter().any(|e| matches!(e, Effect::Audit(event) if event.action == "saml.scope-refused"));
        assert_eq!(refused, !kept, "{value} {lines:?}");
    }
    // A line makes another attribute one of those.
    let (evidence, _) = said(&["scopedAttribute upn"], scoped("eve@corp.test")).await;
    assert!(!evidence.attributes.contains_key("upn") && evidence.attributes.contains_key("eduPersonPrincipalName"));
}
