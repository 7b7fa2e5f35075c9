//! What is written is read back the same, whatever is in it.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use saml::binding::{Parameter, RelayState, redirect};
use saml::context::{Comparison, Reference, RequestedContext};
use saml::message::{
    AcsChoice, Assertion, Attribute, AuthnRequest, AuthnStatement, Conditions, Confirmation, Head, LogoutRequest,
    NameId, NameIdPolicy, Opener, ProxyRestriction, Response, Scoping, Status, Subject, Value,
};
use saml::metadata::{Endpoint, Entity, IdpRole, Keys, RequestedAttribute, Service, Source, SpRole, Ui};
use saml::{Allow, Instant, Limits, Window, Xml, ns, signature};

use crate::corpus::base::now;
use crate::corpus::keys;

/// A text as it may stand in a value: everything that XML can hold.
fn text() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        any::<char>(),
        prop::sample::select(vec!['<', '>', '&', '"', '\'', ']', '\r', '\n', '\t', ' ', '-', '#', ';']),
    ];
    let held =
        |c: &char| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    vec(plain.prop_filter("XML cannot hold it", held), 0..24).prop_map(String::from_iter)
}

/// A word: addresses and names, which have no white space around them.
fn word() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("u{}n", text))
}

fn name() -> impl Strategy<Value = String> {
    "[_a-zA-Z][-_.a-zA-Z0-9]{0,20}"
}

fn instant() -> impl Strategy<Value = Instant> {
    (-62_135_596_800_000i64..=253_402_300_799_999).prop_map(Instant::from_millis)
}

fn window() -> impl Strategy<Value = Window> {
    (of(instant()), of(instant())).prop_map(|(not_before, not_on_or_after)| Window { not_before, not_on_or_after })
}

fn name_id() -> impl Strategy<Value = NameId> {
    (word(), of(text()), of(text()), of(text()), of(text())).prop_map(
        |(value, format, name_qualifier, sp, provided)| NameId {
            value,
            format,
            name_qualifier,
            sp_name_qualifier: sp,
            sp_provided_id: provided,
        },
    )
}

fn head() -> impl Strategy<Value = Head> {
    (name(), instant(), of(text()), of(word()), of(text())).prop_map(
        |(id, issue_instant, destination, issuer, answers)| Head {
            id,
            issue_instant,
            destination,
            issuer,
            in_response_to: answers,
        },
    )
}

fn subject() -> impl Strategy<Value = Subject> {
    let confirmation = (text(), of(text()), of(text()), of(instant()), of(text()));
    let confirmation = confirmation.prop_map(|(method, recipient, in_response_to, until, address)| Confirmation {
        method,
        recipient,
        in_response_to,
        window: Window { not_before: None, not_on_or_after: until },
        address,
    });
    (of(name_id()), vec(confirmation, 0..3)).prop_map(|(name_id, confirmations)| Subject {
        name_id,
        was_encrypted: false,
        confirmations,
    })
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let proxy =
        (of(0u32..1000), vec(word(), 0..2)).prop_map(|(count, audiences)| ProxyRestriction { count, audiences });
    (window(), vec(vec(word(), 0..3), 0..3), any::<bool>(), of(proxy)).prop_map(
        |(window, audiences, one_time_use, proxy)| Conditions {
            window,
            audiences,
            one_time_use,
            proxy,
            unknown: false,
        },
    )
}

fn attribute() -> impl Strategy<Value = Attribute> {
    let value = prop_oneof![text().prop_map(Value::Text), name_id().prop_map(Value::NameId), Just(Value::Nil)];
    (text(), of(text()), of(text()), vec(value, 0..4)).prop_map(|(name, format, friendly_name, values)| Attribute {
        name,
        format,
        friendly_name,
        values,
    })
}

fn statement() -> impl Strategy<Value = AuthnStatement> {
    (instant(), of(text()), of(instant()), of(word()), of(word()), vec(word(), 0..2)).prop_map(
        |(instant, session_index, session_not_on_or_after, class, declaration, authorities)| AuthnStatement {
            instant,
            session_index,
            session_not_on_or_after,
            class,
            declaration,
            authorities,
        },
    )
}

fn assertion() -> impl Strategy<Value = Assertion> {
    let parts = (of(subject()), of(conditions()), vec(statement(), 0..3), vec(attribute(), 0..4));
    (name(), instant(), word(), parts).prop_map(|(id, issue_instant, issuer, parts)| {
        let (subject, conditions, authn, attributes) = parts;
        Assertion { id, issue_instant, issuer, subject, conditions, authn, attributes }
    })
}

