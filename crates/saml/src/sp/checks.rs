//! The rules of the web browser profile (SAML profiles, 4.1.4.2 and 4.1.4.3), one by one.

use super::{Accepted, Asked, Expected, Refused, same};
use crate::message::{Assertion, Conditions, Confirmation, Response};
use crate::{Instant, ns};

impl Expected<'_> {
    /// What stands around the assertion. It may be unsigned: then what it says can only refuse.
    pub(super) fn check_response(&self, response: &Response, is_signed: bool) -> Result<(), Refused> {
        let head = &response.head;
        if head.issuer.as_deref().is_some_and(|issuer| issuer != self.idp) {
            return Err(Refused::ResponseIssuer);
        }
        let to = head.destination.as_deref();
        if (is_signed || to.is_some()) && !same(to, self.acs) {
            return Err(Refused::Destination);
        }
        match (self.asked, head.in_response_to.as_deref()) {
            (Asked::By(request), answered) if answered != Some(request) => return Err(Refused::InResponseTo),
            (Asked::Unasked, Some(_)) => return Err(Refused::NotAsked),
            _ => {}
        }
        if !response.status.is_success() {
            return Err(Refused::Status(response.status.clone()));
        }
        self.check_issued(head.issue_instant)
    }

    /// A verified assertion: for us, from them, in time, about somebody.
    pub(super) fn check_assertion(&self, assertion: Assertion, key: usize) -> Result<Accepted, Refused> {
        if assertion.issuer != self.idp {
            return Err(Refused::AssertionIssuer);
        }
        self.check_issued(assertion.issue_instant)?;
        let subject = assertion.subject.ok_or(Refused::Subject)?;
        let confirmed_until = self.confirmed(&subject.confirmations)?;
        let name_id = subject.name_id.ok_or(Refused::Subject)?;
        let conditions = assertion.conditions.ok_or(Refused::Audience)?;
        self.check_conditions(&conditions)?;
        // It could be presented again for as long as both hold.
        let until = conditions.window.not_on_or_after.map_or(confirmed_until, |end| end.min(confirmed_until));
        let statements = assertion.authn.len();
        let mut authn = assertion.authn.into_iter();
        let (Some(authn), None) = (authn.next(), authn.next()) else { return Err(Refused::Statements(statements)) };
        if self.now.plus(i64::from(self.skew)) < authn.instant {
            return Err(Refused::AuthnInstant);
        }
        if authn.session_not_on_or_after.is_some_and(|end| self.now.plus(-i64::from(self.skew)) >= end) {
            return Err(Refused::SessionExpired);
        }
        Ok(Accepted {
            name_id,
            authn,
            attributes: assertion.attributes,
            assertion_id: assertion.id,
            remember_until: until.plus(i64::from(self.skew)),
            one_time_use: conditions.one_time_use,
            proxy: conditions.proxy,
            key,
        })
    }

    fn check_issued(&self, at: Instant) -> Result<(), Refused> {
        if self.now.plus(i64::from(self.skew)) < at { Err(Refused::IssueInstant) } else { Ok(()) }
    }

    /// One bearer confirmation must hold whole; the answer is when the last of them ends. Where none does, the first says
    /// why.
    fn confirmed(&self, confirmations: &[Confirmation]) -> Result<Instant, Refused> {
        let bearers = confirmations.iter().filter(|c| c.method == ns::confirmation::BEARER);
        let judged: Vec<Result<Instant, Refused>> = bearers.map(|bearer| self.confirms(bearer)).collect();
        match judged.iter().flatten().max() {
            Some(until) => Ok(*until),
            None => Err(judged.into_iter().find_map(Result::err).unwrap_or(Refused::NotBearer)),
        }
    }

    fn confirms(&self, bearer: &Confirmation) -> Result<Instant, Refused> {
        if !same(bearer.recipient.as_deref(), self.acs) {
            return Err(Refused::Recipient);
        }
        match (self.asked, bearer.in_response_to.as_deref()) {
            (Asked::By(request), answered) if answered != Some(request) => {
                return Err(Refused::ConfirmationInResponseTo);
            }
            (Asked::Unasked, Some(_)) => return Err(Refused::NotAsked),
            _ => {}
        }
        match bearer.window.not_on_or_after {
            Some(_) if bearer.window.not_before.is_some() => Err(Refused::ConfirmationWindow),
            Some(_) if bearer.window.is_over(self.now, self.skew) => Err(Refused::ConfirmationExpired),
            Some(until) => Ok(until),
            None => Err(Refused::ConfirmationWindow),
        }
    }

    fn check_conditions(&self, conditions: &Conditions) -> Result<(), Refused> {
        if conditions.unknown {
            return Err(Refused::Condition);
        }
        if conditions.window.is_ahead(self.now, self.skew) {
            return Err(Refused::NotYetValid);
        }
        if conditions.window.is_over(self.now, self.skew) {
            return Err(Refused::Expired);
        }
        let ours = |audiences: &Vec<String>| audiences.iter().any(|audience| audience == self.entity);
        if conditions.audiences.is_empty() || !conditions.audiences.iter().all(ours) {
            return Err(Refused::Audience);
        }
        Ok(())
    }
}
