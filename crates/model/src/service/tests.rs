//! Addresses, answers, and what is wrong with a service.

use super::*;
use crate::{
    Attributes, Catalogue, Entry, Id, Severity,
    proof::Subject,
    user_mapping::filter::Sought,
    written::{Meaning as _, Wrong},
};

fn given(all: &[(&str, &str)]) -> Attributes {
    let mut attributes = Attributes::new();
    for (name, value) in all {
        attributes.entry((*name).to_owned()).or_default().push((*value).to_owned());
    }
    attributes
}

fn filled(template: &str, all: &[(&str, &str)]) -> Result<String, &'static str> {
    let subject = Subject { value: "a b".into(), ..Subject::default() };
    match Address::read(template).expect(template).filled(&given(all), &subject) {
        Ok(Filled::Url(url)) => Ok(url),
        Ok(Filled::Nothing) => Err("nothing"),
        Err(Several) => Err("several"),
    }
}

/// A3.2: the source product's template, and what else may stand there.
#[test]
fn a3_2_an_address_is_filled_from_what_a_method_delivers() {
    let query = "https://hr.example/find?userid=${method.sub}";
    for (template, brought, made) in [
        (query, &[("sub", "u1")][..], Ok("https://hr.example/find?userid=u1")),
        (
            "https://hr.example:8443/u/${method['urn:oid:1.2']}/x",
            &[("urn:oid:1.2", "7")],
            Ok("https://hr.example:8443/u/7/x"),
        ),
        ("https://hr.example/?n=${username.value}", &[], Ok("https://hr.example/?n=a%20b")),
        (
            "https://hr.example/?a=${method.a.toLowerCase()}&b=${method.b}",
            &[("a", "X"), ("b", "y")],
            Ok("https://hr.example/?a=x&b=y"),
        ),
        ("https://hr.example?a=${method.a}", &[("a", "x")], Ok("https://hr.example?a=x")),
        (query, &[], Err("nothing")),
        (query, &[("sub", " ")], Err("nothing")),
        (query, &[("sub", "a"), ("sub", "a")], Ok("https://hr.example/find?userid=a")),
        (query, &[("sub", "a"), ("sub", "b")], Err("several")),
        ("https://hr.example/?a=${method.a[0]}", &[("a", "1"), ("a", "2")], Err("several")),
    ] {
        assert_eq!(filled(template, brought), made.map(str::to_owned), "{template} {brought:?}");
    }
}

/// A3.2: whatever a login brings is a value in the address, or nothing is asked.
#[test]
fn a3_2_what_a_login_brings_cannot_write_the_address() {
    let (query, path) = ("https://hr.example/find?userid=${method.sub}&x=1", "https://hr.example/u/${method.sub}/name");
    for hostile in
        ["a&userid=eve", "a#", "a?b", "a=b", "a%26b", "a;b", "ä", "a/b", "../x", "a+b", "{method.x}", "${method.x}"]
    {
        let made = filled(query, &[("sub", hostile)]).expect(hostile);
        let url = url::Url::parse(&made).expect("a URL");
        let pairs: Vec<_> = url.query_pairs().collect();
        assert_eq!(pairs, [("userid".into(), hostile.into()), ("x".into(), "1".into())], "{made}");
        assert_eq!((url.host_str(), url.path(), url.fragment()), (Some("hr.example"), "/find", None), "{made}");
    }
    for (value, asked) in [
        ("ada", true),
        ("a.b", true),
        ("a?b", true),
        ("...", true),
        ("a/b", false),
        ("..", false),
        (".", false),
        ("a\\b", false),
        ("../x", false),
    ] {
        let made = filled(path, &[("sub", value)]);
        assert_eq!(made.is_ok(), asked, "{value} {made:?}");
        if let Ok(url) = made {
            assert!(url::Url::parse(&url).is_ok_and(|u| u.path_segments().is_some_and(|s| s.count() == 3)), "{url}");
        }
    }
    for value in ["a\r\nb", "a\0", &"a".repeat(600)] {
        assert_eq!(filled(query, &[("sub", value)]), Err("nothing"), "{value:?}");
    }
    assert_eq!(filled("https://hr.example/.${method.sub}/x", &[("sub", ".")]), Err("nothing"));
}

