//! The binary: `serve`, `demo`, `ctl`.

mod house;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context;
use clap::{Parser, Subcommand};
use plug::clock::SystemChance;
use symbolon::{
    Demonstration, Options, Radius, Server, Shown, Signals, Tls, begin_log,
    config::{Config, Environment},
    demonstrate, offer_setup, open_store,
};

/// A login is made on one thread and written on another, which the system's own allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Single sign-on and multi-factor authentication
#[derive(Parser)]
#[command(name = "symbolon", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves what the configuration file says
    Serve {
        /// Configuration file; each key can also be given as SYMBOLON_… in the environment
        #[arg(long, value_name = "FILE", env = "SYMBOLON_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Serves a small world to try things in
    Demo {
        /// Keeps everything; delete it to begin anew
        #[arg(long, default_value = "./demo-data")]
        dir: PathBuf,
        #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// HTTPS at localhost, from a certificate authority of its own
        #[arg(long)]
        tls: bool,
    },
    Ctl(Box<ctl::Ctl>),
}

fn main() -> ExitCode {
    symbolon::choose_provider();
    let cli = Cli::parse();
    #[allow(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]
    let environment: Environment =
        std::env::vars_os().filter_map(|(n, v)| Some((n.into_string().ok()?, v.into_string().ok()?))).collect();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve { config } => serve(config, &environment).await.map(|()| ExitCode::SUCCESS),
            Command::Demo { dir, listen, tls } => demo(dir, listen, tls).await.map(|()| ExitCode::SUCCESS),
            Command::Ctl(ctl) => Ok(house::run(&ctl, environment).await),
        }
    });
    done.unwrap_or_else(|error| failed(&error))
}

async fn serve(file: Option<PathBuf>, environment: &Environment) -> anyhow::Result<()> {
    let config = Config::read(file.as_deref(), environment)?;
    begin_log(config.log.format, &config.log.level).map_err(anyhow::Error::msg)?;
    let signals = Signals::new()?;
    let server = Server::start(options(&config, environment).await?).await?;
    tracing::info!(listen = %server.addr, url = %server.public_url, "Listening on {}", server.addr);
    if let Some(code) = offer_setup(&server.engine).await? {
        let url = server.kit.public.join("/setup");
        say(&format!(
            "The store is empty. Make the first administrator within an hour at {url}\nwith the set-up code {}",
            grouped(code.expose())
        ));
    }
    signals
        .until_asked_to_end(|| {
            let keys = Config::read(file.as_deref(), environment).and_then(|config| config.master_keys(environment));
            if let Err(error) = &keys {
                tracing::error!(cause = %error, "The master keys in force stay: {error}");
            }
            server.reload(keys.ok());
        })
        .await;
    tracing::info!("Asked to end");
    server.stop().await;
    Ok(())
}

async fn options(config: &Config, environment: &Environment) -> anyhow::Result<Options> {
    let chance = Arc::new(SystemChance);
    let store = open_store(config.location()?, config.master_keys(environment)?, &config.node, chance)
        .await
        .context("`store`")?;
    let mut options = Options::new(Arc::new(store));
    options.listen = config.listen;
    options.admin_listen = config.admin_listen;
    options.public_url = Some(config.public_url.clone());
    options.common_domain_url.clone_from(&config.common_domain_url);
    options.tls = config.tls.as_ref().map(|files| Tls::read(&files.certificate, &files.key)).transpose()?;
    options.trusted_proxies.clone_from(&config.trusted_proxies);
    options.radius = Radius::of(&config.radius)?;
    options.egress = config.egress()?;
    options.node.clone_from(&config.node);
    Ok(options)
}

async fn demo(dir: PathBuf, listen: SocketAddr, tls: bool) -> anyhow::Result<()> {
    begin_log(symbolon::LogFormat::Text, "warn").map_err(anyhow::Error::msg)?;
    let signals = Signals::new()?;
    let Shown { server, facts, .. } = demonstrate(Demonstration { listen, tls, ..Demonstration::new(&dir) }).await?;
    let trust = facts.ca.as_ref().map(|ca| format!("\n  Trust     {}", ca.display())).unwrap_or_default();
    let radius = facts.radius.as_ref().map(|r| format!("\n  RADIUS    {}", r.address)).unwrap_or_default();
    say(&format!(
        "Symbolon demo\n  Start     {0}/demo\n  Try it    {1}\n  Mails     {0}/demo/mail\n  Scripts   {2}{radius}{trust}\nCtrl-C ends it.",
        facts.url,
        facts.app.url,
        dir.join("demo.json").display(),
    ));
    signals.until_asked_to_end(|| server.reload(None)).await;
    server.stop().await;
    Ok(())
}

/// In groups of four, to be typed.
fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[allow(clippy::print_stdout, reason = "the one place that speaks to whoever started it")]
fn say(text: &str) {
    println!("{text}");
}

fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("symbolon: {error:#}");
    ExitCode::FAILURE
}
