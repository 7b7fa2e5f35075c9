//! A discovery service for applications that ask identity providers themselves (*Identity Provider Discovery Service Protocol and
//! Profile*): people choose among the providers of methods that lend them, and go back with the choice.
//!
//! Whoever asks is an application of ours, and the answer goes to a place of its metadata: nobody else is told where somebody has an
//! account, and nobody is sent anywhere else from here (M076).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response as Answer,
};
use http::StatusCode;
use kit::{
    FormTargets, Page, Surface,
    edge::see_other,
    providers::{self, Providers},
};
use plug::Choices;
use saml::discovery::Asked;

use super::Front;
use crate::visit::{Door, Visit, with_cookie};

/// `GET /discovery?entityID=…&return=…`
pub async fn ask(State(front): State<Front>, visit: Visit) -> Answer {
    let asked = match front.asked_who(&visit.query) {
        Ok(asked) => asked,
        Err(why) => return front.refuse(&visit, &why),
    };
    let choices = front.lent();
    let (cookies, now) = (&front.kit().cookies, front.engine().now());
    let remembered = providers::remembered(cookies, &visit.headers);
    if asked.passive {
        let last = providers::last(&choices, &remembered, now);
        return see_other(&asked.answer(last.map(|choice| choice.id.as_str())));
    }
    if choices.is_empty() {
        return front.refuse(&visit, "no method lends its providers");
    }
    let search = of(&visit.query, "search").unwrap_or_default();
    let list = providers::Asked {
        choices: &choices,
        locale: ours(visit.reader.locale),
        now,
        search: &search,
        recent: &remembered,
        first: "",
    };
    let carried: Vec<(&str, String)> =
        PARAMETERS.iter().filter_map(|name| Some((*name, of(&visit.query, name)?))).collect();
    let carried: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = Page::new(Surface::Portal, "discovery.html", "providers-title")
        .with(serde_json::json!({
            "providers": Providers::of(list, super::DISCOVERY).carrying(&carried),
            "host": asked.answer_to().host_str().unwrap_or_default(),
            "home": asked.answer(None),
        }))
        .targets(FormTargets::journey(asked.answer_to()));
    front.kit().page(&visit.reader, page)
}

/// `POST /discovery`: a choice, or the wish to be forgotten.
pub async fn choose(State(front): State<Front>, visit: Visit, request: Request) -> Answer {
    let form = match front.kit().form(request).await {
        Ok((_, form)) => form,
        Err(refusal) => return refusal,
    };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(PARAMETERS.iter().filter_map(|name| Some((name, form.get(name)?))));
    let query = query.finish();
    let asked = match front.asked_who(&query) {
        Ok(asked) => asked,
        Err(why) => return front.refuse(&visit, &why),
    };
    let cookies = &front.kit().cookies;
    if form.get("forget").is_some() {
        return with_cookie(see_other(&format!("{}?{query}", super::DISCOVERY)), providers::forget(cookies));
    }
    let choices = front.lent();
    let now = front.engine().now();
    let chosen = form.get("provider").and_then(|id| choices.named(id)).filter(|choice| choice.is_open(now));
    match chosen {
        Some(chosen) => {
            let remembered = providers::remember(cookies, &visit.headers, &chosen.id);
            with_cookie(see_other(&asked.answer(Some(&chosen.id))), remembered)
        }
        None => front.kit().problem(&visit.reader, StatusCode::BAD_REQUEST),
    }
}

impl Front {
    /// The question of an application of ours, with where its answer goes.
    fn asked_who(&self, query: &str) -> Result<Asked, String> {
        let entity = Asked::by(query).map_err(|why| why.to_string())?;
        let client =
            self.client(&entity).ok_or_else(|| format!("no application is open that calls itself {entity:?}"))?;
        Asked::read(query, &client.role().discovery).map_err(|why| why.to_string())
    }

    /// Everybody whom methods lend, each once.
    fn lent(&self) -> Arc<Choices> {
        let world = self.engine().world();
        let methods = world.catalogue.methods().filter(|(_, method)| method.enabled);
        let opened = methods.filter_map(|(entry, _)| world.opened(entry.id));
        let mut lists: Vec<Arc<Choices>> =
            opened.filter(|o| o.method.lends_choices()).map(|o| o.method.choices()).collect();
        if lists.len() < 2 {
            return lists.pop().unwrap_or_default();
        }
        let mut all: Vec<plug::Choice> = lists.iter().flat_map(|list| list.0.iter().cloned()).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        Arc::new(Choices(all))
    }
}

fn of(query: &str, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

fn ours(locale: kit::Locale) -> model::Locale {
    model::Locale::ALL.into_iter().find(|known| known.tag() == locale.tag()).unwrap_or_default()
}

/// What a question consists of.
const PARAMETERS: [&str; 5] = ["entityID", "return", "policy", "returnIDParam", "isPassive"];
