//! The demo: a server on a folder of its own, with a world to try things in.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use model::network::Networks;
use plug::{Chance, Clock, clock::{SystemChance, SystemClock}};
use store_sql::{Location, SqlStore};

use crate::{Options, Server, StartError, Tls, Wired, master_key_file};

/// Where and how the demo is served.
pub struct Demonstration {
    /// Holds the store, its key and `demo.json`; made where it is missing.
    pub dir: PathBuf,
    pub listen: SocketAddr,
    /// Serves `https://localhost:PORT` under a certificate authority of its own.
    pub tls: bool,
    /// Elsewhere than in the folder: PostgreSQL.
    pub location: Option<Location>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
}

impl Demonstration {
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls: false,
            location: None,
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
        }
    }
}

/// A demo that answers.
pub struct Shown {
    pub server: Server,
    /// What stands in `demo.json`.
    pub facts: demo::Facts,
    pub inbox: Arc<demo::Inbox>,
}
