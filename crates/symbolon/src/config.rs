//! The configuration file: only what must be known before the store opens. Everything else is an object in the store.
//!
//! Each key has a twin in the environment, which goes first: `SYMBOLON_PUBLIC_URL`, `SYMBOLON_TLS_KEY`, … Lists are written
//! there with commas or spaces. A key that nobody knows is refused, since it is a slip of the pen.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use ipnet::IpNet;
use model::network::Networks;
use serde::Deserialize;
use store_sql::{Location, MasterKeys};
use toml::Value;
use url::Url;

use crate::{log::Format, master};

/// The file as it is written.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Configuration")]
pub struct Config {
    /// The address under which people and programs reach this server, such as `https://login.example.org`.
    #[schemars(with = "String")]
    pub public_url: Url,
    /// Another name of this server, such as `https://cdc.example.org`, for the cookie of the common domain above it (`example.org`).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub common_domain_url: Option<Url>,
    /// Where it listens.
    #[serde(default = "usual_listen")]
    #[schemars(with = "String")]
    pub listen: SocketAddr,
    /// Takes the management API, the console and `/metrics` to a listener of their own.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub admin_listen: Option<SocketAddr>,
    /// TLS of our own; without it a proxy stands in front, or all is on this machine.
    #[serde(default)]
    pub tls: Option<TlsFiles>,
    /// Networks of the proxies whose forwarding headers are believed.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub trusted_proxies: Vec<IpNet>,
    /// `sqlite:PATH`, or `postgres://USER@HOST/DATABASE`.
    pub store: String,
    /// `file:PATH` or `env:NAME`, each 32 random bytes; the first seals, all open.
    pub master_key: Vec<String>,
    /// Where outgoing calls may go.
    #[serde(default)]
    pub egress: Egress,
    /// What is written to standard error.
    #[serde(default)]
    pub log: Log,
    /// RADIUS, for this node; off where it is absent.
    #[serde(default)]
    pub radius: Radius,
    /// Name of this node among several, for its audit stream.
    #[serde(default = "usual_node")]
    pub node: String,
}

/// PEM files, read again on SIGHUP.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// The server's certificate and the intermediate ones after it.
    #[schemars(with = "String")]
    pub certificate: PathBuf,
    /// Its private key.
    #[schemars(with = "String")]
    pub key: PathBuf,
}

/// Where RADIUS clients are heard. Who they are stands in the store, as applications.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Radius {
    /// UDP addresses for logins, such as `0.0.0.0:1812`.
    #[schemars(with = "Vec<String>")]
    pub listen: Vec<SocketAddr>,
    /// UDP addresses for accounting, such as `0.0.0.0:1813`.
    #[schemars(with = "Vec<String>")]
    pub accounting: Vec<SocketAddr>,
    /// TCP addresses for RADIUS over TLS, such as `0.0.0.0:2083`.
    #[schemars(with = "Vec<String>")]
    pub radsec: Vec<SocketAddr>,
    /// PEM file with our certificate toward RADIUS clients and the intermediate ones after it; read again on SIGHUP, as the next two.
    #[schemars(with = "Option<String>")]
    pub radsec_certificate: Option<PathBuf>,
    /// Its private key.
    #[schemars(with = "Option<String>")]
    pub radsec_key: Option<PathBuf>,
    /// PEM file with the authorities that sign the certificates of RADIUS clients.
    #[schemars(with = "Option<String>")]
    pub radsec_clients: Option<PathBuf>,
}

#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Egress {
    /// Networks that outgoing calls may reach although they are not public, such as `10.1.0.0/16`.
    pub allow: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    pub format: Format,
    /// `error`, `warn`, `info`, `debug` or `trace`.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: Format::Json, level: "info".into() }
    }
}

fn usual_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn usual_node() -> String {
    "node".into()
}

