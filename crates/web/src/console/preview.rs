//! Mails as a site's people read them: each with values as they could be, in the site's own words.

use axum::response::Response;
use kit::{Args, Form, Messages, messages::Shape};
use model::{Locale, Noun, role::AlertEvent};
use serde_json::{Value, json};

use super::{
    Console,
    gate::Seat,
    object::{Here, tab_href},
};
use crate::brands::Brands;

/// Mails that are no alert.
const MAILS: [&str; 8] =
    ["reset", "locked", "unlocked", "factor-added", "factor-removed", "code", "password-changed", "backup-used"];

pub(super) fn show(console: &Console, seat: &Seat, here: &Here, query: &Form) -> Response {
    let common = console.state.kit().pages.texts();
    let all: Vec<String> =
        MAILS.into_iter().map(str::to_owned).chain(AlertEvent::ALL.map(|e| format!("alert-{}", e.name()))).collect();
    let known: Vec<&String> = all.iter().filter(|key| common.knows(&format!("mail-{key}-subject"))).collect();
    let chosen = known.iter().find(|key| query.get("mail") == Some(key.as_str())).or_else(|| known.first());
    let locale = query.get("language").and_then(kit::Locale::from_tag).unwrap_or(seat.visit.reader.locale);
    let context = json!({
        "mails": known.iter().map(|key| json!({ "name": key, "chosen": Some(key) == chosen })).collect::<Vec<_>>(),
        "languages": Locale::ALL.map(|l| {
            let own = kit::Locale::from_tag(l.tag()).unwrap_or_default().own_name();
            json!({ "tag": l.tag(), "own": own, "chosen": l.tag() == locale.tag() })
        }),
        "mail": chosen.and_then(|key| written(console, here, locale, key)),
        "texts": tab_href(&here.seen.id(), "texts"),
        "cli": format!("symbolon ctl put {} texts.en.mail-locked-subject='…'", super::save::quoted(&here.seen.id())),
    });
    console.page(seat, console.object_page(seat, here, "console/mails.html", context))
}

/// The mail, and the keys of the texts that it is made of with what they say without the site.
fn written(console: &Console, here: &Here, locale: kit::Locale, key: &str) -> Option<Value> {
    let kit = console.state.kit();
    let world = console.desk.engine().world();
    let site = world.catalogue.at(Noun::Site, &here.at.path)?;
    let common = kit.pages.texts();
    let brand = Brands::default().of(&world.catalogue, site.id, common);
    let texts = brand.texts.clone().unwrap_or_else(|| common.clone());
    let link = (key == "reset").then(|| format!("{}/reset/…", kit.public.origin()));
    let code = (key == "code").then_some("123456");
    let shape = Shape { code, link: link.as_deref(), brand: &brand.name };
    let mail =
        Messages::new(kit.public.clone()).ok()?.mail(&texts, locale, &format!("mail-{key}"), sample(), shape).ok()?;
    let parts: Vec<String> = ["subject", "text", "link"]
        .into_iter()
        .map(|part| format!("mail-{key}-{part}"))
        .filter(|key| common.knows(key))
        .collect();
    Some(json!({ "subject": mail.subject, "text": mail.text, "keys": parts, "lang": locale.tag() }))
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
