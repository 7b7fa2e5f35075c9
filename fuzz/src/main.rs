//! libFuzzer on one target, which `FUZZ_TARGET` names; `fuzz/run` calls it.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use symbolon_fuzz::{TARGETS, Target, target};

static CHOSEN: OnceLock<&'static Target> = OnceLock::new();

fn chosen() -> &'static Target {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    target(&name).unwrap_or_else(|| {
        TARGETS.iter().for_each(|target| println!("{}", target.name));
        std::process::exit(2)
    })
}

fuzz_target!(|data: &[u8]| (CHOSEN.get_or_init(chosen).run)(data));
