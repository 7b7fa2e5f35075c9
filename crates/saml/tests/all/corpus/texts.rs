//! XML itself: prologs, entities, identifiers, comments inside values, sizes.

use saml::Malformed;
use saml::sp::Refused;

use super::base::{ADMIN, EVE, Shape, case, made, pieces, sign};
use super::{Case, Verdict, keys};

pub fn cases() -> Vec<Case> {
    let mut cases = prologs();
    cases.extend(doctypes());
    cases.extend(identifiers());
    cases.extend(splits());
    cases.extend(sizes());
    cases.extend(forms());
    cases
}

fn malformed(name: impl Into<String>, xml: impl Into<Vec<u8>>, why: Malformed) -> Case {
    case(name, xml, Shape::Assertion, Verdict::Refused(Refused::Malformed(why)))
}

fn prologs() -> Vec<Case> {
    let document = made().document(Shape::Assertion);
    let declared = |text: &str| format!("<?xml {text}?>{document}");
    let wide: Vec<u8> = document.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut latin = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{document}").into_bytes();
    latin.extend([b'\n']);
    vec![
        malformed("s030-version-1.1", declared("version=\"1.1\""), Malformed::Version),
        malformed("s030-version-2", declared("version=\"2.0\""), Malformed::NotXml),
        malformed("s030-latin-1", latin, Malformed::Encoding),
        malformed("s030-utf-16-declared", declared("version=\"1.0\" encoding=\"UTF-16\""), Malformed::Encoding),
        malformed("s030-utf-7", declared("version=\"1.0\" encoding=\"UTF-7\""), Malformed::Encoding),
        malformed("s030-ascii", declared("version=\"1.0\" encoding=\"US-ASCII\""), Malformed::Encoding),
        malformed("s030-utf-16", wide, Malformed::NotXml),
        malformed("s030-not-utf-8", [document.as_bytes(), b"<!-- \xff -->"].concat(), Malformed::NotUtf8),
        malformed("s030-overlong", [b"<!-- \xc0\xaf -->", document.as_bytes()].concat(), Malformed::NotUtf8),
        malformed("s030-declaration-later", format!("\n{}", declared("version=\"1.0\"")), Malformed::NotXml),
        malformed("s030-two-declarations", declared("version=\"1.0\"?><?xml version=\"1.0\""), Malformed::NotXml),
        malformed("s030-empty", "", Malformed::NotXml),
        malformed("s030-text", "hello", Malformed::NotXml),
        malformed("s030-two-roots", format!("{document}{document}"), Malformed::NotXml),
        malformed("s030-text-behind", format!("{document}x"), Malformed::NotXml),
        malformed("s030-text-before", format!("x{document}"), Malformed::NotXml),
        malformed("s030-cut", &document[..document.len() - 5], Malformed::NotXml),
        malformed("s030-nul", document.replace(EVE, "eve\0"), Malformed::NotXml),
        malformed("s030-nul-reference", document.replace(EVE, "eve&#0;"), Malformed::NotXml),
        malformed("s030-control-reference", document.replace(EVE, "eve&#8;"), Malformed::NotXml),
        malformed("s030-surrogate-reference", document.replace(EVE, "eve&#xD800;"), Malformed::NotXml),
        malformed("s030-unknown-entity", document.replace(EVE, "&foo;"), Malformed::NotXml),
        malformed("s030-bare-ampersand", document.replace(EVE, "a & b"), Malformed::NotXml),
        malformed(
            "s030-unbound-prefix",
            document.replace("<samlp:Status>", "<zz:x></zz:x><samlp:Status>"),
            Malformed::NotXml,
        ),
        malformed("s030-attribute-twice", document.replacen(" Version=", " ID=\"_x\" Version=", 1), Malformed::NotXml),
        malformed(
            "s030-attribute-twice-by-prefixes",
            document.replacen(" Version=", " xmlns:a=\"urn:x\" xmlns:b=\"urn:x\" a:q=\"1\" b:q=\"2\" Version=", 1),
            Malformed::NotXml,
        ),
        malformed(
            "s030-less-than-in-attribute",
            document.replacen("ID=\"_response1\"", "ID=\"_<response1\"", 1),
            Malformed::NotXml,
        ),
    ]
}

