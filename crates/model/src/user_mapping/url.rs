//! The extended LDAP URL of a search (RFC 4516): `ldap:///BASE?ATTRIBUTES?SCOPE?FILTER` over our own directory.
//!
//! An `ou` in the base stands for a site, as in the source product's tree: `ou=Sales,ou=Example,cn=Ubilogin,dc=test` is
//! `Example/Sales`. Other parts of the base have no counterpart here and are passed over.

use percent_encoding::percent_decode_str;

use super::Filter;
use crate::written::{Meaning, Wrong};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchUrl {
    /// Path of the site that the base names; empty for all.
    pub site: String,
    pub scope: Scope,
    /// The user that the base itself is, by the login name, where the scope is `base`.
    pub name: Option<String>,
    pub filter: Filter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The base itself.
    Base,
    /// Directly in it.
    One,
    /// In it and below.
    Sub,
}

const LONGEST: usize = 4096;

impl Meaning for SearchUrl {
    fn read(text: &str) -> Result<Self, Wrong> {
        if text.len() > LONGEST {
            return Err(Wrong::bounds(LONGEST));
        }
        let start = "ldap:///";
        let scheme = text.get(..start.len()).filter(|s| s.eq_ignore_ascii_case(start));
        let Some(rest) = scheme.map(|s| &text[s.len()..]) else {
            return Err(Wrong::new("mapping-directory").with("expected", start));
        };
        let parts: Vec<&str> = rest.split('?').collect();
        let &[base, _, scope, filter] = parts.as_slice() else {
            return Err(Wrong::new("mapping-url"));
        };
        let decoded = |part: &str| {
            let text = percent_decode_str(part).decode_utf8().ok()?;
            Some(text.into_owned()).filter(|t| is_encoded(part) && !t.contains('\0'))
        };
        let malformed = || Wrong::new("mapping-url");
        let (base, scope) = (decoded(base).ok_or_else(malformed)?, decoded(scope).ok_or_else(malformed)?);
        let filter = Filter::read(&decoded(filter).ok_or_else(malformed)?)?;
        let scope = match scope.to_ascii_lowercase().as_str() {
            "base" => Scope::Base,
            "one" => Scope::One,
            "sub" => Scope::Sub,
            _ => return Err(Wrong::new("mapping-scope").with("value", scope.chars().take(64).collect::<String>())),
        };
        let names = distinguished(&base).ok_or_else(|| Wrong::new("mapping-base"))?;
        let mut sites: Vec<&str> =
            names.iter().filter(|(name, _)| name.eq_ignore_ascii_case("ou")).map(|(_, value)| value.as_str()).collect();
        sites.reverse();
        let first = names.first().filter(|(name, _)| ["cn", "uid"].iter().any(|n| name.eq_ignore_ascii_case(n)));
        let name = match (scope, first) {
            (Scope::Base, Some((_, value))) => Some(value.clone()),
            // The base of everything is no user.
            (Scope::Base, None) => return Err(Wrong::new("mapping-base")),
            _ => None,
        };
        Ok(Self { site: sites.join("/"), scope, name, filter })
    }
}

impl SearchUrl {
    /// Whether a user of this site, and of this login name, lies where the search looks.
    pub fn reaches(&self, site: &str, name: &str) -> bool {
        let inside = site == self.site
            || self.site.is_empty()
            || site.strip_prefix(&self.site).is_some_and(|rest| rest.starts_with('/'));
        match self.scope {
            Scope::Sub => inside,
            Scope::One if self.site.is_empty() => !site.contains('/'),
            Scope::One => site == self.site,
            Scope::Base => {
                let here = self.site.is_empty() || site == self.site;
                here && self.name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name))
            }
        }
    }
}

/// Every `%` begins an escape.
fn is_encoded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let escape = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit));
    bytes.iter().enumerate().all(|(at, byte)| *byte != b'%' || escape(at))
}

/// The parts of a distinguished name (RFC 4514), the nearest first. What a login brings never stands in one.
fn distinguished(text: &str) -> Option<Vec<(String, String)>> {
    if text.contains(['{', '}']) {
        return None;
    }
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next() {
            Some('\\') => {
                let escaped = chars.next()?;
                part.push('\\');
                part.push(escaped);
            }
            Some(',') => parts.push(std::mem::take(&mut part)),
            Some(c) => part.push(c),
            None => break,
        }
    }
    if !(part.is_empty() && parts.is_empty()) {
        parts.push(part);
    }
    parts.iter().map(|part| relative(part)).collect()
}

