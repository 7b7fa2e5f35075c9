//! The provider: what its metadata says, and whether that will do for what the lines ask of it.

use model::Span;
use plug::{ConfigError, Cx, Documents, MethodError};
use saml::{
    Certificate, Limits, PublicKey,
    metadata::{Endpoint, Entity, IdpRole, Source},
    ns,
};

use super::{
    SamlMethod,
    config::{Config, RequestBinding, ResponseBinding},
    discovery::{self, EVERYBODY, Providers},
};

/// An identity provider that people can be sent to.
#[derive(Debug)]
pub struct Provider {
    pub entity: Entity,
    /// The keys that its messages are signed with.
    pub keys: Vec<PublicKey>,
}

/// Where metadata is fetched from, and whose signature it must have.
#[derive(Debug)]
pub struct Fetched {
    url: String,
    keys: Vec<PublicKey>,
    every: Span,
    entity: String,
}

impl Provider {
    /// A provider that the lines can be kept with, or what stands against it.
    pub fn of(config: &Config, entity: Entity) -> Result<Self, ConfigError> {
        let wrong = |key| ConfigError::new("metadata", key);
        let role = entity.idp.as_ref().ok_or_else(|| wrong("saml-idp-role"))?;
        let keys = role.keys.verifying();
        if keys.is_empty() {
            return Err(wrong("saml-idp-keys"));
        }
        if role.sso_by(config.request_binding.urn()).is_none() {
            return Err(wrong("saml-idp-sso"));
        }
        if role.want_requests_signed && !config.sign_requests {
            return Err(ConfigError::new("signRequests", "saml-idp-wants-signed"));
        }
        if config.response_binding == ResponseBinding::Artifact && role.artifact.is_empty() {
            return Err(wrong("saml-idp-artifact"));
        }
        Ok(Self { entity, keys })
    }

    pub fn id(&self) -> &str {
        &self.entity.id
    }

    pub fn role(&self) -> &IdpRole {
        static NONE: std::sync::LazyLock<IdpRole> = std::sync::LazyLock::new(IdpRole::default);
        self.entity.idp.as_ref().unwrap_or(&NONE)
    }

    /// Where a logout goes by this binding.
    pub fn slo_by(&self, binding: &str) -> Option<&Endpoint> {
        self.role().slo.iter().find(|endpoint| endpoint.binding == binding)
    }

    /// Where a browser takes a logout: by address where it can, since that needs no page.
    pub fn slo_by_browser(&self) -> Option<&Endpoint> {
        self.slo_by(ns::binding::REDIRECT).or_else(|| self.slo_by(ns::binding::POST))
    }
}

impl RequestBinding {
    pub const fn urn(self) -> &'static str {
        match self {
            Self::Redirect => ns::binding::REDIRECT,
            Self::Post => ns::binding::POST,
        }
    }
}

impl ResponseBinding {
    pub const fn urn(self) -> &'static str {
        match self {
            Self::Post => ns::binding::POST,
            Self::Artifact => ns::binding::ARTIFACT,
        }
    }
}

impl Fetched {
    pub fn read(config: &Config) -> Result<Option<Self>, ConfigError> {
        let (url, pins) = (&config.metadata_url, &config.metadata_certificates);
        if url.is_empty() {
            return if pins.is_empty() {
                Ok(None)
            } else {
                Err(ConfigError::new("metadataCertificate", "saml-idp-pin-idle"))
            };
        }
        if !url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host()) {
            return Err(ConfigError::new("metadataUrl", "saml-idp-url"));
        }
        let keys: Result<Vec<_>, _> =
            pins.iter().map(|text| Certificate::from_text(text).map(|pin| pin.key().clone())).collect();
        let keys = keys.map_err(|_| ConfigError::new("metadataCertificate", "saml-idp-pin"))?;
        if keys.is_empty() {
            // Whoever could answer in its place would choose who people are.
            return Err(ConfigError::new("metadataUrl", "saml-idp-unpinned"));
        }
        if config.idp_entity.is_empty() {
            return Err(ConfigError::new("metadataUrl", "saml-idp-unnamed"));
        }
        let every = Span::minutes(i64::from(config.metadata_minutes));
        Ok(Some(Self { url: url.clone(), keys, every, entity: config.idp_entity.clone() }))
    }

    pub const fn every(&self) -> Span {
        self.every
    }
}

impl SamlMethod {
    /// The metadata as it is now, taken over when a pinned key signed it (case S077).
    pub(super) async fn refetch(&self, cx: &Cx<'_>, documents: &Documents) -> Result<Option<Documents>, MethodError> {
        let Some(fetched) = &self.fetched else { return Ok(None) };
        let failed = |why: String| MethodError::Unavailable(format!("{}: {why}", fetched.url));
        let bytes = match cx.web.fetch(&fetched.url, Limits::AGGREGATE.bytes).await {
            Ok((200, bytes)) => bytes,
            Ok((status, _)) => return Err(failed(format!("answered {status}"))),
            Err(why) => return Err(failed(why.to_string())),
        };
        let (keys, allow, now, id) =
            (fetched.keys.clone(), self.config.allow(), super::now(cx), fetched.entity.clone());
        let (config, before) = (self.config.clone(), documents.clone());
        // A federation's takes seconds to read.
        let read = tokio::task::spawn_blocking(move || -> Result<Documents, String> {
            let source = Source::fetched(&keys, allow, now);
            let metadata = if id == EVERYBODY {
                discovery::kept(&config, source.read(&bytes).map_err(|why| why.to_string())?)
            } else {
                source.entity_named(&bytes, &id).map_err(|why| why.to_string())?.write()
            };
            let fresh = Documents { metadata, ..before };
            // What could not be used would stand in the place of what can.
            Providers::read(&config, &fresh).map_err(|why| why.key.to_owned())?;
            Ok(fresh)
        });
        let fresh = read.await.map_err(|why| failed(why.to_string()))?.map_err(failed)?;
        Ok((fresh != *documents).then_some(fresh))
    }
}
