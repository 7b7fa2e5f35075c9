//! The languages we speak, and which of them a reader gets.

/// A language of the user interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Locale {
    #[default]
    En,
    Fi,
    Sv,
    Fr,
    De,
}

impl Locale {
    /// All of them, in the order of the footer.
    pub const ALL: [Self; 5] = [Self::En, Self::Fi, Self::Sv, Self::Fr, Self::De];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        ["en", "fi", "sv", "fr", "de"][self as usize]
    }

    /// The language's name in itself; a proper name, so it is no text of a bundle.
    pub const fn own_name(self) -> &'static str {
        ["English", "Suomi", "Svenska", "Français", "Deutsch"][self as usize]
    }

    /// The locale for a tag such as `fi`, `fi-FI` or `sv_FI`; only the language counts.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|known| known.tag().eq_ignore_ascii_case(language))
    }

    /// The first known language of a space-separated list by preference (OpenID Connect Core 3.1.2.1, `ui_locales`).
    pub fn from_list(tags: &str) -> Option<Self> {
        tags.split_ascii_whitespace().take(MOST).find_map(Self::from_tag)
    }

    /// The best known language of an Accept-Language value (RFC 9110, 12.5.4); what cannot be read is skipped.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(u16, Self)> = None;
        for range in header.split(',').take(MOST) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let Some(locale) = Self::from_tag(tag).or((tag == "*").then_some(Self::En)) else { continue };
            let Some(weight) = parts.next().map_or(Some(1000), quality) else { continue };
            if weight > 0 && best.is_none_or(|(so_far, _)| weight > so_far) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }

    /// What the reader gets: an own choice first, then what the application asked, then the browser's wish.
    pub fn negotiate(chosen: Option<&str>, ui_locales: Option<&str>, accept_language: Option<&str>) -> Self {
        chosen
            .and_then(Self::from_tag)
            .or_else(|| ui_locales.and_then(Self::from_list))
            .or_else(|| accept_language.and_then(Self::accepted))
            .unwrap_or_default()
    }
}

/// `q=0.8` in thousandths, `None` when it is not a weight.
fn quality(parameter: &str) -> Option<u16> {
    let number = parameter.trim().strip_prefix(['q', 'Q'])?.trim_start().strip_prefix('=')?.trim();
    let fits = number.len() <= 5 && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value: f32 = fits.then(|| number.parse().ok())??;
    (0.0..=1.0).contains(&value).then_some((value * 1000.0) as u16)
}

/// More entries than this are not looked at.
const MOST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_is_weighed_and_malformed_input_is_harmless() {
        for (header, expected) in [
            ("fi", Some(Locale::Fi)),
            ("sv-FI,fi;q=0.9", Some(Locale::Sv)),
            ("en;q=0.5, de;q=0.8, fr;q=0.8", Some(Locale::De)),
            ("ja, fi;q=0.1", Some(Locale::Fi)),
            ("fi;q=0, de;q=0.1", Some(Locale::De)),
            ("*", Some(Locale::En)),
            ("ja", None),
            ("", None),
            (",,;;q=,fi;q=abc", None),
            ("fi;q=9, de;q=-1, fr;q=NaN, sv;q=inf, en;q=1e0", None),
            ("\u{fffd}\u{0}, de", Some(Locale::De)),
        ] {
            assert_eq!(Locale::accepted(header), expected, "{header:?}");
        }
        assert_eq!(Locale::accepted(&"x,".repeat(100_000)), None);
    }

    #[test]
    fn an_own_choice_beats_the_application_which_beats_the_browser() {
        assert_eq!(Locale::negotiate(Some("de"), Some("fi"), Some("sv")), Locale::De);
        assert_eq!(Locale::negotiate(Some("xx"), Some("ja fi-FI en"), Some("sv")), Locale::Fi);
        assert_eq!(Locale::negotiate(None, Some("ja"), Some("sv")), Locale::Sv);
        assert_eq!(Locale::negotiate(None, None, None), Locale::En);
    }
}
