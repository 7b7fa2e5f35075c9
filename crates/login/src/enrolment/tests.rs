use super::*;

fn pending(fields: Vec<Field>) -> Pending {
    let (method, kind, prompt) = (Id::fixed(1), "totp".to_owned(), Prompt::new("totp-enrol", fields));
    Pending { method, kind, form: 1, state: serde_json::json!({ "seed": "x" }), prompt, misses: 0, at: Time::default() }
}

#[test]
fn an_enrolment_is_remembered_in_its_ticket() {
    let before = pending(vec![Field::Code { digits: 6, numeric: true }]);
    let after: Pending = serde_json::from_value(serde_json::to_value(&before).unwrap()).unwrap();
    assert_eq!((after.method, after.state, after.prompt), (before.method, before.state, before.prompt));
}

#[test]
fn only_counted_misses_bring_it_nearer_to_its_end() {
    let start = pending(vec![]);
    for (reason, misses) in
        [(None, 0), (Some(Reason::Wrong), 1), (Some(Reason::Malformed), 1), (Some(Reason::Expired), 0)]
    {
        assert_eq!(start.after(reason, None).misses, misses, "{reason:?}");
    }
    let asked = start
        .after(None, Some((Prompt::new("password-heading-change", vec![Field::Password]), serde_json::Value::Null)));
    assert!(asked.judges());
    assert!(!start.judges());
}
