//! Logout both ways: the provider is told when a session ends here, and says when one ends there.

use model::audit::{Event, Outcome};
use plug::{Cx, Departure, Heard, MethodError, Published, Reply, Spoken};
use saml::{
    Limits, Xml,
    binding::{Parameter, post, redirect, soap},
    idp::{Came, Door, Sender},
    message::{Head, Kind, LogoutRequest, LogoutResponse, Status, code},
    metadata::Endpoint,
    ns, signature,
};

use super::{
    SamlMethod,
    provider::Provider,
    request::{MAX_RELAY_STATE, departure, no_door, unsigned},
    said::{Named, There},
};

/// How a message came, with what it carried.
enum Message<'s> {
    Redirect(redirect::Received),
    Form(post::Received),
    Envelope(&'s [u8]),
}

impl SamlMethod {
    /// Where a browser takes a signed request to end the session there.
    pub(super) async fn part(&self, cx: &Cx<'_>, upstream: &str) -> Result<Option<Departure>, MethodError> {
        let Some((provider, there)) = self.there(cx, upstream) else { return Ok(None) };
        let Some(endpoint) = provider.slo_by_browser() else { return Ok(None) };
        let id = self.logout_id(cx, &cx.around.way_back);
        let request = self.logout_request(cx, &id, &there, &endpoint.location);
        let key = self.signing(cx).await?;
        departure(endpoint, (Parameter::Request, &request), &cx.around.way_back, Some(&key)).map(Some)
    }

    /// The same server to server; whether the provider says that it is done.
    pub(super) async fn part_quietly(&self, cx: &Cx<'_>, upstream: &str) -> Result<bool, MethodError> {
        let Some((provider, there)) = self.there(cx, upstream) else { return Ok(false) };
        let Some(endpoint) = provider.slo_by(ns::binding::SOAP) else { return Ok(false) };
        let id = super::fresh_id(cx);
        let key = self.signing(cx).await?;
        let request = self.logout_request(cx, &id, &there, &endpoint.location);
        let signed = signature::sign(&request, &key).map_err(|_| unsigned())?;
        let told = cx.web.call(super::soap_call(&endpoint.location, &signed)).await;
        let told = told.map_err(|why| MethodError::Unavailable(why.to_string()))?;
        let Ok(xml) = Xml::parse(&told.body, &Limits::MESSAGE) else { return Ok(false) };
        let Ok(soap::Body::Message(node)) = soap::open(xml.root()) else { return Ok(false) };
        // The connection says who answers; what matters is that it is an answer to this very question, and yes.
        Ok(told.status == 200
            && LogoutResponse::read(node).is_ok_and(|answer| {
                answer.head.in_response_to.as_deref() == Some(&id)
                    && answer.head.issuer.as_deref() == Some(provider.id())
                    && is_well(&answer.status)
            }))
    }

    fn logout_request(&self, cx: &Cx<'_>, id: &str, there: &There, to: &str) -> String {
        let now = super::now(cx);
        let request = LogoutRequest {
            head: Head::new(id, now, &self.entity(cx)).to(to),
            name_id: there.name_id(),
            session_indexes: there.index.iter().cloned().collect(),
            not_on_or_after: Some(now.plus(300)),
            reason: Some("urn:oasis:names:tc:SAML:2.0:logout:user".to_owned()),
        };
        request.write()
    }

    /// The session there, if it is one of the provider of today.
    fn there(&self, cx: &Cx<'_>, upstream: &str) -> Option<(&Provider, There)> {
        let there: There = serde_json::from_str(upstream).ok()?;
        Some((self.provider(cx, &there.provider)?, there))
    }

    /// The identifier of a request follows from what the browser carries back, so that nothing need be kept to know the answer again.
    fn logout_id(&self, cx: &Cx<'_>, way_back: &str) -> String {
        let said = format!("{}\0{way_back}", cx.around.name);
        format!("_{}", data_encoding::HEXLOWER.encode(&(cx.keyed)("saml.logout", said.as_bytes())))
    }

    pub(super) async fn listen(&self, cx: &mut Cx<'_>, spoken: &Spoken) -> Result<Heard, MethodError> {
        match self.heard(cx, spoken).await {
            Ok(heard) => Ok(heard),
            Err((why, state)) => {
                let provider = self.sender(cx, None).map(Provider::id);
                let detail = serde_json::json!({ "provider": provider, "why": why });
                cx.audit(Event::new(cx.now(), REFUSED, Outcome::Failure).detail(detail));
                // Whoever brings back an answer that is not believed goes on: nobody is logged in here any more.
                match state {
                    Some(state) => Ok(Heard::Answered { well: false, state }),
                    None => Err(MethodError::Corrupt(why)),
                }
            }
        }
    }

