//! What a path of the management API names: `/application/acme/wiki/$link/method/totp.1`.
//!
//! Segments are percent-encoded; one that begins with `$` is written with `$$`, because `$link`, `$attribute` and `$action` end the path
//! of an object.

use model::Noun;
use plug::config::nearest;

/// What there is to read and write, as the first segment of a path says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    Object(Noun),
    /// An item of a method attribute mapping table.
    MappingItem,
    /// A rule of a user mapping table that searches the directory.
    UserMappingItem,
    /// One that asks a service.
    ServiceMappingItem,
    /// An attribute that a policy gives out.
    PolicyItem,
    User,
}

impl Type {
    /// All of them, objects first.
    pub fn all() -> impl Iterator<Item = Self> {
        Noun::ALL.iter().map(|n| Self::Object(*n)).chain([
            Self::MappingItem,
            Self::UserMappingItem,
            Self::ServiceMappingItem,
            Self::PolicyItem,
            Self::User,
        ])
    }
    pub const fn name(self) -> &'static str {
        match self {
            Self::Object(noun) => noun.name(),
            Self::MappingItem => "inboundPolicyItem",
            Self::UserMappingItem => "inboundDirectoryMapping",
            Self::ServiceMappingItem => "inboundServiceMapping",
            Self::PolicyItem => "policyItem",
            Self::User => "user",
        }
    }
    /// Names are matched without regard to case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|t| t.name().eq_ignore_ascii_case(name))
    }
    pub const fn noun(self) -> Option<Noun> {
        if let Self::Object(noun) = self { Some(noun) } else { None }
    }
    /// What rights on it are rights on.
    pub const fn right(self) -> &'static str {
        match self {
            Self::Object(noun) => noun.name(),
            Self::MappingItem => Noun::Mapping.name(),
            Self::UserMappingItem | Self::ServiceMappingItem => Noun::UserMapping.name(),
            Self::PolicyItem => Noun::Policy.name(),
            Self::User => "user",
        }
    }
    /// The objects that items belong to.
    pub const fn table(self) -> Option<Noun> {
        match self {
            Self::MappingItem => Some(Noun::Mapping),
            Self::UserMappingItem | Self::ServiceMappingItem => Some(Noun::UserMapping),
            Self::PolicyItem => Some(Noun::Policy),
            Self::Object(_) | Self::User => None,
        }
    }
    /// Whether it belongs to the whole system, so that no site's rights reach it.
    pub const fn is_global(self) -> bool {
        matches!(
            self,
            Self::Object(
                Noun::System
                    | Noun::Directory
                    | Noun::Method
                    | Noun::Mapping
                    | Noun::UserMapping
                    | Noun::Service
                    | Noun::Soso
                    | Noun::Template
            ) | Self::MappingItem
                | Self::UserMappingItem
                | Self::ServiceMappingItem
        )
    }
    /// How many segments its paths have at least and at most.
    const fn depth(self) -> (usize, usize) {
        match self {
            Self::Object(Noun::System) => (0, 0),
            Self::Object(
                Noun::Directory | Noun::Method | Noun::Mapping | Noun::UserMapping | Noun::Service | Noun::Soso,
            ) => (1, 1),
            Self::Object(Noun::Site | Noun::Template | Noun::Role) => (1, DEEPEST),
            Self::MappingItem | Self::UserMappingItem | Self::ServiceMappingItem => (2, 2),
            Self::PolicyItem => (3, DEEPEST),
            Self::Object(_) | Self::User => (2, DEEPEST),
        }
    }
    /// Children that a POST to an object of a noun may make.
    pub fn children(parent: Noun) -> Vec<Self> {
        match parent {
            Noun::System => {
                let held = [
                    Noun::Site,
                    Noun::Directory,
                    Noun::Method,
                    Noun::Mapping,
                    Noun::UserMapping,
                    Noun::Service,
                    Noun::Soso,
                    Noun::Role,
                ];
                held.map(Self::Object).into()
            }
            Noun::Site => {
                let below = Self::all().filter(|t| !t.is_global() && t.table().is_none());
                below.collect()
            }
            Noun::Mapping => vec![Self::MappingItem],
            Noun::UserMapping => vec![Self::UserMappingItem, Self::ServiceMappingItem],
            Noun::Policy => vec![Self::PolicyItem],
            _ => Vec::new(),
        }
    }
}

/// Sites lie in one another, within reason.
const DEEPEST: usize = 16;
/// Bytes of one segment.
const LONGEST: usize = 256;
/// Bytes of a whole path: an index of PostgreSQL holds no more than 2 704 in a row.
pub const LONGEST_PATH: usize = 2_048;

