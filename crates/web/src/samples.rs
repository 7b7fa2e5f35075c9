//! Every page with sample content, in every language: what a page must hold whatever it shows.

mod account;
mod checks;
mod portal;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use http::{Request, header};
use http_body_util::BodyExt;
use kit::{Kit, Locale, Page, PublicUrl, Reader, Setup, Source, Texts, edge::see_other};
use model::Time;
use tower::ServiceExt;

use crate::words::Scribe;

/// What somebody might have put into every name that a page shows (M074).
pub const EVIL: &str = "<script>alert(1)</script>\"'{{7*7}}{% x %}";

/// What somebody honest is called.
pub const PLAIN: &str = "Wiki";

/// 22 November 2026, 14:02 UTC.
pub const NOW: Time = Time::from_seconds(1_795_356_120);

/// A sample page by its name.
pub type Sample = (&'static str, fn(&Scribe, &str) -> Page);

pub fn all() -> Vec<Sample> {
    [portal::SAMPLES, account::SAMPLES].concat()
}

pub fn texts() -> Texts {
    let methods = methods::texts().into_iter().map(|(owner, texts)| Source { owner, texts });
    Texts::new(&[kit::TEXTS, crate::TEXTS, crate::console::TEXTS].into_iter().chain(methods).collect::<Vec<_>>())
}

/// The samples as a server, so that pages come with their headers.
pub struct House {
    kit: Arc<Kit>,
}

impl House {
    pub fn new() -> Self {
        let public = PublicUrl::parse("https://id.example").unwrap();
        let setup = Setup {
            texts: texts(),
            templates: vec![crate::TEMPLATES],
            chance: kit::Chance::seeded(7),
            ..Setup::new(public, [7; 32])
        };
        Self { kit: Kit::new(setup).unwrap() }
    }

    pub async fn page(&self, name: &str, locale: Locale, evil: bool) -> (http::response::Parts, String) {
        let routes = Router::new().route("/{name}/{whose}", get(show)).with_state(self.kit.clone());
        let whose = if evil { "evil" } else { "plain" };
        let request = Request::get(format!("/{name}/{whose}?lang={}", locale.tag()))
            .header(header::HOST, "id.example")
            .header(header::ACCEPT, "text/html");
        let response = self.kit.wrap(routes).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts, String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap())
    }
}

async fn show(State(kit): State<Arc<Kit>>, Path((name, whose)): Path<(String, String)>, reader: Reader) -> Response {
    let Some((_, sample)) = all().into_iter().find(|(known, _)| *known == name) else { return see_other("/nothing") };
    let scribe = Scribe::new(kit.pages.texts(), &reader, NOW);
    kit.page(&reader, sample(&scribe, if whose == "evil" { EVIL } else { PLAIN }))
}

/// Writes every sample into a folder of the system's temporary one, to be looked at in a browser.
#[tokio::test]
#[ignore = "for looking at"]
async fn write_the_gallery() {
    let house = House::new();
    let folder = std::env::temp_dir().join("symbolon-web-gallery");
    std::fs::create_dir_all(&folder).unwrap();
    let routes = house.kit.wrap(Router::new());
    for file in ["tokens.css", "kit.css", "mark.svg", "mark-dark.svg", "portal.js"] {
        let request =
            Request::get(kit::Assets::href(file)).header(header::HOST, "id.example").body(Body::empty()).unwrap();
        let body = routes.clone().oneshot(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
        std::fs::write(folder.join(file), body).unwrap();
    }
    for (name, _) in all() {
        for locale in Locale::ALL {
            let (_, html) = house.page(name, locale, false).await;
            let html =
                ["tokens.css", "kit.css", "mark.svg", "mark-dark.svg", "portal.js"].iter().fold(html, |html, file| {
                    html.replace(&kit::Assets::href(file).replace('/', "&#x2f;"), file)
                        .replace(&kit::Assets::href(file), file)
                });
            std::fs::write(folder.join(format!("{name}-{}.html", locale.tag())), html).unwrap();
        }
    }
}
