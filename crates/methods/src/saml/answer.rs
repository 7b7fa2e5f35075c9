//! The provider's answer: whether it is believed, and what was said where it says no (group S).

use model::{
    Reason, Time,
    audit::{Event, Outcome},
};
use plug::{Answer, Cx, MethodError, Step};
use saml::{
    Limits, Xml,
    binding::{artifact::Artifact, post, soap},
    idp::{Door, Sender},
    message::{ArtifactResolve, Head, Response, Status, code},
    ns, signature,
    sp::{Accepted, Asked, Expected, Refused, claimed_issuer, claimed_request},
};

use super::{SamlMethod, Stage, State, provider::Provider, request::MAX_RELAY_STATE, said};

/// Why an answer lets nobody in.
#[derive(Debug, thiserror::Error)]
pub enum Not {
    /// It is not what it should be; the cause is for the audit alone.
    #[error("{0}")]
    Believed(String),
    #[error("the provider says no: {}", .0.why())]
    Said(Status),
    #[error("the provider cannot be reached: {0}")]
    Reached(String),
}

impl SamlMethod {
    pub(super) async fn take(
        &self,
        cx: &mut Cx<'_>,
        provider: &Provider,
        state: &State,
        answer: &Answer,
    ) -> Result<Step<Stage>, MethodError> {
        let accepted = match self.judged(cx, provider, state, answer).await {
            Ok(accepted) => accepted,
            Err(not) => return Ok(Step::Fail(self.told(cx, provider, state, &not))),
        };
        let until = Time::from_millis(accepted.remember_until.millis()).max(cx.now() + model::Span::seconds(1));
        // One answer counts once, and one request is answered once, on whatever node (case S045).
        for (gate, id) in [("saml.assertion", &accepted.assertion_id), ("saml.request", &state.request)] {
            let key = (cx.keyed)(gate, format!("{}\0{id}", provider.id()).as_bytes());
            cx.spend_once(gate.to_owned(), data_encoding::HEXLOWER.encode(&key), until);
        }
        Ok(Step::Pass(self.evidence(cx, provider, &accepted)))
    }

    async fn judged(&self, cx: &Cx<'_>, provider: &Provider, state: &State, answer: &Answer) -> Result<Accepted, Not> {
        let (opening, entity, acs) = (self.opening(cx).await, self.entity(cx), cx.around.return_address());
        let expected = Expected {
            entity: &entity,
            acs: &acs,
            idp: provider.id(),
            keys: &provider.keys,
            asked: Asked::By(&state.request),
            signs: self.config.signs.wanted(),
            must_encrypt: self.config.encrypted,
            decryption: &opening.keys,
            allow: self.config.allow(),
            now: super::now(cx),
            skew: self.config.skew,
        };
        let accepted = match (answer.get("SAMLResponse"), answer.get("SAMLart")) {
            (Some(response), None) => {
                let fields = [("SAMLResponse", response)];
                let received =
                    post::Received::read(fields, Limits::MESSAGE.bytes, MAX_RELAY_STATE).map_err(believed)?;
                let claimed = claimed_request(&received.xml).map_err(believed)?;
                self.asked(expected, claimed.as_deref()).judge(&received.xml)?
            }
            (None, Some(artifact)) => {
                let bytes = self.resolved(cx, provider, artifact).await?;
                let outer = Xml::parse(&bytes.1, &Limits::MESSAGE).map_err(believed)?;
                let door = Door {
                    addresses: &[&acs],
                    now: expected.now,
                    skew: self.config.skew,
                    max_age: 300,
                    allow: expected.allow,
                    decryption: &opening.keys,
                };
                let sender = Sender { entity: provider.id(), keys: &provider.keys };
                let soap::Body::Message(node) = soap::open(outer.root()).map_err(believed)? else {
                    return Err(Not::Believed("the provider has failed to resolve the artifact".to_owned()));
                };
                let inner = door.artifact_response(node, sender, &bytes.0, bytes.2).map_err(believed)?;
                let inner = inner.ok_or_else(|| Not::Believed("nothing stands behind the artifact".to_owned()))?;
                let claimed = Response::read(inner).map_err(believed)?.head.in_response_to;
                self.asked(expected, claimed.as_deref()).judge_element(inner)?
            }
            _ => return Err(Not::Believed("there is no answer in it, or more than one".to_owned())),
        };
        self.checked(provider, state, accepted)
    }

