//! Writing a key container.

use std::fmt::Write as _;
use std::num::NonZeroU32;

use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::names::{ENCRYPTION, ENCRYPTION11, Hmac, PKCS5, PSKC, Profile, SIGNATURE};
use super::seal::{BLOCK, Derivation, Keys, encrypt};
use crate::import::reserve;
use crate::uri::whole_seconds;
use crate::{Algorithm, Limits, NotWritten, TokenKind, TokenRecord, when};

/// How the seeds are protected.
#[derive(Clone, Copy)]
pub enum Protect<'a> {
    /// Not at all: whoever sees the file can make every code.
    Plain,
    /// With a key that both sides share, under the name by which the other side knows it.
    Key {
        /// The key's name.
        name: &'a str,
        /// The key, 16 or 32 bytes as the suite has it.
        key: &'a [u8],
        /// The ciphers.
        suite: Suite,
    },
    /// With a password, by PBKDF2.
    Password {
        /// The password.
        password: &'a str,
        /// The iteration count, within the default [`Limits`].
        iterations: u32,
        /// The ciphers.
        suite: Suite,
    },
}

impl Protect<'_> {
    /// An iteration count for new files with [`Suite::Aes256`].
    pub const ITERATIONS: u32 = 600_000;
}

impl std::fmt::Debug for Protect<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain => "Plain",
            Self::Key { .. } => "Key(…)",
            Self::Password { .. } => "Password(…)",
        })
    }
}

/// The ciphers of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suite {
    /// AES-128-CBC and HMAC-SHA-1, which RFC 6030 recommends to every reader (section 6.1).
    Aes128,
    /// AES-256-CBC and HMAC-SHA-256.
    #[default]
    Aes256,
}

impl Suite {
    /// The length of the key, in bytes.
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes256 => 32,
        }
    }

    const fn hash(self) -> Hmac {
        match self {
            Self::Aes128 => Hmac::Sha1,
            Self::Aes256 => Hmac::Sha256,
        }
    }

    const fn cipher_uri(self) -> &'static str {
        match self {
            Self::Aes128 => "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            Self::Aes256 => "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
        }
    }

    const fn mac_uri(self) -> &'static str {
        match self {
            Self::Aes128 => "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
            Self::Aes256 => "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        }
    }
}

/// Writes a file. `chance` fills what it is given with unpredictable octets: the salt, the MAC key and the vectors.
///
/// Every key gets the usage `OTP`. A period of broken seconds, a T0 other than 0 and a counter above that of
/// XML Schema's `long` can not be expressed.
pub fn write(
    tokens: &[TokenRecord],
    protect: Protect<'_>,
    chance: &mut dyn FnMut(&mut [u8]),
) -> Result<Zeroizing<String>, NotWritten> {
    let mut file = Writer { out: Zeroizing::new(String::with_capacity(4096)) };
    file.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = write!(file.out, "<KeyContainer Version=\"1.0\" xmlns=\"{PSKC}\"");
    let sealing = match protect {
        Protect::Plain => {
            file.out.push_str(">\n");
            None
        }
        Protect::Key { name, key, suite } => {
            if key.len() != suite.key_len() {
                return Err(NotWritten::KeyLength);
            }
            let _ = writeln!(file.out, " xmlns:ds=\"{SIGNATURE}\" xmlns:xenc=\"{ENCRYPTION}\">");
            file.out.push_str("  <EncryptionKey>\n");
            file.text(4, "ds:KeyName", Some(name));
            file.out.push_str("  </EncryptionKey>\n");
            Some((suite, file.mac_method(suite, Zeroizing::new(key.to_vec()), chance)?))
        }
        Protect::Password { password, iterations, suite } => {
            let derivation = derivation(iterations, suite, chance)?;
            let key = derivation.key(password).ok_or(NotWritten::Password)?;
            file.derived_key(&derivation, suite);
            Some((suite, file.mac_method(suite, key, chance)?))
        }
    };
    for (index, token) in tokens.iter().enumerate() {
        file.package(index, token, sealing.as_ref(), chance).ok_or(NotWritten::NotExpressible(index))?;
    }
    file.out.push_str("</KeyContainer>\n");
    Ok(file.out)
}

fn derivation(iterations: u32, suite: Suite, chance: &mut dyn FnMut(&mut [u8])) -> Result<Derivation, NotWritten> {
    let known = Limits::LEAST_ITERATIONS..=Limits::default().iterations;
    let iterations = NonZeroU32::new(iterations).filter(|n| known.contains(&n.get())).ok_or(NotWritten::Password)?;
    let mut salt = vec![0; BLOCK];
    chance(&mut salt);
    Ok(Derivation { prf: suite.hash(), salt, iterations, key_len: suite.key_len() })
}

