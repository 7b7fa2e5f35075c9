//! Users as administrators handle them, seen from the front door: who is barred, logged out, taken a factor from, deleted.

mod import;

use login::Actor;
use manage::{
    groups::Groups,
    users::{Filter, Patch, Register, UserError},
};
use model::{Secret, credential::CredentialState};
use testkit::{Database, House, on_both, plan::Way};

/// Who does it; for as long as the tests last.
pub fn actor(name: &str) -> &'static Actor {
    Box::leak(Box::new(Actor::named(name)))
}

fn admin() -> &'static Actor {
    actor("admin")
}

pub fn register(house: &House) -> Register<'_> {
    Register { engine: &house.engine, passwords: symbolon::passwords(), actor: admin() }
}

fn patch(json: &str) -> Patch {
    serde_json::from_str(json).unwrap()
}

async fn house(database: Database) -> House {
    let house = House::new().on(database).method(Way::new("oath", "oath")).method(Way::named("totp.1"));
    let house =
        house.method(Way::named("backup.1")).application("wiki").allow(["password", "oath", "totp.1", "backup.1"]);
    house.user("ada").user("bob").user("cy").hotp("oath").user("dan").token("totp.1").list("backup.1").start().await
}

on_both! {
    /// G9, M067: who is disabled is logged out and stays out; a change that was decided on an older user is refused.
    async fn a_user_is_changed_as_somebody_read_them(database: Database) {
        let house = house(database).await;
        let (register, ada) = (register(&house), house.someone("ada").user.clone());
        assert!(house.login("ada").password().await.granted(), "control");
        assert_eq!(register.view(ada.id).await.unwrap().sessions.len(), 1);
        let changed = register.patch(ada.id, Some(ada.version), &patch(r#"{"attributes":{"cn":"Ada","email":[]},"expires":"2100-01-01T00:00:00Z"}"#)).await.unwrap();
        assert_eq!((changed.version, changed.first("cn"), changed.first("email")), (ada.version + 1, Some("Ada"), None));
        let stale = register.patch(ada.id, Some(ada.version), &patch(r#"{"enabled":false}"#)).await;
        assert!(matches!(stale, Err(UserError::Moved)), "{stale:?}");
        assert!(house.login("ada").password().await.granted(), "nothing was written");
        register.patch(ada.id, Some(changed.version), &patch(r#"{"enabled":false}"#)).await.unwrap();
        assert!(register.view(ada.id).await.unwrap().sessions.is_empty());
        assert!(!house.login("ada").password().await.granted());
        let back = register.patch(ada.id, None, &patch(r#"{"enabled":true,"expires":"2000-01-01T00:00:00Z"}"#)).await.unwrap();
        assert!(back.enabled && !house.login("ada").password().await.granted(), "expired");
        assert!(!register.view(ada.id).await.unwrap().usable);
        let same = register.patch(ada.id, None, &patch(r#"{"enabled":true}"#)).await.unwrap();
        assert_eq!(same.version, back.version, "what is so already is not written");
        register.patch(ada.id, None, &patch(r#"{"expires":null}"#)).await.unwrap();
        assert!(house.login("ada").password().await.granted());
        let told = house.audited("user.put").await;
        assert_eq!(told.len(), 4, "{told:?}");
        let disabled = told.iter().find(|e| e.detail["after"]["enabled"] == false).unwrap();
        assert_eq!((disabled.actor.as_str(), &disabled.detail["before"]["enabled"]), ("admin", &true.into()));
        for (wrong, member) in [
            (r#"{"expires":"tomorrow"}"#, "expires"),
            (r#"{"attributes":{"":"x"}}"#, "attribute."),
            (&format!(r#"{{"attributes":{{"cn":"{}"}}}}"#, "x".repeat(2001)), "attribute.cn"),
        ] {
            match register.patch(ada.id, None, &patch(wrong)).await {
                Err(UserError::Refused(finding)) => assert_eq!(finding.field, member),
                other => panic!("{wrong}: {other:?}"),
            }
        }
    }
}

on_both! {
    /// G9: a method that a user may not have is not asked for.
    async fn a_method_is_taken_from_one_user(database: Database) {
        let house = house(database).await;
        let (register, cy) = (register(&house), house.someone("cy").user.id);
        assert!(!house.login("cy").password().await.granted(), "control: a second factor is asked for");
        assert!(register.activate(cy, "oath", false).await.unwrap());
        assert!(!register.activate(cy, "oath", false).await.unwrap(), "it is so already");
        assert!(house.login("cy").password().await.granted(), "C7: not activated is not available");
        assert!(!house.login("dan").password().await.granted(), "control: others have theirs");
        assert!(register.activate(cy, "oath", true).await.unwrap());
        assert!(house.login("cy").password().code(&house.hotp("cy", 0)).await.granted());
        let told = house.audited("user.method-deactivated").await;
        assert_eq!((told[0].method.as_str(), &told[0].detail["before"]["active"]), ("oath", &true.into()));
        assert!(matches!(register.activate(cy, "none", true).await, Err(UserError::Refused(_))));
    }
}

on_both! {
    /// M067, B21: a password that is set ends what the old one let in; with the last second factor go the backup codes; a token is
    /// not removed.
    async fn credentials_are_set_and_taken_away(database: Database) {
        let house = house(database).await;
        let register = register(&house);
        let (bob, cy, dan) = ["bob", "cy", "dan"].map(|name| house.someone(name).user.id).into();
        assert!(house.login("bob").password().await.granted());
        register.set_password(bob, "", Secret::new("quite another phrase".into()), false).await.unwrap();
        assert!(register.view(bob).await.unwrap().sessions.is_empty());
        assert!(house.login("bob").password().await.refused());
        assert!(house.login("bob").typing("quite another phrase").await.granted());
        register.require_password_change(bob, "password").await.unwrap();
        assert!(!house.login("bob").typing("quite another phrase").await.granted(), "it is to be changed first");
        let of = |view: &manage::users::View, kind: &str| view.credentials.iter().find(|c| c.kind == kind).map(|c| c.id);
        let token = of(&register.view(cy).await.unwrap(), "oath").unwrap();
        match register.remove_credential(cy, token).await {
            Err(UserError::Refused(finding)) => {
                assert_eq!((finding.key.as_str(), finding.args[0].1.as_str()), ("user-credential-is-token", "FTK-cy"));
            }
            other => panic!("{other:?}"),
        }
        let view = register.view(dan).await.unwrap();
        let totp = of(&view, "totp").unwrap();
        assert!(of(&view, "backup").is_some());
        assert!(matches!(register.remove_credential(bob, totp).await, Err(UserError::Missing(_))), "somebody else's");
        assert!(register.suspend_credential(dan, totp, true).await.unwrap());
        assert_eq!(register.view(dan).await.unwrap().credentials.iter().find(|c| c.id == totp).unwrap().state, CredentialState::Suspended);
        register.remove_credential(dan, totp).await.unwrap();
        let view = register.view(dan).await.unwrap();
        assert!(of(&view, "totp").is_none() && of(&view, "backup").is_none() && of(&view, "password").is_some());
        assert_eq!(house.audited("credential.removed").await.len(), 2);
    }
}

on_both! {
    /// F4.1: who is deleted leaves nothing but the token, which is in the inventory again.
    async fn a_deleted_user_leaves_a_token_and_no_session(database: Database) {
        let house = house(database).await;
        let (register, groups) = (register(&house), Groups { engine: &house.engine, actor: admin() });
        let cy = house.someone("cy").user.clone();
        assert!(groups.add("demo/everyone", cy.id).await.unwrap());
        assert!(house.login("cy").password().code(&house.hotp("cy", 0)).await.granted());
        assert!(matches!(register.delete(cy.id, Some(cy.version + 1)).await, Err(UserError::Moved)));
        register.delete(cy.id, Some(cy.version)).await.unwrap();
        assert!(matches!(register.view(cy.id).await, Err(UserError::Missing(_))));
        assert!(house.login("cy").password().await.refused());
        let token = house.store().token("FTK-cy").await.unwrap().unwrap();
        assert_eq!((token.person.as_str(), token.state), ("", CredentialState::Inventory));
        assert!(house.store().members(house.id(model::Noun::Group, "demo/everyone"), "", 9).await.unwrap().is_empty());
        let deleted = house.audited("user.deleted").await;
        assert_eq!(deleted[0].detail["before"]["groups"][0], "demo/everyone");
        assert_eq!((house.audited("token.revoked").await.len(), house.audited("session.ended").await.len()), (1, 1));
    }
}

on_both! {
    /// G11: a list within some sites shows nobody else, whatever is asked for.
    async fn a_list_stays_within_its_sites(database: Database) {
        let house = house(database).await;
        let register = register(&house);
        let demo = house.id(model::Noun::Site, "demo");
        let other = model::Id::fixed(99);
        let ask = |site: &str, text: &str| Filter { site: site.into(), text: text.into(), count: Some(10), ..Filter::default() };
        for (filter, within, found) in [
            (ask("", ""), None, 4),
            (ask("", ""), Some(vec![demo, other]), 4),
            (ask("", ""), Some(vec![other]), 0),
            (ask("", ""), Some(vec![]), 0),
            (ask("demo", "a"), Some(vec![demo]), 1),
            (ask("demo", "demo.test"), Some(vec![other]), 0),
        ] {
            let page = register.list(&filter, within.as_deref()).await.unwrap();
            assert_eq!((page.users.len(), page.count.unwrap_or(0)), (found, u32::try_from(found).unwrap()), "{filter:?}");
        }
        let first = register.list(&Filter { limit: Some(3), ..Filter::default() }, None).await.unwrap();
        let rest = Filter { after: first.next.unwrap(), limit: Some(3), ..Filter::default() };
        let rest = register.list(&rest, None).await.unwrap();
        assert_eq!((rest.users[0].name.as_str(), rest.next), ("dan", None));
        for wrong in [ask("none", ""), Filter { after: "x".into(), ..Filter::default() }, Filter { group: "none".into(), ..Filter::default() }] {
            assert!(matches!(register.list(&wrong, None).await, Err(UserError::Refused(_))), "{wrong:?}");
        }
    }
}
