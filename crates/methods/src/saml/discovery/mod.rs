//! Which of several providers it is: a person says so on our page or at a discovery service, or the common domain cookie does.
//!
//! Wherever it is said, what is said is a name and nothing more: it must be the name of a provider of this method, and what the
//! provider answers then is judged against that provider's metadata alone (cases S017, S050).

mod preset;
mod providers;

pub use preset::{COMMON_DOMAIN, SERVICE};
pub use providers::{EVERYBODY, Providers, kept};

use model::{
    Reason,
    audit::{Event, Outcome},
};
use plug::{Answer, ConfigError, Cx, Departure, Field, MethodError, Prompt, Step};
use saml::{discovery, metadata::Endpoint, ns};
use serde::{Deserialize, Serialize};

use super::{SamlMethod, Stage, config::Config, provider::Provider};

/// How it is found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// As the lines say: at a service where there is one, else on our page.
    Lines,
    Page,
    /// At the service of this address.
    Service(String),
    /// By the cookie that is read at this address.
    Cookie(String),
}

/// Where somebody was sent to say which provider it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choosing {
    Page,
    Service,
    Cookie,
}

impl By {
    /// The presets are for several providers, unless a line names one.
    pub fn defaults(&self, config: Config) -> Config {
        match self {
            Self::Lines | Self::Page => config,
            Self::Service(_) | Self::Cookie(_) if config.idp_entity.is_empty() => {
                Config { idp_entity: EVERYBODY.to_owned(), ..config }
            }
            Self::Service(_) | Self::Cookie(_) => config,
        }
    }

    pub fn read(self, config: &Config) -> Result<Self, ConfigError> {
        let service = || at("discoveryUrl", &config.discovery_url);
        let cookie = || at("commonDomainUrl", &config.common_domain_url);
        match self {
            Self::Cookie(_) => cookie()?.map(Self::Cookie).ok_or_else(|| missing("commonDomainUrl")),
            _ if !config.common_domain_url.is_empty() => {
                Err(ConfigError::new("commonDomainUrl", "saml-idp-common-domain-idle"))
            }
            Self::Service(_) => service()?.map(Self::Service).ok_or_else(|| missing("discoveryUrl")),
            Self::Lines | Self::Page => Ok(service()?.map_or(Self::Page, Self::Service)),
        }
    }
}

/// An address that people can be sent to.
fn at(line: &str, text: &str) -> Result<Option<String>, ConfigError> {
    if text.is_empty() {
        return Ok(None);
    }
    let web = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    match web {
        Some(_) => Ok(Some(text.to_owned())),
        None => Err(ConfigError::new(line, "saml-idp-discovery-url")),
    }
}

/// A service that is not named is missing among the documents, as it were: nothing can be opened before somebody says where it is.
fn missing(line: &str) -> ConfigError {
    ConfigError::new(line, "saml-idp-discovery-missing")
}

impl SamlMethod {
    /// On to the provider, or to where it is found out which one that is.
    pub(super) async fn begin(&self, cx: &mut Cx<'_>) -> Result<Step<Stage>, MethodError> {
        if self.providers.is_empty() {
            return Err(super::no_metadata());
        }
        if let By::Cookie(reader) = &self.by {
            // Whoever has to log in anew cannot be let through quietly.
            let wish = &cx.around.wish;
            if self.config.force_authn || wish.fresh || wish.fresh_since.is_some() {
                return Ok(Step::Fail(Reason::LoginRequired));
            }
            let to = with_return(reader, &self.comes_back(cx)).ok_or_else(super::request::no_door)?;
            return Ok(Step::Leave(to, Stage::Choosing(Choosing::Cookie)));
        }
        if let Some(only) = self.providers.only() {
            return match self.provider(cx, only.id()) {
                Some(provider) => self.ask(cx, provider, false).await,
                None => Err(super::no_metadata()),
            };
        }
        if let Some(provider) = self.foregone(cx) {
            return self.ask(cx, provider, false).await;
        }
        if let By::Service(service) = &self.by {
            let entity = self.entity(cx);
            let question = discovery::Question {
                entity: &entity,
                answer_to: &self.comes_back(cx),
                passive: cx.around.wish.passive,
            };
            let to = question.address(service).ok_or_else(super::request::no_door)?;
            return Ok(Step::Leave(Departure::Get(to), Stage::Choosing(Choosing::Service)));
        }
        if cx.around.wish.passive {
            return Ok(Step::Fail(Reason::LoginRequired));
        }
        Ok(Step::Ask(self.question(cx), Stage::Choosing(Choosing::Page)))
    }

