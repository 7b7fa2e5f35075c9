//! From signs to the tree. Every name is looked up here, so that nothing unknown is left for a login.

use regex::RegexBuilder;

use super::{
    DEEPEST,
    lex::{Token, token},
    tree::{AttributeParts, Call, Facet, Field, Hash, NameParts, Node, Shape},
};
use crate::{method::FORMATS, policy::RESERVED, written::Wrong};

/// The expression that begins at a place, and where the text goes on after its closing brace.
pub(super) fn expression(chars: &[char], at: usize) -> Result<(Node, usize), Wrong> {
    let (token, start, after) = token(chars, at)?;
    let mut parser = Parser { chars, token, start, after, depth: 0 };
    let node = parser.whole()?;
    match (&parser.token, parser.after > parser.start) {
        (Token::End, true) => Ok((node, parser.after)),
        _ => Err(Wrong::expected("}", parser.start + 1)),
    }
}

/// What there is to begin with.
const VARIABLES: [&str; 8] = ["user", "method", "username", "sso", "nameID", "attribute", "sha1", "sha256"];
/// What the source product has, and a policy here has not: it would reach beyond what it is handed.
const REFUSED: [&str; 3] = ["server", "response", "prefix"];
/// Bytes of a compiled pattern.
const PATTERN: usize = 1 << 18;

struct Parser<'a> {
    chars: &'a [char],
    token: Token,
    /// Where the token begins, and where the next may.
    start: usize,
    after: usize,
    depth: usize,
}

