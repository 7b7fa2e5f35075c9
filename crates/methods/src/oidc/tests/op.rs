//! A small provider on loopback, whose every word a test can change.

use model::Secret;
use oidc::{
    claims::Claims,
    idtoken::half_hash,
    jwk::Jwks,
    jws::Alg,
    jwt::{SigningKey, Typ},
};
use plug::Documents;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::house::START;

pub const NOW: i64 = START.seconds();

/// The provider.
#[derive(Clone)]
pub struct Op {
    origin: String,
    state: Arc<Mutex<Says>>,
}

/// What it says.
pub struct Says {
    pub key: SigningKey,
    /// Keys that are published beside it.
    pub others: Vec<SigningKey>,
    pub published: bool,
    /// What the metadata has beside the usual.
    pub metadata: Value,
    /// Claims of the ID token that differ from the usual; null for none.
    pub claims: Value,
    /// What signs it, where that is not the key.
    pub token: Option<String>,
    /// The answer of the token endpoint, where it is another.
    pub tokens: Option<(u16, Value)>,
    pub userinfo: (u16, String, String),
    pub silent: bool,
    /// The last request's parameters.
    pub query: BTreeMap<String, String>,
    /// Paths that were called, with body and `Authorization`.
    pub calls: Vec<(String, String, String)>,
}

pub fn key(alg: Alg) -> SigningKey {
    SigningKey::from_pkcs8(alg, &SigningKey::generate(alg).unwrap()).unwrap()
}

impl Op {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let state = Says {
            key: key(Alg::Es256),
            others: Vec::new(),
            published: true,
            metadata: json!({}),
            claims: json!({}),
            token: None,
            tokens: None,
            userinfo: (200, "application/json".into(), json!({ "sub": "248", "name": "Ada Byron" }).to_string()),
            silent: false,
            query: BTreeMap::new(),
            calls: Vec::new(),
        };
        let op = Self { origin, state: Arc::new(Mutex::new(state)) };
        let served = op.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(served.clone().serve(stream));
            }
        });
        op
    }

    pub fn says(&self) -> MutexGuard<'_, Says> {
        self.state.lock().unwrap()
    }

    pub fn change(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.says());
    }

    pub fn issuer(&self) -> String {
        self.origin.clone()
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub fn metadata(&self) -> Value {
        let mut metadata = json!({
            "issuer": self.origin,
            "authorization_endpoint": self.at("/authorize"),
            "token_endpoint": self.at("/token"),
            "userinfo_endpoint": self.at("/userinfo"),
            "jwks_uri": self.at("/jwks"),
            "end_session_endpoint": self.at("/end"),
            "registration_endpoint": self.at("/register"),
            "token_endpoint_auth_methods_supported":
                ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"],
        });
        for (name, value) in self.says().metadata.as_object().unwrap() {
            metadata[name] = value.clone();
        }
        metadata
    }

    /// Stored metadata and a registration.
    pub fn documents(&self) -> Documents {
        Documents {
            metadata: self.metadata().to_string(),
            jwks: json!({}),
            registration: json!({ "client_id": "rp", "client_secret": "s3cret" }),
        }
    }

    pub fn asked(&self, query: &BTreeMap<String, String>) {
        self.says().query = query.clone();
    }

    /// The answer that the browser brings back.
    pub fn answer(&self) -> Vec<(String, String)> {
        let state = self.says().query["state"].clone();
        vec![("code".into(), "the-code".into()), ("state".into(), state)]
    }

    pub fn called(&self, path: &str) -> usize {
        self.says().calls.iter().filter(|(p, ..)| p == path).count()
    }

    /// Body and header of the last call of a path.
    pub fn last(&self, path: &str) -> (String, String) {
        let says = self.says();
        let (_, body, header) = says.calls.iter().rev().find(|(p, ..)| p == path).unwrap();
        (body.clone(), header.clone())
    }

    fn jwks(&self) -> Value {
        let says = self.says();
        let own = says.published.then(|| says.key.public_jwk());
        let keys = own.into_iter().chain(says.others.iter().map(SigningKey::public_jwk)).collect();
        serde_json::to_value(Jwks { keys }).unwrap()
    }

    /// The ID token of the request that was asked.
    pub fn id_token(&self) -> String {
        let says = self.says();
        let mut claims = Claims::new();
        let usual = json!({
            "iss": self.origin, "sub": "248", "aud": "rp", "iat": NOW, "exp": NOW + 300, "nonce": says.query["nonce"],
            "sid": "s-1", "email": "ada@acme.test", "email_verified": true, "groups": ["a", "b"],
            "at_hash": half_hash(says.key.alg(), "access"), "c_hash": half_hash(says.key.alg(), "the-code"),
        });
        for (name, value) in usual.as_object().unwrap().iter().chain(says.claims.as_object().unwrap()) {
            claims.insert(name.clone(), value.clone());
        }
        claims.retain(|_, value| !value.is_null());
        says.key.sign(Typ::Jwt, &claims).unwrap()
    }

    fn reply(&self, path: &str) -> (u16, String, String) {
        let json = |status: u16, value: Value| (status, "application/json".to_owned(), value.to_string());
        if self.says().silent {
            return json(503, json!({}));
        }
        match path {
            "/.well-known/openid-configuration" => json(200, self.metadata()),
            "/jwks" => json(200, self.jwks()),
            "/token" => {
                let (token, tokens) = {
                    let says = self.says();
                    (says.token.clone(), says.tokens.clone())
                };
                if let Some((status, tokens)) = tokens {
                    return json(status, tokens);
                }
                let id_token = token.unwrap_or_else(|| self.id_token());
                json(200, json!({ "access_token": "access", "token_type": "Bearer", "id_token": id_token }))
            }
            "/userinfo" => self.says().userinfo.clone(),
            "/par" => json(201, json!({ "request_uri": "urn:par:1", "expires_in": 60 })),
            "/register" => json(201, json!({ "client_id": "made", "client_secret": "made-secret" })),
            _ => json(404, json!({})),
        }
    }

    async fn serve(self, mut stream: TcpStream) {
        let Some((path, header, body)) = read(&mut stream).await else { return };
        self.says().calls.push((path.clone(), body, header));
        let (status, kind, body) = self.reply(&path);
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
    }
}

/// Path, `Authorization` and body.
async fn read(stream: &mut TcpStream) -> Option<(String, String, String)> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let n = stream.read(&mut part).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&part[..n]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let field = |name: &str| {
            let lines = head.lines().filter_map(|line| line.split_once(": "));
            lines.filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.to_owned()).next()
        };
        let length: usize = field("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
        if body.len() >= length {
            let path = head.split(' ').nth(1)?.split('?').next()?.to_owned();
            return Some((path, field("authorization").unwrap_or_default(), body.to_owned()));
        }
    }
}

/// Keys of ours, for what we sign.
pub fn ring(algorithms: &[Alg]) -> crate::house::Ring {
    let one = |(n, alg): (usize, &Alg)| model::key::Key {
        id: model::Id::fixed(100 + n as u128),
        purpose: model::key::KeyPurpose::Token,
        algorithm: alg.name().into(),
        created: START,
        active: START,
        retires: None,
        until: None,
        private: Secret::new(SigningKey::generate(*alg).unwrap().to_vec()),
    };
    crate::house::Ring(algorithms.iter().enumerate().map(one).collect())
}
