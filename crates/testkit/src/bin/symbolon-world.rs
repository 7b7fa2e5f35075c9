//! The demo world with a clock that scripts can turn.
//!
//! Prints one line of JSON when it answers: `{"url", "control", "demo_json", "pid"}`, with `--devices` also
//! `"devices": {"accounting", "radsec", "ca", "cert", "key", "name"}`. `control` takes `GET` and `POST /clock`
//! (`{"forward_seconds": n}`), `POST /objects`, `POST /users` and `GET /audit`. It ends in order on SIGTERM.

use clap::Parser;
use model::Span;
use std::{net::SocketAddr, path::PathBuf, sync::Arc};
use store_sql::Location;
use symbolon::{Demonstration, demonstrate, until_asked_to_end};
use testkit::{
    ShiftedClock,
    control::{Control, routes},
};
use tokio::net::TcpListener;

#[derive(Parser)]
struct Arguments {
    /// Holds the store, its key and demo.json.
    #[arg(long)]
    dir: PathBuf,
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Serves https://localhost:PORT under a certificate authority of its own.
    #[arg(long)]
    tls: bool,
    /// Serves RADIUS accounting and RADIUS over TLS, too.
    #[arg(long)]
    devices: bool,
    /// Text messages leave by the gateways that are set, and not into the inbox.
    #[arg(long)]
    gateways: bool,
    /// postgres://… instead of SQLite in the folder.
    #[arg(long)]
    store: Option<String>,
    /// Where scripts turn the clock.
    #[arg(long, default_value = "127.0.0.1:0")]
    control: SocketAddr,
    /// How far ahead of real time the clock begins.
    #[arg(long, default_value_t = 0)]
    ahead_seconds: i64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    anyhow::ensure!(arguments.control.ip().is_loopback(), "the control door opens on loopback only");
    let clock = ShiftedClock::ahead_by(Span::seconds(arguments.ahead_seconds));
    let mut demo = Demonstration::new(&arguments.dir);
    demo.listen = arguments.listen;
    demo.tls = arguments.tls;
    demo.devices = arguments.devices;
    demo.gateways = arguments.gateways;
    demo.location = arguments.store.map(Location::Postgres);
    demo.clock = Arc::new(clock.clone());
    let shown = demonstrate(demo).await?;
    let door = TcpListener::bind(arguments.control).await?;
    let mut line = serde_json::json!({
        "url": shown.facts.url,
        "control": format!("http://{}", door.local_addr()?),
        "demo_json": arguments.dir.canonicalize()?.join("demo.json"),
        "pid": std::process::id(),
    });
    if let Some(device) = &shown.device {
        line["devices"] = serde_json::json!({
            "accounting": shown.radius.accounting.first(),
            "radsec": shown.radius.radsec.first(),
            "ca": device.ca,
            "cert": device.own.certificate,
            "key": device.own.key,
            "name": symbolon::DEVICE,
        });
    }
    let control = Control { engine: shown.server.engine.clone(), clock };
    let door = tokio::spawn(async move { axum::serve(door, routes(control)).await });
    say(&line.to_string());
    until_asked_to_end(|| {}).await?;
    door.abort();
    shown.server.stop().await;
    Ok(())
}

#[allow(clippy::print_stdout, reason = "the one line that scripts wait for")]
fn say(line: &str) {
    println!("{line}");
}
