//! Why a request is not acted on.

use crate::binding::redirect::BadRedirect;
use crate::encryption::Undecryptable;
use crate::message::{Kind, Unreadable};
use crate::{BadSignature, Malformed};

/// What is wrong with a request. It ends on a page of ours: where an answer would go is part of what is not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefused {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error(transparent)]
    Undecryptable(Undecryptable),
    /// Another message than this door is for; `ManageNameId` is one that no door is for.
    #[error("this is another message: {0:?}")]
    Kind(Kind),
    #[error("the message must be signed and is not")]
    Unsigned,
    #[error(transparent)]
    Redirect(#[from] BadRedirect),
    #[error("the message's signature: {0}")]
    Signature(BadSignature),
    #[error("a signature stands where none may")]
    StraySignature,
    #[error("the message is from another entity")]
    Issuer,
    #[error("the message is for another address")]
    Destination,
    #[error("the message is too old, or from the future")]
    IssueInstant,
    #[error("the message has ended")]
    Expired,
    #[error("the message answers another one")]
    InResponseTo,
    /// The answer's status is not success.
    #[error("the other side has failed")]
    Failed,
    #[error("what the request asks for is not valid now")]
    Conditions,
    /// The address is not in the sender's metadata, to the letter.
    #[error("the answer is to go to an address that is not registered")]
    AcsUrl,
    #[error("the answer is to go to an index that is not registered")]
    AcsIndex,
    #[error("the answer is to go by a binding that is not registered there")]
    AcsBinding,
    #[error("the metadata has no address that an answer could go to")]
    NoAcs,
}

impl From<Unreadable> for RequestRefused {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Malformed(malformed) => Self::Malformed(malformed),
            Unreadable::Undecryptable(undecryptable) => Self::Undecryptable(undecryptable),
        }
    }
}
