//! The examples of the RFCs, from files.

use super::{key, packet};
use crate::kind::microsoft as ms;
use crate::{Authenticity, Code, Key, Reply, Request, kind, nt_hash};

const RFC_2865: &str = include_str!("../../vectors/rfc2865.txt");
const RFC_5997: &str = include_str!("../../vectors/rfc5997.txt");
const MSCHAP: &str = include_str!("../../vectors/mschap.txt");

/// The bytes of a row.
fn row(file: &str, name: &str) -> Vec<u8> {
    let rows = file.lines().filter(|line| !line.starts_with('#'));
    let (_, hex) = rows.filter_map(|line| line.split_once(' ')).find(|(found, _)| *found == name).unwrap();
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    assert_eq!(digits.len() % 2, 0, "{name}");
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[test]
fn rfc_2865_pap() {
    let (request, accept) = (row(RFC_2865, "pap-request"), row(RFC_2865, "pap-accept"));
    let request = packet(&request);
    assert_eq!((request.code(), request.id(), request.user_name()), (Code::AccessRequest, 0, Some(&b"nemo"[..])));
    assert_eq!(request.user_password(&key()).unwrap().unwrap().as_slice(), b"arctangent");
    assert_eq!(request.integer(kind::NAS_PORT), Some(3));
    assert_eq!(request.nas_address(), Some([192, 168, 1, 16].into()));
    // The answer of the RFC has no Message-Authenticator, which today is not enough; its signature is right.
    assert_eq!(key().signature(&[&accept[..4], request.authenticator(), &accept[20..]]), accept[4..20]);
    assert!(!packet(&accept).answers(&request, &key()));

    let again = Request::new(Code::AccessRequest, 0, *request.authenticator()).unsigned().add(kind::USER_NAME, b"nemo");
    let again = again.user_password(&key(), b"arctangent").add(kind::NAS_IP_ADDRESS, &[192, 168, 1, 16]);
    assert_eq!(again.integer(kind::NAS_PORT, 3).finish(&key()).unwrap(), request.bytes());
}

#[test]
fn rfc_2865_chap() {
    let (request, accept) = (row(RFC_2865, "chap-request"), row(RFC_2865, "chap-accept"));
    let request = packet(&request);
    let chap = request.chap().unwrap().unwrap();
    assert!(chap.is(b"arctangent"));
    assert!(!chap.is(b"arctangenT"));
    assert_eq!(key().signature(&[&accept[..4], request.authenticator(), &accept[20..]]), accept[4..20]);
}

/// R034
#[test]
fn r034_rfc_5997_status_server() {
    for (asked, answered, code) in
        [("auth-request", "auth-answer", Code::AccessAccept), ("acct-request", "acct-answer", Code::AccountingResponse)]
    {
        let (request, answer) = (row(RFC_5997, asked), row(RFC_5997, answered));
        let request = packet(&request);
        assert_eq!(request.code(), Code::StatusServer);
        assert_eq!(request.message_authenticator(&key()), Authenticity::Valid);
        assert_eq!(request.message_authenticator(&Key::new(b"xyzzy5462")), Authenticity::Wrong);
        assert_eq!(packet(&answer).code(), code);
        assert_eq!(key().signature(&[&answer[..4], request.authenticator(), &answer[20..]]), answer[4..20], "{asked}");
        let again = Request::new(Code::StatusServer, request.id(), *request.authenticator());
        assert_eq!(again.finish(&key()).unwrap(), request.bytes());
        let ours = Reply::new(code, &request).finish(&key()).unwrap();
        assert!(packet(&ours).answers(&request, &key()));
    }
}

#[test]
fn rfc_2433_response() {
    let hash = nt_hash("MyPw");
    assert_eq!(hash.as_slice(), row(MSCHAP, "v1-hash"));
    let challenge = row(MSCHAP, "v1-challenge");
    let value = [&[9, 1], &[0; 24][..], &row(MSCHAP, "v1-response")].concat();
    let bytes = super::request()
        .vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &challenge)
        .vendor(ms::VENDOR, ms::CHAP_RESPONSE, &value)
        .finish(&key())
        .unwrap();
    let response = packet(&bytes).mschap().unwrap().unwrap();
    assert!(response.is(&hash));
    assert!(!response.is(&nt_hash("MyPW")));
    assert_eq!(response.ident(), 9);
}

#[test]
fn rfc_2759_and_rfc_3079() {
    let hash = nt_hash("clientPass");
    assert_eq!(hash.as_slice(), row(MSCHAP, "v2-hash"));
    let value = [&[9, 0], row(MSCHAP, "v2-peer-challenge").as_slice(), &[0; 8], &row(MSCHAP, "v2-response")].concat();
    let bytes = super::request()
        .vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &row(MSCHAP, "v2-challenge"))
        .vendor(ms::VENDOR, ms::CHAP2_RESPONSE, &value)
        .finish(&key())
        .unwrap();
    let response = packet(&bytes).mschap2().unwrap().unwrap();
    for name in ["User", "DOMAIN\\User"] {
        assert!(response.is(&hash, name.as_bytes()), "{name}");
    }
    assert!(!response.is(&hash, b"user"));
    assert!(!response.is(&nt_hash("clientpass"), b"User"));
    assert_eq!(response.success(&hash, b"User"), [&[9], row(MSCHAP, "v2-success").as_slice()].concat());
    assert_eq!(response.keys(&hash).send().as_slice(), row(MSCHAP, "send-key"));
}