fn doctypes() -> Vec<Case> {
    let document = made().document(Shape::Assertion);
    let with = |doctype: &str, name: &str| format!("{doctype}{}", document.replace(EVE, name));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>";
    [
        ("s030-doctype-empty", with("<!DOCTYPE samlp:Response>", EVE)),
        ("s030-doctype-entity", with("<!DOCTYPE x [<!ENTITY who \"admin@corp.test\">]>", "&who;")),
        ("s030-doctype-external-entity", with("<!DOCTYPE x [<!ENTITY who SYSTEM \"file:///etc/passwd\">]>", "&who;")),
        ("s030-doctype-external-subset", with("<!DOCTYPE x SYSTEM \"https://evil.test/x.dtd\">", EVE)),
        ("s030-doctype-public", with("<!DOCTYPE x PUBLIC \"-//X//Y\" \"https://evil.test/x.dtd\">", EVE)),
        ("s030-doctype-parameter-entity", with("<!DOCTYPE x [<!ENTITY % p SYSTEM \"https://evil.test/x\"> %p;]>", EVE)),
        ("s030-doctype-attlist", with("<!DOCTYPE x [<!ATTLIST samlp:Response ID ID #IMPLIED>]>", EVE)),
        ("s030-doctype-default-attribute", with("<!DOCTYPE x [<!ATTLIST saml:NameID Format CDATA \"x\">]>", EVE)),
        ("s031-doctype-bomb", with(bomb, "&d;")),
        ("s030-doctype-behind-a-comment", with("<!-- x --><!DOCTYPE x []>", EVE)),
        ("s030-doctype-behind-the-declaration", with("<?xml version=\"1.0\"?>\n<!DOCTYPE x []>", EVE)),
    ]
    .into_iter()
    .map(|(name, xml)| malformed(name, xml, Malformed::Doctype))
    .collect()
}

/// Two elements that a reference could mean, or one element with two names.
fn identifiers() -> Vec<Case> {
    let p = pieces();
    let document = p.around(&p.signed);
    let mut cases = Vec::new();
    for (name, attribute) in [
        ("ID", "ID=\"_assertion1\""),
        ("Id", "Id=\"_assertion1\""),
        ("id", "id=\"_assertion1\""),
        ("xml-id", "xml:id=\"_assertion1\""),
        ("prefixed", "xmlns:x=\"urn:x\" x:ID=\"_assertion1\""),
        ("iD", "iD=\"_assertion1\""),
        ("reference", "ID=\"&#95;assertion1\""),
    ] {
        let extension = format!("<samlp:Extensions><y {attribute}></y></samlp:Extensions><samlp:Status>");
        cases.push(malformed(
            format!("s021-duplicate-{name}"),
            document.replace("<samlp:Status>", &extension),
            Malformed::DuplicateId,
        ));
        let response = document.replacen(
            "ID=\"_response1\"",
            &format!("ID=\"_response1\" {attribute}").replace("ID=\"_response1\" ID=", "ID="),
            1,
        );
        cases.push(malformed(format!("s021-duplicate-on-the-response-{name}"), response, Malformed::DuplicateId));
    }
    let idp = &keys::all().idp;
    for (name, from, to) in [
        ("second-identifier", "ID=\"_assertion1\"", "ID=\"_assertion1\" Id=\"_b\""),
        ("second-xml-id", "ID=\"_assertion1\"", "ID=\"_assertion1\" xml:id=\"_b\""),
    ] {
        let xml = p.around(&sign_loosely(&p.bare.replacen(from, to, 1), idp));
        let why = Refused::AssertionSignature(saml::BadSignature::Id);
        cases.push(case(format!("s021-{name}"), xml, Shape::Assertion, Verdict::Refused(why)));
    }
    for (name, id) in [
        ("empty", ""),
        ("space", "_ assertion1"),
        ("digit", "1assertion"),
        ("colon", "a:b"),
        ("markup", "&lt;x"),
        ("long", &"a".repeat(300)),
    ] {
        cases.push(malformed(
            format!("s021-response-identifier-{name}"),
            document.replacen("_response1", id, 1),
            Malformed::BadId("Response"),
        ));
    }
    cases.push(malformed(
        "s021-no-response-identifier",
        document.replacen(" ID=\"_response1\"", "", 1),
        Malformed::Missing("ID"),
    ));
    cases
}

