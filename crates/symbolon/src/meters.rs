//! What is counted, in the words of Prometheus. There is one recorder in a process, whatever number of servers it holds.

use std::{sync::OnceLock, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use store_sql::SqlStore;

/// The recorder's reading end.
#[derive(Clone)]
pub struct Meters(Option<PrometheusHandle>);

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to count, once.
pub fn begin() -> Meters {
    let made = || {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS).ok()?;
        builder.install_recorder().ok()
    };
    Meters(RECORDER.get_or_init(made).clone())
}

impl Meters {
    pub fn text(&self, store: &SqlStore) -> String {
        metrics::counter!("symbolon_store_commits_total").absolute(store.commits());
        let Some(handle) = &self.0 else { return String::new() };
        handle.run_upkeep();
        handle.render()
    }
}

/// Counts one request under its route, never under what a client wrote.
pub async fn count(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("symbolon_http_requests_total", "route" => route.clone(), "status" => status).increment(1);
    metrics::histogram!(DURATION, "route" => route).record(begun.elapsed());
    response
}

const DURATION: &str = "symbolon_http_request_seconds";
const BUCKETS: [f64; 10] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
