//! How an entity would be shown to people.

use url::Url;

use crate::xml::{Malformed, Writer};
use crate::{Node, ns};

/// Names, logos and addresses, by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ui {
    pub display_names: Vec<(String, String)>,
    pub descriptions: Vec<(String, String)>,
    /// Words that it is also looked for by, as many as stand in one text.
    pub keywords: Vec<(String, String)>,
    pub logos: Vec<Logo>,
    pub information_urls: Vec<(String, String)>,
    pub privacy_urls: Vec<(String, String)>,
}

/// A picture for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logo {
    pub url: String,
    pub width: u32,
    pub height: u32,
    pub language: Option<String>,
}

impl Ui {
    /// The name in this language, else in English, else in any.
    pub fn display_name(&self, language: &str) -> Option<&str> {
        let all = &self.display_names;
        let by = |tag: &str| all.iter().find(|(lang, _)| lang.eq_ignore_ascii_case(tag));
        by(language).or_else(|| by("en")).or_else(|| all.first()).map(|(_, name)| name.as_str())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn read(extensions: Option<Node<'_>>) -> Result<Self, Malformed> {
        let Some(info) = extensions.map(|e| e.child(ns::MDUI, "UIInfo")).transpose()?.flatten() else {
            return Ok(Self::default());
        };
        Ok(Self {
            display_names: texts(info, ns::MDUI, "DisplayName"),
            descriptions: texts(info, ns::MDUI, "Description"),
            keywords: texts(info, ns::MDUI, "Keywords"),
            logos: info.all(ns::MDUI, "Logo").filter_map(Logo::read).take(MAX).collect(),
            information_urls: links(info, "InformationURL"),
            privacy_urls: links(info, "PrivacyStatementURL"),
        })
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.start("mdui:UIInfo", &[("xmlns:mdui", Some(ns::MDUI))]);
        for (name, texts) in [
            ("mdui:DisplayName", &self.display_names),
            ("mdui:Description", &self.descriptions),
            ("mdui:Keywords", &self.keywords),
            ("mdui:InformationURL", &self.information_urls),
            ("mdui:PrivacyStatementURL", &self.privacy_urls),
        ] {
            for (language, text) in texts {
                out.leaf(name, &[("xml:lang", Some(language))], text);
            }
        }
        for logo in &self.logos {
            let [height, width] = [logo.height, logo.width].map(|n| n.to_string());
            let attributes =
                [("height", Some(&*height)), ("width", Some(&*width)), ("xml:lang", logo.language.as_deref())];
            out.leaf("mdui:Logo", &attributes, &logo.url);
        }
        out.end();
    }
}

impl Logo {
    /// A logo that a page may show: over https, or a small picture in the address itself. One that is neither is left out.
    fn read(node: Node<'_>) -> Option<Self> {
        let url = node.word("Logo").ok()?;
        let pictures =
            ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];
        let inline = url.len() <= MAX_INLINE && pictures.iter().any(|start| url.starts_with(start));
        if !inline && !is_https(&url) {
            return None;
        }
        let size = |name| node.number(name).ok().flatten().unwrap_or(0);
        let language = node.attr_ns(ns::XML, "lang").map(str::to_owned);
        Some(Self { url, width: size("width"), height: size("height"), language })
    }
}

/// Texts by language; those that are not plain texts are left out, for they are only shown.
pub(super) fn texts(node: Node<'_>, namespace: &str, name: &'static str) -> Vec<(String, String)> {
    let read = |n: Node<'_>| {
        let language = n.attr_ns(ns::XML, "lang").unwrap_or("en").to_owned();
        let text = n.text(name).ok()?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty() && text.chars().all(|c| !c.is_control()))
            .then(|| (language, text.chars().take(MAX_TEXT).collect()))
    };
    node.all(namespace, name).filter_map(read).take(MAX).collect()
}

fn links(node: Node<'_>, name: &'static str) -> Vec<(String, String)> {
    let web = |url: &str| Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    texts(node, ns::MDUI, name).into_iter().filter(|(_, url)| web(url)).collect()
}

fn is_https(url: &str) -> bool {
    url.len() <= 2048 && Url::parse(url).is_ok_and(|url| url.scheme() == "https" && url.has_host())
}

const MAX: usize = 64;
const MAX_TEXT: usize = 1000;
const MAX_INLINE: usize = 40_000;
