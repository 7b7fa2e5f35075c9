//! Two houses: one is the OpenID provider of the other, which hands on to its own applications what it is told.
//!
//! Each has browsers of its own here; a person is a pair of them. What a browser would carry from one site to the other, the
//! tests carry. Providers that nobody here wrote are driven in `e2e/`.

mod documents;
mod hostile;
mod linking;
mod logins;
mod logout;

use model::{AnyObject, Noun};
use serde_json::{Value, json};
use testkit::{Database, House, Page, Plan, Way};
use url::Url;

pub use crate::two::{Person, left, lets_in, path};

use crate::support::type_in;

/// The provider, and who relies on it.
pub struct Pair {
    pub op: House,
    pub rp: House,
}

impl Pair {
    pub async fn start(database: Database, lines: &[&str]) -> Self {
        Self::with(database, lines, |plan| {
            plan.application("wiki").allow(["oidc.1"]).application("blog").allow(["oidc.1"])
        })
        .await
    }

    /// Whose applications are these; the method's lines beside the usual.
    pub async fn with(database: Database, lines: &[&str], doors: impl FnOnce(Plan) -> Plan) -> Self {
        let op =
            House::new().on(database).application("rp").allow(["password"]).application("mail").allow(["password"]);
        let op = op.user("ada").user("bob").start().await;
        let metadata = op.browser().get("/.well-known/openid-configuration").await.body;
        let way = Way::new("oidc.1", "oidc").with(|method| {
            method.metadata = metadata;
            method.registration = json!({ "client_id": "rp", "client_secret": op.client("rp").secret });
        });
        let way = lines.iter().fold(way, |way, line| way.line(line));
        let mut plan = doors(House::new().on(database).method(way));
        plan.clock = op.clock.clone();
        let pair = Self { op, rp: plan.start().await };
        pair.register(json!({})).await;
        pair
    }

    /// What the provider has registered of us.
    pub async fn register(&self, more: Value) {
        let back = self.rp.browser().url("/login/return/oidc.1").to_string();
        let mut changes = json!({
            "redirect_uris": [back],
            "post_logout_redirect_uris": [format!("{back}/logout")],
            "backchannel_logout_uri": format!("{back}/logout"),
        });
        for (name, value) in more.as_object().unwrap() {
            changes[name] = value.clone();
        }
        let apply = |entry: &mut model::Entry| {
            if let AnyObject::Application(application) = &mut entry.object {
                for (name, value) in changes.as_object().unwrap() {
                    application.metadata[name] = value.clone();
                }
            }
        };
        self.op.edit(Noun::Application, "demo/rp", apply).await;
    }

    pub fn person(&self) -> Person {
        Person::of(&self.op, &self.rp)
    }

    /// Somebody begins at an application here; the page that sent them away.
    pub async fn begin(&self, person: &Person, application: &str) -> Page {
        person.here.get(&self.rp.client(application).authorize().path()).await
    }

    /// The address that the provider sends back to; a password is typed where one is asked for.
    pub async fn answered(&self, person: &Person, page: &Page, name: &str) -> Url {
        let page = person.there.get(&path(left(page))).await;
        let page = match page.asks("password") {
            true => type_in(&person.there, &page, name, &self.op.someone(name).password).await,
            false => page,
        };
        left(&page).clone()
    }

    /// Begins a login at an application, and goes all the way.
    pub async fn log_in(&self, person: &Person, application: &str, name: &str) -> Page {
        let page = self.begin(person, application).await;
        let back = self.answered(person, &page, name).await;
        person.here.get(&path(&back)).await
    }

    /// Whether a session here lets somebody into an application without any page.
    pub async fn is_in(&self, person: &Person, application: &str) -> bool {
        lets_in(&self.rp, &person.here, application).await
    }

    /// The same at the provider.
    pub async fn is_in_there(&self, person: &Person) -> bool {
        lets_in(&self.op, &person.there, "mail").await
    }

    /// Causes that the audit has of answers that were not believed.
    pub async fn causes(&self) -> Vec<String> {
        let told = self.rp.audited("upstream.invalid").await;
        told.iter().map(|event| event.detail["cause"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// Nobody is in: no code for the application, no session.
pub fn kept_out(person: &Person, page: &Page) -> bool {
    page.left.is_none() && person.here.cookie("session").is_none()
}
