//! Finding the registered person behind what a method delivered, by its directory user mapping table (requirement A3.2).
//!
//! A look-up finds exactly one person or nobody: where two fit, neither is meant. An address or a number finds somebody only where
//! it is vouched for, since whoever may write any address at a provider would otherwise be anybody here.

use model::{
    Attributes, Id, Reason, User,
    proof::Subject,
    user_mapping::{
        SearchUrl,
        filter::{Anchor, Filled, Sought, same},
    },
};
use plug::Directory;
use std::{collections::BTreeMap, sync::Arc};

use crate::{
    EngineError,
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
}

/// What each search comes to.
enum Search {
    Users(Vec<User>),
    Refused(Reason),
}

/// Whom the table of a method means, among those who may log in at the application.
pub(crate) async fn looked_up(
    world: &World,
    app: App<'_>,
    method: Id,
    subject: &Subject,
    attributes: &Attributes,
) -> Result<LookUp, EngineError> {
    let entry = world.catalogue.entry(method);
    let Some(link) = entry.and_then(|e| e.links_as("inboundMappingPolicy").next()) else {
        return Ok(LookUp::NoTable);
    };
    let Some((_, table)) = world.catalogue.user_mapping(link.to) else { return Ok(LookUp::NoTable) };
    let searches: Vec<&SearchUrl> = table.searches(attributes).map(|(_, url)| url).collect();
    if searches.is_empty() {
        return Ok(LookUp::NoTable);
    }
    let Some(directory) = world.directory_of(method) else { return Ok(LookUp::Nobody) };
    let brought = Brought { attributes, subject: &subject.value, trusted: link.has("trusted") };
    let mut found: BTreeMap<Id, User> = BTreeMap::new();
    let mut refused = None;
    for url in searches {
        match search(world, app, directory.as_ref(), url, &brought).await? {
            Search::Users(users) => found.extend(users.into_iter().map(|user| (user.id, user))),
            Search::Refused(why) => refused = Some(why),
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
    attributes: &'a Attributes,
    subject: &'a str,
    trusted: bool,
}

async fn search(
    world: &World,
    app: App<'_>,
    directory: &dyn Directory,
    url: &SearchUrl,
    brought: &Brought<'_>,
) -> Result<Search, EngineError> {
    let Ok(filter) = url.filter.filled(brought.attributes, brought.subject) else {
        return Ok(Search::Refused(Reason::Ambiguous));
    };
    if !vouched(&filter, brought) {
        return Ok(Search::Refused(Reason::Unverified));
    }
    let mut users = Vec::new();
    for Anchor { sought, value } in filter.anchors() {
        if value.len() > LONGEST || value.contains('\0') {
            continue;
        }
        let found = match &sought {
            Sought::Login => directory.named(&value).await,
            Sought::Attribute(name) => directory.with(name, &value).await,
        };
        users.extend(found.map_err(|e| EngineError::Unavailable(e.to_string()))?);
    }
    users.retain(|user| {
        let site = world.catalogue.entry(user.site).map_or("", |e| e.path.as_str());
        world.reaches(user.site, app.site.id) && url.reaches(site, &user.name) && filter.fits(user)
    });
    Ok(Search::Users(users))
}

/// Bytes of a value that is looked up; nobody has a longer one.
const LONGEST: usize = 512;

/// Whether every address and number that is compared is the person's own, as the provider says of exactly this value, or as the
/// administrator says of the provider.
fn vouched(filter: &Filled<'_>, brought: &Brought<'_>) -> bool {
    brought.trusted
        || filter.brought().all(|compared| {
            let name = match compared.sought {
                Sought::Attribute(name) => name.as_str(),
                Sought::Login => "",
            };
            let Some((_, flag)) = VERIFIED.iter().find(|(ours, _)| *ours == name) else { return true };
            let is = |attribute: &str, fits: &dyn Fn(&str) -> bool| {
                matches!(brought.attributes.get(attribute).map(Vec::as_slice), Some([one]) if fits(one))
            };
            is(flag, &|value| value.eq_ignore_ascii_case("true")) && is(name, &|value| same(value, &compared.value))
        })
}

/// Attributes that reach somebody, and what says that they were checked (OpenID Connect Core, 5.1). Each is also what providers call
/// the value.
const VERIFIED: [(&str, &str); 2] = [("email", "email_verified"), ("phone_number", "phone_number_verified")];
