//! What every face shares: pages, texts, forms, cookies, headers, the client's address.
//!
//! A face holds one `Arc<Kit>`, wraps its routes with [`Kit::wrap`] and answers with [`Kit::page`].
//! `wrap` checks the Host, finds the client's address, catches panics and puts the security headers on
//! every response; handlers take a [`Reader`] (language, appearance, CSRF token) and read posted forms
//! with [`Kit::form`].

pub mod address;
pub mod assets;
pub mod chance;
pub mod common_domain;
pub mod cookies;
pub mod csrf;
pub mod edge;
pub mod form;
pub mod headers;
pub mod icons;
pub mod locale;
pub mod messages;
pub mod page;
pub mod pages;
pub mod problem;
pub mod providers;
pub mod qr;
pub mod reader;
pub mod redirect;
pub mod texts;
pub mod theme;

pub use address::{Client, Proxies, PublicUrl};
pub use assets::Assets;
pub use chance::Chance;
pub use common_domain::CommonDomain;
pub use cookies::{Cookies, Keep, SameSite};
pub use csrf::Csrf;
pub use edge::{Kit, Setup};
pub use form::{Form, FormError, Limits};
pub use headers::FormTargets;
pub use locale::Locale;
pub use messages::{Mail, Messages};
pub use page::{Brand, HelpLink, Logo, Page, Surface};
pub use pages::{Pages, Template};
pub use problem::{Problem, Reference};
pub use reader::{Reader, Scheme};
pub use redirect::LocalPath;
pub use texts::{Arg, Args, Override, Source, Texts};
pub use theme::{Rgb, Stack, Theme};

/// The texts of the kit itself; register them first.
pub const TEXTS: Source = Source {
    owner: "kit",
    texts: [
        ("en", include_str!("../texts/en.ftl")),
        ("fi", include_str!("../texts/fi.ftl")),
        ("sv", include_str!("../texts/sv.ftl")),
        ("fr", include_str!("../texts/fr.ftl")),
        ("de", include_str!("../texts/de.ftl")),
    ],
};
