//! RADIUS: packets of anybody who can reach the port, answers from configuration and user data, packets out of a stream.

use std::sync::LazyLock;

use radius::{Attribute, Authenticity, Code, Credential, Frames, Key, Malformed, Packet, Reply, Request, kind};

use crate::text;

/// The secret of the RFCs' examples, which are among the seeds.
static KEY: LazyLock<Key> = LazyLock::new(|| Key::new(b"xyzzy5461"));

/// What is read as a packet is written as the same packet; its credential is one or none.
pub fn packet(data: &[u8]) {
    let Ok(packet) = Packet::parse(data) else { return };
    assert!((Packet::MIN..=Packet::MAX).contains(&packet.bytes().len()));
    assert_eq!(Packet::parse(packet.bytes()).map(|again| again.bytes()), Ok(packet.bytes()));
    let new = Request::new(packet.code(), packet.id(), *packet.authenticator()).unsigned();
    let written = packet.attributes().fold(new, |written, (kind, value)| written.add(kind, value)).finish(&KEY);
    match written {
        Ok(written) => assert_eq!(written[20..], packet.bytes()[20..]),
        // The writer keeps room for a Message-Authenticator.
        Err(e) => assert!(packet.bytes().len() > Packet::MAX - 18, "{e}"),
    }
    let signatures = packet.all(kind::MESSAGE_AUTHENTICATOR).count();
    match packet.message_authenticator(&KEY) {
        Authenticity::Valid => assert_eq!(signatures, 1),
        Authenticity::Missing => assert!(signatures == 0 && !packet.has_eap() && packet.code() != Code::StatusServer),
        Authenticity::Wrong => {}
    }
    credential(&packet);
    let _ = (packet.accounting_authentic(&KEY), packet.answers(&packet, &KEY), packet.nas_address(), packet.state());
    for attribute in Attribute::known() {
        for value in attribute.read(&packet) {
            let _ = attribute.show(value);
        }
    }
}

fn credential(packet: &Packet<'_>) {
    let passwords = packet.all(kind::USER_PASSWORD).count();
    let responses = packet.all(kind::CHAP_PASSWORD).count();
    match packet.credential(&KEY) {
        Ok(Credential::Pap(password)) => {
            assert!(passwords == 1 && responses == 0 && !packet.has_eap());
            assert!(password.len() <= 128 && password.last() != Some(&0));
        }
        Ok(Credential::Chap(chap)) => {
            assert!(passwords == 0 && responses == 1);
            let _ = chap.is(b"secret");
        }
        Ok(Credential::MsChap(response)) => {
            let _ = response.is(&[7; 16]);
        }
        Ok(Credential::MsChap2(response)) => {
            let name = packet.user_name().unwrap_or_default();
            let _ = (response.is(&[7; 16], name), response.success(&[7; 16], name), response.keys(&[7; 16]));
        }
        Ok(Credential::None) => assert_eq!(passwords + responses, 0),
        Ok(Credential::Eap) => assert!(passwords + responses == 0 && packet.has_eap()),
        Err(_) => {}
    }
}

/// Lines `Name=value` become an answer that parses, begins with its Message-Authenticator, holds what was wanted and no
/// attribute more, and is no longer than it may be.
pub fn reply(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let asked =
        Request::new(Code::AccessRequest, 1, [3; 16]).add(kind::PROXY_STATE, b"one").add(kind::PROXY_STATE, b"");
    let Ok(asked) = asked.finish(&KEY) else { panic!("a request of 50 bytes") };
    let asked = Packet::parse(&asked).unwrap_or_else(|e| panic!("{e}"));
    let mut reply = Reply::new(Code::AccessAccept, &asked);
    let mut wanted = Vec::new();
    for (name, value) in text.lines().filter_map(|line| line.split_once('=')) {
        if name == "message" {
            reply = reply.message(value);
            continue;
        }
        let Some(attribute) = Attribute::named(name) else { continue };
        assert_eq!(Attribute::named(&attribute.to_string()), Some(attribute));
        let Ok(pairs) = attribute.encode(value) else { continue };
        for pair in &pairs {
            let shown = attribute.show(&pair.value);
            let again = attribute.encode(&shown).unwrap_or_else(|e| panic!("{e}: {attribute} = {shown}"));
            assert_eq!(again.first(), Some(pair), "{attribute} = {shown}");
        }
        if attribute.may_answer() {
            reply = pairs.iter().fold(reply, |reply, pair| reply.pair(pair));
            wanted.extend(pairs);
        }
    }
    let Ok(bytes) = reply.finish(&KEY) else { return };
    let answer = Packet::parse(&bytes).unwrap_or_else(|e| panic!("{e}"));
    assert!(answer.answers(&asked, &KEY));
    assert_eq!(answer.attributes().next().map(|(kind, _)| kind), Some(kind::MESSAGE_AUTHENTICATOR));
    assert!(bytes.len() <= Reply::MAX + 2 + 3 + 2);
    assert_eq!(answer.attributes().map(|(kind, _)| kind).filter(|kind| *kind == kind::PROXY_STATE).count(), 2);
    let messages = answer.all(kind::REPLY_MESSAGE).count();
    let others = wanted.iter().filter(|pair| (pair.vendor, pair.kind) != (None, kind::REPLY_MESSAGE)).count();
    assert_eq!(answer.attributes().count(), 1 + others + messages + 2);
}

/// However a stream is cut, the same packets come out of it, and the same error ends it.
pub fn stream(data: &[u8]) {
    let Some((sizes, stream)) = data.split_first_chunk::<4>() else { return };
    let whole = packets([stream]);
    let mut rest = stream;
    let mut cuts = sizes.iter().cycle().map(|size| usize::from(*size) + 1);
    let pieces = std::iter::from_fn(|| {
        let (piece, behind) = rest.split_at(cuts.next()?.min(rest.len()));
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    });
    let cut = packets(pieces);
    assert_eq!(cut, whole);
    let length: usize = whole.0.iter().map(Vec::len).sum();
    assert_eq!(whole.0.concat(), stream[..length]);
}

fn packets<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Vec<u8>>, Option<Malformed>) {
    let mut frames = Frames::new();
    let mut packets = Vec::new();
    for piece in pieces {
        frames.feed(piece);
        loop {
            match frames.packet() {
                Ok(Some(packet)) => packets.push(packet.bytes().to_vec()),
                Ok(None) => break,
                Err(malformed) => return (packets, Some(malformed)),
            }
        }
        assert!(frames.pending() < Packet::MAX);
    }
    (packets, None)
}
