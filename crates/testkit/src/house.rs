//! A whole server in a test: its store, its clock, its people, and browsers to visit it with.

use axum::Router;
use model::{AnyObject, Change, Entry, Id, Noun, Person, Time, User};
use oath::Totp;
use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use store::{Applied, AuditFilter, AuditRecord, Audits, Store, Unit, Units, Users, Write};
use store_sql::SqlStore;
use symbolon::{Options, Server, Wired};
use url::Url;

use crate::{
    attempt::Attempt,
    browser::Browser,
    build::{self, Someone},
    client,
    clock::TestClock,
    database::{Database, Place},
    inbox::{Inbox, Phones},
    kinds,
    net::Net,
    plan::{Plan, redirect_of, secret_of},
};

/// A server that runs in this process until it is dropped.
pub struct House {
    pub engine: login::Engine,
    pub clock: TestClock,
    pub plan: Plan,
    net: Arc<Net>,
    address: SocketAddr,
    inbox: Inbox,
    people: BTreeMap<String, Someone>,
    store: Arc<SqlStore>,
    server: Option<Server>,
    place: Arc<Place>,
}

impl House {
    /// Begins a plan.
    #[allow(clippy::new_ret_no_self, reason = "`House::new()…start()` reads as a sentence")]
    pub fn new() -> Plan {
        Plan::new()
    }
}

impl Plan {
    /// Builds it, and waits until it answers.
    pub async fn start(self) -> House {
        let place = Arc::new(Place::new(self.database).await);
        let store = place.open(&self.master_key, "node").await;
        let inbox = Inbox::default();
        let wired = wire(&self, &store, &inbox).await;
        let engine = wired.engine.clone();
        let now = self.clock.now();
        let changes = if self.empty { Vec::new() } else { build::objects(&self, &engine.world().catalogue, now) };
        if let Some(error) = if changes.is_empty() { None } else { engine.change(changes, "testkit").await.err() } {
            panic!("the plan does not stand: {error} {error:?}");
        }
        let net = Arc::new(net(&self, wired.addr, &wired.public_url));
        let address = wired.addr;
        let server = wired.serve(Router::new()).await.expect("a server");
        let clock = self.clock.clone();
        let guests = self.guests.clone();
        let mut house = House {
            engine,
            clock,
            plan: self,
            net,
            address,
            inbox,
            people: BTreeMap::new(),
            store,
            server: Some(server),
            place,
        };
        for guest in guests {
            house.admit(&guest).await;
        }
        house
    }
}

async fn wire(plan: &Plan, store: &Arc<SqlStore>, inbox: &Inbox) -> Wired {
    let mut options = Options::new(Arc::clone(store));
    options.clock = Arc::new(plan.clock.clone());
    options.kinds = kinds::KINDS;
    options.public_url.clone_from(&plan.public);
    options.common_domain_url.clone_from(&plan.common_domain);
    options.trusted_proxies = plan.proxies.iter().map(|n| n.parse().expect("a network")).collect();
    options.egress = model::network::Networks::parse("127.0.0.0/8").expect("a network");
    options.drain = Duration::from_secs(20);
    if plan.doors.iter().any(|d| d.of.protocol == "radius") {
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        options.radius.listen = vec![anywhere];
        options.radius.accounting = vec![anywhere];
    }
    if let Some(tls) = &plan.radsec {
        options.radius.radsec = vec![SocketAddr::from(([127, 0, 0, 1], 0))];
        options.radius.tls = Some(tls.clone());
    }
    if !plan.mail {
        options.couriers.push(Arc::new(inbox.clone()));
    }
    if !plan.sms {
        options.couriers.push(Arc::new(Phones(inbox.clone())));
    }
    Wired::new(options).await.expect("a wired server")
}

fn net(plan: &Plan, address: SocketAddr, public: &Url) -> Net {
    match &plan.public {
        Some(_) => Net::behind(public.clone(), address),
        None => Net::direct(public.clone(), None),
    }
}

impl House {
    /// Makes a user, also one that the plan did not know.
    pub async fn admit(&mut self, guest: &crate::plan::Guest) -> &Someone {
        let (someone, writes) = build::someone(guest, &self.plan, &self.engine.world().catalogue, self.clock.now());
        self.write(writes).await;
        self.people.insert(guest.name.clone(), someone);
        self.someone(&guest.name)
    }

    /// Another node of the same house, on the same PostgreSQL database and with the same clock. It is reached by the same
    /// public address, as behind a balancer.
    pub async fn another_node(&self, name: &str) -> Self {
        assert_eq!(self.plan.database, Database::Postgres, "several nodes share a PostgreSQL database");
        let store = self.place.open(&self.plan.master_key, name).await;
        let plan = Plan { public: Some(self.net.public.clone()), ..self.plan.clone() };
        let wired = wire(&plan, &store, &self.inbox).await;
        let (engine, address) = (wired.engine.clone(), wired.addr);
        let net = Arc::new(net(&plan, address, &wired.public_url));
        let server = wired.serve(Router::new()).await.expect("a server");
        let (clock, inbox, people) = (self.clock.clone(), self.inbox.clone(), self.people.clone());
        Self {
            engine,
            clock,
            plan,
            net,
            address,
            inbox,
            people,
            store,
            server: Some(server),
            place: Arc::clone(&self.place),
        }
    }

