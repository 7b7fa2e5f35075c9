//! The redirect binding: a message in an address, with a signature over the octets of the address itself.

use base64::{Engine, engine::general_purpose::STANDARD};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{BadRelayState, Parameter, RelayState};
use crate::signature::SignatureMethod;
use crate::{Allow, Node, PublicKey, Signed, SigningKey, Xml};

/// A message that came in an address.
#[derive(Clone, Debug)]
pub struct Received {
    pub parameter: Parameter,
    xml: Vec<u8>,
    pub relay_state: Option<RelayState>,
    signature: Option<Detached>,
}

/// The signature of an address, and the octets it is over.
#[derive(Clone, Debug)]
struct Detached {
    octets: String,
    algorithm: String,
    value: Vec<u8>,
}

/// Why an address holds no message, or not what was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRedirect {
    #[error("there is no message in the address")]
    Missing,
    #[error("a parameter is there twice, or a request beside a response")]
    Repeated,
    /// A name is spelt in another way, so that another program may not see it.
    #[error("the name of a parameter is encoded")]
    Name,
    #[error("the message is in another encoding than DEFLATE")]
    SamlEncoding,
    #[error("a value is not encoded as it must be")]
    Encoding,
    #[error("the message is larger than is read")]
    TooLong,
    #[error(transparent)]
    RelayState(#[from] BadRelayState),
    /// The signed parameters stand in another order than the one that is signed.
    #[error("the signed parameters are not in their order")]
    Order,
    #[error("there is a part of a signature only")]
    HalfSigned,
    #[error("the message is not signed")]
    Unsigned,
    #[error("the signature method is not allowed")]
    SignatureMethod,
    #[error("no trusted key made the signature")]
    Key,
    /// The tree given is not of this message.
    #[error("the document is another one")]
    OtherDocument,
}

impl Received {
    /// The longest query that is read.
    pub const MAX_QUERY: usize = 256 * 1024;

    /// Takes a message out of a query as it was received, before anybody decoded anything. What it inflates to is at most
    /// `max` bytes.
    pub fn parse(query: &str, max: usize, max_relay_state: usize) -> Result<Self, BadRedirect> {
        if query.len() > Self::MAX_QUERY {
            return Err(BadRedirect::TooLong);
        }
        let found = Found::read(query)?;
        let (parameter, raw) = found.message.ok_or(BadRedirect::Missing)?;
        if found.encoding.is_some_and(|encoding| decoded(encoding).as_deref() != Some(DEFLATE)) {
            return Err(BadRedirect::SamlEncoding);
        }
        let message = decoded(raw).and_then(|text| super::base64(&text)).ok_or(BadRedirect::Encoding)?;
        let xml = decompress_to_vec_with_limit(&message, max).map_err(|e| match e.status {
            miniz_oxide::inflate::TINFLStatus::HasMoreOutput => BadRedirect::TooLong,
            _ => BadRedirect::Encoding,
        })?;
        let relay_state = found.relay_state.map(|raw| decoded(raw).ok_or(BadRedirect::Encoding)).transpose()?;
        let relay_state = relay_state.filter(|value| !value.is_empty());
        let relay_state = relay_state.map(|value| RelayState::new(&value, max_relay_state)).transpose()?;
        Ok(Self { parameter, xml, relay_state, signature: found.signature(parameter, raw)? })
    }

    /// The document, to be parsed.
    pub fn xml(&self) -> &[u8] {
        &self.xml
    }

    /// Whether there is a signature, right or wrong.
    pub fn is_signed(&self) -> bool {
        self.signature.is_some()
    }

    /// The message in the document parsed from [`Self::xml`], as signed by one of the keys.
    pub fn verify<'d>(&self, xml: &'d Xml<'d>, keys: &[PublicKey], allow: Allow) -> Result<Signed<'d>, BadRedirect> {
        if xml.source().as_bytes() != self.xml {
            return Err(BadRedirect::OtherDocument);
        }
        let Detached { octets, algorithm, value } = self.signature.as_ref().ok_or(BadRedirect::Unsigned)?;
        let method = SignatureMethod::named(algorithm, allow).ok_or(BadRedirect::SignatureMethod)?;
        let made = |key: &PublicKey| key.verifies(method, octets.as_bytes(), value);
        let key = keys.iter().position(made).ok_or(BadRedirect::Key)?;
        let root: Node<'d> = xml.root();
        Ok(Signed::beside(root, key))
    }
}

/// The parameters of a query as they stand in it, still encoded.
#[derive(Default)]
struct Found<'q> {
    message: Option<(Parameter, &'q str)>,
    relay_state: Option<&'q str>,
    algorithm: Option<&'q str>,
    signature: Option<&'q str>,
    encoding: Option<&'q str>,
    order: Vec<u8>,
}

