//! The inventory of tokens as an administrator of some sites has it: seen, given out, taken back, set right.

use model::{Finding, Id, Noun, Person, Token, credential::CredentialState, token::Revoked};
use serde::Serialize;
use serde_json::{Value, json};
use store::TokenQuery;

use super::{Action, Desk, Fault, TOKEN_ACTIONS, object};
use crate::{
    address::{Type, id},
    attributes::Attributes,
    caller::Caller,
    tokens::{Inventory, Order, Report, TokenError, Wrap, export, owner_of},
};

/// Which tokens, in byte order of their serial numbers.
#[derive(Clone, Debug, Default)]
pub struct TokenFilter {
    /// Path of a site; those below it count too.
    pub site: String,
    pub state: Option<CredentialState>,
    /// Part of the serial number.
    pub text: Option<String>,
    /// Path of the user who has them.
    pub user: Option<String>,
    pub after: Option<String>,
    pub limit: u32,
}

impl From<TokenError> for Fault {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Wrong(part, why) => Self::invalid(Finding::broken(part, "token-wrong").with("why", why)),
            TokenError::Missing(_) => Self::Missing,
            TokenError::Misstep(serial, misstep) => {
                let finding = Finding::broken("state", "token-misstep").with("serial", serial).with("why", misstep);
                Self::Conflict(vec![finding])
            }
            TokenError::Moved(_) => Self::Moved,
            TokenError::Engine(error) => Self::Engine(error),
        }
    }
}

impl Desk {
    fn inventory<'a>(&'a self, caller: &'a Caller) -> Inventory<'a> {
        Inventory { engine: self.engine(), kinds: self.engine().kinds(), actor: &caller.actor }
    }

    /// A page of the tokens that the caller may see, and whether there are more.
    pub async fn tokens(&self, caller: &Caller, filter: &TokenFilter) -> Result<(Vec<Value>, Option<String>), Fault> {
        if !caller.may_somewhere("read", "token") {
            return Err(Fault::Forbidden);
        }
        let world = self.world();
        let within = caller.sites("read", "token");
        // By its path alone, so that a refusal tells nothing about what there is.
        if !filter.site.is_empty() && !caller.may("read", "token", Some(&filter.site)) {
            return Err(Fault::Forbidden);
        }
        let mine =
            |path: &str| within.as_ref().is_none_or(|sites| sites.iter().any(|site| object::lies_in(path, site)));
        if !filter.site.is_empty() && world.catalogue.at(Noun::Site, &filter.site).is_none() {
            return Err(Fault::invalid(Finding::broken("site", "user-no-site").with("path", &filter.site)));
        }
        let inside = |path: &str| filter.site.is_empty() || object::lies_in(path, &filter.site);
        let all = within.is_none() && filter.site.is_empty();
        let sites: Vec<Id> =
            world.catalogue.of(Noun::Site).filter(|e| mine(&e.path) && inside(&e.path)).map(|e| e.id).collect();
        if !all && sites.is_empty() {
            return Ok((Vec::new(), None));
        }
        let person = match &filter.user {
            None => None,
            Some(path) => {
                let at = crate::Address::object(Type::User, path.as_str());
                Some(self.person_at(caller, &at).await?.key())
            }
        };
        let query = TokenQuery {
            sites: if all { Vec::new() } else { sites },
            state: filter.state,
            text: filter.text.clone(),
            person,
            after: filter.after.clone(),
            limit: filter.limit.clamp(1, 1000) + 1,
            ..TokenQuery::default()
        };
        let mut found = self.engine().store().tokens(&query).await?;
        let more = found.len() > filter.limit as usize;
        found.truncate(filter.limit as usize);
        let next = found.last().filter(|_| more).map(|t| t.serial.clone());
        let mut shown = Vec::with_capacity(found.len());
        for token in found {
            shown.push(self.token_shown(&token).await?);
        }
        Ok((shown, next))
    }