fn request() -> impl Strategy<Value = AuthnRequest> {
    let named = (of(text()), of(text()))
        .prop_filter("something is named", |(url, binding)| url.is_some() || binding.is_some())
        .prop_map(|(url, binding)| AcsChoice::Named { url, binding });
    let acs = prop_oneof![Just(AcsChoice::Default), (0u32..70_000).prop_map(AcsChoice::Index), named];
    let policy = (of(text()), of(text()), of(any::<bool>()));
    let policy = policy.prop_map(|(format, sp_name_qualifier, allow_create)| NameIdPolicy {
        format,
        sp_name_qualifier,
        allow_create,
    });
    let comparison =
        prop::sample::select(vec![Comparison::Exact, Comparison::Minimum, Comparison::Maximum, Comparison::Better]);
    let reference = prop_oneof![word().prop_map(Reference::Class), word().prop_map(Reference::Declaration)];
    let context = (comparison, vec(reference, 1..4))
        .prop_map(|(comparison, references)| RequestedContext { comparison, references });
    let scoping = (of(0u32..100), vec(text(), 0..3), vec(word(), 0..3));
    let scoping = scoping.prop_map(|(proxy_count, idps, requesters)| Scoping { proxy_count, idps, requesters });
    let flags = (any::<bool>(), any::<bool>(), of(0u32..100), of(text()), of(word()));
    let parts = (of(subject()), of(policy), of(conditions()), of(context), of(scoping));
    (head(), acs, flags, parts).prop_map(|(head, acs, flags, parts)| {
        let (force_authn, is_passive, attribute_index, provider_name, language) = flags;
        let (subject, name_id_policy, conditions, context, scoping) = parts;
        AuthnRequest {
            head,
            force_authn,
            is_passive,
            acs,
            attribute_index,
            provider_name,
            subject,
            name_id_policy,
            conditions,
            context,
            scoping,
            language,
        }
    })
}

fn endpoint() -> impl Strategy<Value = Endpoint> {
    let location = "https://[a-z]{1,8}\\.test/[a-z]{0,5}(\\?[a-z]{1,3}=%20&[a-z]=1)?";
    (text(), location, of(location), of(any::<u16>()), of(any::<bool>())).prop_map(
        |(binding, location, response_location, index, is_default)| Endpoint {
            binding,
            location,
            response_location,
            index,
            is_default,
        },
    )
}

fn entity() -> impl Strategy<Value = Entity> {
    let spaced = prop::sample::select(vec!["en", "fi", "sv"]).prop_flat_map(|language| {
        "[<&>\"'a-z0-9äö]{1,8}( [<&>\"'a-z]{1,8})?".prop_map(move |text: String| (language.to_owned(), text))
    });
    let ui = (vec(spaced.clone(), 0..3), vec(spaced.clone(), 0..2));
    let ui = ui.prop_map(|(display_names, descriptions)| Ui { display_names, descriptions, ..Ui::default() });
    let requested = (text(), of(text()), any::<bool>()).prop_map(|(name, format, is_required)| RequestedAttribute {
        attribute: Attribute { name, format, ..Attribute::default() },
        is_required,
    });
    let service = (0u32..9, any::<bool>(), vec(spaced, 0..2), vec(requested, 0..3));
    let service =
        service.prop_map(|(index, is_default, names, attributes)| Service { index, is_default, names, attributes });
    let keys = (0usize..3, 0usize..2).prop_map(|(signing, encryption)| {
        let all = keys::all();
        let certificates = [&all.idp, &all.next, &all.curve].map(|party| party.certificate.clone());
        let encryption = certificates[..encryption].to_vec();
        Keys { signing: certificates[..signing].to_vec(), encryption, unusable: 0 }
    });
    let idp = (
        keys.clone(),
        any::<bool>(),
        vec(endpoint(), 0..3),
        vec(word(), 0..3),
        vec(word(), 0..3),
        ui.clone(),
        of(text()),
    );
    let idp = idp.prop_map(|(keys, want_requests_signed, sso, name_id_formats, scopes, ui, error_url)| IdpRole {
        tells_algorithms: false,
        keys,
        want_requests_signed,
        slo: sso.clone(),
        sso,
        artifact: Vec::new(),
        name_id_formats,
        scopes,
        ui,
        error_url,
    });
    let discovery = vec(endpoint().prop_map(|e| Endpoint { binding: ns::DISCOVERY.to_owned(), ..e }), 0..3);
    let sp = (keys, any::<bool>(), any::<bool>(), vec(endpoint(), 0..3), vec(word(), 0..3), vec(service, 0..3), ui);
    let sp = (sp, discovery).prop_map(|((keys, signed, wants, mut acs, name_id_formats, services, ui), discovery)| {
        acs.iter_mut().enumerate().for_each(|(at, endpoint)| endpoint.index = u16::try_from(at).ok());
        SpRole {
            keys,
            authn_requests_signed: signed,
            want_assertions_signed: wants,
            artifact: acs.clone(),
            acs,
            slo: Vec::new(),
            name_id_formats,
            services,
            ui,
            discovery,
        }
    });
    let id = "[!-~]{1,40}";
    let roles = (of(idp), of(sp)).prop_filter("no role", |(idp, sp)| idp.is_some() || sp.is_some());
    (id, of(name()), of(0i64..1_000_000), of(0u64..1_000_000), roles, vec(attribute(), 0..3)).prop_map(
        |(id, document, until, cache_duration, (idp, sp), attributes)| Entity {
            id,
            document,
            valid_until: until.map(|seconds| now().plus(seconds + 1)),
            cache_duration,
            idp,
            sp,
            attributes,
            ..Entity::default()
        },
    )
}

