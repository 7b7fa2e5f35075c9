//! What a browser calls itself, as two names that people know. For showing only; nothing is decided on it.

use crate::words::Words;

/// Browser and system, and whether it is something one holds in a hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agent {
    pub browser: Option<&'static str>,
    pub system: Option<&'static str>,
    pub mobile: bool,
}

impl Agent {
    pub fn of(header: &str) -> Self {
        let first = |names: &[(&str, &'static str)]| {
            names.iter().find(|(mark, _)| header.contains(mark)).map(|(_, name)| *name)
        };
        let system = first(SYSTEMS);
        Self { browser: first(BROWSERS), system, mobile: matches!(system, Some("Android" | "iOS")) }
    }

    pub fn words(self) -> Words {
        match (self.browser, self.system) {
            (Some(browser), Some(system)) => {
                Words::new("session-device").with("browser", browser).with("system", system)
            }
            (Some(name), None) | (None, Some(name)) => Words::new("session-device-one").with("name", name),
            (None, None) => Words::new("session-unknown"),
        }
    }
}

/// The more special one first: many call themselves by several names.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: &[(&str, &str)] = &[
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_by_its_name() {
        for (header, browser, system, mobile) in [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:135.0) Gecko/20100101 Firefox/135.0",
                Some("Firefox"),
                Some("macOS"),
                false,
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Mobile Safari/537.36",
                Some("Chrome"),
                Some("Android"),
                true,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 Edg/132.0.0.0",
                Some("Edge"),
                Some("Windows"),
                false,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
                Some("Safari"),
                Some("iOS"),
                true,
            ),
            ("curl/8.5.0", Some("curl"), None, false),
            ("<script>alert(1)</script>", None, None, false),
            ("", None, None, false),
        ] {
            assert_eq!(Agent::of(header), Agent { browser, system, mobile }, "{header}");
        }
    }
}
