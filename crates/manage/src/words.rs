//! Which text says what: the words of findings, problems, nouns, attributes, links, values, rights and lines.
//!
//! Keys are made of API names with dots as hyphens, and the first that has a text is taken: `attribute-NOUN-NAME`, then
//! `attribute-NAME`. A member of a compound attribute is `mail.host`; one of an item of a list is `items.group`.

use kit::{Args, Locale, Texts};
use model::Finding;

use crate::attributes::{CLASS, PREFIX};

/// What is wrong and how to mend it, in one or two sentences.
pub fn finding(texts: &Texts, locale: Locale, finding: &Finding) -> String {
    let args = finding.args.iter().fold(Args::new(), |args, (name, value)| args.with(name.as_str(), value.as_str()));
    let said = texts.say(locale, &format!("finding-{}", finding.key), &args);
    // The nearest name is empty where nothing at all is known there.
    if finding.args.iter().any(|(name, value)| name == "nearest" && !value.is_empty()) {
        format!("{said} {}", texts.say(locale, "finding-nearest", &args))
    } else {
        said
    }
}

/// The keys of a problem's title and detail.
pub fn problem(key: &str) -> (String, String) {
    (format!("problem-{key}"), format!("problem-{key}-detail"))
}

/// The key of a noun's name, for one and for many; `all` stands for `*` in rights.
pub fn noun(noun: &str, many: bool) -> String {
    if many { format!("noun-{noun}-many") } else { format!("noun-{noun}") }
}

/// The keys of a role's name and of what it may do: a built-in one, or `self` for what everybody may with their own account.
pub fn role(name: &str) -> (String, String) {
    (format!("role-{name}"), format!("role-{name}-help"))
}

/// The key of what a verb of rights allows; `all` for `*`.
pub fn verb(name: &str) -> String {
    format!("verb-{name}")
}

/// The key of an attribute's label, and of its help where it has one.
pub fn attribute(texts: &Texts, noun: &str, name: &str) -> (String, Option<String>) {
    labelled(texts, &format!("attribute-{noun}-{name}"), &format!("attribute-{name}"))
}

/// The key of the name of a value of an attribute; `None` where it is shown as it is.
pub fn value(texts: &Texts, noun: &str, name: &str, value: &str) -> Option<String> {
    let of_kind = value.strip_prefix(PREFIX).filter(|_| name == CLASS).map(kind);
    let keys = [format!("value-{noun}-{name}-{value}"), format!("value-{name}-{value}")];
    of_kind.into_iter().chain(keys).map(|k| plain(&k)).find(|k| texts.knows(k))
}

/// The key of the name of a kind of method or directory, such as `email.registered`.
pub fn kind(name: &str) -> String {
    plain(&format!("kind-{name}"))
}

/// The key of a link's label seen from a noun, and of its help where it has one; reverse names are links too.
pub fn link(texts: &Texts, noun: &str, role: &str) -> (String, Option<String>) {
    labelled(texts, &format!("link-{noun}-{role}"), &format!("link-{role}"))
}

/// The key of the label of what a link carries, such as `enabled`, and of its help.
pub fn payload(texts: &Texts, noun: &str, role: &str, attribute: &str) -> (String, Option<String>) {
    labelled(texts, &format!("link-{noun}-{role}-{attribute}"), &format!("link-{attribute}"))
}

/// The key of the label of a configuration line, and of its help.
pub fn line(texts: &Texts, name: &str) -> (String, Option<String>) {
    let key = format!("line-{name}");
    labelled(texts, &key, &key)
}

/// The key of the name of a value of a line; `None` where it is shown as it is.
pub fn line_value(texts: &Texts, name: &str, value: &str) -> Option<String> {
    Some(plain(&format!("line-{name}-value-{value}"))).filter(|k| texts.knows(k))
}

fn labelled(texts: &Texts, own: &str, shared: &str) -> (String, Option<String>) {
    let (own, shared) = (plain(own), plain(shared));
    let label = if texts.knows(&own) { own.clone() } else { shared.clone() };
    let help = [own, shared].into_iter().map(|k| format!("{k}-help")).find(|k| texts.knows(k));
    (label, help)
}

/// As the name of a message may be written.
fn plain(key: &str) -> String {
    key.replace('.', "-")
}

#[cfg(test)]
mod tests;
