//! What a house is built from, in the words of a test.

use model::{
    Application, Method, Site, System, Time,
    gateway::Gateway,
    network::Networks,
    system::{Mail, MailSecurity},
};
use url::Url;

use crate::{clock::TestClock, database::Database};

/// A method of the house.
#[derive(Clone, Debug)]
pub struct Way {
    pub name: String,
    pub of: Method,
    /// Names of the methods that may follow; `None`: every second factor, if this one is a password.
    pub next: Option<Vec<String>>,
    /// Path of the mapping table linked to it.
    pub table: Option<String>,
}

impl Way {
    /// A method of a kind, enabled.
    pub fn new(name: &str, kind: &str) -> Self {
        let mut of = Method {
            kind: kind.into(),
            enabled: true,
            declaration_reference: format!("urn:test:method:{name}"),
            ..Method::default()
        };
        // Messages are limited where a test says so.
        of.sending.per_address_hour = 100_000;
        of.sending.per_network_hour = 100_000;
        of.sending.per_range_hour = 100_000;
        of.sending.per_method_day = 100_000;
        let way = Self { name: name.into(), of, next: None, table: None };
        match kind {
            "backup" => way.line("backupMemory 8").line("backupPasses 1"),
            "oath" => way.line("oathPinMemory 8").line("oathPinPasses 1"),
            _ => way,
        }
    }

    /// What a short name stands for: `password`, `totp`, `email` (to the address of a registered person), `smtp` (to the
    /// address that the first factor brought), `typed` (to one that is typed), `sms`, `phone` and `dialled` (the same three by text message), `backup`, each with
    /// or without a number behind a dot.
    pub fn named(name: &str) -> Self {
        let short = name.split('.').next().unwrap_or(name);
        match short {
            "email" => Self::new(name, "email.registered"),
            "smtp" => Self::new(name, "email.unregistered").line("mfa true"),
            "typed" => Self::new(name, "email.unregistered"),
            "sms" => Self::new(name, "sms.registered"),
            "phone" => Self::new(name, "sms.unregistered").line("mfa true"),
            "dialled" => Self::new(name, "sms.unregistered").line("defaultCountry 358"),
            kind => Self::new(name, kind),
        }
    }

    #[must_use]
    pub fn next(mut self, names: &[&str]) -> Self {
        self.next = Some(names.iter().map(|n| (*n).to_owned()).collect());
        self
    }
    #[must_use]
    pub fn acr(mut self, acr: &str) -> Self {
        self.of.acr = Some(acr.into());
        self
    }
    #[must_use]
    pub fn hidden(mut self, hidden: bool) -> Self {
        self.of.hidden = hidden;
        self
    }
    #[must_use]
    pub fn only_from(mut self, networks: &str) -> Self {
        self.of.networks = Networks::parse(networks).expect("networks");
        self
    }
    /// One more configuration line.
    #[must_use]
    pub fn line(mut self, line: &str) -> Self {
        self.of.configuration.0.push(model::Line::parse(line).expect("a configuration line"));
        self
    }
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Method)) -> Self {
        change(&mut self.of);
        self
    }
}

/// An application of the house.
#[derive(Clone, Debug)]
pub struct Door {
    pub name: String,
    pub of: Application,
    /// Names of the methods allowed.
    pub allowed: Vec<String>,
    /// Of these, the ones that may open a login although their kind does so only where asked.
    pub opens: Vec<String>,
}

/// A user of the house.
#[derive(Clone, Debug)]
pub struct Guest {
    pub name: String,
    pub email: Option<String>,
    pub attributes: Vec<(String, String)>,
    pub password: Option<String>,
    /// Stored as it stands, for hashes made elsewhere.
    pub encoded: Option<String>,
    /// Names of the methods with a TOTP token.
    pub tokens: Vec<String>,
    /// Names of the methods with a token by event of the inventory.
    pub hotps: Vec<String>,
    /// The PIN of those tokens, where the server judges one.
    pub pin: Option<String>,
    /// Names of the methods with a list of backup codes.
    pub lists: Vec<String>,
    pub enabled: bool,
}

impl Guest {
    fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            email: Some(format!("{name}@demo.test")),
            attributes: Vec::new(),
            password: Some(password_of(name)),
            encoded: None,
            tokens: Vec::new(),
            hotps: Vec::new(),
            pin: None,
            lists: Vec::new(),
            enabled: true,
        }
    }
}

