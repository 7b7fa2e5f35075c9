//! Signing keys, and their rotation so that nobody ever meets a token of a key they have not seen (case O004).
//!
//! A new key is published at once and signs only when every copy of the old key set has aged away. The old key signs until
//! then, and stays published for as long as anything it signed may still be about.
//!
//! Keys for SAML go the same way, more slowly: applications read the metadata that holds them once a day or less.

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair},
};
use model::{
    Secret, Span, Time,
    audit::{Event, Outcome},
    key::{Key, KeyPurpose},
};
use store::{Spend, Unit, When, Write};

use crate::{Engine, EngineError};

/// Algorithms there is always a key for.
pub const ALGORITHMS: [&str; 3] = ["ES256", "RS256", "EdDSA"];

/// Algorithms of keys of a purpose: what every reader of SAML knows, and what the better ones do.
pub const fn algorithms(purpose: KeyPurpose) -> &'static [&'static str] {
    match purpose {
        KeyPurpose::Token => &ALGORITHMS,
        KeyPurpose::Saml => &["RS256", "ES256"],
        KeyPurpose::Root | KeyPurpose::Audit => &[],
    }
}
#[cfg(test)]
const ANNOUNCE: Span = Engine::ANNOUNCE;

impl Engine {
    /// How long a published key set may be kept by whoever fetched it. Fronts say no longer in `Cache-Control`.
    pub const ANNOUNCE: Span = Span::minutes(10);

    /// How long a key of a purpose is published before it signs.
    pub const fn announce(purpose: KeyPurpose) -> Span {
        match purpose {
            KeyPurpose::Saml => Span::days(14),
            _ => Self::ANNOUNCE,
        }
    }

    /// Makes a key for each algorithm that has none. Of several nodes that start at once, one does.
    pub async fn ensure_keys(&self, purpose: KeyPurpose) -> Result<(), EngineError> {
        let missing = |algorithm: &&&str| newest(&self.keys(), (purpose, algorithm), self.now()).is_none();
        if !algorithms(purpose).iter().any(|a| missing(&a)) {
            return Ok(());
        }
        // Another node may have made it.
        self.reload_keys().await?;
        for algorithm in algorithms(purpose).iter().filter(missing) {
            self.first_key(purpose, algorithm).await?;
        }
        Ok(())
    }

    async fn first_key(&self, purpose: KeyPurpose, algorithm: &str) -> Result<(), EngineError> {
        let now = self.now();
        let key = self.make_key(purpose, algorithm, now).await?;
        let name =
            if purpose == KeyPurpose::Token { algorithm.to_owned() } else { format!("{} {algorithm}", purpose.name()) };
        let gate = Spend::Once { gate: "keys".into(), key: name, until: now + Span::minutes(1) };
        let unit = Unit::new().then(Write::Spend(gate)).audit(When::Done, self.key_event("key.made", &key, "system"));
        self.store().apply(unit.then(Write::PutKey(Box::new(key)))).await?;
        self.reload_keys().await
    }

    /// All keys that are published for a purpose: those that will sign, those that sign, those that did.
    pub async fn signing_keys(&self, purpose: KeyPurpose) -> Vec<Key> {
        if let Err(error) = self.ensure_keys(purpose).await {
            tracing::warn!(error = %error, "No signing key can be made just now");
        }
        let now = self.now();
        self.keys().iter().filter(|k| k.purpose == purpose && !over(k, now)).cloned().collect()
    }

    /// The key that signs now.
    pub async fn signing_key(&self, purpose: KeyPurpose, algorithm: &str) -> Result<Key, EngineError> {
        self.ensure_keys(purpose).await?;
        let key = newest(&self.keys(), (purpose, algorithm), self.now()).cloned();
        key.ok_or_else(|| EngineError::Broken(format!("no signing key for {algorithm}")))
    }

    /// Makes the next key of an algorithm. It signs after `announce`, usually [`Engine::announce`]; the ones before it retire then.
    pub async fn rotate_keys(
        &self,
        (purpose, algorithm): (KeyPurpose, &str),
        announce: Span,
        actor: &str,
    ) -> Result<Key, EngineError> {
        self.reload_keys().await?;
        let now = self.now();
        let next = self.make_key(purpose, algorithm, now + announce).await?;
        let mut unit = Unit::new().audit(When::Done, self.key_event("key.made", &next, actor));
        for old in retired(&self.keys(), &next, self.longest_token()) {
            unit =
                unit.audit(When::Done, self.key_event("key.retired", &old, actor)).then(Write::PutKey(Box::new(old)));
        }
        self.store().apply(unit.then(Write::PutKey(Box::new(next.clone())))).await?;
        self.reload_keys().await?;
        Ok(next)
    }

    /// Drops every key of this one's algorithm but itself: what they signed is nothing any more. For a key that leaked.
    pub async fn withdraw_keys(&self, but: &Key, actor: &str) -> Result<(), EngineError> {
        self.reload_keys().await?;
        let keys = self.keys();
        let others = keys.iter().filter(|k| withdrawn(k, but));
        let unit = others.fold(Unit::new(), |unit, key| {
            unit.then(Write::DropKey(key.id)).audit(When::Done, self.key_event("key.dropped", key, actor))
        });
        self.store().apply(unit).await?;
        self.reload_keys().await
    }

