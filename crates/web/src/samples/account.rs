//! Samples of the account.

use kit::{Page as Sheet, Surface};
use model::{Reason, Span};
use plug::{Args, Field, Prompt};
use serde_json::{Value, json};

use super::{NOW, Sample, portal};
use crate::{
    agent::Agent,
    portal::{Around, Place, parts, question},
    state::Link,
    words::{Scribe, Words},
};

pub const SAMPLES: &[Sample] = &[
    ("account", |s, n| sheet("account/overview.html", "account-title", n, overview(s, n))),
    ("account-empty", |_, n| sheet("account/overview.html", "account-title", n, empty(n))),
    ("account-add", |s, n| sheet("account/add.html", "ways-add-title", n, add(s, n))),
    ("account-totp", |s, n| enrol(portal::key(n), Some(Reason::Wrong), s, n)),
    ("account-codes", |s, n| enrol(codes(n), None, s, n)),
    ("account-password", |s, n| enrol(password(), None, s, n)),
    ("account-remove", |_, n| {
        sheet(
            "account/remove.html",
            "remove-title",
            n,
            json!({ "left": 0, "codes_too": true, "action": "/account/ways/1/remove" }),
        )
        .arg("name", n)
    }),
    ("account-rename", |s, n| sheet("account/form.html", "rename-title", n, rename(s, n)).arg("name", n)),
    ("account-language", |_, n| sheet("account/form.html", "profile-edit-title", n, language())),
    ("account-activity", |s, n| {
        sheet("account/activity.html", "activity-page-title", n, json!({ "activity": activity(s, n) }))
    }),
];

fn sheet(template: &str, title: &str, name: &str, mut context: Value) -> Sheet {
    context["name"] = name.into();
    Sheet::new(Surface::Account, template, title).with(context)
}

fn overview(scribe: &Scribe, name: &str) -> Value {
    json!({
        "flash": Words::new("flash-added").with("name", name),
        "ways": ways(scribe, name),
        "warning": Words::new("ways-codes-few").with("left", 2),
        "addable": true,
        "sessions": [
            session(scribe, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:135.0) Gecko/20100101 Firefox/135.0", true, "Wiki, Mail"),
            session(scribe, "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/132.0.0.0 Mobile Safari/537.36", false, name),
            session(scribe, "", false, ""),
        ],
        "permissions": [{ "id": "01", "title": name, "scopes": "know who you are, see your e-mail address", "since": scribe.day(NOW) }],
        "profile": { "name": name, "email": "ada@acme.example", "editable": true, "facts": [
            { "key": "profile-name", "value": name, "value_key": null },
            { "key": "profile-email", "value": "ada.lindqvist-korhonen@department.acme.example", "value_key": null },
            { "key": "profile-phone", "value": "", "value_key": "profile-none" },
        ] },
        "activity": activity(scribe, name),
    })
}

fn empty(name: &str) -> Value {
    json!({ "ways": [], "sessions": [], "addable": false, "profile": { "name": name, "email": "", "editable": false, "facts": [] }, "activity": [] })
}

fn ways(scribe: &Scribe, name: &str) -> Value {
    let date = scribe.day(NOW - Span::days(200));
    let way = |icon: &str, title: &str, badge: Option<&str>, facts: Vec<Words>, acts: &[&str]| {
        let acts: Vec<Link> = acts.iter().map(|key| Link::new("/account/x", key)).collect();
        json!({ "icon": icon, "title": title, "badge": badge, "facts": facts, "acts": acts })
    };
    let added = Words::new("way-added").with("date", date.as_str());
    let used = Words::new("way-used").with("date", scribe.day(NOW));
    json!([
        way("password", "Password", None, vec![Words::new("way-changed").with("date", date.as_str())], &["way-change"]),
        way(
            "code",
            name,
            None,
            vec![Words::new("way-method").with("method", "Authenticator app"), added, used],
            &["way-rename", "way-remove"]
        ),
        way("mail", "Code by e-mail", None, vec![Words::new("way-address").with("address", "a••@a•••.example")], &[]),
        way(
            "list",
            "Backup codes",
            Some("way-few"),
            vec![Words::new("way-left").with("left", 2).with("total", 10)],
            &["way-renew", "way-remove"]
        ),
    ])
}

fn session(scribe: &Scribe, agent: &str, here: bool, applications: &str) -> Value {
    let agent = Agent::of(agent);
    json!({ "id": "01", "device": agent.words(), "mobile": agent.mobile, "here": here, "address": "203.0.113.24", "applications": applications,
        "since": scribe.day(NOW - Span::hours(3)) })
}

fn activity(scribe: &Scribe, name: &str) -> Value {
    let row = |action: &str, kind: &str, hours: i64| {
        json!({ "when": scribe.stamp(NOW - Span::hours(hours)), "kind": kind, "what": Words::new(format!("activity-{action}")).with("method", name),
            "application": name, "address": "203.0.113.24", "device": Agent::of("Windows Firefox/1").words() })
    };
    json!([
        row("login-granted", "ok", 1),
        row("method-missed", "bad", 2),
        row("account-locked", "warn", 30),
        row("enrolment-done", "", 40),
        row("credential-removed", "", 400)
    ])
}

fn add(scribe: &Scribe, name: &str) -> Value {
    let offers = [portal::offer("totp", "totp", "Authenticator app"), portal::offer("backup", "backup", name)];
    json!({ "choices": offers.iter().map(|o| crate::portal::choice(o, scribe)).collect::<Vec<_>>() })
}

fn enrol(prompt: Prompt, error: Option<Reason>, scribe: &Scribe, name: &str) -> Sheet {
    let asked = portal::asked("totp", prompt, error);
    let question =
        question(&asked, Place { index: 0, alone: true, proven: true, opening: false, waiting: None }, scribe);
    let context = json!({ "action": "/account/add/totp.1", "enrolment": "abcd", "hint": scribe.hint(&asked.prompt), "question": question });
    let mut page = sheet("account/enrol.html", &asked.prompt.text, name, context).error(error.is_some());
    for (name, value) in scribe.of_prompt(&asked.prompt.text, &asked.prompt).values().iter() {
        page = page.arg(name, value.clone());
    }
    page
}

fn codes(name: &str) -> Prompt {
    let mut items: Vec<String> = (0..9).map(|n| format!("k3m9{n}-x7q2{n}")).collect();
    items.push(name.to_owned());
    Prompt {
        button: "backup-enrol-button".into(),
        notice: "backup-replaces".into(),
        ..Prompt::new("backup-enrol", vec![Field::List { items }]).arg("count", 10)
    }
}

fn password() -> Prompt {
    let hint = Args::from([("minimum".to_owned(), 15.into())]);
    let fields = vec![Field::Password, Field::NewPassword { hint: "password-hint".into(), args: hint }];
    Prompt { button: "password-button-change".into(), ..Prompt::new("password-heading-change", fields) }
}

fn rename(scribe: &Scribe, name: &str) -> Value {
    let prompt = Prompt::new("rename", vec![Field::Label { value: name.to_owned() }]);
    json!({ "action": "/account/ways/1/rename", "parts": parts(&prompt, scribe, Around { suffix: "", alone: true }, &[]), "button": "rename-button" })
}

fn language() -> Value {
    let options = kit::Locale::ALL.map(|l| json!({ "value": l.tag(), "text": l.own_name(), "lang": l.tag() }));
    json!({ "action": "/account/profile", "hint": Words::new("profile-edit-hint"), "parts": [], "button": "profile-save",
        "selects": [{ "name": "locale", "label": "profile-language", "value": "fi", "options": options }] })
}
