//! Answers that are not this login's, and what becomes of them.

use testkit::on_both;

use super::*;

on_both! {
    /// O114, O117: the answer of another browser, a second time, and too late; beside each the one that counts.
    async fn o114_an_answer_counts_once_in_the_browser_that_asked(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let (person, thief) = (pair.person(), pair.person());
        let page = pair.begin(&person, "wiki").await;
        let back = path(&pair.answered(&person, &page, "ada").await);
        let page = thief.here.get(&back).await;
        assert!(kept_out(&thief, &page), "{}", page.text());
        let page = person.here.get(&back).await;
        assert!(page.left.is_some(), "the control: {}", page.text());
        let page = person.here.get(&back).await;
        assert!(page.left.is_none(), "the second time: {}", page.text());
        let late = pair.person();
        let page = pair.begin(&late, "wiki").await;
        let back = path(&pair.answered(&late, &page, "bob").await);
        pair.rp.clock.pass(model::Span::minutes(11));
        let page = late.here.get(&back).await;
        assert!(kept_out(&late, &page), "after ten minutes: {}", page.text());
    }
}

on_both! {
    /// O114: one's own login finished with another's code is nobody's.
    async fn o114_a_code_of_another_login_lets_nobody_in(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let (ada, bob) = (pair.person(), pair.person());
        let (page, other) = (pair.begin(&ada, "wiki").await, pair.begin(&bob, "wiki").await);
        let adas = pair.answered(&ada, &page, "ada").await;
        let bobs = pair.answered(&bob, &other, "bob").await;
        let code = |url: &Url| url.query_pairs().find(|(n, _)| n == "code").unwrap().1.into_owned();
        let mixed = path(&bobs).replace(&code(&bobs), &code(&adas));
        let page = bob.here.get(&mixed).await;
        assert!(kept_out(&bob, &page), "{}", page.text());
        assert_eq!(pair.causes().await.len(), 1);
        assert!(bob.here.get(&path(&bobs)).await.left.is_some(), "the control");
    }
}

on_both! {
    /// O110: what one method's provider answers is taken at no other's address, right as state and code are; nor is it posted there.
    async fn o110_an_answer_at_another_methods_address_is_refused(database: Database) {
        let pair = Pair::with(database, &[], |plan| {
            let mut other = testkit::Way { name: "oidc.2".into(), ..plan.ways[0].clone() };
            other.of.declaration_reference = "urn:test:method:oidc.2".into();
            plan.method(other).application("wiki").allow(["oidc.1", "oidc.2"])
        })
        .await;
        let person = pair.person();
        let page = pair.begin(&person, "wiki").await;
        let page = person.here.pick(&page, "oidc.1").await;
        let back = pair.answered(&person, &page, "ada").await;
        let mixed = path(&back).replace("/oidc.1?", "/oidc.2?");
        // The question stays open, and is asked where it was.
        let page = person.here.get(&mixed).await;
        assert!(pair.op.net().owns(left(&page)) && person.here.cookie("session").is_none(), "{:?}", page.left);
        let fields: Vec<(String, String)> = back.query_pairs().into_owned().collect();
        let to = person.here.url("/login/return/oidc.2");
        let page = person.here.send(http::Method::POST, &to, testkit::Raw::form(&fields)).await;
        assert!(kept_out(&person, &page), "{} {}", page.url, page.text());
        // The control: the code was not spent by that.
        assert!(person.here.get(&path(&back)).await.left.is_some());
    }
}

on_both! {
    /// O110: an answer that names another issuer, or none although ours promises it, is refused before any call.
    async fn o110_an_answer_that_names_another_issuer_is_refused(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let page = pair.begin(&person, "wiki").await;
        let back = pair.answered(&person, &page, "ada").await;
        let changed = |iss: Option<&str>| {
            let mut url = back.clone();
            let pairs: Vec<(String, String)> = back.query_pairs().into_owned().filter(|(n, _)| n != "iss").collect();
            url.query_pairs_mut().clear().extend_pairs(&pairs).extend_pairs(iss.map(|iss| ("iss", iss)));
            path(&url)
        };
        for iss in [None, Some("https://evil.test")] {
            let page = person.here.get(&changed(iss)).await;
            assert!(kept_out(&person, &page) && page.error().is_some(), "{}", page.text());
        }
        assert_eq!(pair.causes().await.len(), 2);
        // The code was not spent by that.
        assert!(person.here.get(&path(&back)).await.left.is_some(), "the control");
    }
}

on_both! {
    /// O118: a method that was switched off lets nobody in, also in a login under way.
    async fn o118_a_provider_that_is_switched_off(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let page = pair.begin(&person, "wiki").await;
        let back = path(&pair.answered(&person, &page, "ada").await);
        pair.rp.edit_method("oidc.1", |method| method.enabled = false).await;
        let page = person.here.get(&back).await;
        assert!(kept_out(&person, &page), "{}", page.text());
        pair.rp.edit_method("oidc.1", |method| method.enabled = true).await;
        let page = pair.log_in(&pair.person(), "wiki", "ada").await;
        assert!(page.left.is_some(), "the control: {}", page.text());
    }
}

on_both! {
    /// O118: an answer that nobody asked for goes nowhere.
    async fn o118_an_answer_that_nobody_asked_for(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        for query in ["code=x&state=y", "code=x", "error=access_denied&state=y", ""] {
            let page = person.here.get(&format!("/login/return/oidc.1?{query}")).await;
            assert!(kept_out(&person, &page) && page.status.is_client_error(), "{query}: {} {}", page.status, page.text());
        }
        assert!(pair.log_in(&person, "wiki", "ada").await.left.is_some(), "the control");
    }
}

on_both! {
    /// O036 from the other side: who cancels there is told so, and may go another way.
    async fn o036_who_cancels_there_is_told_so(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let page = pair.begin(&person, "wiki").await;
        let there = person.there.get(&path(left(&page))).await;
        let cancel = there.forms().into_iter().find(|form| form.button("cancel").is_some()).expect("a way out");
        let there = person.there.submit(&there, &cancel, &[("cancel", "yes")]).await;
        let page = person.here.get(&path(left(&there))).await;
        assert!(kept_out(&person, &page) && page.error().is_some(), "{}", page.text());
        assert_eq!(pair.rp.audited("upstream.refused").await[0].detail["cause"], "access_denied");
    }
}
