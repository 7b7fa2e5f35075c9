//! What can be done to a user, a token or a webhook beside reading and writing it: one table, which the API's document, its judge of
//! bodies and the desk itself go by.

use model::{Finding, Noun};
use serde_json::{Map, Value, json};

use super::Fault;
use crate::{Type, attributes::Attributes};

/// Something that is done to one record, at `$action/NAME`.
#[derive(Debug)]
pub struct Action {
    pub name: &'static str,
    /// The right that it takes on what it is done to.
    pub verb: &'static str,
    /// What it does, in a sentence's end: `Clears … of one user`.
    pub what: &'static str,
    pub arguments: &'static [Argument],
    /// Members of its answer; none where the answer is the record as it is then.
    pub answer: &'static [(&'static str, Kind)],
}

/// Something that an action is told.
#[derive(Debug)]
pub struct Argument {
    pub name: &'static str,
    pub kind: Kind,
    pub needed: bool,
    pub what: &'static str,
}

/// What an argument or a member of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Several texts; in a query the same name several times.
    Texts,
    /// A text that is written and never read back.
    Secret,
    Truth,
    /// A truth of a query, which is true where it is named alone.
    Flag,
    Count,
    /// How many a page holds.
    Limit,
    OneOf(&'static [&'static str]),
}

impl Action {
    const fn new(name: &'static str, verb: &'static str, what: &'static str) -> Self {
        Self { name, verb, what, arguments: &[], answer: &[] }
    }
    const fn takes(self, arguments: &'static [Argument]) -> Self {
        Self { arguments, ..self }
    }
    const fn tells(self, answer: &'static [(&'static str, Kind)]) -> Self {
        Self { answer, ..self }
    }

    pub fn find(all: &'static [Self], name: &str) -> Option<&'static Self> {
        all.iter().find(|action| action.name == name)
    }

    /// Refuses an argument that it does not have.
    pub(super) fn knows(&self, given: &Attributes) -> Result<(), Fault> {
        let known = || self.arguments.iter().map(|a| a.name);
        match given.keys().find(|name| !known().any(|known| known == name.as_str())) {
            None => Ok(()),
            Some(unknown) => {
                let near = plug::config::nearest(unknown, known());
                Err(Fault::invalid(Finding::broken(unknown, "attribute-unknown").with("nearest", near)))
            }
        }
    }

    /// The schema of its arguments in JSON.
    pub(crate) fn schema(&self) -> Value {
        let members: Map<String, Value> = self
            .arguments
            .iter()
            .map(|argument| {
                let mut schema = argument.kind.schema();
                schema["description"] = argument.what.into();
                (argument.name.to_owned(), schema)
            })
            .collect();
        let needed: Vec<&str> = self.arguments.iter().filter(|a| a.needed).map(|a| a.name).collect();
        let mut schema = json!({ "type": "object", "properties": members, "additionalProperties": false });
        if !needed.is_empty() {
            schema["required"] = needed.into();
        }
        schema
    }

    /// Fields of a form as the schema has them; what cannot be meant stays a text, for the schema to refuse.
    pub(crate) fn typed(&self, fields: Attributes) -> Attributes {
        let is_truth = |name: &str| self.arguments.iter().any(|a| a.name == name && a.kind == Kind::Truth);
        let typed = |(name, value): (String, Value)| match value.as_str() {
            Some("true" | "on" | "1") if is_truth(&name) => (name, true.into()),
            Some("false" | "off" | "0" | "") if is_truth(&name) => (name, false.into()),
            _ => (name, value),
        };
        fields.into_iter().map(typed).collect()
    }
}

impl Argument {
    pub(crate) const fn needed(name: &'static str, kind: Kind, what: &'static str) -> Self {
        Self { name, kind, needed: true, what }
    }
    pub(crate) const fn perhaps(name: &'static str, kind: Kind, what: &'static str) -> Self {
        Self { name, kind, needed: false, what }
    }
}

impl Kind {
    pub(crate) fn schema(self) -> Value {
        match self {
            Self::Text => json!({ "type": "string" }),
            Self::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Self::Secret => json!({ "type": "string", "x-secret": true }),
            Self::Truth | Self::Flag => json!({ "type": "boolean" }),
            Self::Count => json!({ "type": "integer", "minimum": 0 }),
            Self::Limit => json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 }),
            Self::OneOf(words) => json!({ "type": "string", "enum": words }),
        }
    }
}

const METHOD: Argument =
    Argument::perhaps("method", Kind::Text, "Name of the password's method; the only one of the directory without it.");
const CREDENTIAL: &[Argument] =
    &[Argument::needed("credential", Kind::Text, "Id of the credential, as `$attribute/details` tells it.")];

/// What can be done to objects and users of a type.
pub fn actions(kind: Type) -> &'static [Action] {
    match kind {
        Type::User => &ACTIONS,
        Type::Object(Noun::Webhook) => &WEBHOOK_ACTIONS,
        _ => &[],
    }
}

