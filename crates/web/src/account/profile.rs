//! Who the person is, as their directory says, and the language they want to be written to in.

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use login::Present;
use model::{
    User,
    audit::{Event, Outcome},
};
use serde::Serialize;
use store::{Expect, Unit, When, Write};

use super::{Wish, gate, ways};
use crate::{
    State,
    visit::{self, Visit},
};

#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    pub name: String,
    pub email: String,
    pub editable: bool,
    pub facts: Vec<Fact>,
}

/// A label and what stands beside it: a value, or the key of a text.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    pub key: &'static str,
    pub value: String,
    pub value_key: Option<&'static str>,
}

pub fn view(present: &Present, name: String) -> Profile {
    let user = present.user.as_ref();
    let fact = |key: &'static str, value: Option<&str>| Fact {
        key,
        value: value.unwrap_or_default().to_owned(),
        value_key: value.is_none().then_some("profile-none"),
    };
    let of = |attribute: &str| user.and_then(|u| u.first(attribute));
    let language = of("locale").and_then(kit::Locale::from_tag).map(kit::Locale::own_name);
    let facts = user.map_or_else(
        || vec![fact("profile-username", Some(&name))],
        |user| {
            vec![
                fact("profile-name", of("cn")),
                fact("profile-username", Some(&user.name)),
                fact("profile-email", of("email")),
                fact("profile-phone", of("phone_number")),
                Fact {
                    value_key: language.is_none().then_some("profile-browser"),
                    ..fact("profile-language", Some(language.unwrap_or_default()))
                },
            ]
        },
    );
    Profile { email: of("email").unwrap_or_default().to_owned(), editable: user.is_some(), name, facts }
}

pub async fn show(Shared(state): Shared<State>, visit: Visit) -> Response {
    let shown = async {
        let guest = gate(&state, visit, Wish::LoggedIn, "/account/profile").await?;
        let chosen = ways::user_of(&guest).and_then(|u| u.first("locale")).unwrap_or_default();
        let known =
            kit::Locale::ALL.map(|l| serde_json::json!({ "value": l.tag(), "text": l.own_name(), "lang": l.tag() }));
        let options: Vec<_> =
            [serde_json::json!({ "value": "", "key": "profile-browser" })].into_iter().chain(known).collect();
        let context = serde_json::json!({
            "action": "/account/profile", "hint": crate::words::Words::new("profile-edit-hint"), "parts": [], "button": "profile-save",
            "selects": [{ "name": "locale", "label": "profile-language", "value": chosen, "options": options }],
        });
        Ok(state.kit().page(&guest.visit.reader, guest.page("account/form.html", "profile-edit-title", context)))
    };
    shown.await.unwrap_or_else(|response: Response| response)
}

pub async fn save(Shared(state): Shared<State>, visit: Visit, request: Request) -> Response {
    let done = async {
        let form = visit::posted(&state, request).await?;
        let guest = gate(&state, visit, Wish::LoggedIn, "/account/profile").await?;
        let locale = form.filled("locale").and_then(kit::Locale::from_tag);
        if let Some(user) = ways::user_of(&guest) {
            let unit = saving(user.clone(), locale, state.engine().now());
            state.engine().store().apply(unit).await.map_err(|error| guest.trouble(&state, &error.into()))?;
        }
        Ok(guest.onward(&state, "/account", "language", ""))
    };
    done.await.unwrap_or_else(|response: Response| response)
}

fn saving(mut user: User, locale: Option<kit::Locale>, now: model::Time) -> Unit {
    match locale {
        Some(locale) => user.attributes.insert("locale".into(), vec![locale.tag().to_owned()]),
        None => user.attributes.remove("locale"),
    };
    let mut event = Event::new(now, "user.language", Outcome::Success);
    event.person = user.person().key();
    event.name.clone_from(&user.name);
    let expect = Expect::User { id: user.id, version: user.version };
    Unit::new().expect(expect).then(Write::PutUser(Box::new(user))).audit(When::Done, event)
}
