//! A condition of a mapping: `method:NAME=*` for present, `method:NAME=VALUE` for one value of several, `!=` for the opposite.

use crate::{
    Attributes,
    written::{Meaning, Wrong},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    name: String,
    /// `None` means any value.
    value: Option<String>,
    /// It must not be so.
    opposite: bool,
}

/// Longer ones are not meant.
const LONGEST: usize = 1024;

impl Meaning for Condition {
    /// The prefix may be left out; names that hold a colon keep it.
    fn read(text: &str) -> Result<Self, Wrong> {
        if text.len() > LONGEST {
            return Err(Wrong::bounds(LONGEST));
        }
        let trimmed = text.trim();
        let Some(at) = trimmed.find('=') else {
            return Err(Wrong::expected("=", text.trim_end().chars().count() + 1));
        };
        let (name, value) = (&trimmed[..at], &trimmed[at + 1..]);
        let (name, opposite) = name.strip_suffix('!').map_or((name, false), |name| (name, true));
        let name = name.strip_prefix("method:").unwrap_or(name).trim();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(Wrong::expected("name", 1));
        }
        if name.starts_with("subject:") {
            return Err(Wrong::unknown("subject:", 1, ["method:"].into_iter()));
        }
        let value = (value != "*").then(|| value.to_owned());
        Ok(Self { name: name.to_owned(), value, opposite })
    }
}

impl Condition {
    /// A value that is empty is as good as none.
    pub fn holds(&self, given: &Attributes) -> bool {
        let values = given.get(&self.name).map(Vec::as_slice).unwrap_or_default();
        let found = values.iter().any(|v| self.value.as_ref().map_or(!v.is_empty(), |wanted| v == wanted));
        found != self.opposite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a3_1_conditions_ask_for_presence_values_and_their_opposites() {
        let given = Attributes::from([
            ("CUSTTYPE".into(), vec!["01".into(), "02".into()]),
            ("blank".into(), vec![String::new()]),
            ("urn:oid:1.2".into(), vec!["a=b".into()]),
        ]);
        for (text, holds) in [
            ("method:CUSTTYPE=*", true),
            ("CUSTTYPE=*", true),
            ("method:CUSTTYPE=01", true),
            ("CUSTTYPE=02", true),
            ("CUSTTYPE=03", false),
            ("CUSTTYPE!=03", true),
            ("CUSTTYPE!=01", false),
            ("CUSTTYPE!=*", false),
            ("gone=*", false),
            ("gone!=*", true),
            ("gone=", false),
            ("blank=*", false),
            ("blank=", true),
            ("method:urn:oid:1.2=a=b", true),
            ("urn:oid:1.2=a=c", false),
            // Case is part of a value and of a name.
            ("custtype=01", false),
        ] {
            assert_eq!(Condition::read(text).expect(text).holds(&given), holds, "{text}");
        }
    }

    #[test]
    fn a_condition_that_asks_nothing_is_refused_with_its_place() {
        for (text, expected, at) in
            [("CUSTTYPE", "=", "9"), ("=01", "name", "1"), ("method:=*", "name", "1"), ("", "=", "1")]
        {
            let wrong = Condition::read(text).expect_err(text);
            assert_eq!(wrong, Wrong::expected(expected, at.parse().unwrap()), "{text}");
        }
        assert_eq!(Condition::read("subject:username=a").expect_err("a subject").key, "text-unknown");
        assert_eq!(Condition::read(&"a".repeat(2000)).expect_err("long").key, "text-bounds");
    }
}
