//! The demo: a server on a folder of its own, with a world to try things in.

use std::{
    fs::DirBuilder,
    net::SocketAddr,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use methods::password::encoding::Encoding;
use model::network::Networks;
use plug::{
    Chance, Clock, Courier,
    clock::{SystemChance, SystemClock},
};
use store_sql::Location;

use crate::{Options, RadSec, RadiusAddrs, Server, StartError, Tls, Wired, master_key_file, open_store};

/// Where and how the demo is served.
pub struct Demonstration {
    /// Holds the store, its key and `demo.json`; made where it is missing.
    pub dir: PathBuf,
    pub listen: SocketAddr,
    /// Serves `https://localhost:PORT` under a certificate authority of its own.
    pub tls: bool,
    /// Serves RADIUS accounting too, and RADIUS over TLS for a device with a certificate of that authority.
    pub devices: bool,
    /// Text messages leave by the gateways that are set, and not into the inbox.
    pub gateways: bool,
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
            devices: false,
            gateways: false,
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
    pub radius: RadiusAddrs,
    pub device: Option<Device>,
}

/// What a device needs beside an address.
#[derive(Clone, Debug)]
pub struct Device {
    pub ca: PathBuf,
    pub own: demo::Identity,
}

/// The name in a device's certificate.
pub const DEVICE: &str = "device.demo.test";

/// Starts a demo; comes back when it answers and `demo.json` is written.
pub async fn demonstrate(demo: Demonstration) -> Result<Shown, StartError> {
    let told = |e: &dyn std::fmt::Display| StartError::Files(format!("{}: {e}", demo.dir.display()));
    DirBuilder::new().recursive(true).mode(0o700).create(&demo.dir).map_err(|e| told(&e))?;
    let dir = demo.dir.canonicalize().map_err(|e| told(&e))?;
    let now = demo.clock.now();
    let authority = (demo.tls || demo.devices).then(|| demo::Authority::of(&dir, now)).transpose();
    let authority = authority.map_err(|e| told(&e))?;
    let inbox = Arc::new(demo::Inbox::new(Arc::clone(&demo.clock)));
    let ca = authority.as_ref().filter(|_| demo.tls).map(|t| t.ca.clone());
    let device = match &authority {
        Some(a) if demo.devices => {
            Some(Device { ca: a.ca.clone(), own: demo::Authority::device(&dir, DEVICE, now).map_err(|e| told(&e))? })
        }
        _ => None,
    };
    let wired = Wired::new(options(&demo, &dir, authority, &inbox).await?).await?;
    let radius = wired.radius.addrs.clone();
    let origin = wired.kit.public.origin();
    let mut facts = demo::Facts::of(&dir, &origin, ca, demo.chance.as_ref()).map_err(|e| told(&e))?;
    radius.listen.first().into_iter().for_each(|address| facts.listens_for_radius(*address));
    demo::seed(&wired.engine, &mut facts, BODIES).await.map_err(|e| told(&e))?;
    let client = demo::app::Client::new(&facts, facts.ca.as_deref()).map_err(|e| told(&e))?;
    let app = demo::app::App::new(client, Arc::clone(&demo.clock), Arc::clone(&demo.chance));
    let stage = demo::Stage {
        kit: Arc::clone(&wired.kit),
        facts: Arc::new(facts.clone()),
        inbox: Arc::clone(&inbox),
        app: Arc::new(app),
    };
    let server = wired.serve(demo::router(stage)).await?;
    facts.write(&dir).map_err(|e| told(&e))?;
    Ok(Shown { server, facts, inbox, radius, device })
}

async fn options(
    demo: &Demonstration,
    dir: &Path,
    authority: Option<demo::Authority>,
    inbox: &Arc<demo::Inbox>,
) -> Result<Options, StartError> {
    let keys = master_key_file(&dir.join("master.key"), demo.chance.as_ref())?;
    let location = demo.location.clone().unwrap_or_else(|| Location::Sqlite(dir.join("symbolon.db")));
    let store = open_store(location, keys, "demo", Arc::clone(&demo.chance)).await?;
    let mut options = Options::new(Arc::new(store));
    options.clock = Arc::clone(&demo.clock);
    options.chance = Arc::clone(&demo.chance);
    options.listen = demo.listen;
    options.radius.listen = vec![beside(demo.listen)];
    options.node = "demo".into();
    options.egress = Networks::parse("127.0.0.0/8 ::1").map_err(|e| StartError::Files(e.to_string()))?;
    options.couriers.push(Arc::clone(inbox) as Arc<dyn Courier>);
    if !demo.gateways {
        options.couriers.push(Arc::new(demo::Phones(Arc::clone(inbox))));
    }
    options.texts = vec![demo::TEXTS];
    options.templates = vec![demo::TEMPLATES];
    options.links = vec![kit::HelpLink { key: "demo-about".into(), href: "/demo".into() }];
    if let Some(authority) = authority.as_ref().filter(|_| demo.devices) {
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        options.radius.accounting = vec![anywhere];
        options.radius.radsec = vec![anywhere];
        options.radius.tls = Some(RadSec::read(&authority.certificate, &authority.key, &authority.ca)?);
    }
    if let Some(authority) = authority.filter(|_| demo.tls) {
        options.tls = Some(Tls::read(&authority.certificate, &authority.key)?);
        options.host = Some("localhost".into());
        options.authorities = vec![
            std::fs::read(&authority.ca).map_err(|e| StartError::Files(format!("{}: {e}", authority.ca.display())))?,
        ];
    }
    Ok(options)
}

/// The next port, on this machine alone: RADIUS hides passwords by a secret that stands in a file.
fn beside(listen: SocketAddr) -> SocketAddr {
    let port = if listen.port() == 0 { 0 } else { listen.port().checked_add(1).unwrap_or(1812) };
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// Credentials as their methods keep them.
const BODIES: demo::Bodies = demo::Bodies {
    password: |engine, password| {
        let salt = engine.chance().bytes::<16>();
        methods::password::body_plain(&Encoding::default(), password, &salt, engine.now()).ok()
    },
    totp: |secret| {
        let form = serde_json::json!({ "key": secret, "algorithm": "SHA1", "digits": 6, "period_ms": 30_000 });
        serde_json::from_value::<methods::oath::Token>(form).ok()?.body().ok()
    },
};
