//! Who made a packet, and which client that is.

use model::{AnyObject, Entry, Link, Noun};
use radius::{Code, Packet, Request, kind};
use testkit::{Nas, on_both};

use super::{pass, simple};

on_both! {
    /// R001, R006: without a Message-Authenticator nothing is answered, unless the client was excused; with EAP never.
    async fn r001_r006_unsigned_requests_are_not_heard(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        let unsigned = || nas.ask("ada", &pass("ada")).unsigned();
        nas.unanswered(&unsigned().finish(&nas.key).unwrap()).await;
        assert!(nas.exchange(&nas.ask("ada", &pass("ada"))).await.accepted(), "the control is signed");
        house.edit(Noun::Application, "demo/vpn", excuse).await;
        assert!(nas.exchange(&unsigned()).await.accepted(), "an old client");
        // CVE-2024-3596: what the attack needs is not taken from it either.
        nas.unanswered(&unsigned().add(kind::PROXY_STATE, b"x").finish(&nas.key).unwrap()).await;
        assert!(nas.exchange(&nas.ask("ada", &pass("ada")).add(kind::PROXY_STATE, b"x")).await.accepted());
        let eap = nas.request(Code::AccessRequest).add(kind::USER_NAME, b"ada").add(kind::EAP_MESSAGE, &[2, 0, 0, 5, 1]);
        nas.unanswered(&eap.clone().unsigned().finish(&nas.key).unwrap()).await;
        assert!(nas.exchange(&eap).await.rejected(), "signed, but EAP is not spoken here");
    }
}

fn excuse(entry: &mut Entry) {
    if let AnyObject::Application(application) = &mut entry.object {
        application.metadata["requireMessageAuthenticator"] = false.into();
    }
}

on_both! {
    /// R002: every answer begins with a valid Message-Authenticator and has a valid Response Authenticator. `Nas::hear` asserts it.
    async fn r002_every_answer_is_signed(database: Database) {
        let house = super::plan(database).start().await;
        let nas = house.nas("vpn").await;
        let challenge = nas.login("bob", &pass("bob")).await;
        assert!(challenge.challenged());
        assert!(nas.answer("bob", &house.code("bob"), &challenge.state()).await.accepted());
        let rejected = nas.login("bob", "wrong").await;
        assert!(rejected.rejected());
        // Who does not know the secret cannot tell it from noise.
        let other = radius::Key::new(b"another secret of theirs");
        let asked = nas.ask("bob", "wrong").finish(&nas.key).unwrap();
        let heard = nas.exchange_bytes(&asked).await;
        assert!(!heard.packet().answers(&Packet::parse(&asked).unwrap(), &other));
    }
}

on_both! {
    /// R003: a wrong, short, long or second Message-Authenticator drops the packet.
    async fn r003_a_bad_message_authenticator_drops(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        let good = || nas.ask("ada", &pass("ada")).finish(&nas.key).unwrap();
        let mut wrong = good();
        wrong[22] ^= 1;
        nas.unanswered(&wrong).await;
        for length in [15, 17] {
            let odd = nas.ask("ada", &pass("ada")).unsigned().add(kind::MESSAGE_AUTHENTICATOR, &vec![7; length]);
            nas.unanswered(&odd.finish(&nas.key).unwrap()).await;
        }
        // The second one is there when the first is computed, so that only its being there is wrong.
        nas.unanswered(&nas.ask("ada", &pass("ada")).add(kind::MESSAGE_AUTHENTICATOR, &[0; 16]).finish(&nas.key).unwrap()).await;
        // Somebody on the way changes the name.
        let mut changed = good();
        let at = changed.windows(3).position(|w| w == b"ada").unwrap();
        changed[at] = b'b';
        nas.unanswered(&changed).await;
        assert!(nas.exchange_bytes(&good()).await.accepted(), "the control");
    }
}

on_both! {
    /// R008: three Proxy-States come back unchanged, in order, behind everything else.
    async fn r008_proxy_states_are_echoed(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        let states: [&[u8]; 3] = [b"first", &[0xff; 250], b"third"];
        let asked = states.iter().fold(nas.ask("ada", &pass("ada")), |ask, state| ask.add(kind::PROXY_STATE, state));
        let heard = nas.exchange(&asked).await;
        assert!(heard.accepted() && heard.0.len() <= Packet::MAX);
        let behind: Vec<_> = heard.packet().attributes().skip_while(|(kind, _)| *kind != kind::PROXY_STATE).collect();
        assert_eq!(behind, states.map(|state| (kind::PROXY_STATE, state)));
    }
}