#[test]
fn what_is_no_address_is_refused_with_its_place() {
    for (text, key) in [
        ("", "service-template"),
        ("ldap://hr.example/${method.a}", "service-template"),
        ("${method.a}", "service-template"),
        ("https://${method.a}/", "service-template"),
        ("https://hr.example${method.a}/", "service-template"),
        ("https://hr.example:${method.a}/", "service-template"),
        ("https://u:p@hr.example/${method.a}", "service-template"),
        ("https://hr.example/#${method.a}", "service-template"),
        ("https://hr.example/a b${method.a}", "service-template"),
        ("https://hr.example/%2${method.a}", "service-template"),
        ("https://hr.example/ä${method.a}", "service-template"),
        ("https://hr.example/", "service-anchor"),
        ("https://hr.example/${'ada'}", "service-anchor"),
        ("https://hr.example/${user.uid}", "service-sees"),
        ("https://hr.example/${sso.id}", "service-sees"),
        ("https://hr.example/${empty method.a ? sso.id : method.a}", "service-sees"),
        ("https://hr.example/${server.x}", "expression-refused"),
        ("https://hr.example/{method:a}", "text-expected"),
        ("https://hr.example/${method.a", "text-expected"),
        ("https://hr.example/${method.a}/{method:b}", "service-template"),
    ] {
        assert_eq!(Address::read(text).expect_err(text).key, key, "{text}");
    }
    assert_eq!(Address::read("https://h.example/{method:a}").expect_err("braces").args[1], ("at", "19".to_owned()));
}

fn told(output: &str, content_type: &str, body: &str) -> Result<Option<String>, Misread> {
    Output::read(output).expect(output).read_in(content_type, body.as_bytes())
}

