//! Logins over RADIUS in a closed loop: SOCKETS × WINDOW requests are always on the way, each made beforehand and sent once.

use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrIn, recvmmsg, sendmmsg};
use std::io::{IoSlice, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use symbolon_load::options::{Options, end};
use symbolon_load::otp::STEP;
use symbolon_load::people::{Kind, Layout, People, Person};
use symbolon_load::radius::{ACCEPT, CHALLENGE, REJECT, Secret};
use symbolon_load::tally::Tally;

const USAGE: &str = "radius-load --server 127.0.0.1:PORT --users FILE [--secret testing123] [--kind pap|hotp|totp]
    [--layout password|code|password-code|code-password] [--sockets 4] [--window 8] [--seconds 4] [--warmup 0.5] [--packets 1000000]
    [--from 127.0.0.1]

FILE holds lines NAME,PASSWORD[,SECRET in hex[,COUNTER]]. Prints one line of JSON. With codes each is used once: a run ends early
when all are spent, and the counters are written back to FILE.";
const KNOWN: [&str; 11] =
    ["server", "users", "secret", "kind", "layout", "sockets", "window", "seconds", "warmup", "packets", "from"];

const PATIENCE: Duration = Duration::from_secs(2);
const BATCH: usize = 64;
const LONGEST: usize = 4096;
/// Of the answers every so many are checked to the last byte, and every one that follows a loss.
const SAMPLE: u64 = 16;

struct Plan {
    server: SocketAddr,
    /// A server tells its clients apart by where they come from.
    from: IpAddr,
    secret: Secret,
    kind: Kind,
    layout: Layout,
    window: usize,
    sockets: usize,
    warmup: Duration,
    measured: Duration,
    packets: usize,
}

/// One identifier on one socket: what it will send, and what is on the way.
struct Slot {
    requests: Vec<Vec<u8>>,
    next: usize,
    sent: Option<Instant>,
    wary: bool,
}

fn main() -> ExitCode {
    let options = Options::read(USAGE, &KNOWN);
    let kind = options.or("kind", Kind::Pap);
    let plan = Plan {
        server: options.needed("server"),
        from: options.or("from", IpAddr::V4(Ipv4Addr::LOCALHOST)),
        secret: Secret::new(options.or("secret", "testing123".to_owned()).as_bytes()),
        kind,
        layout: options.or("layout", if kind == Kind::Pap { Layout::Password } else { Layout::Code }),
        window: options.or("window", 8),
        sockets: options.or("sockets", 4),
        warmup: Duration::from_secs_f64(options.or("warmup", 0.5)),
        measured: Duration::from_secs_f64(options.or("seconds", 4.0)),
        packets: options.or("packets", 1_000_000),
    };
    if !(1..=256).contains(&plan.window) || plan.sockets == 0 {
        end("a socket has 256 identifiers: --window is 1 to 256");
    }
    let path: PathBuf = options.needed("users");
    let mut people = People::read(&path).unwrap_or_else(|why| end(&format!("{}: {why}", path.display())));
    if people.list.len() < plan.window * plan.sockets {
        end("there must be a person for each request on the way");
    }
    let (tally, took) = run(&plan, &mut people.list);
    if kind == Kind::Hotp {
        people.write().unwrap_or_else(|why| end(&format!("the counters were not kept: {why}")));
    }
    let sound = tally.bad == 0;
    println!("{}", tally.told(took));
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Makes the requests on all cores, lets all sockets begin together, and adds up.
fn run(plan: &Plan, people: &mut [Person]) -> (Tally, Duration) {
    let slots = plan.window * plan.sockets;
    let barrier = Arc::new(Barrier::new(plan.sockets));
    // Each slot has people of its own: nobody has two requests on the way, and codes go out in order.
    let mut shares: Vec<Vec<&mut Person>> = (0..slots).map(|_| Vec::new()).collect();
    for (n, person) in people.iter_mut().enumerate() {
        shares[n % slots].push(person);
    }
    let mut shares = shares.into_iter();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..plan.sockets)
            .map(|_| {
                let mine: Vec<_> = shares.by_ref().take(plan.window).collect();
                let barrier = Arc::clone(&barrier);
                scope.spawn(move || socket(plan, mine, &barrier))
            })
            .collect();
        let mut tally = Tally::default();
        let mut longest = Duration::ZERO;
        for worker in workers {
            let (part, took) = worker.join().unwrap_or_else(|_| end("a socket gave up"));
            tally.add(part);
            longest = longest.max(took);
        }
        (tally, longest)
    })
}

