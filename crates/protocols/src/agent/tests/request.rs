//! Whom a request names, and what it asks.

use serde_json::json;

use super::client::{agent, params};
use crate::agent::request::{Asked, Named};

#[test]
fn a_realm_in_the_name_is_split_off_only_where_it_is_known() {
    let with = agent(json!({ "addresses": "::1", "realms": ["corp", "a.example"] }));
    let whole = agent(json!({ "addresses": "::1", "realms": ["corp"], "splitRealm": false }));
    for (query, user, realm) in [
        ("user=ada", "ada", ""),
        ("user=%20ada%20", "ada", ""),
        ("user=ada@corp", "ada", "corp"),
        ("user=ada@CORP", "ada", "CORP"),
        ("user=ada@a.example@corp", "ada@a.example", "corp"),
        ("user=ada@other", "ada@other", ""),
        ("user=corp\\ada", "ada", "corp"),
        ("user=other\\ada", "other\\ada", ""),
        ("user=ada@corp&realm=other", "ada@corp", "other"),
        ("user=@corp", "@corp", ""),
    ] {
        let named = Named::of(&params(query), &with);
        assert_eq!((named.user.as_str(), named.realm.as_str()), (user, realm), "{query}");
    }
    assert_eq!(Named::of(&params("user=ada@corp"), &whole).user, "ada@corp");
}

#[test]
fn a_request_asks_one_thing() {
    let agent = agent(json!({ "addresses": "::1" }));
    let asked = |query: &str, origin: bool| match Asked::of(&params(query), &agent, origin) {
        Ok(Asked::Line { name, typed }) => format!("{name}: {}", typed.expose()),
        Ok(Asked::Next { name, transaction, typed }) => format!("{name} {transaction}: {}", typed.expose()),
        Ok(Asked::Nobody) => "nobody".into(),
        Err(fault) => fault.code.to_string(),
    };
    for (query, expected) in [
        ("user=ada&pass=p", "ada: p"),
        ("user=ada", "ada: "),
        ("user=ada&pass=p&transaction_id=12", "ada 12: p"),
        ("user=ada&pass=p&state=12", "ada 12: p"),
        ("user=ada&pass=p&transaction_id=", "ada: p"),
        ("serial=T1&pass=p", "nobody"),
        ("cancel_enrollment=True&transaction_id=12", "nobody"),
        ("pass=p", "905"),
        ("user=%20&pass=p", "905"),
        ("user=a%25&pass=p", "905"),
        ("serial=T*", "905"),
        ("credential_id=x", "905"),
        // What the server keeps to itself is nobody's to send.
        ("session=x&radius_result=1&valid_token_num=1", "905"),
    ] {
        assert_eq!(asked(query, false), expected, "{query}");
    }
    assert_eq!(asked("credential_id=x", true), "nobody");
    assert_eq!(asked("user=ada&credentialid=x&transaction_id=12", true), "nobody");
    assert_eq!(asked(&format!("user={}", "a".repeat(1025)), false), "905");
}
