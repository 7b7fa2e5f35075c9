//! The one credential of a request.

use std::fmt;

use zeroize::Zeroizing;

use crate::{Chap, Key, Malformed, MsChap, MsChap2, Packet, kind};

/// What a request offers as proof. Two at once are malformed (RFC 2865, section 4.1; RFC 2869, section 5.13), so that nobody
/// is asked for the weaker one.
pub enum Credential {
    /// None at all.
    None,
    /// A password in the clear, possibly empty.
    Pap(Zeroizing<Vec<u8>>),
    Chap(Chap),
    MsChap(MsChap),
    MsChap2(MsChap2),
    /// EAP, which this crate does not read.
    Eap,
}

impl Credential {
    /// Its sort, for counters and logs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pap(_) => "pap",
            Self::Chap(_) => "chap",
            Self::MsChap(_) => "mschap",
            Self::MsChap2(_) => "mschap2",
            Self::Eap => "eap",
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({})", self.name())
    }
}

impl Packet<'_> {
    /// The credential of a request.
    pub fn credential(&self, key: &Key) -> Result<Credential, Malformed> {
        if self.first(kind::ARAP_PASSWORD).is_some() {
            return Err(Malformed::Contradiction);
        }
        let found = [
            self.has_eap().then_some(Credential::Eap),
            self.user_password(key)?.map(Credential::Pap),
            self.chap()?.map(Credential::Chap),
            self.mschap()?.map(Credential::MsChap),
            self.mschap2()?.map(Credential::MsChap2),
        ];
        let mut found = found.into_iter().flatten();
        match (found.next(), found.next()) {
            (None, _) => Ok(Credential::None),
            (Some(only), None) => Ok(only),
            (Some(_), Some(_)) => Err(Malformed::Contradiction),
        }
    }
}