    /// What an answer is judged by that comes before anybody was asked, where such are let in: the provider is the one that it says it is
    /// from, which proves nothing yet, and it may answer no request, since there is none (case S041). `None` where it is no answer.
    pub(super) fn unasked(&self, cx: &mut Cx<'_>, answer: &Answer) -> Option<Result<State, Reason>> {
        let (response, artifact) = (answer.get("SAMLResponse"), answer.get("SAMLart"));
        if !self.config.unsolicited || answer.returned().is_none() || response.is_some() == artifact.is_some() {
            return None;
        }
        let issuer = |response| {
            let read = post::Received::read([("SAMLResponse", response)], Limits::MESSAGE.bytes, MAX_RELAY_STATE);
            claimed_issuer(&read.ok()?.xml).ok()?
        };
        let maker = |artifact| {
            let artifact = Artifact::parse(artifact).ok()?;
            Some(self.providers.all().find(|provider| artifact.is_from(provider.id()))?.id().to_owned())
        };
        let claimed = response.and_then(issuer).or_else(|| artifact.and_then(maker));
        let provider = claimed.filter(|id| self.provider(cx, id).is_some());
        Some(provider.map(|id| self.state(cx, id, false)).ok_or_else(|| {
            let detail = serde_json::json!({ "why": "it is from no provider of this method" });
            cx.audit(Event::new(cx.now(), REFUSED, Outcome::Failure).detail(detail));
            Reason::UpstreamInvalid
        }))
    }

