//! Signature wrapping: the signed element is still there, and another one stands where it is looked for.

use saml::BadSignature;
use saml::sp::Refused;

use super::base::{ADMIN, EVE, Pieces, Shape, case, made, pieces, sign, signature_in};
use super::{Case, Verdict, keys};

pub fn cases() -> Vec<Case> {
    let mut cases = around_the_response();
    cases.extend(around_the_assertion(&pieces()));
    cases.extend(places(&pieces()));
    cases.extend(donors(&pieces()));
    cases.extend(several(&pieces()));
    cases
}

/// S001, S002: the response's own signature is over the original, which stands elsewhere.
fn around_the_response() -> Vec<Case> {
    let document = made().document(Shape::Response);
    let signature = signature_in(&document);
    let original = document.replace(&signature, "");
    let forged = original.replace("_response1", "_forged2").replace("_assertion1", "_forged1").replace(EVE, ADMIN);
    let put = |what: &str| forged.replace("<samlp:Status>", &format!("{what}<samlp:Status>"));
    let inside = |what: &str| put(&signature.replace("</ds:Signature>", &format!("{what}</ds:Signature>")));
    let elsewhere = Verdict::Refused(Refused::Elsewhere);
    let of = |name: &str, xml: String, verdict: Verdict| case(name, xml, Shape::Response, verdict);
    vec![
        of("s001-xsw1-in-the-signature", inside(&original), elsewhere.clone()),
        of("s001-xsw1-in-an-object", inside(&format!("<ds:Object>{original}</ds:Object>")), elsewhere.clone()),
        of("s002-xsw2-before-the-signature", put(&format!("{original}{signature}")), elsewhere.clone()),
        of("s002-xsw2-behind-the-signature", put(&format!("{signature}{original}")), elsewhere.clone()),
        of(
            "s001-original-in-extensions",
            put(&format!("{signature}<samlp:Extensions>{original}</samlp:Extensions>")),
            elsewhere.clone(),
        ),
        of(
            "s001-forged-with-the-signature",
            put(&signature),
            Verdict::Refused(Refused::ResponseSignature(BadSignature::Reference)),
        ),
        of(
            "s001-forged-with-the-identifier",
            put(&signature).replace("_forged2", "_response1"),
            Verdict::Refused(Refused::ResponseSignature(BadSignature::Digest)),
        ),
        of(
            "s001-response-in-response",
            forged.replace("<saml:Assertion", &format!("{document}<saml:Assertion")),
            elsewhere,
        ),
    ]
}

/// S003 to S008: the assertion's.
fn around_the_assertion(p: &Pieces) -> Vec<Case> {
    let with = |forged: &str, what: &str| forged.replace("<saml:Subject>", &format!("{what}<saml:Subject>"));
    let holding = |what: &str| p.signature.replace("</ds:Signature>", &format!("{what}</ds:Signature>"));
    let of = |name: &str, xml: String, verdict: Refused| case(name, xml, Shape::Assertion, Verdict::Refused(verdict));
    let two = Refused::Assertions(2);
    let elsewhere = Refused::Elsewhere;
    vec![
        of("s003-xsw3", p.around(&format!("{}{}", p.forged, p.signed)), two.clone()),
        of("s003-behind", p.around(&format!("{}{}", p.signed, p.forged)), two.clone()),
        of("s004-xsw4", p.around(&with(&p.forged, &p.signed)), elsewhere.clone()),
        of(
            "s004-at-the-end",
            p.around(&p.forged.replace("</saml:Assertion>", &format!("{}</saml:Assertion>", p.signed))),
            elsewhere.clone(),
        ),
        of("s005-xsw5", p.around(&format!("{}{}", with(&p.forged, &p.signature), p.bare)), two.clone()),
        of("s005-xsw5-before", p.around(&format!("{}{}", p.bare, with(&p.forged, &p.signature))), two),
        of("s006-xsw6", p.around(&with(&p.forged, &holding(&p.bare))), elsewhere.clone()),
        of(
            "s007-xsw7",
            p.around(&format!("<samlp:Extensions>{}</samlp:Extensions>{}", p.forged, p.signed)),
            elsewhere.clone(),
        ),
        of(
            "s007-behind",
            p.around(&format!("{}<samlp:Extensions>{}</samlp:Extensions>", p.signed, p.forged)),
            elsewhere.clone(),
        ),
        of(
            "s007-signed-in-extensions",
            p.around(&format!("<samlp:Extensions>{}</samlp:Extensions>{}", p.signed, p.forged)),
            elsewhere.clone(),
        ),
        of("s008-xsw8", p.around(&with(&p.forged, &holding(&format!("<ds:Object>{}</ds:Object>", p.bare)))), elsewhere),
        of(
            "s008-moved-signature",
            p.around(&with(&p.forged, &p.signature)),
            Refused::AssertionSignature(BadSignature::Reference),
        ),
        of(
            "s008-moved-signature-same-identifier",
            p.around(&with(&p.forged, &p.signature).replace("_forged1", "_assertion1")),
            Refused::AssertionSignature(BadSignature::Digest),
        ),
    ]
}

