//! A program that calls the management API.

use http::Method;
use login::NewTicket;
use model::{Id, Span, ticket::TicketKind};
use serde_json::Value;

use crate::{
    browser::{Browser, Raw},
    client::Answer,
    house::House,
};

/// Somebody with a token, or without.
#[derive(Clone)]
pub struct Api {
    browser: Browser,
    token: Option<String>,
}

impl House {
    /// The management API for the system's administrator.
    pub async fn api(&self) -> Api {
        self.api_with(serde_json::json!({ "name": "tester" })).await
    }

    /// The same for somebody who has one role only.
    pub async fn api_as(&self, role: Id) -> Api {
        self.api_with(serde_json::json!({ "name": "tester", "role": role })).await
    }

    /// The same with any bearer token, or with none.
    pub fn api_by(&self, token: Option<&str>) -> Api {
        Api { browser: self.browser(), token: token.map(str::to_owned) }
    }

    async fn api_with(&self, body: Value) -> Api {
        let new = NewTicket {
            kind: TicketKind::Management,
            person: String::new(),
            application: None,
            session: None,
            family: None,
            life: Span::days(3650),
            body,
        };
        let (value, _) = self.engine.issue(new).await.expect("a token");
        self.api_by(Some(value.expose()))
    }
}

impl Api {
    pub async fn send(&self, method: Method, path: &str, raw: Raw) -> Answer {
        self.send_to("/sso-api", method, path, raw).await
    }
    /// A request of SCIM, in the site and with the body given.
    pub async fn scim(&self, method: Method, site: &str, path: &str, body: Option<&Value>) -> Answer {
        let raw = match body {
            Some(value) => Raw { body: value.to_string().into_bytes(), ..Raw::default() }
                .header("content-type", "application/scim+json"),
            None => Raw::default(),
        };
        let site = site.replace('/', "%2F");
        self.send_to("/scim/v2", method, &format!("/{site}{path}"), raw.header("accept", "application/scim+json")).await
    }
    /// Any request to any path of the server.
    pub async fn raw(&self, method: Method, path: &str, raw: Raw) -> Answer {
        self.send_to("", method, path, raw).await
    }
    async fn send_to(&self, base: &str, method: Method, path: &str, raw: Raw) -> Answer {
        let mut raw =
            if raw.headers.iter().any(|(n, _)| n == "accept") { raw } else { raw.header("accept", "application/json") };
        if let Some(token) = &self.token {
            raw = raw.header("authorization", &format!("Bearer {token}"));
        }
        Answer::of(self.browser.send(method, &self.browser.url(&format!("{base}{path}")), raw).await)
    }
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Raw::default()).await
    }
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, Raw::default()).await
    }
    /// With a form, written as it goes over the wire.
    pub async fn put(&self, path: &str, form: &str) -> Answer {
        self.send(Method::PUT, path, encoded(form)).await
    }
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        self.send(Method::POST, path, encoded(form)).await
    }
    pub async fn patch(&self, path: &str, form: &str) -> Answer {
        self.send(Method::PATCH, path, encoded(form)).await
    }
    pub async fn json(&self, method: Method, path: &str, value: &Value) -> Answer {
        self.send(method, path, json(value)).await
    }
}

/// A form as it goes over the wire.
pub fn encoded(form: &str) -> Raw {
    let raw = Raw { body: form.as_bytes().to_vec(), ..Raw::default() };
    if form.is_empty() { raw } else { raw.header("content-type", "application/x-www-form-urlencoded") }
}

pub fn json(value: &Value) -> Raw {
    Raw { body: value.to_string().into_bytes(), ..Raw::default() }.header("content-type", "application/json")
}

impl Answer {
    /// Keys of the findings that a refusal tells.
    pub fn keys(&self) -> Vec<&str> {
        self.json["errors"].as_array().into_iter().flatten().filter_map(|e| e["key"].as_str()).collect()
    }
    /// Values of a member over the objects of a list.
    pub fn each(&self, member: &str) -> Vec<&str> {
        self.json["objects"].as_array().into_iter().flatten().filter_map(|o| o[member].as_str()).collect()
    }
    pub fn code(&self) -> u16 {
        self.status.as_u16()
    }
}
