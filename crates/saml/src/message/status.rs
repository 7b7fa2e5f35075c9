//! How a request ended.

use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// The codes, from the outermost to the innermost, and words for an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub codes: Vec<String>,
    pub message: Option<String>,
}

impl Status {
    /// It went well.
    pub fn success() -> Self {
        Self { codes: vec![code::SUCCESS.to_owned()], message: None }
    }

    /// It went wrong: whose fault, and why.
    pub fn failure(first: &str, second: Option<&str>) -> Self {
        Self { codes: std::iter::once(first).chain(second).map(str::to_owned).collect(), message: None }
    }

    /// Whether it went well.
    pub fn is_success(&self) -> bool {
        self.codes.first().is_some_and(|first| first == code::SUCCESS)
    }

    /// The innermost code: why.
    pub fn why(&self) -> &str {
        self.codes.last().map_or("", String::as_str)
    }

    /// Whether one of the codes is this one.
    pub fn has(&self, code: &str) -> bool {
        self.codes.iter().any(|c| c == code)
    }

    pub(crate) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let mut codes = Vec::new();
        let mut inner = Some(node.need(ns::SAMLP, "StatusCode")?);
        while let Some(code) = inner {
            if codes.len() == MAX_CODES {
                return Err(Malformed::Value("StatusCode"));
            }
            codes.push(code.need_attr("Value")?.to_owned());
            inner = code.child(ns::SAMLP, "StatusCode")?;
        }
        let message = node.child(ns::SAMLP, "StatusMessage")?;
        let message =
            message.map(|m| m.text("StatusMessage").map(|text| text.chars().take(500).collect())).transpose()?;
        Ok(Self { codes, message })
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.start("samlp:Status", &[]);
        for code in &self.codes {
            out.start("samlp:StatusCode", &[("Value", Some(code))]);
        }
        for _ in &self.codes {
            out.end();
        }
        if let Some(message) = &self.message {
            out.leaf("samlp:StatusMessage", &[], message);
        }
        out.end();
    }
}

/// More codes inside each other than anybody writes.
const MAX_CODES: usize = 8;

/// The codes of the standard (SAML core, 3.2.2.2).
pub mod code {
    pub const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
    pub const REQUESTER: &str = "urn:oasis:names:tc:SAML:2.0:status:Requester";
    pub const RESPONDER: &str = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    pub const VERSION_MISMATCH: &str = "urn:oasis:names:tc:SAML:2.0:status:VersionMismatch";
    pub const AUTHN_FAILED: &str = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed";
    pub const INVALID_NAME_ID_POLICY: &str = "urn:oasis:names:tc:SAML:2.0:status:InvalidNameIDPolicy";
    pub const NO_AUTHN_CONTEXT: &str = "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext";
    pub const NO_AVAILABLE_IDP: &str = "urn:oasis:names:tc:SAML:2.0:status:NoAvailableIDP";
    pub const NO_PASSIVE: &str = "urn:oasis:names:tc:SAML:2.0:status:NoPassive";
    pub const NO_SUPPORTED_IDP: &str = "urn:oasis:names:tc:SAML:2.0:status:NoSupportedIDP";
    pub const PARTIAL_LOGOUT: &str = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";
    pub const PROXY_COUNT_EXCEEDED: &str = "urn:oasis:names:tc:SAML:2.0:status:ProxyCountExceeded";
    pub const REQUEST_DENIED: &str = "urn:oasis:names:tc:SAML:2.0:status:RequestDenied";
    pub const REQUEST_UNSUPPORTED: &str = "urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported";
    pub const UNKNOWN_PRINCIPAL: &str = "urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal";
    pub const UNSUPPORTED_BINDING: &str = "urn:oasis:names:tc:SAML:2.0:status:UnsupportedBinding";
}