/// Of users.
pub const ACTIONS: [Action; 8] = [
    Action::new("unlock", "act", "Clears every counter of misses of one user").tells(&[("unlocked", Kind::Truth)]),
    Action::new("endSessions", "act", "Logs one user out everywhere").tells(&[("ended", Kind::Count)]),
    Action::new("endSession", "act", "Ends one session of one user")
        .takes(&[Argument::needed("session", Kind::Text, "Id of the session, as `$attribute/details` tells it.")])
        .tells(&[("ended", Kind::Truth)]),
    Action::new("setPassword", "write", "Sets the password of one user and ends what the old one let in")
        .takes(&[
            Argument::needed("password", Kind::Secret, "The new password. The rules for passwords are not asked."),
            METHOD,
            Argument::perhaps("mustChange", Kind::Truth, "It is good for one login, in which it is changed."),
        ])
        .tells(&[("set", Kind::Truth)]),
    Action::new("requirePasswordChange", "act", "Has one user change the password at the next login")
        .takes(&[METHOD])
        .tells(&[("set", Kind::Truth)]),
    Action::new("suspendCredential", "act", "Keeps a credential of one user from being used")
        .takes(CREDENTIAL)
        .tells(&[("changed", Kind::Truth)]),
    Action::new("resumeCredential", "write", "Lets a suspended credential of one user be used again")
        .takes(CREDENTIAL)
        .tells(&[("changed", Kind::Truth)]),
    Action::new("removeCredential", "write", "Takes a credential away from one user")
        .takes(CREDENTIAL)
        .tells(&[("removed", Kind::Truth)]),
];

/// Of several tokens at once.
pub const ALLOCATE: Action =
    Action::new("allocate", "write", "Gives tokens that nobody has to a site below theirs, or none of them")
        .takes(&[
            Argument::needed("serials", Kind::Texts, "Serial numbers, at most 1000."),
            Argument::needed("site", Kind::Text, "Path of the site."),
        ])
        .tells(&[("allocated", Kind::Count)]);

/// Of tokens. Those without an answer of their own are answered with the token as it is then.
pub const TOKEN_ACTIONS: [Action; 12] = [
    Action::new("assign", "write", "Gives a token to a user of its site; a PIN that is made is told this once").takes(
        &[
            Argument::needed("user", Kind::Text, "Login name of the user."),
            Argument::perhaps(
                "directory",
                Kind::Text,
                "Name of the user's directory; the only embedded one without it.",
            ),
        ],
    ),
    Action::new("activate", "write", "Makes an assigned token active before its first code"),
    Action::new("suspend", "act", "Keeps a token from being used"),
    Action::new("resume", "write", "Lets a suspended token be used again"),
    Action::new("lock", "act", "Locks a token"),
    Action::new("unlock", "act", "Unlocks a token"),
    Action::new("initialise", "write", "Makes a new, lost or faulty token ready for somebody"),
    Action::new("revoke", "act", "Takes a token from its owner, or out of the stock").takes(&[Argument::perhaps(
        "to",
        Kind::OneOf(&["inventory", "lost", "faulty"]),
        "What becomes of it; back to the inventory without it.",
    )]),
    Action::new("allocate", "write", "Gives a token that nobody has to a site below its own")
        .takes(&[Argument::needed("site", Kind::Text, "Path of the site.")]),
    Action::new("setPin", "write", "Gives a token a new PIN; one that is made is told this once")
        .takes(&[Argument::perhaps("pin", Kind::Secret, "The PIN; one by chance without it.")]),
    Action::new("resync", "act", "Sets a token right by two codes that it showed one after the other").takes(&[
        Argument::needed("first", Kind::Secret, "The first code."),
        Argument::needed("second", Kind::Secret, "The code after it."),
    ]),
    Action::new("delete", "delete", "Drops a token that nobody has, with its key").tells(&[("deleted", Kind::Truth)]),
];

/// Of webhooks.
pub const WEBHOOK_ACTIONS: [Action; 4] = [
    Action::new(
        "rotate",
        "write",
        "Makes a webhook another secret, told this once; the former one signs as well until it is ended",
    )
    .tells(&[("secret", Kind::Text)]),
    Action::new("endFormer", "write", "Ends the former secret of a webhook").tells(&[("ended", Kind::Truth)]),
    Action::new("test", "write", "Sends a webhook one event and waits for the answer")
        .tells(&[("delivered", Kind::Truth)]),
    Action::new("replay", "write", "Sends the events of a time to a webhook again")
        .takes(&[
            Argument::needed("since", Kind::Text, "A time such as `2027-01-31T12:00:00Z`, or a day."),
            Argument::needed("until", Kind::Text, "The same; an event at this very moment is not among them."),
        ])
        .tells(&[("events", Kind::Count)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_form_become_what_the_schema_has() {
        let action = Action::find(&ACTIONS, "setPassword").unwrap();
        let typed = |field: &str, text: &str| action.typed(Map::from_iter([(field.to_owned(), text.into())]));
        assert_eq!(typed("mustChange", "true")["mustChange"], true);
        assert_eq!(typed("mustChange", "")["mustChange"], false);
        assert_eq!(typed("mustChange", "perhaps")["mustChange"], "perhaps", "refused by the schema");
        assert_eq!(typed("password", "true")["password"], "true", "a password is a text whatever it says");
        assert_eq!(action.schema()["required"], json!(["password"]));
    }
}
