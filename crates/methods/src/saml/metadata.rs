//! Our own metadata: who we are toward this provider, where answers go, and which keys are ours.

use model::{Locale, key::KeyPurpose};
use plug::{Cx, MethodError, Published};
use saml::{
    SigningKey,
    metadata::{Endpoint, Entity, Keys, Organization, SpRole, Ui},
    ns, signature,
};
use std::sync::Arc;

use super::{
    SamlMethod,
    config::{ResponseBinding, Signs},
    request::unsigned,
};

impl SamlMethod {
    pub(super) async fn own_metadata(&self, cx: &Cx<'_>) -> Result<Published, MethodError> {
        let entity = self.described(cx).await?;
        let document = entity.write();
        let document = if self.config.sign_metadata {
            // What every reader knows, whatever requests are signed with.
            signature::sign(&document, &*self.key(cx, OPENS).await?).map_err(|_| unsigned())?
        } else {
            document
        };
        Ok(Published { content_type: "application/samlmetadata+xml", body: document.into_bytes() })
    }

    async fn described(&self, cx: &Cx<'_>) -> Result<Entity, MethodError> {
        let (acs, slo) = (cx.around.return_address(), slo(cx));
        let host = cx.around.host.clone();
        let names: Vec<(String, String)> =
            Locale::ALL.iter().map(|locale| (locale.tag().to_owned(), host.clone())).collect();
        let home = vec![("en".to_owned(), format!("{}/", cx.around.origin))];
        let by_form = self.config.response_binding == ResponseBinding::Post;
        Ok(Entity {
            id: self.entity(cx),
            document: Some(super::fresh_id(cx)),
            valid_until: Some(super::now(cx).plus(VALID)),
            cache_duration: Some(CACHE),
            sp: Some(SpRole {
                keys: self.certificates(cx).await?,
                authn_requests_signed: self.config.sign_requests,
                want_assertions_signed: self.config.signs != Signs::Either,
                acs: vec![
                    Endpoint::new(ns::binding::POST, &acs).indexed(POST_INDEX, by_form),
                    Endpoint::new(ns::binding::ARTIFACT, &acs).indexed(ARTIFACT_INDEX, !by_form),
                ],
                slo: [ns::binding::REDIRECT, ns::binding::POST, ns::binding::SOAP]
                    .map(|binding| Endpoint::new(binding, &slo))
                    .into(),
                discovery: self.answers_discovery(cx),
                name_id_formats: self.name_format.iter().map(|format| (*format).to_owned()).collect(),
                ui: Ui { display_names: names.clone(), information_urls: home.clone(), ..Ui::default() },
                ..SpRole::default()
            }),
            organization: Some(Organization { names: names.clone(), display_names: names, urls: home }),
            ..Entity::default()
        })
    }

    /// Certificates of all keys whose signatures may be met, and of the one to encrypt to.
    async fn certificates(&self, cx: &Cx<'_>) -> Result<Keys, MethodError> {
        let mut told = Keys::default();
        let mut keys = cx.keys.published(KeyPurpose::Saml).await;
        // What every reader knows stands first.
        keys.sort_by_key(|key| (key.algorithm != OPENS, key.active, key.id));
        for key in &keys {
            let parsed = self.ring.signing(key.id, key.private.expose());
            told.signing.extend(parsed.map(|key| key.certificate().clone()));
        }
        told.encryption.push(self.key(cx, OPENS).await?.certificate().clone());
        Ok(told)
    }

    /// The key that signs toward the provider.
    pub(super) async fn signing(&self, cx: &Cx<'_>) -> Result<Arc<SigningKey>, MethodError> {
        self.key(cx, self.config.algorithm.name()).await
    }

    async fn key(&self, cx: &Cx<'_>, algorithm: &str) -> Result<Arc<SigningKey>, MethodError> {
        let key = cx.keys.signing(KeyPurpose::Saml, algorithm).await?;
        let parsed = self.ring.signing(key.id, key.private.expose());
        parsed.ok_or_else(|| MethodError::Corrupt("a SAML key cannot be read".to_owned()))
    }

    /// Everything that opens what is encrypted to us.
    pub(super) async fn opening(&self, cx: &Cx<'_>) -> Arc<saml::Opening<model::Id>> {
        let keys = cx.keys.published(KeyPurpose::Saml).await;
        let opening = keys.iter().filter(|key| key.algorithm == OPENS);
        let kept: Vec<_> = opening.map(|key| (key.id, key.private.expose().as_slice())).collect();
        self.ring.opening(&kept)
    }

    /// Our entity identifier: the address of our metadata, unless a line says otherwise.
    pub(super) fn entity(&self, cx: &Cx<'_>) -> String {
        if self.config.entity.is_empty() { at(cx, "metadata") } else { self.config.entity.clone() }
    }
}

/// Where single logout comes to.
pub fn slo(cx: &Cx<'_>) -> String {
    at(cx, "slo")
}

fn at(cx: &Cx<'_>, what: &str) -> String {
    format!("{}/saml2/sp/{}/{what}", cx.around.origin, cx.around.name)
}

const POST_INDEX: u16 = 0;
pub const ARTIFACT_INDEX: u16 = 1;
/// The algorithm whose keys can be encrypted to as well.
const OPENS: &str = "RS256";
/// Shorter than a new key is announced before it signs: two weeks, in seconds.
const VALID: i64 = 7 * 24 * 3_600;
/// Once a day, in seconds.
const CACHE: u64 = 24 * 3_600;
