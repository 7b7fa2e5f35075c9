//! The inventory: lists, serial numbers that are given once, owners that come and go.

use futures_util::future::join_all;
use model::{
    Credential, Id,
    credential::CredentialState::{self, Active, Assigned, Inventory, Lost},
    token::Tag,
};

use super::{Lab, samples::*};
use crate::{Applied, Expect, StoreError, TokenQuery, Unit, When, Write};

fn token(number: u128, serial: &str, site: Id, state: CredentialState, person: &str) -> Credential {
    let token = Some(Tag { serial: serial.into(), site });
    Credential { kind: "oath".into(), token, state, person: person.into(), ..credential(number, ADA) }
}

fn put(token: Credential) -> Write {
    Write::PutCredential(Box::new(token))
}

pub async fn a_token_is_listed_where_it_is<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let (here, there) = (id(80), id(81));
    let all = [
        token(50, "FTK-10", here, Inventory, ""),
        token(51, "ftk-2", here, Active, &key(ADA)),
        token(52, "FTK-3", there, Inventory, ""),
        token(53, "X%1", there, Lost, ""),
    ];
    done(store, all.into_iter().fold(Unit::new(), |unit, token| unit.then(put(token)))).await;
    let serials = async |query: TokenQuery| {
        let found = store.tokens(&TokenQuery { limit: query.limit.max(1) + 8, ..query }).await.unwrap();
        found.into_iter().map(|t| t.serial).collect::<Vec<_>>()
    };
    let any = TokenQuery::default;
    assert_eq!(serials(any()).await, ["FTK-10", "ftk-2", "FTK-3", "X%1"]);
    assert_eq!(serials(TokenQuery { sites: vec![here], ..any() }).await, ["FTK-10", "ftk-2"]);
    assert_eq!(serials(TokenQuery { sites: vec![there, here], ..any() }).await.len(), 4);
    assert_eq!(serials(TokenQuery { sites: vec![id(82)], ..any() }).await.len(), 0);
    assert_eq!(serials(TokenQuery { state: Some(Inventory), ..any() }).await, ["FTK-10", "FTK-3"]);
    assert_eq!(serials(TokenQuery { person: Some(key(ADA)), ..any() }).await, ["ftk-2"]);
    assert_eq!(serials(TokenQuery { text: Some("FTK".into()), ..any() }).await.len(), 3);
    assert_eq!(serials(TokenQuery { text: Some("%".into()), ..any() }).await, ["X%1"]);
    assert_eq!(serials(TokenQuery { method: Some(id(8)), ..any() }).await.len(), 0);
    let first = store.tokens(&TokenQuery { limit: 2, ..any() }).await.unwrap();
    assert_eq!((first.len(), first[1].serial.as_str(), first[1].state), (2, "ftk-2", Active));
    assert_eq!(serials(TokenQuery { after: Some("ftk-2".into()), ..any() }).await, ["FTK-3", "X%1"]);
    let counts = store.token_counts(&[]).await.unwrap();
    assert_eq!(counts, [(here, Active, 1), (here, Inventory, 1), (there, Inventory, 1), (there, Lost, 1)]);
    assert_eq!(store.token_counts(&[there]).await.unwrap().len(), 2);
    let found = store.token("FTK-2").await.unwrap().unwrap();
    assert_eq!((found.id, found.version), (id(51), 1), "by its serial number, in any case");
    assert!(found.body.to_string().contains("credential-secret"));
    assert_eq!(store.token("FTK-1").await.unwrap(), None);
    // What nobody has is nobody's: a person's record holds their own alone.
    assert_eq!(store.person(&key(ADA), "").await.unwrap().credentials.len(), 1);
    done(store, Unit::new().then(Write::RemoveCredential(id(50)))).await;
    assert_eq!(serials(TokenQuery { sites: vec![here], ..any() }).await, ["ftk-2"]);
}

pub async fn a_serial_number_is_given_once<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, Unit::new().then(put(token(50, "FTK-1", id(80), Inventory, "")))).await;
    let again = Unit::new().then(put(token(51, "FTK-2", id(80), Inventory, ""))).then(put(token(
        52,
        "ftk-1",
        id(81),
        Inventory,
        "",
    )));
    assert!(matches!(store.apply(again).await, Err(StoreError::Conflict(why)) if why.contains("ftk-1")));
    assert_eq!(store.token("FTK-2").await.unwrap(), None, "all of a unit or nothing");
    // The same token again is no clash, and writers of one new number are told apart.
    done(store, Unit::new().then(put(token(50, "FTK-1", id(81), Inventory, "")))).await;
    assert_eq!(store.token("FTK-1").await.unwrap().unwrap().token.unwrap().site, id(81));
    let nodes = lab.nodes();
    let race = (0..20).map(|n| {
        let unit = Unit::new().then(put(token(100 + n, "FTK-9", id(80), Inventory, "")));
        nodes[usize::try_from(n).unwrap() % nodes.len()].apply(unit)
    });
    let outcomes = join_all(race).await;
    assert_eq!(outcomes.iter().filter(|o| matches!(o, Ok(Applied::Done))).count(), 1);
    assert_eq!(outcomes.iter().filter(|o| matches!(o, Err(StoreError::Conflict(_)))).count(), 19);
}

/// L010
pub async fn of_two_hundred_writers_one_assigns_a_token<L: Lab>(lab: &L) {
    let nodes = lab.nodes();
    done(&nodes[0], Unit::new().then(put(token(50, "FTK-1", id(80), Inventory, "")))).await;
    let step = |n: u128| {
        said(When::Done, "token.assigned").expect(Expect::Credential { id: id(50), version: 1 }).then(put(token(
            50,
            "FTK-1",
            id(80),
            Assigned,
            &key(1000 + n),
        )))
    };
    let race = (0..200).map(|n| nodes[usize::try_from(n).unwrap() % nodes.len()].apply(step(n)));
    let outcomes: Vec<Applied> = join_all(race).await.into_iter().map(Result::unwrap).collect();
    let won: Vec<usize> = outcomes.iter().enumerate().filter(|(_, o)| **o == Applied::Done).map(|(n, _)| n).collect();
    assert_eq!((won.len(), outcomes.iter().filter(|o| **o == Applied::Moved).count()), (1, 199));
    let owner = key(1000 + won[0] as u128);
    assert_eq!(nodes[0].token("FTK-1").await.unwrap().unwrap().person, owner);
    assert_eq!(nodes[0].person(&owner, "").await.unwrap().credentials.len(), 1);
    assert_eq!(count(&nodes[0], "token.assigned").await, 1);
}

pub async fn a_token_outlives_its_owner<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let unit = Unit::new()
        .then(Write::PutUser(Box::new(user(ADA, "ada", &[]))))
        .then(put(token(50, "FTK-1", id(80), Active, &key(ADA))))
        .then(put(credential(51, ADA)));
    done(store, unit).await;
    done(store, Unit::new().then(Write::DropUser(id(ADA)))).await;
    let kept = store.token("FTK-1").await.unwrap().unwrap();
    assert_eq!((kept.state, kept.person.as_str(), kept.version), (Inventory, "", 2));
    assert!(store.credential(id(51)).await.unwrap().is_none(), "what is no token goes with its owner");
    assert!(store.person(&key(ADA), "").await.unwrap().credentials.is_empty());
    assert_eq!(store.tokens(&TokenQuery { limit: 9, ..TokenQuery::default() }).await.unwrap()[0].person, "");
}
