//! The token endpoint: who asks, for what, and the answer (RFC 6749, sections 2.3, 3.2, 4 to 6).

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::assertion::ASSERTION_TYPE;
use crate::params::{UNKNOWN_CLIENT, decode};
use crate::{Error, ErrorCode, Hidden, Params, Scopes};

/// The parts of an HTTP request that count.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The query of the URL, without its question mark; empty if there is none.
    pub query: &'a str,
    /// Every `Authorization` header there is.
    pub authorization: &'a [&'a str],
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// A token request.
#[derive(Debug)]
pub struct TokenRequest {
    /// How the client says who it is; not verified yet.
    pub client: Presented,
    /// What it asks for.
    pub grant: Grant,
}

/// How a client presents itself: exactly one way (RFC 6749, section 2.3).
#[derive(Debug)]
pub enum Presented {
    /// `none`: by its name alone.
    Name {
        /// Who it says it is.
        client_id: String,
    },
    /// `client_secret_basic`
    Basic {
        /// Who it says it is.
        client_id: String,
        /// The secret, form-decoded.
        secret: Hidden,
    },
    /// `client_secret_post`
    Post {
        /// Who it says it is.
        client_id: String,
        /// The secret.
        secret: Hidden,
    },
    /// `private_key_jwt`
    Assertion {
        /// Who it says it is, outside the assertion; the assertion must agree.
        client_id: Option<String>,
        /// The signed assertion.
        assertion: Hidden,
    },
}

/// What is asked for.
#[derive(Debug)]
pub enum Grant {
    /// Tokens for a code.
    AuthorizationCode {
        /// The code.
        code: Hidden,
        /// Must be the one of the authorization request.
        redirect_uri: Option<String>,
        /// The verifier of PKCE.
        code_verifier: Option<Hidden>,
    },
    /// New tokens for a refresh token.
    RefreshToken {
        /// The refresh token.
        refresh_token: Hidden,
        /// Fewer scopes than before, if given.
        scope: Option<Scopes>,
    },
    /// A token for the client itself.
    ClientCredentials {
        /// What for.
        scope: Option<Scopes>,
    },
}

/// A way to authenticate, by its registered name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    /// Public clients.
    None,
    /// Secret in the `Authorization` header.
    ClientSecretBasic,
    /// Secret in the body.
    ClientSecretPost,
    /// Signed assertion.
    PrivateKeyJwt,
}

impl AuthMethod {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::ClientSecretBasic, Self::ClientSecretPost, Self::PrivateKeyJwt, Self::None];

    /// The registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::PrivateKeyJwt => "private_key_jwt",
        }
    }
}

impl TokenRequest {
    /// Reads a request to the token endpoint. The client comes first: who cannot say who it is learns nothing else.
    pub fn parse(call: &Call<'_>) -> Result<Self, Error> {
        let params = call.params()?;
        let client = Presented::parse(call.authorization, &params)?;
        let grant = Grant::parse(&params)?;
        Ok(Self { client, grant })
    }
}

/// A request to end a token (RFC 7009, section 2.1).
#[derive(Debug)]
pub struct RevocationRequest {
    /// How the client says who it is; not verified yet.
    pub client: Presented,
    /// An access or a refresh token; which of them is found out, whatever the client thinks.
    pub token: Hidden,
}

impl RevocationRequest {
    /// Reads a request to the revocation endpoint.
    pub fn parse(call: &Call<'_>) -> Result<Self, Error> {
        let params = call.params()?;
        let client = Presented::parse(call.authorization, &params)?;
        Ok(Self { client, token: Hidden::new(params.required("token", MAX_TOKEN)?) })
    }
}

impl Call<'_> {
    /// The parameters of the body. What belongs there is refused in the URL, where it would be logged.
    pub fn params(&self) -> Result<Params, Error> {
        Params::parse(self.query)?.refuse(&BODY_ONLY, "this parameter belongs in the body, not in the URL")?;
        Params::parse_body(self.content_type, self.body)
    }
}

impl Presented {
    /// Finds the one way that a request uses. Two ways at once are refused, also if one of them is empty: a check of
    /// one must not pass for a check of the other.
    pub fn parse(authorization: &[&str], params: &Params) -> Result<Self, Error> {
        const SEVERAL: Error = Error::invalid_request("more than one way of client authentication");
        let client_id = params.at_most("client_id", MAX_CLIENT_ID)?.map(str::to_owned);
        let secret = params.at_most("client_secret", MAX_SECRET)?.map(Hidden::new);
        let assertion = params.names("client_assertion") || params.names("client_assertion_type");
        match (authorization, secret, assertion) {
            ([], None, false) => client_id.map(|client_id| Self::Name { client_id }).ok_or(UNKNOWN_CLIENT),
            ([], Some(secret), false) => {
                client_id.map(|client_id| Self::Post { client_id, secret }).ok_or(UNKNOWN_CLIENT)
            }
            ([], None, true) => assertion_of(params, client_id),
            ([header], None, false) => basic(header, client_id),
            _ => Err(SEVERAL),
        }
    }

    /// The method used.
    pub const fn method(&self) -> AuthMethod {
        match self {
            Self::Name { .. } => AuthMethod::None,
            Self::Basic { .. } => AuthMethod::ClientSecretBasic,
            Self::Post { .. } => AuthMethod::ClientSecretPost,
            Self::Assertion { .. } => AuthMethod::PrivateKeyJwt,
        }
    }

