//! The two kinds that find the provider out before anybody is asked: everything else is the SAML method.

use plug::{ConfigError, Documents, Kind, Method as _, Preset, Registration};

use super::{
    super::{Config, SamlMethod},
    By,
};

/// A discovery service of somebody else.
pub const SERVICE: Registration = Registration::preset::<AtService>(include_str!("../README.md"), texts!("../"));
/// The common domain cookie: tried before a menu is shown.
pub const COMMON_DOMAIN: Registration = Registration::preset::<ByCookie>(include_str!("../README.md"), texts!("../"));

struct AtService;
struct ByCookie;

impl Preset for AtService {
    type Of = SamlMethod;
    const KIND: Kind =
        Kind { name: "saml.discovery", type_name: "Third-party SAML Discovery", class_names: &[], ..SamlMethod::KIND };
    fn open(config: Config, documents: &Documents) -> Result<SamlMethod, ConfigError> {
        SamlMethod::open_by(config, documents, By::Service(String::new()))
    }
}

impl Preset for ByCookie {
    type Of = SamlMethod;
    const KIND: Kind = Kind {
        name: "saml.cdc",
        type_name: "Common Domain Cookie Discovery",
        class_names: &[],
        silent: true,
        ..SamlMethod::KIND
    };
    fn open(config: Config, documents: &Documents) -> Result<SamlMethod, ConfigError> {
        SamlMethod::open_by(config, documents, By::Cookie(String::new()))
    }
}
