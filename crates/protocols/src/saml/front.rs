//! Where people pass through: a request opens a login, `/saml2/resume/…` takes it back and answers the application.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    response::Response as Answer,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{StatusCode, header};
use kit::edge::{Remember, see_other};
use login::{EngineError, Grant, Input, Turn};
use model::{Id, Locale, Noun, Reason};
use saml::{
    DecryptionKey, Limits, Node, Xml,
    binding::{Parameter, post, redirect},
    idp::{Asked, Came, Door as Judge, RequestRefused, Sender, claimed_issuer},
    message::code,
};

use super::{
    Front, SSO,
    client::{Client, MAX_RELAY_STATE},
    common_domain,
    name::{self, About, Called, Unnamed},
    request::{self, Circumstances, Memory, Refused},
    response::refusal,
};
use crate::visit::{Door, Visit, session_cookie, with_cookie};

/// `GET /saml2/sso`: a request in the address, or one that was posted and goes on where our cookies come along.
pub async fn asked_by_address(State(front): State<Front>, visit: Visit) -> Answer {
    if let Some(sealed) = visit.query.strip_prefix(ON) {
        return front.resumed(sealed, &visit).await;
    }
    let received = match redirect::Received::parse(&visit.query, Limits::MESSAGE.bytes, MAX_RELAY_STATE) {
        Ok(received) if received.parameter == Parameter::Request => received,
        Ok(_) => return front.refuse(&visit, "a response was sent to where requests go"),
        Err(why) => return front.refuse(&visit, &why.to_string()),
    };
    let relay_state = received.relay_state.as_ref().map(|r| r.as_str().to_owned());
    let judged = front.judged(received.xml(), Came::Redirect(&received)).await;
    match front.answered(judged, relay_state.as_deref(), &visit).await {
        Ok(Begun::Memory(client, memory)) => front.begin_or_tell(&client, *memory, &visit).await,
        Ok(Begun::Answer(answer)) => *answer,
        Err(error) => front.trouble(&visit.reader, &error),
    }
}

/// `POST /saml2/sso`: the browser leaves our cookies out of what another site posts, so it goes on as a GET of our own.
pub async fn asked_by_form(State(front): State<Front>, visit: Visit, body: Body) -> Answer {
    let received = match received(&visit, body).await {
        Ok(received) if received.parameter == Parameter::Request => received,
        Ok(_) => return front.refuse(&visit, "a response was sent to where requests go"),
        Err(Unread::Status(status)) => return front.kit().problem(&visit.reader, status),
        Err(Unread::Form(why)) => return front.refuse(&visit, &why.to_string()),
    };
    let relay_state = received.relay_state.as_ref().map(|r| r.as_str().to_owned());
    let judged = front.judged(&received.xml, Came::Whole).await;
    match front.answered(judged, relay_state.as_deref(), &visit).await {
        Ok(Begun::Memory(_, memory)) => see_other(&format!("{SSO}?{ON}{}", front.sealed(&memory))),
        Ok(Begun::Answer(answer)) => *answer,
        Err(error) => front.trouble(&visit.reader, &error),
    }
}

