//! Class: what an accept gives along, so that accounting can tell whose session it is (RFC 2865, section 5.25).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use login::{Engine, Grant};
use model::{Id, Person, Secret};
use radius::{Packet, kind};

/// Which login a session came from. A user alone is named in it; anybody else's address would travel in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    pub login: Id,
    pub person: Option<Person>,
}

impl Class {
    pub fn of(grant: &Grant) -> Self {
        let person = Some(grant.person.clone()).filter(|p| p.user().is_some());
        Self { login: grant.login, person }
    }

    /// The value for one application; for any other it says nothing.
    pub fn write(&self, engine: &Engine, application: Id) -> Vec<u8> {
        let body = format!("{} {}", self.login, self.person.as_ref().map(Person::key).unwrap_or_default());
        let mac = mac(engine, application, &body);
        format!("{MARK}{}.{}", URL_SAFE_NO_PAD.encode(mac), URL_SAFE_NO_PAD.encode(&body)).into_bytes()
    }

    /// The one of a request that we gave to this application.
    pub fn read(engine: &Engine, application: Id, packet: &Packet<'_>) -> Option<Self> {
        packet.all(kind::CLASS).find_map(|value| Self::read_one(engine, application, value))
    }

    fn read_one(engine: &Engine, application: Id, value: &[u8]) -> Option<Self> {
        let (shown, body) = std::str::from_utf8(value).ok()?.strip_prefix(MARK)?.split_once('.')?;
        let body = String::from_utf8(URL_SAFE_NO_PAD.decode(body).ok()?).ok()?;
        let expected = URL_SAFE_NO_PAD.encode(mac(engine, application, &body));
        if !Secret::new(expected).is(shown) {
            return None;
        }
        let (login, person) = body.split_once(' ')?;
        Some(Self { login: login.parse().ok()?, person: Person::parse(person) })
    }
}

fn mac(engine: &Engine, application: Id, body: &str) -> [u8; 16] {
    let long = engine.keyed("radius-class", format!("{application} {body}").as_bytes());
    std::array::from_fn(|i| long[i])
}

/// Tells ours from those that a policy gives.
const MARK: &str = "symbolon.";
