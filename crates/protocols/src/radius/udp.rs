//! Datagrams: one loop for each socket. Whoever is unknown or unverified costs a look-up and a hash, and hears nothing.

use std::io::ErrorKind;
use std::sync::Arc;

use radius::Packet;
use tokio::net::UdpSocket;
use tokio::sync::watch;

use super::Front;
use super::duplicates::Door;
use super::front::{Arrival, Todo};
use super::lane::{Lanes, Started};
use super::limits::Dropped;
use super::way::Way;

impl Front {
    /// Receives until `stop`. What is under way then is waited for by [`Front::rest`].
    pub async fn keep_socket(self, socket: UdpSocket, door: Door, mut stop: watch::Receiver<bool>) {
        let socket = Arc::new(socket);
        let mut lanes = Lanes::of(&socket);
        // One byte more than the longest packet, so that a longer datagram is seen to be one.
        let mut buffer = [0; Packet::MAX + 1];
        let stopped = stop.wait_for(|stop| *stop);
        tokio::pin!(stopped);
        loop {
            tokio::select! {
                _ = &mut stopped => return,
                ready = socket.readable() => if ready.is_err() { return },
            }
            let mut started = Vec::new();
            for _ in 0..AT_ONCE {
                match socket.try_recv_from(&mut buffer) {
                    Ok((length, from)) => {
                        let way = Way::Datagram { socket: Arc::clone(&socket), to: from };
                        let arrival = Arrival { door, from, stream: None, way: &way };
                        started.extend(self.datagram(arrival, &buffer[..length]).await);
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    // An ICMP answer to something that we sent, mostly.
                    Err(error) => tracing::debug!(cause = %error, "A datagram could not be received"),
                }
            }
            lanes.give(started);
        }
    }

    async fn datagram(&self, arrival: Arrival<'_>, bytes: &[u8]) -> Option<Started> {
        match self.look(&arrival, bytes) {
            Ok(Todo::Nothing) => {}
            Ok(Todo::Send(bytes)) => arrival.way.send(&bytes).await,
            Ok(Todo::Work(job)) => match Arc::clone(&self.0.slots).try_acquire_owned() {
                Ok(slot) => return Some((job, slot)),
                Err(_) => self.dropped(Dropped::Busy, arrival.from),
            },
            Err(why) => self.dropped(why, arrival.from),
        }
        None
    }
}

/// Datagrams that are read before those among them that begin a login are handed on.
const AT_ONCE: usize = 64;
