//! What clients read before they begin: the discovery document and the key set, prepared as bytes.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use model::Locale;
use oidc::discovery::Discovery;
use oidc::jws::Alg;

use super::{Front, response};

/// The discovery document made last, with what it was made of.
#[derive(Default)]
pub struct Prepared(Mutex<Option<Arc<Document>>>);

struct Document {
    version: i64,
    algorithms: Vec<Alg>,
    bytes: Bytes,
}

/// `/.well-known/openid-configuration`, and the same for plain OAuth.
pub async fn document(State(front): State<Front>) -> Response {
    let bytes = front.discovery().await;
    response::public_json(StatusCode::OK, bytes, KEEP)
}

/// `/oauth2/jwks`
pub async fn jwks(State(front): State<Front>) -> Response {
    let published = front.published().await;
    response::public_json(StatusCode::OK, published.document.clone(), KEEP)
}

/// Shorter than a new key is announced before it signs.
const KEEP: &str = "public, max-age=300";

impl Front {
    async fn discovery(&self) -> Bytes {
        let published = self.published().await;
        let world = self.engine().world();
        let version = world.catalogue.version;
        let known = self.0.prepared.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(|k| k.version == version && k.algorithms == published.algorithms) {
            return known.bytes.clone();
        }
        let acr_values = acr_values(&world.catalogue);
        let discovery = Discovery {
            issuer: self.issuer(),
            signing: &published.algorithms,
            more_scopes: &[],
            more_claims: &[],
            acr_values: &acr_values.iter().map(String::as_str).collect::<Vec<_>>(),
            ui_locales: &Locale::ALL.map(Locale::tag),
        };
        let mut json = discovery.document();
        json["subject_types_supported"] = serde_json::json!(["public", "pairwise"]);
        let bytes = serde_json::to_vec(&json).map(Bytes::from).unwrap_or_default();
        let fresh = Document { version, algorithms: published.algorithms.clone(), bytes: bytes.clone() };
        *self.0.prepared.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(fresh));
        bytes
    }
}

/// The contexts of enabled methods, those of the system's order first and from the weakest.
fn acr_values(catalogue: &model::Catalogue) -> Vec<String> {
    let order = catalogue.system().contexts;
    let mut values: Vec<String> =
        catalogue.methods().filter(|(_, m)| m.enabled && !m.hidden).filter_map(|(_, m)| m.acr.clone()).collect();
    values.sort_by_key(|acr| (order.iter().position(|o| o == acr).unwrap_or(usize::MAX), acr.clone()));
    values.dedup();
    values
}
