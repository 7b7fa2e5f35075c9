//! The objects of the demo: one site, two applications and a page, a password and what may follow it.

use kit::Texts;
use model::{
    AnyObject, Application, Directory, Entry, Group, Id, Lines, Link, Locale, Method, Role, Site, System, Time, Titles,
    application::{Layout, Passcodes},
    gateway::Gateway,
    method::SendingLimits,
    role::BuiltIn,
    system::Mail,
};
use plug::Chance;
use serde_json::json;

use crate::{Facts, facts, facts::APP};

pub const SITE: &str = "demosite";
/// `client_id` of the application that can keep a secret.
pub const CONFIDENTIAL: &str = "demoapp";
/// `client_id` of the one that cannot.
pub const PUBLIC: &str = "demospa";

const PASSWORD: &str = "urn:symbolon:acr:password";
const MFA: &str = "urn:symbolon:acr:mfa";
/// What an application asks for that wants a code by text message.
pub const SMS: &str = "urn:symbolon:acr:sms";

/// The entries, and the ids that records of the demo lean on.
pub struct World {
    pub entries: Vec<Entry>,
    pub directory: Id,
    pub site: Id,
    pub password: Id,
    pub totp: Id,
    /// Whose members administer everything, and those who manage the site.
    pub administrators: Id,
    pub managers: Id,
}

/// Makes entries with ids and titles.
struct Maker<'a> {
    now: Time,
    chance: &'a dyn Chance,
    texts: Texts,
    entries: Vec<Entry>,
}

impl World {
    pub fn new(facts: &Facts, now: Time, chance: &dyn Chance) -> Self {
        let mut make = Maker { now, chance, texts: Texts::new(&[crate::TEXTS]), entries: Vec::new() };
        make.put("", system(), Vec::new());
        let directory = make.directory();
        let (methods, idle) = make.methods(directory);
        let everyone = make.everyone();
        let site = make.site(&[&methods[..], &[idle]].concat());
        make.applications(facts, &methods, everyone);
        let [administrators, managers] = make.roles();
        make.console(facts, &methods, &[administrators, managers]);
        Self {
            entries: make.entries,
            directory,
            site,
            password: methods[0],
            totp: methods[1],
            administrators,
            managers,
        }
    }
}

fn system() -> System {
    let from = "Symbolon <noreply@demo.test>".to_owned();
    System {
        contexts: vec![PASSWORD.into(), MFA.into()],
        // Nobody is called there: the demo's own courier keeps the mails.
        mail: Some(Mail { host: "mail.demo.test".into(), from, ..Mail::default() }),
        sms: vec![gateway()],
        ..System::default()
    }
}

/// Nobody is called there either.
fn gateway() -> Gateway {
    let body = r#"{"to": {mobile}, "text": {text}}"#.into();
    Gateway {
        name: "demo".into(),
        url: "https://sms.demo.test/".into(),
        from: "Symbolon".into(),
        body,
        ..Gateway::default()
    }
}

