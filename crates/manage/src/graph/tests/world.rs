//! The catalogue and kinds of these tests.

use model::{
    AnyObject, Application, Catalogue, Directory, Entry, Finding, Group, Id, Line, Lines, Link, Locale, Mapping,
    Method, Noun, Policy, Role, Site, System, Template, Time, Titles, mapping::MappingItem, method::Rule,
    network::Networks, policy::PolicyItem, role::Right, system::Mail,
};
use plug::{Answer, Chance, ConfigError, Cx, Factor, Kind, MethodError, Needs, Opens, Registration, Step};
use serde::Deserialize;

use super::super::{ExportKey, Given, Plan, diff, parse};

pub const KINDS: &[Registration] = &[Registration::of::<Password>("", TEXTS), Registration::of::<Sms>("", TEXTS)];
const TEXTS: [(&str, &str); 5] = [("en", ""), ("fi", ""), ("sv", ""), ("fr", ""), ("de", "")];

pub fn key() -> ExportKey {
    ExportKey::parse(&"5e".repeat(32)).unwrap()
}

pub fn diff_of(catalogue: &Catalogue, text: &str, key: Option<&ExportKey>, prune: bool) -> Result<Plan, Vec<Finding>> {
    let wanted = parse(text)?;
    diff(
        &wanted,
        &Given {
            catalogue,
            kinds: KINDS,
            key,
            now: Time::from_seconds(1_700_000_000),
            chance: &Counting::default(),
            prune,
        },
    )
}

pub fn line<'a>(catalogue: &'a Catalogue, method: &str, name: &str) -> Option<&'a str> {
    match &catalogue.at(Noun::Method, method).unwrap().object {
        AnyObject::Method(method) => method.configuration.value(name),
        _ => None,
    }
}

pub fn client_secret(catalogue: &Catalogue) -> &str {
    match &catalogue.at(Noun::Application, "demosite/wiki").unwrap().object {
        AnyObject::Application(application) => application.metadata["client_secret"].as_str().unwrap_or_default(),
        _ => panic!(),
    }
}

/// One object of every noun, each with more than its defaults.
pub fn full() -> Catalogue {
    let id = |n: u128| Id::fixed(n);
    let mail = |password: &str| Mail {
        host: "mail.demo.test".into(),
        password: password.into(),
        from: "sso@demo.test".into(),
        ..Mail::default()
    };
    let system =
        System { contexts: vec!["low".into(), "high".into()], mail: Some(mail("mail secret")), ..System::default() };
    let sms = Method {
        kind: "sms".into(),
        enabled: true,
        configuration: sms_lines(),
        declaration_reference: "urn:uuid:sms".into(),
        ..Method::default()
    };
    let metadata = serde_json::json!({
        "redirect_uris": ["https://wiki.demo.test/cb", "https://wiki.demo.test/cb2"], "client_secret": "s3cret of the wiki", "client_id": "wiki",
        "jwks": { "keys": [] }, "client_uri": null,
    });
    let wiki = Application {
        title: Titles::en("Wiki"),
        url: "https://wiki.demo.test/".into(),
        metadata,
        ..Application::default()
    };
    let item = PolicyItem {
        group: "demosite/users".into(),
        name: "email".into(),
        value: "user:email".into(),
        ..PolicyItem::default()
    };
    let items =
        vec![MappingItem { attribute_name: "email".into(), attribute_value: "mail".into(), ..MappingItem::default() }];
    let rights = vec![Right { noun: "*".into(), verb: "read".into() }];
    let texts = [(Locale::Fi, [("hello".to_owned(), "Moi \"kaikki\"\nja muut".to_owned())].into())].into();
    let entries = [
        put(1, "", system, vec![]),
        put(
            2,
            "demosite",
            Site { title: Titles::en("Demo"), texts, ..Site::default() },
            vec![Link::new("method", id(11)), Link::new("method", id(10)).with("enabled")],
        ),
        put(
            3,
            "demosite/below",
            Site { support: "help@demo.test".into(), ..Site::default() },
            vec![Link::new("share", id(2))],
        ),
        put(4, "demosite/users", Group { everyone: true, ..Group::default() }, vec![]),
        put(5, "local", Directory::default(), vec![]),
        put(10, "password.1", password(), vec![Link::new("nextFactor", id(11)), Link::new("directory", id(5))]),
        put(11, "sms.1", sms, vec![Link::new("inboundPolicy", id(12))]),
        put(12, "attributemapping", Mapping { items, ..Mapping::default() }, vec![]),
        put(13, "demosite/release", Policy { items: vec![item], ..Policy::default() }, vec![]),
        put(14, "login", Template { source: "<!doctype html>\n<p>{{ page }}</p>\n".into() }, vec![]),
        put(15, "demosite/readers", Role { rights, ..Role::default() }, vec![Link::new("assignedTo", id(4))]),
        put(
            16,
            "demosite/wiki",
            wiki,
            vec![
                Link::new("method", id(11)).with("enabled").with("opens"),
                Link::new("method", id(10)).with("enabled"),
                Link::new("allowedTo", id(4)),
                Link::new("policy", id(13)),
            ],
        ),
    ];
    Catalogue::load(3, entries)
}

