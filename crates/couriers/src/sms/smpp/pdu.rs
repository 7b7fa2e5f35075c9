//! Protocol data units of SMPP 3.4, as far as a sender of messages meets them. Pure, bounded.

/// A unit with its head (SMPP 3.4, 3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdu {
    /// `command_status`: 0 in requests, and in answers that say yes.
    pub status: u32,
    pub sequence: u32,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Bind(Bind),
    /// To the same command with its first bit set; what stands in it matters to nobody here.
    BindAnswer {
        receives: bool,
        system_id: String,
    },
    Submit(Submit),
    SubmitAnswer {
        message_id: String,
    },
    EnquireLink,
    EnquireLinkAnswer,
    Unbind,
    UnbindAnswer,
    /// A message or a receipt that a transceiver is handed; answered, not read.
    Deliver,
    DeliverAnswer,
    GenericNack,
    /// Anything else, by its command.
    Other(u32),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bind {
    /// As a transceiver.
    pub receives: bool,
    pub system_id: String,
    pub password: String,
    pub system_type: String,
}

/// `submit_sm`; what is not here is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submit {
    pub source: Address,
    pub dest: Address,
    /// 0x40 where the text begins with a header.
    pub esm_class: u8,
    pub data_coding: u8,
    /// `YYMMDDhhmmsstnnp`; empty for the centre's default.
    pub validity: String,
    /// `short_message`, at most 254 octets; empty where the text is in `message_payload`.
    pub text: Vec<u8>,
    pub more: Vec<Parameter>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub ton: u8,
    pub npi: u8,
    pub digits: String,
}

/// An optional parameter (5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub tag: u16,
    pub value: Vec<u8>,
}

pub const SAR_REFERENCE: u16 = 0x020c;
pub const SAR_TOTAL: u16 = 0x020e;
pub const SAR_SEQUENCE: u16 = 0x020f;
pub const MESSAGE_PAYLOAD: u16 = 0x0424;

/// What is no unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no unit of SMPP")]
pub struct NoPdu;

/// The longest unit that is read.
pub const LONGEST: usize = 16 * 1024;
const HEAD: usize = 16;
const ANSWER: u32 = 0x8000_0000;

impl Pdu {
    pub const fn request(sequence: u32, body: Body) -> Self {
        Self { status: 0, sequence, body }
    }

    /// The answer to what the other side asks; `None` where there is none.
    pub fn answer(&self) -> Option<Self> {
        let body = match &self.body {
            Body::EnquireLink => Body::EnquireLinkAnswer,
            Body::Unbind => Body::UnbindAnswer,
            Body::Deliver => Body::DeliverAnswer,
            Body::Other(command) if command & ANSWER == 0 => {
                return Some(Self { status: INVALID_COMMAND, sequence: self.sequence, body: Body::GenericNack });
            }
            _ => return None,
        };
        Some(Self { status: 0, sequence: self.sequence, body })
    }

    /// How long the unit is that begins with these four octets.
    pub fn length(head: [u8; 4]) -> Result<usize, NoPdu> {
        let length = usize::try_from(u32::from_be_bytes(head)).map_err(|_| NoPdu)?;
        (HEAD..=LONGEST).contains(&length).then_some(length).ok_or(NoPdu)
    }

    /// Reads one whole unit.
    pub fn read(octets: &[u8]) -> Result<Self, NoPdu> {
        let mut reader = Reader(octets);
        let length = usize::try_from(reader.long()?).map_err(|_| NoPdu)?;
        if length != octets.len() || length > LONGEST {
            return Err(NoPdu);
        }
        let (command, status, sequence) = (reader.long()?, reader.long()?, reader.long()?);
        Ok(Self { status, sequence, body: body(command, &mut reader)? })
    }

    pub fn write(&self) -> Vec<u8> {
        let mut out = vec![0; 4];
        for number in [command(&self.body), self.status, self.sequence] {
            out.extend(number.to_be_bytes());
        }
        match &self.body {
            Body::Bind(bind) => {
                text(&mut out, &bind.system_id, 15);
                text(&mut out, &bind.password, 8);
                text(&mut out, &bind.system_type, 12);
                // interface_version 3.4, then an address range that is nobody's.
                out.extend([0x34, 0, 0, 0]);
            }
            Body::BindAnswer { system_id, .. } => text(&mut out, system_id, 15),
            Body::SubmitAnswer { message_id } => text(&mut out, message_id, 64),
            Body::Submit(submit) => submit.write(&mut out),
            Body::DeliverAnswer => out.push(0),
            _ => {}
        }
        let length = u32::try_from(out.len()).unwrap_or(u32::MAX);
        out[..4].copy_from_slice(&length.to_be_bytes());
        out
    }
}

