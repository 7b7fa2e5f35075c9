//! What these tests say in the same words.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use model::{AnyObject, Application};
use oidc::jws::Alg;
use oidc::jwt::{SigningKey, Typ};
use serde_json::{Value, json};
use testkit::client::{Answer, Client};
use testkit::{Browser, Database, House, Outcome, Page, Plan, Raw};

/// Two applications with passwords, two people.
pub fn plan(database: Database) -> Plan {
    House::new()
        .on(database)
        .application("wiki")
        .allow(["password"])
        .application("blog")
        .allow(["password"])
        .user("ada")
        .user("bob")
}

pub async fn house(database: Database) -> House {
    plan(database).start().await
}

/// The registration with some members changed; `null` takes one away.
pub fn registered(changes: Value) -> impl FnOnce(&mut Application) {
    move |application| {
        for (name, value) in changes.as_object().unwrap() {
            if value.is_null() {
                application.metadata.as_object_mut().unwrap().remove(name);
            } else {
                application.metadata[name] = value.clone();
            }
        }
    }
}

/// Changes the registration of an application of a running house.
pub async fn register(house: &House, application: &str, changes: Value) {
    let path = format!("{}/{application}", house.plan.site);
    let change = registered(changes);
    house
        .edit(model::Noun::Application, &path, |entry| {
            if let AnyObject::Application(of) = &mut entry.object {
                change(of);
            }
        })
        .await;
}

/// Ada logs in at the first application.
pub async fn enter(house: &House) -> Outcome {
    let outcome = house.login("ada").password().await;
    assert!(outcome.granted(), "{} {}", outcome.page.url, outcome.page.text());
    outcome
}

/// Ada logs in and the application exchanges the code.
pub async fn tokens(house: &House) -> (Outcome, Answer) {
    let outcome = enter(house).await;
    let answer = good(outcome.exchange().await);
    (outcome, answer)
}

/// An answer that must be a success.
pub fn good(answer: Answer) -> Answer {
    assert!(answer.ok(), "{} {}", answer.status, answer.page.body);
    answer
}

/// Status and error code of an answer.
pub fn error(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.text("error"))
}

/// The error that a browser was sent back to the application with.
pub fn told(page: &Page) -> String {
    assert!(page.left.is_some(), "not sent back: {} ({}): {}", page.url, page.status, page.text());
    page.returned("error").unwrap_or_default()
}

/// Stayed on a page of the server that says no: nobody was sent anywhere.
pub fn kept_here(page: &Page) -> bool {
    page.left.is_none() && page.status.is_client_error() && page.error().is_some() && page.header("location").is_none()
}

/// Opens the first application's authorization request with these parameters changed.
pub async fn ask(house: &House, browser: &Browser, client: &Client, changes: &[(&str, &str)]) -> Page {
    let asked = changes.iter().fold(client.authorize(), |asked, (name, value)| asked.with(name, value));
    let _ = house;
    browser.get(&asked.path()).await
}

/// A silent request in a browser: the error, or nothing when it was granted.
pub async fn silently(house: &House, browser: &Browser, application: &str) -> Option<String> {
    let page = ask(house, browser, &house.client(application), &[("prompt", "none")]).await;
    assert!(page.left.is_some(), "a page was shown: {} {}", page.url, page.text());
    page.returned("error")
}

/// A request of a program, as it stands.
pub async fn raw(house: &House, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let raw = Raw {
        headers: headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
        body: body.as_bytes().to_vec(),
    };
    let browser = house.browser();
    Answer::of(browser.send(method, &browser.url(path), raw).await)
}

pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Encodes fields as a form.
pub fn form(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).unwrap()
}

/// Text as one half of a Basic pair (RFC 6749, section 2.3.1).
pub fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

pub fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}")))
}

/// A private key of a client, and the key set that it registers.
pub struct Pair {
    pub key: SigningKey,
}

impl Pair {
    pub fn new(alg: Alg) -> Self {
        Self { key: SigningKey::from_pkcs8(alg, &SigningKey::generate(alg).unwrap()).unwrap() }
    }
    pub fn jwks(&self) -> Value {
        json!({ "keys": [self.key.public_jwk()] })
    }
    /// An assertion for a client.
    pub fn assertion(&self, house: &House, client: &str, audience: Value, jti: &str) -> String {
        self.key.sign(Typ::Jwt, &claims(house, client, audience, jti)).unwrap()
    }
}

/// The claims of an assertion.
pub fn claims(house: &House, client: &str, audience: Value, jti: &str) -> Value {
    let now = house.now().seconds();
    json!({ "iss": client, "sub": client, "aud": audience, "exp": now + 60, "iat": now, "jti": jti })
}

/// The issuer of a house.
pub fn issuer(house: &House) -> String {
    house.browser().url("/").as_str().trim_end_matches('/').to_owned()
}

/// A compact token with a header of one's choice and a signature of one's choice.
pub fn forged(header: &Value, claims: &Value, signature: impl FnOnce(&str) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(signature(&signed));
    format!("{signed}.{signature}")
}

/// Header or claims of a token, not verified.
pub fn part(token: &str, index: usize) -> Value {
    let text = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

/// A public client.
pub fn public(redirect: &str) -> Value {
    json!({ "token_endpoint_auth_method": "none", "client_secret": null, "redirect_uris": [redirect] })
}

/// The client of an application as it is registered now.
pub fn client(house: &House, application: &str, redirect: &str) -> Client {
    Client { redirect: redirect.into(), ..house.client(application) }
}
