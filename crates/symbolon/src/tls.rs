//! TLS of our own: a certificate and a key from files, read again on SIGHUP.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use rustls::{
    ServerConfig,
    crypto::{CryptoProvider, aws_lc_rs},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

/// A certificate chain and its key. Cheap to clone; all clones change together.
#[derive(Clone, Debug)]
pub struct Tls(Arc<Held>);

#[derive(Debug)]
struct Held {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
}

/// What the operator can do about it.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error(
        "`tls.certificate` {0}: {1}; give a PEM file with the server's certificate first and the intermediate ones after it"
    )]
    Certificate(PathBuf, String),
    #[error("`tls.key` {0}: {1}; give a PEM file with the private key of the certificate")]
    Key(PathBuf, String),
    #[error(
        "`radius.radsec_clients` {0}: {1}; give a PEM file with the certificates of the authorities that sign RADIUS clients"
    )]
    Clients(PathBuf, String),
    #[error("`radius.radsec` needs `radsec_certificate`, `radsec_key` and `radsec_clients`")]
    RadSec,
    #[error("TLS cannot be set up: {0}")]
    Setup(#[from] rustls::Error),
}

impl Tls {
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let current = RwLock::new(Arc::new(load(certificate, key)?));
        Ok(Self(Arc::new(Held { certificate: certificate.to_owned(), key: key.to_owned(), current })))
    }

    /// Reads both files again; connections made from now on see them. The old ones stay where the new ones do not read.
    pub fn reload(&self) -> Result<(), TlsError> {
        let fresh = Arc::new(load(&self.0.certificate, &self.0.key)?);
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1.
    pub(crate) fn config(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let builder = builder.with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::new(self.clone()));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

impl ResolvesServerCert for Tls {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Makes aws-lc the provider of everything in this process that does not name one.
pub fn choose_provider() {
    // Somebody else in the process was first, with the only provider that is compiled in.
    let _ = CryptoProvider::install_default(aws_lc_rs::default_provider());
}

fn load(certificate: &Path, key: &Path) -> Result<CertifiedKey, TlsError> {
    let wrong = |e: &dyn std::fmt::Display| TlsError::Certificate(certificate.to_owned(), e.to_string());
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .map_err(|e| wrong(&e))?
        .collect::<Result<_, _>>()
        .map_err(|e| wrong(&e))?;
    if chain.is_empty() {
        return Err(wrong(&"there is no certificate in it"));
    }
    let wrong = |e: &dyn std::fmt::Display| TlsError::Key(key.to_owned(), e.to_string());
    let private = PrivateKeyDer::from_pem_file(key).map_err(|e| wrong(&e))?;
    CertifiedKey::from_der(chain, private, &aws_lc_rs::default_provider()).map_err(|e| wrong(&e))
}
