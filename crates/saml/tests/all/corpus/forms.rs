//! Signatures that are built in other ways than the profile's. They are made by another implementation, over what they say
//! that they are over, so that it is the form that is refused and not a broken value.

use base64::{Engine, engine::general_purpose::STANDARD};
use bergshamra::{DsigContext, KeysManager};
use saml::BadSignature;
use saml::sp::Refused;

use super::base::{Shape, case, made, pieces};
use super::{Case, Verdict, keys};

/// A signature to be made.
pub struct Template {
    pub canonicalization: String,
    pub method: String,
    /// Inside the element that names the method.
    pub parameter: String,
    pub references: Vec<String>,
    pub key_info: String,
    pub behind: String,
}

pub const ENVELOPED: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
pub const EXCLUSIVE: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

pub fn reference(uri: &str, transforms: &str, digest: &str) -> String {
    let transforms =
        if transforms.is_empty() { String::new() } else { format!("<ds:Transforms>{transforms}</ds:Transforms>") };
    format!(
        "<ds:Reference{uri}>{transforms}<ds:DigestMethod Algorithm=\"{digest}\"/><ds:DigestValue></ds:DigestValue></ds:Reference>"
    )
}

impl Default for Template {
    fn default() -> Self {
        Self {
            canonicalization: "http://www.w3.org/2001/10/xml-exc-c14n#".to_owned(),
            method: RSA_SHA256.to_owned(),
            parameter: String::new(),
            references: vec![own(&format!("{ENVELOPED}{EXCLUSIVE}"))],
            key_info: String::new(),
            behind: String::new(),
        }
    }
}

fn own(transforms: &str) -> String {
    reference(" URI=\"#_assertion1\"", transforms, SHA256)
}

impl Template {
    fn xml(&self) -> String {
        format!(
            "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>\
             <ds:CanonicalizationMethod Algorithm=\"{}\"/><ds:SignatureMethod Algorithm=\"{}\">{}</ds:SignatureMethod>{}\
             </ds:SignedInfo><ds:SignatureValue></ds:SignatureValue>{}{}</ds:Signature>",
            self.canonicalization,
            self.method,
            self.parameter,
            self.references.concat(),
            self.key_info,
            self.behind
        )
    }

    /// The response with an assertion that is signed so.
    pub fn signed(&self) -> String {
        self.signed_by(keys::all().idp.loaded())
    }

    pub fn signed_by(&self, key: bergshamra::Key) -> String {
        self.over_by(&pieces().bare, key)
    }

    /// The response with this assertion, signed so.
    pub fn over(&self, assertion: &str) -> String {
        self.over_by(assertion, keys::all().idp.loaded())
    }

    /// The response before anybody has signed it.
    pub fn empty(&self) -> String {
        let pieces = pieces();
        pieces.around(&pieces.bare.replacen("<saml:Subject>", &format!("{}<saml:Subject>", self.xml()), 1))
    }

    /// The response with the assertion signed so, after both were written in another way.
    pub fn rewritten(&self, rewrite: impl Fn(&str) -> String) -> String {
        let template = pieces().bare.replacen("<saml:Subject>", &format!("{}<saml:Subject>", self.xml()), 1);
        sign_template(&rewrite(&template), keys::all().idp.loaded())
    }

    fn over_by(&self, assertion: &str, key: bergshamra::Key) -> String {
        let template = assertion.replacen("<saml:Subject>", &format!("{}<saml:Subject>", self.xml()), 1);
        sign_template(&template, key)
    }
}

fn sign_template(template: &str, key: bergshamra::Key) -> String {
    let mut manager = KeysManager::new();
    manager.add_key(key);
    let context = DsigContext::new_permissive(manager);
    let signed = bergshamra::sign(&context, template).unwrap_or_else(|e| panic!("{e}: {template}"));
    pieces().around(&signed)
}

pub fn cases() -> Vec<Case> {
    let mut cases =
        vec![case("control-other-implementation", Template::default().signed(), Shape::Assertion, Verdict::Taken)];
    cases.extend(methods());
    cases.extend(references());
    cases.extend(transforms());
    cases.extend(values());
    cases.extend(trust());
    cases
}

