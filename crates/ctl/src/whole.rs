//! A store as a whole: copied into another one, and saved as a file.

use std::path::PathBuf;

use clap::Subcommand;

use crate::{Console, House, Told, table::Table};

#[derive(Subcommand, Debug)]
pub enum Whole {
    /// Copies everything into an empty store, of the same or the other database: all of it or nothing; no server may run on either
    Copy {
        /// Settings file that names the store to copy
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// Settings file that names the empty store; its master keys open what the other's seal
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Saves an SQLite store as one new file, beside a server that may run, and reads it back
    Backup {
        /// File that is not there yet
        file: PathBuf,
    },
}

impl Whole {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        match self {
            Self::Copy { from, to } => {
                let copied = house.copy(from, to).await?;
                if json {
                    let tables: serde_json::Map<_, _> =
                        copied.tables.into_iter().map(|(name, rows)| (name, rows.into())).collect();
                    let told = serde_json::json!({ "tables": tables, "auditRecords": copied.records });
                    return crate::json(console, &told);
                }
                let mut table = Table::new(&["TABLE", "ROWS"]);
                for (name, rows) in copied.tables {
                    table.row(vec![name, rows.to_string()]);
                }
                table.write(console.out)?;
                Ok(writeln!(console.out, "copied and read back; {} audit records hold", copied.records)?)
            }
            Self::Backup { file } => {
                let records = house.backup(file).await?;
                let told = serde_json::json!({ "file": file, "auditRecords": records });
                match json {
                    true => crate::json(console, &told),
                    false => Ok(writeln!(
                        console.out,
                        "saved as {} and read back; {records} audit records hold",
                        file.display()
                    )?),
                }
            }
        }
    }
}
