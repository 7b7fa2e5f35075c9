//! The world: the catalogue with every method and directory opened from its configuration.

use model::{Application, Catalogue, Entry, Finding, Id, Locale, Method, Noun, Severity, Site, gateway::Gateway};
use plug::{AnyMethod, Directory, Kind, Needs, Opens, Place, Registration};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, PoisonError, RwLock},
};
use store::Store;

/// Opens a directory of a kind; the binary passes in what it was built with.
pub type DirectoryOpener = fn(&str, Id, Arc<dyn Store>) -> Option<Arc<dyn Directory>>;

/// What the fronts say of an application's registration; the binary passes it in.
pub type ApplicationCheck = fn(&Application) -> Vec<Finding>;

/// One immutable state of the configuration, ready for logins.
pub struct World {
    pub catalogue: Catalogue,
    /// Everything that is wrong, broken objects excepted: those are never published.
    pub findings: Vec<Finding>,
    unfit: BTreeSet<String>,
    methods: HashMap<Id, Opened>,
    /// Those of them that could not be opened.
    shut: BTreeSet<Id>,
    directories: HashMap<Id, Arc<dyn Directory>>,
    /// The top-level site above each site.
    tops: HashMap<Id, Id>,
    /// Made once for each application and language that is used.
    places: RwLock<HashMap<(Id, Locale), Arc<Place>>>,
}

/// A method as the engine uses it.
#[derive(Clone)]
pub struct Opened {
    pub id: Id,
    pub name: String,
    pub kind: &'static Kind,
    pub method: Arc<dyn AnyMethod>,
    pub mfa: bool,
    pub directory: Option<Id>,
}

/// Names of applications in findings and audit are paths; this pair is what most questions are about.
#[derive(Clone, Copy)]
pub struct App<'a> {
    pub entry: &'a Entry,
    pub application: &'a Application,
    pub site: &'a Entry,
    pub of: &'a Site,
}

