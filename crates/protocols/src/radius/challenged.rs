//! CHAP and MS-CHAPv2 as the engine sees them: a response to which candidates are held, and what is said of the one that fits.

use std::sync::{Mutex, PoisonError};

use model::Secret;
use plug::{Response, Scheme};
use radius::kind::microsoft as ms;
use radius::{Chap, Failure, Key, MsChap2, Reply, nt_hash};

/// A response with the name it was made for.
pub struct Challenged {
    of: Of,
    name: Vec<u8>,
    /// NT hash of the candidate that fitted, for the proof that is sent back.
    fitted: Mutex<Option<Secret<[u8; 16]>>>,
}

enum Of {
    Chap(Chap),
    MsChap2(MsChap2),
}

impl Challenged {
    pub fn chap(chap: Chap) -> Self {
        Self { of: Of::Chap(chap), name: Vec::new(), fitted: Mutex::default() }
    }

    pub fn mschap2(response: MsChap2, name: &[u8]) -> Self {
        Self { of: Of::MsChap2(response), name: name.to_vec(), fitted: Mutex::default() }
    }

    /// What an accept says besides: that the server knows the secret, too, and the keys of the link (RFC 2548, section 2.4).
    pub fn accepted<'a>(&self, reply: Reply<'a>, key: &Key, salt: u16) -> Reply<'a> {
        let Of::MsChap2(response) = &self.of else { return reply };
        let fitted = self.fitted.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(hash) = fitted.as_ref().map(Secret::expose) else { return reply };
        let success = response.success(hash, &self.name);
        reply.vendor(ms::VENDOR, ms::CHAP2_SUCCESS, &success).mppe_keys(key, &response.keys(hash), salt)
    }

    /// What a reject says besides: wrong, and no other try on this challenge (RFC 2759, section 6).
    pub fn rejected<'a>(&self, reply: Reply<'a>, challenge: &[u8; 16]) -> Reply<'a> {
        let Of::MsChap2(response) = &self.of else { return reply };
        reply.vendor(ms::VENDOR, ms::CHAP_ERROR, &response.failure(Failure::Wrong, challenge, ""))
    }
}

impl Response for Challenged {
    fn is(&self, candidate: &str) -> bool {
        match &self.of {
            Of::Chap(response) => response.is(candidate.as_bytes()),
            Of::MsChap2(response) => {
                let hash = nt_hash(candidate);
                let fits = response.is(&hash, &self.name);
                if fits {
                    *self.fitted.lock().unwrap_or_else(PoisonError::into_inner) = Some(Secret::new(*hash));
                }
                fits
            }
        }
    }

    fn scheme(&self) -> Scheme {
        match self.of {
            Of::Chap(_) => Scheme::Chap,
            Of::MsChap2(_) => Scheme::MsChap2,
        }
    }
}
