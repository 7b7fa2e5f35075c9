//! XML being written, in the form that canonicalization would give it.

/// A document under way. Every value is escaped, so that nothing in it becomes an element; a character that XML cannot
/// hold becomes U+FFFD, so that two different names never become the same one.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    open: Vec<&'static str>,
}

impl Writer {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { out: String::with_capacity(2048), open: Vec::with_capacity(8) }
    }

    /// Begins an element. Attributes that are `None` are left out.
    pub fn start(&mut self, name: &'static str, attributes: &[(&str, Option<&str>)]) -> &mut Self {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            let Some(value) = value else { continue };
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(&mut self.out, value, true);
            self.out.push('"');
        }
        self.out.push('>');
        self.open.push(name);
        self
    }

    /// Ends the innermost element.
    pub fn end(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        self
    }

    /// Text inside the innermost element.
    pub fn text(&mut self, text: &str) -> &mut Self {
        escape(&mut self.out, text, false);
        self
    }

    /// A whole element that holds text.
    pub fn leaf(&mut self, name: &'static str, attributes: &[(&str, Option<&str>)], text: &str) -> &mut Self {
        self.start(name, attributes).text(text).end()
    }

    /// What is XML already, and was written or canonicalized here.
    pub(crate) fn raw(&mut self, xml: &str) -> &mut Self {
        self.out.push_str(xml);
        self
    }

    /// The document; what is still open is ended.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }
}

fn escape(out: &mut String, text: &str, quoted: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !quoted => out.push_str("&gt;"),
            '"' if quoted => out.push_str("&quot;"),
            '\t' if quoted => out.push_str("&#x9;"),
            '\n' if quoted => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}
