//! From a plan to objects and rows.

use methods::{backup, oath::Token, password};
use model::{
    AnyObject, Application, Catalogue, Change, Credential, Directory, Entry, Group, Id, Link, Noun, Time, User,
    credential::CredentialState,
};
use oath::{Seed, Totp};
use plug::{Chance, clock::SystemChance};
use store::{Unit, Write};

use crate::{
    kinds::CHEAP,
    plan::{Guest, Plan},
};

/// A user as tests know them.
#[derive(Clone, Debug)]
pub struct Someone {
    pub user: User,
    pub password: String,
    pub seed: Seed,
    /// Backup codes, as they stand on the list.
    pub codes: Vec<String>,
}

/// All objects of a plan, links first written from their owners.
pub fn objects(plan: &Plan, catalogue: &Catalogue, now: Time) -> Vec<Change> {
    let fresh = || chance().id(now);
    let known = |noun, path: &str| catalogue.at(noun, path).map(|e| e.id);
    let id_of = |noun, path: &str| known(noun, path).unwrap_or_else(fresh);
    let ways: Vec<(String, Id)> = plan.ways.iter().map(|w| (w.name.clone(), id_of(Noun::Method, &w.name))).collect();
    let way = |name: &str| {
        ways.iter().find(|(n, _)| n == name).map(|(_, id)| *id).unwrap_or_else(|| panic!("no method {name}"))
    };
    let (directory, everyone) =
        (id_of(Noun::Directory, "local"), id_of(Noun::Group, &format!("{}/everyone", plan.site)));
    let put = |id, path: &str, object: AnyObject, links| Change::put(Entry { id, path: path.into(), object, links });
    let mut all = vec![
        put(id_of(Noun::System, ""), "", plan.system.clone().into(), Vec::new()),
        put(directory, "local", Directory::default().into(), Vec::new()),
    ];
    for w in &plan.ways {
        let mut links = vec![Link::new("directory", directory)];
        links.extend(next(plan, w).iter().map(|name| Link::new("nextFactor", way(name))));
        all.push(put(way(&w.name), &w.name, w.of.clone().into(), links));
    }
    let site_links = ways.iter().map(|(_, id)| Link::new("method", *id).with("enabled")).collect();
    all.push(put(id_of(Noun::Site, &plan.site), &plan.site, plan.site_settings.clone().into(), site_links));
    all.push(put(
        everyone,
        &format!("{}/everyone", plan.site),
        Group { everyone: true, ..Group::default() }.into(),
        Vec::new(),
    ));
    let page = Application { protocol: "page".into(), listed: false, ..Application::default() };
    let everything: Vec<String> = ways.iter().map(|(n, _)| n.clone()).collect();
    let mut doors = vec![("account".to_owned(), page, everything, Vec::new())];
    doors.extend(plan.doors.iter().map(|d| (d.name.clone(), d.of.clone(), d.allowed.clone(), d.opens.clone())));
    for (name, of, allowed, opens) in doors {
        let path = format!("{}/{name}", plan.site);
        let mut links = vec![Link::new("allowedTo", everyone)];
        links.extend(allowed.iter().map(|n| {
            let link = Link::new("method", way(n)).with("enabled");
            if opens.contains(n) { link.with("opens") } else { link }
        }));
        all.push(put(id_of(Noun::Application, &path), &path, of.into(), links));
    }
    all
}

/// What follows a method: what its description says, or all second factors behind a password.
fn next(plan: &Plan, way: &crate::plan::Way) -> Vec<String> {
    match (&way.next, way.of.kind.as_str()) {
        (Some(names), _) => names.clone(),
        (None, "password") => {
            let second = |w: &&crate::plan::Way| {
                w.of.kind != "password" && (!w.of.kind.ends_with(".unregistered") || w.of.mfa())
            };
            plan.ways.iter().filter(second).map(|w| w.name.clone()).collect()
        }
        (None, _) => Vec::new(),
    }
}

