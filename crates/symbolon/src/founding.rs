//! What an empty store begins with: a site, the people's directory, a password, the account pages, the console, and one administrator.

use login::{Engine, EngineError};
use methods::password::{body_plain, encoding::Encoding};
use model::{
    AnyObject, Application, Attributes, Catalogue, Change, Credential, Directory, Entry, Group, Id, Link, Locale,
    Method, Role, Site, System, Ticket, Titles, User,
    audit::{Event, Outcome},
    credential::CredentialState,
    role::BuiltIn,
};
use store::{Applied, Expect, Spend, Unit, When, Write};

/// The first administrator.
pub struct Founder<'a> {
    pub name: &'a str,
    pub password: &'a str,
}

/// Makes it, as one unit that uses up the ticket; false where the store is not empty any more or the ticket was used.
pub async fn found(engine: &Engine, founder: Founder<'_>, ticket: &Ticket) -> Result<bool, EngineError> {
    let plan = Plan::new(engine);
    let changes: Vec<Change> = plan.entries.iter().cloned().map(Change::put).collect();
    Catalogue::default()
        .with(&changes)
        .map_err(|f| EngineError::Broken(f.iter().map(model::Finding::plain).collect()))?;
    let now = engine.now();
    let version = engine.world().catalogue.version;
    let unit = Unit::new()
        .expect(Expect::Catalogue(version))
        .expect(Expect::Empty)
        .then(Write::Spend(Spend::Ticket { hash: ticket.hash.clone(), now }));
    let mut unit = changes.into_iter().fold(unit, |unit, change| unit.then(Write::Change(change)));
    let user = plan.user(engine, founder.name);
    let body = hashed(engine, founder.password).await?;
    let mut event = Event::new(now, "setup.done", Outcome::Success);
    event.person = user.person().key();
    event.name.clone_from(&user.name);
    event.actor = "setup".into();
    unit = unit
        .then(Write::PutCredential(Box::new(plan.credential(engine, &user, body))))
        .then(Write::PutMember { group: plan.administrators, person: user.person().key() })
        .then(Write::PutUser(Box::new(user)))
        .audit(When::Done, event);
    let applied = engine.store().apply(unit).await?;
    engine.reload().await?;
    Ok(applied == Applied::Done)
}

async fn hashed(engine: &Engine, password: &str) -> Result<serde_json::Value, EngineError> {
    let (password, salt, now) = (model::Secret::new(password.to_owned()), engine.chance().bytes::<16>(), engine.now());
    let made =
        tokio::task::spawn_blocking(move || body_plain(&Encoding::default(), password.expose(), &salt, now)).await;
    made.map_err(|e| EngineError::Broken(e.to_string()))?.map_err(|e| EngineError::Broken(e.to_string()))
}

fn titles(key: &str) -> Titles {
    let texts = kit::Texts::new(&[crate::render::TEXTS]);
    let say = |locale: Locale| {
        (locale, texts.say(kit::Locale::from_tag(locale.tag()).unwrap_or_default(), key, &kit::Args::new()))
    };
    Titles(Locale::ALL.into_iter().map(say).collect())
}

struct Plan {
    entries: Vec<Entry>,
    directory: Id,
    site: Id,
    password: Id,
    administrators: Id,
}

impl Plan {
    fn new(engine: &Engine) -> Self {
        let mut entries = Vec::new();
        let mut put = |path: &str, object: AnyObject, links: Vec<Link>| {
            let id = engine.chance().id(engine.now());
            entries.push(Entry { id, path: path.to_owned(), object, links });
            id
        };
        let host = engine.public_url().host_str().unwrap_or_default().to_owned();
        put("", System::default().into(), Vec::new());
        let directory =
            put("local", Directory { title: titles("founded-directory"), ..Directory::default() }.into(), Vec::new());
        let method = Method {
            title: titles("founded-password"),
            kind: "password".into(),
            enabled: true,
            declaration_reference: "urn:symbolon:method:password.1".into(),
            ..Method::default()
        };
        let password = put("password.1", method.into(), vec![Link::new("directory", directory)]);
        let allowed = Link::new("method", password).with("enabled");
        let site = Site { title: Titles::en(&host), ..Site::default() };
        let site = put("main", site.into(), vec![allowed.clone()]);
        let everyone = put(
            "main/everyone",
            Group { title: titles("founded-everyone"), everyone: true, ..Group::default() }.into(),
            Vec::new(),
        );
        let administrators = put(
            "main/administrators",
            Group { title: titles("founded-administrators"), ..Group::default() }.into(),
            Vec::new(),
        );
        let role = Role { title: titles("founded-administrator"), ..Role::built_in(BuiltIn::Administrator) };
        put("administrator", role.into(), vec![Link::new("assignedTo", administrators)]);
        let account = Application {
            title: titles("founded-account"),
            protocol: "page".into(),
            listed: false,
            ..Application::default()
        };
        put("main/account", account.into(), vec![allowed.clone(), Link::new("allowedTo", everyone)]);
        let ctl = Application { title: titles("founded-ctl"), ..manage::rest::command_line() };
        put("main/ctl", ctl.into(), vec![allowed.clone(), Link::new("allowedTo", administrators)]);
        let console = Application {
            title: titles("founded-console"),
            protocol: "page".into(),
            listed: false,
            ..Application::default()
        };
        put("main/console", console.into(), vec![allowed, Link::new("allowedTo", administrators)]);
        Self { entries, directory, site, password, administrators }
    }

    fn user(&self, engine: &Engine, name: &str) -> User {
        User {
            id: engine.chance().id(engine.now()),
            directory: self.directory,
            site: self.site,
            name: name.to_owned(),
            attributes: Attributes::new(),
            email_verified: false,
            phone_verified: false,
            enabled: true,
            not_before: None,
            expires: None,
            created: engine.now(),
            version: 0,
        }
    }

    fn credential(&self, engine: &Engine, user: &User, body: serde_json::Value) -> Credential {
        Credential {
            id: engine.chance().id(engine.now()),
            person: user.person().key(),
            method: self.password,
            kind: "password".into(),
            label: String::new(),
            state: CredentialState::Active,
            created: engine.now(),
            used: None,
            counter: -1,
            version: 0,
            token: None,
            body,
        }
    }
}
