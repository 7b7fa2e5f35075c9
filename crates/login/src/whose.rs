//! Whose an evidence is, where the method vouches for somebody instead of judging a known person.

use model::{
    Attributes, Login, Person, Proof, Reason,
    audit::{Event, Outcome},
};
use plug::{Evidence, Web};

use crate::{
    Engine, EngineError,
    judge::{Judged, finds_people},
    link::LINK,
    lookup::{LookUp, Silence, Tried, looked_up},
    pipeline,
    scene::Known,
    world::{App, Opened, World},
};

/// The person, or why this evidence lets nobody in.
type Whose = Result<Judged, (Judged, Reason)>;

/// Why somebody is not let in, and what more the audit is told.
pub(crate) struct Refused {
    pub why: Reason,
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
        let said = Said { evidence, attributes: &attributes, stranger: &stranger };
        let vouched = self.vouched(world, app, opened, &said, Some(self.web())).await?;
        let person = match vouched.whose {
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
        let why = match theirs.refused {
            Some(_) => Some(Reason::NotAllowed),
            None => bar(world, app, opened, theirs.known.as_ref()).map(Bar::reason),
        };
        Ok(match why {
            Some(why) => Err((theirs, why)),
            None => Ok(theirs),
        })
    }

    /// The registered person behind what a provider says: by a table, else by a link; none where nothing maps its people to ours. Without
    /// a client no service is asked.
    pub(crate) async fn vouched<'w>(
        &self,
        world: &'w World,
        app: App<'_>,
        opened: &Opened,
        said: &Said<'_>,
        web: Option<&Web>,
    ) -> Result<Vouched<'w>, EngineError> {
        let brought = (&said.evidence.attributes, said.attributes);
        let (found, tried) = looked_up(world, web, app, opened.id, &said.evidence.subject, brought).await?;
        let unlinked = match found {
            LookUp::Found(user) => return Ok(Vouched { whose: Ok(Some(user.person())), tried, link: None }),
            LookUp::Refused(why) => return Ok(Vouched { whose: Err(why.into()), tried, link: None }),
            LookUp::Unanswered(Silence { why, service, how }) => {
                let event = Event::new(self.now(), "service.unanswered", Outcome::Failure)
                    .detail(serde_json::json!({ "service": service, "why": how }));
                return Ok(Vouched { whose: Err(Refused { why, told: Some(event) }), tried, link: None });
            }
            LookUp::Unasked => return Ok(Vouched { whose: Err(Reason::Unavailable.into()), tried, link: None }),
            LookUp::NoTable => Ok(None),
            LookUp::Nobody => Err(Reason::NotAllowed.into()),
        };
        let links = world.catalogue.method(opened.id).is_some_and(|(_, m)| m.links_accounts());
        let (true, Person::Unregistered { subject: who, .. }) = (links, said.stranger) else {
            return Ok(Vouched { whose: unlinked, tried, link: None });
        };
        let link = self.linked(opened.id, who).await?;
        let whose = match &link {
            Ok(Some(person)) => Ok(Some(person.clone())),
            Ok(None) => Err(Reason::LinkFirst.into()),
            Err(why) => Err((*why).into()),
        };
        Ok(Vouched { whose, tried, link: Some(link) })
    }
}

/// What a method says of somebody.
pub(crate) struct Said<'a> {
    pub evidence: &'a Evidence,
    /// After its mapping table.
    pub attributes: &'a Attributes,
    /// Who it is where nobody is found.
    pub stranger: &'a Person,
}

/// Whom a provider vouches for, and how that was found.
pub(crate) struct Vouched<'w> {
    /// None is somebody in no directory. `Err` is why nobody is let in by it.
    pub whose: Result<Option<Person>, Refused>,
    /// What the user mapping of the method tried.
    pub tried: Vec<Tried<'w>>,
    /// What the account link said, where it was asked.
    pub link: Option<Result<Option<Person>, Reason>>,
}

/// What stands against somebody whom a method vouches for, whoever found them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bar {
    /// Their site's users do not log in here.
    OutOfReach,
    /// Disabled, not yet or no longer, or gone.
    Unusable,
    /// The method is switched off for them.
    NotActivated,
}

impl Bar {
    const fn reason(self) -> Reason {
        match self {
            Self::OutOfReach | Self::NotActivated => Reason::NotAllowed,
            Self::Unusable => Reason::Disabled,
        }
    }
}

pub(crate) fn bar(world: &World, app: App<'_>, opened: &Opened, known: Option<&Known>) -> Option<Bar> {
    let known = known?;
    match () {
        () if known.user.as_ref().is_some_and(|u| !world.reaches(u.site, app.site.id)) => Some(Bar::OutOfReach),
        () if !known.usable => Some(Bar::Unusable),
        () if !known.activated(opened.id) => Some(Bar::NotActivated),
        () => None,
    }
}
