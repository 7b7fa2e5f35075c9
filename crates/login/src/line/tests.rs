//! Tables of what a line may be.

use model::{Id, Secret, application::Layout, login::Typed};
use plug::{Field, Prompt};

use super::{
    Choice, Line,
    parts::{chosen, inputs, parted, trigger, wanted},
};
use crate::Offer;

fn plain(text: &str) -> Line {
    Line::Plain(Secret::new(text.into()))
}

#[test]
fn f3_2b_a_passcode_is_parted_by_configured_lengths_longest_first() {
    let pairs = |typed, layout, lengths: &[u8]| -> Vec<(String, String)> {
        parted(typed, layout, lengths).into_iter().map(|p| (p.password.into(), p.code.into())).collect()
    };
    let both = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    for (typed, layout, lengths, expected) in [
        ("secret123456", Layout::Separate, &[6][..], vec![both("secret123456", "")]),
        ("secret123456", Layout::PasswordCode, &[6], vec![both("secret", "123456"), both("secret123456", "")]),
        ("123456secret", Layout::CodePassword, &[6], vec![both("secret", "123456"), both("123456secret", "")]),
        (
            "pässwörd12345678",
            Layout::PasswordCode,
            &[6, 8, 8],
            vec![both("pässwörd", "12345678"), both("pässwörd12", "345678"), both("pässwörd12345678", "")],
        ),
        ("12345", Layout::PasswordCode, &[6], vec![both("12345", "")]),
        ("123456", Layout::PasswordCode, &[6], vec![both("123456", "")]),
        ("é", Layout::CodePassword, &[1, 4], vec![both("é", "")]),
        ("no code here", Layout::PasswordCode, &[6], vec![both("no code here", "")]),
        ("", Layout::PasswordCode, &[6], vec![both("", "")]),
    ] {
        assert_eq!(pairs(typed, layout, lengths), expected, "{typed} {layout:?}");
    }
    let many: Vec<u8> = (1..=20).collect();
    assert_eq!(parted(&"1".repeat(40), Layout::PasswordCode, &many).len(), 7, "each part may cost a hash");
}

#[test]
fn f3_2_one_letter_or_none_is_a_trigger() {
    for (typed, expected) in
        [("", Some(' ')), ("  ", Some(' ')), ("p", Some('p')), ("P", Some('p')), ("É", Some('é')), ("12", None)]
    {
        assert_eq!(trigger(&plain(typed)), expected, "{typed:?}");
    }
}

#[test]
fn a_choice_goes_by_number_letter_and_name() {
    let choice = |name: &str, letter| Choice {
        offer: Offer { method: Id::fixed(1), name: name.into(), title: name.into(), icon: "", kind: "", enrol: false },
        letter,
    };
    let choices = [choice("email.1", Some('e')), choice("backup.1", None)];
    for (typed, expected) in [
        ("1", Some("email.1")),
        ("2", Some("backup.1")),
        (" E ", Some("email.1")),
        ("Backup.1", Some("backup.1")),
        ("0", None),
        ("3", None),
        ("", None),
        ("x", None),
        ("123456", None),
        ("+1", None),
    ] {
        assert_eq!(chosen(&plain(typed), &choices).map(|c| c.offer.name.as_str()), expected, "{typed:?}");
    }
}

#[test]
fn a_question_takes_its_lines_in_order() {
    let new = Field::NewPassword { hint: String::new(), args: plug::Args::new() };
    let prompt = Prompt::new("x", vec![Field::Username { value: String::new() }, new]);
    assert_eq!(inputs(&prompt), ["new_password", "new_password_again"]);
    assert_eq!(wanted(&prompt, &[]), Some("new_password"));
    let typed = [Typed { input: "new_password".into(), value: "x".into() }];
    assert_eq!(wanted(&prompt, &typed), Some("new_password_again"));
    assert_eq!(format!("{typed:?}"), "[Typed(new_password)]", "nothing typed is printed");
}
