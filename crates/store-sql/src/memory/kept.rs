//! One record in memory: its opened secrets are wiped with it, it is never printed, and it knows about how large it is.

use std::mem::take;

use model::{Attributes, Credential, User};
use serde_json::Value;
use store::PersonRecord;
use zeroize::{Zeroize as _, Zeroizing};

use crate::fault::Fault;

/// A record without its trees: they are kept as their JSON, a third as large and about as fast to read as to copy.
#[derive(Clone)]
pub struct Kept {
    record: PersonRecord,
    /// The attributes of the user.
    attributes: Box<[u8]>,
    /// The body of each credential, in the order of the record.
    bodies: Vec<Zeroizing<Box<[u8]>>>,
    bytes: usize,
}

impl Kept {
    pub fn new(record: &PersonRecord) -> Result<Self, Fault> {
        let mut record = record.clone();
        let attributes = record.user.as_mut().map_or_else(Attributes::new, |user| take(&mut user.attributes));
        let attributes = serde_json::to_vec(&attributes)?.into_boxed_slice();
        let mut bodies = Vec::with_capacity(record.credentials.len());
        for credential in &mut record.credentials {
            let mut body = credential.body.take();
            // Written at its length: a buffer that grows leaves what it outgrew.
            let mut length = Length(0);
            serde_json::to_writer(&mut length, &body)?;
            let mut text = Zeroizing::new(vec![0; length.0].into_boxed_slice());
            serde_json::to_writer(&mut text[..], &body)?;
            wipe(&mut body);
            bodies.push(text);
        }
        let bytes =
            record_bytes(&record) + attributes.len() + bodies.iter().map(|body| body.len() + 2 * PIECE).sum::<usize>();
        Ok(Self { record, attributes, bodies, bytes })
    }

    /// The record as it was read.
    pub fn record(&self) -> Result<PersonRecord, Fault> {
        let mut record = self.record.clone();
        record.user = self.user()?;
        for (credential, body) in record.credentials.iter_mut().zip(&self.bodies) {
            credential.body = serde_json::from_slice(body)?;
        }
        Ok(record)
    }

    pub fn user(&self) -> Result<Option<User>, Fault> {
        let mut user = self.record.user.clone();
        if let Some(user) = &mut user {
            user.attributes = serde_json::from_slice(&self.attributes)?;
        }
        Ok(user)
    }

    /// The record without attributes and bodies.
    pub const fn bare(&self) -> &PersonRecord {
        &self.record
    }
    pub fn credentials(&mut self) -> &mut [Credential] {
        &mut self.record.credentials
    }
    pub const fn bytes(&self) -> usize {
        self.bytes
    }
}

/// Counts what is written.
struct Length(usize);

impl std::io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What one allocation costs beside its bytes.
const PIECE: usize = 16;

fn text(text: &str) -> usize {
    text.len() + PIECE
}

fn record_bytes(record: &PersonRecord) -> usize {
    let consents = record.consents.iter().map(|consent| {
        size_of_val(consent)
            + text(&consent.person)
            + consent.scopes.iter().map(|s| size_of_val(s) + text(s)).sum::<usize>()
    });
    let spent = record.spent.iter().map(|pair| size_of_val(pair) + text(&pair.0) + text(&pair.1));
    size_of::<Kept>()
        + record.user.as_ref().map_or(0, |user| text(&user.name))
        + record.credentials.iter().map(credential_bytes).sum::<usize>()
        + size_of_val(&*record.activations)
        + size_of_val(&*record.groups)
        + size_of_val(&*record.misses)
        + consents.sum::<usize>()
        + spent.sum::<usize>()
}

fn credential_bytes(credential: &Credential) -> usize {
    size_of::<Credential>() + text(&credential.person) + text(&credential.kind) + text(&credential.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// M025
    #[test]
    fn wiping_leaves_no_text() {
        let mut body = serde_json::json!({ "seed": "secret", "more": [{ "hash": "secret" }, 7], "none": null });
        wipe(&mut body);
        assert_eq!(body, serde_json::json!({ "seed": "", "more": [{ "hash": "" }, 7], "none": null }));
    }

    #[test]
    fn a_larger_record_counts_for_more() {
        let small = Kept::new(&PersonRecord::default()).unwrap().bytes();
        let spent = vec![("credential:1".to_owned(), "x".repeat(5_000))];
        assert!(Kept::new(&PersonRecord { spent, ..Default::default() }).unwrap().bytes() > small + 5_000);
    }
}