/// What keeps everybody out of an application.
#[derive(Clone, Copy, Debug)]
pub enum Closed<'a> {
    /// The application is switched off.
    Disabled(&'a Entry),
    /// A finding keeps it from users.
    Unfit(&'a Entry),
    /// Its site, or one above, is switched off.
    Site(&'a Entry),
}

/// What a method needs that sends text messages.
const DIALS: Needs = Needs::Attribute("phone_number");

impl World {
    /// Opens everything. What cannot be opened is left out and has a finding; what was open before and has not changed stays open.
    pub fn open(
        catalogue: Catalogue,
        kinds: &[Registration],
        directories: DirectoryOpener,
        applications: ApplicationCheck,
        store: &Arc<dyn Store>,
        before: Option<&Self>,
    ) -> Self {
        let mut findings = catalogue.check();
        let (mut methods, mut shut) = (HashMap::new(), BTreeSet::new());
        for (entry, method) in catalogue.methods() {
            let known = before.and_then(|before| before.unchanged(entry.id, method));
            match open_method(&catalogue, entry, method, kinds, known) {
                Ok((opened, warnings)) => {
                    findings.extend(warnings.into_iter().map(|f| f.at(entry.api_path())));
                    methods.insert(entry.id, opened);
                }
                Err(broken) => {
                    findings.extend(
                        broken.into_iter().map(|f| Finding { severity: Severity::Unfit, ..f }.at(entry.api_path())),
                    );
                    shut.insert(entry.id);
                    methods.insert(entry.id, unfit(&catalogue, entry, method, kinds));
                }
            }
        }
        findings.extend(registrations(&catalogue, applications));
        let mut world = Self {
            findings,
            unfit: BTreeSet::new(),
            methods,
            shut,
            directories: open_directories(&catalogue, directories, store),
            tops: catalogue.sites().filter_map(|(e, _)| Some((e.id, catalogue.top_of(e.id)?))).collect(),
            places: RwLock::default(),
            catalogue,
        };
        let more = [world.link_findings(), world.dialling_findings()].concat();
        world.findings.extend(more);
        world.unfit =
            world.findings.iter().filter(|f| f.severity == Severity::Unfit).map(|f| f.object.clone()).collect();
        world
    }

    /// A method as it is open already: a federation's metadata takes seconds to read, and every change of anything opens a world.
    fn unchanged(&self, id: Id, now: &Method) -> Option<Arc<dyn AnyMethod>> {
        let (_, then) = self.catalogue.method(id).filter(|_| !self.shut.contains(&id))?;
        let same = then.kind == now.kind
            && then.configuration == now.configuration
            && then.metadata == now.metadata
            && then.jwks == now.jwks
            && then.registration == now.registration;
        self.methods.get(&id).filter(|_| same).map(|opened| Arc::clone(&opened.method))
    }

    /// Findings about links that only the kinds can tell.
    fn link_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (entry, _) in self.catalogue.methods() {
            for link in entry.links_as("nextFactor") {
                let Some(next) = self.methods.get(&link.to) else { continue };
                let at = entry.api_path();
                if next.kind.opens == Opens::Yes && !next.mfa {
                    findings.push(
                        Finding::warning("link.nextFactor", "next-without-mfa").with("method", &next.name).at(&at),
                    );
                }
                if self.methods.get(&entry.id).is_some_and(|m| m.kind.companion)
                    || next.kind.companion && entry.links_as("nextFactor").count() == 1
                {
                    findings.push(
                        Finding::warning("link.nextFactor", "companion-alone").with("method", &next.name).at(&at),
                    );
                }
            }
            if let Some(opened) = self.methods.get(&entry.id)
                && opened.kind.needs == Needs::Credential
                && opened.directory.is_none()
            {
                findings.push(Finding::unfit("link.directory", "directory-missing").at(entry.api_path()));
            }
        }
        findings
    }

    /// Findings about methods that send to phone numbers: to which countries, and by whom (requirement A2.17).
    fn dialling_findings(&self) -> Vec<Finding> {
        let shared = !self.catalogue.system().sms.is_empty() || self.catalogue.sites().any(|(_, s)| !s.sms.is_empty());
        let mut findings = Vec::new();
        for (entry, method) in self.catalogue.methods() {
            let Some(opened) = self.methods.get(&entry.id).filter(|o| o.kind.needs == DIALS && o.kind.sends) else {
                continue;
            };
            let typed = opened.kind.opens == Opens::Yes && !opened.mfa;
            if typed && method.sending.countries.is_empty() && method.home().is_none() {
                findings.push(Finding::unfit("sending.countries", "countries-missing").at(entry.api_path()));
            }
            if !shared && Gateway::of_lines(&method.configuration).is_none() {
                findings.push(Finding::warning("kind", "gateway-missing").at(entry.api_path()));
            }
        }
        findings
    }

    pub fn opened(&self, method: Id) -> Option<&Opened> {
        self.methods.get(&method)
    }
    pub fn named(&self, method: &str) -> Option<&Opened> {
        self.catalogue.at(Noun::Method, method).and_then(|e| self.methods.get(&e.id))
    }
    pub fn all_opened(&self) -> impl Iterator<Item = &Opened> {
        self.methods.values()
    }
    pub fn directory(&self, id: Id) -> Option<&Arc<dyn Directory>> {
        self.directories.get(&id)
    }
    /// The directory of a method.
    pub fn directory_of(&self, method: Id) -> Option<&Arc<dyn Directory>> {
        self.opened(method).and_then(|m| m.directory).and_then(|id| self.directories.get(&id))
    }
    /// Whether an object has nothing that keeps it from users.
    pub fn fit(&self, entry: &Entry) -> bool {
        self.unfit.is_empty() || !self.unfit.contains(&entry.api_path())
    }
    /// An application with its site.
    pub fn app(&self, id: Id) -> Option<App<'_>> {
        let (entry, application) = self.catalogue.application(id)?;
        let (site, of) = self.catalogue.site_of(entry)?;
        Some(App { entry, application, site, of })
    }
    /// What a step at an application is surrounded by, in a language.
    pub(crate) fn place(&self, app: App<'_>, locale: Locale, public: &url::Url) -> Arc<Place> {
        let key = (app.entry.id, locale);
        if let Some(place) = self.places.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(place);
        }
        let title = app.application.title.or(locale, app.entry.name()).to_owned();
        let site_title = app.of.title.or(locale, app.site.name()).to_owned();
        let place = Arc::new(Place {
            site: app.site.path.clone(),
            context_words: vec![
                app.site.name().to_owned(),
                site_title.clone(),
                app.entry.name().to_owned(),
                title.clone(),
                "symbolon".to_owned(),
            ],
            site_title,
            application: title,
            ..Place::of(public)
        });
        self.places.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&place));
        place
    }
    /// Whether people may come to an application at all: it, its site and the sites above are enabled, and it is fit.
    pub fn is_open(&self, app: App<'_>) -> bool {
        self.closed_by(app).next().is_none()
    }
    /// What keeps everybody out of an application.
    pub fn closed_by<'a>(&'a self, app: App<'a>) -> impl Iterator<Item = Closed<'a>> {
        let disabled = (!app.application.enabled).then_some(Closed::Disabled(app.entry));
        let unfit = (!self.fit(app.entry)).then_some(Closed::Unfit(app.entry));
        let sites = self.catalogue.upwards(app.site.id).into_iter().filter(|(_, site)| !site.enabled);
        disabled.into_iter().chain(unfit).chain(sites.map(|(entry, _)| Closed::Site(entry)))
    }
    /// Whether users of one site may log in at another: both under one top-level site, or under two that share.
    pub fn reaches(&self, user_site: Id, application_site: Id) -> bool {
        match (self.tops.get(&user_site), self.tops.get(&application_site)) {
            (Some(one), Some(other)) => self.catalogue.shared(*one, *other),
            _ => false,
        }
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "World({:?}, {} methods)", self.catalogue, self.methods.len())
    }
}

