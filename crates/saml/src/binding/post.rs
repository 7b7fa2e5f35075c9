//! The POST binding: a message in a form. The form's page is made elsewhere.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{BadRelayState, Parameter, RelayState};

/// A message that came in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub parameter: Parameter,
    /// The document, to be parsed.
    pub xml: Vec<u8>,
    pub relay_state: Option<RelayState>,
}

/// Why a form holds no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadForm {
    #[error("there is no message in the form")]
    Missing,
    #[error("a field is there twice, or a request beside a response")]
    Repeated,
    #[error("the message is larger than is read")]
    TooLong,
    #[error("the message is no base64")]
    Encoding,
    #[error(transparent)]
    RelayState(#[from] BadRelayState),
}

impl Received {
    /// Takes a message out of the fields of a form, of at most so many bytes.
    pub fn read<'f>(
        fields: impl IntoIterator<Item = (&'f str, &'f str)>,
        max: usize,
        max_relay_state: usize,
    ) -> Result<Self, BadForm> {
        let (mut message, mut relay_state) = (None, None);
        for (name, value) in fields {
            if let Some(parameter) = Parameter::named(name) {
                if message.replace((parameter, value)).is_some() {
                    return Err(BadForm::Repeated);
                }
            } else if name == "RelayState" && relay_state.replace(value).is_some() {
                return Err(BadForm::Repeated);
            }
        }
        let (parameter, value) = message.ok_or(BadForm::Missing)?;
        // Four characters for three bytes, and line breaks.
        if value.len() > max / 3 * 4 + max / 16 + 4 {
            return Err(BadForm::TooLong);
        }
        let xml = super::base64(value).ok_or(BadForm::Encoding)?;
        let relay_state = relay_state.filter(|value| !value.is_empty());
        let relay_state = relay_state.map(|value| RelayState::new(value, max_relay_state)).transpose()?;
        Ok(Self { parameter, xml, relay_state })
    }
}

/// The fields of the form that carries a message: names and values, to be escaped by who draws the form.
pub fn fields(parameter: Parameter, xml: &str, relay_state: Option<&RelayState>) -> Vec<(&'static str, String)> {
    let message = (parameter.name(), STANDARD.encode(xml));
    std::iter::once(message).chain(relay_state.map(|r| ("RelayState", r.as_str().to_owned()))).collect()
}
