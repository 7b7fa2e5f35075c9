//! CHAP and MS-CHAPv2: only where somebody switched them on, and only for secrets that can be compared.

use radius::kind::microsoft as ms;
use radius::{Code, Packet, Request, kind};
use testkit::{Database, House, Nas, on_both};

use super::{denials, pass};

/// `User` and Cyd have passwords stored as they were typed, Bob as everybody.
async fn house(database: Database, on: bool) -> House {
    House::new()
        .on(database)
        .radius("vpn")
        .registered("chap", on)
        .registered("mschap2", on)
        .allow(["password", "totp"])
        .user(USER)
        .user_with(|g| (g.password, g.encoded) = (None, Some(format!("{{PLAIN}}{SECRET}"))))
        .user("bob")
        .user("cyd")
        .user_with(|g| (g.password, g.encoded) = (None, Some("{PLAIN}open sesame, said cyd".into())))
        .token("totp")
        .start()
        .await
}

fn chap(nas: &Nas, name: &str, secret: &str) -> Request {
    nas.request(Code::AccessRequest).add(kind::USER_NAME, name.as_bytes()).chap(7, secret.as_bytes(), &[3; 16])
}

/// The example of RFC 2759, section 9.2.
fn mschap2(nas: &Nas, name: &str) -> Request {
    let hex = |digits: &str| data_encoding::HEXUPPER.decode(digits.as_bytes()).unwrap();
    let mut value = vec![9, 0];
    value.extend(hex("21402324255E262A28295F2B3A337C7E"));
    value.extend([0; 8]);
    value.extend(hex("82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF"));
    let request = nas.request(Code::AccessRequest).add(kind::USER_NAME, name.as_bytes());
    let request = request.vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &hex("5B5D7C7D7B3F2F3E3C2C602132262628"));
    request.vendor(ms::VENDOR, ms::CHAP2_RESPONSE, &value)
}

const USER: &str = "User";
const SECRET: &str = "clientPass";

on_both! {
    /// R039: what is not switched on is refused, and so is a secret that is only known as a hash; nothing weaker is tried.
    async fn r039_hashes_cannot_be_compared(database: Database) {
        let off = house(database, false).await;
        let nas = off.nas("vpn").await;
        assert!(nas.exchange(&chap(&nas, USER, SECRET)).await.rejected());
        assert!(nas.exchange(&mschap2(&nas, USER)).await.rejected());
        assert_eq!(denials(&off, "blocked").await, 2);
        let on = house(database, true).await;
        let nas = on.nas("vpn").await;
        assert!(nas.exchange(&chap(&nas, "bob", &pass("bob"))).await.rejected());
        assert!(on.audit().await.iter().filter_map(|r| r.event.as_ref()).any(|e| e.reason == "hashed-only"), "told in the record");
        assert!(nas.exchange(&chap(&nas, USER, SECRET)).await.accepted(), "the control");
        assert!(nas.login("bob", &pass("bob")).await.accepted(), "and Bob by PAP");
    }
}

on_both! {
    /// R039: a response to one password fits no other; the same response again is a new login and no replay of a code.
    async fn r039_a_wrong_response_is_a_miss(database: Database) {
        let house = house(database, true).await;
        let nas = house.nas("vpn").await;
        assert!(nas.exchange(&chap(&nas, USER, "another")).await.rejected());
        assert_eq!(house.audited("method.missed").await.len(), 1);
        assert!(nas.exchange(&chap(&nas, USER, SECRET)).await.accepted());
    }
}

on_both! {
    /// MS-CHAPv2: an accept proves that the server knows the secret, and brings the keys of the link; a reject says 691 and no retry.
    async fn mschap2_is_mutual(database: Database) {
        let house = house(database, true).await;
        let nas = house.nas("vpn").await;
        let asked = mschap2(&nas, USER).finish(&nas.key).unwrap();
        let heard = nas.exchange_bytes(&asked).await;
        assert!(heard.accepted(), "{}", heard.message());
        let of = |kind| heard.packet().only_of_vendor(ms::VENDOR, kind).unwrap().unwrap().to_vec();
        // RFC 2759, section 9.2: the authenticator response of the example.
        assert_eq!(of(ms::CHAP2_SUCCESS), b"\x09S=407A5589115FD0D6209F510FE9C04566932CDA56");
        let (send, receive) = (of(ms::MPPE_SEND_KEY), of(ms::MPPE_RECV_KEY));
        assert!(send.len() == 34 && receive.len() == 34 && send[..2] != receive[..2], "two salts");
        // The domain is not part of the name that was hashed, but it is part of the name that is looked up.
        let wrong = nas.exchange(&mschap2(&nas, "cyd")).await;
        assert!(wrong.rejected());
        let told = wrong.packet().only_of_vendor(ms::VENDOR, ms::CHAP_ERROR).unwrap().unwrap().to_vec();
        assert!(told[0] == 9 && String::from_utf8_lossy(&told).contains("E=691 R=0"), "{told:?}");
        assert!(Packet::parse(&asked).unwrap().user_name() == Some(USER.as_bytes()));
    }
}

on_both! {
    /// A code can be compared, so that a challenge may be answered by CHAP, too; and it is used up by that.
    async fn a_code_may_come_by_chap(database: Database) {
        let house = house(database, true).await;
        let nas = house.nas("vpn").await;
        let challenge = nas.exchange(&chap(&nas, "cyd", "open sesame, said cyd")).await;
        assert!(challenge.challenged(), "{}", challenge.message());
        let code = house.code("cyd");
        let answered = nas.exchange(&chap(&nas, "cyd", &code).add(kind::STATE, &challenge.state())).await;
        assert!(answered.accepted());
        let state = nas.exchange(&chap(&nas, "cyd", "open sesame, said cyd")).await.state();
        assert!(nas.exchange(&chap(&nas, "cyd", &code).add(kind::STATE, &state)).await.rejected(), "a replay");
    }
}
