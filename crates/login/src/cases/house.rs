//! A small world to ask `next` about: methods by name, links between them, and one application.

use model::{
    Application, Attributes, Catalogue, Directory, Entry, Group, Id, Line, Lines, Link, Locale, Method, Person, Proof,
    Request, Site, Time, User,
    credential::{Credential, CredentialState},
    object::AnyObject,
    proof::Subject,
    request::{Client, ConsentAsked, Front, Wanted},
    user::Activation,
};
use store::PersonRecord;

use super::{kinds::KINDS, nothing, whatif};
use crate::{
    next::{self, Next},
    scene::{Known, Scene},
    world::World,
};

pub(super) const NOW: Time = Time::from_seconds(1_800_000_000);

/// A small world: methods by name, links between them, and one application.
#[derive(Clone)]
pub(super) struct House {
    pub(super) entries: Vec<Entry>,
    pub(super) known: Known,
    pub(super) own: Vec<Proof>,
    pub(super) session: Vec<Proof>,
    pub(super) request: Request,
    pub(super) consented: Option<Vec<String>>,
    pub(super) owed: Option<Id>,
}

pub(super) const SITE: Id = Id::fixed(1);
pub(super) const APP: Id = Id::fixed(2);
pub(super) const EVERYONE: Id = Id::fixed(3);
pub(super) const LOCAL: Id = Id::fixed(4);
pub(super) const ADA: Id = Id::fixed(5);

pub(super) fn id(name: &str) -> Id {
    Id::fixed(1000 + name.bytes().fold(7_u128, |sum, b| sum * 31 + u128::from(b)) % 1_000_000_007)
}

pub(super) fn ada() -> Person {
    Person::Registered { directory: LOCAL, user: ADA }
}

impl House {
    pub(super) fn new() -> Self {
        let entry = |id, path: &str, object: AnyObject| Entry { id, path: path.into(), object, links: vec![] };
        let mut app = entry(APP, "demo/wiki", Application::default().into());
        app.links.push(Link::new("allowedTo", EVERYONE));
        let everyone = Group { everyone: true, ..Group::default() };
        let attributes = Attributes::from([("email".into(), vec!["ada@demo.test".into()])]);
        let user = User {
            id: ADA,
            directory: LOCAL,
            site: SITE,
            name: "ada".into(),
            attributes,
            email_verified: true,
            phone_verified: false,
            enabled: true,
            not_before: None,
            expires: None,
            created: NOW,
            version: 1,
        };
        Self {
            entries: vec![
                entry(SITE, "demo", Site::default().into()),
                entry(LOCAL, "local", Directory::default().into()),
                entry(EVERYONE, "demo/everyone", everyone.into()),
                app,
            ],
            known: Known { record: PersonRecord::default().into(), user: Some(user.into()), usable: true },
            own: vec![],
            session: vec![],
            request: Request {
                application: APP,
                wanted: Wanted::Any,
                fresh_since: None,
                passive: false,
                only: None,
                hint: None,
                consent: ConsentAsked::default(),
                locales: vec![Locale::En],
                front: Front::Browser,
                client: Client { address: "192.0.2.7".parse().ok(), ..Client::default() },
                resume: String::new(),
                returns_to: vec![],
                forwarding: Default::default(),
                memory: serde_json::Value::Null,
            },
            consented: None,
            owed: None,
        }
    }

