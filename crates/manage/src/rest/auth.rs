//! Who calls: a management token, or an access token of our own OpenID Connect front with the scope of this API.

use http::{HeaderMap, header};
use kit::Client;
use login::{Actor, EngineError, Standing, hashed};
use model::{Id, Person, Ticket, Time, ticket::TicketKind};
use oidc::bearer::{self, Refused};

use super::{Front, answer::Problem};
use crate::caller::Caller;

/// What an access token must be good for. A request without a token is told it by the challenge.
pub const SCOPE: &str = "sso-api";

/// The name under which failures of a source are counted.
const DOOR: &str = "sso-api";

impl Front {
    /// Finds out who calls; a source that keeps guessing is made to wait (case X015).
    pub(crate) async fn caller(
        &self,
        headers: &HeaderMap,
        query: &str,
        client: Client,
        request: Id,
    ) -> Result<Caller, Problem> {
        if let Some(known) = &self.0.known {
            let mut caller = known.clone();
            caller.actor.correlation = Some(request);
            return Ok(caller);
        }
        let engine = self.desk().engine();
        let now = engine.now();
        if self.0.tries.used_up(DOOR, Some(client.0), now) {
            return Err(Problem::new(429, "too-many").header("retry-after", "300"));
        }
        let mut actor = Actor { name: String::new(), from: client.0.to_string(), correlation: Some(request) };
        match self.proved(headers, query, &mut actor, now).await {
            Ok(caller) => Ok(caller),
            Err(Unknown::Refused(refused)) => {
                let problem = self.challenge(&refused);
                if !matches!(refused, Refused::Anonymous) {
                    self.0.tries.missed(DOOR, Some(client.0), now);
                    self.desk().unproved(&actor, problem.key).await?;
                }
                Err(problem)
            }
            Err(Unknown::Engine(error)) => Err(error.into()),
        }
    }

    /// Whose a token was is known even where it is not good any more: the actor is told it.
    async fn proved(&self, headers: &HeaderMap, query: &str, actor: &mut Actor, now: Time) -> Result<Caller, Unknown> {
        let authorization: Vec<&str> =
            headers.get_all(header::AUTHORIZATION).iter().map(|value| value.to_str().unwrap_or_default()).collect();
        let token = bearer::token(&authorization, query, None)?;
        let ticket = self.desk().engine().store().ticket(&hashed(token.expose())).await.map_err(EngineError::from)?;
        if let Some(ticket) = ticket.as_ref().filter(|t| t.kind == TicketKind::Management) {
            // By its path, so that a token called like a person is not taken for them.
            actor.name = format!("/managementToken/{}", ticket.body["name"].as_str().unwrap_or("token"));
        }
        let ticket = ticket.filter(|t| t.usable(now)).ok_or(Refused::INVALID_TOKEN)?;
        match ticket.kind {
            TicketKind::Management => self.manager(&ticket, actor.clone()),
            TicketKind::Access => self.bearer(&ticket, actor.clone()).await,
            _ => Err(Refused::INVALID_TOKEN.into()),
        }
    }

    /// A management token has the rights of one role, or the administrator's.
    fn manager(&self, ticket: &Ticket, actor: Actor) -> Result<Caller, Unknown> {
        let Some(role) = ticket.body.get("role") else { return Ok(Caller::administrator(actor)) };
        let role = role.as_str().and_then(|id| id.parse().ok()).ok_or(Refused::INVALID_TOKEN)?;
        Ok(Caller::with_roles(actor, String::new(), &self.desk().engine().world().catalogue, [role]))
    }

    async fn bearer(&self, ticket: &Ticket, actor: Actor) -> Result<Caller, Unknown> {
        let engine = self.desk().engine();
        if let Standing::Bad(_) = engine.standing(ticket).await? {
            return Err(Refused::INVALID_TOKEN.into());
        }
        let scope = ticket.body["scope"].as_str().map(str::to_owned);
        let listed =
            ticket.body["scope"].as_array().into_iter().flatten().filter_map(|s| s.as_str()).any(|s| s == SCOPE);
        if !listed && !scope.is_some_and(|s| s.split_ascii_whitespace().any(|s| s == SCOPE)) {
            return Err(Refused::INSUFFICIENT_SCOPE.into());
        }
        let world = engine.world();
        if ticket.person.is_empty() {
            let program = ticket.application.and_then(|id| world.catalogue.entry(id));
            let program = program.ok_or(Refused::INVALID_TOKEN)?;
            return Ok(Caller::program(&world.catalogue, program, actor));
        }
        let person = Person::parse(&ticket.person).ok_or(Refused::INVALID_TOKEN)?;
        Ok(Caller::person(engine, &world, &person, actor).await?)
    }

    /// RFC 6750, section 3; the scope to ask for stands in every challenge, so that a client finds it by a call without a token.
    fn challenge(&self, refused: &Refused) -> Problem {
        let (key, error) = match refused {
            Refused::Anonymous => ("unauthorized", String::new()),
            Refused::Asked(error) if refused.status() == 403 => {
                ("scope-insufficient", format!(", error=\"{}\"", error.code.as_str()))
            }
            Refused::Asked(error) => ("token-invalid", format!(", error=\"{}\"", error.code.as_str())),
        };
        let realm = self.desk().engine().public_url().as_str().trim_end_matches('/').to_owned();
        let challenge = format!("Bearer realm=\"{realm}\", scope=\"{SCOPE}\"{error}");
        Problem::new(refused.status(), key).header("www-authenticate", &challenge)
    }
}

enum Unknown {
    Refused(Refused),
    Engine(EngineError),
}

impl From<Refused> for Unknown {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<EngineError> for Unknown {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}
