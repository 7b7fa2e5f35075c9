//! Texts on their way into attributes.

use crate::text::{cut, line, paragraph, pieces};

#[test]
fn control_characters_do_not_pass() {
    for (text, on_one_line, with_breaks) in [
        ("plain ä 🔑", "plain ä 🔑", "plain ä 🔑"),
        ("a\r\nb", "a  b", "a\nb"),
        ("a\nb\rc", "a b c", "a\nb c"),
        ("a\0b\u{7f}\u{85}\u{9b}\tc", "a b    c", "a b    c"),
        ("a\u{2028}b\u{2029}", "a b ", "a b "),
    ] {
        assert_eq!(line(text), on_one_line);
        assert_eq!(paragraph(text), with_breaks);
    }
}

#[test]
fn texts_are_cut_between_characters() {
    for (text, bytes, beginning) in [("", 3, ""), ("abc", 0, ""), ("abc", 3, "abc"), ("äö", 3, "ä"), ("🔑", 3, "")]
    {
        assert_eq!(cut(text, bytes), beginning);
    }
    assert_eq!(pieces("aäöü🔑", 5).collect::<Vec<_>>(), ["aäö", "ü", "🔑"]);
    assert_eq!(pieces("🔑🔑", 1).count(), 2);
    assert_eq!(pieces("", 9).count(), 0);
}
