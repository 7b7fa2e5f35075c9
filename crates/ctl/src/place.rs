//! Where a command goes: to a running server, or to the store of a settings file.

use std::{
    fs::File,
    io::Read,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use model::Secret;

use crate::{
    Ctl, House, Told,
    api::{Api, Closed},
    profile::Keeper,
    remote::{Remote, Tokens, address},
};

pub enum Place {
    Server(Box<Remote>),
    Store,
}

impl Ctl {
    /// What was said first, then what the environment says, then where the last login was; a store where nobody says anything.
    pub(crate) fn place(&self, house: &dyn House) -> Result<Place, Told> {
        if self.server.is_some() && self.config.is_some() {
            return Err(Told::Usage("--server is a running server, --config a closed store: give one".into()));
        }
        if self.config.is_some() {
            return Ok(Place::Store);
        }
        let keeper = Keeper::of(house);
        let said = self.server.clone().or_else(|| house.variable("SYMBOLON_SERVER"));
        let server = match said {
            Some(server) => server,
            None if house.variable("SYMBOLON_CONFIG").is_some() => return Ok(Place::Store),
            None => match keeper.as_ref().map(Keeper::read).transpose()?.map(|p| p.current) {
                Some(current) if !current.is_empty() => current,
                _ => return Ok(Place::Store),
            },
        };
        Ok(Place::Server(Box::new(self.remote(house, &server, keeper)?)))
    }

    pub(crate) async fn api(&self, house: &dyn House) -> Result<Box<dyn Api>, Told> {
        match self.place(house)? {
            Place::Server(remote) => Ok(remote),
            Place::Store => Ok(Box::new(Closed(house.api().await?))),
        }
    }

    /// The same for what only looks, which may be done beside a server that holds the store.
    pub(crate) async fn reading(&self, house: &dyn House) -> Result<Box<dyn Api>, Told> {
        match self.place(house)? {
            Place::Server(remote) => Ok(remote),
            Place::Store => Ok(Box::new(Closed(house.reading().await?))),
        }
    }

    /// Whether the command goes to a store.
    pub(crate) fn is_store(&self, house: &dyn House) -> Result<bool, Told> {
        Ok(matches!(self.place(house)?, Place::Store))
    }

    /// For commands that only a store can do.
    pub(crate) fn needs_store(&self) -> Result<(), Told> {
        match self.server {
            Some(_) => Err(Told::Usage(
                "only whoever has the store and its keys can do this: run it there with --config FILE, also beside the server"
                    .into(),
            )),
            None => Ok(()),
        }
    }

    fn remote(&self, house: &dyn House, server: &str, keeper: Option<Keeper>) -> Result<Remote, Told> {
        let server = address(server)?;
        let stored =
            keeper.as_ref().map(Keeper::read).transpose()?.and_then(|p| p.servers.get(server.as_str()).cloned());
        let ca = self.ca.clone().or_else(|| stored.as_ref().and_then(|s| s.ca.clone()));
        let http = http(house, ca.as_deref())?;
        let given = match (&self.token_file, house.variable("SYMBOLON_TOKEN")) {
            (Some(file), _) => Some(token(&own(file)?)?),
            (None, Some(text)) => Some(token(&text)?),
            (None, None) => None,
        };
        let tokens = match (given, stored, keeper) {
            (Some(token), _, _) => Tokens::Given(token),
            (None, Some(_), Some(keeper)) => Tokens::Stored(keeper),
            _ => {
                return Err(Told::NotAllowed(format!("no token for {server}: `symbolon ctl login --server {server}`")));
            }
        };
        Ok(Remote::new(server, http, tokens, house.now()))
    }
}

/// A file that holds a secret; one that others may read is refused, as the master key's is.
fn own(path: &Path) -> Result<String, Told> {
    let wrong = |e: std::io::Error| Told::Usage(format!("{}: {e}", path.display()));
    let mut file = File::open(path).map_err(wrong)?;
    let about = file.metadata().map_err(wrong)?;
    if about.is_file() && about.permissions().mode() & 0o077 != 0 {
        return Err(Told::Usage(format!("{}: others may read it: make it yours alone (chmod 600)", path.display())));
    }
    let mut text = String::new();
    file.by_ref().take(LONGEST).read_to_string(&mut text).map_err(wrong)?;
    Ok(text)
}

/// More than any token has.
const LONGEST: u64 = 16 << 10;

/// A token as it was typed or stands in a file.
pub fn token(text: &str) -> Result<Secret<String>, Told> {
    let text = text.trim();
    let fits = !text.is_empty() && text.len() <= 4096 && text.bytes().all(|b| b.is_ascii_graphic());
    if fits { Ok(Secret::new(text.to_owned())) } else { Err(Told::Usage("a token is one word on one line".into())) }
}

/// A client that trusts one authority where one is named, follows no redirect, and goes through a proxy only where the
/// environment names one.
pub fn http(house: &dyn House, ca: Option<&Path>) -> Result<reqwest::Client, Told> {
    let wrong = |e: reqwest::Error| Told::Usage(crate::remote::chain(&e));
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .timeout(ANSWER)
        .no_proxy()
        .user_agent(concat!("symbolon-ctl/", env!("CARGO_PKG_VERSION")));
    let proxy = ["HTTPS_PROXY", "https_proxy"].iter().find_map(|name| house.variable(name)).filter(|p| !p.is_empty());
    if let Some(proxy) = proxy {
        let none = ["NO_PROXY", "no_proxy"].iter().find_map(|name| house.variable(name)).unwrap_or_default();
        let proxy = reqwest::Proxy::https(&proxy).map_err(wrong)?.no_proxy(reqwest::NoProxy::from_string(&none));
        builder = builder.proxy(proxy);
    }
    if let Some(file) = ca {
        let pem = std::fs::read(file).map_err(|e| Told::Usage(format!("{}: {e}", file.display())))?;
        let roots = reqwest::Certificate::from_pem_bundle(&pem).map_err(wrong)?;
        if roots.is_empty() {
            return Err(Told::Usage(format!("{}: no certificate in PEM form", file.display())));
        }
        builder = builder.tls_certs_only(roots);
    }
    builder.build().map_err(wrong)
}

/// As absolute, so that a stored one is found from anywhere.
pub fn absolute(file: &Path) -> Result<PathBuf, Told> {
    std::path::absolute(file).map_err(|e| Told::Usage(format!("{}: {e}", file.display())))
}

const CONNECT: std::time::Duration = std::time::Duration::from_secs(10);
/// A server gives up a little earlier.
const ANSWER: std::time::Duration = std::time::Duration::from_secs(75);
