//! Where a person may be sent back to: a path of this server, nothing else.

use url::Url;

/// A path on this server, with its query, that no browser reads as another host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    /// `None` for everything that is not plainly a local path.
    pub fn parse(target: &str) -> Option<Self> {
        let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
        if !target.starts_with('/') || target.len() > MOST || target.contains(odd) {
            return None;
        }
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let decoded = path.to_ascii_lowercase().replace("%2f", "/").replace("%5c", "\\");
        if decoded.contains("//") || decoded.contains('\\') {
            return None;
        }
        let base = Url::parse("https://here.invalid/").ok()?;
        let url = base.join(target).ok()?;
        let ours = url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
        let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
        (ours && !url.path().starts_with("//")).then(|| Self(format!("{}{query}", url.path())))
    }

    /// The target, or `otherwise` when it is missing or not local.
    pub fn or(target: Option<&str>, otherwise: &'static str) -> Self {
        target.and_then(Self::parse).unwrap_or_else(|| Self(otherwise.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for LocalPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

const MOST: usize = 2048;

#[cfg(test)]
mod tests {
    use super::*;

    /// M076
    #[test]
    fn only_a_path_of_this_server_is_followed() {
        for (target, path) in [
            ("/", "/"),
            ("/account?tab=logins#x", "/account?tab=logins"),
            ("/login?to=https://elsewhere.example//x@y", "/login?to=https://elsewhere.example//x@y"),
            ("/a/../b", "/b"),
            ("/caf%C3%A9", "/caf%C3%A9"),
        ] {
            assert_eq!(LocalPath::parse(target).map(|p| p.0).as_deref(), Some(path), "{target}");
        }
        for evil in [
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "https://evil.example",
            "/%2f%2fevil.example",
            "/%2F/evil.example",
            "/%5cevil.example",
            "///evil.example",
            "/a//evil.example",
            "/\tevil.example",
            "/\t/evil.example",
            "\n//evil.example",
            " //evil.example",
            "javascript:alert(1)",
            "evil.example",
            "",
            "@evil.example",
            "https://id.example@evil.example",
            "/.//evil.example",
            "/..//evil",
        ] {
            assert_eq!(LocalPath::parse(evil), None, "{evil:?}");
            assert_eq!(LocalPath::or(Some(evil), "/account").as_str(), "/account");
        }
    }
}
