//! Samples of the portal: each turn that the engine can answer with, through the same view as in the product.

use kit::{Page as Sheet, Surface, providers::Providers};
use login::{Asked, Offer, Page, Turn, Who};
use model::{Id, Reason, Span};
use plug::{Args, Choice, Choices, Field, Prompt};

use super::{NOW, Sample};
use crate::{
    portal::{Setting, forgot, sheet, view},
    state::{Link, Note},
    words::{Scribe, Words},
};

pub const SAMPLES: &[Sample] = &[
    ("login-menu", |s, n| turn(Turn::Menu { offers: offers(n), first: true }, None, s, n)),
    ("login-next", |s, n| turn(Turn::Menu { offers: offers(n), first: false }, Some(n), s, n)),
    ("login-password", |s, n| turn(prompt("password", "password-heading", name_and_password(n), None), None, s, n)),
    ("login-password-wrong", |s, n| {
        turn(prompt("password", "password-heading", name_and_password(n), Some(Reason::Wrong)), None, s, n)
    }),
    ("login-totp", |s, n| turn(code("totp", "totp-prompt", None), Some(n), s, n)),
    ("login-totp-wrong", |s, n| turn(code("totp", "totp-prompt", Some(Reason::Wrong)), Some(n), s, n)),
    ("login-email-ask", |s, n| {
        turn(prompt("email.unregistered", "email-ask", vec![Field::Email { value: n.into() }], None), None, s, n)
    }),
    ("login-sms-ask", |s, n| {
        turn(prompt("sms.unregistered", "sms-ask", vec![Field::Phone { value: n.into() }], None), None, s, n)
    }),
    ("login-email-code", |s, n| turn(by_mail(n), Some(n), s, n)),
    ("login-backup", |s, n| {
        turn(prompt("backup", "backup-prompt", vec![Field::Code { digits: 10, numeric: false }], None), Some(n), s, n)
    }),
    ("login-change", |s, n| turn(change(Vec::new()), Some(n), s, n)),
    ("login-change-refused", |s, n| {
        turn(
            change(vec![refusal("password-refused-short", 15), ("password-refused-common".into(), Args::new())]),
            Some(n),
            s,
            n,
        )
    }),
    ("login-enrol", |s, n| {
        turn(Turn::Prompt { asked: vec![asked("totp", key(n), None)], others: Vec::new() }, Some(n), s, n)
    }),
    ("login-push", |s, n| turn(push(), Some(n), s, n)),
    ("login-providers", |s, n| providers(s, n, 6, "")),
    ("login-providers-many", |s, n| providers(s, n, 4_321, "")),
    ("login-providers-none", |s, n| providers(s, n, 4_321, "nowhere")),
    ("discovery", |s, n| {
        let list = list(s, n, 60, "").carrying(&[("entityID", "https://wiki.example/saml"), ("isPassive", "false")]);
        let context =
            serde_json::json!({ "providers": list, "host": "wiki.example", "home": "https://wiki.example/disco" });
        Sheet::new(Surface::Portal, "discovery.html", "providers-title").with(context)
    }),
    ("consent", |s, n| {
        turn(
            Turn::Consent { scopes: ["openid", "profile", "email", "offline_access", n].map(str::to_owned).into() },
            Some(n),
            s,
            n,
        )
    }),
    ("denied", |s, n| turn(Turn::Denied(Reason::NotAllowed), Some(n), s, n)),
    ("denied-second", |s, n| turn(Turn::Denied(Reason::SecondFactorUnavailable), Some(n), s, n)),
    ("start", |_, n| start(n)),
    ("landing", |_, n| note("landing-title", "landing-hint", "").arg("site", n)),
    ("logged-out", |_, _| note("logged-out-title", "logged-out-hint", "none")),
    ("gone", |_, _| note("gone-title", "gone-hint", "none")),
    ("forgot", |s, n| forgot_form(s, n)),
    ("forgot-sent", |_, _| note("forgot-sent-title", "forgot-sent-hint", "first")),
    ("reset", |s, _| reset_form(s)),
];

pub fn page(who: Option<&str>, name: &str) -> Page {
    Page {
        site: Id::fixed(1),
        application: Id::fixed(2),
        application_title: name.to_owned(),
        resume: "/oauth2/resume/".into(),
        returns_to: vec!["https://wiki.example".into()],
        locales: Vec::new(),
        who: who.map(|name| Who { name: name.to_owned(), proven: vec!["Password".into()] }),
        error: None,
        reference: Id::fixed(0x0123_4567_89ab_cdef),
        until: NOW + Span::minutes(10),
        quiet: false,
    }
}

