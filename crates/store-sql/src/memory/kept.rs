//! One record in memory: its opened secrets are wiped with it, it is never printed, and it knows about how large it is.

use model::{Credential, User};
use serde_json::Value;
use store::PersonRecord;
use zeroize::Zeroize as _;

#[derive(Clone)]
pub struct Kept {
    record: PersonRecord,
    bytes: usize,
}

impl Kept {
    pub fn new(record: PersonRecord) -> Self {
        let bytes = record_bytes(&record);
        Self { record, bytes }
    }
    pub const fn record(&self) -> &PersonRecord {
        &self.record
    }
    pub fn credentials(&mut self) -> &mut [Credential] {
        &mut self.record.credentials
    }
    pub const fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        for credential in &mut self.record.credentials {
            wipe(&mut credential.body);
        }
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
        + record.user.as_ref().map_or(0, user_bytes)
        + record.credentials.iter().map(credential_bytes).sum::<usize>()
        + size_of_val(&*record.activations)
        + size_of_val(&*record.groups)
        + size_of_val(&*record.misses)
        + consents.sum::<usize>()
        + spent.sum::<usize>()
}

fn user_bytes(user: &User) -> usize {
    // A node of the tree has room for eleven attributes.
    let tree = user.attributes.len().div_ceil(6) * 11 * 48;
    let values = user.attributes.iter().map(|(name, values)| {
        text(name) + PIECE + values.iter().map(|value| size_of_val(value) + text(value)).sum::<usize>()
    });
    size_of::<User>() + text(&user.name) + tree + values.sum::<usize>()
}

fn credential_bytes(credential: &Credential) -> usize {
    size_of::<Credential>()
        + text(&credential.person)
        + text(&credential.kind)
        + text(&credential.label)
        + value_bytes(&credential.body)
}

fn value_bytes(value: &Value) -> usize {
    match value {
        Value::String(string) => text(string),
        Value::Array(values) => {
            PIECE + values.iter().map(|value| size_of::<Value>() + value_bytes(value)).sum::<usize>()
        }
        Value::Object(members) => {
            // An entry has its hash and a place in the table.
            let one = |(name, value): (&String, &Value)| size_of::<Value>() + 48 + text(name) + value_bytes(value);
            3 * PIECE + members.iter().map(one).sum::<usize>()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
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
        let small = Kept::new(PersonRecord::default()).bytes();
        let spent = vec![("credential:1".to_owned(), "x".repeat(5_000))];
        assert!(Kept::new(PersonRecord { spent, ..Default::default() }).bytes() > small + 5_000);
    }
}
