//! What we encrypt to others.

use aws_lc_rs::rsa::OAEP_SHA1_MGF1SHA1;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::cipher;
use crate::signature::key_info;
use crate::xml::Writer;
use crate::{Certificate, ns};

/// Why nothing was encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unencrypted {
    /// Only RSA keys can be encrypted to.
    #[error("the recipient's key is not one to encrypt to")]
    Recipient,
    #[error("the cryptographic library failed")]
    Failed,
}

/// Encrypts an element that stands by itself into an element of this name (`saml:EncryptedAssertion`), by AES-256-GCM
/// and RSA-OAEP, the pair that every reader of today knows.
pub fn encrypt(element: &str, into: &'static str, recipient: &Certificate) -> Result<String, Unencrypted> {
    let transport = recipient.key().sealing().ok_or(Unencrypted::Recipient)?;
    let (key, sealed) = cipher::seal(element.as_bytes()).ok_or(Unencrypted::Failed)?;
    let mut sealed_key = vec![0; transport.ciphertext_size()];
    let sealed_key =
        transport.encrypt(&OAEP_SHA1_MGF1SHA1, &*key, &mut sealed_key, None).map_err(|_| Unencrypted::Failed)?;
    let mut out = Writer::new();
    out.start(into, &[("xmlns:saml", Some(ns::SAML))])
        .start(
            "xenc:EncryptedData",
            &[("xmlns:xenc", Some(ns::XENC)), ("Type", Some("http://www.w3.org/2001/04/xmlenc#Element"))],
        )
        .leaf("xenc:EncryptionMethod", &[("Algorithm", Some(cipher::AES_256_GCM_URI))], "")
        .start("ds:KeyInfo", &[("xmlns:ds", Some(ns::DS))])
        .start("xenc:EncryptedKey", &[])
        .start("xenc:EncryptionMethod", &[("Algorithm", Some(cipher::OAEP_MGF1P_URI))])
        .leaf("ds:DigestMethod", &[("Algorithm", Some(cipher::SHA1))], "")
        .end();
    key_info(&mut out, recipient);
    out.start("xenc:CipherData", &[])
        .leaf("xenc:CipherValue", &[], &STANDARD.encode(sealed_key))
        .end()
        .end()
        .end()
        .start("xenc:CipherData", &[])
        .leaf("xenc:CipherValue", &[], &STANDARD.encode(sealed));
    Ok(out.finish())
}
