//! One turn of a login as what a page shows. Pure: a turn in, a view out.

use kit::providers::Providers;
use login::{Asked, Offer, Page, Turn};
use model::{Reason, Time};
use plug::{Field, Prompt};
use serde::Serialize;

use super::{
    denied::{self, Denial},
    fields::{self, Around, Part},
};
use crate::words::{Scribe, Words, dashed, family};

/// What one page of a login shows.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    #[serde(skip)]
    pub template: &'static str,
    pub title: Words,
    pub hint: Option<Words>,
    /// What this is for, above a heading that does not say it.
    pub context: Option<Words>,
    /// What went wrong, where no field shows it.
    pub alert: Option<Words>,
    /// Where its forms go.
    pub action: String,
    pub application: String,
    pub who: Option<Who>,
    /// Offers to go back to the application without logging in.
    pub back: bool,
    /// Something on it is an error, so its title says so.
    #[serde(skip)]
    pub error: bool,
    /// The wider portal.
    pub two: bool,
    #[serde(flatten)]
    pub body: Body,
}

#[derive(Clone, Debug, Serialize)]
pub struct Who {
    pub name: String,
    pub proven: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Body {
    Menu { choices: Vec<Choice>, more: Vec<Choice> },
    Prompt { asked: Vec<Question>, others: Vec<Choice>, forgotten: Option<String> },
    Providers { providers: Box<Providers>, others: Vec<Choice> },
    Consent { scopes: Vec<Words> },
    Denied(Denial),
}

/// One way to log in, as a button.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub name: String,
    pub title: String,
    pub icon: &'static str,
    pub hint: Option<Words>,
    pub enrol: bool,
    /// Its page in the account.
    pub href: String,
}

/// One open question with its own form.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    pub id: String,
    /// The heading where it is not the page's.
    pub heading: Option<Words>,
    pub notice: Option<Words>,
    pub errors_above: Vec<Words>,
    pub parts: Vec<Part>,
    /// `""`, `"key"`, `"list"` or `"number"`: which layout it needs.
    pub shape: &'static str,
    pub button: Words,
    pub again: Option<Again>,
    pub skip: Option<Words>,
    pub waiting: Option<String>,
}

/// When another message may be asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Again {
    /// Key of the words: the method's own, where it has some.
    pub key: String,
    /// `None`: now.
    pub from: Option<String>,
}

/// What the page is made for, besides the turn.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    pub page: &'a Page,
    pub handle: &'a str,
    pub support: &'a str,
    /// Address of *forgotten password*, where the site offers it.
    pub forgotten: Option<&'a str>,
    /// Whom the question is about, where it is which provider.
    pub providers: Option<&'a Providers>,
}

/// The page of a turn; `None` for what is no page (granted).
pub fn view(turn: &Turn, setting: Setting<'_>, scribe: &Scribe) -> Option<View> {
    match turn {
        // Who comes back from elsewhere without an answer may go again, or another way.
        Turn::Menu { offers, first } | Turn::Redirect { offers, first, .. } => {
            Some(menu(offers, *first, setting, scribe))
        }
        Turn::Prompt { asked, others } => Some(match (setting.providers, asked.as_slice()) {
            (Some(list), [one]) => choosing(one, list, others, setting, scribe),
            _ => prompt(asked, others, None, setting, scribe),
        }),
        Turn::Wait { asked, until, others, .. } => {
            Some(prompt(std::slice::from_ref(asked), others, Some(*until), setting, scribe))
        }
        Turn::Consent { scopes } => Some(consent(scopes, setting, scribe)),
        Turn::Denied(reason) => Some(refusal(*reason, setting, scribe)),
        Turn::Granted => None,
    }
}

fn base(template: &'static str, title: Words, setting: Setting<'_>, scribe: &Scribe, body: Body) -> View {
    let who = setting.page.who.as_ref().map(|who| {
        let methods = Words::new("who-proven").with("methods", who.proven.join(", "));
        Who { name: who.name.clone(), proven: if who.proven.is_empty() { String::new() } else { scribe.say(&methods) } }
    });
    View {
        template,
        title,
        hint: None,
        context: None,
        alert: None,
        action: format!("/login/{}", setting.handle),
        application: setting.page.application_title.clone(),
        back: true,
        who,
        error: false,
        two: false,
        body,
    }
}

