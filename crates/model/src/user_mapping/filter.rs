//! A search filter (RFC 4515): and, or, not, equality, presence; other matches are refused.
//!
//! References in it are parts of the tree before any login fills them in: what a provider sends is only ever compared, and cannot
//! open or close a bracket (LDAP injection, case M080).

use crate::{
    Attributes, User,
    mapping::Value,
    user::{Common, common},
    written::{Meaning, Wrong},
};
use unicode_normalization::UnicodeNormalization as _;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(Node);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// What kind of entry it is: users are of all kinds that directories have for people.
    Class(bool),
    Present(Sought),
    Equal(Sought, Value),
}

/// What is looked at in a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    Login,
    Attribute(String),
}

/// A comparison that the search begins with: nobody it does not fit can fit the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub sought: Sought,
    pub value: String,
}

/// What a filter compares with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared<'a> {
    pub sought: &'a Sought,
    /// The attributes that the value is made of, as the method delivered them.
    pub of: Vec<&'a str>,
    pub value: String,
}

/// A comparison is with one value, and the login brought several: nobody says which of them is the person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Several;

/// A filter with the values of one login.
#[derive(Clone, Debug)]
pub struct Filled<'a> {
    node: &'a Node,
    given: &'a Attributes,
    subject: &'a str,
}

const DEEPEST: usize = 16;
/// Comparisons in one filter.
const MOST: usize = 64;

impl Meaning for Filter {
    fn read(text: &str) -> Result<Self, Wrong> {
        let chars: Vec<char> = text.chars().collect();
        let mut reader = Reader { chars: &chars, at: 0, left: MOST };
        let node = reader.filter(0)?;
        if reader.at < chars.len() {
            return Err(Wrong::expected("end", reader.at + 1));
        }
        if !node.is_anchored() {
            return Err(Wrong::new("mapping-anchor"));
        }
        Ok(Self(node))
    }
}

impl Filter {
    /// The filter with what a method delivered.
    pub fn filled<'a>(&'a self, given: &'a Attributes, subject: &'a str) -> Result<Filled<'a>, Several> {
        let filled = Filled { node: &self.0, given, subject };
        for (_, value) in self.0.comparisons() {
            one(value, given, subject)?;
        }
        Ok(filled)
    }
}

impl<'a> Filled<'a> {
    /// Comparisons with something that the login brought, rather than with what stands in the filter.
    pub fn brought(&self) -> impl Iterator<Item = Compared<'a>> {
        let (given, subject) = (self.given, self.subject);
        let theirs = self.node.comparisons().into_iter().filter(|(_, value)| value.refers());
        theirs.filter_map(move |(sought, value)| {
            Some(Compared { sought, of: value.names(), value: one(value, given, subject).ok()?? })
        })
    }

    /// What to look up, the likeliest to find few first: everybody who fits the filter is found by the anchors of each way.
    pub fn ways(&self) -> Vec<Vec<Anchor>> {
        self.node.ways(self.given, self.subject)
    }

    /// Whether a user fits.
    pub fn fits(&self, user: &User) -> bool {
        self.node.fits(user, self.given, self.subject) == Some(true)
    }
}

/// The one value of a comparison, if there is any.
fn one(value: &Value, given: &Attributes, subject: &str) -> Result<Option<String>, Several> {
    let mut all = value.with(given, Some(subject));
    all.sort();
    all.dedup();
    match (all.pop(), all.is_empty()) {
        (one, true) => Ok(one.filter(|v| !v.trim().is_empty())),
        (_, false) => Err(Several),
    }
}

impl Node {
    fn comparisons(&self) -> Vec<(&Sought, &Value)> {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().flat_map(Self::comparisons).collect(),
            Self::Not(node) => node.comparisons(),
            Self::Equal(sought, value) => vec![(sought, value)],
            Self::Class(_) | Self::Present(_) => Vec::new(),
        }
    }

    /// Whether nobody fits without fitting a comparison: a search over everybody is no way to find somebody.
    fn is_anchored(&self) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().any(Self::is_anchored),
            Self::Any(nodes) => !nodes.is_empty() && nodes.iter().all(Self::is_anchored),
            Self::Equal(..) => true,
            // Nobody fits, so nobody has to be looked up.
            Self::Class(is_user) => !is_user,
            Self::Not(_) | Self::Present(_) => false,
        }
    }

    fn ways(&self, given: &Attributes, subject: &str) -> Vec<Vec<Anchor>> {
        match self {
            Self::All(nodes) => {
                let mut ways: Vec<Vec<Anchor>> = nodes.iter().flat_map(|n| n.ways(given, subject)).collect();
                // A login name is one person's in a site, and other values may be anybody's.
                ways.sort_by_key(|way| (way.len(), way.iter().any(|anchor| anchor.sought != Sought::Login)));
                ways
            }
            Self::Any(nodes) => {
                let all: Option<Vec<Vec<Anchor>>> =
                    nodes.iter().map(|n| n.ways(given, subject).into_iter().next()).collect();
                all.map(|all| all.concat()).into_iter().collect()
            }
            // What is compared with nothing fits nobody.
            Self::Equal(sought, value) => {
                let value = one(value, given, subject).ok().flatten();
                vec![value.map(|value| Anchor { sought: sought.clone(), value }).into_iter().collect()]
            }
            Self::Class(false) => vec![Vec::new()],
            Self::Class(true) | Self::Not(_) | Self::Present(_) => Vec::new(),
        }
    }

    /// `None` where it cannot be told, because the login brought nothing to compare: its opposite cannot be told either (RFC 4511,
    /// 4.5.1.7).
    fn fits(&self, user: &User, given: &Attributes, subject: &str) -> Option<bool> {
        let of = |nodes: &[Self]| nodes.iter().map(|n| n.fits(user, given, subject)).collect::<Vec<_>>();
        let decided = |all: &[Option<bool>], by: bool| {
            if all.contains(&Some(by)) {
                Some(by)
            } else if all.contains(&None) {
                None
            } else {
                Some(!by)
            }
        };
        match self {
            Self::All(nodes) => decided(&of(nodes), false),
            Self::Any(nodes) => decided(&of(nodes), true),
            Self::Not(node) => node.fits(user, given, subject).map(|fits| !fits),
            Self::Class(is_user) => Some(*is_user),
            Self::Present(sought) => Some(sought.values(user).iter().any(|v| !v.is_empty())),
            Self::Equal(sought, value) => {
                let value = one(value, given, subject).ok()??;
                Some(sought.values(user).iter().any(|v| same(v, &value)))
            }
        }
    }
}

