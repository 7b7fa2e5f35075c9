//! The examples of `docs/mappings.md`, worked out.

use model::{
    Attributes, User,
    expr::{Made, Scope, Sso},
    mapping,
    policy::Value,
    proof::Subject,
    written::Meaning as _,
};

use super::House;

const PAGE: &str = include_str!("../../../../docs/mappings.md");

/// Rows of a table between marks: what is written, and what comes of it.
fn rows(mark: &str) -> Vec<(String, Vec<String>)> {
    let (_, from) = PAGE.split_once(&format!("<!-- {mark} -->\n")).expect("the mark");
    let (table, _) = from.split_once("<!-- end -->").expect("the end");
    let cell = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(" | ").collect();
        (cell(cells[0]).remove(0), cells.get(1).map(|text| cell(text)).unwrap_or_default())
    };
    table.lines().map(row).collect()
}

fn user() -> User {
    let known = House::new().known.user.expect("ada");
    let mut user = (*known).clone();
    for (name, value) in [("cn", "Ada Lovelace"), ("phone_number", "+358401")] {
        user.attributes.insert(name.into(), vec![value.into()]);
    }
    user
}

#[test]
fn a3_1_d4_the_examples_of_the_book_hold() {
    let given = Attributes::from([
        ("CUSTNAME".into(), vec!["Matti".into()]),
        ("n".into(), vec!["1".into(), "2".into()]),
        ("urn:oid:1.2".into(), vec!["x".into()]),
    ]);
    let values = rows("values");
    assert!(values.len() >= 5);
    for (text, made) in values {
        assert_eq!(mapping::Value::read(&text).expect(&text).of(&given), made, "{text}");
    }
    let (user, username) = (user(), Subject::default());
    let sso = Sso { id: "s", locale: "en", template: "" };
    let scope = Scope { user: Some(&user), method: &given, username: &username, sso };
    let values = rows("policy");
    assert!(values.len() >= 11);
    for (text, made) in values {
        let said = match Value::read(&text).expect(&text) {
            Value::Constant(constant) => vec![constant],
            Value::User { name, binary: false } => user.values(&name),
            Value::User { name, binary: true } => {
                user.values(&name).iter().map(|v| data_encoding::BASE64.encode(v.as_bytes())).collect()
            }
            Value::Method(name) => given.get(&name).cloned().unwrap_or_default(),
            Value::Expression(template) => match template.made(&scope) {
                Ok(Made::Values(values)) => values,
                other => panic!("{text}: {other:?}"),
            },
        };
        assert_eq!(said, made, "{text}");
    }
}
