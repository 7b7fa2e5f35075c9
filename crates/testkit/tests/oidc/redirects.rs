//! Where answers may go.

use serde_json::json;
use testkit::on_both;

use super::support::*;

on_both! {
    /// O019: an address that is not exactly the registered one is never followed.
    async fn o019_only_the_very_address_is_followed(database: Database) {
        let registered_uri = "https://wiki.example/app/callback";
        let house = plan(database).application("far").allow(["password"]).application_with(registered(json!({ "redirect_uris": [registered_uri] }))).start().await;
        for wrong in [
            "https://wiki.example/app/callbacl",
            "https://WIKI.example/app/callback",
            "HTTPS://wiki.example/app/callback",
            "https://wiki.example:443/app/callback",
            "https://wiki.example:8443/app/callback",
            "https://wiki.example/app/callback/",
            "https://wiki.example/app/callback?x=1",
            "https://wiki.example/app/callback#x",
            "https://wiki.example/app/./callback",
            "https://wiki.example/other/../app/callback",
            "https://wiki.example/app/c%61llback",
            "https://wiki.example@evil.example/app/callback",
            "https://evil.example/app/callback",
            "http://wiki.example/app/callback",
            "//wiki.example/app/callback",
            "javascript:alert(1)",
        ] {
            let page = ask(&house, &house.browser(), &client(&house, "far", wrong), &[]).await;
            assert!(kept_here(&page), "{wrong}: {} {}", page.status, page.url);
        }
        let asked = ask(&house, &house.browser(), &client(&house, "far", registered_uri), &[]).await;
        assert!(asked.asks("password"), "the control");
        let unknown = testkit::client::Client { id: "nobody".into(), ..client(&house, "far", registered_uri) };
        assert!(kept_here(&ask(&house, &house.browser(), &unknown, &[]).await));
    }
}

on_both! {
    /// O021: with two registered addresses, or one, the request names its own.
    async fn o021_an_address_is_named(database: Database) {
        let uris = ["https://a.example/cb", "https://b.example/cb"];
        let house = plan(database).application("far").allow(["password"]).application_with(registered(json!({ "redirect_uris": uris }))).start().await;
        for application in ["far", "wiki"] {
            let page = ask(&house, &house.browser(), &house.client(application), &[("redirect_uri", "")]).await;
            assert!(kept_here(&page), "{}", page.url);
        }
        for uri in uris {
            assert!(ask(&house, &house.browser(), &client(&house, "far", uri), &[]).await.asks("password"));
        }
    }
}

on_both! {
    /// O022: a program on the person's own machine may use any port of the loopback address, and nothing else.
    async fn o022_native_programs_choose_a_port(database: Database) {
        let house = plan(database).application("native").allow(["password"]).application_with(registered(public("http://127.0.0.1/cb"))).start().await;
        let of = |redirect: &str| testkit::client::Client { secret: None, ..client(&house, "native", redirect) };
        for good in ["http://127.0.0.1/cb", "http://127.0.0.1:51004/cb", "http://127.0.0.1:1/cb"] {
            assert!(ask(&house, &house.browser(), &of(good), &[]).await.asks("password"), "{good}");
        }
        for wrong in [
            "http://localhost:51004/cb",
            "http://127.0.0.1:51004/other",
            "https://127.0.0.1:51004/cb",
            "http://127.0.0.1:51004/cb?x=1",
            "http://127.0.0.2:51004/cb",
            "http://127.0.0.1:0/cb",
            "http://127.0.0.1:51004@evil.example/cb",
            "http://[::1]:51004/cb",
        ] {
            assert!(kept_here(&ask(&house, &house.browser(), &of(wrong), &[]).await), "{wrong}");
        }
    }
}

on_both! {
    /// O023: a registered query stays, the answer comes behind it, and another query is another address.
    async fn o023_a_registered_query_stays(database: Database) {
        let uri = "https://wiki.example/cb?tenant=1";
        let house = plan(database).application("far").allow(["password"]).application_with(registered(json!({ "redirect_uris": [uri] }))).start().await;
        let (browser, asked) = (house.browser(), client(&house, "far", uri).authorize());
        let page = browser.get(&asked.path()).await;
        let password = house.someone("ada").password.clone();
        let page = browser.submit(&page, &page.prompt(), &[("username", "ada"), ("password", &password)]).await;
        assert!(page.left.as_ref().unwrap().as_str().starts_with("https://wiki.example/cb?tenant=1&code="));
        assert!(asked.code(&page).is_some());
        for wrong in ["https://wiki.example/cb?tenant=2", "https://wiki.example/cb", "https://wiki.example/cb?tenant=1&x=1"] {
            assert!(kept_here(&ask(&house, &house.browser(), &client(&house, "far", wrong), &[]).await), "{wrong}");
        }
    }
}