/// Every place where another program might find an assertion first.
fn places(p: &Pieces) -> Vec<Case> {
    let spots = [
        ("advice", "<saml:Subject>", "<saml:Advice>{}</saml:Advice><saml:Subject>"),
        (
            "confirmation-data",
            "<saml:AttributeStatement>",
            "<x><saml:SubjectConfirmationData>{}</saml:SubjectConfirmationData></x><saml:AttributeStatement>",
        ),
        (
            "attribute-value",
            "</saml:AttributeStatement>",
            "<saml:Attribute Name=\"x\"><saml:AttributeValue>{}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>",
        ),
        ("key-info", "</ds:KeyInfo>", "{}</ds:KeyInfo>"),
        ("foreign-element", "<saml:Subject>", "<x:y xmlns:x=\"urn:x\">{}</x:y><saml:Subject>"),
        ("name-id", "</saml:NameID>", "{}</saml:NameID>"),
    ];
    let mut cases = Vec::new();
    for (spot, at, around) in spots {
        for (what, inner) in [("forged", &p.forged), ("signed", &p.signed)] {
            let outer = if what == "forged" { p.signed.clone() } else { p.forged.clone() };
            let outer =
                if what == "signed" && spot == "key-info" { with_signature(&outer, &p.signature) } else { outer };
            let xml = p.around(&outer.replacen(at, &around.replace("{}", inner), 1));
            cases.push(case(
                format!("s007-{what}-in-{spot}"),
                xml,
                Shape::Assertion,
                Verdict::Refused(Refused::Elsewhere),
            ));
        }
    }
    let of_response = [
        ("status-detail", "</samlp:Status>", "<samlp:StatusDetail>{}</samlp:StatusDetail></samlp:Status>"),
        ("status-code", "</samlp:StatusCode>", "{}</samlp:StatusCode>"),
        ("issuer", "</saml:Issuer>", "{}</saml:Issuer>"),
        ("nested-response", "<samlp:Status>", "<samlp:Response>{}</samlp:Response><samlp:Status>"),
        ("artifact-response", "<samlp:Status>", "<samlp:ArtifactResponse>{}</samlp:ArtifactResponse><samlp:Status>"),
    ];
    for (spot, at, around) in of_response {
        let xml = p.around(&p.signed).replacen(at, &around.replace("{}", &p.forged), 1);
        let reason =
            if spot == "issuer" { Refused::Malformed(saml::Malformed::Mixed("Issuer")) } else { Refused::Elsewhere };
        cases.push(case(format!("s007-forged-in-{spot}"), xml, Shape::Assertion, Verdict::Refused(reason)));
    }
    cases
}

fn with_signature(assertion: &str, signature: &str) -> String {
    assertion.replace("<saml:Subject>", &format!("{signature}<saml:Subject>"))
}

