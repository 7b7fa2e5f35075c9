//! Where parameters stand, and how often they are decoded.

use crate::agent::params::{Encoding, Params, Sent, Unreadable};

fn read(query: &str, kind: &str, body: &[u8]) -> Result<Params, Unreadable> {
    Params::read(&Sent { query: query.as_bytes(), content_type: Some(kind).filter(|k| !k.is_empty()), body })
}

const FORM: &str = "application/x-www-form-urlencoded";

/// C0.2: the second decoding by product.
#[test]
fn products_encode_in_their_own_ways() {
    for (agent, encoding) in [
        ("FreeRADIUS", Encoding::Twice),
        ("freeradius/3.2", Encoding::Twice),
        ("python-requests/2.34.2", Encoding::Twice),
        ("", Encoding::Twice),
        ("()", Encoding::Twice),
        ("PAM/1.1.0", Encoding::Once),
        ("PAM/2.15.0", Encoding::Once),
        ("pam-passkey/1.0.0 ComputerName/abc", Encoding::Once),
        ("PrivacyIDEA-ADFS/1.4.1", Encoding::Once),
        ("privacyidea-cp/3.8.0.0 Windows/DESK", Encoding::Once),
        ("PRIVACYIDEA-CP", Encoding::Once),
        ("privacyidea-ldap-proxy/0.1", Encoding::Once),
        ("simpleSAMLphp", Encoding::Once),
        ("privacyIDEA-Keycloak/1.8.0 Keycloak/26", Encoding::TwiceAsForm),
        ("entraid-via-keycloak/1.8.0 Keycloak/26", Encoding::TwiceAsForm),
        // A name that only begins like one is another product.
        ("PAMELA/1", Encoding::Twice),
    ] {
        assert_eq!(Encoding::of_product(agent), encoding, "{agent}");
    }
}

/// What each agent means, from the bytes that it sends. The first line was seen on the wire of the FreeRADIUS plug-in.
#[test]
fn values_are_decoded_as_they_were_encoded() {
    for (wire, once, twice, as_form) in [
        ("p%2520%25C3%25A4%2B%252541%261", "p%20%C3%A4+%2541&1", "p ä+%41&1", "p ä %41&1"),
        ("plain", "plain", "plain", "plain"),
        ("a+b", "a b", "a b", "a b"),
        ("a%2Bb", "a+b", "a+b", "a b"),
        ("a%252Bb", "a%2Bb", "a+b", "a+b"),
        ("50%25", "50%", "50%", "50%"),
        ("50%2541", "50%41", "50A", "50A"),
        ("%25zz", "%zz", "%zz", "%zz"),
        ("%", "%", "%", "%"),
        ("%4", "%4", "%4", "%4"),
        // What would not be text, or would hide something, stays as it was.
        ("x%25ff", "x%ff", "x%ff", "x%ff"),
        ("x%2500", "x%00", "x%00", "x%00"),
    ] {
        let params = read("", FORM, format!("pass={wire}").as_bytes()).unwrap();
        for (encoding, meant) in [(Encoding::Once, once), (Encoding::Twice, twice), (Encoding::TwiceAsForm, as_form)] {
            assert_eq!(params.clone().as_sent_by(encoding).get("pass"), Some(meant), "{wire} {encoding:?}");
        }
    }
}

#[test]
fn everything_that_was_sent_is_one_set() {
    let params = read("user=ada&realm=x&", FORM, b"pass=p&user=ada&bare&=odd").unwrap();
    assert_eq!((params.get("user"), params.get("pass"), params.get("realm")), (Some("ada"), Some("p"), Some("x")));
    assert_eq!((params.get("bare"), params.filled("bare"), params.get("none")), (Some(""), None, None));
    // Raw, as one client library writes them into its query.
    let raw = read("user=ada&pass=p ä%", "", b"").unwrap().as_sent_by(Encoding::Once);
    assert_eq!(raw.get("pass"), Some("p ä%"));
    // JSON by its look, before the query, never decoded again; numbers and switches as text, all else left out.
    for kind in ["application/json", FORM, "", "text/plain"] {
        let body =
            br#" {"user": "ada", "pass": "a%41+b", "n": 12, "on": true, "off": null, "list": ["x"], "more": {"a": 1}}"#;
        let params = read("user=bob&list=q", kind, body).unwrap().as_sent_by(Encoding::TwiceAsForm);
        assert_eq!((params.get("user"), params.get("pass")), (Some("ada"), Some("a%41+b")), "{kind}");
        assert_eq!((params.get("n"), params.on("on")), (Some("12"), true));
        assert_eq!((params.get("off"), params.get("list"), params.get("more")), (None, Some("q"), None));
    }
    let brace = read("", FORM, b"{not+json=1").unwrap();
    assert_eq!(brace.get("{not json"), Some("1"));
    assert_eq!(format!("{params:?}"), r#"{"user", "realm", "pass", "bare", ""}"#, "values are never printed");
}

#[test]
fn multipart_is_read() {
    let body = "--x\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nada\r\n\
        --x\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name=pass\r\n\r\np\r\n--y %41\r\n\
        --x\r\nContent-Disposition: form-data; name=\"a \\\"b\\\"\"\r\n\r\n\r\n\
        --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nbytes\r\n--x--\r\nepilogue";
    for kind in ["multipart/form-data; boundary=x", "Multipart/Form-Data; charset=utf-8; boundary=\"x\""] {
        let params = read("", kind, body.as_bytes()).unwrap();
        assert_eq!((params.get("user"), params.get("pass")), (Some("ada"), Some("p\r\n--y %41")));
        assert_eq!((params.get("a \"b\""), params.get("file")), (Some(""), None));
    }
    let preamble = format!("to be skipped\r\n{body}");
    assert_eq!(read("", "multipart/form-data; boundary=x", preamble.as_bytes()).unwrap().get("user"), Some("ada"));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let many: String = (0..65).map(|n| format!("f{n}=1&")).collect();
    let long = "x".repeat(70_000);
    let x = "multipart/form-data; boundary=x";
    for (query, kind, body, why) in [
        ("user=a&user=b", "", "", Unreadable::Twice),
        ("user=a", FORM, "user=b", Unreadable::Twice),
        (&*many, "", "", Unreadable::TooMuch),
        (&*long, "", "", Unreadable::TooMuch),
        ("", FORM, &*long, Unreadable::TooMuch),
        ("user=%00", "", "", Unreadable::Malformed),
        ("user=%ff", "", "", Unreadable::Malformed),
        ("", "application/json", "{\"user\": ", Unreadable::Malformed),
        ("", "application/json", "[1]", Unreadable::Malformed),
        ("", "application/json", "{\"user\": \"a\\u0000\"}", Unreadable::Malformed),
        ("", "multipart/form-data", "--x\r\n", Unreadable::Malformed),
        ("", x, "nothing", Unreadable::Malformed),
        ("", x, "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb", Unreadable::Malformed),
        ("", x, "--x\r\n\r\nno name\r\n--x--", Unreadable::Malformed),
    ] {
        assert_eq!(read(query, kind, body.as_bytes()).unwrap_err(), why, "{}", &query[..query.len().min(20)]);
    }
    // The control: the same name twice with one value.
    assert!(read("user=a", FORM, b"user=a").is_ok());
}
