//! The links that are served, found by asking what judges requests about every way to spell one.

use super::*;
use crate::desk::{USER_LINKS, link_methods, ways};
use model::Catalogue;

/// Places behind `$link` with their methods, as the document spells them.
pub(super) fn served() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for kind in Type::all() {
        for segments in spellings() {
            let methods = answered(kind, &segments);
            let place = format!("{}{}", objects::template(kind, false), told(kind, &segments));
            found.extend(methods.into_iter().map(|method| (place.clone(), method)));
        }
    }
    found
}

/// What the judge of requests says, which knows no object here.
fn answered(kind: Type, segments: &[String]) -> Vec<String> {
    let at = Address { kind, path: "x".into(), tail: Tail::Object, directory: String::new() };
    let methods = link_methods(&Catalogue::default(), &at, segments).unwrap_or_default();
    let methods = methods.split(", ").filter(|m| !m.is_empty() && *m != "HEAD");
    methods.map(str::to_ascii_lowercase).collect()
}

/// Every word that might mean something, alone, before another, and before the name of an object.
fn spellings() -> Vec<Vec<String>> {
    let types = || Type::all().map(Type::name);
    let links = model::Noun::ALL.iter().flat_map(|noun| ways(*noun)).map(|way| way.name());
    let words: BTreeSet<&str> = types().chain(links).chain(USER_LINKS).chain(["one", "sub", "nonsense"]).collect();
    let owned = |segments: &[&str]| segments.iter().map(|s| (*s).to_owned()).collect::<Vec<String>>();
    let mut all = vec![Vec::new()];
    for word in &words {
        all.extend([owned(&[word]), owned(&[word, "~"])]);
        all.extend(types().flat_map(|of| [owned(&[word, of]), owned(&[word, of, "~"])]));
    }
    all
}

/// The place in the document that tells of a spelling. `~` is the name of an object.
///
/// Three spellings say no more than another and are not told of by themselves: the type behind the name of a link, the name of a
/// link that is also its type's, and a user's link by its type.
fn told(kind: Type, segments: &[String]) -> String {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let far = |of: &str| Type::parse(of).map_or_else(|| format!("/{of}"), |of| objects::template(of, true));
    match segments[..] {
        [] => "/$link".to_owned(),
        ["one" | "sub", of] if of != "~" => format!("/$link/{}/{{type}}", segments[0]),
        [_] => "/$link/{link}".to_owned(),
        ["memberOf" | "member" | "group", ..] if kind == Type::User => format!("/$link/memberOf{}", far("group")),
        ["user", ..] if kind == Type::Object(Noun::Group) => format!("/$link/member{}", far("user")),
        // Whatever follows a type alone is the path of an object, be it a word that means something elsewhere.
        [first, of, ..] if !named(kind, first, of) => format!("/$link{}", far(first)),
        [_, _] => "/$link/{link}".to_owned(),
        [first, of, ..] if first == of => format!("/$link{}", far(of)),
        [first, of, ..] => format!("/$link/{first}{}", far(of)),
    }
}

/// Whether a link has this name and leads there; else the second word begins the path of an object.
fn named(kind: Type, link: &str, of: &str) -> bool {
    let noun = kind.noun().into_iter().flat_map(ways);
    let member = kind == Type::Object(Noun::Group) && (link, of) == ("member", "user");
    member || noun.into_iter().any(|way| (way.name(), way.other.name()) == (link, of))
}

/// The control: what is found by asking holds what is known to be there.
#[test]
fn asking_finds_links_of_each_sort() {
    let served = served();
    for (path, method) in [
        ("/site/{site}/$link", "get"),
        ("/site/{site}/$link/sub/{type}", "get"),
        ("/server/$link/method/{target}", "get"),
        ("/group/{site}/{name}/$link/member/user/{targetSite}/{target}", "delete"),
        ("/policy/{site}/{name}/$link/group/{targetSite}/{target}", "post"),
        ("/method/{name}/$link/nextFactor/method/{target}", "put"),
        ("/user/{site}/{name}/$link/memberOf/group/{targetSite}/{target}", "put"),
    ] {
        assert!(served.contains(&(path.to_owned(), method.to_owned())), "{method} {path}");
    }
    assert!(!served.iter().any(|(path, _)| path.contains("nonsense")));
}
