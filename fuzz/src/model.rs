//! Values of the configuration.

use std::net::IpAddr;

use model::expr::{self, LARGEST, Made, Scope, Sso};
use model::gateway::template::{Escape, Template, Values};
use model::mapping::{Condition, MappingItem};
use model::method::Rule;
use model::network::{Networks, source_of};
use model::phone::Number;
use model::proof::Subject;
use model::user_mapping::{Filter, SearchUrl};
use model::written::Meaning;
use model::{Attributes, Id, Line, Lines, Locale, Mapping, Person, Time, User};

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

/// Attributes `name=value`, a line each.
fn attributes(text: &str) -> Attributes {
    let mut attributes = Attributes::new();
    for (name, value) in text.lines().filter_map(|line| line.split_once('=')) {
        attributes.entry(name.to_owned()).or_default().push(value.to_owned());
    }
    attributes
}

/// The first lines are attributes, the last is the rule of one item, and a condition.
fn mapping(text: &str) {
    let (given, value) = text.rsplit_once('\n').unwrap_or(("", text));
    let attributes = attributes(given);
    if let Ok(condition) = Condition::read(value) {
        let _ = condition.holds(&attributes);
    }
    let item =
        MappingItem { attribute_name: "made".to_owned(), attribute_value: value.into(), ..MappingItem::default() };
    let made = Mapping { items: vec![item], ..Mapping::default() }.apply(&attributes);
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
fn user(attributes: Attributes) -> User {
    User {
        id: Id::fixed(1),
        directory: Id::fixed(2),
        site: Id::fixed(3),
        name: "ada".to_owned(),
        attributes,
        email_verified: true,
        phone_verified: true,
        enabled: true,
        not_before: None,
        expires: None,
        created: Time::default(),
        version: 1,
    }
}

/// The first lines are attributes of the person and of the method, the last is a text with expressions: nothing that is written
/// panics, and nothing that comes of it is larger than promised.
pub fn expression(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (given, source) = text.rsplit_once('\n').unwrap_or(("", text));
    let Ok(template) = expr::Template::read(source) else { return };
    let method = attributes(given);
    let user = user(method.clone());
    let username = Subject { value: "ada".to_owned(), ..Subject::default() };
    let sso = Sso { id: "s", locale: "en", template: "" };
    let scope = Scope { user: Some(&user), method: &method, username: &username, sso };
    if let Ok(Made::Values(values) | Made::Attribute { values, .. }) = template.made(&scope) {
        assert!(values.iter().all(|value| value.len() <= LARGEST), "{source:?}");
    }
}

/// The first line is a filter or a search, the rest what a provider sends as `mail`: it finds only whom it names.
pub fn search(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (source, value) = text.split_once('\n').unwrap_or((text, ""));
    let _ = (Filter::read(source), SearchUrl::read(source));
    let filter = Filter::read("(&(objectclass=user)(mail={method:mail}))").unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let ours = user(Attributes::from([("email".to_owned(), vec!["ada@demo.test".to_owned()])]));
    let given = Attributes::from([("mail".to_owned(), vec![value.to_owned()])]);
    let found = filter.filled(&given, "").is_ok_and(|filled| filled.fits(&ours));
    assert_eq!(found, value.trim().eq_ignore_ascii_case("ada@demo.test"), "{value:?}");
}