fn socket(plan: &Plan, shares: Vec<Vec<&mut Person>>, barrier: &Barrier) -> (Tally, Duration) {
    let share = plan.packets.div_ceil(plan.window * plan.sockets);
    let mut chance = Chance::new();
    let mut owners = shares;
    let mut slots: Vec<Slot> = owners
        .iter()
        .enumerate()
        .map(|(id, people)| Slot {
            requests: requests(plan, u8::try_from(id).expect("at most 256"), people, share, &mut chance),
            next: 0,
            sent: None,
            wary: false,
        })
        .collect();
    let socket = UdpSocket::bind((plan.from, 0)).unwrap_or_else(|why| end(&format!("{}: {why}", plan.from)));
    socket.connect(plan.server).unwrap_or_else(|why| end(&format!("{}: {why}", plan.server)));
    socket.set_read_timeout(Some(Duration::from_millis(100))).expect("it is not zero");
    barrier.wait();
    let outcome = Loop { plan, socket, slots: &mut slots, tally: Tally::default() }.turn();
    if plan.kind == Kind::Hotp {
        for (people, slot) in owners.iter_mut().zip(&slots) {
            let count = people.len();
            for (n, person) in people.iter_mut().enumerate() {
                person.counter += ((slot.next + count - 1 - n) / count) as u64;
            }
        }
    }
    outcome
}

/// All requests of one slot, its people in turn. Static passwords can be repeated when the list ends, codes cannot.
fn requests(plan: &Plan, id: u8, people: &[&mut Person], share: usize, chance: &mut Chance) -> Vec<Vec<u8>> {
    let count = if plan.kind == Kind::Totp { people.len() } else { share.max(4) };
    let seeds: Vec<_> = people.iter().map(|p| p.seed()).collect();
    (0..count)
        .map(|n| {
            let (person, turn) = (&people[n % people.len()], (n / people.len()) as u64);
            let seed = || seeds[n % people.len()].as_ref().unwrap_or_else(|| end("a person has no secret"));
            let code = match plan.kind {
                Kind::Pap => String::new(),
                Kind::Hotp => seed().code(person.counter + turn),
                Kind::Totp => seed().code(now() / STEP),
            };
            let typed = plan.layout.join(&person.password, &code);
            plan.secret.request(id, chance.bytes(), &person.name, &typed)
        })
        .collect()
}

struct Loop<'a> {
    plan: &'a Plan,
    socket: UdpSocket,
    slots: &'a mut [Slot],
    tally: Tally,
}

