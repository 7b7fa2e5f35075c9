//! The judgement of a signature, and the proof of it that readers ask for.

use base64::{Engine, engine::general_purpose::STANDARD};
use subtle::ConstantTimeEq;

use super::canonical;
use super::{Allow, DigestMethod, SignatureMethod};
use crate::xml::Malformed;
use crate::{Node, PublicKey, ns};

/// Why a signature does not hold. In the log; the other side is told nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// It may stand around the element or far away; what counts is the element's own.
    #[error("the element has no signature of its own")]
    Missing,
    #[error("the element has several signatures")]
    Several,
    /// Anything but one SignedInfo, one SignatureValue and perhaps a KeyInfo, in this order.
    #[error("the signature is not built as it must be")]
    Structure,
    #[error("a comment, an instruction or CDATA stands in the signature")]
    Split,
    #[error("the signature does not have exactly one reference")]
    References,
    #[error("the reference is not to the element that holds the signature")]
    Reference,
    #[error("the canonicalization is not an allowed one")]
    Canonicalization,
    #[error("the transforms are not the two allowed ones")]
    Transforms,
    #[error("the digest method is not allowed")]
    DigestMethod,
    #[error("the signature method is not allowed")]
    SignatureMethod,
    #[error("a value in the signature is no base64")]
    Encoding,
    /// Nobody whom the metadata names made it, or what was signed was changed.
    #[error("no trusted key made the signature")]
    Key,
    #[error("the element is not the one that was signed")]
    Digest,
    #[error("the element's identifier is not usable")]
    Id,
}

/// An element that a trusted key signed; what reads assertions and other things that must be signed takes this, so that
/// what was not verified cannot be read by mistake.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'d> {
    node: Node<'d>,
    key: usize,
}

impl<'d> Signed<'d> {
    /// The element.
    pub fn node(&self) -> Node<'d> {
        self.node
    }

    /// Which of the trusted keys made the signature.
    pub fn key(&self) -> usize {
        self.key
    }

    /// The one element of this name in it. The signature covers it too; the signature itself is not covered.
    pub fn child(&self, namespace: &str, name: &'static str) -> Result<Option<Self>, Malformed> {
        let child = if namespace == ns::DS { None } else { self.node.child(namespace, name)? };
        Ok(child.map(|node| Self { node, key: self.key }))
    }

    /// What a signature beside the document covers: the redirect binding's.
    pub(crate) fn beside(node: Node<'d>, key: usize) -> Self {
        Self { node, key }
    }
}

/// Judges the signature that stands directly in an element and is over just this element.
///
/// It must be built as the profile of SAML has it (core, 5.4): one reference, to this element by its `ID`; enveloped, and
/// exclusive canonicalization. The form and the algorithms are judged before any cryptography, `KeyInfo` is never read.
pub fn verify<'d>(element: Node<'d>, keys: &[PublicKey], allow: Allow) -> Result<Signed<'d>, BadSignature> {
    let mut signatures = element.all(ns::DS, "Signature");
    let signature = signatures.next().ok_or(BadSignature::Missing)?;
    if signatures.next().is_some() {
        return Err(BadSignature::Several);
    }
    let id = element.identifier("Signature").map_err(|_| BadSignature::Id)?;
    let form = Form::read(signature, id, allow)?;
    let signed = canonical::bytes_of(form.signed_info, &form.prefixes).ok_or(BadSignature::Canonicalization)?;
    let made = |key: &PublicKey| key.verifies(form.method, &signed, &form.value);
    let key = keys.iter().position(made).ok_or(BadSignature::Key)?;
    let digest = canonical::digest_of(element, Some(signature), &form.element_prefixes, form.digest_method)
        .ok_or(BadSignature::Canonicalization)?;
    if !bool::from(digest.as_ref().ct_eq(&form.digest)) {
        return Err(BadSignature::Digest);
    }
    Ok(Signed { node: element, key })
}

/// A signature whose form is right.
struct Form<'d> {
    signed_info: Node<'d>,
    prefixes: Vec<&'d str>,
    method: SignatureMethod,
    value: Vec<u8>,
    element_prefixes: Vec<&'d str>,
    digest_method: DigestMethod,
    digest: Vec<u8>,
}

