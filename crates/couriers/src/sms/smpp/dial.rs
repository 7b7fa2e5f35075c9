//! The way to a message centre: by TLS, or in clear to a network that was opened for it.

use model::gateway::Gateway;
use plug::{Web, web::WebError};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpSocket,
};
use tokio_rustls::TlsConnector;

use super::super::{Miss, unreached};

pub trait Both: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Both for T {}

pub type Stream = Box<dyn Both>;

/// For one address; a centre may have several.
const TO_CONNECT: Duration = Duration::from_secs(4);

pub async fn dial(gateway: &Gateway, web: &Web) -> Result<Stream, Miss> {
    let unset = || Miss::Next("its address does not read".into());
    let url = gateway.place().ok_or_else(unset)?;
    let (host, port) = url.host_str().zip(url.port()).ok_or_else(unset)?;
    let host = host.trim_matches(['[', ']']);
    let mut addresses = web.resolve(host, port).await.map_err(unreached)?;
    let tls = url.scheme() == "smpps";
    if !tls {
        addresses.retain(|a| web.opened(a.ip()));
    }
    let Some(first) = addresses.first() else { return Err(unreached(WebError::Refused)) };
    let mut connected = connect(*first).await;
    for address in &addresses[1..] {
        if connected.is_err() {
            connected = connect(*address).await;
        }
    }
    let stream = connected.map_err(|_| Miss::Next("no connection".into()))?;
    if !tls {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| unset())?;
    let untrusted = |_: std::io::Error| Miss::Next("no TLS with it, or its certificate is not trusted".into());
    Ok(Box::new(TlsConnector::from(Arc::new(config(gateway)?)).connect(name, stream).await.map_err(untrusted)?))
}

/// The addresses were judged by the one client that calls out.
async fn connect(address: SocketAddr) -> std::io::Result<tokio::net::TcpStream> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    let late = |_| std::io::Error::from(std::io::ErrorKind::TimedOut);
    let stream = tokio::time::timeout(TO_CONNECT, socket.connect(address)).await.map_err(late)??;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn config(gateway: &Gateway) -> Result<ClientConfig, Miss> {
    let odd = || Miss::Next("the certificates to trust do not read".into());
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if !gateway.trust.trim().is_empty() {
        for certificate in CertificateDer::pem_slice_iter(gateway.trust.as_bytes()) {
            roots.add(certificate.map_err(|_| odd())?).map_err(|_| odd())?;
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let versions =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|_| odd())?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}
