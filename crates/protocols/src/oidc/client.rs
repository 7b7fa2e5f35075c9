//! A client: what its registration says, read once (RFC 7591 names), and what is wrong with it.

use std::collections::HashMap;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use model::{Application, Catalogue, Entry, Finding, Id, OutboundMapping, Secret, outbound::Format};
use oidc::assertion::AudienceRule;
use oidc::jwk::KeySet;
use oidc::jws::Alg;
use oidc::logout::PostLogoutUri;
use oidc::redirect::RedirectUri;
use oidc::token::AuthMethod;
use oidc::{Hidden, Scopes};
use serde::Deserialize;
use serde_json::Value;
use subtle::ConstantTimeEq;
use url::Url;

use crate::registration::{Findings, nameless, parsed};

/// A registered client, ready for use.
#[derive(Clone, Debug)]
pub struct Client {
    pub application: Id,
    /// Path of the application, for logs and audit.
    pub path: String,
    pub client_id: String,
    /// The one way it authenticates.
    pub method: AuthMethod,
    secret: Option<SecretHash>,
    pub keys: Option<KeySet>,
    pub audience: AudienceRule,
    pub redirect_uris: Vec<RedirectUri>,
    pub post_logout_uris: Vec<PostLogoutUri>,
    pub grants: Grants,
    /// What it may ask for.
    pub scopes: Scopes,
    /// What its ID tokens are signed with.
    pub alg: Alg,
    pub backchannel: Option<Backchannel>,
    pub need_pkce: bool,
    pub subject: SubjectType,
}

/// Which grants it may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grants {
    pub code: bool,
    /// Refresh tokens without `offline_access`, which end with the session.
    pub refresh: bool,
    pub credentials: bool,
}

/// Where it is told that a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backchannel {
    pub uri: String,
}

/// How people are called toward it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubjectType {
    /// By the same name as toward every public client.
    Public,
    /// By a name that only clients of this host share.
    Pairwise { sector: String },
}

/// The hash that a secret is compared by, so that the comparison takes the same time for all lengths.
#[derive(Clone, Copy)]
struct SecretHash([u8; 32]);

impl std::fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

impl SecretHash {
    fn of(secret: &str) -> Self {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, secret.as_bytes()).as_ref());
        Self(hash)
    }
}

impl Client {
    /// Reads the registration of an application. `Err` when it cannot be used at all.
    pub fn read(entry: &Entry, application: &Application) -> Result<Self, Vec<Finding>> {
        let mut findings = Findings::default();
        let client = Raw::read(&application.metadata, &mut findings).map(|raw| raw.client(entry, &mut findings));
        findings.unless_unfit(client)
    }

    /// The same with the subjects of the application's outbound mapping policy: persistent names are pairwise, within the affiliation
    /// where there is one (D5). No name that an administrator gives to one person and then to the next becomes a subject.
    fn naming_by(mut self, outbound: Option<&OutboundMapping>) -> Self {
        let Some(policy) = outbound.filter(|policy| policy.format() == Some(Format::Persistent)) else { return self };
        if !policy.affiliation.is_empty() {
            self.subject = SubjectType::Pairwise { sector: format!("affiliation:{}", policy.affiliation) };
        } else if self.subject == SubjectType::Public {
            let sector = one_host(&self.redirect_uris).unwrap_or_else(|| self.client_id.clone());
            self.subject = SubjectType::Pairwise { sector };
        }
        self
    }

    /// Whether it can keep nothing secret.
    pub fn is_public(&self) -> bool {
        self.method == AuthMethod::None
    }

    /// Whether a secret is the client's. Without a client the work is the same and the answer no.
    pub fn secret_fits(client: Option<&Self>, presented: &Hidden) -> bool {
        let known = client.and_then(|c| c.secret);
        let expected = known.unwrap_or(SecretHash([0; 32]));
        let same: bool = SecretHash::of(presented.expose()).0.ct_eq(&expected.0).into();
        same && known.is_some()
    }

    /// Whether a redirect URI is one of its own.
    pub fn returns_to(&self, uri: &str) -> bool {
        self.redirect_uris.iter().any(|known| known.matches(uri))
    }
}

/// What is wrong with a registration.
pub fn check(metadata: &Value) -> Vec<Finding> {
    let mut findings = Findings::default();
    if let Some(raw) = Raw::read(metadata, &mut findings) {
        raw.client(&nameless(), &mut findings);
    }
    findings.0
}

/// All clients of one state of the configuration.
#[derive(Default)]
pub struct Clients {
    pub version: i64,
    by_id: HashMap<String, Arc<Client>>,
    by_application: HashMap<Id, Arc<Client>>,
}

