//! The same API without a listener, for whoever has the store itself: that is more than any token could say.

use axum::{Router, body::Body};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use kit::Kit;
use login::Actor;
use std::sync::Arc;
use tower::ServiceExt;

use super::{Front, router};
use crate::{caller::Caller, desk::Desk};

/// Every request is the administrator's, under the name given.
pub struct Local {
    routes: Router,
    host: Option<HeaderValue>,
}

impl Local {
    pub fn new(desk: Desk, kit: &Arc<Kit>, name: &str) -> Self {
        let actor = Actor { name: name.to_owned(), ..Actor::default() };
        let front = Front::known(desk, Arc::clone(kit), Caller::administrator(actor));
        let origin = kit.public.origin();
        let host = origin.split_once("://").and_then(|(_, host)| HeaderValue::from_str(host).ok());
        Self { routes: kit.wrap(router(front)), host }
    }

    pub async fn send(&self, request: Request<Vec<u8>>) -> Response<Bytes> {
        let mut request = request.map(Body::from);
        if let Some(host) = &self.host {
            request.headers_mut().insert(header::HOST, host.clone());
        }
        let Ok(response) = self.routes.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        match kit::form::collect(body, LONGEST).await {
            Ok(body) => Response::from_parts(parts, body),
            Err(_) => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
                response
            }
        }
    }
}

/// A configuration of any size.
const LONGEST: usize = 1 << 30;
