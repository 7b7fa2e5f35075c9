//! Tables of tokens (RFC 4180), read and written.
//!
//! With a header, whose first line names the columns in any order:
//! `serial,type,secret,encoding,algorithm,digits,period,counter,drift,user,label,issuer,manufacturer,model,start,expiry`.
//! Only `secret` must be there; the others default to a TOTP token in base32 with SHA-1, six digits and 30 seconds.
//! Without one, in the common form `serial, seed in hexadecimal, hotp or totp, digits, counter or period`, of which
//! all behind the seed may be missing (a HOTP token of six digits then). The separator is a comma, or a semicolon if the
//! first line has one and no comma. Lines that begin with `#` do not count.

mod rows;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use zeroize::Zeroizing;

use self::rows::{Row, Rows};
use crate::import::{clean, reserve, text};
use crate::uri::whole_seconds;
use crate::{
    Algorithm, BadFile, Digits, Format, Hotp, Import, KeyPolicy, Limits, NotWritten, Period, Refused, Seed, TokenKind,
    TokenRecord, Totp, Why, when,
};

/// Every column, in the order in which they are written.
pub const COLUMNS: [&str; 16] = [
    SERIAL,
    TYPE,
    SECRET,
    ENCODING,
    ALGORITHM,
    DIGITS,
    PERIOD,
    COUNTER,
    DRIFT,
    USER,
    LABEL,
    ISSUER,
    MANUFACTURER,
    MODEL,
    START,
    EXPIRY,
];

const SERIAL: &str = "serial";
const TYPE: &str = "type";
const SECRET: &str = "secret";
const ENCODING: &str = "encoding";
const ALGORITHM: &str = "algorithm";
const DIGITS: &str = "digits";
const PERIOD: &str = "period";
const COUNTER: &str = "counter";
const DRIFT: &str = "drift";
const USER: &str = "user";
const LABEL: &str = "label";
const ISSUER: &str = "issuer";
const MANUFACTURER: &str = "manufacturer";
const MODEL: &str = "model";
const START: &str = "start";
const EXPIRY: &str = "expiry";

/// The columns of a file without a header; the last is the counter or the period, as the type has it.
const COMMON: [&str; 5] = [SERIAL, SECRET, TYPE, DIGITS, ""];

/// Reads a file.
pub fn read(file: &[u8], limits: &Limits) -> Result<Import, BadFile> {
    let source = text(file, limits)?;
    let mut rows = Rows::new(source).peekable();
    let header = rows.next_if(|row| row.cells.iter().any(|cell| cell.trim().eq_ignore_ascii_case(SECRET)));
    let columns = header.as_ref().map(columns).transpose()?;
    let (mut import, mut lines) = (Import::new(Format::Csv), Vec::new());
    for row in rows {
        if import.tokens.len() >= limits.tokens {
            return Err(BadFile::TooLarge);
        }
        lines.push(row.line);
        let cells = Cells { row: &row, columns: columns.as_deref() };
        import.tokens.push(cells.token().map_err(|(column, why)| Refused {
            line: row.line,
            serial: clean(cells.cell(SERIAL)).ok().flatten(),
            id: None,
            column,
            why,
        }));
    }
    Ok(import.without_repeats(&lines))
}

/// The columns of a header. One that nobody knows is refused: a misspelt `digits` would make every code wrong.
fn columns(header: &Row) -> Result<Vec<&'static str>, BadFile> {
    let mut columns = Vec::new();
    for cell in &header.cells {
        let named = COLUMNS.into_iter().find(|column| cell.trim().eq_ignore_ascii_case(column));
        columns.push(named.filter(|column| !columns.contains(column)).ok_or(BadFile::Header)?);
    }
    Ok(columns)
}

type Bad = (Option<&'static str>, Why);

/// A row with the names of its columns; `None` for the common form.
struct Cells<'a> {
    row: &'a Row,
    columns: Option<&'a [&'static str]>,
}