/// A path with what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub kind: Type,
    /// Decoded segments joined by `/`; empty for the system, and where all objects of a type are meant.
    pub path: String,
    pub tail: Tail,
    /// Name of the directory of a user, where several have somebody of this name in the site; else empty.
    pub directory: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tail {
    Object,
    /// Segments after `$link`.
    Link(Vec<String>),
    /// Something that is done to it, such as `unlock`.
    Action(String),
    Attribute(String),
}

/// Why a path names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAnAddress {
    /// No such type; the nearest is named.
    Type(String),
    /// A segment is malformed or the number of them does not fit.
    Path,
}

impl Address {
    pub fn object(kind: Type, path: impl Into<String>) -> Self {
        Self { kind, path: path.into(), tail: Tail::Object, directory: String::new() }
    }

    /// Reads what follows the API's base path, still percent-encoded.
    pub fn parse(raw: &str) -> Result<Self, NotAnAddress> {
        let mut segments = Vec::new();
        for segment in raw.trim_start_matches('/').split('/') {
            // A site's path may be one parameter, its slashes encoded.
            segments.extend(decode(segment).ok_or(NotAnAddress::Path)?.split('/').map(str::to_owned));
        }
        let name = segments.remove(0);
        let near = || nearest(&name, Type::all().map(Type::name).collect::<Vec<_>>().into_iter());
        let kind = Type::parse(&name).ok_or_else(|| NotAnAddress::Type(near()))?;
        let cut = segments.iter().position(|s| s.starts_with('$') && !s.starts_with("$$"));
        let after = cut.map(|at| segments.split_off(at)).unwrap_or_default();
        let path: Vec<String> = segments.into_iter().map(unescaped).collect();
        let (least, most) = kind.depth();
        let fits = (least..=most).contains(&path.len()) || path.is_empty() && after.is_empty();
        let path_fits =
            path.iter().all(|s| is_segment(s)) && path.iter().map(|s| s.len() + 1).sum::<usize>() <= LONGEST_PATH;
        if !fits || !path_fits {
            return Err(NotAnAddress::Path);
        }
        Ok(Self { kind, path: path.join("/"), tail: tail(after)?, directory: String::new() })
    }

    /// The same user in the directory of this name; in whichever there is where it is empty.
    #[must_use]
    pub fn of(self, directory: &str) -> Self {
        Self { directory: directory.to_owned(), ..self }
    }

    /// All objects of the type are meant, not one.
    pub fn is_collection(&self) -> bool {
        self.path.is_empty() && self.kind != Type::Object(Noun::System) && self.tail == Tail::Object
    }

    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The path of what it lies in.
    pub fn parent(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(above, _)| above)
    }

    /// The site that owns it, by its path.
    pub fn site(&self) -> Option<&str> {
        match self.kind {
            kind if kind.is_global() => None,
            Type::Object(Noun::Site) => Some(&self.path),
            Type::Object(Noun::Role) if !self.path.contains('/') => None,
            Type::PolicyItem => Some(self.parent().rsplit_once('/').map_or("", |(site, _)| site)),
            _ => Some(self.parent()),
        }
    }

    /// As it is told: `/application/acme/wiki`, percent-encoded.
    pub fn id(&self) -> String {
        id(self.kind, &self.path)
    }
}

/// The path of an object, percent-encoded, with `$` doubled where a segment begins with it.
pub fn id(kind: Type, path: &str) -> String {
    let mut id = format!("/{}", kind.name());
    for segment in path.split('/').filter(|s| !s.is_empty()) {
        id.push('/');
        id.push_str(&encoded(segment));
    }
    id
}

/// One segment as it stands in a path, percent-encoded, with `$` doubled where it begins with it.
pub fn encoded(segment: &str) -> String {
    let dollar = if segment.starts_with('$') { "$" } else { "" };
    format!("{dollar}{}", percent_encoding::utf8_percent_encode(segment, SEGMENT))
}

/// What may stand in a segment as it is (RFC 3986, 3.3: unreserved, and some of sub-delims).
const SEGMENT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'$')
    .remove(b'@')
    .remove(b':')
    .remove(b'+')
    .remove(b',');

fn decode(segment: &str) -> Option<String> {
    let bytes = segment.as_bytes();
    let escape = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit));
    let whole = bytes.iter().enumerate().all(|(at, b)| *b != b'%' || escape(at));
    let text = percent_encoding::percent_decode_str(segment).decode_utf8().ok()?;
    whole.then(|| text.into_owned())
}

fn unescaped(segment: String) -> String {
    segment.strip_prefix("$$").map_or(segment.clone(), |rest| format!("${rest}"))
}

