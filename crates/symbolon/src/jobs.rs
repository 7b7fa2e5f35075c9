//! What runs beside the answering: the outbox, the followers of the audit, the sweep, audit checkpoints, signing keys, metadata of others, and news of the configuration.

use std::{future::Future, sync::Arc, time::Duration};

use login::Engine;
use store::Audits;
use store_sql::SqlStore;
use tokio::{sync::watch, task::JoinSet};

/// Tasks that end together.
pub struct Jobs {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Jobs {
    pub fn start(engine: &Engine, store: &Arc<SqlStore>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let carrier = engine.clone();
        let ended = told(stopped.clone());
        tasks.spawn(async move { carrier.run_outbox(ended).await });
        let follower = engine.clone();
        let ended = told(stopped.clone());
        tasks.spawn(async move { follower.run_followers(ended).await });
        tasks.spawn(until(stopped.clone(), sweep(engine.clone())));
        tasks.spawn(until(stopped.clone(), checkpoints(engine.clone(), Arc::clone(store))));
        tasks.spawn(until(stopped.clone(), keys(engine.clone())));
        tasks.spawn(until(stopped, news(engine.clone(), store.subscribe_catalogue())));
        Self { stop, tasks }
    }

    /// Metadata of applications and of providers is fetched again when it is due.
    pub fn add(&mut self, engine: Engine, saml: protocols::saml::Front) {
        self.tasks.spawn(until(self.stop.subscribe(), metadata(engine, saml)));
    }

    /// Ends them; the outbox ends what is under way.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Ready once the value is true or its sender gone.
pub async fn told(mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn until(stop: watch::Receiver<bool>, work: impl Future<Output = ()> + Send) {
    tokio::select! {
        () = told(stop) => {}
        () = work => {}
    }
}

async fn sweep(engine: Engine) {
    loop {
        tokio::time::sleep(SWEEP).await;
        match engine.store().sweep(engine.now()).await {
            Ok(rows) => tracing::debug!(rows, "Swept {rows} rows that are past their life"),
            Err(error) => tracing::warn!(cause = %error, "What is past its life cannot be swept just now"),
        }
    }
}

/// A checkpoint after each few seconds in which something was committed.
async fn checkpoints(engine: Engine, store: Arc<SqlStore>) {
    let mut covered = None;
    loop {
        tokio::time::sleep(CHECKPOINT).await;
        if covered == Some(store.commits()) {
            continue;
        }
        match store.checkpoint(engine.now()).await {
            Ok(()) => covered = Some(store.commits()),
            Err(error) => tracing::warn!(cause = %error, "The audit streams have no checkpoint just now"),
        }
    }
}

async fn keys(engine: Engine) {
    loop {
        tokio::time::sleep(KEYS).await;
        if let Err(error) = engine.tend_keys().await {
            tracing::warn!(cause = %error, "Signing keys cannot be looked after just now");
        }
    }
}

async fn metadata(engine: Engine, saml: protocols::saml::Front) {
    loop {
        if let Err(error) = engine.renew_methods().await {
            tracing::warn!(cause = %error, "Metadata of providers cannot be looked after just now");
        }
        if let Err(error) = saml.refresh().await {
            tracing::warn!(cause = %error, "Metadata of SAML applications cannot be looked after just now");
        }
        tokio::time::sleep(KEYS).await;
    }
}

/// Another node or the command line changed the configuration.
async fn news(engine: Engine, mut version: watch::Receiver<i64>) {
    while version.changed().await.is_ok() {
        if let Err(error) = engine.reload().await {
            tracing::warn!(cause = %error, "The changed configuration cannot be read just now; the next step reads it again");
        }
    }
}

const SWEEP: Duration = Duration::from_secs(60);
const CHECKPOINT: Duration = Duration::from_secs(5);
const KEYS: Duration = Duration::from_secs(60);
