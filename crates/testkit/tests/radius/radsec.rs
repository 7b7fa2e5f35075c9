//! R013: RADIUS over TLS. Nobody comes in without the certificate that its registration names.

use std::{net::SocketAddr, sync::Arc};

use radius::{Frames, Key, Request, kind};
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use rustls::{
    ClientConfig, HandshakeKind, RootCertStore, SupportedProtocolVersion,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
};
use symbolon::RadSec;
use testkit::{Database, Heard, House, on_both};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::pass;

/// An authority, and what it signs.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate with its key.
#[derive(Clone)]
struct Shown {
    pem: String,
    key: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// For a DNS name; without one the common name is all there is.
    fn sign(&self, common: &str, dns: &[&str], usage: ExtendedKeyUsagePurpose) -> Shown {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(dns.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).unwrap();
        params.distinguished_name.push(DnType::CommonName, common);
        params.extended_key_usages = vec![usage];
        Shown { pem: params.signed_by(&key, &self.issuer).unwrap().pem(), key: key.serialize_pem() }
    }
    fn client(&self, common: &str, dns: &[&str]) -> Shown {
        self.sign(common, dns, ExtendedKeyUsagePurpose::ClientAuth)
    }
}

/// A house that speaks RadSec, with the authority of its clients.
struct Guarded {
    house: House,
    clients: Authority,
    servers: Authority,
    files: tempfile::TempDir,
}

