//! What a person is called toward a client: the same for ever, never given to another.

use data_encoding::BASE32_NOPAD;
use model::Person;

use super::client::SubjectType;

/// Hashes under a key of this installation, by purpose.
pub type Keyed<'a> = &'a dyn Fn(&str, &[u8]) -> [u8; 32];

/// The subject. A registered user is called by their immutable id, everybody else by a keyed hash: an unregistered
/// subject may be an address, which is no business of a client that did not ask for it.
pub fn subject(keyed: Keyed<'_>, kind: &SubjectType, person: &Person) -> String {
    match (kind, person) {
        (SubjectType::Public, Person::Registered { user, .. }) => user.to_string().to_lowercase(),
        (SubjectType::Public, Person::Unregistered { .. }) => short(keyed("oidc subject", person.key().as_bytes())),
        (SubjectType::Pairwise { sector }, _) => {
            let text = format!("{sector}\0{}", person.key());
            short(keyed("oidc pairwise subject", text.as_bytes()))
        }
    }
}

/// 160 bits, in letters and digits.
fn short(hash: [u8; 32]) -> String {
    BASE32_NOPAD.encode(&hash[..20]).to_lowercase()
}
