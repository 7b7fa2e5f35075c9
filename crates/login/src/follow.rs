//! Followers of the audit streams: alerts and webhooks are made from what was committed, after the commit, so no login waits
//! for them (decision 14).
//!
//! Every node runs this. A follower's place in a stream moves in the same unit that puts its messages into the outbox, and
//! only from where it was read: of several nodes one goes on, and nothing is put there twice or left out.

use model::{Time, message::Message};
use std::{
    collections::{BTreeMap, HashMap},
    future::Future,
    pin::pin,
    time::Duration,
};
use store::{Applied, AuditStep, Expect, Unit, When, Write};
use tokio::time::Instant;

use crate::{Engine, EngineError, World};

/// Between two looks at streams that had nothing new.
const REST: Duration = Duration::from_secs(1);
/// Where there is more, or another node was quicker.
const BREATH: Duration = Duration::from_millis(100);
/// How often the place of a follower is moved that wants nothing.
const IDLE: Duration = Duration::from_secs(60);
/// Records looked at with one question.
const BATCH: u32 = 500;
/// Questions of one follower before the others have their turn.
const TURNS: usize = 20;

/// How a follower left its streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pace {
    /// Read to the end.
    Done,
    /// What it puts does not leave; it goes on when there is room.
    Full,
    More,
}

/// How far one follower has read.
pub(crate) struct Follower {
    name: String,
    places: BTreeMap<String, i64>,
}

/// What one look at the streams has found.
#[derive(Default)]
pub(crate) struct Catch {
    pub send: Vec<Message>,
    pub writes: Vec<Write>,
}

/// What a node remembers from one round to the next.
#[derive(Default)]
struct Rounds {
    /// Heads and version of the catalogue with which everything was done.
    done: Option<(Vec<(String, i64)>, i64)>,
    idle: HashMap<String, Instant>,
}

impl Engine {
    /// Follows until `stop` is ready. One is run on each node.
    pub async fn run_followers(self, stop: impl Future<Output = ()> + Send) {
        let mut rounds = Rounds::default();
        let mut stop = pin!(stop);
        loop {
            let rest = match self.follow(&mut rounds).await {
                Ok(Pace::More) => BREATH,
                Ok(Pace::Done | Pace::Full) => REST,
                Err(error) => {
                    tracing::warn!(error = %error, "The audit streams cannot be followed just now; alerts and webhooks wait");
                    REST
                }
            };
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(rest) => {}
            }
        }
    }

    async fn follow(&self, rounds: &mut Rounds) -> Result<Pace, EngineError> {
        let world = self.world();
        let now = (self.store().audit_heads().await?, world.catalogue.version);
        if rounds.done.as_ref() == Some(&now) {
            return Ok(Pace::Done);
        }
        let mut pace = self.follow_alerts(&world, &now.0, rounds).await?;
        for (entry, webhook) in world.catalogue.webhooks() {
            let follower = self.follower(format!("webhook:{}", entry.id), entry.id.time()).await?;
            let kept = if webhook.enabled && world.fit(entry) {
                self.follow_webhook(&world, (entry, webhook), follower, &now.0).await?
            } else {
                self.pass_over(follower, &now.0, rounds).await?
            };
            pace = pace.max(kept);
        }
        if pace == Pace::Done {
            rounds.done = Some(now);
        }
        Ok(pace)
    }

    async fn follow_alerts(
        &self,
        world: &World,
        heads: &[(String, i64)],
        rounds: &mut Rounds,
    ) -> Result<Pace, EngineError> {
        let mut follower = self.follower("alerts".into(), self.0.began).await?;
        if !world.catalogue.roles().any(|(_, role)| !role.alerts.is_empty()) {
            return self.pass_over(follower, heads, rounds).await;
        }
        let mut turns = 0;
        for (node, _) in heads {
            while let Some((steps, from, to)) = self.next_steps(&follower, node).await? {
                let catch = self.alerts(world, node, &steps).await?;
                turns += 1;
                if !self.move_on(&mut follower, node, (from, to), catch).await? || turns == TURNS {
                    return Ok(Pace::More);
                }
            }
        }
        Ok(Pace::Done)
    }

    /// Where a follower is; one that never began does so at a moment.
    async fn follower(&self, name: String, begins: Time) -> Result<Follower, EngineError> {
        let mut places = self.store().followed(&name).await?;
        if places.is_empty() {
            let mark = |node: &str, sequence| Write::Follow { follower: name.clone(), node: node.to_owned(), sequence };
            let first = Expect::Follower { follower: name.clone(), node: String::new(), sequence: 0 };
            let mut unit = Unit::new().expect(first).then(mark("", 1));
            for (node, sequence) in self.store().audit_heads_at(begins).await? {
                unit = unit.then(mark(&node, sequence));
            }
            self.store().apply(unit).await?;
            places = self.store().followed(&name).await?;
        }
        Ok(Follower { name, places: places.into_iter().collect() })
    }

    /// The next records of a stream, and the places before and after them.
    pub(crate) async fn next_steps(
        &self,
        follower: &Follower,
        node: &str,
    ) -> Result<Option<(Vec<AuditStep>, i64, i64)>, EngineError> {
        let from = follower.at(node);
        let steps = self.store().audit_steps(node, from, BATCH).await?;
        Ok(steps.last().map(|last| last.sequence).map(|to| (steps, from, to)))
    }

    /// Puts what was found, and moves on; false where another node did so first.
    pub(crate) async fn move_on(
        &self,
        follower: &mut Follower,
        node: &str,
        (from, to): (i64, i64),
        catch: Catch,
    ) -> Result<bool, EngineError> {
        let (name, stream) = (follower.name.clone(), node.to_owned());
        let mut unit = Unit::new()
            .expect(Expect::Follower { follower: name.clone(), node: stream.clone(), sequence: from })
            .then(Write::Follow { follower: name, node: stream.clone(), sequence: to });
        let sends = !catch.send.is_empty();
        unit.if_current.extend(catch.writes);
        unit.send.extend(catch.send.into_iter().map(|message| (When::Done, message)));
        let done = self.store().apply(unit).await? == Applied::Done;
        if done {
            follower.places.insert(stream, to);
            if sends {
                self.wake_outbox();
            }
        }
        Ok(done)
    }

    /// Moves a follower that wants nothing along, now and then, so that it does not want old events once it does.
    async fn pass_over(
        &self,
        mut follower: Follower,
        heads: &[(String, i64)],
        rounds: &mut Rounds,
    ) -> Result<Pace, EngineError> {
        if rounds.idle.get(&follower.name).is_some_and(|at| at.elapsed() < IDLE) {
            return Ok(Pace::Done);
        }
        for (node, head) in heads {
            let from = follower.at(node);
            if from < *head && !self.move_on(&mut follower, node, (from, *head), Catch::default()).await? {
                return Ok(Pace::More);
            }
        }
        rounds.idle.insert(follower.name, Instant::now());
        Ok(Pace::Done)
    }
}

impl Follower {
    fn at(&self, node: &str) -> i64 {
        self.places.get(node).copied().unwrap_or(0)
    }
}