/// What is wrong, and how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}: {1}; give the configuration file with --config FILE")]
    File(PathBuf, #[source] std::io::Error),
    #[error("{0}: {1}")]
    Toml(PathBuf, #[source] Box<toml::de::Error>),
    #[error("{place}: {what}")]
    Key { place: String, what: String },
}

impl ConfigError {
    pub(crate) fn key(key: &str, what: impl std::fmt::Display) -> Self {
        Self::Key { place: format!("`{key}`"), what: what.to_string() }
    }
}

/// The variables around the process, read once by the binary.
pub type Environment = BTreeMap<String, String>;

/// Each key's twin, and whether it is a list.
const TWINS: [(&str, &[&str], bool); 20] = [
    ("SYMBOLON_PUBLIC_URL", &["public_url"], false),
    ("SYMBOLON_COMMON_DOMAIN_URL", &["common_domain_url"], false),
    ("SYMBOLON_LISTEN", &["listen"], false),
    ("SYMBOLON_ADMIN_LISTEN", &["admin_listen"], false),
    ("SYMBOLON_TLS_CERTIFICATE", &["tls", "certificate"], false),
    ("SYMBOLON_TLS_KEY", &["tls", "key"], false),
    ("SYMBOLON_TRUSTED_PROXIES", &["trusted_proxies"], true),
    ("SYMBOLON_STORE", &["store"], false),
    ("SYMBOLON_MASTER_KEY", &["master_key"], true),
    ("SYMBOLON_EGRESS_ALLOW", &["egress", "allow"], true),
    ("SYMBOLON_LOG_FORMAT", &["log", "format"], false),
    ("SYMBOLON_LOG_LEVEL", &["log", "level"], false),
    ("SYMBOLON_RADIUS_LISTEN", &["radius", "listen"], true),
    ("SYMBOLON_RADIUS_ACCOUNTING", &["radius", "accounting"], true),
    ("SYMBOLON_RADIUS_RADSEC", &["radius", "radsec"], true),
    ("SYMBOLON_RADIUS_RADSEC_CERTIFICATE", &["radius", "radsec_certificate"], false),
    ("SYMBOLON_RADIUS_RADSEC_KEY", &["radius", "radsec_key"], false),
    ("SYMBOLON_RADIUS_RADSEC_CLIENTS", &["radius", "radsec_clients"], false),
    ("SYMBOLON_NODE", &["node"], false),
    ("SYMBOLON_CONFIG", &[], false),
];

impl Config {
    /// Reads the file, if there is one, under the environment.
    pub fn read(file: Option<&Path>, environment: &Environment) -> Result<Self, ConfigError> {
        let (text, place) = match file {
            Some(path) => (std::fs::read_to_string(path).map_err(|e| ConfigError::File(path.to_owned(), e))?, path),
            None => (String::new(), Path::new("the environment")),
        };
        Self::parse(&text, place, environment)
    }

    fn parse(text: &str, place: &Path, environment: &Environment) -> Result<Self, ConfigError> {
        let wrong = |e: toml::de::Error| ConfigError::Toml(place.to_owned(), Box::new(e));
        // The file alone first, so that errors name its lines; a key that only the environment has is added after.
        let mut table: toml::Table = toml::from_str(text).map_err(wrong)?;
        let twins: Vec<_> =
            TWINS.iter().filter_map(|(name, key, list)| Some((key, list, environment.get(*name)?))).collect();
        if twins.iter().all(|(key, ..)| key.is_empty()) {
            return toml::from_str(text).map_err(wrong);
        }
        for (key, list, value) in twins {
            put(&mut table, key, if *list { listed(value) } else { Value::String(value.clone()) });
        }
        table.try_into().map_err(wrong)
    }

    /// The schema of the file, with the twin of each key and what its list means there.
    pub fn schema() -> serde_json::Value {
        let mut schema = schemars::schema_for!(Self).to_value();
        let twins = TWINS.iter().map(|(name, key, _)| (key.join("."), serde_json::Value::from(*name)));
        schema["x-environment"] = twins.filter(|(key, _)| !key.is_empty()).collect::<serde_json::Map<_, _>>().into();
        schema
    }

    /// Where the data lies.
    pub fn location(&self) -> Result<Location, ConfigError> {
        if let Some(path) = self.store.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(Location::Sqlite(PathBuf::from(path)));
        }
        if self.store.starts_with("postgres://") || self.store.starts_with("postgresql://") {
            return Ok(Location::Postgres(self.store.clone()));
        }
        Err(ConfigError::key("store", "write sqlite:PATH, or postgres://USER@HOST/DATABASE"))
    }

    pub fn master_keys(&self, environment: &Environment) -> Result<MasterKeys, ConfigError> {
        master::read(&self.master_key, environment)
    }

    pub fn egress(&self) -> Result<Networks, ConfigError> {
        Networks::parse(&self.egress.allow.join(" ")).map_err(|e| ConfigError::key("egress.allow", e))
    }
}

