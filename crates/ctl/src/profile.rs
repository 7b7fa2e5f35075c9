//! Where logins are kept: `symbolon/ctl.json` in the folder for settings, readable by its owner alone.

use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::PathBuf,
};

use crate::{House, Told};

/// Servers by their addresses. It holds tokens, so it cannot be printed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The server that is meant where none is named.
    pub current: String,
    pub servers: BTreeMap<String, Stored>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Stored {
    /// Certificate authority that is trusted for this server, instead of the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    #[serde(flatten)]
    pub token: Token,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Token {
    Login {
        issuer: String,
        client_id: String,
        access_token: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refresh_token: Option<String>,
        /// Seconds since 1970.
        until: i64,
    },
    Management {
        management_token: String,
    },
}

/// The file.
#[derive(Clone)]
pub struct Keeper(PathBuf);

impl Keeper {
    /// `None` where there is no home.
    pub fn of(house: &dyn House) -> Option<Self> {
        let absolute = |name: &str| house.variable(name).map(PathBuf::from).filter(|p| p.is_absolute());
        let folder = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")))?;
        Some(Self(folder.join("symbolon").join("ctl.json")))
    }

    pub fn needed(house: &dyn House) -> Result<Self, Told> {
        Self::of(house).ok_or_else(|| Told::Usage("nowhere to keep a login: set HOME or XDG_CONFIG_HOME".into()))
    }

    pub fn read(&self) -> Result<Profile, Told> {
        let wrong = |why: &str| Told::Usage(format!("{}: {why}", self.0.display()));
        let file = match File::open(&self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Profile::default()),
            Err(error) => return Err(wrong(&error.to_string())),
        };
        let mode = file.metadata().map_err(|e| wrong(&e.to_string()))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(wrong("others may read it: make it yours alone (chmod 600), and log in again"));
        }
        serde_json::from_reader(file).map_err(|_| wrong("cannot be understood: delete it and log in again"))
    }

    /// Reads, changes and writes it whole, while no other command does.
    pub fn change<T>(&self, change: impl FnOnce(&mut Profile) -> T) -> Result<T, Told> {
        let _lock = self.lock()?;
        let mut profile = self.read()?;
        let made = change(&mut profile);
        self.write(&profile)?;
        Ok(made)
    }

    /// Held while tokens are refreshed: a refresh token is good once.
    pub fn lock(&self) -> Result<Lock, Told> {
        if let Some(folder) = self.0.parent() {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|e| self.told(&e))?;
        }
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).write(true).mode(0o600);
        let file = file.open(self.0.with_extension("lock")).map_err(|e| self.told(&e))?;
        file.lock().map_err(|e| self.told(&e))?;
        Ok(Lock(file))
    }

    /// By rename, so that nobody reads half of it. The caller holds the lock.
    pub fn write(&self, profile: &Profile) -> Result<(), Told> {
        let text = serde_json::to_vec_pretty(profile).map_err(|e| Told::Failed(e.to_string()))?;
        let beside = self.0.with_extension("new");
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(self.told(&error)),
            _ => {}
        }
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).map_err(|e| self.told(&e))?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(|e| self.told(&e))?;
        std::fs::rename(&beside, &self.0).map_err(|e| self.told(&e))
    }

    fn told(&self, error: &std::io::Error) -> Told {
        Told::Failed(format!("{}: {error}", self.0.display()))
    }
}

/// Let go when it is dropped.
pub struct Lock(#[allow(dead_code, reason = "what it holds is the lock")] File);
