//! What every handler of these pages shares.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kit::{Brand, HelpLink, Kit, Page, Reader, Surface};
use login::{Engine, EngineError, World};
use model::Id;

use crate::{
    brands::Brands,
    words::{Scribe, Words},
};

/// Cheap to clone; all clones share one engine, one kit and one memory of brands.
#[derive(Clone)]
pub struct State(Arc<Inner>);

struct Inner {
    kit: Arc<Kit>,
    engine: Engine,
    brands: Brands,
}

impl State {
    pub fn new(kit: Arc<Kit>, engine: Engine) -> Self {
        Self::linking(kit, engine, Vec::new())
    }
    /// With links for the footer of every page.
    pub fn linking(kit: Arc<Kit>, engine: Engine, links: Vec<HelpLink>) -> Self {
        Self(Arc::new(Inner { kit, engine, brands: Brands::linking(links) }))
    }
    pub fn kit(&self) -> &Kit {
        &self.0.kit
    }
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }
    pub fn world(&self) -> Arc<World> {
        self.0.engine.world()
    }

    /// A site's face: logo, colours, words and help.
    pub fn brand(&self, site: Option<Id>) -> Arc<Brand> {
        let world = self.world();
        site.map_or_else(Arc::default, |site| self.0.brands.of(&world.catalogue, site, self.0.kit.pages.texts()))
    }

    pub(crate) fn scribe(&self, brand: &Brand, reader: &Reader) -> Scribe {
        Scribe::new(brand.texts.as_ref().unwrap_or(self.0.kit.pages.texts()), reader, self.0.engine.now())
    }

    /// An error of the engine as a page.
    pub(crate) fn trouble(&self, reader: &Reader, error: &EngineError) -> Response {
        match error {
            EngineError::Unavailable(_) => {
                tracing::warn!(request.reference = %reader.reference, cause = %error, "A page could not be served just now");
                self.0.kit.problem(reader, StatusCode::SERVICE_UNAVAILABLE)
            }
            EngineError::NoApplication => self.0.kit.problem(reader, StatusCode::NOT_FOUND),
            EngineError::Gone => self.gone(reader),
            EngineError::Broken(_) => self.0.kit.fault(reader, error),
        }
    }

    /// A login that is over, or another browser's: both look the same.
    fn gone(&self, reader: &Reader) -> Response {
        let note = Note {
            state: "none",
            hint: Words::new("gone-hint"),
            act: Some(Link::new("/", "gone-home")),
            ..Note::default()
        };
        self.note(None, "gone-title", note).status(StatusCode::GONE).answer(self, reader)
    }

    /// A page that says one thing.
    pub(crate) fn note(&self, brand: Option<Arc<Brand>>, title: &str, note: Note) -> Answer {
        let page = Page::new(Surface::Portal, "portal/message.html", title).with(note);
        Answer(match brand {
            Some(brand) => page.brand(brand),
            None => page,
        })
    }
}

/// A page on its way.
pub(crate) struct Answer(pub Page);

impl Answer {
    pub fn status(self, status: StatusCode) -> Self {
        Self(self.0.status(status))
    }
    pub fn arg(self, name: &str, value: &str) -> Self {
        Self(self.0.arg(name, value))
    }
    pub fn answer(self, state: &State, reader: &Reader) -> Response {
        state.kit().page(reader, self.0).into_response()
    }
}

/// What `portal/message.html` shows.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub(crate) struct Note {
    /// Of the mark.
    pub state: &'static str,
    pub hint: Words,
    pub act: Option<Link>,
    pub more: Option<Link>,
}

#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Link {
    pub href: String,
    pub key: String,
}

impl Link {
    pub fn new(href: impl Into<String>, key: &str) -> Self {
        Self { href: href.into(), key: key.to_owned() }
    }
}
