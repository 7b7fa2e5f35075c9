//! Answers: signed, bounded, echoing.

use super::{key, packet, request};
use crate::kind::microsoft as ms;
use crate::{Attribute, Code, Failure, Key, MsChap2, Packet, Reply, Unfit, kind, nt_hash};

const ACCESS: [Code; 3] = [Code::AccessAccept, Code::AccessReject, Code::AccessChallenge];

/// R002
#[test]
fn r002_a_message_authenticator_is_first_and_right() {
    let asked = request().add(kind::PROXY_STATE, b"p").finish(&key()).unwrap();
    let old = request().unsigned().finish(&key()).unwrap();
    for code in ACCESS {
        for asked in [packet(&asked), packet(&old)] {
            let reply = Reply::new(code, &asked).add(kind::CLASS, b"staff").message("Welcome").integer(27, 60);
            let bytes = reply.finish(&key()).unwrap();
            let answer = packet(&bytes);
            assert_eq!((answer.code(), answer.id()), (code, 7));
            assert_eq!(answer.attributes().next().unwrap().0, kind::MESSAGE_AUTHENTICATOR);
            assert_eq!(answer.all(kind::MESSAGE_AUTHENTICATOR).count(), 1);
            assert!(answer.answers(&asked, &key()));
            // The same bytes each time, for duplicates.
            assert_eq!(reply.finish(&key()).unwrap(), bytes);
        }
    }
}

/// R008
#[test]
fn r008_proxy_states_come_back_unchanged_last_and_in_order() {
    let states: [&[u8]; 3] = [b"\0one", b"", &[0xff; 253]];
    let asked = request().add(kind::PROXY_STATE, states[0]).add(kind::PROXY_STATE, states[1]).add(kind::CLASS, b"x");
    let asked = asked.add(kind::PROXY_STATE, states[2]).finish(&key()).unwrap();
    for code in [Code::AccessAccept, Code::AccessReject, Code::AccessChallenge, Code::AccountingResponse] {
        let bytes = Reply::new(code, &packet(&asked)).add(kind::STATE, b"s").finish(&key()).unwrap();
        let answer = packet(&bytes);
        assert_eq!(answer.all(kind::PROXY_STATE).collect::<Vec<_>>(), states);
        let kinds: Vec<_> = answer.attributes().map(|(kind, _)| kind).collect();
        assert_eq!(kinds[kinds.len() - 4..], [kind::STATE, 33, 33, 33]);
        assert_eq!(answer.first(kind::CLASS), None);
    }
}

/// R008, R036
#[test]
fn r008_r036_an_answer_keeps_within_a_packet() {
    // 3900 bytes of Proxy-State: a plain answer fits, one that grows does not.
    let mut asked = request();
    for _ in 0..20 {
        asked = asked.add(kind::PROXY_STATE, &[7; 193]);
    }
    let asked = asked.finish(&key()).unwrap();
    let reply = Reply::new(Code::AccessReject, &packet(&asked));
    let bytes = reply.finish(&key()).unwrap();
    assert!(bytes.len() <= Packet::MAX && packet(&bytes).all(kind::PROXY_STATE).count() == 20);
    assert_eq!(reply.message(&"x".repeat(250)).finish(&key()), Err(Unfit::ProxyState));
    // A signed request always has room for a signed refusal.
    let full = request().add(kind::PROXY_STATE, &[7; 253]);
    let full = (0..15).fold(full, |r, n| r.add(kind::PROXY_STATE, &vec![7; if n < 14 { 253 } else { 226 }]));
    let full = full.finish(&key()).unwrap();
    assert_eq!(full.len(), Packet::MAX);
    assert!(Reply::new(Code::AccessReject, &packet(&full)).finish(&key()).unwrap().len() <= Packet::MAX);
}

/// R036
#[test]
fn r036_an_answer_has_at_most_1024_bytes_of_its_own() {
    let asked = request().finish(&key()).unwrap();
    let asked = packet(&asked);
    for code in [Code::AccessAccept, Code::AccountingResponse] {
        let own = 1024 - 20 - if code.is_access_answer() { 18 } else { 0 };
        let filled = (0..own / 100).fold(Reply::new(code, &asked), |reply, _| reply.add(kind::CLASS, &[1; 98]));
        let full = filled.clone().add(kind::CLASS, &vec![1; own % 100 - 2]);
        assert_eq!(full.finish(&key()).unwrap().len(), Reply::MAX);
        let over = filled.clone().add(kind::CLASS, &vec![1; own % 100 - 1]);
        assert_eq!(over.finish(&key()), Err(Unfit::Room { vendor: None, kind: kind::CLASS }));
        let over = full.vendor(9, 1, b"x").add(kind::STATE, b"y");
        assert_eq!(over.finish(&key()), Err(Unfit::Room { vendor: Some(9), kind: 1 }), "the first is named");
    }
}