    /// Whether the provider can be found without a page of ours. A login that must be new cannot be had in silence, whoever is asked.
    pub(super) fn finds_quietly(&self) -> bool {
        let found = self.providers.only().is_some() || self.by != By::Page || !self.config.idp_hint.is_empty();
        found && !self.providers.is_empty() && !self.config.force_authn
    }

    fn question(&self, cx: &Cx<'_>) -> Prompt {
        let first = self.provider(cx, &self.config.idp_hint).map(|provider| provider.id().to_owned());
        Prompt::new("saml-providers", vec![Field::Providers { first: first.unwrap_or_default() }])
    }

    /// The provider that need not be asked for: the name to begin with has a domain that only one speaks for, or nothing may be shown.
    fn foregone(&self, cx: &Cx<'_>) -> Option<&Provider> {
        let hint = cx.around.wish.hint.as_deref().unwrap_or(cx.name);
        let choices = self.providers.choices();
        let by_name = choices.speaking_for(hint, cx.now()).map(|choice| choice.id.as_str());
        let by_line = cx.around.wish.passive.then_some(self.config.idp_hint.as_str());
        by_name.or(by_line).and_then(|id| self.provider(cx, id))
    }

    /// What was said of the provider.
    pub(super) async fn chosen(
        &self,
        cx: &mut Cx<'_>,
        choosing: Choosing,
        answer: &Answer,
    ) -> Result<Step<Stage>, MethodError> {
        let returned = answer.returned() == Some(cx.around.name.as_str());
        if returned == (choosing == Choosing::Page) {
            return Ok(Step::Fail(Reason::Malformed));
        }
        if choosing == Choosing::Cookie {
            let read = discovery::Providers::read(answer.get(discovery::COOKIE).unwrap_or_default());
            let known = read.newest_first().find_map(|id| self.provider(cx, id));
            return match known {
                // Whoever has no session there any more is asked as if nothing had been tried.
                Some(provider) => self.ask(cx, provider, true).await,
                None => Ok(Step::Fail(Reason::LoginRequired)),
            };
        }
        let field = if choosing == Choosing::Page { "provider" } else { "entityID" };
        let Some(said) = answer.get(field).filter(|id| !id.is_empty()) else {
            return Ok(Step::Fail(if cx.around.wish.passive { Reason::LoginRequired } else { Reason::Cancelled }));
        };
        if let Some(provider) = self.provider(cx, said) {
            return self.ask(cx, provider, false).await;
        }
        let said: String = said.chars().take(256).collect();
        let detail = serde_json::json!({ "provider": said, "why": "it is no provider of this method" });
        cx.audit(Event::new(cx.now(), REFUSED, Outcome::Failure).detail(detail));
        Ok(Step::Fail(Reason::UpstreamInvalid))
    }

    /// Where an answer comes back, with what finds its login again.
    fn comes_back(&self, cx: &Cx<'_>) -> String {
        format!("{}?state={}", cx.around.return_address(), cx.around.way_back)
    }

    /// Where a discovery service may send people back to, as our metadata has it.
    pub(super) fn answers_discovery(&self, cx: &Cx<'_>) -> Vec<Endpoint> {
        let asks = matches!(self.by, By::Service(_));
        asks.then(|| Endpoint::new(ns::DISCOVERY, &cx.around.return_address()).indexed(0, true)).into_iter().collect()
    }
}

fn with_return(reader: &str, back: &str) -> Option<Departure> {
    let mut url = url::Url::parse(reader).ok()?;
    url.query_pairs_mut().append_pair("return", back);
    Some(Departure::Get(url.into()))
}

/// A choice that is none of this method's.
pub const REFUSED: &str = "saml.discovery-refused";
