//! The task guides and the pages of the methods, run: every block of commands in order on one fresh installation, with what the page shows compared.
//!
//! A block `sh` is run, a block `text` after it is what it prints (`…` stands for anything). A comment says what stands for a person:
//! `<!-- browser: … -->` after a block, `<!-- browser answers: … -->` while it runs. `<!-- not run: … -->` says why the next block is not.

mod machine;
mod page;
mod person;

use machine::Machine;
use page::{Part, parts};

/// In the order of their list in docs/guides/README.md.
const GUIDES: [&str; 7] =
    ["first-site", "first-application", "second-factor", "backup", "rotate-keys", "upgrade", "postgresql"];
/// Blocks that no test can run, each with its reason beside it.
const NOT_RUN: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn the_guides_do_what_they_say() {
    let mut machine = Machine::new();
    for name in GUIDES {
        let parts = parts(&page(name));
        if parts.iter().any(|part| part.needs("postgresql")) && !machine.has_postgresql() {
            eprintln!("SKIPPED {name} from its part for PostgreSQL on: SYMBOLON_TEST_POSTGRES is not set");
            continue;
        }
        machine.begin(name);
        for part in parts {
            machine.do_part(&part).await;
        }
    }
    for name in methods::ALL.iter().map(|registration| registration.kind.name) {
        machine.begin(name);
        let parts = parts(&page(&format!("../methods/{name}")));
        assert!(parts.iter().any(|part| matches!(part, Part::Run { .. })), "{name} says nothing that could be done");
        for part in parts {
            machine.do_part(&part).await;
        }
    }
    machine.end();
}

/// Read when the test runs: who writes a guide need not build anything.
fn page(name: &str) -> String {
    let path = format!("{}/../../docs/guides/{name}.md", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_guides_have_one_form_and_hardly_anything_is_left_out() {
    let list = page("README");
    let mut at = 0;
    for name in GUIDES {
        let text = page(name);
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
        let shown = parts(&text).iter().filter(|part| matches!(part, Part::Shows(_))).count();
        assert!(shown > 0, "{name} shows nothing that could be compared");
    }
    let left = GUIDES.iter().flat_map(|name| parts(&page(name))).filter(|part| matches!(part, Part::NotRun(_))).count();
    assert!(left <= NOT_RUN, "{left} blocks are not run");
}