pub fn turn(turn: Turn, who: Option<&str>, scribe: &Scribe, name: &str) -> Sheet {
    let page = page(who, name);
    let setting = Setting {
        page: &page,
        handle: "abcd",
        support: "support@acme.example",
        forgotten: Some("/forgot?site=acme"),
        providers: None,
    };
    sheet(&view(&turn, setting, scribe).unwrap())
}

/// So many providers; two were used before, and some have a sign.
fn list(scribe: &Scribe, name: &str, count: usize, search: &str) -> Providers {
    const SIGN: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    let cities = ["Helsinki University of Applied Sciences", "Åbo Akademi", "Universität für Bodenkultur", name];
    let choice = |n: usize| {
        let called = format!("{}{}", cities[n % 4], if n < 4 { String::new() } else { format!(" {n}") });
        Choice {
            id: format!("https://idp{n}.example/saml"),
            sought: plug::fold(&called),
            names: vec![("en".to_owned(), called)],
            logo: if n.is_multiple_of(3) { SIGN.to_owned() } else { String::new() },
            ..Choice::default()
        }
    };
    let choices = Choices((0..count).map(choice).collect());
    let headers = ["https://idp1.example/saml", "https://idp2.example/saml"].iter().fold(
        http::HeaderMap::new(),
        |headers, id| {
            let set = kit::providers::remember(&cookies(), &headers, id).unwrap();
            let pair = set.to_str().unwrap().split(';').next().unwrap().parse().unwrap();
            [(http::header::COOKIE, pair)].into_iter().collect()
        },
    );
    let recent = kit::providers::remembered(&cookies(), &headers);
    let recent = if count > 10 { recent } else { Vec::new() };
    let asked = kit::providers::Asked {
        choices: &choices,
        locale: scribe.locale(),
        now: NOW,
        search,
        recent: &recent,
        first: "",
    };
    Providers::of(asked, "/login/abcd")
}

fn cookies() -> kit::Cookies {
    kit::Cookies::new(&kit::PublicUrl::parse("https://id.example").unwrap())
}

fn providers(scribe: &Scribe, name: &str, count: usize, search: &str) -> Sheet {
    let list = list(scribe, name, count, search);
    let page = page(None, name);
    let setting = Setting { page: &page, handle: "abcd", support: "", forgotten: None, providers: Some(&list) };
    let turn = prompt("saml", "saml-providers", vec![Field::Providers { first: String::new() }], None);
    sheet(&view(&turn, setting, scribe).unwrap())
}

pub fn offer(kind: &'static str, icon: &'static str, title: &str) -> Offer {
    Offer { method: Id::fixed(3), name: format!("{kind}.1"), title: title.to_owned(), icon, kind, enrol: false }
}

fn offers(name: &str) -> Vec<Offer> {
    vec![
        offer("password", "password", "Password"),
        offer("totp", "totp", "Authenticator app"),
        offer("email.unregistered", "email", "Code by e-mail"),
        offer("backup", "backup", name),
    ]
}

pub fn asked(kind: &'static str, prompt: Prompt, error: Option<Reason>) -> Asked {
    Asked { method: offer(kind, kind, kind), prompt, error, message: None }
}

fn prompt(kind: &'static str, text: &str, fields: Vec<Field>, error: Option<Reason>) -> Turn {
    let others =
        if kind == "password" { vec![offer("email.unregistered", "email", "Code by e-mail")] } else { Vec::new() };
    Turn::Prompt { asked: vec![asked(kind, Prompt::new(text, fields), error)], others }
}

fn name_and_password(name: &str) -> Vec<Field> {
    vec![Field::Username { value: name.to_owned() }, Field::Password]
}

fn code(kind: &'static str, text: &str, error: Option<Reason>) -> Turn {
    let prompt = Prompt::new(text, vec![Field::Code { digits: 6, numeric: true }]).arg("digits", 6);
    Turn::Prompt {
        asked: vec![asked(kind, prompt, error)],
        others: vec![offer("email.unregistered", "email", "Code by e-mail"), offer("backup", "backup", "Backup codes")],
    }
}