/// The password of everybody who was given none in particular.
pub fn password_of(name: &str) -> String {
    format!("{name}'s long secret phrase")
}

/// Collects what a house shall have; the words that follow a noun are about that noun.
#[derive(Clone)]
pub struct Plan {
    pub database: Database,
    pub site: String,
    pub site_settings: Site,
    pub system: System,
    pub ways: Vec<Way>,
    pub doors: Vec<Door>,
    pub guests: Vec<Guest>,
    pub clock: TestClock,
    pub public: Option<Url>,
    /// The second name, in a common domain.
    pub common_domain: Option<Url>,
    pub proxies: Vec<String>,
    pub mail: bool,
    pub sms: bool,
    /// Serves RADIUS over TLS, too.
    pub radsec: Option<symbolon::RadSec>,
    pub master_key: [u8; 32],
    /// Nothing is put into the store.
    pub empty: bool,
}

impl Plan {
    pub(crate) fn new() -> Self {
        let mail = Mail {
            host: "127.0.0.1".into(),
            port: 1,
            security: MailSecurity::None,
            from: "Demo <no-reply@demo.test>".into(),
            ..Mail::default()
        };
        Self {
            database: Database::Sqlite,
            site: "demo".into(),
            site_settings: Site::default(),
            system: System { mail: Some(mail), sms: vec![gateway()], ..System::default() },
            ways: Vec::new(),
            doors: Vec::new(),
            guests: Vec::new(),
            clock: TestClock::default(),
            public: None,
            common_domain: None,
            proxies: Vec::new(),
            mail: false,
            sms: false,
            radsec: None,
            master_key: [42; 32],
            empty: false,
        }
    }

    #[must_use]
    pub fn on(mut self, database: Database) -> Self {
        self.database = database;
        self
    }
    /// As it is right after the installation.
    #[must_use]
    pub fn empty(mut self) -> Self {
        self.empty = true;
        self
    }
    /// The site that everything is in.
    #[must_use]
    pub fn site(mut self, name: &str) -> Self {
        self.site = name.into();
        self
    }
    #[must_use]
    pub fn site_with(mut self, change: impl FnOnce(&mut Site)) -> Self {
        change(&mut self.site_settings);
        self
    }
    #[must_use]
    pub fn system_with(mut self, change: impl FnOnce(&mut System)) -> Self {
        change(&mut self.system);
        self
    }
    /// The public address, where it is another than the socket's: we are the proxy then.
    #[must_use]
    pub fn public(mut self, url: &str) -> Self {
        self.public = Some(Url::parse(url).expect("a URL"));
        self
    }
    /// Another name, for the common domain cookie; the port is the socket's.
    #[must_use]
    pub fn common_domain(mut self, host: &str) -> Self {
        self.common_domain = Some(Url::parse(&format!("http://{host}:0")).expect("a host"));
        self
    }
    /// A proxy whose forwarding headers are believed.
    #[must_use]
    pub fn proxy(mut self, network: &str) -> Self {
        self.proxies.push(network.into());
        self
    }
    /// Mails leave by SMTP, to the server that the system names, instead of into the inbox.
    #[must_use]
    pub fn real_mail(mut self, mail: Mail) -> Self {
        self.system.mail = Some(mail);
        self.mail = true;
        self
    }
    /// Text messages leave, to these gateways in their order, instead of into the inbox.
    #[must_use]
    pub fn real_sms(mut self, gateways: Vec<Gateway>) -> Self {
        self.system.sms = gateways;
        self.sms = true;
        self
    }
    #[must_use]
    pub fn radsec(mut self, tls: symbolon::RadSec) -> Self {
        self.radsec = Some(tls);
        self
    }
    #[must_use]
    pub fn starting(mut self, at: Time) -> Self {
        self.clock = TestClock::at(at);
        self
    }

    /// A method that is described in full; those that are only named are made when somebody allows them.
    #[must_use]
    pub fn method(mut self, way: Way) -> Self {
        self.ways.push(way);
        self
    }