/// The signature over an assertion whose identifiers our own signer would not sign: made over one and moved.
fn sign_loosely(assertion: &str, party: &keys::Party) -> String {
    let plain = assertion.replace(" Id=\"_b\"", "").replace(" xml:id=\"_b\"", "");
    let signed = sign(&plain, party);
    let extra = if assertion.contains("xml:id") { " xml:id=\"_b\"" } else { " Id=\"_b\"" };
    signed.replacen("ID=\"_assertion1\"", &format!("ID=\"_assertion1\"{extra}"), 1)
}

/// S028: a value in two pieces.
fn splits() -> Vec<Case> {
    let mut cases = Vec::new();
    let full = format!("{ADMIN}.evil.test");
    for (mark_name, mark) in
        [("comment", "<!-- -->"), ("empty-comment", "<!---->"), ("instruction", "<?x?>"), ("cdata", "<![CDATA[]]>")]
    {
        let split = format!("{ADMIN}{mark}.evil.test");
        for shape in [Shape::Assertion, Shape::Response, Shape::Both] {
            let mut base = made();
            base.assertion.subject.as_mut().unwrap().name_id.as_mut().unwrap().value = full.clone();
            // Comments are not signed: the split goes in behind the signer's back.
            let xml = base.document(shape).replace(&full, &split);
            let why = if mark_name != "instruction" {
                Refused::Malformed(Malformed::Mixed("NameID"))
            } else if shape == Shape::Assertion {
                Refused::AssertionSignature(saml::BadSignature::Digest)
            } else {
                Refused::ResponseSignature(saml::BadSignature::Digest)
            };
            cases.push(case(format!("s028-name-{mark_name}-{}", shape.name()), xml, shape, Verdict::Refused(why)));
        }
        for (place, value) in [("AttributeValue", "role"), ("Audience", "audience"), ("Issuer", "issuer")] {
            let mut base = made();
            base.assertion.attributes.truncate(1);
            let document = base.document(Shape::Assertion);
            let end = format!("</saml:{place}>");
            let at = document.rfind(&end).unwrap();
            let xml = format!("{}{mark}{}", &document[..at - 1], &document[at - 1..]);
            let why = if mark_name == "instruction" {
                Refused::AssertionSignature(saml::BadSignature::Digest)
            } else {
                Refused::Malformed(Malformed::Mixed(place))
            };
            cases.push(case(format!("s028-{value}-{mark_name}"), xml, Shape::Assertion, Verdict::Refused(why)));
        }
    }
    cases
}

