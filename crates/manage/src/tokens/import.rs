//! Seed files into the inventory, a portion at a time: each portion whole or not at all, each token told that was not taken.

use model::{
    Credential, Id, Lines, Noun, Secret, Time,
    audit::{Event, Outcome},
    credential::CredentialState,
    token::{Tag, fold, serial},
};
use oath::{BadFile, Import, Limits, PinMode, TokenKind, TokenRecord, pskc::Lock};
use plug::token::{Craft, Moving, Placed, SeedRecord};
use serde_json::json;
use std::collections::HashSet;
use store::{Applied, StoreError, Unit, When, Write};

use super::{Format, Inventory, TokenError, Unlock, craft_of, site_at};

/// What is to be imported, and where to.
pub struct Order<'a> {
    /// Path of the site.
    pub site: &'a str,
    /// Name of the method.
    pub method: &'a str,
    pub file: &'a [u8],
    /// What the file looks like, where it is not said.
    pub format: Option<Format>,
    pub unlock: Unlock<'a>,
    /// Tokens in one unit.
    pub batch: usize,
    /// They must be initialised before anybody can have them.
    pub initialise: bool,
    /// Everything is looked at and nothing is written.
    pub dry_run: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Report {
    pub format: Format,
    /// Serial numbers that were taken, or would be.
    pub taken: Vec<String>,
    pub refused: Vec<Row>,
    /// Serial numbers that were taken, with the login name that the file gives each.
    pub owners: Vec<(String, String)>,
    /// The file carries a signature, which nobody checked.
    pub signature_unchecked: bool,
}

/// A token that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where in the file it begins, where that is known.
    pub line: Option<u32>,
    pub serial: String,
    /// A key: `taken`, `serial`, or what the file's reader says.
    pub why: String,
}

/// Where new tokens go.
struct Place {
    site: Id,
    method: Id,
    kind: String,
    lines: Lines,
    craft: Craft,
    state: CredentialState,
    path: String,
}