on_both! {
    /// R010: of overlapping networks the most specific one counts, and its secret alone.
    async fn r010_the_most_specific_network_wins(database: Database) {
        let plan = simple(database).radius("router").registered("addresses", vec!["127.0.0.8/29"]).allow(["password"]);
        let house = plan.start().await;
        let (wide, narrow) = (testkit::plan::secret_of("vpn"), testkit::plan::secret_of("router"));
        for (address, secret, other) in [("127.0.0.9", &narrow, &wide), ("127.0.0.7", &wide, &narrow)] {
            let stranger = Nas::at(house.radius(), other, address).await;
            stranger.send(&stranger.ask("ada", &pass("ada")).finish(&stranger.key).unwrap()).await;
            let nas = Nas::at(house.radius(), secret, address).await;
            assert!(nas.login("ada", &pass("ada")).await.accepted(), "{address}");
        }
        let granted = house.audited("login.granted").await;
        assert_eq!(granted.iter().map(|e| e.application.as_str()).collect::<Vec<_>>(), ["demo/router", "demo/vpn"]);
        // The same network twice cannot be had.
        let mut entry = house.engine.world().catalogue.entry(house.id(Noun::Application, "demo/router")).unwrap().clone();
        if let AnyObject::Application(application) = &mut entry.object {
            application.metadata["addresses"] = vec!["10.0.0.0/8", "127.0.0.0/255.0.0.0"].into();
        }
        let refused = house.engine.change(vec![model::Change::put(entry)], "test").await.unwrap_err();
        let login::ChangeError::Refused(findings) = refused else { panic!("{refused}") };
        assert!(findings.iter().any(|f| f.key == "network-taken"), "{findings:?}");
    }
}

on_both! {
    /// R011: a short or known secret is refused unless somebody says that it must be; a secret is not in the audit record.
    async fn r011_weak_secrets_are_refused(database: Database) {
        let house = simple(database).start().await;
        let at = house.id(Noun::Application, "demo/vpn");
        let entry = house.engine.world().catalogue.entry(at).unwrap().clone();
        let put = |secret: &str, short: bool| {
            let mut entry = entry.clone();
            if let AnyObject::Application(application) = &mut entry.object {
                application.metadata["secret"] = secret.into();
                application.metadata["shortSecret"] = short.into();
            }
            vec![model::Change::put(entry)]
        };
        for weak in ["", "fifteen letters", "testing123", "changemechangeme", "aaaaaaaaaaaaaaaaaaaaaaaa"] {
            assert!(house.engine.change(put(weak, false), "test").await.is_err(), "{weak:?}");
        }
        let findings = house.engine.change(put("testing123", true), "test").await.unwrap();
        assert!(findings.iter().any(|f| f.key == "radius-secret-short"), "a loud warning: {findings:?}");
        let nas = Nas::at(house.radius(), "testing123", "127.0.0.1").await;
        assert!(nas.login("ada", &pass("ada")).await.accepted());
        house.engine.change(put("sixteen letters!", false), "test").await.unwrap();
        let told = serde_json::to_string(&house.audited("object.put").await).unwrap();
        assert!(told.contains("demo/vpn") && !told.contains("sixteen letters!") && !told.contains("testing123"), "{told}");
    }
}

on_both! {
    /// R012: authenticators of zeros are like any others.
    async fn r012_zeros_do_not_crash(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        let zeros = |id| {
            let request = Request::new(Code::AccessRequest, id, [0; 16]).add(kind::USER_NAME, b"ada");
            request.user_password(&nas.key, pass("ada").as_bytes())
        };
        let first = nas.exchange(&zeros(200)).await;
        assert!(first.accepted());
        assert_eq!(nas.exchange(&zeros(200)).await, first, "a duplicate");
        assert!(nas.exchange(&zeros(201)).await.accepted(), "another identifier");
        assert_eq!(house.audited("login.granted").await.len(), 2);
    }
}

on_both! {
    /// An application that nobody may enter, or that is disabled, answers with a reject and not with silence.
    async fn a_disabled_application_rejects(database: Database) {
        let house = simple(database).start().await;
        let nas = house.nas("vpn").await;
        assert!(nas.login("ada", &pass("ada")).await.accepted());
        let none: Vec<Link> = Vec::new();
        let change = |entry: &mut Entry| {
            entry.links.retain(|l| l.role != "allowedTo");
            entry.links.extend(none);
        };
        house.edit(Noun::Application, "demo/vpn", change).await;
        assert!(nas.login("ada", &pass("ada")).await.rejected());
    }
}
