//! The machine that the guides are about: folders, a service and a browser of its own, in place of those that they name.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;
use url::Url;

use super::{
    page::{Part, fits},
    person::Person,
};

pub struct Machine {
    dir: TempDir,
    /// What pages name, and what stands for it here.
    names: Vec<(&'static str, String)>,
    postgresql: Option<(Url, String)>,
    port: u16,
    person: Person,
    guide: String,
    last: Option<(String, String)>,
}

impl Machine {
    pub fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let at = |name: &str| dir.path().join(name).display().to_string();
        for folder in ["bin", "etc", "var", "backups", "units", "home", "new"] {
            fs::create_dir(at(folder)).unwrap();
        }
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut names = vec![
            ("/etc/systemd/system", at("units")),
            ("/etc/symbolon", at("etc")),
            ("/var/lib/symbolon", at("var")),
            ("/var/backups/symbolon", at("backups")),
            ("/usr/local/bin", at("bin")),
            ("target/release/symbolon", env!("CARGO_BIN_EXE_symbolon").to_owned()),
            ("https://login.example.org", format!("https://localhost:{port}")),
            ("login.example.org:443", format!("localhost:{port}")),
            ("0.0.0.0:443", format!("127.0.0.1:{port}")),
        ];
        #[allow(clippy::disallowed_methods, reason = "where tests find a server")]
        let server = std::env::var("SYMBOLON_TEST_POSTGRES").ok();
        let postgresql = server.map(|server| {
            let server = Url::parse(&server).unwrap();
            let name = format!("symbolon_guides_{}_{port}", std::process::id());
            let at = format!("{}:{}", server.host_str().unwrap(), server.port().unwrap_or(5432));
            names.push(("@db.example.org/symbolon_db", format!("@{at}/{name}")));
            names.push(("db.example.org", server.host_str().unwrap().to_owned()));
            names.push(("symbolon_db", name.clone()));
            (server, name)
        });
        let machine = Self { port, names, postgresql, person: Person::new(), guide: String::new(), last: None, dir };
        machine.equip();
        machine
    }

    pub const fn has_postgresql(&self) -> bool {
        self.postgresql.is_some()
    }

    pub fn begin(&mut self, guide: &str) {
        self.guide = guide.to_owned();
        self.last = None;
    }

    pub async fn do_part(&mut self, part: &Part) {
        match part {
            Part::Run { commands, answers } => self.run(commands, answers.as_deref()).await,
            Part::Shows(shown) => {
                let shown = self.here(shown);
                let (commands, printed) = self.last.take().expect("commands before what is shown");
                assert!(fits(&shown, &printed), "{}: {commands}\nshows\n{shown}\nand prints\n{printed}", self.guide);
            }
            Part::Browser(what) => {
                let log = fs::read_to_string(self.path("server.log")).unwrap_or_default();
                let said = self.last.as_ref().map(|(_, printed)| printed.clone()).unwrap_or_default();
                self.person.does(what, &format!("https://localhost:{}", self.port), &log, &said).await;
            }
            Part::Machine(what) => {
                assert_eq!(what, "a new certificate");
                for end in ["pem", "key"] {
                    fs::copy(self.path(&format!("new/tls.{end}")), self.path(&format!("home/new-tls.{end}"))).unwrap();
                }
            }
            Part::NotRun(_) => {}
        }
    }

    /// Runs a block in one shell; variables last from block to block, and what it asks for is typed.
    async fn run(&mut self, commands: &str, answers: Option<&str>) {
        let script = format!(
            "set -eo pipefail\n[ ! -f state ] || . ./state 2>/dev/null\ntrap 'export -p | grep -vE \"^declare -x (_|SHLVL|PWD|OLDPWD|PATH)=\" > state' EXIT\nset -a\n{}",
            self.here(commands)
        );
        let mut command = Command::new("bash");
        command.args(["-c", &script]).current_dir(self.path("home")).env_clear().envs(self.environment());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Both streams in one, as a terminal shows them.
        let both = self.path("printed");
        let file = fs::File::create(&both).unwrap();
        command.stdout(file.try_clone().unwrap()).stderr(file);
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        for line in self.person.types(commands) {
            writeln!(input, "{line}").unwrap();
        }
        drop(input);
        if let Some(what) = answers {
            let (pipe, what) = (self.path("opened"), what.to_owned());
            let url = tokio::task::spawn_blocking(move || {
                let mut line = String::new();
                BufReader::new(fs::File::open(pipe).unwrap()).read_line(&mut line).unwrap();
                line.trim().to_owned()
            });
            let url = url.await.unwrap();
            self.person.answers(&what, &url).await;
        }
        let status = tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap();
        let printed = fs::read_to_string(&both).unwrap();
        assert!(
            status.success(),
            "{}: {commands}\nended with {status}:\n{printed}\nserver:\n{}",
            self.guide,
            self.log()
        );
        self.last = Some((commands.to_owned(), printed));
    }

