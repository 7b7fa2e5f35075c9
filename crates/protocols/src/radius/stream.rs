//! RadSec: RADIUS over TLS with certificates on both sides (RFC 6614; case R013).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use radius::{Frames, Packet};
use rustls::ServerConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::Front;
use super::client::Client;
use super::duplicates::Door;
use super::front::{Arrival, Todo};
use super::limits::Dropped;
use super::way::Way;

/// The TLS settings of the moment: certificates may be read again while connections are open.
pub type TlsOf = Arc<dyn Fn() -> Arc<ServerConfig> + Send + Sync>;

impl Front {
    /// Accepts until `stop`; open connections end then, too, since their clients have other servers.
    pub async fn keep_listener(self, listener: TcpListener, tls: TlsOf, mut stop: watch::Receiver<bool>) {
        let slots = Arc::new(Semaphore::new(CONNECTIONS));
        let ending = stop.clone();
        let stopped = stop.wait_for(|stop| *stop);
        tokio::pin!(stopped);
        loop {
            let accepted = tokio::select! {
                _ = &mut stopped => return,
                accepted = listener.accept() => accepted,
            };
            let Ok((stream, from)) = accepted else {
                // Too many open files and the like: others end, then it goes on.
                tokio::time::sleep(BREATH).await;
                continue;
            };
            // Whoever has no business here is not worth a handshake.
            let known = self.clients().at(from.ip()).is_some_and(|c| c.certificate.is_some());
            let Some(slot) = known.then(|| Arc::clone(&slots).try_acquire_owned().ok()).flatten() else {
                self.dropped(if known { Dropped::Busy } else { Dropped::Unknown }, from);
                continue;
            };
            let (front, acceptor, ending) = (self.clone(), TlsAcceptor::from(tls()), ending.clone());
            tokio::spawn(async move {
                front.welcome(stream, from, acceptor, ending).await;
                drop(slot);
            });
        }
    }

    async fn welcome(
        self,
        stream: TcpStream,
        from: SocketAddr,
        acceptor: TlsAcceptor,
        mut stop: watch::Receiver<bool>,
    ) {
        let _ = stream.set_nodelay(true);
        let shaken = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await;
        let Ok(Ok(stream)) = shaken else {
            metrics::counter!("symbolon_radius_tls_failures_total").increment(1);
            return;
        };
        let certificate = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first()).map(|c| c.to_vec());
        let Some(certificate) = certificate else { return };
        let (reader, writer) = tokio::io::split(stream);
        let (answers, outgoing) = mpsc::channel(OUTSTANDING);
        let connection = Connection { front: self, from, certificate, way: Way::Stream(answers) };
        let stopped = stop.wait_for(|stop| *stop);
        tokio::pin!(stopped);
        // The writer ends when nobody can answer any more: answers under way still go out after the reader's end.
        let writing = tokio::spawn(write(writer, outgoing));
        tokio::select! {
            _ = &mut stopped => {}
            () = connection.read(reader) => {}
        }
        drop(connection);
        let _ = tokio::time::timeout(HANDSHAKE, writing).await;
    }
}

/// One connection of one client.
struct Connection {
    front: Front,
    from: SocketAddr,
    /// What the client showed, in DER.
    certificate: Vec<u8>,
    way: Way,
}

impl Connection {
    async fn read(&self, mut reader: ReadHalf<TlsStream<TcpStream>>) {
        let (mut frames, mut buffer) = (Frames::new(), [0; Packet::MAX]);
        while let Ok(Ok(length @ 1..)) = tokio::time::timeout(IDLE, reader.read(&mut buffer)).await {
            frames.feed(&buffer[..length]);
            loop {
                match frames.packet() {
                    Ok(None) => break,
                    Ok(Some(packet)) => {
                        if !self.take(packet.bytes()).await {
                            return;
                        }
                    }
                    Err(_) => return self.front.dropped(Dropped::Malformed, self.from),
                }
            }
        }
    }

    /// False: the peer is no client any more, or never was.
    async fn take(&self, bytes: &[u8]) -> bool {
        let Some(client) = self.client() else {
            self.front.dropped(Dropped::Unknown, self.from);
            return false;
        };
        let arrival = Arrival { door: Door::Stream, from: self.from, stream: Some(&client), way: &self.way };
        match self.front.look(&arrival, bytes) {
            Ok(Todo::Nothing) => {}
            Ok(Todo::Send(bytes)) => self.way.send(&bytes).await,
            // A stream waits where a datagram would be lost: nobody sends its packets again.
            Ok(Todo::Work(job)) => match Arc::clone(&self.front.0.slots).acquire_owned().await {
                Ok(slot) => drop(tokio::spawn(async move {
                    if let Some(due) = job.run(slot).await {
                        due.late.send().await;
                    }
                })),
                Err(_) => return false,
            },
            Err(why) => self.front.dropped(why, self.from),
        }
        true
    }

    /// Asked anew for every packet: a client that was taken out of the configuration is not served to its end.
    fn client(&self) -> Option<Arc<Client>> {
        let clients = self.front.clients();
        let client = clients.at(self.from.ip())?;
        client.certificate.as_ref()?.is(&self.certificate).then(|| Arc::clone(client))
    }
}

async fn write(mut writer: WriteHalf<TlsStream<TcpStream>>, mut answers: mpsc::Receiver<Arc<[u8]>>) {
    while let Some(bytes) = answers.recv().await {
        let sent = tokio::time::timeout(HANDSHAKE, async {
            writer.write_all(&bytes).await?;
            writer.flush().await
        });
        if !matches!(sent.await, Ok(Ok(()))) {
            return;
        }
    }
    let _ = tokio::time::timeout(HANDSHAKE, writer.shutdown()).await;
}

/// Open at the same time.
const CONNECTIONS: usize = 1024;
/// Answers that wait for one client to read them.
const OUTSTANDING: usize = 512;
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Without a packet. Clients that want to stay send Status-Server (RFC 6614, section 2.6; RFC 3539).
const IDLE: Duration = Duration::from_secs(600);
const BREATH: Duration = Duration::from_millis(50);
