//! Making a plan true.

use model::{Catalogue, Change, Finding, Noun};
use store::{Store, TokenQuery, UserQuery};

use super::Plan;
use login::{ChangeError, Engine, EngineError};

/// Makes the changes of a plan as one unit; what the graph then still lacks comes back.
pub async fn apply(engine: &Engine, plan: &Plan, actor: &str) -> Result<Vec<Finding>, ChangeError> {
    if plan.is_empty() {
        return Ok(Vec::new());
    }
    let lived_in = lived_in(engine.store().as_ref(), &engine.world().catalogue, plan).await?;
    if lived_in.is_empty() {
        engine.change(plan.changes.clone(), actor).await
    } else {
        Err(ChangeError::Refused(lived_in))
    }
}

/// Sites and directories that a plan deletes while users live there, or tokens lie there.
pub async fn lived_in(store: &dyn Store, catalogue: &Catalogue, plan: &Plan) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    for change in &plan.changes {
        let Change::Delete(id) = change else { continue };
        let Some(entry) = catalogue.entry(*id) else { continue };
        let query = match entry.noun() {
            Noun::Site => UserQuery { sites: vec![*id], limit: 1, ..UserQuery::default() },
            Noun::Directory => UserQuery { directory: Some(*id), limit: 1, ..UserQuery::default() },
            _ => continue,
        };
        let tokens = match entry.noun() {
            Noun::Site => store.tokens(&TokenQuery { sites: vec![*id], limit: 1, ..TokenQuery::default() }).await?,
            _ => Vec::new(),
        };
        if !tokens.is_empty() || !store.users(&query).await?.is_empty() {
            findings.push(Finding::broken("", "delete-lived-in").at(entry.api_path()));
        }
    }
    Ok(findings)
}
