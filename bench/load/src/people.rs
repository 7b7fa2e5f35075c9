//! Who logs in: lines `name,password[,secret in hex[,next counter]]`. Counters are written back, so that the next run goes on from there.

use crate::otp::Seed;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

pub struct Person {
    pub name: String,
    pub password: String,
    pub secret: String,
    /// What the next HOTP code counts.
    pub counter: u64,
}

pub struct People {
    path: PathBuf,
    pub list: Vec<Person>,
}

impl People {
    pub fn read(path: &Path) -> io::Result<Self> {
        let list = fs::read_to_string(path)?.lines().filter(|line| !line.is_empty()).map(person).collect();
        Ok(Self { path: path.to_owned(), list })
    }

    /// Only whole: a run that is interrupted while it writes must not lose the counters.
    pub fn write(&self) -> io::Result<()> {
        let text: String =
            self.list.iter().map(|p| format!("{},{},{},{}\n", p.name, p.password, p.secret, p.counter)).collect();
        let beside = self.path.with_extension("new");
        fs::write(&beside, text)?;
        fs::rename(beside, &self.path)
    }
}

impl Person {
    pub fn seed(&self) -> Option<Seed> {
        let digits = self.secret.as_bytes().chunks(2);
        let bytes: Option<Vec<u8>> =
            digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
        bytes.filter(|b| !b.is_empty()).map(|b| Seed::new(&b))
    }
}

/// How password and code stand in one field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    Password,
    Code,
    PasswordCode,
    CodePassword,
}

impl Layout {
    pub fn join(self, password: &str, code: &str) -> String {
        match self {
            Self::Password => password.to_owned(),
            Self::Code => code.to_owned(),
            Self::PasswordCode => format!("{password}{code}"),
            Self::CodePassword => format!("{code}{password}"),
        }
    }
}

impl FromStr for Layout {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "password" => Ok(Self::Password),
            "code" => Ok(Self::Code),
            "password-code" => Ok(Self::PasswordCode),
            "code-password" => Ok(Self::CodePassword),
            _ => Err("password | code | password-code | code-password"),
        }
    }
}

/// Where a code comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Pap,
    Hotp,
    Totp,
}

impl FromStr for Kind {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "pap" => Ok(Self::Pap),
            "hotp" => Ok(Self::Hotp),
            "totp" => Ok(Self::Totp),
            _ => Err("pap | hotp | totp"),
        }
    }
}

fn person(line: &str) -> Person {
    let mut fields = line.split(',');
    let mut next = || fields.next().unwrap_or_default().to_owned();
    Person { name: next(), password: next(), secret: next(), counter: next().parse().unwrap_or(0) }
}
