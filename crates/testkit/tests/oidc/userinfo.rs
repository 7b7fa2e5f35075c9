//! Access tokens and what they open.

use http::Method;
use model::{Change, Entry, Link, Noun, Policy, policy::PolicyItem};
use serde_json::json;
use testkit::on_both;

use super::support::*;

const USERINFO: &str = "/oauth2/userinfo";

on_both! {
    /// O072: a token is itself or nothing.
    async fn o072_a_token_is_itself_or_nothing(database: Database) {
        let house = house(database).await;
        let (_, answer) = tokens(&house).await;
        let token = answer.text("access_token");
        let bearer = async |token: &str| raw(&house, Method::GET, USERINFO, &[("authorization", &format!("Bearer {token}"))], "").await;
        let (cut, padded, longer, cased) = (&token[..token.len() - 1], format!("{token}="), format!("{token}a"), token.to_uppercase());
        for wrong in [cut, &token[..token.len() - 4], &padded, &longer, &cased, "x"] {
            assert_eq!(error(&bearer(wrong).await), (401, "invalid_token"), "{wrong}");
        }
        good(bearer(token).await);
    }
}

on_both! {
    /// O073: the scheme in any case, by GET and by POST, never in the address.
    async fn o073_bearer_in_any_case_and_never_in_the_address(database: Database) {
        let house = house(database).await;
        let (_, answer) = tokens(&house).await;
        let token = answer.text("access_token");
        for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
            for method in [Method::GET, Method::POST] {
                let answer = raw(&house, method, USERINFO, &[("authorization", &format!("{scheme} {token}"))], "").await;
                assert_eq!(good(answer).json["email"], "ada@demo.test");
            }
        }
        good(raw(&house, Method::POST, USERINFO, &[FORM], &form(&[("access_token", token)])).await);
        let by_query = raw(&house, Method::GET, &format!("{USERINFO}?access_token={token}"), &[], "").await;
        assert_eq!(error(&by_query), (400, "invalid_request"));
        let both = raw(&house, Method::POST, USERINFO, &[FORM, ("authorization", &format!("Bearer {token}"))], &form(&[("access_token", token)])).await;
        assert_eq!(error(&both), (400, "invalid_request"));
        let none = raw(&house, Method::GET, USERINFO, &[], "").await;
        assert_eq!(none.status, 401);
        let challenge = none.page.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("Bearer ") && !challenge.contains("error"), "{challenge}");
    }
}

on_both! {
    /// O074: a token that is over or was taken back says so.
    async fn o074_a_dead_token_is_invalid(database: Database) {
        let house = house(database).await;
        for expired in [true, false] {
            let (outcome, answer) = tokens(&house).await;
            good(outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await);
            if expired {
                house.clock.forward(10);
            } else {
                let ticket = house.engine.ticket(model::ticket::TicketKind::Access, answer.text("access_token")).await.unwrap().unwrap();
                house.engine.end_family(ticket.family).await.unwrap();
            }
            let dead = outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await;
            assert_eq!(error(&dead), (401, "invalid_token"));
            assert!(dead.page.header("www-authenticate").unwrap().contains("error=\"invalid_token\""));
        }
    }
}

on_both! {
    /// O077: neither attributes nor a policy set what only the server knows.
    async fn o077_reserved_claims_stay_the_servers(database: Database) {
        let mut plan = plan(database);
        for name in ["iss", "sub", "aud", "exp", "acr", "amr", "sid", "nonce", "auth_time"] {
            plan = plan.user(&format!("eve-{name}")).attribute(name, "forged");
        }
        let house = plan.user("mallory").attribute("sub", "forged").attribute("acr", "forged").attribute("department", "it").start().await;
        // A policy that would say so is not taken.
        let now = house.now();
        let put = |name: &str, item: &str| {
            let item = PolicyItem { name: item.into(), value: "user:sub".into(), ..PolicyItem::default() };
            let policy = Policy { items: vec![item], ..Policy::default() };
            let id = (&plug::clock::SystemChance as &dyn plug::Chance).id(now);
            (id, Change::put(Entry { id, path: format!("demo/{name}"), object: policy.into(), links: Vec::new() }))
        };
        for name in ["sub", "iss", "aud", "exp", "acr", "sid", "nonce"] {
            assert!(house.engine.change(vec![put("evil", name).1], "test").await.is_err(), "{name}");
        }
        let (id, change) = put("fair", "nickname_of_sub");
        house.engine.change(vec![change], "test").await.unwrap();
        house.edit(Noun::Application, "demo/wiki", |entry| entry.links.push(Link::new("policy", id))).await;
        let outcome = house.login("mallory").password().await;
        let answer = good(outcome.exchange().await);
        let said = part(answer.text("id_token"), 1);
        let user = house.someone("mallory").user.id.to_string().to_lowercase();
        assert_eq!((&said["sub"], &said["iss"], &said["aud"]), (&json!(user), &json!(issuer(&house)), &json!("wiki")));
        assert_ne!(said["acr"], "forged");
        assert_eq!(said["nickname_of_sub"], json!(["forged"]), "what the policy may say is said");
        let info = outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await;
        assert_eq!(info.json["sub"], json!(user));
        assert_ne!(info.json["acr"], "forged");
        let eve = house.login("eve-exp").password().await.claims(&house).await;
        assert!(eve["exp"].is_i64() && eve["auth_time"].is_i64());
    }
}

on_both! {
    /// O078: tokens are kept by nobody on the way.
    async fn o078_tokens_are_not_cached(database: Database) {
        let house = house(database).await;
        let (outcome, answer) = tokens(&house).await;
        let refused = outcome.exchange().await;
        let info = outcome.client.userinfo(&outcome.browser, "x").await;
        for answer in [&answer, &refused, &info] {
            assert_eq!(answer.page.header("cache-control"), Some("no-store"));
            assert_eq!(answer.page.header("pragma"), Some("no-cache"));
            assert_eq!(answer.page.header("content-type"), Some("application/json"));
            assert!(answer.page.set_cookies().is_empty());
        }
        // Neither codes nor tokens stand in the audit.
        let told = format!("{:?}", house.audit().await);
        for secret in [outcome.code().as_str(), answer.text("access_token"), answer.text("refresh_token"), answer.text("id_token")] {
            assert!(!secret.is_empty() && !told.contains(secret));
        }
    }
}
