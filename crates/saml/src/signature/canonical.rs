//! Canonical bytes of an element: exclusive canonicalization, the only kind that is used. The one place that knows
//! the library for it.

use aws_lc_rs::digest;
use bergshamra_c14n::{C14nSink, exclusive};
use bergshamra_xml::NodeSet;

use super::DigestMethod;
use crate::Node;

/// The digest of an element without the signature in it, as the two allowed transforms have it.
pub(super) fn digest_of(
    element: Node<'_>,
    signature: Option<Node<'_>>,
    prefixes: &[&str],
    method: DigestMethod,
) -> Option<digest::Digest> {
    let mut sink = Hashed(digest::Context::new(method.algorithm()));
    write(element, signature, prefixes, &mut sink)?;
    Some(sink.0.finish())
}

/// The canonical bytes of an element.
pub(super) fn bytes_of(element: Node<'_>, prefixes: &[&str]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    write(element, None, prefixes, &mut bytes)?;
    Some(bytes)
}

/// A failure is a failure: nothing counts as canonical that was not written to its end.
fn write(element: Node<'_>, without: Option<Node<'_>>, prefixes: &[&str], to: &mut impl C14nSink) -> Option<()> {
    let doc = &element.xml.doc;
    let mut nodes = NodeSet::tree_without_comments(element.id, doc);
    if let Some(signature) = without {
        nodes.remove_id(signature.id);
        for id in doc.descendants(signature.id) {
            nodes.remove_id(id);
        }
    }
    exclusive::canonicalize_to(doc, false, Some(&nodes), prefixes, to).ok()
}

struct Hashed(digest::Context);

impl C14nSink for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}
