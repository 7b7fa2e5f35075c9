//! `demo.json`: what a script or a tester must know of a demo. A restart keeps its secrets; later capabilities add members.

use std::{
    fs, io,
    net::SocketAddr,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use plug::Chance;
use serde::{Deserialize, Serialize};

use crate::world::{CONFIDENTIAL, PUBLIC};

/// The whole file. It holds secrets in clear, of a world that has nothing to protect.
#[derive(Clone, Serialize, Deserialize)]
pub struct Facts {
    pub url: String,
    /// The certificate authority to trust, with `--tls`.
    pub ca: Option<PathBuf>,
    pub management_token: String,
    pub users: Vec<Person>,
    pub oidc: Oidc,
    pub app: Address,
    #[serde(default)]
    pub radius: Option<Radius>,
    #[serde(default)]
    pub saml: Option<serde_json::Value>,
    #[serde(default)]
    pub agent: Option<Agent>,
    pub inbox: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub password: String,
    pub email: String,
    pub phone: String,
    /// In base 32.
    pub totp_secret: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Oidc {
    pub issuer: String,
    pub confidential: Confidential,
    pub public: Public,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Confidential {
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uris: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Public {
    pub client_id: String,
    pub redirect_uris: Vec<String>,
}

/// An agent of this machine.
#[derive(Clone, Serialize, Deserialize)]
pub struct Agent {
    /// Agents put `/validate/check` behind it.
    pub url: String,
    /// Goes into the header `X-API-Key`.
    pub key: String,
    /// The same as an address with name and password, for agents that can be given nothing else.
    pub url_with_key: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Radius {
    /// Where datagrams with logins are heard.
    pub address: String,
    pub secret: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Address {
    pub url: String,
}

/// What stops the file from being read or written.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    #[error("{0}: {1}")]
    File(PathBuf, #[source] io::Error),
    #[error("{0} does not read: {1}; delete the folder to begin anew")]
    Malformed(PathBuf, #[source] serde_json::Error),
}

impl Facts {
    /// Those of the folder, or new ones; addresses are always those of `origin`.
    pub fn of(dir: &Path, origin: &str, ca: Option<PathBuf>, chance: &dyn Chance) -> Result<Self, FactsError> {
        let path = dir.join(FILE);
        let mut facts = match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|e| FactsError::Malformed(path, e))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::fresh(chance),
            Err(error) => return Err(FactsError::File(path, error)),
        };
        facts.move_to(origin, ca);
        Ok(facts)
    }

    /// Where RADIUS listens this time.
    pub fn listens_for_radius(&mut self, address: SocketAddr) {
        if let Some(radius) = &mut self.radius {
            radius.address = address.to_string();
        }
    }

    fn fresh(chance: &dyn Chance) -> Self {
        let person = |name: &str, number: u32, totp_secret| Person {
            name: name.to_owned(),
            password: password(chance),
            email: format!("{name}@demo.test"),
            phone: format!("+35850555{number:04}"),
            totp_secret,
        };
        let seed = BASE32_NOPAD.encode(&chance.bytes::<20>());
        Self {
            url: String::new(),
            ca: None,
            management_token: String::new(),
            users: vec![person("ada", 101, None), person("bob", 102, Some(seed))],
            oidc: Oidc {
                issuer: String::new(),
                confidential: Confidential {
                    client_id: CONFIDENTIAL.into(),
                    client_secret: BASE64URL_NOPAD.encode(&chance.bytes::<32>()),
                    redirect_uris: Vec::new(),
                },
                public: Public { client_id: PUBLIC.into(), redirect_uris: Vec::new() },
            },
            app: Address { url: String::new() },
            radius: Some(Radius { address: String::new(), secret: BASE64URL_NOPAD.encode(&chance.bytes::<24>()) }),
            saml: None,
            agent: Some(Agent {
                url: String::new(),
                key: BASE64URL_NOPAD.encode(&chance.bytes::<32>()),
                url_with_key: String::new(),
            }),
            inbox: String::new(),
        }
    }

    fn move_to(&mut self, origin: &str, ca: Option<PathBuf>) {
        let app = format!("{origin}{APP}");
        let callback = format!("{app}/callback");
        self.oidc.confidential.redirect_uris = std::iter::once(callback).chain(ANYWHERE.map(str::to_owned)).collect();
        self.oidc.public.redirect_uris = ANYWHERE.map(str::to_owned).to_vec();
        origin.clone_into(&mut self.oidc.issuer);
        origin.clone_into(&mut self.url);
        self.inbox = format!("{origin}/demo/inbox");
        self.app = Address { url: app };
        if let Some(agent) = &mut self.agent {
            origin.clone_into(&mut agent.url);
            agent.url_with_key = origin.replacen("://", &format!("://agent:{}@", agent.key), 1);
        }
        self.ca = ca;
    }

    /// Written whole by rename, for its owner alone.
    pub fn write(&self, dir: &Path) -> Result<(), FactsError> {
        let (path, draft) = (dir.join(FILE), dir.join("demo.json.new"));
        let mut text = serde_json::to_vec_pretty(self).map_err(|e| FactsError::Malformed(path.clone(), e))?;
        text.push(b'\n');
        let _ = fs::remove_file(&draft);
        write_private(&draft, &text).map_err(|e| FactsError::File(draft.clone(), e))?;
        fs::rename(&draft, &path).map_err(|e| FactsError::File(path, e))
    }

    pub fn person(&self, name: &str) -> Option<&Person> {
        self.users.iter().find(|p| p.name == name)
    }
}

/// A new file that only its owner can read.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()
}

/// 100 random bits in four groups that can be typed.
fn password(chance: &dyn Chance) -> String {
    let letters = BASE32_NOPAD.encode(&chance.bytes::<15>()).to_lowercase();
    let groups: Vec<&str> = [0, 5, 10, 15].iter().map(|at| &letters[*at..at + 5]).collect();
    groups.join("-")
}

/// Path of the demo application.
pub const APP: &str = "/demo/app";
const FILE: &str = "demo.json";
/// Where clients on this machine may be; the port of an address in digits is free (RFC 8252, section 7.3).
const ANYWHERE: [&str; 3] = ["http://127.0.0.1:3000/cb", "http://[::1]:3000/cb", "http://localhost:3000/cb"];

#[cfg(test)]
mod tests {
    use super::*;
    use plug::clock::SystemChance;

    #[test]
    fn a_restart_keeps_secrets_and_takes_the_new_address() {
        let dir = std::env::temp_dir()
            .join(format!("demo-facts-{}", BASE32_NOPAD.encode(&(&SystemChance as &dyn Chance).bytes::<10>())));
        fs::create_dir_all(&dir).unwrap();
        let first = Facts::of(&dir, "http://127.0.0.1:1", None, &SystemChance).unwrap();
        first.write(&dir).unwrap();
        assert_eq!(fs::metadata(dir.join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
        let second = Facts::of(&dir, "http://127.0.0.1:2", None, &SystemChance).unwrap();
        assert_eq!(first.person("ada").unwrap().password, second.person("ada").unwrap().password);
        assert_eq!(first.person("bob").unwrap().totp_secret, second.person("bob").unwrap().totp_secret);
        assert_eq!(first.oidc.confidential.client_secret, second.oidc.confidential.client_secret);
        let secret = |facts: &Facts| facts.radius.as_ref().unwrap().secret.clone();
        assert_eq!(secret(&first), secret(&second));
        assert_eq!(second.oidc.confidential.redirect_uris[0], "http://127.0.0.1:2/demo/app/callback");
        let (first, agent) = (first.agent.unwrap(), second.agent.unwrap());
        assert_eq!(agent.key, first.key);
        assert_eq!(agent.url_with_key, format!("http://agent:{}@127.0.0.1:2", agent.key));
        assert!(second.users.iter().all(|p| p.password.chars().count() >= 15));
        fs::remove_dir_all(&dir).unwrap();
    }

    /// The members that scripts rely on.
    #[test]
    fn the_file_has_its_members() {
        let facts = Facts::of(Path::new("/nowhere"), "http://127.0.0.1:1", None, &SystemChance).unwrap();
        let json = serde_json::to_value(&facts).unwrap();
        let names: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["url", "ca", "management_token", "users", "oidc", "app", "radius", "saml", "agent", "inbox"]
        );
        assert_eq!(json["oidc"]["confidential"]["client_id"], "demoapp");
        assert_eq!(json["oidc"]["issuer"], "http://127.0.0.1:1");
        assert!(json["radius"]["secret"].as_str().unwrap().len() >= 32 && json["radius"]["address"].is_string());
        assert!(json["agent"]["key"].is_string());
        assert!(json["ca"].is_null() && json["saml"].is_null() && json["users"][0]["totp_secret"].is_null());
    }
}
