//! The settings of an OpenID Connect method. What the provider says of itself and of us stands beside them, as documents.

use model::Finding;
use oidc::rp::AuthMethod;
use plug::ConfigError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::preset::{self, Preset};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// A provider that is known here: its addresses and ways are filled in, other lines win over them.
    #[schemars(extend("x-usual" = true))]
    pub preset: Preset,
    /// The provider's issuer, as its metadata has it. Its metadata is fetched from there, unless it is stored.
    #[schemars(extend("x-usual" = true))]
    pub issuer: String,
    /// Where the metadata is, for a provider that has it elsewhere than below its issuer.
    pub discovery: String,
    /// Our name at the provider, where no registration is stored.
    #[serde(rename = "clientId")]
    #[schemars(extend("x-usual" = true))]
    pub client_id: String,
    /// Our secret at the provider, where no registration is stored.
    #[serde(rename = "clientSecret")]
    #[schemars(extend("x-secret" = true, "x-usual" = true))]
    pub client_secret: String,
    /// How we show the provider who we are.
    #[serde(rename = "tokenEndpointAuthMethod")]
    pub authentication: Authentication,
    /// Whom our signed assertions are for, with `private_key_jwt` and `client_secret_jwt`.
    #[serde(rename = "assertionAudience")]
    pub audience: Audience,
    /// A private key (PKCS#8, base64 on one line) that signs our client secret anew for each call: Apple.
    #[serde(rename = "clientSecretKey")]
    #[schemars(extend("x-secret" = true))]
    pub secret_key: String,
    /// The name that the provider gave this key.
    #[serde(rename = "clientSecretKeyId")]
    pub secret_key_id: String,
    /// Our team at the provider, which signs with this key.
    #[serde(rename = "clientSecretTeam")]
    pub secret_team: String,
    /// Scopes that are asked for, between spaces; `openid` is always among them.
    #[schemars(extend("x-usual" = true))]
    pub scopes: String,
    /// How the answer comes back.
    #[serde(rename = "responseMode")]
    pub response_mode: Mode,
    /// The request is signed with our key.
    #[serde(rename = "signedRequest")]
    pub signed_request: bool,
    /// The request is pushed to the provider first. It is in any case where the provider's metadata requires it.
    #[serde(rename = "pushedRequest")]
    pub pushed_request: bool,
    /// ID tokens are signed with our secret (HS256) instead of the provider's key.
    #[serde(rename = "sharedSecretSignature")]
    pub shared_secret: bool,
    /// Attributes are fetched from the userinfo endpoint, where there is one.
    pub userinfo: bool,
    /// People log in at the provider each time, whatever session they have there.
    #[serde(rename = "ForceAuthn")]
    pub force: bool,
    /// Kept for configurations that carry it.
    #[serde(rename = "OperationMode")]
    pub operation_mode: String,
    /// Contexts that are always asked for, between spaces, the wanted one first.
    #[serde(rename = "acrValues")]
    pub acr_values: String,
    /// The context that the application asks for is asked of the provider, and what it states counts here.
    #[serde(rename = "relayAcr")]
    pub relay_acr: bool,
    /// A context here and what the provider calls it; several lines.
    #[serde(rename = "acrMap")]
    pub acr_map: Vec<String>,
    /// What the provider says of how people proved themselves (`amr`) counts here.
    #[serde(rename = "trustAmr")]
    pub trust_amr: bool,
    /// The name that the application has for the person is handed on as `login_hint`.
    #[serde(rename = "loginHint")]
    pub login_hint: bool,
    /// A parameter that is added to the request, name and value; several lines.
    pub parameter: Vec<String>,
    /// Whoever logs out here is logged out at the provider.
    pub logout: bool,
    /// Where no registration is stored, we register at the provider ourselves.
    #[schemars(extend("x-usual" = true))]
    pub register: bool,
    /// A token that the provider gave for that.
    #[serde(rename = "initialAccessToken")]
    #[schemars(extend("x-secret" = true))]
    pub initial_token: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            preset: Preset::None,
            issuer: String::new(),
            discovery: String::new(),
            client_id: String::new(),
            client_secret: String::new(),
            authentication: Authentication::Automatic,
            audience: Audience::Issuer,
            secret_key: String::new(),
            secret_key_id: String::new(),
            secret_team: String::new(),
            scopes: String::new(),
            response_mode: Mode::Automatic,
            signed_request: false,
            pushed_request: false,
            shared_secret: false,
            userinfo: true,
            force: false,
            operation_mode: String::new(),
            acr_values: String::new(),
            relay_acr: false,
            acr_map: Vec::new(),
            trust_amr: false,
            login_hint: true,
            parameter: Vec::new(),
            logout: true,
            register: false,
            initial_token: String::new(),
        }
    }
}

