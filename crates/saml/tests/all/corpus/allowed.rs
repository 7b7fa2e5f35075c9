//! What other implementations write, within the rules: taken; and one step beyond each: refused.

use saml::sp::Refused;
use saml::{Allow, BadSignature};

use super::base::{Shape, case, pieces};
use super::forms::{ENVELOPED, EXCLUSIVE, Template, reference};
use super::{Case, Verdict, keys};

const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const MORE: &str = "http://www.w3.org/2001/04/xmldsig-more#";

pub fn cases() -> Vec<Case> {
    let mut cases = methods();
    cases.extend(lists());
    cases.extend(comments());
    cases.extend(styles());
    cases
}

fn taken(name: &str, xml: String) -> Case {
    case(name, xml, Shape::Assertion, Verdict::Taken)
}

fn refused(name: impl Into<String>, xml: String, why: BadSignature) -> Case {
    let mut case = case(name, xml, Shape::Assertion, Verdict::Refused(Refused::AssertionSignature(why)));
    case.control = "control-other-implementation";
    case
}

fn own(transforms: &str, digest: &str) -> Vec<String> {
    vec![reference(" URI=\"#_assertion1\"", transforms, digest)]
}

/// S019: the allowed methods; and the old ones, where an administrator has allowed SHA-1 for this provider.
fn methods() -> Vec<Case> {
    let both = format!("{ENVELOPED}{EXCLUSIVE}");
    let by = |method: &str, digest: &str| Template {
        method: method.to_owned(),
        references: own(&both, digest),
        ..Template::default()
    };
    let sha384 = by(&format!("{MORE}rsa-sha384"), &format!("{MORE}sha384"));
    let sha512 = by(&format!("{MORE}rsa-sha512"), "http://www.w3.org/2001/04/xmlenc#sha512");
    let curve = keys::all().curve.loaded();
    let mut cases = vec![
        taken("s019-control-sha384", sha384.signed()),
        taken("s019-control-sha512", sha512.signed()),
        taken("s019-control-curve", by(&format!("{MORE}ecdsa-sha256"), SHA256).signed_by(curve)),
    ];
    // A signature by RSA-SHA1 is made by xmlsec1 in `judge.rs`.
    let old = by(&format!("{MORE}rsa-sha256"), SHA1).signed();
    let hmac = by("http://www.w3.org/2000/09/xmldsig#hmac-sha1", SHA1);
    let certificate = keys::all().idp.certificate.der();
    let hmac = hmac.signed_by(bergshamra::keys::loader::load_hmac_key(certificate).unwrap());
    let allowed = [
        taken("s019-control-sha1-where-it-is-allowed", old),
        refused("s019-hmac-where-sha1-is-allowed", hmac, BadSignature::SignatureMethod),
    ];
    for mut case in allowed {
        case.wants.allow = Allow { sha1: true, ..Allow::default() };
        cases.push(case);
    }
    cases
}

/// S022: lists of prefixes, which add to what is signed and never take away.
fn lists() -> Vec<Case> {
    let canonical = |inside: &str| {
        format!("<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">{inside}</ds:Transform>")
    };
    let list = |prefixes: &str| {
        format!(
            "<ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"{prefixes}\"/>"
        )
    };
    let signed = |inside: &str| {
        let references = own(&format!("{ENVELOPED}{}", canonical(inside)), SHA256);
        Template { references, ..Template::default() }.signed()
    };
    let mut cases = vec![
        taken("s022-control-prefixes", signed(&list("xs xsi saml"))),
        taken("s022-control-the-default-prefix", signed(&list("#default xs"))),
        taken("s022-control-unknown-prefix", signed(&list("nothing"))),
        taken("s022-control-no-prefixes", signed(&list(""))),
    ];
    let good = signed(&list("xs"));
    let many: Vec<String> = (0..40).map(|n| format!("p{n}")).collect();
    for (name, inside) in [
        ("in-a-foreign-namespace", list("xs").replace("xml-exc-c14n#", "xml-c14n#")),
        ("twice", list("xs").repeat(2)),
        ("without-a-list", list("xs").replace(" PrefixList=\"xs\"", "")),
        ("with-forty-prefixes", list(&many.join(" "))),
        ("that-hold", list("xs").replace("/>", "><x/></ec:InclusiveNamespaces>")),
        ("beside-another-element", format!("{}<x/>", list("xs"))),
        ("beside-a-comment", format!("{}<!-- x -->", list("xs"))),
    ] {
        let xml = good.replacen(&list("xs"), &inside, 1);
        cases.push(refused(format!("s022-prefixes-{name}"), xml, BadSignature::Transforms));
    }
    cases.push(refused("s022-prefixes-changed", good.replacen(&list("xs"), &list("xsi"), 1), BadSignature::Key));
    cases
}

/// How others write the same: with the default namespace, other prefixes, lines and indents.
fn styles() -> Vec<Case> {
    let bare = |text: &str| text.replace("<saml:", "<").replace("</saml:", "</").replace("xmlns:saml=", "xmlns=");
    let pretty = |text: &str| text.replace("><", ">\n    <");
    let prefixed = |text: &str| text.replace("saml:", "saml2:").replace("<ds:", "<dsig:").replace("</ds:", "</dsig:");
    let prefixed =
        |text: &str| prefixed(text).replace("xmlns:saml=", "xmlns:saml2=").replace("xmlns:ds=", "xmlns:dsig=");
    let wrapped =
        |text: &str| text.replacen(" NotOnOrAfter=", "\n\tNotOnOrAfter=", 1).replace("urn:test:", "urn:test:\u{e4}");
    vec![
        taken("control-default-namespace", Template::default().rewritten(bare)),
        taken("control-pretty", Template::default().rewritten(pretty)),
        taken("control-prefixes", Template::default().rewritten(prefixed)),
        taken("control-pretty-default-namespace", Template::default().rewritten(|text| pretty(&bare(text)))),
        taken("control-line-ends-of-windows", Template::default().rewritten(pretty).replace('\n', "\r\n")),
        taken("control-wrapped", Template::default().rewritten(wrapped)),
    ]
}

/// S025, S028: comments are never part of what is signed; between elements they say nothing.
fn comments() -> Vec<Case> {
    let with_comments =
        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"></ds:Transform>";
    let references = own(&format!("{ENVELOPED}{with_comments}"), SHA256);
    let template = Template { references, ..Template::default() };
    let plain = Template::default().signed();
    let between = |xml: &str| xml.replacen("<saml:Subject>", "<!-- one --><saml:Subject><!-- two -->", 1);
    let loud = pieces().bare.replacen("<saml:Conditions ", "<!-- mine --><saml:Conditions ", 1);
    vec![
        taken("s025-control-with-comments", template.signed()),
        taken("s025-control-comments-of-the-signer", Template::default().over(&loud)),
        taken("s025-control-comments-between-elements", between(&plain)),
        taken("s025-control-comments-between-elements-with-comments", between(&template.signed())),
    ]
}
