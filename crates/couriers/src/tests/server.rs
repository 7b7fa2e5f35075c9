//! A small mail server and a small web server that write down what they hear.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// What a server does.
#[derive(Clone, Default)]
pub struct Manner {
    /// TLS from the first byte.
    pub wrapped: bool,
    /// Offers STARTTLS.
    pub starttls: bool,
    pub tls: Option<TlsAcceptor>,
    /// Answers to a command, by its first word, in place of the usual one.
    pub answers: Vec<(&'static str, &'static str)>,
    /// Mechanisms offered.
    pub auth: &'static str,
}

/// A server's port, and all that was said to it.
pub struct Server {
    pub port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ours = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (manner, heard) = (manner.clone(), Arc::clone(&ours));
                tokio::spawn(async move {
                    match (&manner.tls, manner.wrapped) {
                        (Some(tls), true) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                talk(stream, &manner, &heard, "tls ", true).await;
                            }
                        }
                        _ => {
                            if let (Some(stream), Some(tls)) =
                                (talk(stream, &manner, &heard, "", true).await, &manner.tls)
                                && let Ok(stream) = tls.accept(stream).await
                            {
                                talk(stream, &manner, &heard, "tls ", false).await;
                            }
                        }
                    }
                });
            }
        });
        Self { port, heard }
    }

    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
    /// The lines of the message, of headers as they were sent.
    pub fn message(&self) -> String {
        let heard = self.heard();
        let lines = heard.iter().filter_map(|l| l.strip_prefix("tls ").unwrap_or(l).strip_prefix("| "));
        lines.collect::<Vec<_>>().join("\n")
    }
    pub fn said(&self, start: &str) -> usize {
        self.heard().iter().filter(|l| l.starts_with(start)).count()
    }
}

/// Answers until it is over; gives the stream back for STARTTLS.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    manner: &Manner,
    heard: &Mutex<Vec<String>>,
    mark: &str,
    greet: bool,
) -> Option<S> {
    let mut stream = BufReader::new(stream);
    if greet {
        stream.write_all(b"220 test\r\n").await.ok()?;
    }
    let mut writing = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end_matches("\r\n").to_owned();
        if writing && line != "." {
            heard.lock().unwrap().push(format!("{mark}| {line}"));
            continue;
        }
        let word = if writing { "." } else { line.split([' ', ':']).next().unwrap_or_default() };
        heard.lock().unwrap().push(format!("{mark}{line}"));
        let usual = match word {
            "EHLO" if manner.starttls && mark.is_empty() => "250-test\r\n250-STARTTLS\r\n250 8BITMIME".to_owned(),
            "EHLO" if !manner.auth.is_empty() => format!("250-test\r\n250-AUTH {}\r\n250 8BITMIME", manner.auth),
            "EHLO" => "250-test\r\n250 8BITMIME".to_owned(),
            "AUTH" => if line == "AUTH LOGIN" { "334 VXNlcm5hbWU6" } else { "235 ok" }.to_owned(),
            "DATA" => "354 go".to_owned(),
            "QUIT" => "221 bye".to_owned(),
            "STARTTLS" => "220 go".to_owned(),
            // The second line of LOGIN's dialogue is the password.
            _ if line == "YWRh" => "334 UGFzc3dvcmQ6".to_owned(),
            _ if line == "aHVudGVyMg==" => "235 ok".to_owned(),
            _ => "250 ok".to_owned(),
        };
        let own = manner.answers.iter().find(|(w, _)| *w == word).map(|(_, a)| (*a).to_owned());
        let refused = own.is_some();
        let answer = own.unwrap_or(usual);
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        writing = word == "DATA" && !refused;
        if word == "STARTTLS" && !refused {
            return Some(stream.into_inner());
        }
        if word == "QUIT" {
            return None;
        }
    }
}

/// An authority of our own and an acceptor for a name.
pub fn authority(name: &str) -> (String, TlsAcceptor) {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let chain: Vec<CertificateDer<'static>> = vec![leaf.der().clone()];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    (issuer.pem(), TlsAcceptor::from(Arc::new(config)))
}

/// A web server that answers every request with this status.
pub async fn web(status: u16) -> Server {
    web_saying(status, "").await
}

/// The same with these words.
pub async fn web_saying(status: u16, words: &'static str) -> Server {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ours = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let mut length = 0;
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 || line == "\r\n" {
                    break;
                }
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                ours.lock().unwrap().push(line.trim_end().to_owned());
            }
            let mut body = vec![0; length];
            tokio::io::AsyncReadExt::read_exact(&mut stream, &mut body).await.unwrap();
            ours.lock().unwrap().push(String::from_utf8(body).unwrap());
            let length = words.len();
            let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{words}");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    Server { port, heard }
}