impl<'d> Form<'d> {
    fn read(signature: Node<'d>, id: &str, allow: Allow) -> Result<Self, BadSignature> {
        if signature.and_below().skip(1).any(|node| node.is(ns::DS, "Signature")) {
            return Err(BadSignature::Structure);
        }
        let (signed_info, value) = match *only(signature, &["SignedInfo", "SignatureValue", "KeyInfo"])? {
            [info, value] if value.is(ns::DS, "SignatureValue") => (info, value),
            [info, value, _] => (info, value),
            _ => return Err(BadSignature::Structure),
        };
        let references = signed_info.all(ns::DS, "Reference").count();
        if references != 1 {
            return Err(BadSignature::References);
        }
        let parts = only(signed_info, &["CanonicalizationMethod", "SignatureMethod", "Reference"])?;
        let &[canonicalization, method, reference] = &parts[..] else { return Err(BadSignature::Structure) };
        let prefixes = exclusive(canonicalization).ok_or(BadSignature::Canonicalization)?;
        if !is_empty(method) {
            // HMACOutputLength, or the parameters of something else.
            return Err(BadSignature::SignatureMethod);
        }
        let method = method.attr("Algorithm").and_then(|uri| SignatureMethod::named(uri, allow));
        let method = method.ok_or(BadSignature::SignatureMethod)?;
        if reference.attr("URI").and_then(|uri| uri.strip_prefix('#')) != Some(id) {
            return Err(BadSignature::Reference);
        }
        let parts = only(reference, &["Transforms", "DigestMethod", "DigestValue"])?;
        let &[transforms, digest_method, digest_value] = &parts[..] else {
            return Err(if reference.all(ns::DS, "Transforms").next().is_none() {
                BadSignature::Transforms
            } else {
                BadSignature::Structure
            });
        };
        let element_prefixes = transforms_of(transforms)?;
        let bare = Some(digest_method).filter(|method| is_empty(*method));
        let digest_method = bare.and_then(|m| m.attr("Algorithm")).and_then(|uri| DigestMethod::named(uri, allow));
        let digest_method = digest_method.ok_or(BadSignature::DigestMethod)?;
        let digest = bytes_of(digest_value)?;
        Ok(Self { signed_info, prefixes, method, value: bytes_of(value)?, element_prefixes, digest_method, digest })
    }
}

/// The elements in a part of a signature: these, in this order, each at most once, and nothing between them.
fn only<'d>(node: Node<'d>, names: &[&str]) -> Result<Vec<Node<'d>>, BadSignature> {
    let children = node.only_children("Signature").map_err(|_| BadSignature::Split)?;
    let mut left = names.iter();
    let known = |child: &Node<'_>| left.any(|name| child.is(ns::DS, name));
    if children.iter().all(known) { Ok(children) } else { Err(BadSignature::Structure) }
}

/// Whether an element that only names something holds nothing.
fn is_empty(node: Node<'_>) -> bool {
    node.only_children("Signature").is_ok_and(|children| children.is_empty())
}

/// Exactly the enveloped transform, then exclusive canonicalization, whose prefixes are the answer.
fn transforms_of(transforms: Node<'_>) -> Result<Vec<&str>, BadSignature> {
    let children = transforms.only_children("Transforms").map_err(|_| BadSignature::Split)?;
    let [enveloped, canonicalization] = children[..] else { return Err(BadSignature::Transforms) };
    let is_transform = |node: Node<'_>| node.is(ns::DS, "Transform");
    let bare = enveloped.attr("Algorithm") == Some(ENVELOPED) && is_empty(enveloped);
    if !bare || !is_transform(enveloped) || !is_transform(canonicalization) {
        return Err(BadSignature::Transforms);
    }
    exclusive(canonicalization).ok_or(BadSignature::Transforms)
}

/// The prefixes of an exclusive canonicalization, if it is one and has nothing else in it.
///
/// With or without comments is the same here: comments are never canonicalized for a reference by name (XML signature,
/// 4.4.3.3), and in SignedInfo there are none.
fn exclusive(method: Node<'_>) -> Option<Vec<&str>> {
    let named = method.attr("Algorithm")?;
    if named != ns::EXC_C14N && named.strip_suffix("WithComments") != Some(ns::EXC_C14N) {
        return None;
    }
    match method.only_children("Algorithm").ok()?[..] {
        [] => Some(Vec::new()),
        [list] if list.is(ns::EXC_C14N, "InclusiveNamespaces") && is_empty(list) => {
            let prefixes: Vec<&str> = list.attr("PrefixList")?.split_ascii_whitespace().collect();
            (prefixes.len() <= MAX_PREFIXES).then_some(prefixes)
        }
        _ => None,
    }
}

/// The base64 in an element, which may have line breaks.
pub(crate) fn bytes_of(node: Node<'_>) -> Result<Vec<u8>, BadSignature> {
    let text = node.text("base64").map_err(|_| BadSignature::Split)?;
    let text: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(text).map_err(|_| BadSignature::Encoding)
}

pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// More prefixes than any schema has.
const MAX_PREFIXES: usize = 32;
