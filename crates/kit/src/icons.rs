//! The icons and the mark: outlines of 20 units, coloured and sized by the style sheet, decorative beside text.

/// An icon as inline SVG; `size` is `""`, `"s"` (as tall as the text) or `"l"`. An unknown name is an empty string.
pub fn icon(name: &str, size: &str) -> String {
    let Some((_, shape)) = ICONS.iter().find(|(known, _)| *known == name) else { return String::new() };
    let class = match size {
        "s" => "icon s",
        "l" => "icon l",
        _ => "icon",
    };
    format!(r#"<svg class="{class}" viewBox="0 0 20 20" aria-hidden="true">{shape}</svg>"#)
}

/// The mark in one of its four meanings: `whole`, `first`, `apart`, `none`.
pub fn mark(state: &str) -> String {
    let class = match state {
        "first" => "mark first",
        "apart" => "mark apart",
        "none" => "mark none",
        _ => "mark",
    };
    format!(
        r#"<svg class="{class}" viewBox="0 0 32 32" aria-hidden="true"><path class="a" d="{LEFT}"/><path class="b" d="{RIGHT}"/></svg>"#
    )
}

/// Names for templates, with the shape of each.
pub const ICONS: &[(&str, &str)] = &[
    ("add", r#"<path d="M10 4v12M4 10h12"/>"#),
    ("bad", r#"<path d="m5 5 10 10M15 5 5 15"/>"#),
    ("bank", r#"<path d="M3 17V8l7-5 7 5v9zM8 17v-5h4v5"/>"#),
    ("certificate", r#"<path d="M5 2.5h10v9l-5 2-5-2zM8 13v4.5l2-1.2 2 1.2V13M8 6h4M8 8.5h4"/>"#),
    ("code", r#"<rect x="2" y="4" width="16" height="12" rx="2"/><path d="M6 8v4M10 8v4M14 8v4"/>"#),
    ("computer", r#"<rect x="4" y="4" width="12" height="8.5" rx="1"/><path d="M1.5 15.5h17"/>"#),
    ("dot", r#"<circle cx="10" cy="10" r="3.5"/>"#),
    ("list", r#"<path d="M7 5h10M7 10h10M7 15h10M3 5h.1M3 10h.1M3 15h.1"/>"#),
    ("lock", r#"<rect x="4" y="9" width="12" height="8.5" rx="1.5"/><path d="M6.5 9V6a3.5 3.5 0 0 1 7 0v3"/>"#),
    ("mail", r#"<rect x="2" y="4" width="16" height="12" rx="2"/><path d="m2.5 5.5 7.5 6 7.5-6"/>"#),
    ("message", r#"<path d="M2.5 4h15v10H9l-4 3.5V14H2.5zM6 9h.1M10 9h.1M14 9h.1"/>"#),
    ("next", r#"<path d="m8 5 5 5-5 5"/>"#),
    ("ok", r#"<path d="m4 10.5 4 4 8-9"/>"#),
    (
        "passkey",
        r#"<circle cx="7" cy="7" r="3.5"/><path d="M2 17c0-3 2-4.5 5-4.5 1 0 2 .2 2.7.6"/><circle cx="14.5" cy="9.5" r="2.5"/><path d="M14.5 12v5.5M14.5 15h2"/>"#,
    ),
    (
        "password",
        r#"<path d="M3 13.5v.1M10 13.5v.1M17 13.5v.1"/><path d="M3 6v4M1.3 7l3.4 2M4.7 7 1.3 9M10 6v4M8.3 7l3.4 2M11.7 7 8.3 9M17 6v4M15.3 7l3.4 2M18.7 7l-3.4 2"/>"#,
    ),
    ("person", r#"<circle cx="10" cy="6.5" r="3.5"/><path d="M3.5 17.5c0-3.6 2.4-5.5 6.5-5.5s6.5 1.9 6.5 5.5"/>"#),
    ("phone", r#"<rect x="5.5" y="1.8" width="9" height="16.4" rx="2"/><path d="M9 15.5h2"/>"#),
    ("warn", r#"<path d="M10 2.5 18.5 17h-17zM10 8v4m0 2.4v.1"/>"#),
    ("window", r#"<rect x="2" y="3" width="16" height="14" rx="1.5"/><path d="M2 7h16"/>"#),
];

/// The two halves of the mark, in a grid of 32.
pub const LEFT: &str = "M15.4 2a14 14 0 0 0-2.2 27.7l2-5-3.6-4.9 5-5.4-4.2-4.9z";
pub const RIGHT: &str = "M18.2 2.2a14 14 0 0 1-1.6 27.8l1.9-5-3.6-4.9 5-5.4-4.2-4.9z";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn geometry_only() {
        for (name, shape) in ICONS {
            assert!(!shape.contains("style") && !shape.contains("script") && !shape.contains("fill"), "{name}");
            assert!(icon(name, "s").starts_with(r#"<svg class="icon s""#));
        }
        assert_eq!(icon("\"><script>", ""), "");
        assert!(mark("apart").contains("mark apart"));
        assert!(mark("\"><script>").starts_with(r#"<svg class="mark" "#));
    }
}