fn menu(offers: &[Offer], first: bool, setting: Setting<'_>, scribe: &Scribe) -> View {
    let (title, hint) =
        if first { ("login-title", "login-menu-hint") } else { ("login-next-title", "login-next-hint") };
    let mut choices: Vec<Choice> = offers.iter().map(|offer| choice(offer, scribe)).collect();
    let more = if choices.len() > MOST { choices.split_off(MOST) } else { Vec::new() };
    let title = Words::new(title).with("application", setting.page.application_title.as_str());
    let mut view = base("portal/menu.html", title, setting, scribe, Body::Menu { choices, more });
    view.hint = Some(Words::new(hint));
    view.alert = setting.page.error.map(|reason| scribe.miss("reason", "reason", reason, !first));
    view.error = view.alert.is_some();
    view
}

pub fn choice(offer: &Offer, scribe: &Scribe) -> Choice {
    let key = if offer.enrol { "offer-enrol".to_owned() } else { format!("offer-{}", dashed(offer.kind)) };
    Choice {
        name: offer.name.clone(),
        title: offer.title.clone(),
        icon: icon(offer.icon),
        hint: scribe.known(&key),
        enrol: offer.enrol,
        href: add_address(&offer.name),
    }
}

/// Where a method is enrolled in the account.
pub fn add_address(method: &str) -> String {
    let name: String = url::form_urlencoded::byte_serialize(method.as_bytes()).collect();
    format!("/account/add/{name}")
}

/// Icons of kinds by their names in the kit.
pub fn icon(kind: &'static str) -> &'static str {
    match kind {
        "email" => "mail",
        "totp" => "code",
        "backup" | "printout" => "list",
        other => other,
    }
}

fn prompt(asked: &[Asked], others: &[Offer], waiting: Option<Time>, setting: Setting<'_>, scribe: &Scribe) -> View {
    let proven = setting.page.who.is_some();
    let first = asked.first();
    let opening = !proven && first.is_some_and(|a| a.prompt.fields.contains(&Field::Password) && has_username(a));
    let login = Words::new("login-title").with("application", setting.page.application_title.as_str());
    let title = match first {
        Some(_) if opening => login.clone(),
        Some(asked) => scribe.of_prompt(&asked.prompt.text, &asked.prompt),
        None => Words::new("login-next-title"),
    };
    let forms = asked.iter().filter(|a| a.prompt.fields.iter().any(|f| f.input().is_some())).count();
    let questions: Vec<Question> = asked
        .iter()
        .enumerate()
        .map(|(index, asked)| question(asked, Place { index, alone: forms == 1, proven, opening, waiting }, scribe))
        .collect();
    let wide = questions.len() > 1 || questions.iter().any(|q| q.shape == "key");
    let error = asked.iter().any(|a| a.error.is_some() || !a.prompt.refusals.is_empty());
    let forgotten = setting.forgotten.filter(|_| asked.iter().any(asks_current_password)).map(str::to_owned);
    let others = others.iter().map(|offer| choice(offer, scribe)).collect();
    let mut view =
        base("portal/prompt.html", title, setting, scribe, Body::Prompt { asked: questions, others, forgotten });
    view.hint = first.filter(|_| !opening).and_then(|asked| scribe.hint(&asked.prompt));
    view.context = (!proven && !opening).then_some(login);
    view.error = error;
    view.two = wide;
    view
}

/// Which of the method's providers it is.
fn choosing(asked: &Asked, list: &Providers, others: &[Offer], setting: Setting<'_>, scribe: &Scribe) -> View {
    let proven = setting.page.who.is_some();
    let login = Words::new("login-title").with("application", setting.page.application_title.as_str());
    let others = others.iter().map(|offer| choice(offer, scribe)).collect();
    let body = Body::Providers { providers: Box::new(list.clone()), others };
    let title = scribe.of_prompt(&asked.prompt.text, &asked.prompt);
    let mut view = base("portal/providers.html", title, setting, scribe, body);
    view.hint = scribe.hint(&asked.prompt);
    view.context = (!proven).then_some(login);
    view.alert = asked.error.map(|reason| scribe.miss("reason", "reason", reason, proven));
    view.error = view.alert.is_some();
    view
}

fn has_username(asked: &Asked) -> bool {
    asked.prompt.fields.iter().any(|f| matches!(f, Field::Username { .. }))
}

fn asks_current_password(asked: &Asked) -> bool {
    let fields = &asked.prompt.fields;
    fields.contains(&Field::Password) && !fields.iter().any(|f| matches!(f, Field::NewPassword { .. }))
}

/// Where a question stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub index: usize,
    pub alone: bool,
    pub proven: bool,
    pub opening: bool,
    pub waiting: Option<Time>,
}

