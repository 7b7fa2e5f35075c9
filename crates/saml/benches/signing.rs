//! What a signature costs, and a response with two of them, without a server around it: the raw rates that `bench/saml.py` sets beside
//! those of a server.
//!
//! `SYMBOLON_BENCH_SIGNING` is `raw` or `made` (whole responses) and `RS256` or `ES256`, with a space between; a second has as many of them as all of
//! `SYMBOLON_BENCH_THREADS` threads make in `SYMBOLON_BENCH_SECONDS`. Prints one line of JSON.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures, and tells")]

use std::{
    hint::black_box,
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature as sig,
};
use saml::{
    Certificate, SigningKey, Window,
    idp::{Over, Protection},
    message::{Assertion, AuthnStatement, Conditions, Confirmation, Head, NameId, Response, Status, Subject},
};

fn main() {
    let given = |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_owned());
    let what = given("SYMBOLON_BENCH_SIGNING", "made RS256");
    let threads: usize = given("SYMBOLON_BENCH_THREADS", "1").parse().unwrap();
    let seconds: f64 = given("SYMBOLON_BENCH_SECONDS", "1").parse().unwrap();
    let (what, algorithm) = what.split_once(' ').expect("raw or made, and an algorithm");
    let pkcs8 = private(algorithm);
    let before = ticks();
    let (count, rate) = match (what, algorithm) {
        ("raw", "RS256") => {
            let pair = sig::RsaKeyPair::from_pkcs8(&pkcs8).unwrap();
            rate(threads, seconds, || rsa(&pair))
        }
        ("raw", _) => {
            let pair = sig::EcdsaKeyPair::from_pkcs8(&sig::ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8).unwrap();
            rate(threads, seconds, || {
                black_box(pair.sign(&SystemRandom::new(), &[7; SIGNED]).unwrap());
            })
        }
        ("made", _) => {
            let key = SigningKey::new(&pkcs8, certificate(&pkcs8)).unwrap();
            rate(threads, seconds, || {
                black_box(response(&key));
            })
        }
        _ => panic!("{what}: raw | made"),
    };
    let ticks = ticks() - before;
    println!("{{\"per_second\": {rate:.1}, \"count\": {count}, \"ticks\": {ticks}}}");
}

fn rsa(pair: &sig::RsaKeyPair) {
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&sig::RSA_PKCS1_SHA256, &SystemRandom::new(), &[7; SIGNED], &mut signature).unwrap();
    black_box(signature);
}

/// A key of the kind that the server makes for SAML.
fn private(algorithm: &str) -> Vec<u8> {
    match algorithm {
        "RS256" => {
            let pair = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa3072).unwrap();
            AsDer::<Pkcs8V1Der<'static>>::as_der(&pair).unwrap().as_ref().to_vec()
        }
        "ES256" => {
            let made =
                sig::EcdsaKeyPair::generate_pkcs8(&sig::ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
            made.as_ref().to_vec()
        }
        other => panic!("{other}: RS256 | ES256"),
    }
}

fn certificate(pkcs8: &[u8]) -> Certificate {
    let pair = rcgen::KeyPair::try_from(pkcs8).unwrap();
    let about = rcgen::CertificateParams::new(vec!["idp.example".to_owned()]).unwrap();
    Certificate::from_der(about.self_signed(&pair).unwrap().der()).unwrap()
}

/// The response of a login, as the server's.
fn response(key: &SigningKey) -> String {
    let now = saml::Instant::from_millis(1_800_000_000_000);
    let until = now.plus(300);
    let id = format!("_{}", "5e".repeat(20));
    let (ours, theirs, acs) =
        ("https://idp.example/saml2/metadata", "https://app.example/saml", "https://app.example/acs");
    let assertion = Assertion {
        id: format!("_{}", "a5".repeat(20)),
        issue_instant: now,
        issuer: ours.to_owned(),
        subject: Some(Subject {
            name_id: Some(NameId::new("user1", saml::ns::format::UNSPECIFIED)),
            was_encrypted: false,
            confirmations: vec![Confirmation::bearer(acs, Some(&id), until)],
        }),
        conditions: Some(Conditions {
            window: Window { not_before: Some(now.plus(-60)), not_on_or_after: Some(until) },
            audiences: vec![vec![theirs.to_owned()]],
            ..Conditions::default()
        }),
        authn: vec![AuthnStatement {
            instant: now,
            session_index: Some("_01kc0000000000000000000000".to_owned()),
            session_not_on_or_after: Some(until),
            class: Some(saml::ns::class::PASSWORD_PROTECTED.to_owned()),
            declaration: Some("urn:bench:password".to_owned()),
            authorities: Vec::new(),
        }],
        attributes: Vec::new(),
    };
    let head = Head::new(&id, now, ours).to(acs).answering(Some("_request"));
    let protection = Protection { key, over: Over::Both, recipient: None };
    protection.response(&Response { head, status: Status::success() }, Some(&assertion)).unwrap()
}

/// Processor time of this process so far, in ticks of the kernel.
fn ticks() -> u64 {
    let all = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = all.rsplit_once(") ").unwrap();
    fields.split(' ').skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum()
}

/// How often all threads together do it, and how often a second.
fn rate(threads: usize, seconds: f64, once: impl Fn() + Sync) -> (u64, f64) {
    let (barrier, length) = (Barrier::new(threads), Duration::from_secs_f64(seconds));
    let round = || {
        barrier.wait();
        let began = Instant::now();
        let mut done = 0_u64;
        while began.elapsed() < length {
            once();
            done += 1;
        }
        (done, done as f64 / began.elapsed().as_secs_f64())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(round)).collect();
        let done = workers.into_iter().map(|worker| worker.join().unwrap());
        done.fold((0, 0.0), |(count, rate), (done, a_second)| (count + done, rate + a_second))
    })
}

/// Bytes of a `SignedInfo`, about.
const SIGNED: usize = 640;
