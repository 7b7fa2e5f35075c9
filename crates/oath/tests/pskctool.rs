//! Others' programs as judges of the key containers (RFC 6030): `pskctool` of OATH Toolkit, with the schema, and the
//! tools of python-pskc, which also decrypt. Where one is not installed, its tests say so and judge nothing.
//!
//! E10

#![allow(clippy::unwrap_used, reason = "tests")]

use std::ffi::OsStr;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use symbolon_oath::pskc::{Protect, Suite, Unlock, read, write};
use symbolon_oath::{
    Algorithm, Device, Digits, Hotp, KeyPolicy, Limits, Period, PinCharacters, PinMode, PinPolicy, Seed, TokenKind,
    TokenRecord, Totp,
};

/// Runs a program; `None` if it is not installed.
fn run<S: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = S>) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(e) if e.kind() == ErrorKind::NotFound => {
            eprintln!("{program} is not installed: nothing was judged");
            None
        }
        Err(e) => panic!("{program}: {e}"),
    }
}

/// What a program that must succeed printed.
fn said(program: &str, output: Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program}: {out}{err}");
    out.into_owned()
}

/// A file that is gone after the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, text: &str) -> Result<Self, Error> {
        let path = std::env::temp_dir().join(format!("symbolon-oath-{}-{name}", std::process::id()));
        std::fs::write(&path, text)?;
        Ok(Self(path))
    }
}

impl AsRef<Path> for Scratch {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn tokens() -> [TokenRecord; 2] {
    let totp =
        Totp { algorithm: Algorithm::Sha256, digits: Digits::EIGHT, period: Period::from_secs(60).unwrap(), t0_ms: 0 };
    let first = TokenRecord {
        serial: Some("S & 1".into()),
        issuer: Some("Wiki <Söner>".into()),
        label: Some("ada".into()),
        user: Some("uid=ada,dc=demo".into()),
        device: Device {
            manufacturer: Some("oath.XX".into()),
            model: Some("m".into()),
            issue: Some("2".into()),
            start_ms: Some(1_146_441_600_000),
            module: Some("CM".into()),
            ..Device::default()
        },
        policy: KeyPolicy {
            expiry_ms: Some(1_893_456_000_000),
            transactions: Some(7),
            pin: Some(PinPolicy {
                mode: PinMode::Append,
                key_id: None,
                max_failed: Some(3),
                min_length: Some(4),
                max_length: Some(8),
                characters: Some(PinCharacters::Decimal),
            }),
            ..KeyPolicy::default()
        },
        ..TokenRecord::new(
            TokenKind::Totp { totp, drift: -3 },
            Seed::from_bytes(b"12345678901234567890123456789012".to_vec()).unwrap(),
        )
    };
    let hotp = TokenKind::Hotp { hotp: Hotp { algorithm: Algorithm::Sha1, digits: Digits::SIX }, counter: 77 };
    let seed = Seed::from_bytes(b"12345678901234567890".to_vec()).unwrap();
    let second = TokenRecord { serial: Some("S2".into()), ..TokenRecord::new(hotp, seed) };
    [first, second]
}

const KEY: [u8; 32] = [0xA5; 32];
const PASSWORD: &str = "qwerty & Söner";

fn ways() -> [(&'static str, Protect<'static>); 5] {
    [
        ("plain", Protect::Plain),
        ("key256", Protect::Key { name: "k", key: &KEY, suite: Suite::Aes256 }),
        ("key128", Protect::Key { name: "k", key: KEY.split_at(16).0, suite: Suite::Aes128 }),
        ("password256", Protect::Password { password: PASSWORD, iterations: 1_000, suite: Suite::Aes256 }),
        ("password128", Protect::Password { password: PASSWORD, iterations: 1_000, suite: Suite::Aes128 }),
    ]
}

/// Not random: nobody uses these files.
fn written(protect: Protect<'_>) -> String {
    let mut next = 0u8;
    let mut chance = |out: &mut [u8]| {
        out.iter_mut().for_each(|octet| {
            next = next.wrapping_mul(5).wrapping_add(113);
            *octet = next;
        });
    };
    write(&tokens(), protect, &mut chance).unwrap().to_string()
}

fn unlocking(protect: Protect<'_>) -> Vec<String> {
    match protect {
        Protect::Plain => Vec::new(),
        Protect::Key { key, .. } => {
            vec!["--secret".into(), key.iter().map(|octet| format!("{octet:02x}")).collect()]
        }
        Protect::Password { password, .. } => vec!["--password".into(), password.into()],
    }
}

/// E10
#[test]
fn e10_pskctool_takes_every_file_as_valid() {
    // What refuses nothing judges nothing: a file with one element of the wrong name must fail.
    let wrong = Scratch::new("wrong.xml", &written(Protect::Plain).replace("SerialNo", "SerialNumber")).unwrap();
    let Some(output) = run("pskctool", [OsStr::new("--validate"), wrong.as_ref().as_os_str()]) else { return };
    assert!(!String::from_utf8_lossy(&output.stdout).starts_with("OK"), "{output:?}");
    for (name, protect) in ways() {
        let file = Scratch::new(&format!("valid-{name}.xml"), &written(protect)).unwrap();
        let output = run("pskctool", [OsStr::new("--validate"), file.as_ref().as_os_str()]).unwrap();
        assert_eq!(said("pskctool", output).trim(), "OK", "{name}");
    }
}

/// E10
#[test]
fn e10_pskctool_shows_what_was_written() {
    let file = Scratch::new("info.xml", &written(Protect::Plain)).unwrap();
    let Some(output) = run("pskctool", [OsStr::new("--info"), file.as_ref().as_os_str()]) else { return };
    let shown = said("pskctool", output);
    for line in [
        "SerialNo: S & 1",
        "Manufacturer: oath.XX",
        "Model: m",
        "IssueNo: 2",
        "Device StartDate: 2006-05-01 00:00:00",
        "Issuer: Wiki <Söner>",
        "FriendlyName: ada",
        "Key Secret (base64): MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=",
        "Key TimeInterval: 60",
        "Algorithm Parameters Suite: HMAC-SHA256",
        "Response Format Encoding: DECIMAL",
        "Response Format Length: 8",
        "Policy ExpiryDate: 2030-01-01 00:00:00",
        "PIN Policy PIN Usage Mode: Append",
        "SerialNo: S2",
        "Key Secret (base64): MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=",
        "Key Counter: 77",
    ] {
        assert!(shown.lines().any(|found| found.trim_start().starts_with(line)), "{line} is not in\n{shown}");
    }
}

/// E10
#[test]
fn e10_pskc2csv_decrypts_what_was_written() {
    for (name, protect) in ways() {
        let file = Scratch::new(&format!("csv-{name}.xml"), &written(protect)).unwrap();
        let mut arguments = unlocking(protect);
        arguments.extend(["--columns".into(), "serial,secret,counter,time_interval,response_length".into()]);
        arguments.push(file.as_ref().display().to_string());
        let Some(output) = run("pskc2csv", &arguments) else { return };
        let table = said("pskc2csv", output);
        let rows: Vec<_> = table.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "S & 1,3132333435363738393031323334353637383930313233343536373839303132,,60,8",
                "S2,3132333435363738393031323334353637383930,77,,6",
            ],
            "{name}"
        );
    }
}

