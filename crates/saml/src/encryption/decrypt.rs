//! What others encrypted to us.

use zeroize::Zeroizing;

use super::cipher::{self, Content};
use crate::signature::bytes_of;
use crate::xml::{Limits, Malformed, Writer, Xml};
use crate::{Allow, DecryptionKey, Node, ns};

/// Why something encrypted is not read. All that depends on keys and ciphertext is one value, so that nobody learns by
/// trying: `Opaque`. The others say what the form is, which the sender sees himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecryptable {
    /// Not exactly one EncryptedData with its value in it: what is elsewhere is never fetched.
    #[error("the encrypted element is not built as it must be")]
    Structure,
    #[error("the content is encrypted by a method that is not allowed")]
    Content,
    #[error("the key is encrypted by a method that is not allowed")]
    Transport,
    #[error("it cannot be decrypted")]
    Opaque,
}

impl From<Malformed> for Undecryptable {
    fn from(_: Malformed) -> Self {
        Self::Structure
    }
}

/// A decrypted element, still text: it is parsed by the same door as everything else, and verified only then.
pub struct Decrypted(String);

impl Decrypted {
    /// Reads it. The element is a child of the root, which only lends it the namespaces it was written in.
    pub fn parse(&self, limits: &Limits) -> Result<Xml<'_>, Undecryptable> {
        let xml = Xml::read(&self.0, limits).map_err(|_| Undecryptable::Opaque)?;
        let only = xml.root().only_children("EncryptedData").is_ok_and(|children| children.len() == 1);
        if only { Ok(xml) } else { Err(Undecryptable::Opaque) }
    }

    /// The element of a parsed one.
    pub fn element<'d>(xml: &'d Xml<'d>) -> Option<Node<'d>> {
        xml.root().children().next()
    }
}

/// Decrypts an `EncryptedAssertion`, `EncryptedID` or `EncryptedAttribute` by one of our keys.
///
/// The content key stands in the `KeyInfo` of the data or beside the data; references to other places are not followed.
pub fn decrypt(element: Node<'_>, keys: &[DecryptionKey], allow: Allow) -> Result<Decrypted, Undecryptable> {
    let data = element.need(ns::XENC, "EncryptedData")?;
    let method = data.need(ns::XENC, "EncryptionMethod")?;
    let content = method.attr("Algorithm").and_then(|uri| Content::named(uri, allow)).ok_or(Undecryptable::Content)?;
    let sealed = value(data)?;
    let inside = data.child(ns::DS, "KeyInfo")?;
    let inside = inside.iter().flat_map(|info| info.all(ns::XENC, "EncryptedKey"));
    let sealed_keys: Vec<Node<'_>> = inside.chain(element.all(ns::XENC, "EncryptedKey")).collect();
    if sealed_keys.is_empty() || sealed_keys.len() > MAX_KEYS {
        return Err(Undecryptable::Structure);
    }
    let sealed_keys = sealed_keys.into_iter().map(SealedKey::read).collect::<Result<Vec<_>, _>>()?;
    let mut opened = sealed_keys.iter().flat_map(|sealed| keys.iter().filter_map(|key| sealed.open(key)));
    let plain = opened.find_map(|key| {
        let fits = key.len() == content.key_len();
        fits.then(|| content.open(&key, &sealed)).flatten()
    });
    let plain = plain.and_then(|plain| String::from_utf8(plain).ok()).ok_or(Undecryptable::Opaque)?;
    Ok(Decrypted(within(data, &plain)))
}

struct SealedKey {
    method: &'static aws_lc_rs::rsa::OaepAlgorithm,
    sealed: Vec<u8>,
}

impl SealedKey {
    fn read(node: Node<'_>) -> Result<Self, Undecryptable> {
        let method = node.need(ns::XENC, "EncryptionMethod")?;
        let method = cipher::transport(method).ok_or(Undecryptable::Transport)?;
        Ok(Self { method, sealed: value(node)? })
    }

    fn open(&self, key: &DecryptionKey) -> Option<Zeroizing<Vec<u8>>> {
        let mut plain = Zeroizing::new(vec![0; key.0.min_output_size()]);
        let length = key.0.decrypt(self.method, &self.sealed, &mut plain, None).ok()?.len();
        plain.truncate(length);
        Some(plain)
    }
}

/// The ciphertext itself: a reference to one is an error.
fn value(node: Node<'_>) -> Result<Vec<u8>, Undecryptable> {
    let data = node.need(ns::XENC, "CipherData")?;
    let value = data.need(ns::XENC, "CipherValue")?;
    if data.children().count() != 1 {
        return Err(Undecryptable::Structure);
    }
    bytes_of(value).map_err(|_| Undecryptable::Structure)
}

/// The decrypted element among the namespaces of the place where it stood encrypted; many write it without its own.
fn within(place: Node<'_>, plain: &str) -> String {
    let bound = place.namespaces();
    let names: Vec<String> = bound
        .iter()
        .map(|(prefix, _)| if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") })
        .collect();
    let attributes: Vec<(&str, Option<&str>)> = names
        .iter()
        .zip(&bound)
        .filter(|(name, (_, uri))| *name != "xmlns:xml" && (*name == "xmlns" || !uri.is_empty()))
        .map(|(name, (_, uri))| (name.as_str(), Some(*uri)))
        .collect();
    let mut out = Writer::new();
    out.start("decrypted", &attributes).raw(plain);
    out.finish()
}

/// Keys for more readers than anybody has.
const MAX_KEYS: usize = 4;
