//! Mails as a site's people read them: a list of all, and each as it would arrive, in words that are changed beside it.

use axum::response::Response;
use kit::{Args, Form, Locale, Messages, Override, Texts, messages::Shape, texts::OverrideError};
use manage::{attributes::Attributes, desk::Fault};
use model::{Finding, Noun, role::AlertEvent};
use serde_json::{Map, Value, json};

use super::{
    Console,
    form::{self as forms, Wrong, shown},
    gate::Seat,
    nav::form,
    object::{Here, answered, tab_href},
    race,
    said::Said,
    save::{how, quoted},
};
use crate::brands::{Brands, words};

/// Mails to the person whom they are about, with the key of each one's name.
const MAILS: [(&str, &str); 8] = [
    ("code", "console-mail-code"),
    ("reset", "console-mail-reset-name"),
    ("password-changed", "console-mail-password-changed"),
    ("factor-added", "console-mail-factor-added"),
    ("factor-removed", "console-mail-factor-removed"),
    ("backup-used", "console-mail-backup-used"),
    ("locked", "console-mail-locked"),
    ("unlocked", "console-mail-unlocked"),
];

/// The texts that a mail is made of.
const PARTS: [&str; 3] = ["subject", "text", "link"];

/// A mail in one language.
struct Letter {
    name: String,
    locale: Locale,
}

impl Letter {
    fn key(&self, part: &str) -> String {
        format!("mail-{}-{part}", self.name)
    }
    /// The parts that this mail has.
    fn parts(&self, common: &Texts) -> Vec<&'static str> {
        PARTS.into_iter().filter(|part| common.knows(&self.key(part))).collect()
    }
}

pub(super) fn show(console: &Console, seat: &Seat, here: &Here, query: &Form) -> Response {
    match letter(console, seat, query) {
        Some(letter) => one(console, seat, here, &letter, None, &[]),
        None => list(console, seat, here, locale(seat, query)),
    }
}

fn locale(seat: &Seat, form: &Form) -> Locale {
    form.get("language").and_then(Locale::from_tag).unwrap_or(seat.visit.reader.locale)
}

fn letter(console: &Console, seat: &Seat, form: &Form) -> Option<Letter> {
    let name = form.filled("mail")?;
    let known = known(console).any(|(n, _)| n == name);
    known.then(|| Letter { name: name.to_owned(), locale: locale(seat, form) })
}

/// Every mail that there is, with the key of its name.
fn known(console: &Console) -> impl Iterator<Item = (String, String)> {
    let mails = MAILS.into_iter().map(|(mail, key)| (mail.to_owned(), key.to_owned()));
    let alerts = AlertEvent::ALL.map(|e| (format!("alert-{}", e.name()), format!("console-alert-{}", e.name())));
    let common = console.state.kit().pages.texts();
    mails.chain(alerts).filter(move |(mail, _)| common.knows(&format!("mail-{mail}-subject")))
}

fn list(console: &Console, seat: &Seat, here: &Here, locale: Locale) -> Response {
    let rows: Vec<Value> = known(console)
        .map(|(name, key)| {
            let alert = name.starts_with("alert-");
            let letter = Letter { name, locale };
            let mail = written(console, here, &letter, &[]);
            let own = own(here, &letter);
            json!({
                "key": key, "href": page(here, &letter), "subject": mail.map(|m| m.subject), "alert": alert,
                "own": PARTS.iter().any(|part| own.contains_key(&letter.key(part))),
            })
        })
        .collect();
    let href =
        |locale: Locale| format!("{}&{}", tab_href(&here.seen.id(), "mails"), form(&[("language", locale.tag())]));
    let context = json!({
        "rows": rows,
        "lang": locale.tag(),
        "tongues": tongues(locale, href),
        "texts": tab_href(&here.seen.id(), "texts"),
        "cli": format!("symbolon ctl get {}", quoted(&here.seen.id())),
    });
    console.page(seat, console.object_page(seat, here, "console/mails.html", context))
}

