//! What is done to one user, and the word for it.

use http::Method;
use model::Secret;
use serde_json::{Value, json};

use super::{Group, Password, User, Whom};
use crate::{
    Told,
    api::{Answer, Api, Ask},
    values::target,
};

impl User {
    pub(super) async fn act(&self, api: &dyn Api, password: Option<Secret<String>>) -> Result<&'static str, Told> {
        let enabled = |truth: bool| json!({ "set": { "enabled": truth } });
        match self {
            Self::Delete { whom, .. } => {
                whom.send(api, &whom.ask(Method::DELETE, "")?).await?;
                Ok("deleted")
            }
            Self::Enable { whom } => {
                whom.send(api, &whom.ask(Method::PATCH, "")?.json(&enabled(true))).await?;
                Ok("enabled")
            }
            Self::Disable { whom } => {
                whom.send(api, &whom.ask(Method::PATCH, "")?.json(&enabled(false))).await?;
                Ok("disabled")
            }
            Self::Unlock { whom } => whom.does(api, "unlock", &json!({})).await.map(|_| "unlocked"),
            Self::Password(what) => what.act(api, password).await,
            Self::Method { whom, method, active } => switched(whom, method, *active, api).await,
            Self::Sessions { whom, end: Some(session), .. } => {
                let ended = whom.does(api, "endSession", &json!({ "session": session })).await?;
                Ok(if ended["ended"] == true { "ended" } else { UNCHANGED })
            }
            Self::Sessions { whom, .. } => whom.does(api, "endSessions", &json!({})).await.map(|_| "ended"),
            Self::SuspendCredential { whom, id } => {
                let done = whom.does(api, "suspendCredential", &json!({ "credential": id })).await?;
                Ok(if done["changed"] == true { "suspended" } else { UNCHANGED })
            }
            Self::ResumeCredential { whom, id } => {
                let done = whom.does(api, "resumeCredential", &json!({ "credential": id })).await?;
                Ok(if done["changed"] == true { "resumed" } else { UNCHANGED })
            }
            Self::RemoveCredential { whom, id } => {
                whom.does(api, "removeCredential", &json!({ "credential": id })).await.map(|_| "removed")
            }
            Self::Group(Group::Add { group, whom }) => added(group, whom, api).await,
            Self::Group(Group::Remove { group, whom }) => removed(group, whom, api).await,
            Self::Put(_) | Self::Import(_) | Self::List(_) | Self::Show { .. } | Self::Group(Group::List { .. }) => {
                Ok("")
            }
        }
    }
}

/// It was so already.
pub(super) const UNCHANGED: &str = "unchanged";

impl Whom {
    /// What came of an action of the API.
    async fn does(&self, api: &dyn Api, action: &str, given: &Value) -> Result<Value, Told> {
        let ask = self.ask(Method::POST, &format!("/$action/{action}"))?.json(given);
        let answer = api.send(&ask).await?;
        match answer.status {
            404 if given.as_object().is_some_and(|given| given.contains_key("credential")) => {
                Err(Told::Usage(format!("no user {} in {}, or no such credential of theirs", self.name, self.site)))
            }
            404 => Err(self.unknown()),
            _ => answer.well()?.json(),
        }
    }
}

impl Password {
    async fn act(&self, api: &dyn Api, password: Option<Secret<String>>) -> Result<&'static str, Told> {
        let mut given = json!({});
        if !self.method.is_empty() {
            given["method"] = self.method.as_str().into();
        }
        let Some(password) = password else {
            return self.whom.does(api, "requirePasswordChange", &given).await.map(|_| "expired");
        };
        given["password"] = password.expose().as_str().into();
        given["mustChange"] = self.must_change.into();
        self.whom.does(api, "setPassword", &given).await.map(|_| "set")
    }
}

/// The API answers to both switches alike, so it is asked before; whether it may be done is for it to say in any case.
async fn switched(whom: &Whom, method: &str, active: bool, api: &dyn Api) -> Result<&'static str, Told> {
    let link = format!("/$link{}", target(&format!("method/{method}"))?);
    let before = api.send(&whom.ask(Method::GET, &link)?).await?;
    let same = before.status == 200 && before.json()?["objects"][0]["enabled"] == active;
    let ask = whom.ask(Method::PUT, &link)?.json(&json!({ "enabled": active }));
    api.send(&ask).await?.well()?;
    Ok(match (same, active) {
        (true, _) => UNCHANGED,
        (false, true) => "activated",
        (false, false) => "deactivated",
    })
}

async fn added(group: &str, whom: &Whom, api: &dyn Api) -> Result<&'static str, Told> {
    let link = member(group)?;
    let same = api.send(&whom.ask(Method::GET, &link)?).await?.status == 200;
    api.send(&whom.ask(Method::PUT, &link)?).await?.well()?;
    Ok(if same { UNCHANGED } else { "added" })
}

async fn removed(group: &str, whom: &Whom, api: &dyn Api) -> Result<&'static str, Told> {
    let gone: Answer = api.send(&whom.ask(Method::DELETE, &member(group)?)?).await?;
    if gone.status != 404 {
        return gone.well().map(|_| "removed");
    }
    // Nobody to strike, or nowhere to strike them from?
    whom.send(api, &whom.ask(Method::GET, "")?).await?;
    api.send(&Ask::get(target(&format!("group/{}", group.trim_matches('/')))?)).await?.well()?;
    Ok(UNCHANGED)
}

/// What a user's path goes on with, to a group that lists them.
fn member(group: &str) -> Result<String, Told> {
    Ok(format!("/$link/memberOf{}", target(&format!("group/{}", group.trim_matches('/')))?))
}
