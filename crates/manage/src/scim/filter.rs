//! Filters (RFC 7644, 3.4.2.2) and the paths of changes (3.5.2): read within bounds, judged on a resource as it is told.
//!
//! What is compared is a literal of JSON and stays one: nothing of it reaches a database but as a value (case M083).

use jiff::Timestamp;
use serde_json::Value;

use super::{
    error::Wrong,
    schema::{Attribute, Kind, Place},
};

#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Test(Place, Op, Value),
    Present(Place),
    /// One item of a list fits all of it: `emails[type eq "work"]`.
    Item(Place, Box<Self>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Equal,
    NotEqual,
    Contains,
    Starts,
    Ends,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// What a change is made to: a place, or some items of the list there.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub place: Place,
    pub filter: Option<Filter>,
}

/// Bytes of a filter.
const LONGEST: usize = 4096;
/// How deep its brackets go.
const DEEPEST: usize = 16;
/// How many comparisons it makes.
const MOST: usize = 64;

impl Filter {
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Wrong> {
        let mut parser = Parser::new(kind, text).ok_or_else(Wrong::filter)?;
        let filter = parser.any().filter(|_| parser.is_done());
        filter.ok_or_else(Wrong::filter)
    }

    /// Whether a resource fits.
    pub fn fits(&self, resource: &Value) -> bool {
        self.judge(&|place| place.values(resource))
    }

    /// Whether an item of a list does.
    pub fn fits_item(&self, item: &Value) -> bool {
        let part = |place: &Place| place.sub.map_or(item, |sub| &item[sub.name()]);
        self.judge(&|place| Some(part(place)).filter(|v| !v.is_null()).into_iter().collect())
    }

    fn judge<'v>(&self, values: &dyn Fn(&Place) -> Vec<&'v Value>) -> bool {
        match self {
            Self::And(one, other) => one.judge(values) && other.judge(values),
            Self::Or(one, other) => one.judge(values) || other.judge(values),
            Self::Not(filter) => !filter.judge(values),
            Self::Present(place) => values(place).into_iter().any(is_something),
            // An item is asked for where the list is, and an item has no list in it.
            Self::Item(place, filter) => values(place).into_iter().any(|item| filter.fits_item(item)),
            Self::Test(place, Op::NotEqual, Value::Null) => !values(place).is_empty(),
            Self::Test(place, Op::Equal, Value::Null) => values(place).is_empty(),
            Self::Test(place, Op::NotEqual, wanted) => {
                !values(place).into_iter().any(|value| compared(place.leaf(), Op::Equal, value, wanted))
            }
            Self::Test(place, op, wanted) => {
                values(place).into_iter().any(|value| compared(place.leaf(), *op, value, wanted))
            }
        }
    }

    /// Every comparison in it.
    pub fn tests(&self) -> Vec<(&Place, Op, &Value)> {
        match self {
            Self::And(one, other) | Self::Or(one, other) => [one.tests(), other.tests()].concat(),
            Self::Not(filter) | Self::Item(_, filter) => filter.tests(),
            Self::Test(place, op, value) => vec![(place, *op, value)],
            Self::Present(_) => Vec::new(),
        }
    }

    /// Every place that is asked for.
    pub fn places(&self) -> Vec<&Place> {
        match self {
            Self::And(one, other) | Self::Or(one, other) => [one.places(), other.places()].concat(),
            Self::Not(filter) => filter.places(),
            Self::Item(place, filter) => [vec![place], filter.places()].concat(),
            Self::Test(place, ..) | Self::Present(place) => vec![place],
        }
    }

    /// Comparisons for equality of which at least one holds wherever the filter does; `None` where there are none.
    pub fn keys(&self, known: &dyn Fn(&Place) -> bool) -> Option<Vec<(Place, String)>> {
        match self {
            Self::And(one, other) => one.keys(known).or_else(|| other.keys(known)),
            Self::Or(one, other) => Some([one.keys(known)?, other.keys(known)?].concat()),
            Self::Item(_, filter) => filter.keys(known),
            Self::Test(place, Op::Equal, Value::String(text)) if known(place) => Some(vec![(*place, text.clone())]),
            _ => None,
        }
    }
}