fn tongues(chosen: Locale, href: impl Fn(Locale) -> String) -> Vec<Value> {
    let each = |l: Locale| json!({ "tag": l.tag(), "own": l.own_name(), "href": href(l), "here": l == chosen });
    Locale::ALL.into_iter().map(each).collect()
}

fn page(here: &Here, letter: &Letter) -> String {
    let asked = form(&[("mail", &letter.name), ("language", letter.locale.tag())]);
    format!("{}&{asked}", tab_href(&here.seen.id(), "mails"))
}

/// One mail: how it arrives, and its words; `typed` shows it in words that are not saved.
fn one(
    console: &Console,
    seat: &Seat,
    here: &Here,
    letter: &Letter,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Response {
    let common = console.state.kit().pages.texts();
    let (own, before) = (own(here, letter), inherited(console, here, letter));
    let wrong: Vec<Wrong> = findings.iter().map(|f| told(f, seat)).collect();
    let parts: Vec<Value> = letter
        .parts(common)
        .into_iter()
        .map(|part| {
            let (name, key) = (format!("mail.{part}"), letter.key(part));
            let said = own.get(&key).map_or_else(|| before(&key), shown);
            let value = typed.map_or(said, |form| typed_in(form, part));
            json!({
                "part": part, "id": format!("m-{part}"), "name": name, "rows": rows(part, &value), "value": value,
                "label": format!("console-mail-part-{part}"), "errors": wrong.iter().filter(|w| w.anchor == format!("m-{part}")).collect::<Vec<_>>(),
            })
        })
        .collect();
    let unsaved = typed.filter(|_| wrong.is_empty()).map(|form| spoken(common, letter, form)).unwrap_or_default();
    let mut variables: Vec<String> =
        letter.parts(common).iter().flat_map(|part| common.variables(&letter.key(part))).collect();
    variables.sort_unstable();
    variables.dedup();
    let key = known(console).find(|(name, _)| *name == letter.name).map(|(_, key)| key);
    let href = |locale: Locale| page(here, &Letter { name: letter.name.clone(), locale });
    let context = json!({
        "key": key,
        "mail": letter.name,
        "lang": letter.locale.tag(),
        "tongues": tongues(letter.locale, href),
        "parts": parts,
        "variables": variables,
        "shown": written(console, here, letter, &unsaved).map(|m| json!({ "subject": m.subject, "text": m.text })),
        "unsaved": typed.is_some(),
        "own": PARTS.iter().any(|part| own.contains_key(&letter.key(part))),
        "all": format!("{}&{}", tab_href(&here.seen.id(), "mails"), form(&[("language", letter.locale.tag())])),
        "here": page(here, letter),
        "errors": wrong,
        "cli": format!("symbolon ctl put {} texts.{}.{}='…'", quoted(&here.seen.id()), letter.locale.tag(), letter.key("text")),
    });
    let sheet = console.object_page(seat, here, "console/mail.html", context);
    answered(console, seat, sheet, !wrong.is_empty())
}

/// Height of a part's field; long lines wrap.
fn rows(part: &str, text: &str) -> usize {
    let lines: usize = text.lines().map(|line| line.chars().count() / 60 + 1).sum();
    if part == "text" { lines.clamp(4, 20) + 1 } else { lines.clamp(1, 8) }
}

/// What is typed, as it is said; nothing for what is empty.
fn spoken(common: &Texts, letter: &Letter, form: &Form) -> Vec<Override> {
    let parts = letter.parts(common).into_iter().map(|part| (letter.key(part), typed_in(form, part)));
    let filled = parts.filter(|(_, value)| !value.is_empty());
    filled.map(|(key, value)| Override { locale: letter.locale, key, value }).collect()
}

fn typed_in(form: &Form, part: &str) -> String {
    form.get(&format!("mail.{part}")).unwrap_or_default().replace("\r\n", "\n").trim().to_owned()
}

fn told(finding: &Finding, seat: &Seat) -> Wrong {
    let part = finding.field.strip_prefix("mail.").unwrap_or_default();
    let label = if part.is_empty() { String::new() } else { seat.speaker.say(&format!("console-mail-part-{part}")) };
    Wrong { label, ..forms::wrong(finding, &format!("m-{part}"), &seat.speaker) }
}

/// The site's own words in the language of a mail, by the key of the text.
fn own(here: &Here, letter: &Letter) -> Map<String, Value> {
    let texts = here.seen.attributes.get("texts").and_then(|t| t.get(letter.locale.tag()));
    texts.and_then(Value::as_object).cloned().unwrap_or_default()
}

/// What would be said without the site's own words: those of a site above it, or ours.
fn inherited<'a>(console: &'a Console, here: &Here, letter: &Letter) -> impl Fn(&str) -> String + 'a {
    let world = console.desk.engine().world();
    let site = world.catalogue.at(Noun::Site, &here.at.path);
    let above =
        site.map(|site| words(world.catalogue.upwards(site.id).get(1..).unwrap_or_default())).unwrap_or_default();
    let locale = letter.locale;
    move |key| {
        let said = above.iter().find(|o| o.locale == locale && o.key == key).map(|o| o.value.clone());
        said.or_else(|| console.state.kit().pages.texts().pattern(locale, key)).unwrap_or_default()
    }
}