impl Clients {
    /// Reads all registrations. Of two applications with the same `client_id` neither is served.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut clients = Self { version: catalogue.version, ..Self::default() };
        let mut taken = Vec::new();
        for (entry, application) in catalogue.applications().filter(|(_, a)| a.protocol == "oidc") {
            match Client::read(entry, application) {
                Ok(client) => {
                    let client = client.naming_by(catalogue.outbound_of(entry));
                    if let Some(other) = clients.by_id.insert(client.client_id.clone(), Arc::new(client)) {
                        taken.push(other.client_id.clone());
                    }
                }
                Err(findings) => {
                    for finding in findings {
                        tracing::warn!(application.path = %entry.path, "A client cannot be served: {}", finding.plain());
                    }
                }
            }
        }
        for client_id in taken {
            tracing::warn!(oidc.client_id = %client_id, "Two applications have the same client_id; neither is served");
            clients.by_id.remove(&client_id);
        }
        clients.by_application = clients.by_id.values().map(|c| (c.application, Arc::clone(c))).collect();
        clients
    }

    pub fn named(&self, client_id: &str) -> Option<&Arc<Client>> {
        self.by_id.get(client_id)
    }

    pub fn of_application(&self, application: Id) -> Option<&Arc<Client>> {
        self.by_application.get(&application)
    }
}

/// The registration as it is written.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Raw {
    client_id: String,
    client_secret: Secret<String>,
    redirect_uris: Vec<String>,
    post_logout_redirect_uris: Vec<String>,
    token_endpoint_auth_method: Option<String>,
    grant_types: Option<Vec<String>>,
    response_types: Option<Vec<String>>,
    scope: Option<String>,
    id_token_signed_response_alg: Option<String>,
    jwks: Option<Value>,
    jwks_uri: Option<String>,
    backchannel_logout_uri: Option<String>,
    #[allow(dead_code, reason = "a logout token always names the session")]
    backchannel_logout_session_required: bool,
    require_pkce: bool,
    subject_type: Option<String>,
    strict_audience: bool,
}

impl Raw {
    fn read(metadata: &Value, findings: &mut Findings) -> Option<Self> {
        parsed(metadata, Finding::unfit, findings)
    }

    fn client(self, entry: &Entry, findings: &mut Findings) -> Client {
        let printable = !self.client_id.is_empty()
            && self.client_id.len() <= 255
            && self.client_id.bytes().all(|b| b.is_ascii_graphic());
        if !printable {
            findings.add(Finding::unfit("metadata.client_id", "client-id"));
        }
        let method = self.method(findings);
        let grants = self.grants(method, findings);
        let keys = self.keys(method, findings);
        let redirect_uris = self.redirect_uris(grants, findings);
        let subject = self.subject(&redirect_uris, findings);
        Client {
            application: entry.id,
            path: entry.path.clone(),
            secret: (!self.client_secret.is_empty()).then(|| SecretHash::of(self.client_secret.expose())),
            audience: if self.strict_audience { AudienceRule::Strict } else { AudienceRule::Usual },
            post_logout_uris: self.post_logout_uris(findings),
            scopes: self.scopes(findings),
            alg: self.alg(findings),
            backchannel: self.backchannel(findings),
            need_pkce: self.require_pkce || method == AuthMethod::None,
            client_id: self.client_id,
            method,
            keys,
            redirect_uris,
            grants,
            subject,
        }
    }

    fn method(&self, findings: &mut Findings) -> AuthMethod {
        let name = self.token_endpoint_auth_method.as_deref().unwrap_or(AuthMethod::ClientSecretBasic.name());
        let Some(method) = AuthMethod::ALL.into_iter().find(|m| m.name() == name) else {
            findings.add(Finding::unfit("metadata.token_endpoint_auth_method", "auth-method").with("value", name));
            return AuthMethod::ClientSecretBasic;
        };
        if matches!(method, AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost) {
            match self.client_secret.expose().len() {
                0 => findings.add(Finding::unfit("metadata.client_secret", "secret-missing")),
                1..24 => findings.add(Finding::warning("metadata.client_secret", "secret-short")),
                _ => {}
            }
        }
        method
    }

    fn grants(&self, method: AuthMethod, findings: &mut Findings) -> Grants {
        let usual = vec!["authorization_code".to_owned()];
        let mut grants = Grants::default();
        for name in self.grant_types.as_ref().unwrap_or(&usual) {
            match name.as_str() {
                "authorization_code" => grants.code = true,
                "refresh_token" => grants.refresh = true,
                "client_credentials" if method == AuthMethod::None => {
                    findings.add(Finding::warning("metadata.grant_types", "public-credentials"));
                }
                "client_credentials" => grants.credentials = true,
                other => findings.add(Finding::warning("metadata.grant_types", "grant-type").with("value", other)),
            }
        }
        for name in self.response_types.iter().flatten().filter(|name| *name != "code") {
            findings.add(Finding::warning("metadata.response_types", "response-type").with("value", name));
        }
        grants
    }

