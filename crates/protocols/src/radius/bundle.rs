//! Answers in bundles: many datagrams with one call of the system, where it has such a call.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::UdpSocket;

/// An answer, and where it goes.
pub type Addressed = (Arc<[u8]>, SocketAddr);

/// Sends; what cannot be sent is lost, as on any network, and the client asks again.
pub async fn send(socket: &UdpSocket, answers: &[Addressed]) {
    let mut left = answers;
    while !left.is_empty() {
        let bundle = &left[..left.len().min(MOST)];
        let gone = match system::send(socket, bundle).await {
            Ok(gone) => gone,
            Err(error) => {
                metrics::counter!("symbolon_radius_unsent_total").increment(1);
                tracing::debug!(cause = %error, "An answer could not be sent");
                1
            }
        };
        left = left.get(gone.max(1)..).unwrap_or_default();
    }
}

/// Datagrams in one bundle.
const MOST: usize = 64;

/// Sends one or more, and says how many.
#[cfg(target_os = "linux")]
mod system {
    use std::io::{self, IoSlice};

    use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, SocketAddrAny, addr::SocketAddrArg as _, sendmmsg};
    use tokio::io::Interest;
    use tokio::net::UdpSocket;

    use super::Addressed;

    pub async fn send(socket: &UdpSocket, answers: &[Addressed]) -> io::Result<usize> {
        socket.async_io(Interest::WRITABLE, || once(socket, answers)).await
    }

    fn once(socket: &UdpSocket, answers: &[Addressed]) -> io::Result<usize> {
        let to: Vec<SocketAddrAny> = answers.iter().map(|(_, to)| to.as_any()).collect();
        let bytes: Vec<[IoSlice<'_>; 1]> = answers.iter().map(|(bytes, _)| [IoSlice::new(bytes)]).collect();
        let mut nothing: Vec<SendAncillaryBuffer<'_, '_, '_>> =
            answers.iter().map(|_| SendAncillaryBuffer::default()).collect();
        let messages = to.iter().zip(&bytes).zip(&mut nothing);
        let mut messages: Vec<MMsgHdr<'_>> =
            messages.map(|((to, bytes), nothing)| MMsgHdr::new_with_addr(to, bytes, nothing)).collect();
        Ok(sendmmsg(socket, &mut messages, SendFlags::DONTWAIT)?)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::io;

    use tokio::net::UdpSocket;

    use super::Addressed;

    pub async fn send(socket: &UdpSocket, answers: &[Addressed]) -> io::Result<usize> {
        let Some((bytes, to)) = answers.first() else { return Ok(0) };
        socket.send_to(bytes, to).await.map(|_| 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_answer_of_a_long_list_goes_to_its_own_address() {
        let from = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let [one, other] =
            [UdpSocket::bind("127.0.0.1:0").await.unwrap(), UdpSocket::bind("127.0.0.1:0").await.unwrap()];
        let count = u8::try_from(MOST + 7).unwrap();
        let addressed = |n: u8| {
            let to = if n.is_multiple_of(3) { &one } else { &other };
            (Arc::from(vec![n; usize::from(n) + 20]), to.local_addr().unwrap())
        };
        let answers: Vec<Addressed> = (0..count).map(addressed).collect();
        send(&from, &answers).await;
        for (to, third) in [(&one, true), (&other, false)] {
            let mut buffer = [0; 512];
            for n in (0..count).filter(|n| n.is_multiple_of(3) == third) {
                let (length, sender) = to.recv_from(&mut buffer).await.unwrap();
                assert_eq!(
                    (&buffer[..length], sender),
                    (&vec![n; usize::from(n) + 20][..], from.local_addr().unwrap())
                );
            }
        }
    }

    #[tokio::test]
    async fn an_answer_that_cannot_be_sent_keeps_no_other_back() {
        let from = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let to = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        // Longer than any datagram may be.
        let huge: Arc<[u8]> = vec![0; 70_000].into();
        let here = to.local_addr().unwrap();
        let answers = [(huge.clone(), here), (Arc::from([1; 20]), here), (huge, here), (Arc::from([2; 20]), here)];
        send(&from, &answers).await;
        let mut buffer = [0; 512];
        for n in [1, 2] {
            let (length, _) = to.recv_from(&mut buffer).await.unwrap();
            assert_eq!(buffer[..length], [n; 20]);
        }
    }
}
