//! Codes checked over HTTP in a closed loop: each of WINDOW connections, kept alive, has people of its own and one request on the way.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};
use symbolon_load::http::{Answer, Line};
use symbolon_load::options::{Options, end};
use symbolon_load::people::{Layout, People, Person};
use symbolon_load::tally::Tally;

const USAGE: &str = "http-load --server 127.0.0.1:PORT --users FILE [--api validate|glewlwyd] [--path /validate/check] [--realm REALM]
    [--layout code|password-code|code-password] [--window 8] [--seconds 4] [--warmup 0.5]

FILE holds lines NAME,PASSWORD,SECRET in hex[,COUNTER]; HOTP codes, each used once, the counters are written back. Prints one line of JSON.";
const KNOWN: [&str; 9] = ["server", "users", "api", "path", "realm", "layout", "window", "seconds", "warmup"];

/// How a code is asked about, and what says yes.
#[derive(Clone, Copy)]
enum Api {
    Validate,
    Glewlwyd,
}

struct Plan {
    server: SocketAddr,
    api: Api,
    path: String,
    realm: String,
    layout: Layout,
    warmup: Duration,
    measured: Duration,
}

fn main() -> ExitCode {
    let options = Options::read(USAGE, &KNOWN);
    let api = options.or("api", Api::Validate);
    let plan = Plan {
        server: options.needed("server"),
        api,
        path: options.or("path", api.path().to_owned()),
        realm: options.or("realm", String::new()),
        layout: options.or("layout", Layout::Code),
        warmup: Duration::from_secs_f64(options.or("warmup", 0.5)),
        measured: Duration::from_secs_f64(options.or("seconds", 4.0)),
    };
    let window: usize = options.or("window", 8);
    let path: PathBuf = options.needed("users");
    let mut people = People::read(&path).unwrap_or_else(|why| end(&format!("{}: {why}", path.display())));
    if window == 0 || people.list.len() < window {
        end("there must be a person for each connection");
    }
    let (tally, took) = run(&plan, window, &mut people.list);
    people.write().unwrap_or_else(|why| end(&format!("the counters were not kept: {why}")));
    let sound = tally.bad == 0;
    println!("{}", tally.told(took));
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(plan: &Plan, window: usize, people: &mut [Person]) -> (Tally, Duration) {
    let mut shares: Vec<Vec<&mut Person>> = (0..window).map(|_| Vec::new()).collect();
    for (n, person) in people.iter_mut().enumerate() {
        shares[n % window].push(person);
    }
    let barrier = Barrier::new(window);
    thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .map(|share| {
                let barrier = &barrier;
                scope.spawn(move || connection(plan, share, barrier))
            })
            .collect();
        let mut tally = Tally::default();
        let mut longest = Duration::ZERO;
        for worker in workers {
            let (part, took) = worker.join().unwrap_or_else(|_| end("a connection gave up"));
            tally.add(part);
            longest = longest.max(took);
        }
        (tally, longest)
    })
}

fn connection(plan: &Plan, mut people: Vec<&mut Person>, barrier: &Barrier) -> (Tally, Duration) {
    let seeds: Vec<_> = people.iter().map(|p| p.seed().unwrap_or_else(|| end("a person has no secret"))).collect();
    let mut line = Line::to(plan.server);
    barrier.wait();
    let began = Instant::now();
    let (mut measuring, mut from) = (plan.warmup.is_zero(), began);
    let mut tally = Tally::default();
    for turn in 0usize.. {
        let n = turn % people.len();
        let code = seeds[n].code(people[n].counter);
        people[n].counter += 1;
        let request = plan.request(people[n], &plan.layout.join(&people[n].password, &code));
        tally.sent += 1;
        let sent = Instant::now();
        let answer = line.ask(&request);
        let now = Instant::now();
        match answer {
            Ok(answer) => {
                match plan.api.verdict(&answer) {
                    Verdict::Yes => tally.accepted += 1,
                    Verdict::No => tally.rejected += 1,
                    Verdict::Nonsense => tally.bad += 1,
                }
                tally.took(now - sent);
                if answer.closing {
                    line = Line::to(plan.server);
                }
            }
            Err(_) => {
                tally.lost += 1;
                line = Line::to(plan.server);
            }
        }
        if !measuring && now - began >= plan.warmup {
            (measuring, from) = (true, now);
            tally = Tally { bad: tally.bad, ..Tally::default() };
        }
        if measuring && now - from >= plan.measured {
            return (tally, now - from);
        }
    }
    unreachable!("the loop has no end of its own")
}

impl Plan {
    fn request(&self, person: &Person, typed: &str) -> String {
        let (kind, body) = match self.api {
            Api::Validate => {
                let realm = if self.realm.is_empty() { String::new() } else { format!("&realm={}", self.realm) };
                ("application/x-www-form-urlencoded", format!("user={}{realm}&pass={typed}", person.name))
            }
            Api::Glewlwyd => (
                "application/json",
                format!(
                    r#"{{"username":"{}","scheme_type":"otp","scheme_name":"otp","value":{{"value":"{typed}"}}}}"#,
                    person.name
                ),
            ),
        };
        format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nAccept: */*\r\nUser-Agent: PAM/1.1.0\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            self.path,
            self.server,
            body.len()
        )
    }
}

enum Verdict {
    Yes,
    No,
    Nonsense,
}

impl Api {
    fn path(self) -> &'static str {
        match self {
            Self::Validate => "/validate/check",
            Self::Glewlwyd => "/api/auth",
        }
    }

    fn verdict(self, answer: &Answer) -> Verdict {
        match (self, answer.status) {
            (Self::Validate, 200) if answer.says("\"value\":true") => Verdict::Yes,
            (Self::Validate, 200) if answer.says("\"value\":false") => Verdict::No,
            (Self::Glewlwyd, 200) => Verdict::Yes,
            (Self::Glewlwyd, 401) => Verdict::No,
            _ => Verdict::Nonsense,
        }
    }
}

impl FromStr for Api {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "validate" => Ok(Self::Validate),
            "glewlwyd" => Ok(Self::Glewlwyd),
            _ => Err("validate | glewlwyd"),
        }
    }
}
