//! Which of several identity providers it is: our own page, discovery services both ways, the common domain cookie.
//!
//! Three houses: two identity providers, and one that relies on both. The browsers' ways between them are the tests' to carry.

mod cookie;
mod page;
mod service;

use model::{AnyObject, Noun};
use serde_json::json;
use testkit::{Browser, Database, House, Page, Plan, Way};
use url::Url;

use crate::{
    proxy::{Fields, bring, left, path},
    support::type_in,
};

/// Two providers, and who relies on them by the method `saml.1`.
pub struct Trio {
    pub first: House,
    pub second: House,
    pub proxy: House,
}

/// What the two are called.
pub const NAMES: [&str; 2] = ["Åbo Akademi", "Helsinki Polytechnic"];

impl Trio {
    /// The kind and the lines of the method; the rest of the relying house.
    pub async fn start(database: Database, kind: &str, lines: &[&str], rest: impl FnOnce(Plan) -> Plan) -> Self {
        let clock = testkit::TestClock::default();
        let first = provider(database, &clock, |plan| plan).await;
        let second = provider(database, &clock, |plan| plan).await;
        let metadata = federation(&[&first, &second]).await;
        let way = Way::new("saml.1", kind).with(|method| method.metadata = metadata).line("idpEntityId *");
        let way = lines.iter().fold(way, |way, line| way.line(line));
        let mut plan = rest(House::new().on(database).method(way));
        plan.clock = clock;
        let proxy = plan.start().await;
        for house in [&first, &second] {
            register(house, "proxy", &proxy, "/saml2/sp/saml.1/metadata").await;
        }
        Self { first, second, proxy }
    }

    pub async fn usual(database: Database, kind: &str, lines: &[&str]) -> Self {
        Self::start(database, kind, lines, |plan| plan.application("wiki").allow(["saml.1"])).await
    }

    /// What a provider answers to a request that somebody comes with.
    pub async fn answered(&self, house: &House, page: &Page) -> Fields {
        let there = house.browser();
        let asked = there.get(&path(left(page))).await;
        assert!(asked.asks("password"), "{} {}", asked.status, asked.text());
        let answer = type_in(&there, &asked, "ada", &house.someone("ada").password).await;
        Fields::of(&answer).unwrap_or_else(|| panic!("no answer: {} {}", answer.status, answer.text()))
    }

    pub async fn open(&self, here: &Browser) -> Page {
        here.get(&self.proxy.client("wiki").authorize().path()).await
    }
}

/// A house where `ada` has an account, with an application `proxy` that is yet to be told of.
pub async fn provider(database: Database, clock: &testkit::TestClock, rest: impl FnOnce(Plan) -> Plan) -> House {
    let plan = House::new()
        .on(database)
        .application("proxy")
        .allow(["password"])
        .application("mail")
        .allow(["password"])
        .user("ada");
    let mut plan = rest(plan);
    plan.clock = clock.clone();
    plan.start().await
}

pub fn entity(house: &House) -> String {
    house.browser().url("/saml2/metadata").into()
}

/// The metadata of several as a federation has it, with names of their own.
pub async fn federation(houses: &[&House]) -> String {
    let mut all = String::new();
    for (house, name) in houses.iter().zip(NAMES) {
        let document = house.browser().get("/saml2/metadata").await.body;
        let bare = document.find("<md:EntityDescriptor").expect("an entity");
        let document = &document[bare..];
        let from = document.find("<mdui:UIInfo").expect("words for people");
        let (start, end) = (document[from..].find('>').expect("its end") + from + 1, "</mdui:UIInfo>");
        let until = document.find(end).expect("its end");
        let names = format!(r#"<mdui:DisplayName xml:lang="en">{name}</mdui:DisplayName>"#);
        all.push_str(&format!("{}{names}{}", &document[..start], &document[until..]));
    }
    format!(r#"<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">{all}</md:EntitiesDescriptor>"#)
}

/// Tells a house of a service provider of another: the application of this name has its metadata.
pub async fn register(house: &House, application: &str, of: &House, at: &str) {
    let descriptor = of.browser().get(at).await;
    assert_eq!(descriptor.status, 200, "{}", descriptor.body);
    let metadata = json!({ "entity_id": String::from(of.browser().url(at)), "descriptor": descriptor.body });
    let apply = |entry: &mut model::Entry| {
        if let AnyObject::Application(application) = &mut entry.object {
            application.protocol = "saml".into();
            application.metadata = metadata;
        }
    };
    house.edit(Noun::Application, &format!("demo/{application}"), apply).await;
}

/// Providers that a page offers, in its order.
pub fn offered(page: &Page) -> Vec<String> {
    let buttons = page.forms().into_iter().flat_map(|form| form.buttons);
    buttons.filter(|button| button.name == "provider").map(|button| button.value).collect()
}

/// Presses the button of a provider.
pub async fn choose(here: &Browser, page: &Page, id: &str) -> Page {
    here.submit(page, &page.prompt(), &[("provider", id)]).await
}

/// Whose single sign-on a browser is sent to.
pub fn is_at(page: &Page, house: &House) -> bool {
    page.left.as_ref().is_some_and(|to| to.as_str().starts_with(house.browser().url("/saml2/sso?").as_str()))
}

/// A value in the query of an address.
pub fn said(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}
