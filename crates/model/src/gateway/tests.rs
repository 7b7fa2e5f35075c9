//! Gateways as they are set, and templates: each refusal beside a control that differs only in what is attacked.

use super::*;
use crate::Severity;
use serde_json::Value;
use template::Values;

const ODD: Values<'_> = Values {
    mobile: "+358401234567",
    text: "Your \"code\" & <b>\\ 123456\n@id.example #123456",
    from: "A&B",
    id: "01",
    username: "user",
    password: "p\"&=?",
};

fn written(template: &str, escape: Escape) -> String {
    Template::parse(template, escape).unwrap().write(&ODD)
}

/// M087: a value is a value wherever it stands.
#[test]
fn m087_values_are_escaped_for_their_place() {
    let url = written("https://sms.example/send?to={mobile}&content={challenge}&n={number}&k={password}", Escape::Url);
    let read = Url::parse(&url).unwrap();
    let pairs: Vec<(String, String)> = read.query_pairs().map(|(n, v)| (n.into_owned(), v.into_owned())).collect();
    let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
    assert_eq!(
        pairs,
        [pair("to", ODD.mobile), pair("content", ODD.text), pair("n", "358401234567"), pair("k", ODD.password)]
    );

    for template in [
        r#"{"mobile": {mobile}, "challenge": {challenge}}"#,
        r#"{"mobile": "{mobile}", "challenge": "{text}"}"#,
        r#"{"a\"{": 1, "mobile":{mobile},"challenge":"{challenge}"}"#,
    ] {
        let json: Value = serde_json::from_str(&written(template, Escape::Json)).unwrap();
        assert_eq!(
            (json["mobile"].as_str(), json["challenge"].as_str()),
            (Some(ODD.mobile), Some(ODD.text)),
            "{template}"
        );
    }

    let xml = written("<sms to=\"{mobile}\" from='{from}'>{text}</sms>", Escape::Xml);
    assert_eq!(
        xml,
        "<sms to=\"+358401234567\" from='A&amp;B'>Your &quot;code&quot; &amp; &lt;b&gt;\\ 123456&#10;@id.example #123456</sms>"
    );
    assert_eq!(written("{text}", Escape::None), ODD.text);
    assert_eq!(
        Template::parse("x {id}", Escape::Header).unwrap().write(&Values { id: "a\r\nb: cé", ..ODD }),
        "x ab: c"
    );
}