fn trusted() -> [saml::PublicKey; 1] {
    [keys::all().idp.certificate.key().clone()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn assertions(assertion in assertion()) {
        let signed = signature::sign(&assertion.write(), &keys::all().idp.key).unwrap();
        let xml = Xml::read(&signed, &Limits::MESSAGE).unwrap();
        let proof = signature::verify(xml.root(), &trusted(), Allow::default()).unwrap();
        prop_assert_eq!(Assertion::read(&proof, &Opener::default()), Ok(assertion));
    }

    #[test]
    fn requests(request in request()) {
        let document = request.write();
        let xml = Xml::read(&document, &Limits::MESSAGE).unwrap();
        prop_assert_eq!(AuthnRequest::read(xml.root(), &Opener::default()), Ok(request));
    }

    #[test]
    fn logouts(head in head(), name_id in name_id(), indexes in vec(word(), 0..4), until in of(instant()), reason in of(text())) {
        let logout = LogoutRequest { head, name_id, session_indexes: indexes, not_on_or_after: until, reason };
        let signed = signature::sign(&logout.write(), &keys::all().idp.key).unwrap();
        let xml = Xml::read(&signed, &Limits::MESSAGE).unwrap();
        let proof = signature::verify(xml.root(), &trusted(), Allow::default()).unwrap();
        prop_assert_eq!(LogoutRequest::read(&proof, &Opener::default()), Ok(logout));
    }

    #[test]
    fn responses(head in head(), codes in vec(text(), 1..6), message in of(text())) {
        let response = Response { head, status: Status { codes, message } };
        let document = response.write(None);
        let xml = Xml::read(&document, &Limits::MESSAGE).unwrap();
        prop_assert_eq!(Response::read(xml.root()), Ok(response));
    }

    #[test]
    fn metadata(entity in entity()) {
        let source = Source { keys: None, allow: Allow::default(), now: now(), max_validity: None, limits: Limits::ENTITY };
        let document = entity.write();
        prop_assert_eq!(source.entity(document.as_bytes()), Ok(entity), "{}", document);
    }

    #[test]
    fn moments(instant in instant()) {
        prop_assert_eq!(Instant::parse(&instant.to_string()), Some(instant));
    }

    /// S065: what we sign in an address is what the other side verifies.
    #[test]
    fn s065_addresses(request in request(), state in of("[^\\p{C}]{1,20}")) {
        let state = state.map(|state| RelayState::new(&state, 200).unwrap());
        let query = redirect::query(Parameter::Request, &request.write(), state.as_ref(), Some(&keys::all().idp.key)).unwrap();
        let received = redirect::Received::parse(&query, Limits::MESSAGE.bytes, 200).unwrap();
        prop_assert_eq!(&received.relay_state, &state);
        let xml = Xml::parse(received.xml(), &Limits::MESSAGE).unwrap();
        prop_assert!(received.verify(&xml, &trusted(), Allow::default()).is_ok());
    }

    /// S028: a name is read whole, or not at all, wherever it is split.
    #[test]
    fn s028_a_name_in_pieces(before in "[a-z@.]{1,8}", behind in "[a-z@.]{1,8}", mark in prop::sample::select(vec!["<!--x-->", "<?x?>", "<![CDATA[]]>", "<![CDATA[y]]>", "<x/>", "&#x20;", ""])) {
        let document = format!("<saml:NameID xmlns:saml=\"{}\">{before}{mark}{behind}</saml:NameID>", ns::SAML);
        let xml = Xml::read(&document, &Limits::MESSAGE).unwrap();
        match NameId::read(xml.root()) {
            Ok(name) => prop_assert_eq!(name.value, format!("{before}{}{behind}", if mark.is_empty() { "" } else { " " })),
            Err(_) => prop_assert!(mark.starts_with('<')),
        }
    }
}
