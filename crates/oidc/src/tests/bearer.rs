use crate::ErrorCode;
use crate::bearer::{Refused, token};

use super::{issuer, params};

/// O073
#[test]
fn o073_the_scheme_in_any_case_in_header_or_form_never_in_the_url() {
    for header in ["Bearer abc.-_~+/=", "bearer abc.-_~+/=", "BEARER abc.-_~+/=", "bEaReR   abc.-_~+/="] {
        assert_eq!(token(&[header], "", None).unwrap().expose(), "abc.-_~+/=", "{header}");
    }
    assert_eq!(token(&[], "", Some(&params("access_token=abc"))).unwrap().expose(), "abc");
    assert_eq!(token(&["Bearer abc"], "foo=1", Some(&params("foo=1"))).unwrap().expose(), "abc");
    let refused = |authorization: &[&str], query: &str, form: Option<&str>| {
        token(authorization, query, form.map(params).as_ref()).unwrap_err()
    };
    for (authorization, query, form, status) in [
        (vec![], "access_token=abc", None, 400),
        (vec!["Bearer abc"], "access_token=abc", None, 400),
        (vec!["Bearer abc"], "access_token=", None, 400),
        (vec!["Bearer abc"], "", Some("access_token=abc"), 400),
        (vec!["Bearer abc", "Bearer abc"], "", None, 400),
        (vec![], "", Some("access_token=a&access_token=b"), 400),
        (vec!["Bearer"], "", None, 401),
        (vec!["Bearer a b"], "", None, 401),
        (vec!["Bearer ä"], "", None, 401),
        (vec!["Bearer ===="], "", None, 401),
    ] {
        assert_eq!(refused(&authorization, query, form).status(), status, "{authorization:?} {query} {form:?}");
    }
    assert_eq!(refused(&[], "", None), Refused::Anonymous);
    assert_eq!(refused(&["Basic abc"], "", None), Refused::Anonymous);
    assert_eq!(refused(&["DPoP abc"], "", None), Refused::Anonymous);
}

/// O074
#[test]
fn o074_the_challenge_names_the_error_but_not_to_the_anonymous() {
    assert_eq!(Refused::Anonymous.challenge(&issuer()), "Bearer realm=\"https://login.demo.test\"");
    assert_eq!(Refused::Anonymous.status(), 401);
    let expected = "Bearer realm=\"https://login.demo.test\", error=\"invalid_token\", error_description=\"the access token is not valid\"";
    assert_eq!(
        (Refused::INVALID_TOKEN.challenge(&issuer()).as_str(), Refused::INVALID_TOKEN.status()),
        (expected, 401)
    );
    assert_eq!(Refused::INSUFFICIENT_SCOPE.status(), 403);
    assert!(matches!(Refused::INSUFFICIENT_SCOPE, Refused::Asked(e) if e.code == ErrorCode::InsufficientScope));
}