/// A3.2: one name at one place of a JSON document (RFC 6901), or none.
#[test]
fn a3_2_an_answer_in_json_says_one_name_or_none() {
    let one = |text: &str| Ok(Some(text.to_owned()));
    for (body, says) in [
        (r#"{"user":{"userid":"ada"}}"#, one("ada")),
        (r#"{"user":{"userid":" ada "}}"#, one("ada")),
        (r#"{"user":{"userid":17}}"#, one("17")),
        (r#"{"user":{"userid":["ada"]}}"#, one("ada")),
        (r#"{"user":[{"userid":"ada"},{"name":"x"}]}"#, one("ada")),
        (r#"{"user":{"userid":"ada"},"user":{"userid":"ada"}}"#, one("ada")),
        (r#"{"user":{}}"#, Ok(None)),
        (r#"{"user":null}"#, Ok(None)),
        (r#"{"user":[]}"#, Ok(None)),
        (r#"{"user":{"userid":""}}"#, Ok(None)),
        (r#"{"other":{"userid":"ada"}}"#, Ok(None)),
        (r#"{"user":{"userid":["ada","bob"]}}"#, Err(Misread::Several)),
        (r#"{"user":[{"userid":"ada"},{"userid":"bob"}]}"#, Err(Misread::Several)),
        (r#"{"user":{"userid":"ada","userid":"bob"}}"#, Err(Misread::Several)),
        (r#"{"user":{"userid":"ada"},"user":{"userid":"bob"}}"#, Err(Misread::Several)),
        (r#"{"user":{"userid":true}}"#, Err(Misread::Value)),
        (r#"{"user":{"userid":1.5}}"#, Err(Misread::Value)),
        (r#"{"user":{"userid":{"id":"ada"}}}"#, Err(Misread::Value)),
        (r#"{"user":"ada"}"#, Err(Misread::Value)),
        (r#"{"user":{"userid":"a\u0000b"}}"#, Err(Misread::Value)),
        (r#"{"user":{"userid":"ada"}"#, Err(Misread::Malformed)),
        (r#"{"user":{"userid":"ada"}} x"#, Err(Misread::Malformed)),
        ("ada", Err(Misread::Malformed)),
        ("", Err(Misread::Malformed)),
    ] {
        assert_eq!(told("directory.login /user/userid", "application/json; charset=utf-8", body), says, "{body}");
    }
    assert_eq!(told("directory.login /0/id", "application/hal+json", r#"[{"id":"ada"}]"#), one("ada"));
    assert_eq!(
        told("directory.login /0/id", "application/json", r#"[{"id":"ada"},{"id":"bob"}]"#),
        Err(Misread::Several)
    );
    assert_eq!(told("directory.login /a~1b/c~0d", "application/json", r#"{"a/b":{"c~d":"ada"}}"#), one("ada"));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(told("directory.login /a", "application/json", &deep), Err(Misread::Malformed));
}

#[test]
fn a3_2_an_answer_in_xml_says_one_name_or_none() {
    let one = |text: &str| Ok(Some(text.to_owned()));
    for (body, says) in [
        ("<user><userid>ada</userid></user>", one("ada")),
        (
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<u:user xmlns:u=\"urn:x\"><u:userid>ada</u:userid></u:user>\n",
            one("ada"),
        ),
        ("<user><userid>a<!-- x -->d&#97;</userid></user>", one("ada")),
        ("<user><userid><![CDATA[ada]]></userid></user>", one("ada")),
        ("<user><userid>a&amp;b</userid></user>", one("a&b")),
        ("<user><userid/></user>", Ok(None)),
        ("<user/>", Ok(None)),
        ("<users><userid>ada</userid></users>", Ok(None)),
        ("<user><userid>ada</userid><userid>bob</userid></user>", Err(Misread::Several)),
        ("<user><userid><id>ada</id></userid></user>", Err(Misread::Value)),
        ("<user><userid>ada</userid></user><user/>", Err(Misread::Malformed)),
        ("<user><userid>ada</user></userid>", Err(Misread::Malformed)),
        ("<user><userid>ada", Err(Misread::Malformed)),
        ("<!DOCTYPE user [<!ENTITY e \"ada\">]><user><userid>&e;</userid></user>", Err(Misread::Malformed)),
        ("<user><userid>&e;</userid></user>", Err(Misread::Malformed)),
        ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><user><userid>ada</userid></user>", Err(Misread::Malformed)),
        ("text", Err(Misread::Malformed)),
    ] {
        assert_eq!(told("directory.login /user/userid", "application/xml", body), says, "{body}");
    }
    assert_eq!(told("directory.login /user/@id", "text/xml", "<user id=\"ada\"><id>bob</id></user>"), one("ada"));
    assert_eq!(told("directory.login /a", "text/xml", &"<a>".repeat(10_000)), Err(Misread::Malformed));
}

#[test]
fn an_answer_that_says_that_it_is_something_else_is_not_read() {
    let body = r#"{"user":{"userid":"ada"}}"#;
    for (content_type, says) in [
        ("application/json", Ok(Some("ada".to_owned()))),
        ("", Err(Misread::Type)),
        ("text/html", Err(Misread::Type)),
        ("text/plain", Err(Misread::Type)),
        ("application/json; charset=iso-8859-1", Err(Misread::Type)),
        ("application/xml", Err(Misread::Malformed)),
    ] {
        assert_eq!(told("directory.login /user/userid", content_type, body), says, "{content_type}");
    }
}

#[test]
fn outputs_name_an_attribute_and_a_place() {
    for (text, sought) in [
        ("directory.login /user/userid", Sought::Login),
        ("directory.uid /u", Sought::Login),
        ("directory.mail  /u", Sought::Attribute("email".into())),
        ("directory.hetu /u", Sought::Attribute("hetu".into())),
    ] {
        assert_eq!(Output::read(text).expect(text).sought, sought, "{text}");
    }
    for (text, expected, at) in [
        ("", "directory.", "1"),
        ("login /user", "directory.", "1"),
        ("directory. /user", "name", "11"),
        ("directory.login", "/", "17"),
        ("directory.login user", "/", "17"),
        ("directory.login /", "name", "18"),
        ("directory.login /a//b", "name", "18"),
    ] {
        assert_eq!(Output::read(text).expect_err(text), Wrong::expected(expected, at.parse().unwrap()), "{text}");
    }
}

fn found(service: Service) -> Vec<(Severity, String, String)> {
    let me = Entry { id: Id::fixed(2), path: "hr".into(), object: service.into(), links: Vec::new() };
    let catalogue = Catalogue::load(1, [me.clone()]);
    let findings = me.object.check(&Neighbours { me: &me, catalogue: &catalogue });
    findings.into_iter().map(|f| (f.severity, f.field, f.key)).collect()
}

#[test]
fn what_is_wrong_with_a_service_is_told() {
    let good = || Service {
        template: "https://hr.example/?u=${method.sub}".into(),
        output_parameter: "directory.login /u".into(),
        password: "s3cret word".into(),
        username: "symbolon".into(),
        ..Service::default()
    };
    assert_eq!(found(good()), []);
    let missing = |field: &str| (Severity::Unfit, field.to_owned(), "missing".to_owned());
    assert_eq!(found(Service::default()), [missing("template"), missing("outputParameter")]);
    let broken = |field: &str, key: &str| vec![(Severity::Broken, field.to_owned(), key.to_owned())];
    assert_eq!(
        found(Service { template: "https://hr.example/".into(), ..good() }),
        broken("template", "service-anchor")
    );
    assert_eq!(
        found(Service { output_parameter: "login".into(), ..good() }),
        broken("outputParameter", "text-expected")
    );
    assert_eq!(found(Service { kind: "soap".into(), ..good() }), broken("kind", "class-unknown"));
    assert_eq!(found(Service { auth: ServiceAuth::Bearer, ..good() }), broken("password", "attribute-value"));
    assert_eq!(found(Service { username: "a:b".into(), ..good() }), broken("username", "attribute-value"));
    let clear = found(Service { template: "http://10.0.0.1/${method.sub}".into(), ..good() });
    assert_eq!(clear, [(Severity::Warning, "template".into(), "unsafe".into())]);
}
