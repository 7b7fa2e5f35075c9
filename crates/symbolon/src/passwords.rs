//! How bodies of password credentials are made, for whoever manages users: only the method knows.

use manage::users::Passwords;
use methods::password;
use model::{Lines, Time};

/// For the command line, the console and the management API.
pub fn passwords() -> Passwords {
    Passwords {
        kind: "password",
        plain,
        encoded: |hash, now| password::body_encoded(hash, now).map_err(|e| e.to_string()),
        to_be_changed: password::to_be_changed,
    }
}

fn plain(lines: &Lines, typed: &str, salt: &[u8; 16], now: Time) -> Result<serde_json::Value, String> {
    let config: password::Config = plug::config::read(lines, &model::method::COMMON_LINES)
        .map_err(|f| f.iter().map(model::Finding::plain).collect::<Vec<_>>().join("; "))?;
    let encoding = config.encoding().map_err(|e| e.to_string())?;
    password::body_plain(&encoding, typed, salt, now).map_err(|e| e.to_string())
}