fn relative(part: &str) -> Option<(String, String)> {
    let (name, value) = part.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let legal = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    let mut bytes = Vec::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let mut buffer = [0; 4];
        if c != '\\' {
            bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            continue;
        }
        let first = chars.next()?;
        if first.is_ascii_hexdigit() {
            let pair: String = [first, chars.next()?].iter().collect();
            bytes.push(u8::from_str_radix(&pair, 16).ok()?);
        } else {
            bytes.extend_from_slice(first.encode_utf8(&mut buffer).as_bytes());
        }
    }
    let value = String::from_utf8(bytes).ok().filter(|v| !v.is_empty() && !v.contains('/'))?;
    legal.then(|| (name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<SearchUrl, Wrong> {
        SearchUrl::read(text)
    }

    /// A3.2: the call of the source product's page, and where other bases lead.
    #[test]
    fn a3_2_bases_and_scopes_are_sites() {
        let theirs = "ldap:///cn=Ubilogin,dc=test??sub?(&(objectclass=ubiloginUser)(mobile=%7Bmethod:phone_number%7D))";
        let url = read(theirs).expect("the documented call");
        assert_eq!((url.site.as_str(), url.scope), ("", Scope::Sub));
        for (base, scope, inside, outside) in [
            ("", "sub", &["demo", "demo/a"][..], &[][..]),
            ("cn=Ubilogin,dc=test", "sub", &["demo", "demo/a"], &[]),
            ("ou=demo,cn=Ubilogin,dc=test", "sub", &["demo", "demo/a"], &["other", "demonstration"]),
            ("ou=a,ou=demo,cn=Ubilogin,dc=test", "SUB", &["demo/a", "demo/a/b"], &["demo", "demo/ab"]),
            ("ou=demo,cn=Ubilogin", "one", &["demo"], &["demo/a"]),
            ("cn=Ubilogin", "one", &["demo"], &["demo/a"]),
            ("ou=a%5C2cb,cn=Ubilogin", "one", &["a,b"], &["a"]),
        ] {
            let url = read(&format!("ldap:///{base}??{scope}?(cn=x)")).expect(base);
            assert!(inside.iter().all(|site| url.reaches(site, "ada")), "{base}");
            assert!(!outside.iter().any(|site| url.reaches(site, "ada")), "{base}");
        }
        let own = read("ldap:///cn=Ada,ou=demo,cn=Ubilogin??base?(cn=*)(").map_err(|w| w.key);
        assert_eq!(own, Err("text-expected"));
        let own = read("ldap:///cn=Ada,ou=demo,cn=Ubilogin??base?(uid=ada)").expect("a user");
        assert!(own.reaches("demo", "ada") && !own.reaches("demo", "bob") && !own.reaches("other", "ada"));
    }

    #[test]
    fn what_is_no_search_is_refused() {
        for (text, key) in [
            ("", "mapping-directory"),
            ("http:///??sub?(cn=x)", "mapping-directory"),
            ("ldap://directory.example/??sub?(cn=x)", "mapping-directory"),
            ("ldap:///", "mapping-url"),
            ("ldap:///??sub", "mapping-url"),
            ("ldap:///??sub?(cn=x)?x-extension", "mapping-url"),
            ("ldap:///??sub?(cn=%zz)", "mapping-url"),
            ("ldap:///??sub?(cn=%ff)", "mapping-url"),
            ("ldap:///??sub?(cn=%00)", "mapping-url"),
            ("ldap:///??all?(cn=x)", "mapping-scope"),
            ("ldap:///????", "mapping-url"),
            ("ldap:///cn=%7Bmethod:x%7D??sub?(cn=x)", "mapping-base"),
            ("ldap:///Ubilogin??sub?(cn=x)", "mapping-base"),
            ("ldap:///dc=test??base?(cn=x)", "mapping-base"),
            ("ldap:///??sub?cn=x", "text-expected"),
            ("ldap:///??sub?", "text-expected"),
        ] {
            assert_eq!(read(text).expect_err(text).key, key, "{text}");
        }
    }
}
