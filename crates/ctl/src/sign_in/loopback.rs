//! Waits on this machine's own address for the browser to come back (RFC 8252, section 7.3).

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
    time::{Duration, timeout},
};
use url::Url;

use crate::{Told, oauth::Returned};

pub struct Loopback {
    listener: TcpListener,
    port: u16,
}

const PATH: &str = "/callback";
/// Browsers open connections that they never use.
const ONE: Duration = Duration::from_secs(10);
const LONGEST: usize = 16 * 1024;

impl Loopback {
    pub async fn open() -> Result<Self, Told> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    pub fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}{PATH}", self.port)
    }

    /// The first answer with this state. Whatever else knocks is turned away, and the wait goes on.
    pub async fn wait(self, state: &str, patience: Duration) -> Result<Returned, Told> {
        let (told, mut heard) = mpsc::channel(1);
        let mut visits = JoinSet::new();
        let waiting = async {
            loop {
                tokio::select! {
                    visit = self.listener.accept() => {
                        let Ok((stream, _)) = visit else { continue };
                        let (state, told) = (state.to_owned(), told.clone());
                        visits.spawn(async move {
                            if let Ok(Some(returned)) = timeout(ONE, visited(stream, &state)).await {
                                let _ = told.send(returned).await;
                            }
                        });
                    }
                    Some(returned) = heard.recv() => return returned,
                    Some(_) = visits.join_next() => {}
                }
            }
        };
        let late = || Told::Failed("nobody came back from the browser in time".into());
        timeout(patience, waiting).await.map_err(|_| late())
    }
}

async fn visited(mut stream: TcpStream, state: &str) -> Option<Returned> {
    let target = target(&mut stream).await?;
    let (status, text, returned) = match returned(&target, state) {
        Some(returned) if returned.code.is_ok() => ("200 OK", DONE, Some(returned)),
        Some(returned) => ("200 OK", NOT_DONE, Some(returned)),
        None => ("404 Not Found", NOTHING, None),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\ncache-control: no-store\r\n\
         referrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
        text.len()
    );
    let _ = stream.write_all(format!("{head}{text}").as_bytes()).await;
    let _ = stream.shutdown().await;
    returned
}

const DONE: &str = "Logged in. You may close this window and go back to the terminal.\n";
const NOT_DONE: &str = "Not logged in. The terminal says why; you may close this window.\n";
const NOTHING: &str = "Nothing is here.\n";

/// Path and query of a GET.
async fn target(stream: &mut TcpStream) -> Option<String> {
    let mut read = Vec::new();
    while !read.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut more = [0; 2048];
        let count = stream.read(&mut more).await.ok().filter(|count| *count > 0)?;
        read.extend_from_slice(&more[..count]);
        if read.len() > LONGEST {
            return None;
        }
    }
    let line = std::str::from_utf8(read.split(|b| *b == b'\r').next()?).ok()?;
    let mut words = line.split(' ');
    (words.next() == Some("GET")).then(|| words.next().map(str::to_owned)).flatten()
}

fn returned(target: &str, state: &str) -> Option<Returned> {
    let url = Url::parse("http://127.0.0.1").ok()?.join(target).ok()?;
    if url.path() != PATH {
        return None;
    }
    // A parameter that stands twice is one too many (RFC 6749, section 3.1).
    let one = |name: &str| {
        let mut all = url.query_pairs().filter(|(known, _)| known == name).map(|(_, value)| value.into_owned());
        all.next().filter(|_| all.next().is_none())
    };
    if one("state")? != state {
        return None;
    }
    let code = match (one("code"), one("error")) {
        (Some(code), None) => Ok(code),
        (_, error) => Err(crate::problem::tame(&error.unwrap_or_else(|| "no code".to_owned()))),
    };
    Some(Returned { iss: one("iss"), code })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answer_that_was_asked_for_counts() {
        for foreign in [
            "/",
            "/favicon.ico",
            "/callback",
            "/callback?code=c",
            "/callback?code=c&state=other",
            "/callback?code=c&state=s&state=s",
            "/other?code=c&state=s",
        ] {
            assert!(returned(foreign, "s").is_none(), "{foreign}");
        }
        let good = returned("/callback?code=c%2B&iss=https%3A%2F%2Fid&state=s", "s").unwrap();
        assert_eq!((good.code, good.iss.as_deref()), (Ok("c+".to_owned()), Some("https://id")));
        let refused = returned("/callback?error=access_denied&state=s", "s").unwrap();
        assert_eq!(refused.code, Err("access_denied".to_owned()));
        assert_eq!(returned("/callback?code=a&code=b&state=s", "s").unwrap().code, Err("no code".to_owned()));
    }

    #[tokio::test]
    async fn a_silent_connection_and_a_stranger_do_not_end_the_wait() {
        let loopback = Loopback::open().await.unwrap();
        let at = url::Url::parse(&loopback.redirect_uri()).unwrap().port().unwrap();
        let wait = tokio::spawn(loopback.wait_for_test());
        let silent = raw(at).await;
        let mut stranger = raw(at).await;
        stranger.write_all(b"GET /callback?code=x&state=guess HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        let mut told = String::new();
        stranger.read_to_string(&mut told).await.unwrap();
        assert!(told.starts_with("HTTP/1.1 404 "), "{told}");
        let mut own = raw(at).await;
        own.write_all(b"GET /callback?code=mine&state=s HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        let mut told = String::new();
        own.read_to_string(&mut told).await.unwrap();
        assert!(told.starts_with("HTTP/1.1 200 ") && !told.contains("mine"), "{told}");
        assert_eq!(wait.await.unwrap().ok().unwrap().code, Ok("mine".to_owned()));
        drop(silent);
    }

    impl Loopback {
        async fn wait_for_test(self) -> Result<Returned, Told> {
            self.wait("s", Duration::from_secs(60)).await
        }
    }

    #[allow(clippy::disallowed_methods, reason = "the browser of this test")]
    async fn raw(port: u16) -> TcpStream {
        TcpStream::connect(("127.0.0.1", port)).await.unwrap()
    }
}
