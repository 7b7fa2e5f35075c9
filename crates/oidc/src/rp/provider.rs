//! What a provider says of itself (OpenID Connect Discovery, section 3; RFC 8414), as far as a client needs it.

use serde_json::{Map, Value};
use url::{Host, Url};

use crate::jws::Alg;

/// A provider's metadata, read and found sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    pub issuer: IssuerRule,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub userinfo_endpoint: Option<String>,
    pub jwks_uri: Option<String>,
    pub registration_endpoint: Option<String>,
    pub end_session_endpoint: Option<String>,
    /// Where requests are pushed (RFC 9126), and whether they must be.
    pub pushed_endpoint: Option<String>,
    pub pushed_required: bool,
    /// Every answer carries `iss` (RFC 9207).
    pub names_itself: bool,
    /// What it signs ID tokens with, of what is verified here; empty where it does not say.
    pub signing: Vec<Alg>,
    /// It signs ID tokens with the client's secret, too.
    pub signs_with_secret: bool,
    /// How clients authenticate at its token endpoint; `client_secret_basic` where it does not say.
    pub client_authentication: Vec<String>,
    /// What clients may sign assertions with; empty where it does not say.
    pub assertion_signing: Vec<Alg>,
}

impl Provider {
    /// The longest document that is read.
    pub const MAX_BYTES: usize = 262_144;

    /// Reads metadata. Where it was found by its issuer, it must name that very one (OpenID Connect Discovery, section 4.3).
    pub fn parse(text: &str, expected: Option<&str>) -> Result<Self, BadProvider> {
        if text.len() > Self::MAX_BYTES {
            return Err(BadProvider::Malformed);
        }
        let members: Map<String, Value> = serde_json::from_str(text).map_err(|_| BadProvider::Malformed)?;
        let issuer = members.get("issuer").ok_or(BadProvider::Missing("issuer"))?;
        let issuer = IssuerRule::parse(issuer.as_str().ok_or(BadProvider::Address("issuer"))?)
            .ok_or(BadProvider::Address("issuer"))?;
        if expected.is_some_and(|expected| expected != issuer.as_str()) {
            return Err(BadProvider::OtherIssuer);
        }
        let optional = |name: &'static str| match members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if secure(text) => Ok(Some(text.clone())),
            Some(_) => Err(BadProvider::Address(name)),
        };
        let required = |name| optional(name)?.ok_or(BadProvider::Missing(name));
        let list = |name: &'static str| match members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(all)) => Ok(Some(all.iter().filter_map(Value::as_str).collect::<Vec<_>>())),
            Some(_) => Err(BadProvider::Unsupported(name)),
        };
        let says = |name: &str| members.get(name).and_then(Value::as_bool).unwrap_or(false);
        let algorithms =
            |names: Option<Vec<&str>>| names.unwrap_or_default().into_iter().filter_map(Alg::parse).collect();
        for (name, needed) in [
            ("response_types_supported", "code"),
            ("code_challenge_methods_supported", "S256"),
            ("grant_types_supported", "authorization_code"),
        ] {
            if list(name)?.is_some_and(|all| !all.contains(&needed)) {
                return Err(BadProvider::Unsupported(name));
            }
        }
        let signing = list("id_token_signing_alg_values_supported")?;
        let known: Vec<Alg> = algorithms(signing.clone());
        let signs_with_secret = signing.as_ref().is_some_and(|all| all.contains(&"HS256"));
        if signing.is_some() && known.is_empty() && !signs_with_secret {
            return Err(BadProvider::Unsupported("id_token_signing_alg_values_supported"));
        }
        let client_authentication =
            list("token_endpoint_auth_methods_supported")?.unwrap_or(vec!["client_secret_basic"]);
        Ok(Self {
            issuer,
            authorization_endpoint: required("authorization_endpoint")?,
            token_endpoint: required("token_endpoint")?,
            userinfo_endpoint: optional("userinfo_endpoint")?,
            jwks_uri: optional("jwks_uri")?,
            registration_endpoint: optional("registration_endpoint")?,
            end_session_endpoint: optional("end_session_endpoint")?,
            pushed_endpoint: optional("pushed_authorization_request_endpoint")?,
            pushed_required: says("require_pushed_authorization_requests"),
            names_itself: says("authorization_response_iss_parameter_supported"),
            signing: known,
            signs_with_secret,
            client_authentication: client_authentication.into_iter().map(str::to_owned).collect(),
            assertion_signing: algorithms(list("token_endpoint_auth_signing_alg_values_supported")?),
        })
    }
}

/// Who signs for a provider: one issuer, or one for each of its tenants (`{tenantid}`, told by the claim `tid`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerRule(String);

impl IssuerRule {
    const TENANT: &'static str = "{tenantid}";

    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.replace(Self::TENANT, "tenant");
        let sound = text.len() <= 512 && secure(&plain) && !plain.contains(['?', '{', '}']);
        sound.then(|| Self(text.to_owned()))
    }

    /// Nobody's: of a provider that has none. No issuer is this one.
    pub const fn unknown() -> Self {
        Self(String::new())
    }

    /// As the metadata has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// It stands for several: a subject alone does not tell a person.
    pub fn is_shared(&self) -> bool {
        self.0.contains(Self::TENANT)
    }

    /// Whether an issuer is this one; of several, that of this tenant.
    pub fn is(&self, issuer: &str, tenant: Option<&str>) -> bool {
        match self.0.split_once(Self::TENANT) {
            None => !self.0.is_empty() && issuer == self.0,
            Some((before, behind)) => {
                tenant.is_some_and(|tenant| is_tenant(tenant) && issuer == format!("{before}{tenant}{behind}"))
            }
        }
    }

    /// Whether an issuer can be this one, where nobody says yet which tenant it is.
    pub fn may_be(&self, issuer: &str) -> bool {
        match self.0.split_once(Self::TENANT) {
            None => !self.0.is_empty() && issuer == self.0,
            Some((before, behind)) => {
                issuer.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind)).is_some_and(is_tenant)
            }
        }
    }
}

fn is_tenant(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Why metadata is not taken. For the administrator who brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadProvider {
    #[error("not the metadata of a provider: a JSON object")]
    Malformed,
    #[error("the metadata has no {0}")]
    Missing(&'static str),
    #[error("{0} is no https URL without user and fragment")]
    Address(&'static str),
    #[error("the metadata is of another issuer")]
    OtherIssuer,
    #[error("{0} names nothing that is spoken here")]
    Unsupported(&'static str),
}

impl BadProvider {
    /// The member at fault; empty for the whole.
    pub const fn member(&self) -> &'static str {
        match self {
            Self::Malformed => "",
            Self::Missing(name) | Self::Address(name) | Self::Unsupported(name) => name,
            Self::OtherIssuer => "issuer",
        }
    }
}

/// Whether secrets may be sent there: https, or http on this very machine; no user, no fragment.
pub fn secure(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let safe = match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Ipv4(ip))) => ip.is_loopback(),
        ("http", Some(Host::Ipv6(ip))) => ip.is_loopback(),
        ("http", Some(Host::Domain(name))) => name == "localhost",
        _ => false,
    };
    let plain = text.len() <= 2048 && text.bytes().all(|b| b.is_ascii_graphic());
    safe && plain && url.username().is_empty() && url.password().is_none() && url.fragment().is_none()
}
