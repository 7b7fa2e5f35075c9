//! The names of RFC 6030 and of the standards below it.

/// A namespace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Space {
    /// The key container's.
    Pskc,
    /// XML Signature.
    Signature,
    /// XML Encryption.
    Encryption,
    /// XML Encryption 1.1, which has the derived key.
    Encryption11,
    /// Any other.
    Other,
    /// None.
    Nothing,
}

impl Space {
    /// The namespace of a URI.
    pub fn of(uri: &str) -> Self {
        match uri {
            "" => Self::Nothing,
            PSKC => Self::Pskc,
            SIGNATURE => Self::Signature,
            ENCRYPTION => Self::Encryption,
            ENCRYPTION11 => Self::Encryption11,
            _ => Self::Other,
        }
    }
}

pub(super) const PSKC: &str = "urn:ietf:params:xml:ns:keyprov:pskc";
pub(super) const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(super) const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";
pub(super) const ENCRYPTION11: &str = "http://www.w3.org/2009/xmlenc11#";
pub(super) const PKCS5: &str = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#";

/// HOTP or TOTP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Profile {
    Hotp,
    Totp,
}

impl Profile {
    /// The profile of a key's algorithm, also by the names that drafts of RFC 6030 had.
    pub fn of(uri: &str) -> Option<Self> {
        const PLACES: [&str; 4] = [
            "urn:ietf:params:xml:ns:keyprov:pskc:",
            "urn:ietf:params:xml:ns:keyprov:pskc#",
            "http://www.ietf.org/keyprov/pskc#",
            "urn:ietf:params:xml:schema:keyprov:pskc#",
        ];
        match PLACES.iter().find_map(|place| uri.strip_prefix(place))? {
            "hotp" => Some(Self::Hotp),
            "totp" => Some(Self::Totp),
            _ => None,
        }
    }

    /// The name that is written.
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Hotp => "urn:ietf:params:xml:ns:keyprov:pskc:hotp",
            Self::Totp => "urn:ietf:params:xml:ns:keyprov:pskc:totp",
        }
    }
}

/// A cipher, with the length of its key in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cipher {
    /// AES in CBC mode, the vector in front.
    Cbc(usize),
    /// AES key wrap, which protects itself.
    Wrap(usize),
}

impl Cipher {
    /// The cipher of a URI.
    pub fn of(uri: &str) -> Option<Self> {
        match uri.strip_prefix(ENCRYPTION)? {
            "aes128-cbc" => Some(Self::Cbc(16)),
            "aes192-cbc" => Some(Self::Cbc(24)),
            "aes256-cbc" => Some(Self::Cbc(32)),
            "kw-aes128" => Some(Self::Wrap(16)),
            "kw-aes256" => Some(Self::Wrap(32)),
            _ => None,
        }
    }

    /// The length of its key in bytes.
    pub const fn key_len(self) -> usize {
        match self {
            Self::Cbc(len) | Self::Wrap(len) => len,
        }
    }
}

/// The hash below an HMAC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Hmac {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hmac {
    /// The HMAC of a URI.
    pub fn of(uri: &str) -> Option<Self> {
        match uri {
            // The second name is wrong, and in files.
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1" | "http://www.w3.org/2001/04/xmldsig-more#hmac-sha1" => {
                Some(Self::Sha1)
            }
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" => Some(Self::Sha256),
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384" => Some(Self::Sha384),
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The length of its output in bytes.
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// Whether a URI names PBKDF2; RFC 6030, section 6.2, and its example differ.
pub(super) fn is_pbkdf2(uri: &str) -> bool {
    matches!(
        uri,
        "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2"
            | "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5#pbkdf2"
            | "http://www.w3.org/2009/xmlenc11#pbkdf2"
    )
}