impl Target {
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Wrong> {
        let mut parser = Parser::new(kind, text).ok_or_else(Wrong::path)?;
        parser.target().filter(|_| parser.is_done()).ok_or_else(Wrong::path)
    }
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn compared(attribute: Attribute, op: Op, value: &Value, wanted: &Value) -> bool {
    // A list of values with more to them is compared by `value`.
    let value = if value.is_object() { &value["value"] } else { value };
    let (Some(value), Some(wanted)) = (value.as_str(), wanted.as_str()) else {
        return op == Op::Equal && value == wanted;
    };
    if attribute.kind() == "dateTime" {
        let (Ok(value), Ok(wanted)) = (value.parse::<Timestamp>(), wanted.parse::<Timestamp>()) else { return false };
        return ordered(op, value.cmp(&wanted));
    }
    let exact = match attribute.is_complex() {
        true => attribute.part("value").is_some_and(Attribute::exact),
        false => attribute.exact(),
    };
    let folded = |text: &str| if exact { text.to_owned() } else { model::user::fold(text) };
    let (value, wanted) = (folded(value), folded(wanted));
    match op {
        Op::Contains => value.contains(&wanted),
        Op::Starts => value.starts_with(&wanted),
        Op::Ends => value.ends_with(&wanted),
        _ => ordered(op, value.cmp(&wanted)),
    }
}

fn ordered(op: Op, order: std::cmp::Ordering) -> bool {
    match op {
        Op::Equal => order.is_eq(),
        Op::NotEqual => order.is_ne(),
        Op::Greater => order.is_gt(),
        Op::GreaterOrEqual => order.is_ge(),
        Op::Less => order.is_lt(),
        Op::LessOrEqual => order.is_le(),
        Op::Contains | Op::Starts | Op::Ends => false,
    }
}

/// Reads from left to right and stops at the first thing that cannot be meant.
struct Parser<'t> {
    kind: Kind,
    rest: &'t str,
    /// The list whose items are asked for, between `[` and `]`.
    inside: Option<Place>,
    depth: usize,
    tests: usize,
}

impl<'t> Parser<'t> {
    fn new(kind: Kind, text: &'t str) -> Option<Self> {
        (text.len() <= LONGEST).then_some(Self { kind, rest: text, inside: None, depth: 0, tests: 0 })
    }

    fn is_done(&self) -> bool {
        self.rest.trim_matches(' ').is_empty()
    }

