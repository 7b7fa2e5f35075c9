//! The common domain cookie (SAML profiles, 4.3), under the server's second name: it is read for our own methods, and after a login
//! here our own name is put into it. Both lead back to us and to nobody else.

use axum::{extract::State, response::Response as Answer};
use http::StatusCode;
use kit::{
    LocalPath,
    common_domain::{CommonDomain, WRITE},
    edge::see_other,
};
use saml::discovery::{COOKIE, Providers};

use super::{Front, RESUME};
use crate::visit::{Door, Visit, with_cookie};

/// `GET /cdc/read?return=…`: what the cookie says goes to where an answer to a method of ours comes back.
pub async fn read(State(front): State<Front>, visit: Visit) -> Answer {
    let Some((common, back)) = front.way_back(&visit, RETURN) else {
        return front.kit().problem(&visit.reader, StatusCode::BAD_REQUEST);
    };
    let Some(said) = common.read(&visit.headers, COOKIE).filter(|said| said.len() <= LONGEST) else {
        return see_other(&back);
    };
    let said: String = url::form_urlencoded::byte_serialize(said.as_bytes()).collect();
    let sign = if back.contains('?') { '&' } else { '?' };
    see_other(&format!("{back}{sign}{COOKIE}={said}"))
}

/// `GET /cdc/write?return=…`: somebody logged in here.
pub async fn write(State(front): State<Front>, visit: Visit) -> Answer {
    let Some((common, back)) = front.way_back(&visit, RESUME) else {
        return front.kit().problem(&visit.reader, StatusCode::BAD_REQUEST);
    };
    let known = Providers::read(common.read(&visit.headers, COOKIE).unwrap_or_default());
    with_cookie(see_other(&back), common.cookie(COOKIE, &known.with(front.entity()).write()))
}

impl Front {
    /// Where a finished login goes first, to be remembered in the common domain.
    pub(super) fn to_be_known(&self, handle: &str) -> Option<Answer> {
        let common = self.kit().common_domain.as_ref()?;
        let back = self.url(&format!("{RESUME}{handle}?{KNOWN}"));
        let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
        Some(see_other(&format!("{}?return={back}", common.url().join(WRITE))))
    }

    /// The address to go back to: below one path of ours, under our first name.
    fn way_back(&self, visit: &Visit, below: &str) -> Option<(&CommonDomain, String)> {
        let common = self.kit().common_domain.as_ref()?;
        let mut wished = url::form_urlencoded::parse(visit.query.as_bytes()).filter(|(name, _)| name == "return");
        let (first, more) = (wished.next(), wished.next());
        let first = first.filter(|_| more.is_none())?.1;
        let path = first.strip_prefix(self.kit().public.origin().as_str()).and_then(LocalPath::parse)?;
        path.as_str().starts_with(below).then(|| (common, self.url(path.as_str())))
    }
}

/// What a login that is known there comes back with.
pub const KNOWN: &str = "known";
/// Where answers for methods come back.
const RETURN: &str = "/login/return/";
const LONGEST: usize = 8192;