    #[must_use]
    pub fn application(mut self, name: &str) -> Self {
        let metadata = serde_json::json!({
            "client_id": name,
            "client_secret": secret_of(name),
            "redirect_uris": [redirect_of(name)],
            "post_logout_redirect_uris": [format!("http://127.0.0.1:9/{name}/bye")],
            "grant_types": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_method": "client_secret_basic",
        });
        let of = Application { metadata, url: format!("http://127.0.0.1:9/{name}"), ..Application::default() };
        self.doors.push(Door { name: name.into(), of, allowed: Vec::new(), opens: Vec::new() });
        self
    }
    /// An application that speaks RADIUS from this machine.
    #[must_use]
    pub fn radius(mut self, name: &str) -> Self {
        let metadata = serde_json::json!({
            "addresses": ["127.0.0.0/8"],
            "secret": secret_of(name),
            "rejectDelay": 0,
            "accounting": true,
        });
        let of = Application { protocol: "radius".into(), listed: false, metadata, ..Application::default() };
        self.doors.push(Door { name: name.into(), of, allowed: Vec::new(), opens: Vec::new() });
        self
    }
    /// What its registration says besides.
    #[must_use]
    pub fn registered(self, member: &str, value: impl Into<serde_json::Value>) -> Self {
        let value = value.into();
        self.application_with(|a| a.metadata[member] = value)
    }
    /// What its typed line holds.
    #[must_use]
    pub fn passcode(self, layout: model::application::Layout, simple: bool) -> Self {
        self.application_with(|a| a.passcode = model::application::Passcodes { layout, simple })
    }
    /// Methods that the last application allows.
    #[must_use]
    pub fn allow(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        for name in &names {
            self.know(name);
        }
        self.door().allowed = names;
        self
    }
    /// One of them may open a login here.
    #[must_use]
    pub fn opens(mut self, name: &str) -> Self {
        self.door().opens.push(name.into());
        self
    }
    #[must_use]
    pub fn application_with(mut self, change: impl FnOnce(&mut Application)) -> Self {
        change(&mut self.door().of);
        self
    }

    /// A user with a password and an e-mail address.
    #[must_use]
    pub fn user(mut self, name: &str) -> Self {
        if !self.ways.iter().any(|w| w.of.kind == "password") {
            self.know("password");
        }
        self.guests.push(Guest::new(name));
        self
    }
    #[must_use]
    pub fn user_with(mut self, change: impl FnOnce(&mut Guest)) -> Self {
        change(self.guest());
        self
    }
    /// The password where it is not the usual one.
    #[must_use]
    pub fn password(self, password: &str) -> Self {
        self.user_with(|g| g.password = Some(password.into()))
    }
    /// A device with a TOTP token.
    #[must_use]
    pub fn token(mut self, method: &str) -> Self {
        self.know(method);
        self.user_with(|g| g.tokens.push(method.into()))
    }
    /// A token by event, assigned and not yet used; its serial number is `FTK-NAME`.
    #[must_use]
    pub fn hotp(mut self, method: &str) -> Self {
        self.know(method);
        self.user_with(|g| g.hotps.push(method.into()))
    }
    /// The PIN of the last user's token, as an administrator told it.
    #[must_use]
    pub fn pin(self, pin: &str) -> Self {
        self.user_with(|g| g.pin = Some(pin.into()))
    }
    /// A list of backup codes.
    #[must_use]
    pub fn list(mut self, method: &str) -> Self {
        self.know(method);
        self.user_with(|g| g.lists.push(method.into()))
    }
    #[must_use]
    pub fn without_email(self) -> Self {
        self.user_with(|g| g.email = None)
    }
    #[must_use]
    pub fn attribute(self, name: &str, value: &str) -> Self {
        self.user_with(|g| g.attributes.push((name.into(), value.into())))
    }
    #[must_use]
    pub fn disabled(self) -> Self {
        self.user_with(|g| g.enabled = false)
    }

    fn know(&mut self, name: &str) {
        if !self.ways.iter().any(|w| w.name == name) {
            self.ways.push(Way::named(name));
        }
    }
    fn door(&mut self) -> &mut Door {
        self.doors.last_mut().expect("say `application` first")
    }
    fn guest(&mut self) -> &mut Guest {
        self.guests.last_mut().expect("say `user` first")
    }
}

/// Nobody is called there.
fn gateway() -> Gateway {
    let body = r#"{"to": {mobile}, "text": {text}}"#.into();
    Gateway { name: "nowhere".into(), url: "https://sms.demo.test/".into(), body, ..Gateway::default() }
}

/// The secret of a client that was given none in particular.
pub fn secret_of(application: &str) -> String {
    format!("secret-of-{application}-which-is-long-enough")
}

/// Where a client takes its answers; nobody listens there.
pub fn redirect_of(application: &str) -> String {
    format!("http://127.0.0.1:9/{application}/callback")
}