impl Maker<'_> {
    fn put(&mut self, path: &str, object: impl Into<AnyObject>, links: Vec<Link>) -> Id {
        let id = self.chance.id(self.now);
        self.entries.push(Entry { id, path: path.to_owned(), object: object.into(), links });
        id
    }

    fn titles(&self, key: &str) -> Titles {
        let say = |locale: Locale| {
            let kit = kit::Locale::from_tag(locale.tag()).unwrap_or_default();
            (locale, self.texts.say(kit, key, &kit::Args::new()))
        };
        Titles(Locale::ALL.into_iter().map(say).collect())
    }

    fn directory(&mut self) -> Id {
        let title = self.titles("demo-directory");
        self.put("local", Directory { title, ..Directory::default() }, Vec::new())
    }

    /// `password.1`, then what follows it: `totp.1`, `unregistered.smtp`, `backup.1`, and `sms.1` where an application asks for it. The last,
    /// `unregistered.sms`, is linked to the site and no application allows it yet.
    fn methods(&mut self, directory: Id) -> (Vec<Id>, Id) {
        let of = vec![Link::new("directory", directory)];
        let plain = Lines::default;
        let totp = self.method(("totp.1", "totp"), "demo-method-totp", MFA, plain(), of.clone());
        let codes = plain().with("mfa", true);
        let mail = self.method(("unregistered.smtp", "email.unregistered"), "demo-method-mail", MFA, codes, Vec::new());
        let backup = self.method(("backup.1", "backup"), "demo-method-backup", MFA, plain(), of.clone());
        let home = || plain().with("defaultCountry", 358);
        let sms = self.method(("sms.1", "sms.registered"), "demo-method-sms", SMS, home(), of.clone());
        let phone = home().with("mfa", true);
        let phone = self.method(("unregistered.sms", "sms.unregistered"), "demo-method-phone", MFA, phone, Vec::new());
        let next = [totp, mail, backup, sms, phone].map(|id| Link::new("nextFactor", id));
        let links = of.into_iter().chain(next).collect();
        let password = self.method(("password.1", "password"), "demo-method-password", PASSWORD, plain(), links);
        (vec![password, totp, mail, backup, sms], phone)
    }

    fn method(
        &mut self,
        (name, kind): (&str, &str),
        title: &str,
        acr: &str,
        configuration: Lines,
        links: Vec<Link>,
    ) -> Id {
        let method = Method {
            title: self.titles(title),
            kind: kind.to_owned(),
            enabled: true,
            declaration_reference: format!("urn:symbolon:method:{name}"),
            acr: Some(acr.to_owned()),
            // Two people choose between few ways; the rest is there for who asks for it.
            hidden: kind.starts_with("sms."),
            configuration,
            sending: often(),
            ..Method::default()
        };
        self.put(name, method, links)
    }

    fn everyone(&mut self) -> Id {
        let title = self.titles("demo-everyone");
        self.put("demosite/everyone", Group { title, everyone: true, ..Group::default() }, Vec::new())
    }

    fn site(&mut self, methods: &[Id]) -> Id {
        let site = Site { title: self.titles("demo-site"), forgotten_password: true, ..Site::default() };
        self.put(SITE, site, enabled(methods))
    }

    /// Somebody for everything, and somebody for the site alone.
    fn roles(&mut self) -> [Id; 2] {
        let kinds = [
            (
                "administrators",
                "demo-administrators",
                "administrator",
                "demo-role-administrator",
                BuiltIn::Administrator,
            ),
            ("managers", "demo-managers", "demosite/manager", "demo-role-manager", BuiltIn::SiteManager),
        ];
        kinds.map(|(group, group_title, role, role_title, of)| {
            let title = self.titles(group_title);
            let group = self.put(&format!("{SITE}/{group}"), Group { title, ..Group::default() }, Vec::new());
            let role_title = self.titles(role_title);
            self.put(role, Role { title: role_title, ..Role::built_in(of) }, vec![Link::new("assignedTo", group)]);
            group
        })
    }

    fn console(&mut self, facts: &Facts, methods: &[Id], groups: &[Id]) {
        let console = Application {
            title: self.titles("demo-console"),
            protocol: "page".into(),
            url: format!("{}/console", facts.url),
            listed: false,
            ..Application::default()
        };
        let allowed = groups.iter().map(|group| Link::new("allowedTo", *group));
        self.put("demosite/console", console, enabled(methods).into_iter().chain(allowed).collect());
    }

    fn applications(&mut self, facts: &Facts, methods: &[Id], everyone: Id) {
        let links: Vec<Link> = enabled(methods).into_iter().chain([Link::new("allowedTo", everyone)]).collect();
        let confidential = confidential(facts, self.titles("demo-app"));
        self.put("demosite/demoapp", confidential, links.clone());
        let public = public(facts, self.titles("demo-spa"));
        self.put("demosite/demospa", public, links.clone());
        if let Some(agent) = agent(facts, self.titles("demo-agent")) {
            self.put("demosite/demoagent", agent, links.clone());
        }
        if let Some(radius) = &facts.radius {
            let vpn = vpn(radius, self.titles("demo-vpn"));
            self.put("demosite/vpn", vpn, links.clone());
        }
        let account = Application {
            title: self.titles("demo-account"),
            protocol: "page".into(),
            url: format!("{}/account", facts.url),
            listed: false,
            ..Application::default()
        };
        self.put("demosite/account", account, links.clone());
        let ctl = Application { title: self.titles("demo-ctl"), ..manage::rest::command_line() };
        self.put("demosite/ctl", ctl, links);
    }
}

