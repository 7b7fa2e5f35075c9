//! An agent in a test: what it sends, how, and from where.

use http::StatusCode;
use model::application::{Layout, Passcodes};
use serde_json::{Value, json};
use testkit::{House, Plan};

/// A house with an application for browsers and one for agents that come from 127.0.0.0/24.
pub fn plan(database: testkit::Database, methods: &[&str], metadata: &Value) -> Plan {
    let mut allowed = vec!["password"];
    allowed.extend(methods);
    let plan = House::new().on(database).application("wiki").allow(allowed.clone());
    gate(plan.application("gate").allow(allowed), metadata)
}

/// Makes the last application an agent's.
pub fn gate(plan: Plan, metadata: &Value) -> Plan {
    let metadata = metadata.clone();
    plan.application_with(move |application| {
        application.protocol = "agent".into();
        application.listed = false;
        application.passcode = Passcodes { layout: Layout::PasswordCode, simple: false };
        application.metadata = metadata;
    })
}

pub fn here() -> Value {
    json!({ "addresses": "127.0.0.0/24" })
}

/// What a program sends.
#[derive(Clone)]
pub struct Agent<'a> {
    house: &'a House,
    from: String,
    headers: Vec<(String, String)>,
}

/// What it hears.
#[derive(Clone, Debug)]
pub struct Heard {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
    pub json: Value,
}

impl<'a> Agent<'a> {
    pub fn new(house: &'a House) -> Self {
        Self { house, from: "127.0.0.1".into(), headers: Vec::new() }
    }
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        self.from = address.into();
        self
    }
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
    /// As the product of this name.
    #[must_use]
    pub fn product(self, agent: &str) -> Self {
        self.header("user-agent", agent)
    }

    pub async fn check(&self, fields: &[(&str, &str)]) -> Heard {
        self.post("/validate/check", fields).await
    }
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Heard {
        let body = serde_urlencoded::to_string(fields).expect("a form");
        self.send("POST", path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }
    pub async fn get(&self, path: &str) -> Heard {
        self.send("GET", path, "", Vec::new()).await
    }
    pub async fn send(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Heard {
        let net = self.house.net();
        let (place, host) = net.place(&net.public.join(path).expect("a path"));
        let client = net.client(self.from.parse().expect("an address"));
        let mut request = client.request(method.parse().expect("a method"), place);
        if let Some(host) = host {
            request = request.header("host", host);
        }
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = request.body(body).send().await.expect("an answer");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.text().await.expect("a body");
        let json = serde_json::from_str(&body).unwrap_or(Value::Null);
        Heard { status, headers, body, json }
    }
}

impl Heard {
    fn says(&self, value: bool, authentication: &str) -> bool {
        self.status == StatusCode::OK
            && self.json["result"]["status"] == true
            && self.json["result"]["value"] == value
            && self.json["result"]["authentication"] == authentication
    }
    pub fn accepted(&self) -> bool {
        self.says(true, "ACCEPT")
    }
    /// A plain rejection, which names no transaction.
    pub fn rejected(&self) -> bool {
        self.says(false, "REJECT") && self.json["detail"].get("transaction_id").is_none()
    }
    /// The transaction of a challenge.
    pub fn challenge(&self) -> String {
        assert!(self.says(false, "CHALLENGE"), "{} {}", self.status, self.body);
        self.json["detail"]["transaction_id"].as_str().expect("a transaction").to_owned()
    }
    pub fn items(&self) -> Vec<Value> {
        self.json["detail"]["multi_challenge"].as_array().cloned().unwrap_or_default()
    }
    pub fn code(&self) -> i64 {
        self.json["result"]["error"]["code"].as_i64().unwrap_or_default()
    }
    pub fn refused(&self, status: u16, code: i64) -> bool {
        self.status == status && self.code() == code && self.json["result"].get("value").is_none()
    }
    pub fn message(&self) -> &str {
        self.json["detail"]["message"].as_str().unwrap_or_default()
    }
}

pub fn pass(name: &str) -> String {
    testkit::password_of(name)
}
