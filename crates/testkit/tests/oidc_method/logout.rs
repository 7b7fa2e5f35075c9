//! Logout, whoever begins it.

use testkit::on_both;

use super::*;

on_both! {
    /// G3, O100: who leaves here leaves at the provider, too, and comes back to where the application wanted.
    async fn g3_o100_leaving_here_is_leaving_there(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let asked = pair.rp.client("wiki").authorize();
        let page = person.here.get(&asked.path()).await;
        let back = pair.answered(&person, &page, "ada").await;
        let page = person.here.get(&path(&back)).await;
        let tokens = asked.client.exchange(&person.here, &asked.code(&page).unwrap(), &asked.verifier).await;
        assert!(pair.is_in(&person, "blog").await && pair.is_in_there(&person).await);
        let other = pair.person();
        pair.log_in(&other, "wiki", "ada").await;
        let bye = "http://127.0.0.1:9/wiki/bye";
        let page = person.here.get(&format!(
            "/oauth2/logout?id_token_hint={}&post_logout_redirect_uri={}&state=x",
            tokens.text("id_token"),
            url::form_urlencoded::byte_serialize(bye.as_bytes()).collect::<String>(),
        )).await;
        assert!(pair.op.net().owns(left(&page)), "{:?}", page.left);
        let page = person.walk(&pair.op, &pair.rp, page).await;
        assert!(page.left.as_ref().is_some_and(|to| to.as_str().starts_with(bye)), "{:?} {}", page.left, page.text());
        assert!(!pair.is_in(&person, "blog").await && !pair.is_in_there(&person).await);
        assert!(pair.is_in(&other, "blog").await && pair.is_in_there(&other).await, "another session of hers lives");
    }
}

on_both! {
    /// G3, O104: who leaves at the provider leaves here, too, behind the browser's back; another session lives on.
    async fn g3_o104_leaving_there_is_leaving_here(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let (person, other) = (pair.person(), pair.person());
        pair.log_in(&person, "wiki", "ada").await;
        pair.log_in(&other, "wiki", "ada").await;
        assert!(pair.is_in(&person, "blog").await && pair.is_in(&other, "blog").await);
        let page = person.there.get("/oauth2/logout").await;
        person.there.submit(&page, &page.prompt(), &[]).await;
        let mut tries = 0;
        while pair.is_in(&person, "blog").await {
            tries += 1;
            assert!(tries < 100, "the session here lives on");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert!(pair.is_in(&other, "blog").await);
    }
}

on_both! {
    /// O104, O120: a logout token that the provider did not sign, or that is of no kind, ends nothing.
    async fn o120_what_is_no_logout_token_ends_nothing(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        pair.log_in(&person, "wiki", "ada").await;
        let to = person.here.url("/login/return/oidc.1/logout");
        for token in ["", "x", "e30.e30.", "eyJhbGciOiJub25lIn0.e30."] {
            let fields = [("logout_token".to_owned(), token.to_owned())];
            let page = pair.rp.browser().send(http::Method::POST, &to, testkit::Raw::form(&fields)).await;
            assert_eq!(page.status, 400, "{token}: {}", page.text());
        }
        for query in ["", "iss=https://evil.test&sid=x", "sid=x"] {
            let page = pair.rp.browser().get(&format!("/login/return/oidc.1/logout?{query}")).await;
            assert!(page.status.is_client_error(), "{query}: {}", page.status);
        }
        assert!(pair.is_in(&person, "blog").await);
    }
}
