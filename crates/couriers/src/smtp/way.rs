//! The way to a mail server: its addresses, and how the connection is protected.

use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use model::system::{Mail, MailSecurity};
use plug::{CourierError, Web, web::WebError};
use std::{
    net::SocketAddr,
    sync::{Mutex, PoisonError},
};

/// How a connection is protected.
#[derive(Clone)]
pub enum Way {
    Starttls(TlsParameters),
    Tls(TlsParameters),
    /// In clear, to a loopback address alone.
    Clear,
}

impl Way {
    pub const fn wrapped(&self) -> Option<&TlsParameters> {
        match self {
            Self::Tls(tls) => Some(tls),
            Self::Starttls(_) | Self::Clear => None,
        }
    }
    pub const fn upgrade(&self) -> Option<&TlsParameters> {
        match self {
            Self::Starttls(tls) => Some(tls),
            Self::Tls(_) | Self::Clear => None,
        }
    }

    /// The server's addresses that may be called. The name in the certificate stays the host's.
    pub async fn addresses(&self, mail: &Mail, web: &Web) -> Result<Vec<SocketAddr>, CourierError> {
        let port = match (mail.port, mail.security) {
            (0, MailSecurity::Starttls) => 587,
            (0, MailSecurity::Tls) => 465,
            (0, MailSecurity::None) => 25,
            (port, _) => port,
        };
        let mut addresses = web.resolve(&mail.host, port).await.map_err(|e| match e {
            WebError::Refused => CourierError::Never("the mail server's address is not allowed".into()),
            WebError::NoAnswer(_) => CourierError::Later("the mail server's name is not known".into()),
        })?;
        if matches!(self, Self::Clear) {
            addresses.retain(|a| a.ip().to_canonical().is_loopback());
            if addresses.is_empty() {
                return Err(CourierError::Never("mail in clear goes to this machine alone".into()));
            }
        }
        Ok(addresses)
    }
}

/// The ways found before. Reading the system's certificates takes a while, so the last way is kept while its settings
/// stay.
#[derive(Default)]
pub struct Ways(Mutex<Option<(String, String, TlsParameters)>>);

impl Ways {
    pub fn find(&self, mail: &Mail) -> Result<Way, CourierError> {
        Ok(match mail.security {
            MailSecurity::None => Way::Clear,
            MailSecurity::Starttls => Way::Starttls(self.tls(mail)?),
            MailSecurity::Tls => Way::Tls(self.tls(mail)?),
        })
    }

    fn tls(&self, mail: &Mail) -> Result<TlsParameters, CourierError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((host, trust, tls)) = &*kept
            && (host, trust) == (&mail.host, &mail.trust)
        {
            return Ok(tls.clone());
        }
        let unfit = |_| CourierError::Later("the certificates to trust do not read".into());
        let mut builder = TlsParameters::builder(mail.host.clone()).certificate_store(CertificateStore::Default);
        if !mail.trust.trim().is_empty() {
            builder = builder.add_root_certificate(Certificate::from_pem(mail.trust.as_bytes()).map_err(unfit)?);
        }
        let tls = builder.build().map_err(unfit)?;
        *kept = Some((mail.host.clone(), mail.trust.clone(), tls.clone()));
        Ok(tls)
    }
}
