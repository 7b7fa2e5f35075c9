//! Lines and metadata that do not go together, and those that work and are weak.

use model::Span;
use plug::MethodError;

use super::*;

/// What is wrong: the line, or the document, and the text that says so.
fn wrong(texts: &[&str], entity: Option<&Entity>) -> Option<(String, String)> {
    let documents = entity.map(documents).unwrap_or_default();
    let lines = lines(texts);
    let found = (super::super::REGISTRATION.open)(&lines, &documents).err()?.remove(0);
    let line = |n: usize| lines.0[n - 1].name.clone();
    let number =
        found.field.strip_prefix("configuration[").and_then(|f| f.strip_suffix(']')).and_then(|n| n.parse().ok());
    Some((number.map_or(found.field, line), found.key))
}

#[test]
fn what_does_not_go_together_is_named() {
    let good = provider();
    let changed = |change: &dyn Fn(&mut Entity, &mut IdpRole)| {
        let mut entity = provider();
        let mut role = entity.idp.take().unwrap();
        change(&mut entity, &mut role);
        entity.idp = Some(role);
        entity
    };
    let no_keys = changed(&|_, role| role.keys.signing.clear());
    let no_door = changed(&|_, role| role.sso.retain(|e| e.binding != saml::ns::binding::POST));
    let signed = changed(&|_, role| role.want_requests_signed = true);
    let service = Entity { idp: None, sp: Some(saml::metadata::SpRole::default()), ..provider() };
    for (lines, entity, expected) in [
        (&[][..], Some(&good), None),
        (&[], None, Some(("metadata", "saml-idp-no-metadata"))),
        (&[], Some(&service), Some(("metadata", "saml-idp-role"))),
        (&[], Some(&no_keys), Some(("metadata", "saml-idp-keys"))),
        (&[], Some(&no_door), None),
        (&["requestBinding post"], Some(&no_door), Some(("metadata", "saml-idp-sso"))),
        (&["responseBinding artifact"], Some(&good), Some(("metadata", "saml-idp-artifact"))),
        (&[], Some(&signed), None),
        (&["signRequests false"], Some(&signed), Some(("signRequests", "saml-idp-wants-signed"))),
        (&["idpEntityId https://other.test"], Some(&good), Some(("metadata", "saml-idp-metadata"))),
        (&["idpEntityId https://idp.test/saml"], Some(&good), None),
        (&["nameIdFormat persistent"], Some(&good), None),
        (&["nameIdFormat odd"], Some(&good), Some(("nameIdFormat", "saml-idp-format"))),
        (&["nameIdFormat encrypted"], Some(&good), Some(("nameIdFormat", "saml-idp-format"))),
        (&["compatibilityFlags SigAlg Odd"], Some(&good), Some(("compatibilityFlags", "saml-idp-flag"))),
        (&["compatibilityFlags SigAlg ZLibHeader HttpPostResponseSign"], Some(&good), None),
        (&["contextMap urn:one"], Some(&good), Some(("contextMap", "saml-idp-context-map"))),
        (&["requestContext none", "requestContext urn:x"], Some(&good), Some(("requestContext", "saml-idp-context"))),
        (&["metadataUrl ftp://idp.test/x"], None, Some(("metadataUrl", "saml-idp-url"))),
        (&["metadataUrl https://idp.test/x"], None, Some(("metadataUrl", "saml-idp-unpinned"))),
        (
            &["metadataUrl https://idp.test/x", "metadataCertificate odd"],
            None,
            Some(("metadataCertificate", "saml-idp-pin")),
        ),
        (&["metadataCertificate odd"], Some(&good), Some(("metadataCertificate", "saml-idp-pin-idle"))),
        (&["clockSkew 301"], Some(&good), Some(("clockSkew", "line-value"))),
        (&["requestBinding soap"], Some(&good), Some(("requestBinding", "line-value"))),
    ] {
        let expected = expected.map(|(field, key)| (field.to_owned(), key.to_owned()));
        assert_eq!(wrong(lines, entity), expected, "{lines:?}");
    }
}

#[test]
fn what_is_weak_is_told() {
    for (line, key) in [
        ("allowSha1 true", "saml-idp-weak"),
        ("allowCbc true", "saml-idp-weak"),
        ("signRequests false", "saml-idp-unsigned-requests"),
        ("signs either", "saml-idp-either"),
        ("unsolicited true", "saml-idp-unsolicited"),
        ("scope *", "saml-idp-every-scope"),
        ("compatibilityFlags ZLibHeader", "saml-idp-flag-idle"),
    ] {
        let found = (super::super::REGISTRATION.findings)(&lines(&[line]));
        let found: Vec<_> = found.iter().map(|f| (f.severity, f.field.as_str(), f.key.as_str())).collect();
        assert_eq!(found, [(model::finding::Severity::Warning, "configuration[2]", key)], "{line}");
    }
    assert_eq!(
        (super::super::REGISTRATION.findings)(&lines(&["signs both", "scope corp.test", "allowSha1 false"])),
        []
    );
}

/// A server that answers every GET with these bytes.
async fn serving(document: Vec<u8>) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", document.len());
            let _ = stream.write_all(&[head.as_bytes(), &document].concat()).await;
        }
    });
    format!("http://{address}/metadata")
}

