//! The authorization request (RFC 6749, section 4.1.1; OpenID Connect Core, section 3.1.2.1), in two phases.
//!
//! First [`Address`]: who asks, and where the answer would go. Until the caller has found that redirect URI among the
//! client's own, every error is shown on a page of this server. Then [`AuthorizationRequest`]: whatever is wrong from
//! there on is told to the client, with its state and the issuer.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::claims::ClaimsRequest;
use crate::pkce::Challenge;
use crate::redirect::{RedirectUri, ResponseMode, ReturnTo};
use crate::{Error, ErrorCode, Params, Scopes};

/// Phase one: the client and the redirect URI, neither of them believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Who asks.
    pub client_id: String,
    /// Where the answer shall go.
    pub redirect_uri: String,
}

impl Address {
    /// Reads the two parameters. Both are required, also if the client has only one redirect URI.
    pub fn parse(params: &Params) -> Result<Self, Error> {
        let client_id = params.required("client_id", MAX_CLIENT_ID)?.to_owned();
        let redirect_uri = params.required("redirect_uri", RedirectUri::MAX)?.to_owned();
        Ok(Self { client_id, redirect_uri })
    }

    /// Whether the redirect URI is one of the client's.
    pub fn is_among<'a>(&self, registered: impl IntoIterator<Item = &'a RedirectUri>) -> bool {
        registered.into_iter().any(|uri| uri.matches(&self.redirect_uri))
    }
}

/// Phase two: the whole request. The response type is always `code`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client_id: String,
    /// Where and how the answer goes.
    pub return_to: ReturnTo,
    /// What is asked for.
    pub scope: Scopes,
    /// Goes into the ID token unchanged.
    pub nonce: Option<String>,
    /// What the person must, or must not, be asked.
    pub prompt: Prompt,
    /// How old the login may be, in seconds.
    pub max_age: Option<u64>,
    /// Who is expected.
    pub login_hint: Option<String>,
    /// Authentication contexts, the wanted one first; a wish (OpenID Connect Core, section 3.1.2.1).
    pub acr_values: Vec<String>,
    /// An earlier ID token of the person expected; not verified yet.
    pub id_token_hint: Option<String>,
    /// Languages of the pages, the wanted one first.
    pub ui_locales: Vec<String>,
    /// Languages of the claims, the wanted one first.
    pub claims_locales: Vec<String>,
    /// How the pages are shown.
    pub display: Display,
    /// Single claims asked for.
    pub claims: ClaimsRequest,
    /// The challenge of PKCE.
    pub code_challenge: Option<Challenge>,
}

impl AuthorizationRequest {
    /// Reads everything; the address has been found good.
    pub fn parse(params: &Params, address: Address) -> Result<Self, Refusal> {
        let Address { client_id, redirect_uri } = address;
        let (state, bad_state) =
            told_apart(params.at_most("state", MAX_STATE).and_then(printable).map(|s| s.map(str::to_owned)));
        let (mode, bad_mode) = told_apart(response_mode(params));
        let return_to = ReturnTo { redirect_uri, mode, state };
        let refusal = |error| Refusal { error, return_to: return_to.clone() };
        if let Some(error) = bad_state.or(bad_mode) {
            return Err(refusal(error));
        }
        unsupported(params).and_then(|()| response_type(params)).map_err(refusal)?;
        Self::rest(params, client_id, return_to.clone()).map_err(refusal)
    }

    /// Whether an ID token is asked for at all.
    pub fn openid(&self) -> bool {
        self.scope.contains("openid")
    }

    /// Refuses a request without PKCE where the client needs it: always if it is public, else by its own rule.
    pub fn need_pkce(&self, needed: bool) -> Result<(), Error> {
        let missing = needed && self.code_challenge.is_none();
        if missing { Err(Error::parameter("parameter missing", "code_challenge")) } else { Ok(()) }
    }

    fn rest(params: &Params, client_id: String, return_to: ReturnTo) -> Result<Self, Error> {
        let text = |name, max| params.at_most(name, max).map(|value| value.map(str::to_owned));
        let claims =
            params.at_most("claims", ClaimsRequest::MAX)?.map_or(Ok(ClaimsRequest::default()), ClaimsRequest::parse)?;
        Ok(Self {
            client_id,
            return_to,
            scope: Scopes::parse(params.at_most("scope", Scopes::MAX)?.unwrap_or_default())?,
            nonce: text("nonce", MAX_NONCE)?,
            prompt: Prompt::parse(&params.words("prompt", MAX_WORDS)?)?,
            max_age: params.at_most("max_age", MAX_WORDS)?.map(seconds).transpose()?,
            login_hint: text("login_hint", MAX_HINT)?,
            acr_values: params.words("acr_values", MAX_WORDS)?,
            id_token_hint: text("id_token_hint", MAX_ID_TOKEN)?,
            ui_locales: params.words("ui_locales", MAX_WORDS)?,
            claims_locales: params.words("claims_locales", MAX_WORDS)?,
            display: Display::parse(params.at_most("display", MAX_WORDS)?),
            claims,
            code_challenge: Challenge::parse(params.one("code_challenge")?, params.one("code_challenge_method")?)?,
        })
    }
}

