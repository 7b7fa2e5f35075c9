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
        SearchUrl, UserMappingItem, VERIFIED, Way,
        filter::{Anchor, Filled, Sought, same},
    },
};
use plug::{Directory, DirectoryError, Web};
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
    /// Nobody may be asked, and a rule asks a service.
    Unasked,
}

/// Which service gave no answer that counts.
#[derive(Clone, Debug)]
pub(crate) struct Silence {
    pub why: Reason,
    pub service: String,
    pub how: String,
}

/// One way of a rule, or a rule that goes none, and how it ended.
#[derive(Debug)]
pub(crate) struct Tried<'w> {
    /// The rule's place in its table, counted from one.
    pub place: usize,
    pub rule: &'w UserMappingItem,
    pub ended: Ended<'w>,
}

#[derive(Debug)]
pub(crate) enum Ended<'w> {
    /// This condition does not hold.
    NotFor(&'w str),
    /// The method has no directory to search.
    NoDirectory,
    /// Several values were brought where one is compared.
    Several,
    /// Nobody vouches for the address or number that is compared.
    Unvouched,
    /// What is compared is so many people's that nobody is looked at.
    TooMany,
    /// Everybody who fits and may log in here.
    Users(Vec<Arc<User>>),
    Unanswered(Silence),
    /// This service would be asked, and nobody may be.
    Unasked(&'w str),
}

/// Whom the table of a method means, among those who may log in at the application; by what the method said, and what its mapping made
/// of that. And what it tried, in order. Without a client no service is asked.
pub(crate) async fn looked_up<'w>(
    world: &'w World,
    web: Option<&Web>,
    app: App<'_>,
    method: Id,
    subject: &Subject,
    (said, attributes): (&Attributes, &Attributes),
) -> Result<(LookUp, Vec<Tried<'w>>), EngineError> {
    let entry = world.catalogue.entry(method);
    let link = entry.and_then(|e| e.links_as("inboundMappingPolicy").next());
    let table = link.and_then(|link| world.catalogue.user_mapping(link.to).map(|(_, table)| (link, table)));
    let Some((link, table)) = table else { return Ok((LookUp::NoTable, Vec::new())) };
    let brought = Brought { said, attributes, subject, trusted: link.has("trusted") };
    let mut tried = Vec::new();
    for (index, rule) in table.items.iter().enumerate() {
        let place = index + 1;
        if let Some(condition) = rule.unmet(attributes) {
            tried.push(Tried { place, rule, ended: Ended::NotFor(condition.text()) });
            continue;
        }
        for way in rule.ways() {
            let ended = go(world, web, app, method, way, &brought).await?;
            // It might have meant somebody else than the others do.
            let is_over = matches!(ended, Ended::Unanswered(_));
            tried.push(Tried { place, rule, ended });
            if is_over {
                return Ok((meant(&tried), tried));
            }
        }
    }
    Ok((meant(&tried), tried))
}

/// What all ways together come to: one person, whoever found them.
fn meant(tried: &[Tried<'_>]) -> LookUp {
    let mut ways = tried.iter().map(|one| &one.ended).filter(|ended| !matches!(ended, Ended::NotFor(_))).peekable();
    if ways.peek().is_none() {
        return LookUp::NoTable;
    }
    let (mut found, mut refused, mut unasked, mut many) = (BTreeMap::new(), None, false, false);
    for ended in ways {
        match ended {
            Ended::Users(users) => found.extend(users.iter().map(|user| (user.id, user))),
            Ended::Several => refused = Some(Reason::Ambiguous),
            // Others than whom another rule finds may be among them.
            Ended::TooMany => many = true,
            Ended::Unvouched => refused = Some(Reason::Unverified),
            Ended::Unanswered(silence) => return LookUp::Unanswered(silence.clone()),
            Ended::Unasked(_) => unasked = true,
            Ended::NotFor(_) | Ended::NoDirectory => {}
        }
    }
    if unasked {
        return LookUp::Unasked;
    }
    if many {
        return LookUp::Refused(Reason::Ambiguous);
    }
    let mut found = found.into_values();
    match (found.next(), found.next(), refused) {
        (Some(user), None, _) => LookUp::Found(Arc::clone(user)),
        (Some(_), Some(_), _) => LookUp::Refused(Reason::Ambiguous),
        (None, _, Some(why)) => LookUp::Refused(why),
        (None, _, None) => LookUp::Nobody,
    }
}

/// What the method delivered, and whether its addresses and numbers are taken as they are.
struct Brought<'a> {
    /// Before the mapping: an address under another name is an address still.
    said: &'a Attributes,
    attributes: &'a Attributes,
    subject: &'a Subject,
    trusted: bool,
}