fn put(table: &mut toml::Table, key: &[&str], value: Value) {
    match key {
        [] => {}
        [last] => drop(table.insert((*last).to_owned(), value)),
        [first, rest @ ..] => {
            let inner = table.entry((*first).to_owned()).or_insert_with(|| Value::Table(toml::Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn listed(value: &str) -> Value {
    let items = value.split([',', ' ']).filter(|item| !item.is_empty());
    Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "public_url = \"https://login.example.org\"\nstore = \"sqlite:/tmp/x.db\"\nmaster_key = [\"file:/k\"]\n";

    fn parse(more: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let environment = environment.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Config::parse(&format!("{FILE}{more}"), Path::new("symbolon.toml"), &environment).map_err(|e| e.to_string())
    }

    #[test]
    fn what_is_not_said_has_a_usual_value() {
        let config = parse("", &[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert!(config.tls.is_none() && config.trusted_proxies.is_empty() && config.admin_listen.is_none());
        assert_eq!((config.log.format, config.log.level.as_str()), (Format::Json, "info"));
        assert!(matches!(config.location(), Ok(Location::Sqlite(path)) if path == Path::new("/tmp/x.db")));
    }

    #[test]
    fn the_environment_goes_first() {
        let environment = [
            ("SYMBOLON_PUBLIC_URL", "https://other.example"),
            ("SYMBOLON_STORE", "postgres://a@b/c"),
            ("SYMBOLON_TLS_CERTIFICATE", "/c.pem"),
            ("SYMBOLON_TLS_KEY", "/k.pem"),
            ("SYMBOLON_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.0/24"),
            ("SYMBOLON_EGRESS_ALLOW", "127.0.0.0/8"),
            ("SYMBOLON_LOG_FORMAT", "text"),
        ];
        let config = parse("log = { level = \"warn\" }\n", &environment).unwrap();
        assert_eq!(config.public_url.as_str(), "https://other.example/");
        assert!(matches!(config.location(), Ok(Location::Postgres(_))));
        assert_eq!(config.tls.as_ref().unwrap().key, Path::new("/k.pem"));
        assert_eq!(config.trusted_proxies.len(), 2);
        assert!(config.egress().unwrap().contain([127, 0, 0, 1].into()));
        assert_eq!((config.log.format, config.log.level.as_str()), (Format::Text, "warn"));
    }

    /// Decision 10.
    #[test]
    fn radius_listens_where_the_file_says() {
        assert!(parse("", &[]).unwrap().radius.listen.is_empty());
        let config = parse(
            "radius = { listen = [\"0.0.0.0:1812\", \"[::]:1812\"] }\n",
            &[("SYMBOLON_RADIUS_ACCOUNTING", "0.0.0.0:1813")],
        );
        let radius = config.unwrap().radius;
        assert_eq!((radius.listen.len(), radius.accounting.len(), radius.radsec.len()), (2, 1, 0));
        let without = parse("radius = { radsec = [\"0.0.0.0:2083\"] }\n", &[]).unwrap().radius;
        assert!(crate::Radius::of(&without).unwrap_err().to_string().contains("radsec_clients"));
    }

    #[test]
    fn a_slip_of_the_pen_is_named_with_its_line() {
        for (more, expected) in [
            ("lisen = \"0.0.0.0:1\"\n", "lisen"),
            ("tls = { certificate = \"a\" }\n", "key"),
            ("log = { levle = \"info\" }\n", "levle"),
            ("listen = \"everywhere\"\n", "listen"),
            ("trusted_proxies = [\"10.0.0.0/40\"]\n", "trusted_proxies"),
        ] {
            let told = parse(more, &[]).unwrap_err();
            assert!(told.contains(expected) && told.contains("line 4"), "{told}");
        }
        assert!(
            parse("egress = { allow = [\"everywhere\"] }", &[])
                .unwrap()
                .egress()
                .unwrap_err()
                .to_string()
                .contains("egress.allow")
        );
        let odd = Config { store: "mysql://x".into(), ..parse("", &[]).unwrap() };
        assert!(odd.location().unwrap_err().to_string().contains("`store`"));
    }
}
