//! Why a response lets nobody in.

use crate::encryption::Undecryptable;
use crate::message::{Status, Unreadable};
use crate::{BadSignature, Malformed};

/// What is wrong with a response. It is for the audit and the log; the person sees one sentence for all of them, so that
/// nobody learns by trying what an encrypted assertion holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    Malformed(Malformed),
    #[error("the provider says no: {}", .0.why())]
    Status(Status),
    #[error("there must be one assertion, there are {0}")]
    Assertions(usize),
    #[error("an assertion stands where none may")]
    Elsewhere,
    #[error("a signature stands where none may")]
    StraySignature,
    #[error("the response's signature: {0}")]
    ResponseSignature(BadSignature),
    #[error("the assertion's signature: {0}")]
    AssertionSignature(BadSignature),
    #[error("the assertion is not encrypted")]
    NotEncrypted,
    #[error(transparent)]
    Undecryptable(Undecryptable),
    #[error("the response is from another provider")]
    ResponseIssuer,
    #[error("the assertion is from another provider")]
    AssertionIssuer,
    /// Missing on a signed response, or another address than the one it came to.
    #[error("the response is for another address")]
    Destination,
    #[error("the response answers another request")]
    InResponseTo,
    #[error("the response was not asked for and says that it was")]
    NotAsked,
    #[error("it was issued in the future")]
    IssueInstant,
    #[error("the assertion has no subject with a name")]
    Subject,
    #[error("the subject is not confirmed by being the bearer")]
    NotBearer,
    #[error("the assertion is for another recipient")]
    Recipient,
    #[error("the confirmation answers another request")]
    ConfirmationInResponseTo,
    /// A bearer's confirmation must end, and must not begin.
    #[error("the confirmation has no end, or a beginning")]
    ConfirmationWindow,
    #[error("the confirmation is over")]
    ConfirmationExpired,
    #[error("the conditions do not hold yet")]
    NotYetValid,
    #[error("the conditions do not hold any more")]
    Expired,
    #[error("the assertion is for another audience")]
    Audience,
    #[error("there is a condition that is not understood")]
    Condition,
    #[error("there must be one authentication statement, there are {0}")]
    Statements(usize),
    #[error("the authentication lies in the future")]
    AuthnInstant,
    #[error("the session is over")]
    SessionExpired,
}

impl From<Malformed> for Refused {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl From<Undecryptable> for Refused {
    fn from(undecryptable: Undecryptable) -> Self {
        Self::Undecryptable(undecryptable)
    }
}

impl From<Unreadable> for Refused {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Malformed(malformed) => Self::Malformed(malformed),
            Unreadable::Undecryptable(undecryptable) => Self::Undecryptable(undecryptable),
        }
    }
}