fn open_method(
    catalogue: &Catalogue,
    entry: &Entry,
    method: &Method,
    kinds: &[Registration],
    known: Option<Arc<dyn AnyMethod>>,
) -> Result<(Opened, Vec<Finding>), Vec<Finding>> {
    let registration = kinds
        .iter()
        .find(|r| r.kind.name == method.kind)
        .ok_or_else(|| vec![Finding::unfit("kind", "kind-unknown").with("kind", &method.kind)])?;
    let documents = plug::Documents::of(method);
    let opened = match known {
        Some(known) => known,
        None => (registration.open)(&method.configuration, &documents)?,
    };
    let directory = match entry.links_as("directory").next() {
        Some(link) => Some(link.to),
        None => only_local(catalogue),
    };
    let opened = Opened {
        id: entry.id,
        name: entry.path.clone(),
        kind: registration.kind,
        method: opened,
        mfa: method.mfa(),
        directory,
    };
    Ok((opened, registration.warnings(&method.configuration, &documents)))
}

/// A method that cannot be opened keeps its place in every chain: nobody loses a factor by a broken configuration.
fn unfit(catalogue: &Catalogue, entry: &Entry, method: &Method, kinds: &[Registration]) -> Opened {
    let kind = kinds.iter().find(|r| r.kind.name == method.kind).map_or(&LOST, |r| r.kind);
    let directory = entry.links_as("directory").next().map(|l| l.to).or_else(|| only_local(catalogue));
    Opened { id: entry.id, name: entry.path.clone(), kind, method: Arc::new(Shut(kind)), mfa: method.mfa(), directory }
}