/// S031: sizes.
fn sizes() -> Vec<Case> {
    let document = made().document(Shape::Assertion);
    let with = |what: &str| {
        document.replace("<samlp:Status>", &format!("<samlp:Extensions>{what}</samlp:Extensions><samlp:Status>"))
    };
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
    let few: String = (0..70).map(|n| format!(" a{n}=\"\"")).collect();
    let namespaces: String = (0..70).map(|n| format!(" xmlns:n{n}=\"urn:{n}\"")).collect();
    vec![
        malformed("s031-depth-60", with(&format!("{}{}", "<a>".repeat(60), "</a>".repeat(60))), Malformed::TooDeep),
        malformed(
            "s031-depth-9000",
            with(&format!("{}{}", "<a>".repeat(9000), "</a>".repeat(9000))),
            Malformed::TooDeep,
        ),
        malformed(
            "s031-depth-100000",
            with(&format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000))),
            Malformed::TooLong,
        ),
        malformed("s031-elements", with(&"<a/>".repeat(20_000)), Malformed::TooManyElements),
        malformed("s031-attributes-70", with(&format!("<a{few}/>")), Malformed::TooManyAttributes),
        malformed("s031-namespaces-70", with(&format!("<a{namespaces}/>")), Malformed::TooManyAttributes),
        malformed("s031-attributes-100000", with(&format!("<a{attributes}/>")), Malformed::TooLong),
        malformed("s031-comments-without-end", "<!--".repeat(120_000), Malformed::NotXml),
        malformed("s031-instructions-without-end", with(&"<?x ".repeat(100_000)), Malformed::NotXml),
        malformed("s031-cdata-without-end", with(&"<![CDATA[".repeat(50_000)), Malformed::NotXml),
        malformed("s031-tags-without-end", with(&"<a b='".repeat(60_000)), Malformed::TooManyElements),
        malformed("s031-text-10-mb", with(&"x".repeat(10_000_000)), Malformed::TooLong),
    ]
}

/// Other things that a response can not be.
fn forms() -> Vec<Case> {
    let document = made().document(Shape::Assertion);
    let typed = |tag: &str| {
        document.replacen(
            tag,
            &format!("{tag} xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"x\""),
            1,
        )
    };
    vec![
        malformed(
            "s013-other-message",
            document.replace("samlp:Response", "samlp:LogoutResponse"),
            Malformed::Unexpected("Response"),
        ),
        malformed(
            "s013-other-namespace",
            document.replacen("SAML:2.0:protocol", "SAML:1.0:protocol", 1),
            Malformed::Unexpected("Response"),
        ),
        malformed(
            "s013-no-namespace",
            document
                .replace("<samlp:Response xmlns:samlp", "<Response xmlns:samlp")
                .replace("</samlp:Response", "</Response"),
            Malformed::Unexpected("Response"),
        ),
        malformed("s013-the-assertion-alone", pieces().signed, Malformed::Unexpected("Response")),
        malformed(
            "s013-version-1.1",
            document.replacen("Version=\"2.0\"", "Version=\"1.1\"", 1),
            Malformed::SamlVersion("Response"),
        ),
        malformed("s013-no-version", document.replacen(" Version=\"2.0\"", "", 1), Malformed::SamlVersion("Response")),
        malformed("s013-no-status", document.replace("samlp:Status>", "samlp:Other>"), Malformed::Missing("Status")),
        malformed(
            "s013-two-issuers",
            document.replacen("<samlp:Status>", "<saml:Issuer>https://idp.test/saml</saml:Issuer><samlp:Status>", 1),
            Malformed::Repeated("Issuer"),
        ),
        malformed("s013-typed-response", typed("<samlp:Response"), Malformed::Typed),
        malformed("s013-typed-assertion", typed("<saml:Assertion"), Malformed::Typed),
        malformed("s013-typed-name", typed("<saml:NameID"), Malformed::Typed),
        malformed(
            "s013-issuer-of-another-format",
            document.replacen(
                "<saml:Issuer>",
                "<saml:Issuer Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\">",
                1,
            ),
            Malformed::Value("Issuer"),
        ),
        malformed(
            "s042-time-without-zone",
            document.replacen("12:00:00Z", "12:00:00", 1),
            Malformed::Value("IssueInstant"),
        ),
        malformed(
            "s042-time-that-is-none",
            document.replacen("2026-03-01T", "2026-02-30T", 1),
            Malformed::Value("IssueInstant"),
        ),
    ]
}