fn refused(name: impl Into<String>, xml: String, why: BadSignature) -> Case {
    let mut case = case(name, xml, Shape::Assertion, Verdict::Refused(Refused::AssertionSignature(why)));
    case.control = "control-other-implementation";
    case
}

/// S019: methods.
fn methods() -> Vec<Case> {
    let certificate = keys::all().idp.certificate.der().to_vec();
    let secrets = [
        ("der", certificate.clone()),
        ("base64", STANDARD.encode(&certificate).into_bytes()),
        (
            "pem",
            format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(&certificate))
                .into_bytes(),
        ),
    ];
    let mut cases = Vec::new();
    for (form, secret) in secrets {
        for hash in
            ["http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"]
        {
            let template = Template { method: hash.to_owned(), ..Template::default() };
            let xml = template.signed_by(bergshamra::keys::loader::load_hmac_key(&secret).unwrap());
            let name = format!("s019-hmac-with-the-certificate-{form}-{}", &hash[hash.len() - 6..]);
            cases.push(refused(name, xml, BadSignature::SignatureMethod));
        }
    }
    let sha1 = Template {
        references: vec![reference(
            " URI=\"#_assertion1\"",
            &format!("{ENVELOPED}{EXCLUSIVE}"),
            "http://www.w3.org/2000/09/xmldsig#sha1",
        )],
        ..Template::default()
    };
    cases.push(refused("s019-sha1-digest", sha1.signed(), BadSignature::DigestMethod));
    let good = Template::default().signed();
    for (name, method) in [
        ("rsa-sha1", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        ("rsa-md5", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5"),
        ("dsa-sha1", "http://www.w3.org/2000/09/xmldsig#dsa-sha1"),
        ("dsa-sha256", "http://www.w3.org/2009/xmldsig11#dsa-sha256"),
        ("ripemd160", "http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160"),
        ("none", ""),
    ] {
        cases.push(refused(format!("s019-{name}"), good.replace(RSA_SHA256, method), BadSignature::SignatureMethod));
    }
    for (name, method) in [("md5-digest", "http://www.w3.org/2001/04/xmldsig-more#md5"), ("no-digest", "")] {
        let xml = good
            .replace(&format!("DigestMethod Algorithm=\"{SHA256}\""), &format!("DigestMethod Algorithm=\"{method}\""));
        cases.push(refused(format!("s019-{name}"), xml, BadSignature::DigestMethod));
    }
    let truncated = good.replace(
        "rsa-sha256\"></ds:SignatureMethod>",
        "rsa-sha256\"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>",
    );
    cases.push(refused("s019-output-length", truncated, BadSignature::SignatureMethod));
    cases
}

/// S021: references.
fn references() -> Vec<Case> {
    let both = format!("{ENVELOPED}{EXCLUSIVE}");
    let mut cases = Vec::new();
    let two = Template { references: vec![own(&both), own(&both)], ..Template::default() };
    cases.push(refused("s021-two-references", two.signed(), BadSignature::References));
    let whole = Template { references: vec![reference(" URI=\"\"", &both, SHA256)], ..Template::default() };
    cases.push(refused("s021-empty-uri", whole.signed(), BadSignature::Reference));
    let good = Template::default().signed();
    for (name, uri) in [
        ("other", "#_other"),
        ("missing-identifier", "#_nowhere"),
        ("without-number-sign", "_assertion1"),
        ("empty-fragment", "#"),
        ("external", "https://evil.test/doc.xml"),
        ("external-with-fragment", "https://evil.test/doc.xml#_assertion1"),
        ("file", "file:///etc/passwd"),
        ("cid", "cid:part1"),
        ("xpointer-root", "#xpointer(/)"),
        ("xpointer-id", "#xpointer(id('_assertion1'))"),
        ("space", "# _assertion1"),
        ("percent", "#%5Fassertion1"),
        ("case", "#_Assertion1"),
        ("response", "#_response1"),
    ] {
        cases.push(refused(
            format!("s021-uri-{name}"),
            good.replace("URI=\"#_assertion1\"", &format!("URI=\"{uri}\"")),
            BadSignature::Reference,
        ));
    }
    cases.push(refused("s021-no-uri", good.replace(" URI=\"#_assertion1\"", ""), BadSignature::Reference));
    let (from, to) =
        (good.find("<ds:Reference").unwrap(), good.find("</ds:Reference>").unwrap() + "</ds:Reference>".len());
    cases.push(refused("s021-no-reference", format!("{}{}", &good[..from], &good[to..]), BadSignature::References));
    let manifest = good
        .replace("<ds:Reference", "<ds:Manifest><ds:Reference")
        .replace("</ds:Reference>", "</ds:Reference></ds:Manifest>");
    cases.push(refused("s021-manifest", manifest, BadSignature::References));
    cases
}

/// Everything but the name: whoever removes it from what was signed changes nothing that the signature is over.
pub const WITHOUT_THE_NAME: &str = "not(ancestor-or-self::*[local-name()='NameID'])";

pub fn xpath(expression: &str) -> String {
    format!(
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">\
         <ds:XPath>{expression}</ds:XPath></ds:Transform>"
    )
}

/// S022: transforms.
fn transforms() -> Vec<Case> {
    let mut cases = Vec::new();
    let made = [
        ("only-canonicalization", EXCLUSIVE.to_owned()),
        ("only-enveloped", ENVELOPED.to_owned()),
        ("canonicalization-twice", format!("{ENVELOPED}{EXCLUSIVE}{EXCLUSIVE}")),
        (
            "inclusive",
            format!("{ENVELOPED}<ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>"),
        ),
        ("inclusive-11", format!("{ENVELOPED}<ds:Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"/>")),
    ];
    for (name, transforms) in made {
        let template = Template { references: vec![own(&transforms)], ..Template::default() };
        cases.push(refused(format!("s022-{name}"), template.signed(), BadSignature::Transforms));
    }
    let good = Template::default().signed();
    let written = |transforms: &str| {
        let (from, to) = (good.find("<ds:Transforms>").unwrap(), good.find("</ds:Transforms>").unwrap());
        format!("{}<ds:Transforms>{transforms}{}", &good[..from], &good[to..])
    };
    // What these three select is signed by xmlsec1 in `judge.rs`; here it is refused by its form.
    for (name, transforms) in [
        ("xpath-all", format!("{ENVELOPED}{}{EXCLUSIVE}", xpath("true()"))),
        ("xpath-without-the-name", format!("{ENVELOPED}{}{EXCLUSIVE}", xpath(WITHOUT_THE_NAME))),
        ("xpath-alone", format!("{}{EXCLUSIVE}", xpath("not(ancestor-or-self::*[local-name()='Signature'])"))),
    ] {
        cases.push(refused(format!("s022-{name}"), written(&transforms), BadSignature::Transforms));
    }
    for (name, algorithm) in [
        ("xslt", "http://www.w3.org/TR/1999/REC-xslt-19991116"),
        ("base64", "http://www.w3.org/2000/09/xmldsig#base64"),
        ("decrypt", "http://www.w3.org/2002/07/decrypt#XML"),
        ("xpath-filter-2", "http://www.w3.org/2002/06/xmldsig-filter2"),
        ("xpointer", "http://www.w3.org/2001/04/xmldsig-more#xptr"),
    ] {
        let transform = format!("<ds:Transform Algorithm=\"{algorithm}\"/>");
        cases.push(refused(
            format!("s022-{name}"),
            written(&format!("{ENVELOPED}{transform}{EXCLUSIVE}")),
            BadSignature::Transforms,
        ));
        cases.push(refused(
            format!("s022-{name}-in-the-place"),
            written(&format!("{ENVELOPED}{transform}")),
            BadSignature::Transforms,
        ));
    }
    cases.push(refused("s022-other-order", written(&format!("{EXCLUSIVE}{ENVELOPED}")), BadSignature::Transforms));
    cases.push(refused(
        "s022-enveloped-twice",
        written(&format!("{ENVELOPED}{ENVELOPED}{EXCLUSIVE}")),
        BadSignature::Transforms,
    ));
    cases.push(refused("s022-none", written(""), BadSignature::Transforms));
    let without = good.replace(&format!("<ds:Transforms>{ENVELOPED}{EXCLUSIVE}</ds:Transforms>"), "");
    cases.push(refused("s022-no-transforms", without, BadSignature::Transforms));
    let inclusive = Template {
        canonicalization: "http://www.w3.org/TR/2001/REC-xml-c14n-20010315".to_owned(),
        ..Template::default()
    };
    cases.push(refused("s022-signed-info-inclusive", inclusive.signed(), BadSignature::Canonicalization));
    cases
}

/// S024, S025, S015: parts that are missing, doubled or split.
fn values() -> Vec<Case> {
    let good = Template::default().signed();
    let part = |name: &str| {
        let end = format!("</ds:{name}>");
        let (from, to) = (good.find(&format!("<ds:{name}")).unwrap(), good.find(&end).unwrap() + end.len());
        good[from..to].to_owned()
    };
    let [signature, info, value, digest, method] =
        ["Signature ", "SignedInfo", "SignatureValue", "DigestValue", "Reference"].map(|name| part(name.trim_end()));
    let mut cases = Vec::new();
    let mut add = |name: &str, xml: String, why| cases.push(refused(name, xml, why));
    add("s015-no-signature", good.replace(&signature, ""), BadSignature::Missing);
    add(
        "s015-empty-signature",
        good.replace(&signature, "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>"),
        BadSignature::Structure,
    );
    add("s024-two-signatures", good.replace(&signature, &signature.repeat(2)), BadSignature::Several);
    add("s024-two-signed-info", good.replace(&info, &info.repeat(2)), BadSignature::Structure);
    add("s024-two-values", good.replace(&value, &value.repeat(2)), BadSignature::Structure);
    add("s024-two-digests", good.replace(&digest, &digest.repeat(2)), BadSignature::Structure);
    add("s024-no-value", good.replace(&value, ""), BadSignature::Structure);
    let empty = format!("<ds:DigestMethod Algorithm=\"{SHA256}\"/>");
    let full = |what: &str| format!("<ds:DigestMethod Algorithm=\"{SHA256}\">{what}</ds:DigestMethod>");
    let info_only = "<ds:KeyInfo>AAAA</ds:KeyInfo>";
    add("s024-key-info-for-the-value", good.replace(&value, info_only), BadSignature::Structure);
    add(
        "s024-value-for-the-info",
        good.replace(&info, "").replace(&value, &format!("{value}{info_only}")),
        BadSignature::Structure,
    );
    add("s024-digest-method-holds", good.replacen(&empty, &full("<x></x>"), 1), BadSignature::DigestMethod);
    add("s025-comment-in-digest-method", good.replacen(&empty, &full("<!-- x -->"), 1), BadSignature::DigestMethod);
    add(
        "s025-comment-in-method",
        good.replacen("</ds:SignatureMethod>", "<!-- x --></ds:SignatureMethod>", 1),
        BadSignature::SignatureMethod,
    );
    add("s024-no-digest", good.replace(&digest, ""), BadSignature::Structure);
    add("s024-no-signed-info", good.replace(&info, ""), BadSignature::Structure);
    add(
        "s024-value-first",
        good.replace(&info, "").replace(&value, &format!("{value}{info}")),
        BadSignature::Structure,
    );
    add(
        "s024-object",
        good.replace("</ds:Signature>", "<ds:Object>x</ds:Object></ds:Signature>"),
        BadSignature::Structure,
    );
    add("s024-foreign-part", good.replace("</ds:SignedInfo>", "<x></x></ds:SignedInfo>"), BadSignature::Structure);
    for (name, mark) in [("comment", "<!-- x -->"), ("instruction", "<?x y?>"), ("cdata", "<![CDATA[]]>")] {
        for (place, tag) in [
            ("digest", "<ds:DigestValue>"),
            ("value", "<ds:SignatureValue>"),
            ("signed-info", "<ds:SignedInfo>"),
            ("reference", "<ds:Transforms>"),
            ("transforms", "</ds:Transforms>"),
        ] {
            let xml = if tag.starts_with("</") || place == "reference" {
                good.replacen(tag, &format!("{mark}{tag}"), 1)
            } else {
                good.replacen(tag, &format!("{tag}{mark}"), 1)
            };
            add(&format!("s025-{name}-in-{place}"), xml, BadSignature::Split);
        }
    }
    add("s025-text-in-signed-info", good.replacen("<ds:SignedInfo>", "<ds:SignedInfo>x", 1), BadSignature::Split);
    add("s025-element-in-digest", good.replacen("<ds:DigestValue>", "<ds:DigestValue><x></x>", 1), BadSignature::Split);
    add("s025-digest-no-base64", good.replacen("<ds:DigestValue>", "<ds:DigestValue>*", 1), BadSignature::Encoding);
    add(
        "s025-value-no-base64",
        good.replacen("<ds:SignatureValue>", "<ds:SignatureValue>*", 1),
        BadSignature::Encoding,
    );
    add("s025-value-empty", good.replace(&value, "<ds:SignatureValue></ds:SignatureValue>"), BadSignature::Key);
    add(
        "s025-value-cut",
        {
            let at = good.find("</ds:SignatureValue>").unwrap();
            format!("{}{}", &good[..at - 3], &good[at..])
        },
        BadSignature::Encoding,
    );
    add(
        "s025-value-shorter",
        {
            let at = good.find("</ds:SignatureValue>").unwrap();
            format!("{}{}", &good[..at - 4], &good[at..])
        },
        BadSignature::Key,
    );
    add(
        "s024-reference-changed",
        good.replace(&method, &method.replacen("<ds:Reference", "<ds:Reference Type=\"x\"", 1)),
        BadSignature::Key,
    );
    let nested = good.replace("</ds:Signature>", &format!("<ds:KeyInfo>{signature}</ds:KeyInfo></ds:Signature>"));
    let mut nested = refused("s024-signature-in-signature", nested, BadSignature::Structure);
    nested.verdict = Verdict::Refused(Refused::StraySignature);
    cases.push(nested);
    cases
}

/// S016, S017: keys.
fn trust() -> Vec<Case> {
    let keys = keys::all();
    let mut cases = Vec::new();
    for shape in Shape::ALL {
        for (name, party) in [("stranger", &keys.stranger), ("other-provider", &keys.other)] {
            let why = match shape {
                Shape::Assertion | Shape::Sealed => Refused::AssertionSignature(BadSignature::Key),
                Shape::Response | Shape::Both => Refused::ResponseSignature(BadSignature::Key),
            };
            cases.push(case(
                format!("s016-{name}-{}", shape.name()),
                made().by(shape, party),
                shape,
                Verdict::Refused(why),
            ));
        }
    }
    // With the certificate of the trusted provider, or its own, in KeyInfo.
    let idp = STANDARD.encode(keys.idp.certificate.der());
    let stranger = STANDARD.encode(keys.stranger.certificate.der());
    let xml = made().by(Shape::Assertion, &keys.stranger).replace(&stranger, &idp);
    cases.push(refused("s016-stranger-shows-the-trusted-certificate", xml, BadSignature::Key));
    for (name, info) in [
        (
            "key-value",
            "<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>",
        ),
        ("retrieval", "<ds:KeyInfo><ds:RetrievalMethod URI=\"https://evil.test/key\"/></ds:KeyInfo>"),
        ("key-name", "<ds:KeyInfo><ds:KeyName>https://idp.test/saml</ds:KeyName></ds:KeyInfo>"),
    ] {
        let key = keys.stranger.loaded();
        let xml = Template { key_info: String::new(), ..Template::default() }.signed_by(key);
        let xml = xml.replace("</ds:Signature>", &format!("{info}</ds:Signature>"));
        cases.push(refused(format!("s016-stranger-by-{name}"), xml, BadSignature::Key));
    }
    cases
}
