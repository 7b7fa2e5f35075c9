//! The doors of RADIUS: sockets that are bound before anything else, and what guards the TLS ones.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use protocols::radius::{Door, Front, TlsOf};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::aws_lc_rs,
    server::{NoServerSessionStorage, WebPkiClientVerifier},
};
use rustls_pki_types::{CertificateDer, pem::PemObject};
use tokio::{
    net::{TcpListener, UdpSocket},
    sync::watch,
    task::JoinSet,
};

use crate::{StartError, Tls, config, jobs::told, tls::TlsError};

/// Where RADIUS is served; nowhere, unless somebody says so.
#[derive(Clone, Debug, Default)]
pub struct Radius {
    pub listen: Vec<SocketAddr>,
    pub accounting: Vec<SocketAddr>,
    pub radsec: Vec<SocketAddr>,
    /// For `radsec`.
    pub tls: Option<RadSec>,
}

impl Radius {
    /// What the configuration file says, its files read.
    pub fn of(config: &config::Radius) -> Result<Self, TlsError> {
        let tls = match (&config.radsec_certificate, &config.radsec_key, &config.radsec_clients) {
            (Some(certificate), Some(key), Some(clients)) => Some(RadSec::read(certificate, key, clients)?),
            _ if config.radsec.is_empty() => None,
            _ => return Err(TlsError::RadSec),
        };
        let (listen, accounting, radsec) = (config.listen.clone(), config.accounting.clone(), config.radsec.clone());
        Ok(Self { listen, accounting, radsec, tls })
    }
}

/// Our certificate toward RADIUS clients, and who signs theirs. Cheap to clone; all clones change together.
#[derive(Clone, Debug)]
pub struct RadSec(Arc<Held>);

#[derive(Debug)]
struct Held {
    own: Tls,
    clients: PathBuf,
    current: RwLock<Arc<ServerConfig>>,
}

impl RadSec {
    pub fn read(certificate: &Path, key: &Path, clients: &Path) -> Result<Self, TlsError> {
        let own = Tls::read(certificate, key)?;
        let current = RwLock::new(guarded(&own, clients)?);
        Ok(Self(Arc::new(Held { own, clients: clients.to_owned(), current })))
    }

    /// Reads all three files again; connections made from now on see them. The old ones stay where the new ones do not read.
    pub fn reload(&self) -> Result<(), TlsError> {
        let fresh = guarded(&self.0.own, &self.0.clients)?;
        self.0.own.reload()?;
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    fn settings(&self) -> TlsOf {
        let held = Arc::clone(&self.0);
        Arc::new(move || Arc::clone(&held.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// TLS 1.2 and 1.3; nobody comes in without a certificate of these authorities (RFC 6614, section 2.3). RADIUS/1.1 is not offered.
///
/// Nothing is resumed: a connection lives for hours, and each one shows its certificate to the authorities of the moment. FreeRADIUS up to
/// 3.2.1 moreover stands still when a ticket comes before the first answer.
fn guarded(own: &Tls, clients: &Path) -> Result<Arc<ServerConfig>, TlsError> {
    let wrong = |e: &dyn std::fmt::Display| TlsError::Clients(clients.to_owned(), e.to_string());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(clients).map_err(|e| wrong(&e))? {
        roots.add(certificate.map_err(|e| wrong(&e))?).map_err(|e| wrong(&e))?;
    }
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .build()
        .map_err(|e| wrong(&e))?;
    let builder = ServerConfig::builder_with_provider(provider);
    let builder = builder.with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?;
    let mut config = builder.with_client_cert_verifier(verifier).with_cert_resolver(Arc::new(own.clone()));
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}

/// Where it listens, as bound.
#[derive(Clone, Debug, Default)]
pub struct RadiusAddrs {
    pub listen: Vec<SocketAddr>,
    pub accounting: Vec<SocketAddr>,
    pub radsec: Vec<SocketAddr>,
}

/// Bound and not answering yet.
#[derive(Default)]
pub struct Sockets {
    pub addrs: RadiusAddrs,
    datagrams: Vec<(UdpSocket, Door)>,
    streams: Vec<(TcpListener, TlsOf)>,
}

impl Sockets {
    pub async fn bind(radius: &Radius) -> Result<Self, StartError> {
        let mut sockets = Self::default();
        for address in &radius.listen {
            let bound = sockets.datagrams_at(*address, Door::Login).await?;
            sockets.addrs.listen.push(bound);
        }
        for address in &radius.accounting {
            let bound = sockets.datagrams_at(*address, Door::Accounting).await?;
            sockets.addrs.accounting.push(bound);
        }
        for address in &radius.radsec {
            let tls = radius.tls.as_ref().ok_or(TlsError::RadSec)?;
            let listener = TcpListener::bind(address).await.map_err(|e| StartError::Radius(*address, e))?;
            sockets.addrs.radsec.push(listener.local_addr().map_err(|e| StartError::Radius(*address, e))?);
            sockets.streams.push((listener, tls.settings()));
        }
        Ok(sockets)
    }

    async fn datagrams_at(&mut self, address: SocketAddr, door: Door) -> Result<SocketAddr, StartError> {
        let socket = UdpSocket::bind(address).await.map_err(|e| StartError::Radius(address, e))?;
        let bound = socket.local_addr().map_err(|e| StartError::Radius(address, e))?;
        // Bursts wait here; the system grants what its own limit allows.
        let _ = socket2::SockRef::from(&socket).set_recv_buffer_size(RECEIVED);
        self.datagrams.push((socket, door));
        Ok(bound)
    }

    /// Begins to answer, until `stop`.
    pub fn open(self, front: &Front, doors: &mut JoinSet<()>, stop: &watch::Receiver<bool>) {
        for (socket, door) in self.datagrams {
            doors.spawn(front.clone().keep_socket(socket, door, stop.clone()));
        }
        for (listener, tls) in self.streams {
            doors.spawn(front.clone().keep_listener(listener, tls, stop.clone()));
        }
        let (front, stop) = (front.clone(), stop.clone());
        doors.spawn(async move {
            tokio::select! {
                () = told(stop) => {}
                () = front.run() => {}
            }
        });
    }
}

/// Bytes that a socket may hold before we read them.
const RECEIVED: usize = 4 << 20;
