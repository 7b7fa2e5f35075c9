//! The value that comes back as it was sent.

/// A RelayState: kept whole, or refused. It is data: never an address that anybody is sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayState(String);

/// The value is longer than it may be, or cannot be given back unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the RelayState cannot be kept")]
pub struct BadRelayState;

impl RelayState {
    /// The standard's limit, in bytes (SAML bindings, 3.4.3).
    pub const MAX: usize = 80;

    /// Takes in a value of at most so many bytes; many senders need more than the standard has.
    pub fn new(value: &str, max: usize) -> Result<Self, BadRelayState> {
        let plain = value.chars().all(|c| !c.is_control());
        if value.len() <= max && plain { Ok(Self(value.to_owned())) } else { Err(BadRelayState) }
    }

    /// The value.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
