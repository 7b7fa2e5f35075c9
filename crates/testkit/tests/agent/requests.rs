//! How requests come: encodings, bodies, languages, and what is missing in them.

use testkit::{House, on_both};

use super::support::{Agent, gate, here};

/// A password that every false decoding changes.
const PASSWORD: &str = "p ä+%41&1 long enough";

async fn house(database: testkit::Database) -> House {
    let plan = House::new().on(database).application("wiki").allow(["password"]);
    let plan = gate(plan.application("gate").allow(["password"]), &here());
    plan.user("ada").password(PASSWORD).start().await
}

fn quoted(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn form(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

on_both! {
    /// C0.2: each product's way of encoding, with a password that tells them apart.
    async fn a_password_with_a_percent_sign_under_each_product(database: Database) {
        let house = house(database).await;
        let once = quoted(PASSWORD);
        let twice = quoted(&once);
        let as_forms = form(&form(PASSWORD));
        for (product, right, wrong) in [
            ("FreeRADIUS", &twice, &once),
            ("python-requests/2.31.0", &twice, &once),
            ("", &twice, &once),
            ("privacyIDEA-Keycloak/1.8.0 Keycloak/26.0", &as_forms, &once),
            ("PAM/1.1.0", &once, &twice),
            ("PrivacyIDEA-ADFS/1.4.1", &once, &twice),
            ("privacyidea-cp/3.8.0.0 Windows/DESK", &once, &twice),
            ("simpleSAMLphp", &once, &twice),
        ] {
            let agent = Agent::new(&house);
            let agent = if product.is_empty() { agent } else { agent.product(product) };
            let send = async |pass: &str| {
                agent.send("POST", "/validate/check", FORM, format!("user=ada&pass={pass}").into_bytes()).await
            };
            assert!(send(right).await.accepted(), "{product}");
            assert!(send(wrong).await.rejected(), "{product}, the other way");
        }
        house.edit(model::Noun::Application, "demo/gate", |entry| {
            if let model::AnyObject::Application(application) = &mut entry.object {
                application.metadata["encoding"] = "once".into();
            }
        }).await;
        let agent = Agent::new(&house).product("FreeRADIUS");
        assert!(agent.send("POST", "/validate/check", FORM, format!("user=ada&pass={once}").into_bytes()).await.accepted(), "as registered");
    }
}

on_both! {
    /// C0.2: multipart, JSON with and without its type, JSON before the query, charset in the type.
    async fn bodies_of_every_sort(database: Database) {
        let house = house(database).await;
        let agent = Agent::new(&house).product("PAM/1.1.0");
        let part = |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let multipart = format!("{}{}--x--\r\n", part("user", "ada"), part("pass", PASSWORD));
        let json = serde_json::json!({ "user": "ada", "pass": PASSWORD }).to_string();
        let once = format!("user=ada&pass={}", quoted(PASSWORD));
        for (kind, body) in [
            ("multipart/form-data; boundary=x", &multipart),
            ("multipart/form-data; boundary=\"x\"", &multipart),
            ("application/json", &json),
            ("application/x-www-form-urlencoded", &json),
            ("", &json),
            ("application/x-www-form-urlencoded; charset=utf-8", &once),
        ] {
            let heard = agent.send("POST", "/validate/check", kind, body.clone().into_bytes()).await;
            assert!(heard.accepted(), "{kind}: {}", heard.body);
        }
        let over = agent.send("POST", "/validate/check?user=nobody&pass=x", "application/json", json.clone().into_bytes()).await;
        assert!(over.accepted(), "JSON goes before the query");
        let clash = agent.send("POST", "/validate/check?user=nobody", FORM, once.clone().into_bytes()).await;
        assert!(clash.refused(400, 905), "two names");
        let never = Agent::new(&house).product("FreeRADIUS").send("POST", "/validate/check", "application/json", json.into_bytes()).await;
        assert!(never.accepted(), "JSON is never decoded again");
    }
}

on_both! {
    /// C0.3, C0.4: what is missing or cannot be, in the envelope of an error.
    async fn what_cannot_be_read_is_told(database: Database) {
        let house = house(database).await;
        let agent = Agent::new(&house);
        for fields in [
            &[("pass", "x")][..],
            &[("user", ""), ("pass", "x")],
            &[("user", "a%25da"), ("pass", "x")],
            &[("serial", "T*"), ("pass", "x")],
            &[("credential_id", "abc")],
        ] {
            let heard = agent.check(fields).await;
            assert!(heard.refused(400, 905), "{fields:?}: {}", heard.body);
            assert!(heard.json["result"]["error"]["message"].as_str().unwrap().starts_with("ERR905: "));
            assert!(heard.json["detail"].is_null() && heard.json["id"] == 1);
            assert!(heard.json.get("versionnumber").is_none());
        }
        let long = agent.send("POST", "/validate/check", FORM, vec![b'x'; 70 * 1024]).await;
        assert!(long.refused(400, 905));
        let passkey = agent.clone().header("origin", "https://x.example").check(&[("credential_id", "abc")]).await;
        assert!(passkey.rejected(), "nobody has that passkey");
        assert!(agent.check(&[("serial", "TOTP0001"), ("pass", "x")]).await.rejected());
        assert!(agent.post("/validate/initialize", &[("type", "passkey")]).await.refused(403, 303));
        assert!(agent.post("/validate/initialize", &[]).await.refused(400, 905));
        assert!(agent.post("/ttype/push", &[]).await.refused(501, -501));
        assert!(agent.post("/validate/samlcheck", &[("user", "ada"), ("pass", "x")]).await.refused(403, 303));
        let nowhere = agent.get("/validate/nowhere").await;
        assert_eq!((nowhere.status.as_u16(), nowhere.json.get("result")), (404, None));
        assert!(nowhere.json["error"].is_string());
        let put = agent.send("PUT", "/validate/check", "", Vec::new()).await;
        assert_eq!(put.status, 405);
        assert!(!put.body.is_empty(), "agents take an empty body for a server that is down");
    }
}

on_both! {
    /// F2.5: texts in the reader's language; the nonce comes back.
    async fn texts_follow_the_language(database: Database) {
        let house = house(database).await;
        let agent = Agent::new(&house);
        let fields = [("user", "ada"), ("pass", "x"), ("nonce", "n-0123")];
        let english = agent.check(&fields).await;
        assert_eq!(english.json["nonce"], "n-0123");
        let finnish = agent.clone().header("accept-language", "fi-FI,en;q=0.5").check(&fields).await;
        assert_ne!(english.message(), finnish.message());
        assert!(finnish.rejected() && finnish.message().len() <= 253);
        house.edit(model::Noun::Application, "demo/gate", |entry| {
            if let model::AnyObject::Application(application) = &mut entry.object {
                application.metadata["language"] = "fi".into();
            }
        }).await;
        assert_eq!(agent.check(&fields).await.message(), finnish.message(), "the agent's own, where it asks for none");
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
