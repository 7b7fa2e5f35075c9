//! The agent's own account: it logs in for a token, starts challenges with it, and asks what tokens somebody has.

use axum::extract::{Request, State};
use axum::response::Response;
use http::HeaderMap;
use model::audit::{Event, Outcome as How};
use model::credential::CredentialState;
use model::{Credential, Reason, Span, User};
use plug::Factor;
use serde_json::{Value, json};
use store::{Unit, When};

use super::Front;
use super::client::Service;
use super::hear::Heard;
use super::jwt::{self, Claims, Unbelieved};
use super::request::Named;
use super::response::{Authentication, Detail, Fault, Outcome};

/// `POST /auth`
pub async fn login(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = match heard {
        Ok(heard) => front.logged_in(&heard).await,
        Err(fault) => Err(fault),
    };
    front.tell("auth", &manner, told)
}

/// `GET /token/`
pub async fn tokens(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = match heard {
        Ok(heard) => front.listed(&heard).await,
        Err(fault) => Err(fault),
    };
    front.tell("token", &manner, told)
}

/// `POST /token/init`: people enrol by themselves here, or an administrator does it.
pub async fn enrol(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = heard.and_then(|heard| front.account(&heard).map(|_| ())).and(Err(Fault::NOT_ALLOWED));
    front.tell("token-init", &manner, told)
}

impl Front {
    /// A token for the agent's account.
    async fn logged_in(&self, heard: &Heard) -> Result<Outcome, Fault> {
        let name = heard.params.any(&["username", "user"]).map(str::trim).ok_or(Fault::NO_NAME)?;
        let secret = heard.params.get("password").unwrap_or_default();
        let now = self.engine().now();
        let network = heard.address.map(model::network::source_of);
        let source = format!("{} {network:?}", heard.agent.application);
        if self.0.guesses.used_up(&source, now) {
            return Err(Fault::TOO_MANY);
        }
        let account = heard.agent.service.as_ref().filter(|account| account.opens(name, secret));
        let Some(account) = account else {
            self.0.guesses.take(&source, now);
            self.note(heard, "agent.login", Some(Reason::Wrong), "").await?;
            return Err(Fault::WRONG_CREDENTIALS);
        };
        self.note(heard, "agent.login", None, &account.name).await?;
        let rights = rights(heard);
        let claims = Claims {
            username: account.name.clone(),
            realm: String::new(),
            nonce: login::hex(&self.engine().chance().bytes::<20>()),
            role: ADMIN.into(),
            authtype: "password".into(),
            exp: (now + LIFE).seconds(),
            rights: rights.clone(),
            aud: heard.agent.application.to_string(),
            imprint: self.imprint(account),
        };
        let value = json!({
            "log_level": 0,
            "menus": [],
            "realm": "",
            "rights": rights,
            "role": ADMIN,
            "token": jwt::sign(&claims, &self.token_key(heard)),
            "username": account.name,
            "auth": true,
        });
        Ok(Outcome::new(value).authentication(Authentication::Accept))
    }

