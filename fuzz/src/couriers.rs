//! What a message centre answers, and what a text becomes on the way to it.

use couriers::sms::{
    gsm::{self, Coded},
    smpp::pdu::Pdu,
};

use crate::text;

/// What is read as a unit is written as one that reads the same.
pub fn smpp(data: &[u8]) {
    let Ok(pdu) = Pdu::read(data) else { return };
    assert_eq!(Pdu::read(&pdu.write()), Ok(pdu.clone()));
    if let Some(answer) = pdu.answer() {
        assert_eq!(answer.sequence, pdu.sequence);
        assert!(answer.answer().is_none(), "no answer is answered");
        assert!(Pdu::read(&answer.write()).is_ok());
    }
}

/// A text in parts is the text again, and no part is too long.
pub fn gsm(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (characters, most) = match gsm::coded(text) {
        Coded::Seven(characters) => (characters, 153),
        Coded::Ucs2(characters) => (characters, 134),
    };
    let parts = gsm::split(&characters, most);
    assert!(parts.iter().all(|part| part.len() <= most));
    let whole = parts.concat();
    if gsm::fits(text) {
        assert_eq!(gsm::read(&whole).as_deref(), Some(text));
    } else {
        let units: Vec<u16> = whole.chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
        assert_eq!(String::from_utf16(&units).ok().as_deref(), Some(text));
    }
}
