//! The task guides, run: every block of commands in order on one fresh installation, with what the page shows compared.
//!
//! A block `sh` is run, a block `text` after it is what it prints (`…` stands for anything). A comment says what stands for a person:
//! `<!-- browser: … -->` after a block, `<!-- browser answers: … -->` while it runs. `<!-- not run: … -->` says why the next block is not.

mod machine;
mod page;
mod person;

use machine::Machine;
use page::{Part, parts};

/// In the order of their list, which is that of the links in docs/guides/README.md.
const GUIDES: [(&str, &str); 7] = [
    ("first-site", include_str!("../../../../docs/guides/first-site.md")),
    ("first-application", include_str!("../../../../docs/guides/first-application.md")),
    ("second-factor", include_str!("../../../../docs/guides/second-factor.md")),
    ("backup", include_str!("../../../../docs/guides/backup.md")),
    ("rotate-keys", include_str!("../../../../docs/guides/rotate-keys.md")),
    ("upgrade", include_str!("../../../../docs/guides/upgrade.md")),
    ("postgresql", include_str!("../../../../docs/guides/postgresql.md")),
];
/// Blocks that no test can run, each with its reason beside it.
const NOT_RUN: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn the_guides_do_what_they_say() {
    let mut machine = Machine::new();
    for (name, text) in GUIDES {
        if parts(text).iter().any(|part| part.needs("postgresql")) && !machine.has_postgresql() {
            eprintln!("SKIPPED {name} from its part for PostgreSQL on: SYMBOLON_TEST_POSTGRES is not set");
            continue;
        }
        machine.begin(name);
        for part in parts(text) {
            machine.do_part(&part).await;
        }
    }
    machine.end();
}

#[test]
fn the_guides_have_one_form_and_hardly_anything_is_left_out() {
    let list = include_str!("../../../../docs/guides/README.md");
    let mut at = 0;
    for (name, text) in GUIDES {
        let link = list.find(&format!("({name}.md)")).unwrap_or_else(|| panic!("{name} is not in the list"));
        assert!(link > at, "{name} stands in another order in the list");
        at = link;
        let heads = [
            "**At the end**",
            "**Before you begin**",
            "## Steps",
            "## How to see that it worked",
            "## What can go wrong",
        ];
        let places: Vec<usize> =
            heads.iter().map(|head| text.find(head).unwrap_or_else(|| panic!("{name} has no {head}"))).collect();
        assert!(places.is_sorted(), "{name}: {places:?}");
        let shown = parts(text).iter().filter(|part| matches!(part, Part::Shows(_))).count();
        assert!(shown > 0, "{name} shows nothing that could be compared");
    }
    let left = GUIDES.iter().flat_map(|(_, text)| parts(text)).filter(|part| matches!(part, Part::NotRun(_))).count();
    assert!(left <= NOT_RUN, "{left} blocks are not run");
}
