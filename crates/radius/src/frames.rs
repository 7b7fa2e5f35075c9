//! RADIUS over a stream (RFC 6614, section 2.6; RFC 6613): packets one after the other, each stating its length.

use crate::{Malformed, Packet};

/// What has arrived of a stream. It holds what it was fed and did not yet give out: read it empty between two feeds.
#[derive(Default)]
pub struct Frames {
    buffer: Vec<u8>,
    /// Where the next packet begins.
    start: usize,
    broken: Option<Malformed>,
}

impl Frames {
    /// Nothing has arrived.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what was read from the stream.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.broken.is_none() {
            self.buffer.drain(..self.start);
            self.start = 0;
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// The next whole packet. After an error nobody knows where the next one begins, and the connection must be closed
    /// (RFC 6613, section 2.6.4); until then every call gives the same error.
    pub fn packet(&mut self) -> Result<Option<Packet<'_>>, Malformed> {
        if let Some(broken) = self.broken {
            return Err(broken);
        }
        let Some([_, _, high, low]) = self.buffer[self.start..].first_chunk() else { return Ok(None) };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if !(Packet::MIN..=Packet::MAX).contains(&length) {
            return Err(self.end(Malformed::Length));
        }
        if self.buffer.len() - self.start < length {
            return Ok(None);
        }
        let at = self.start;
        self.start += length;
        if let Err(malformed) = Packet::parse(&self.buffer[at..at + length]) {
            return Err(self.end(malformed));
        }
        Packet::parse(&self.buffer[at..at + length]).map(Some)
    }

    /// Bytes of a packet that is not whole yet.
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.start
    }

    fn end(&mut self, malformed: Malformed) -> Malformed {
        self.buffer = Vec::new();
        self.start = 0;
        *self.broken.insert(malformed)
    }
}