/// Whether a text can be one segment: a name.
pub fn is_segment(segment: &str) -> bool {
    !segment.is_empty()
        && segment != "."
        && segment != ".."
        && segment.trim() == segment
        && segment.len() <= LONGEST
        && !segment.chars().any(|c| c.is_control() || c == '/' || is_unseen(c))
}

/// What no reader sees, or what turns the order of what they see: two names that look the same would not be.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

fn tail(after: Vec<String>) -> Result<Tail, NotAnAddress> {
    let mut after = after.into_iter();
    match after.next().as_deref() {
        None => Ok(Tail::Object),
        Some("$link") => {
            let rest: Vec<String> = after.map(unescaped).collect();
            rest.iter().all(|s| is_segment(s)).then_some(Tail::Link(rest)).ok_or(NotAnAddress::Path)
        }
        Some("$attribute") => match (after.next(), after.next()) {
            (Some(name), None) if is_segment(&name) => Ok(Tail::Attribute(unescaped(name))),
            _ => Err(NotAnAddress::Path),
        },
        Some("$action") => match (after.next(), after.next()) {
            (Some(name), None) if is_segment(&name) => Ok(Tail::Action(unescaped(name))),
            _ => Err(NotAnAddress::Path),
        },
        Some(_) => Err(NotAnAddress::Path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_objects_links_and_attributes() {
        let link = |segments: &[&str]| Tail::Link(segments.iter().map(|s| (*s).to_owned()).collect());
        for (raw, kind, path, tail) in [
            ("/method/password.1", Type::Object(Noun::Method), "password.1", Tail::Object),
            ("/Method/password.1", Type::Object(Noun::Method), "password.1", Tail::Object),
            ("/server", Type::Object(Noun::System), "", Tail::Object),
            ("/server/$link/method/method.1", Type::Object(Noun::System), "", link(&["method", "method.1"])),
            ("/site", Type::Object(Noun::Site), "", Tail::Object),
            ("/application/acme/fi/wiki", Type::Object(Noun::Application), "acme/fi/wiki", Tail::Object),
            ("/application/acme%2Ffi/wiki", Type::Object(Noun::Application), "acme/fi/wiki", Tail::Object),
            ("/directory/Ubilogin%20Directory", Type::Object(Noun::Directory), "Ubilogin Directory", Tail::Object),
            ("/group/acme/$$link", Type::Object(Noun::Group), "acme/$link", Tail::Object),
            ("/group/acme/$$link/$link/user", Type::Object(Noun::Group), "acme/$link", link(&["user"])),
            ("/method/a/$link", Type::Object(Noun::Method), "a", link(&[])),
            (
                "/method/a/$link/nextFactor/method/b",
                Type::Object(Noun::Method),
                "a",
                link(&["nextFactor", "method", "b"]),
            ),
            (
                "/application/s/a/$attribute/metadata",
                Type::Object(Noun::Application),
                "s/a",
                Tail::Attribute("metadata".into()),
            ),
            ("/inboundPolicyItem/table/item", Type::MappingItem, "table/item", Tail::Object),
            ("/inboundDirectoryMapping/p/m", Type::UserMappingItem, "p/m", Tail::Object),
            ("/inboundServiceMapping/p/m/$link/service/hr", Type::ServiceMappingItem, "p/m", link(&["service", "hr"])),
            ("/user/acme/ada%40x", Type::User, "acme/ada@x", Tail::Object),
        ] {
            let read = Address::parse(raw).unwrap();
            assert_eq!((read.kind, read.path.as_str(), &read.tail), (kind, path, &tail), "{raw}");
            if tail == Tail::Object && !read.is_collection() {
                assert_eq!(Address::parse(&read.id()).unwrap(), read, "{}", read.id());
            }
        }
    }

    #[test]
    fn what_names_nothing_is_refused() {
        assert_eq!(Address::parse("/metod/a"), Err(NotAnAddress::Type("method".into())));
        for raw in [
            "/method/a/b",
            "/method//a",
            "/method/a/",
            "/application/wiki",
            "/server/x",
            "/method/%zz",
            "/method/%4",
            "/method/%ff",
            "/method/%00",
            "/method/..",
            "/method/a/$other",
            "/method/a/$attribute",
            "/method/a/$attribute/x/y",
            "/method/$link/method",
            "/method/%0d%0a",
            "/method/a%E2%80%AEb",
            "/user/a/ad%E2%80%8Ba",
            "/user/a/$link//b",
        ] {
            assert_eq!(Address::parse(raw), Err(NotAnAddress::Path), "{raw}");
        }
    }
}