/// `ESME_RINVCMDID`.
const INVALID_COMMAND: u32 = 0x03;

const fn command(body: &Body) -> u32 {
    match body {
        Body::Bind(bind) => {
            if bind.receives {
                0x09
            } else {
                0x02
            }
        }
        Body::BindAnswer { receives, .. } => ANSWER | if *receives { 0x09 } else { 0x02 },
        Body::Submit(_) => 0x04,
        Body::SubmitAnswer { .. } => ANSWER | 0x04,
        Body::Deliver => 0x05,
        Body::DeliverAnswer => ANSWER | 0x05,
        Body::Unbind => 0x06,
        Body::UnbindAnswer => ANSWER | 0x06,
        Body::EnquireLink => 0x15,
        Body::EnquireLinkAnswer => ANSWER | 0x15,
        Body::GenericNack => ANSWER,
        Body::Other(command) => *command,
    }
}

fn body(command: u32, reader: &mut Reader<'_>) -> Result<Body, NoPdu> {
    Ok(match command {
        0x02 | 0x09 => {
            let (system_id, password, system_type) = (reader.text(15)?, reader.text(8)?, reader.text(12)?);
            Body::Bind(Bind { receives: command == 0x09, system_id, password, system_type })
        }
        // An answer that says no may have no body (4.1.2).
        0x8000_0002 | 0x8000_0009 => Body::BindAnswer { receives: command == 0x8000_0009, system_id: reader.rest(15)? },
        0x04 => Body::Submit(Submit::read(reader)?),
        0x8000_0004 => Body::SubmitAnswer { message_id: reader.rest(64)? },
        0x05 => Body::Deliver,
        0x8000_0005 => Body::DeliverAnswer,
        0x06 => Body::Unbind,
        0x8000_0006 => Body::UnbindAnswer,
        0x15 => Body::EnquireLink,
        0x8000_0015 => Body::EnquireLinkAnswer,
        ANSWER => Body::GenericNack,
        other => Body::Other(other),
    })
}