/// Two people do here what a town does elsewhere, and no mail leaves.
fn often() -> SendingLimits {
    SendingLimits {
        per_address_hour: 2_000,
        per_network_hour: 20_000,
        per_range_hour: 20_000,
        per_method_day: 100_000,
        ..SendingLimits::default()
    }
}

fn enabled(methods: &[Id]) -> Vec<Link> {
    methods.iter().map(|id| Link::new("method", *id).with("enabled")).collect()
}

/// Also what is put again after a restart at another address.
pub fn confidential(facts: &Facts, title: Titles) -> Application {
    let client = &facts.oidc.confidential;
    let metadata = json!({
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "redirect_uris": client.redirect_uris,
        "post_logout_redirect_uris": [facts.app.url, facts.url, format!("{}/demo", facts.url)],
        "backchannel_logout_uri": format!("{}{APP}/backchannel", facts.url),
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
    });
    Application { title, url: facts.app.url.clone(), metadata, ..Application::default() }
}

pub fn public(facts: &Facts, title: Titles) -> Application {
    let client = &facts.oidc.public;
    let metadata = json!({
        "client_id": client.client_id,
        "token_endpoint_auth_method": "none",
        "redirect_uris": client.redirect_uris,
        "grant_types": ["authorization_code", "refresh_token"],
    });
    Application { title, listed: false, metadata, ..Application::default() }
}

/// A password, a password with a code behind it, or a password and then a code, from this machine and with the key.
fn agent(facts: &Facts, title: Titles) -> Option<Application> {
    let key = &facts.agent.as_ref()?.key;
    let passcode = Passcodes { layout: Layout::PasswordCode, simple: false };
    let metadata = json!({ "addresses": "127.0.0.0/8 ::1", "key": key });
    Some(Application { title, protocol: "agent".into(), listed: false, passcode, metadata, ..Application::default() })
}

/// What speaks RADIUS on this machine.
fn vpn(radius: &facts::Radius, title: Titles) -> Application {
    let metadata = json!({ "addresses": ["127.0.0.0/8", "::1/128"], "secret": radius.secret });
    Application { title, protocol: "radius".into(), listed: false, metadata, ..Application::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Catalogue, Change, Noun};
    use plug::clock::SystemChance;
    use std::path::Path;

    #[test]
    fn nothing_is_wrong_with_the_world() {
        let facts = Facts::of(Path::new("/nowhere"), "http://127.0.0.1:8080", None, &SystemChance).unwrap();
        let world = World::new(&facts, Time::default(), &SystemChance);
        let changes: Vec<Change> = world.entries.into_iter().map(Change::put).collect();
        let (catalogue, findings) = Catalogue::default()
            .with(&changes)
            .map_err(|f| f.iter().map(model::Finding::plain).collect::<Vec<_>>())
            .unwrap();
        assert_eq!(findings.iter().map(model::Finding::plain).collect::<Vec<_>>(), Vec::<String>::new());
        for (noun, path) in [
            (Noun::Site, "demosite"),
            (Noun::Application, "demosite/demoapp"),
            (Noun::Application, "demosite/demoagent"),
            (Noun::Application, "demosite/account"),
            (Noun::Application, "demosite/ctl"),
            (Noun::Application, "demosite/console"),
            (Noun::Role, "administrator"),
            (Noun::Role, "demosite/manager"),
            (Noun::Application, "demosite/vpn"),
            (Noun::Method, "password.1"),
            (Noun::Method, "totp.1"),
            (Noun::Method, "unregistered.smtp"),
            (Noun::Method, "backup.1"),
            (Noun::Method, "sms.1"),
            (Noun::Method, "unregistered.sms"),
        ] {
            assert!(catalogue.at(noun, path).is_some(), "{path}");
        }
        let (password, _) = catalogue.method(world.password).unwrap();
        assert_eq!(password.links_as("nextFactor").count(), 5);
    }
}
