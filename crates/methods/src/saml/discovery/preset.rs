//! The two kinds that find the provider out before anybody is asked: everything else is the SAML method.

use model::{Finding, Span};
use plug::{
    Answer, Choices, ConfigError, Cx, Departure, Documents, Heard, Kind, Method, MethodError, Published, Registration,
    Spoken, Step,
};
use std::{marker::PhantomData, sync::Arc};

use super::{
    super::{Config, SamlMethod, Stage},
    By,
};

/// A discovery service of somebody else.
pub const SERVICE: Registration = Registration::of::<Preset<AtService>>(include_str!("../README.md"), texts!("../"));
/// The common domain cookie: tried before a menu is shown.
pub const COMMON_DOMAIN: Registration =
    Registration::of::<Preset<ByCookie>>(include_str!("../README.md"), texts!("../"));

/// The SAML method under another name.
pub struct Preset<W>(SamlMethod, PhantomData<W>);

/// What makes a preset.
pub trait Way: Send + Sync + 'static {
    const KIND: Kind;
    fn by() -> By;
}

pub struct AtService;
pub struct ByCookie;

impl Way for AtService {
    const KIND: Kind =
        Kind { name: "saml.discovery", type_name: "Third-party SAML Discovery", class_names: &[], ..SamlMethod::KIND };
    fn by() -> By {
        By::Service(String::new())
    }
}

impl Way for ByCookie {
    const KIND: Kind = Kind {
        name: "saml.cdc",
        type_name: "Common Domain Cookie Discovery",
        class_names: &[],
        silent: true,
        ..SamlMethod::KIND
    };
    fn by() -> By {
        By::Cookie(String::new())
    }
}

impl<W: Way> Method for Preset<W> {
    const KIND: Kind = W::KIND;
    type Config = Config;
    type State = Stage;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Self::open_with(config, &Documents::default())
    }
    fn open_with(config: Config, documents: &Documents) -> Result<Self, ConfigError> {
        SamlMethod::open_by(config, documents, W::by()).map(|method| Self(method, PhantomData))
    }
    fn findings(config: &Config) -> Vec<Finding> {
        SamlMethod::findings(config)
    }
    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<Stage>, MethodError> {
        self.0.challenge(cx).await
    }
    async fn verify(&self, cx: &mut Cx<'_>, stage: Stage, answer: &Answer) -> Result<Step<Stage>, MethodError> {
        self.0.verify(cx, stage, answer).await
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
    fn choices(&self) -> Arc<Choices> {
        self.0.choices()
    }
    fn lends_choices(&self) -> bool {
        self.0.lends_choices()
    }
    fn renews(&self) -> Option<Span> {
        self.0.renews()
    }
    async fn renew(&self, cx: &mut Cx<'_>, documents: &Documents) -> Result<Option<Documents>, MethodError> {
        self.0.renew(cx, documents).await
    }
}
