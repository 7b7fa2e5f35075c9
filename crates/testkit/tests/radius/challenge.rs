//! Triggers, misses and doors that cannot show a challenge.

use model::application::Layout;
use radius::{Code, kind};
use testkit::{House, on_both};

use super::{denials, pass, plan};

on_both! {
    /// R018, R022, R024: an empty or one-letter passcode asks for a message. While there is no push, what the person has instead is asked
    /// for by a challenge; it is sent to nobody without it, and never more often than allowed.
    async fn r018_r022_r024_a_trigger_asks_for_what_the_person_has(database: Database) {
        let house = House::new().on(database).radius("vpn").passcode(Layout::Separate, true).allow(["password", "email"]).opens("email")
            .radius("plain").registered("addresses", vec!["127.0.0.8/29"]).allow(["password", "email"])
            .user("ada").user("bob").without_email().start().await;
        let nas = house.nas("vpn").await;
        let challenge = nas.login("ada", "").await;
        assert!(challenge.challenged(), "{}", challenge.message());
        let code = house.mailed_code("ada", 1).await;
        assert!(nas.answer("ada", &code, &challenge.state()).await.accepted(), "the code that was sent");
        // A retransmission of the trigger sends nothing more.
        house.clock.forward(2);
        let asked = nas.ask("ada", "e").finish(&nas.key).unwrap();
        let first = nas.exchange_bytes(&asked).await;
        assert!(first.challenged());
        assert_eq!(nas.exchange_bytes(&asked).await, first);
        house.mailed_code("ada", 2).await;
        assert_eq!(house.inbox().to("ada@demo.test").len(), 2);
        // Many devices leave an empty passcode out, and so does a proxy on their way.
        let left_out = nas.exchange(&nas.request(Code::AccessRequest).add(kind::USER_NAME, b"ada")).await;
        assert!(left_out.challenged(), "{}", left_out.message());
        let code = house.mailed_code("ada", 3).await;
        assert!(nas.answer("ada", &code, &left_out.state()).await.accepted());
        // Nothing is sent to whoever has nothing, and where simple mode is off an empty line is a wrong one.
        let _ = nas.login("bob", "").await;
        let plain = testkit::Nas::at(house.radius(), &testkit::plan::secret_of("plain"), "127.0.0.9").await;
        assert!(plain.login("ada", "").await.rejected());
        assert!(plain.exchange(&plain.request(Code::AccessRequest).add(kind::USER_NAME, b"ada")).await.rejected(), "and none is none");
        assert_eq!(house.inbox().to("bob@demo.test").len(), 0);
        assert_eq!(house.inbox().to("ada@demo.test").len(), 3);
    }
}

on_both! {
    /// R025: misses over RADIUS and over the web fill one counter, which locks both doors.
    async fn r025_one_counter_for_both_doors(database: Database) {
        let house = super::simple(database).application("wiki").allow(["password"]).start().await;
        let nas = house.nas("vpn").await;
        for _ in 0..3 {
            assert!(nas.login("ada", "wrong").await.rejected());
            assert!(house.login("ada").at("wiki").typing("wrong").await.refused());
        }
        assert_eq!(house.audited("account.locked").await.len(), 1);
        assert!(nas.login("ada", &pass("ada")).await.rejected(), "locked here");
        assert!(house.login("ada").at("wiki").password().await.refused(), "and there");
        assert!(nas.login("bob", &pass("bob")).await.accepted(), "the control");
        house.clock.forward(21);
        assert!(nas.login("ada", &pass("ada")).await.accepted());
    }
}

on_both! {
    /// F3.2b: what the line holds is the application's setting; a wrong half is as wrong as the other.
    async fn f3_2b_password_and_code_on_one_line(database: Database) {
        let house = plan(database).passcode(Layout::PasswordCode, false).start().await;
        let nas = house.nas("vpn").await;
        let line = format!("{}{}", pass("bob"), house.code("bob"));
        assert!(nas.login("bob", &line).await.accepted());
        house.clock.forward(2);
        for wrong in [format!("{}000000", pass("bob")), format!("wrong{}", house.code("bob"))] {
            assert!(nas.login("bob", &wrong).await.rejected());
        }
    }
}

on_both! {
    /// A client that can show no challenge gets a reject where one would be needed, and the record says why.
    async fn without_challenges_what_would_need_one_is_refused(database: Database) {
        let house = plan(database).registered("challenge", false).start().await;
        let nas = house.nas("vpn").await;
        assert!(nas.login("bob", &pass("bob")).await.rejected());
        assert_eq!(denials(&house, "interaction-required").await, 1);
    }
}

on_both! {
    /// A wrong code is a reject, which ends the login: the next try begins anew.
    async fn a_wrong_code_ends_the_login(database: Database) {
        let house = plan(database).start().await;
        let nas = house.nas("vpn").await;
        let state = nas.login("bob", &pass("bob")).await.state();
        assert!(nas.answer("bob", "000000", &state).await.rejected());
        assert!(nas.answer("bob", &house.code("bob"), &state).await.rejected());
        let state = nas.login("bob", &pass("bob")).await.state();
        assert!(nas.answer("bob", &house.code("bob"), &state).await.accepted());
    }
}

on_both! {
    /// What may be picked stands on numbered lines, and a number picks it; what is typed then may be seen.
    async fn choices_are_numbered_lines(database: Database) {
        let house = House::new().on(database).radius("vpn").registered("language", "fi").allow(["password", "totp", "backup"])
            .user("ada").token("totp").list("backup").start().await;
        let nas = house.nas("vpn").await;
        let first = nas.login("ada", &pass("ada")).await;
        let message = first.message();
        assert!(message.lines().any(|l| l == "1 backup") && message.contains("numero"), "in Finnish: {message}");
        assert_eq!(first.packet().integer(kind::PROMPT), Some(0), "a code is asked for, and stays hidden");
        let picked = nas.answer("ada", "1", &first.state()).await;
        assert!(picked.challenged() && !picked.message().contains("1 backup"), "{}", picked.message());
        let code = house.someone("ada").codes[0].clone();
        assert!(nas.answer("ada", &code, &picked.state()).await.accepted());
    }
}
