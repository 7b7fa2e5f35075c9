//! `login` and `logout`: tokens of a person, got in the browser, or a management token; kept in the profile.

mod loopback;

use clap::Args;
use manage::rest::COMMAND_LINE;
use serde_json::json;
use std::time::Duration;

use crate::{
    Console, Ctl, House, Told,
    api::{Api, Ask},
    oauth::{self, Request},
    place,
    profile::{Keeper, Stored, Token},
    remote::{Remote, Tokens, address},
};

#[derive(Args, Debug)]
pub struct Login {
    /// Reads a management token from the first line of standard input instead of asking a person in the browser
    #[arg(long)]
    token_stdin: bool,
    /// Prints the address to open and opens nothing
    #[arg(long)]
    no_browser: bool,
    /// Address that people log in at, where the management API has one of its own
    #[arg(long, value_name = "URL", conflicts_with = "token_stdin")]
    issuer: Option<String>,
    /// Name that this program is registered under
    #[arg(long, value_name = "NAME", default_value = COMMAND_LINE)]
    client_id: String,
    /// Seconds to wait for the browser
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    wait: u64,
}

#[derive(Args, Debug)]
pub struct Logout {
    /// Leaves every server, not only the one that is meant
    #[arg(long)]
    all: bool,
}

impl Login {
    pub async fn run(&self, ctl: &Ctl, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        if ctl.config.is_some() {
            return Err(Told::Usage("a login is at a running server: give --server URL".into()));
        }
        let keeper = Keeper::needed(house)?;
        let known = keeper.read()?;
        let server = meant(ctl, house, &known.current)?;
        let ca = ctl.ca.as_deref().map(place::absolute).transpose()?;
        let ca = ca.or_else(|| known.servers.get(&server).and_then(|s| s.ca.clone()));
        let http = place::http(house, ca.as_deref())?;
        let token = if self.token_stdin {
            let typed = crate::user::secret(console, None, "token")?;
            Token::Management { management_token: place::token(typed.expose())?.expose().clone() }
        } else {
            self.in_browser(&server, &http, house, console).await?
        };
        // What cannot do anything is not kept.
        let shown = match &token {
            Token::Management { management_token: shown } | Token::Login { access_token: shown, .. } => shown.clone(),
        };
        let remote = Remote::new(server.clone(), http, Tokens::Given(model::Secret::new(shown)), house.now());
        let me = remote.send(&Ask::get("/me")).await?.well()?.json()?;
        keeper.change(|profile| {
            profile.current.clone_from(&server);
            profile.servers.insert(server.clone(), Stored { ca, token });
        })?;
        let name = me["name"].as_str().unwrap_or_default();
        if ctl.json {
            return crate::json(console, &json!({ "server": server, "name": name }));
        }
        Ok(writeln!(console.err, "{} at {server}", crate::problem::tame(name))?)
    }

    async fn in_browser(
        &self,
        server: &str,
        http: &reqwest::Client,
        house: &dyn House,
        console: &mut Console<'_>,
    ) -> Result<Token, Told> {
        // Not what the server says of itself: else one server could have the tokens of another.
        let issuer = self.issuer.as_deref().map_or_else(|| Ok(server.to_owned()), address)?;
        let found = oauth::discover(http, &issuer).await?;
        let loopback = loopback::Loopback::open().await?;
        let request = Request::new(house.chance(), &self.client_id, loopback.redirect_uri());
        let url = request.url(&found)?;
        let opened = !self.no_browser && house.browse(url.as_str());
        let words = if opened { "Your browser opens" } else { "Open in your browser" };
        writeln!(console.err, "{words}: {url}")?;
        console.err.flush()?;
        let back = loopback.wait(&request.state, Duration::from_secs(self.wait)).await?;
        let tokens = request.finish(http, &found, back).await?;
        Ok(Token::Login {
            issuer,
            client_id: self.client_id.clone(),
            access_token: tokens.access_token,
            refresh_token: tokens.refresh_token,
            until: house.now().seconds() + tokens.expires_in,
        })
    }
}

impl Logout {
    pub async fn run(&self, ctl: &Ctl, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let keeper = Keeper::needed(house)?;
        let profile = keeper.read()?;
        let servers: Vec<String> = if self.all {
            profile.servers.keys().cloned().collect()
        } else {
            vec![meant(ctl, house, &profile.current)?]
        };
        let mut failed = None;
        for server in servers {
            let Some(stored) = profile.servers.get(&server) else {
                return Err(Told::Usage(format!("no login at {server}")));
            };
            let ended = ended(ctl, house, stored).await;
            // Here it goes in any case.
            keeper.change(|profile| {
                profile.servers.remove(&server);
                if profile.current == server {
                    profile.current.clear();
                }
            })?;
            match ended {
                Ok(said) => writeln!(console.err, "{server}: {said}")?,
                Err(error) => {
                    writeln!(console.err, "{server}: forgotten here, not ended there: {error}")?;
                    failed = Some(error);
                }
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

async fn ended(ctl: &Ctl, house: &dyn House, stored: &Stored) -> Result<&'static str, Told> {
    let Token::Login { issuer, client_id, access_token, refresh_token, .. } = &stored.token else {
        return Ok("forgotten here; the management token is good until it is revoked");
    };
    let http = place::http(house, ctl.ca.as_deref().or(stored.ca.as_deref()))?;
    let token = refresh_token.as_ref().unwrap_or(access_token);
    Ok(match oauth::revoke(&http, issuer, client_id, token).await? {
        true => "logged out",
        false => "forgotten here; the server cannot end it before its time",
    })
}

/// The server that is named, or the one of the last login.
fn meant(ctl: &Ctl, house: &dyn House, current: &str) -> Result<String, Told> {
    let said = ctl.server.clone().or_else(|| house.variable("SYMBOLON_SERVER"));
    match said {
        Some(server) => address(&server),
        None if !current.is_empty() => Ok(current.to_owned()),
        None => Err(Told::Usage("which server? give --server URL".into())),
    }
}
