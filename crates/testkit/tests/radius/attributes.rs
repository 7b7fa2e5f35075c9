//! What an accept carries: what the application's policy releases, in legal attributes, and nothing else.

use model::{Change, Entry, Group, Link, Noun, Policy, policy::PolicyItem};
use radius::{Packet, kind};
use testkit::{House, on_both};

use super::{denials, pass, simple};

/// Gives the VPN a policy of these names and values.
async fn release(house: &House, items: &[(&str, &str)]) {
    let item = |(name, value): &(&str, &str)| PolicyItem {
        name: (*name).into(),
        value: (*value).into(),
        ..PolicyItem::default()
    };
    release_items(house, items.iter().map(item).collect()).await;
}

async fn release_items(house: &House, items: Vec<PolicyItem>) {
    let chance: &dyn plug::Chance = &plug::clock::SystemChance;
    let known = house.engine.world().catalogue.at(Noun::Policy, "demo/vpn").map(|e| e.id);
    let id = known.unwrap_or_else(|| chance.id(house.now()));
    let policy =
        Entry { id, path: "demo/vpn".into(), object: Policy { items, ..Policy::default() }.into(), links: Vec::new() };
    let mut vpn = house.engine.world().catalogue.entry(house.id(Noun::Application, "demo/vpn")).unwrap().clone();
    vpn.links.retain(|l| l.role != "policy");
    vpn.links.push(Link::new("policy", id));
    house.engine.change(vec![Change::put(policy), Change::put(vpn)], "test").await.unwrap();
}

on_both! {
    /// D4: names of the dictionary become attributes, those of vendors too; others are for other protocols.
    async fn a_policy_names_reply_attributes(database: Database) {
        let house = simple(database).user("cyd").attribute("vlan", "20").start().await;
        let nas = house.nas("vpn").await;
        let bare = nas.login("cyd", &pass("cyd")).await;
        assert!(bare.accepted());
        let kinds: Vec<u8> = bare.packet().attributes().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [kind::MESSAGE_AUTHENTICATOR, kind::CLASS], "nothing is released without a policy");
        release(&house, &[
            ("Filter-Id", "text:staff"),
            ("Session-Timeout", "text:3600"),
            ("Tunnel-Type", "text:VLAN"),
            ("Tunnel-Private-Group-Id", "user:vlan"),
            ("Class", "text:OU=staff"),
            ("Cisco-AVPair", "text:shell:priv-lvl=15"),
            ("email", "user:email"),
            ("User-Password", "text:never"),
            ("State", "text:never"),
            ("Message-Authenticator", "text:never"),
            ("MS-MPPE-Send-Key", "text:never"),
        ]).await;
        let heard = nas.login("cyd", &pass("cyd")).await;
        assert!(heard.accepted(), "{}", heard.message());
        for (name, value) in [("Filter-Id", "staff"), ("Session-Timeout", "3600"), ("Tunnel-Type", "VLAN"), ("Tunnel-Private-Group-Id", "20"), ("Cisco-AVPair", "shell:priv-lvl=15")] {
            assert_eq!(heard.values(name), [value], "{name}");
        }
        assert_eq!(heard.values("Class")[0], "OU=staff", "the policy's comes before our own");
        assert!(!heard.0.windows(5).any(|w| w == b"never") && !heard.0.windows(9).any(|w| w == b"demo.test"));
    }
}

on_both! {
    /// D4: an item of a group is for its members.
    async fn groups_decide_what_is_released(database: Database) {
        let house = simple(database).start().await;
        let chance: &dyn plug::Chance = &plug::clock::SystemChance;
        let staff = Entry { id: chance.id(house.now()), path: "demo/staff".into(), object: Group::default().into(), links: Vec::new() };
        let id = staff.id;
        house.engine.change(vec![Change::put(staff)], "test").await.unwrap();
        let person = house.person("ada").key();
        house.write(vec![store::Write::PutMember { group: id, person }]).await;
        release_items(&house, vec![
            PolicyItem { group: "demo/staff".into(), name: "Filter-Id".into(), value: "text:staff".into(), ..PolicyItem::default() },
            PolicyItem { name: "Reply-Message".into(), value: "text:Welcome".into(), ..PolicyItem::default() },
        ]).await;
        let nas = house.nas("vpn").await;
        let (ada, bob) = (nas.login("ada", &pass("ada")).await, nas.login("bob", &pass("bob")).await);
        assert!(ada.accepted() && bob.accepted());
        assert_eq!((ada.values("Filter-Id"), bob.values("Filter-Id")), (vec!["staff".to_owned()], vec![]));
        assert_eq!(bob.message(), "Welcome");
    }
}

on_both! {
    /// R040: line breaks and long values of a person's attributes make legal attributes and no forged ones.
    async fn r040_values_cannot_forge_attributes(database: Database) {
        let forged = "x\r\nCisco-AVPair = \"shell:priv-lvl=15\"\n\u{6}\u{6}\u{1}\u{1}\u{1}\u{1}";
        let long = "ä".repeat(150);
        let house = simple(database).user("cyd").attribute("title", forged).attribute("room", &long).start().await;
        release(&house, &[("Filter-Id", "user:title"), ("Reply-Message", "user:room"), ("Callback-Id", "user:room")]).await;
        let nas = house.nas("vpn").await;
        let heard = nas.login("cyd", &pass("cyd")).await;
        assert!(heard.accepted());
        let filter = heard.packet().only(11).unwrap().unwrap();
        assert!(std::str::from_utf8(filter).unwrap().chars().all(|c| !c.is_control()), "{filter:?}");
        assert_eq!(heard.message(), long, "split, and whole");
        assert_eq!(heard.values("Callback-Id")[0].chars().count(), 126, "cut between characters");
        assert_eq!(heard.values("Service-Type"), Vec::<String>::new());
        assert!(heard.packet().vendor_attributes().next().is_none() && Packet::parse(&heard.0).is_ok());
    }
}

on_both! {
    /// R040: what is no value of its attribute, or has no room, is not left out silently: what is missing may be what limits the person.
    async fn r040_what_cannot_be_written_is_a_reject(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        release(&house, &[("Session-Timeout", "text:soon")]).await;
        assert!(nas.login("ada", &pass("ada")).await.rejected());
        let long = format!("text:{}", "x".repeat(250));
        release(&house, &[("Filter-Id", &long), ("Callback-Id", &long), ("Framed-Route", &long), ("Login-LAT-Group", &long), ("Reply-Message", &long)]).await;
        assert!(nas.login("ada", &pass("ada")).await.rejected());
        assert_eq!(denials(&house, "not-allowed").await, 2);
        release(&house, &[("Session-Timeout", "text:60")]).await;
        assert!(nas.login("ada", &pass("ada")).await.accepted(), "the control");
    }
}