    fn any(&mut self) -> Option<Filter> {
        let mut filter = self.all()?;
        while self.word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.all()?));
        }
        Some(filter)
    }

    fn all(&mut self) -> Option<Filter> {
        let mut filter = self.one()?;
        while self.word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.one()?));
        }
        Some(filter)
    }

    fn one(&mut self) -> Option<Filter> {
        let not = self.opens_with_not();
        if not || self.sign('(') {
            let filter = self.deeper(')')?;
            return Some(if not { Filter::Not(Box::new(filter)) } else { filter });
        }
        self.tests += 1;
        if self.tests > MOST {
            return None;
        }
        let place = self.place()?;
        if self.inside.is_none() && self.rest.starts_with('[') {
            return Some(Filter::Item(place, Box::new(self.items(place)?)));
        }
        self.test(place)
    }

    /// `not` is a word only where a bracket follows.
    fn opens_with_not(&mut self) -> bool {
        let before = self.rest;
        if self.bare("not") && self.sign('(') {
            return true;
        }
        self.rest = before;
        false
    }

    fn deeper(&mut self, end: char) -> Option<Filter> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let filter = self.any()?;
        self.depth -= 1;
        self.sign(end).then_some(filter)
    }

    fn items(&mut self, list: Place) -> Option<Filter> {
        if !self.sign('[') || !list.attribute.many() || list.sub.is_some() || !list.attribute.is_complex() {
            return None;
        }
        self.inside = Some(list);
        let filter = self.deeper(']');
        self.inside = None;
        filter
    }

    fn test(&mut self, place: Place) -> Option<Filter> {
        let leaf = place.leaf();
        if leaf.never() {
            return None;
        }
        if self.word("pr") {
            return Some(Filter::Present(place));
        }
        let op = OPS.iter().find(|(word, _)| self.word(word)).map(|(_, op)| *op)?;
        let value = self.value()?;
        let equality = matches!(op, Op::Equal | Op::NotEqual);
        let fits = match (&value, leaf.kind()) {
            (Value::Null, _) => equality,
            (Value::Bool(_), "boolean") => equality,
            (Value::String(text), "dateTime") => {
                text.parse::<Timestamp>().is_ok() && !matches!(op, Op::Contains | Op::Starts | Op::Ends)
            }
            (Value::String(_), "string" | "reference") => true,
            (Value::String(_), "complex") => leaf.many() && leaf.part("value").is_some(),
            _ => false,
        };
        fits.then_some(Filter::Test(place, op, value))
    }

    /// `attribute`, `attribute[…]` or `attribute[…].part`.
    fn target(&mut self) -> Option<Target> {
        let mut place = self.place()?;
        if !self.rest.starts_with('[') {
            return Some(Target { place, filter: None });
        }
        let filter = self.items(place)?;
        if let Some(rest) = self.rest.strip_prefix('.') {
            self.rest = rest;
            place.sub = Some(place.attribute.part(self.name()?)?);
        }
        Some(Target { place, filter: Some(filter) })
    }

    fn place(&mut self) -> Option<Place> {
        let name = self.name()?;
        match self.inside {
            Some(list) => Some(Place { sub: Some(list.attribute.part(name)?), ..list }),
            None => Place::parse(self.kind, name),
        }
    }

    fn name(&mut self) -> Option<&'t str> {
        self.rest = self.rest.trim_start_matches(' ');
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '_' | '-' | '$');
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    /// A literal of JSON: a text, a number, true, false or null.
    fn value(&mut self) -> Option<Value> {
        self.rest = self.rest.trim_start_matches(' ');
        let end = if self.rest.starts_with('"') { text_end(self.rest)? } else { bare_end(self.rest) };
        let (literal, rest) = self.rest.split_at(end);
        self.rest = rest;
        let value: Value = serde_json::from_str(literal).ok()?;
        let holds_nul = value.as_str().is_some_and(|text| text.contains('\0'));
        (!holds_nul && !value.is_array() && !value.is_object()).then_some(value)
    }

    fn sign(&mut self, sign: char) -> bool {
        match self.rest.trim_start_matches(' ').strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A word of the grammar with a space before it, and something after it that is no part of a name.
    fn word(&mut self, word: &str) -> bool {
        let before = self.rest;
        let apart = before.starts_with(' ');
        if apart && self.bare(word) {
            return true;
        }
        self.rest = before;
        false
    }

    fn bare(&mut self, word: &str) -> bool {
        let text = self.rest.trim_start_matches(' ');
        let Some((head, rest)) = text.split_at_checked(word.len()) else { return false };
        let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '_' | '-' | '$'));
        let fits = head.eq_ignore_ascii_case(word) && ends;
        if fits {
            self.rest = rest;
        }
        fits
    }
}

/// Where a text ends, quotes included.
fn text_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn bare_end(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '+')).unwrap_or(text.len())
}

