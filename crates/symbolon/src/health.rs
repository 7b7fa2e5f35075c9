//! Whether it lives, whether it can be used, and what it counts: `/healthz`, `/readyz`, `/metrics`.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::{ConnectInfo, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use store_sql::SqlStore;

use crate::{
    Wired,
    meters::{self, Meters},
};

#[derive(Clone)]
struct Health {
    store: Arc<SqlStore>,
    ready: Arc<AtomicBool>,
    meters: Meters,
    /// `/metrics` answers everybody: the listener is management's own.
    apart: bool,
}

/// The routes; `/metrics` is among them where `with_metrics` says so.
pub fn routes(wired: &Wired, with_metrics: bool) -> Router {
    let health = Health {
        store: Arc::clone(&wired.options.store),
        ready: Arc::clone(&wired.ready),
        meters: meters::begin(),
        apart: wired.admin.is_some(),
    };
    let routes = Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready));
    let routes = if with_metrics { routes.route("/metrics", get(measured)) } else { routes };
    routes.with_state(health)
}

async fn ready(State(health): State<Health>) -> Response {
    use store::Units;
    let open = health.ready.load(Ordering::Acquire);
    let answers = open && matches!(tokio::time::timeout(PATIENCE, health.store.ready()).await, Ok(Ok(())));
    if answers { "ready\n".into_response() } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response() }
}

/// Where management has no listener of its own, the figures are for this machine alone (case M099); behind a proxy, which
/// makes everybody look local, they are not served at all.
async fn measured(
    State(health): State<Health>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    if !health.apart && !is_local(peer.ip(), &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let kind = (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    ([kind], health.meters.text(&health.store)).into_response()
}

/// From this machine, and not handed on by a proxy on it.
fn is_local(peer: IpAddr, headers: &HeaderMap) -> bool {
    peer.to_canonical().is_loopback() && !HANDED_ON.iter().any(|name| headers.contains_key(*name))
}

const HANDED_ON: [&str; 5] = ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host"];
const PATIENCE: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    /// M077, M099: a proxy on this machine does not open the figures to others.
    #[test]
    fn figures_are_for_this_machine() {
        let none = HeaderMap::new();
        assert!(is_local([127, 0, 0, 1].into(), &none));
        assert!(is_local("::ffff:127.0.0.1".parse().unwrap(), &none));
        assert!(!is_local([192, 0, 2, 1].into(), &none));
        for name in HANDED_ON {
            let handed =
                HeaderMap::from_iter([(http::HeaderName::from_static(name), http::HeaderValue::from_static("x"))]);
            assert!(!is_local([127, 0, 0, 1].into(), &handed), "{name}");
        }
    }
}
