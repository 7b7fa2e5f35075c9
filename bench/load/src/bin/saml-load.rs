//! SAML logins in a closed loop: each of WINDOW browsers sends one request after the other by address and follows it, through as many
//! servers as it leads to, until a response is to be posted to the application.
//!
//! Each response is looked into: it answers our request, says Success and has its signatures. Whether those hold is for whoever reads the
//! samples.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use miniz_oxide::deflate::compress_to_vec;
use symbolon_load::browser::{Browser, Led, Step, encoded};
use symbolon_load::options::{Options, end};
use symbolon_load::tally::Tally;

const USAGE: &str = "saml-load --sso http://127.0.0.1:PORT/saml2/sso --request FILE --acs URL --cookies FILE [--forget 127.0.0.1:PORT]
    [--signatures 2] [--keep FOLDER] [--every 64] [--window 8] [--seconds 4] [--warmup 0.5]

FILE of --request is an AuthnRequest with %ID% where what makes its identifier its own goes. That of --cookies has a line for each browser: SERVER NAME=VALUE; NAME=VALUE.
What --forget names is met without cookies each time. Every 64th response is kept. Prints one line of JSON.";
const KNOWN: [&str; 11] =
    ["sso", "request", "acs", "cookies", "forget", "signatures", "keep", "every", "window", "seconds", "warmup"];

struct Plan {
    sso: String,
    request: String,
    acs: String,
    forget: Option<SocketAddr>,
    signatures: usize,
    keep: Option<PathBuf>,
    every: u64,
    warmup: Duration,
    measured: Duration,
}

fn main() -> ExitCode {
    let options = Options::read(USAGE, &KNOWN);
    let path = |name: &str| Some(PathBuf::from(options.or(name, String::new()))).filter(|p| !p.as_os_str().is_empty());
    let plan = Plan {
        sso: options.needed("sso"),
        request: read(&options.needed::<PathBuf>("request")),
        acs: options.needed("acs"),
        forget: Some(options.or("forget", String::new())).filter(|s| !s.is_empty()).map(|s| server(&s)),
        signatures: options.or("signatures", 2),
        keep: path("keep"),
        every: options.or("every", 64),
        warmup: Duration::from_secs_f64(options.or("warmup", 0.5)),
        measured: Duration::from_secs_f64(options.or("seconds", 4.0)),
    };
    let cookies = read(&options.needed::<PathBuf>("cookies"));
    let window: usize = options.or("window", 8);
    let browsers: Vec<Browser> = cookies.lines().take(window).map(holding).collect();
    if window == 0 || browsers.len() < window {
        end("there must be a line of cookies for each browser");
    }
    let (tally, took) = run(&plan, browsers);
    let sound = tally.bad == 0;
    println!("{}", tally.told(took));
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| end(&format!("{}: {why}", path.display())))
}

fn server(text: &str) -> SocketAddr {
    text.parse().unwrap_or_else(|why| end(&format!("{text}: {why}")))
}

fn holding(line: &str) -> Browser {
    let mut browser = Browser::default();
    if let Some((at, cookies)) = line.split_once(' ') {
        browser.remember(server(at), cookies);
    }
    browser
}

fn run(plan: &Plan, browsers: Vec<Browser>) -> (Tally, Duration) {
    let barrier = Barrier::new(browsers.len());
    thread::scope(|scope| {
        let workers: Vec<_> = (0_u64..)
            .zip(browsers)
            .map(|(number, browser)| {
                let barrier = &barrier;
                scope.spawn(move || logins(plan, number, browser, barrier))
            })
            .collect();
        let mut tally = Tally::default();
        let mut longest = Duration::ZERO;
        for worker in workers {
            let (part, took) = worker.join().unwrap_or_else(|_| end("a browser gave up"));
            tally.add(part);
            longest = longest.max(took);
        }
        (tally, longest)
    })
}

fn logins(plan: &Plan, number: u64, mut browser: Browser, barrier: &Barrier) -> (Tally, Duration) {
    barrier.wait();
    let began = Instant::now();
    let (mut measuring, mut from) = (plan.warmup.is_zero(), began);
    let mut tally = Tally::default();
    for turn in 0_u64.. {
        let id = format!("{number:08x}{turn:08x}");
        if let Some(server) = plan.forget {
            browser.forget(server);
        }
        tally.sent += 1;
        let sent = Instant::now();
        let came = plan.login(&mut browser, &id);
        let now = Instant::now();
        match came {
            Ok(response) => {
                tally.took(now - sent);
                plan.judge(&response, &id, &mut tally);
                if turn % plan.every == 0 {
                    plan.kept(&response, &id);
                }
            }
            Err(why) => {
                // One word for all of them; a run that loses any counts for nothing.
                if tally.lost == 0 {
                    eprintln!("{why}");
                }
                tally.lost += 1;
            }
        }
        if !measuring && now - began >= plan.warmup {
            (measuring, from) = (true, now);
            tally = Tally { bad: tally.bad, rejected: tally.rejected, lost: tally.lost, ..Tally::default() };
        }
        if measuring && now - from >= plan.measured {
            return (tally, now - from);
        }
    }
    unreachable!("the loop has no end of its own")
}

impl Plan {
    /// From the request to the response that is to be posted to the application.
    fn login(&self, browser: &mut Browser, id: &str) -> Result<Vec<u8>, String> {
        let request = self.request.replace("%ID%", id);
        let message = encoded(&STANDARD.encode(compress_to_vec(request.as_bytes(), 6)));
        let mut step = Step { url: format!("{}?SAMLRequest={message}&RelayState={id}", self.sso), fields: None };
        for _ in 0..16 {
            match browser.take(&step).map_err(|why| format!("{}: {why}", step.url))? {
                Led::On(next) => step = next,
                Led::Page(answer) => return Err(format!("{}: a page with {}", step.url, answer.status)),
            }
            if let (true, Some(fields)) = (step.url == self.acs, &step.fields) {
                let field = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value);
                let response = field("SAMLResponse").and_then(|value| STANDARD.decode(value).ok());
                return match response {
                    Some(response) if field("RelayState").is_some_and(|state| state == id) => Ok(response),
                    _ => Err("a form without a response to this login".to_owned()),
                };
            }
        }
        Err(format!("{}: it leads on and on", step.url))
    }

    fn judge(&self, response: &[u8], id: &str, tally: &mut Tally) {
        let text = String::from_utf8_lossy(response);
        let succeeded = text.contains("\"urn:oasis:names:tc:SAML:2.0:status:Success\"");
        let ours = text.contains(&format!("{id}\""));
        let signed = text.matches("<ds:SignatureValue").count() == self.signatures;
        match (succeeded, ours && signed && text.contains("<saml:Assertion")) {
            (true, true) => tally.accepted += 1,
            (false, _) if ours => tally.rejected += 1,
            _ => tally.bad += 1,
        }
    }

    fn kept(&self, response: &[u8], id: &str) {
        let Some(folder) = &self.keep else { return };
        fs::write(folder.join(format!("{id}.xml")), response)
            .unwrap_or_else(|why| end(&format!("{}: {why}", folder.display())));
    }
}
