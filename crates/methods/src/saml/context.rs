//! Authentication contexts: which one is asked for upstream, whether the answer meets it, and what of it is handed on.

use model::request::{Comparison, Wanted};
use plug::ConfigError;
use saml::{
    context::{Comparison as Compared, Reference, RequestedContext},
    message::AuthnStatement,
    ns,
};
use serde::{Deserialize, Serialize};

use super::config::{self, Config};

/// The rule of a method.
#[derive(Clone, Debug)]
pub struct Contexts {
    source: Source,
    /// Ours and theirs.
    map: Vec<(String, String)>,
    comparison: Option<Comparison>,
    ladder: Vec<Reference>,
    passes: bool,
}

/// Where the context that is asked for comes from.
#[derive(Clone, Debug)]
enum Source {
    Application,
    Fixed(Vec<String>),
    Nowhere,
}

/// A context that was asked for, as a pending challenge remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wants {
    pub comparison: Comparison,
    pub references: Vec<String>,
}

impl Contexts {
    pub fn read(config: &Config) -> Result<Self, ConfigError> {
        let source = match config.request_context.as_slice() {
            [] => Source::Application,
            [only] if only == "none" => Source::Nowhere,
            all if all.iter().all(|uri| is_reference(uri)) => Source::Fixed(all.to_vec()),
            _ => return Err(ConfigError::new("requestContext", "saml-idp-context")),
        };
        let pair = |line: &String| match line.split_whitespace().collect::<Vec<_>>()[..] {
            [ours, theirs] => Some((ours.to_owned(), theirs.to_owned())),
            _ => None,
        };
        let map: Option<Vec<_>> = config.context_map.iter().map(pair).collect();
        if !config.context_order.iter().all(|uri| is_reference(uri)) {
            return Err(ConfigError::new("contextOrder", "saml-idp-context"));
        }
        let comparison = match config.comparison {
            config::Comparison::Asked => None,
            config::Comparison::Exact => Some(Comparison::Exact),
            config::Comparison::Minimum => Some(Comparison::Minimum),
            config::Comparison::Maximum => Some(Comparison::Maximum),
            config::Comparison::Better => Some(Comparison::Better),
        };
        Ok(Self {
            source,
            map: map.ok_or_else(|| ConfigError::new("contextMap", "saml-idp-context-map"))?,
            comparison,
            ladder: config.context_order.iter().cloned().map(Reference::Class).collect(),
            passes: config.pass_context,
        })
    }

    /// What the provider states counts for the application.
    pub const fn passes(&self) -> bool {
        self.passes
    }

    /// What an application asks for is asked for there, and what is stated there is told here.
    pub const fn relays(&self) -> bool {
        self.passes && matches!(self.source, Source::Application)
    }

    /// What is asked for. A wish that may be ignored is not passed on: in SAML it would be a condition.
    pub fn wants(&self, wanted: &Wanted) -> Option<Wants> {
        match (&self.source, wanted) {
            (Source::Fixed(references), _) => {
                let comparison = self.comparison.unwrap_or_default();
                Some(Wants { comparison, references: references.clone() })
            }
            (Source::Application, Wanted::Demand { references, comparison }) => {
                let references: Vec<String> = references
                    .iter()
                    .filter(|ours| !names_a_method(ours))
                    .filter_map(|ours| self.theirs(ours))
                    .collect();
                let comparison = self.comparison.unwrap_or(*comparison);
                (!references.is_empty()).then_some(Wants { comparison, references })
            }
            _ => None,
        }
    }

    /// Whether what is stated is what was asked for (case S049).
    pub fn met(&self, wants: &Wants, stated: &AuthnStatement) -> bool {
        let asked = wants.requested();
        // Those that are named are what they are, also where nobody put them in order.
        let ladder = if self.ladder.is_empty() { &asked.references } else { &self.ladder };
        stated_by(stated).any(|uri| asked.is_satisfied(&Reference::Class(uri.to_owned()), ladder))
    }

    /// The references that go on in place of the method's own.
    pub fn handed_on(&self, stated: &AuthnStatement) -> Option<Vec<String>> {
        let plain = |uri: &&str| *uri != ns::class::UNSPECIFIED;
        self.passes.then(|| stated_by(stated).filter(plain).flat_map(|theirs| self.ours(theirs)).collect())
    }

    fn theirs(&self, ours: &str) -> Option<String> {
        if self.map.is_empty() {
            return Some(ours.to_owned());
        }
        self.map.iter().find(|(known, _)| known == ours).map(|(_, theirs)| theirs.clone())
    }

    fn ours(&self, theirs: &str) -> Vec<String> {
        if self.map.is_empty() {
            // Nobody else can say that one of our methods was passed.
            return Some(theirs.to_owned()).filter(|theirs| !names_a_method(theirs)).into_iter().collect();
        }
        self.map.iter().filter(|(_, known)| known == theirs).map(|(ours, _)| ours.clone()).collect()
    }
}

impl Wants {
    /// In the words of the protocol.
    pub fn requested(&self) -> RequestedContext {
        let comparison = match self.comparison {
            Comparison::Exact => Compared::Exact,
            Comparison::Minimum => Compared::Minimum,
            Comparison::Maximum => Compared::Maximum,
            Comparison::Better => Compared::Better,
        };
        RequestedContext { comparison, references: self.references.iter().cloned().map(Reference::Class).collect() }
    }
}

/// RFC 8176 values that a context says something about. One that says little says nothing here.
pub fn amr(stated: &AuthnStatement) -> Vec<String> {
    let known = |uri: &str| AMR.iter().find(|(class, _)| *class == uri).map(|(_, amr)| (*amr).to_owned());
    stated.class.as_deref().and_then(known).into_iter().collect()
}

fn stated_by(statement: &AuthnStatement) -> impl Iterator<Item = &str> {
    statement.class.as_deref().into_iter().chain(statement.declaration.as_deref())
}

fn is_reference(uri: &str) -> bool {
    uri.contains(':') && !uri.contains(char::is_whitespace) && uri.len() <= 1024
}

/// The names of single methods say something here alone.
fn names_a_method(reference: &str) -> bool {
    OWN.iter().any(|own| reference.starts_with(own))
}

/// How the declaration references begin that methods of an installation are given, as they are made or in its demo.
const OWN: [&str; 2] = ["urn:uuid:", "urn:symbolon:method:"];

const AMR: [(&str, &str); 7] = [
    ("urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "pwd"),
    (ns::class::PASSWORD_PROTECTED, "pwd"),
    ("urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken", "otp"),
    ("urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard", "sc"),
    ("urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI", "sc"),
    ("urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract", "mfa"),
    ("https://refeds.org/profile/mfa", "mfa"),
];
