//! Letters in another case, for names that are compared.

/// In upper case. No sign of another alphabet becomes a letter of ASCII: `ſ` is no `S`, and a name with one is nobody else's name
/// without it (case M080).
pub fn upper(text: &str) -> String {
    turned(text, str::to_uppercase, char::to_uppercase)
}

/// In lower case, by the same rule: the sign of the kelvin is no `k`.
pub fn lower(text: &str) -> String {
    turned(text, str::to_lowercase, char::to_lowercase)
}

/// Piece by piece, so that a letter still sees its neighbours: a sigma at the end of a word has a form of its own.
fn turned<I: Iterator<Item = char>>(text: &str, whole: fn(&str) -> String, turn: fn(char) -> I) -> String {
    let strays = |c: char| !c.is_ascii() && turn(c).any(|o| o.is_ascii());
    text.split_inclusive(strays)
        .map(|piece| match piece.char_indices().next_back() {
            Some((at, last)) if strays(last) => whole(&piece[..at]) + &piece[at..],
            _ => whole(piece),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// M080: folding makes nobody of somebody.
    #[test]
    fn m080_a_case_is_turned_within_an_alphabet() {
        for (text, big, small) in [
            ("Ada Lovelace", "ADA LOVELACE", "ada lovelace"),
            ("Äiti Žofie ΑΣ", "ÄITI ŽOFIE ΑΣ", "äiti žofie ας"),
            ("\u{212a}arl", "\u{212a}ARL", "\u{212a}arl"),
            ("\u{17f}am", "\u{17f}AM", "\u{17f}am"),
            ("d\u{131}d", "D\u{131}D", "d\u{131}d"),
            ("\u{130}x", "\u{130}X", "\u{130}x"),
            ("o\u{fb03}ce", "O\u{fb03}CE", "o\u{fb03}ce"),
            ("Stra\u{df}e", "STRA\u{df}E", "stra\u{df}e"),
        ] {
            assert_eq!((upper(text).as_str(), lower(text).as_str()), (big, small), "{text}");
        }
    }
}