const OPS: [(&str, Op); 9] = [
    ("eq", Op::Equal),
    ("ne", Op::NotEqual),
    ("co", Op::Contains),
    ("sw", Op::Starts),
    ("ew", Op::Ends),
    ("gt", Op::Greater),
    ("ge", Op::GreaterOrEqual),
    ("lt", Op::Less),
    ("le", Op::LessOrEqual),
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ada() -> Value {
        json!({
            "id": "01H", "externalId": "Ext-1", "userName": "Ada", "active": true,
            "name": { "givenName": "Ada", "familyName": "O'Hara \"x\"" },
            "emails": [{ "value": "ada@acme.test", "type": "work", "primary": true }, { "value": "ada@home.test", "type": "home" }],
            "meta": { "created": "2026-01-02T03:04:05.000Z" },
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Sales" },
        })
    }

    #[test]
    fn a_filter_fits_or_does_not() {
        let cases = [
            (r#"userName eq "ada""#, true),
            (r#"username EQ "ADA""#, true),
            (r#"userName ne "ada""#, false),
            (r#"nickName ne "x""#, true),
            (r#"nickName eq null"#, true),
            (r#"externalId eq "Ext-1""#, true),
            (r#"externalId eq "ext-1""#, false),
            (r#"userName co "d""#, true),
            (r#"userName sw "ad" and userName ew "da""#, true),
            (r#"userName eq "x" or userName eq "ada" and active eq false"#, false),
            (r#"(userName eq "x" or userName eq "ada") and active eq true"#, true),
            (r#"not (active eq true)"#, false),
            (r#"not(userName eq "x")"#, true),
            ("title pr", false),
            ("emails pr and name.familyName pr", true),
            (r#"name.familyName eq "o'hara \"X\"""#, true),
            (r#"emails eq "ADA@acme.test""#, true),
            (r#"emails.value eq "ada@home.test""#, true),
            (r#"emails[type eq "work" and value co "@acme"]"#, true),
            (r#"emails[type eq "home" and value co "@acme"]"#, false),
            (r#"emails.type eq "home" and emails.value co "@acme""#, true),
            (r#"meta.created gt "2026-01-01T00:00:00Z" and meta.created le "2026-01-02T04:04:05+01:00""#, true),
            (r#"meta.created lt "2026-01-01T00:00:00Z""#, false),
            (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "sales""#, true),
            (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName ge "ada""#, true),
        ];
        for (text, fits) in cases {
            let filter = Filter::parse(Kind::User, text).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(filter.fits(&ada()), fits, "{text}");
        }
    }

    /// M083: what closes a text early, what no attribute is called, what is too long or too deep, and passwords.
    #[test]
    fn m083_nothing_else_is_a_filter() {
        let deep = format!("{}active eq true{}", "(".repeat(17), ")".repeat(17));
        let many = vec!["active eq true"; 65].join(" or ");
        let long = format!("userName eq \"{}\"", "x".repeat(4096));
        let brackets = "[".repeat(4000);
        let cases = [
            "",
            " ",
            "userName",
            "userName eq",
            "userName eq ada",
            "userName eq 'ada'",
            r#"userName eq "ada"#,
            r#"userName eq "ada" or"#,
            r#"userName eq "ada" "x""#,
            r#"userName eq "ada"" or 1=1"#,
            r#"userNameeq "ada""#,
            r#"userName eq "a\u0000""#,
            r#"userName eq ["ada"]"#,
            r#"nothing eq "x""#,
            r#"password eq "x""#,
            "password pr",
            "active gt true",
            r#"active eq "true""#,
            "userName eq 1",
            r#"name eq "Ada""#,
            r#"meta.created gt "yesterday""#,
            r#"meta.created co "2026-01-02T03:04:05Z""#,
            r#"not userName eq "ada""#,
            r#"emails[type eq "work""#,
            r#"emails[type eq "work"].value eq "x""#,
            r#"emails[emails[type eq "work"]]"#,
            r#"name[givenName eq "x"]"#,
            r#"emails[nothing eq "x"]"#,
            ") or (active eq true",
            "ä eq \"x\"",
            &deep,
            &many,
            &long,
            &brackets,
        ];
        for text in cases {
            assert!(Filter::parse(Kind::User, text).is_err(), "{}", &text.chars().take(60).collect::<String>());
        }
    }

    #[test]
    fn what_can_be_looked_up_is_found_in_it() {
        let known = |place: &Place| ["userName", "emails"].contains(&place.attribute.name());
        let cases = [
            (r#"userName eq "a""#, Some(vec!["a"])),
            (r#"active eq true and userName eq "a""#, Some(vec!["a"])),
            (r#"userName eq "a" or emails[type eq "work" and value eq "b"]"#, Some(vec!["a", "work"])),
            (r#"userName eq "a" or active eq true"#, None),
            (r#"not (userName eq "a")"#, None),
            (r#"userName sw "a""#, None),
        ];
        for (text, wanted) in cases {
            let Ok(filter) = Filter::parse(Kind::User, text) else { panic!("{text}") };
            let keys = filter.keys(&known).map(|keys| keys.into_iter().map(|(_, key)| key).collect::<Vec<_>>());
            assert_eq!(keys, wanted.map(|w| w.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }

    #[test]
    fn targets_of_changes() {
        let cases = [
            (Kind::User, "displayName", Some(("displayName", None, false))),
            (Kind::User, "name.familyName", Some(("name", Some("familyName"), false))),
            (Kind::User, r#"emails[type eq "work"].value"#, Some(("emails", Some("value"), true))),
            (Kind::User, r#"emails[type eq "work"]"#, Some(("emails", None, true))),
            (Kind::Group, r#"members[value eq "01H"]"#, Some(("members", None, true))),
            (Kind::User, r#"emails[type eq "work"].nothing"#, None),
            (Kind::User, r#"emails[type eq "work"] x"#, None),
            (Kind::User, r#"emails.value[type eq "work"]"#, None),
            (Kind::User, "displayName displayName", None),
            (Kind::User, "", None),
        ];
        for (kind, text, wanted) in cases {
            let target = Target::parse(kind, text).ok();
            let told = target.map(|t| (t.place.attribute.name(), t.place.sub.map(Attribute::name), t.filter.is_some()));
            assert_eq!(told, wanted, "{text}");
        }
    }
}
