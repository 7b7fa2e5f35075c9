//! What becomes of a packet: checked without waiting, then answered by a task of its own.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use login::{EngineError, Grant, Input, LineAsked, Opener, Said};
use model::audit::{Event, Outcome};
use model::{Id, Reason};
use radius::{Authenticity, Code, Key, Packet, kind};
use store::{Unit, When};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::Front;
use super::challenged::Challenged;
use super::class::Class;
use super::client::Client;
use super::delay::Late;
use super::duplicates::{Claim, Door, Origin, Seen};
use super::limits::Dropped;
use super::request::{self, Asking, Refused};
use super::response::{self, Accepting};
use super::way::Way;
use super::words::Words;

/// Where a packet came in.
pub struct Arrival<'a> {
    pub door: Door,
    pub from: SocketAddr,
    /// The client of a TLS connection; whose datagram it is is told by its address.
    pub stream: Option<&'a Arc<Client>>,
    pub way: &'a Way,
}

/// What is to be done about a packet.
pub enum Todo {
    /// Nothing: its answer is on the way.
    Nothing,
    /// It is sent this at once.
    Send(Arc<[u8]>),
    Work(Job),
}

/// A verified request, to be answered once.
pub struct Job {
    front: Front,
    client: Arc<Client>,
    door: Door,
    from: SocketAddr,
    bytes: Box<[u8]>,
    claim: Claim,
    way: Way,
}

/// An answer that is to be sent now; until it is, it counts as under way.
pub struct Due {
    pub late: Late,
    pub slot: OwnedSemaphorePermit,
}

/// An answer, and whether it is held back.
pub struct Answer {
    pub bytes: Vec<u8>,
    pub late: bool,
}

impl Answer {
    pub fn prompt(bytes: Vec<u8>) -> Self {
        Self { bytes, late: false }
    }
}

impl Front {
    /// Looks at what arrived, without waiting for anything. Nothing is ever sent to somebody unverified (case R036).
    pub(super) fn look(&self, arrival: &Arrival<'_>, bytes: &[u8]) -> Result<Todo, Dropped> {
        let packet = Packet::parse(bytes).map_err(|_| Dropped::Malformed)?;
        let client = match arrival.stream {
            Some(client) => Arc::clone(client),
            None => self.clients().at(arrival.from.ip()).cloned().ok_or(Dropped::Unknown)?,
        };
        let key = self.key(arrival.door, &client).ok_or(Dropped::Unknown)?;
        self.verify(&packet, arrival.door, &client, key)?;
        let now = self.engine().now();
        if !client.bucket.take(now) {
            return Err(Dropped::Rate);
        }
        if packet.code() == Code::StatusServer {
            return self.alive(&packet, arrival.door, key);
        }
        let origin = Origin { door: arrival.door, address: arrival.from, id: packet.id() };
        match self.0.duplicates.see(origin, packet.authenticator(), now) {
            Seen::Waiting => Ok(Todo::Nothing),
            Seen::Answered(bytes) => {
                metrics::counter!("symbolon_radius_duplicates_total").increment(1);
                Ok(Todo::Send(bytes))
            }
            Seen::Full => Err(Dropped::Busy),
            Seen::New(claim) => Ok(Todo::Work(Job {
                front: self.clone(),
                client,
                door: arrival.door,
                from: arrival.from,
                bytes: packet.bytes().into(),
                claim,
                way: arrival.way.clone(),
            })),
        }
    }

    pub(super) fn dropped(&self, why: Dropped, from: SocketAddr) {
        self.0.drops.count(why, from, self.engine().now());
    }

    /// What a client's packets are protected with at this door.
    fn key<'a>(&'a self, door: Door, client: &'a Client) -> Option<&'a Key> {
        if door == Door::Stream { Some(&self.0.radsec) } else { client.key.as_ref() }
    }

