//! Where an answer goes: one of the places that metadata lists.

use super::RequestRefused;
use crate::message::AcsChoice;
use crate::metadata::{Endpoint, SpRole};
use crate::ns::binding;

/// A place from the metadata of a service provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo {
    pub url: String,
    /// POST or artifact: a response in an address would be cut and logged on its way.
    pub binding: String,
}

impl ReturnTo {
    /// The place that a request chooses among those registered.
    pub fn find(choice: &AcsChoice, role: &SpRole) -> Result<Self, RequestRefused> {
        let known = || role.acs.iter().filter(|e| matches!(e.binding.as_str(), binding::POST | binding::ARTIFACT));
        let endpoint = match choice {
            AcsChoice::Default => default(known()).ok_or(RequestRefused::NoAcs)?,
            AcsChoice::Index(index) => {
                known().find(|e| e.index.map(u32::from) == Some(*index)).ok_or(RequestRefused::AcsIndex)?
            }
            AcsChoice::Named { url: None, binding } => {
                let fits = |e: &&Endpoint| binding.as_ref().is_none_or(|b| *b == e.binding);
                default(known().filter(fits)).ok_or(RequestRefused::AcsBinding)?
            }
            AcsChoice::Named { url: Some(url), binding } => {
                let mut at = known().filter(|e| e.location == *url).peekable();
                at.peek().ok_or(RequestRefused::AcsUrl)?;
                at.find(|e| binding.as_ref().is_none_or(|b| *b == e.binding)).ok_or(RequestRefused::AcsBinding)?
            }
        };
        Ok(Self { url: endpoint.location.clone(), binding: endpoint.binding.clone() })
    }
}

/// The default one (SAML metadata, 2.2.3): that says so, else the first that does not say no, else the first.
pub(crate) fn default<'e>(endpoints: impl Iterator<Item = &'e Endpoint> + Clone) -> Option<&'e Endpoint> {
    let mut says = endpoints.clone().filter(|e| e.is_default == Some(true));
    let mut silent = endpoints.clone().filter(|e| e.is_default.is_none());
    says.next().or_else(|| silent.next()).or_else(|| endpoints.into_iter().next())
}