async fn guarded(database: Database) -> Guarded {
    symbolon::choose_provider();
    let (clients, servers) = (Authority::new("clients"), Authority::new("servers"));
    let files = tempfile::tempdir().unwrap();
    let own = servers.sign("radius", &["localhost"], ExtendedKeyUsagePurpose::ServerAuth);
    let at = |name: &str, text: &str| {
        let path = files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let tls =
        RadSec::read(&at("own.pem", &own.pem), &at("own.key", &own.key), &at("clients.pem", &clients.pem)).unwrap();
    let plan =
        House::new().on(database).radius("vpn").registered("certificate", "gate.example.org").registered("secret", "");
    let plan = plan
        .radius("router")
        .registered("addresses", vec!["127.0.0.8/29"])
        .registered("certificate", "router.example.org");
    let plan = plan.allow(["password"]).radsec(tls);
    let mut plan = plan;
    plan.doors[0].allowed = vec!["password".into()];
    let house = plan.user("ada").start().await;
    Guarded { house, clients, servers, files }
}

/// An open connection.
struct Wire {
    stream: TlsStream<TcpStream>,
    frames: Frames,
}

impl Guarded {
    fn address(&self) -> SocketAddr {
        self.house.radius().radsec[0]
    }

    /// Connects from an address, with a certificate or none. `None` where no answer to a Status-Server comes.
    async fn connect(&self, from: &str, shown: Option<&Shown>) -> Option<Wire> {
        self.connect_as(from, self.settings(shown, rustls::ALL_VERSIONS)).await
    }

    fn settings(&self, shown: Option<&Shown>, versions: &[&'static SupportedProtocolVersion]) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.servers.pem.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_protocol_versions(versions).with_root_certificates(roots);
        Arc::new(match shown {
            None => config.with_no_client_auth(),
            Some(shown) => {
                let chain = vec![CertificateDer::from_pem_slice(shown.pem.as_bytes()).unwrap()];
                config
                    .with_client_auth_cert(chain, PrivateKeyDer::from_pem_slice(shown.key.as_bytes()).unwrap())
                    .unwrap()
            }
        })
    }

    async fn connect_as(&self, from: &str, settings: Arc<ClientConfig>) -> Option<Wire> {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
        let stream = socket.connect(self.address()).await.ok()?;
        let name = ServerName::try_from("localhost").unwrap();
        let stream = TlsConnector::from(settings).connect(name, stream).await.ok()?;
        let mut wire = Wire { stream, frames: Frames::new() };
        let alive = Request::new(radius::Code::StatusServer, 255, [9; 16]).finish(&Key::radsec()).unwrap();
        wire.send(&alive).await.ok()?;
        wire.hear(&[alive]).await.map(|_| wire)
    }
}

impl Wire {
    async fn send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// Answers to all of these, in their order; `None` when the connection ends before.
    async fn hear(&mut self, asked: &[Vec<u8>]) -> Option<Vec<Heard>> {
        let mut heard: Vec<Option<Heard>> = asked.iter().map(|_| None).collect();
        let mut buffer = [0; 4096];
        while heard.iter().any(Option::is_none) {
            while let Some(packet) = self.frames.packet().unwrap() {
                let answers =
                    |request: &Vec<u8>| packet.answers(&radius::Packet::parse(request).unwrap(), &Key::radsec());
                let at = asked.iter().position(answers).expect("an answer to what was asked");
                heard[at] = Some(Heard(packet.bytes().to_vec()));
            }
            if heard.iter().all(Option::is_some) {
                break;
            }
            match self.stream.read(&mut buffer).await {
                Ok(length @ 1..) => self.frames.feed(&buffer[..length]),
                _ => return None,
            }
        }
        heard.into_iter().collect()
    }

    async fn login(&mut self, id: u8, line: &str) -> Option<Heard> {
        let asked = ask(id, line);
        self.send(&asked).await.ok()?;
        self.hear(&[asked]).await.map(|mut all| all.remove(0))
    }
}

fn ask(id: u8, line: &str) -> Vec<u8> {
    let request = Request::new(radius::Code::AccessRequest, id, [id; 16]).add(kind::USER_NAME, b"ada");
    request.user_password(&Key::radsec(), line.as_bytes()).finish(&Key::radsec()).unwrap()
}

on_both! {
    /// R013: no certificate, one of a foreign authority, one of another client, one for servers: refused. The good one works.
    async fn r013_only_the_clients_own_certificate_comes_in(database: Database) {
        let it = guarded(database).await;
        let good = it.clients.client("whoever", &["gate.example.org"]);
        let foreign = Authority::new("clients").client("whoever", &["gate.example.org"]);
        let refused = [
            ("none", None),
            ("foreign", Some(foreign)),
            ("another client", Some(it.clients.client("whoever", &["router.example.org"]))),
            ("common name beside others", Some(it.clients.client("gate.example.org", &["other.example.org"]))),
            ("a wildcard", Some(it.clients.client("whoever", &["*.example.org"]))),
            ("a server's", Some(it.clients.sign("whoever", &["gate.example.org"], ExtendedKeyUsagePurpose::ServerAuth))),
        ];
        for (what, shown) in &refused {
            assert!(it.connect("127.0.0.1", shown.as_ref()).await.is_none(), "{what}");
        }
        assert!(it.connect("127.0.0.9", Some(&good)).await.is_none(), "from another client's address");
        let mut wire = it.connect("127.0.0.1", Some(&good)).await.expect("the control");
        assert!(wire.login(1, &pass("ada")).await.unwrap().accepted());
        assert!(wire.login(2, "wrong").await.unwrap().rejected());
        let old = it.clients.client("gate.example.org", &[]);
        let mut wire = it.connect("127.0.0.1", Some(&old)).await.expect("a common name, where there is nothing else");
        assert!(wire.login(1, &pass("ada")).await.unwrap().accepted());
        assert_eq!(it.house.audited("login.granted").await.len(), 2);
    }
}

on_both! {
    /// R013: every connection shows its certificate anew, also one of a client that was here before and would rather resume.
    async fn r013_no_session_is_resumed(database: Database) {
        let it = guarded(database).await;
        let shown = it.clients.client("whoever", &["gate.example.org"]);
        for version in rustls::ALL_VERSIONS {
            let settings = it.settings(Some(&shown), &[version]);
            for _ in 0..2 {
                let mut wire = it.connect_as("127.0.0.1", Arc::clone(&settings)).await.expect("a connection");
                assert!(wire.login(1, &pass("ada")).await.unwrap().accepted());
                assert_eq!(wire.stream.get_ref().1.handshake_kind(), Some(HandshakeKind::Full), "{version:?}");
            }
        }
    }
}

on_both! {
    /// R013: a fingerprint names one certificate alone.
    async fn r013_a_fingerprint_names_one_certificate(database: Database) {
        let it = guarded(database).await;
        let (one, other) = (it.clients.client("gate", &["gate.example.org"]), it.clients.client("gate", &["gate.example.org"]));
        let der = CertificateDer::from_pem_slice(one.pem.as_bytes()).unwrap();
        let digits = data_encoding::HEXUPPER.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &der).as_ref());
        it.house.edit(model::Noun::Application, "demo/vpn", |entry| {
            if let model::AnyObject::Application(application) = &mut entry.object {
                application.metadata["certificate"] = format!("sha256:{digits}").into();
            }
        }).await;
        assert!(it.connect("127.0.0.1", Some(&other)).await.is_none());
        assert!(it.connect("127.0.0.1", Some(&one)).await.is_some());
    }
}

