//! `symbolon-world` as a process of its own, to be killed and started again.

use serde_json::Value;
use std::{path::PathBuf, process::ExitStatus, process::Stdio, sync::Arc};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};
use url::Url;

use crate::{browser::Browser, net::Net};

/// A world that answers.
pub struct WorldProcess {
    child: Child,
    pub url: Url,
    pub control: Url,
    net: Arc<Net>,
}

/// What is needed to start one, again and again on the same store.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The program `symbolon-world`.
    pub program: PathBuf,
    pub dir: PathBuf,
    /// `postgres://…` instead of SQLite.
    pub store: Option<String>,
    /// The port of the first start, so that addresses stay.
    pub port: u16,
}

impl Recipe {
    pub async fn start(&mut self) -> WorldProcess {
        let mut command = Command::new(&self.program);
        command.arg("--dir").arg(&self.dir).arg("--listen").arg(format!("127.0.0.1:{}", self.port));
        if let Some(store) = &self.store {
            command.arg("--store").arg(store);
        }
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("the program");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = lines.next_line().await.expect("a line").expect("a world that starts");
        let told: Value = serde_json::from_str(&line).expect("a line of JSON");
        let address = |name: &str| Url::parse(told[name].as_str().expect("an address")).expect("an address");
        let url = address("url");
        self.port = url.port().unwrap_or_default();
        WorldProcess { child, control: address("control"), net: Arc::new(Net::direct(url.clone(), None)), url }
    }
}

impl WorldProcess {
    pub fn browser(&self) -> Browser {
        Browser::new(Arc::clone(&self.net))
    }
    pub fn net(&self) -> Arc<Net> {
        Arc::clone(&self.net)
    }

    /// As a power cut would end it.
    pub async fn kill(mut self) {
        self.child.start_kill().expect("a process to kill");
        self.child.wait().await.expect("its end");
    }

    /// As an operator would.
    pub fn ask_to_end(&self) {
        let pid = self.child.id().expect("a process that runs");
        let sent = std::process::Command::new("kill").arg("-TERM").arg(pid.to_string()).status();
        assert!(sent.is_ok_and(|s| s.success()), "kill -TERM");
    }
    pub async fn ended(mut self) -> ExitStatus {
        self.child.wait().await.expect("its end")
    }

    /// Gives an order at the control door.
    pub async fn order(&self, path: &str, body: &Value) -> Value {
        let client = self.net.client(std::net::Ipv4Addr::LOCALHOST.into());
        let answer = client.post(self.control.join(path).expect("a path")).json(body).send().await.expect("an answer");
        let ok = answer.status().is_success();
        let text = answer.text().await.expect("a body");
        assert!(ok, "{path}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
    pub async fn ask(&self, path: &str) -> Value {
        let client = self.net.client(std::net::Ipv4Addr::LOCALHOST.into());
        let answer = client.get(self.control.join(path).expect("a path")).send().await.expect("an answer");
        serde_json::from_str(&answer.text().await.expect("a body")).expect("JSON")
    }
}
