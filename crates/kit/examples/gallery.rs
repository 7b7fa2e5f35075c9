//! Serves sample pages of every surface on loopback, to be looked at: `cargo run -p symbolon-kit --example gallery -- 127.0.0.1:8099`.
//!
//! The pages lie beside this file. `?lang=` and `?theme=` choose, `/themed/NAME` shows a page in a site's colours.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;
use symbolon_kit::{
    Assets, Brand, HelpLink, Kit, Logo, Page, PublicUrl, Reader, Rgb, Setup, Stack, Surface, Template, Theme,
};

const PAGES: &[Template] = &[
    Template { name: "login-menu.html", source: include_str!("gallery/login-menu.html") },
    Template { name: "login-code-fi.html", source: include_str!("gallery/login-code-fi.html") },
    Template { name: "login-password.html", source: include_str!("gallery/login-password.html") },
    Template { name: "login-push.html", source: include_str!("gallery/login-push.html") },
    Template { name: "enrol-totp.html", source: include_str!("gallery/enrol-totp.html") },
    Template { name: "account.html-sample", source: include_str!("gallery/account.html") },
    Template { name: "console-home.html", source: include_str!("gallery/console-home.html") },
    Template { name: "console-methods.html", source: include_str!("gallery/console-methods.html") },
    Template { name: "console-method.html", source: include_str!("gallery/console-method.html") },
    Template { name: "console-audit.html", source: include_str!("gallery/console-audit.html") },
    Template { name: "console-chain.html", source: include_str!("gallery/console-chain.html") },
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address: SocketAddr = std::env::args().nth(1).as_deref().unwrap_or("127.0.0.1:8099").parse()?;
    let mut setup = Setup::new(PublicUrl::parse(&format!("http://{address}"))?, [0; 32]);
    setup.templates = vec![PAGES];
    setup.themes = Arc::new(|_| Some(theme()));
    let kit = Kit::new(setup)?;
    let routes = Router::new()
        .route("/{name}", get(plain))
        .route("/themed/{name}", get(themed))
        .route("/posted", post(posted))
        .with_state(kit.clone());
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, kit.wrap(routes).into_make_service_with_connect_info::<SocketAddr>()).await?)
}

fn theme() -> Theme {
    Theme { colour: Rgb::parse("#e4002b"), radius: Some(2), stack: Stack::Serif }
}

/// Says which fields a form brought, or why it was refused.
async fn posted(kit: State<Arc<Kit>>, request: Request) -> Response {
    match kit.form(request).await {
        Ok((_, form)) => form.names().collect::<Vec<_>>().join(" ").into_response(),
        Err(refusal) => refusal,
    }
}

async fn plain(kit: State<Arc<Kit>>, Path(name): Path<String>, reader: Reader) -> Response {
    let links = ["help", "privacy", "accessibility"].map(|key| HelpLink { key: key.into(), href: "#".into() });
    show(&kit, &name, &reader, Brand { links: links.into(), ..Brand::default() })
}

async fn themed(kit: State<Arc<Kit>>, Path(name): Path<String>, reader: Reader) -> Response {
    let theme = Some(Assets::theme("acme", &theme()));
    show(&kit, &name, &reader, Brand { name: "Acme".into(), logo: Logo::Name, theme, ..Brand::default() })
}

fn show(kit: &Kit, name: &str, reader: &Reader, brand: Brand) -> Response {
    let surface = match name.split('-').next() {
        Some("account") => Surface::Account,
        Some("console") => Surface::Console,
        _ => Surface::Portal,
    };
    let page = match name {
        "error" => return kit.problem(reader, StatusCode::INTERNAL_SERVER_ERROR),
        "account" => Page::new(surface, "account.html-sample", "help"),
        "denied" => Page::new(surface, "denied.html", "error-403-title").status(StatusCode::FORBIDDEN).error(true).with(minijinja::context! {
            why => "You proved who you are, but your account is in no group that may use Payroll.",
            todo => ["Ask your manager for access to Payroll.", "If you have another account, log in as someone else."],
            at => 1_795_356_360_000_i64,
        }),
        "carry" => {
            let fields = [("code", "a\"b"), ("state", "1")];
            match "http://localhost:8099/carried".parse() {
                Ok(to) => Page::carry("form-post-go", &to, &fields),
                Err(_) => return StatusCode::NOT_FOUND.into_response(),
            }
        }
        known if PAGES.iter().any(|page| page.name == format!("{known}.html")) => Page::new(surface, format!("{known}.html"), "help"),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let page = if matches!(name, "login-push" | "enrol-totp") { page.two() } else { page };
    kit.page(reader, page.brand(Arc::new(brand)))
}