/// The mail with values as they could be, in the words of the site and, before those, in some that are not saved.
fn written(console: &Console, here: &Here, letter: &Letter, unsaved: &[Override]) -> Option<kit::messages::Mail> {
    let kit = console.state.kit();
    let world = console.desk.engine().world();
    let site = world.catalogue.at(Noun::Site, &here.at.path)?;
    let common = kit.pages.texts();
    let brand = Brands::default().of(&world.catalogue, site.id, common);
    let mut all = words(&world.catalogue.upwards(site.id));
    all.extend(unsaved.iter().cloned());
    let texts = common.with_usable(all).unwrap_or_else(|| common.clone());
    let link = (letter.name == "reset").then(|| format!("{}/reset/…", kit.public.origin()));
    let code = (letter.name == "code").then_some("123456");
    let shape = Shape { code, link: link.as_deref(), brand: &brand.name };
    let messages = Messages::new(kit.public.clone()).ok()?;
    messages.mail(&texts, letter.locale, &format!("mail-{}", letter.name), sample(), shape).ok()
}

/// Values that are nobody's.
fn sample() -> Args {
    let texts = [
        ("name", "Ada Lovelace"),
        ("login", "ada"),
        ("site", "Example"),
        ("application", "Wiki"),
        ("method", "TOTP"),
        ("network", "192.0.2.1"),
        ("time", "2027-01-31 12:00:05 UTC"),
        ("actor", "grace"),
        ("object", "/method/totp.1"),
        ("webhook", "example/siem"),
    ];
    let args = texts.into_iter().fold(Args::new(), |args, (name, value)| args.with(name, value));
    [("minutes", 15.0), ("left", 3.0), ("count", 12.0)]
        .into_iter()
        .fold(args, |args, (name, value)| args.with(name, value))
}

/// Saves a mail's words, shows it in words that are not saved, or brings back what it said before; `act` says which.
pub(super) async fn act(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let letter = letter(console, seat, sent).ok_or(Fault::Missing)?;
    match sent.get("act") {
        Some("preview") => {
            let wrong = unusable(console, &letter, sent);
            Ok(one(console, seat, here, &letter, Some(sent), &wrong))
        }
        Some("reset") => reset(console, seat, here, &letter, sent).await,
        _ => save(console, seat, here, &letter, sent).await,
    }
}

async fn save(console: &Console, seat: &Seat, here: &Here, letter: &Letter, sent: &Form) -> Result<Response, Fault> {
    let wrong = unusable(console, letter, sent);
    if !wrong.is_empty() {
        return Ok(one(console, seat, here, letter, Some(sent), &wrong));
    }
    let (mut words, before) = (own(here, letter), inherited(console, here, letter));
    for part in letter.parts(console.state.kit().pages.texts()) {
        let (key, typed) = (letter.key(part), typed_in(sent, part));
        if race::left(sent, &format!("mail.{part}")) {
            continue;
        }
        // What is empty or as it would be anyway is no word of the site's own.
        if typed.is_empty() || typed == before(&key) {
            words.shift_remove(&key);
        } else {
            words.insert(key, typed.into());
        }
    }
    match put(console, seat, here, letter, words, sent).await {
        Ok(()) => Ok(done(console, seat, here, letter, "mail-saved")),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(one(console, seat, here, letter, Some(sent), &findings))
        }
        Err(Fault::Precondition) => Ok(race(console, seat, here, letter, sent)),
        Err(fault) => Err(fault),
    }
}

