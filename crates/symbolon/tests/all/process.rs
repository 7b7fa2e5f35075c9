//! The binary as a process: what it says of a wrong configuration, and how it ends.

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn symbolon(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_symbolon"));
    command.args(arguments).env_clear().stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn configure(dir: &Path, more: &str) -> String {
    let (key, file) = (dir.join("master.key"), dir.join("symbolon.toml"));
    std::fs::write(&key, [7; 32]).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let text = format!(
        "public_url = \"http://127.0.0.1:1\"\nlisten = \"127.0.0.1:0\"\nstore = \"sqlite:{}\"\nmaster_key = [\"file:{}\"]\n{more}",
        dir.join("s.db").display(),
        key.display(),
    );
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

fn serve(dir: &Path) -> (Child, String) {
    let mut child = symbolon(&["serve", "--config", &configure(dir, "")]).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let listening = lines.map(Result::unwrap).find(|line| line.contains("\"listen\"")).expect("it listens");
    let line: serde_json::Value = serde_json::from_str(&listening).unwrap();
    (child, line["listen"].as_str().unwrap().to_owned())
}

#[allow(clippy::disallowed_methods, reason = "this test is the client")]
async fn connect(address: &str) -> std::io::Result<TcpStream> {
    TcpStream::connect(address).await
}

/// L014: at SIGTERM the listener closes, the request under way is answered, and the process ends well.
#[tokio::test]
async fn l014_what_is_under_way_is_finished() {
    let dir = TempDir::new().unwrap();
    let (mut child, address) = serve(dir.path());
    let mut under_way = connect(&address).await.unwrap();
    let head = "POST /setup HTTP/1.1\r\nHost: 127.0.0.1:1\r\nExpect: 100-continue\r\nConnection: close\r\n\
        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\n";
    under_way.write_all(head.as_bytes()).await.unwrap();
    let mut told = [0; 25];
    under_way.read_exact(&mut told).await.unwrap();
    assert!(told.starts_with(b"HTTP/1.1 100 Continue"), "the handler reads the body now");
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    while connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(child.try_wait().unwrap().is_none(), "it waits for what is under way");
    under_way.write_all(b"code=x").await.unwrap();
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    assert!(tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap().success());
}

#[test]
fn a_wrong_configuration_is_told_with_its_remedy() {
    let dir = TempDir::new().unwrap();
    for (more, remedy) in [
        ("lisen = \"x\"", "lisen"),
        ("egress = { allow = [\"x\"] }", "egress.allow"),
        ("tls = { certificate = \"/nowhere.pem\", key = \"/nowhere.key\" }", "tls.certificate"),
        ("log = { level = \"=loud=\" }", "log.level"),
    ] {
        let ended = symbolon(&["serve", "--config", &configure(dir.path(), more)]).output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert!(!ended.status.success() && told.contains(remedy), "{more}: {told}");
    }
    configure(dir.path(), "");
    std::fs::set_permissions(dir.path().join("master.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let file = dir.path().join("symbolon.toml");
    let ended = symbolon(&["serve", "--config", file.to_str().unwrap()]).output().unwrap();
    assert!(!ended.status.success() && String::from_utf8(ended.stderr).unwrap().contains("chmod 600"));
}

#[test]
fn it_says_its_version() {
    let told = symbolon(&["--version"]).output().unwrap().stdout;
    assert_eq!(String::from_utf8(told).unwrap().trim(), concat!("symbolon ", env!("CARGO_PKG_VERSION")));
}
