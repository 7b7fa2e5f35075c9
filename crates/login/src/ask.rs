//! Asking a service whose account it is (requirement A3.2): one call, bounded, and believed only where it answers as it should.
//!
//! The client is the one that everything of ours calls out with. Nothing of an answer, of the address or of what is shown to the service
//! stands in a log.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use model::{
    Service,
    service::{Misread, Output, ServiceAuth},
};
use plug::{Call, Web};
use std::time::Duration;

/// What a service says: a value, or that it knows nobody.
pub(crate) type Said = Option<String>;

/// Why an answer is none.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// It does not answer, or not what a service answers; in words for logs and audit.
    Fails(String),
    /// It names two.
    Several,
}

/// How long a service may take: somebody waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of an answer.
const LARGEST: usize = 64 * 1024;

pub(crate) async fn asked(web: &Web, service: &Service, output: &Output, url: &str) -> Result<Said, Unanswered> {
    let fails = |why: &str| Unanswered::Fails(why.to_owned());
    let mut headers = vec![("accept", "application/json, application/xml;q=0.9, text/xml;q=0.8".to_owned())];
    headers.extend(shown(service).map(|shown| ("authorization", shown)));
    let call = web.call(Call { url, headers: &headers, body: None, most: LARGEST });
    let told = match tokio::time::timeout(PATIENCE, call).await {
        Ok(Ok(told)) => told,
        Ok(Err(error)) => return Err(fails(&error.to_string())),
        Err(_) => return Err(fails("time is up")),
    };
    match told.status {
        200 => {}
        // Known to nobody there.
        204 | 404 => return Ok(None),
        status => return Err(Unanswered::Fails(format!("status {status}"))),
    }
    output.read_in(&told.content_type, &told.body).map_err(|why| match why {
        Misread::Several => Unanswered::Several,
        other => Unanswered::Fails(format!("the answer cannot be read: {}", other.key())),
    })
}

/// The header that shows who asks.
fn shown(service: &Service) -> Option<String> {
    match service.auth {
        ServiceAuth::Basic if !service.username.is_empty() => {
            Some(format!("Basic {}", STANDARD.encode(format!("{}:{}", service.username, service.password))))
        }
        ServiceAuth::Bearer if !service.password.is_empty() => Some(format!("Bearer {}", service.password)),
        ServiceAuth::Basic | ServiceAuth::Bearer => None,
    }
}
