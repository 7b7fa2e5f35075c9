use crate::logout::{LogoutRequest, PostLogoutUri};

use super::params;

fn destination(query: &str) -> Option<String> {
    let registered = [
        PostLogoutUri::register("https://rp.demo.test/bye?x=1").unwrap(),
        PostLogoutUri::register("http://127.0.0.1:9/bye").unwrap(),
    ];
    LogoutRequest::parse(&params(query)).unwrap().destination(&registered)
}

/// O100, O101, O102: the part that is text; who the hint speaks of is verified elsewhere.
#[test]
fn o100_o101_o102_only_a_registered_uri_is_followed() {
    for (query, to) in [
        (
            "post_logout_redirect_uri=https%3A%2F%2Frp.demo.test%2Fbye%3Fx%3D1&state=a%26b",
            Some("https://rp.demo.test/bye?x=1&state=a%26b"),
        ),
        ("post_logout_redirect_uri=https%3A%2F%2Frp.demo.test%2Fbye%3Fx%3D1", Some("https://rp.demo.test/bye?x=1")),
        ("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fbye", Some("http://127.0.0.1:9/bye")),
        ("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A10%2Fbye", None),
        ("post_logout_redirect_uri=https%3A%2F%2Frp.demo.test%2Fbye", None),
        ("post_logout_redirect_uri=https%3A%2F%2Frp.demo.test%2Fbye%3Fx%3D1%26y%3D2", None),
        ("post_logout_redirect_uri=https%3A%2F%2Fevil.test", None),
        ("state=a", None),
        ("", None),
    ] {
        assert_eq!(destination(query).as_deref(), to, "{query}");
    }
}

#[test]
fn repeated_and_overlong_parameters_are_refused() {
    assert!(LogoutRequest::parse(&params("id_token_hint=a&id_token_hint=b")).is_err());
    assert!(LogoutRequest::parse(&params(&format!("state={}", "s".repeat(2049)))).is_err());
    let request =
        LogoutRequest::parse(&params("id_token_hint=a.b.c&client_id=wiki&logout_hint=ada&ui_locales=sv+en&foo=1"))
            .unwrap();
    assert!(request.id_token_hint.as_ref().unwrap().matches("a.b.c") && request.ui_locales == ["sv", "en"]);
    assert!(!format!("{request:?}").contains("ada"));
}