    pub fn end(&mut self) {
        self.service("stop");
        if let Some((server, name)) = &self.postgresql {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            assert!(Command::new("psql").args(["-q", server.as_str(), "-c", &drop]).status().unwrap().success());
        }
    }

    fn here(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, here)| text.replace(name, here))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("server.log")).unwrap_or_default()
    }

    fn environment(&self) -> Vec<(String, String)> {
        #[allow(clippy::disallowed_methods, reason = "where programs lie")]
        let path = std::env::var("PATH").unwrap_or_default();
        let at = |name: &str| self.path(name).display().to_string();
        let mut all = vec![
            ("PATH", format!("{}:{path}", at("bin"))),
            ("HOME", at("home")),
            ("DISPLAY", ":guides".to_owned()),
            ("SSL_CERT_FILE", at("ca.pem")),
            ("CURL_CA_BUNDLE", at("ca.pem")),
        ];
        if let Some((server, _)) = &self.postgresql {
            all.push(("PGPORT", server.port().unwrap_or(5432).to_string()));
            all.push(("PGPASSWORD", server.password().unwrap_or_default().to_owned()));
        }
        all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The program, a certificate, and what a distribution brings: the service, its log, a browser.
    fn equip(&self) {
        symlink(env!("CARGO_BIN_EXE_symbolon"), self.path("bin/symbolon")).unwrap();
        assert!(Command::new("mkfifo").arg(self.path("opened")).status().unwrap().success());
        let dir = self.dir.path().display().to_string();
        let tool = |name: &str, text: &str| {
            let file = self.path("bin").join(name);
            fs::write(&file, text.replace("DIR", &dir).replace("PORT", &self.port.to_string())).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        };
        tool("xdg-open", "#!/bin/bash\necho \"$1\" > DIR/opened\n");
        tool("journalctl", "#!/bin/bash\ncat DIR/server.log\n");
        tool("systemctl", SYSTEMCTL);
        certificate(self.dir.path(), Path::new("etc"));
        certificate(self.dir.path(), Path::new("new"));
        self.person.trusts(&fs::read(self.path("ca.pem")).unwrap());
    }

    fn service(&self, what: &str) {
        Command::new(self.path("bin/systemctl")).args([what, "symbolon"]).status().unwrap();
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.service("stop");
    }
}

/// A certificate of the machine's own authority for its name.
fn certificate(dir: &Path, into: &Path) {
    let script = format!(
        "set -e; cd {}
        [ -f ca.pem ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=guides -keyout ca.key -out ca.pem
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout {into}/tls.key -out {into}/tls.csr
        printf 'subjectAltName=DNS:localhost\\n' > ext
        openssl x509 -req -in {into}/tls.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile ext -out {into}/tls.pem",
        dir.display(),
        into = into.display()
    );
    let made = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// As much of a service as the guides ask for; a start comes back when the server answers or has ended.
const SYSTEMCTL: &str = r#"#!/bin/bash
begin() {
    setsid DIR/bin/symbolon serve --config DIR/etc/symbolon.toml >>DIR/server.log 2>&1 </dev/null &
    echo $! >DIR/pid
    until curl -fs --cacert DIR/ca.pem https://localhost:PORT/readyz >/dev/null; do
        kill -0 "$(cat DIR/pid)" 2>/dev/null || { tail -n 3 DIR/server.log >&2; return 1; }
        sleep 0.05
    done
}
finish() {
    [ -s DIR/pid ] || return 0
    kill "$(cat DIR/pid)" 2>/dev/null || true
    while kill -0 "$(cat DIR/pid)" 2>/dev/null; do sleep 0.05; done
    rm -f DIR/pid
}
case "$*" in
    daemon-reload) ;;
    "enable --now symbolon" | "start symbolon") begin ;;
    "stop symbolon") finish ;;
    "restart symbolon") finish && begin ;;
    # The signal is heard a moment later, and says nothing when it was.
    "reload symbolon") kill -HUP "$(cat DIR/pid)" && sleep 0.3 ;;
    "is-active symbolon") kill -0 "$(cat DIR/pid)" && echo active ;;
    *) echo "systemctl $*: not known here" >&2; exit 1 ;;
esac
"#;