impl<'q> Found<'q> {
    fn read(query: &'q str) -> Result<Self, BadRedirect> {
        let mut found = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (raw, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decoded(raw).unwrap_or_default();
            if raw != name && NAMES.contains(&name.as_str()) {
                return Err(BadRedirect::Name);
            }
            let repeated = match (raw, Parameter::named(raw)) {
                (_, Some(parameter)) => {
                    found.order.push(0);
                    found.message.replace((parameter, value)).is_some()
                }
                ("RelayState", _) => {
                    found.order.push(1);
                    found.relay_state.replace(value).is_some()
                }
                ("SigAlg", _) => {
                    found.order.push(2);
                    found.algorithm.replace(value).is_some()
                }
                ("Signature", _) => {
                    found.order.push(3);
                    found.signature.replace(value).is_some()
                }
                ("SAMLEncoding", _) => found.encoding.replace(value).is_some(),
                _ => false,
            };
            if repeated {
                return Err(BadRedirect::Repeated);
            }
        }
        Ok(found)
    }

    fn signature(&self, parameter: Parameter, message: &str) -> Result<Option<Detached>, BadRedirect> {
        let (raw_algorithm, signature) = match (self.algorithm, self.signature) {
            (None, None) => return Ok(None),
            (Some(algorithm), Some(signature)) => (algorithm, signature),
            _ => return Err(BadRedirect::HalfSigned),
        };
        if !self.order.is_sorted() {
            return Err(BadRedirect::Order);
        }
        let algorithm = decoded(raw_algorithm).ok_or(BadRedirect::Encoding)?;
        let value = decoded(signature).and_then(|text| super::base64(&text)).ok_or(BadRedirect::Encoding)?;
        let octets = octets(parameter, message, self.relay_state, raw_algorithm);
        Ok(Some(Detached { octets, algorithm, value }))
    }
}

/// What is signed (SAML bindings, 3.4.4.1).
fn octets(parameter: Parameter, message: &str, relay_state: Option<&str>, algorithm: &str) -> String {
    let relay_state = relay_state.map(|raw| format!("&RelayState={raw}")).unwrap_or_default();
    format!("{}={message}{relay_state}&SigAlg={algorithm}", parameter.name())
}

/// The query that carries a message, signed if there is a key; to be put behind an address by [`address`].
pub fn query(
    parameter: Parameter,
    xml: &str,
    relay_state: Option<&RelayState>,
    key: Option<&SigningKey>,
) -> Option<String> {
    let message = encoded(&STANDARD.encode(compress_to_vec(xml.as_bytes(), 6)));
    let relay_state = relay_state.map(|value| encoded(value.as_str()));
    let Some(key) = key else {
        let relay_state = relay_state.map(|raw| format!("&RelayState={raw}")).unwrap_or_default();
        return Some(format!("{}={message}{relay_state}", parameter.name()));
    };
    let octets = octets(parameter, &message, relay_state.as_deref(), &encoded(key.method().uri()));
    let signature = STANDARD.encode(key.sign(octets.as_bytes())?);
    Some(format!("{octets}&Signature={}", encoded(&signature)))
}

/// The address with the query behind it. An address that has one of our parameters already is refused: what stands
/// before ours could be read in its place.
pub fn address(endpoint: &str, query: &str) -> Option<String> {
    let before = endpoint.split_once('?').map(|(_, query)| query);
    let shadowed =
        |pair: &str| decoded(pair.split('=').next().unwrap_or_default()).is_none_or(|n| NAMES.contains(&n.as_str()));
    if endpoint.contains('#') || before.is_some_and(|query| query.split('&').any(shadowed)) {
        return None;
    }
    let joint = match before {
        None => "?",
        Some("") => "",
        Some(_) => "&",
    };
    Some(format!("{endpoint}{joint}{query}"))
}

/// Percent-decoded; a `+` is a space, as forms write it. Nothing where the encoding is broken.
fn decoded(raw: &str) -> Option<String> {
    let mut rest = raw.as_bytes();
    while let Some(at) = rest.iter().position(|b| *b == b'%') {
        let [a, b] = rest.get(at + 1..at + 3)? else { return None };
        if !a.is_ascii_hexdigit() || !b.is_ascii_hexdigit() {
            return None;
        }
        rest = &rest[at + 3..];
    }
    let spaced = raw.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const NAMES: [&str; 7] =
    ["SAMLRequest", "SAMLResponse", "SAMLart", "RelayState", "SigAlg", "Signature", "SAMLEncoding"];
const DEFLATE: &str = "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE";
