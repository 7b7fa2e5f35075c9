//! Who made a packet.

use super::{SIGNATURE, key, packet, raw, request, sign_again};
use crate::{Authenticity, Code, Key, Packet, Reply, Request, kind};

fn of(bytes: &[u8]) -> Authenticity {
    packet(bytes).message_authenticator(&key())
}

/// R003
#[test]
fn r003_a_message_authenticator_is_right_or_the_packet_is_wrong() {
    let good = request().add(kind::STATE, b"state").finish(&key()).unwrap();
    assert_eq!(of(&good), Authenticity::Valid);
    assert_eq!(packet(&good).message_authenticator(&Key::new(b"another")), Authenticity::Wrong);
    // Every bit counts: of the header, of the value, of the attributes. The length field makes another packet.
    for at in (0..good.len()).filter(|at| !(2..4).contains(at)) {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        if let Ok(read) = Packet::parse(&bytes) {
            assert_ne!(read.message_authenticator(&key()), Authenticity::Valid, "byte {at}");
        }
    }
    for (name, value) in [("15 bytes", vec![0; 15]), ("17 bytes", vec![0; 17]), ("none", vec![])] {
        let bytes = request().unsigned().add(kind::MESSAGE_AUTHENTICATOR, &value).finish(&key()).unwrap();
        assert_eq!(of(&bytes), Authenticity::Wrong, "{name}");
    }
    let mut twice = request().add(kind::MESSAGE_AUTHENTICATOR, &[0; 16]).finish(&key()).unwrap();
    assert_eq!(of(&twice), Authenticity::Wrong);
    sign_again(&mut twice);
    assert_eq!(of(&twice), Authenticity::Wrong);
}

#[test]
fn it_may_stand_anywhere() {
    for before in 0..4 {
        let mut wanted = request().unsigned();
        for _ in 0..before {
            wanted = wanted.add(kind::CLASS, b"before");
        }
        let mut bytes =
            wanted.add(kind::MESSAGE_AUTHENTICATOR, &[0; 16]).add(kind::CLASS, b"behind").finish(&key()).unwrap();
        let at = 20 + 5 + 8 * before + 2;
        let mac = key().mac(&[&bytes]);
        bytes[at..at + 16].copy_from_slice(&mac);
        assert_eq!(of(&bytes), Authenticity::Valid, "{before}");
    }
}

/// R006, R034: where no client may leave it out, a missing one is a wrong one.
#[test]
fn r006_r034_missing_is_wrong_beside_eap_and_in_status_server() {
    assert_eq!(of(&raw(1, &[&[1, 3, b'a']])), Authenticity::Missing);
    assert_eq!(of(&raw(1, &[&[1, 3, b'a'], &[79, 7, 2, 0, 0, 5, 1]])), Authenticity::Wrong);
    assert_eq!(of(&raw(12, &[])), Authenticity::Wrong);
    let eap = request().add(kind::EAP_MESSAGE, &[2, 0, 0, 5, 1]).finish(&key()).unwrap();
    assert_eq!(of(&eap), Authenticity::Valid);
    let status = Request::new(Code::StatusServer, 1, [9; 16]).finish(&key()).unwrap();
    assert_eq!(of(&status), Authenticity::Valid);
}

#[test]
fn accounting_is_signed_by_its_authenticator() {
    let wanted = Request::new(Code::AccountingRequest, 3, [5; 16]).integer(kind::ACCT_STATUS_TYPE, 1);
    let bytes = wanted.finish(&key()).unwrap();
    assert!(packet(&bytes).accounting_authentic(&key()));
    assert!(!packet(&bytes).accounting_authentic(&Key::new(b"another")));
    assert_eq!(of(&bytes), Authenticity::Missing);
    for at in (0..bytes.len()).filter(|at| !(2..4).contains(at)) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x80;
        assert!(Packet::parse(&bytes).is_ok_and(|read| !read.accounting_authentic(&key())) || at == 21, "byte {at}");
    }
    let answer = Reply::new(Code::AccountingResponse, &packet(&bytes)).finish(&key()).unwrap();
    assert_eq!(answer.len(), 20);
    assert!(packet(&answer).answers(&packet(&bytes), &key()));
}

/// R002: an answer is accepted only whole.
#[test]
fn r002_an_answer_that_was_touched_is_none() {
    let asked = request().finish(&key()).unwrap();
    let asked = packet(&asked);
    let reply = |code| Reply::new(code, &asked).add(kind::CLASS, b"staff").finish(&key()).unwrap();
    for code in [Code::AccessAccept, Code::AccessReject, Code::AccessChallenge] {
        let answer = reply(code);
        assert!(packet(&answer).answers(&asked, &key()), "{code:?}");
        assert!(!packet(&answer).answers(&asked, &Key::new(b"another")));
        for at in (0..answer.len()).filter(|at| !(2..4).contains(at)) {
            let mut answer = answer.clone();
            answer[at] ^= 1;
            assert!(!Packet::parse(&answer).is_ok_and(|answer| answer.answers(&asked, &key())), "{code:?} {at}");
        }
    }
    let other = Request::new(Code::AccessRequest, 8, *asked.authenticator()).finish(&key()).unwrap();
    assert!(!packet(&reply(Code::AccessAccept)).answers(&packet(&other), &key()));
    // A right Response Authenticator alone is what CVE-2024-3596 forges.
    let mut forged = reply(Code::AccessAccept);
    forged[SIGNATURE].fill(0);
    let signature = key().signature(&[&forged[..4], asked.authenticator(), &forged[20..]]);
    forged[4..20].copy_from_slice(&signature);
    assert!(!packet(&forged).answers(&asked, &key()));
}

/// R011: a secret of any length makes a key, each another one.
#[test]
fn r011_secrets_of_every_length() {
    let macs: std::collections::HashSet<_> = (0..=200).map(|n| Key::new(&vec![b'x'; n]).mac(&[b"text"])).collect();
    assert_eq!(macs.len(), 201);
    // RFC 2202, section 2: HMAC-MD5 with keys of 16, 4 and 80 bytes.
    let vectors: &[(&[u8], &[u8], u128)] = &[
        (&[0x0b; 16], b"Hi There", 0x9294_727a_3638_bb1c_13f4_8ef8_158b_fc9d),
        (b"Jefe", b"what do ya want for nothing?", 0x750c_783e_6ab0_b503_eaa8_6e31_0a5d_b738),
        (
            &[0xaa; 80],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            0x6b1a_b7fe_4bd7_bf8f_0b62_e6ce_61b9_d0cd,
        ),
    ];
    for (secret, text, mac) in vectors {
        assert_eq!(u128::from_be_bytes(Key::new(secret).mac(&[text])), *mac);
    }
}
