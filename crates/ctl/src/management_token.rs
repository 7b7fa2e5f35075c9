//! Management tokens: what programs show to the API.

use clap::Subcommand;
use http::Method;

use crate::{
    Console, Told,
    api::{Api, Ask},
    objects::plain,
    table::Table,
};

#[derive(Subcommand, Debug)]
pub enum ManagementToken {
    /// Makes a token and prints it, this once
    Create {
        /// The audit record calls it by this name
        name: String,
        /// Path of the role whose rights it has, such as /role/acme/managers; everything without it
        #[arg(long, value_name = "PATH")]
        role: Option<String>,
        /// Days that it is good for
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=732))]
        days: u32,
    },
    /// Shows those that are good, without their values
    List,
    /// Ends a token at once
    Revoke {
        /// Its id, as `list` shows it
        id: String,
    },
}

const PATH: &str = "/managementToken";

impl ManagementToken {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        match self {
            Self::Create { name, role, days } => {
                let mut fields = vec![("name".to_owned(), name.clone()), ("days".to_owned(), days.to_string())];
                fields.extend(role.iter().map(|role| ("role".to_owned(), role.clone())));
                let made = api.send(&Ask::new(Method::POST, PATH).form(&fields)).await?.well()?.json()?;
                if json {
                    return crate::json(console, &made);
                }
                writeln!(console.out, "{}", plain(&made["value"]))?;
                Ok(writeln!(console.err, "{} until {}", plain(&made["id"]), plain(&made["attributes"]["until"]))?)
            }
            Self::List => {
                let told = api.send(&Ask::get(PATH)).await?.well()?.json()?;
                if json {
                    return crate::json(console, &told);
                }
                let mut table = Table::new(&["ID", "NAME", "RIGHTS", "CREATED", "UNTIL"]);
                for token in told["objects"].as_array().into_iter().flatten() {
                    let of = |name: &str| plain(&token["attributes"][name]);
                    let rights = if token["attributes"]["role"].is_null() { of("rights") } else { of("role") };
                    table.row(vec![plain(&token["id"]), of("name"), rights, of("created"), of("until")]);
                }
                table.write(console.out)
            }
            Self::Revoke { id } => {
                let id = id.rsplit('/').next().unwrap_or(id);
                let target = format!("{PATH}/{}", manage::address::encoded(id));
                api.send(&Ask::new(Method::DELETE, target)).await?.well()?;
                Ok(writeln!(console.err, "revoked")?)
            }
        }
    }
}
