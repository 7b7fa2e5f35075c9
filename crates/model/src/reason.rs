//! Why a login failed, was denied, or ended. The words are in the texts under `reason-KEY`.

use serde::{Deserialize, Serialize};

/// One reason; `key` names its text and its audit word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A judged wrong secret: wrong password, unknown name and locked account all look like this.
    Wrong,
    /// A code that was spent before.
    Replay,
    /// A code that would be right further on: the next one decides. It counts until that has come.
    NextCode,
    /// A code or challenge past its life, or replaced by a newer one.
    Expired,
    /// Nothing, or something unreadable, was answered.
    Malformed,
    /// Asked to send again too early or too often.
    SendingLimit,
    /// The message could not be handed over.
    NotSent,
    /// A directory, gateway or provider did not answer.
    Unavailable,
    /// Known to the other provider, and to nobody here: another login here connects the two (G10).
    LinkFirst,
    /// The other provider says no, or the person cancelled there.
    UpstreamRefused,
    /// What came back from the other provider is not believed. One sentence for every cause, which stands in the audit (group S).
    UpstreamInvalid,
    /// The person is locked out. Never shown; looks like `Wrong`.
    Locked,
    /// Too many tries from one source. Never shown; looks like `Wrong`.
    Throttled,
    /// The user is disabled, not yet valid, or expired.
    Disabled,
    /// In no group that may enter the application.
    NotAllowed,
    /// The application is disabled, unfit or offers no method from here.
    NothingOffered,
    /// A second factor is required and none is available (requirement C6).
    SecondFactorUnavailable,
    /// Second factors exist but network, context or front forbid them.
    Blocked,
    /// No path meets the requested context.
    NoContext,
    /// `assert` of a format rule did not hold (requirement A2.8).
    FormatRule,
    /// The application's policy wants a value that is missing, or one where there are several (requirement D4).
    PolicyUnmet,
    /// A person was to be found by an address or number that nobody vouches for (requirement A3.2).
    Unverified,
    /// More than one person, or another than the one asked for.
    Ambiguous,
    WrongPerson,
    /// Silent requests that would need a page.
    LoginRequired,
    ConsentRequired,
    InteractionRequired,
    /// The person pressed cancel.
    Cancelled,
    ConsentRejected,
    /// The login is over, or older than its ten minutes.
    Gone,
    /// A challenge–response door against a secret that is stored as a hash only (case R039).
    HashedOnly,
    /// A miss at a challenge–response door, where the passcode may be two secrets that nobody can part.
    Undivided,
}

impl Reason {
    /// Name of the text and of the audit word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Replay => "replay",
            Self::NextCode => "next-code",
            Self::Expired => "expired",
            Self::Malformed => "malformed",
            Self::SendingLimit => "sending-limit",
            Self::NotSent => "not-sent",
            Self::Unavailable => "unavailable",
            Self::LinkFirst => "link-first",
            Self::UpstreamRefused => "upstream-refused",
            Self::UpstreamInvalid => "upstream-invalid",
            Self::Locked => "locked",
            Self::Throttled => "throttled",
            Self::Disabled => "disabled",
            Self::NotAllowed => "not-allowed",
            Self::NothingOffered => "nothing-offered",
            Self::SecondFactorUnavailable => "second-factor-unavailable",
            Self::Blocked => "blocked",
            Self::NoContext => "no-context",
            Self::FormatRule => "format-rule",
            Self::PolicyUnmet => "policy-unmet",
            Self::Unverified => "unverified",
            Self::Ambiguous => "ambiguous",
            Self::WrongPerson => "wrong-person",
            Self::LoginRequired => "login-required",
            Self::ConsentRequired => "consent-required",
            Self::InteractionRequired => "interaction-required",
            Self::Cancelled => "cancelled",
            Self::ConsentRejected => "consent-rejected",
            Self::Gone => "gone",
            Self::HashedOnly => "hashed-only",
            Self::Undivided => "undivided",
        }
    }
    /// Only a judged wrong secret counts toward lockout; an empty or malformed answer counts too, so that
    /// no shape of it is a free try (case M017).
    pub const fn counts(self) -> bool {
        matches!(self, Self::Wrong | Self::Malformed | Self::Undivided | Self::NextCode)
    }
}
