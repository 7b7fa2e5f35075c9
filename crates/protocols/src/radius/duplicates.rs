//! Duplicates: the same datagram again gets the same bytes again, and is judged once (cases R014, R017; RFC 5080, section 2.2.2).

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::{Span, Time};

/// Which transaction of whom: a client tells its requests apart by port and identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    pub door: Door,
    pub address: SocketAddr,
    pub id: u8,
}

/// Which of our doors it came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    Login,
    Accounting,
    /// TLS carries both.
    Stream,
}

/// What is known of a packet.
pub enum Seen {
    /// It is new, and the caller's to answer.
    New(Claim),
    /// It is being answered.
    Waiting,
    /// It was answered with these bytes.
    Answered(Arc<[u8]>),
    /// Nothing more can be remembered, so nothing new is judged.
    Full,
}

/// Requests under way and answers of the last half minute. Bounded; clones are the same memory.
#[derive(Clone, Default)]
pub struct Duplicates(Arc<[Mutex<Shard>; SHARDS]>);

#[derive(Default)]
struct Shard {
    slots: HashMap<Origin, Slot>,
    /// Each slot once, in the order in which it may be old.
    old: VecDeque<(Time, Origin)>,
    /// Bytes of all answers kept.
    bytes: usize,
}

struct Slot {
    authenticator: [u8; 16],
    since: Time,
    state: State,
}

enum State {
    Waiting,
    Answered(Arc<[u8]>),
    /// Given up without an answer.
    Void,
}

impl State {
    fn bytes(&self) -> usize {
        if let Self::Answered(bytes) = self { bytes.len() } else { 0 }
    }
}

impl Duplicates {
    /// Looks a verified packet up; a new one takes the place of what its port and identifier were used for before.
    pub fn see(&self, origin: Origin, authenticator: &[u8; 16], now: Time) -> Seen {
        let mut shard = self.shard(&origin);
        shard.forget(now);
        let room = shard.slots.len() < MOST / SHARDS && shard.bytes < MOST_BYTES / SHARDS;
        match shard.slots.get(&origin) {
            Some(slot) if slot.authenticator == *authenticator => match &slot.state {
                State::Waiting => return Seen::Waiting,
                State::Answered(bytes) if !is_old(slot.since, now, KEPT) => return Seen::Answered(Arc::clone(bytes)),
                State::Answered(_) | State::Void => {}
            },
            None if !room => return Seen::Full,
            None => shard.old.push_back((now, origin)),
            Some(_) => {}
        }
        let slot = Slot { authenticator: *authenticator, since: now, state: State::Waiting };
        if let Some(before) = shard.slots.insert(origin, slot) {
            shard.bytes -= before.state.bytes();
        }
        drop(shard);
        Seen::New(Claim { all: self.clone(), origin, authenticator: *authenticator, answered: false })
    }

    fn shard(&self, origin: &Origin) -> MutexGuard<'_, Shard> {
        let number = usize::from(origin.address.port()) ^ usize::from(origin.id);
        self.0[number % SHARDS].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shard {
    /// Drops what is old; a crowded shard remembers for a shorter time.
    fn forget(&mut self, now: Time) {
        let crowded = self.slots.len() > MOST / SHARDS / 2 || self.bytes > MOST_BYTES / SHARDS / 2;
        let kept = if crowded { KEPT_CROWDED } else { KEPT };
        for _ in 0..SWEPT {
            let Some((since, origin)) = self.old.front().copied() else { return };
            if !is_old(since, now, kept) {
                return;
            }
            self.old.pop_front();
            let Some(slot) = self.slots.get(&origin) else { continue };
            if matches!(slot.state, State::Waiting) || !is_old(slot.since, now, kept) {
                // Used anew since, or still being answered: it is looked at again later.
                self.old.push_back((slot.since.max(since + SOON), origin));
            } else if let Some(slot) = self.slots.remove(&origin) {
                self.bytes -= slot.state.bytes();
            }
        }
    }
}

/// A clock that was set back makes everything old, so that nothing stays for ever.
fn is_old(since: Time, now: Time, kept: Span) -> bool {
    now - since >= kept || since - now >= kept
}

/// A packet that is the holder's to answer. Dropped without an answer it is forgotten, so that the client may ask again.
pub struct Claim {
    all: Duplicates,
    origin: Origin,
    authenticator: [u8; 16],
    answered: bool,
}

impl Claim {
    /// Keeps the answer for duplicates. False: the client has gone on to something else with this identifier.
    pub fn answer(mut self, bytes: &Arc<[u8]>) -> bool {
        self.answered = true;
        let all = self.all.clone();
        let mut shard = all.shard(&self.origin);
        let Some(slot) = shard.slots.get_mut(&self.origin).filter(|s| s.authenticator == self.authenticator) else {
            return false;
        };
        slot.state = State::Answered(Arc::clone(bytes));
        shard.bytes += bytes.len();
        true
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if self.answered {
            return;
        }
        let mut shard = self.all.shard(&self.origin);
        if let Some(slot) = shard.slots.get_mut(&self.origin).filter(|s| s.authenticator == self.authenticator) {
            slot.state = State::Void;
        }
    }
}

/// How long an answer is kept: longer than clients repeat themselves.
const KEPT: Span = Span::seconds(30);
/// The same when half of the room is taken.
const KEPT_CROWDED: Span = Span::seconds(5);
const SOON: Span = Span::seconds(1);
/// Transactions remembered, and bytes of their answers.
const MOST: usize = 1 << 18;
const MOST_BYTES: usize = 64 << 20;
const SHARDS: usize = 16;
/// Old slots looked at with each new packet.
const SWEPT: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(port: u16, id: u8) -> Origin {
        Origin { door: Door::Login, address: SocketAddr::from(([192, 0, 2, 1], port)), id }
    }

