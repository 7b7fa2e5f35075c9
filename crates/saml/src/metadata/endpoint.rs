//! An address that a role can be reached at.

use percent_encoding::percent_decode_str;
use url::Url;

use super::BadMetadata;
use crate::Node;
use crate::xml::Malformed;
use crate::xml::Writer;

/// One endpoint. Its address is kept as it is written, for addresses are compared to the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoint {
    pub binding: String,
    pub location: String,
    /// Where answers go, if not there.
    pub response_location: Option<String>,
    pub index: Option<u16>,
    pub is_default: Option<bool>,
}

impl Endpoint {
    /// An endpoint without an index.
    pub fn new(binding: &str, location: &str) -> Self {
        Self { binding: binding.to_owned(), location: location.to_owned(), ..Self::default() }
    }

    /// The same, as one of several.
    #[must_use]
    pub fn indexed(mut self, index: u16, is_default: bool) -> Self {
        self.index = Some(index);
        self.is_default = is_default.then_some(true);
        self
    }

    /// The address that answers go to.
    pub fn answers_at(&self) -> &str {
        self.response_location.as_deref().unwrap_or(&self.location)
    }

    pub(super) fn read(node: Node<'_>) -> Result<Self, BadMetadata> {
        let index = node.number("index")?;
        let index = index.map(u16::try_from).transpose().map_err(|_| Malformed::Value("index"))?;
        let location = address(node.need_attr("Location")?)?;
        let response_location = node.attr("ResponseLocation").map(address).transpose()?;
        let binding = node.need_attr("Binding")?.to_owned();
        Ok(Self { binding, location, response_location, index, is_default: node.flag("isDefault")? })
    }

    pub(super) fn write(&self, out: &mut Writer, name: &'static str) {
        self.written(out, name, None);
    }

    /// The same under a name of another namespace, which is declared with it.
    pub(super) fn write_in(&self, out: &mut Writer, name: &'static str, space: (&'static str, &'static str)) {
        self.written(out, name, Some(space));
    }

    fn written(&self, out: &mut Writer, name: &'static str, space: Option<(&'static str, &'static str)>) {
        let index = self.index.map(|index| index.to_string());
        let (declared, space) = space.unzip();
        let attributes = [
            (declared.unwrap_or("xmlns"), space),
            ("Binding", Some(self.binding.as_str())),
            ("Location", Some(self.location.as_str())),
            ("ResponseLocation", self.response_location.as_deref()),
            ("index", index.as_deref()),
            ("isDefault", self.is_default.map(|flag| if flag { "true" } else { "false" })),
        ];
        out.leaf(name, &attributes, "");
    }
}

/// An address that a browser may be sent to: http or https, with a host, without a user, a fragment or a parameter that a
/// message of ours would come in.
fn address(text: &str) -> Result<String, BadMetadata> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let plain = text.bytes().all(|b| b.is_ascii_graphic()) && !text.contains(['#', '"', '<', '>', '\\', '`']);
    let url = Url::parse(text).ok().filter(|_| plain && text.len() <= 2048).ok_or(BadMetadata::Location)?;
    let web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    if !web || !url.username().is_empty() || url.password().is_some() {
        return Err(BadMetadata::Location);
    }
    let ours = |pair: &str| {
        let name = percent_decode_str(pair.split('=').next().unwrap_or_default()).decode_utf8_lossy();
        ["SAMLRequest", "SAMLResponse", "SAMLart", "RelayState", "SigAlg", "Signature"].contains(&&*name)
    };
    if url.query().is_some_and(|query| query.split('&').any(ours)) {
        return Err(BadMetadata::Shadowed);
    }
    Ok(text.to_owned())
}
