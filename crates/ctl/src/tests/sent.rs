//! Files of users on their way to a server that takes some rows and gives up.

use clap::Parser;
use serde_json::{Value, json};
use std::sync::Mutex;

use super::Program;
use crate::{
    Command, Console, Told,
    api::{Answer, Api, Ask},
    user::User,
};

/// Takes so many rows of each portion that comes, as long as it has patience; keeps what came.
struct Tired {
    takes: usize,
    patience: Mutex<usize>,
    came: Mutex<Vec<Vec<String>>>,
}

#[async_trait::async_trait]
impl Api for Tired {
    async fn send(&self, ask: &Ask) -> Result<Answer, Told> {
        let body = String::from_utf8(ask.body.clone().unwrap().1).unwrap();
        let rows: Vec<String> = body.lines().map(str::to_owned).collect();
        let taken = rows.len().min(self.takes);
        let name = |row: &String| serde_json::from_str::<Value>(row).unwrap()["name"].clone();
        let told: Vec<Value> = rows[..taken]
            .iter()
            .enumerate()
            .map(|(at, row)| json!({ "line": at + 1, "name": name(row), "outcome": "made" }))
            .collect();
        let complete = taken == rows.len();
        self.came.lock().unwrap().push(rows);
        let mut patience = self.patience.lock().unwrap();
        if *patience == 0 {
            return Err(Told::Away("no answer".into()));
        }
        *patience -= 1;
        let body = json!({ "rows": told, "complete": complete, "taken": taken }).to_string().into_bytes();
        Ok(Answer { status: 200, headers: http::HeaderMap::new(), body })
    }
}

async fn import(server: &Tired, text: &str, flags: &str) -> (Result<(), Told>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.csv");
    std::fs::write(&file, text).unwrap();
    let line = format!("ctl user import {} --site demo {flags}", file.display());
    let program = Program::try_parse_from(line.split_whitespace()).unwrap();
    let Command::User(User::Import(import)) = &program.ctl.command else { panic!("{line}") };
    let (mut input, mut out, mut err) = (&b""[..], Vec::new(), Vec::new());
    let mut console = Console { input: &mut input, out: &mut out, err: &mut err };
    let done = import.over(server, &mut console, false).await;
    (done, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn table(rows: usize) -> String {
    (0..rows).fold("name,attribute.cn\n".to_owned(), |text, n| text + &format!("user{n},User {n}\n"))
}

/// What was not taken is sent again, and nothing twice that was.
#[tokio::test]
async fn rows_that_were_left_are_sent_again() {
    let server = Tired { takes: 150, patience: Mutex::new(100), came: Mutex::default() };
    let (done, out, _) = import(&server, &table(500), "").await;
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(out, "500 made, 0 changed, 0 unchanged, 0 refused\n");
    let came = server.came.lock().unwrap();
    assert_eq!(came.iter().map(Vec::len).collect::<Vec<_>>(), [400, 250, 100, 100]);
    assert!(came[1][0].contains("\"user150\"") && came[3][0].contains("\"user400\""), "{:?}", came[1][0]);
}

/// G2: who is stopped is told where to go on, and going on there leaves out what was taken.
#[tokio::test]
async fn an_import_that_stops_says_where_to_go_on() {
    let server = Tired { takes: 150, patience: Mutex::new(1), came: Mutex::default() };
    let (done, _, err) = import(&server, &table(500), "").await;
    assert!(matches!(done, Err(Told::Away(_))), "{done:?}");
    // The heading is line 1, so that row 151 is line 152.
    assert!(err.contains("go on with --from-line 152"), "{err}");
    let server = Tired { takes: 1000, patience: Mutex::new(100), came: Mutex::default() };
    let (done, out, _) = import(&server, &table(500), "--from-line 152").await;
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(out, "350 made, 0 changed, 0 unchanged, 0 refused\n");
    assert!(server.came.lock().unwrap()[0][0].contains("\"user150\""));
}

/// A server that takes nothing any more is not asked for ever.
#[tokio::test]
async fn a_server_that_takes_nothing_is_left() {
    let server = Tired { takes: 0, patience: Mutex::new(100), came: Mutex::default() };
    let (done, _, err) = import(&server, &table(3), "").await;
    assert!(matches!(done, Err(Told::Away(_))) && err.contains("--from-line 2"), "{done:?} {err}");
    assert_eq!(server.came.lock().unwrap().len(), 3);
}

/// Passwords take their time, so that fewer of them go at once; what a row says comes whole.
#[tokio::test]
async fn rows_with_passwords_go_in_small_portions() {
    let server = Tired { takes: 1000, patience: Mutex::new(100), came: Mutex::default() };
    let rows: String = (0..100).map(|n| format!("user{n},\"pa\"\"ss;{n}\",demo/a;demo/b,no\n")).collect();
    let (done, ..) = import(&server, &format!("name,password,groups,enabled\n{rows}"), "").await;
    assert!(done.is_ok(), "{done:?}");
    let came = server.came.lock().unwrap();
    assert_eq!(came.iter().map(Vec::len).collect::<Vec<_>>(), [40, 40, 20]);
    let sent: Value = serde_json::from_str(&came[0][7]).unwrap();
    assert_eq!(
        sent,
        json!({ "name": "user7", "password": "pa\"ss;7", "groups": ["demo/a", "demo/b"], "enabled": false })
    );
}
