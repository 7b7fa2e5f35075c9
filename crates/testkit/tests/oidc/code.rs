//! Codes: once, in time, by the client they were given to, with what it showed when it asked.

use testkit::on_both;

use super::support::*;

const TOKEN: &str = "/oauth2/token";

on_both! {
    /// O047: a code that comes again ends everything that came of it.
    async fn o047_a_second_redemption_ends_all_tokens(database: Database) {
        let house = house(database).await;
        for later in [1, 30] {
            let (outcome, answer) = tokens(&house).await;
            let (access, refresh) = (answer.text("access_token"), answer.text("refresh_token"));
            good(outcome.client.userinfo(&outcome.browser, access).await);
            house.clock.seconds(later);
            assert_eq!(error(&outcome.exchange().await), (400, "invalid_grant"));
            assert_eq!(outcome.client.userinfo(&outcome.browser, access).await.status, 401);
            assert_eq!(error(&outcome.client.refresh(&outcome.browser, refresh).await), (400, "invalid_grant"));
        }
        assert_eq!(house.audited("token.replayed").await.iter().filter(|e| e.detail["kind"] == "code").count(), 2);
        // The control: a login of its own is not touched.
        let (outcome, answer) = tokens(&house).await;
        good(outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await);
    }
}

on_both! {
    /// O047: of many redemptions at once one wins, and its tokens end, too.
    async fn o047_redemptions_at_once_leave_no_token(database: Database) {
        let house = house(database).await;
        let outcome = enter(&house).await;
        let all = futures_util::future::join_all((0..8).map(|_| outcome.exchange())).await;
        let won: Vec<_> = all.iter().filter(|a| a.ok()).collect();
        assert!(won.len() <= 1, "{}", won.len());
        for answer in won {
            assert_eq!(outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await.status, 401);
        }
    }
}

on_both! {
    /// O049: a code in the hands of another client is worth nothing, and then nothing to anybody.
    async fn o049_a_code_belongs_to_its_client(database: Database) {
        let house = house(database).await;
        let outcome = enter(&house).await;
        let blog = testkit::client::Client { redirect: outcome.client.redirect.clone(), ..house.client("blog") };
        assert_eq!(error(&blog.exchange(&outcome.browser, &outcome.code(), &outcome.asked.verifier).await), (400, "invalid_grant"));
        assert_eq!(error(&outcome.exchange().await), (400, "invalid_grant"), "burnt");
        assert_eq!(house.audited("token.stolen").await.len(), 1);
        good(enter(&house).await.exchange().await);
        // A refresh token likewise.
        let (outcome, answer) = tokens(&house).await;
        assert_eq!(error(&blog.refresh(&outcome.browser, answer.text("refresh_token")).await), (400, "invalid_grant"));
        assert_eq!(outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await.status, 401);
    }
}

on_both! {
    /// O051: the address is named again, and is the same.
    async fn o051_the_address_is_named_again(database: Database) {
        let house = house(database).await;
        let outcome = enter(&house).await;
        let (code, verifier) = (outcome.code(), outcome.asked.verifier.clone());
        let fields = |redirect: &'static str| {
            let mut fields = vec![("grant_type", "authorization_code"), ("code", code.as_str()), ("code_verifier", verifier.as_str())];
            if !redirect.is_empty() {
                fields.push(("redirect_uri", redirect));
            }
            fields
        };
        for wrong in ["", "http://127.0.0.1:9/wiki/callback/", "http://127.0.0.1:10/wiki/callback", "http://127.0.0.1:9/blog/callback"] {
            let answer = outcome.client.post(&outcome.browser, TOKEN, &fields(wrong)).await;
            assert_eq!(error(&answer), (400, "invalid_grant"), "{wrong}");
        }
        good(outcome.client.post(&outcome.browser, TOKEN, &fields("http://127.0.0.1:9/wiki/callback")).await);
    }
}

on_both! {
    /// O052: a code holds for a minute.
    async fn o052_a_code_holds_for_a_minute(database: Database) {
        let house = house(database).await;
        let outcome = enter(&house).await;
        house.clock.seconds(61);
        assert_eq!(error(&outcome.exchange().await), (400, "invalid_grant"));
        let outcome = enter(&house).await;
        house.clock.seconds(55);
        good(outcome.exchange().await);
    }
}

on_both! {
    /// O055: only the verifier that the challenge was made of opens the code.
    async fn o055_only_the_right_verifier_opens_a_code(database: Database) {
        let house = house(database).await;
        let outcome = enter(&house).await;
        let right = outcome.asked.verifier.clone();
        let (long, odd) = ("a".repeat(129), format!("{}!", &right[..42]));
        let other = "E".repeat(43);
        for wrong in ["", &right[..42], &long, &odd, &other, &right.to_uppercase()] {
            let mut fields = vec![("grant_type", "authorization_code"), ("code", ""), ("redirect_uri", outcome.client.redirect.as_str())];
            let code = outcome.code();
            fields[1].1 = &code;
            if !wrong.is_empty() {
                fields.push(("code_verifier", wrong));
            }
            let answer = outcome.client.post(&outcome.browser, TOKEN, &fields).await;
            assert_eq!(error(&answer), (400, "invalid_grant"), "{wrong}");
        }
        good(outcome.exchange().await);
    }
}

on_both! {
    /// O056: a verifier without a challenge is the sign of a downgrade.
    async fn o056_a_verifier_without_a_challenge_is_refused(database: Database) {
        let house = house(database).await;
        for verifier in [true, false] {
            let outcome = house.login("ada").asking("code_challenge", "").asking("code_challenge_method", "").password().await;
            let code = outcome.code();
            let mut fields = vec![("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", outcome.client.redirect.as_str())];
            if verifier {
                fields.push(("code_verifier", &outcome.asked.verifier));
            }
            let answer = outcome.client.post(&outcome.browser, TOKEN, &fields).await;
            assert_eq!(answer.ok(), !verifier, "{}", answer.page.body);
            assert!(!verifier || error(&answer) == (400, "invalid_grant"));
        }
    }
}