    /// A method linked to the site; `allowed` for the application or only there.
    pub(super) fn method(mut self, name: &str, kind: &str, allowed: bool) -> Self {
        let method = Method { kind: kind.into(), enabled: true, acr: Some(format!("acr:{name}")), ..Method::default() };
        self.entries.push(Entry { id: id(name), path: name.into(), object: method.into(), links: vec![] });
        self.entry(SITE).links.push(Link::new("method", id(name)));
        let link = Link::new("method", id(name));
        self.entry(APP).links.push(if allowed { link.with("enabled") } else { link });
        self
    }
    pub(super) fn entry(&mut self, id: Id) -> &mut Entry {
        self.entries.iter_mut().find(|e| e.id == id).expect("in the house")
    }
    pub(super) fn set(mut self, name: &str, change: impl FnOnce(&mut Method)) -> Self {
        if let AnyObject::Method(method) = &mut self.entry(id(name)).object {
            change(method);
        }
        self
    }
    pub(super) fn mfa(self, name: &str) -> Self {
        self.set(name, |m| m.configuration = Lines(vec![Line::new("mfa", "true")]))
    }
    pub(super) fn opens(mut self, name: &str) -> Self {
        let link = self.entry(APP).links.iter_mut().find(|l| l.to == id(name)).expect("linked");
        link.with.push("opens".into());
        self
    }
    pub(super) fn then(mut self, first: &str, second: &str) -> Self {
        self.entry(id(first)).links.push(Link::new("nextFactor", id(second)));
        self
    }
    pub(super) fn record(&mut self) -> &mut PersonRecord {
        std::sync::Arc::make_mut(&mut self.known.record)
    }
    pub(super) fn credential(mut self, method: &str) -> Self {
        self.record().credentials.push(Credential {
            id: id(&format!("credential {method}")),
            person: ada().key(),
            method: id(method),
            kind: String::new(),
            label: String::new(),
            state: CredentialState::Active,
            created: NOW,
            used: None,
            counter: -1,
            version: 0,
            token: None,
            body: serde_json::Value::Null,
        });
        self
    }
    pub(super) fn suspended(mut self, method: &str) -> Self {
        self = self.credential(method);
        self.record().credentials.last_mut().expect("just put").state = CredentialState::Suspended;
        self
    }
    pub(super) fn inactive(mut self, method: &str) -> Self {
        self.record().activations.push(Activation { method: id(method), active: false });
        self
    }
    pub(super) fn proof(method: &str, person: Person, age_minutes: i64) -> Proof {
        let email = ("email".to_owned(), vec!["ada@demo.test".to_owned()]);
        Proof {
            id: id(&format!("proof {method} {age_minutes}")),
            method: id(method),
            method_name: method.into(),
            at: NOW - model::Span::minutes(age_minutes),
            person,
            subject: Subject { value: "ada".into(), ..Subject::default() },
            attributes: Attributes::from([email]),
            amr: vec![],
            after: None,
            upstream: None,
            upstream_names: Vec::new(),
            until: None,
            references: None,
        }
    }
    pub(super) fn proved(mut self, method: &str) -> Self {
        self.own.push(Self::proof(method, ada(), 0));
        self
    }
    pub(super) fn signed_on(mut self, method: &str) -> Self {
        self.session.push(Self::proof(method, ada(), 30));
        self
    }
    pub(super) fn without_email(mut self) -> Self {
        self.own.iter_mut().chain(&mut self.session).for_each(|p| p.attributes.clear());
        if let Some(user) = &mut self.known.user {
            std::sync::Arc::make_mut(user).attributes.clear();
        }
        self
    }
    pub(super) fn wants(mut self, wanted: Wanted) -> Self {
        self.request.wanted = wanted;
        self
    }
    pub(super) fn site(mut self, change: impl FnOnce(&mut Site)) -> Self {
        if let AnyObject::Site(site) = &mut self.entry(SITE).object {
            change(site);
        }
        self
    }
    pub(super) fn app(mut self, change: impl FnOnce(&mut Application)) -> Self {
        if let AnyObject::Application(app) = &mut self.entry(APP).object {
            change(app);
        }
        self
    }

    pub(super) fn world(&self) -> World {
        let store: std::sync::Arc<dyn store::Store> = std::sync::Arc::new(nothing::Nothing);
        World::open(Catalogue::load(1, self.entries.clone()), &KINDS, |_, _, _| None, |_| Vec::new(), &store, None)
    }

    /// What the engine answers, with names for ids.
    pub(super) fn next(&self) -> String {
        let world = self.world();
        let person = self.own.first().or(self.session.first()).is_some();
        let scene = Scene {
            world: &world,
            app: world.app(APP).expect("the application"),
            request: &self.request,
            own: &self.own,
            session: &self.session,
            known: person.then_some(&self.known),
            consented: self.consented.as_deref(),
            owed: self.owed,
            recorder: None,
        };
        let (next, path) = next::next(&scene);
        let names = |ids: &[Id]| {
            ids.iter().filter_map(|i| world.catalogue.entry(*i)).map(|e| e.path.as_str()).collect::<Vec<_>>().join(" ")
        };
        let way = path.0.iter().map(|p| p.method_name.as_str()).collect::<Vec<_>>().join(">");
        match next {
            Next::Choose(ids) => format!("choose {}", names(&ids)),
            Next::Enrol(ids) => format!("enrol {}", names(&ids)),
            Next::Consent => "consent".into(),
            Next::Owed(method) => format!("owed {}", names(&[method])),
            Next::Grant => format!("grant {way}"),
            Next::Deny(why) => format!("deny {}", why.key()),
        }
    }
}

pub(super) fn check(rows: &[(&str, House, &str)]) {
    for (what, house, expected) in rows {
        assert_eq!(house.next(), *expected, "{what}");
        whatif::explained(house).unwrap_or_else(|wrong| panic!("{what}: {wrong}"));
    }
}