struct Writer {
    out: Zeroizing<String>,
}

type Sealing = (Suite, Keys);

impl Writer {
    fn derived_key(&mut self, derivation: &Derivation, suite: Suite) {
        let _ = writeln!(
            self.out,
            " xmlns:xenc=\"{ENCRYPTION}\" xmlns:xenc11=\"{ENCRYPTION11}\" xmlns:pkcs5=\"{PKCS5}\">\n  \
             <EncryptionKey>\n    <xenc11:DerivedKey>\n      <xenc11:KeyDerivationMethod Algorithm=\"{PKCS5}pbkdf2\">\n        \
             <pkcs5:PBKDF2-params>\n          <Salt xmlns=\"\"><Specified>{}</Specified></Salt>\n          \
             <IterationCount xmlns=\"\">{}</IterationCount>\n          <KeyLength xmlns=\"\">{}</KeyLength>\n          \
             <PRF xmlns=\"\" Algorithm=\"{}\"/>\n        </pkcs5:PBKDF2-params>\n      \
             </xenc11:KeyDerivationMethod>\n    </xenc11:DerivedKey>\n  </EncryptionKey>",
            BASE64.encode(&derivation.salt),
            derivation.iterations,
            derivation.key_len,
            suite.mac_uri(),
        );
    }

