//! `$attribute/metadata`, `jwks` and `registration` of a method (facts: the order method, metadata, keys, request, registration).

use http::Method;
use testkit::{Raw, on_both};

use super::*;

fn raw(kind: &str, body: &str) -> Raw {
    Raw { headers: vec![("content-type".into(), kind.into())], body: body.as_bytes().to_vec() }
}

async fn house(database: Database) -> House {
    House::new()
        .on(database)
        .method(Way::named("password.1"))
        .application("wiki")
        .allow(["password.1"])
        .user("ada")
        .start()
        .await
}

on_both! {
    /// B15: a provider is set up by the management API alone, in the order that the source's guide has.
    async fn b15_a_provider_is_set_up_in_the_order_of_the_guide(database: Database) {
        let (op, rp) = (Pair::start(database, &[]).await.op, house(database).await);
        let api = rp.api().await;
        let made = api.put("/method/oidc.2", "methodType=OpenID%20Connect&className=ubilogin.method.provider.openidconnect.OpenIDConnectMethod&configuration=OperationMode%20private&enabled=true").await;
        assert_eq!(made.code(), 200, "{}", made.page.body);
        let severities: Vec<&str> = made.json["findings"].as_array().unwrap().iter().map(|f| f["severity"].as_str().unwrap()).collect();
        assert_eq!(severities, ["unfit"], "{}", made.page.body);
        for name in ["metadata", "jwks"] {
            assert_eq!(api.get(&format!("/method/oidc.2/$attribute/{name}")).await.code(), 404, "{name}");
        }
        let metadata = op.browser().get("/.well-known/openid-configuration").await.body;
        let put = api.send(Method::PUT, "/method/oidc.2/$attribute/metadata", raw("application/json", &metadata)).await;
        assert_eq!(put.code(), 200, "{}", put.page.body);
        let told = api.get("/method/oidc.2/$attribute/metadata").await;
        assert_eq!(told.json, serde_json::from_str::<Value>(&metadata).unwrap());
        assert!(told.page.header("content-type").unwrap().starts_with("application/json"));
        let jwks = op.browser().get("/oauth2/jwks").await.body;
        let put = api.send(Method::PUT, "/method/oidc.2/$attribute/jwks", raw("application/jwk-set+json", &jwks)).await;
        assert_eq!(put.code(), 200, "{}", put.page.body);
        let told = api.get("/method/oidc.2/$attribute/jwks").await;
        assert!(told.page.header("content-type").unwrap().starts_with("application/jwk-set+json"));
        let request = api.get("/method/oidc.2/$attribute/registration").await;
        assert_eq!(request.json["redirect_uris"], json!([rp.browser().url("/login/return/oidc.2")]), "{}", request.page.body);
        let registration = json!({ "client_id": "rp", "client_secret": "a-secret-that-nobody-may-read" });
        let put = api.json(Method::PUT, "/method/oidc.2/$attribute/registration", &registration).await;
        assert_eq!((put.code(), put.text("client_secret")), (200, "********"), "{}", put.page.body);
        assert_eq!(api.get("/method/oidc.2").await.json["findings"], json!(null), "fit");
        // Masked wherever it is read, and a mask put back keeps it.
        let told = api.get("/method/oidc.2/$attribute/registration").await;
        assert_eq!((told.text("client_id"), told.text("client_secret")), ("rp", "********"));
        assert_eq!(api.get("/method/oidc.2").await.json["attributes"]["registration"]["client_secret"], "********");
        assert_eq!(api.json(Method::PUT, "/method/oidc.2/$attribute/registration", &told.json).await.code(), 200);
        let stored = rp.engine.world().catalogue.at(Noun::Method, "oidc.2").unwrap().object.attributes();
        assert_eq!(stored["registration"]["client_secret"], "a-secret-that-nobody-may-read");
        let all = rp.audit().await;
        assert!(!format!("{all:?}").contains("nobody-may-read"));
        assert_eq!(api.delete("/method/oidc.2/$attribute/registration").await.code(), 204);
        let again = api.get("/method/oidc.2/$attribute/registration").await;
        assert!(again.json.get("client_id").is_none() && again.json["redirect_uris"].is_array(), "the request again");
        assert_eq!(api.delete("/method/oidc.2/$attribute/metadata").await.code(), 204);
        assert_eq!(api.get("/method/oidc.2/$attribute/metadata").await.code(), 404);
    }
}