async fn go<'w>(
    world: &'w World,
    web: Option<&Web>,
    app: App<'_>,
    method: Id,
    way: Way<'w>,
    brought: &Brought<'_>,
) -> Result<Ended<'w>, EngineError> {
    let own = world.directory_of(method);
    match way {
        Way::Search(url) => match own {
            Some(directory) => search(world, app, directory.as_ref(), url, brought).await,
            None => Ok(Ended::NoDirectory),
        },
        Way::Ask { service, directory } => {
            let named = world.catalogue.at(Noun::Directory, directory).map(|e| world.directory(e.id));
            let directory = if directory.is_empty() { own } else { named.flatten() };
            ask(world, web, app, directory.map(Arc::as_ref), service, brought).await
        }
    }
}

async fn search<'w>(
    world: &World,
    app: App<'_>,
    directory: &dyn Directory,
    url: &SearchUrl,
    brought: &Brought<'_>,
) -> Result<Ended<'w>, EngineError> {
    let Ok(filter) = url.filter.filled(brought.attributes, &brought.subject.value) else {
        return Ok(Ended::Several);
    };
    if !all_vouched(&filter, brought) {
        return Ok(Ended::Unvouched);
    }
    for way in filter.ways() {
        let Some(mut users) = all_of(directory, way).await? else { continue };
        users.retain(|user| {
            let site = world.catalogue.entry(user.site).map_or("", |e| e.path.as_str());
            world.reaches(user.site, app.site.id) && url.reaches(site, &user.name) && filter.fits(user)
        });
        users.sort_by_key(|user| user.id);
        users.dedup_by_key(|user| user.id);
        return Ok(Ended::Users(users.into_iter().map(Arc::new).collect()));
    }
    Ok(Ended::TooMany)
}

/// Whom a service names. What it fails in refuses the login: nobody is let in as a stranger whom it might have known.
async fn ask<'w>(
    world: &World,
    web: Option<&Web>,
    app: App<'_>,
    directory: Option<&dyn Directory>,
    name: &'w str,
    brought: &Brought<'_>,
) -> Result<Ended<'w>, EngineError> {
    let silence = |why, how: String| {
        if web.is_some() {
            tracing::warn!(service.name = %name, cause = %how, "Service `{name}` does not say whose account it is");
        }
        Ok(Ended::Unanswered(Silence { why, service: name.to_owned(), how }))
    };
    let Some((_, service)) = world.catalogue.at(Noun::Service, name).and_then(|e| world.catalogue.service(e.id)) else {
        return silence(Reason::Unavailable, "there is no such service".into());
    };
    let (Some(address), Some(output)) = (service.template.meaning(), service.output_parameter.meaning()) else {
        return silence(Reason::Unavailable, "it is not set up".into());
    };
    let Ok(filled) = address.filled(brought.attributes, brought.subject) else {
        return Ok(Ended::Several);
    };
    if !asks_with_vouched(service, brought) {
        return Ok(Ended::Unvouched);
    }
    let (Asked::Url(url), Some(directory)) = (filled, directory) else { return Ok(Ended::Users(Vec::new())) };
    let Some(web) = web else { return Ok(Ended::Unasked(name)) };
    let value = match asked(web, service, output, &url).await {
        Ok(Some(value)) => value,
        Ok(None) => return Ok(Ended::Users(Vec::new())),
        Err(Unanswered::Fails(how)) => return silence(Reason::Unavailable, how),
        Err(Unanswered::Several) => return silence(Reason::Ambiguous, "it names two".into()),
    };
    let anchor = Anchor { sought: output.sought.clone(), value: value.clone() };
    let Some(mut users) = all_of(directory, vec![anchor]).await? else { return Ok(Ended::TooMany) };
    users.retain(|user| {
        world.reaches(user.site, app.site.id) && output.sought.values(user).iter().any(|own| same(own, &value))
    });
    Ok(Ended::Users(users.into_iter().map(Arc::new).collect()))
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

/// Everybody who has one of these values; `None` where that is more people than are looked at.
async fn all_of(directory: &dyn Directory, way: Vec<Anchor>) -> Result<Option<Vec<User>>, EngineError> {
    let mut users = Vec::new();
    for Anchor { sought, value } in way {
        if value.len() > LONGEST || value.contains('\0') {
            continue;
        }
        let found = match &sought {
            Sought::Login => Some(directory.named(&value).await.map_err(away)?),
            Sought::Attribute(name) => with(directory, name, &value).await?,
        };
        let Some(found) = found else { return Ok(None) };
        users.extend(found);
    }
    Ok(Some(users))
}

/// Everybody who has a value; `None` where that is more people than are looked at.
pub(crate) async fn with(
    directory: &dyn Directory,
    attribute: &str,
    value: &str,
) -> Result<Option<Vec<User>>, EngineError> {
    let found = directory.with(attribute, value, MOST + 1).await.map_err(away)?;
    Ok((found.len() <= MOST as usize).then_some(found))
}

fn away(error: DirectoryError) -> EngineError {
    EngineError::Unavailable(error.to_string())
}

/// People with one value that are looked at: one is meant, and where so many have it, it tells nobody.
const MOST: u32 = 200;
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
