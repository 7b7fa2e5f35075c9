//! Authentication contexts: whether a reference meets what was asked (SAML 2.0 core, 3.3.2.2.1).

use crate::request::Comparison;

/// Common class references, offered as suggestions (requirement A2.6).
pub const COMMON_CLASSES: [&str; 8] = [
    "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorUnregistered",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:Kerberos",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified",
];

/// Whether `has` satisfies one of the asked references. `order` runs from weakest to strongest; a reference outside it
/// satisfies only `exact`.
pub fn meets(has: &str, asked: &[String], comparison: Comparison, order: &[String]) -> bool {
    let rank = |reference: &str| order.iter().position(|o| o == reference);
    asked.iter().any(|wanted| match comparison {
        Comparison::Exact => has == wanted,
        Comparison::Minimum => has == wanted || matches!((rank(has), rank(wanted)), (Some(h), Some(w)) if h >= w),
        Comparison::Maximum => has == wanted || matches!((rank(has), rank(wanted)), (Some(h), Some(w)) if h <= w),
        Comparison::Better => false,
    }) || comparison == Comparison::Better
        && rank(has)
            .is_some_and(|h| !asked.is_empty() && asked.iter().all(|wanted| rank(wanted).is_some_and(|w| h > w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_over_the_ordered_list() {
        use Comparison::{Better, Exact, Maximum, Minimum};
        let order: Vec<String> = ["low", "mid", "high"].map(str::to_owned).to_vec();
        for (has, asked, comparison, expected) in [
            ("mid", "mid", Exact, true),
            ("high", "mid", Exact, false),
            ("high", "mid", Minimum, true),
            ("low", "mid", Minimum, false),
            ("low", "mid", Maximum, true),
            ("high", "mid", Maximum, false),
            ("high", "mid", Better, true),
            ("mid", "mid", Better, false),
            ("alien", "alien", Exact, true),
            ("alien", "mid", Minimum, false),
            ("alien", "alien", Better, false),
        ] {
            assert_eq!(meets(has, &[asked.to_owned()], comparison, &order), expected, "{has} {comparison:?} {asked}");
        }
    }
}
