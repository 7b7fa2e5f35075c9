//! Lists of users as somebody asks for them: by names and paths, a page at a time.

use data_encoding::BASE64URL_NOPAD;
use model::{Catalogue, Finding, Id, Noun, Time, User};
use serde::{Deserialize, Serialize};
use store::{Store, UserQuery};

use super::{UserError, show};

/// Which users; what is empty is no condition.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Filter {
    /// Path of a site.
    pub site: String,
    /// Of the sites below it as well.
    pub below: bool,
    /// Name of a directory.
    pub directory: String,
    /// Path of a group that lists the user itself.
    pub group: String,
    pub enabled: Option<bool>,
    /// Each word begins a word of the name, `cn`, `givenName`, `sn` or `email`.
    pub text: String,
    /// `next` of the page before.
    pub after: String,
    /// At most 1000; 50 where it is not said.
    pub limit: Option<u32>,
    /// Counts those who fit, as far as this; nothing is counted where it is not said.
    pub count: Option<u32>,
}

/// Users by name.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    pub users: Vec<Summary>,
    /// Where the next page begins, if there may be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many fit, as far as it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// One line of a list.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    pub id: Id,
    pub site: String,
    pub directory: String,
    pub name: String,
    /// What pages call the person.
    pub display: String,
    pub enabled: bool,
    pub email_verified: bool,
    pub phone_verified: bool,
    pub not_before: Option<String>,
    pub expires: Option<String>,
    pub created: String,
    pub version: i64,
    pub attributes: model::Attributes,
    /// The user itself.
    #[serde(skip)]
    pub user: User,
}

/// Users of a page.
const PAGE: u32 = 50;
const LONGEST_PAGE: u32 = 1000;
/// How far anybody counts.
const MOST: u32 = 100_000;

/// A page of users; only of these sites, if any are named.
pub async fn list(
    store: &dyn Store,
    catalogue: &Catalogue,
    filter: &Filter,
    within: Option<&[Id]>,
) -> Result<Page, UserError> {
    let Some(mut query) = query(catalogue, filter, within)? else { return Ok(Page::default()) };
    let users = store.users(&query).await?;
    let full = users.len() >= query.limit as usize;
    let next = users.last().filter(|_| full).map(|last| cursor(&UserQuery::place_of(last)));
    let count = match filter.count {
        Some(most) => {
            (query.after, query.limit) = (None, most.min(MOST));
            Some(store.count_users(&query).await?)
        }
        None => None,
    };
    Ok(Page { users: users.into_iter().map(|user| Summary::of(catalogue, user)).collect(), next, count })
}

impl Summary {
    pub(super) fn of(catalogue: &Catalogue, user: User) -> Self {
        Self {
            id: user.id,
            site: show::path(catalogue, user.site),
            directory: show::path(catalogue, user.directory),
            display: user.display().to_owned(),
            enabled: user.enabled,
            email_verified: user.email_verified,
            phone_verified: user.phone_verified,
            not_before: user.not_before.map(Time::rfc3339),
            expires: user.expires.map(Time::rfc3339),
            created: user.created.rfc3339(),
            version: user.version,
            name: user.name.clone(),
            attributes: user.attributes.clone(),
            user,
        }
    }
}

/// What the store is asked; `None` where nobody can fit.
fn query(catalogue: &Catalogue, filter: &Filter, within: Option<&[Id]>) -> Result<Option<UserQuery>, UserError> {
    let at = |noun: Noun, member: &str, key: &str, path: &str| match path {
        "" => Ok(None),
        path => match catalogue.at(noun, path) {
            Some(entry) => Ok(Some(entry.id)),
            None => Err(UserError::Refused(Finding::broken(member, key).with("path", path))),
        },
    };
    let directory = at(Noun::Directory, "directory", "user-no-directory", &filter.directory)?;
    let group = at(Noun::Group, "group", "user-no-group", &filter.group)?;
    let mut sites = match at(Noun::Site, "site", "user-no-site", &filter.site)? {
        None => within.map(<[Id]>::to_vec),
        Some(_) if filter.below => Some(crate::tokens::sites_below(catalogue, &filter.site).unwrap_or_default()),
        Some(site) => Some(vec![site]),
    };
    if let (Some(sites), Some(within)) = (&mut sites, within) {
        sites.retain(|site| within.contains(site));
    }
    if sites.as_ref().is_some_and(Vec::is_empty) {
        return Ok(None);
    }
    let after = match filter.after.as_str() {
        "" => None,
        text => Some(placed(text).ok_or_else(|| UserError::refused("after", "user-after"))?),
    };
    Ok(Some(UserQuery {
        directory,
        sites: sites.unwrap_or_default(),
        group,
        enabled: filter.enabled,
        text: Some(filter.text.clone()).filter(|text| !text.trim().is_empty()),
        after,
        skip: 0,
        limit: filter.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE),
    }))
}

fn cursor((name, id): &(String, Id)) -> String {
    BASE64URL_NOPAD.encode(format!("{id}{name}").as_bytes())
}

fn placed(text: &str) -> Option<(String, Id)> {
    let plain = String::from_utf8(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok()?;
    let (id, name) = plain.split_at_checked(26)?;
    Some((name.to_owned(), id.parse().ok()?)).filter(|(name, _)| !name.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_nothing_else_does() {
        for name in ["ada", "", "äijä\n%"] {
            let place = (name.to_owned(), Id::fixed(77));
            assert_eq!(placed(&cursor(&place)), Some(place));
        }
        for odd in ["", "x", "AAAA", "////", &BASE64URL_NOPAD.encode(&[0xff; 30]), &BASE64URL_NOPAD.encode(&[b'!'; 30])]
        {
            assert_eq!(placed(odd), None, "{odd}");
        }
    }
}