    /// What a message means, or why it is not believed; then with where the browser goes on, if it brought an answer.
    async fn heard(&self, cx: &Cx<'_>, spoken: &Spoken) -> Result<Heard, (String, Option<String>)> {
        let came = received(spoken).map_err(not)?;
        let document = match &came {
            Message::Redirect(received) => received.xml(),
            Message::Form(received) => &received.xml,
            Message::Envelope(bytes) => bytes,
        };
        let outer = Xml::parse(document, &Limits::MESSAGE).map_err(not)?;
        let message = match &came {
            Message::Envelope(_) => match soap::open(outer.root()) {
                Ok(soap::Body::Message(node)) => Some(node),
                _ => None,
            },
            _ => Some(outer.root()),
        };
        let provider = self.sender(cx, message).ok_or_else(|| not("there is no valid metadata of the provider"))?;
        let opening = self.opening(cx).await;
        let address = super::metadata::slo(cx);
        let door = Door {
            addresses: &[&address],
            now: super::now(cx),
            skew: self.config.skew,
            max_age: 300,
            allow: self.config.allow(),
            decryption: &opening.keys,
        };
        let sender = Sender { entity: provider.id(), keys: &provider.keys };
        let (came, state, binding) = match &came {
            Message::Redirect(received) => {
                (Came::Redirect(received), received.relay_state.as_ref(), ns::binding::REDIRECT)
            }
            Message::Form(received) => (Came::Whole, received.relay_state.as_ref(), ns::binding::POST),
            Message::Envelope(_) => {
                let soap::Body::Message(node) = soap::open(outer.root()).map_err(not)? else {
                    return Err(not("a fault is no question"));
                };
                let request = door.logout_request_in(node, sender).map_err(not)?;
                let reply = self.answer(cx, &request, None).await.map_err(not)?;
                let body = soap::envelope(&reply).into_bytes();
                let document = Published { content_type: "text/xml; charset=utf-8", body };
                return Ok(Heard::Ends { names: self.meant(cx, provider, &request), reply: Reply::Document(document) });
            }
        };
        let state = state.map(|state| state.as_str().to_owned()).unwrap_or_default();
        if Kind::of(outer.root()) == Kind::LogoutResponse {
            let on = Some(state.clone()).filter(|state| is_ours(state));
            let asked = self.logout_id(cx, &state);
            let answer = door.logout_response((&outer, came), sender, &asked).map_err(|why| (why.to_string(), on))?;
            return Ok(Heard::Answered { well: is_well(&answer.status), state });
        }
        let request = door.logout_request((&outer, came), sender).map_err(not)?;
        let back = back(provider, binding).ok_or_else(|| not(no_door()))?;
        let reply = self.answer(cx, &request, Some(back)).await.map_err(not)?;
        let key = self.signing(cx).await.map_err(not)?;
        // In a form the signature stands inside already.
        let key = (back.binding == ns::binding::REDIRECT).then_some(&*key);
        let to = departure(back, (Parameter::Response, &reply), &state, key).map_err(not)?;
        Ok(Heard::Ends { names: self.meant(cx, provider, &request), reply: Reply::Browser(to) })
    }

    /// The answer to a request, signed where its binding does not sign for it.
    async fn answer(&self, cx: &Cx<'_>, request: &LogoutRequest, to: Option<&Endpoint>) -> Result<String, MethodError> {
        let mut head =
            Head::new(&super::fresh_id(cx), super::now(cx), &self.entity(cx)).answering(Some(&request.head.id));
        head.destination = to.map(|to| to.answers_at().to_owned());
        let document = LogoutResponse { head, status: Status::success() }.write();
        if to.is_some_and(|to| to.binding == ns::binding::REDIRECT) {
            return Ok(document);
        }
        let key = self.signing(cx).await?;
        signature::sign(&document, &key).map_err(|_| unsigned())
    }

    /// What the sessions are called that a request is about: by their indexes, or all of the person.
    fn meant(&self, cx: &Cx<'_>, provider: &Provider, request: &LogoutRequest) -> Vec<String> {
        let entity = self.entity(cx);
        let named = Named { provider: provider.id(), us: &entity, name: &request.name_id };
        if request.session_indexes.is_empty() {
            return vec![named.call(None, cx.keyed)];
        }
        request.session_indexes.iter().map(|index| named.call(Some(index), cx.keyed)).collect()
    }
}

fn received(spoken: &Spoken) -> Result<Message<'_>, String> {
    if !spoken.body.expose().is_empty() {
        return Ok(Message::Envelope(spoken.body.expose()));
    }
    if spoken.posted {
        let names = ["SAMLRequest", "SAMLResponse", "RelayState"];
        let fields = names.iter().filter_map(|name| spoken.fields.get(name).map(|value| (*name, value)));
        let read = post::Received::read(fields, Limits::MESSAGE.bytes, MAX_RELAY_STATE);
        return read.map(Message::Form).map_err(|why| why.to_string());
    }
    let read = redirect::Received::parse(&spoken.query, Limits::MESSAGE.bytes, MAX_RELAY_STATE);
    read.map(Message::Redirect).map_err(|why| why.to_string())
}

/// Where an answer goes: by the binding that the question came by, else by another.
fn back<'p>(provider: &'p Provider, binding: &str) -> Option<&'p Endpoint> {
    provider.slo_by(binding).or_else(|| provider.slo_by_browser())
}

fn is_well(status: &Status) -> bool {
    status.is_success() && !status.has(code::PARTIAL_LOGOUT)
}

/// What a logout of ours can have given along: nothing that leads elsewhere.
fn is_ours(state: &str) -> bool {
    (16..=128).contains(&state.len()) && state.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

fn not(why: impl ToString) -> (String, Option<String>) {
    (why.to_string(), None)
}

/// A logout message that is not acted on.
pub const REFUSED: &str = "saml.logout-refused";
