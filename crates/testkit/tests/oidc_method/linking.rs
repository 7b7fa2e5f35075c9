//! An account elsewhere is connected with one here by its owner alone, and by proofs that any other change of factors takes (G10).

use testkit::on_both;

use super::*;

/// `light` is content with a password; people who have a token are asked for it at `wiki`.
async fn pair(database: Database) -> Pair {
    Pair::with(database, &["accountLink true"], |plan| {
        let plan = plan.method(Way::named("password").next(&["totp"]));
        let plan = plan.application("light").allow(["oidc.1", "password"]);
        let plan = plan.application("wiki").allow(["oidc.1", "password", "totp"]);
        plan.user("ada").token("totp").user("bob")
    })
    .await
}

/// Somebody comes back from the provider, is known to nobody here, and types a password instead.
async fn known_there(pair: &Pair, person: &Person, application: &str, there: &str, here: &str) -> Page {
    let begun = person.here.get(&pair.rp.client(application).authorize().path()).await;
    let begun = person.here.pick(&begun, "oidc.1").await;
    let back = pair.answered(person, &begun, there).await;
    let page = person.here.get(&path(&back)).await;
    assert!(kept_out(person, &page) && page.error().is_some(), "{}", page.text());
    let page = if page.asks("password") { page } else { person.here.pick(&page, "password").await };
    type_in(&person.here, &page, here, &pair.rp.someone(here).password).await
}

fn asks_to_connect(page: &Page) -> bool {
    page.left.is_none() && page.forms().iter().any(|form| form.button("skip").is_some())
}

async fn connect(person: &Person, page: &Page) -> Page {
    let form = page.prompt();
    person.here.submit(page, &form, &[]).await
}

async fn links(pair: &Pair, name: &str) -> Vec<model::Credential> {
    let key = pair.rp.person(name).key();
    let all = store::Credentials::person(pair.rp.sql().as_ref(), &key, "").await.unwrap().credentials;
    all.into_iter().filter(|c| c.kind == "link").collect()
}

on_both! {
    /// M022: a password alone connects nothing with the account of somebody who has a second factor; that factor does, and its owner
    /// reads of it.
    async fn m022_a_password_alone_connects_no_account_that_has_a_second_factor(database: Database) {
        let pair = pair(database).await;
        let thief = pair.person();
        let page = known_there(&pair, &thief, "light", "bob", "ada").await;
        assert!(!asks_to_connect(&page), "{}", page.text());
        assert_eq!(links(&pair, "ada").await.len(), 0);
        // The controls: with the second factor, and for somebody who has none.
        let owner = pair.person();
        let page = known_there(&pair, &owner, "wiki", "ada", "ada").await;
        let page = owner.here.code(&page, &pair.rp.code("ada")).await;
        assert!(asks_to_connect(&page), "{}", page.text());
        assert!(connect(&owner, &page).await.left.is_some());
        assert_eq!(links(&pair, "ada").await.len(), 1);
        let told = pair.rp.inbox().newest("ada@demo.test", 1).await;
        assert!(told.subject.contains("oidc.1"), "{}", told.subject);
        let other = pair.person();
        let page = known_there(&pair, &other, "light", "bob", "bob").await;
        assert!(asks_to_connect(&page), "{}", page.text());
        assert!(connect(&other, &page).await.left.is_some());
        assert_eq!(links(&pair, "bob").await.len(), 1);
    }
}

on_both! {
    /// G10: a link that was made meanwhile, and held back, is not made again by a login that began before.
    async fn g10_a_link_that_is_held_back_stays_so(database: Database) {
        let pair = pair(database).await;
        let (early, late, other) = (pair.person(), pair.person(), pair.person());
        let page = known_there(&pair, &early, "light", "bob", "bob").await;
        assert!(asks_to_connect(&page));
        let again = known_there(&pair, &late, "light", "bob", "bob").await;
        assert!(connect(&late, &again).await.left.is_some(), "the control");
        let mut link = links(&pair, "bob").await.remove(0);
        link.state = model::credential::CredentialState::Suspended;
        pair.rp.write(vec![store::Write::PutCredential(Box::new(link))]).await;
        let page = connect(&early, &page).await;
        assert!(page.left.is_some(), "the account itself is proven: {}", page.text());
        assert!(!links(&pair, "bob").await[0].state.proves(), "it stays held back");
        let page = other.here.get(&pair.rp.client("light").authorize().path()).await;
        let begun = other.here.pick(&page, "oidc.1").await;
        let back = pair.answered(&other, &begun, "bob").await;
        let page = other.here.get(&path(&back)).await;
        assert!(kept_out(&other, &page), "{}", page.text());
    }
}
