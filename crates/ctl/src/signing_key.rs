//! Keys that sign what applications are told: the list, the next one, and the end of one that leaked.

use clap::{Subcommand, builder::PossibleValuesParser};
use login::{Engine, SIGNING_ALGORITHMS, signing_algorithms};
use model::{
    Span, Time,
    key::{Key, KeyPurpose},
};
use serde_json::{Value, json};

use crate::{ACTOR, Console, House, Told, table::Table};

#[derive(Subcommand, Debug)]
pub enum SigningKey {
    /// Shows the keys that are published, and from when to when each signs
    List {
        /// Those of SAML, whose certificates stand in the metadata
        #[arg(long)]
        saml: bool,
    },
    /// Makes the next key of an algorithm; it signs once every copy of the key set before it has aged away
    Rotate {
        #[arg(long, value_parser = PossibleValuesParser::new(SIGNING_ALGORITHMS))]
        algorithm: String,
        /// The key of SAML: it signs two weeks later, so that applications can read the new metadata before
        #[arg(long)]
        saml: bool,
        /// The present key leaked: the new one signs now, and whatever the old ones signed is refused from now on
        #[arg(long)]
        leaked: bool,
    },
}

impl SigningKey {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let engine = house.engine().await?;
        match self {
            Self::List { saml } => list(&engine, purpose(*saml), console, json).await,
            Self::Rotate { algorithm, saml, leaked } => {
                let purpose = purpose(*saml);
                if !signing_algorithms(purpose).contains(&algorithm.as_str()) {
                    let known = signing_algorithms(purpose).join(", ");
                    return Err(Told::Usage(format!("SAML is not signed with {algorithm}: choose one of {known}")));
                }
                let announce = if *leaked { Span::ZERO } else { Engine::announce(purpose) };
                let key = engine.rotate_keys((purpose, algorithm), announce, ACTOR).await?;
                if *leaked {
                    engine.withdraw_keys(&key, ACTOR).await?;
                }
                if json {
                    return crate::json(console, &shown(&key));
                }
                Ok(writeln!(console.out, "{} signs {} from {}", key.id, key.algorithm, key.active.rfc3339())?)
            }
        }
    }
}

fn purpose(saml: bool) -> KeyPurpose {
    if saml { KeyPurpose::Saml } else { KeyPurpose::Token }
}

async fn list(engine: &Engine, purpose: KeyPurpose, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let keys = engine.signing_keys(purpose).await;
    if json {
        return crate::json(console, &keys.iter().map(shown).collect());
    }
    let mut table = Table::new(&["ID", "ALGORITHM", "SIGNS FROM", "SIGNS UNTIL", "PUBLISHED UNTIL"]);
    let moment = |time: Option<Time>| time.map(Time::rfc3339).unwrap_or_default();
    for key in keys {
        let until = (moment(key.retires), moment(key.until));
        table.row(vec![key.id.to_string(), key.algorithm, key.active.rfc3339(), until.0, until.1]);
    }
    table.write(console.out)
}

fn shown(key: &Key) -> Value {
    json!({
        "id": key.id.to_string(),
        "algorithm": key.algorithm,
        "active": key.active.rfc3339(),
        "retires": key.retires.map(Time::rfc3339),
        "until": key.until.map(Time::rfc3339),
    })
}
