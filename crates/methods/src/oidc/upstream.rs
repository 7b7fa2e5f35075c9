//! What is known of the provider: its metadata and its keys, stored or fetched, and fetched again when they are old or do not do.

use model::{Span, Time};
use oidc::{
    jwk::KeySet,
    rp::{Provider, provider},
};
use plug::{Call, ConfigError, Cx, Documents};
use std::sync::Arc;
use tokio::sync::Mutex;

use super::{Config, trouble::Trouble};

/// Fetched documents are fetched again after that.
const FRESH: Span = Span::hours(1);
/// A document that cannot be fetched again still counts for that long.
const STALE: Span = Span::hours(24);
/// Keys are not looked for again before that, whatever tokens come (case O113); nor is a silent provider asked.
const AGAIN: Span = Span::seconds(60);

/// One provider.
pub struct Upstream {
    /// Stored metadata; `None` where it is fetched.
    stored: Option<Arc<Provider>>,
    issuer: String,
    discovery: String,
    known: Mutex<Known>,
}

/// One at a time looks, and the others find what it found.
#[derive(Default)]
struct Known {
    provider: Option<(Arc<Provider>, Time)>,
    /// Stored keys have no time.
    keys: Option<(Arc<KeySet>, Option<Time>)>,
    /// When metadata or keys were last asked for in vain.
    failed: Option<Time>,
    /// When keys were last asked for.
    looked: Option<Time>,
}

impl Upstream {
    pub fn new(config: &Config, documents: &Documents) -> Result<Self, ConfigError> {
        let expected = Some(config.issuer.as_str()).filter(|i| !i.is_empty());
        let stored = match documents.metadata.trim() {
            "" if expected.is_none() => return Err(ConfigError::new("metadata", "upstream-metadata-missing")),
            "" => None,
            text => {
                let read = Provider::parse(text, expected);
                Some(Arc::new(read.map_err(|_| ConfigError::new("metadata", "upstream-metadata"))?))
            }
        };
        let keys = match &documents.jwks {
            serde_json::Value::Null => None,
            serde_json::Value::Object(members) if members.is_empty() => None,
            jwks => {
                let set = KeySet::parse(&jwks.to_string()).map_err(|_| ConfigError::new("jwks", "upstream-jwks"))?;
                Some((Arc::new(set), None))
            }
        };
        let discovery = match config.discovery.as_str() {
            "" => format!("{}{}", config.issuer.trim_end_matches('/'), oidc::discovery::WELL_KNOWN),
            told => told.to_owned(),
        };
        let known = Mutex::new(Known { keys, ..Known::default() });
        Ok(Self { stored, issuer: config.issuer.clone(), discovery, known })
    }

    /// Its metadata.
    pub async fn provider(&self, cx: &Cx<'_>) -> Result<Arc<Provider>, Trouble> {
        if let Some(stored) = &self.stored {
            return Ok(Arc::clone(stored));
        }
        let mut known = self.known.lock().await;
        let now = cx.now();
        let held = known.provider.clone();
        if let Some((provider, at)) = &held
            && now < *at + FRESH
        {
            return Ok(Arc::clone(provider));
        }
        let tired = known.failed.is_some_and(|at| now < at + AGAIN);
        let found =
            if tired { Err(Trouble::Silent("it did not answer a moment ago".into())) } else { self.discover(cx).await };
        match (found, held) {
            (Ok(provider), _) => {
                let provider = Arc::new(provider);
                known.provider = Some((Arc::clone(&provider), now));
                known.failed = None;
                Ok(provider)
            }
            (Err(Trouble::Silent(_)), Some((provider, at))) if now < at + STALE => {
                known.failed = known.failed.filter(|_| tired).or(Some(now));
                Ok(provider)
            }
            (Err(trouble), _) => {
                known.failed = known.failed.filter(|_| tired).or(Some(now));
                Err(trouble)
            }
        }
    }

    /// Fetches the metadata, which must be of this issuer (case O109).
    pub async fn discover(&self, cx: &Cx<'_>) -> Result<Provider, Trouble> {
        let text = self.document(cx, &self.discovery, Provider::MAX_BYTES).await?;
        let text = String::from_utf8(text).map_err(|_| Trouble::not_believed("metadata", "not UTF-8"))?;
        Provider::parse(&text, Some(&self.issuer)).map_err(|e| Trouble::not_believed("metadata", e))
    }

    /// The text of the metadata, as it is to be stored.
    pub async fn text(&self, cx: &Cx<'_>) -> Result<String, Trouble> {
        self.discover(cx).await?;
        let text = self.document(cx, &self.discovery, Provider::MAX_BYTES).await?;
        String::from_utf8(text).map_err(|_| Trouble::not_believed("metadata", "not UTF-8"))
    }

    /// Whether it speaks for several issuers, as far as that is known without asking it.
    pub fn is_shared(&self) -> bool {
        let told = || provider::IssuerRule::parse(&self.issuer).is_some_and(|issuer| issuer.is_shared());
        self.stored.as_ref().map_or_else(told, |provider| provider.issuer.is_shared())
    }

    /// Where metadata is fetched from, if it is.
    pub fn fetches(&self) -> bool {
        !self.issuer.is_empty()
    }

    /// Its keys; `again` where those at hand do not have the one that a token names.
    pub async fn keys(&self, cx: &Cx<'_>, provider: &Provider, again: bool) -> Result<Arc<KeySet>, Trouble> {
        let mut known = self.known.lock().await;
        let now = cx.now();
        let held = known.keys.clone();
        let looked = known.looked.is_some_and(|at| now < at + AGAIN);
        match &held {
            Some((keys, at)) if looked || !again && at.is_none_or(|at| now < at + FRESH) => {
                return Ok(Arc::clone(keys));
            }
            None if looked => return Err(Trouble::Silent("its keys were not to be had a moment ago".into())),
            _ => {}
        }
        let Some(address) = &provider.jwks_uri else {
            return held.map(|(keys, _)| keys).ok_or_else(|| Trouble::not_believed("keys", "it publishes none"));
        };
        known.looked = Some(now);
        match (self.fetched_keys(cx, address).await, held) {
            (Ok(keys), _) => {
                let keys = Arc::new(keys);
                known.keys = Some((Arc::clone(&keys), Some(now)));
                Ok(keys)
            }
            (Err(_), Some((keys, at))) if at.is_none_or(|at| now < at + STALE) => Ok(keys),
            (Err(trouble), _) => {
                known.keys = None;
                Err(trouble)
            }
        }
    }

    async fn fetched_keys(&self, cx: &Cx<'_>, address: &str) -> Result<KeySet, Trouble> {
        let text = self.document(cx, address, KeySet::MAX_BYTES).await?;
        let text = String::from_utf8(text).map_err(|_| Trouble::not_believed("keys", "not UTF-8"))?;
        KeySet::parse(&text).map_err(|e| Trouble::not_believed("keys", e))
    }

    /// A document of the provider.
    pub async fn document(&self, cx: &Cx<'_>, url: &str, most: usize) -> Result<Vec<u8>, Trouble> {
        debug_assert!(provider::secure(url));
        let headers = [("accept", "application/json".to_owned())];
        let told = cx.web.call(Call { url, headers: &headers, body: None, most }).await?;
        match told.status {
            200 => Ok(told.body),
            status => Err(Trouble::Silent(format!("status {status} where a document is"))),
        }
    }
}
