//! What the command line takes and says.

use super::*;
use clap::Parser;

#[derive(Parser, Debug)]
struct Program {
    #[command(flatten)]
    ctl: Ctl,
}

fn takes(line: &str) -> bool {
    Program::try_parse_from(std::iter::once("ctl").chain(line.split_whitespace())).is_ok()
}

#[test]
fn commands_and_their_flags() {
    use clap::CommandFactory;
    Program::command().debug_assert();
    for good in [
        "export",
        "export --secrets omit",
        "export --secrets sealed --key-file k",
        "--config f diff g",
        "diff g --prune --json",
        "apply - --dry-run --prune",
        "audit verify",
        "audit list --name ada --limit 3",
        "audit list --site demosite --site other --action login. --outcome failure --actor ctl --since 2026-03-02",
        "audit export --format csv",
        "audit export --format syslog --out f --name ada --until 2026-03-02T09:00:00Z",
        "webhook list",
        "webhook test demosite/siem",
        "webhook replay demosite/siem --since 2026-03-02",
        "webhook rotate demosite/siem --end",
        "master-key rotate",
        "user put demosite ada --attribute email=a@b --attribute cn= --password-stdin --must-change",
        "user import f",
        "user list",
        "user unlock demosite ada",
        "user import f --dry-run --from-line 7 --format csv --site demosite",
        "user import - --all-or-nothing",
        "user list --site demosite --below --enabled false --group demosite/staff",
        "user sessions demosite ada --end-all",
        "user password demosite ada --must-change",
        "user method demosite ada totp.1 --active false",
        "user group add demosite/staff demosite ada --directory local",
        "application secret demosite/demoapp",
        "schema",
    ] {
        assert!(takes(good), "{good}");
    }
    for bad in [
        "",
        "export --secrets sealed",
        "diff",
        "apply",
        "user put demosite",
        "user put demosite ada --attribute email",
        "audit list --limit 0",
        "audit list --since yesterday",
        "audit list --outcome good",
        "audit export",
        "audit export --format xml",
        "webhook replay demosite/siem",
        "user put demosite ada --must-change",
        "user import f --all-or-nothing --dry-run",
        "user list --below",
        "user password demosite ada --expire --must-change",
        "user delete demosite",
    ] {
        assert!(!takes(bad), "{bad}");
    }
}

#[test]
fn exit_codes() {
    for (told, code) in [
        (Told::Refused(Vec::new()), 1),
        (Told::Failed(String::new()), 1),
        (Told::Usage(String::new()), 2),
        (Told::from(HouseError::Held), 3),
        (Told::from(HouseError::Settings(String::new())), 2),
    ] {
        assert_eq!(told.code(), code, "{told:?}");
    }
}