/// `GET /saml2/start?application=SITE/APP`: a login that begins here, for applications that may be opened so.
pub async fn start(State(front): State<Front>, visit: Visit) -> Answer {
    let of = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(visit.query.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    let path = of("application").unwrap_or_default();
    let world = front.engine().world();
    let entry = world.catalogue.at(Noun::Application, path.trim_matches('/'));
    let client = entry.and_then(|entry| front.client_of(entry.id)).filter(|client| client.unsolicited);
    let Some(client) = client else { return front.refuse(&visit, "no application may be opened so") };
    let Some(to) = client.role().default_acs() else { return front.refuse(&visit, "there is no place to go to") };
    let mut memory = Memory::unasked(&client, &to);
    let wished = of("RelayState").filter(|state| !state.is_empty());
    if let Some(state) = wished {
        match saml::binding::RelayState::new(&state, MAX_RELAY_STATE) {
            Ok(state) => memory.relay_state = Some(state.as_str().to_owned()),
            Err(why) => return front.refuse(&visit, &why.to_string()),
        }
    }
    let begun = front.begin_or_tell(&client, memory, &visit).await;
    match (of("method"), of("answer")) {
        // A provider sent somebody whom nobody had asked for: the answer waits, and its method judges it for this login.
        (Some(method), Some(answer)) => with_answer(begun, &method, &answer),
        _ => begun,
    }
}

/// On to where the method takes the answer for the login that was begun; anything else stays what it is.
fn with_answer(begun: Answer, method: &str, answer: &str) -> Answer {
    let to = begun.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    let Some(handle) = to.and_then(|to| to.strip_prefix("/login/")).map(str::to_owned) else { return begun };
    let method: String = url::form_urlencoded::byte_serialize(method.as_bytes()).collect();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("answer", answer)
        .append_pair("login", &handle)
        .finish();
    let mut onward = see_other(&format!("/login/return/{method}?{query}"));
    onward.extensions_mut().insert(Remember);
    onward
}

/// `GET /saml2/resume/{handle}`
pub async fn resume(State(front): State<Front>, Path(handle): Path<String>, visit: Visit) -> Answer {
    let new = visit.query != common_domain::KNOWN && front.kit().common_domain.is_some();
    if new
        && let Ok(answered) = front.engine().advance(&handle, &visit.opener, visit.cookie(), Input::Look).await
        && matches!(answered.turn, Turn::Granted)
        && let Some(first) = front.to_be_known(&handle)
    {
        return first;
    }
    front.finish(&handle, &visit).await.unwrap_or_else(|error| front.trouble(&visit.reader, &error))
}

/// What came of a request that was read.
enum Begun {
    /// A login may begin.
    Memory(Arc<Client>, Box<Memory>),
    /// The application or the person is answered at once.
    Answer(Box<Answer>),
}

/// A request and who it is from.
pub struct Judged {
    pub client: Arc<Client>,
    pub asked: Asked,
}

/// Why a form holds no message.
pub enum Unread {
    Status(StatusCode),
    Form(post::BadForm),
}

/// The message in a form.
pub async fn received(visit: &Visit, body: Body) -> Result<post::Received, Unread> {
    let kind = visit.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Unread::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = kit::form::collect(body, LONGEST_FORM).await.map_err(|e| Unread::Status(kit::FormError::status(e)))?;
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(&bytes).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    post::Received::read(pairs, Limits::MESSAGE.bytes, MAX_RELAY_STATE).map_err(Unread::Form)
}

impl Front {
    /// Reads and judges an authentication request.
    async fn judged(&self, xml: &[u8], came: Came<'_>) -> Result<Judged, String> {
        let opening = self.opening().await;
        let xml = Xml::parse(xml, &Limits::MESSAGE).map_err(|why| why.to_string())?;
        let client = self.claimed(xml.root())?;
        let asked = self.at_door(&client, SSO, &opening.keys, |judge, sender| {
            judge.authn_request((&xml, came), sender, client.role())
        })?;
        // The registration may insist where the metadata does not (case S064).
        if client.must_sign && !asked.is_signed {
            return Err(RequestRefused::Unsigned.to_string());
        }
        Ok(Judged { client, asked })
    }

    /// The application that a message says it is from; that proves nothing yet.
    pub(super) fn claimed(&self, message: Node<'_>) -> Result<Arc<Client>, String> {
        let issuer = claimed_issuer(message).ok_or("the message says not who it is from")?;
        self.client(&issuer).ok_or_else(|| format!("no application is open that calls itself {issuer:?}"))
    }

    /// Judges a message of an application that came to a door of ours.
    pub(super) fn at_door<T>(
        &self,
        client: &Client,
        path: &str,
        decryption: &[DecryptionKey],
        judged: impl FnOnce(&Judge<'_>, Sender<'_>) -> Result<T, RequestRefused>,
    ) -> Result<T, String> {
        let addresses = [&*self.url(path)];
        let (now, allow) = (self.now(), client.allow);
        let judge = Judge { addresses: &addresses, now, skew: SKEW, max_age: MAX_AGE, allow, decryption };
        let sender = Sender { entity: &client.entity.id, keys: &client.keys };
        judged(&judge, sender).map_err(|why| why.to_string())
    }

    async fn answered(
        &self,
        judged: Result<Judged, String>,
        relay_state: Option<&str>,
        visit: &Visit,
    ) -> Result<Begun, EngineError> {
        let Judged { client, asked } = match judged {
            Ok(judged) => judged,
            Err(why) => return Ok(Begun::Answer(Box::new(self.refuse(visit, &why)))),
        };
        let memory = Memory::asked(&client, &asked, relay_state);
        match request::scoping(&asked, self.entity()) {
            Ok(()) => Ok(Begun::Memory(client, Box::new(memory))),
            Err(why) => Ok(Begun::Answer(Box::new(self.tell(visit, &client, &memory, why).await?))),
        }
    }

    async fn begin_or_tell(&self, client: &Arc<Client>, memory: Memory, visit: &Visit) -> Answer {
        self.begin(client, memory, visit).await.unwrap_or_else(|error| self.trouble(&visit.reader, &error))
    }

    async fn begin(&self, client: &Arc<Client>, memory: Memory, visit: &Visit) -> Result<Answer, EngineError> {
        let reader = visit.reader.clone().asked(memory.language.as_deref().unwrap_or_default());
        let locale = Locale::parse(reader.locale.tag()).unwrap_or_default();
        let about = Circumstances { caller: visit.client.clone(), locale, now: self.engine().now() };
        let request = request::login_request(client, &memory, about);
        let answered = self.engine().open(request, &visit.opener, visit.cookie()).await;
        let answered = match answered {
            Err(EngineError::Unavailable(_)) if memory.passive => {
                return self.tell(visit, client, &memory, refusal(Reason::Unavailable, true)).await;
            }
            other => other?,
        };
        match answered.turn {
            // What no method here is like is for the application to know, and at once: it may ask again for less (case S069).
            Turn::Granted | Turn::Denied(Reason::NoContext) => self.finish(answered.handle.expose(), visit).await,
            Turn::Denied(reason) if memory.passive => self.tell(visit, client, &memory, refusal(reason, true)).await,
            // Its provider can say without a page whether somebody is logged in there.
            Turn::Redirect { .. } if memory.passive && !visit.is_framed() => {
                let mut answer = see_other(&format!("/login/{}", answered.handle.expose()));
                answer.extensions_mut().insert(Remember);
                Ok(answer)
            }
            _ if memory.passive => self.tell(visit, client, &memory, refusal(Reason::LoginRequired, true)).await,
            _ => {
                let mut answer = see_other(&format!("/login/{}", answered.handle.expose()));
                answer.extensions_mut().insert(Remember);
                Ok(answer)
            }
        }
    }

    /// What was posted and judged, in an address of our own.
    fn sealed(&self, memory: &Memory) -> String {
        let at = self.engine().now().seconds();
        let body = serde_json::to_vec(&(at, memory)).unwrap_or_default();
        let seal = self.engine().keyed("saml request", &body);
        format!("{}.{}", URL_SAFE_NO_PAD.encode(&body), URL_SAFE_NO_PAD.encode(seal))
    }

    async fn resumed(&self, sealed: &str, visit: &Visit) -> Answer {
        let read = || {
            let (body, seal) = sealed.split_once('.')?;
            let (body, seal) = (URL_SAFE_NO_PAD.decode(body).ok()?, URL_SAFE_NO_PAD.decode(seal).ok()?);
            let ours = self.engine().keyed("saml request", &body);
            if !bool::from(subtle::ConstantTimeEq::ct_eq(&ours[..], &seal[..])) {
                return None;
            }
            let (at, memory): (i64, Memory) = serde_json::from_slice(&body).ok()?;
            (self.engine().now().seconds() - at < i64::from(MAX_AGE)).then_some(memory)
        };
        let Some(memory) = read() else { return self.say(&visit.reader, StatusCode::GONE, "front-gone") };
        match self.client(&memory.saml) {
            Some(client) if memory.still_fits(&client, client.application) => {
                self.begin_or_tell(&client, memory, visit).await
            }
            _ => self.refuse(visit, "the application is not open any more"),
        }
    }

    /// Takes a finished login back, once, and answers its application.
    async fn finish(&self, handle: &str, visit: &Visit) -> Result<Answer, EngineError> {
        // The session remembers what the application calls the person, for its logout.
        let remembered = |grant: &Grant| {
            let memory = Memory::of(&grant.request)?;
            let client = self.client_for(&memory, grant.request.application)?;
            self.called(&client, &memory, grant).ok().map(|called| name::remember(&called.name))
        };
        match self.engine().redeem_as(handle, &visit.opener, visit.cookie(), &remembered).await? {
            Ok(grant) => self.granted(grant, visit).await,
            Err((reason, request)) => {
                let memory = Memory::of(&request).ok_or(EngineError::Gone)?;
                match self.client_for(&memory, request.application) {
                    Some(client) => self.tell(visit, &client, &memory, refusal(reason, request.passive)).await,
                    None => Ok(self.refuse(visit, "the application is not open any more")),
                }
            }
        }
    }

    /// The application, if the answer may still go where the request said.
    fn client_for(&self, memory: &Memory, application: Id) -> Option<Arc<Client>> {
        self.client(&memory.saml).filter(|client| memory.still_fits(client, application))
    }

    async fn granted(&self, grant: Grant, visit: &Visit) -> Result<Answer, EngineError> {
        let memory = Memory::of(&grant.request).ok_or(EngineError::Gone)?;
        let cookie = grant.session.as_ref().and_then(|session| session_cookie(&self.kit().cookies, session));
        let Some(client) = self.client_for(&memory, grant.request.application) else {
            return Ok(with_cookie(self.refuse(visit, "the application is not open any more"), cookie));
        };
        let answer = match self.called(&client, &memory, &grant) {
            Err(unnamed) => {
                let (first, second) = match unnamed {
                    Unnamed::Policy => (code::REQUESTER, code::INVALID_NAME_ID_POLICY),
                    Unnamed::Value => (code::RESPONDER, code::INVALID_NAME_ID_POLICY),
                    Unnamed::Unmapped => {
                        tracing::info!(application.path = %client.path, request.reference = %visit.reader.reference, "The outbound mapping policy of the application does not name this person");
                        (code::RESPONDER, code::REQUEST_DENIED)
                    }
                };
                let why = Refused { first, second };
                self.tell(visit, &client, &memory, why).await?
            }
            Ok(called) if memory.subject.as_ref().is_some_and(|wanted| *wanted != called.name.value) => {
                let why = Refused { first: code::RESPONDER, second: code::UNKNOWN_PRINCIPAL };
                self.tell(visit, &client, &memory, why).await?
            }
            // Who was told about the person by somebody else has passed the question on (SAML core, 3.4.1.5.1; case S080).
            Ok(_) if memory.no_proxy && self.was_passed_on(&grant) => {
                let why = Refused { first: code::RESPONDER, second: code::PROXY_COUNT_EXCEEDED };
                self.tell(visit, &client, &memory, why).await?
            }
            Ok(called) => {
                let message = self.granting(&client, &memory, &grant, &called).await?;
                metrics::counter!("symbolon_saml_responses_total", "status" => "Success").increment(1);
                self.deliver(&visit.reader, &client, &memory, message).await?
            }
        };
        Ok(with_cookie(answer, cookie))
    }

    fn was_passed_on(&self, grant: &Grant) -> bool {
        let world = self.engine().world();
        grant.methods.iter().any(|name| world.named(name).is_none_or(|method| method.kind.leaves()))
    }

    fn called(&self, client: &Client, memory: &Memory, grant: &Grant) -> Result<Called, Unnamed> {
        let keyed = |purpose: &str, bytes: &[u8]| self.engine().keyed(purpose, bytes);
        let called = name::called(&keyed, self.entity(), client, memory.policy.as_ref(), &About::of(grant))?;
        let unsealed = called.is_encrypted && client.role().keys.recipient().is_none();
        if unsealed { Err(Unnamed::Policy) } else { Ok(called) }
    }

    /// A refusal that the application is told.
    async fn tell(&self, visit: &Visit, client: &Client, memory: &Memory, why: Refused) -> Result<Answer, EngineError> {
        let status = why.second.rsplit(':').next().unwrap_or_default();
        metrics::counter!("symbolon_saml_responses_total", "status" => status.to_owned()).increment(1);
        let message = self.refusing(client, memory, why).await?;
        self.deliver(&visit.reader, client, memory, message).await
    }

    /// A refusal on a page of ours, where no application can be told (case S061).
    pub(super) fn refuse(&self, visit: &Visit, why: &str) -> Answer {
        tracing::info!(request.reference = %visit.reader.reference, saml.error = why, "Refused a SAML message on a page of our own: {why}");
        self.say(&visit.reader, StatusCode::BAD_REQUEST, "front-client")
    }
}

/// What a sealed request is called in our own address.
pub(super) const ON: &str = "on=";
/// How far clocks may be apart, in seconds (case S042).
pub const SKEW: u32 = 180;
/// How old a request may be, in seconds.
pub const MAX_AGE: u32 = 600;
/// Base64 of the longest message, and percent signs.
const LONGEST_FORM: usize = 1024 * 1024;
