//! A device that speaks RADIUS, as tests need one: it sends what it is told to, hears what comes back, and knows when nothing does.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU8, Ordering},
    time::Duration,
};

use plug::{Chance, clock::SystemChance};
use radius::{Attribute, Code, Key, Packet, Request, kind};
use symbolon::RadiusAddrs;
use tokio::net::UdpSocket;

/// One device on one port of its own.
pub struct Nas {
    pub key: Key,
    pub login: SocketAddr,
    pub accounting: Option<SocketAddr>,
    socket: UdpSocket,
    id: AtomicU8,
}

/// An answer, verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard(pub Vec<u8>);

impl Heard {
    pub fn packet(&self) -> Packet<'_> {
        Packet::parse(&self.0).expect("an answer that reads")
    }
    pub fn code(&self) -> Code {
        self.packet().code()
    }
    pub fn accepted(&self) -> bool {
        self.code() == Code::AccessAccept
    }
    pub fn rejected(&self) -> bool {
        self.code() == Code::AccessReject
    }
    pub fn challenged(&self) -> bool {
        self.code() == Code::AccessChallenge
    }
    /// The State of a challenge.
    pub fn state(&self) -> Vec<u8> {
        assert!(self.challenged(), "{}", self.message());
        self.packet().state().expect("a State").to_vec()
    }
    /// All Reply-Messages as one text.
    pub fn message(&self) -> String {
        self.packet().all(kind::REPLY_MESSAGE).map(|m| String::from_utf8_lossy(m).into_owned()).collect()
    }
    /// Values of an attribute, as the dictionary shows them.
    pub fn values(&self, name: &str) -> Vec<String> {
        let attribute = Attribute::named(name).expect("an attribute");
        attribute.read(&self.packet()).map(|value| attribute.show(value)).collect()
    }
}

impl Nas {
    /// A device at an address of this machine.
    pub async fn at(radius: &RadiusAddrs, secret: &str, address: &str) -> Self {
        let socket = UdpSocket::bind(format!("{address}:0")).await.expect("a socket");
        let login = *radius.listen.first().expect("a server that speaks RADIUS");
        let accounting = radius.accounting.first().copied();
        Self { key: Key::new(secret.as_bytes()), login, accounting, socket, id: AtomicU8::new(0) }
    }

    /// A request with an identifier and an authenticator of its own.
    pub fn request(&self, code: Code) -> Request {
        self.numbered(code, self.id.fetch_add(1, Ordering::SeqCst))
    }
    /// The same with this identifier.
    pub fn numbered(&self, code: Code, id: u8) -> Request {
        Request::new(code, id, (&SystemChance as &dyn Chance).bytes())
    }
    /// An Access-Request with a name and a typed line.
    pub fn ask(&self, name: &str, line: &str) -> Request {
        let request = self.request(Code::AccessRequest).add(kind::USER_NAME, name.as_bytes());
        request.user_password(&self.key, line.as_bytes())
    }

    /// Sends a request and hears its answer.
    pub async fn exchange(&self, request: &Request) -> Heard {
        self.exchange_bytes(&request.finish(&self.key).expect("a request")).await
    }
    pub async fn exchange_bytes(&self, bytes: &[u8]) -> Heard {
        self.send(bytes).await;
        self.hear(bytes).await
    }
    /// Types a line beside a name.
    pub async fn login(&self, name: &str, line: &str) -> Heard {
        self.exchange(&self.ask(name, line)).await
    }
    /// Types a line where a challenge asked for it.
    pub async fn answer(&self, name: &str, line: &str, state: &[u8]) -> Heard {
        self.exchange(&self.ask(name, line).add(kind::STATE, state)).await
    }
    /// Reports a session.
    pub async fn report(&self, request: &Request) -> Heard {
        let bytes = request.finish(&self.key).expect("a report");
        let to = self.accounting.expect("a server that takes reports");
        self.socket.send_to(&bytes, to).await.expect("a datagram that leaves");
        self.hear(&bytes).await
    }

    pub async fn send(&self, bytes: &[u8]) {
        self.socket.send_to(bytes, self.login).await.expect("a datagram that leaves");
    }
    /// Whatever comes next.
    pub async fn next(&self) -> Vec<u8> {
        let mut buffer = [0; 5000];
        let heard = tokio::time::timeout(PATIENCE, self.socket.recv(&mut buffer)).await;
        let length = heard.expect("an answer in time").expect("a datagram");
        buffer[..length].to_vec()
    }
    /// The answer to a request: nothing else may come first (R002).
    pub async fn hear(&self, request: &[u8]) -> Heard {
        let heard = Heard(self.next().await);
        let asked = Packet::parse(request).expect("a request");
        assert!(heard.packet().answers(&asked, &self.key), "{:?} does not answer {asked:?}", heard.packet());
        let first = heard.packet().attributes().next().map(|(kind, _)| kind);
        if asked.code() != Code::AccountingRequest && asked.code() != Code::StatusServer {
            assert_eq!(first, Some(kind::MESSAGE_AUTHENTICATOR), "the Message-Authenticator comes first");
        }
        heard
    }

    /// Sends bytes to which nothing answers, and is sure of it: what is sent behind them is answered first.
    pub async fn unanswered(&self, bytes: &[u8]) {
        self.send(bytes).await;
        self.at_rest().await;
    }
    /// Nothing of what was sent before is still to come.
    pub async fn at_rest(&self) {
        let alive = self.exchange(&self.request(Code::StatusServer)).await;
        assert!(alive.accepted());
        // Behind the verification requests are answered side by side; a whole login is as slow as any.
        assert!(self.login("nobody at all", "nothing").await.rejected());
        let mut buffer = [0; 5000];
        assert!(self.socket.try_recv(&mut buffer).is_err(), "somebody answered");
    }
}

/// For an answer that must come.
const PATIENCE: Duration = Duration::from_secs(30);
