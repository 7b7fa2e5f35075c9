//! Whose an evidence is, where the method vouches for somebody instead of judging a known person.

use model::{
    Attributes, Login, Person, Proof, Reason,
    audit::{Event, Outcome},
};
use plug::Evidence;

use crate::{
    Engine, EngineError,
    judge::{Judged, finds_people},
    link::LINK,
    lookup::{LookUp, Silence, looked_up},
    pipeline,
    world::{App, Opened, World},
};

/// The person, or why this evidence lets nobody in.
type Whose = Result<Judged, (Judged, Reason)>;

/// Why somebody is not let in, and what more the audit is told.
struct Refused {
    why: Reason,
    told: Option<Event>,
}

impl From<Reason> for Refused {
    fn from(why: Reason) -> Self {
        Self { why, told: None }
    }
}

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
        mut judged: Judged,
        challenge: usize,
        evidence: &Evidence,
    ) -> Result<Whose, EngineError> {
        let Some(asked) = login.open.get(challenge) else { return Err(EngineError::Gone) };
        let Some(opened) = world.opened(asked.method) else { return Err(EngineError::Gone) };
        let vouches = opened.kind.leaves() || path.is_empty() && judged.person.is_none() && !finds_people(opened);
        if !vouches || asked.enrolling || asked.kind == LINK {
            return Ok(Ok(judged));
        }
        let attributes = pipeline::renamed(world, opened, evidence.attributes.clone());
        let stranger = pipeline::stranger(opened, evidence);
        let person = match self.vouched(world, app, opened, evidence, &attributes, &stranger).await? {
            Ok(found) => found.unwrap_or(stranger),
            Err(refused) => {
                judged.told.extend(refused.told);
                return Ok(Err((judged, refused.why)));
            }
        };
        if path.first().is_some_and(|first| first.person != person) {
            return Ok(Err((judged, Reason::WrongPerson)));
        }
        if matches!(person, Person::Unregistered { .. }) && !opened.kind.leaves() {
            return Ok(Ok(judged));
        }
        // The try goes over from nobody to the person; else each login would leave one with its source.
        self.0.throttle.clear(&judged.key.person, login.request.client.source());
        let theirs = self.judged(world, &person.key(), Some(person), judged.key.class, login).await?;
        let known = theirs.known.as_ref();
        let user = known.and_then(|k| k.user.as_ref());
        let why = match () {
            () if user.is_some_and(|u| !world.reaches(u.site, app.site.id)) => Some(Reason::NotAllowed),
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

    /// The registered person behind what a provider says: by a table, else by a link; none where nothing maps its people to ours.
    async fn vouched(
        &self,
        world: &World,
        app: App<'_>,
        opened: &Opened,
        evidence: &Evidence,
        attributes: &Attributes,
        stranger: &Person,
    ) -> Result<Result<Option<Person>, Refused>, EngineError> {
        let found =
            match looked_up(world, self.web(), app, opened.id, &evidence.subject, (&evidence.attributes, attributes))
                .await?
            {
                LookUp::Found(user) => return Ok(Ok(Some(user.person()))),
                LookUp::Refused(why) => return Ok(Err(why.into())),
                LookUp::Unanswered(Silence { why, service, how }) => {
                    let event = Event::new(self.now(), "service.unanswered", Outcome::Failure)
                        .detail(serde_json::json!({ "service": service, "why": how }));
                    return Ok(Err(Refused { why, told: Some(event) }));
                }
                LookUp::NoTable => Ok(None),
                LookUp::Nobody => Err(Reason::NotAllowed.into()),
            };
        let links = world.catalogue.method(opened.id).is_some_and(|(_, m)| m.links_accounts());
        let (true, Person::Unregistered { subject: who, .. }) = (links, stranger) else { return Ok(found) };
        Ok(match self.linked(opened.id, who).await? {
            Ok(Some(person)) => Ok(Some(person)),
            Ok(None) => Err(Reason::LinkFirst.into()),
            Err(why) => Err(why.into()),
        })
    }
}
