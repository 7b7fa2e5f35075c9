//! The inventory as a seed file. It holds the keys, so whoever has the file has the tokens: the record says that it was made.

use login::Actor;
use model::{
    Catalogue, Credential, Time,
    audit::{Event, Outcome},
};
use oath::{
    Algorithm, Device, Digits, Format, Hotp, KeyPolicy, NotWritten, Period, Seed, TokenKind, TokenRecord, Totp,
    pskc::{Protect, Suite},
};
use plug::{
    Chance, Registration,
    token::{Moving, SeedRecord},
};
use serde_json::json;
use std::sync::Arc;
use store::{Store, TokenQuery, Unit, When};

use super::{TokenError, craft_of, owner_of, sites_below};

/// How the keys in the file are protected.
pub enum Wrap<'a> {
    /// 32 bytes that both sides share, and its name.
    Key(&'a str, &'a [u8]),
    Password(&'a str),
    /// Not at all.
    InClear(Format),
}

/// Tokens that one question reads.
const PORTION: u32 = 500;

/// A file of the tokens of a site and those below it.
pub async fn export(
    store: &Arc<dyn Store>,
    (catalogue, kinds): (&Catalogue, &[Registration]),
    site: &str,
    wrap: &Wrap<'_>,
    (actor, now, chance): (&Actor, Time, &dyn Chance),
) -> Result<model::Secret<String>, TokenError> {
    let sites = sites_below(catalogue, site)?;
    let mut query = TokenQuery { sites, limit: PORTION, ..TokenQuery::default() };
    let mut records = Vec::new();
    loop {
        let page = store.tokens(&query).await?;
        let Some(last) = page.last() else { break };
        query.after = Some(last.serial.clone());
        for row in &page {
            let Some(token) = store.token(&row.serial).await? else { continue };
            let user = owner_of(store.as_ref(), &row.person).await?.map(|user| user.name);
            records.push(record(catalogue, kinds, &token, user)?);
        }
    }
    let file = written(&records, wrap, chance)?;
    let mut event = Event::new(now, "token.exported", Outcome::Success);
    actor.claim(&mut event);
    site.clone_into(&mut event.site);
    event.detail = json!({ "tokens": records.len(), "site": site, "sealed": !matches!(wrap, Wrap::InClear(_)) });
    store.apply(Unit::new().audit(When::Always, event)).await?;
    Ok(file)
}

fn written(records: &[TokenRecord], wrap: &Wrap<'_>, chance: &dyn Chance) -> Result<model::Secret<String>, TokenError> {
    let pskc = |protect| oath::pskc::write(records, protect, &mut |bytes| chance.fill(bytes));
    let file = match *wrap {
        Wrap::Key(name, key) => pskc(Protect::Key { name, key, suite: Suite::Aes256 }),
        Wrap::Password(password) => {
            pskc(Protect::Password { password, iterations: Protect::ITERATIONS, suite: Suite::Aes256 })
        }
        Wrap::InClear(Format::Pskc) => pskc(Protect::Plain),
        Wrap::InClear(Format::Csv) => oath::csv::write(records),
        Wrap::InClear(Format::Uris) => oath::uris::write(records),
    };
    let file = file.map_err(|error| {
        let serial = match error {
            NotWritten::NotExpressible(index) => records.get(index).and_then(|r| r.serial.clone()),
            _ => None,
        };
        TokenError::Wrong("file", serial.map_or_else(|| error.to_string(), |serial| format!("{serial}: {error}")))
    })?;
    Ok(model::Secret::new(file.as_str().to_owned()))
}

fn record(
    catalogue: &Catalogue,
    kinds: &[Registration],
    token: &Credential,
    user: Option<String>,
) -> Result<TokenRecord, TokenError> {
    let (_, method) = catalogue
        .method(token.method)
        .ok_or_else(|| TokenError::Wrong("method", "the token's method is gone".into()))?;
    let seed = (craft_of(kinds, method)?.record)(token)?;
    let serial = token.token.as_ref().map(|tag| tag.serial.clone());
    of(&seed, serial, user).ok_or_else(|| TokenError::Wrong("token", "a key that no file can hold".into()))
}

fn of(seed: &SeedRecord, serial: Option<String>, user: Option<String>) -> Option<TokenRecord> {
    let (algorithm, digits) = (Algorithm::parse(&seed.algorithm)?, Digits::try_from(seed.digits).ok()?);
    let kind = match seed.moving {
        Moving::Time { period_ms, t0_ms, drift } => TokenKind::Totp {
            totp: Totp { algorithm, digits, period: Period::from_ms(period_ms).ok()?, t0_ms },
            drift: i32::try_from(drift).ok()?,
        },
        Moving::Event { next } => TokenKind::Hotp { hotp: Hotp { algorithm, digits }, counter: next },
    };
    let policy = KeyPolicy {
        start_ms: seed.since.map(Time::millis),
        expiry_ms: seed.until.map(Time::millis),
        ..KeyPolicy::default()
    };
    let key = Seed::from_bytes(seed.seed.expose().clone()).ok()?;
    Some(TokenRecord {
        key_id: serial.clone(),
        serial,
        user,
        device: Device::default(),
        policy,
        ..TokenRecord::new(kind, key)
    })
}
