//! Values of the configuration.

use std::net::IpAddr;

use model::gateway::template::{Escape, Template, Values};
use model::mapping::MappingItem;
use model::method::Rule;
use model::network::{Networks, source_of};
use model::phone::Number;
use model::{Id, Line, Lines, Locale, Mapping, Person, Titles};

use crate::{lines as split, text};

/// A configuration line reads back as it was written; a text is refused as a whole if one line of it is.
pub fn lines(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let texts: Vec<&str> = text.split('\n').collect();
    let read = Lines::parse(texts.iter().copied());
    assert_eq!(read.is_ok(), texts.iter().all(|text| Line::parse(text).is_some()));
    let Ok(lines) = read else { return };
    for line in &lines.0 {
        let written = String::from(line.clone());
        assert_eq!(Line::parse(&written).as_ref(), Some(line), "{written:?}");
        assert!(lines.values(&line.name).any(|value| value == line.value) && lines.position(&line.name).is_some());
    }
}

/// Networks mean the same after they were written; only an empty list admits everybody.
pub fn networks(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([address], rest) = split(text);
    let Ok(networks) = Networks::parse(rest) else { return };
    let again = Networks::parse(&String::from(networks.clone())).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(again, networks);
    assert_eq!(networks.admit(None), networks.is_empty());
    assert_eq!(networks.is_empty(), rest.trim().is_empty());
    let Ok(address) = address.parse::<IpAddr>() else { return };
    assert!(source_of(address).contains(&address.to_canonical()));
    assert_eq!(networks.admit(Some(address)), networks.is_empty() || networks.contain(address));
    if let IpAddr::V4(v4) = address {
        assert_eq!(networks.contain(v4.to_ipv6_mapped().into()), networks.contain(address));
    }
}

/// Rules, languages, ids, keys of persons and mapping tables.
pub fn values(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(rule) = Rule::try_from(text.to_owned()) {
        let written = String::from(rule.clone());
        assert_eq!(Rule::try_from(written.clone()).as_ref(), Ok(&rule), "{written:?}");
        if let (Rule::Assert(wanted), Some(Some(given))) = (&rule, rule.apply(Some(text.to_owned()))) {
            assert_eq!(wanted, &given);
        }
    }
    if let Some(locale) = Locale::parse(text) {
        assert_eq!(Locale::parse(locale.tag()), Some(locale));
    }
    if let Ok(id) = text.parse::<Id>() {
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    if let Some(person) = Person::parse(text) {
        assert_eq!(Person::parse(&person.key()), Some(person));
    }
    mapping(text);
}

/// The first lines are attributes `name=value`, the last is the rule of one item.
fn mapping(text: &str) {
    let (given, value) = text.rsplit_once('\n').unwrap_or(("", text));
    let mut attributes = model::Attributes::new();
    for (name, value) in given.lines().filter_map(|line| line.split_once('=')) {
        attributes.entry(name.to_owned()).or_default().push(value.to_owned());
    }
    let item =
        MappingItem { name: String::new(), attribute_name: "made".to_owned(), attribute_value: value.to_owned() };
    let made = Mapping { title: Titles::default(), items: vec![item] }.apply(&attributes);
    assert!(made.keys().all(|name| name == "made"));
    // What only text can say needs at least one attribute that is there.
    assert!(!attributes.is_empty() || made.is_empty() || value.contains('{'), "{value:?}");
}

/// A number has one spelling, which is a plus and digits.
pub fn phone(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([home], typed) = split(text);
    let Some(number) = Number::parse(typed, home.parse().ok()) else { return };
    assert_eq!(Number::parse(number.as_str(), None).as_ref(), Some(&number));
    assert!((8..=15).contains(&number.digits().len()) && number.digits().bytes().all(|b| b.is_ascii_digit()));
    assert!(number.as_str().starts_with(&format!("+{}", number.country())));
    assert!(!number.is_open(&[]) && number.as_str().starts_with(number.range()));
}

/// Whatever the values are, a template that fits makes JSON, and a URL's template adds no separator.
pub fn template(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([mobile, words], written) = split(text);
    let values = Values { mobile, text: words, from: words, id: mobile, username: mobile, password: words };
    if let Ok(json) = Template::parse(written, Escape::Json).and_then(Template::fits) {
        let made = json.write(&values);
        assert!(serde_json::from_str::<serde_json::Value>(&made).is_ok(), "{made}");
    }
    if let Ok(url) = Template::parse(written, Escape::Url) {
        let separators = |text: &str| text.bytes().filter(|b| b"&=?#/:\r\n ".contains(b)).count();
        assert!(separators(&url.write(&values)) <= separators(written), "{written:?}");
    }
    if let Ok(header) = Template::parse(written, Escape::Header) {
        let control = |text: &str| text.chars().filter(|c| c.is_control()).count();
        assert_eq!(control(&header.write(&values)), control(written));
    }
}
