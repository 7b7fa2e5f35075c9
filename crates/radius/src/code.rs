//! What a packet is for: the first byte.

/// The code of a packet (RFC 2865, section 3; RFC 2866; RFC 5176; RFC 5997).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    AccessRequest,
    AccessAccept,
    AccessReject,
    AccountingRequest,
    AccountingResponse,
    AccessChallenge,
    StatusServer,
    /// Anything else, dynamic authorization (RFC 5176) among it; this crate reads and writes no such messages.
    Other(u8),
}

impl Code {
    /// The code of a byte.
    pub const fn of(byte: u8) -> Self {
        match byte {
            1 => Self::AccessRequest,
            2 => Self::AccessAccept,
            3 => Self::AccessReject,
            4 => Self::AccountingRequest,
            5 => Self::AccountingResponse,
            11 => Self::AccessChallenge,
            12 => Self::StatusServer,
            other => Self::Other(other),
        }
    }

    /// The byte of the code.
    pub const fn byte(self) -> u8 {
        match self {
            Self::AccessRequest => 1,
            Self::AccessAccept => 2,
            Self::AccessReject => 3,
            Self::AccountingRequest => 4,
            Self::AccountingResponse => 5,
            Self::AccessChallenge => 11,
            Self::StatusServer => 12,
            Self::Other(byte) => byte,
        }
    }

    /// The name in the standards, for counters and logs; every unknown code has the same one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccessRequest => "Access-Request",
            Self::AccessAccept => "Access-Accept",
            Self::AccessReject => "Access-Reject",
            Self::AccountingRequest => "Accounting-Request",
            Self::AccountingResponse => "Accounting-Response",
            Self::AccessChallenge => "Access-Challenge",
            Self::StatusServer => "Status-Server",
            Self::Other(_) => "other",
        }
    }

    /// Whether it answers an Access-Request, or a Status-Server as one would.
    pub const fn is_access_answer(self) -> bool {
        matches!(self, Self::AccessAccept | Self::AccessReject | Self::AccessChallenge)
    }
}