    fn claim(seen: Seen) -> Claim {
        match seen {
            Seen::New(claim) => claim,
            _ => panic!("not new"),
        }
    }

    /// R014: one judgement, then the same bytes.
    #[test]
    fn r014_a_duplicate_waits_and_then_gets_the_same_bytes() {
        let (all, now) = (Duplicates::default(), Time::from_seconds(1000));
        let first = claim(all.see(origin(1, 1), &[1; 16], now));
        assert!(matches!(all.see(origin(1, 1), &[1; 16], now), Seen::Waiting));
        assert!(first.answer(&Arc::from([7; 20])));
        for seconds in [0, 3, 29] {
            let seen = all.see(origin(1, 1), &[1; 16], now + Span::seconds(seconds));
            assert!(matches!(seen, Seen::Answered(bytes) if *bytes == [7; 20]), "after {seconds} s");
        }
        assert!(matches!(all.see(origin(1, 1), &[1; 16], now + KEPT), Seen::New(_)));
    }

    /// R017: the same identifier and port with another authenticator is something new, and the old answer goes nowhere.
    #[test]
    fn r017_another_authenticator_is_another_request() {
        let (all, now) = (Duplicates::default(), Time::from_seconds(1000));
        let old = claim(all.see(origin(1, 1), &[1; 16], now));
        let new = claim(all.see(origin(1, 1), &[2; 16], now));
        assert!(!old.answer(&Arc::from([7; 20])));
        assert!(new.answer(&Arc::from([8; 20])));
        assert!(matches!(all.see(origin(1, 1), &[2; 16], now), Seen::Answered(bytes) if *bytes == [8; 20]));
    }

    #[test]
    fn what_was_never_answered_may_be_asked_again() {
        let (all, now) = (Duplicates::default(), Time::from_seconds(1000));
        drop(claim(all.see(origin(1, 1), &[1; 16], now)));
        assert!(matches!(all.see(origin(1, 1), &[1; 16], now), Seen::New(_)));
    }

    /// R012: the same authenticator under another identifier or port is another transaction.
    #[test]
    fn r012_zeros_are_an_authenticator_like_any_other() {
        let (all, now) = (Duplicates::default(), Time::from_seconds(1000));
        let claims = [(1, 1), (1, 2), (2, 1)].map(|(port, id)| claim(all.see(origin(port, id), &[0; 16], now)));
        assert!(matches!(all.see(origin(1, 2), &[0; 16], now), Seen::Waiting));
        drop(claims);
    }

    #[test]
    fn memory_is_bounded_and_comes_back() {
        let (all, now) = (Duplicates::default(), Time::from_seconds(1000));
        let mut held = Vec::new();
        let seen = (0..=u16::MAX).flat_map(|port| (0..8).map(move |id| origin(port, id)));
        let mut full = 0;
        for origin in seen {
            match all.see(origin, &[1; 16], now) {
                Seen::New(claim) => held.push(claim),
                Seen::Full => full += 1,
                _ => panic!("nothing was seen before"),
            }
        }
        assert!(full > 0 && held.len() <= MOST, "{full} {}", held.len());
        let answer: Arc<[u8]> = Arc::from([7; 20]);
        assert!(held.into_iter().all(|claim| claim.answer(&answer)));
        let later = now + Span::minutes(1);
        let again = (0..=u16::MAX).filter(|port| !matches!(all.see(origin(*port, 9), &[1; 16], later), Seen::Full));
        assert!(again.count() > 60_000);
    }
}
