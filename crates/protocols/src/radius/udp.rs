//! Datagrams: one loop for each socket. Whoever is unknown or unverified costs a look-up and a hash, and hears nothing.

use std::sync::Arc;

use radius::Packet;
use tokio::net::UdpSocket;
use tokio::sync::watch;

use super::Front;
use super::duplicates::Door;
use super::front::{Arrival, Todo};
use super::limits::Dropped;
use super::way::Way;

impl Front {
    /// Receives until `stop`. What is under way then is waited for by [`Front::rest`].
    pub async fn keep_socket(self, socket: UdpSocket, door: Door, mut stop: watch::Receiver<bool>) {
        let socket = Arc::new(socket);
        // One byte more than the longest packet, so that a longer datagram is seen to be one.
        let mut buffer = [0; Packet::MAX + 1];
        let stopped = stop.wait_for(|stop| *stop);
        tokio::pin!(stopped);
        loop {
            let received = tokio::select! {
                _ = &mut stopped => return,
                received = socket.recv_from(&mut buffer) => received,
            };
            match received {
                Ok((length, from)) => {
                    let way = Way::Datagram { socket: Arc::clone(&socket), to: from };
                    self.datagram(Arrival { door, from, stream: None, way: &way }, &buffer[..length]).await;
                }
                // An ICMP answer to something that we sent, mostly.
                Err(error) => tracing::debug!(cause = %error, "A datagram could not be received"),
            }
        }
    }

    async fn datagram(&self, arrival: Arrival<'_>, bytes: &[u8]) {
        match self.look(&arrival, bytes) {
            Ok(Todo::Nothing) => {}
            Ok(Todo::Send(bytes)) => arrival.way.send(&bytes).await,
            Ok(Todo::Work(job)) => match Arc::clone(&self.0.slots).try_acquire_owned() {
                Ok(slot) => drop(tokio::spawn(job.run(slot))),
                Err(_) => self.dropped(Dropped::Busy, arrival.from),
            },
            Err(why) => self.dropped(why, arrival.from),
        }
    }
}