fn by_mail(name: &str) -> Turn {
    let mut prompt = Prompt::new("email-code", vec![Field::Code { digits: 6, numeric: true }])
        .arg("digits", 6)
        .arg("address", format!("a••@a•••.example {name}"))
        .arg("sent", NOW.rfc3339());
    prompt.until = Some(NOW + Span::minutes(10));
    prompt.again = Some(NOW + Span::minutes(1));
    Turn::Prompt {
        asked: vec![asked("email.unregistered", prompt, None)],
        others: vec![offer("totp", "totp", "Authenticator app")],
    }
}

fn change(refusals: Vec<(String, Args)>) -> Turn {
    let hint = Args::from([("minimum".to_owned(), 15.into())]);
    let prompt = Prompt {
        notice: "password-expiring".into(),
        button: "password-button-change".into(),
        skippable: true,
        refusals,
        ..Prompt::new("password-heading-change", vec![Field::NewPassword { hint: "password-hint".into(), args: hint }])
    };
    let prompt = prompt.arg("until", (NOW + Span::days(3)).rfc3339());
    Turn::Prompt { asked: vec![asked("password", prompt, None)], others: Vec::new() }
}

fn refusal(key: &str, minimum: i64) -> (String, Args) {
    (key.to_owned(), Args::from([("minimum".to_owned(), minimum.into())]))
}

pub fn key(name: &str) -> Prompt {
    let facts =
        Args::from([("algorithm".into(), "SHA-1".into()), ("digits".into(), 6.into()), ("period".into(), 30.into())]);
    let uri = format!("otpauth://totp/Acme:ada?secret=JBSWY3DPEHPK3PXPR2LQ7MUAJBSWY3DP&issuer=Acme&x={}", name.len());
    let fields = vec![
        Field::Key { uri, secret: "JBSWY3DPEHPK3PXPR2LQ7MUAJBSWY3DP".into(), args: facts.clone() },
        Field::Code { digits: 6, numeric: true },
        Field::Label { value: name.to_owned() },
    ];
    Prompt { args: facts, button: "totp-enrol-button".into(), ..Prompt::new("totp-enrol", fields) }
}

/// A number to match beside a code, both open at once.
fn push() -> Turn {
    let number = Prompt { again: Some(NOW), ..Prompt::new("login-next-title", vec![Field::Number { value: 47 }]) };
    let code = Prompt::new("totp-prompt", vec![Field::Code { digits: 6, numeric: true }]).arg("digits", 6);
    Turn::Prompt { asked: vec![asked("push", number, None), asked("totp", code, None)], others: Vec::new() }
}

fn start(name: &str) -> Sheet {
    let applications = [("Wiki", "https://wiki.example"), (name, "https://mail.example")]
        .map(|(title, url)| serde_json::json!({ "title": title, "url": url }));
    Sheet::new(Surface::Portal, "portal/start.html", "start-title")
        .with(serde_json::json!({ "name": name, "applications": applications }))
}

fn note(title: &str, hint: &str, state: &'static str) -> Sheet {
    let note = Note {
        state,
        hint: Words::new(hint),
        act: Some(Link::new("/", "landing-button")),
        more: Some(Link::new("/", "gone-home")),
    };
    Sheet::new(Surface::Portal, "portal/message.html", title).with(note)
}

fn forgot_form(scribe: &Scribe, name: &str) -> Sheet {
    let prompt = Prompt {
        button: "forgot-button".into(),
        ..Prompt::new("forgot", vec![Field::Username { value: name.to_owned() }])
    };
    forgot::sheet(
        "/forgot",
        "forgot-title",
        Words::new("forgot-hint"),
        &forgot::form_of(&prompt, None, scribe),
        &[("site", name)],
    )
}

fn reset_form(scribe: &Scribe) -> Sheet {
    let hint = Args::from([("minimum".to_owned(), 15.into())]);
    let field = Field::NewPassword { hint: "password-hint".into(), args: hint };
    let prompt = Prompt {
        button: "reset-button".into(),
        refusals: vec![("password-differ".into(), Args::new())],
        ..Prompt::new("password-heading-change", vec![field])
    };
    forgot::sheet("/reset/abcd", "reset-title", Words::new("reset-hint"), &forgot::form_of(&prompt, None, scribe), &[])
        .error(true)
}
