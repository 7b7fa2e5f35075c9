//! Documents of every shape that canonicalization has a rule for, made from a number: what we sign, xmlsec1 and the
//! library's own verifier must take.

use bergshamra::{DsigContext, KeysManager};
use saml::{Allow, Limits, Xml, signature};

use crate::corpus::keys;
use crate::xmlsec::{Of, Xmlsec};

/// S021, S022: the canonical form is everybody's, or a signature would be over something else.
#[test]
fn what_we_sign_is_canonical_to_others() {
    let party = &keys::all().idp;
    let xmlsec = Xmlsec::installed();
    for seed in 0..DOCUMENTS {
        let document = Tree(seed * 7919 + 1).document();
        let signed = signature::sign(&document, &party.key).unwrap_or_else(|e| panic!("{seed}: {e}: {document}"));
        let xml = Xml::read(&signed, &Limits::MESSAGE).unwrap();
        let ours = signature::verify(xml.root(), &[party.certificate.key().clone()], Allow::default());
        assert!(ours.is_ok(), "{seed}: {ours:?}: {signed}");
        let mut manager = KeysManager::new();
        manager.add_key(party.loaded());
        let theirs = bergshamra::verify(&DsigContext::new(manager), &signed);
        assert!(theirs.is_ok_and(|result| result.is_valid()), "{seed}: the library's verifier refuses: {signed}");
        if let Some(xmlsec) = &xmlsec {
            assert!(xmlsec.verifies(signed.as_bytes(), Of::Root, party), "{seed}: xmlsec1 refuses: {signed}");
        }
    }
}

const DOCUMENTS: u64 = 120;

/// A small generator: the same number makes the same document.
struct Tree(u64);

impl Tree {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % below
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.next(choices.len() as u64) as usize]
    }

    fn document(&mut self) -> String {
        let mut out =
            self.of(&["", "<?xml version=\"1.0\"?>\r\n", "\u{feff}", "<!-- before --><?before it?>"]).to_owned();
        out.push_str("<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_tree\"");
        out.push_str(self.of(&["", " xmlns=\"urn:d\"", " xmlns:a=\"urn:a\" xmlns:unused=\"urn:unused\""]));
        out.push('>');
        for _ in 0..=self.next(4) {
            self.element(&mut out, 0);
        }
        out.push_str("</samlp:Response >");
        out.push_str(self.of(&["", "\n", "<!-- behind -->\n"]));
        out
    }

    fn element(&mut self, out: &mut String, depth: u32) {
        let prefix = self.of(&["", "", "a:", "b:", "é:"]);
        let name = format!("{prefix}{}", self.of(&["x", "Y", "ä", "x-1.y", "_"]));
        out.push('<');
        out.push_str(&name);
        let mut declared = vec![""];
        for known in ["a", "b", "é"] {
            // A prefix that is used is declared here: what is around may not have it.
            if prefix.trim_end_matches(':') == known || self.next(4) == 0 {
                declared.push(known);
                let uri = self.of(&["urn:a", "urn:b", "urn:a", "http://x/?q=1;%22"]);
                out.push_str(&format!(" xmlns:{known}='{uri}'"));
            }
        }
        out.push_str(self.of(&["", "", "", " xmlns=\"\"", " xmlns='urn:d'", " xmlns = \"urn:e\""]));
        self.attributes(out, &declared);
        if self.next(5) == 0 {
            out.push_str(" />");
            return;
        }
        out.push_str(self.of(&[">", "\n >"]));
        for _ in 0..self.next(4) {
            if depth < 5 && self.next(2) == 0 {
                self.element(out, depth + 1);
            } else {
                out.push_str(self.of(CONTENT));
            }
        }
        out.push_str(&format!("</{name}{}>", self.of(&["", " ", "\r\n"])));
    }

    fn attributes(&mut self, out: &mut String, declared: &[&str]) {
        let mut names: Vec<String> = Vec::new();
        for at in 0..self.next(5) {
            // One attribute of each prefix: two prefixes may be one namespace.
            let prefix = *declared.get(at as usize).unwrap_or(&"");
            let name = self.of(&["z", "a", "M", "é", "m.n"]);
            let name = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}{at}") };
            if !names.contains(&name) {
                out.push_str(&format!("{}{name}={}", self.of(&[" ", "\n\t"]), self.of(VALUES)));
                names.push(name);
            }
        }
        out.push_str(self.of(&["", "", " xml:lang=\"en\"", " xml:space='preserve'"]));
    }
}

const VALUES: &[&str] = &[
    "\"plain\"",
    "'it\"s'",
    "\"it's\"",
    "\" two  spaces \"",
    "\"tab\there\"",
    "\"line\nhere\"",
    "\"crlf\r\nhere\"",
    "\"&#9;&#10;&#13;&#x20;\"",
    "\"&lt;&gt;&amp;&quot;&apos;>\"",
    "\"ä \u{1f511} &#x1F511; \u{85} \u{2028}\"",
    "\"\"",
];

const CONTENT: &[&str] = &[
    "text",
    "  \n\t ",
    "crlf\r\nlf\ncr\rend",
    "&#13;&#10;&#9;",
    "&lt;&gt;&amp;&quot;&apos; > ' \"",
    "ä \u{1f511} &#x1F511; \u{85}\u{2028}\u{fffd}",
    "<![CDATA[<raw> & ]] \r\n text]]>",
    "<![CDATA[]]>",
    "<!-- a comment -->",
    "<!---->",
    "<?target?>",
    "<?target   data with <>&  ?>",
    "<?target line\r\nline?>",
    "text<!-- split -->text",
    "]] >",
];
