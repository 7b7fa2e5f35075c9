//! Logout that a client asks for (OpenID Connect RP-Initiated Logout).
//!
//! A good ID token of the session is proof enough, also when the browser brings no cookie. Everything else is only a wish:
//! the person confirms it, and nobody is sent to an address that their client did not register.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http::header;
use kit::edge::see_other;
use kit::{FormTargets, Page, Surface};
use login::EngineError;
use model::{Id, Session};
use oidc::Params;
use oidc::jwt::Hint;
use oidc::logout::LogoutRequest;
use serde::Serialize;
use url::Url;

use super::Front;
use super::client::Client;
use super::front::form_as_query;
use crate::visit::{Door, SESSION, Visit};

/// Where the person's own confirmation goes.
pub const CONFIRM: &str = "/oauth2/logout/confirm";

/// `GET /oauth2/logout`
pub async fn logout(State(front): State<Front>, visit: Visit) -> Response {
    front.asked(&visit, &visit.query).await.unwrap_or_else(|error| front.trouble(&visit.reader, &error))
}

/// `POST /oauth2/logout`: with a good hint it is done at once; else it continues as a GET, which brings our cookies.
pub async fn logout_by_form(State(front): State<Front>, visit: Visit, body: Body) -> Response {
    let query = match form_as_query(&visit, body).await {
        Ok(query) => query,
        Err(status) => return front.kit().problem(&visit.reader, status),
    };
    let wish = Params::parse(&query).and_then(|params| LogoutRequest::parse(&params));
    let proven = match &wish {
        Ok(wish) => front.believed(wish).await.is_some(),
        Err(_) => false,
    };
    if proven {
        return front.asked(&visit, &query).await.unwrap_or_else(|error| front.trouble(&visit.reader, &error));
    }
    see_other(&format!("{}?{}", oidc::discovery::LOGOUT, without_hint(&query)))
}

/// `POST /oauth2/logout/confirm`
pub async fn confirm(State(front): State<Front>, visit: Visit, request: Request) -> Response {
    let form = match front.kit().form(request).await {
        Ok((_, form)) => form,
        Err(refusal) => return refusal,
    };
    let wish = LogoutRequest {
        id_token_hint: None,
        client_id: form.filled("client_id").map(str::to_owned),
        post_logout_redirect_uri: form.filled("post_logout_redirect_uri").map(str::to_owned),
        state: form.filled("state").map(str::to_owned),
        logout_hint: None,
        ui_locales: Vec::new(),
    };
    front.confirmed(&visit, &wish).await.unwrap_or_else(|error| front.trouble(&visit.reader, &error))
}

/// What the confirmation page shows.
#[derive(Serialize)]
struct Ask<'a> {
    action: &'static str,
    fields: Vec<(&'static str, &'a str)>,
    home: &'static str,
}

#[derive(Serialize)]
struct Shown<T: Serialize> {
    view: T,
}

#[derive(Serialize)]
struct Home {
    home: &'static str,
}

impl Front {
    async fn asked(&self, visit: &Visit, query: &str) -> Result<Response, EngineError> {
        let wish = match Params::parse(query).and_then(|params| LogoutRequest::parse(&params)) {
            Ok(wish) => wish,
            Err(error) => return Ok(self.refuse(&visit.reader, &error)),
        };
        let present = match visit.cookie() {
            Some(cookie) => self.engine().session(cookie).await?,
            None => None,
        };
        let named = wish.post_logout_redirect_uri.is_some();
        let Some((client, hint)) = self.believed(&wish).await else {
            return Ok(self.doubtful(visit, &wish, present.as_ref()));
        };
        let destination = wish.destination(&client.post_logout_uris);
        if named && destination.is_none() {
            return Ok(self.doubtful(
                visit,
                &LogoutRequest { post_logout_redirect_uri: None, state: None, ..wish },
                present.as_ref(),
            ));
        }
        let theirs = |session: &Session| self.subject(&client, &session.person) == hint.subject;
        let meant = match hint.sid.as_deref().and_then(|sid| sid.parse::<Id>().ok()) {
            Some(id) => self.engine().store().session_by_id(id).await?.filter(theirs),
            None => None,
        };
        let mut walk = None;
        if let Some(session) = &meant {
            walk = self.walk(session, destination.as_deref()).await;
            self.engine().end_session(session.id, "asked by a client", &visit.client).await?;
        }
        // Another login of the same person in this browser is meant, too; one of somebody else is their own to end.
        let left = present.filter(|p| meant.as_ref().is_none_or(|m| m.id != p.id));
        match left {
            Some(session) if theirs(&session) => {
                walk = walk.or(self.walk(&session, destination.as_deref()).await);
                self.engine().end_session(session.id, "asked by a client", &visit.client).await?;
            }
            Some(_) => return Ok(self.ask(visit, &LogoutRequest { id_token_hint: None, ..wish }, Some(&client))),
            None => {}
        }
        let gone = walk.map_or_else(|| self.gone(visit, destination), |path| see_other(&path));
        Ok(self.forget(visit, gone))
    }

