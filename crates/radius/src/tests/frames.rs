//! Packets out of a stream.

use super::{key, raw, request};
use crate::{Authenticity, Frames, Key, Malformed, kind};

fn all(stream: &[u8], chunk: usize) -> (Vec<Vec<u8>>, Option<Malformed>) {
    let (mut frames, mut packets) = (Frames::new(), Vec::new());
    for bytes in stream.chunks(chunk) {
        frames.feed(bytes);
        loop {
            match frames.packet() {
                Ok(Some(packet)) => packets.push(packet.bytes().to_vec()),
                Ok(None) => break,
                Err(malformed) => return (packets, Some(malformed)),
            }
        }
        assert!(frames.pending() < 4096);
    }
    (packets, None)
}

#[test]
fn packets_come_whole_however_they_were_cut() {
    let long = request().add(kind::CLASS, &[1; 253]).add(kind::CLASS, &[2; 253]).finish(&key()).unwrap();
    let packets = vec![request().finish(&key()).unwrap(), raw(12, &[]), long, raw(1, &[&[1, 3, b'a']])];
    let stream = packets.concat();
    for chunk in (1..60).chain([stream.len() - 1, stream.len()]) {
        assert_eq!(all(&stream, chunk), (packets.clone(), None), "{chunk}");
    }
}

#[test]
fn a_broken_stream_stays_broken() {
    let good = raw(1, &[]);
    let with_length = |length: u16| [&[1, 7], &length.to_be_bytes()[..], &[0; 16]].concat();
    for (bad, malformed) in [
        (with_length(0), Malformed::Length),
        (with_length(19), Malformed::Length),
        (with_length(4097), Malformed::Length),
        (raw(1, &[&[1, 1]]), Malformed::Attribute),
    ] {
        let stream = [&good[..], &bad, &good].concat();
        for chunk in [1, 3, 100] {
            assert_eq!(all(&stream, chunk), (vec![good.clone()], Some(malformed)));
        }
        let mut frames = Frames::new();
        frames.feed(&bad);
        assert_eq!(frames.packet().err(), Some(malformed));
        frames.feed(&good);
        assert_eq!((frames.packet().err(), frames.pending()), (Some(malformed), 0));
    }
}

/// RFC 6614, section 2.3
#[test]
fn the_secret_of_radsec() {
    let mut frames = Frames::new();
    frames.feed(&request().finish(&Key::new(b"radsec")).unwrap());
    let packet = frames.packet().unwrap().unwrap();
    assert_eq!(packet.message_authenticator(&Key::radsec()), Authenticity::Valid);
}