/// The ways of RFC 7591, or what registration and metadata say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    #[default]
    Automatic,
    ClientSecretBasic,
    ClientSecretPost,
    ClientSecretJwt,
    PrivateKeyJwt,
    None,
}

impl Authentication {
    pub fn method(self) -> Option<AuthMethod> {
        match self {
            Self::Automatic => None,
            Self::ClientSecretBasic => Some(AuthMethod::Basic),
            Self::ClientSecretPost => Some(AuthMethod::Post),
            Self::ClientSecretJwt => Some(AuthMethod::SecretJwt),
            Self::PrivateKeyJwt => Some(AuthMethod::KeyJwt),
            Self::None => Some(AuthMethod::None),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    #[default]
    Issuer,
    Token,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Automatic,
    Query,
    FormPost,
}

/// What is asked for where no line says otherwise.
pub const SCOPES: &str = "openid profile email";

impl Config {
    /// With what its preset fills in.
    pub(super) fn completed(mut self) -> Self {
        if let Some(known) = preset::of(self.preset) {
            for (line, value) in [
                (&mut self.issuer, known.issuer),
                (&mut self.discovery, known.discovery),
                (&mut self.scopes, known.scopes),
            ] {
                if line.is_empty() {
                    value.clone_into(line);
                }
            }
            if self.response_mode == Mode::Automatic && known.form_post {
                self.response_mode = Mode::FormPost;
            }
            if self.authentication == Authentication::Automatic {
                self.authentication = known.authentication;
            }
        }
        if self.scopes.is_empty() {
            SCOPES.clone_into(&mut self.scopes);
        }
        if !self.scopes.split_ascii_whitespace().any(|s| s == "openid") {
            self.scopes.insert_str(0, "openid ");
        }
        self
    }

    /// Judges what stands in more than one word.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let wrong = |name| Err(ConfigError::new(name, "line-value"));
        if !self.issuer.is_empty() && oidc::rp::IssuerRule::parse(&self.issuer).is_none() {
            return wrong("issuer");
        }
        if !self.discovery.is_empty() && !oidc::rp::provider::secure(&self.discovery) {
            return wrong("discovery");
        }
        if oidc::Scopes::parse(&self.scopes).is_err() {
            return wrong("scopes");
        }
        for (name, lines) in [("parameter", &self.parameter), ("acrMap", &self.acr_map)] {
            if lines.iter().any(|line| pair(line).is_none()) {
                return wrong(name);
            }
        }
        let reserved = |line: &String| pair(line).is_some_and(|(n, _)| oidc::rp::request::OWN.contains(&n.as_str()));
        if self.parameter.iter().any(reserved) {
            return Err(ConfigError::new("parameter", "upstream-parameter"));
        }
        Ok(())
    }

    pub(super) fn doubts(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.shared_secret {
            findings.push(Finding::warning("sharedSecretSignature", "upstream-shared-secret"));
        }
        findings
    }

    /// What the lines say of our registration.
    pub(super) fn registration(&self) -> serde_json::Value {
        if self.client_id.is_empty() {
            return serde_json::json!({});
        }
        let mut registration = serde_json::json!({ "client_id": self.client_id });
        if !self.client_secret.is_empty() {
            registration["client_secret"] = self.client_secret.clone().into();
        }
        registration
    }
}

/// A line's value of two words, the second of which may have blanks.
pub fn pair(line: &str) -> Option<(String, String)> {
    let (name, value) = line.trim().split_once(' ')?;
    let value = value.trim();
    (!value.is_empty()).then(|| (name.to_owned(), value.to_owned()))
}