impl Sought {
    pub(crate) fn of(name: &str) -> Self {
        match common(name) {
            Common::Login => Self::Login,
            Common::Attribute(ours) => Self::Attribute(ours.to_owned()),
        }
    }

    pub fn values(&self, user: &User) -> Vec<String> {
        match self {
            Self::Login => vec![user.name.clone()],
            Self::Attribute(name) => user.attributes.get(name).cloned().unwrap_or_default(),
        }
    }
}

/// Case does not count in letters of ASCII. It does in others: a Kelvin sign is no k, and whoever owns an address with one does not
/// own the other.
pub fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim().nfc().collect::<String>();
    // Some signs are written as another by normalization, so that both must have been alike before it.
    one.trim().eq_ignore_ascii_case(other.trim())
        || (one.chars().all(is_stable) && other.chars().all(is_stable) && plain(one) == plain(other))
}

/// A character that normalization does not turn into one of ASCII.
fn is_stable(c: char) -> bool {
    c.is_ascii() || !std::iter::once(c).nfkc().any(|n| n.is_ascii())
}

/// Classes that a user has in common directories.
const CLASSES: [&str; 8] =
    ["*", "top", "person", "organizationalPerson", "inetOrgPerson", "user", "account", "ubiloginUser"];

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    left: usize,
}

impl Reader<'_> {
    fn need(&mut self, sign: char) -> Result<(), Wrong> {
        if self.chars.get(self.at) != Some(&sign) {
            return Err(Wrong::expected(&sign.to_string(), self.at + 1));
        }
        self.at += 1;
        Ok(())
    }

    fn filter(&mut self, depth: usize) -> Result<Node, Wrong> {
        if depth > DEEPEST {
            return Err(Wrong::bounds(DEEPEST));
        }
        self.need('(')?;
        let node = match self.chars.get(self.at) {
            Some('&') => Node::All(self.several(depth)?),
            Some('|') => Node::Any(self.several(depth)?),
            Some('!') => {
                self.at += 1;
                Node::Not(Box::new(self.filter(depth + 1)?))
            }
            _ => self.comparison()?,
        };
        self.need(')')?;
        Ok(node)
    }

    fn several(&mut self, depth: usize) -> Result<Vec<Node>, Wrong> {
        self.at += 1;
        let mut nodes = Vec::new();
        while self.chars.get(self.at) == Some(&'(') {
            nodes.push(self.filter(depth + 1)?);
        }
        if nodes.is_empty() { Err(Wrong::expected("(", self.at + 1)) } else { Ok(nodes) }
    }

    fn comparison(&mut self) -> Result<Node, Wrong> {
        self.left = self.left.checked_sub(1).ok_or_else(|| Wrong::bounds(MOST))?;
        let start = self.at;
        let name: String = self.chars[start..].iter().take_while(|c| is_name(**c)).collect();
        self.at += name.len();
        if name.is_empty() {
            return Err(Wrong::expected("name", start + 1));
        }
        if matches!(self.chars.get(self.at), Some('~' | '>' | '<' | ':')) {
            return Err(Wrong::new("mapping-match").with("at", self.at + 1));
        }
        self.need('=')?;
        let value_at = self.at;
        let length =
            self.chars[value_at..].iter().position(|c| matches!(c, '(' | ')')).unwrap_or(self.chars.len() - value_at);
        let raw: String = self.chars[value_at..value_at + length].iter().collect();
        self.at += length;
        // A bracket that is meant is written as its number.
        if name.eq_ignore_ascii_case("objectclass") {
            return Ok(Node::Class(CLASSES.iter().any(|class| class.eq_ignore_ascii_case(&raw))));
        }
        let sought = Sought::of(&name);
        match raw.as_str() {
            "*" => Ok(Node::Present(sought)),
            "" => Err(Wrong::expected("value", value_at + 1)),
            _ if raw.contains('*') => Err(Wrong::new("mapping-match").with("at", value_at + 1)),
            _ => Value::in_filter(&raw, value_at).map(|value| Node::Equal(sought, value)),
        }
    }
}

const fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests;
