//! Words: what a user is searched by, and what is made of the text that somebody types to find one.
//!
//! Both sides lose case, accents and punctuation the same way, so that `muller` finds `Müller` and `obrien` finds `O'Brien`.

use std::{cmp::Reverse, collections::BTreeSet};

use model::User;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Words of one user that are kept, and words of a question that count.
const KEPT: usize = 48;
pub const ASKED: usize = 4;
/// Letters of a word.
const LETTERS: usize = 64;
/// Attributes that are searched beside the name.
const ATTRIBUTES: [&str; 4] = ["cn", "givenName", "sn", "email"];

/// The words by which a user is found.
pub fn of_user(user: &User) -> BTreeSet<String> {
    let attributes = ATTRIBUTES.iter().filter_map(|name| user.attributes.get(*name)).flatten();
    std::iter::once(&user.name).chain(attributes).flat_map(|text| words(text)).take(KEPT).collect()
}

/// The words of a question, the longest first. `None` where nothing was asked; empty where nobody can be found by it.
pub fn asked(text: &str) -> Option<Vec<String>> {
    if text.trim().is_empty() {
        return None;
    }
    let all: BTreeSet<String> = words(text).collect();
    let mut all: Vec<String> = all.into_iter().collect();
    all.sort_by_key(|word| Reverse(word.len()));
    all.truncate(ASKED);
    Some(all)
}

/// Where the words that begin with one lie in byte order: from, and before.
pub fn range(word: &str) -> (String, String) {
    (word.to_owned(), format!("{word}\u{10FFFF}"))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | 'ʼ' | '`'))
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(|c| bare(c).chars().collect::<Vec<_>>())
        .collect();
    let all: Vec<String> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LETTERS).collect())
        .collect();
    all.into_iter()
}

/// Letters that Unicode does not take apart and people type without their stroke.
fn bare(c: char) -> std::borrow::Cow<'static, str> {
    match c {
        'ß' => "ss".into(),
        'æ' => "ae".into(),
        'œ' => "oe".into(),
        'ø' => "o".into(),
        'đ' | 'ð' => "d".into(),
        'ł' => "l".into(),
        'þ' => "th".into(),
        'ħ' => "h".into(),
        'ı' => "i".into(),
        'ς' => "σ".into(),
        other => String::from(other).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        for (text, found) in [
            ("Äijä Müller", &["aija", "muller"][..]),
            ("O'Brien-Smith", &["obrien", "smith"]),
            ("ada.lovelace@Demo.test", &["ada", "lovelace", "demo", "test"]),
            ("Straße ŁÓDŹ Ærø", &["strasse", "lodz", "aero"]),
            ("İstanbul ΟΔΟΣ", &["istanbul", "οδοσ"]),
            ("user-00042", &["user", "00042"]),
            ("山田 太郎", &["山田", "太郎"]),
            ("%_!' ", &[]),
        ] {
            assert_eq!(words(text).collect::<Vec<_>>(), found, "{text}");
        }
    }

    #[test]
    fn the_longest_words_of_a_question_count() {
        assert_eq!(asked(" \t"), None);
        assert_eq!(asked("%"), Some(Vec::new()));
        assert_eq!(asked("a bb ccc bb dddd eeeee"), Some(["eeeee", "dddd", "ccc", "bb"].map(String::from).to_vec()));
        assert_eq!(asked(&"x".repeat(500)), Some(vec!["x".repeat(LETTERS)]));
    }

    #[test]
    fn a_range_holds_what_begins_so_and_nothing_else() {
        let (from, before) = range("ab");
        for (word, inside) in
            [("ab", true), ("abé", true), ("ab\u{FFFF}", true), ("aa", false), ("ac", false), ("a", false)]
        {
            assert_eq!(from.as_str() <= word && word < before.as_str(), inside, "{word}");
        }
    }
}
