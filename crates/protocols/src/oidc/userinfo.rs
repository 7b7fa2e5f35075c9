//! The userinfo endpoint: claims about the person behind an access token, asked afresh each time.

use axum::extract::{Request, State};
use axum::response::Response;
use http::{HeaderValue, Method, header};
use login::{EngineError, Standing};
use model::ticket::TicketKind;
use oidc::bearer::{self, Refused};
use oidc::claims::Claims;
use oidc::{Error, Params};

use super::Front;
use super::issue::{Basis, body};
use super::response::json;
use super::token::failed;

/// `GET` and `POST /oauth2/userinfo`
pub async fn userinfo(State(front): State<Front>, request: Request) -> Response {
    match front.about(request).await {
        Ok(claims) => json(200, &claims),
        Err(Trouble::Told(refused)) => front.refuse_bearer(&refused),
        Err(Trouble::Engine(error)) => failed(&error),
    }
}

enum Trouble {
    Told(Refused),
    Engine(EngineError),
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Self {
        Self::Told(refused)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Told(Refused::Asked(error))
    }
}

impl From<EngineError> for Trouble {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl Front {
    async fn about(&self, request: Request) -> Result<Claims, Trouble> {
        let (parts, content) = request.into_parts();
        let authorization: Vec<&str> = parts
            .headers
            .get_all(header::AUTHORIZATION)
            .iter()
            .map(|value| value.to_str().unwrap_or_default())
            .collect();
        let form = match (&parts.method, parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok())) {
            (&Method::POST, Some(kind)) => {
                let bytes = kit::form::collect(content, LONGEST)
                    .await
                    .map_err(|_| Error::invalid_request("the request is too long"))?;
                if bytes.is_empty() { None } else { Some(Params::parse_body(Some(kind), &bytes)?) }
            }
            _ => None,
        };
        let token = bearer::token(&authorization, parts.uri.query().unwrap_or_default(), form.as_ref())?;
        let ticket = self.engine().ticket(TicketKind::Access, token.expose()).await?;
        let ticket = ticket.filter(|t| t.usable(self.engine().now())).ok_or(Refused::INVALID_TOKEN)?;
        let user = match self.engine().standing(&ticket).await? {
            Standing::Good { user, .. } => user,
            Standing::Bad(_) => return Err(Refused::INVALID_TOKEN.into()),
        };
        // A token of a client for itself says nothing about anybody.
        let basis = body::<Basis>(&ticket).filter(|_| !ticket.person.is_empty()).ok_or(Refused::INSUFFICIENT_SCOPE)?;
        if !basis.scope.contains("openid") {
            return Err(Refused::INSUFFICIENT_SCOPE.into());
        }
        let client = self.client(&basis.client_id).filter(|c| Some(c.application) == ticket.application);
        let client = client.ok_or(Refused::INVALID_TOKEN)?;
        let scope = basis.scope.filter(|name| client.scopes.contains(name));
        let mut claims = basis.person.userinfo(&basis.subject, user.as_deref(), &scope, &basis.asked);
        claims.extend(basis.acr.map(|acr| ("acr".to_owned(), acr.into())));
        if !basis.amr.is_empty() {
            claims.insert("amr".to_owned(), basis.amr.into());
        }
        Ok(claims)
    }

    fn refuse_bearer(&self, refused: &Refused) -> Response {
        let mut response = match refused {
            Refused::Anonymous => json(refused.status(), &serde_json::json!({})),
            Refused::Asked(error) => json(refused.status(), &error.body()),
        };
        if let Ok(value) = HeaderValue::from_str(&refused.challenge(self.issuer())) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
        }
        response
    }
}

const LONGEST: usize = 16 * 1024;