async fn reset(console: &Console, seat: &Seat, here: &Here, letter: &Letter, sent: &Form) -> Result<Response, Fault> {
    let mut words = own(here, letter);
    PARTS.iter().for_each(|part| drop(words.shift_remove(&letter.key(part))));
    put(console, seat, here, letter, words, sent).await?;
    Ok(done(console, seat, here, letter, "mail-reset"))
}

/// The site with these words in the language of the mail.
async fn put(
    console: &Console,
    seat: &Seat,
    here: &Here,
    letter: &Letter,
    words: Map<String, Value>,
    sent: &Form,
) -> Result<(), Fault> {
    let mut texts = here.seen.attributes.get("texts").and_then(Value::as_object).cloned().unwrap_or_default();
    texts.shift_remove(letter.locale.tag());
    if !words.is_empty() {
        texts.insert(letter.locale.tag().to_owned(), Value::Object(words));
    }
    let given = Attributes::from_iter([("texts".to_owned(), Value::Object(texts))]);
    console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await.map(drop)
}

/// Back to the mail, with the way to what it said before.
fn done(console: &Console, seat: &Seat, here: &Here, letter: &Letter, said: &str) -> Response {
    let mut undo: Vec<(String, String)> =
        [("act", "save"), ("tab", "mails"), ("mail", &letter.name), ("language", letter.locale.tag())]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
    let was = own(here, letter);
    let parts = letter.parts(console.state.kit().pages.texts()).into_iter();
    undo.extend(parts.map(|part| (format!("mail.{part}"), was.get(&letter.key(part)).map(shown).unwrap_or_default())));
    let key = known(console).find(|(name, _)| *name == letter.name).map(|(_, key)| key).unwrap_or_default();
    let said = Said::new(said).with("title", &seat.speaker.say(&key));
    console.onward(seat, &page(here, letter), said.undone_by(format!("/console{}", here.seen.id()), undo))
}

/// Words that could not be said.
fn unusable(console: &Console, letter: &Letter, sent: &Form) -> Vec<Finding> {
    let common = console.state.kit().pages.texts();
    let tried = spoken(common, letter, sent).into_iter();
    let wrong = tried.filter_map(|change| common.with_overrides(&[change]).err());
    wrong
        .map(|(change, why)| {
            let part = PARTS.iter().find(|part| letter.key(part) == change.key).copied().unwrap_or_default();
            Finding::broken(format!("mail.{part}"), reason(why)).with("key", &change.key)
        })
        .collect()
}

/// Why some words cannot be said, as a finding calls it.
pub(super) const fn reason(why: OverrideError) -> &'static str {
    match why {
        OverrideError::UnknownKey => "console-text-unknown",
        OverrideError::Unreadable => "console-text-unreadable",
        OverrideError::UnknownVariable => "console-text-variable",
    }
}

/// Somebody else saved first.
fn race(console: &Console, seat: &Seat, here: &Here, letter: &Letter, sent: &Form) -> Response {
    let (present, before) = (own(here, letter), inherited(console, here, letter));
    let parts = letter.parts(console.state.kit().pages.texts());
    let fields = |value: &dyn Fn(&str) -> String| {
        let label = |part: &str| seat.speaker.say(&format!("console-mail-part-{part}"));
        parts.iter().map(|part| race::whole(&format!("mail.{part}"), label(part), value(part))).collect()
    };
    let mine = |part: &str| typed_in(sent, part);
    let theirs = |part: &str| {
        let key = letter.key(part);
        present.get(&key).map_or_else(|| before(&key), shown)
    };
    race::page(console, seat, here, (fields(&mine), fields(&theirs)), sent)
}
