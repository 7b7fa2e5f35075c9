//! Whom an assertion is about, and who may present it.

use super::{NameId, Opener, Unreadable};
use crate::xml::Writer;
use crate::{Instant, Malformed, Node, Window, ns};

/// The subject of an assertion or a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    pub name_id: Option<NameId>,
    /// It came encrypted.
    pub was_encrypted: bool,
    pub confirmations: Vec<Confirmation>,
}

/// One way to confirm that who presents the assertion may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    pub method: String,
    pub recipient: Option<String>,
    pub in_response_to: Option<String>,
    pub window: Window,
    pub address: Option<String>,
}

impl Subject {
    pub(crate) fn read(node: Node<'_>, opener: &Opener<'_>) -> Result<Self, Unreadable> {
        let plain = node.child(ns::SAML, "NameID")?.map(NameId::read).transpose()?;
        let sealed = node.child(ns::SAML, "EncryptedID")?;
        let was_encrypted = sealed.is_some();
        let name_id = match (plain, sealed) {
            (Some(_), Some(_)) => return Err(Malformed::Repeated("NameID").into()),
            (plain, None) => plain,
            (None, Some(sealed)) => {
                let read = |id: Node<'_>| Ok(NameId::read(id.expect(ns::SAML, "NameID")?)?);
                Some(opener.open(sealed, read)?)
            }
        };
        let confirmations =
            node.all(ns::SAML, "SubjectConfirmation").map(Confirmation::read).collect::<Result<_, _>>()?;
        Ok(Self { name_id, was_encrypted, confirmations })
    }

    pub(crate) fn write(&self, out: &mut Writer, sealed: Option<&str>) {
        out.start("saml:Subject", &[]);
        match (sealed, &self.name_id) {
            (Some(sealed), _) => {
                out.raw(sealed);
            }
            (None, Some(name)) => name.write(out),
            (None, None) => {}
        }
        for confirmation in &self.confirmations {
            confirmation.write(out);
        }
        out.end();
    }
}

impl Confirmation {
    /// Whoever brings it to this address, before this moment, in answer to this request.
    pub fn bearer(recipient: &str, in_response_to: Option<&str>, until: Instant) -> Self {
        Self {
            method: ns::confirmation::BEARER.to_owned(),
            recipient: Some(recipient.to_owned()),
            in_response_to: in_response_to.map(str::to_owned),
            window: Window { not_before: None, not_on_or_after: Some(until) },
            address: None,
        }
    }

    fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let method = node.need_attr("Method")?.to_owned();
        let Some(data) = node.child(ns::SAML, "SubjectConfirmationData")? else {
            return Ok(Self { method, ..Self::default() });
        };
        let attr = |name| data.attr(name).map(str::to_owned);
        Ok(Self {
            method,
            recipient: attr("Recipient"),
            in_response_to: attr("InResponseTo"),
            window: Window { not_before: data.instant("NotBefore")?, not_on_or_after: data.instant("NotOnOrAfter")? },
            address: attr("Address"),
        })
    }

    fn write(&self, out: &mut Writer) {
        let end = self.window.not_on_or_after.map(|t| t.to_string());
        let attributes = [
            ("InResponseTo", self.in_response_to.as_deref()),
            ("NotOnOrAfter", end.as_deref()),
            ("Recipient", self.recipient.as_deref()),
            ("Address", self.address.as_deref()),
        ];
        out.start("saml:SubjectConfirmation", &[("Method", Some(&self.method))])
            .leaf("saml:SubjectConfirmationData", &attributes, "")
            .end();
    }
}