    /// Where the browser tells the applications that it alone can tell, and goes on from there.
    async fn walk(&self, session: &Session, destination: Option<&str>) -> Option<String> {
        self.engine().walk(session, destination.unwrap_or(OVER)).await
    }

    /// The client and what its ID token says, if the token is ours and for this client.
    async fn believed(&self, wish: &LogoutRequest) -> Option<(Arc<Client>, Hint)> {
        let token = wish.id_token_hint.as_ref()?;
        let client_id = match &wish.client_id {
            Some(client_id) => client_id.clone(),
            None => audience(token.expose())?,
        };
        let client = self.client(&client_id)?;
        let hint = self.hint(token.expose(), &client).await?;
        Some((client, hint))
    }

    /// Without proof the person decides; where nobody is logged in there is nothing to decide.
    fn doubtful(&self, visit: &Visit, wish: &LogoutRequest, present: Option<&Session>) -> Response {
        let client = wish.client_id.as_deref().and_then(|client_id| self.client(client_id));
        match present {
            Some(_) => self.ask(visit, wish, client.as_ref()),
            None => self.forget(visit, self.gone(visit, None)),
        }
    }

    fn ask(&self, visit: &Visit, wish: &LogoutRequest, client: Option<&Arc<Client>>) -> Response {
        let destination = client.and_then(|client| wish.destination(&client.post_logout_uris));
        let mut fields = Vec::new();
        let mut targets = FormTargets::default();
        if let (Some(client), Some(to), Some(uri)) = (client, &destination, &wish.post_logout_redirect_uri) {
            fields.push(("client_id", client.client_id.as_str()));
            fields.push(("post_logout_redirect_uri", uri.as_str()));
            fields.extend(wish.state.as_deref().map(|state| ("state", state)));
            targets = Url::parse(to).map(|url| FormTargets::of(&url)).unwrap_or_default();
        }
        let reader = visit.reader.clone().asked(&wish.ui_locales.join(" "));
        let view = Ask { action: CONFIRM, fields, home: "/" };
        let page =
            Page::new(Surface::Portal, "oidc/logout.html", "oidc-logout-title").with(Shown { view }).targets(targets);
        self.kit().page(&reader, page)
    }

    async fn confirmed(&self, visit: &Visit, wish: &LogoutRequest) -> Result<Response, EngineError> {
        let client = wish.client_id.as_deref().and_then(|client_id| self.client(client_id));
        let destination = client.and_then(|client| wish.destination(&client.post_logout_uris));
        let mut walk = None;
        if let Some(cookie) = visit.cookie()
            && let Some(session) = self.engine().session(cookie).await?
        {
            walk = self.walk(&session, destination.as_deref()).await;
            self.engine().end_session(session.id, "asked by the person", &visit.client).await?;
        }
        let gone = walk.map_or_else(|| self.gone(visit, destination), |path| see_other(&path));
        Ok(self.forget(visit, gone))
    }

    fn gone(&self, visit: &Visit, destination: Option<String>) -> Response {
        match destination {
            Some(url) => see_other(&url),
            None => {
                let view = Home { home: "/" };
                let page =
                    Page::new(Surface::Portal, "oidc/logged_out.html", "oidc-logged-out-title").with(Shown { view });
                self.kit().page(&visit.reader, page)
            }
        }
    }

    /// The browser drops the cookie of a session that is over.
    fn forget(&self, visit: &Visit, mut response: Response) -> Response {
        let cleared = visit.cookie().and_then(|_| self.kit().cookies.clear(SESSION).ok());
        if let Some(cookie) = cleared {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Where a logout ends that leads nowhere else.
const OVER: &str = "/logged-out";

/// A token that is not believed need not stand in an address.
fn without_hint(query: &str) -> String {
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("id_token_hint")).collect();
    kept.join("&")
}

/// The audience an ID token claims to have, good only for finding the client whose token it may be.
fn audience(token: &str) -> Option<String> {
    oidc::jws::Compact::parse(token).ok()?.unverified("aud")
}