    /// Who it says it is. Of an assertion without `client_id` beside it, the subject it claims.
    pub fn client_id(&self) -> Option<String> {
        match self {
            Self::Name { client_id } | Self::Basic { client_id, .. } | Self::Post { client_id, .. } => {
                Some(client_id.clone())
            }
            Self::Assertion { client_id: Some(client_id), .. } => Some(client_id.clone()),
            Self::Assertion { client_id: None, assertion } => crate::assertion::claimed_client(assertion.expose()),
        }
    }
}

impl Grant {
    /// Reads what is asked for.
    pub fn parse(params: &Params) -> Result<Self, Error> {
        let hidden = |name, max| params.at_most(name, max).map(|value| value.map(Hidden::new));
        let scope = || params.at_most("scope", Scopes::MAX)?.map(Scopes::parse).transpose();
        match params.required("grant_type", MAX_GRANT_TYPE)? {
            "authorization_code" => Ok(Self::AuthorizationCode {
                code: Hidden::new(params.required("code", MAX_TOKEN)?),
                redirect_uri: params.at_most("redirect_uri", MAX_TOKEN)?.map(str::to_owned),
                code_verifier: hidden("code_verifier", MAX_TOKEN)?,
            }),
            "refresh_token" => Ok(Self::RefreshToken {
                refresh_token: Hidden::new(params.required("refresh_token", MAX_TOKEN)?),
                scope: scope()?,
            }),
            "client_credentials" => Ok(Self::ClientCredentials { scope: scope()? }),
            _ => Err(Error::new(ErrorCode::UnsupportedGrantType, "this grant type is not supported")),
        }
    }
}

/// The successful answer (RFC 6749, section 5.1). It is written out and dropped; it has no `Debug`.
#[derive(Serialize)]
pub struct TokenAnswer {
    /// The access token.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: Bearer,
    /// The life of the access token, in seconds.
    pub expires_in: u64,
    /// The refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The ID token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What was granted.
    pub scope: Scopes,
}

/// The token type `Bearer` (RFC 6750).
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub enum Bearer {
    /// The only one.
    #[default]
    Bearer,
}

/// The headers of every answer of the token and userinfo endpoints (RFC 6749, section 5.1).
pub const NO_STORE: [(&str, &str); 2] = [("cache-control", "no-store"), ("pragma", "no-cache")];

/// The `WWW-Authenticate` header of a refusal, where there is one: with status 401 (RFC 6749, section 5.2).
pub fn challenge(error: &Error, issuer: &crate::Issuer) -> Option<String> {
    (error.code == ErrorCode::InvalidClient).then(|| format!("Basic realm=\"{issuer}\", charset=\"UTF-8\""))
}

/// The refusal of a client that is unknown or did not authenticate; the same for both.
pub const INVALID_CLIENT: Error = UNKNOWN_CLIENT;

const MAX_CLIENT_ID: usize = 255;
const MAX_SECRET: usize = 1024;
const MAX_GRANT_TYPE: usize = 255;
const MAX_TOKEN: usize = 4096;
const MAX_ASSERTION: usize = 16_384;
const BODY_ONLY: [&str; 10] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "grant_type",
    "code",
    "code_verifier",
    "refresh_token",
    "redirect_uri",
    "token",
];

fn assertion_of(params: &Params, client_id: Option<String>) -> Result<Presented, Error> {
    if params.at_most("client_assertion_type", MAX_GRANT_TYPE)? != Some(ASSERTION_TYPE) {
        return Err(UNKNOWN_CLIENT);
    }
    let assertion = params.at_most("client_assertion", MAX_ASSERTION)?.map(Hidden::new).ok_or(UNKNOWN_CLIENT)?;
    Ok(Presented::Assertion { client_id, assertion })
}

/// The `Basic` scheme in any case; both halves are form-encoded before they are joined (RFC 6749, section 2.3.1).
fn basic(header: &str, beside: Option<String>) -> Result<Presented, Error> {
    let (scheme, encoded) = header.split_once(' ').ok_or(UNKNOWN_CLIENT)?;
    if !scheme.eq_ignore_ascii_case("basic") || encoded.len() > 4 * MAX_SECRET {
        return Err(UNKNOWN_CLIENT);
    }
    let bytes = STANDARD.decode(encoded.trim()).map(Zeroizing::new).map_err(|_| UNKNOWN_CLIENT)?;
    let both = std::str::from_utf8(&bytes).map_err(|_| UNKNOWN_CLIENT)?;
    let (id, secret) = both.split_once(':').ok_or(UNKNOWN_CLIENT)?;
    let (id, secret) = decode(id).zip(decode(secret)).ok_or(UNKNOWN_CLIENT)?;
    if id.is_empty() || id.len() > MAX_CLIENT_ID || secret.len() > MAX_SECRET {
        return Err(UNKNOWN_CLIENT);
    }
    if beside.is_some_and(|beside| beside != *id) {
        return Err(Error::invalid_request("client_id differs from the one in the Authorization header"));
    }
    Ok(Presented::Basic { client_id: id.as_str().to_owned(), secret: Hidden::new(secret.as_str()) })
}
