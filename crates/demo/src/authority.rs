//! A certificate authority of the demo's own, for clients that refuse plain HTTP.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use model::{Span, Time};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};

use crate::write_private;

/// Where its files lie.
pub struct Authority {
    /// To be trusted by clients.
    pub ca: PathBuf,
    /// The server's, for `localhost`.
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// A certificate that the authority gave to a client, and its key.
#[derive(Clone, Debug)]
pub struct Identity {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// What stops it.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("{0}")]
    Certificate(#[from] rcgen::Error),
}

impl Authority {
    /// The one of the folder, or a new one; the server's certificate is new each time.
    pub fn of(dir: &Path, now: Time) -> Result<Self, AuthorityError> {
        let (ca, ca_key) = (dir.join("ca.pem"), dir.join("ca.key"));
        if !(ca.exists() && ca_key.exists()) {
            let key = KeyPair::generate()?;
            write_private(&ca_key, key.serialize_pem().as_bytes())?;
            fs::write(&ca, authority(now)?.self_signed(&key)?.pem())?;
        }
        let authority = Self { certificate: dir.join("tls.pem"), key: dir.join("tls.key"), ca };
        issue(dir, &server(now)?, (&authority.certificate, &authority.key), now)?;
        Ok(authority)
    }

    /// A new certificate for a device of this name, beside the authority's own files.
    pub fn device(dir: &Path, name: &str, now: Time) -> Result<Identity, AuthorityError> {
        let device = Identity { certificate: dir.join("device.pem"), key: dir.join("device.key") };
        issue(dir, &client(name, now)?, (&device.certificate, &device.key), now)?;
        Ok(device)
    }
}

/// Signs for a new key, and writes both.
fn issue(
    dir: &Path,
    params: &CertificateParams,
    (certificate, key): (&Path, &Path),
    now: Time,
) -> Result<(), AuthorityError> {
    let issuer = Issuer::new(authority(now)?, KeyPair::from_pem(&fs::read_to_string(dir.join("ca.key"))?)?);
    let pair = KeyPair::generate()?;
    fs::write(certificate, params.signed_by(&pair, &issuer)?.pem())?;
    write_private(key, pair.serialize_pem().as_bytes())?;
    Ok(())
}

fn authority(now: Time) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, "Symbolon demo authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid(&mut params, now, Span::days(3650));
    Ok(params)
}

fn server(now: Time) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(["localhost", "127.0.0.1", "::1"].map(str::to_owned))?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    end(&mut params, ExtendedKeyUsagePurpose::ServerAuth, now);
    Ok(params)
}

fn client(name: &str, now: Time) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new([name.to_owned()])?;
    params.distinguished_name.push(DnType::CommonName, name);
    end(&mut params, ExtendedKeyUsagePurpose::ClientAuth, now);
    Ok(params)
}

/// What holds for everybody who signs no certificates.
fn end(params: &mut CertificateParams, usage: ExtendedKeyUsagePurpose, now: Time) {
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![usage];
    valid(params, now, Span::days(397));
}

fn valid(params: &mut CertificateParams, now: Time, life: Span) {
    let ((year, month, day), (last_year, last_month, last_day)) = (date(now - Span::days(1)), date(now + life));
    params.not_before = rcgen::date_time_ymd(year, month, day);
    params.not_after = rcgen::date_time_ymd(last_year, last_month, last_day);
}

/// Year, month and day.
fn date(at: Time) -> (i32, u8, u8) {
    let text = at.rfc3339();
    let part = |from: usize, to: usize| text.get(from..to).and_then(|p| p.parse::<u8>().ok()).unwrap_or(1);
    (text.get(..4).and_then(|y| y.parse().ok()).unwrap_or(2000), part(5, 7), part(8, 10))
}
