//! Which fields stand together on an object's page.

use model::Noun;

/// Fields under one heading. A name that begins with `line.` is a configuration line, any other an attribute.
pub struct Group {
    /// Key of the heading; none has no heading.
    pub key: &'static str,
    pub fields: &'static [&'static str],
}

const fn group(key: &'static str, fields: &'static [&'static str]) -> Group {
    Group { key, fields }
}

const MAIL: Group = group(
    "console-group-mail",
    &["mail.host", "mail.port", "mail.security", "mail.username", "mail.password", "mail.from", "mail.trust"],
);

/// The main page of an object.
pub const fn main(noun: Noun) -> &'static [Group] {
    match noun {
        Noun::Method => {
            const {
                &[
                    group("", &["title", "enabled", "hidden"]),
                    group(
                        "console-group-who",
                        &["networks", "line.policy.lockout.threshold", "line.policy.lockout.duration", "line.mfa"],
                    ),
                    group(
                        "console-group-told",
                        &[
                            "samlDeclarationReference",
                            "samlClassReference",
                            "acr",
                            "format",
                            "nameQualifier",
                            "spNameQualifier",
                        ],
                    ),
                    group(
                        "console-group-sending",
                        &[
                            "sending.perAddressHour",
                            "sending.perNetworkHour",
                            "sending.perRangeHour",
                            "sending.perMethodDay",
                            "sending.resendSeconds",
                            "sending.attemptsPerCode",
                            "sending.codeMinutes",
                            "sending.countries",
                        ],
                    ),
                ]
            }
        }
        Noun::Site => {
            const {
                &[
                    group("", &["title", "enabled", "support"]),
                    group(
                        "console-group-people",
                        &["forceEnrolment", "forgottenPassword", "lockNotices", "messagesPerDay"],
                    ),
                    MAIL,
                ]
            }
        }
        Noun::Application => {
            const {
                &[
                    group("", &["title", "enabled", "protocol"]),
                    group("console-group-list", &["url", "listed"]),
                    group("console-group-session", &["sessionIdleMinutes", "consent"]),
                    group("console-group-passcode", &["passcode.layout", "passcode.simple"]),
                ]
            }
        }
        Noun::Group => {
            const { &[group("", &["title", "externalId"]), group("console-group-members", &["everyone", "filter"])] }
        }
        Noun::Policy | Noun::Role => const { &[group("", &["title"])] },
        Noun::Mapping | Noun::UserMapping | Noun::Soso => const { &[group("", &["title", "description"])] },
        Noun::OutboundMapping => {
            const { &[group("", &["title", "description", "nameIDFormat", "nameValue", "affiliation"])] }
        }
        Noun::Directory => const { &[group("", &["title", "className", "enabled"])] },
        Noun::System => {
            const {
                &[
                    group("", &["support"]),
                    group("console-group-session", &["sessionIdleMinutes", "sessionMinutes"]),
                    group("console-group-tokens", &["accessTokenMinutes", "refreshIdleDays", "refreshDays"]),
                    group("console-group-contexts", &["contexts"]),
                    MAIL,
                ]
            }
        }
        Noun::Service => {
            const {
                &[
                    group("", &["title", "description", "className", "template", "outputParameter"]),
                    group("console-group-asks", &["auth", "username", "password"]),
                ]
            }
        }
        Noun::Webhook => const { &[group("", &["title", "enabled", "url", "events"])] },
        Noun::Template => const { &[group("", &["source"])] },
    }
}

/// What a new object is asked for beside its name and title: without it there is none, or it does nothing.
pub const fn needed(noun: Noun) -> &'static [Group] {
    match noun {
        Noun::Service => const { &[group("", &["template", "outputParameter"])] },
        Noun::Template => main(noun),
        Noun::Webhook => const { &[group("", &["url", "events"])] },
        _ => &[],
    }
}

/// How a site looks.
pub const LOOK: &[Group] =
    &[group("", &["theme.colour", "theme.radius", "theme.font", "theme.logo", "theme.logoDark"])];

/// What a method knows of the provider that it sends people to.
pub const PROVIDER: &[Group] =
    &[group("", &["metadata", "jwks", "registration"]), group("console-group-who", &["line.accountLink"])];

/// Shown and never changed.
pub const FIXED: &[&str] = &["samlDeclarationReference", "className", "protocol", "nameIDFormat"];

/// Long texts.
pub const LONG: &[&str] = &[
    "sms.body",
    "sms.trust",
    "source",
    "mail.trust",
    "theme.logo",
    "theme.logoDark",
    "metadata",
    "metadata.descriptor",
];

/// Names, addresses and other things to be written exactly.
pub const EXACT: &[&str] = &[
    "networks",
    "acr",
    "samlClassReference",
    "format",
    "nameQualifier",
    "spNameQualifier",
    "url",
    "support",
    "filter",
    "theme.colour",
    "mail.host",
    "mail.username",
    "mail.from",
    "sms.name",
    "sms.url",
    "sms.from",
    "sms.username",
    "sms.headers",
    "sms.systemType",
    "samlDeclarationReference",
    "className",
    "protocol",
    "nameIDFormat",
    "nameValue",
    "affiliation",
    "template",
    "outputParameter",
    "username",
];

/// What is often typed there.
pub const fn suggestions(field: &str) -> &'static [&'static str] {
    match field.as_bytes() {
        b"samlClassReference" => &[
            "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:SoftwarePKI",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:Kerberos",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified",
        ],
        b"format" => &[
            "any",
            "set unspecified",
            "set transient",
            "set persistent",
            "set emailAddress",
            "set X509SubjectName",
            "set WindowsDomainQualifiedName",
            "set encrypted",
            "set kerberos",
            "set entity",
            "assert persistent",
            "assert emailAddress",
        ],
        b"nameValue" => &["PersistentIDFormat UUID"],
        b"nameQualifier" | b"spNameQualifier" => &["any"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Attributes with a page of their own.
    const ELSEWHERE: &[&str] = &[
        "className",
        "methodType",
        "configuration",
        "metadata",
        "jwks",
        "registration",
        "items",
        "rights",
        "alerts",
        "secret",
        "formerSecret",
        "builtIn",
        "texts",
        "sms",
    ];

    /// Nothing is API-only (requirement H3): every attribute, and every member of a compound one, has a field or a page.
    #[test]
    fn every_attribute_has_a_place() {
        for noun in Noun::ALL {
            let schema = manage::nouns::api_schema(*noun, methods::ALL);
            let placed: Vec<&str> = main(*noun).iter().chain(LOOK).flat_map(|g| g.fields).copied().collect();
            for name in schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()) {
                let whole = placed.contains(&name) || ELSEWHERE.contains(&name);
                let parts: Vec<&&str> = placed.iter().filter(|p| p.starts_with(&format!("{name}."))).collect();
                assert!(whole || !parts.is_empty(), "{noun:?} {name}");
            }
        }
        for (noun, attribute, of) in [
            (Noun::Site, "mail", "Mail"),
            (Noun::Site, "theme", "Theme"),
            (Noun::Method, "sending", "SendingLimits"),
            (Noun::Application, "passcode", "Passcodes"),
        ] {
            let schema = manage::nouns::api_schema(noun, methods::ALL);
            let members = schema["$defs"][of]["properties"].as_object().cloned().unwrap_or_default();
            assert!(!members.is_empty(), "{of}");
            for member in members.keys() {
                let name = format!("{attribute}.{member}");
                let placed = main(noun).iter().chain(LOOK).flat_map(|g| g.fields).any(|f| *f == name);
                assert!(placed, "{noun:?} {name}");
            }
        }
    }
}
