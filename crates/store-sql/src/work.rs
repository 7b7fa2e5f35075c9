//! What waits for the writer: units, and the few other things that write. A group of it shares one commit.

use model::{
    Time,
    message::{Courier, Message},
};
use store::{Applied, StoreError, Unit};
use tokio::sync::oneshot;

use crate::{
    audit,
    conn::{Conn, LockKey},
    core::{Core, Few, Tx},
    fault::Fault,
    key::reseal::{self, Resealed},
    message, sweep,
    unit::{self, Made},
};

/// One piece of work; it can be applied again when a group was undone.
pub enum Work {
    Unit(Box<Unit>, Made),
    Claim(Claim),
    Sweep(Time),
    Reseal(Vec<Resealed>),
    Checkpoint(Time),
    Erase(String),
}

pub struct Claim {
    pub courier: Courier,
    pub node: String,
    pub now: Time,
    pub limit: u32,
}

#[derive(Debug)]
pub enum Answer {
    Applied(Applied),
    Messages(Vec<Message>),
    Count(u64),
    /// What a sweep dropped, and the gates of the spent keys among it.
    Swept {
        dropped: u64,
        gates: Vec<String>,
    },
}

/// Work in the queue, and who waits for it.
pub struct Job {
    pub work: Work,
    pub answer: oneshot::Sender<Answered>,
}

/// The answer, and the work itself: whoever waited has more time to drop it than the writer.
pub type Answered = (Result<Answer, StoreError>, Work);

/// At most so many pieces share a commit.
pub const GROUP: usize = 256;

/// What a transaction has done before its commit.
pub struct Done {
    pub answers: Vec<Result<Answer, Fault>>,
    /// The catalogue's version, where the group moved it.
    pub moved: Option<i64>,
}

/// Whether a piece that fails by itself is undone alone, or with its group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    Alone,
    Group,
}

/// Applies a group in one transaction, up to the commit.
pub async fn apply(conn: &mut Conn, core: &Core, works: &[&Work], undo: Undo) -> Result<Done, Fault> {
    if conn.is_shared() {
        let keys: Vec<LockKey> = works.iter().flat_map(|work| work.keys()).collect();
        conn.lock(&keys).await?;
    }
    let mut tx = Tx::new(conn, core);
    let (mut answers, mut moved) = (Vec::with_capacity(works.len()), None);
    for work in works {
        let mark = tx.events.len();
        tx.moved = false;
        if undo == Undo::Alone {
            tx.conn.word("SAVEPOINT piece").await?;
        }
        let answer = one(&mut tx, work).await;
        match &answer {
            Ok(_) if undo == Undo::Alone => tx.conn.word("RELEASE SAVEPOINT piece").await?,
            Ok(_) => {}
            Err(fault) if undo == Undo::Alone && fault.is_its_own() && tx.conn.in_transaction() => {
                tx.conn.word("ROLLBACK TO SAVEPOINT piece").await?;
                tx.conn.word("RELEASE SAVEPOINT piece").await?;
                tx.events.truncate(mark);
                tx.version = None;
                tx.moved = false;
                (tx.locked, tx.resets) = (Few::Unasked, Few::Unasked);
            }
            Err(fault) => return Err(fault.again()),
        }
        if tx.moved {
            moved = tx.version;
        }
        answers.push(answer);
    }
    let events = std::mem::take(&mut tx.events);
    audit::append(&mut tx, &events).await?;
    Ok(Done { answers, moved })
}

async fn one(tx: &mut Tx<'_>, work: &Work) -> Result<Answer, Fault> {
    Ok(match work {
        Work::Unit(unit, made) => Answer::Applied(unit::apply(tx, unit, made).await?),
        Work::Claim(claim) => Answer::Messages(message::claim(tx, claim).await?),
        Work::Sweep(now) => sweep::sweep(tx, *now).await?,
        Work::Reseal(rows) => Answer::Count(reseal::replace(tx, rows).await?),
        Work::Checkpoint(now) => {
            audit::checkpoint(tx, *now).await?;
            Answer::Count(1)
        }
        Work::Erase(person) => Answer::Count(audit::erase(tx, person).await?),
    })
}

impl Work {
    /// Whether it changes what questions other than those about the audit and the keys are answered from.
    pub fn changes_records(&self) -> bool {
        match self {
            Self::Unit(unit, _) => !(unit.always.is_empty() && unit.if_current.is_empty()),
            Self::Claim(_) | Self::Sweep(_) => true,
            Self::Reseal(_) | Self::Checkpoint(_) | Self::Erase(_) => false,
        }
    }

    fn keys(&self) -> Vec<LockKey> {
        match self {
            Self::Unit(unit, _) => unit::keys(unit),
            Self::Claim(claim) => vec![LockKey::new("claim", claim.courier.name())],
            Self::Checkpoint(_) => vec![LockKey::new("checkpoint", "")],
            Self::Sweep(_) | Self::Reseal(_) | Self::Erase(_) => Vec::new(),
        }
    }
}

/// What the catalogue is announced as after a commit, and who is answered.
pub fn finish(core: &Core, jobs: Vec<Job>, done: Done) {
    if let Some(version) = done.moved {
        core.announce(version);
    }
    for (job, answer) in jobs.iter().zip(&done.answers) {
        match answer {
            Ok(answer) => core.memory.wrote(&job.work, answer),
            Err(_) => core.memory.doubt(&job.work),
        }
    }
    for (job, answer) in jobs.into_iter().zip(done.answers) {
        job.answer.send((answer.map_err(StoreError::from), job.work)).ok();
    }
}

/// Answers a whole group with one fault.
pub fn refuse(core: &Core, jobs: Vec<Job>, fault: &Fault) {
    for job in jobs {
        core.memory.doubt(&job.work);
        job.answer.send((Err(fault.again().into()), job.work)).ok();
    }
}
