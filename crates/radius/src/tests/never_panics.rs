//! No input makes a parser panic, and what was written is read as the same.

use proptest::prelude::*;

use super::{key, packet};
use crate::{Attribute, Code, Credential, Frames, Packet, Reply, Request, Unfit, kind};

/// Attributes near the real thing: kinds that mean something, lengths around those that count.
fn attributes() -> impl Strategy<Value = Vec<(u8, Vec<u8>)>> {
    let kind = prop_oneof![any::<u8>(), prop::sample::select(&[1u8, 2, 3, 18, 24, 26, 33, 60, 70, 79, 80][..])];
    let length = prop_oneof![0usize..60, Just(16), Just(17), Just(128), Just(253)];
    let vendor = (prop::sample::select(&[1u8, 11, 25, 26][..]), 0usize..60)
        .prop_map(|(kind, n)| (26, [&[0, 0, 1, 55, kind, 2 + n as u8], vec![1; n].as_slice()].concat()));
    let plain = (kind, length).prop_flat_map(|(kind, n)| (Just(kind), prop::collection::vec(any::<u8>(), n)));
    prop::collection::vec(prop_oneof![3 => plain, 1 => vendor], 0..12)
}

fn touch(read: &Packet<'_>) {
    let _ = (read.user_name(), read.state(), read.has_eap(), read.nas_address(), format!("{read:?}"));
    let _ = (read.message_authenticator(&key()), read.accounting_authentic(&key()), read.answers(read, &key()));
    match read.credential(&key()) {
        Ok(Credential::Pap(password)) => assert!(password.len() <= 128),
        Ok(Credential::Chap(chap)) => assert!(!chap.is(b"password")),
        Ok(Credential::MsChap(response)) => assert!(!response.is(&[7; 16])),
        Ok(Credential::MsChap2(response)) => assert!(!response.is(&[7; 16], b"ada")),
        Ok(Credential::None | Credential::Eap) | Err(_) => {}
    }
    for attribute in Attribute::known() {
        attribute.read(read).for_each(|value| drop(attribute.show(value)));
    }
}

proptest! {
    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(read) = Packet::parse(&bytes) {
            touch(&read);
        }
        let mut frames = Frames::new();
        frames.feed(&bytes);
        while let Ok(Some(read)) = frames.packet() {
            touch(&read);
        }
    }

    #[test]
    fn packets_near_the_real_thing(code in 0u8..14, attributes in attributes()) {
        let wanted = Request::new(Code::of(code), 1, [3; 16]).unsigned();
        let wanted = attributes.iter().fold(wanted, |wanted, (kind, value)| wanted.add(*kind, value));
        let bytes = wanted.finish(&key()).unwrap();
        let read = packet(&bytes);
        let again: Vec<_> = read.attributes().map(|(kind, value)| (kind, value.to_vec())).collect();
        prop_assert_eq!(again, attributes);
        touch(&read);
    }

    /// R002, R008, R036
    #[test]
    fn r036_answers_are_signed_and_bounded(asked in attributes(), answered in attributes(), text in "\\PC{0,300}") {
        let wanted = Request::new(Code::AccessRequest, 1, [3; 16]);
        let asked = asked.iter().fold(wanted, |wanted, (kind, value)| wanted.add(*kind, value)).finish(&key()).unwrap();
        let asked = packet(&asked);
        let reply = Reply::new(Code::AccessChallenge, &asked).message(&text);
        let reply = answered.iter().fold(reply, |reply, (kind, value)| reply.add(*kind, value));
        match reply.finish(&key()) {
            Ok(bytes) => {
                let answer = packet(&bytes);
                prop_assert_eq!(answer.attributes().next().unwrap().0, kind::MESSAGE_AUTHENTICATOR);
                prop_assert!(answer.answers(&asked, &key()));
                let echo: usize = asked.all(kind::PROXY_STATE).map(|state| state.len() + 2).sum();
                prop_assert!(bytes.len() <= Reply::MAX + echo);
                prop_assert!(answer.all(kind::PROXY_STATE).eq(asked.all(kind::PROXY_STATE)));
            }
            Err(Unfit::Reserved { kind }) => prop_assert!([2, 3, 33, 60, 80].contains(&kind)),
            Err(Unfit::Room { .. }) => {
                // Header, Message-Authenticator, the words in pieces, and what was added: only what is really too long is refused.
                let words = text.len() + 2 * (text.len() / 250 + 1);
                let size = 38 + words + answered.iter().map(|(_, value)| value.len() + 2).sum::<usize>();
                prop_assert!(size > Reply::MAX, "{size}");
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn passwords_come_back(password in prop::collection::vec(any::<u8>(), 0..=128)) {
        let wanted = Request::new(Code::AccessRequest, 1, [3; 16]).user_password(&key(), &password);
        let bytes = wanted.finish(&key()).unwrap();
        let length = password.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
        let read = packet(&bytes).user_password(&key()).unwrap().unwrap();
        prop_assert_eq!(read.as_slice(), &password[..length]);
    }

    #[test]
    fn dictionary(index in any::<prop::sample::Index>(), name in "\\PC{0,40}", value in "\\PC{0,300}|[0-9a-fx:./]{0,40}") {
        let known: Vec<_> = Attribute::known().collect();
        for attribute in [Some(**index.get(&known)), Attribute::named(&name), Attribute::named(&format!("26.{name}"))].into_iter().flatten() {
            for pair in attribute.encode(&value).unwrap_or_default() {
                prop_assert!(!pair.value.is_empty() || attribute.to_string() == "Framed-IPv6-Prefix");
                prop_assert!(pair.value.len() <= 253);
                let shown = attribute.show(&pair.value);
                let again = attribute.encode(&shown).unwrap();
                prop_assert_eq!(&again[0].value, &pair.value, "{} = {}", attribute, shown);
            }
        }
    }
}
