//! One page: which template, which words on top, what it shows, and whose colours it wears.

use std::sync::Arc;

use http::StatusCode;
use minijinja::Value;
use serde::Serialize;
use url::Url;

use crate::{Arg, Args, FormTargets, Texts};

/// What a handler answers with; `Kit::page` makes the response.
#[derive(Clone, Debug)]
pub struct Page {
    pub(crate) template: String,
    pub(crate) surface: Surface,
    pub(crate) title: String,
    pub(crate) args: Args,
    pub(crate) context: Value,
    pub(crate) status: StatusCode,
    pub(crate) error: bool,
    pub(crate) two: bool,
    pub(crate) brand: Option<Arc<Brand>>,
    pub(crate) targets: Option<FormTargets>,
    pub(crate) tells_origin: bool,
}

/// Where people are: logging in, looking after themselves, administering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    Portal,
    Account,
    Console,
}

impl Surface {
    pub(crate) const fn name(self) -> &'static str {
        ["portal", "account", "console"][self as usize]
    }
}

impl Page {
    /// A page of `template`; `title` is the key of the text in its heading and its title.
    pub fn new(surface: Surface, template: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            template: template.into(),
            surface,
            title: title.into(),
            args: Args::new(),
            context: Value::UNDEFINED,
            status: StatusCode::OK,
            error: false,
            two: false,
            brand: None,
            targets: None,
            tells_origin: false,
        }
    }

    /// A page that carries fields to another place by POST (form_post, the POST binding), by itself where scripts run.
    ///
    /// It tells the other place our origin, since some check it; every other page is `no-referrer`, so that a post
    /// of theirs says `Origin: null`.
    pub fn carry(title: impl Into<String>, to: &Url, fields: &[(&str, &str)]) -> Self {
        let context = minijinja::context! { to => to.as_str(), fields => fields };
        let page = Self::new(Surface::Portal, "form_post.html", title).with(context).targets(FormTargets::journey(to));
        Self { tells_origin: true, ..page }
    }

    /// A value for the title's text.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<Arg>) -> Self {
        self.args.set(name, value);
        self
    }

    /// What the template shows; the names `page`, `brand`, `t`, `date`, `time` and `moment` are taken.
    #[must_use]
    pub fn with(mut self, context: impl Serialize) -> Self {
        self.context = Value::from_serialize(context);
        self
    }

    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The page shows an error: its title begins with that word.
    #[must_use]
    pub fn error(mut self, error: bool) -> Self {
        self.error = error;
        self
    }

    /// The wider portal, for two things beside each other.
    #[must_use]
    pub fn two(mut self) -> Self {
        self.two = true;
        self
    }

    #[must_use]
    pub fn brand(mut self, brand: Arc<Brand>) -> Self {
        self.brand = Some(brand);
        self
    }

    /// Where its forms, and the redirects that answer them, may lead besides this server.
    #[must_use]
    pub fn targets(mut self, targets: FormTargets) -> Self {
        self.targets = Some(match self.targets.take() {
            Some(before) => before.and(targets),
            None => targets,
        });
        self
    }
}

/// A site's face: name, logo, theme, help and own words.
#[derive(Clone, Debug)]
pub struct Brand {
    pub name: String,
    pub logo: Logo,
    /// The address of its theme sheet, from `Assets::theme`.
    pub theme: Option<String>,
    pub links: Vec<HelpLink>,
    /// The texts with the site's overrides.
    pub texts: Option<Texts>,
}

/// What stands above the page.
#[derive(Clone, Debug)]
pub enum Logo {
    /// The mark and the name of Symbolon.
    Mark,
    /// The site's name alone.
    Name,
    /// Pictures of this server, for the light and the dark scheme.
    Image { light: String, dark: Option<String> },
}

/// A link of the footer.
#[derive(Clone, Debug, Serialize)]
pub struct HelpLink {
    /// The key of its text: `help`, `privacy`, `accessibility` or one of the site's own.
    pub key: String,
    pub href: String,
}

impl Default for Brand {
    fn default() -> Self {
        Self { name: "Symbolon".into(), logo: Logo::Mark, theme: None, links: Vec::new(), texts: None }
    }
}