/// S013: good signatures over other things of the same provider.
fn donors(p: &Pieces) -> Vec<Case> {
    let idp = &keys::all().idp;
    let metadata = sign(
        "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" ID=\"_metadata1\" entityID=\"https://idp.test/saml\"><md:x></md:x></md:EntityDescriptor>",
        idp,
    );
    let logout = sign(
        "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_logout1\"><x></x></samlp:LogoutRequest>",
        idp,
    );
    let mut cases = Vec::new();
    for (name, donor, id) in [("metadata", &metadata, "_metadata1"), ("logout", &logout, "_logout1")] {
        let signature = signature_in(donor);
        let of =
            |name: String, xml: String, verdict: Refused| case(name, xml, Shape::Assertion, Verdict::Refused(verdict));
        let moved = with_signature(&p.forged, &signature);
        let reference = Refused::AssertionSignature(BadSignature::Reference);
        cases.push(of(format!("s013-signature-of-{name}"), p.around(&moved), reference.clone()));
        cases.push(of(
            format!("s013-signature-and-identifier-of-{name}"),
            p.around(&moved.replace("_forged1", id)),
            Refused::AssertionSignature(BadSignature::Digest),
        ));
        let beside = format!("<samlp:Extensions>{donor}</samlp:Extensions>{}", p.forged);
        cases.push(of(format!("s013-{name}-in-extensions"), p.around(&beside), Refused::StraySignature));
        let inside = p.forged.replace("<saml:Subject>", &format!("<saml:Advice>{donor}</saml:Advice><saml:Subject>"));
        cases.push(of(format!("s013-{name}-in-advice"), p.around(&inside), Refused::StraySignature));
        cases.push(of(
            format!("s013-{name}-as-the-response"),
            donor.clone(),
            Refused::Malformed(saml::Malformed::Unexpected("Response")),
        ));
    }
    cases
}

/// S012: more than one assertion.
fn several(p: &Pieces) -> Vec<Case> {
    let mut second = made();
    second.assertion.id = "_assertion2".to_owned();
    let second = sign(&second.assertion.write(), &keys::all().idp);
    let of = |name: &str, inner: String, count| {
        case(name, p.around(&inner), Shape::Assertion, Verdict::Refused(Refused::Assertions(count)))
    };
    vec![
        of("s012-two-signed", format!("{}{second}", p.signed), 2),
        of("s012-two-signed-other-order", format!("{second}{}", p.signed), 2),
        of("s012-signed-then-bare", format!("{}{}", p.signed, p.forged), 2),
        of("s012-bare-then-signed", format!("{}{}", p.forged, p.signed), 2),
        of("s012-three", format!("{}{second}{}", p.signed, p.forged), 3),
        of("s012-none", String::new(), 0),
        of("s012-foreign-namespace-only", p.forged.replace("SAML:2.0:assertion", "SAML:9.0:assertion"), 0),
        case(
            "s012-signed-in-a-foreign-namespace",
            p.around(&p.signed.replace("SAML:2.0:assertion", "SAML:9.0:assertion")),
            Shape::Assertion,
            Verdict::Refused(Refused::StraySignature),
        ),
        case(
            "s012-foreign-prefix-around-the-signed",
            p.around(&format!("<saml:Assertion xmlns:saml=\"urn:x\">{}</saml:Assertion>", p.signed)),
            Shape::Assertion,
            Verdict::Refused(Refused::Elsewhere),
        ),
        case(
            "s015-signature-in-a-foreign-namespace",
            p.around(&p.signed.replace("2000/09/xmldsig#\"><ds:SignedInfo", "2000/09/xmldsig\"><ds:SignedInfo")),
            Shape::Assertion,
            Verdict::Refused(Refused::AssertionSignature(BadSignature::Missing)),
        ),
        of(
            "s012-no-namespace-only",
            p.forged
                .replace("<saml:Assertion xmlns:saml=", "<Assertion xmlns:saml=")
                .replace("</saml:Assertion>", "</Assertion>"),
            0,
        ),
    ]
}