    /// Learns what other nodes did, and drops keys that nothing alive was signed with. Called every minute.
    pub async fn tend_keys(&self) -> Result<(), EngineError> {
        self.reload_keys().await?;
        let now = self.now();
        let keys = self.keys();
        let dead: Vec<&Key> = keys.iter().filter(|k| over(k, now)).collect();
        if dead.is_empty() {
            return Ok(());
        }
        let unit = dead.into_iter().fold(Unit::new(), |unit, key| {
            unit.then(Write::DropKey(key.id)).audit(When::Done, self.key_event("key.dropped", key, "system"))
        });
        self.store().apply(unit).await?;
        self.reload_keys().await
    }

    async fn make_key(&self, purpose: KeyPurpose, algorithm: &str, active: Time) -> Result<Key, EngineError> {
        let name = algorithm.to_owned();
        let host = self.public_url().host_str().unwrap_or("localhost").to_owned();
        let made = tokio::task::spawn_blocking(move || match purpose {
            KeyPurpose::Saml => certified(&name, &host, active),
            _ => generate(&name),
        });
        let made = made.await;
        let private =
            made.ok().flatten().ok_or_else(|| EngineError::Broken(format!("no key can be made for {algorithm}")))?;
        let created = self.now();
        let (id, algorithm) = (self.new_id(), algorithm.to_owned());
        Ok(Key { id, purpose, algorithm, created, active, retires: None, until: None, private })
    }

    /// How long something signed may still be shown to somebody: ID tokens come back as hints while a session lives.
    fn longest_token(&self) -> Span {
        let system = self.world().catalogue.system();
        let minutes = system.session_minutes.max(system.access_token_minutes);
        Span::minutes(i64::from(minutes)).max(Span::days(1))
    }

    fn key_event(&self, action: &str, key: &Key, actor: &str) -> Event {
        let mut event = Event::new(self.now(), action, Outcome::Success);
        event.actor = actor.to_owned();
        event.correlation = Some(key.id);
        event.detail = serde_json::json!({
            "algorithm": key.algorithm,
            "active": key.active.rfc3339(),
            "retires": key.retires.map(Time::rfc3339),
            "until": key.until.map(Time::rfc3339),
        });
        event
    }
}

/// The key that signs at a time: of those in force, the one that came into force last.
fn newest<'a>(keys: &'a [Key], (purpose, algorithm): (KeyPurpose, &str), now: Time) -> Option<&'a Key> {
    let signing = |k: &&Key| k.active <= now && k.retires.is_none_or(|t| now < t);
    let fitting = keys.iter().filter(|k| k.purpose == purpose && k.algorithm == algorithm);
    fitting.filter(signing).max_by_key(|k| (k.active, k.id))
}

/// Keys that sign nothing for others are never dropped.
fn over(key: &Key, now: Time) -> bool {
    !algorithms(key.purpose).is_empty() && key.until.is_some_and(|t| t <= now)
}

fn withdrawn(key: &Key, but: &Key) -> bool {
    key.purpose == but.purpose && key.algorithm == but.algorithm && key.id != but.id
}

/// The keys that a new one takes over from, with their end set.
fn retired(keys: &[Key], next: &Key, longest: Span) -> Vec<Key> {
    let before =
        keys.iter().filter(|k| k.purpose == next.purpose && k.algorithm == next.algorithm && k.retires.is_none());
    // A key that has not begun to sign when the next one takes over was never used; it is kept as long all the same.
    before.map(|k| Key { retires: Some(next.active), until: Some(next.active + longest), ..k.clone() }).collect()
}

/// A private key as PKCS#8; `None` for an algorithm we do not sign with.
fn generate(algorithm: &str) -> Option<Secret<Vec<u8>>> {
    let random = SystemRandom::new();
    let der = match algorithm {
        "ES256" => EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).ok()?.as_ref().to_vec(),
        "EdDSA" => Ed25519KeyPair::generate_pkcs8(&random).ok()?.as_ref().to_vec(),
        "RS256" => {
            let pair = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048).ok()?;
            AsDer::<Pkcs8V1Der<'static>>::as_der(&pair).ok()?.as_ref().to_vec()
        }
        _ => return None,
    };
    Some(Secret::new(der))
}

