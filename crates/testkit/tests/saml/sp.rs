//! A service provider of a test: its keys, its metadata, its requests, and what it makes of answers.

use std::sync::LazyLock;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use model::Application;
use saml::{
    Allow, Certificate, DecryptionKey, Instant, Limits, PublicKey, SigningKey, Xml,
    binding::{Parameter, RelayState, post, redirect},
    message::{AuthnRequest, Head, Kind, LogoutRequest, NameId, Response, Status},
    metadata::{Endpoint, Entity, Keys, Source, SpRole},
    ns, signature,
    sp::{Accepted, Asked, Expected, Refused, Signs},
};
use serde_json::{Value, json};
use testkit::{Browser, House, Page, Raw};

/// RSA keys take a while to make; three are enough for everybody.
static PAIRS: LazyLock<Vec<rcgen::KeyPair>> = LazyLock::new(|| {
    let make = || rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).unwrap();
    (0..3).map(|_| make()).collect()
});

pub struct Sp {
    pub entity: String,
    pub acs: String,
    pub key: SigningKey,
    pub opens: Vec<DecryptionKey>,
    certificate: Certificate,
    pub role: SpRole,
}

impl Sp {
    /// One of the keys 0 to 2 is its.
    pub fn new(name: &str, number: usize) -> Self {
        let pair = &PAIRS[number];
        let about = rcgen::CertificateParams::new(vec![format!("{name}.example")]).unwrap();
        let certificate = Certificate::from_der(about.self_signed(pair).unwrap().der()).unwrap();
        let key = SigningKey::new(&pair.serialize_der(), certificate.clone()).unwrap();
        let opens = vec![DecryptionKey::new(&pair.serialize_der()).unwrap()];
        let acs = format!("https://{name}.example/acs");
        let role = SpRole {
            keys: Keys { signing: vec![certificate.clone()], encryption: Vec::new(), unusable: 0 },
            acs: vec![
                Endpoint::new(ns::binding::POST, &acs).indexed(0, true),
                Endpoint::new(ns::binding::ARTIFACT, &format!("https://{name}.example/artifact")).indexed(1, false),
            ],
            slo: vec![Endpoint::new(ns::binding::REDIRECT, &format!("https://{name}.example/slo"))],
            ..SpRole::default()
        };
        Self { entity: format!("https://{name}.example/metadata"), acs, key, opens, certificate, role }
    }

    /// The same under another name.
    pub fn named(self, entity: &str) -> Self {
        Self { entity: entity.to_owned(), ..self }
    }

    /// With a key to encrypt to.
    pub fn encrypting(mut self) -> Self {
        self.role.keys.encryption = vec![self.certificate.clone()];
        self
    }

    pub fn descriptor(&self) -> String {
        Entity { id: self.entity.clone(), sp: Some(self.role.clone()), ..Entity::default() }.write()
    }

    /// The registration, with these members beside.
    pub fn registration(&self, more: Value) -> Value {
        let mut all = json!({ "entity_id": self.entity, "descriptor": self.descriptor() });
        for (name, value) in more.as_object().unwrap() {
            all[name] = value.clone();
        }
        all
    }

    /// What an application of a plan becomes.
    pub fn application(&self, more: Value) -> impl FnOnce(&mut Application) + use<> {
        let metadata = self.registration(more);
        move |application| {
            application.protocol = "saml".into();
            application.metadata = metadata;
        }
    }

    pub fn request(&self, house: &House) -> AuthnRequest {
        let id = format!("_r{}", house.engine.chance().id(house.now()).to_string().to_lowercase());
        AuthnRequest::new(Head::new(&id, now(house), &self.entity).to(&sso(house)))
    }

    /// The path and query of a request, signed.
    pub fn address(&self, request: &AuthnRequest, relay_state: Option<&str>) -> String {
        let relay_state = relay_state.map(|text| RelayState::new(text, 1_024).unwrap());
        let query =
            redirect::query(Parameter::Request, &request.write(), relay_state.as_ref(), Some(&self.key)).unwrap();
        format!("/saml2/sso?{query}")
    }

    /// Sends a request as a browser is told to.
    pub async fn ask(&self, browser: &Browser, request: &AuthnRequest) -> Page {
        browser.get(&self.address(request, None)).await
    }

    /// Posts a document as another site's page would.
    pub async fn posted(&self, browser: &Browser, path: &str, parameter: Parameter, document: &str) -> Page {
        let fields: Vec<(String, String)> =
            post::fields(parameter, document, None).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let page = browser.send(http::Method::POST, &browser.url(path), Raw::form(&fields)).await;
        browser.follow(page).await
    }