#[tokio::test]
async fn s077_fetched_metadata_is_believed_when_a_pinned_key_signed_it() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let now = corpus::base::now();
    let pin = STANDARD.encode(keys::all().other.certificate.der());
    let fresh = |end: Option<i64>| Entity { valid_until: end.map(|s| now.plus(s)), ..provider() }.write();
    let signed = |document: &str, party: &keys::Party| saml::signature::sign(document, &party.key).unwrap();
    let day = 24 * 3_600;
    let good = signed(&fresh(Some(day)), &keys::all().other);
    let federation = {
        let entity = fresh(None);
        let list = format!(
            r#"<md:EntitiesDescriptor xmlns:md="{}" ID="_all" validUntil="{}">{}{}</md:EntitiesDescriptor>"#,
            saml::ns::MD,
            now.plus(day),
            entity.replace("_metadata1", "_m2").replace("https://idp.test/saml", "https://another.test"),
            entity,
        );
        signed(&list, &keys::all().other)
    };
    for (what, document, taken) in [
        ("good", good.clone(), true),
        ("a federation's", federation.clone(), true),
        ("a changed byte", good.replace("https://idp.test/sso", "https://idp.test/ssp"), false),
        ("unsigned", fresh(Some(day)), false),
        ("another's key", signed(&fresh(Some(day)), &keys::all().stranger), false),
        ("without an end", signed(&fresh(None), &keys::all().other), false),
        ("too far ahead", signed(&fresh(Some(31 * day)), &keys::all().other), false),
        ("over", signed(&fresh(Some(-1)), &keys::all().other), false),
        ("another entity", good.replace("nothing", "").replace(IDP, "https://else.test/saml"), false),
    ] {
        let url = serving(document.into_bytes()).await;
        let lines = [format!("metadataUrl {url}"), format!("metadataCertificate {pin}"), format!("idpEntityId {IDP}")];
        let texts: Vec<&str> = lines.iter().map(String::as_str).chain(["metadataMinutes 30"]).collect();
        let config: Config = plug::config::read(&super::lines(&texts), &[]).unwrap();
        // Nothing was fetched yet: it opens, and sends nobody anywhere.
        let method = SamlMethod::open_with(config.clone(), &Documents::default()).unwrap();
        assert_eq!(method.renews(), Some(Span::minutes(30)));
        let house = house();
        assert!(matches!(house.at(async |cx| method.challenge(cx).await).await.0, Err(MethodError::Unavailable(_))));
        let (renewed, _) = house.at(async |cx| method.renew(cx, &Documents::default()).await).await;
        match renewed {
            Ok(Some(documents)) => {
                assert!(taken, "{what}");
                let method = SamlMethod::open_with(config, &documents).unwrap();
                let (again, _) = house.at(async |cx| method.renew(cx, &documents).await).await;
                assert!(matches!(again, Ok(None)), "nothing changed");
                let answer = posted(corpus::base::made().document(corpus::base::Shape::Assertion));
                assert_eq!(told(&verified(&house, &method, asked(), &answer).await), "pass eve@corp.test");
            }
            other => assert!(!taken && matches!(other, Err(MethodError::Unavailable(_))), "{what}: {other:?}"),
        }
    }
    assert_eq!(method(&[]).renews(), None);
}

#[tokio::test]
async fn s076_our_metadata_says_who_we_are() {
    use saml::{Allow, Limits, metadata::Source};
    let now = corpus::base::now();
    for (lines, key, by_form, signed) in [
        (&[][..], Some(keys::all().sp.certificate.key().clone()), true, true),
        (&["signRequests false", "signs either", "signMetadata false"], None, true, false),
    ] {
        let house = house();
        let method = method(lines);
        let published = house.at(async |cx| method.publish(cx, "metadata").await).await.0.unwrap();
        assert_eq!(published.content_type, "application/samlmetadata+xml");
        let keys = key.map(|key| vec![key]);
        let source = Source {
            keys: keys.as_deref(),
            allow: Allow::default(),
            now,
            max_validity: Some(8 * 86_400),
            limits: Limits::ENTITY,
        };
        let entity = source.entity(&published.body).unwrap();
        assert_eq!(entity.id, SP);
        let role = entity.sp.unwrap();
        assert_eq!((role.authn_requests_signed, role.want_assertions_signed), (signed, signed));
        assert_eq!((role.keys.signing.len(), role.keys.encryption.len()), (1, 1));
        let acs: Vec<_> = role.acs.iter().map(|e| (e.location.as_str(), e.index, e.is_default == Some(true))).collect();
        assert_eq!(acs, [(ACS, Some(0), by_form), (ACS, Some(1), !by_form)]);
        assert!(role.slo.iter().all(|e| e.location == "https://sp.test/saml2/sp/saml.1/slo") && role.slo.len() == 3);
        assert!(!role.ui.is_empty() && entity.organization.is_some());
        let none = house.at(async |cx| method.publish(cx, "jwks").await).await.0;
        assert!(matches!(none, Err(MethodError::Unsupported)));
    }
    // Without a line, our name is where our metadata is.
    let config: Config = plug::config::read(&Lines::default(), &[]).unwrap();
    let method = SamlMethod::open_with(config, &documents(&provider())).unwrap();
    let published = house().at(async |cx| method.publish(cx, "metadata").await).await.0.unwrap();
    assert!(
        String::from_utf8(published.body).unwrap().contains("entityID=\"https://sp.test/saml2/sp/saml.1/metadata\"")
    );
}