impl Inventory<'_> {
    /// Reads a seed file into a site's inventory. `progress` is told how many tokens are done, of how many.
    pub async fn import(
        &self,
        order: &Order<'_>,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<Report, TokenError> {
        let place = self.place(order)?;
        let Import { format, tokens, signature_unchecked } = read(order)?;
        let mut report =
            Report { format, taken: Vec::new(), refused: Vec::new(), owners: Vec::new(), signature_unchecked };
        let mut seen = HashSet::new();
        let mut made = Vec::new();
        for token in tokens {
            let row = |line, serial: &str, why: &str| Row { line, serial: serial.to_owned(), why: why.to_owned() };
            let record = match token {
                Ok(record) => record,
                Err(refused) => {
                    let serial = refused.serial.unwrap_or_default();
                    report.refused.push(row(Some(refused.line), &serial, refused.why.key()));
                    continue;
                }
            };
            let named = self.serial_of(&record);
            let shown = named.clone().or_else(|| record.serial.clone()).unwrap_or_default();
            let credential = named.ok_or("serial").and_then(|serial| self.credential(&place, serial, &record));
            match credential {
                Ok(_) if !seen.insert(fold(&shown)) => report.refused.push(row(None, &shown, "repeated")),
                Ok(_) if self.engine.store().token(&shown).await?.is_some() => {
                    report.refused.push(row(None, &shown, "taken"));
                }
                Ok(credential) => {
                    report.owners.extend(record.user.clone().map(|user| (shown, user)));
                    made.push(credential);
                }
                Err(why) => report.refused.push(row(None, &shown, why)),
            }
        }
        self.write(order, &place, made, &mut report, progress).await?;
        let taken: HashSet<&String> = report.taken.iter().collect();
        report.owners.retain(|(serial, _)| taken.contains(serial));
        Ok(report)
    }

    async fn write(
        &self,
        order: &Order<'_>,
        place: &Place,
        made: Vec<Credential>,
        report: &mut Report,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<(), TokenError> {
        let (all, mut done) = (made.len(), 0);
        for portion in made.chunks(order.batch.max(1)) {
            let serials = portion.iter().filter_map(|c| c.token.as_ref()).map(|tag| tag.serial.clone());
            let applied = if order.dry_run { Ok(Applied::Done) } else { self.portion(place, portion).await };
            match applied {
                Ok(Applied::Done) => report.taken.extend(serials),
                // Somebody else brought one of these numbers in meanwhile: none of the portion stands.
                Ok(_) | Err(StoreError::Conflict(_)) => {
                    report.refused.extend(serials.map(|serial| Row { line: None, serial, why: "taken".into() }));
                }
                Err(error) => return Err(error.into()),
            }
            done += portion.len();
            progress(done, all);
        }
        Ok(())
    }

    async fn portion(&self, place: &Place, portion: &[Credential]) -> Result<Applied, StoreError> {
        let mut unit = Unit::new();
        for credential in portion {
            let mut event = Event::new(self.engine.now(), "token.imported", Outcome::Success);
            self.actor.claim(&mut event);
            event.method.clone_from(&place.path);
            let world = self.engine.world();
            event.site = world.catalogue.entry(place.site).map(|site| site.path.clone()).unwrap_or_default();
            let serial = credential.token.as_ref().map(|tag| tag.serial.clone());
            event.detail = json!({ "serial": serial, "site": place.site, "after": credential.state });
            unit = unit.then(Write::PutCredential(Box::new(credential.clone()))).audit(When::Done, event);
        }
        self.engine.store().apply(unit).await
    }

    fn place(&self, order: &Order<'_>) -> Result<Place, TokenError> {
        let world = self.engine.world();
        let site = site_at(&world.catalogue, order.site)?;
        let entry = world.catalogue.at(Noun::Method, order.method);
        let found = entry.and_then(|entry| world.catalogue.method(entry.id));
        let (entry, method) =
            found.ok_or_else(|| TokenError::Wrong("method", format!("no method {}", order.method)))?;
        Ok(Place {
            site,
            method: entry.id,
            kind: method.kind.clone(),
            lines: method.configuration.clone(),
            craft: craft_of(self.kinds, method)?,
            state: if order.initialise { CredentialState::Initialize } else { CredentialState::Inventory },
            path: entry.path.clone(),
        })
    }

    /// The file's number. A file without numbers gets them from its keys, so that the same key comes in once.
    fn serial_of(&self, record: &TokenRecord) -> Option<String> {
        match &record.serial {
            Some(given) => serial(given),
            None => {
                let mark = self.engine.keyed("serial", record.seed.expose());
                Some(format!("S{}", data_encoding::HEXUPPER.encode(&mark[..6])))
            }
        }
    }

    fn credential(&self, place: &Place, serial: String, record: &TokenRecord) -> Result<Credential, &'static str> {
        let now = self.engine.now();
        let Placed { body, counter } =
            (place.craft.make)(&place.lines, &seed_record(record)?).map_err(|e| match e {
                plug::token::NotIssued::Wrong(why) => why,
                plug::token::NotIssued::Corrupt(_) => "token-seed",
            })?;
        Ok(Credential {
            id: self.engine.chance().id(now),
            person: String::new(),
            method: place.method,
            kind: place.kind.clone(),
            label: String::new(),
            state: place.state,
            created: now,
            used: None,
            counter,
            version: 0,
            token: Some(Tag { serial, site: place.site }),
            body,
        })
    }
}

fn read(order: &Order<'_>) -> Result<Import, TokenError> {
    let limits = Limits::default();
    let read = match order.format.unwrap_or_else(|| Format::guess(order.file)) {
        Format::Pskc => oath::pskc::read(order.file, order.unlock, &limits),
        Format::Csv => oath::csv::read(order.file, &limits),
        Format::Uris => oath::uris::read(order.file, &limits),
    };
    read.map_err(|error| {
        let why = match &error {
            BadFile::Locked(Lock::Password { .. }) => "the file is locked with a password".to_owned(),
            BadFile::Locked(Lock::Key { names }) => format!("the file is locked with the key {}", names.join(", ")),
            other => other.to_string(),
        };
        TokenError::Wrong("file", why)
    })
}

/// What the kind makes a body of. A limit that nobody would keep is a reason not to take the token.
fn seed_record(record: &TokenRecord) -> Result<SeedRecord, &'static str> {
    let pin_elsewhere = record.policy.pin.as_ref().is_none_or(|pin| pin.mode == PinMode::Local);
    if record.policy.transactions.is_some() || !pin_elsewhere {
        return Err("policy");
    }
    let (algorithm, digits, moving) = match record.kind {
        TokenKind::Totp { totp, drift } => {
            let moving = Moving::Time { period_ms: totp.period.ms(), t0_ms: totp.t0_ms, drift: drift.into() };
            (totp.algorithm, totp.digits, moving)
        }
        TokenKind::Hotp { hotp, counter } => (hotp.algorithm, hotp.digits, Moving::Event { next: counter }),
    };
    let (since, until) = record.valid();
    Ok(SeedRecord {
        seed: Secret::new(record.seed.expose().to_vec()),
        moving,
        algorithm: algorithm.name().to_owned(),
        digits: digits.number(),
        since: since.map(Time::from_millis),
        until: until.map(Time::from_millis),
    })
}
