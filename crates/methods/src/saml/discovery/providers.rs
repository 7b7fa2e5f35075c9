//! The providers of a method: one, or all of a federation.

use plug::{Choice, Choices, ConfigError, Documents, fold};
use saml::{
    Instant, Limits,
    metadata::{Entity, Found, IdpRole, Source, Ui},
};
use std::{collections::HashMap, sync::Arc};

use super::super::{config::Config, provider::Provider};

/// Everybody that people can be sent to.
#[derive(Debug, Default)]
pub struct Providers {
    all: Vec<Provider>,
    by_id: HashMap<String, usize>,
    choices: Arc<Choices>,
}

impl Providers {
    /// Reads the metadata; nobody where it is yet to be fetched.
    pub fn read(config: &Config, documents: &Documents) -> Result<Self, ConfigError> {
        let wrong = |key| ConfigError::new("metadata", key);
        if documents.metadata.trim().is_empty() {
            let fetched = !config.metadata_url.is_empty();
            return if fetched { Ok(Self::default()) } else { Err(wrong("saml-idp-no-metadata")) };
        }
        // An administrator brought it, or the renewal has judged its signature; when it ends is asked at each use.
        let now = Instant::from_millis(0);
        let named = !config.idp_entity.is_empty();
        let limits = if named { Limits::AGGREGATE } else { Limits::ENTITY };
        let source = Source { keys: None, allow: config.allow(), now, max_validity: None, limits };
        let bytes = documents.metadata.as_bytes();
        if config.idp_entity == EVERYBODY {
            let found = source.read(bytes).map_err(|_| wrong("saml-idp-metadata"))?;
            return Self::several(config, found.entities);
        }
        let read = if named { source.entity_named(bytes, &config.idp_entity) } else { source.entity(bytes) };
        let entity = read.map_err(|_| wrong("saml-idp-metadata"))?;
        Ok(Self::of(vec![Provider::of(config, entity)?]))
    }

    /// Of many some are always odd: those that can be used are, and there must be one.
    fn several(config: &Config, entities: Vec<Entity>) -> Result<Self, ConfigError> {
        let (mut all, mut against) = (Vec::new(), None);
        for entity in entities.into_iter().filter(|entity| entity.idp.is_some()) {
            match Provider::of(config, entity) {
                Ok(provider) => all.push(provider),
                Err(why) => against = against.or(Some(why)),
            }
        }
        if all.is_empty() {
            return Err(against.unwrap_or_else(|| ConfigError::new("metadata", "saml-idp-role")));
        }
        Ok(Self::of(all))
    }

    fn of(all: Vec<Provider>) -> Self {
        let by_id = all.iter().enumerate().map(|(n, provider)| (provider.id().to_owned(), n)).collect();
        let several = all.len() > 1;
        let choices = Choices(all.iter().filter(|_| several).map(choice).collect());
        Self { all, by_id, choices: Arc::new(choices) }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn named(&self, id: &str) -> Option<&Provider> {
        self.by_id.get(id).and_then(|n| self.all.get(*n))
    }

    pub fn all(&self) -> impl Iterator<Item = &Provider> {
        self.all.iter()
    }

    /// The provider, where there is one and no other.
    pub fn only(&self) -> Option<&Provider> {
        if let [only] = self.all.as_slice() { Some(only) } else { None }
    }

    pub fn choices(&self) -> Arc<Choices> {
        Arc::clone(&self.choices)
    }
}

/// A federation's metadata as it is kept: its identity providers, and of them what is used.
pub fn kept(config: &Config, found: Found) -> String {
    let usable = found.entities.into_iter().filter_map(|entity| Provider::of(config, entity).ok());
    let entities: Vec<Entity> = usable.map(|provider| slim(provider.entity)).collect();
    Entity::write_all(&entities)
}

fn slim(entity: Entity) -> Entity {
    let idp = entity.idp.map(|role| {
        let logos = logo(&role.ui).cloned().into_iter().collect();
        let ui = Ui { display_names: role.ui.display_names, keywords: role.ui.keywords, logos, ..Ui::default() };
        IdpRole { ui, error_url: None, tells_algorithms: false, ..role }
    });
    let attributes = entity.attributes.into_iter().filter(|attribute| attribute.name == CATEGORY).collect();
    Entity { document: None, cache_duration: None, sp: None, contacts: Vec::new(), idp, attributes, ..entity }
}

fn choice(provider: &Provider) -> Choice {
    let (entity, role) = (&provider.entity, provider.role());
    let organization = || entity.organization.as_ref().map(|o| o.display_names.clone()).unwrap_or_default();
    let host = url::Url::parse(&entity.id).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_else(|| entity.id.clone());
    let named = Some(role.ui.display_names.clone()).filter(|names| !names.is_empty()).unwrap_or_else(organization);
    let names = if named.is_empty() { vec![("en".to_owned(), host.clone())] } else { named };
    let words = names.iter().chain(&role.ui.keywords).map(|(_, text)| text).chain(&role.scopes).chain([&host]);
    Choice {
        sought: words.map(|text| fold(text)).collect::<Vec<_>>().join("\n"),
        logo: logo(&role.ui).map(|logo| logo.url.clone()).unwrap_or_default(),
        domains: role.scopes.clone(),
        hidden: entity.attribute(CATEGORY).any(|category| category == HIDDEN),
        until: entity.valid_until.map(|end| model::Time::from_millis(end.millis())),
        id: entity.id.clone(),
        names,
    }
}

/// A picture that stands in the metadata itself, and is small: nobody else is told who opens a login page.
fn logo(ui: &Ui) -> Option<&saml::metadata::Logo> {
    ui.logos
        .iter()
        .filter(|logo| logo.url.starts_with("data:") && logo.url.len() <= LARGEST)
        .min_by_key(|logo| logo.url.len())
}

/// The line `idpEntityId` for all that the metadata has.
pub const EVERYBODY: &str = "*";
const CATEGORY: &str = "http://macedir.org/entity-category";
const HIDDEN: &str = "http://refeds.org/category/hide-from-discovery";
/// Fifty of them make a page that is still quick to load.
const LARGEST: usize = 10_000;
