use crate::redirect::{Answer, BadRedirectUri, Delivery, RedirectUri, ResponseMode, ReturnTo};
use crate::{Error, ErrorCode};

use super::issuer;

#[test]
fn only_https_and_loopback_are_registered() {
    use BadRedirectUri as Bad;
    for (uri, outcome) in [
        ("https://rp.demo.test/cb", Ok(())),
        ("https://rp.demo.test", Ok(())),
        ("https://rp.demo.test:8443/cb?tenant=1", Ok(())),
        ("http://127.0.0.1/cb", Ok(())),
        ("http://127.0.0.1:8080/cb", Ok(())),
        ("http://[::1]:9/cb", Ok(())),
        ("http://localhost:3000/cb", Ok(())),
        ("http://rp.demo.test/cb", Err(Bad::Scheme)),
        ("http://127.0.0.1.demo.test/cb", Err(Bad::Scheme)),
        ("http://127.0.0.2/cb", Err(Bad::Scheme)),
        ("javascript:alert(1)", Err(Bad::Scheme)),
        ("JavaScript://rp.demo.test/%0aalert(1)", Err(Bad::Scheme)),
        ("data:text/html,x", Err(Bad::Scheme)),
        ("DATA://x/", Err(Bad::Scheme)),
        ("HTTPS://rp.demo.test/cb", Err(Bad::Scheme)),
        ("com.demo.app:/cb", Err(Bad::Scheme)),
        ("//rp.demo.test/cb", Err(Bad::Scheme)),
        ("https://rp.demo.test/cb#", Err(Bad::Fragment)),
        ("https://rp.demo.test/cb#x", Err(Bad::Fragment)),
        ("https://ada@rp.demo.test/cb", Err(Bad::User)),
        ("https://ada:pw@rp.demo.test/cb", Err(Bad::User)),
        ("https://@rp.demo.test/cb", Err(Bad::User)),
        ("https:///cb", Err(Bad::Host)),
        ("https://127.1/cb", Err(Bad::Host)),
        ("https://rp%2edemo.test/cb", Err(Bad::Host)),
        ("https://rp.demo.test:/cb", Err(Bad::Host)),
        ("https://rp.demo.test:99999/cb", Err(Bad::Host)),
        ("https://rp.demo.test\\@evil.test/cb", Err(Bad::Characters)),
        ("https://rp.demo.test/c b", Err(Bad::Characters)),
        ("https://rp.demo.test/\tcb", Err(Bad::Characters)),
        ("https://rp.demo.test/ä", Err(Bad::Characters)),
        ("https://rp.demo.test/cb?code=1", Err(Bad::Query)),
        ("https://rp.demo.test/cb?a=1&%73tate=2", Err(Bad::Query)),
        ("", Err(Bad::Scheme)),
    ] {
        assert_eq!(RedirectUri::register(uri).map(|_| ()), outcome, "{uri}");
    }
}

/// O019
#[test]
fn o019_a_redirect_uri_matches_byte_for_byte() {
    let registered = RedirectUri::register("https://rp.demo.test/a/cb~").unwrap();
    assert!(registered.matches("https://rp.demo.test/a/cb~"));
    for sent in [
        "https://rp.demo.test/a/cb",
        "https://rp.demo.test/a/cb~~",
        "https://RP.demo.test/a/cb~",
        "https://rp.demo.test:443/a/cb~",
        "https://rp.demo.test/a/cb~/",
        "https://rp.demo.test/a/cb~?x=1",
        "https://rp.demo.test/a/cb~#x",
        "https://rp.demo.test/a/./cb~",
        "https://rp.demo.test/b/../a/cb~",
        "https://rp.demo.test/a/cb%7E",
        "https://rp.demo.test/a/cb~;x=1",
        "https://ada@rp.demo.test/a/cb~",
        "http://rp.demo.test/a/cb~",
        "",
    ] {
        assert!(!registered.matches(sent), "{sent}");
    }
}

