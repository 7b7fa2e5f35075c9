//! What an assertion says about its subject.

use super::{NameId, Opener, Unreadable};
use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// An attribute and its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribute {
    pub name: String,
    pub format: Option<String>,
    pub friendly_name: Option<String>,
    pub values: Vec<Value>,
}

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// A name as the value, as in `eduPersonTargetedID`.
    NameId(NameId),
    /// The attribute has this value, and the value is nothing.
    Nil,
    /// Some structure of its own, which is not looked into.
    Other,
}

impl Value {
    /// The value as text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::NameId(name) => Some(&name.value),
            Self::Nil | Self::Other => None,
        }
    }

    fn read(node: Node<'_>) -> Result<Self, Malformed> {
        if matches!(node.attr_ns(ns::XSI, "nil"), Some("true" | "1")) {
            return Ok(Self::Nil);
        }
        if node.children().next().is_none() {
            return node.text("AttributeValue").map(|text| Self::Text(text.into_owned()));
        }
        match node.only_children("AttributeValue")?[..] {
            [name] if name.is(ns::SAML, "NameID") => NameId::read(name).map(Self::NameId),
            _ => Ok(Self::Other),
        }
    }
}

impl Attribute {
    /// An attribute with texts as values.
    pub fn new(name: &str, format: Option<&str>, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            name: name.to_owned(),
            format: format.map(str::to_owned),
            friendly_name: None,
            values: values.into_iter().map(|value| Value::Text(value.into())).collect(),
        }
    }

    /// The values that are texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter_map(Value::text)
    }

    /// Reads every attribute of a statement, the encrypted ones too.
    pub(crate) fn read_all(statement: Node<'_>, opener: &Opener<'_>) -> Result<Vec<Self>, Unreadable> {
        let mut attributes = Vec::new();
        for child in statement.children() {
            match (child.namespace(), child.name()) {
                (ns::SAML, "Attribute") => attributes.push(Self::read(child)?),
                (ns::SAML, "EncryptedAttribute") => {
                    let read = |node: Node<'_>| Ok(Self::read(node.expect(ns::SAML, "Attribute")?)?);
                    attributes.push(opener.open(child, read)?);
                }
                _ => {}
            }
        }
        Ok(attributes)
    }

    pub(crate) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: node.need_attr("Name")?.to_owned(),
            format: node.attr("NameFormat").map(str::to_owned),
            friendly_name: node.attr("FriendlyName").map(str::to_owned),
            values: node.all(ns::SAML, "AttributeValue").map(Value::read).collect::<Result<_, _>>()?,
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
            ("Name", Some(self.name.as_str())),
            ("NameFormat", self.format.as_deref()),
            ("FriendlyName", self.friendly_name.as_deref()),
        ];
        out.start("saml:Attribute", &attributes);
        for value in &self.values {
            match value {
                Value::Text(text) => {
                    out.leaf(
                        "saml:AttributeValue",
                        &[("xmlns:xs", Some(ns::XS)), ("xmlns:xsi", Some(ns::XSI)), ("xsi:type", Some("xs:string"))],
                        text,
                    );
                }
                Value::NameId(name) => {
                    out.start("saml:AttributeValue", &[]);
                    name.write(out);
                    out.end();
                }
                Value::Nil => {
                    out.leaf("saml:AttributeValue", &[("xmlns:xsi", Some(ns::XSI)), ("xsi:nil", Some("true"))], "");
                }
                Value::Other => {}
            }
        }
        out.end();
    }
}