impl Loop<'_> {
    fn turn(mut self) -> (Tally, Duration) {
        let mut headers = MultiHeaders::<SockaddrIn>::preallocate(BATCH, None);
        let mut sending = MultiHeaders::<SockaddrIn>::preallocate(BATCH, None);
        let mut buffers = vec![[0u8; LONGEST]; BATCH];
        let began = Instant::now();
        let mut ready: Vec<usize> = (0..self.slots.len()).collect();
        let (mut measuring, mut from, mut looked) = (self.plan.warmup.is_zero(), began, began);
        loop {
            self.send(&mut ready, &mut sending);
            let lengths = receive(&self.socket, &mut headers, &mut buffers);
            let now = Instant::now();
            for (length, buffer) in lengths.into_iter().zip(&buffers) {
                self.answered(&buffer[..length], now, &mut ready);
            }
            if now - looked > PATIENCE / 10 {
                looked = now;
                self.give_up(now, &mut ready);
            }
            if !measuring && now - began >= self.plan.warmup {
                (measuring, from) = (true, now);
                let bad = self.tally.bad;
                self.tally = Tally { bad, ..Tally::default() };
            }
            let spent = ready.len() == self.slots.len() && self.slots.iter().all(|s| !self.plan.has_more(s));
            if spent || (measuring && now - from >= self.plan.measured) {
                return (self.tally, now - from);
            }
        }
    }

    fn send(&mut self, ready: &mut Vec<usize>, headers: &mut MultiHeaders<SockaddrIn>) {
        let mut waiting = Vec::new();
        for batch in ready.chunks(BATCH) {
            let mut going = Vec::with_capacity(batch.len());
            for &n in batch {
                if self.plan.has_more(&self.slots[n]) { going.push(n) } else { waiting.push(n) }
            }
            if going.is_empty() {
                continue;
            }
            let now = Instant::now();
            for &n in &going {
                let slot = &mut self.slots[n];
                self.tally.repeated += u64::from(slot.next >= slot.requests.len());
                slot.next += 1;
                slot.sent = Some(now);
            }
            self.tally.sent += going.len() as u64;
            let slices: Vec<[IoSlice; 1]> = going.iter().map(|&n| [IoSlice::new(self.slots[n].current())]).collect();
            let nowhere = vec![None; slices.len()];
            // What the kernel does not take counts as lost in the end.
            let _ = sendmmsg(self.socket.as_raw_fd(), headers, &slices, &nowhere, [], MsgFlags::empty());
        }
        *ready = waiting;
    }

    fn answered(&mut self, answer: &[u8], now: Instant, ready: &mut Vec<usize>) {
        let Some((n, slot)) =
            answer.get(1).and_then(|&id| Some((usize::from(id), self.slots.get_mut(usize::from(id))?)))
        else {
            self.tally.bad += 1;
            return;
        };
        let Some(sent) = slot.sent else { return };
        let check = slot.wary || (self.tally.sent + n as u64).is_multiple_of(SAMPLE);
        if check && !self.plan.secret.vouches(answer, slot.current()) {
            // After a loss this may be the late answer to what was given up.
            self.tally.bad += u64::from(!slot.wary);
            return;
        }
        match answer[0] {
            ACCEPT => self.tally.accepted += 1,
            REJECT => self.tally.rejected += 1,
            CHALLENGE => self.tally.challenged += 1,
            _ => self.tally.bad += 1,
        }
        (slot.sent, slot.wary) = (None, false);
        self.tally.took(now - sent);
        ready.push(n);
    }

    fn give_up(&mut self, now: Instant, ready: &mut Vec<usize>) {
        for (n, slot) in self.slots.iter_mut().enumerate() {
            if slot.sent.is_some_and(|sent| now - sent > PATIENCE) {
                (slot.sent, slot.wary) = (None, true);
                self.tally.lost += 1;
                ready.push(n);
            }
        }
    }
}

impl Plan {
    fn has_more(&self, slot: &Slot) -> bool {
        self.kind == Kind::Pap || slot.next < slot.requests.len()
    }
}

impl Slot {
    /// What was sent last.
    fn current(&self) -> &[u8] {
        &self.requests[(self.next - 1) % self.requests.len()]
    }
}

/// Waits for one answer and takes all that are there.
fn receive(socket: &UdpSocket, headers: &mut MultiHeaders<SockaddrIn>, buffers: &mut [[u8; LONGEST]]) -> Vec<usize> {
    let mut slices: Vec<[IoSliceMut; 1]> = buffers.iter_mut().map(|b| [IoSliceMut::new(b)]).collect();
    match recvmmsg(socket.as_raw_fd(), headers, slices.iter_mut(), MsgFlags::MSG_WAITFORONE, None) {
        Ok(results) => results.map(|message| message.bytes).collect(),
        Err(_) => Vec::new(),
    }
}

#[allow(clippy::disallowed_methods, reason = "the code of this moment is what a phone would show")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

/// Authenticators that do not repeat; nobody has to guess them here.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        use std::hash::{BuildHasher, RandomState};
        Self(RandomState::new().hash_one("authenticators"))
    }

    fn bytes(&mut self) -> [u8; 16] {
        let mut out = [0; 16];
        out[..8].copy_from_slice(&self.next().to_be_bytes());
        out[8..].copy_from_slice(&self.next().to_be_bytes());
        out
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
