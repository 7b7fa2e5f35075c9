//! Oddities of XML in a place that nobody signs: whatever of it we read, xmlsec1's parser reads too, and nothing of it
//! changes who is let in.

use crate::corpus::base::{EVE, Shape, made};
use crate::corpus::keys;
use crate::xmlsec::{Of, Xmlsec};

/// S030: what is no XML with namespaces is refused, though it stands far from what is read.
#[test]
fn s030_oddities_in_what_nobody_signs() {
    let document = made().document(Shape::Assertion);
    let xmlsec = Xmlsec::installed();
    for (snippet, is_xml) in SNIPPETS {
        let holder = format!("<samlp:Extensions><x>{snippet}</x></samlp:Extensions><samlp:Status>");
        let xml = document.replacen("<samlp:Status>", &holder, 1);
        let found = Shape::Assertion.wants().expected().judge(xml.as_bytes());
        assert_eq!(
            found.as_ref().map(|accepted| accepted.name_id.value.as_str()).ok(),
            is_xml.then_some(EVE),
            "{snippet:?}: {found:?}"
        );
        if let Some(xmlsec) = xmlsec.as_ref().filter(|_| *is_xml) {
            assert!(xmlsec.verifies(xml.as_bytes(), Of::Assertion, &keys::all().idp), "{snippet:?}: xmlsec1 refuses");
        }
    }
}

const SNIPPETS: &[(&str, bool)] = &[
    ("<a b=\"&lt;\" c='\"'/>", true),
    ("<a.b-c_1/>", true),
    ("<ä é='ö'/>", true),
    ("<a b='1'  c = \"2\"\n/>", true),
    ("<a xml:lang='' xml:space='preserve'/>", true),
    ("<?XSL x?>", true),
    ("<?a?>", true),
    ("<?a:b x?>", true),
    ("&#x10FFFF;", true),
    ("\u{7f}\u{85}\u{feff}", true),
    (">", true),
    ("]] >", true),
    ("<![CDATA[ <![CDATA[ ]] > ]]>", true),
    ("<!-->x-->", true),
    ("<!--> <a b=\"--> \n\t <c/>", true),
    ("<a xmlns='urn:x' xmlns:p='urn:x' p:b='1' b='2'/>", true),
    ("<a:b:c xmlns:a='urn:a'/>", false),
    ("<:a/>", false),
    ("<p:1a xmlns:p='urn:p'/>", false),
    ("<p:-a xmlns:p='urn:p'/>", false),
    ("<a xmlns:1p='urn:p'/>", false),
    ("<a xmlns:='urn:p'/>", false),
    ("<a xmlns:p:q='urn:p'/>", false),
    ("<a :b=''/>", false),
    ("<a b:=''/>", false),
    ("<a:/>", false),
    ("<a b:c:d='' xmlns:b='urn:b'/>", false),
    ("<a xmlns:xml='urn:x'/>", false),
    ("<a xmlns:xmlns='urn:x'/>", false),
    ("<a xmlns:p=''/>", false),
    ("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", false),
    ("<a xmlns='http://www.w3.org/XML/1998/namespace'/>", false),
    ("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", false),
    ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", false),
    ("<a xmlns:p='urn:x' xmlns:p='urn:y'/>", false),
    ("<a xmlns='urn:x' xmlns='urn:y'/>", false),
    ("<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='' q:b=''/>", false),
    ("<p:a/>", false),
    ("<a p:b=''/>", false),
    ("<?xml version='1.0'?>", false),
    ("<?XML x?>", false),
    ("<??>", false),
    ("<!-- a -- b -->", false),
    ("<!-- a --->", false),
    ("<!-- ", false),
    ("<a b='x'c='y'/>", false),
    ("<a b=x/>", false),
    ("<a b/>", false),
    ("<a b='<'/>", false),
    ("<a b='' b=''/>", false),
    ("]]>", false),
    ("&#xFFFE;", false),
    ("&#x110000;", false),
    ("&#xD800;", false),
    ("&#1;", false),
    ("&#;", false),
    ("&#x;", false),
    ("&#-1;", false),
    ("&#x+1;", false),
    ("&#18446744073709551681;", false),
    ("&amp", false),
    ("&AMP;", false),
    ("& ", false),
    ("\u{1}", false),
    ("\u{fffe}", false),
    ("<a/ >", false),
    ("< a/>", false),
    ("<a></a b=''>", false),
    ("<a></b>", false),
    ("<a></a", false),
    ("</a>", false),
    ("<1a/>", false),
    ("<-a/>", false),
    ("<a\u{a0}b='c'/>", false),
    ("<a b\u{a0}='c'/>", false),
    ("<![cdata[x]]>", false),
    ("<![CDATA[x", false),
    ("<!ELEMENT a ANY>", false),
    ("<!>", false),
    ("<>", false),
    ("<", false),
];
