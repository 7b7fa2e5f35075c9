//! What the command line takes and says.

mod sent;

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
        "audit search --user ada --result failure",
        "user search --text ada",
        "user put demosite ada --password-file f --must-change --not-before 2027-01-31T12:00:00Z --dry-run",
        "user password demosite ada --password-file f",
        "user delete demosite ada --yes",
        "user suspend-credential demosite ada 01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "token search --user demosite/ada --state active",
        "token unassign FTK-1",
        "token set-pin FTK-1 --pin-file f",
        "webhook deliveries demosite/siem",
        "explain --application acme/wiki --user acme/ada --network 192.0.2.7 --acr a --acr b --demand --passed password",
        "explain --story --login 01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "schema",
        "login --server https://id.example.com --ca f",
        "login --token-stdin",
        "logout --all",
        "get /method/a",
        "list application --site acme --text x --filter enabled=true --all",
        "list whatever",
        "put /group/a/b title=x members=a members=b --if-match e --create --dry-run",
        "put /group/a/b --from -",
        "add /site/a group b title=x",
        "patch --dry-run /method/a +configuration=x -configuration=y enabled=true",
        "link /application/a/b method /method/c enabled=true",
        "unlink /application/a/b method /method/c",
        "metadata put /application/a/b --from -",
        "raw get /site",
        "management-token create x --role /role/y --days 1",
        "completion zsh",
        "--server https://id.example.com export",
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
        "list",
        "list a/b",
        "list site --all --limit 3",
        "put",
        "put /group/a/b title",
        "put /group/a/b title=x --from f",
        "patch /method/a",
        "link /application/a/b method",
        "explain",
        "explain --user acme/ada",
        "explain --application acme/wiki --demand",
        "explain --application acme/wiki --network nowhere",
        "explain --application acme/wiki --login x",
        "explain --story --application acme/wiki",
        "token set-pin FTK-1 --pin-stdin --pin-file f",
        "user put demosite ada --password-stdin --password-file f",
        "management-token create",
        "management-token create x --days 0",
        "raw get /site --header authorization:x",
        "login --wait 0",
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
        (Told::NotAllowed(String::new()), 4),
        (Told::Away(String::new()), 5),
        (Told::from(HouseError::Held), 3),
        (Told::from(HouseError::Settings(String::new())), 2),
    ] {
        assert_eq!(told.code(), code, "{told:?}");
    }
}
