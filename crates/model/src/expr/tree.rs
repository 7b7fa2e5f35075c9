//! An expression as a tree, every name in it known.

use regex::Regex;

#[derive(Clone, Debug)]
pub(super) enum Node {
    Text(String),
    Number(i64),
    Truth(bool),
    Nothing,
    User(String),
    Method(String),
    Username(Field),
    Sso(Facet),
    Index(Box<Node>, Box<Node>),
    Call(Call, Box<Node>, Vec<Node>),
    Hash(Hash, Shape, Box<Node>),
    Replace(Box<Node>, Box<Regex>, Box<Node>),
    Choice(Box<Node>, Box<Node>, Box<Node>),
    Equal(Box<Node>, Box<Node>, bool),
    Both(Box<Node>, Box<Node>),
    Either(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Empty(Box<Node>),
    Name(Box<NameParts>),
    Attribute(Box<AttributeParts>),
}

impl Node {
    /// The builder that it is or may come to, by its name.
    pub(super) fn builder(&self) -> Option<&'static str> {
        match self {
            Self::Name(_) => Some("nameID"),
            Self::Attribute(_) => Some("attribute"),
            Self::Choice(_, yes, no) => yes.builder().or_else(|| no.builder()),
            _ => None,
        }
    }
}

/// What a method called the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Value,
    Format,
    NameQualifier,
    SpNameQualifier,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facet {
    Id,
    Locale,
    Template,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
}

/// What a hash is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Hex,
    Uuid,
}

/// A method of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Concat,
    Substring,
    IndexOf,
    ToUpperCase,
    ToLowerCase,
    StartsWith,
    EndsWith,
    Contains,
    Length,
    Trim,
}

impl Call {
    /// Names, and how many arguments at least and at most.
    pub(super) const ALL: [(&'static str, Self, usize, usize); 10] = [
        ("concat", Self::Concat, 1, 1),
        ("substring", Self::Substring, 1, 2),
        ("indexOf", Self::IndexOf, 1, 1),
        ("toUpperCase", Self::ToUpperCase, 0, 0),
        ("toLowerCase", Self::ToLowerCase, 0, 0),
        ("startsWith", Self::StartsWith, 1, 1),
        ("endsWith", Self::EndsWith, 1, 1),
        ("contains", Self::Contains, 1, 1),
        ("length", Self::Length, 0, 0),
        ("trim", Self::Trim, 0, 0),
    ];
}

/// `nameID.value(…).format('…')`: what the person is called instead.
#[derive(Clone, Debug, Default)]
pub(super) struct NameParts {
    pub value: Option<Node>,
    /// URN.
    pub format: Option<String>,
    pub name_qualifier: Option<Node>,
    pub sp_name_qualifier: Option<Node>,
}

/// `attribute.name('…').values(…)`: another attribute than the item's own.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributeParts {
    pub name: String,
    pub values: Vec<Node>,
    pub format: Option<String>,
    pub friendly: Option<String>,
}