/// O022
#[test]
fn o022_on_loopback_the_port_is_free_and_nothing_else() {
    let registered = RedirectUri::register("http://127.0.0.1/cb").unwrap();
    for (sent, good) in [
        ("http://127.0.0.1/cb", true),
        ("http://127.0.0.1:1/cb", true),
        ("http://127.0.0.1:65535/cb", true),
        ("http://127.0.0.1:65536/cb", false),
        ("http://127.0.0.1:0/cb", false),
        ("http://127.0.0.1:080/cb", false),
        ("http://127.0.0.1:/cb", false),
        ("http://127.0.0.1:80@evil.test/cb", false),
        ("http://127.0.0.1:80/other", false),
        ("http://127.0.0.1:80/cb?x", false),
        ("http://127.0.0.1:80/cb#x", false),
        ("http://127.0.0.1.evil.test/cb", false),
        ("http://localhost/cb", false),
        ("http://localhost:80/cb", false),
        ("http://[::1]:80/cb", false),
        ("https://127.0.0.1:80/cb", false),
    ] {
        assert_eq!(registered.matches(sent), good, "{sent}");
    }
    let six = RedirectUri::register("http://[::1]:4000/cb?x=1").unwrap();
    assert!(six.matches("http://[::1]:5000/cb?x=1") && !six.matches("http://[::1]:5000/cb"));
    let named = RedirectUri::register("http://localhost:4000/cb").unwrap();
    assert!(named.matches("http://localhost:4000/cb") && !named.matches("http://localhost:5000/cb"));
    let far = RedirectUri::register("https://rp.demo.test:4000/cb").unwrap();
    assert!(!far.matches("https://rp.demo.test:5000/cb"));
}

fn to(uri: &str, mode: ResponseMode, state: Option<&str>) -> ReturnTo {
    ReturnTo { redirect_uri: uri.into(), mode, state: state.map(str::to_owned) }
}

fn location(answer: Answer) -> String {
    match answer.deliver() {
        Delivery::Redirect(url) => url,
        Delivery::FormPost(_) => panic!("a form"),
    }
}

/// O023, O035
#[test]
fn o023_o035_an_answer_is_appended_and_names_the_issuer() {
    const ISS: &str = "iss=https%3A%2F%2Flogin.demo.test";
    for (uri, before) in [
        ("https://rp.demo.test/cb", "https://rp.demo.test/cb?"),
        ("https://rp.demo.test/cb?tenant=1", "https://rp.demo.test/cb?tenant=1&"),
        ("https://rp.demo.test/cb?", "https://rp.demo.test/cb?"),
        ("https://rp.demo.test/cb?a&", "https://rp.demo.test/cb?a&"),
        // The last question mark is the value's own.
        ("https://rp.demo.test/cb?to=/?", "https://rp.demo.test/cb?to=/?&"),
    ] {
        let answer = Answer::code(to(uri, ResponseMode::Query, Some("s p+&ä")), &issuer(), "c0de");
        assert_eq!(location(answer), format!("{before}code=c0de&state=s%20p%2B%26%C3%A4&{ISS}"));
    }
    let denied = Error::new(ErrorCode::AccessDenied, "the person said no");
    let answer = Answer::error(to("https://rp.demo.test/cb", ResponseMode::Query, None), &issuer(), &denied);
    assert_eq!(
        location(answer),
        format!("https://rp.demo.test/cb?error=access_denied&error_description=the%20person%20said%20no&{ISS}")
    );
}

/// O035, O038: the values are handed over unchanged; whoever renders the page escapes them.
#[test]
fn o035_o038_a_form_holds_the_values_unchanged_and_the_issuer() {
    let state = r#""'><script>alert(1)</script>&amp;"#;
    let denied = Error::new(ErrorCode::LoginRequired, "nobody is logged in");
    for answer in [
        Answer::code(to("https://rp.demo.test:8443/cb?a=1", ResponseMode::FormPost, Some(state)), &issuer(), "c"),
        Answer::error(to("https://rp.demo.test:8443/cb?a=1", ResponseMode::FormPost, Some(state)), &issuer(), &denied),
    ] {
        let Delivery::FormPost(form) = answer.deliver() else { panic!("a redirect") };
        assert_eq!(
            (form.action.as_str(), form.origin().as_str()),
            ("https://rp.demo.test:8443/cb?a=1", "https://rp.demo.test:8443")
        );
        assert!(form.fields.contains(&("state", state.to_owned())));
        assert!(form.fields.contains(&("iss", "https://login.demo.test".to_owned())));
    }
}

#[test]
fn a_stored_uri_is_checked_again_when_it_is_read() {
    assert!(serde_json::from_str::<RedirectUri>(r#""https://rp.demo.test/cb""#).is_ok());
    assert!(serde_json::from_str::<RedirectUri>(r#""javascript:x""#).is_err());
}
