//! Logins without a connection: hashes of codes that are yet to come, for machines that an agent guards (requirement F3.5).
//!
//! Off unless the registration says otherwise: what lies on the machine guards no more than what is typed. Failing to make it
//! never fails a login.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use axum::extract::{Request, State};
use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use login::{Ahead, Grant, HandOut, NoMore, hashed};
use model::Secret;
use serde_json::{Map, Value, json};

use super::Front;
use super::client::Offline;
use super::hear::Heard;
use super::request::Named;
use super::response::{Detail, Fault, Outcome};

/// `POST /validate/offlinerefill`
pub async fn refill(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = match heard {
        Ok(heard) => front.refilled(&heard).await,
        Err(fault) => Err(fault),
    };
    front.tell("offlinerefill", &manner, told)
}

impl Front {
    /// What goes along with an accept; nothing where it is off, or cannot be made just now.
    pub(super) async fn taken_along(&self, heard: &Heard, grant: &Grant, typed: &Secret<String>) -> Detail {
        let made = match heard.agent.offline {
            Some(offline) => self.made(heard, grant, typed, offline).await,
            None => Ok(None),
        };
        match made {
            Ok(Some(item)) => Detail::from_iter([("auth_items".to_owned(), json!({ "offline": [item] }))]),
            Ok(None) => Detail::new(),
            Err(fault) => {
                tracing::warn!(application.path = %heard.agent.path, fault.code = fault.code, "Nothing could be handed out for use without a connection");
                Detail::new()
            }
        }
    }

    async fn made(
        &self,
        heard: &Heard,
        grant: &Grant,
        typed: &Secret<String>,
        offline: Offline,
    ) -> Result<Option<Value>, Fault> {
        let Some(token) = self.token_of(grant).await? else { return Ok(None) };
        // The hashes cost a while; when others are being made, this login goes without.
        let Ok(_turn) = self.0.hashing.try_acquire() else { return Ok(None) };
        let what = HandOut {
            person: grant.person.key(),
            application: heard.agent.application,
            token: token.id,
            count: offline.count,
            typed,
            client: heard.caller.clone(),
        };
        let Some(ahead) = self.engine().hand_out(what).await? else { return Ok(None) };
        let name = Named::of(&heard.params, &heard.agent).user;
        let (serial, value) = (self.serial(&ahead.token), ahead.value.clone());
        Ok(Some(json!({
            "username": name,
            "user": name,
            "serial": serial,
            "refilltoken": value.expose(),
            "count": offline.count.to_string(),
            "rounds": offline.rounds.to_string(),
            "response": self.hashes(ahead, offline.rounds).await?,
        })))
    }

    async fn refilled(&self, heard: &Heard) -> Result<Outcome, Fault> {
        // Another answer would make some agents forget what they hold.
        let offline = heard.agent.offline.ok_or(Fault::NOT_ALLOWED)?;
        let (serial, value) = (heard.params.filled("serial"), heard.params.filled("refilltoken"));
        let (Some(serial), Some(value)) = (serial, value) else { return Err(Fault::PARAMETER) };
        let typed = heard.params.get("pass").unwrap_or_default();
        let (key, now) = (hashed(value), self.engine().now());
        if self.0.guesses.used_up(&key, now) {
            return Err(Fault::TOO_MANY);
        }
        let _turn = self.0.hashing.acquire().await.map_err(|_| Fault::UNAVAILABLE)?;
        let named = |token: &model::Credential| self.serial(token).eq_ignore_ascii_case(serial);
        let more = self.engine().hand_out_more(value, heard.agent.application, typed, &named, &heard.caller).await;
        let ahead = match more {
            Ok(ahead) => ahead,
            Err(NoMore::Engine(error)) => return Err(error.into()),
            Err(why) => {
                self.0.guesses.take(&key, now);
                return Err(if matches!(why, NoMore::Wrong) { Fault::REFILL_CODE } else { Fault::REFILL });
            }
        };
        let (serial, value) = (self.serial(&ahead.token), ahead.value.clone());
        let response = self.hashes(ahead, offline.rounds).await?;
        let item = json!({ "refilltoken": value.expose(), "serial": serial, "response": response });
        let mut outcome = Outcome::new(true);
        outcome.more.insert("auth_items".into(), json!({ "offline": [item] }));
        Ok(outcome)
    }

    /// Each event's number with the hash of its line.
    async fn hashes(&self, ahead: Ahead, rounds: u32) -> Result<Map<String, Value>, Fault> {
        let rounds = NonZeroU32::new(rounds).ok_or(Fault::BROKEN)?;
        let salts: Vec<[u8; 10]> = ahead.codes.iter().map(|_| self.engine().chance().bytes()).collect();
        let made = tokio::task::spawn_blocking(move || {
            let lines = (ahead.first..).zip(ahead.codes.iter().zip(salts));
            let hash = |line: &Secret<String>, salt: &[u8]| hash(line.expose().as_bytes(), salt, rounds);
            let made = lines.map(|(event, (code, salt))| {
                (event.to_string(), Value::from(hash(&ahead.beside.line(code.expose()), &salt)))
            });
            made.collect::<Map<String, Value>>()
        });
        made.await.map_err(|_| Fault::BROKEN)
    }
}

/// `$pbkdf2-sha512$ROUNDS$SALT$HASH`, in Base64 with `.` for `+` and no padding.
pub fn hash(line: &[u8], salt: &[u8], rounds: NonZeroU32) -> String {
    let mut out = [0; 64];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA512, rounds, salt, line, &mut out);
    let encoded = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes).replace('+', ".");
    format!("$pbkdf2-sha512${rounds}${}${}", encoded(salt), encoded(&out))
}
