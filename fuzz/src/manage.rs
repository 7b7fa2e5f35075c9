//! The graph of objects as text.

use std::sync::atomic::{AtomicU64, Ordering};

use manage::Chance;
use manage::graph::{ExportKey, Given, Secrets, diff, export, parse, split};
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
