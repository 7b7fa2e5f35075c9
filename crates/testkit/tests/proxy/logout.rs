//! Logout, whoever begins it.

use testkit::on_both;

use super::*;

on_both! {
    /// G3: who leaves here leaves at the provider, too, and comes back to where the application wanted.
    async fn g3_leaving_here_is_leaving_there(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let asked = pair.proxy.client("wiki").authorize();
        let page = person.here.get(&asked.path()).await;
        let fields = pair.answered(&person, &page, "ada").await;
        let page = pair.bring(&person, &fields).await;
        let tokens = asked.client.exchange(&person.here, &asked.code(&page).unwrap(), &asked.verifier).await;
        assert!(pair.is_in(&person, "blog").await && lets_in(&pair.idp, &person.there, "mail").await);
        let (other, fields) = (pair.person(), "http://127.0.0.1:9/wiki/bye");
        pair.log_in(&other, "wiki", "ada").await;
        let page = person.here.get(&format!(
            "/oauth2/logout?id_token_hint={}&post_logout_redirect_uri={}&state=x",
            tokens.text("id_token"),
            url::form_urlencoded::byte_serialize(fields.as_bytes()).collect::<String>(),
        )).await;
        assert!(pair.idp.net().owns(left(&page)), "{:?}", page.left);
        let page = person.walk(&pair.idp, &pair.proxy, page).await;
        assert!(page.left.as_ref().is_some_and(|to| to.as_str().starts_with(fields)), "{:?} {}", page.left, page.text());
        assert!(!pair.is_in(&person, "blog").await && !lets_in(&pair.idp, &person.there, "mail").await);
        assert!(pair.is_in(&other, "blog").await && lets_in(&pair.idp, &other.there, "mail").await, "another session of hers lives");
    }
}

on_both! {
    /// S083: who leaves at the provider leaves here, too; another session of the same person lives on.
    async fn s083_leaving_there_is_leaving_here(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let (person, other) = (pair.person(), pair.person());
        pair.log_in(&person, "wiki", "ada").await;
        pair.log_in(&other, "wiki", "ada").await;
        assert!(pair.is_in(&person, "blog").await && pair.is_in(&other, "blog").await);
        let page = person.there.get("/oauth2/logout").await;
        let page = person.there.submit(&page, &page.prompt(), &[]).await;
        person.walk(&pair.idp, &pair.proxy, page).await;
        for _ in 0..100 {
            if !pair.is_in(&person, "blog").await {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert!(!lets_in(&pair.idp, &person.there, "mail").await && !pair.is_in(&person, "blog").await);
        assert!(lets_in(&pair.idp, &other.there, "mail").await && pair.is_in(&other, "blog").await);
        assert!(pair.proxy.audited("session.ended").await.iter().any(|event| event.detail.to_string().contains("provider")));
    }
}

on_both! {
    /// S082: a logout that the provider did not sign ends nothing.
    async fn s082_a_logout_of_nobody(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        pair.log_in(&person, "wiki", "ada").await;
        for body in ["", "SAMLRequest=PHg%2BPC94Pg%3D%3D", "SAMLResponse=PHg%2BPC94Pg%3D%3D"] {
            let fields: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
            let to = pair.proxy.browser().url("/saml2/sp/saml.1/slo");
            let page = pair.proxy.browser().send(http::Method::POST, &to, Raw::form(&fields)).await;
            assert_eq!(page.status, 400, "{body}");
            let page = pair.proxy.browser().get(&format!("/saml2/sp/saml.1/slo?{body}")).await;
            assert_eq!(page.status, 400, "{body}");
        }
        assert!(pair.is_in(&person, "blog").await);
        assert_eq!(pair.proxy.audited("saml.logout-refused").await.len(), 6);
    }
}