impl Submit {
    fn write(&self, out: &mut Vec<u8>) {
        // service_type: the centre's default.
        out.push(0);
        for address in [&self.source, &self.dest] {
            out.extend([address.ton, address.npi]);
            text(out, &address.digits, 20);
        }
        out.extend([self.esm_class, 0, 0, 0]);
        text(out, &self.validity, 16);
        let fits = self.text.len().min(254);
        // registered_delivery and replace_if_present off, no default message.
        out.extend([0, 0, self.data_coding, 0, u8::try_from(fits).unwrap_or(254)]);
        out.extend(&self.text[..fits]);
        for parameter in &self.more {
            let length = u16::try_from(parameter.value.len()).unwrap_or(u16::MAX);
            out.extend(parameter.tag.to_be_bytes());
            out.extend(length.to_be_bytes());
            out.extend(&parameter.value[..usize::from(length)]);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, NoPdu> {
        reader.text(5)?;
        let (source, dest) = (reader.address()?, reader.address()?);
        let esm_class = reader.octet()?;
        reader.take(2)?;
        reader.text(16)?;
        let validity = reader.text(16)?;
        reader.take(2)?;
        let data_coding = reader.octet()?;
        reader.take(1)?;
        let length = usize::from(reader.octet()?);
        let text = reader.take(length)?.to_vec();
        let mut more = Vec::new();
        while !reader.0.is_empty() {
            let (tag, length) = (reader.short()?, reader.short()?);
            more.push(Parameter { tag, value: reader.take(usize::from(length))?.to_vec() });
        }
        Ok(Self { source, dest, esm_class, data_coding, validity, text, more })
    }
}

/// A C-octet string of at most so many octets beside its end; what is not ASCII has no place in one.
fn text(out: &mut Vec<u8>, text: &str, most: usize) {
    out.extend(text.bytes().filter(|b| b.is_ascii() && *b != 0).take(most));
    out.push(0);
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], NoPdu> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(NoPdu)?;
        self.0 = rest;
        Ok(taken)
    }
    fn octet(&mut self) -> Result<u8, NoPdu> {
        Ok(self.take(1)?[0])
    }
    fn short(&mut self) -> Result<u16, NoPdu> {
        self.take(2)?.try_into().map(u16::from_be_bytes).map_err(|_| NoPdu)
    }
    fn long(&mut self) -> Result<u32, NoPdu> {
        self.take(4)?.try_into().map(u32::from_be_bytes).map_err(|_| NoPdu)
    }
    fn text(&mut self, most: usize) -> Result<String, NoPdu> {
        let end = self.0.iter().position(|b| *b == 0).filter(|at| *at <= most).ok_or(NoPdu)?;
        let octets = self.take(end + 1)?;
        Ok(octets[..end].iter().filter(|b| b.is_ascii()).map(|b| char::from(*b)).collect())
    }
    /// A text, or nothing at all.
    fn rest(&mut self, most: usize) -> Result<String, NoPdu> {
        if self.0.is_empty() { Ok(String::new()) } else { self.text(most) }
    }
    fn address(&mut self) -> Result<Address, NoPdu> {
        Ok(Address { ton: self.octet()?, npi: self.octet()?, digits: self.text(20)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// SMPP 3.4, 3.2.3: the specification's own example of a bind_transmitter.
    #[test]
    fn the_example_of_the_specification() {
        let octets = [
            0x00, 0x00, 0x00, 0x2f, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x53, 0x4d,
            0x50, 0x50, 0x33, 0x54, 0x45, 0x53, 0x54, 0x00, 0x73, 0x65, 0x63, 0x72, 0x65, 0x74, 0x30, 0x38, 0x00, 0x53,
            0x55, 0x42, 0x4d, 0x49, 0x54, 0x31, 0x00, 0x34, 0x00, 0x00, 0x00,
        ];
        let bind = Bind {
            receives: false,
            system_id: "SMPP3TEST".into(),
            password: "secret08".into(),
            system_type: "SUBMIT1".into(),
        };
        let pdu = Pdu::request(1, Body::Bind(bind));
        assert_eq!(pdu.write(), octets);
        assert_eq!(Pdu::read(&octets), Ok(pdu));
    }

    #[test]
    fn what_is_no_unit_is_refused() {
        let good = Pdu::request(7, Body::EnquireLink).write();
        assert!(Pdu::read(&good).is_ok());
        for length in 0..good.len() {
            assert_eq!(Pdu::read(&good[..length]), Err(NoPdu), "{length}");
        }
        for (length, read) in [(15, false), (16, true), (16 * 1024, true), (16 * 1024 + 1, false), (u32::MAX, false)] {
            assert_eq!(Pdu::length(length.to_be_bytes()).is_ok(), read, "{length}");
        }
        let refused =
            Pdu { status: 13, sequence: 1, body: Body::BindAnswer { receives: true, system_id: String::new() } };
        let mut bare = refused.write();
        bare.pop();
        bare[3] = 16;
        assert_eq!(Pdu::read(&bare), Ok(refused), "an answer that says no may have no body");
    }

    #[test]
    fn what_is_asked_of_us_is_answered() {
        for (asked, answered) in [
            (Body::EnquireLink, Some(Body::EnquireLinkAnswer)),
            (Body::Unbind, Some(Body::UnbindAnswer)),
            (Body::Deliver, Some(Body::DeliverAnswer)),
            (Body::Other(0x103), Some(Body::GenericNack)),
            (Body::Other(0x8000_0103), None),
            (Body::EnquireLinkAnswer, None),
            (Body::GenericNack, None),
        ] {
            let answer = Pdu::request(9, asked.clone()).answer();
            assert!(answer.as_ref().is_none_or(|a| a.sequence == 9));
            assert_eq!(answer.map(|a| a.body), answered, "{asked:?}");
        }
    }

    proptest! {
        #[test]
        fn a_submit_reads_back(
            from in "[A-Za-z0-9]{0,11}", to in "[0-9]{1,20}", text in prop::collection::vec(any::<u8>(), 0..=254),
            payload in prop::collection::vec(any::<u8>(), 0..600), coding in any::<u8>(), sequence in any::<u32>(),
        ) {
            let submit = Submit {
                source: Address { ton: 5, npi: 0, digits: from },
                dest: Address { ton: 1, npi: 1, digits: to },
                data_coding: coding,
                text,
                more: vec![Parameter { tag: MESSAGE_PAYLOAD, value: payload }],
                ..Submit::default()
            };
            let pdu = Pdu::request(sequence, Body::Submit(submit));
            prop_assert_eq!(Pdu::read(&pdu.write()), Ok(pdu));
        }

        #[test]
        fn anything_is_read_or_refused(octets in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(pdu) = Pdu::read(&octets) {
                let again = Pdu::read(&pdu.write());
                prop_assert_eq!(again, Ok(pdu));
            }
        }
    }
}