    /// What it makes of the response that a page carries to it.
    pub fn accept(&self, house: &House, page: &Page, asked: Option<&AuthnRequest>) -> Result<Accepted, Refused> {
        let xml =
            response_of(page).unwrap_or_else(|| panic!("no response: {} {} {}", page.status, page.url, page.text()));
        self.judge(house, &xml, asked)
    }

    pub fn judge(&self, house: &House, xml: &[u8], asked: Option<&AuthnRequest>) -> Result<Accepted, Refused> {
        let keys = keys(house);
        self.expected(house, &keys, asked).judge(xml)
    }

    pub fn expected<'a>(&'a self, house: &'a House, keys: &'a Known, asked: Option<&'a AuthnRequest>) -> Expected<'a> {
        Expected {
            entity: &self.entity,
            acs: &self.acs,
            idp: &keys.entity,
            keys: &keys.keys,
            asked: asked.map_or(Asked::Unasked, |request| Asked::By(&request.head.id)),
            signs: Signs::Both,
            must_encrypt: !self.role.keys.encryption.is_empty(),
            decryption: &self.opens,
            allow: Allow::default(),
            now: now(house),
            skew: 60,
        }
    }

    /// A request to end a session, signed, as a path.
    pub fn goodbye(&self, house: &House, name: &NameId, index: Option<&str>) -> LogoutRequest {
        let id = format!("_l{}", house.engine.chance().id(house.now()).to_string().to_lowercase());
        LogoutRequest {
            head: Head::new(&id, now(house), &self.entity).to(&at(house, "/saml2/slo")),
            name_id: name.clone(),
            session_indexes: index.into_iter().map(str::to_owned).collect(),
            not_on_or_after: Some(now(house).plus(60)),
            reason: None,
        }
    }

    pub fn address_of(&self, parameter: Parameter, document: &str, relay_state: Option<&str>) -> String {
        let relay_state = relay_state.map(|text| RelayState::new(text, 1_024).unwrap());
        format!("/saml2/slo?{}", redirect::query(parameter, document, relay_state.as_ref(), Some(&self.key)).unwrap())
    }
}

/// What the published metadata says.
pub struct Known {
    pub entity: String,
    pub keys: Vec<PublicKey>,
}

static KNOWN: LazyLock<std::sync::Mutex<std::collections::HashMap<String, std::sync::Arc<Known>>>> =
    LazyLock::new(Default::default);

/// Reads the metadata once for each house.
pub async fn learn(house: &House) {
    let page = house.browser().get("/saml2/metadata").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let source =
        Source { keys: None, allow: Allow::default(), now: now(house), max_validity: None, limits: Limits::ENTITY };
    let read = source.entity(page.body.as_bytes()).unwrap();
    let known = Known { entity: read.id.clone(), keys: read.idp.as_ref().unwrap().keys.verifying() };
    KNOWN.lock().unwrap().insert(at(house, ""), std::sync::Arc::new(known));
}

pub fn keys(house: &House) -> std::sync::Arc<Known> {
    KNOWN.lock().unwrap().get(&at(house, "")).cloned().expect("the metadata was read")
}

pub fn at(house: &House, path: &str) -> String {
    let url = house.browser().url(path);
    if path.is_empty() { url.origin().ascii_serialization() } else { url.to_string() }
}

pub fn sso(house: &House) -> String {
    at(house, "/saml2/sso")
}

pub fn now(house: &House) -> Instant {
    Instant::from_millis(house.now().millis())
}

/// The response in the form of a page.
pub fn response_of(page: &Page) -> Option<Vec<u8>> {
    let value = page.forms().iter().find_map(|form| form.input("SAMLResponse").map(|input| input.value.clone()))?;
    STANDARD.decode(value).ok()
}

/// The status of the response in a page, and that it has no assertion.
pub fn status_of(page: &Page) -> Status {
    let bytes =
        response_of(page).unwrap_or_else(|| panic!("no response: {} {} {}", page.status, page.url, page.text()));
    let xml = Xml::parse(&bytes, &Limits::MESSAGE).unwrap();
    assert_eq!(Kind::of(xml.root()), Kind::Response);
    Response::read(xml.root()).unwrap().status
}

/// A page of ours that sends nothing anywhere.
pub fn kept_here(page: &Page) -> bool {
    page.status.is_client_error() && page.left.is_none() && response_of(page).is_none()
}

/// The document signed by a key.
pub fn signed(document: &str, key: &SigningKey) -> String {
    signature::sign(document, key).unwrap()
}

/// The values of an attribute.
pub fn values(accepted: &Accepted, name: &str) -> Vec<String> {
    let found = accepted.attributes.iter().find(|attribute| attribute.name == name);
    found.map(|attribute| attribute.texts().map(str::to_owned).collect()).unwrap_or_default()
}