/// A private key as PKCS#8 with the certificate behind it that others know it by. Nobody looks at when it ends or who signed it: it is
/// trusted as a part of the metadata (SAML metadata interoperability profile).
fn certified(algorithm: &str, host: &str, active: Time) -> Option<Secret<Vec<u8>>> {
    let key = match algorithm {
        "RS256" => {
            let pair = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa3072).ok()?;
            AsDer::<Pkcs8V1Der<'static>>::as_der(&pair).ok()?.as_ref().to_vec()
        }
        "ES256" => generate(algorithm)?.expose().clone(),
        _ => return None,
    };
    let pair = rcgen::KeyPair::try_from(key.as_slice()).ok()?;
    let mut about = rcgen::CertificateParams::new(Vec::new()).ok()?;
    about.distinguished_name = rcgen::DistinguishedName::new();
    about.distinguished_name.push(rcgen::DnType::CommonName, host);
    let day = active.rfc3339();
    let year: i32 = day.get(..4)?.parse().ok()?;
    let (month, day) = (day.get(5..7)?.parse().ok()?, day.get(8..10)?.parse::<u8>().ok()?);
    about.not_before = rcgen::date_time_ymd(year, month, day);
    about.not_after = rcgen::date_time_ymd(year + YEARS, month, day.min(28));
    let certificate = about.self_signed(&pair).ok()?;
    Some(Secret::new([key.as_slice(), certificate.der()].concat()))
}

/// Certificates end in so many years: some readers refuse what has ended.
const YEARS: i32 = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::KeyPair;
    use model::Id;

    fn key(number: u128, algorithm: &str, active: i64) -> Key {
        let (created, active) = (Time::default(), Time::from_seconds(active));
        let (id, algorithm) = (Id::fixed(number), algorithm.to_owned());
        let private = Secret::new(Vec::new());
        Key { id, purpose: KeyPurpose::Token, algorithm, created, active, retires: None, until: None, private }
    }

    fn rotate(keys: &mut Vec<Key>, next: Key, longest: Span) {
        for old in retired(keys, &next, longest) {
            keys.retain(|k| k.id != old.id);
            keys.push(old);
        }
        keys.push(next);
    }

    fn at(keys: &[Key], seconds: i64) -> (Option<Id>, usize) {
        let now = Time::from_seconds(seconds);
        (newest(keys, (KeyPurpose::Token, "ES256"), now).map(|k| k.id), keys.iter().filter(|k| !over(k, now)).count())
    }

    /// O004: both keys are published until the last token of the old one is over, and at any time exactly one signs.
    #[test]
    fn o004_old_and_new_key_are_published_together() {
        let mut keys = vec![key(1, "ES256", 0)];
        rotate(&mut keys, key(2, "ES256", 1_000 + ANNOUNCE.as_seconds()), Span::hours(1));
        let (old, new) = (Some(Id::fixed(1)), Some(Id::fixed(2)));
        let takes_over = 1_000 + ANNOUNCE.as_seconds();
        for (seconds, expected) in [
            (1_000, (old, 2)),
            (takes_over - 1, (old, 2)),
            (takes_over, (new, 2)),
            (takes_over + 3_599, (new, 2)),
            (takes_over + 3_600, (new, 1)),
        ] {
            assert_eq!(at(&keys, seconds), expected, "at {seconds}");
        }
    }

    /// L013: rotations closer together than the announcement leave no moment without a key that was announced.
    #[test]
    fn l013_quick_rotations_always_leave_one_that_signs() {
        let mut keys = vec![key(1, "ES256", 0)];
        for n in 1..=30_i64 {
            let next = key(1 + n.unsigned_abs() as u128, "ES256", 10 * n + ANNOUNCE.as_seconds());
            rotate(&mut keys, next, Span::hours(1));
        }
        for seconds in 0..=1_000 {
            let signing =
                newest(&keys, (KeyPurpose::Token, "ES256"), Time::from_seconds(seconds)).map(|k| k.active.seconds());
            let due = (seconds - ANNOUNCE.as_seconds()) / 10 * 10;
            let expected = if due < 10 { 0 } else { due.min(300) + ANNOUNCE.as_seconds() };
            assert_eq!(signing, Some(expected), "at {seconds}");
        }
    }

    #[test]
    fn a_rotation_leaves_other_algorithms_and_secrets_alone() {
        let mut root = key(3, "ES256", 0);
        root.purpose = KeyPurpose::Root;
        let keys = [key(1, "ES256", 0), key(2, "RS256", 0), root.clone()];
        let ended: Vec<Id> = retired(&keys, &key(4, "ES256", 10), Span::hours(1)).iter().map(|k| k.id).collect();
        assert_eq!(ended, [Id::fixed(1)]);
        let withdrawn: Vec<Id> = keys.iter().filter(|k| withdrawn(k, &key(4, "ES256", 10))).map(|k| k.id).collect();
        assert_eq!(withdrawn, [Id::fixed(1)]);
        assert!(!over(&Key { until: Some(Time::default()), ..root }, Time::from_seconds(1)), "never dropped");
    }

    #[test]
    fn made_keys_can_be_read_again() {
        let made = |algorithm| generate(algorithm).unwrap();
        assert!(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made("ES256").expose()).is_ok());
        assert!(Ed25519KeyPair::from_pkcs8(made("EdDSA").expose()).is_ok());
        let rsa = aws_lc_rs::rsa::KeyPair::from_pkcs8(made("RS256").expose()).unwrap();
        assert!(rsa.public_modulus_len() >= 256);
        assert!(!rsa.public_key().as_ref().is_empty());
        for never in ["none", "HS256", "PS256", ""] {
            assert!(generate(never).is_none(), "{never}");
        }
    }
}
