//! Two houses: one is the identity provider of the other, which hands on to its own applications what it is told.
//!
//! Each has browsers of its own here; a person is a pair of them. Whatever a browser would carry from one site to the other, the tests
//! carry. Providers that nobody here wrote are driven in `e2e/`.

mod hostile;
mod logins;
mod logout;

use model::{AnyObject, Application, Noun};
use serde_json::{Value, json};
use testkit::{Browser, Database, House, Page, Plan, Raw, Way};
use url::Url;

pub use crate::two::{Person, left, lets_in, path};

use crate::support::type_in;

/// The provider, and who relies on it.
pub struct Pair {
    pub idp: House,
    pub proxy: House,
}

impl Pair {
    pub async fn start(database: Database, lines: &[&str]) -> Self {
        Self::with(database, lines, |plan| {
            plan.application("wiki").allow(["saml.1"]).application("blog").allow(["saml.1"])
        })
        .await
    }

    /// Whose applications are these; the method's lines beside the usual.
    pub async fn with(database: Database, lines: &[&str], doors: impl FnOnce(Plan) -> Plan) -> Self {
        let idp = House::new()
            .on(database)
            .application("proxy")
            .allow(["password"])
            .application("mail")
            .allow(["password"])
            .user("ada")
            .attribute("cn", "Ada L.")
            .user("bob")
            .start()
            .await;
        let metadata = idp.browser().get("/saml2/metadata").await.body;
        let way = Way::new("saml.1", "saml").with(|method| method.metadata = metadata);
        let way = lines.iter().fold(way, |way, line| way.line(line));
        let mut plan = doors(House::new().on(database).method(way));
        plan.clock = idp.clock.clone();
        let pair = Self { idp, proxy: plan.start().await };
        pair.register(json!({})).await;
        pair
    }

    /// Puts the metadata of the one into the registration at the other, with these members beside.
    pub async fn register(&self, more: Value) {
        let descriptor = self.proxy.browser().get("/saml2/sp/saml.1/metadata").await;
        assert_eq!(descriptor.status, 200, "{}", descriptor.body);
        let entity = self.proxy.browser().url("/saml2/sp/saml.1/metadata");
        let mut metadata = json!({ "entity_id": entity, "descriptor": descriptor.body });
        for (name, value) in more.as_object().unwrap() {
            metadata[name] = value.clone();
        }
        self.change_client(|application| {
            application.protocol = "saml".into();
            application.metadata = metadata;
        })
        .await;
    }

    /// Changes what the provider has registered of its client.
    pub async fn change_client(&self, change: impl FnOnce(&mut Application)) {
        let apply = |entry: &mut model::Entry| {
            if let AnyObject::Application(application) = &mut entry.object {
                change(application);
            }
        };
        self.idp.edit(Noun::Application, "demo/proxy", apply).await;
    }

    pub fn person(&self) -> Person {
        Person::of(&self.idp, &self.proxy)
    }

    /// What the provider answers when somebody comes with a request; a password is typed where one is asked for.
    pub async fn answered(&self, person: &Person, page: &Page, name: &str) -> Fields {
        let page = self.visit(person, page).await;
        let page = match page.asks("password") {
            true => type_in(&person.there, &page, name, &self.idp.someone(name).password).await,
            false => page,
        };
        Fields::of(&page).unwrap_or_else(|| panic!("no answer: {} {} {}", page.status, page.url, page.text()))
    }

    /// The provider's page that somebody is sent to.
    pub async fn visit(&self, person: &Person, page: &Page) -> Page {
        person.there.get(&path(left(page))).await
    }

    /// Brings an answer as another site's page does: without our cookies. Then the browser goes on by itself.
    pub async fn bring(&self, person: &Person, fields: &Fields) -> Page {
        bring(&self.proxy, &person.here, fields).await
    }

    /// Begins a login at an application, and goes all the way.
    pub async fn log_in(&self, person: &Person, application: &str, name: &str) -> Page {
        let page = person.here.get(&self.proxy.client(application).authorize().path()).await;
        let fields = self.answered(person, &page, name).await;
        self.bring(person, &fields).await
    }

    /// Whether a session at the proxy lets somebody into an application without any page.
    pub async fn is_in(&self, person: &Person, application: &str) -> bool {
        lets_in(&self.proxy, &person.here, application).await
    }
}

pub async fn bring(house: &House, browser: &Browser, fields: &Fields) -> Page {
    let posted = house.browser().send(http::Method::POST, &fields.to, Raw::form(&fields.all)).await;
    browser.follow(posted).await
}

/// What a page carries to the other site by itself.
#[derive(Clone, Debug)]
pub struct Fields {
    pub to: Url,
    pub all: Vec<(String, String)>,
}

impl Fields {
    pub fn of(page: &Page) -> Option<Self> {
        let carries = |name: &str| name == "SAMLResponse" || name == "SAMLRequest";
        let form = page.forms().into_iter().find(|form| form.inputs.iter().any(|input| carries(&input.name)))?;
        let all = form.inputs.iter().map(|input| (input.name.clone(), input.value.clone())).collect();
        Some(Self { to: page.url.join(&form.action).unwrap(), all })
    }

    pub fn value(&self, name: &str) -> &str {
        self.all.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The same with another value.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.all.retain(|(n, _)| n != name);
        self.all.push((name.to_owned(), value.to_owned()));
        self
    }
}
