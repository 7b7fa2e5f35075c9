//! Requests of OpenID Connect that the browser brings.

use oidc::authorize::{Address, AuthorizationRequest, parse_query};
use oidc::claims::ClaimsRequest;
use oidc::logout::{LogoutRequest, PostLogoutUri};
use oidc::pkce::{self, Challenge};
use oidc::redirect::{Answer, Delivery, RedirectUri, ResponseMode};
use oidc::{Issuer, Params, Scopes};
use url::{Host, Url, form_urlencoded};

use crate::{lines, text};

/// Parameters that are read are those that any other decoder reads; twice is refused, empty is missing.
pub fn params(data: &[u8]) {
    let Ok(params) = Params::parse_bytes(data) else { return };
    let pairs: Vec<(String, String)> = form_urlencoded::parse(data).into_owned().collect();
    assert!(pairs.iter().all(|(name, _)| params.names(name)));
    for name in ["client_id", "state", "code", "scope", "redirect_uri", "x"] {
        let values: Vec<&str> = pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect();
        assert_eq!(params.names(name), !values.is_empty());
        match (params.one(name), &values[..]) {
            (Ok(read), []) => assert_eq!(read, None),
            (Ok(read), [only]) => assert_eq!(read.unwrap_or_default(), *only),
            (Err(_), [_, _, ..]) => {}
            (read, _) => panic!("{name}: {read:?}"),
        }
        assert!(params.at_most(name, 3).is_err() || values.iter().all(|value| value.len() <= 3));
    }
}

/// A request that is read survives storing, its answer goes to the redirect URI of the request and to no other, and the
/// state comes back unchanged.
pub fn authorize(data: &[u8]) {
    let Some(query) = text(data) else { return };
    let Ok(request) = parse_query(query) else { return };
    let stored = serde_json::to_string(&request).unwrap_or_else(|e| panic!("{e}"));
    let read: AuthorizationRequest = serde_json::from_str(&stored).unwrap_or_else(|e| panic!("{e}: {stored}"));
    assert!(read == request, "{stored}");
    let Ok(registered) = RedirectUri::register(&request.return_to.redirect_uri) else { return };
    let address =
        Address { client_id: request.client_id.clone(), redirect_uri: request.return_to.redirect_uri.clone() };
    assert!(address.is_among([&registered]));
    assert_eq!(request.need_pkce(true).is_ok(), request.code_challenge.is_some());
    let (state, mode) = (request.return_to.state.clone(), request.return_to.mode);
    match Answer::code(request.return_to, &issuer(), "the code").deliver() {
        Delivery::Redirect(url) => {
            assert_eq!(mode, ResponseMode::Query);
            assert!(url.starts_with(registered.as_str()), "{url}");
            let (url, home) = (parsed(&url), parsed(registered.as_str()));
            assert_eq!((url.origin(), url.path(), url.fragment()), (home.origin(), home.path(), None));
            let answer = |name: &str| {
                url.query_pairs().filter(|(n, _)| n == name).map(|(_, v)| v.into_owned()).collect::<Vec<_>>()
            };
            assert_eq!(answer("code"), ["the code"]);
            assert_eq!(answer("iss"), [issuer().as_str()]);
            assert_eq!(answer("state"), state.into_iter().collect::<Vec<_>>());
        }
        Delivery::FormPost(form) => {
            assert_eq!((mode, form.action.as_str()), (ResponseMode::FormPost, registered.as_str()));
            assert_eq!(form.origin(), parsed(registered.as_str()).origin().ascii_serialization());
        }
    }
}