    /// Whether the packet belongs here and was made by the client (cases R001, R003, R006, R033).
    fn verify(&self, packet: &Packet<'_>, door: Door, client: &Client, key: &Key) -> Result<(), Dropped> {
        let fits = match packet.code() {
            Code::AccessRequest => door != Door::Accounting,
            Code::AccountingRequest => door != Door::Login && client.accounting,
            Code::StatusServer => true,
            _ => false,
        };
        if !fits {
            return Err(Dropped::Code);
        }
        if packet.code() == Code::AccountingRequest && !packet.accounting_authentic(key) {
            return Err(Dropped::Forged);
        }
        match packet.message_authenticator(key) {
            Authenticity::Valid => Ok(()),
            Authenticity::Wrong => Err(Dropped::Forged),
            // Accounting is signed as a whole, and TLS protects a stream.
            Authenticity::Missing if packet.code() == Code::AccountingRequest || door == Door::Stream => Ok(()),
            // A forged answer needs a Proxy-State to hide what makes the hashes collide (CVE-2024-3596).
            Authenticity::Missing if client.unsigned && packet.first(kind::PROXY_STATE).is_none() => Ok(()),
            Authenticity::Missing => Err(Dropped::Unsigned),
        }
    }

    /// Status-Server is answered like what the door is for (RFC 5997, section 3; case R034).
    fn alive(&self, packet: &Packet<'_>, door: Door, key: &Key) -> Result<Todo, Dropped> {
        let code = if door == Door::Accounting { Code::AccountingResponse } else { Code::AccessAccept };
        let bytes = response::plain(code, packet, key).map_err(|_| Dropped::Unfit)?;
        Ok(Todo::Send(bytes.into()))
    }

    async fn answer(
        &self,
        packet: &Packet<'_>,
        client: &Arc<Client>,
        door: Door,
        from: SocketAddr,
    ) -> Result<Answer, Dropped> {
        let key = self.key(door, client).ok_or(Dropped::Unknown)?;
        match packet.code() {
            Code::AccountingRequest => self.account(packet, client, from, key).await.map(Answer::prompt),
            _ => Exchange { front: self, packet, client, from, key }.login().await,
        }
    }
}

impl Job {
    /// Works out the answer, holding a place among those under way. What is to be sent at once is the caller's to send.
    pub async fn run(self, slot: OwnedSemaphorePermit) -> Option<Due> {
        let Self { front, client, door, from, bytes, claim, way } = self;
        let packet = Packet::parse(&bytes).ok()?;
        match front.answer(&packet, &client, door, from).await {
            Ok(answer) => {
                let code = Code::of(answer.bytes.first().copied().unwrap_or(0));
                metrics::counter!("symbolon_radius_answers_total", "code" => code.name()).increment(1);
                let late = Late { bytes: answer.bytes.into(), claim, way };
                if answer.late && !client.reject_delay.is_zero() {
                    front.0.delay.put(Instant::now() + client.reject_delay, late);
                    return None;
                }
                Some(Due { late, slot })
            }
            Err(why) => {
                front.dropped(why, from);
                None
            }
        }
    }
}

/// One Access-Request being answered.
struct Exchange<'a> {
    front: &'a Front,
    packet: &'a Packet<'a>,
    client: &'a Client,
    from: SocketAddr,
    key: &'a Key,
}

