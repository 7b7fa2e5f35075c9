//! Encrypted assertions.

use base64::{Engine, engine::general_purpose::STANDARD};
use saml::encryption::{Undecryptable, encrypt};
use saml::sp::{Refused, Signs};
use saml::{Allow, BadSignature, Malformed};

use super::base::{Shape, case, made, pieces, sign};
use super::{Case, Verdict, keys};

pub fn cases() -> Vec<Case> {
    let mut cases = inside();
    cases.extend(methods());
    cases.extend(old_modes());
    cases.extend(altered());
    cases
}

pub fn seal(assertion: &str) -> String {
    encrypt(assertion, "saml:EncryptedAssertion", &keys::all().sp.certificate).unwrap()
}

/// The same by AES-CBC, as old providers have it.
pub fn seal_by_cbc(assertion: &str) -> String {
    use aws_lc_rs::cipher::{AES_256, PaddedBlockEncryptingKey, UnboundCipherKey};
    let document = seal(assertion);
    let key = [7u8; 32];
    let mut content = assertion.as_bytes().to_vec();
    let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_256, &key).unwrap()).unwrap();
    let context = cipher.encrypt(&mut content).unwrap();
    let iv: &[u8] = (&context).try_into().unwrap();
    let recipient = keys::all().sp.certificate.clone();
    let sealed_key = keys::seal_key(&recipient, &key);
    let texts = [STANDARD.encode(sealed_key), STANDARD.encode([iv, &content].concat())];
    let mut parts = document.split("<xenc:CipherValue>");
    let mut out = parts.next().unwrap().replace(GCM, CBC);
    for (part, text) in parts.zip(texts) {
        let rest = &part[part.find("</xenc:CipherValue>").unwrap()..];
        out.push_str(&format!("<xenc:CipherValue>{text}{rest}"));
    }
    out
}

const GCM: &str = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
const CBC: &str = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";

/// S057: what an administrator may allow, and what stays refused then.
fn old_modes() -> Vec<Case> {
    let p = pieces();
    let sealed = p.around(&seal_by_cbc(&p.signed));
    let forged = p.around(&seal_by_cbc(&p.forged));
    let content = Refused::Undecryptable(Undecryptable::Content);
    let mut cases = vec![refused("s057-cbc", sealed.clone(), content.clone())];
    let old = "http://www.w3.org/2001/04/xmlenc#tripledes-cbc";
    let rsa15 = sealed.replace("#rsa-oaep-mgf1p", "#rsa-1_5");
    for mut case in [
        case("s057-control-cbc-where-it-is-allowed", sealed.clone(), Shape::Sealed, Verdict::Taken),
        refused("s057-triple-des-where-cbc-is-allowed", sealed.replace(CBC, old), content),
        refused("s057-rsa-1.5-where-cbc-is-allowed", rsa15, Refused::Undecryptable(Undecryptable::Transport)),
        refused("s054-forged-by-cbc", forged, Refused::AssertionSignature(BadSignature::Missing)),
    ] {
        case.wants.allow = Allow { cbc: true, ..Allow::default() };
        cases.push(case);
    }
    cases
}

fn refused(name: impl Into<String>, xml: String, why: Refused) -> Case {
    case(name, xml, Shape::Sealed, Verdict::Refused(why))
}

/// S054, S055: what is inside.
fn inside() -> Vec<Case> {
    let p = pieces();
    let missing = Refused::AssertionSignature(BadSignature::Missing);
    let mut cases = vec![
        refused("s054-unsigned-inside", p.around(&seal(&p.bare)), missing.clone()),
        refused("s054-forged-inside", p.around(&seal(&p.forged)), missing.clone()),
        refused(
            "s055-sealed-then-plain",
            p.around(&format!("{}{}", seal(&p.forged), p.signed)),
            Refused::Assertions(2),
        ),
        refused(
            "s055-plain-then-sealed",
            p.around(&format!("{}{}", p.signed, seal(&p.forged))),
            Refused::Assertions(2),
        ),
        refused(
            "s055-two-sealed",
            p.around(&format!("{}{}", seal(&p.signed), seal(&p.forged))),
            Refused::Assertions(2),
        ),
        refused(
            "s055-sealed-in-extensions",
            p.around(&format!("<samlp:Extensions>{}</samlp:Extensions>{}", seal(&p.forged), p.signed)),
            Refused::Elsewhere,
        ),
        refused(
            "s055-sealed-in-sealed",
            p.around(&seal(&seal(&p.signed))),
            Refused::Malformed(Malformed::Unexpected("Assertion")),
        ),
        refused(
            "s055-response-inside",
            p.around(&seal(&made().document(Shape::Assertion))),
            Refused::Malformed(Malformed::Unexpected("Assertion")),
        ),
        refused(
            "s055-two-inside",
            p.around(&seal(&format!("{}{}", p.signed, p.forged))),
            Refused::Undecryptable(Undecryptable::Opaque),
        ),
        refused(
            "s055-text-beside",
            p.around(&seal(&format!("x{}", p.signed))),
            Refused::Undecryptable(Undecryptable::Opaque),
        ),
        refused(
            "s055-end-tag-inside",
            p.around(&seal(&format!("{}</decrypted><x>", p.signed))),
            Refused::Undecryptable(Undecryptable::Opaque),
        ),
        refused(
            "s055-doctype-inside",
            p.around(&seal(&format!("<!DOCTYPE x>{}", p.signed))),
            Refused::Undecryptable(Undecryptable::Opaque),
        ),
        refused("s055-nothing-inside", p.around(&seal("")), Refused::Undecryptable(Undecryptable::Opaque)),
        refused(
            "s055-forged-around-signed",
            p.around(&seal(&p.forged.replace("<saml:Subject>", &format!("{}<saml:Subject>", p.signed)))),
            Refused::Elsewhere,
        ),
        refused(
            "s016-stranger-inside",
            p.around(&seal(&sign(&p.bare, &keys::all().stranger))),
            Refused::AssertionSignature(BadSignature::Key),
        ),
    ];
    // The response's own signature covers what it holds encrypted, where that is enough.
    for (name, signs, inner, verdict) in [
        ("s054-control-response-signed", Signs::Either, &p.bare, Verdict::Taken),
        ("s054-control-both-signed", Signs::Both, &p.signed, Verdict::Taken),
        ("s054-response-signed-is-not-enough", Signs::Both, &p.bare, Verdict::Refused(missing.clone())),
        ("s054-response-signed-by-rule", Signs::Assertion, &p.bare, Verdict::Refused(missing)),
    ] {
        let xml = sign(&p.around(&seal(inner)), &keys::all().idp);
        let mut case = case(name, xml, Shape::Sealed, verdict);
        case.wants.signs = signs;
        cases.push(case);
    }
    let mut plain = case(
        "s054-plain-where-sealed-is-wanted",
        made().document(Shape::Assertion),
        Shape::Assertion,
        Verdict::Refused(Refused::NotEncrypted),
    );
    plain.wants.must_encrypt = true;
    cases.push(plain);
    let mut sealed =
        case("s054-control-sealed-is-wanted", made().document(Shape::Sealed), Shape::Sealed, Verdict::Taken);
    sealed.wants.must_encrypt = true;
    cases.push(sealed);
    cases
}