/// A URI that matches leads to the same place as the registered one; only the port of a loopback address may differ.
pub fn redirect(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([registered, sent], _) = lines(text);
    let Ok(uri) = RedirectUri::register(registered) else {
        assert!(PostLogoutUri::register(registered).is_err());
        return;
    };
    assert!(uri.matches(registered) && uri.as_str() == registered);
    let home = parsed(registered);
    assert!(home.username().is_empty() && home.password().is_none() && home.fragment().is_none());
    let loopback = match home.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    assert!(home.scheme() == "https" || (home.scheme() == "http" && loopback), "{registered:?}");
    if uri.matches(sent) {
        let there = parsed(sent);
        assert_eq!((there.scheme(), there.host()), (home.scheme(), home.host()), "{sent:?}");
        assert_eq!((there.path(), there.query(), there.fragment()), (home.path(), home.query(), None), "{sent:?}");
        assert!(there.username().is_empty() && there.password().is_none(), "{sent:?}");
        let free = home.scheme() == "http" && !matches!(home.host(), Some(Host::Domain(_)));
        assert!(sent == registered || free, "{sent:?}");
        assert!(RedirectUri::register(sent).is_ok(), "{sent:?}");
    }
}

/// After a logout the browser goes to the very URI that is registered, or nowhere.
pub fn logout(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([registered], query) = lines(text);
    let Ok(request) = Params::parse(query).and_then(|params| LogoutRequest::parse(&params)) else { return };
    let registered = PostLogoutUri::register(registered).ok();
    let Some(to) = request.destination(&registered) else { return };
    let uri = registered.as_ref().map(PostLogoutUri::as_str).unwrap_or_default();
    assert_eq!(request.post_logout_redirect_uri.as_deref(), Some(uri));
    assert!(to.starts_with(uri));
    let (to, home) = (parsed(&to), parsed(uri));
    assert_eq!((to.origin(), to.path(), to.fragment()), (home.origin(), home.path(), None));
    let state = request.state.map(|state| ("state".to_owned(), state));
    let home = home.query_pairs().into_owned();
    assert_eq!(to.query_pairs().into_owned().collect::<Vec<_>>(), home.chain(state).collect::<Vec<_>>());
}

/// The `claims` parameter survives storing, and its subjects are those it names.
pub fn claims(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Ok(request) = ClaimsRequest::parse(text) else { return };
    assert!(text.len() <= ClaimsRequest::MAX);
    let stored = serde_json::to_string(&request).unwrap_or_else(|e| panic!("{e}"));
    let read: ClaimsRequest = serde_json::from_str(&stored).unwrap_or_else(|e| panic!("{e}: {stored}"));
    assert!(read == request, "{stored}");
    let names =
        |list: &[oidc::claims::Wanted]| list.iter().filter(|w| w.name == "sub").map(|w| w.values.len()).sum::<usize>();
    assert_eq!(request.subjects().count(), names(&request.id_token) + names(&request.userinfo));
    assert!(request.acr().is_none_or(|wanted| wanted.name == "acr"));
}

/// Scopes, issuers, and challenges of PKCE.
pub fn texts(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(scopes) = Scopes::parse(text) {
        assert_eq!(Scopes::parse(&scopes.to_string()).as_ref(), Ok(&scopes));
        assert!(scopes.within(&scopes) && scopes.iter().all(|name| scopes.contains(name) && !name.contains(' ')));
    }
    if let Ok(issuer) = Issuer::parse(text) {
        assert_eq!(issuer.as_str(), text);
        let endpoint = parsed(&issuer.endpoint("/x"));
        assert!(endpoint.path().ends_with("/x") && endpoint.query().is_none() && endpoint.fragment().is_none());
        assert_eq!(endpoint.origin(), parsed(text).origin());
    }
    let ([challenge, verifier], _) = lines(text);
    if let Ok(Some(challenge)) = Challenge::parse(Some(challenge), Some("S256")) {
        assert_eq!(challenge.verify(verifier), Challenge::of(verifier) == challenge && verifier.len() >= 43);
        assert!(pkce::check(Some(&challenge), None).is_err() && pkce::check(None, Some(verifier)).is_err());
    }
    assert!(Challenge::parse(Some(challenge), Some("plain")).is_err());
    assert_eq!(
        Challenge::of(verifier).verify(verifier),
        (43..=128).contains(&verifier.len())
            && verifier.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
    );
}

pub fn issuer() -> Issuer {
    Issuer::parse("https://login.demo.test").unwrap_or_else(|e| panic!("{e}"))
}

fn parsed(url: &str) -> Url {
    Url::parse(url).unwrap_or_else(|e| panic!("{e}: {url:?}"))
}