/// E10
#[test]
fn e10_what_csv2pskc_encrypts_is_read() {
    let table = "serial,secret,algorithm,counter,response_length\n\
                 T1,3132333435363738393031323334353637383930,urn:ietf:params:xml:ns:keyprov:pskc:hotp,5,8\n\
                 T2,3132333435363738393031323334353637383931,urn:ietf:params:xml:ns:keyprov:pskc:hotp,6,6\n";
    let table = Scratch::new("table.csv", table).unwrap();
    let hex: String = KEY.iter().take(16).map(|octet| format!("{octet:02x}")).collect();
    for (name, lock, unlock) in [
        ("plain", Vec::new(), Unlock::Nothing),
        ("key", vec!["--secret", &hex], Unlock::Key(KEY.split_at(16).0)),
        ("password", vec!["--password", PASSWORD], Unlock::Password(PASSWORD)),
    ] {
        let path = table.as_ref().display().to_string();
        let arguments = lock.iter().copied().chain([path.as_str()]);
        let Some(output) = run("csv2pskc", arguments) else { return };
        let file = said("csv2pskc", output);
        let import =
            read(file.as_bytes(), unlock, &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}\n{file}"));
        let read: Vec<_> =
            import.tokens.iter().map(|token| token.as_ref().unwrap_or_else(|r| panic!("{r:?}\n{file}"))).collect();
        let kind = |digits, counter| TokenKind::Hotp { hotp: Hotp { algorithm: Algorithm::Sha1, digits }, counter };
        assert_eq!((read[0].kind, read[1].kind), (kind(Digits::EIGHT, 5), kind(Digits::SIX, 6)), "{name}");
        assert_eq!(read[0].seed.expose(), b"12345678901234567890", "{name}");
        assert_eq!(read[1].seed.expose(), b"12345678901234567891", "{name}");
        assert_eq!(read[1].serial.as_deref(), Some("T2"));
    }
}
