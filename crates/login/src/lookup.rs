//! Finding the registered person behind what a method delivered, by its directory user mapping table (requirement A3.2).
//!
//! A look-up finds exactly one person or nobody: where two fit, neither is meant. An address or a number finds somebody only where
//! it is vouched for, since whoever may write any address at a provider would otherwise be anybody here.

use model::{
    Attributes, Id, Noun, Reason, Service, User,
    proof::Subject,
    service::{Address, Filled as Asked},
    user::{Common, common},
    user_mapping::{
        SearchUrl, VERIFIED, Way,
        filter::{Anchor, Filled, Sought, same},
    },
};
use plug::{Directory, Web};
use std::{collections::BTreeMap, sync::Arc};

use crate::{
    EngineError,
    ask::{Unanswered, asked},
    world::{App, World},
};

/// What a table makes of a proof.
#[derive(Debug)]
pub(crate) enum LookUp {
    /// The method has no table, or no rule of it is for what was delivered: the person stays who the method says.
    NoTable,
    Found(Arc<User>),
    /// Rules were for it, and nobody fits.
    Nobody,
    Refused(Reason),
    /// A service that a rule asks gave no answer, whatever other rules found.
    Unanswered(Silence),
}

/// Which service gave no answer that counts.
#[derive(Debug)]
pub(crate) struct Silence {
    pub why: Reason,
    pub service: String,
    pub how: String,
}

/// What each way comes to.
enum Search {
    Users(Vec<User>),
    Refused(Reason),
    Unanswered(Silence),
}

/// Whom the table of a method means, among those who may log in at the application; by what the method said, and what its mapping made
/// of that.
pub(crate) async fn looked_up(
    world: &World,
    web: &Web,
    app: App<'_>,
    method: Id,
    subject: &Subject,
    (said, attributes): (&Attributes, &Attributes),
) -> Result<LookUp, EngineError> {
    let entry = world.catalogue.entry(method);
    let Some(link) = entry.and_then(|e| e.links_as("inboundMappingPolicy").next()) else {
        return Ok(LookUp::NoTable);
    };
    let Some((_, table)) = world.catalogue.user_mapping(link.to) else { return Ok(LookUp::NoTable) };
    let own = world.directory_of(method);
    let brought = Brought { said, attributes, subject, trusted: link.has("trusted") };
    let mut found: BTreeMap<Id, User> = BTreeMap::new();
    let mut refused = None;
    let ways: Vec<Way<'_>> = table.ways(attributes).collect();
    if ways.is_empty() {
        return Ok(LookUp::NoTable);
    }
    for way in ways {
        let came = match way {
            Way::Search(url) => match own {
                Some(directory) => search(world, app, directory.as_ref(), url, &brought).await?,
                None => Search::Users(Vec::new()),
            },
            Way::Ask { service, directory } => {
                let named = world.catalogue.at(Noun::Directory, directory).map(|e| world.directory(e.id));
                let directory = if directory.is_empty() { own } else { named.flatten() };
                ask(world, web, app, directory.map(Arc::as_ref), service, &brought).await?
            }
        };
        match came {
            Search::Users(users) => found.extend(users.into_iter().map(|user| (user.id, user))),
            Search::Refused(why) => refused = Some(why),
            // It might have meant somebody else than the others do.
            Search::Unanswered(silence) => return Ok(LookUp::Unanswered(silence)),
        }
    }
    let mut found = found.into_values();
    Ok(match (found.next(), found.next(), refused) {
        (Some(user), None, _) => LookUp::Found(Arc::new(user)),
        (Some(_), Some(_), _) => LookUp::Refused(Reason::Ambiguous),
        (None, _, Some(why)) => LookUp::Refused(why),
        (None, _, None) => LookUp::Nobody,
    })
}

/// What the method delivered, and whether its addresses and numbers are taken as they are.
struct Brought<'a> {
    /// Before the mapping: an address under another name is an address still.
    said: &'a Attributes,
    attributes: &'a Attributes,
    subject: &'a Subject,
    trusted: bool,
}

async fn search(
    world: &World,
    app: App<'_>,
    directory: &dyn Directory,
    url: &SearchUrl,
    brought: &Brought<'_>,
) -> Result<Search, EngineError> {
    let Ok(filter) = url.filter.filled(brought.attributes, &brought.subject.value) else {
        return Ok(Search::Refused(Reason::Ambiguous));
    };
    if !all_vouched(&filter, brought) {
        return Ok(Search::Refused(Reason::Unverified));
    }
    let mut users = Vec::new();
    for Anchor { sought, value } in filter.anchors() {
        users.extend(with(directory, &sought, &value).await?);
    }
    users.retain(|user| {
        let site = world.catalogue.entry(user.site).map_or("", |e| e.path.as_str());
        world.reaches(user.site, app.site.id) && url.reaches(site, &user.name) && filter.fits(user)
    });
    Ok(Search::Users(users))
}