#[test]
fn values_fit_an_attribute_or_are_named() {
    let asked = request().finish(&key()).unwrap();
    let new = || Reply::new(Code::AccessAccept, &packet(&asked));
    let finish = |reply: Reply<'_>| reply.finish(&key()).map(|bytes| bytes.len());
    assert_eq!(finish(new().add(kind::CLASS, &[1; 253])), Ok(20 + 18 + 255));
    assert_eq!(finish(new().add(kind::CLASS, &[1; 254])), Err(Unfit::Value { vendor: None, kind: kind::CLASS }));
    assert_eq!(finish(new().vendor(9, 1, &[1; 247])), Ok(20 + 18 + 255));
    assert_eq!(finish(new().vendor(9, 1, &[1; 248])), Err(Unfit::Value { vendor: Some(9), kind: 1 }));
    for kind in [2, 3, 33, 60, 80] {
        assert_eq!(finish(new().add(kind, &[1; 16])), Err(Unfit::Reserved { kind }), "{kind}");
    }
}

/// R040
#[test]
fn r040_long_messages_are_split_and_no_text_forges_an_attribute() {
    let asked = request().finish(&key()).unwrap();
    let new = || Reply::new(Code::AccessChallenge, &packet(&asked));
    for text in ["x".repeat(300), "ä".repeat(200), "\u{1f511}".repeat(70)] {
        let bytes = new().message(&text).finish(&key()).unwrap();
        let pieces: Vec<_> = packet(&bytes).all(kind::REPLY_MESSAGE).map(|p| std::str::from_utf8(p).unwrap()).collect();
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces.concat(), text);
    }
    let hostile = "staff\r\nService-Type = Administrative-User\n\0\u{6}\u{6}";
    let filter = Attribute::named("Filter-Id").unwrap().encode(hostile).unwrap();
    let cisco = Attribute::named("Cisco-AVPair").unwrap().encode(&format!("{hostile}{}", "é".repeat(300))).unwrap();
    assert_eq!((filter.len(), cisco.len()), (1, 1));
    let bytes = new().pair(&filter[0]).pair(&cisco[0]).message(hostile).finish(&key()).unwrap();
    let answer = packet(&bytes);
    let kinds: Vec<_> = answer.attributes().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [80, 11, 26, 18]);
    assert_eq!(answer.text(11), Some("staff  Service-Type = Administrative-User    "));
    assert_eq!(answer.text(18), Some("staff\nService-Type = Administrative-User\n   "));
    let pair = answer.only_of_vendor(9, 1).unwrap().unwrap();
    assert!(pair.len() <= 247 && std::str::from_utf8(pair).unwrap().ends_with('é'));
    assert!(answer.vendor_attributes().count() == 1);
    assert_eq!(packet(&new().message("").finish(&key()).unwrap()).attributes().count(), 1);
}

/// A login by MS-CHAPv2 that was made here, as a client would.
fn response(challenge: u8) -> MsChap2 {
    let value = [&[9, 0][..], &[2; 16], &[0; 8], &[3; 24]].concat();
    let bytes = request()
        .vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &[challenge; 16])
        .vendor(ms::VENDOR, ms::CHAP2_RESPONSE, &value)
        .finish(&key())
        .unwrap();
    packet(&bytes).mschap2().unwrap().unwrap()
}

#[test]
fn keys_of_the_link_are_hidden_and_salted() {
    let asked = request().finish(&key()).unwrap();
    let asked = packet(&asked);
    let keys = response(1).keys(&nt_hash("secret"));
    let bytes = Reply::new(Code::AccessAccept, &asked).mppe_keys(&key(), &keys, 0x0123).finish(&key()).unwrap();
    let value = |kind| packet(&bytes).only_of_vendor(ms::VENDOR, kind).unwrap().unwrap();
    let (send, receive) = (value(ms::MPPE_SEND_KEY), value(ms::MPPE_RECV_KEY));
    assert_eq!((&send[..2], &receive[..2]), (&[0x81, 0x23][..], &[0x81, 0x22][..]));
    assert_eq!(shown(&key(), &asked, send), [&[16], &keys.send()[..], &[0; 15]].concat());
    assert_eq!(shown(&key(), &asked, receive), [&[16], &keys.receive()[..], &[0; 15]].concat());
    assert_ne!(keys.send(), keys.receive());
    assert_ne!(shown(&Key::new(b"another"), &asked, send)[1..17], keys.send()[..]);
}

/// RFC 2548, section 2.4.2, backwards.
fn shown(key: &Key, asked: &Packet<'_>, value: &[u8]) -> Vec<u8> {
    let (salt, cipher) = value.split_at(2);
    let masks = [key.mask(&[asked.authenticator(), salt]), key.mask(&[&cipher[..16]])];
    cipher.iter().zip(masks.iter().flat_map(|mask| mask.iter())).map(|(c, m)| c ^ m).collect()
}

#[test]
fn a_refusal_of_mschap2_says_no_more_than_it_should() {
    let value = response(1).failure(Failure::Wrong, &[0xab; 16], "Wrong\r\npassword");
    let text = std::str::from_utf8(&value[1..]).unwrap();
    assert_eq!((value[0], text), (9, "E=691 R=0 C=ABABABABABABABABABABABABABABABAB V=3 M=Wrong  password"));
    let long = response(1).failure(Failure::PasswordExpired, &[0; 16], &"ä".repeat(300));
    assert!(long.len() <= 247 && std::str::from_utf8(&long[1..]).unwrap().starts_with("E=648 R=0 C=0000"));
}