/// S057, S060: how it is encrypted, and where the pieces stand.
fn methods() -> Vec<Case> {
    let document = made().document(Shape::Sealed);
    let mut cases = Vec::new();
    let gcm = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
    for (name, method) in [
        ("cbc-128", "http://www.w3.org/2001/04/xmlenc#aes128-cbc"),
        ("cbc-256", "http://www.w3.org/2001/04/xmlenc#aes256-cbc"),
        ("triple-des", "http://www.w3.org/2001/04/xmlenc#tripledes-cbc"),
        ("none", ""),
        ("another", "urn:x"),
    ] {
        cases.push(refused(
            format!("s057-{name}"),
            document.replace(gcm, method),
            Refused::Undecryptable(Undecryptable::Content),
        ));
    }
    let oaep = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
    for (name, method) in [
        ("rsa-1.5", "http://www.w3.org/2001/04/xmlenc#rsa-1_5"),
        ("key-wrap", "http://www.w3.org/2001/04/xmlenc#kw-aes256"),
        ("no-transport", ""),
    ] {
        cases.push(refused(
            format!("s057-{name}"),
            document.replace(oaep, method),
            Refused::Undecryptable(Undecryptable::Transport),
        ));
    }
    let structure = Refused::Undecryptable(Undecryptable::Structure);
    let by_reference = "<xenc:CipherReference URI=\"https://evil.test/data\"></xenc:CipherReference>";
    let (from, to) = (
        document.rfind("<xenc:CipherValue>").unwrap(),
        document.rfind("</xenc:CipherValue>").unwrap() + "</xenc:CipherValue>".len(),
    );
    cases.push(refused(
        "s060-cipher-reference",
        format!("{}{by_reference}{}", &document[..from], &document[to..]),
        structure.clone(),
    ));
    cases.push(refused(
        "s060-cipher-reference-beside",
        format!("{}{by_reference}{}", &document[..to], &document[to..]),
        structure.clone(),
    ));
    let (from, to) = (
        document.find("<xenc:EncryptedKey>").unwrap(),
        document.find("</xenc:EncryptedKey>").unwrap() + "</xenc:EncryptedKey>".len(),
    );
    let retrieval = "<ds:RetrievalMethod URI=\"https://evil.test/key\"></ds:RetrievalMethod>";
    let key = document[from..to].to_owned();
    cases.push(refused("s060-retrieval-method", document.replace(&key, retrieval), structure.clone()));
    cases.push(refused("s060-five-keys", document.replace(&key, &key.repeat(5)), structure.clone()));
    cases.push(refused(
        "s060-two-data",
        document.replace(
            "<xenc:EncryptedData ",
            "<xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"/><xenc:EncryptedData ",
        ),
        structure.clone(),
    ));
    cases.push(refused("s060-no-data", document.replace("xenc:EncryptedData", "xenc:EncryptedStuff"), structure));
    let sibling = document.replace(&key, "").replace("</xenc:EncryptedData>", &format!("</xenc:EncryptedData>{}", key.replace("<xenc:EncryptedKey>", "<xenc:EncryptedKey xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">")));
    cases.push(case("s060-control-key-beside-the-data", sibling, Shape::Sealed, Verdict::Taken));
    cases
}

/// S058: one bit anywhere says the same as any other.
fn altered() -> Vec<Case> {
    let document = made().document(Shape::Sealed);
    let opaque = Refused::Undecryptable(Undecryptable::Opaque);
    let mut cases = Vec::new();
    for (part, at) in
        [("key", document.find("<xenc:CipherValue>").unwrap()), ("data", document.rfind("<xenc:CipherValue>").unwrap())]
    {
        for step in [20usize, 60, 100, 200] {
            let mut bytes = document.clone().into_bytes();
            let place = at + "<xenc:CipherValue>".len() + step;
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            cases.push(refused(format!("s058-{part}-{step}"), String::from_utf8(bytes).unwrap(), opaque.clone()));
        }
    }
    let other = encrypt(&pieces().signed, "saml:EncryptedAssertion", &keys::all().other.certificate).unwrap();
    cases.push(refused("s058-for-somebody-else", pieces().around(&other), opaque));
    cases
}