impl fmt::Debug for AuthorizationRequest {
    /// Hints, state and nonce are personal or secret and stay out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("AuthorizationRequest");
        out.field("client_id", &self.client_id)
            .field("redirect_uri", &self.return_to.redirect_uri)
            .field("scope", &self.scope);
        out.field("prompt", &self.prompt).field("max_age", &self.max_age).finish_non_exhaustive()
    }
}

/// A refusal that the client is told at its redirect URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub error: Error,
    /// Where to say so. A state that can not be given back unchanged is left out.
    pub return_to: ReturnTo,
}

/// What the person must be asked, whatever session there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// Nothing: answer at once, or say why not (`none`).
    Silent,
    /// These, and what is missing anyway.
    Ask {
        /// The credentials again.
        login: bool,
        /// Consent again.
        consent: bool,
        /// Which account.
        select_account: bool,
    },
}

impl Prompt {
    /// Nothing in particular: the parameter was left out.
    pub const FREE: Self = Self::Ask { login: false, consent: false, select_account: false };

    /// Reads the words. `none` stands alone (OpenID Connect Core, section 3.1.2.1).
    fn parse(words: &[String]) -> Result<Self, Error> {
        if let [only] = words
            && only == "none"
        {
            return Ok(Self::Silent);
        }
        let (mut login, mut consent, mut select_account) = (false, false, false);
        for word in words {
            match word.as_str() {
                "login" => login = true,
                "consent" => consent = true,
                "select_account" => select_account = true,
                "none" => return Err(Error::parameter("none stands alone", "prompt")),
                _ => return Err(Error::parameter("unknown value", "prompt")),
            }
        }
        Ok(Self::Ask { login, consent, select_account })
    }

    /// Whether the credentials must be asked again.
    pub const fn login(self) -> bool {
        matches!(self, Self::Ask { login: true, .. })
    }

    /// Whether consent must be asked again.
    pub const fn consent(self) -> bool {
        matches!(self, Self::Ask { consent: true, .. })
    }

    /// Whether the person chooses an account.
    pub const fn select_account(self) -> bool {
        matches!(self, Self::Ask { select_account: true, .. })
    }
}

/// How the client would like the pages; unknown values count as `page`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Display {
    /// A whole page.
    #[default]
    Page,
    /// A small window.
    Popup,
    /// A device with a touch screen.
    Touch,
    /// A feature phone.
    Wap,
}

impl Display {
    fn parse(text: Option<&str>) -> Self {
        match text {
            Some("popup") => Self::Popup,
            Some("touch") => Self::Touch,
            Some("wap") => Self::Wap,
            _ => Self::Page,
        }
    }
}

/// Reads everything there is, for fuzzing: both phases on one query.
pub fn parse_query(query: &str) -> Result<AuthorizationRequest, Error> {
    let params = Params::parse(query)?;
    let address = Address::parse(&params)?;
    AuthorizationRequest::parse(&params, address).map_err(|refusal| refusal.error)
}

const MAX_CLIENT_ID: usize = 255;
const MAX_STATE: usize = 2048;
const MAX_NONCE: usize = 1024;
const MAX_HINT: usize = 512;
const MAX_ID_TOKEN: usize = 8192;
const MAX_WORDS: usize = 2048;

/// A value and, if there is none, why.
fn told_apart<T: Default>(result: Result<T, Error>) -> (T, Option<Error>) {
    match result {
        Ok(value) => (value, None),
        Err(error) => (T::default(), Some(error)),
    }
}

/// A control character would not survive the way through a form, so that the state would come back changed.
fn printable(state: Option<&str>) -> Result<Option<&str>, Error> {
    match state {
        Some(text) if text.chars().any(char::is_control) => Err(Error::parameter("control character", "state")),
        state => Ok(state),
    }
}

fn response_mode(params: &Params) -> Result<ResponseMode, Error> {
    match params.one("response_mode")? {
        None | Some("query") => Ok(ResponseMode::Query),
        Some("form_post") => Ok(ResponseMode::FormPost),
        Some(_) => Err(Error::parameter("unsupported value", "response_mode")),
    }
}

fn response_type(params: &Params) -> Result<(), Error> {
    match params.one("response_type")? {
        Some("code") => Ok(()),
        Some(_) => Err(Error::new(ErrorCode::UnsupportedResponseType, "the only response type is code")),
        None => Err(Error::parameter("parameter missing", "response_type")),
    }
}

/// Parameters whose meaning must not be passed over: what they say would differ from what is done.
fn unsupported(params: &Params) -> Result<(), Error> {
    for (name, code) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        if params.names(name) {
            return Err(Error::new(code, "this parameter is not supported"));
        }
    }
    Ok(())
}

fn seconds(text: &str) -> Result<u64, Error> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or(Error::parameter("not a number of seconds", "max_age"))
}
