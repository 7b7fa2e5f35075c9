//! Logout both ways: a browser goes to the provider's end of session, and the provider tells of the end of its own.

use model::Time;
use oidc::rp::{Keys, logout};
use plug::{Cx, Departure, Heard, MethodError, Published, Reply, Spoken};
use serde::{Deserialize, Serialize};

use super::{OpenIdConnect, trouble::Trouble};

/// What is needed to tell the provider.
#[derive(Serialize, Deserialize)]
struct Remembered {
    /// The ID token: whose session ends.
    hint: String,
}

/// An ID token that is longer would make an address that no server takes.
const LONGEST_HINT: usize = 4096;

/// What a proof remembers of the session at the provider.
pub(super) fn remembered(id_token: &str) -> Option<String> {
    let hint = if id_token.len() <= LONGEST_HINT { id_token } else { "" };
    serde_json::to_string(&Remembered { hint: hint.to_owned() }).ok()
}

impl OpenIdConnect {
    /// What the provider may call a session: by its `sid`, or all of a person. Derived, so that what is stored tells nobody.
    pub(super) fn names(cx: &Cx<'_>, issuer: &str, sid: Option<&str>, subject: Option<&str>) -> Vec<String> {
        let name = |purpose: &str, value: &str| {
            let bytes = format!("{}\n{issuer}\n{value}", cx.around.method);
            format!("{purpose}:{}", data_encoding::HEXLOWER.encode(&(cx.keyed)(purpose, bytes.as_bytes())))
        };
        let sid = sid.map(|sid| name("oidc-sid", sid));
        sid.into_iter().chain(subject.map(|subject| name("oidc-sub", subject))).collect()
    }

    /// Where a browser goes so that the session there ends, too.
    pub(super) async fn parting(&self, cx: &Cx<'_>, upstream: &str) -> Result<Option<Departure>, MethodError> {
        let Some(client) = self.client.as_ref().filter(|_| self.config.logout) else { return Ok(None) };
        let remembered: Remembered = serde_json::from_str(upstream).map_err(|e| MethodError::Corrupt(e.to_string()))?;
        let provider = self.upstream.provider(cx).await.map_err(silent)?;
        let Some(endpoint) = &provider.end_session_endpoint else { return Ok(None) };
        let back = format!("{}/logout", cx.around.return_address());
        let hint = Some(remembered.hint.as_str()).filter(|hint| !hint.is_empty());
        let to = logout::address(endpoint, hint, &client.id, &back, &cx.around.way_back);
        Ok(Some(Departure::Get(to)))
    }

    /// A logout token, the page of a front-channel logout, or the browser back from our own logout.
    pub(super) async fn told(&self, cx: &mut Cx<'_>, spoken: &Spoken) -> Result<Heard, MethodError> {
        let field = |name: &str| spoken.fields.get(name).filter(|value| !value.is_empty());
        if let Some(token) = field("logout_token").filter(|_| spoken.posted) {
            let token = token.to_owned();
            let heard = self.back_channel(cx, &token).await;
            return heard.map_err(|trouble| {
                trouble.told(cx);
                silent(trouble)
            });
        }
        if let (Some(issuer), Some(sid)) = (field("iss"), field("sid")) {
            let (issuer, sid) = (issuer.to_owned(), sid.to_owned());
            return self.front_channel(cx, &issuer, &sid).await;
        }
        match field("state") {
            Some(state) => Ok(Heard::Answered { well: field("error").is_none(), state: state.to_owned() }),
            None => Err(MethodError::Unsupported),
        }
    }

    async fn back_channel(&self, cx: &mut Cx<'_>, token: &str) -> Result<Heard, Trouble> {
        let (client, provider) = (self.client()?, self.upstream.provider(cx).await?);
        let expected = logout::Expected { issuer: &provider.issuer, client_id: &client.id, now: cx.now().seconds() };
        let judge = |keys: Keys<'_>| logout::judge(token, keys, &expected);
        let judged = self.verified(cx, (&provider, client), judge).await?;
        let over = judged.map_err(|e| Trouble::not_believed("logout token", e))?;
        let gate = format!("oidc-logout:{}", cx.around.method);
        cx.spend_once(gate, format!("{} {}", over.issuer, over.jti), Time::from_seconds(over.remember_until));
        // With a `sid` one session is meant, whoever's it is (Back-Channel Logout, section 2.7).
        let subject = over.subject.as_deref().filter(|_| over.sid.is_none());
        let names = Self::names(cx, &over.issuer, over.sid.as_deref(), subject);
        Ok(Heard::Ends { names, reply: Reply::Document(empty()) })
    }

    /// In a frame of the provider's page. Whoever knows issuer and `sid` may end the session; without them nobody is named.
    async fn front_channel(&self, cx: &Cx<'_>, issuer: &str, sid: &str) -> Result<Heard, MethodError> {
        let provider = self.upstream.provider(cx).await.map_err(silent)?;
        if !provider.issuer.may_be(issuer) || sid.len() > 255 {
            return Err(MethodError::Corrupt("front-channel logout of another provider".into()));
        }
        Ok(Heard::Ends { names: Self::names(cx, issuer, Some(sid), None), reply: Reply::Document(empty()) })
    }
}

fn empty() -> Published {
    Published { content_type: "text/html; charset=utf-8", body: Vec::new() }
}

fn silent(trouble: Trouble) -> MethodError {
    match trouble {
        Trouble::Silent(why) => MethodError::Unavailable(why),
        Trouble::NotBelieved(why) | Trouble::Refused(why, _) => MethodError::Corrupt(why),
    }
}