on_both! {
    /// B15: what cannot be worked with is refused, and the finding names what is wrong.
    async fn b15_a_document_that_does_not_read_is_named(database: Database) {
        let rp = house(database).await;
        let api = rp.api().await;
        api.put("/method/oidc.2", "methodType=OpenID%20Connect&className=symbolon.oidc").await;
        for (name, kind, body, code, field) in [
            ("metadata", "application/json", "{}", 422, "metadata"),
            ("metadata", "application/json", r#"{"issuer":"http://op.example"}"#, 422, "metadata"),
            ("metadata", "application/xml", "<EntityDescriptor/>", 422, "metadata"),
            ("jwks", "application/jwk-set+json", r#"{"keys":[]}"#, 422, "jwks"),
            ("jwks", "application/jwk-set+json", r#"{"keys":[{"kty":"oct","k":"AAAA"}]}"#, 422, "jwks"),
            ("registration", "application/json", "{}", 422, "registration"),
            ("registration", "application/json", r#"{"client_secret":"x"}"#, 422, "registration"),
            ("registration", "application/json", r#"{"client_id":"x","id_token_encrypted_response_alg":"RSA-OAEP"}"#, 422, "registration"),
        ] {
            let put = api.send(Method::PUT, &format!("/method/oidc.2/$attribute/{name}"), raw(kind, body)).await;
            assert_eq!(put.code(), code, "{name} {body}: {}", put.page.body);
            assert!(put.page.body.contains(&format!("\"{field}\"")), "{}", put.page.body);
        }
        for (name, kind, code) in [("metadata", "text/plain", 415), ("jwks", "application/xml", 415), ("registration", "application/x-www-form-urlencoded", 415)] {
            let put = api.send(Method::PUT, &format!("/method/oidc.2/$attribute/{name}"), raw(kind, "a=b")).await;
            assert_eq!(put.code(), code, "{name} {kind}: {}", put.page.body);
        }
        // The API's document says that it is an object.
        for name in ["metadata", "jwks", "registration"] {
            let put = api.json(Method::PUT, &format!("/method/oidc.2/$attribute/{name}"), &json!(["issuer"])).await;
            assert_eq!(put.code(), 400, "{name}: {}", put.page.body);
        }
        // Methods that send nobody anywhere have no documents.
        for (method, code) in [("password.1", 404), ("oidc.2", 204)] {
            for name in ["metadata", "jwks", "registration"] {
                let path = format!("/method/{method}/$attribute/{name}");
                assert_eq!(api.delete(&path).await.code(), code, "{path}");
                if method == "password.1" {
                    assert_eq!(api.get(&path).await.code(), 404, "{path}");
                    assert_eq!(api.json(Method::PUT, &path, &json!({ "client_id": "x" })).await.code(), 404, "{path}");
                }
            }
        }
    }
}

on_both! {
    /// M084: documents of methods are the system's, and no site's role reaches them.
    async fn m084_documents_of_methods_are_the_systems(database: Database) {
        let rp = house(database).await;
        let root = rp.api().await;
        root.put("/method/oidc.2", "methodType=OpenID%20Connect&className=symbolon.oidc").await;
        root.put("/role/demo/managers", "builtIn=siteManager").await;
        let manager = rp.api_as(rp.id(Noun::Role, "demo/managers")).await;
        for name in ["metadata", "jwks", "registration"] {
            let path = format!("/method/oidc.2/$attribute/{name}");
            assert_eq!(manager.get(&path).await.code(), 403, "{name}");
            assert_eq!(manager.json(Method::PUT, &path, &json!({})).await.code(), 403, "{name}");
            assert_eq!(manager.delete(&path).await.code(), 403, "{name}");
            assert_eq!(root.delete(&path).await.code(), 204, "{name}, the control");
        }
    }
}
