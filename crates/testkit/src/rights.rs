//! What a built-in role may do in its site and below, written down a second time: tests hold the product's own table against this one.

use model::role::BuiltIn;

/// Nouns with the verbs that a role has on them: r(ead) w(rite) d(elete) a(ct). What is not named is refused; `global` is what belongs to the
/// whole system: methods, directories, mappings, templates, settings.
pub fn table(role: BuiltIn) -> &'static [(&'static str, &'static str)] {
    match role {
        BuiltIn::Administrator => &[
            ("site", "rwd"),
            ("group", "rwd"),
            ("policy", "rwd"),
            ("outboundMappingPolicy", "rwd"),
            ("role", "rwd"),
            ("application", "rwd"),
            ("webhook", "rwd"),
            ("user", "rwda"),
            ("token", "rwda"),
            ("session", "rd"),
            ("audit", "r"),
            ("whatif", "r"),
            ("global", "rwd"),
        ],
        BuiltIn::SiteManager => &[
            ("site", "rwd"),
            ("group", "rwd"),
            ("policy", "rwd"),
            ("outboundMappingPolicy", "rwd"),
            ("role", "rwd"),
            ("application", "rwd"),
            ("webhook", "rwd"),
            ("user", "rwda"),
            ("token", "rwda"),
            ("session", "rd"),
            ("audit", "r"),
            ("whatif", "r"),
        ],
        BuiltIn::Operator => &[
            ("site", "r"),
            ("group", "r"),
            ("application", "r"),
            ("user", "ra"),
            ("token", "rwda"),
            ("session", "rd"),
            ("audit", "r"),
            ("whatif", "r"),
        ],
        BuiltIn::Auditor => &[
            ("site", "r"),
            ("group", "r"),
            ("policy", "r"),
            ("outboundMappingPolicy", "r"),
            ("role", "r"),
            ("application", "r"),
            ("webhook", "r"),
            ("user", "r"),
            ("token", "r"),
            ("session", "r"),
            ("audit", "r"),
            ("whatif", "r"),
        ],
        BuiltIn::Helpdesk => &[("site", "r"), ("user", "ra"), ("token", "ra"), ("session", "rd"), ("whatif", "r")],
    }
}

/// Whether a role has a verb on a noun.
pub fn has(role: BuiltIn, noun: &str, verb: char) -> bool {
    verbs(role, noun).contains(verb)
}

/// All that it may do to one noun.
pub fn verbs(role: BuiltIn, noun: &str) -> &'static str {
    table(role).iter().find(|(n, _)| *n == noun).map_or("", |(_, verbs)| verbs)
}
