//! The settings of a method that asks another identity provider, under the names that other products' configurations carry where they
//! have one. What is not said is the strict thing.

use model::Finding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[allow(clippy::struct_excessive_bools, reason = "a line is on or off")]
pub struct Config {
    /// Where the provider's metadata is fetched from.
    #[serde(rename = "metadataUrl")]
    #[schemars(extend("x-usual" = true))]
    pub metadata_url: String,
    /// Certificate of a key that signs the fetched metadata: the base64 of its DER on one line. One of them has to fit.
    #[serde(rename = "metadataCertificate")]
    #[schemars(extend("x-usual" = true))]
    pub metadata_certificates: Vec<String>,
    /// How often the metadata is fetched.
    #[serde(rename = "metadataMinutes")]
    #[schemars(range(min = 5, max = 10_080))]
    pub metadata_minutes: u32,
    /// The provider's entity identifier, where the metadata has more than one entity; `*` for all of them, among which people choose.
    #[serde(rename = "idpEntityId")]
    #[schemars(extend("x-usual" = true))]
    pub idp_entity: String,
    /// Address of a discovery service that people are sent to, to choose their provider there.
    #[serde(rename = "discoveryUrl")]
    pub discovery_url: String,
    /// Entity identifier of the provider that is offered on top, and taken where nothing may be asked.
    #[serde(rename = "idpHint")]
    pub idp_hint: String,
    /// Applications of ours may send people here to choose among these providers.
    #[serde(rename = "discoveryService")]
    pub discovery_service: bool,
    /// Where the common domain cookie is read.
    #[serde(rename = "commonDomainUrl")]
    pub common_domain_url: String,
    /// Our own entity identifier toward this provider. The address of our metadata where it is empty.
    #[serde(rename = "entityId")]
    pub entity: String,
    /// Our metadata is signed.
    #[serde(rename = "signMetadata")]
    pub sign_metadata: bool,
    /// The person has to log in anew at the provider.
    #[serde(rename = "ForceAuthn")]
    #[schemars(extend("x-usual" = true))]
    pub force_authn: bool,
    /// Requests name the address that answers go to.
    #[serde(rename = "SendAssertionConsumerServiceURL")]
    pub send_acs_url: bool,
    /// Requests carry the language of the pages, as the Finnish trust network has it.
    #[serde(rename = "FinnishTrustNetwork")]
    pub finnish: bool,
    /// Where no context is asked for, the context `unspecified` is.
    #[serde(rename = "ExplicitUnspecifiedAuthnContextClassRef")]
    pub explicit_unspecified: bool,
    /// The same three, as words of one line.
    #[serde(rename = "compatibilityFlags")]
    pub flags: String,
    /// How requests travel.
    #[serde(rename = "requestBinding")]
    pub request_binding: RequestBinding,
    /// How answers travel.
    #[serde(rename = "responseBinding")]
    pub response_binding: ResponseBinding,
    /// Requests are signed.
    #[serde(rename = "signRequests")]
    pub sign_requests: bool,
    /// What we sign with.
    #[serde(rename = "signingAlgorithm")]
    pub algorithm: Algorithm,
    /// A context to ask for, always; `none` asks for none. Without this line the one that the application asks for goes on.
    #[serde(rename = "requestContext")]
    #[schemars(extend("x-usual" = true))]
    pub request_context: Vec<String>,
    /// Our name of a context and the provider's.
    #[serde(rename = "contextMap")]
    pub context_map: Vec<String>,
    /// How what the provider does has to compare with what is asked for.
    #[serde(rename = "contextComparison")]
    pub comparison: Comparison,
    /// The provider's contexts, the weakest first, a line each.
    #[serde(rename = "contextOrder")]
    pub context_order: Vec<String>,
    /// The context that the provider states counts for the application in place of the method's own.
    #[serde(rename = "passContext")]
    pub pass_context: bool,
    /// Format of the name to ask for. The provider chooses where it is empty.
    #[serde(rename = "nameIdFormat")]
    #[schemars(extend("x-usual" = true))]
    pub name_id_format: String,
    /// The name is one that several service providers share.
    #[serde(rename = "spNameQualifier")]
    pub sp_name_qualifier: String,
    /// The provider may make a name for somebody who never came here.
    #[serde(rename = "allowCreate")]
    pub allow_create: bool,
    /// What has to be signed.
    pub signs: Signs,
    /// Assertions have to come encrypted.
    #[serde(rename = "wantAssertionsEncrypted")]
    #[schemars(extend("x-usual" = true))]
    pub encrypted: bool,
    /// Signatures with SHA-1 are believed.
    #[serde(rename = "allowSha1")]
    pub allow_sha1: bool,
    /// What is encrypted with AES-CBC is read.
    #[serde(rename = "allowCbc")]
    pub allow_cbc: bool,
    /// How far the provider's clock may be off, in seconds.
    #[serde(rename = "clockSkew")]
    #[schemars(range(min = 0, max = 300))]
    pub skew: u32,
    /// Answers that nobody asked for let people in.
    pub unsolicited: bool,
    /// How many providers may stand between this one and the one that the person logs in at.
    #[serde(rename = "proxyCount")]
    #[schemars(range(min = 0, max = 100))]
    pub proxy_count: Option<u32>,
    /// A provider behind this one that the person is to be sent on to.
    #[serde(rename = "scopingIdp")]
    pub scoping: Vec<String>,
    /// A domain that the provider may speak for, beside those in its metadata; `*` for every one.
    #[schemars(extend("x-usual" = true))]
    pub scope: Vec<String>,
    /// An attribute with values `name@domain`, beside those that everybody has.
    #[serde(rename = "scopedAttribute")]
    pub scoped: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            metadata_url: String::new(),
            metadata_certificates: Vec::new(),
            metadata_minutes: 360,
            idp_entity: String::new(),
            discovery_url: String::new(),
            idp_hint: String::new(),
            discovery_service: false,
            common_domain_url: String::new(),
            entity: String::new(),
            sign_metadata: true,
            force_authn: false,
            send_acs_url: false,
            finnish: false,
            explicit_unspecified: false,
            flags: String::new(),
            request_binding: RequestBinding::default(),
            response_binding: ResponseBinding::default(),
            sign_requests: true,
            algorithm: Algorithm::default(),
            request_context: Vec::new(),
            context_map: Vec::new(),
            comparison: Comparison::default(),
            context_order: Vec::new(),
            pass_context: false,
            name_id_format: String::new(),
            sp_name_qualifier: String::new(),
            allow_create: true,
            signs: Signs::default(),
            encrypted: false,
            allow_sha1: false,
            allow_cbc: false,
            skew: 180,
            unsolicited: false,
            proxy_count: None,
            scoping: Vec::new(),
            scope: Vec::new(),
            scoped: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum RequestBinding {
    #[default]
    Redirect,
    Post,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum ResponseBinding {
    #[default]
    Post,
    Artifact,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Algorithm {
    #[default]
    RS256,
    ES256,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Comparison {
    // As the application asks; *exact* for what these lines say.
    #[default]
    Asked,
    Exact,
    Minimum,
    Maximum,
    Better,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Signs {
    #[default]
    Assertion,
    Either,
    Both,
}

impl Algorithm {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::ES256 => "ES256",
        }
    }
}

impl Signs {
    pub(super) const fn wanted(self) -> saml::sp::Signs {
        match self {
            Self::Assertion => saml::sp::Signs::Assertion,
            Self::Either => saml::sp::Signs::Either,
            Self::Both => saml::sp::Signs::Both,
        }
    }
}

impl Config {
    pub(super) const fn allow(&self) -> saml::Allow {
        saml::Allow { sha1: self.allow_sha1, cbc: self.allow_cbc }
    }

    /// Whether one of the three flags is set, in a line of its own or as a word.
    pub(super) fn flag(&self, name: &str) -> bool {
        let own = match name {
            ACS_URL => self.send_acs_url,
            FINNISH => self.finnish,
            UNSPECIFIED => self.explicit_unspecified,
            _ => false,
        };
        own || self.words().any(|word| word == name)
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.flags.split_whitespace()
    }

    /// What works and is weaker than it need be.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let weak = [
            ("allowSha1", self.allow_sha1, "saml-idp-weak"),
            ("allowCbc", self.allow_cbc, "saml-idp-weak"),
            ("signRequests", !self.sign_requests, "saml-idp-unsigned-requests"),
            ("signs", self.signs == Signs::Either, "saml-idp-either"),
            ("unsolicited", self.unsolicited, "saml-idp-unsolicited"),
            ("scope", self.scope.iter().any(|scope| scope == "*"), "saml-idp-every-scope"),
            ("compatibilityFlags", self.words().any(|word| IDLE.contains(&word)), "saml-idp-flag-idle"),
            ("metadataUrl", self.metadata_url.starts_with("http:"), "saml-idp-clear-url"),
        ];
        weak.into_iter().filter(|(_, on, _)| *on).map(|(line, _, key)| Finding::warning(line, key)).collect()
    }
}

pub(super) const ACS_URL: &str = "SendAssertionConsumerServiceURL";
pub(super) const FINNISH: &str = "FinnishTrustNetwork";
pub(super) const UNSPECIFIED: &str = "ExplicitUnspecifiedAuthnContextClassRef";
pub(super) const FLAGS: [&str; 3] = [ACS_URL, FINNISH, UNSPECIFIED];
/// Known, and without effect: what they change is so here, or is not done by a service provider.
pub(super) const IDLE: [&str; 3] = ["SigAlg", "ZLibHeader", "HttpPostResponseSign"];
