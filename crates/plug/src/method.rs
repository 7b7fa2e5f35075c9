//! The trait of a method, and the table through which the engine knows methods without knowing their types.

use model::{Credential, Finding, Lines, Span, Time};
use schemars::JsonSchema;
use serde::{Deserialize as _, Serialize, de::DeserializeOwned};
use std::{future::Future, sync::Arc};

use crate::{
    Answer, Choices, ConfigError, Cx, Departure, DirectoryError, Document, Documents, Evidence, Heard, Kind, Published,
    Spoken, Step, config, token::Craft,
};

/// What stopped a method that was not the person's doing.
#[derive(Debug, thiserror::Error)]
pub enum MethodError {
    /// A directory or gateway does not answer: try later, or another way.
    #[error("not available: {0}")]
    Unavailable(String),
    /// What a credential or state holds does not read: an administrator must look.
    #[error("corrupt: {0}")]
    Corrupt(String),
    /// This kind cannot do that.
    #[error("not supported")]
    Unsupported,
}

impl From<DirectoryError> for MethodError {
    fn from(error: DirectoryError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// A way to prove who you are.
pub trait Method: Sized + Send + Sync + 'static {
    const KIND: Kind;
    /// Version of `State`'s form; a stored one of another version restarts the step.
    const FORM: u32 = 1;
    /// Its lines. In the schema `x-secret` keeps one sealed, and those that are `x-usual` stand on the console's page while the rest is folded.
    type Config: DeserializeOwned + JsonSchema + Default;
    /// What the inventory asks of the kind, where its credentials are tokens.
    const TOKENS: Option<Craft> = None;
    /// What a pending challenge remembers.
    type State: Serialize + DeserializeOwned + Send;

    fn open(config: Self::Config) -> Result<Self, ConfigError>;

    /// The same with what stands beside the lines. What is missing there is an error whose name is `metadata`, `jwks` or `registration`.
    fn open_with(config: Self::Config, _documents: &Documents) -> Result<Self, ConfigError> {
        Self::open(config)
    }

    /// Lengths its codes have as configured, for passcodes that hold password and code.
    fn code_lengths(&self) -> Vec<u8> {
        Self::KIND.code_lengths.to_vec()
    }

    /// What works but somebody should look at; the field of each finding is the name of a line.
    fn findings(_config: &Self::Config) -> Vec<Finding> {
        Vec::new()
    }

    /// Opens a challenge: what to ask, show or send.
    fn challenge(&self, cx: &mut Cx<'_>) -> impl Future<Output = Result<Step<Self::State>, MethodError>> + Send;

    /// Judges an answer to it. On `Fail` the same challenge stays open with `state` as it was.
    fn verify(
        &self,
        cx: &mut Cx<'_>,
        state: Self::State,
        answer: &Answer,
    ) -> impl Future<Output = Result<Step<Self::State>, MethodError>> + Send;

    /// Begins the making of a credential for `cx.user`.
    fn enrol(&self, _cx: &mut Cx<'_>) -> impl Future<Output = Result<Step<Self::State>, MethodError>> + Send {
        async { Err(MethodError::Unsupported) }
    }

    /// Judges the answer that completes it; `Pass` after `cx.put`.
    fn confirm(
        &self,
        _cx: &mut Cx<'_>,
        _state: Self::State,
        _answer: &Answer,
    ) -> impl Future<Output = Result<Step<Self::State>, MethodError>> + Send {
        async { Err(MethodError::Unsupported) }
    }

    /// A document of its own for its provider (`/saml2/sp/METHOD/metadata`), by name.
    fn publish(&self, _cx: &mut Cx<'_>, _name: &str) -> impl Future<Output = Result<Published, MethodError>> + Send {
        async { Err(MethodError::Unsupported) }
    }

    /// Tells the upstream that a session ended which `upstream` (`Evidence::upstream`) began: where the browser goes, with
    /// `cx.around.way_back` to be carried back. `None` where nobody there is to be told, or was told on the spot.
    fn leave(
        &self,
        _cx: &mut Cx<'_>,
        _upstream: &str,
    ) -> impl Future<Output = Result<Option<Departure>, MethodError>> + Send {
        async { Ok(None) }
    }

    /// The same behind the browser's back; false where it cannot be done so.
    fn leave_quietly(
        &self,
        _cx: &mut Cx<'_>,
        _upstream: &str,
    ) -> impl Future<Output = Result<bool, MethodError>> + Send {
        async { Ok(false) }
    }

    /// What the upstream says by itself, at `/saml2/sp/METHOD/slo` or `/login/return/METHOD/logout`.
    fn hear(&self, _cx: &mut Cx<'_>, _spoken: &Spoken) -> impl Future<Output = Result<Heard, MethodError>> + Send {
        async { Err(MethodError::Unsupported) }
    }

    /// It asks its upstream for the context that the application asks for, and hands on what that states (`Evidence::references`).
    fn relays_context(&self) -> bool {
        false
    }

    /// It takes answers that nobody asked for; an administrator said so.
    fn takes_unasked(&self) -> bool {
        false
    }

    /// It can ask its upstream whether somebody is logged in there, with nothing shown to anybody ([`Wish::passive`](crate::Wish)).
    fn asks_quietly(&self) -> bool {
        false
    }

    /// Who can be chosen where it has several providers; nobody where there is nothing to choose.
    fn choices(&self) -> Arc<Choices> {
        Arc::default()
    }

    /// Others may have people choose among its providers, too: an administrator said so.
    fn lends_choices(&self) -> bool {
        false
    }

    /// What a login would make of an evidence that a what-if tells of: who that is among all people of the method at the only provider, or
    /// at this one of several, none where the name alone does not tell; and without what is not believed. Asks nobody.
    fn completed(&self, _cx: &Cx<'_>, _provider: &str, evidence: Evidence) -> Evidence {
        Evidence { who: Some(evidence.subject.value.clone()), ..evidence }
    }

    /// How often its documents are fetched anew; `None` where they are not.
    fn renews(&self) -> Option<Span> {
        None
    }

    /// Its documents, fetched anew. `None` where nothing changed; an error leaves the last good ones.
    fn renew(
        &self,
        _cx: &mut Cx<'_>,
        _documents: &Documents,
    ) -> impl Future<Output = Result<Option<Documents>, MethodError>> + Send {
        async { Ok(None) }
    }

    /// Since when the credential's secret is what it is, where the owner can replace it: what was proven with an earlier
    /// one counts no more in logins under way (case M067).
    fn replaced(_credential: &Credential) -> Option<Time> {
        None
    }
}

/// A step whose state is JSON.
pub type AnyStep = Step<serde_json::Value>;

/// A method whose types the engine does not know.
#[async_trait::async_trait]
pub trait AnyMethod: Send + Sync {
    fn form(&self) -> u32;
    fn code_lengths(&self) -> Vec<u8>;
    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<AnyStep, MethodError>;
    /// `None` when the stored state no longer parses: the step restarts.
    async fn verify(
        &self,
        cx: &mut Cx<'_>,
        state: &serde_json::Value,
        answer: &Answer,
    ) -> Result<Option<AnyStep>, MethodError>;
    async fn enrol(&self, cx: &mut Cx<'_>) -> Result<AnyStep, MethodError>;
    async fn confirm(
        &self,
        cx: &mut Cx<'_>,
        state: &serde_json::Value,
        answer: &Answer,
    ) -> Result<Option<AnyStep>, MethodError>;
    fn replaced(&self, _credential: &Credential) -> Option<Time> {
        None
    }
    async fn publish(&self, _cx: &mut Cx<'_>, _name: &str) -> Result<Published, MethodError> {
        Err(MethodError::Unsupported)
    }
    async fn leave(&self, _cx: &mut Cx<'_>, _upstream: &str) -> Result<Option<Departure>, MethodError> {
        Ok(None)
    }
    async fn leave_quietly(&self, _cx: &mut Cx<'_>, _upstream: &str) -> Result<bool, MethodError> {
        Ok(false)
    }
    async fn hear(&self, _cx: &mut Cx<'_>, _spoken: &Spoken) -> Result<Heard, MethodError> {
        Err(MethodError::Unsupported)
    }
    fn relays_context(&self) -> bool {
        false
    }
    fn takes_unasked(&self) -> bool {
        false
    }
    fn asks_quietly(&self) -> bool {
        false
    }
    fn choices(&self) -> Arc<Choices> {
        Arc::default()
    }
    fn lends_choices(&self) -> bool {
        false
    }
    fn completed(&self, _cx: &Cx<'_>, _provider: &str, evidence: Evidence) -> Evidence {
        evidence
    }
    fn renews(&self) -> Option<Span> {
        None
    }
    async fn renew(&self, _cx: &mut Cx<'_>, _documents: &Documents) -> Result<Option<Documents>, MethodError> {
        Ok(None)
    }
}

struct Erased<M: Method>(M);

#[async_trait::async_trait]
impl<M: Method> AnyMethod for Erased<M> {
    fn form(&self) -> u32 {
        M::FORM
    }
    fn code_lengths(&self) -> Vec<u8> {
        self.0.code_lengths()
    }
    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<AnyStep, MethodError> {
        self.0.challenge(cx).await.and_then(erase)
    }
    async fn verify(
        &self,
        cx: &mut Cx<'_>,
        state: &serde_json::Value,
        answer: &Answer,
    ) -> Result<Option<AnyStep>, MethodError> {
        let Ok(state) = M::State::deserialize(state) else { return Ok(None) };
        self.0.verify(cx, state, answer).await.and_then(erase).map(Some)
    }
    async fn enrol(&self, cx: &mut Cx<'_>) -> Result<AnyStep, MethodError> {
        self.0.enrol(cx).await.and_then(erase)
    }
    async fn confirm(
        &self,
        cx: &mut Cx<'_>,
        state: &serde_json::Value,
        answer: &Answer,
    ) -> Result<Option<AnyStep>, MethodError> {
        let Ok(state) = M::State::deserialize(state) else { return Ok(None) };
        self.0.confirm(cx, state, answer).await.and_then(erase).map(Some)
    }
    fn replaced(&self, credential: &Credential) -> Option<Time> {
        M::replaced(credential)
    }
    async fn publish(&self, cx: &mut Cx<'_>, name: &str) -> Result<Published, MethodError> {
        self.0.publish(cx, name).await
    }
    async fn leave(&self, cx: &mut Cx<'_>, upstream: &str) -> Result<Option<Departure>, MethodError> {
        self.0.leave(cx, upstream).await
    }
    async fn leave_quietly(&self, cx: &mut Cx<'_>, upstream: &str) -> Result<bool, MethodError> {
        self.0.leave_quietly(cx, upstream).await
    }
    async fn hear(&self, cx: &mut Cx<'_>, spoken: &Spoken) -> Result<Heard, MethodError> {
        self.0.hear(cx, spoken).await
    }
    fn relays_context(&self) -> bool {
        self.0.relays_context()
    }
    fn takes_unasked(&self) -> bool {
        self.0.takes_unasked()
    }
    fn asks_quietly(&self) -> bool {
        self.0.asks_quietly()
    }
    fn choices(&self) -> Arc<Choices> {
        self.0.choices()
    }
    fn lends_choices(&self) -> bool {
        self.0.lends_choices()
    }
    fn completed(&self, cx: &Cx<'_>, provider: &str, evidence: Evidence) -> Evidence {
        self.0.completed(cx, provider, evidence)
    }
    fn renews(&self) -> Option<Span> {
        self.0.renews()
    }
    async fn renew(&self, cx: &mut Cx<'_>, documents: &Documents) -> Result<Option<Documents>, MethodError> {
        self.0.renew(cx, documents).await
    }
}

fn erase<S: Serialize>(step: Step<S>) -> Result<AnyStep, MethodError> {
    let json = |state: S| serde_json::to_value(state).map_err(|e| MethodError::Corrupt(e.to_string()));
    Ok(match step {
        Step::Ask(prompt, state) => Step::Ask(prompt, json(state)?),
        Step::Leave(to, state) => Step::Leave(to, json(state)?),
        Step::Wait { prompt, state, until, again_ms } => Step::Wait { prompt, state: json(state)?, until, again_ms },
        Step::Pass(evidence) => Step::Pass(evidence),
        Step::Owe(evidence, prompt, state) => Step::Owe(evidence, prompt, json(state)?),
        Step::Fail(reason) => Step::Fail(reason),
        Step::Again(reason, prompt, state) => Step::Again(reason, prompt, json(state)?),
    })
}

/// Opens a method, or says what is wrong with its lines.
pub type Open = fn(&Lines, &Documents) -> Result<Arc<dyn AnyMethod>, Vec<Finding>>;

/// A kind in the table `methods::ALL`.
#[derive(Clone, Copy)]
pub struct Registration {
    pub kind: &'static Kind,
    /// Opens a method from its configuration lines and its documents.
    pub open: Open,
    /// JSON schema of what the lines may hold.
    pub schema: fn() -> schemars::Schema,
    /// Warnings about lines that open: idle ones, and the kind's own doubts.
    pub findings: fn(&Lines) -> Vec<Finding>,
    /// What the method is, for the administrator.
    pub readme: &'static str,
    /// Language tag and Fluent source. Kinds that share a folder share them.
    pub texts: [(&'static str, &'static str); 5],
    /// Its part in the inventory of tokens.
    pub tokens: Option<Craft>,
}

impl Registration {
    pub const fn of<M: Method>(readme: &'static str, texts: [(&'static str, &'static str); 5]) -> Self {
        Self {
            kind: const { &M::KIND },
            open: open::<M>,
            schema: schema::<M>,
            findings: findings::<M>,
            readme,
            texts,
            tokens: M::TOKENS,
        }
    }

    /// Warnings about what opens: what the lines make one wonder about, and documents that nobody reads.
    pub fn warnings(&self, lines: &Lines, documents: &Documents) -> Vec<Finding> {
        let idle = Document::ALL.into_iter().filter(|d| documents.has(*d) && !self.kind.documents.contains(d));
        let idle = idle.map(|d| Finding::warning(d.name(), "document-idle"));
        (self.findings)(lines).into_iter().chain(idle).collect()
    }

    /// The same method with something said beforehand, as a kind of its own.
    pub const fn preset<P: Preset>(readme: &'static str, texts: [(&'static str, &'static str); 5]) -> Self {
        Self { kind: const { &P::KIND }, open: open_preset::<P>, ..Self::of::<P::Of>(readme, texts) }
    }
}

/// A kind that is another method with something said beforehand.
pub trait Preset {
    type Of: Method;
    const KIND: Kind;
    fn open(config: <Self::Of as Method>::Config, documents: &Documents) -> Result<Self::Of, ConfigError>;
}

fn schema<M: Method>() -> schemars::Schema {
    schemars::schema_for!(M::Config)
}

fn open<M: Method>(lines: &Lines, documents: &Documents) -> Result<Arc<dyn AnyMethod>, Vec<Finding>> {
    erased(lines, |settings| M::open_with(settings, documents))
}

fn open_preset<P: Preset>(lines: &Lines, documents: &Documents) -> Result<Arc<dyn AnyMethod>, Vec<Finding>> {
    erased(lines, |settings| P::open(settings, documents))
}

fn erased<M: Method>(
    lines: &Lines,
    open: impl FnOnce(M::Config) -> Result<M, ConfigError>,
) -> Result<Arc<dyn AnyMethod>, Vec<Finding>> {
    let settings = config::read::<M::Config>(lines, &model::method::COMMON_LINES)?;
    let method = open(settings).map_err(|e| vec![e.finding(lines)])?;
    Ok(Arc::new(Erased(method)))
}

fn findings<M: Method>(lines: &Lines) -> Vec<Finding> {
    let own =
        config::read::<M::Config>(lines, &model::method::COMMON_LINES).map(|c| M::findings(&c)).unwrap_or_default();
    let placed = own.into_iter().map(|mut finding| {
        if let Some(n) = lines.position(&finding.field) {
            let name = std::mem::replace(&mut finding.field, format!("configuration[{n}]"));
            finding.args.insert(0, ("name".into(), name));
        }
        finding
    });
    config::idle::<M::Config>(lines).into_iter().chain(placed).collect()
}
