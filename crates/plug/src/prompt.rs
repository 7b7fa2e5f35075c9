//! What is asked or shown, as data: the portal draws a page from it, RADIUS a challenge, the agent API JSON.

use model::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Arguments of a text.
pub type Args = BTreeMap<String, Value>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Number(i64),
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// One question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// Key of the heading, an instruction: `totp-prompt`. `KEY-hint` stands under it where it exists.
    pub text: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: Args,
    pub fields: Vec<Field>,
    /// Until when an answer is worth something; shown as a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// From when another message may be asked for (field `again`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Time>,
    /// Key of the button's text, where it is not "Continue".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub button: String,
    /// May be left for later with the field `skip` (an expiring password).
    #[serde(default)]
    pub skippable: bool,
    /// A notice above the form: key of the text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notice: String,
    /// Why the new password just typed was refused: keys of texts with their arguments, shown beside its field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<(String, Args)>,
}

/// One field of a question. The name of its input is fixed, so that password managers and scripts know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "kebab-case")]
pub enum Field {
    /// `username`.
    Username { value: String },
    /// `email`: an address typed by the person.
    Email { value: String },
    /// `phone`: a number typed by the person.
    Phone { value: String },
    /// `password`.
    Password,
    /// `new_password` and `new_password_again`; `hint` is the key of the rules in words.
    NewPassword {
        hint: String,
        #[serde(default)]
        args: Args,
    },
    /// `new_pin`, and `new_pin_again` where there is room for two; `hint` is the key of the rules in words.
    NewPin {
        hint: String,
        #[serde(default)]
        args: Args,
    },
    /// `code`. `digits` only for the keyboard and the width; `numeric` false for backup codes.
    Code { digits: u8, numeric: bool },
    /// `name`: what the owner calls a device.
    Label { value: String },
    /// `provider`: one of those that the method knows ([`crate::Method::choices`]); `first` is offered on top.
    Providers {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        first: String,
    },
    /// Nothing to type: a key as QR code, as text and as link.
    Key { uri: String, secret: String, args: Args },
    /// Nothing to type: a list to keep, such as backup codes.
    List { items: Vec<String> },
    /// Nothing to type: a number to match on a device.
    Number { value: u8 },
}

impl Prompt {
    pub fn new(text: &str, fields: Vec<Field>) -> Self {
        Self { text: text.to_owned(), fields, ..Self::default() }
    }
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }
    /// Keys under which the words for a miss stand, best first: the question's, its method's, everybody's.
    pub fn error_texts(&self, reason: model::Reason) -> [String; 3] {
        let (owner, key) = (self.text.split('-').next().unwrap_or_default(), reason.key());
        [format!("{}-{key}", self.text), format!("{owner}-{key}"), format!("reason-{key}")]
    }
    /// Whether an answer with these field names is meant for it.
    pub fn takes(&self, answer: &crate::Answer) -> bool {
        let asked = |name: &str| answer.has(name);
        asked("again") && self.again.is_some()
            || asked("skip") && self.skippable
            || self.fields.iter().filter_map(Field::input).any(asked)
            || self.fields.iter().all(|f| f.input().is_none())
    }
}

impl Field {
    /// The name of the input, where there is one.
    pub const fn input(&self) -> Option<&'static str> {
        match self {
            Self::Username { .. } => Some("username"),
            Self::Email { .. } => Some("email"),
            Self::Phone { .. } => Some("phone"),
            Self::Password => Some("password"),
            Self::NewPassword { .. } => Some("new_password"),
            Self::NewPin { .. } => Some("new_pin"),
            Self::Code { .. } => Some("code"),
            Self::Label { .. } => Some("name"),
            Self::Providers { .. } => Some("provider"),
            Self::Key { .. } | Self::List { .. } | Self::Number { .. } => None,
        }
    }
}