    /// One token; no secret.
    pub async fn token(&self, caller: &Caller, serial: &str) -> Result<Value, Fault> {
        let token = self.token_at(caller, serial, "read").await?;
        self.token_shown(&token).await
    }

    /// The token of a number, where the caller may do this to those of its site. Elsewhere it looks as if there were none.
    async fn token_at(&self, caller: &Caller, serial: &str, verb: &str) -> Result<Token, Fault> {
        if !caller.may_somewhere(verb, "token") {
            return Err(Fault::Forbidden);
        }
        let found = self.engine().store().token(serial).await?.ok_or(Fault::Missing)?;
        let tag = found.token.clone().ok_or(Fault::Missing)?;
        let world = self.world();
        let site = world.catalogue.entry(tag.site).map(|e| e.path.as_str());
        if !caller.may("read", "token", site) {
            return Err(Fault::Missing);
        }
        if !caller.may(verb, "token", site) {
            return Err(Fault::Forbidden);
        }
        Ok(Token {
            id: found.id,
            serial: tag.serial,
            site: tag.site,
            method: found.method,
            kind: found.kind,
            state: found.state,
            person: found.person,
            created: found.created,
            used: found.used,
        })
    }

    async fn token_shown(&self, token: &Token) -> Result<Value, Fault> {
        let world = self.world();
        let path = |id: Id| world.catalogue.entry(id).map(|e| e.path.clone()).unwrap_or_default();
        let owner = owner_of(self.engine().store().as_ref(), &token.person).await?;
        let owner = owner.map(|user| id(Type::User, &format!("{}/{}", path(user.site), user.name)));
        let shown = TokenAttributes {
            serial: token.serial.clone(),
            state: token.state,
            site: path(token.site),
            method: path(token.method),
            kind: token.kind.clone(),
            owner,
            created: token.created.rfc3339(),
            used: token.used.map(model::Time::rfc3339),
        };
        let serial = percent_encoding::utf8_percent_encode(&token.serial, percent_encoding::NON_ALPHANUMERIC);
        Ok(json!({ "type": "token", "id": format!("/token/{serial}"), "attributes": shown }))
    }

    /// How many tokens are in each state, by site, as far as the caller may see.
    pub async fn token_counts(&self, caller: &Caller) -> Result<Value, Fault> {
        if !caller.may_somewhere("read", "token") {
            return Err(Fault::Forbidden);
        }
        let world = self.world();
        let mut counts = Vec::new();
        for (site, state, count) in self.engine().store().token_counts(&[]).await? {
            let path = world.catalogue.entry(site).map(|e| e.path.clone()).unwrap_or_default();
            if caller.may("read", "token", Some(&path)) {
                counts.push(TokenCount { site: path, state, count });
            }
        }
        Ok(json!({ "counts": counts }))
    }

