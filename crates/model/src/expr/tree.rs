//! An expression as a tree, every name in it known.

use regex::Regex;

use super::Sight;

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

    /// What this node itself looks at.
    pub(super) fn sight(&self) -> Option<Sight<'_>> {
        match self {
            Self::User(_) => Some(Sight::Other("user")),
            Self::Method(name) => Some(Sight::Method(name)),
            Self::Username(_) => Some(Sight::Username),
            Self::Sso(_) => Some(Sight::Other("sso")),
            Self::Name(_) => Some(Sight::Other("nameID")),
            Self::Attribute(_) => Some(Sight::Other("attribute")),
            _ => None,
        }
    }

    /// The nodes directly in it.
    pub(super) fn inner(&self) -> Vec<&Self> {
        match self {
            Self::Text(_) | Self::Number(_) | Self::Truth(_) | Self::Nothing => Vec::new(),
            Self::User(_) | Self::Method(_) | Self::Username(_) | Self::Sso(_) => Vec::new(),
            Self::Index(of, at) => vec![of, at],
            Self::Call(_, of, given) => std::iter::once(&**of).chain(given).collect(),
            Self::Hash(_, _, of) | Self::Not(of) | Self::Empty(of) => vec![of],
            Self::Replace(of, _, with) => vec![of, with],
            Self::Choice(condition, yes, no) => vec![condition, yes, no],
            Self::Equal(one, other, _) | Self::Both(one, other) | Self::Either(one, other) => vec![one, other],
            Self::Name(parts) => {
                let all = [&parts.value, &parts.name_qualifier, &parts.sp_name_qualifier];
                all.into_iter().flatten().collect()
            }
            Self::Attribute(parts) => parts.values.iter().collect(),
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
