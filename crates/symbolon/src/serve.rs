//! A server that answers, until it is stopped: readiness goes first, then the listener, then what is under way, the outbox,
//! and the store (case L014).

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::Router;
use kit::{Kit, Proxies};
use login::Engine;
use protocols::{oidc::Front, radius};
use store_sql::{MasterKeys, SqlStore};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::JoinSet,
};
use url::Url;

use crate::{
    StartError, Tls, Wired,
    connections::Door,
    jobs::Jobs,
    radius::{RadSec, RadiusAddrs},
};

/// A running server.
pub struct Server {
    pub engine: Engine,
    pub kit: Arc<Kit>,
    pub store: Arc<SqlStore>,
    /// Where it listens.
    pub addr: SocketAddr,
    /// Where management listens, if apart.
    pub admin_addr: Option<SocketAddr>,
    /// Where RADIUS listens, if anywhere.
    pub radius: RadiusAddrs,
    pub public_url: Url,
    tls: Option<Tls>,
    radsec: Option<RadSec>,
    ready: Arc<std::sync::atomic::AtomicBool>,
    stop: watch::Sender<bool>,
    doors: JoinSet<()>,
    jobs: Jobs,
    /// Tells applications of logouts as long as it is there, so it stays until the outbox rests.
    front: Front,
    /// Has requests under way for as long as `drain` after its doors have closed.
    datagrams: radius::Front,
    drain: Duration,
}

/// `routes` are everybody's, and management's where that is apart.
pub(crate) fn start(
    wired: Wired,
    front: Front,
    routes: (Router, Option<Router>),
    jobs: Jobs,
) -> Result<Server, StartError> {
    let Wired { engine, kit, public_url, addr, listener, admin: admin_listener, radius, options, ready } = wired;
    let config = options.tls.as_ref().map(Tls::config).transpose()?;
    let proxies = Proxies::new(options.trusted_proxies.iter().copied());
    let (stop, stopped) = watch::channel(false);
    let mut doors = JoinSet::new();
    let admin_addr = admin_listener.as_ref().and_then(|l| l.local_addr().ok());
    if let Some((listener, routes)) = admin_listener.zip(routes.1) {
        let door = Door { listener, routes, tls: config.clone(), proxies: proxies.clone() };
        doors.spawn(door.keep(stopped.clone(), options.drain));
    }
    doors.spawn(Door { listener, routes: routes.0, tls: config, proxies }.keep(stopped.clone(), options.drain));
    let datagrams = radius::Front::new(engine.clone(), kit.pages.texts().clone());
    let radius_addrs = radius.addrs.clone();
    radius.open(&datagrams, &mut doors, &stopped);
    ready.store(true, Ordering::Release);
    let store = Arc::clone(&options.store);
    Ok(Server {
        engine,
        kit,
        store,
        addr,
        admin_addr,
        radius: radius_addrs,
        public_url,
        tls: options.tls,
        radsec: options.radius.tls,
        ready,
        stop,
        doors,
        jobs,
        front,
        datagrams,
        drain: options.drain,
    })
}

impl Server {
    /// Ends in order; comes back when everything is at rest and the store is closed.
    pub async fn stop(mut self) {
        self.ready.store(false, Ordering::Release);
        let _ = self.stop.send(true);
        while self.doors.join_next().await.is_some() {}
        self.datagrams.rest(self.drain).await;
        drop(self.datagrams);
        self.jobs.stop().await;
        drop(self.front);
        self.store.close().await;
    }

    /// Takes over changed master keys and certificates; the old ones stay in force where the new ones do not read.
    pub fn reload(&self, keys: Option<MasterKeys>) {
        if let Some(keys) = keys {
            self.store.set_master_keys(keys);
        }
        if let Some(Err(error)) = self.tls.as_ref().map(Tls::reload) {
            tracing::error!(cause = %error, "The certificate in force stays: {error}");
        }
        if let Some(Err(error)) = self.radsec.as_ref().map(RadSec::reload) {
            tracing::error!(cause = %error, "The certificates of RADIUS in force stay: {error}");
        }
    }
}

/// The signals that a server listens to. Made before it answers, so that none is missed.
pub struct Signals {
    term: Signal,
    int: Signal,
    hup: Signal,
}

impl Signals {
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            int: signal(SignalKind::interrupt())?,
            hup: signal(SignalKind::hangup())?,
        })
    }

    /// Comes back at SIGTERM or SIGINT; `hangup` runs at each SIGHUP.
    pub async fn until_asked_to_end(mut self, mut hangup: impl FnMut()) {
        loop {
            tokio::select! {
                _ = self.term.recv() => return,
                _ = self.int.recv() => return,
                _ = self.hup.recv() => hangup(),
            }
        }
    }
}

/// The same for whoever may miss a signal before.
pub async fn until_asked_to_end(hangup: impl FnMut()) -> std::io::Result<()> {
    Signals::new()?.until_asked_to_end(hangup).await;
    Ok(())
}