/// Whom a service names. What it fails in refuses the login: nobody is let in as a stranger whom it might have known.
async fn ask(
    world: &World,
    web: &Web,
    app: App<'_>,
    directory: Option<&dyn Directory>,
    name: &str,
    brought: &Brought<'_>,
) -> Result<Search, EngineError> {
    let silence = |why, how: String| {
        tracing::warn!(service.name = %name, cause = %how, "Service `{name}` does not say whose account it is");
        Ok(Search::Unanswered(Silence { why, service: name.to_owned(), how }))
    };
    let Some((_, service)) = world.catalogue.at(Noun::Service, name).and_then(|e| world.catalogue.service(e.id)) else {
        return silence(Reason::Unavailable, "there is no such service".into());
    };
    let (Some(address), Some(output)) = (service.template.meaning(), service.output_parameter.meaning()) else {
        return silence(Reason::Unavailable, "it is not set up".into());
    };
    let Ok(filled) = address.filled(brought.attributes, brought.subject) else {
        return Ok(Search::Refused(Reason::Ambiguous));
    };
    if !asks_with_vouched(service, brought) {
        return Ok(Search::Refused(Reason::Unverified));
    }
    let (Asked::Url(url), Some(directory)) = (filled, directory) else { return Ok(Search::Users(Vec::new())) };
    let value = match asked(web, service, output, &url).await {
        Ok(Some(value)) => value,
        Ok(None) => return Ok(Search::Users(Vec::new())),
        Err(Unanswered::Fails(how)) => return silence(Reason::Unavailable, how),
        Err(Unanswered::Several) => return silence(Reason::Ambiguous, "it names two".into()),
    };
    let mut users = with(directory, &output.sought, &value).await?;
    users.retain(|user| {
        world.reaches(user.site, app.site.id) && output.sought.values(user).iter().any(|own| same(own, &value))
    });
    Ok(Search::Users(users))
}

/// Whether every address and number that a service is asked with is vouched for, by whatever common name the method gives it.
fn asks_with_vouched(service: &Service, brought: &Brought<'_>) -> bool {
    let names = service.template.meaning().map(Address::asks_with).unwrap_or_default();
    names.into_iter().all(|name| {
        let ours = match common(name) {
            Common::Attribute(ours) => ours,
            Common::Login => "",
        };
        brought.attributes.get(name).into_iter().flatten().all(|value| vouched(ours, &[], value, brought))
    })
}

/// Users who may have this value; no more than may, since directories compare in ways of their own.
async fn with(directory: &dyn Directory, sought: &Sought, value: &str) -> Result<Vec<User>, EngineError> {
    if value.len() > LONGEST || value.contains('\0') {
        return Ok(Vec::new());
    }
    let found = match sought {
        Sought::Login => directory.named(value).await,
        Sought::Attribute(name) => directory.with(name, value).await,
    };
    found.map_err(|e| EngineError::Unavailable(e.to_string()))
}

/// Bytes of a value that is looked up; nobody has a longer one.
const LONGEST: usize = 512;

/// Whether every address and number that a filter compares is the person's own.
fn all_vouched(filter: &Filled<'_>, brought: &Brought<'_>) -> bool {
    filter.brought().all(|compared| {
        let name = match compared.sought {
            Sought::Attribute(name) => name.as_str(),
            Sought::Login => "",
        };
        vouched(name, &compared.of, &compared.value, brought)
    })
}

/// Whether an address or a number is the person's own, as the provider says of exactly this value, or as the administrator says of the
/// provider. With whatever it is compared: people's login names are often their addresses. Other values vouch for themselves.
fn vouched(name: &str, of: &[&str], value: &str, brought: &Brought<'_>) -> bool {
    let is_one = |ours: &str| {
        let said = || brought.said.get(ours).is_some_and(|all| all.iter().any(|said| same(said, value)));
        name == ours || of.contains(&ours) || said()
    };
    let checked = |all: &Attributes, (ours, flag): (&str, &str)| {
        let is = |attribute: &str, fits: &dyn Fn(&str) -> bool| matches!(all.get(attribute).map(Vec::as_slice), Some([one]) if fits(one));
        is(flag, &|said| said.eq_ignore_ascii_case("true")) && is(ours, &|said| same(said, value))
    };
    let mut addresses = VERIFIED.into_iter().filter(|(ours, _)| is_one(ours));
    brought.trusted || addresses.all(|named| checked(brought.said, named) || checked(brought.attributes, named))
}
