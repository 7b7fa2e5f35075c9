//! Style sheets, pictures and two small scripts, under addresses that change with their content.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use data_encoding::HEXLOWER;
use http::{HeaderValue, StatusCode, header};

use crate::Theme;

/// The fixed files of every surface.
pub struct Assets;

/// Finds a site's theme by the site's address part.
pub type Themes = Arc<dyn Fn(&str) -> Option<Theme> + Send + Sync>;

impl Assets {
    /// The address of a fixed file; an unknown name is an empty string.
    pub fn href(name: &str) -> String {
        file(name).map(|file| format!("/assets/{}/{name}", hash(file.content.as_bytes()))).unwrap_or_default()
    }

    /// The address of a site's theme sheet. `site` is its name or id, of letters, digits, dots and hyphens.
    pub fn theme(site: &str, theme: &Theme) -> String {
        format!("/theme/{site}/{}.css", hash(theme.sheet().as_bytes()))
    }

    /// The routes `/assets/…` and `/theme/…`.
    pub fn routes(themes: Themes) -> Router {
        Router::new()
            .route(
                "/assets/{hash}/{name}",
                get(|Path((asked, name)): Path<(String, String)>| async move { fixed(&asked, &name) }),
            )
            .route(
                "/theme/{site}/{sheet}",
                get(move |Path((site, sheet)): Path<(String, String)>| async move {
                    let Some(theme) = themes(&site) else { return StatusCode::NOT_FOUND.into_response() };
                    let content = theme.sheet();
                    let current = sheet == format!("{}.css", hash(content.as_bytes()));
                    serve(content, CSS, current)
                }),
            )
    }
}

fn fixed(asked: &str, name: &str) -> Response {
    match file(name) {
        Some(file) => serve(file.content, file.kind, asked == hash(file.content.as_bytes())),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The content that an address names is kept for a year. An address of another version, as two nodes know it during an
/// update, gets today's content and is not kept.
fn serve(content: impl IntoResponse, kind: &'static str, current: bool) -> Response {
    let caching = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
    ];
    (headers, content).into_response()
}

fn hash(content: &[u8]) -> String {
    HEXLOWER.encode(&digest(&SHA256, content).as_ref()[..8])
}

struct File {
    name: &'static str,
    kind: &'static str,
    content: &'static str,
}

fn file(name: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.name == name)
}

const FILES: &[File] = &[
    File { name: "tokens.css", kind: CSS, content: include_str!("../assets/tokens.css") },
    File { name: "kit.css", kind: CSS, content: include_str!("../assets/kit.css") },
    File { name: "mark.svg", kind: SVG, content: include_str!("../assets/mark.svg") },
    File { name: "mark-dark.svg", kind: SVG, content: include_str!("../assets/mark-dark.svg") },
    File { name: "portal.js", kind: "text/javascript; charset=utf-8", content: include_str!("../assets/portal.js") },
    File { name: "console.js", kind: "text/javascript; charset=utf-8", content: include_str!("../assets/console.js") },
];

const CSS: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml; charset=utf-8";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_with_its_content() {
        let href = Assets::href("kit.css");
        let parts: Vec<&str> = href.split('/').collect();
        assert_eq!((parts[1], parts[2].len(), parts[3]), ("assets", 16, "kit.css"));
        assert_eq!(fixed(parts[2], "kit.css").headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(fixed("0", "kit.css").headers()[header::CACHE_CONTROL], "no-cache");
        assert_eq!(fixed(parts[2], "../Cargo.toml").status(), StatusCode::NOT_FOUND);
        let one = Assets::theme("acme", &Theme::default());
        let other = Assets::theme("acme", &Theme { radius: Some(0), ..Theme::default() });
        assert_ne!(one, other);
    }

    /// M072
    #[test]
    fn a_file_says_its_type_and_holds_no_inline_style_or_foreign_address() {
        for file in FILES {
            assert!(file.kind.ends_with("charset=utf-8"));
            let foreign = file.content.replace("http://www.w3.org/2000/svg", "");
            assert!(
                !foreign.contains("http:") && !foreign.contains("https:") && !foreign.contains("@import"),
                "{}",
                file.name
            );
        }
    }
}
