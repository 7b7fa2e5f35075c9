//! QR codes as one SVG path: geometry only, coloured by the style sheet.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

use crate::texts::escape;

/// An inline SVG of the class `qr`, black on white, with its quiet zone of four modules; `label` says what it holds.
///
/// `None` when the content is too long for a QR code.
pub fn svg(content: &str, label: &str) -> Option<String> {
    let code = QRBuilder::new(content).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = (column..code.size).take_while(|at| code[row][*at].value()).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET);
            }
            column += run.max(1);
        }
    }
    let label = escape(label);
    Some(format!(
        r#"<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path d="{path}"/></svg>"#
    ))
}

const QUIET: usize = 4;

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_is_one_path_without_style() {
        let svg = super::svg("otpauth://totp/Demo:ada?secret=JBSWY3DPEHPK3PXP", "Key \"x\" <y>").unwrap();
        assert!(svg.starts_with(r#"<svg class="qr" viewBox="0 0 "#));
        assert!(svg.contains("aria-label=\"Key &quot;x&quot; &lt;y&gt;\""));
        // The upper left finder pattern: seven dark modules after a quiet zone of four.
        assert!(svg.contains(r#"d="M4 4h7v1h-7z"#), "{svg}");
        assert!(!svg.contains("style") && !svg.contains("fill"));
        assert_eq!(super::svg(&"x".repeat(5000), ""), None);
    }
}