    fn keys(&self, method: AuthMethod, findings: &mut Findings) -> Option<KeySet> {
        if self.jwks_uri.is_some() {
            findings.add(Finding::warning("metadata.jwks_uri", "jwks-uri"));
        }
        let keys = match &self.jwks {
            None => Err("none".to_owned()),
            Some(jwks) => KeySet::parse(&jwks.to_string()).map_err(|why| why.to_string()),
        };
        match keys {
            Ok(keys) => Some(keys),
            Err(why) => {
                if method == AuthMethod::PrivateKeyJwt || self.jwks.is_some() {
                    findings.add(Finding::unfit("metadata.jwks", "jwks").with("why", why));
                }
                None
            }
        }
    }

    fn redirect_uris(&self, grants: Grants, findings: &mut Findings) -> Vec<RedirectUri> {
        let mut uris = Vec::new();
        for (index, text) in self.redirect_uris.iter().enumerate() {
            match RedirectUri::register(text) {
                Ok(uri) => uris.push(uri),
                Err(why) => findings.add(
                    Finding::unfit(format!("metadata.redirect_uris[{}]", index + 1), "redirect-uri").with("why", why),
                ),
            }
        }
        if grants.code && self.redirect_uris.is_empty() {
            findings.add(Finding::unfit("metadata.redirect_uris", "redirect-uri-missing"));
        }
        uris
    }

    fn post_logout_uris(&self, findings: &mut Findings) -> Vec<PostLogoutUri> {
        let mut uris = Vec::new();
        for (index, text) in self.post_logout_redirect_uris.iter().enumerate() {
            match PostLogoutUri::register(text) {
                Ok(uri) => uris.push(uri),
                Err(why) => {
                    let field = format!("metadata.post_logout_redirect_uris[{}]", index + 1);
                    findings.add(Finding::unfit(field, "redirect-uri").with("why", why));
                }
            }
        }
        uris
    }

    fn scopes(&self, findings: &mut Findings) -> Scopes {
        let text = self.scope.as_deref().unwrap_or("openid profile email phone address offline_access");
        Scopes::parse(text).unwrap_or_else(|_| {
            findings.add(Finding::unfit("metadata.scope", "scope"));
            Scopes::default()
        })
    }

    /// RS256 where nothing is said (OpenID Connect Dynamic Client Registration, section 2).
    fn alg(&self, findings: &mut Findings) -> Alg {
        let name = self.id_token_signed_response_alg.as_deref().unwrap_or(Alg::Rs256.name());
        Alg::SIGNING.into_iter().find(|alg| alg.name() == name).unwrap_or_else(|| {
            findings.add(Finding::unfit("metadata.id_token_signed_response_alg", "signing-alg").with("value", name));
            Alg::Rs256
        })
    }

    fn backchannel(&self, findings: &mut Findings) -> Option<Backchannel> {
        let text = self.backchannel_logout_uri.as_deref()?;
        // The form of a redirect URI: https, or http on loopback; no fragment.
        if RedirectUri::register(text).is_err() {
            findings.add(Finding::unfit("metadata.backchannel_logout_uri", "backchannel"));
            return None;
        }
        Some(Backchannel { uri: text.to_owned() })
    }

    fn subject(&self, redirect_uris: &[RedirectUri], findings: &mut Findings) -> SubjectType {
        match self.subject_type.as_deref() {
            None | Some("public") => SubjectType::Public,
            Some("pairwise") => match one_host(redirect_uris) {
                Some(sector) => SubjectType::Pairwise { sector },
                None => {
                    findings.add(Finding::unfit("metadata.subject_type", "sector"));
                    SubjectType::Pairwise { sector: self.client_id.clone() }
                }
            },
            Some(other) => {
                findings.add(Finding::unfit("metadata.subject_type", "subject-type").with("value", other));
                SubjectType::Public
            }
        }
    }
}

/// The host of all redirect URIs, where it is one.
fn one_host(redirect_uris: &[RedirectUri]) -> Option<String> {
    let mut hosts: Vec<String> = redirect_uris.iter().filter_map(|uri| host(uri.as_str())).collect();
    hosts.sort();
    hosts.dedup();
    if let [one] = hosts.as_slice() { Some(one.clone()) } else { None }
}

fn host(uri: &str) -> Option<String> {
    Url::parse(uri).ok()?.host_str().map(str::to_owned)
}