on_both! {
    /// Many requests at once on one connection, and a broken one that ends it; datagrams are nothing for a client without a secret.
    async fn a_connection_carries_many_requests(database: Database) {
        let it = guarded(database).await;
        let shown = it.clients.client("whoever", &["gate.example.org"]);
        let mut wire = it.connect("127.0.0.1", Some(&shown)).await.expect("a connection");
        let asked: Vec<Vec<u8>> = (0..50).map(|id| ask(id, &pass("ada"))).collect();
        wire.send(&asked.concat()).await.unwrap();
        let heard = wire.hear(&asked).await.expect("all answers");
        assert!(heard.len() == 50 && heard.iter().all(Heard::accepted));
        let nas = testkit::Nas::at(it.house.radius(), "", "127.0.0.1").await;
        nas.send(&nas.ask("ada", &pass("ada")).finish(&nas.key).unwrap()).await;
        // Taken out of the configuration, it is not served to its end.
        it.house.edit(model::Noun::Application, "demo/vpn", |entry| {
            if let model::AnyObject::Application(application) = &mut entry.object {
                application.metadata["certificate"] = "other.example.org".into();
            }
        }).await;
        assert!(wire.login(100, &pass("ada")).await.is_none());
        assert_eq!(it.house.audited("login.granted").await.len(), 50);
    }
}

on_both! {
    /// Bytes that are no packet end the connection, and no other one.
    async fn a_broken_stream_ends(database: Database) {
        let it = guarded(database).await;
        let shown = it.clients.client("whoever", &["gate.example.org"]);
        let mut broken = it.connect("127.0.0.1", Some(&shown)).await.expect("a connection");
        let mut other = it.connect("127.0.0.1", Some(&shown)).await.expect("another");
        broken.send(&[1, 1, 0, 5, 0, 0]).await.unwrap();
        assert!(broken.login(1, &pass("ada")).await.is_none());
        assert!(other.login(1, &pass("ada")).await.unwrap().accepted());
    }
}

on_both! {
    /// A changed authority counts from the next connection on; a file that does not read changes nothing.
    async fn authorities_are_read_again(database: Database) {
        let it = guarded(database).await;
        let (old, others) = (it.clients.client("whoever", &["gate.example.org"]), Authority::new("others"));
        let new = others.client("whoever", &["gate.example.org"]);
        let file = it.files.path().join("clients.pem");
        for (text, old_comes, new_comes) in [("no certificate", true, false), (others.pem.as_str(), false, true)] {
            std::fs::write(&file, text).unwrap();
            it.house.server().reload(None);
            assert_eq!(it.connect("127.0.0.1", Some(&old)).await.is_some(), old_comes);
            assert_eq!(it.connect("127.0.0.1", Some(&new)).await.is_some(), new_comes);
        }
    }
}
