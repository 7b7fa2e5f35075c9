//! Pages: templates with everything escaped, the reader's language, zone and appearance, one layout per surface.
//!
//! Templates are part of the program; an operator's folder may hold a file of the same name, which then goes
//! first. All of them are read when the program starts, so that a broken one is found before a reader does.

mod say;

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context, path_loader};
use serde::Serialize;

use crate::{Args, Assets, Brand, Locale, Logo, Page, Reader, Scheme, Texts, icons, qr, texts::escape};
pub(crate) use say::format_time;
use say::{Clock, Say};

/// A template of a face, with `include_str!` as its source.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    pub name: &'static str,
    pub source: &'static str,
}

/// All templates, ready to render.
pub struct Pages {
    templates: Environment<'static>,
    texts: Texts,
    brand: Arc<Brand>,
}

/// A template cannot be read or rendered; the text names file and line, for the operator.
#[derive(Debug, thiserror::Error)]
#[error("a template cannot be used: {0:#}")]
pub struct TemplateError(#[from] minijinja::Error);

impl Pages {
    /// Takes the kit's own templates, those given, and the operator's folder, which goes before both.
    pub fn new(texts: Texts, templates: &[&[Template]], folder: Option<PathBuf>) -> Result<Self, TemplateError> {
        let known: BTreeMap<_, _> =
            [OWN].iter().chain(templates).flat_map(|set| set.iter()).map(|t| (t.name, t.source)).collect();
        let names: Vec<&str> = known.keys().copied().collect();
        let own = folder.map(path_loader);
        let mut env = Environment::new();
        env.set_trim_blocks(true);
        env.set_lstrip_blocks(true);
        env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        env.set_auto_escape_callback(|_| AutoEscape::Html);
        env.set_formatter(|out, state, value| match state.auto_escape() {
            AutoEscape::Html if !value.is_safe() => Ok(out.write_str(&escape(&value.to_string()))?),
            _ => minijinja::escape_formatter(out, state, value),
        });
        env.set_loader(move |name| match own.as_ref().map(|own| own(name)).transpose()?.flatten() {
            Some(source) => Ok(Some(source)),
            None => Ok(known.get(name).map(|source| (*source).to_owned())),
        });
        env.add_function("icon", |name: &str, size: Option<&str>| {
            Value::from_safe_string(icons::icon(name, size.unwrap_or_default()))
        });
        env.add_function("mark", |state: Option<&str>| Value::from_safe_string(icons::mark(state.unwrap_or_default())));
        env.add_function("asset", |name: &str| Assets::href(name));
        env.add_function("qr", |content: &str, label: &str| qr::svg(content, label).map(Value::from_safe_string));
        for name in names {
            env.get_template(name)?;
        }
        Ok(Self { templates: env, texts, brand: Arc::default() })
    }

    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The page as a response. A failure is the program's or the operator's fault and goes to the log.
    pub fn render(&self, reader: &Reader, page: Page) -> Result<Response, TemplateError> {
        let html = self.html(reader, &page)?;
        let mut response = (page.status, html).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(reader.locale.tag()));
        response.extensions_mut().insert(Shown);
        if page.tells_origin {
            response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
        }
        if let Some(targets) = page.targets {
            response.extensions_mut().insert(targets);
        }
        Ok(response)
    }

    /// The page as HTML.
    pub fn html(&self, reader: &Reader, page: &Page) -> Result<String, TemplateError> {
        let brand = page.brand.as_ref().unwrap_or(&self.brand);
        let texts = brand.texts.as_ref().unwrap_or(&self.texts).clone();
        let view = View::of(reader, page, &texts, &brand.name);
        let clock = |form| {
            Value::from_object(Clock { texts: texts.clone(), locale: reader.locale, zone: reader.zone.clone(), form })
        };
        let context = context! {
            page => view,
            brand => BrandView::of(brand, reader.scheme),
            date => clock("kit-date"),
            time => clock("kit-time"),
            moment => clock("kit-moment"),
            t => Value::from_object(Say { texts: texts.clone(), locale: reader.locale }),
            ..page.context.clone()
        };
        Ok(self.templates.get_template(&page.template)?.render(context)?)
    }
}

