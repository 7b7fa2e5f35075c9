//! Our own signatures.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::verify::ENVELOPED;
use super::{DigestMethod, canonical};
use crate::xml::{Limits, Malformed, Writer, Xml};
use crate::{Node, SigningKey, ns};

/// Why there is no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// What was to be signed is no document of ours.
    #[error("the document cannot be signed: {0}")]
    Document(#[from] Malformed),
    #[error("the key made no signature")]
    Key,
}

/// Signs the outermost element of a document of ours; the signature stands behind its `Issuer`, or first where it has none.
pub fn sign(document: &str, key: &SigningKey) -> Result<String, Unsigned> {
    let xml = Xml::read(document, &Limits::AGGREGATE)?;
    sign_element(xml.root(), key)
}

/// Signs one element of a document of ours; the answer is the document with the signature.
pub fn sign_element(element: Node<'_>, key: &SigningKey) -> Result<String, Unsigned> {
    let id = element.identifier("Signature")?;
    if element.all(ns::DS, "Signature").next().is_some() {
        return Err(Malformed::Repeated("Signature").into());
    }
    let digest = canonical::digest_of(element, None, &[], DigestMethod::Sha256).ok_or(Malformed::NotXml)?;
    let signature = signature(id, digest.as_ref(), key).ok_or(Unsigned::Key)?;
    let source = element.xml.text();
    let at = place(element).ok_or(Malformed::NotXml)?;
    let (before, behind) = source.split_at_checked(at).ok_or(Malformed::NotXml)?;
    let mut signed = String::with_capacity(source.len() + signature.len());
    signed.push_str(before);
    signed.push_str(&signature);
    signed.push_str(behind);
    Ok(signed)
}

/// Where the schema has the signature: behind the issuer, else before everything.
fn place(element: Node<'_>) -> Option<usize> {
    let doc = &element.xml.doc;
    let first = element.children().next();
    if let Some(issuer) = first.filter(|first| first.is(ns::SAML, "Issuer")) {
        return doc.node_range(issuer.id).map(|range| range.end);
    }
    if let Some(first) = first {
        return doc.node_range(first.id).map(|range| range.start);
    }
    // An element without any: before its end tag.
    let range = doc.node_range(element.id)?;
    element.xml.text().get(range.clone())?.rfind("</").map(|at| range.start + at)
}

/// SignedInfo is written in its canonical form, signed, and put in without the namespace that it then inherits.
fn signature(id: &str, digest: &[u8], key: &SigningKey) -> Option<String> {
    let mut info = Writer::new();
    info.leaf("ds:CanonicalizationMethod", &[("Algorithm", Some(ns::EXC_C14N))], "")
        .leaf("ds:SignatureMethod", &[("Algorithm", Some(key.method().uri()))], "")
        .start("ds:Reference", &[("URI", Some(&format!("#{id}")))])
        .start("ds:Transforms", &[])
        .leaf("ds:Transform", &[("Algorithm", Some(ENVELOPED))], "")
        .leaf("ds:Transform", &[("Algorithm", Some(ns::EXC_C14N))], "")
        .end()
        .leaf("ds:DigestMethod", &[("Algorithm", Some(DigestMethod::Sha256.uri()))], "")
        .leaf("ds:DigestValue", &[], &STANDARD.encode(digest));
    let info = info.finish();
    let value = key.sign(format!("<ds:SignedInfo xmlns:ds=\"{}\">{info}</ds:SignedInfo>", ns::DS).as_bytes())?;
    let mut out = Writer::new();
    out.start("ds:Signature", &[("xmlns:ds", Some(ns::DS))]).start("ds:SignedInfo", &[]).raw(&info).end().leaf(
        "ds:SignatureValue",
        &[],
        &STANDARD.encode(value),
    );
    key_info(&mut out, key.certificate());
    Some(out.finish())
}

/// The certificate, for readers that choose among several keys by it.
pub(crate) fn key_info(out: &mut Writer, certificate: &crate::Certificate) {
    out.start("ds:KeyInfo", &[])
        .start("ds:X509Data", &[])
        .leaf("ds:X509Certificate", &[], &STANDARD.encode(certificate.der()))
        .end()
        .end();
}
