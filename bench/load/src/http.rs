//! As much of HTTP as a load generator needs: a connection that is kept alive, and answers that say how long they are.

use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::options::end;

/// A connection to the server under load.
pub struct Line(BufReader<TcpStream>);

pub struct Answer {
    pub status: u16,
    /// Where it leads.
    pub location: Option<String>,
    /// The `Set-Cookie` values.
    pub cookies: Vec<String>,
    pub body: Vec<u8>,
    /// The server ends the connection behind it.
    pub closing: bool,
}

impl Line {
    #[allow(clippy::disallowed_methods, reason = "the server under load is on loopback, named by whoever measures")]
    pub fn to(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).unwrap_or_else(|why| end(&format!("{server}: {why}")));
        stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(PATIENCE))).expect("it is open");
        Self(BufReader::new(stream))
    }

    /// Sends a whole request and waits for its answer.
    pub fn ask(&mut self, request: &str) -> Result<Answer> {
        self.0.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer> {
        let broken = || Error::other("not an HTTP answer");
        let mut head = String::new();
        self.0.read_line(&mut head)?;
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(broken)?;
        let mut answer = Answer { status, location: None, cookies: Vec::new(), body: Vec::new(), closing: false };
        let mut length = 0;
        loop {
            head.clear();
            self.0.read_line(&mut head)?;
            let Some((name, value)) = head.trim_end().split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(|_| broken())?,
                "connection" => answer.closing = value.eq_ignore_ascii_case("close"),
                "location" => answer.location = Some(value.to_owned()),
                "set-cookie" => answer.cookies.push(value.to_owned()),
                "transfer-encoding" => return Err(broken()),
                _ => {}
            }
        }
        answer.body = vec![0; length];
        self.0.read_exact(&mut answer.body)?;
        Ok(answer)
    }
}

impl Answer {
    /// Is this in the body, spaces aside.
    pub fn says(&self, text: &str) -> bool {
        let tight: Vec<u8> = self.body.iter().copied().filter(|b| *b != b' ').collect();
        tight.windows(text.len()).any(|w| w == text.as_bytes())
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
