//! Keys of a run: made when they are needed, gone with it.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use saml::{Certificate, DecryptionKey, PublicKey, SigningKey};

/// Somebody with a key.
pub struct Party {
    pub pkcs8: Vec<u8>,
    pub pem: String,
    pub public_pem: String,
    pub certificate: Certificate,
    pub key: SigningKey,
}

pub struct Keys {
    /// The identity provider that is trusted, its next key, and one on a curve.
    pub idp: Party,
    pub next: Party,
    pub curve: Party,
    /// Another provider, and somebody whom nobody knows.
    pub other: Party,
    pub stranger: Party,
    /// The service provider, whom assertions are encrypted to.
    pub sp: Party,
    pub trusted: Vec<PublicKey>,
    pub decryption: Vec<DecryptionKey>,
}

pub fn all() -> &'static Keys {
    static KEYS: LazyLock<Keys> = LazyLock::new(|| {
        let [idp, next, other, stranger, sp] = [(); 5].map(|()| Party::rsa());
        let curve = Party::curve();
        let trusted = [&idp, &next, &curve].map(|party| party.certificate.key().clone()).to_vec();
        let decryption = vec![DecryptionKey::new(&sp.pkcs8).unwrap()];
        Keys { idp, next, curve, other, stranger, sp, trusted, decryption }
    });
    &KEYS
}

impl Party {
    fn rsa() -> Self {
        Self::new(&rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).unwrap())
    }

    fn curve() -> Self {
        Self::new(&rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap())
    }

    pub fn new(pair: &rcgen::KeyPair) -> Self {
        let parameters = rcgen::CertificateParams::new(vec!["test.invalid".to_owned()]).unwrap();
        Self::with(pair, Certificate::from_der(parameters.self_signed(pair).unwrap().der()).unwrap())
    }

    /// The private key, as the other implementation has it.
    pub fn loaded(&self) -> bergshamra::Key {
        bergshamra::keys::loader::load_pem_auto(self.pem.as_bytes(), None).unwrap()
    }

    fn with(pair: &rcgen::KeyPair, certificate: Certificate) -> Self {
        let key = SigningKey::new(&pair.serialize_der(), certificate.clone()).unwrap();
        let public_pem = pair.public_key_pem();
        Self { pkcs8: pair.serialize_der(), pem: pair.serialize_pem(), public_pem, certificate, key }
    }

    /// The party whose private key and certificate these are.
    pub fn read(pem: &str) -> Self {
        let key = rcgen::KeyPair::from_pem(pem).unwrap();
        let der = pem.split("-----BEGIN CERTIFICATE-----").nth(1).unwrap();
        let der: String = der.lines().take_while(|line| !line.starts_with("-----END")).collect();
        Self::with(&key, Certificate::from_der(&STANDARD.decode(der).unwrap()).unwrap())
    }
}

/// A content key, encrypted to somebody by RSA-OAEP.
pub fn seal_key(recipient: &Certificate, key: &[u8]) -> Vec<u8> {
    use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PublicEncryptingKey};
    let (_, parsed) = x509_parser::parse_x509_certificate(recipient.der()).unwrap();
    let public = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(parsed.public_key().raw).unwrap()).unwrap();
    let mut sealed = vec![0; public.ciphertext_size()];
    public.encrypt(&OAEP_SHA1_MGF1SHA1, key, &mut sealed, None).unwrap().to_vec()
}
