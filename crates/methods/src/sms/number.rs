//! A number that a code may be sent to.

use model::{User, message::Courier, phone::Number};
use plug::{Cx, Field};
use serde::{Deserialize, Serialize};

use crate::codes;

/// In international form, so that one number has one spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mobile(Number);

/// What a method knows of numbers beside its sending limits.
pub struct Rules {
    /// Country of numbers that are written without one.
    pub home: Option<u16>,
}

impl codes::Address for Mobile {
    const WAY: &'static str = "sms";
    const ATTRIBUTE: &'static str = "phone_number";
    const COURIER: Courier = Courier::Sms;
    type Rules = Rules;

    fn read(text: &str, rules: &Rules) -> Option<Self> {
        Number::parse(text, rules.home).map(Self)
    }
    /// Directories of other products call it `mobile`.
    fn of(user: &User, rules: &Rules) -> Option<Self> {
        user.phone().and_then(|text| Self::read(text, rules))
    }
    fn is_open(&self, rules: &Rules, cx: &Cx<'_>, typed: bool) -> bool {
        cx.around.sending.open_to(&self.0, rules.home, typed)
    }
    fn as_str(&self) -> &str {
        self.0.as_str()
    }
    fn masked(&self) -> String {
        model::mask::phone(self.0.as_str())
    }
    fn field() -> Field {
        Field::Phone { value: String::new() }
    }
}
