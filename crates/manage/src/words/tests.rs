use super::*;

fn texts() -> Texts {
    Texts::new(&[crate::TEXTS])
}

#[test]
fn nothing_is_missing_in_any_language() {
    assert_eq!(texts().missing(), []);
}

#[test]
fn a_near_name_is_told_where_there_is_one() {
    let unknown =
        |nearest: &str| Finding::broken("configuration[1]", "line-unknown").with("name", "a").with("nearest", nearest);
    let said = finding(&texts(), Locale::En, &unknown("b"));
    assert_eq!(said, "No setting is called a here. Correct the line or remove it. Did you mean b?");
    assert!(!finding(&texts(), Locale::Fi, &unknown("")).contains('?'));
}

/// What the management API can answer with.
const PROBLEMS: [&str; 25] = [
    "unauthorized",
    "token-invalid",
    "scope-insufficient",
    "forbidden",
    "missing",
    "gone",
    "method-not-allowed",
    "malformed-body",
    "media-type",
    "not-acceptable",
    "too-large",
    "too-many",
    "refused",
    "invalid",
    "fixed",
    "precondition",
    "precondition-required",
    "conflict",
    "delete-enabled",
    "not-empty",
    "moved",
    "outranked",
    "idempotency-reused",
    "unavailable",
    "broken",
];

#[test]
fn every_problem_has_a_title_and_a_detail() {
    let texts = texts();
    for key in PROBLEMS {
        let (title, detail) = problem(key);
        assert!(texts.knows(&title) && texts.knows(&detail), "{key}");
    }
}
