//! What every parser must keep to, whatever bytes come: one function a parser, fed by libFuzzer and by the replay test.
//!
//! No target may panic; most also hold a property that the callers rely on (what was written reads back the same, a
//! matched redirect URI leads where the registered one leads, a local path never leaves the server). A target whose
//! parser takes several texts reads them from the lines of its input, so that seeds can be written by hand.

// The counters of the coverage flags live in libFuzzer's runtime, also where nothing is fuzzed.
use libfuzzer_sys as _;

mod couriers;
mod kit;
mod manage;
mod methods;
mod model;
mod oath;
mod oidc;
mod oidc_rp;
mod oidc_tokens;
mod protocols;
mod radius;
mod saml;
mod saml_requests;

/// A parser under fire.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
}

/// Every target, floor by floor.
pub const TARGETS: &[Target] = &[
    Target { name: "model_expression", run: model::expression },
    Target { name: "model_lines", run: model::lines },
    Target { name: "model_networks", run: model::networks },
    Target { name: "model_phone", run: model::phone },
    Target { name: "model_template", run: model::template },
    Target { name: "model_search", run: model::search },
    Target { name: "model_values", run: model::values },
    Target { name: "oath_csv", run: oath::csv },
    Target { name: "oath_pskc", run: oath::pskc },
    Target { name: "oath_typed", run: oath::typed },
    Target { name: "oath_uri", run: oath::uri },
    Target { name: "oidc_authorize", run: oidc::authorize },
    Target { name: "oidc_bearer", run: oidc_tokens::bearer },
    Target { name: "oidc_assertion", run: oidc_tokens::assertion },
    Target { name: "oidc_claims", run: oidc::claims },
    Target { name: "oidc_keys", run: oidc_tokens::keys },
    Target { name: "oidc_logout", run: oidc::logout },
    Target { name: "oidc_params", run: oidc::params },
    Target { name: "oidc_redirect", run: oidc::redirect },
    Target { name: "oidc_rp_answer", run: oidc_rp::answered },
    Target { name: "oidc_rp_bodies", run: oidc_rp::bodies },
    Target { name: "oidc_rp_claims", run: oidc_rp::claims },
    Target { name: "oidc_rp_metadata", run: oidc_rp::metadata },
    Target { name: "oidc_signed", run: oidc_tokens::signed },
    Target { name: "oidc_texts", run: oidc::texts },
    Target { name: "oidc_token", run: oidc_tokens::request },
    Target { name: "radius_packet", run: radius::packet },
    Target { name: "radius_reply", run: radius::reply },
    Target { name: "radius_stream", run: radius::stream },
    Target { name: "saml_metadata", run: saml::metadata },
    Target { name: "saml_redirect", run: saml_requests::address },
    Target { name: "saml_request", run: saml_requests::request },
    Target { name: "saml_response", run: saml::response },
    Target { name: "saml_texts", run: saml_requests::texts },
    Target { name: "saml_xml", run: saml::xml },
    Target { name: "couriers_gsm", run: couriers::gsm },
    Target { name: "couriers_smpp", run: couriers::smpp },
    Target { name: "methods_address", run: methods::address },
    Target { name: "methods_encoding", run: methods::encoding },
    Target { name: "kit_address", run: kit::address },
    Target { name: "kit_cookies", run: kit::cookies },
    Target { name: "kit_form", run: kit::form },
    Target { name: "kit_host", run: kit::host },
    Target { name: "kit_language", run: kit::language },
    Target { name: "kit_path", run: kit::path },
    Target { name: "manage_graph", run: manage::graph },
    Target { name: "manage_scim", run: manage::scim },
    Target { name: "protocols_agent_request", run: protocols::agent_request },
];

/// The target of a name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// The input as text, where it is text.
fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// The first `N` lines, missing ones empty, and what is behind them.
fn lines<const N: usize>(text: &str) -> ([&str; N], &str) {
    let mut rest = text;
    let lines = std::array::from_fn(|_| {
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = behind;
        line
    });
    (lines, rest)
}