    /// What is done to a token, by the name of the action. A PIN that the server made is told in this answer and never again.
    pub async fn act_on_token(
        &self,
        caller: &Caller,
        serial: &str,
        action: &str,
        given: &Attributes,
    ) -> Result<Value, Fault> {
        let known = Action::find(&TOKEN_ACTIONS, action).ok_or(Fault::Missing)?;
        known.knows(given)?;
        let token = self.token_at(caller, serial, known.verb).await?;
        if let Some(user) = Person::parse(&token.person).and_then(|p| p.user()) {
            let owner = self.engine().store().user(user).await?;
            if let Some(owner) = owner {
                self.within_rank(caller, &owner).await?;
            }
        }
        let text = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default();
        let needed = |name: &'static str| match text(name) {
            "" => Err(Fault::invalid(Finding::broken(name, "missing"))),
            text => Ok(text),
        };
        let inventory = self.inventory(caller);
        let mut pin = None;
        match action {
            "assign" => {
                let name = needed("user")?;
                let site = self.world().catalogue.entry(token.site).map(|e| e.path.clone()).unwrap_or_default();
                let at = crate::Address::object(Type::User, format!("{site}/{name}")).of(text("directory"));
                super::allow(caller, "read", &at)?;
                if let Some(user) = self.find_user(&at).await? {
                    self.within_rank(caller, &user).await?;
                }
                pin = inventory.assign(serial, text("directory"), name).await?;
            }
            "activate" => inventory.activate(serial).await?,
            "suspend" => inventory.suspend(serial).await?,
            "resume" => inventory.resume(serial).await?,
            "lock" => inventory.lock(serial).await?,
            "unlock" => inventory.unlock(serial).await?,
            "initialise" => inventory.initialise(serial).await?,
            "revoke" => {
                let to = match text("to") {
                    "" | "inventory" => Revoked::Inventory,
                    "lost" => Revoked::Lost,
                    "faulty" => Revoked::Faulty,
                    _ => {
                        let finding =
                            Finding::broken("to", "attribute-value").with("why", "expected inventory, lost or faulty");
                        return Err(Fault::invalid(finding));
                    }
                };
                inventory.revoke(serial, to).await?;
            }
            "allocate" => {
                let site = needed("site")?;
                if !caller.may("write", "token", Some(site)) {
                    return Err(Fault::Forbidden);
                }
                inventory.allocate(&[serial.to_owned()], site).await?;
            }
            "setPin" => {
                let typed = text("pin");
                let told = inventory.set_pin(serial, Some(typed).filter(|p| !p.is_empty())).await?;
                pin = told.filter(|_| typed.is_empty());
            }
            "resync" => {
                if !inventory.resync(serial, [needed("first")?, needed("second")?]).await? {
                    return Err(Fault::invalid(Finding::broken("first", "token-codes")));
                }
            }
            "delete" => {
                inventory.delete(serial).await?;
                return Ok(json!({ "deleted": true }));
            }
            _ => return Err(Fault::Missing),
        }
        let mut shown = self.token(caller, serial).await?;
        if let Some(pin) = pin {
            shown["pin"] = pin.expose().as_str().into();
        }
        Ok(shown)
    }

    /// Gives tokens that nobody has to a site below theirs; all of them or none.
    pub async fn allocate_tokens(&self, caller: &Caller, serials: &[String], site: &str) -> Result<(), Fault> {
        if !caller.may("write", "token", Some(site)) {
            return Err(Fault::Forbidden);
        }
        for serial in serials {
            self.token_at(caller, serial, "write").await?;
        }
        Ok(self.inventory(caller).allocate(serials, site).await?)
    }

    /// The tokens of a site and below as a seed file. It holds their keys, so that it is the whole system's administrator's, as
    /// the secrets of the configuration are.
    pub async fn export_tokens(
        &self,
        caller: &Caller,
        site: &str,
        wrap: &Wrap<'_>,
    ) -> Result<model::Secret<String>, Fault> {
        if !caller.may("write", "token", Some(site)) || !caller.may("write", "configuration", None) {
            return Err(Fault::Forbidden);
        }
        let (engine, world) = (self.engine(), self.world());
        let by = (&caller.actor, engine.now(), engine.chance());
        Ok(export(engine.store(), (&world.catalogue, engine.kinds()), site, wrap, by).await?)
    }

    /// Takes a seed file into the inventory of a site.
    pub async fn import_tokens(&self, caller: &Caller, order: &Order<'_>) -> Result<Report, Fault> {
        if !caller.may("write", "token", Some(order.site)) {
            return Err(Fault::Forbidden);
        }
        Ok(self.inventory(caller).import(order, &mut |_, _| {}).await?)
    }
}

/// A token as it is told; no secret.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct TokenAttributes {
    pub serial: String,
    pub state: CredentialState,
    /// Path of the site in whose inventory it is.
    pub site: String,
    /// Name of its method.
    pub method: String,
    /// Kind of its method.
    pub kind: String,
    /// Path of the user who has it, such as `/user/acme/ada`.
    pub owner: Option<String>,
    /// RFC 3339.
    pub created: String,
    pub used: Option<String>,
}

/// How many tokens of a site are in a state.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct TokenCount {
    /// Path of the site.
    pub site: String,
    pub state: CredentialState,
    pub count: u64,
}
