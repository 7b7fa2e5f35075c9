//! What each write touches of what is kept. Every variant of `Write` has a line; a new one does not compile without.

use model::{Id, user::fold};
use store::{Applied, Spend, Write};

use super::{Desk, Memory};
use crate::work::{Answer, Work};

impl Memory {
    /// After a commit and before the answers.
    pub fn wrote(&self, work: &Work, answer: &Answer) {
        match (work, answer) {
            (Work::Unit(unit, _), Answer::Applied(applied)) => {
                let current: &[Write] = if *applied == Applied::Done { &unit.if_current } else { &[] };
                self.each(unit.always.iter().chain(current), Desk::wrote);
            }
            (Work::Sweep(_), Answer::Swept { gates, .. }) => self.each(gates, |desk, gate| desk.forget_gate(gate)),
            // Sealed again, a body says what it said; the audit is not kept.
            (Work::Claim(_) | Work::Reseal(_) | Work::Checkpoint(_) | Work::Erase(_), _) => {}
            (Work::Unit(..) | Work::Sweep(_), _) => self.clear(),
        }
    }

    /// Where it is not known what a piece of work has done: nothing that it names is believed.
    pub fn doubt(&self, work: &Work) {
        match work {
            Work::Unit(unit, _) => self.each(unit.always.iter().chain(&unit.if_current), Desk::doubt),
            Work::Sweep(_) => self.clear(),
            Work::Claim(_) | Work::Reseal(_) | Work::Checkpoint(_) | Work::Erase(_) => {}
        }
    }

    fn each<T>(&self, all: impl IntoIterator<Item = T>, act: impl Fn(&mut Desk, T)) {
        let mut all = all.into_iter().peekable();
        if all.peek().is_none() {
            return;
        }
        if let Some(mut desk) = self.desk() {
            all.for_each(|one| act(&mut desk, one));
        }
    }
}

impl Desk {
    fn wrote(&mut self, write: &Write) {
        match write {
            // As `credential::SPEND_COUNTER` and `credential::USED`: whatever accepts a code is followed, not forgotten.
            Write::Spend(Spend::Counter { credential, to, now }) => self.move_credential(*credential, |kept| {
                if kept.counter < *to {
                    (kept.counter, kept.used) = (*to, Some(*now));
                }
            }),
            Write::UsedCredential { id, now } => self.move_credential(*id, |kept| {
                if kept.used.is_none_or(|used| used < *now) {
                    kept.used = Some(*now);
                }
            }),
            Write::Spend(Spend::Once { gate, .. }) => self.forget_gate(gate),
            Write::Miss(miss) => self.forget_person(&miss.key.person),
            Write::ClearMisses { person, .. } | Write::Unlock { person } => self.forget_misses(person),
            Write::PutCredential(credential) => {
                self.forget_person(&credential.person);
                self.forget_id(credential.id);
            }
            Write::RemoveCredential(id) | Write::DropUser(id) => self.forget_id(*id),
            Write::PutUser(user) => {
                self.forget_person(&user.person().key());
                self.forget_name(user.directory, &fold(&user.name));
                self.forget_id(user.id);
            }
            Write::PutActivation { person, .. }
            | Write::PutMember { person, .. }
            | Write::DropMember { person, .. }
            | Write::DropConsent { person, .. }
            | Write::KnowBrowser { person, .. } => self.forget_person(person),
            Write::PutConsent(consent) => self.forget_person(&consent.person),
            Write::Spend(Spend::Ticket { .. })
            | Write::PutLogin(_)
            | Write::DropLogin(_)
            | Write::PutSession(_)
            | Write::TouchSession { .. }
            | Write::EndSession { .. }
            | Write::EndSessionsOf { .. }
            | Write::PutTicket(_)
            | Write::EndFamily { .. }
            | Write::EndTicketsOfSession { .. }
            | Write::EndTicketsOf { .. }
            | Write::CountSending { .. }
            | Write::Follow { .. }
            | Write::Delivered { .. }
            | Write::Change(_)
            | Write::PutKey(_)
            | Write::DropKey(_)
            | Write::MessageDone { .. } => {}
        }
    }

    fn doubt(&mut self, write: &Write) {
        match write {
            Write::Spend(Spend::Counter { credential: id, .. }) | Write::UsedCredential { id, .. } => {
                self.forget_id(*id)
            }
            Write::ClearMisses { person, .. } | Write::Unlock { person } => self.forget_person(person),
            other => self.wrote(other),
        }
    }

    /// Records list the spent keys of gates that are named `credential:ID`.
    fn forget_gate(&mut self, gate: &str) {
        if let Some(id) = gate.strip_prefix("credential:").and_then(|id| id.parse::<Id>().ok()) {
            self.forget_id(id);
        }
    }
}
