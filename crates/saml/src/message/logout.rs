//! Single logout.

use super::{Head, NameId, Opener, Status, Unreadable};
use crate::xml::Writer;
use crate::{Instant, Malformed, Node, Signed, ns};

/// Somebody's sessions are to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutRequest {
    pub head: Head,
    pub name_id: NameId,
    /// Which sessions; all of the subject's where there are none.
    pub session_indexes: Vec<String>,
    pub not_on_or_after: Option<Instant>,
    pub reason: Option<String>,
}

impl LogoutRequest {
    /// Reads a request to log out, which must be signed: nobody else may end others' sessions.
    pub fn read(signed: &Signed<'_>, opener: &Opener<'_>) -> Result<Self, Unreadable> {
        let node = signed.node();
        let head = Head::read(node, "LogoutRequest")?;
        let plain = node.child(ns::SAML, "NameID")?.map(NameId::read).transpose()?;
        let name_id = match (plain, node.child(ns::SAML, "EncryptedID")?) {
            (Some(name), None) => name,
            (None, Some(sealed)) => opener.open(sealed, |id| Ok(NameId::read(id.expect(ns::SAML, "NameID")?)?))?,
            (None, None) => return Err(Malformed::Missing("NameID").into()),
            (Some(_), Some(_)) => return Err(Malformed::Repeated("NameID").into()),
        };
        let indexes: Vec<Node<'_>> = node.all(ns::SAMLP, "SessionIndex").collect();
        if indexes.len() > MAX_INDEXES {
            return Err(Malformed::Value("SessionIndex").into());
        }
        Ok(Self {
            head,
            name_id,
            session_indexes: indexes.iter().map(|n| n.word("SessionIndex")).collect::<Result<_, _>>()?,
            not_on_or_after: node.instant("NotOnOrAfter")?,
            reason: node.attr("Reason").map(str::to_owned),
        })
    }

    /// Writes it, to be signed.
    pub fn write(&self) -> String {
        let mut out = Writer::new();
        let until = self.not_on_or_after.map(|t| t.to_string());
        let attributes = [("NotOnOrAfter", until.as_deref()), ("Reason", self.reason.as_deref())];
        self.head.start(&mut out, "samlp:LogoutRequest", &attributes);
        self.name_id.write(&mut out);
        for index in &self.session_indexes {
            out.leaf("samlp:SessionIndex", &[], index);
        }
        out.finish()
    }
}

/// How a logout ended elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutResponse {
    pub head: Head,
    pub status: Status,
}

impl LogoutResponse {
    /// Reads the answer to a logout.
    pub fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let head = Head::read(node, "LogoutResponse")?;
        Ok(Self { head, status: Status::read(node.need(ns::SAMLP, "Status")?)? })
    }

    /// Writes it, to be signed.
    pub fn write(&self) -> String {
        let mut out = Writer::new();
        self.head.start(&mut out, "samlp:LogoutResponse", &[]);
        self.status.write(&mut out);
        out.finish()
    }
}

/// More sessions than one person has at one application.
const MAX_INDEXES: usize = 64;
