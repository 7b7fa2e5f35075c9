//! What a client of others makes of us: `radclient` of FreeRADIUS.

use std::{net::SocketAddr, process::Stdio};

use testkit::{House, Way, plan::secret_of};
use tokio::{io::AsyncWriteExt, process::Command};

use super::pass;

/// One packet by `radclient`: its words, and whether an accept came.
async fn radclient(to: SocketAddr, code: &str, secret: &str, attributes: &str) -> (bool, String) {
    let mut child = Command::new("radclient")
        .args(["-x", "-r", "1", "-t", "3", &to.to_string(), code, secret])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("radclient");
    child.stdin.take().expect("its input").write_all(attributes.as_bytes()).await.expect("to be read");
    let output = child.wait_with_output().await.expect("its end");
    let words = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), words)
}

async fn is_there() -> bool {
    let found = Command::new("radclient").arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().await.is_ok();
    if !found {
        eprintln!("NOT RUN: radclient is not installed (freeradius-utils)");
    }
    found
}

/// PAP, a wrong password, a challenge and its answer, CHAP, MS-CHAPv2, accounting, and no answer without a Message-Authenticator.
#[tokio::test(flavor = "multi_thread")]
async fn radclient_logs_in() {
    if !is_there().await {
        return;
    }
    // Passwords stay as they are typed, or the first login by PAP would hash them.
    let kept =
        Way::named("password").line("policy.password.encoding {PLAIN}").line("policy.password.encoding.unsafe true");
    let house = House::new()
        .method(kept)
        .radius("vpn")
        .registered("chap", true)
        .registered("mschap2", true)
        .allow(["password", "totp"])
        .user("User")
        .user_with(|g| (g.password, g.encoded) = (None, Some("{PLAIN}clientPass".into())))
        .user("bob")
        .token("totp")
        .start()
        .await;
    let (to, secret) = (house.radius().listen[0], secret_of("vpn"));
    let login = |attributes: String| {
        let secret = secret.clone();
        async move { radclient(to, "auth", &secret, &format!("Message-Authenticator = 0x00\n{attributes}")).await }
    };
    let (accepted, words) = login("User-Name = User\nUser-Password = clientPass\n".into()).await;
    assert!(accepted && words.contains("Received Access-Accept"), "{words}");
    let (accepted, words) = login("User-Name = User\nUser-Password = wrong\n".into()).await;
    assert!(!accepted && words.contains("Received Access-Reject") && words.contains("Reply-Message"), "{words}");
    let (_, words) = login(format!("User-Name = bob\nUser-Password = \"{}\"\n", pass("bob"))).await;
    assert!(words.contains("Received Access-Challenge") && words.contains("Prompt = No-Echo"), "{words}");
    let state = words.lines().find_map(|l| l.trim().strip_prefix("State = ")).expect("a State").to_owned();
    let (accepted, words) =
        login(format!("User-Name = bob\nUser-Password = {}\nState = {state}\n", house.code("bob"))).await;
    assert!(accepted && words.contains("Class = 0x"), "{words}");
    let (accepted, words) = login("User-Name = User\nCHAP-Password = clientPass\n".into()).await;
    assert!(accepted, "{words}");
    let (accepted, words) = login(format!("User-Name = User\n{RFC_2759}")).await;
    assert!(accepted && words.contains("MS-CHAP2-Success = 0x09533d343037413535383931313546443044363230394635313046453943303435363639333243444135"), "{words}");
    assert!(words.contains("MS-MPPE-Send-Key") && words.contains("MS-MPPE-Recv-Key"), "{words}");
    let (answered, words) = radclient(to, "auth", &secret, "User-Name = User\nUser-Password = clientPass\n").await;
    assert!(!answered && words.contains("No reply from server"), "{words}");
    let (answered, words) = radclient(to, "status", &secret, "Message-Authenticator = 0x00\n").await;
    assert!(answered, "{words}");
    let report = "Acct-Status-Type = Start\nAcct-Session-Id = 1\nUser-Name = User\n";
    let (answered, words) = radclient(house.radius().accounting[0], "acct", &secret, report).await;
    assert!(answered && words.contains("Received Accounting-Response"), "{words}");
    assert_eq!((house.audited("login.granted").await.len(), house.audited("radius.accounting").await.len()), (4, 1));
}

/// The example of RFC 2759, section 9.2.
const RFC_2759: &str = "MS-CHAP-Challenge = 0x5B5D7C7D7B3F2F3E3C2C602132262628\nMS-CHAP2-Response = 0x090021402324255E262A28295F2B3A337C7E000000000000000082309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF\n";
