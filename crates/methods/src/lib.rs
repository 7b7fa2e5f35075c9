//! The ways to prove who you are: a folder each, and a line in [`ALL`].
//!
//! A folder holds `README.md` for the administrator, `mod.rs` with the story, `config.rs` with the settings, `verify.rs`
//! with the rule itself, `texts/` in every language and `tests.rs`. A test walks the table and fails for a kind that lacks a
//! text, names an event its README does not explain, or does not open with its own defaults.

/// The texts beside a method's `mod.rs`.
macro_rules! texts {
    () => {
        texts!("")
    };
    // Those of the folder above, for kinds that share them.
    ($folder:literal) => {
        [
            ("en", include_str!(concat!($folder, "texts/en.ftl"))),
            ("fi", include_str!(concat!($folder, "texts/fi.ftl"))),
            ("sv", include_str!(concat!($folder, "texts/sv.ftl"))),
            ("fr", include_str!(concat!($folder, "texts/fr.ftl"))),
            ("de", include_str!(concat!($folder, "texts/de.ftl"))),
        ]
    };
}

pub mod backup;
mod codes;
pub mod email;
pub mod oath;
pub mod oauth2;
pub mod oidc;
pub mod password;
pub mod saml;
mod slow;
pub mod sms;

#[cfg(test)]
mod house;
#[cfg(test)]
mod tests;

use plug::Registration;

/// Every kind of method there is.
pub const ALL: &[Registration] = &[
    password::REGISTRATION,
    oath::REGISTRATION,
    oath::OATH,
    email::UNREGISTERED,
    email::REGISTERED,
    sms::UNREGISTERED,
    sms::REGISTERED,
    backup::REGISTRATION,
    oidc::REGISTRATION,
    oauth2::REGISTRATION,
    saml::REGISTRATION,
    saml::SERVICE,
    saml::COMMON_DOMAIN,
];

/// The kind of a name.
pub fn kind(name: &str) -> Option<&'static Registration> {
    ALL.iter().find(|r| r.kind.name == name)
}

/// Language tag and Fluent source, by the first kind that has them; kinds of one folder are listed once.
pub fn texts() -> Vec<(&'static str, [(&'static str, &'static str); 5])> {
    let mut texts: Vec<(&'static str, [(&'static str, &'static str); 5])> = Vec::new();
    for registration in ALL {
        if !texts.iter().any(|(_, known)| *known == registration.texts) {
            texts.push((registration.kind.name, registration.texts));
        }
    }
    texts
}

/// What a message is about, in the person's words: the application, else the site.
fn named(cx: &plug::Cx<'_>) -> String {
    let around = cx.around;
    let names = [&around.application, &around.site_title, &around.host];
    names.into_iter().find(|n| !n.is_empty()).cloned().unwrap_or_default()
}