fn put(number: u128, path: &str, object: impl Into<AnyObject>, links: Vec<Link>) -> Entry {
    Entry { id: Id::fixed(number), path: path.into(), object: object.into(), links }
}

fn password() -> Method {
    Method {
        title: Titles::en("Password").with(Locale::Fi, "Salasana"),
        kind: "password".into(),
        enabled: true,
        declaration_reference: "urn:uuid:password".into(),
        class_reference: Some("urn:oasis:names:tc:SAML:2.0:ac:classes:Password".into()),
        format: Rule::Any,
        networks: Networks::parse("10.0.0.0/8 2001:db8::/32").unwrap(),
        configuration: Lines(vec![Line::new("policy.lockout.threshold", 4), Line::new("policy.password.length", 10)]),
        ..Method::default()
    }
}

fn sms_lines() -> Lines {
    Lines(vec![Line::new("smsUser", "gateway"), Line::new("smsPassword", "pass word"), Line::new("mfa", true)])
}

/// Bytes that say which call they came from.
#[derive(Default)]
pub struct Counting(std::sync::atomic::AtomicU8);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7 + self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    }
}

const fn kind(name: &'static str, type_name: &'static str, class_names: &'static [&'static str]) -> Kind {
    Kind {
        name,
        type_name,
        class_names,
        factor: Factor::Knowledge,
        opens: Opens::Yes,
        needs: Needs::Nothing,
        amr: &[],
        code_lengths: &[],
        shorthand: None,
        silent: false,
        enrols: false,
        takes_secret: true,
        sends: false,
        documents: &[],
        companion: false,
        icon: "key",
        events: &[],
    }
}

#[derive(Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
struct PasswordLines {
    #[serde(rename = "policy.password.length")]
    length: u8,
}

#[derive(Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
struct SmsLines {
    #[serde(rename = "smsUser")]
    user: String,
    #[serde(rename = "smsPassword")]
    #[schemars(extend("x-secret" = true))]
    password: String,
}

macro_rules! method {
    ($name:ident, $config:ty, $kind:expr) => {
        struct $name;
        impl plug::Method for $name {
            const KIND: Kind = $kind;
            type Config = $config;
            type State = ();
            fn open(_: Self::Config) -> Result<Self, ConfigError> {
                Ok(Self)
            }
            async fn challenge(&self, _: &mut Cx<'_>) -> Result<Step<()>, MethodError> {
                Err(MethodError::Unsupported)
            }
            async fn verify(&self, _: &mut Cx<'_>, (): (), _: &Answer) -> Result<Step<()>, MethodError> {
                Err(MethodError::Unsupported)
            }
        }
    };
}

method!(
    Password,
    PasswordLines,
    kind("password", "SPI Password", &["ubilogin.method.provider.spi.DirectoryPasswordMethod"])
);
method!(Sms, SmsLines, kind("sms", "SPI Mobile Phone", &[]));
