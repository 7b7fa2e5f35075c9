//! The way back to a client.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::sync::mpsc;

/// Where an answer goes. Cheap to clone.
#[derive(Clone)]
pub enum Way {
    Datagram {
        socket: Arc<UdpSocket>,
        to: SocketAddr,
    },
    /// The writer of a TLS connection.
    Stream(mpsc::Sender<Arc<[u8]>>),
}

impl Way {
    /// Sends; what cannot be sent is lost, as on any network, and the client asks again.
    pub async fn send(&self, bytes: &Arc<[u8]>) {
        match self {
            Self::Datagram { socket, to } => {
                let sent = match socket.try_send_to(bytes, *to) {
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => socket.send_to(bytes, *to).await,
                    other => other,
                };
                if let Err(error) = sent {
                    metrics::counter!("symbolon_radius_unsent_total").increment(1);
                    tracing::debug!(cause = %error, "An answer could not be sent");
                }
            }
            Self::Stream(writer) => {
                // A client that reads nothing any more has no claim on our memory.
                if writer.try_send(Arc::clone(bytes)).is_err() {
                    metrics::counter!("symbolon_radius_unsent_total").increment(1);
                }
            }
        }
    }
}
