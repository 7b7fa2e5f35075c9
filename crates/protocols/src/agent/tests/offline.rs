//! The hash that machines keep.

use std::num::NonZeroU32;

use crate::agent::offline::hash;

/// Made by another program (passlib's form of PBKDF2-HMAC-SHA512) for the line `1234287082`.
#[test]
fn a_hash_is_as_the_agents_read_it() {
    let made = hash(b"1234287082", b"0123456789", NonZeroU32::new(6549).unwrap());
    assert_eq!(made, EXPECTED);
}

const EXPECTED: &str = "$pbkdf2-sha512$6549$MDEyMzQ1Njc4OQ$HaeJyCKTYGWrWC80qwqcr/U3YEIq0PMiFU1kx72p2hlSPnOS5qET6n0VOaG8vOYmsFCqdBU/VWagCRw0eoKAlA";
