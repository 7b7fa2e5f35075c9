//! What a subject is called.

use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// A name identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameId {
    pub value: String,
    pub format: Option<String>,
    pub name_qualifier: Option<String>,
    pub sp_name_qualifier: Option<String>,
    pub sp_provided_id: Option<String>,
}

impl NameId {
    /// The longest name that is read (SAML core, 8.3.7, has 256 for persistent ones; mail addresses are longer).
    pub const MAX: usize = 1024;

    /// A name of this format.
    pub fn new(value: &str, format: &str) -> Self {
        Self { value: value.to_owned(), format: Some(format.to_owned()), ..Self::default() }
    }

    /// Reads a name. The text counts whole or not at all.
    pub fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let value = node.text("NameID")?.into_owned();
        if value.trim().is_empty() || value.len() > Self::MAX {
            return Err(Malformed::Value("NameID"));
        }
        let attr = |name| node.attr(name).map(str::to_owned);
        Ok(Self {
            value,
            format: attr("Format"),
            name_qualifier: attr("NameQualifier"),
            sp_name_qualifier: attr("SPNameQualifier"),
            sp_provided_id: attr("SPProvidedID"),
        })
    }

    /// Writes it as an element that stands by itself, to be encrypted.
    pub fn standalone(&self) -> String {
        let mut out = Writer::new();
        self.write_with(&mut out, Some(ns::SAML));
        out.finish()
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        self.write_with(out, None);
    }

    fn write_with(&self, out: &mut Writer, namespace: Option<&str>) {
        let attributes = [
            ("xmlns:saml", namespace),
            ("Format", self.format.as_deref()),
            ("NameQualifier", self.name_qualifier.as_deref()),
            ("SPNameQualifier", self.sp_name_qualifier.as_deref()),
            ("SPProvidedID", self.sp_provided_id.as_deref()),
        ];
        out.leaf("saml:NameID", &attributes, &self.value);
    }
}

/// What a service provider wants its users called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameIdPolicy {
    pub format: Option<String>,
    pub sp_name_qualifier: Option<String>,
    /// Whether a new name may be made. Absent means no, in the standard's words.
    pub allow_create: Option<bool>,
}

impl NameIdPolicy {
    pub(crate) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            format: node.attr("Format").map(str::to_owned),
            sp_name_qualifier: node.attr("SPNameQualifier").map(str::to_owned),
            allow_create: node.flag("AllowCreate")?,
        })
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        let attributes = [
            ("Format", self.format.as_deref()),
            ("SPNameQualifier", self.sp_name_qualifier.as_deref()),
            ("AllowCreate", self.allow_create.map(truth)),
        ];
        out.leaf("samlp:NameIDPolicy", &attributes, "");
    }
}

pub(crate) fn truth(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}
