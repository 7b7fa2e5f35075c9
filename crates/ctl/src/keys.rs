//! Master keys: sealing again what was sealed under an older one, while a server runs.

use clap::Subcommand;
use model::audit::{Event, Outcome};
use store::{Unit, When};

use crate::{Console, House, Told};

#[derive(Subcommand, Debug)]
pub enum MasterKey {
    /// Seals everything under the first key of `master_key`, in batches; the others may go from the list afterwards
    Rotate,
}

/// Rows sealed again in one unit: few enough that logins do not wait for them.
const BATCH: u32 = 200;

impl MasterKey {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let Self::Rotate = self;
        let store = house.beside().await?;
        let mut before = u64::MAX;
        loop {
            let left = store.reseal(BATCH).await?;
            writeln!(console.err, "{left} left")?;
            if left == 0 {
                let mut event = Event::new(house.now(), "master-key.rotated", Outcome::Success);
                event.actor = crate::ACTOR.to_owned();
                store.apply(Unit::new().audit(When::Always, event)).await?;
                return Ok(writeln!(console.out, "all sealed under the first master key")?);
            }
            if left >= before {
                return Err(Told::Failed(format!(
                    "{left} rows stay as they are: a server still seals under an older key; give it the new list (SIGHUP) first"
                )));
            }
            before = left;
        }
    }
}
