//! Contexts that are stated: whether they are what was asked for, and what of them is handed on.

use model::request::Comparison;
use plug::{Evidence, Step};

use super::{
    corpus::base::{Shape, made},
    *,
};

/// The answer of the corpus with another context.
fn stating(class: Option<&str>) -> Answer {
    let mut made = made();
    made.assertion.authn[0].class = class.map(str::to_owned);
    posted(made.document(Shape::Assertion))
}

async fn passed(lines: &[&str], class: Option<&str>) -> Evidence {
    match verified(&house(), &method(lines), asked(), &stating(class)).await.0 {
        Ok(Step::Pass(evidence)) => evidence,
        other => panic!("{}", crate::house::told(&other)),
    }
}

#[tokio::test]
async fn s049_a_context_that_is_lower_or_missing_is_refused() {
    let not = failed(Reason::UpstreamInvalid, "the context is not the one that was asked for");
    let ladder = ["contextOrder urn:low", "contextOrder urn:middle", "contextOrder urn:high"];
    for (comparison, lines, class, good) in [
        (Comparison::Exact, &[][..], Some("urn:middle"), true),
        (Comparison::Exact, &[], Some("urn:low"), false),
        (Comparison::Exact, &[], None, false),
        (Comparison::Exact, &ladder, Some("urn:high"), false),
        (Comparison::Minimum, &ladder, Some("urn:high"), true),
        (Comparison::Minimum, &ladder, Some("urn:middle"), true),
        (Comparison::Minimum, &ladder, Some("urn:low"), false),
        (Comparison::Minimum, &ladder, Some("urn:unknown"), false),
        (Comparison::Maximum, &ladder, Some("urn:low"), true),
        (Comparison::Maximum, &ladder, Some("urn:high"), false),
        (Comparison::Better, &ladder, Some("urn:high"), true),
        (Comparison::Better, &ladder, Some("urn:middle"), false),
        // Nobody said what is higher: only what was named will do, and nothing is known to be better.
        (Comparison::Minimum, &[], Some("urn:middle"), true),
        (Comparison::Minimum, &[], Some("urn:high"), false),
        (Comparison::Better, &[], Some("urn:high"), false),
    ] {
        let state = State { wants: Some(Wants { comparison, ..wants(&["urn:middle"]) }), ..asked() };
        let came = verified(&house(), &method(lines), state, &stating(class)).await;
        let expected = if good { "pass eve@corp.test" } else { not.as_str() };
        assert_eq!(told(&came), expected, "{comparison:?} {class:?} {lines:?}");
    }
}

#[tokio::test]
async fn a_declaration_is_a_context_too() {
    let state = State { wants: Some(wants(&["urn:test:decl:password.1"])), ..asked() };
    assert_eq!(told(&verified(&house(), &method(&[]), state, &stating(None)).await), "pass eve@corp.test");
}

#[tokio::test]
async fn a_stated_context_counts_only_where_a_line_says_so() {
    const PASSWORD: &str = saml::ns::class::PASSWORD_PROTECTED;
    let usual = passed(&[], Some(PASSWORD)).await;
    assert_eq!((usual.references, usual.amr), (None, None));
    let handed_on = passed(&["passContext true"], Some(PASSWORD)).await;
    assert_eq!(handed_on.references, Some(vec![PASSWORD.into(), "urn:test:decl:password.1".into()]));
    assert_eq!(handed_on.amr, Some(vec!["pwd".to_owned()]));
    let mapped = passed(&["passContext true", "contextMap urn:ours urn:theirs"], Some("urn:theirs")).await;
    assert_eq!(mapped.references, Some(vec!["urn:ours".to_owned()]));
    // What nobody mapped is nothing here, and an unspecified context says nothing.
    let unmapped = passed(&["passContext true", "contextMap urn:ours urn:theirs"], Some(PASSWORD)).await;
    assert_eq!(unmapped.references, Some(Vec::new()));
    let unspecified = passed(&["passContext true"], Some(saml::ns::class::UNSPECIFIED)).await;
    assert_eq!(unspecified.references, Some(vec!["urn:test:decl:password.1".into()]));
    // The name of a method of ours is no context of theirs, unless somebody maps one to it.
    for own in ["urn:symbolon:method:totp.1", "urn:uuid:0198c0de-0000-7000-8000-000000000001"] {
        let claimed = passed(&["passContext true"], Some(own)).await;
        assert_eq!(claimed.references, Some(vec!["urn:test:decl:password.1".into()]), "{own}");
    }
    let meant =
        passed(&["passContext true", "contextMap urn:symbolon:method:totp.1 urn:theirs"], Some("urn:theirs")).await;
    assert_eq!(meant.references, Some(vec!["urn:symbolon:method:totp.1".to_owned()]));
    for (lines, relays) in [
        (&["passContext true"][..], true),
        (&[], false),
        (&["passContext true", "requestContext urn:x"], false),
        (&["passContext true", "requestContext none"], false),
    ] {
        assert_eq!(method(lines).relays_context(), relays, "{lines:?}");
    }
}
