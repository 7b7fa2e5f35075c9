//! The edge: what stands between the network and every handler, and what handlers answer with.

use std::{panic::AssertUnwindSafe, path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Router,
    body::HttpBody,
    extract::{ConnectInfo, Request, State},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use data_encoding::BASE64URL_NOPAD;
use futures_util::FutureExt;
use http::{HeaderValue, Method, StatusCode, header};
use jiff::tz::TimeZone;

use crate::{
    Assets, Chance, Client, CommonDomain, Cookies, Csrf, Form, FormTargets, Keep, Limits, Page, Pages, Problem,
    Proxies, PublicUrl, Reader, Reference, SameSite, Surface, Template, Texts,
    assets::Themes,
    common_domain, headers,
    pages::{Shown, TemplateError},
    reader::{BROWSER, Choice, LANG, Own, THEME},
};

/// What every face shares. One per server; faces hold it in an `Arc`.
pub struct Kit {
    pub public: PublicUrl,
    pub proxies: Proxies,
    pub cookies: Cookies,
    pub csrf: Csrf,
    pub pages: Pages,
    pub chance: Chance,
    pub zone: TimeZone,
    /// The second name, where there is one.
    pub common_domain: Option<CommonDomain>,
    themes: Themes,
}

/// What a kit is made of.
pub struct Setup {
    pub public: PublicUrl,
    pub proxies: Proxies,
    /// Derived from the master key, the same on all nodes.
    pub csrf_key: [u8; 32],
    pub texts: Texts,
    /// One slice per face.
    pub templates: Vec<&'static [Template]>,
    /// The operator's own templates.
    pub folder: Option<PathBuf>,
    pub themes: Themes,
    pub chance: Chance,
    /// For readers who are not known yet.
    pub zone: TimeZone,
    pub common_domain: Option<CommonDomain>,
}

impl Setup {
    /// The usual things: no proxies, only the kit's own texts and templates, no themes, UTC.
    pub fn new(public: PublicUrl, csrf_key: [u8; 32]) -> Self {
        Self {
            public,
            proxies: Proxies::default(),
            csrf_key,
            texts: Texts::new(&[crate::TEXTS]),
            templates: Vec::new(),
            folder: None,
            themes: Arc::new(|_| None),
            chance: Chance::system(),
            zone: TimeZone::UTC,
            common_domain: None,
        }
    }
}

impl Kit {
    pub fn new(setup: Setup) -> Result<Arc<Self>, TemplateError> {
        Ok(Arc::new(Self {
            cookies: Cookies::new(&setup.public),
            csrf: Csrf::new(&setup.csrf_key, &setup.public),
            pages: Pages::new(setup.texts, &setup.templates, setup.folder)?,
            public: setup.public,
            proxies: setup.proxies,
            chance: setup.chance,
            zone: setup.zone,
            common_domain: setup.common_domain,
            themes: setup.themes,
        }))
    }

    /// The routes of a listener behind the edge, with the kit's files added. Call it once, last.
    ///
    /// The server must insert `ConnectInfo<SocketAddr>` into each request; without it the client's address is
    /// unknown (`0.0.0.0`) and forwarding headers are ignored.
    pub fn wrap(self: &Arc<Self>, routes: Router) -> Router {
        routes.merge(Assets::routes(self.themes.clone())).layer(from_fn_with_state(self.clone(), pass))
    }

    /// The same for a listener apart: under the public name with any port, so that the cookies are the same.
    pub fn wrap_apart(self: &Arc<Self>, routes: Router) -> Router {
        self.wrap(routes).layer(from_fn(apart))
    }

    /// A page as a response; a template that fails is logged and becomes an error page.
    pub fn page(&self, reader: &Reader, page: Page) -> Response {
        self.pages.render(reader, page).unwrap_or_else(|error| self.fault(reader, &error))
    }

    /// Reads a posted form of ours and checks that this browser meant to send it (M070).
    ///
    /// An `Err` is the finished answer. Forms that come from elsewhere (SAML, form_post, token requests) are read with
    /// [`Form::read`] instead.
    pub async fn form(&self, request: Request) -> Result<(Reader, Form), Response> {
        self.form_within(request, Limits::default()).await
    }

    /// The same with other limits: long lists of boxes, texts of a page.
    pub async fn form_within(&self, request: Request, limits: Limits) -> Result<(Reader, Form), Response> {
        let (mut parts, body) = request.into_parts();
        let Some(reader) = parts.extensions.remove::<Reader>() else {
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        let form = match Form::read(&parts.headers, body, limits).await {
            Ok(form) => form,
            Err(error) => return Err(self.problem(&reader, error.status())),
        };
        let browser = self.cookies.read(&parts.headers, BROWSER);
        match self.csrf.check(&parts.method, &parts.headers, browser, &form) {
            Ok(()) => Ok((reader, form)),
            Err(why) => {
                tracing::info!(request.reference = %reader.reference, "Refused a form: {why}");
                Err(self.problem(&reader, StatusCode::FORBIDDEN))
            }
        }
    }

    /// An error page, or a problem for a program; says the status in words and the reference, nothing else (M095).
    pub fn problem(&self, reader: &Reader, status: StatusCode) -> Response {
        let problem = Problem { status, reference: reader.reference.clone() };
        if !reader.wants_html {
            return problem.into_response();
        }
        let known = if status.is_server_error() { KNOWN_FAULTS } else { KNOWN_MISTAKES };
        let code = if known.contains(&status.as_u16()) { status.as_u16() } else { known[0] };
        let page = Page::new(Surface::Portal, "error.html", format!("error-{code}-title"))
            .with(minijinja::context! { remedy => format!("error-{code}-remedy"), again => status.is_server_error() })
            .status(status)
            .error(true);
        self.pages.render(reader, page).unwrap_or_else(|_| problem.into_response())
    }

    /// Our fault: the cause goes to the log, the reference to the reader.
    pub fn fault(&self, reader: &Reader, cause: &dyn std::error::Error) -> Response {
        tracing::error!(request.reference = %reader.reference, cause = %cause, "A request failed");
        self.problem(reader, StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn reader(&self, request: &Request, choice: Choice) -> (Reader, bool) {
        let known =
            self.cookies.read(request.headers(), BROWSER).filter(|id| id.len() == BROWSER_LENGTH).map(str::to_owned);
        let fresh = known.is_none();
        let browser = known.unwrap_or_else(|| BASE64URL_NOPAD.encode(&self.chance.bytes::<20>()));
        let csrf = self.csrf.token(&browser);
        let own = Own { zone: self.zone.clone(), reference: Reference::new(&self.chance), browser, csrf };
        (Reader::of(request.uri(), request.headers(), &self.cookies, choice, own), fresh)
    }

    fn keep(&self, response: &mut Response, name: &str, value: &str, keep: Keep) {
        if let Ok(cookie) = self.cookies.set(name, value, keep, SameSite::Lax) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

/// A handler that gives the browser something to come back with (a login that belongs to it) puts this into the
/// response's extensions, where the answer is a redirect and not a page.
#[derive(Clone, Copy, Debug)]
pub struct Remember;

/// The request came in by a listener that is not behind the public port.
#[derive(Clone, Copy, Debug)]
struct Apart;

async fn apart(mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(Apart);
    next.run(request).await
}

async fn pass(State(kit): State<Arc<Kit>>, mut request: Request, next: Next) -> Response {
    let choice = if request.method() == Method::GET { Choice::of(request.uri()) } else { Choice::default() };
    let (reader, fresh) = kit.reader(&request, choice);
    let foreign = request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site")
        && request.method() != Method::GET;
    request.extensions_mut().insert(reader.clone());
    let mut response = match kit.admit(&mut request) {
        Ok(()) => match AssertUnwindSafe(next.run(request)).catch_unwind().await {
            Ok(response) => kit.fill(&reader, response),
            Err(_) => {
                tracing::error!(request.reference = %reader.reference, "A request ended in a panic");
                kit.problem(&reader, StatusCode::INTERNAL_SERVER_ERROR)
            }
        },
        Err(status) => kit.problem(&reader, status),
    };
    let shown = response.extensions().get::<Shown>().is_some();
    if fresh && !foreign && (shown || response.extensions().get::<Remember>().is_some()) {
        kit.keep(&mut response, BROWSER, &reader.browser, YEAR);
    }
    if shown {
        choice.locale.iter().for_each(|locale| kit.keep(&mut response, LANG, locale.tag(), YEAR));
        choice.scheme.iter().for_each(|scheme| kit.keep(&mut response, THEME, scheme.name(), YEAR));
    }
    let targets = response.extensions_mut().remove::<FormTargets>();
    let has_body = response.body().size_hint().exact() != Some(0);
    headers::harden(&kit.public, targets.as_ref(), has_body, response.headers_mut());
    response
}

impl Kit {
    /// Host and client address; `Err` is the status of the refusal.
    fn admit(&self, request: &mut Request) -> Result<(), StatusCode> {
        let probe = PROBES.contains(&request.uri().path());
        let any_port = request.extensions().get::<Apart>().is_some();
        // Each name has its own paths: the second one reaches nothing of the first, nor the other way round.
        let meant = match &self.common_domain {
            Some(common) if request.uri().path().starts_with(common_domain::PATH) => common.url(),
            _ => &self.public,
        };
        if !probe && !meant.is_meant(request.uri(), request.headers(), any_port) {
            return Err(StatusCode::BAD_REQUEST);
        }
        let peer = request.extensions().get::<ConnectInfo<std::net::SocketAddr>>();
        let peer = peer.map_or(std::net::Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(socket)| socket.ip());
        let client: Client = self.proxies.client(peer, request.headers()).map_err(|error| {
            tracing::warn!(client.peer = %peer, "Refused a request: {error}");
            StatusCode::BAD_REQUEST
        })?;
        request.extensions_mut().insert(client);
        Ok(())
    }

    /// Gives the bare refusals of the router (404, 405, 413, …) a body.
    fn fill(&self, reader: &Reader, response: Response) -> Response {
        let status = response.status();
        let bare =
            response.body().size_hint().exact() == Some(0) && !response.headers().contains_key(header::CONTENT_TYPE);
        if !(bare && reader.wants_html && (status.is_client_error() || status.is_server_error())) {
            return response;
        }
        let mut page = self.problem(reader, status);
        for (name, value) in response.headers().iter().filter(|(name, _)| *name != header::CONTENT_LENGTH) {
            page.headers_mut().append(name, value.clone());
        }
        page
    }
}

/// A redirect that answers a POST: the browser follows with GET.
pub fn see_other(target: &str) -> Response {
    match HeaderValue::from_str(target) {
        Ok(target) => (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A redirect as a page that goes on by itself. Chromium applies the policy of a form's page to every redirect behind the form, other
/// applications' forms included; a logout that leads through other sites would stop there.
pub fn unchained(redirect: Response) -> Response {
    let to = redirect.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    let refresh = to.and_then(|to| HeaderValue::from_str(&format!("0; url={to}")).ok());
    let Some(refresh) = refresh.filter(|_| redirect.status().is_redirection()) else { return redirect };
    let (mut parts, _) = redirect.into_parts();
    parts.status = StatusCode::OK;
    parts.headers.remove(header::LOCATION);
    parts.headers.insert(header::REFRESH, refresh);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Response::from_parts(parts, "<!doctype html>".into())
}

/// Asked by load balancers, which know us by address only.
const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// The statuses that have words of their own; the first stands for the others of its class.
const KNOWN_MISTAKES: &[u16] = &[400, 403, 404, 405, 413, 415, 429];
const KNOWN_FAULTS: &[u16] = &[500, 503];

const YEAR: Keep = Keep::For(Duration::from_secs(365 * 24 * 60 * 60));
/// 160 bits.
const BROWSER_LENGTH: usize = 27;
