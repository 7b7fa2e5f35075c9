//! What everybody would guess: common passwords, keyboard runs, and the names of the user, the site and the application.
//!
//! The estimator is zxcvbn with its lists of common passwords and words. It sees the first hundred characters, since its
//! cost grows faster than its input. NIST SP 800-63B-4, 3.1.1.2 asks for such a list; cases M044, M045.

use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::{Match, Score};

/// How many characters are estimated.
pub const ESTIMATED: usize = 100;
/// How many words of context are looked at, and of which lengths.
const WORDS: usize = 64;
const WORD: std::ops::RangeInclusive<usize> = 3..=64;

/// Why a password is too easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guessable {
    /// It is, or is little more than, one of the passwords that many people use.
    Common,
    /// At least half of it is a name that belongs to the user, the site or an application.
    Name,
    /// Words, repetitions, keyboard runs or dates that a program tries early.
    Pattern,
}

/// How many guesses a password must outlast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// A million: all that eight characters can promise, since the estimator counts ten guesses for a random character.
    Million,
    /// A hundred million.
    HundredMillion,
}

/// Whether the password would be guessed early. `names` are the user's, the site's and the applications'.
pub fn judge<'a>(password: &str, names: impl IntoIterator<Item = &'a str>, least: Least) -> Result<(), Guessable> {
    let words = words(names);
    let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
    let head: String = password.chars().take(ESTIMATED).collect();
    let estimate = zxcvbn::zxcvbn(&head, &inputs);
    let length = head.chars().count();
    if named(password, &words) || 2 * covered(estimate.sequence(), Source::Names) >= length.max(1) {
        return Err(Guessable::Name);
    }
    let least = match least {
        Least::Million => Score::Two,
        Least::HundredMillion => Score::Three,
    };
    if estimate.score() >= least {
        return Ok(());
    }
    let common = 2 * covered(estimate.sequence(), Source::Passwords) >= length.max(1);
    Err(if common { Guessable::Common } else { Guessable::Pattern })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Names,
    Passwords,
}

/// How many characters the estimator found to be words of one source, also reversed or with digits for letters.
fn covered(sequence: &[Match], source: Source) -> usize {
    let from = |m: &&Match| match &m.pattern {
        // The list is told by its Debug name: the crate keeps the type of it to itself.
        MatchPattern::Dictionary(d) => match source {
            Source::Names => format!("{:?}", d.dictionary_name) == "UserInputs",
            Source::Passwords => format!("{:?}", d.dictionary_name) == "Passwords",
        },
        _ => false,
    };
    sequence.iter().filter(from).map(|m| m.token.chars().count()).sum()
}

/// Whether at least half of the whole password is made of the words, as written.
fn named(password: &str, words: &[String]) -> bool {
    let lower: Vec<char> = password.to_lowercase().chars().collect();
    let mut hit = vec![false; lower.len()];
    for word in words {
        let word: Vec<char> = word.chars().collect();
        for (at, window) in lower.windows(word.len()).enumerate() {
            if window == word {
                hit[at..at + word.len()].fill(true);
            }
        }
    }
    let hits = hit.iter().filter(|h| **h).count();
    hits > 0 && 2 * hits >= lower.len()
}

/// The names and the words in them, in lower case, longest first.
fn words<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = names
        .into_iter()
        .take(WORDS)
        .flat_map(|name| std::iter::once(name).chain(name.split(|c: char| !c.is_alphanumeric())))
        .map(|word| word.trim().to_lowercase())
        .filter(|word| WORD.contains(&word.chars().count()))
        .collect();
    words.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
    words.dedup();
    words.truncate(WORDS);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["ada.lovelace@example.com", "demosite", "Payroll", "Ab"];

    fn of(password: &str) -> Result<(), Guessable> {
        judge(password, NAMES, Least::HundredMillion)
    }

    /// M045: refused with a reason; each beside one that differs in what is attacked.
    #[test]
    fn what_everybody_would_guess_is_refused() {
        for (password, why) in [
            ("password", Guessable::Common),
            ("letmein1", Guessable::Common),
            ("qwertyuiop", Guessable::Common),
            ("trustno1trustno1", Guessable::Pattern),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", Guessable::Pattern),
            ("abcdefghijklmnopqrstuvwxyz", Guessable::Pattern),
            ("lovelace2024", Guessable::Name),
            ("Payroll-Payroll!", Guessable::Name),
            ("d3m0s1te demosite", Guessable::Name),
            ("ada.lovelace@example.com", Guessable::Name),
            ("etisomed123", Guessable::Name),
        ] {
            assert_eq!(of(password), Err(why), "{password}");
        }
        for fine in [
            "correct horse battery staple",
            "vuosi vaihtuu taas Kemissä",
            "9fK#2mVq!7xL",
            "Payroll is dull without purple tulips",
            "密码很长也没关系的十五个字符",
        ] {
            assert_eq!(of(fine), Ok(()), "{fine}");
        }
    }

    #[test]
    fn a_name_is_only_bad_for_whom_it_belongs_to() {
        let password = "Zanzibarquay-71";
        assert_eq!(judge(password, ["zanzibarquay"], Least::HundredMillion), Err(Guessable::Name));
        assert_eq!(judge(password, ["somebody"], Least::HundredMillion), Ok(()));
    }

    #[test]
    fn eight_random_characters_are_enough_only_where_eight_are_asked() {
        for (password, short, long) in [
            ("kÖq7 zWå", Ok(()), Err(Guessable::Pattern)),
            ("letmein1", Err(Guessable::Common), Err(Guessable::Common)),
        ] {
            assert_eq!(judge(password, [], Least::Million), short);
            assert_eq!(judge(password, [], Least::HundredMillion), long);
        }
    }

    #[test]
    fn long_passwords_are_estimated_by_their_head() {
        let long = "p7#Qz".to_owned() + &"correct horse battery staple ".repeat(140);
        assert!(long.len() > 4000);
        assert_eq!(of(&long), Ok(()));
        assert_eq!(of(&"x".repeat(4096)), Err(Guessable::Pattern));
    }

    #[test]
    fn no_input_is_too_odd() {
        for odd in ["", " ", "\0", "🔑", "İİİİİİİİ", "ada", "\u{301}\u{301}\u{301}"] {
            assert!(of(odd).is_err(), "{odd:?}");
        }
        assert_eq!(judge("9fK#2mVq!7xL", std::iter::repeat_n("", 1000), Least::HundredMillion), Ok(()));
    }
}
