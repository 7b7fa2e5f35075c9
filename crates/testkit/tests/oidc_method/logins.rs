//! Logins that go by another provider.

use testkit::on_both;

use super::*;

on_both! {
    /// B15: who is known there is in here; the application is told who it is and that it was just now.
    async fn b15_who_is_known_there_is_in_here(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let asked = pair.rp.client("wiki").authorize();
        let page = person.here.get(&asked.path()).await;
        assert!(pair.op.net().owns(left(&page)), "{:?}", page.left);
        let back = pair.answered(&person, &page, "ada").await;
        let page = person.here.get(&path(&back)).await;
        let tokens = asked.client.exchange(&person.here, &asked.code(&page).unwrap(), &asked.verifier).await;
        assert!(tokens.ok(), "{}", tokens.page.body);
        // Single sign-on here does not go there again.
        assert!(pair.is_in(&person, "blog").await);
        let granted = pair.rp.audited("login.granted").await;
        assert_eq!(granted[0].method, "oidc.1");
        // Two people are two, and the same one is the same again.
        let (again, other) = (pair.person(), pair.person());
        let mut subjects = vec![tokens.text("id_token").to_owned()];
        for (person, name) in [(&again, "ada"), (&other, "bob")] {
            let asked = pair.rp.client("wiki").authorize();
            let page = person.here.get(&asked.path()).await;
            let back = pair.answered(person, &page, name).await;
            let page = person.here.get(&path(&back)).await;
            let tokens = asked.client.exchange(&person.here, &asked.code(&page).unwrap(), &asked.verifier).await;
            subjects.push(tokens.text("id_token").to_owned());
        }
        let of = |token: &String| oidc::jws::Compact::parse(token).unwrap().unverified("sub").unwrap();
        assert_eq!(of(&subjects[0]), of(&subjects[1]));
        assert_ne!(of(&subjects[0]), of(&subjects[2]));
    }
}

on_both! {
    /// B15: the answer may come as a form that the provider's page posts, without our cookies.
    async fn b15_an_answer_may_be_posted(database: Database) {
        let pair = Pair::start(database, &["responseMode form_post"]).await;
        let person = pair.person();
        let page = pair.begin(&person, "wiki").await;
        let there = person.there.get(&path(left(&page))).await;
        let there = type_in(&person.there, &there, "ada", &pair.op.someone("ada").password).await;
        let form = there.forms().into_iter().find(|f| f.inputs.iter().any(|i| i.name == "code")).expect("a form");
        let fields: Vec<_> = form.inputs.iter().map(|i| (i.name.clone(), i.value.clone())).collect();
        let to = there.url.join(&form.action).unwrap();
        let posted = pair.rp.browser().send(http::Method::POST, &to, testkit::Raw::form(&fields)).await;
        let page = person.here.follow(posted).await;
        assert!(page.left.is_some(), "{}", page.text());
        assert!(pair.is_in(&person, "blog").await);
    }
}

on_both! {
    /// B15: everything about a request that a provider may ask for: pushed is ours to come, signed keys, every way to show who we are.
    async fn b15_we_show_who_we_are_by_our_published_keys(database: Database) {
        let pair = Pair::start(database, &["tokenEndpointAuthMethod private_key_jwt"]).await;
        let jwks = pair.rp.browser().get("/oauth2/jwks").await.body;
        let jwks: Value = serde_json::from_str(&jwks).unwrap();
        pair.register(json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": jwks })).await;
        let person = pair.person();
        assert!(pair.log_in(&person, "wiki", "ada").await.left.is_some());
        assert!(pair.is_in(&person, "blog").await);
    }
}

on_both! {
    /// G3: `prompt=login` of an application asks there, too.
    async fn g3_a_fresh_login_is_asked_of_the_provider(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        pair.log_in(&person, "wiki", "ada").await;
        let asked = pair.rp.client("blog").authorize().with("prompt", "login");
        let page = person.here.get(&asked.path()).await;
        assert!(left(&page).query().unwrap_or_default().contains("prompt=login"), "{:?}", page.left);
        let there = person.there.get(&path(left(&page))).await;
        assert!(there.asks("password"), "{}", there.text());
        let control = pair.rp.client("blog").authorize();
        assert!(control.code(&person.here.get(&control.path()).await).is_some());
    }
}

on_both! {
    /// C2, C5: an unregistered code by e-mail follows, to the address that the provider told.
    async fn c2_a_code_follows_to_the_address_that_the_provider_told(database: Database) {
        let pair = Pair::with(database, &[], |plan| {
            let mut plan = plan.method(Way::named("smtp.2")).application("wiki").allow(["oidc.1", "smtp.2"]);
            plan.ways.iter_mut().filter(|w| w.name == "oidc.1").for_each(|w| w.next = Some(vec!["smtp.2".into()]));
            plan
        })
        .await;
        let person = pair.person();
        let page = pair.log_in(&person, "wiki", "ada").await;
        assert!(page.left.is_none() && page.asks("code"), "{} {}", page.url, page.text());
        assert!(page.text().contains("a••@"), "shown masked: {}", page.text());
        let code = pair.rp.mailed_code("ada", 1).await;
        let page = person.here.submit(&page, &page.prompt(), &[("code", &code)]).await;
        assert!(page.left.is_some(), "{}", page.text());
    }
}