/// A page was shown, so the browser must be remembered.
#[derive(Clone, Copy)]
pub(crate) struct Shown;

#[derive(Serialize)]
struct View {
    title: String,
    full_title: String,
    lang: &'static str,
    scheme: &'static str,
    body: String,
    error: bool,
    csrf: String,
    reference: String,
    languages: Vec<Choice>,
    schemes: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    tag: &'static str,
    name: String,
    href: String,
    current: bool,
}

impl View {
    fn of(reader: &Reader, page: &Page, texts: &Texts, brand: &str) -> Self {
        let title = texts.say(reader.locale, &page.title, &page.args);
        let args = Args::new().with("title", title.clone()).with("brand", brand);
        let key = if page.error { "kit-title-error" } else { "kit-title" };
        let language = |locale: Locale| Choice {
            tag: locale.tag(),
            name: locale.own_name().to_owned(),
            href: reader.link("lang", locale.tag()),
            current: locale == reader.locale,
        };
        let scheme = |scheme: Scheme| Choice {
            tag: scheme.name(),
            name: texts.say(reader.locale, &format!("kit-scheme-{}", scheme.name()), &Args::new()),
            href: reader.link("theme", scheme.name()),
            current: scheme == reader.scheme,
        };
        Self {
            full_title: texts.say(reader.locale, key, &args),
            title,
            lang: reader.locale.tag(),
            scheme: if reader.scheme == Scheme::System { "" } else { reader.scheme.name() },
            body: format!("{}{}", page.surface.name(), if page.two { " two" } else { "" }),
            error: page.error,
            csrf: reader.csrf.clone(),
            reference: reader.reference.to_string(),
            languages: Locale::ALL.map(language).into(),
            schemes: Scheme::ALL.map(scheme).into(),
        }
    }
}

#[derive(Serialize)]
struct BrandView<'a> {
    name: &'a str,
    mark: bool,
    /// The picture to begin with, and the one for a system that is dark.
    logo: Option<&'a str>,
    logo_if_dark: Option<&'a str>,
    theme: Option<&'a str>,
    links: &'a [crate::HelpLink],
}

impl<'a> BrandView<'a> {
    fn of(brand: &'a Brand, scheme: Scheme) -> Self {
        let (logo, logo_if_dark) = match (&brand.logo, scheme) {
            (Logo::Image { light, .. }, Scheme::Light) => (Some(light.as_str()), None),
            (Logo::Image { light, dark }, Scheme::Dark) => (Some(dark.as_deref().unwrap_or(light)), None),
            (Logo::Image { light, dark }, Scheme::System) => (Some(light.as_str()), dark.as_deref()),
            _ => (None, None),
        };
        Self {
            name: &brand.name,
            mark: matches!(brand.logo, Logo::Mark),
            logo,
            logo_if_dark,
            theme: brand.theme.as_deref(),
            links: &brand.links,
        }
    }
}

const OWN: &[Template] = &[
    Template { name: "base.html", source: include_str!("../templates/base.html") },
    Template { name: "kit.html", source: include_str!("../templates/kit.html") },
    Template { name: "portal.html", source: include_str!("../templates/portal.html") },
    Template { name: "account.html", source: include_str!("../templates/account.html") },
    Template { name: "console.html", source: include_str!("../templates/console.html") },
    Template { name: "error.html", source: include_str!("../templates/error.html") },
    Template { name: "denied.html", source: include_str!("../templates/denied.html") },
    Template { name: "discovery.html", source: include_str!("../templates/discovery.html") },
    Template { name: "form_post.html", source: include_str!("../templates/form_post.html") },
];
