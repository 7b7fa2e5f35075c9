//! Every row of layout × door × stored credential: let in, asked on, or refused with its named reason.

use model::application::Layout;
use radius::{Code, Request, kind};
use testkit::{Database, House, Nas, on_both};

use super::pass;
use crate::support::story;

/// How the line comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Pap,
    Chap,
    MsChap2,
}

/// What the server keeps of the secret that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// A password as a slow hash, with a code behind it.
    Hash,
    /// A password that can be read, with a code behind it.
    Plain,
    /// A code alone, which can be computed.
    Code,
}

const PLAIN: &str = "open sesame, said cyd";

async fn house(database: Database, layout: Layout) -> House {
    let methods = ["password", "totp"];
    let switched =
        |plan: testkit::Plan| plan.registered("chap", true).registered("mschap2", true).passcode(layout, false);
    let plan = switched(House::new().on(database).radius("vpn")).allow(methods);
    let codes =
        switched(plan.radius("codes").registered("addresses", vec!["127.0.0.8/29"])).allow(["totp"]).opens("totp");
    let plan = codes.user("ada").token("totp").user("cyd").token("totp");
    plan.user_with(|g| (g.password, g.encoded) = (None, Some(format!("{{PLAIN}}{PLAIN}")))).start().await
}

fn request(nas: &Nas, door: Door, name: &str, line: &str) -> Request {
    let request = nas.request(Code::AccessRequest).add(kind::USER_NAME, name.as_bytes());
    match door {
        Door::Pap => nas.ask(name, line),
        Door::Chap => request.chap(7, line.as_bytes(), &[5; 16]),
        Door::MsChap2 => request.mschap2(9, line, name, ([6; 16], [7; 16])),
    }
}

/// What a row comes to when everything typed is right: `accept`, `challenge`, or the reason that the record names.
const fn expected(layout: Layout, door: Door, kept: Kept) -> &'static str {
    match (layout, door, kept) {
        (_, _, Kept::Code) | (Layout::PasswordCode | Layout::CodePassword, Door::Pap, _) => "accept",
        (_, Door::Chap | Door::MsChap2, Kept::Hash) => "hashed-only",
        (Layout::Separate, ..) => "challenge",
        // A response cannot be parted.
        (Layout::PasswordCode | Layout::CodePassword, Door::Chap | Door::MsChap2, Kept::Plain) => "undivided",
    }
}

on_both! {
    /// F3.2b, R039: every row is let in, asked on, or refused with its named reason; the same with a wrong secret is refused.
    async fn f3_2b_r039_every_row_of_the_table(database: Database) {
        for layout in [Layout::Separate, Layout::PasswordCode, Layout::CodePassword] {
            for door in [Door::Pap, Door::Chap, Door::MsChap2] {
                for kept in [Kept::Hash, Kept::Plain, Kept::Code] {
                    row(database, layout, door, kept).await;
                }
            }
        }
    }
}

async fn row(database: Database, layout: Layout, door: Door, kept: Kept) {
    let house = house(database, layout).await;
    let (name, password) = if kept == Kept::Plain { ("cyd", PLAIN.to_owned()) } else { ("ada", pass("ada")) };
    let (application, from) = if kept == Kept::Code { ("codes", "127.0.0.9") } else { ("vpn", "127.0.0.1") };
    let nas = Nas::at(house.radius(), &testkit::plan::secret_of(application), from).await;
    let line = |code: &str| match (kept, layout) {
        (Kept::Code, _) => code.to_owned(),
        (_, Layout::Separate) => password.clone(),
        (_, Layout::PasswordCode) => format!("{password}{code}"),
        (_, Layout::CodePassword) => format!("{code}{password}"),
    };
    let code = house.code(name);
    let said = format!("{layout:?} {door:?} {kept:?}");
    let wrong = if kept == Kept::Code { "000000".to_owned() } else { format!("{}x", line(&code)) };
    assert!(nas.exchange(&request(&nas, door, name, &wrong)).await.rejected(), "{said}: a wrong secret");
    let heard = nas.exchange(&request(&nas, door, name, &line(&code))).await;
    match expected(layout, door, kept) {
        "accept" => assert!(heard.accepted(), "{said}: {}", heard.message()),
        "challenge" => {
            let answered = nas.exchange(&request(&nas, door, name, &code).add(kind::STATE, &heard.state())).await;
            assert!(answered.accepted(), "{said}: {}", answered.message());
        }
        reason => {
            assert!(heard.rejected(), "{said}");
            let told = house.audit().await.into_iter().filter_map(|r| r.event).any(|e| e.reason == reason);
            assert!(told, "{said}: {:?}", story(&house, name).await);
            // The control: the same person by a door that shows what is typed.
            let control = nas.exchange(&request(&nas, Door::Pap, name, &line(&code))).await;
            assert!(control.accepted() || control.challenged(), "{said}: the control");
        }
    }
}