/// A user with everything of theirs, and the writes that make them.
pub fn someone(guest: &Guest, plan: &Plan, catalogue: &Catalogue, now: Time) -> (Someone, Vec<Write>) {
    let at = |noun, path: &str| catalogue.at(noun, path).map(|e| e.id).unwrap_or_else(|| panic!("no {path}"));
    let email = guest.email.iter().map(|e| ("email".to_owned(), vec![e.clone()]));
    let given = guest.attributes.iter().map(|(n, v)| (n.clone(), vec![v.clone()]));
    let user = User {
        id: chance().id(now),
        directory: at(Noun::Directory, "local"),
        site: at(Noun::Site, &plan.site),
        name: guest.name.clone(),
        attributes: email.chain(given).collect(),
        email_verified: true,
        phone_verified: false,
        enabled: guest.enabled,
        not_before: None,
        expires: None,
        created: now,
        version: 1,
    };
    let seed = Seed::from_bytes(chance().bytes::<20>().to_vec()).expect("a seed");
    let codes: Vec<String> = (0..10).map(|_| backup_code()).collect();
    let password = guest.password.clone().unwrap_or_default();
    let own = |method: &str, kind: &str, body| credential(&user, at(Noun::Method, method), kind, body, now);
    let mut writes = vec![Write::PutUser(Box::new(user.clone()))];
    let passwords = plan.ways.iter().filter(|w| w.of.kind == "password");
    for way in passwords.filter(|_| guest.password.is_some() || guest.encoded.is_some()) {
        let body = match &guest.encoded {
            Some(hash) => password::body_encoded(hash, now).expect("a stored hash"),
            None => hashed(&password, now),
        };
        writes.push(own(&way.name, "password", body));
    }
    for method in &guest.tokens {
        writes.push(own(method, "totp", Token::new(seed.clone(), Totp::default()).body().expect("a token")));
    }
    for method in &guest.hotps {
        let way = plan.ways.iter().find(|w| w.name == *method).unwrap_or_else(|| panic!("no method {method}"));
        writes.push(hotp(guest, &user, (at(Noun::Method, method), &way.of.configuration), &seed, now));
    }
    for method in &guest.lists {
        let plain: Vec<_> = codes.iter().map(|c| model::Secret::new(c.replace('-', ""))).collect();
        let list = backup::List::of(&plain, chance().bytes(), backup::Cost { memory: 8, passes: 1 }).expect("a list");
        writes.push(own(method, "backup", serde_json::to_value(list).expect("a list")));
    }
    (Someone { password, seed, codes, user }, writes)
}

/// One unit of all writes.
pub fn unit(writes: Vec<Write>) -> Unit {
    writes.into_iter().fold(Unit::new(), Unit::then)
}

/// The body of a password credential at the small cost.
pub fn hashed(plain: &str, now: Time) -> serde_json::Value {
    let encoding =
        password::encoding::Encoding::new(password::encoding::Scheme::Argon2id, false, CHEAP).expect("an encoding");
    password::body_plain(&encoding, plain, &chance().bytes(), now).expect("a password")
}

pub fn credential(user: &User, method: Id, kind: &str, body: serde_json::Value, now: Time) -> Write {
    Write::PutCredential(Box::new(Credential {
        id: chance().id(now),
        person: user.person().key(),
        method,
        kind: kind.into(),
        label: String::new(),
        state: CredentialState::Active,
        created: now,
        used: None,
        counter: -1,
        version: 0,
        token: None,
        body,
    }))
}

/// A token by event as the inventory makes one, given to the user.
fn hotp(guest: &Guest, user: &User, (method, lines): (Id, &model::Lines), seed: &Seed, now: Time) -> Write {
    let craft = methods::oath::OATH.tokens.expect("a kind with tokens");
    let record = plug::token::SeedRecord {
        seed: model::Secret::new(seed.expose().to_vec()),
        moving: plug::token::Moving::Event { next: 0 },
        algorithm: "SHA1".into(),
        digits: 6,
        since: None,
        until: None,
    };
    let plug::token::Placed { body, counter } = (craft.make)(lines, &record).expect("a token");
    let Write::PutCredential(mut token) = credential(user, method, "oath", body, now) else { panic!("a credential") };
    token.token = Some(model::token::Tag { serial: format!("FTK-{}", user.name), site: user.site });
    (token.state, token.counter) = (CredentialState::Assigned, counter);
    token.body = (craft.issue)(lines, &token, chance(), now).expect("a token").body;
    if let Some(pin) = &guest.pin {
        token.body = (craft.set_pin)(&token, Some(pin), chance(), now).expect("a PIN").body;
    }
    Write::PutCredential(token)
}

fn backup_code() -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let code: String = chance().bytes::<10>().iter().map(|b| char::from(DIGITS[usize::from(b & 31)])).collect();
    format!("{}-{}", &code[..5], &code[5..])
}

fn chance() -> &'static dyn Chance {
    &SystemChance
}

/// The body of a password credential as the product writes it.
pub fn hashed_as_usual(plain: &str, now: Time) -> serde_json::Value {
    let encoding = password::encoding::Encoding::default();
    password::body_plain(&encoding, plain, &chance().bytes(), now).expect("a password")
}
