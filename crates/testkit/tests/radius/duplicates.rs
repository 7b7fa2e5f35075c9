//! Duplicates and State: what is repeated is judged once, and a State is worth one answer of one person from one place.

use model::Span;
use radius::{Code, kind};
use testkit::{Nas, on_both};

use super::{denials, pass, plan};
use crate::support::at_once;

on_both! {
    /// R014: the same packet five times is one check, one event and five times the same bytes.
    async fn r014_a_retransmission_gets_the_same_bytes(database: Database) {
        let house = plan(database).start().await;
        let nas = house.nas("vpn").await;
        let state = nas.login("bob", &pass("bob")).await.state();
        let asked = nas.ask("bob", &house.code("bob")).add(kind::STATE, &state).finish(&nas.key).unwrap();
        let first = nas.exchange_bytes(&asked).await;
        assert!(first.accepted());
        for _ in 0..4 {
            house.clock.pass(Span::millis(750));
            assert_eq!(nas.exchange_bytes(&asked).await, first);
        }
        assert_eq!(house.audited("login.granted").await.len(), 1);
        assert_eq!(house.audited("method.missed").await.len(), 0, "the code was not tried again");
        // The control: the same code in a packet of its own is a replay.
        assert!(nas.answer("bob", &house.code("bob"), &state).await.rejected());
    }
}

on_both! {
    /// R014, as it comes under load: sent five times before the first answer.
    async fn r014_duplicates_wait_for_the_answer(database: Database) {
        let house = plan(database).start().await;
        let nas = house.nas("vpn").await;
        let asked = nas.ask("ada", &pass("ada")).finish(&nas.key).unwrap();
        for _ in 0..5 {
            nas.send(&asked).await;
        }
        let first = nas.hear(&asked).await;
        // Whatever else comes, comes of the one judgement.
        let again = nas.exchange_bytes(&asked).await;
        assert_eq!(again, first);
        let decided = house.audited("login.denied").await.len() + house.audited("login.granted").await.len();
        assert_eq!(decided, 1);
    }
}

on_both! {
    /// R017: the same identifier and port with a new authenticator is a new transaction.
    async fn r017_a_new_authenticator_is_a_new_request(database: Database) {
        let house = super::simple(database).start().await;
        let nas = house.nas("vpn").await;
        let ask = |line: &str| {
            let request = nas.numbered(Code::AccessRequest, 77).add(kind::USER_NAME, b"ada");
            request.user_password(&nas.key, line.as_bytes())
        };
        assert!(nas.exchange(&ask("wrong")).await.rejected());
        assert!(nas.exchange(&ask(&pass("ada"))).await.accepted());
        assert!(nas.exchange(&ask("wrong")).await.rejected());
        assert_eq!(house.audited("login.granted").await.len(), 1);
    }
}

on_both! {
    /// R019: a right password is followed by a challenge: a random State, a time-out and a prompt.
    async fn r019_a_challenge_says_what_it_wants(database: Database) {
        let house = plan(database).start().await;
        let nas = house.nas("vpn").await;
        let first = nas.login("bob", &pass("bob")).await;
        let second = nas.login("bob", &pass("bob")).await;
        assert!(first.challenged() && first.message().contains("code"), "{}", first.message());
        // 32 letters of 32: 160 bits.
        assert!(first.state().len() == 32 && first.state() != second.state());
        let left: u32 = first.values("Session-Timeout")[0].parse().unwrap();
        assert!((60..=600).contains(&left), "{left}");
        assert_eq!(first.packet().integer(kind::PROMPT), Some(0), "what is typed stays hidden");
        assert!(nas.answer("bob", &house.code("bob"), &first.state()).await.accepted());
    }
}

on_both! {
    /// R020: a State that was changed, is unknown, expired, used, or comes with another name is rejected, and what it was for is over.
    async fn r020_a_state_is_good_once_for_one_person(database: Database) {
        let house = plan(database).start().await;
        let nas = house.nas("vpn").await;
        for wrong in ["changed", "unknown", "bytes", "twice there", "expired", "used", "another name"] {
            let state = nas.login("bob", &pass("bob")).await.state();
            let mut sent = state.clone();
            let mut name = "bob";
            match wrong {
                "changed" => sent[5] = if sent[5] == b'a' { b'b' } else { b'a' },
                "unknown" => sent = b"a".repeat(32),
                "bytes" => sent = vec![0xff; 32],
                "expired" => house.clock.forward(11),
                "used" => assert!(nas.answer("bob", &house.code("bob"), &state).await.accepted()),
                "another name" => name = "ada",
                _ => {}
            }
            let mut asked = nas.ask(name, &house.code("bob")).add(kind::STATE, &sent);
            if wrong == "twice there" {
                asked = asked.add(kind::STATE, &sent);
            }
            assert!(nas.exchange(&asked).await.rejected(), "{wrong}");
            if wrong == "another name" {
                assert!(nas.answer("bob", &house.code("bob"), &state).await.rejected(), "burnt: {wrong}");
            }
            house.clock.forward(2);
            let state = nas.login("bob", &pass("bob")).await.state();
            assert!(nas.answer("bob", &house.code("bob"), &state).await.accepted(), "the control of {wrong}");
            house.clock.forward(2);
        }
        assert!(denials(&house, "gone").await >= 5);
    }
}

on_both! {
    /// R020: a State that another address sends is refused, and burnt for its owner, since it has leaked.
    async fn r020_a_state_belongs_to_one_address(database: Database) {
        let house = plan(database).start().await;
        let nas = house.nas("vpn").await;
        let state = nas.login("bob", &pass("bob")).await.state();
        let elsewhere = Nas::at(house.radius(), &testkit::plan::secret_of("vpn"), "127.0.0.2").await;
        assert!(elsewhere.answer("bob", &house.code("bob"), &state).await.rejected());
        assert!(nas.answer("bob", &house.code("bob"), &state).await.rejected(), "burnt");
        let state = elsewhere.login("bob", &pass("bob")).await.state();
        assert!(elsewhere.answer("bob", &house.code("bob"), &state).await.accepted(), "the control");
    }
}

on_both! {
    /// R020: of two answers to one State at once, one is taken.
    async fn r020_two_answers_at_once_are_one(database: Database) {
        let house = plan(database).start().await;
        let (one, two) = (house.nas("vpn").await, house.nas("vpn").await);
        let state = one.login("bob", &pass("bob")).await.state();
        let code = house.code("bob");
        let heard = at_once([&one, &two].map(|nas| nas.answer("bob", &code, &state))).await;
        assert_eq!(heard.iter().filter(|h| h.accepted()).count(), 1);
        assert_eq!(house.audited("login.granted").await.len(), 1);
    }
}