pub fn question(asked: &Asked, place: Place, scribe: &Scribe) -> Question {
    let prompt = &asked.prompt;
    let miss = asked
        .error
        .filter(|_| place.index == 0)
        .map(|reason| scribe.miss(&prompt.text, asked.method.kind, reason, place.proven));
    let refused = prompt.refusals.iter().map(|(key, args)| scribe.words(key, args));
    let errors: Vec<Words> = if prompt.refusals.is_empty() { miss.into_iter().collect() } else { refused.collect() };
    let suffix = if place.index == 0 { String::new() } else { format!("-{}", place.index + 1) };
    let shape = shape(&prompt.fields);
    let button = match prompt.button.as_str() {
        "" if place.opening => "login-button",
        "" if shape == "number" => "wait-button",
        "" => "continue-button",
        own => own,
    };
    let later = [format!("{}-button-later", family(&prompt.text)), "prompt-skip".to_owned()];
    Question {
        id: format!("prompt{suffix}"),
        heading: (place.index > 0).then(|| scribe.of_prompt(&prompt.text, prompt)),
        notice: (!prompt.notice.is_empty() && errors.is_empty()).then(|| scribe.of_prompt(&prompt.notice, prompt)),
        parts: fields::parts(prompt, scribe, Around { suffix: &suffix, alone: place.alone }, &errors),
        errors_above: if fields::stands_above(prompt) { errors } else { Vec::new() },
        shape,
        button: scribe.of_prompt(button, prompt),
        again: prompt.again.map(|from| again(prompt, from, scribe)),
        skip: prompt.skippable.then(|| Words::new(scribe.first(&later).unwrap_or_default())),
        waiting: place.waiting.map(|until| scribe.when(until)),
    }
}

fn shape(fields: &[Field]) -> &'static str {
    let has = |test: fn(&Field) -> bool| fields.iter().any(test);
    match () {
        () if has(|f| matches!(f, Field::Key { .. })) => "key",
        () if has(|f| matches!(f, Field::List { .. })) => "list",
        () if has(|f| matches!(f, Field::Number { .. })) => "number",
        () => "",
    }
}

/// What a scope allows, in words.
pub fn scope(name: &str, scribe: &Scribe) -> Words {
    scribe.known(&format!("scope-{}", dashed(name))).unwrap_or_else(|| Words::new("scope-other").with("scope", name))
}

fn consent(scopes: &[String], setting: Setting<'_>, scribe: &Scribe) -> View {
    let scopes = scopes.iter().map(|name| scope(name, scribe)).collect();
    let title = Words::new("consent-title").with("application", setting.page.application_title.as_str());
    let mut view = base("portal/consent.html", title, setting, scribe, Body::Consent { scopes });
    view.back = false;
    view
}

fn refusal(reason: Reason, setting: Setting<'_>, scribe: &Scribe) -> View {
    let denial = denied::denial(reason, setting, scribe);
    let title = denial.title.clone();
    let mut view = base("portal/denied.html", title, setting, scribe, Body::Denied(denial));
    view.back = false;
    view
}

/// More ways than this stand behind a line.
const MOST: usize = 7;

fn again(prompt: &Prompt, from: Time, scribe: &Scribe) -> Again {
    let from = (from > scribe.now()).then(|| scribe.when(from));
    let end = if from.is_some() { "again-later" } else { "again-now" };
    let owner = prompt.text.split('-').next().unwrap_or_default();
    let key = scribe.first(&[format!("{owner}-{end}"), end.to_owned()]).unwrap_or_else(|| end.to_owned());
    Again { key, from }
}