    /// The account whose token a request carries.
    pub(super) fn account<'a>(&self, heard: &'a Heard) -> Result<&'a Service, Fault> {
        let token = token(&heard.headers).ok_or(Fault::NO_HEADER)?;
        let account = heard.agent.service.as_ref().ok_or(Fault::NOT_ALLOWED)?;
        let claims = jwt::verify(token, &self.token_key(heard), self.engine().now()).map_err(|why| match why {
            Unbelieved::Unreadable => Fault::TOKEN_UNREADABLE,
            Unbelieved::Expired => Fault::TOKEN_EXPIRED,
        })?;
        if claims.role != ADMIN {
            return Err(Fault::WRONG_ROLE);
        }
        let same = claims.username == account.name
            && claims.aud == heard.agent.application.to_string()
            && claims.imprint == self.imprint(account);
        if same { Ok(account) } else { Err(Fault::TOKEN_UNREADABLE) }
    }

    fn token_key(&self, heard: &Heard) -> [u8; 32] {
        self.engine().keyed("agent-jwt", heard.agent.application.to_string().as_bytes())
    }

    fn imprint(&self, account: &Service) -> String {
        login::hex(&self.engine().keyed("agent-account", account.imprint())[..8])
    }

    /// What tokens somebody has, as far as this agent's application would take them.
    async fn listed(&self, heard: &Heard) -> Result<Outcome, Fault> {
        self.account(heard)?;
        let name = Named::of(&heard.params, &heard.agent).user;
        if name.is_empty() {
            return Err(Fault::PARAMETER);
        }
        let mut tokens = Vec::new();
        for user in self.users(heard, &name).await? {
            let record = self.engine().store().person(&user.person().key(), "").await?;
            tokens.extend(record.credentials.iter().filter_map(|c| self.token(heard, &user, c)));
        }
        let value = json!({ "count": tokens.len(), "current": 1, "next": null, "prev": null, "tokens": tokens });
        Ok(Outcome::new(value))
    }

    fn token(&self, heard: &Heard, user: &User, credential: &Credential) -> Option<Value> {
        let world = self.engine().world();
        let app = world.app(heard.agent.application)?;
        let allowed = app.entry.links_as("method").any(|l| l.to == credential.method && l.has("enabled"));
        world.opened(credential.method).filter(|m| allowed && m.kind.factor == Factor::Possession)?;
        let active = credential.state == CredentialState::Active;
        Some(json!({
            "serial": self.serial(credential),
            "tokentype": self.type_of(credential),
            "active": active,
            "revoked": false,
            "locked": false,
            "description": credential.label,
            "rollout_state": "enrolled",
            "username": user.name,
            "realms": [],
        }))
    }

    /// Users of this name whom the application's site can see.
    pub(super) async fn users(&self, heard: &Heard, name: &str) -> Result<Vec<User>, Fault> {
        let world = self.engine().world();
        let Some(app) = world.app(heard.agent.application) else { return Err(Fault::NOT_ALLOWED) };
        let mut directories: Vec<_> =
            app.entry.links_as("method").filter_map(|l| world.opened(l.to)).filter_map(|m| m.directory).collect();
        directories.sort();
        directories.dedup();
        let mut users = Vec::new();
        for directory in directories.iter().filter_map(|id| world.directory(*id)) {
            let found = directory.named(name).await.map_err(|error| {
                tracing::warn!(cause = %error, "A directory does not answer an agent");
                Fault::UNAVAILABLE
            })?;
            users.extend(found.into_iter().filter(|user| world.reaches(user.site, app.site.id)));
        }
        Ok(users)
    }

    /// A line in the audit about the agent itself.
    pub(super) async fn note(
        &self,
        heard: &Heard,
        action: &str,
        why: Option<Reason>,
        actor: &str,
    ) -> Result<(), Fault> {
        let outcome = if why.is_some() { How::Failure } else { How::Success };
        let mut event = Event::new(self.engine().now(), action, outcome);
        event.reason = why.map(Reason::key).unwrap_or_default().to_owned();
        event.application.clone_from(&heard.agent.path);
        event.actor = actor.to_owned();
        event.from = heard.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = heard.caller.agent.chars().take(256).collect();
        self.engine().store().apply(Unit::new().audit(When::Always, event)).await?;
        Ok(())
    }
}

/// The token alone, without a scheme; a Basic header is a key of the agent, and no token.
fn token(headers: &HeaderMap) -> Option<&str> {
    let values = ["pi-authorization", "authorization"].into_iter().filter_map(|name| headers.get(name)?.to_str().ok());
    let mut tokens = values.map(|value| value.strip_prefix("Bearer ").unwrap_or(value).trim());
    tokens.find(|value| !value.is_empty() && !value.to_ascii_lowercase().starts_with("basic "))
}

fn rights(heard: &Heard) -> Vec<String> {
    let mut rights = vec!["tokenlist".to_owned()];
    rights.extend(heard.agent.trigger.then(|| "triggerchallenge".to_owned()));
    rights
}

/// Members of `detail` where no challenge came of a trigger.
pub fn nothing_triggered(message: String) -> Detail {
    Detail::from_iter([
        ("message".to_owned(), Value::from(message)),
        ("messages".to_owned(), json!([])),
        ("multi_challenge".to_owned(), json!([])),
        ("transaction_ids".to_owned(), json!([])),
    ])
}

/// The role of a service account, in the protocol's word.
const ADMIN: &str = "admin";
const LIFE: Span = Span::hours(1);
