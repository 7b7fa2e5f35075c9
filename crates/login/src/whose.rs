//! Whose an evidence is, where the method vouches for somebody instead of judging a known person.

use model::{Attributes, Login, Person, Proof, Reason, proof::Subject};
use plug::Evidence;

use crate::{
    Engine, EngineError,
    judge::{Judged, finds_people},
    lookup::LookUp,
    pipeline,
    world::{App, Opened, World},
};

/// The person, or why this evidence lets nobody in.
type Whose = Result<Judged, (Judged, Reason)>;

impl Engine {
    /// The person that a pass is about, with what is known of them: a registered one where a directory user mapping finds one (A3.2),
    /// else the stranger that the method names. Behind another proof it must be that proof's person: somebody else's account
    /// elsewhere is no second factor.
    pub(crate) async fn whose(
        &self,
        world: &World,
        app: App<'_>,
        login: &Login,
        path: &[Proof],
        judged: Judged,
        challenge: usize,
        evidence: &Evidence,
    ) -> Result<Whose, EngineError> {
        let Some(asked) = login.open.get(challenge) else { return Err(EngineError::Gone) };
        let Some(opened) = world.opened(asked.method) else { return Err(EngineError::Gone) };
        let vouches = opened.kind.leaves() || path.is_empty() && judged.person.is_none() && !finds_people(opened);
        if !vouches || asked.enrolling {
            return Ok(Ok(judged));
        }
        let attributes = pipeline::renamed(world, opened, evidence.attributes.clone());
        let person = match self.vouched(world, app, opened, &evidence.subject, &attributes).await? {
            Ok(found) => found.unwrap_or_else(|| pipeline::stranger(opened, evidence)),
            Err(why) => return Ok(Err((judged, why))),
        };
        if path.first().is_some_and(|first| first.person != person) {
            return Ok(Err((judged, Reason::WrongPerson)));
        }
        if matches!(person, Person::Unregistered { .. }) && !opened.kind.leaves() {
            return Ok(Ok(judged));
        }
        let theirs = self.judged(world, &person.key(), Some(person), judged.key.class, login).await?;
        let known = theirs.known.as_ref();
        let why = match () {
            () if theirs.refused.is_some() => Some(Reason::NotAllowed),
            () if known.is_some_and(|k| !k.usable) => Some(Reason::Disabled),
            () if known.is_some_and(|k| !k.activated(opened.id)) => Some(Reason::NotAllowed),
            () => None,
        };
        Ok(match why {
            Some(why) => Err((theirs, why)),
            None => Ok(theirs),
        })
    }

    /// The registered person behind what a provider says; none where nothing maps its people to ours.
    async fn vouched(
        &self,
        world: &World,
        app: App<'_>,
        opened: &Opened,
        subject: &Subject,
        attributes: &Attributes,
    ) -> Result<Result<Option<Person>, Reason>, EngineError> {
        Ok(match self.looked_up(world, app, opened.id, subject, attributes).await? {
            LookUp::NoTable => Ok(None),
            LookUp::Found(user) => Ok(Some(user.person())),
            LookUp::Nobody => Err(Reason::NotAllowed),
            LookUp::Refused(why) => Err(why),
        })
    }
}