impl Cells<'_> {
    /// The cell of a column, trimmed, empty if there is none.
    fn cell(&self, column: &str) -> &str {
        let columns = self.columns.unwrap_or(&COMMON);
        let index = columns.iter().position(|name| *name == column);
        index.and_then(|index| self.row.cells.get(index)).map_or("", |cell| cell.trim())
    }

    fn token(&self) -> Result<TokenRecord, Bad> {
        let expected = match self.columns {
            Some(columns) => columns.len()..=columns.len(),
            None => 2..=COMMON.len(),
        };
        if self.row.broken || !expected.contains(&self.row.cells.len()) {
            return Err((None, Why::Columns));
        }
        let text = |column| clean(self.cell(column)).map_err(|why| (Some(column), why));
        let date = |column| match self.cell(column) {
            "" => Ok(None),
            cell => when::read(cell).map(Some).map_err(|why| (Some(column), why)),
        };
        let policy = KeyPolicy { start_ms: date(START)?, expiry_ms: date(EXPIRY)?, ..KeyPolicy::default() };
        let mut token = TokenRecord::new(self.kind()?, self.seed()?);
        token.serial = text(SERIAL)?;
        token.user = text(USER)?;
        token.label = text(LABEL)?;
        token.issuer = text(ISSUER)?;
        token.device.manufacturer = text(MANUFACTURER)?;
        token.device.model = text(MODEL)?;
        token.policy = policy;
        Ok(token)
    }

    fn kind(&self) -> Result<TokenKind, Bad> {
        let bad = |column, why| (Some(column), why);
        let algorithm = match self.cell(ALGORITHM) {
            "" => Algorithm::Sha1,
            cell => Algorithm::parse(cell).ok_or(bad(ALGORITHM, Why::Algorithm))?,
        };
        let digits = match self.cell(DIGITS) {
            "" => Digits::SIX,
            cell => number::<u8>(cell).and_then(|n| Digits::try_from(n).ok()).ok_or(bad(DIGITS, Why::Digits))?,
        };
        // Only the common form has this column.
        let last = self.cell("");
        let by_time = match (self.cell(TYPE), self.columns) {
            ("", columns) => columns.is_some(),
            (cell, _) if cell.eq_ignore_ascii_case("totp") => true,
            (cell, _) if cell.eq_ignore_ascii_case("hotp") => false,
            _ => return Err(bad(TYPE, Why::Kind)),
        };
        if !by_time {
            let counter = match (self.cell(COUNTER), last) {
                ("", "") => 0,
                ("", cell) | (cell, _) => number(cell).ok_or(bad(COUNTER, Why::Counter))?,
            };
            return Ok(TokenKind::Hotp { hotp: Hotp { algorithm, digits }, counter });
        }
        let period = match (self.cell(PERIOD), last) {
            ("", "") => Period::DEFAULT,
            ("", cell) | (cell, _) => {
                number(cell).and_then(|secs| Period::from_secs(secs).ok()).ok_or(bad(PERIOD, Why::Period))?
            }
        };
        let drift = match self.cell(DRIFT) {
            "" => 0,
            cell => cell.parse().map_err(|_| bad(DRIFT, Why::Drift))?,
        };
        Ok(TokenKind::Totp { totp: Totp { algorithm, digits, period, t0_ms: 0 }, drift })
    }

    fn seed(&self) -> Result<Seed, Bad> {
        let cell = self.cell(SECRET);
        if cell.is_empty() {
            return Err((Some(SECRET), Why::Missing));
        }
        let encoding = match (self.cell(ENCODING), self.columns) {
            ("", None) => "hex",
            ("", Some(_)) => "base32",
            (named, _) => named,
        };
        let seed = if encoding.eq_ignore_ascii_case("base32") {
            Seed::from_base32(cell).ok()
        } else if encoding.eq_ignore_ascii_case("hex") {
            HEXLOWER_PERMISSIVE.decode(cell.as_bytes()).ok().and_then(|bytes| Seed::from_bytes(bytes).ok())
        } else if encoding.eq_ignore_ascii_case("base64") {
            BASE64.decode(cell.as_bytes()).ok().and_then(|bytes| Seed::from_bytes(bytes).ok())
        } else {
            return Err((Some(ENCODING), Why::Seed));
        };
        seed.ok_or((Some(SECRET), Why::Seed))
    }
}

fn number<T: std::str::FromStr>(cell: &str) -> Option<T> {
    cell.bytes().all(|b| b.is_ascii_digit()).then(|| cell.parse().ok()).flatten()
}

/// Writes a file with a header. It contains the seeds, unprotected.
///
/// The key's own name, its profile and the smaller details of the device are left out. A token whose PIN policy or number
/// of transactions would be lost is not written, nor one with a T0 or broken seconds.
pub fn write(tokens: &[TokenRecord]) -> Result<Zeroizing<String>, NotWritten> {
    let mut file = Zeroizing::new(String::with_capacity(4096));
    file.push_str(&COLUMNS.join(","));
    file.push_str("\r\n");
    for (index, token) in tokens.iter().enumerate() {
        reserve(&mut file, token.room());
        row(&mut file, token).ok_or(NotWritten::NotExpressible(index))?;
    }
    Ok(file)
}

fn row(file: &mut String, token: &TokenRecord) -> Option<()> {
    if token.policy.pin.is_some() || token.policy.transactions.is_some() {
        return None;
    }
    let (kind, algorithm, digits, [period, counter, drift]) = match token.kind {
        TokenKind::Hotp { hotp, counter } => {
            ("hotp", hotp.algorithm, hotp.digits, [String::new(), counter.to_string(), String::new()])
        }
        TokenKind::Totp { totp, drift } => {
            let period = whole_seconds(totp).ok()?.to_string();
            ("totp", totp.algorithm, totp.digits, [period, String::new(), drift.to_string()])
        }
    };
    let date = |ms: Option<i64>| ms.map_or(Some(String::new()), when::write);
    let (start, expiry) = token.valid();
    let (start, expiry) = (date(start)?, date(expiry)?);
    let (digits, seed) = (digits.number().to_string(), token.seed.to_base32());
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let cells: [&str; COLUMNS.len()] = [
        &text(&token.serial),
        kind,
        &seed,
        "base32",
        algorithm.name(),
        &digits,
        &period,
        &counter,
        &drift,
        &text(&token.user),
        &text(&token.label),
        &text(&token.issuer),
        &text(&token.device.manufacturer),
        &text(&token.device.model),
        &start,
        &expiry,
    ];
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            file.push(',');
        }
        rows::quote(file, cell);
    }
    file.push_str("\r\n");
    Some(())
}
