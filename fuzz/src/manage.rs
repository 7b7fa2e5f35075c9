//! The graph of objects as text, and filters of SCIM.

use std::sync::atomic::{AtomicU64, Ordering};

use manage::Chance;
use manage::graph::{ExportKey, Given, Secrets, diff, export, parse, split};
use manage::scim::{
    filter::{Filter, Target},
    schema::Kind,
};
use model::{Catalogue, Time};

use crate::text;

/// A graph that can be applied is exported as a graph that changes nothing.
pub fn graph(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let wanted = match parse(text) {
        Ok(wanted) => wanted,
        Err(findings) => return assert!(!findings.is_empty()),
    };
    for object in &wanted.objects {
        let (noun, path) = split(&object.api_path()).unwrap_or_else(|f| panic!("{f:?}"));
        assert_eq!((noun, &path), (object.noun, &object.path));
        assert!(object.line >= 1 && object.line <= 1 + text.matches('\n').count());
    }
    let nothing = Catalogue::default();
    let Ok(plan) = diff(&wanted, &given(&nothing, None)) else { return };
    let Ok((catalogue, _)) = nothing.with(&plan.changes) else { return };
    let key = ExportKey::parse(&"5e".repeat(32)).unwrap_or_else(|e| panic!("{e}"));
    for (secrets, key) in [(Secrets::Omit, None), (Secrets::Sealed(&key), Some(&key))] {
        let written = export(&catalogue, methods::ALL, &secrets);
        let again = parse(&written).unwrap_or_else(|f| panic!("{f:?}\n{written}"));
        assert_eq!(again.objects.len(), catalogue.all().count());
        let plan = diff(&again, &given(&catalogue, key)).unwrap_or_else(|f| panic!("{f:?}\n{written}"));
        assert!(plan.is_empty(), "{:?}\n{written}", plan.shown);
    }
}

/// What is a filter is one in brackets, its contrary fits where it does not, and what one of its keys excludes it excludes.
pub fn scim(data: &[u8]) {
    let Some(text) = text(data) else { return };
    for kind in [Kind::User, Kind::Group] {
        if let Ok(target) = Target::parse(kind, text) {
            assert!(target.filter.is_none() || target.place.attribute.many());
        }
        let Ok(filter) = Filter::parse(kind, text) else { continue };
        let resource = serde_json::json!({
            "id": "1", "userName": "ada", "displayName": "Ada", "active": true, "members": [{ "value": "1" }],
            "emails": [{ "value": "ada@acme.test", "type": "work" }], "meta": { "created": "2026-01-01T00:00:00Z" },
        });
        let fits = filter.fits(&resource);
        if let Ok(same) = Filter::parse(kind, &format!("({text})")) {
            assert_eq!((same.fits(&resource), &same), (fits, &filter), "{text}");
        }
        if let Ok(contrary) = Filter::parse(kind, &format!("not ({text})")) {
            assert_eq!(contrary.fits(&resource), !fits, "{text}");
        }
        let by_name = |place: &manage::scim::schema::Place| place.attribute.name() == "userName";
        if let Some(keys) = filter.keys(&by_name).filter(|_| fits) {
            assert!(keys.iter().any(|(_, key)| model::user::fold(key) == "ada"), "{text}");
        }
    }
}

fn given<'a>(catalogue: &'a Catalogue, key: Option<&'a ExportKey>) -> Given<'a> {
    Given {
        catalogue,
        kinds: methods::ALL,
        key,
        now: Time::from_seconds(1_800_000_000),
        chance: &COUNTING,
        prune: false,
    }
}

/// Bytes that never come twice.
struct Counting(AtomicU64);

static COUNTING: Counting = Counting(AtomicU64::new(1));

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        bytes.iter_mut().zip(number.into_iter().cycle()).for_each(|(byte, part)| *byte = part);
    }
}
