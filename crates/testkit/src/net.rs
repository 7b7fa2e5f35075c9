//! The way to one server: its public address, its socket, and a client for every address that somebody calls from.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Mutex, PoisonError},
    time::Duration,
};
use url::Url;

/// Shared by everybody who talks to one server.
pub struct Net {
    /// What the server is called; requests carry its name.
    pub public: Url,
    /// Where it listens, where that is another place than its public address says.
    socket: Option<SocketAddr>,
    /// A certificate authority to trust (PEM).
    ca: Option<String>,
    clients: Mutex<HashMap<IpAddr, reqwest::Client>>,
}

impl Net {
    /// A server that is where its address says.
    pub fn direct(public: Url, ca: Option<String>) -> Self {
        Self { public, socket: None, ca, clients: Mutex::default() }
    }
    /// A server behind a proxy that we play: plain HTTP to the socket, with the public name.
    pub fn behind(public: Url, socket: SocketAddr) -> Self {
        Self { public, socket: Some(socket), ca: None, clients: Mutex::default() }
    }

    /// A client that calls from a loopback address: all of 127.0.0.0/8 is ours, so networks can be told apart.
    pub fn client(&self, from: IpAddr) -> reqwest::Client {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        clients.entry(from).or_insert_with(|| build(from, self.ca.as_deref())).clone()
    }

    /// Whether a URL belongs to the server.
    pub fn owns(&self, url: &Url) -> bool {
        url.origin() == self.public.origin()
    }

    /// Where a URL of the server is really called, and the Host to say.
    pub fn place(&self, url: &Url) -> (Url, Option<String>) {
        let Some(socket) = self.socket.filter(|_| self.owns(url)) else { return (url.clone(), None) };
        let mut place = Url::parse(&format!("http://{socket}")).expect("a socket's address is a URL");
        place.set_path(url.path());
        place.set_query(url.query());
        let host = self.public.host_str().unwrap_or_default();
        (place, Some(self.public.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))))
    }
}

fn build(from: IpAddr, ca: Option<&str>) -> reqwest::Client {
    let roots = ca.map(|pem| reqwest::Certificate::from_pem(pem.as_bytes()).expect("a certificate"));
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .local_address(from)
        .timeout(Duration::from_secs(60))
        .tls_certs_only(roots)
        .build()
        .expect("an HTTP client")
}