/// A kind that this program does not have: it opens nothing, and counts as available to everybody, so that it blocks.
static LOST: Kind = Kind {
    name: "lost",
    type_name: "",
    class_names: &[],
    factor: plug::Factor::Possession,
    opens: Opens::No,
    needs: Needs::Nothing,
    amr: &[],
    code_lengths: &[],
    shorthand: None,
    silent: false,
    enrols: false,
    takes_secret: false,
    sends: false,
    documents: &[],
    companion: false,
    icon: "",
    events: &[],
};

/// Stands where a method could not be opened; never offered, and does nothing.
struct Shut(&'static Kind);

#[async_trait::async_trait]
impl AnyMethod for Shut {
    fn form(&self) -> u32 {
        0
    }
    fn code_lengths(&self) -> Vec<u8> {
        self.0.code_lengths.to_vec()
    }
    async fn challenge(&self, _: &mut plug::Cx<'_>) -> Result<plug::AnyStep, plug::MethodError> {
        Err(plug::MethodError::Unsupported)
    }
    async fn verify(
        &self,
        _: &mut plug::Cx<'_>,
        _: &serde_json::Value,
        _: &plug::Answer,
    ) -> Result<Option<plug::AnyStep>, plug::MethodError> {
        Err(plug::MethodError::Unsupported)
    }
    async fn enrol(&self, _: &mut plug::Cx<'_>) -> Result<plug::AnyStep, plug::MethodError> {
        Err(plug::MethodError::Unsupported)
    }
    async fn confirm(
        &self,
        _: &mut plug::Cx<'_>,
        _: &serde_json::Value,
        _: &plug::Answer,
    ) -> Result<Option<plug::AnyStep>, plug::MethodError> {
        Err(plug::MethodError::Unsupported)
    }
}

/// Registrations as they stand: what would be refused as a change keeps the application from users.
fn registrations(catalogue: &Catalogue, check: ApplicationCheck) -> Vec<Finding> {
    let unfit = |f: Finding| Finding { severity: f.severity.min(Severity::Unfit), ..f };
    let all = catalogue.applications();
    all.flat_map(|(entry, application)| check(application).into_iter().map(move |f| unfit(f).at(entry.api_path())))
        .collect()
}

/// The embedded directory, where there is exactly one and nothing else was said.
fn only_local(catalogue: &Catalogue) -> Option<Id> {
    let mut local = catalogue.directories().filter(|(_, d)| d.kind == "local");
    match (local.next(), local.next()) {
        (Some((entry, _)), None) => Some(entry.id),
        _ => None,
    }
}

fn open_directories(
    catalogue: &Catalogue,
    opener: DirectoryOpener,
    store: &Arc<dyn Store>,
) -> HashMap<Id, Arc<dyn Directory>> {
    let enabled = catalogue.directories().filter(|(_, d)| d.enabled);
    enabled
        .filter_map(|(entry, d)| opener(&d.kind, entry.id, Arc::clone(store)).map(|opened| (entry.id, opened)))
        .collect()
}

/// What a catalogue change would do to the graph and to what is opened from it.
pub fn try_open(
    catalogue: &Catalogue,
    changed: &[&Entry],
    kinds: &[Registration],
    applications: ApplicationCheck,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in changed {
        if let Some((entry, application)) = catalogue.application(entry.id) {
            findings.extend(applications(application).into_iter().map(|f| f.at(entry.api_path())));
        }
        if let Some((entry, method)) = catalogue.method(entry.id)
            && let Err(broken) = open_method(catalogue, entry, method, kinds, None)
        {
            findings.extend(broken.into_iter().map(|f| f.at(entry.api_path())));
        }
    }
    findings
}

/// Titles by kind name, for callers that list kinds.
pub fn kinds_by_name(kinds: &'static [Registration]) -> BTreeMap<&'static str, &'static Registration> {
    kinds.iter().map(|r| (r.kind.name, r)).collect()
}
