//! Reads our own pages as a browser without scripts would: forms with their fields and buttons, the title, the error.

/// A form as it stands on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pub id: String,
    pub action: String,
    pub inputs: Vec<Input>,
    pub buttons: Vec<Button>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    pub name: String,
    pub kind: String,
    pub value: String,
    pub autocomplete: String,
}

/// A submit button; one without a name only sends the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Button {
    pub name: String,
    pub value: String,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub href: String,
    pub text: String,
}

impl Form {
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|i| i.name == name)
    }
    /// What a browser would send if somebody pressed Enter: every field with what stands in it.
    pub fn filled(&self) -> Vec<(String, String)> {
        self.inputs.iter().filter(|i| !i.name.is_empty()).map(|i| (i.name.clone(), i.value.clone())).collect()
    }
    pub fn button(&self, name: &str) -> Option<&Button> {
        self.buttons.iter().find(|b| b.name == name)
    }
}

/// All forms of a page, in order.
pub fn forms(html: &str) -> Vec<Form> {
    let mut all: Vec<Form> = Vec::new();
    let mut open = false;
    for tag in tags(html) {
        match tag.name {
            "form" => {
                all.push(Form { id: tag.attribute("id"), action: tag.attribute("action"), ..Form::default() });
                open = true;
            }
            "/form" => open = false,
            "input" if open => {
                let input = Input {
                    name: tag.attribute("name"),
                    kind: tag.attribute("type"),
                    value: tag.attribute("value"),
                    autocomplete: tag.attribute("autocomplete"),
                };
                if let Some(form) = all.last_mut() {
                    form.inputs.push(input);
                }
            }
            "button" if open => {
                if let Some(form) = all.last_mut() {
                    form.buttons.push(Button { name: tag.attribute("name"), value: tag.attribute("value") });
                }
            }
            _ => {}
        }
    }
    all
}

/// All links of a page.
pub fn links(html: &str) -> Vec<Link> {
    let mut all = Vec::new();
    for tag in tags(html).into_iter().filter(|t| t.name == "a") {
        let rest = &html[tag.end..];
        let inner = &rest[..rest.find("</a>").unwrap_or(0)];
        all.push(Link { href: tag.attribute("href"), text: text(inner) });
    }
    all
}

/// The text of the first element of this kind.
pub fn element(html: &str, name: &str) -> Option<String> {
    let tag = tags(html).into_iter().find(|t| t.name == name)?;
    inside(html, &tag).map(text)
}

/// The text of the element with an id.
pub fn by_id(html: &str, id: &str) -> Option<String> {
    let tag = tags(html).into_iter().find(|t| t.attribute("id") == id)?;
    inside(html, &tag).map(text)
}

/// The words of a piece of HTML, with single spaces.
pub fn text(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        words.push(' ');
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    words.push_str(rest);
    let plain: String = unescape(&words).chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    /// Where what follows the tag begins.
    end: usize,
}

impl Tag<'_> {
    fn attribute(&self, wanted: &str) -> String {
        let mut rest = self.attributes;
        while let Some(at) = rest.find(|c: char| !c.is_whitespace()) {
            rest = &rest[at..];
            let stop = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (name, after) = rest.split_at(stop);
            let (value, after) = match after.strip_prefix('=') {
                Some(quoted) => match quoted.strip_prefix('"') {
                    Some(open) => open.split_once('"').unwrap_or((open, "")),
                    None => quoted.split_once(char::is_whitespace).unwrap_or((quoted, "")),
                },
                None => ("", after),
            };
            if name == wanted {
                return unescape(value);
            }
            rest = after;
        }
        String::new()
    }
}

fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(at) = html[from..].find('<').map(|at| at + from) {
        let mut quoted = false;
        let end = html[at..].find(|c: char| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let Some(end) = end.map(|end| end + at) else { break };
        let inner = html[at + 1..end].trim_end_matches('/');
        let stop = inner.find(char::is_whitespace).unwrap_or(inner.len());
        all.push(Tag { name: &inner[..stop], attributes: &inner[stop..], end: end + 1 });
        from = end + 1;
    }
    all
}

/// What stands between a tag and the one that closes it.
fn inside<'a>(html: &'a str, tag: &Tag<'_>) -> Option<&'a str> {
    let (open, close) = (format!("<{}", tag.name), format!("</{}>", tag.name));
    let mut depth = 1;
    let mut at = tag.end;
    loop {
        let rest = &html[at..];
        let ends = rest.find(&close)?;
        match rest.find(&open).filter(|begins| *begins < ends) {
            Some(begins) => {
                depth += 1;
                at += begins + open.len();
            }
            None => {
                depth -= 1;
                if depth == 0 {
                    return Some(&html[tag.end..at + ends]);
                }
                at += ends + close.len();
            }
        }
    }
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end <= 8).map(|end| &rest[1..end]);
        match entity.and_then(character) {
            Some(c) => {
                plain.push(c);
                rest = &rest[entity.map_or(0, str::len) + 2..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some(' '),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><title>Log in &middot; &#x27;wiki&#x27;</title>
        <form id="prompt" method="post" action="&#x2f;login/x"><input type="hidden" name="csrf" value="a&quot;b">
        <div id="error"><div>No <b>way</b></div></div><input name="username" value="ada" autofocus required>
        <button name="method" value="totp.1">A &gt; B</button></form><a href="/forgot?a=1&amp;b=2">Forgotten <i>it</i></a>"#;

    #[test]
    fn forms_are_read_with_what_stands_in_them() {
        let [form] = &forms(PAGE)[..] else { panic!("one form") };
        assert_eq!((form.id.as_str(), form.action.as_str()), ("prompt", "/login/x"));
        assert_eq!(form.filled(), [("csrf".into(), "a\"b".into()), ("username".into(), "ada".into())]);
        assert_eq!(form.button("method").map(|b| b.value.as_str()), Some("totp.1"));
    }

    #[test]
    fn words_are_read_without_their_tags() {
        assert_eq!(by_id(PAGE, "error").as_deref(), Some("No way"));
        assert_eq!(element(PAGE, "title").as_deref(), Some("Log in &middot; 'wiki'"));
        assert_eq!(links(PAGE), [Link { href: "/forgot?a=1&b=2".into(), text: "Forgotten it".into() }]);
    }
}
