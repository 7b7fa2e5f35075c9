//! RADIUS as a device sees it: bytes in, bytes out, each case by its number beside a control.

mod accounting;
mod attributes;
mod challenge;
mod duplicates;
mod hostile;
mod integrity;
mod radclient;
mod radsec;
mod schemes;
mod table;

use testkit::{Database, House, Plan, password_of};

/// A VPN behind which Ada has a password alone and Bob a code, too.
fn plan(database: Database) -> Plan {
    House::new().on(database).radius("vpn").allow(["password", "totp"]).user("ada").user("bob").token("totp")
}

/// A VPN for passwords alone.
fn simple(database: Database) -> Plan {
    House::new().on(database).radius("vpn").allow(["password"]).user("ada").user("bob")
}

async fn denials(house: &House, reason: &str) -> usize {
    house.audited("login.denied").await.iter().filter(|e| e.reason == reason).count()
}

fn pass(name: &str) -> String {
    password_of(name)
}
