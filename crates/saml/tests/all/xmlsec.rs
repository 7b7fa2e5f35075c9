//! xmlsec1, an implementation that shares no line with ours: `apt-get install xmlsec1`. Where it is not installed, the
//! tests say so and judge nothing.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::corpus::keys::Party;

/// A folder of its own, with the program that reads and writes in it.
pub struct Xmlsec {
    folder: tempfile::TempDir,
}

/// The element whose signature is meant.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    Root,
    Assertion,
    /// An assertion that xmlsec1 decrypted: it stands in the place of its `EncryptedData`.
    Decrypted,
}

impl Xmlsec {
    /// The program, if it is here.
    pub fn installed() -> Option<Self> {
        match Command::new("xmlsec1").arg("--version").output() {
            Ok(_) => Some(Self { folder: tempfile::tempdir().unwrap() }),
            Err(e) if e.kind() == ErrorKind::NotFound => {
                eprintln!("xmlsec1 is not installed: nothing was judged");
                None
            }
            Err(e) => panic!("xmlsec1: {e}"),
        }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn run(&self, arguments: &[&std::ffi::OsStr]) -> Output {
        Command::new("xmlsec1").args(arguments).output().unwrap()
    }

    /// Whether the signature of the element is by this party.
    pub fn verifies(&self, document: &[u8], of: Of, party: &Party) -> bool {
        let (document, key) = (self.file("signed.xml", document), self.file("key.pub", &party.public_pem));
        let place = match of {
            Of::Root => "/*/*[local-name()='Signature']",
            Of::Assertion => "/*/*[local-name()='Assertion']/*[local-name()='Signature']",
            Of::Decrypted => "/*/*/*[local-name()='Assertion']/*[local-name()='Signature']",
        };
        let mut arguments: Vec<&std::ffi::OsStr> =
            vec!["--verify".as_ref(), "--pubkey-pem".as_ref(), key.as_ref(), "--node-xpath".as_ref(), place.as_ref()];
        arguments.extend(IDS.iter().flat_map(|id| ["--id-attr:ID".as_ref(), id.as_ref() as &std::ffi::OsStr]));
        arguments.push(document.as_ref());
        self.run(&arguments).status.success()
    }

    /// The document whose empty signature it has filled in.
    pub fn sign(&self, template: &str, party: &Party) -> String {
        let (template, key) = (self.file("template.xml", template), self.file("key.pem", &party.pem));
        let out = self.folder.path().join("out.xml");
        let mut arguments: Vec<&std::ffi::OsStr> = vec!["--sign".as_ref(), "--privkey-pem".as_ref(), key.as_ref()];
        arguments.extend(IDS.iter().flat_map(|id| ["--id-attr:ID".as_ref(), id.as_ref() as &std::ffi::OsStr]));
        arguments.extend(["--output".as_ref(), out.as_ref(), template.as_ref() as &std::ffi::OsStr]);
        self.read(&out, self.run(&arguments))
    }

    /// The template of an `EncryptedData`, filled with the outermost element of a document.
    pub fn encrypt(&self, template: &str, element: &str, session: &str, party: &Party) -> String {
        let template = self.file("template.xml", template);
        let (element, key) = (self.file("element.xml", element), self.file("key.pub", &party.public_pem));
        let out = self.folder.path().join("out.xml");
        let arguments: [&std::ffi::OsStr; 12] = [
            "--encrypt".as_ref(),
            "--pubkey-pem".as_ref(),
            key.as_ref(),
            "--session-key".as_ref(),
            session.as_ref(),
            "--xml-data".as_ref(),
            element.as_ref(),
            "--node-xpath".as_ref(),
            "/*".as_ref(),
            "--output".as_ref(),
            out.as_ref(),
            template.as_ref(),
        ];
        self.read(&out, self.run(&arguments))
    }

    /// The document with the one encrypted element decrypted where it stands.
    pub fn decrypt(&self, document: &[u8], party: &Party) -> String {
        let (document, key) = (self.file("sealed.xml", document), self.file("key.pem", &party.pem));
        let out = self.folder.path().join("out.xml");
        let arguments: [&std::ffi::OsStr; 6] = [
            "--decrypt".as_ref(),
            "--privkey-pem".as_ref(),
            key.as_ref(),
            "--output".as_ref(),
            out.as_ref(),
            document.as_ref(),
        ];
        self.read(&out, self.run(&arguments))
    }

    fn read(&self, out: &PathBuf, output: Output) -> String {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "xmlsec1: {said}");
        std::fs::read_to_string(out).unwrap()
    }
}

/// The elements whose attribute `ID` a reference may name.
const IDS: [&str; 7] = [
    "urn:oasis:names:tc:SAML:2.0:assertion:Assertion",
    "urn:oasis:names:tc:SAML:2.0:protocol:Response",
    "urn:oasis:names:tc:SAML:2.0:protocol:AuthnRequest",
    "urn:oasis:names:tc:SAML:2.0:protocol:LogoutRequest",
    "urn:oasis:names:tc:SAML:2.0:protocol:LogoutResponse",
    "urn:oasis:names:tc:SAML:2.0:protocol:ArtifactResolve",
    "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor",
];