    /// A new browser, on the network 127.0.0.0/24.
    pub fn browser(&self) -> Browser {
        Browser::new(Arc::clone(&self.net))
    }
    pub fn net(&self) -> Arc<Net> {
        Arc::clone(&self.net)
    }
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
    /// Where RADIUS listens.
    pub fn radius(&self) -> &symbolon::RadiusAddrs {
        &self.server().radius
    }
    pub fn server(&self) -> &Server {
        self.server.as_ref().expect("a server that was not stopped")
    }
    /// A device that speaks RADIUS as this application.
    pub async fn nas(&self, application: &str) -> crate::nas::Nas {
        crate::nas::Nas::at(self.radius(), &secret_of(application), "127.0.0.1").await
    }
    pub const fn inbox(&self) -> &Inbox {
        &self.inbox
    }
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store) as Arc<dyn Store>
    }
    pub const fn sql(&self) -> &Arc<SqlStore> {
        &self.store
    }
    pub const fn database(&self) -> Database {
        self.plan.database
    }
    /// The folder with everything that a stolen machine would give away.
    pub fn folder(&self) -> PathBuf {
        self.place.path()
    }
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Begins a login at the first application.
    pub fn login<'a>(&'a self, name: &str) -> Attempt<'a> {
        Attempt::new(self, name)
    }

    pub fn someone(&self, name: &str) -> &Someone {
        self.people.get(name).unwrap_or_else(|| panic!("nobody is called {name}"))
    }
    pub fn person(&self, name: &str) -> Person {
        self.someone(name).user.person()
    }
    /// The code that a person's device shows now.
    pub fn code(&self, name: &str) -> String {
        self.code_at(name, 0)
    }
    /// The code that it shows so many seconds from now.
    pub fn code_at(&self, name: &str, seconds: i64) -> String {
        let at = self.clock.now().millis() + seconds * 1000;
        Totp::default().code(&self.someone(name).seed, at).expose().to_owned()
    }
    /// The code of a counter that a person's token by event shows.
    pub fn hotp(&self, name: &str, counter: u64) -> String {
        oath::Hotp::default().code(&self.someone(name).seed, counter).expose().to_owned()
    }
    /// The code in the newest mail to a person, who has had this many.
    pub async fn mailed_code(&self, name: &str, count: usize) -> String {
        let address = format!("{name}@demo.test");
        let mail = self.inbox.newest(&address, count).await;
        crate::inbox::code_in(&mail.text).unwrap_or_else(|| panic!("no code in {}", mail.text))
    }

    /// The client of an application.
    pub fn client(&self, application: &str) -> client::Client {
        client::Client {
            id: application.into(),
            secret: Some(secret_of(application)),
            redirect: redirect_of(application),
        }
    }
    pub(crate) fn first_application(&self) -> String {
        self.plan.doors.first().expect("an application").name.clone()
    }

    pub fn id(&self, noun: Noun, path: &str) -> Id {
        self.engine.world().catalogue.at(noun, path).unwrap_or_else(|| panic!("no {noun:?} {path}")).id
    }
    /// Changes an object.
    pub async fn edit(&self, noun: Noun, path: &str, change: impl FnOnce(&mut Entry)) {
        let id = self.id(noun, path);
        let mut entry = self.engine.world().catalogue.entry(id).expect("an object").clone();
        change(&mut entry);
        if let Err(error) = self.engine.change(vec![Change::put(entry)], "testkit").await {
            panic!("{noun:?} {path} cannot be changed so: {error:?}");
        }
    }
    pub async fn edit_method(&self, name: &str, change: impl FnOnce(&mut model::Method)) {
        let apply = |entry: &mut Entry| {
            if let AnyObject::Method(method) = &mut entry.object {
                change(method);
            }
        };
        self.edit(Noun::Method, name, apply).await;
    }
    pub async fn edit_user(&self, name: &str, change: impl FnOnce(&mut User)) {
        let id = self.someone(name).user.id;
        let mut user = self.store.user(id).await.expect("an answer").expect("a user");
        change(&mut user);
        self.write(vec![Write::PutUser(Box::new(user))]).await;
    }
    /// Writes rows as an administrator's tool would.
    pub async fn write(&self, writes: Vec<Write>) {
        let applied = self.store.apply(build::unit(writes)).await.expect("a write");
        assert_eq!(applied, Applied::Done);
    }
    pub async fn apply(&self, unit: Unit) -> Applied {
        self.store.apply(unit).await.expect("a write")
    }

    /// The audit records, oldest first.
    pub async fn audit(&self) -> Vec<AuditRecord> {
        self.audit_of(AuditFilter::default()).await
    }
    /// Records of one action, oldest first.
    pub async fn audited(&self, action: &str) -> Vec<model::audit::Event> {
        let filter = AuditFilter { action: action.into(), ..AuditFilter::default() };
        self.audit_of(filter).await.into_iter().filter_map(|r| r.event).collect()
    }
    pub async fn audit_of(&self, mut filter: AuditFilter) -> Vec<AuditRecord> {
        let mut all = Vec::new();
        filter.limit = 500;
        loop {
            let page = self.store.audit(&filter).await.expect("the audit records");
            let Some(last) = page.last() else { break };
            filter.before = Some((last.at, last.node.clone(), last.sequence));
            all.extend(page);
        }
        all.reverse();
        all
    }

    /// Ends the server as an operator would, and gives what is left of it.
    pub async fn stop(mut self) -> Arc<Place> {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
        drop(self.engine);
        self.store.close().await;
        self.place
    }
}