impl Exchange<'_> {
    async fn login(&self) -> Result<Answer, Dropped> {
        let caller = request::caller(self.packet, self.client, self.from);
        let opener = Opener { key: self.opener_key(self.from.ip()), client: caller };
        let asking = match Asking::read(self.packet, self.client, self.key) {
            Ok(asking) => asking,
            Err(Refused::Drop(why)) => return Err(why),
            Err(Refused::Reject(why, word)) => return self.refuse(why, word, &opener, None).await,
        };
        let engine = self.front.engine();
        let said = match asking.state {
            None => {
                let request = request::login_request(self.packet, self.client, opener.client.clone());
                engine.line(request, &opener, asking.name, &asking.line).await
            }
            Some(handle) => Box::pin(engine.next_line(handle, &opener, asking.name, &asking.line)).await,
        };
        let challenged = asking.challenged.as_deref();
        match said {
            Ok(Said::Granted(grant)) => self.accept(&grant, challenged, &opener).await,
            Ok(Said::Asked(asked)) => self.ask(&asked, challenged, &opener).await,
            // A directory behind did not answer: another server may reach it.
            Ok(Said::Denied { why: Reason::Unavailable, .. }) => Err(Dropped::Unavailable),
            Ok(Said::Denied { reference, .. }) => self.reject(reference, challenged),
            Err(EngineError::Gone) => self.refuse(Reason::Gone, "state", &opener, challenged).await,
            Err(error) => Err(self.trouble(&error)),
        }
    }

    async fn accept(&self, grant: &Grant, challenged: Option<&Challenged>, opener: &Opener) -> Result<Answer, Dropped> {
        let engine = self.front.engine();
        let class = self.client.accounting.then(|| Class::of(grant).write(engine, self.client.application));
        let salt = u16::from_be_bytes(engine.chance().bytes());
        match response::accept(self.packet, self.client, self.key, &Accepting { grant, challenged, salt, class }) {
            Ok(bytes) => Ok(Answer::prompt(bytes)),
            Err(why) => {
                tracing::error!(application.path = %self.client.path, cause = %why, "`{}` cannot be sent what its policy releases: {why}", self.client.path);
                self.refuse(Reason::NotAllowed, "policy", opener, challenged).await
            }
        }
    }

    async fn ask(
        &self,
        asked: &LineAsked,
        challenged: Option<&Challenged>,
        opener: &Opener,
    ) -> Result<Answer, Dropped> {
        if !self.client.challenge {
            // Nobody can answer it, so it does not wait for anybody.
            // Boxed, since it is rare and large: what waits for a login's commit is a future like this.
            let ended = Box::pin(self.front.engine().advance(asked.handle.expose(), opener, None, Input::Cancel));
            if let Err(error) = ended.await {
                tracing::debug!(cause = %error, "A login that nobody can go on with could not be ended");
            }
            return self.refuse(Reason::InteractionRequired, "challenge", opener, challenged).await;
        }
        let question = self.words().question(asked);
        let left = asked.page.until - self.front.engine().now();
        let bytes = response::challenge(self.packet, self.key, asked, &question, left);
        bytes.map(Answer::prompt).map_err(|_| Dropped::Unfit)
    }

    fn reject(&self, reference: Id, challenged: Option<&Challenged>) -> Result<Answer, Dropped> {
        let message = self.words().refusal(reference);
        let challenged = challenged.map(|c| (c, self.front.engine().chance().bytes()));
        let bytes = response::reject(self.packet, self.key, &message, challenged).map_err(|_| Dropped::Unfit)?;
        Ok(Answer { bytes, late: true })
    }

    /// A refusal of our own, which the engine does not know of: recorded, then sent.
    async fn refuse(
        &self,
        why: Reason,
        word: &str,
        opener: &Opener,
        challenged: Option<&Challenged>,
    ) -> Result<Answer, Dropped> {
        let engine = self.front.engine();
        let reference = engine.chance().id(engine.now());
        let mut event = Event::new(engine.now(), "login.denied", Outcome::Failure);
        why.key().clone_into(&mut event.reason);
        event.application.clone_from(&self.client.path);
        event.from = opener.client.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent.clone_from(&opener.client.agent);
        event.correlation = Some(reference);
        event.detail = serde_json::json!({ "radius": word });
        let unit = Unit::new().audit(When::Always, event);
        engine.store().apply(unit).await.map_err(|error| self.trouble(&error.into()))?;
        self.reject(reference, challenged)
    }

    /// Never a reject: what this server cannot do, another one may (architecture: a full queue means that RADIUS drops).
    fn trouble(&self, error: &EngineError) -> Dropped {
        if matches!(error, EngineError::Unavailable(_)) {
            tracing::debug!(cause = %error, "A RADIUS request could not be served just now");
        } else {
            tracing::error!(application.path = %self.client.path, cause = %error, "A RADIUS request of `{}` could not be served: {error}", self.client.path);
        }
        Dropped::Unavailable
    }

    fn words(&self) -> &Words {
        self.client.words.get_or_init(|| {
            let world = self.front.engine().world();
            Words::of(&self.front.0.texts, &world, self.client.application, self.client.language)
        })
    }

    /// R020: a State is worth something to the client it was given to, at the address it was given to.
    fn opener_key(&self, address: IpAddr) -> String {
        let bound = format!("{} {}", self.client.application, address.to_canonical());
        data_encoding::HEXLOWER.encode(&self.front.engine().keyed("radius-opener", bound.as_bytes()))
    }
}
