//! What the inventory asks of tokens: bodies from seed records and back, PINs that are handed over, two codes in a row.

use model::{Credential, Lines, Secret, Time};
use oath::{Algorithm, Code, Digits, Hotp, Period, Seed, Totp, Window};
use plug::{
    Chance,
    token::{self as plugged, Craft, Done, Issued, NotIssued, Placed, SeedRecord},
};
use serde_json::Value;

use super::{
    Moving, Template, Token,
    pin::{self, Hash, Kept},
    verify::Held,
};

pub const CRAFT: Craft = Craft { make, record, issue, withdraw, set_pin, resync, ahead };

/// How far a token is looked for that an administrator sets right: events, or steps either way.
const FAR: u32 = 1_000;

fn template(lines: &Lines) -> Done<Template> {
    let template: Template =
        plug::config::read(lines, &model::method::COMMON_LINES).map_err(|_| NotIssued::Wrong("token-template"))?;
    template.check().map_err(|_| NotIssued::Wrong("token-template"))?;
    Ok(template)
}

fn make(lines: &Lines, record: &SeedRecord) -> Done<Placed> {
    let template = template(lines)?;
    let seed = Seed::from_bytes(record.seed.expose().clone()).map_err(|_| NotIssued::Wrong("token-seed"))?;
    let algorithm = Algorithm::parse(&record.algorithm).ok_or(NotIssued::Wrong("token-algorithm"))?;
    let digits = Digits::try_from(record.digits).map_err(|_| NotIssued::Wrong("token-digits"))?;
    let (moving, counter) = match record.moving {
        plugged::Moving::Time { period_ms, t0_ms, drift } => {
            let period = Period::from_ms(period_ms).map_err(|_| NotIssued::Wrong("token-period"))?;
            (Moving::Time { totp: Totp { algorithm, digits, period, t0_ms }, drift, seen: None }, -1)
        }
        plugged::Moving::Event { next } => {
            let next = i64::try_from(next).map_err(|_| NotIssued::Wrong("token-counter"))?;
            (Moving::Event(Hotp { algorithm, digits }), next - 1)
        }
    };
    let (reach, pin) = (Some(template.reach(&moving)), template.pin());
    let token = Token { reach, pin, since: record.since, until: record.until, ..Token::of(seed, moving) };
    Ok(Placed { body: token.body()?, counter })
}

fn record(credential: &Credential) -> Done<SeedRecord> {
    let Held { token, last } = Held::read(credential)?;
    let (algorithm, moving) = match token.moving {
        Moving::Time { totp, drift, .. } => {
            (totp.algorithm, plugged::Moving::Time { period_ms: totp.period.ms(), t0_ms: totp.t0_ms, drift })
        }
        Moving::Event(hotp) => {
            (hotp.algorithm, plugged::Moving::Event { next: last.map_or(0, |last| last.saturating_add(1)) })
        }
    };
    Ok(SeedRecord {
        seed: Secret::new(token.seed.expose().to_vec()),
        moving,
        algorithm: algorithm.name().to_owned(),
        digits: token.digits().number(),
        since: token.since,
        until: token.until,
    })
}

fn issue(lines: &Lines, credential: &Credential, chance: &dyn Chance, now: Time) -> Done<Issued> {
    let template = template(lines)?;
    let token = Held::read(credential)?.token;
    let token = Token { reach: Some(template.reach(&token.moving)), pin: template.pin(), ..token };
    told(token, None, chance, now)
}

fn withdraw(credential: &Credential) -> Done<Value> {
    Ok(Held::read(credential)?.token.with_pin(None).body()?)
}

fn set_pin(credential: &Credential, pin: Option<&str>, chance: &dyn Chance, now: Time) -> Done<Issued> {
    let token = Held::read(credential)?.token;
    let Some((rules, _)) = token.served() else { return Err(NotIssued::Wrong("token-no-pin")) };
    if pin.is_some_and(|pin| !pin::refusals(rules, pin).is_empty()) {
        return Err(NotIssued::Wrong("token-pin-refused"));
    }
    told(token, pin, chance, now)
}

/// With a PIN that somebody beside its owner knows, where the server judges one.
fn told(token: Token, pin: Option<&str>, chance: &dyn Chance, now: Time) -> Done<Issued> {
    let Some((rules, _)) = token.served() else { return Ok(Issued { body: token.body()?, pin: None }) };
    let pin = pin.map_or_else(|| pin::fresh(rules, chance), |pin| Secret::new(pin.to_owned()));
    let hash = Hash::of(pin.expose(), chance.bytes(), rules.cost)?;
    let body = token.with_pin(Some(Kept { hash, since: now, told: true })).body()?;
    Ok(Issued { body, pin: Some(pin) })
}

fn ahead(credential: &Credential, from: u64, count: u32) -> Done<Option<plugged::Codes>> {
    let token = Held::read(credential)?.token;
    if let Moving::Time { .. } = token.moving {
        return Ok(None);
    }
    let events = (0..u64::from(count)).filter_map(|n| from.checked_add(n));
    Ok(Some(events.map(|event| Secret::new(token.code(event).expose().to_owned())).collect()))
}

fn resync(credential: &Credential, codes: [&str; 2], now: Time) -> Done<Option<Placed>> {
    let Held { token, last } = Held::read(credential)?;
    let [Some(first), Some(second)] = codes.map(Code::parse) else { return Ok(None) };
    let found = match token.moving {
        Moving::Time { totp, .. } => {
            let window = Window::new(FAR, FAR).map_err(|_| NotIssued::Wrong("token-period"))?;
            totp.resync(&token.seed, (&first, &second), now.millis(), window, last)
        }
        Moving::Event(hotp) => {
            hotp.resync(&token.seed, &first, &second, last.map_or(0, |last| last.saturating_add(1)), FAR)
        }
    };
    let Some(factor) = found else { return Ok(None) };
    let body = token.found(token.offset(factor, now)).body()?;
    Ok(Some(Placed { body, counter: i64::try_from(factor).unwrap_or(i64::MAX) }))
}