    /// An answer to no request at all is one that nobody asked for, where such are let in (case S041).
    fn asked<'e>(&self, expected: Expected<'e>, claimed: Option<&str>) -> Expected<'e> {
        match claimed {
            None if self.config.unsolicited => Expected { asked: Asked::Unasked, ..expected },
            _ => expected,
        }
    }

    /// The message behind an artifact, asked for where its maker's metadata says: our question's identifier, the envelope, and whether
    /// the connection has proved who answers.
    async fn resolved(&self, cx: &Cx<'_>, provider: &Provider, text: &str) -> Result<(String, Vec<u8>, bool), Not> {
        let artifact = Artifact::parse(text).map_err(believed)?;
        let doors = provider.role().artifact.iter().filter(|door| door.binding == ns::binding::SOAP);
        let door = doors.into_iter().find(|door| door.index.unwrap_or_default() == artifact.endpoint);
        let Some(door) = door.filter(|_| artifact.is_from(provider.id())) else {
            return Err(Not::Believed("the artifact is not the provider's".to_owned()));
        };
        let head = Head::new(&super::fresh_id(cx), super::now(cx), &self.entity(cx)).to(&door.location);
        let question = ArtifactResolve { head, artifact: text.to_owned() };
        let key = self.signing(cx).await.map_err(|why| Not::Reached(why.to_string()))?;
        let signed = signature::sign(&question.write(), &key).map_err(|why| Not::Reached(why.to_string()))?;
        let answer = cx.web.call(super::soap_call(&door.location, &signed)).await;
        let answer = answer.map_err(|why| Not::Reached(why.to_string()))?;
        if answer.status != 200 {
            return Err(Not::Reached(format!("answered {}", answer.status)));
        }
        Ok((question.head.id, answer.body, door.location.starts_with("https:")))
    }

    /// What the standard leaves to who asked.
    fn checked(&self, provider: &Provider, state: &State, accepted: Accepted) -> Result<Accepted, Not> {
        let not = |why: &str| Err(Not::Believed(why.to_owned()));
        let earliest = saml::Instant::from_millis(state.at.millis()).plus(-i64::from(self.config.skew));
        if state.fresh && accepted.authn.instant < earliest {
            return not("the login there is older than the request, which asked for a new one");
        }
        if let Some(wants) = &state.wants
            && !self.contexts.met(wants, &accepted.authn)
        {
            return not("the context is not the one that was asked for");
        }
        let format = accepted.name_id.format.as_deref().unwrap_or(ns::format::UNSPECIFIED);
        if self.name_format.is_some_and(|asked| asked != ns::format::UNSPECIFIED && asked != format) {
            return not("the name has another format than the one that was asked for");
        }
        // We hand on what we are told: who forbids that has nothing to say here (SAML core, 2.5.1.6).
        if accepted.proxy.as_ref().is_some_and(|limit| limit.count == Some(0) || !limit.audiences.is_empty()) {
            return not("the assertion may not be passed on");
        }
        let named = accepted.authn.authorities.iter().any(|authority| authority == provider.id());
        if named {
            return not("the provider names itself as the one behind it");
        }
        Ok(accepted)
    }

    /// One sentence for the person, and the cause for the audit.
    fn told(&self, cx: &mut Cx<'_>, provider: &Provider, state: &State, not: &Not) -> Reason {
        let (reason, codes) = match not {
            Not::Believed(_) => (Reason::UpstreamInvalid, Vec::new()),
            Not::Reached(_) => (Reason::Unavailable, Vec::new()),
            Not::Said(status) if state.passive && status.has(code::NO_PASSIVE) => {
                (Reason::LoginRequired, status.codes.clone())
            }
            Not::Said(status) if status.has(code::NO_AUTHN_CONTEXT) => (Reason::NoContext, status.codes.clone()),
            Not::Said(status) => (Reason::UpstreamRefused, status.codes.clone()),
        };
        let detail = serde_json::json!({
            "provider": provider.id(), "request": state.request, "why": not.to_string(), "status": codes,
        });
        cx.audit(Event::new(cx.now(), REFUSED, Outcome::Failure).detail(detail));
        reason
    }

    fn evidence(&self, cx: &mut Cx<'_>, provider: &Provider, accepted: &Accepted) -> plug::Evidence {
        let entity = self.entity(cx);
        let name = said::Named { provider: provider.id(), us: &entity, name: &accepted.name_id };
        let index = accepted.authn.session_index.as_deref();
        let (attributes, dropped) =
            said::attributes(&accepted.attributes, |value| self.owns(provider, value), &self.config.scoped);
        if !dropped.is_empty() {
            let detail = serde_json::json!({ "provider": provider.id(), "attributes": dropped });
            cx.audit(Event::new(cx.now(), SCOPE, Outcome::Failure).detail(detail));
        }
        plug::Evidence {
            subject: name.subject(),
            attributes,
            who: Some(name.who()),
            upstream: serde_json::to_string(&name.session(index)).ok(),
            upstream_names: name.called(index, cx.keyed),
            amr: self.contexts.passes().then(|| super::context::amr(&accepted.authn)),
            at: Some(Time::from_millis(accepted.authn.instant.millis())),
            until: accepted.authn.session_not_on_or_after.map(|end| Time::from_millis(end.millis())),
            references: self.contexts.handed_on(&accepted.authn),
        }
    }

    /// Whether the provider may speak for the domain of a value (case S052). A line gives it to all providers of the method that it is not
    /// taken from: a domain that is another's by the metadata stays that one's.
    fn owns(&self, provider: &Provider, value: &str) -> bool {
        let domain = value.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| !domain.is_empty());
        let given = |scope: &String| scope == "*" || domain.is_some_and(|domain| domain.eq_ignore_ascii_case(scope));
        let anothers =
            || self.providers.all().any(|other| other.id() != provider.id() && other.role().owns_scope(value));
        provider.role().owns_scope(value) || domain.is_some() && self.config.scope.iter().any(given) && !anothers()
    }
}

impl From<Refused> for Not {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Status(status) => Self::Said(status),
            other => Self::Believed(other.to_string()),
        }
    }
}

fn believed(why: impl ToString) -> Not {
    Not::Believed(why.to_string())
}

/// An answer that lets nobody in.
pub const REFUSED: &str = "saml.answer-refused";
/// Attributes of domains that the provider does not own, left out.
pub const SCOPE: &str = "saml.scope-refused";