    /// A MAC key of its own, encrypted as the values are.
    fn mac_method(
        &mut self,
        suite: Suite,
        encryption: Zeroizing<Vec<u8>>,
        chance: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Keys, NotWritten> {
        let mut key = Zeroizing::new(vec![0; suite.hash().output_len()]);
        chance(&mut key);
        let mut vector = [0; BLOCK];
        chance(&mut vector);
        let sealed = encrypt(&encryption, vector, &key).ok_or(NotWritten::KeyLength)?;
        let _ = writeln!(self.out, "  <MACMethod Algorithm=\"{}\">\n    <MACKey>", suite.mac_uri());
        self.encrypted(6, suite, &sealed);
        self.out.push_str("    </MACKey>\n  </MACMethod>\n");
        Ok(Keys { encryption, mac: Some((suite.hash(), key)) })
    }

    fn encrypted(&mut self, indent: usize, suite: Suite, sealed: &[u8]) {
        let _ = writeln!(
            self.out,
            "{:indent$}<xenc:EncryptionMethod Algorithm=\"{}\"/>\n{0:indent$}<xenc:CipherData>\
             <xenc:CipherValue>{}</xenc:CipherValue></xenc:CipherData>",
            "",
            suite.cipher_uri(),
            BASE64.encode(sealed),
        );
    }

    fn package(
        &mut self,
        index: usize,
        token: &TokenRecord,
        sealing: Option<&Sealing>,
        chance: &mut dyn FnMut(&mut [u8]),
    ) -> Option<()> {
        reserve(&mut self.out, token.room());
        self.out.push_str("  <KeyPackage>\n");
        self.device(token)?;
        let (profile, algorithm, digits) = match token.kind {
            TokenKind::Hotp { hotp, .. } => (Profile::Hotp, hotp.algorithm, hotp.digits),
            TokenKind::Totp { totp, .. } => (Profile::Totp, totp.algorithm, totp.digits),
        };
        let named = token.key_id.as_deref().or(token.serial.as_deref());
        let id = named.map_or_else(|| format!("key-{}", index + 1), str::to_owned);
        let _ = write!(self.out, "    <Key Algorithm=\"{}\" Id=\"", profile.uri());
        self.escaped(&id);
        self.out.push_str("\">\n");
        self.text(6, "Issuer", token.issuer.as_deref());
        self.out.push_str("      <AlgorithmParameters>\n");
        if algorithm != Algorithm::Sha1 {
            let _ = writeln!(self.out, "        <Suite>HMAC-{}</Suite>", algorithm.name());
        }
        let _ = writeln!(
            self.out,
            "        <ResponseFormat Encoding=\"DECIMAL\" Length=\"{}\"/>\n      </AlgorithmParameters>",
            digits.number()
        );
        self.text(6, "KeyProfileId", token.profile.as_deref());
        self.text(6, "FriendlyName", token.label.as_deref());
        self.secrets(token, sealing, chance)?;
        self.text(6, "UserId", token.user.as_deref());
        self.policy(token)?;
        self.out.push_str("    </Key>\n  </KeyPackage>\n");
        Some(())
    }

    fn device(&mut self, token: &TokenRecord) -> Option<()> {
        let device = &token.device;
        self.out.push_str("    <DeviceInfo>\n");
        self.text(6, "Manufacturer", device.manufacturer.as_deref());
        self.text(6, "SerialNo", token.serial.as_deref());
        self.text(6, "Model", device.model.as_deref());
        self.text(6, "IssueNo", device.issue.as_deref());
        self.text(6, "DeviceBinding", device.binding.as_deref());
        self.date("StartDate", device.start_ms)?;
        self.date("ExpiryDate", device.expiry_ms)?;
        self.text(6, "UserId", device.user.as_deref());
        self.out.push_str("    </DeviceInfo>\n");
        if let Some(module) = device.module.as_deref() {
            self.out.push_str("    <CryptoModuleInfo>\n");
            self.text(6, "Id", Some(module));
            self.out.push_str("    </CryptoModuleInfo>\n");
        }
        Some(())
    }

    fn secrets(
        &mut self,
        token: &TokenRecord,
        sealing: Option<&Sealing>,
        chance: &mut dyn FnMut(&mut [u8]),
    ) -> Option<()> {
        self.out.push_str("      <Data>\n        <Secret>\n");
        match sealing {
            None => {
                let plain = Zeroizing::new(BASE64.encode(token.seed.expose()));
                self.text(10, "PlainValue", Some(&plain));
            }
            Some((suite, keys)) => {
                let mut vector = [0; BLOCK];
                chance(&mut vector);
                let (sealed, mac) = keys.seal(vector, token.seed.expose())?;
                self.out.push_str("          <EncryptedValue>\n");
                self.encrypted(12, *suite, &sealed);
                self.out.push_str("          </EncryptedValue>\n");
                self.text(10, "ValueMAC", Some(&BASE64.encode(&mac)));
            }
        }
        self.out.push_str("        </Secret>\n");
        match token.kind {
            TokenKind::Hotp { counter, .. } => self.number("Counter", i64::try_from(counter).ok()?),
            TokenKind::Totp { totp, drift } => {
                let secs = whole_seconds(totp).ok()?;
                self.number("Time", 0);
                self.number("TimeInterval", i64::try_from(secs).ok()?);
                if drift != 0 {
                    self.number("TimeDrift", i64::from(drift));
                }
            }
        }
        self.out.push_str("      </Data>\n");
        Some(())
    }

    fn policy(&mut self, token: &TokenRecord) -> Option<()> {
        let policy = &token.policy;
        self.out.push_str("      <Policy>\n");
        self.date_at(8, "StartDate", policy.start_ms)?;
        self.date_at(8, "ExpiryDate", policy.expiry_ms)?;
        if let Some(pin) = &policy.pin {
            let _ = write!(self.out, "        <PINPolicy PINUsageMode=\"{}\"", pin.mode.name());
            if let Some(id) = &pin.key_id {
                self.out.push_str(" PINKeyId=\"");
                self.escaped(id);
                self.out.push('"');
            }
            let numbers =
                [("MaxFailedAttempts", pin.max_failed), ("MinLength", pin.min_length), ("MaxLength", pin.max_length)];
            for (name, number) in numbers {
                let _ = number.map_or(Ok(()), |number| write!(self.out, " {name}=\"{number}\""));
            }
            let _ = pin.characters.map_or(Ok(()), |kind| write!(self.out, " PINEncoding=\"{}\"", kind.name()));
            self.out.push_str("/>\n");
        }
        self.out.push_str("        <KeyUsage>OTP</KeyUsage>\n");
        self.text(8, "NumberOfTransactions", policy.transactions.map(|n| n.to_string()).as_deref());
        self.out.push_str("      </Policy>\n");
        Some(())
    }

    fn number(&mut self, name: &str, number: i64) {
        let _ = writeln!(self.out, "        <{name}><PlainValue>{number}</PlainValue></{name}>");
    }

    fn date(&mut self, name: &str, ms: Option<i64>) -> Option<()> {
        self.date_at(6, name, ms)
    }

    fn date_at(&mut self, indent: usize, name: &str, ms: Option<i64>) -> Option<()> {
        if let Some(ms) = ms {
            self.text(indent, name, Some(&when::write(ms)?));
        }
        Some(())
    }

    fn text(&mut self, indent: usize, name: &str, text: Option<&str>) {
        let Some(text) = text else { return };
        let _ = write!(self.out, "{:indent$}<{name}>", "");
        self.escaped(text);
        let _ = writeln!(self.out, "</{name}>");
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                // What XML would read as a space, or not at all.
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
                c => self.out.push(c),
            }
        }
    }
}
