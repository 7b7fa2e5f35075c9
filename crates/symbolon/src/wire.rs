//! Wiring: the store, the engine, the kit with everybody's texts, and the fronts' routes become one.

use std::{
    fs::DirBuilder,
    net::SocketAddr,
    os::unix::fs::DirBuilderExt,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use ipnet::IpNet;
use kit::{CommonDomain, HelpLink, Kit, Messages, Proxies, PublicUrl, Setup, Source, Template, Texts};
use login::{Engine, Parts};
use manage::desk::Desk;
use model::network::Networks;
use plug::{
    Chance, Clock, Courier, Registration, Web,
    clock::{SystemChance, SystemClock},
};
use protocols::oidc::Front;
use store_sql::{Location, MasterKeys, SqlStore};
use tokio::net::TcpListener;
use url::Url;

use crate::{
    Server, health,
    jobs::Jobs,
    meters,
    radius::{Radius, Sockets},
    render::Mails,
    serve,
    tls::{Tls, TlsError},
};

/// What a server is made of.
pub struct Options {
    pub store: Arc<SqlStore>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    /// Port 0 takes any.
    pub listen: SocketAddr,
    /// Takes the management API, the console and `/metrics` to itself.
    pub admin_listen: Option<SocketAddr>,
    /// Where people reach it; made of the address listened on where `None`.
    pub public_url: Option<Url>,
    /// Stands in that address for the number, such as `localhost`.
    pub host: Option<String>,
    pub tls: Option<Tls>,
    /// Another name of this server, for the common domain cookie; the port 0 stands for the one listened on.
    pub common_domain_url: Option<Url>,
    pub trusted_proxies: Vec<IpNet>,
    pub radius: Radius,
    /// Networks that outgoing calls may reach although they are not public.
    pub egress: Networks,
    /// Certificate authorities (PEM) that outgoing calls trust beside the system's.
    pub authorities: Vec<Vec<u8>>,
    /// Name of this node's audit stream.
    pub node: String,
    /// Go before the usual courier of their kind.
    pub couriers: Vec<Arc<dyn Courier>>,
    /// The kinds of method there are; tests have some whose hashes cost less.
    pub kinds: &'static [Registration],
    /// Texts and templates of routes added in [`Wired::serve`].
    pub texts: Vec<Source>,
    pub templates: Vec<&'static [Template]>,
    /// For the footer of the portal and the account.
    pub links: Vec<HelpLink>,
    /// How long requests under way may take to end after [`Server::stop`].
    pub drain: Duration,
}

impl Options {
    /// On a loopback port of its own choice, with the real clock and chance, and no network opened.
    pub fn new(store: Arc<SqlStore>) -> Self {
        Self {
            store,
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            admin_listen: None,
            public_url: None,
            host: None,
            tls: None,
            common_domain_url: None,
            trusted_proxies: Vec::new(),
            radius: Radius::default(),
            egress: Networks::default(),
            authorities: Vec::new(),
            node: "node".into(),
            couriers: Vec::new(),
            kinds: methods::ALL,
            texts: Vec::new(),
            templates: Vec::new(),
            links: Vec::new(),
            drain: Duration::from_secs(20),
        }
    }
}

/// What the operator can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("cannot listen on {0}: {1}; choose another address with `listen`")]
    Listen(SocketAddr, #[source] std::io::Error),
    #[error("cannot listen for RADIUS on {0}: {1}; choose another address under `radius`")]
    Radius(SocketAddr, #[source] std::io::Error),
    #[error("`public_url` {0} cannot be used: {1}")]
    PublicUrl(String, #[source] kit::address::BadPublicUrl),
    #[error("`common_domain_url` {0} cannot be used: {1}")]
    CommonDomain(String, #[source] kit::common_domain::BadCommonDomain),
    #[error(
        "plain HTTP on {0} would send passwords in clear; set `tls`, listen on a loopback address, or name the proxy in front with `trusted_proxies`"
    )]
    PlainHttp(SocketAddr),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("the engine does not start: {0}")]
    Engine(#[from] login::EngineError),
    #[error("the store does not answer: {0}")]
    Store(#[from] store::StoreError),
    #[error("a page template cannot be used: {0}")]
    Template(#[from] kit::pages::TemplateError),
    #[error("`public_url` is no issuer: {0}")]
    Issuer(String),
    #[error("no outgoing calls are possible: {0}")]
    Web(#[from] plug::web::WebError),
    #[error("{0}")]
    Files(String),
}

/// A server that is bound and wired and does not answer yet.
pub struct Wired {
    pub engine: Engine,
    pub kit: Arc<Kit>,
    pub public_url: Url,
    pub addr: SocketAddr,
    pub(crate) listener: TcpListener,
    pub(crate) admin: Option<TcpListener>,
    pub(crate) radius: Sockets,
    pub(crate) options: Options,
    pub(crate) ready: Arc<AtomicBool>,
}

impl Wired {
    pub async fn new(mut options: Options) -> Result<Self, StartError> {
        refuse_clear_text(&options)?;
        let listener = bind(options.listen).await?;
        let addr = listener.local_addr().map_err(|e| StartError::Listen(options.listen, e))?;
        let admin = match options.admin_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        let radius = Sockets::bind(&options.radius).await?;
        let public = public_url(&options, addr)?;
        let texts = Texts::new(&all_texts(&options.texts));
        let mails = Arc::new(Mails::new(Messages::new(public.clone())?, texts.clone(), public.clone()));
        let engine = engine(&mut options, &public, Arc::clone(&mails)).await?;
        mails.know(&engine);
        let kit = make_kit(&options, public.clone(), texts, &engine)?;
        let public_url = public.as_url().clone();
        Ok(Self { engine, kit, public_url, addr, listener, admin, radius, options, ready: Arc::default() })
    }

    /// Begins to answer; `more` are routes besides the server's own.
    pub async fn serve(self, more: Router) -> Result<Server, StartError> {
        let jobs = Jobs::start(&self.engine, &self.options.store);
        let apart = self.admin.is_some();
        let front =
            Front::new(self.engine.clone(), Arc::clone(&self.kit)).map_err(|e| StartError::Issuer(e.to_string()))?;
        let saml = protocols::saml::Front::new(self.engine.clone(), Arc::clone(&self.kit));
        let fronts = login::Farewells(vec![front.farewell(), saml.farewell()]);
        self.engine.set_farewell(Arc::new(fronts));
        self.engine.ensure_keys(model::key::KeyPurpose::Token).await?;
        let routes = self
            .routes(&front, &saml)
            .merge(health::routes(&self, !apart && self.options.trusted_proxies.is_empty()))
            .merge(if apart { Router::new() } else { self.management() })
            .merge(more);
        let routes = if apart { routes } else { routes.merge(self.console()) };
        let public = self.kit.wrap(limited(routes));
        let admin = apart.then(|| self.kit.wrap_apart(limited(self.apart())));
        let mut jobs = jobs;
        jobs.add(self.engine.clone(), saml);
        serve::start(self, front, (public, admin), jobs)
    }

    fn desk(&self) -> Desk {
        Desk::new(self.engine.clone(), crate::passwords())
    }

    /// What programs of administrators call; on a listener of its own where there is one.
    fn management(&self) -> Router {
        let front = manage::rest::Front::new(self.desk(), Arc::clone(&self.kit));
        manage::rest::router(front.clone()).merge(manage::scim::router(front))
    }

    fn pages(&self) -> web::State {
        web::State::linking(Arc::clone(&self.kit), self.engine.clone(), self.options.links.clone())
    }

    fn console(&self) -> Router {
        web::console::router(self.pages(), self.desk())
    }

    /// What a listener of its own serves: the API and the console with the pages of a login, so that nobody has to reach the other one.
    fn apart(&self) -> Router {
        web::router(self.pages()).merge(self.console()).merge(self.management()).merge(health::routes(self, true))
    }

    fn routes(&self, front: &Front, saml: &protocols::saml::Front) -> Router {
        let pages = web::router(self.pages());
        let agents = protocols::agent::Front::new(self.engine.clone(), Arc::clone(&self.kit));
        pages
            .merge(protocols::oidc::router(front.clone()))
            .merge(protocols::agent::router(agents))
            .merge(protocols::saml::router(saml.clone()))
            .merge(crate::setup::routes(&self.kit, &self.engine))
    }
}

/// Counted, and ended when it takes too long.
fn limited(routes: Router) -> Router {
    routes.layer(from_fn(in_time)).layer(from_fn(meters::count))
}

async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(REQUEST, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

impl Server {
    /// Wires and serves.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        Wired::new(options).await?.serve(Router::new()).await
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|e| StartError::Listen(address, e))
}

/// M077: without TLS of our own, only this machine or a proxy we were told of may speak to us.
fn refuse_clear_text(options: &Options) -> Result<(), StartError> {
    let open = !options.listen.ip().is_loopback() && options.trusted_proxies.is_empty() && options.tls.is_none();
    if open { Err(StartError::PlainHttp(options.listen)) } else { Ok(()) }
}

fn public_url(options: &Options, addr: SocketAddr) -> Result<PublicUrl, StartError> {
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    let authority = options.host.as_ref().map_or_else(|| addr.to_string(), |host| format!("{host}:{}", addr.port()));
    let text = options.public_url.as_ref().map_or_else(|| format!("{scheme}://{authority}"), ToString::to_string);
    PublicUrl::parse(&text).map_err(|e| StartError::PublicUrl(text, e))
}

fn common_domain(options: &Options, public: &PublicUrl) -> Result<Option<CommonDomain>, StartError> {
    let Some(mut url) = options.common_domain_url.clone() else { return Ok(None) };
    if url.port() == Some(0) {
        // Servers of tests take any port, and both names are reached by it.
        let _ = url.set_port(public.as_url().port());
    }
    let text = url.to_string();
    CommonDomain::parse(&text, public).map(Some).map_err(|why| StartError::CommonDomain(text, why))
}

fn all_texts(more: &[Source]) -> Vec<Source> {
    let mut all =
        vec![kit::TEXTS, web::TEXTS, web::console::TEXTS, protocols::TEXTS, manage::TEXTS, crate::render::TEXTS];
    all.extend(methods::texts().into_iter().map(|(owner, texts)| Source { owner, texts }));
    all.extend_from_slice(more);
    all
}

async fn engine(options: &mut Options, public: &PublicUrl, mails: Arc<Mails>) -> Result<Engine, StartError> {
    let mut carriers = std::mem::take(&mut options.couriers);
    for usual in couriers::all(Arc::clone(&options.clock)) {
        if !carriers.iter().any(|c| c.kind() == usual.kind()) {
            carriers.push(usual);
        }
    }
    let parts = Parts {
        store: Arc::clone(&options.store) as Arc<dyn store::Store>,
        clock: Arc::clone(&options.clock),
        chance: Arc::clone(&options.chance),
        web: Web::trusting(options.egress.clone(), &options.authorities)?,
        render: mails,
        kinds: options.kinds,
        directories: directories::open,
        applications: registration,
        couriers: carriers,
        public_url: public.as_url().clone(),
        node: options.node.clone(),
    };
    Ok(Engine::start(parts).await?)
}

/// What the fronts say of an application's registration: each judges its own.
pub fn registration(application: &model::Application) -> Vec<model::Finding> {
    match application.protocol.as_str() {
        "oidc" => protocols::oidc::check(&application.metadata),
        "saml" => protocols::saml::check(&application.metadata),
        "agent" => protocols::agent::check(&application.metadata),
        "radius" => protocols::radius::check(&application.metadata),
        _ => Vec::new(),
    }
}

fn make_kit(options: &Options, public: PublicUrl, texts: Texts, engine: &Engine) -> Result<Arc<Kit>, StartError> {
    let mut setup = Setup::new(public, engine.keyed("csrf", b""));
    setup.common_domain = common_domain(options, &setup.public)?;
    setup.proxies = Proxies::new(options.trusted_proxies.iter().copied());
    setup.texts = texts;
    setup.templates =
        [web::TEMPLATES, protocols::TEMPLATES].into_iter().chain(options.templates.iter().copied()).collect();
    let themes = engine.clone();
    setup.themes = Arc::new(move |site| web::brands::theme_named(&themes.world().catalogue, site));
    Ok(Kit::new(setup)?)
}

/// The management API of an engine without a server.
pub fn local(engine: Engine) -> Result<manage::rest::Local, StartError> {
    let url = engine.public_url().to_string();
    let public = PublicUrl::parse(&url).map_err(|e| StartError::PublicUrl(url, e))?;
    let mut setup = Setup::new(public, engine.keyed("csrf", b""));
    setup.texts = Texts::new(&all_texts(&[]));
    let kit = Kit::new(setup)?;
    Ok(manage::rest::Local::new(manage::desk::Desk::new(engine, crate::passwords()), &kit, "ctl"))
}

/// For one request, its body included.
const REQUEST: Duration = Duration::from_secs(60);

/// Opens a store for a server; a new database file is its owner's alone.
pub async fn open_store(
    location: Location,
    keys: MasterKeys,
    node: &str,
    chance: Arc<dyn Chance>,
) -> Result<SqlStore, StartError> {
    if let Location::Sqlite(path) = &location {
        let told = |e: std::io::Error| StartError::Files(format!("{}: {e}", path.display()));
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(told)?;
        }
        if !path.exists() {
            demo::write_private(path, b"").map_err(told)?;
        }
    }
    Ok(SqlStore::open(location, keys, node.to_owned(), Arc::new(move |bytes: &mut [u8]| chance.fill(bytes))).await?)
}

/// The keys in a file of ours, made with 32 random bytes where there is none yet.
pub fn master_key_file(path: &Path, chance: &dyn Chance) -> Result<MasterKeys, StartError> {
    let told = |e: std::io::Error| StartError::Files(format!("{}: {e}", path.display()));
    if !path.exists() {
        demo::write_private(path, &chance.bytes::<32>()).map_err(told)?;
    }
    let bytes = std::fs::read(path).map_err(told)?;
    MasterKeys::new(&[model::Secret::new(bytes)]).map_err(|e| StartError::Files(format!("{}: {e}", path.display())))
}
