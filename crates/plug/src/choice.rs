//! Providers that a person can choose from: their names, and how they are found by what somebody types.

use model::{Locale, Time};

/// One provider, as a page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What it is called between programs; what is chosen.
    pub id: String,
    /// Names by language tag; never empty.
    pub names: Vec<(String, String)>,
    /// A small picture in the address itself (`data:`): a login page loads nothing from anywhere else.
    pub logo: String,
    /// Domains that it speaks for.
    pub domains: Vec<String>,
    /// Not listed, and not found by its name; it can be chosen all the same by those who know it.
    pub hidden: bool,
    /// Not to be chosen from then on.
    pub until: Option<Time>,
    /// Everything that it is found by, folded.
    pub sought: String,
}

/// All that a method knows, in no order.
#[derive(Clone, Debug, Default)]
pub struct Choices(pub Vec<Choice>);

impl Choice {
    /// The name in this language, else in English, else in any.
    pub fn name(&self, locale: Locale) -> &str {
        let by = |tag: &str| self.names.iter().find(|(known, _)| known.split('-').next() == Some(tag));
        let named = by(locale.tag()).or_else(|| by("en")).or_else(|| self.names.first());
        named.map_or(self.id.as_str(), |(_, name)| name.as_str())
    }

    pub fn is_open(&self, now: Time) -> bool {
        self.until.is_none_or(|end| now < end)
    }
}

impl Choices {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn named(&self, id: &str) -> Option<&Choice> {
        self.0.iter().find(|choice| choice.id == id)
    }

    /// Those that hold every word that was typed: names that begin with it first, then by name. How many there are in all stands beside
    /// the first `most` of them.
    pub fn found(&self, typed: &str, locale: Locale, now: Time, most: usize) -> (Vec<&Choice>, usize) {
        let typed: String = typed.chars().take(LONGEST).collect();
        let words: Vec<String> = fold(&typed).split_whitespace().map(str::to_owned).collect();
        let listed = self.0.iter().filter(|choice| !choice.hidden && choice.is_open(now));
        let mut found: Vec<(bool, String, &Choice)> = listed
            .filter(|choice| words.iter().all(|word| choice.sought.contains(word.as_str())))
            .map(|choice| {
                let name = fold(choice.name(locale));
                let begins = words.first().is_some_and(|word| name.starts_with(word.as_str()));
                (!begins, name, choice)
            })
            .collect();
        found.sort_by(|a, b| (a.0, &a.1, &a.2.id).cmp(&(b.0, &b.1, &b.2.id)));
        let all = found.len();
        (found.into_iter().take(most).map(|(.., choice)| choice).collect(), all)
    }

    /// The only provider that speaks for the domain of a name, where the name has one.
    pub fn speaking_for(&self, name: &str, now: Time) -> Option<&Choice> {
        let domain = name.rsplit_once('@').map(|(_, domain)| domain.trim()).filter(|domain| !domain.is_empty())?;
        let speaks = |choice: &&Choice| choice.domains.iter().any(|known| known.eq_ignore_ascii_case(domain));
        let mut all = self.0.iter().filter(|choice| choice.is_open(now)).filter(speaks);
        match (all.next(), all.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}

/// Letters as people type them in a hurry: small, and without what stands above or below them.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).flat_map(plain).collect()
}

fn plain(c: char) -> impl Iterator<Item = char> {
    let to: &str = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        // Marks that stand apart from their letters.
        '\u{300}'..='\u{36f}' => "",
        _ => return Either::One(std::iter::once(c)),
    };
    Either::Some(to.chars())
}

enum Either {
    One(std::iter::Once<char>),
    Some(std::str::Chars<'static>),
}

impl Iterator for Either {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(one) => one.next(),
            Self::Some(some) => some.next(),
        }
    }
}

/// The longest search that is looked for, in characters.
const LONGEST: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(id: &str, names: &[(&str, &str)], domains: &[&str]) -> Choice {
        let names: Vec<_> = names.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
        let sought = names.iter().map(|(_, name)| fold(name)).collect::<Vec<_>>().join("\n");
        let domains = domains.iter().map(|d| (*d).to_owned()).collect();
        Choice { id: id.into(), names, domains, sought, ..Choice::default() }
    }

    fn some() -> Choices {
        Choices(vec![
            choice(
                "https://helsinki.test",
                &[("fi", "Helsingin yliopisto"), ("en", "University of Helsinki")],
                &["helsinki.test"],
            ),
            choice(
                "https://abo.test",
                &[("sv", "Åbo Akademi"), ("en", "Åbo Akademi University")],
                &["abo.test", "shared.test"],
            ),
            choice("https://aalto.test", &[("en", "Aalto University")], &["aalto.test", "shared.test"]),
            Choice { hidden: true, ..choice("https://hidden.test", &[("en", "Hidden University")], &["hidden.test"]) },
            Choice {
                until: Some(Time::from_seconds(5)),
                ..choice("https://old.test", &[("en", "Old University")], &["old.test"])
            },
        ])
    }

    #[test]
    fn what_is_typed_finds_names_in_every_language() {
        let found = |typed: &str, locale| {
            let all = some();
            let (found, count) = all.found(typed, locale, Time::from_seconds(5), 2);
            (found.iter().map(|c| c.name(locale).to_owned()).collect::<Vec<_>>(), count)
        };
        assert_eq!(found("", Locale::En), (vec!["Aalto University".into(), "Åbo Akademi University".into()], 3));
        assert_eq!(found("abo", Locale::Sv), (vec!["Åbo Akademi".into()], 1));
        assert_eq!(found("ÅBO uni", Locale::Sv), (vec!["Åbo Akademi".into()], 1));
        assert_eq!(found("yliopisto", Locale::En), (vec!["University of Helsinki".into()], 1));
        // Names that begin with it come first.
        assert_eq!(found("uni", Locale::En).0[0], "University of Helsinki");
        for nothing in ["hidden", "old", "helsinki aalto", "\u{0}"] {
            assert_eq!(found(nothing, Locale::En), (vec![], 0), "{nothing}");
        }
    }

    #[test]
    fn a_domain_names_its_only_provider() {
        let all = some();
        let for_name = |name| all.speaking_for(name, Time::from_seconds(5)).map(|c| c.id.as_str());
        assert_eq!(for_name("ada@HELSINKI.test"), Some("https://helsinki.test"));
        assert_eq!(for_name("ada@hidden.test"), Some("https://hidden.test"));
        for nobody in ["ada@shared.test", "ada@old.test", "ada@other.test", "helsinki.test", "ada@", ""] {
            assert_eq!(for_name(nobody), None, "{nobody}");
        }
    }
}