#[test]
fn a_template_that_says_something_else_is_told() {
    for (text, escape, wrong) in [
        ("{mobile}", Escape::Url, None),
        ("{phone}", Escape::Url, Some("gateway-variable")),
        ("{ mobile }", Escape::Url, None),
        ("{}", Escape::Url, None),
        ("Bearer {password}", Escape::Header, None),
        ("{text}", Escape::Header, Some("gateway-variable")),
        (r#"{"to": {mobile}}"#, Escape::Json, None),
        (r#"{"to": {mobile}"#, Escape::Json, Some("gateway-json")),
        (r#"{"to": x{mobile}}"#, Escape::Json, Some("gateway-json")),
        ("", Escape::Json, Some("gateway-json")),
    ] {
        let told = Template::parse(text, escape).and_then(Template::fits).err().map(|w| w.key());
        assert_eq!(told, wrong, "{text}");
    }
}

fn http(url: &str) -> Gateway {
    Gateway {
        name: "a".into(),
        url: url.into(),
        body: r#"{"to": {mobile}, "text": {text}}"#.into(),
        ..Gateway::default()
    }
}

fn found(gateways: &[Gateway]) -> Vec<(Severity, String, String)> {
    check(gateways).into_iter().map(|f| (f.severity, f.field, f.key)).collect()
}

#[test]
fn a_gateway_is_checked() {
    let smpp = |url: &str| Gateway { kind: GatewayKind::Smpp, ..http(url) };
    let good = http("https://sms.example/send?to={mobile}");
    for (gateway, wrong) in [
        (good.clone(), None),
        (http("https://sms.example"), None),
        (http("http://sms.example/"), Some(("url", "unsafe"))),
        (http("https://{mobile}.example/"), Some(("url", "gateway-url"))),
        (http("https://user:pass@sms.example/"), Some(("url", "gateway-url"))),
        (http("ftp://sms.example/"), Some(("url", "gateway-url"))),
        (http("https://sms.example/#x"), Some(("url", "gateway-url"))),
        (http("sms.example"), Some(("url", "gateway-url"))),
        (http("https://sms.example/{code}"), Some(("url", "gateway-variable"))),
        (smpp("smpps://smsc.example:3550"), None),
        (smpp("smpp://10.0.0.1:2775"), Some(("url", "unsafe"))),
        (smpp("smpps://smsc.example"), Some(("url", "gateway-url"))),
        (smpp("smpps://smsc.example:3550/x"), Some(("url", "gateway-url"))),
        (smpp("https://smsc.example:3550"), Some(("url", "gateway-url"))),
        (Gateway { name: "a b".into(), ..good.clone() }, Some(("name", "gateway-name"))),
        (Gateway { name: String::new(), ..good.clone() }, Some(("name", "gateway-name"))),
        (Gateway { from: "Symbolon".into(), ..good.clone() }, None),
        (Gateway { from: "+358401234567".into(), ..good.clone() }, None),
        (Gateway { from: "16510".into(), ..good.clone() }, None),
        (Gateway { from: "Symbolon Oyj Abp".into(), ..good.clone() }, Some(("from", "gateway-from"))),
        (Gateway { from: "A&B".into(), ..good.clone() }, Some(("from", "gateway-from"))),
        (Gateway { body: "{\"to\": {mobile}".into(), ..good.clone() }, Some(("body", "gateway-json"))),
        (Gateway { body: "x".into(), method: GatewayMethod::Get, ..good.clone() }, None),
        (Gateway { headers: vec!["X-Key: {password}".into()], ..good.clone() }, None),
        (Gateway { headers: vec!["X-Key: a\r\nX: b".into()], ..good.clone() }, Some(("headers", "gateway-header"))),
        (Gateway { headers: vec!["Host: other".into()], ..good.clone() }, Some(("headers", "gateway-header"))),
        (Gateway { headers: vec!["nothing".into()], ..good.clone() }, Some(("headers", "gateway-header"))),
    ] {
        let told = found(std::slice::from_ref(&gateway));
        let short: Vec<(&str, &str)> =
            told.iter().map(|(_, f, k)| (f.strip_prefix("sms[1].").unwrap(), k.as_str())).collect();
        assert_eq!(short, wrong.into_iter().collect::<Vec<_>>(), "{gateway:?}");
    }
    let twice = found(&[good.clone(), good.clone()]);
    assert_eq!(twice, [(Severity::Broken, "sms[2].name".into(), "gateway-twice".into())]);
    let many: Vec<Gateway> = (0..=MOST).map(|n| Gateway { name: n.to_string(), ..good.clone() }).collect();
    assert_eq!(found(&many)[0].2, "gateway-many");
    assert_eq!(found(&many[..MOST]), []);
}

/// A2.15: the lines of the source product make a gateway.
#[test]
fn lines_of_a_method_make_a_gateway() {
    let of = |lines: &[&str]| Gateway::of_lines(&Lines::parse(lines.iter().copied()).unwrap());
    assert!(of(&["smsUser x"]).is_none());
    let get = of(&["smsUrl https://gw.example/sendsms?to={mobile}&content={challenge}"]).unwrap();
    assert_eq!((get.method, get.accepted.as_slice(), get.kind), (GatewayMethod::Get, &[200][..], GatewayKind::Http));
    assert_eq!(check(&[get]), []);
    let post = of(&["smsUrl https://gw.example/", "smsMethod POST", "smsUser u", "smsPassword p w"]).unwrap();
    assert_eq!((post.method, post.username.as_str(), post.password.as_str()), (GatewayMethod::Post, "u", "p w"));
    assert_eq!(check(&[post]), []);
    let wrong = check_lines(&Lines::parse(["smsUrl https://gw.example/{x}"]).unwrap());
    assert_eq!((wrong[0].field.as_str(), wrong[0].key.as_str()), ("smsUrl", "gateway-variable"));
}

/// A password stays only with the place that it was for.
#[test]
fn a_place_is_known_again() {
    let one = http("https://sms.example/");
    assert!(one.same_place(&Gateway { from: "x".into(), password: "y".into(), ..one.clone() }));
    for other in [
        http("https://evil.example/"),
        Gateway { headers: vec!["X: {password}".into()], ..one.clone() },
        Gateway { body: "{password}".into(), ..one.clone() },
        Gateway { trust: "x".into(), ..one.clone() },
        Gateway { kind: GatewayKind::Smpp, ..one.clone() },
    ] {
        assert!(!one.same_place(&other), "{other:?}");
    }
}
