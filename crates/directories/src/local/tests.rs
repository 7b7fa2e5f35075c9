//! Who is found, on a store of its own.

use model::{Attributes, Id, Secret, Time, User};
use plug::Directory;
use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};
use store::{Store, Unit, Units, Write};
use store_sql::{Location, MasterKeys, SqlStore};

const HERE: Id = Id::fixed(10);
const ELSEWHERE: Id = Id::fixed(11);

fn user(id: u128, directory: Id, name: &str, email: &str) -> User {
    User {
        id: Id::fixed(id),
        directory,
        site: Id::fixed(20),
        name: name.into(),
        attributes: Attributes::from([("email".into(), vec![email.into(), "shared@acme.example".into()])]),
        email_verified: true,
        phone_verified: false,
        enabled: true,
        not_before: None,
        expires: None,
        created: Time::from_seconds(1),
        version: 1,
    }
}

async fn directory(folder: &tempfile::TempDir) -> Arc<dyn Directory> {
    let next = AtomicU8::new(1);
    let chance = Arc::new(move |bytes: &mut [u8]| bytes.fill(next.fetch_add(1, Ordering::Relaxed)));
    let keys = MasterKeys::new(&[Secret::new(vec![7; 32])]).unwrap();
    let location = Location::Sqlite(folder.path().join("store.db"));
    let store = SqlStore::open(location, keys, "node".into(), chance).await.unwrap();
    let users = [
        user(1, HERE, "Ada", "ada@acme.example"),
        user(2, HERE, "bob", "bob@acme.example"),
        user(3, ELSEWHERE, "ada", "ada@acme.example"),
    ];
    let unit = users.into_iter().fold(Unit::new(), |unit, user| unit.then(Write::PutUser(Box::new(user))));
    store.apply(unit).await.unwrap();
    let store: Arc<dyn Store> = Arc::new(store);
    assert!(crate::open("ldap", HERE, Arc::clone(&store)).is_none());
    crate::open("local", HERE, store).unwrap()
}

fn ids(users: Vec<User>) -> Vec<Id> {
    let mut ids: Vec<Id> = users.iter().map(|u| u.id).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn its_own_users_are_found_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let directory = directory(&folder).await;
    let long = "a".repeat(600);
    for (name, found) in
        [("ada", &[1][..]), (" ADA ", &[1]), ("bob", &[2]), ("eve", &[]), ("", &[]), ("ada\0", &[]), (&long, &[])]
    {
        let expected: Vec<Id> = found.iter().map(|n| Id::fixed(*n)).collect();
        assert_eq!(ids(directory.named(name).await.unwrap()), expected, "{name:?}");
    }
    for (attribute, value, found) in [
        ("email", "ADA@acme.example", &[1][..]),
        ("email", "shared@acme.example", &[1, 2]),
        ("phone_number", "ada@acme.example", &[]),
        ("email", "", &[]),
        ("", "ada@acme.example", &[]),
    ] {
        let expected: Vec<Id> = found.iter().map(|n| Id::fixed(*n)).collect();
        assert_eq!(ids(directory.with(attribute, value, 9).await.unwrap()), expected, "{attribute} {value}");
    }
    assert_eq!(
        ids(directory.with("email", "shared@acme.example", 1).await.unwrap()),
        [Id::fixed(1)],
        "no more than asked"
    );
    assert_eq!(directory.user(Id::fixed(1)).await.unwrap().map(|u| u.name), Some("Ada".into()));
    assert!(directory.user(Id::fixed(3)).await.unwrap().is_none(), "another directory's");
    let ada = directory.user(Id::fixed(1)).await.unwrap().unwrap();
    assert_eq!(directory.judge(&ada, "x").await.unwrap(), None, "passwords are credentials of ours");
}
