//! Connections: each is accepted, unwrapped from TLS, served under limits, and ended gracefully (case M095: nothing but the
//! router speaks to a client).

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo};
use http::Request;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{
        conn::auto::Builder,
        graceful::{GracefulShutdown, Watcher},
    },
};
use kit::Proxies;
use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore, watch},
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use crate::jobs::told;

/// One listener with its routes.
pub struct Door {
    pub listener: TcpListener,
    pub routes: Router,
    pub tls: Option<Arc<ServerConfig>>,
    pub proxies: Proxies,
}

impl Door {
    /// Accepts until `stop`, then closes the listener and gives what is under way the time to end.
    pub async fn keep(self, stop: watch::Receiver<bool>, drain: Duration) {
        let Self { listener, routes, tls, proxies } = self;
        let (graceful, host) = (GracefulShutdown::new(), Host { routes, tls: tls.map(TlsAcceptor::from) });
        let slots = Arc::new(Semaphore::new(CONNECTIONS));
        let mut stopped = Box::pin(told(stop));
        loop {
            let accepted = tokio::select! {
                () = &mut stopped => break,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) if host.tls.is_some() || may_speak_plainly(peer, &proxies) => {
                    let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else {
                        metrics::counter!("symbolon_connections_refused_total").increment(1);
                        continue;
                    };
                    let guest = Guest { host: host.clone(), watcher: graceful.watcher(), peer };
                    tokio::spawn(async move {
                        guest.welcome(stream).await;
                        drop(slot);
                    });
                }
                Ok(_) => metrics::counter!("symbolon_connections_refused_total").increment(1),
                Err(error) => {
                    // Too many open files and the like: others end, then it goes on.
                    tracing::warn!(cause = %error, "A connection cannot be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
        drop((listener, host));
        if tokio::time::timeout(drain, graceful.shutdown()).await.is_err() {
            let left = CONNECTIONS - slots.available_permits();
            tracing::warn!(left, "{left} connections did not end in time");
        }
    }
}

/// M077: in clear only this machine and the proxies that we were told of are heard.
fn may_speak_plainly(peer: SocketAddr, proxies: &Proxies) -> bool {
    let address = peer.ip().to_canonical();
    address.is_loopback() || proxies.trusts(address)
}

#[derive(Clone)]
struct Host {
    routes: Router,
    tls: Option<TlsAcceptor>,
}

/// One connection on its way in.
struct Guest {
    host: Host,
    watcher: Watcher,
    peer: SocketAddr,
}

impl Guest {
    async fn welcome(self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        match self.host.tls.clone() {
            None => self.serve(stream).await,
            Some(acceptor) => match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => self.serve(stream).await,
                Ok(Err(_)) | Err(_) => metrics::counter!("symbolon_tls_failures_total").increment(1),
            },
        }
    }

    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let (routes, peer) = (self.host.routes, self.peer);
        let asked = Arc::new(Notify::new());
        let first = Arc::clone(&asked);
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            asked.notify_one();
            request.extensions_mut().insert(ConnectInfo(peer));
            let answer = routes.clone().oneshot(request);
            async move { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
        });
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(HEAD);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(Some(HEADERS))
            .keep_alive_timeout(HEADERS)
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(HEAD as u32);
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        // Nothing else times a connection that never says which HTTP it speaks; silent ones would take all places.
        let silent = async { tokio::time::timeout(HEADERS, first.notified()).await.is_err() };
        tokio::select! {
            ended = self.watcher.watch(connection) => if let Err(error) = ended {
                tracing::debug!(cause = %error, "A connection ended early");
            },
            true = silent => tracing::debug!("A connection asked nothing"),
        }
    }
}

/// Open at the same time, on one listener.
const CONNECTIONS: usize = 8192;
const STREAMS: u32 = 100;
/// Bytes of a request's head.
const HEAD: usize = 64 * 1024;
/// From the beginning of a connection to its first request, and from there to the end of each head; idle ones end by it too.
const HEADERS: Duration = Duration::from_secs(15);
const HANDSHAKE: Duration = Duration::from_secs(10);
const BREATH: Duration = Duration::from_millis(50);
