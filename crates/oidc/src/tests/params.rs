use crate::{Error, Params, Scopes};

#[test]
fn values_are_form_decoded() {
    let params = Params::parse("a=x+y%20z&b=%C3%A4%26%3D&c&d=&&e=1=2").unwrap();
    for (name, value) in
        [("a", Some("x y z")), ("b", Some("ä&=")), ("c", None), ("d", None), ("e", Some("1=2")), ("f", None)]
    {
        assert_eq!(params.one(name), Ok(value), "{name}");
    }
    assert!(params.names("c") && params.names("d") && !params.names("f"));
}

#[test]
fn broken_encoding_is_refused_not_guessed() {
    for text in ["a=%", "a=%4", "a=%zz", "a=%+1", "%ff=1", "a=%c3%28", "a=%C3"] {
        assert!(Params::parse(text).is_err(), "{text}");
    }
    assert!(Params::parse_bytes(b"a=\xff").is_err());
    assert!(Params::parse_bytes("a=ä".as_bytes()).is_ok());
}

/// O025
#[test]
fn o025_a_parameter_given_twice_is_refused_also_when_one_is_empty() {
    for text in ["scope=a&scope=b", "scope=a&scope=a", "scope=&scope=a", "scope=a&scop%65=b"] {
        assert_eq!(
            Params::parse(text).unwrap().one("scope"),
            Err(Error::parameter("parameter given more than once", "scope")),
            "{text}"
        );
    }
    let other = Params::parse("resource=a&resource=b&scope=c").unwrap();
    assert_eq!(other.one("scope"), Ok(Some("c")), "an unknown one is ignored however often it comes");
}

#[test]
fn size_and_number_are_bounded() {
    assert!(Params::parse(&format!("a={}", "x".repeat(Params::MAX_BYTES))).is_err());
    assert!(Params::parse(&"a=1&".repeat(Params::MAX_COUNT)).is_ok());
    assert!(Params::parse(&"a=1&".repeat(Params::MAX_COUNT + 1)).is_err());
    let long = Params::parse("a=123456").unwrap();
    assert_eq!(long.at_most("a", 6), Ok(Some("123456")));
    assert_eq!(long.at_most("a", 5), Err(Error::parameter("parameter too long", "a")));
}

#[test]
fn debug_shows_names_only() {
    assert_eq!(
        format!("{:?}", Params::parse("client_secret=hush&code=quiet").unwrap()),
        r#"["client_secret", "code"]"#
    );
}

#[test]
fn scopes_are_a_set() {
    let scopes = Scopes::parse("openid  profile openid").unwrap();
    assert_eq!(scopes.to_string(), "openid profile");
    assert_eq!(scopes, Scopes::parse("profile openid").unwrap());
    assert!(Scopes::parse("openid").unwrap().within(&scopes) && !scopes.within(&Scopes::parse("openid").unwrap()));
    assert!(Scopes::parse("").unwrap().is_empty());
    for bad in ["a\"b", "a\\b", "ä", "a\tb", "a\u{0}"] {
        assert!(Scopes::parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn descriptions_are_plain_ascii() {
    let error = Params::parse("a=%").unwrap_err();
    assert!(error.description().bytes().all(|b| (0x20..0x7f).contains(&b) && b != b'"' && b != b'\\'));
    assert_eq!(error.body()["error"], "invalid_request");
}