impl Parser<'_> {
    fn step(&mut self) -> Result<Token, Wrong> {
        let (next, start, after) = token(self.chars, self.after)?;
        (self.start, self.after) = (start, after);
        Ok(std::mem::replace(&mut self.token, next))
    }
    fn is(&self, sign: &str) -> bool {
        matches!(&self.token, Token::Sign(s) if *s == sign)
    }
    fn word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Name(name) if name == word)
    }
    /// Takes a sign if it is there.
    fn take(&mut self, sign: &str) -> Result<bool, Wrong> {
        let there = self.is(sign);
        if there {
            self.step()?;
        }
        Ok(there)
    }
    fn need(&mut self, sign: &str) -> Result<(), Wrong> {
        if self.take(sign)? { Ok(()) } else { Err(self.expected(sign)) }
    }
    fn expected(&self, what: &str) -> Wrong {
        Wrong::expected(what, self.start + 1)
    }

    fn whole(&mut self) -> Result<Node, Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Wrong::bounds(DEEPEST));
        }
        let node = self.choice();
        self.depth -= 1;
        node
    }

    /// A value that is no builder.
    fn value(&mut self) -> Result<Node, Wrong> {
        let node = self.whole()?;
        plain(node)
    }

    fn choice(&mut self) -> Result<Node, Wrong> {
        let condition = self.either()?;
        if !self.take("?")? {
            return Ok(condition);
        }
        let condition = plain(condition)?;
        let yes = self.whole()?;
        self.need(":")?;
        let no = self.whole()?;
        Ok(Node::Choice(Box::new(condition), Box::new(yes), Box::new(no)))
    }

    fn either(&mut self) -> Result<Node, Wrong> {
        let mut node = self.both()?;
        let begun = self.depth;
        while self.is("||") || self.word("or") {
            self.grow()?;
            self.step()?;
            node = Node::Either(Box::new(plain(node)?), Box::new(plain(self.both()?)?));
        }
        self.depth = begun;
        Ok(node)
    }

    fn both(&mut self) -> Result<Node, Wrong> {
        let mut node = self.equal()?;
        let begun = self.depth;
        while self.is("&&") || self.word("and") {
            self.grow()?;
            self.step()?;
            node = Node::Both(Box::new(plain(node)?), Box::new(plain(self.equal()?)?));
        }
        self.depth = begun;
        Ok(node)
    }

    fn equal(&mut self) -> Result<Node, Wrong> {
        let node = self.unary()?;
        let opposite = self.is("!=") || self.word("ne");
        if !opposite && !self.is("==") && !self.word("eq") {
            return Ok(node);
        }
        self.step()?;
        Ok(Node::Equal(Box::new(plain(node)?), Box::new(plain(self.unary()?)?), opposite))
    }

    fn unary(&mut self) -> Result<Node, Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Wrong::bounds(DEEPEST));
        }
        let node = if self.is("!") || self.word("not") {
            self.step()?;
            Node::Not(Box::new(plain(self.unary()?)?))
        } else if self.word("empty") {
            self.step()?;
            Node::Empty(Box::new(plain(self.unary()?)?))
        } else if self.take("-")? {
            match self.step()? {
                Token::Number(number) => Node::Number(-number),
                _ => return Err(self.expected("number")),
            }
        } else {
            self.postfix()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn postfix(&mut self) -> Result<Node, Wrong> {
        let mut node = self.primary()?;
        let begun = self.depth;
        loop {
            if self.is(".") || self.is("[") {
                self.grow()?;
            }
            if self.take("[")? {
                let at = self.value()?;
                self.need("]")?;
                node = Node::Index(Box::new(plain(node)?), Box::new(at));
            } else if self.take(".")? {
                node = self.call(plain(node)?)?;
            } else {
                self.depth = begun;
                return Ok(node);
            }
        }
    }

    /// A chain makes its tree one deeper with each link, though not the parser.
    fn grow(&mut self) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(Wrong::bounds(DEEPEST)) } else { Ok(()) }
    }

    fn name(&mut self) -> Result<(String, usize), Wrong> {
        let at = self.start + 1;
        match &self.token {
            Token::Name(_) => match self.step()? {
                Token::Name(name) => Ok((name, at)),
                _ => Err(Wrong::expected("name", at)),
            },
            _ => Err(self.expected("name")),
        }
    }

    fn call(&mut self, of: Node) -> Result<Node, Wrong> {
        let (name, at) = self.name()?;
        let known = Call::ALL.iter().find(|(n, ..)| *n == name);
        let &(_, call, least, most) =
            known.ok_or_else(|| Wrong::unknown(&name, at, Call::ALL.iter().map(|(n, ..)| *n)))?;
        let given = self.arguments()?;
        if !(least..=most).contains(&given.len()) {
            return Err(arguments(&name, at, most));
        }
        Ok(Node::Call(call, Box::new(of), given))
    }

    fn arguments(&mut self) -> Result<Vec<Node>, Wrong> {
        self.need("(")?;
        let mut given = Vec::new();
        if self.take(")")? {
            return Ok(given);
        }
        loop {
            given.push(self.value()?);
            if !self.take(",")? {
                self.need(")")?;
                return Ok(given);
            }
        }
    }

    fn one(&mut self, name: &str, at: usize) -> Result<Node, Wrong> {
        let mut given = self.arguments()?;
        match (given.pop(), given.is_empty()) {
            (Some(one), true) => Ok(one),
            _ => Err(arguments(name, at, 1)),
        }
    }

    /// A text in quotes as the only argument: what it says is checked here.
    fn quoted(&mut self) -> Result<(String, usize), Wrong> {
        self.need("(")?;
        let at = self.start + 1;
        if !matches!(self.token, Token::Text(_)) {
            return Err(self.expected("quoted"));
        }
        let Token::Text(text) = self.step()? else { return Err(Wrong::expected("quoted", at)) };
        self.need(")")?;
        Ok((text, at))
    }

    fn primary(&mut self) -> Result<Node, Wrong> {
        let at = self.start + 1;
        match self.token.clone() {
            Token::Text(text) => self.step().map(|_| Node::Text(text)),
            Token::Number(number) => self.step().map(|_| Node::Number(number)),
            Token::Sign("(") => {
                self.step()?;
                let node = self.whole()?;
                self.need(")")?;
                Ok(node)
            }
            Token::Function(family, name) => {
                self.step()?;
                self.function(&family, &name, at)
            }
            Token::Name(name) => {
                self.step()?;
                self.variable(&name, at)
            }
            Token::Sign(_) | Token::End => Err(self.expected("value")),
        }
    }

    fn variable(&mut self, name: &str, at: usize) -> Result<Node, Wrong> {
        match name {
            "true" => Ok(Node::Truth(true)),
            "false" => Ok(Node::Truth(false)),
            "null" => Ok(Node::Nothing),
            "user" => self.key().map(Node::User),
            "method" => self.key().map(Node::Method),
            "username" => self.member(&FIELDS).map(Node::Username),
            "sso" => self.member(&FACETS).map(Node::Sso),
            "sha1" => self.hash(Hash::Sha1),
            "sha256" => self.hash(Hash::Sha256),
            "nameID" => self.name_parts(),
            "attribute" => self.attribute_parts(),
            _ if REFUSED.contains(&name) => Err(Wrong::new("expression-refused").with("name", name).with("at", at)),
            _ => Err(Wrong::unknown(name, at, VARIABLES.into_iter())),
        }
    }

    /// `.cn`, or `['urn:…']`: which attribute is meant stands in the text, never in what a login brings.
    fn key(&mut self) -> Result<String, Wrong> {
        if self.take(".")? {
            return self.name().map(|(name, _)| name);
        }
        if !self.take("[")? {
            return Err(self.expected("."));
        }
        if !matches!(&self.token, Token::Text(text) if !text.is_empty()) {
            return Err(self.expected("quoted"));
        }
        let Token::Text(name) = self.step()? else { return Err(self.expected("quoted")) };
        self.need("]")?;
        Ok(name)
    }

    fn member<T: Copy>(&mut self, known: &[(&'static str, T)]) -> Result<T, Wrong> {
        self.need(".")?;
        let (name, at) = self.name()?;
        let found = known.iter().find(|(n, _)| *n == name).map(|(_, what)| *what);
        found.ok_or_else(|| Wrong::unknown(&name, at, known.iter().map(|(n, _)| *n)))
    }

    /// `sha1.text(x).uuid`, `sha256.text(x).toString()`, or without either.
    fn hash(&mut self, hash: Hash) -> Result<Node, Wrong> {
        self.need(".")?;
        let (name, at) = self.name()?;
        if name != "text" {
            return Err(Wrong::unknown(&name, at, ["text"].into_iter()));
        }
        let of = Box::new(self.one("text", at)?);
        let mark = (self.token.clone(), self.start, self.after);
        if self.take(".")? {
            if self.word("uuid") {
                self.step()?;
                return Ok(Node::Hash(hash, Shape::Uuid, of));
            }
            if self.word("toString") {
                let (name, at) = self.name()?;
                if !self.arguments()?.is_empty() {
                    return Err(arguments(&name, at, 0));
                }
                return Ok(Node::Hash(hash, Shape::Hex, of));
            }
            (self.token, self.start, self.after) = mark;
        }
        Ok(Node::Hash(hash, Shape::Hex, of))
    }

    fn function(&mut self, family: &str, name: &str, at: usize) -> Result<Node, Wrong> {
        if (family, name) != ("re", "replace") {
            return Err(Wrong::unknown(&format!("{family}:{name}"), at, ["re:replace"].into_iter()));
        }
        self.need("(")?;
        let of = self.value()?;
        self.need(",")?;
        let pattern_at = self.start + 1;
        if !matches!(self.token, Token::Text(_)) {
            return Err(self.expected("quoted"));
        }
        let Token::Text(pattern) = self.step()? else { return Err(Wrong::expected("quoted", pattern_at)) };
        let built = RegexBuilder::new(&pattern).size_limit(PATTERN).dfa_size_limit(2 * PATTERN).nest_limit(16).build();
        let regex = built.map_err(|_| Wrong::new("expression-pattern").with("at", pattern_at))?;
        self.need(",")?;
        let with = self.value()?;
        self.need(")")?;
        Ok(Node::Replace(Box::new(of), Box::new(regex), Box::new(with)))
    }

    fn name_parts(&mut self) -> Result<Node, Wrong> {
        let mut parts = NameParts::default();
        let mut links = 0;
        while self.take(".")? {
            let (name, at) = self.name()?;
            match name.as_str() {
                "value" => parts.value = Some(self.one(&name, at)?),
                "format" | "nameFormat" => parts.format = Some(self.format()?),
                "nameQualifier" => parts.name_qualifier = Some(self.one(&name, at)?),
                "spNameQualifier" => parts.sp_name_qualifier = Some(self.one(&name, at)?),
                _ => return Err(Wrong::unknown(&name, at, NAME_PARTS.into_iter())),
            }
            links += 1;
        }
        if links == 0 { Err(self.expected(".")) } else { Ok(Node::Name(Box::new(parts))) }
    }

    fn attribute_parts(&mut self) -> Result<Node, Wrong> {
        let mut parts = AttributeParts::default();
        while self.take(".")? {
            let (name, at) = self.name()?;
            match name.as_str() {
                "name" => {
                    let (named, at) = self.quoted()?;
                    if RESERVED.contains(&named.as_str()) {
                        return Err(Wrong::new("reserved").with("name", named));
                    }
                    if named.is_empty() {
                        return Err(Wrong::expected("name", at));
                    }
                    parts.name = named;
                }
                "value" => parts.values = vec![self.one(&name, at)?],
                "values" => parts.values = self.arguments()?,
                "nameFormat" => parts.format = Some(self.quoted()?.0),
                "friendlyName" => parts.friendly = Some(self.quoted()?.0),
                _ => return Err(Wrong::unknown(&name, at, ATTRIBUTE_PARTS.into_iter())),
            }
        }
        if parts.name.is_empty() { Err(self.expected(".name(")) } else { Ok(Node::Attribute(Box::new(parts))) }
    }

    /// The URN of a format of names, whatever the case of its short name; `email` is short for `emailAddress`.
    fn format(&mut self) -> Result<String, Wrong> {
        let (name, at) = self.quoted()?;
        let short = if name.eq_ignore_ascii_case("email") { "emailAddress" } else { name.as_str() };
        let known = FORMATS.iter().find(|(known, urn)| known.eq_ignore_ascii_case(short) || *urn == name);
        match known {
            // A person is no party of the protocol, and must not pass for one (SAML core, 8.3.6).
            Some((short, _)) if *short == "entity" => {
                Err(Wrong::new("expression-refused").with("name", name).with("at", at))
            }
            Some((_, urn)) => Ok((*urn).to_owned()),
            None => Err(Wrong::new("format-unknown").with("value", name)),
        }
    }
}

/// Builders are what an expression comes to; nothing is made of them.
fn plain(node: Node) -> Result<Node, Wrong> {
    match node.builder() {
        Some(name) => Err(Wrong::new("expression-alone").with("name", name)),
        None => Ok(node),
    }
}

fn arguments(name: &str, at: usize, count: usize) -> Wrong {
    Wrong::new("expression-arguments").with("name", name).with("at", at).with("count", count)
}

const FIELDS: [(&str, Field); 4] = [
    ("value", Field::Value),
    ("format", Field::Format),
    ("nameQualifier", Field::NameQualifier),
    ("spNameQualifier", Field::SpNameQualifier),
];
const FACETS: [(&str, Facet); 3] = [("id", Facet::Id), ("locale", Facet::Locale), ("template", Facet::Template)];
const NAME_PARTS: [&str; 5] = ["value", "format", "nameFormat", "nameQualifier", "spNameQualifier"];
const ATTRIBUTE_PARTS: [&str; 5] = ["name", "value", "values", "nameFormat", "friendlyName"];
