//! What would happen, and why something did, as far as a caller may know.

use login::whatif::{Explained, Occurrence, Question, Story, WhatIfError, Who};
use model::{Finding, Id, Noun};

use super::{Desk, Fault};
use crate::{
    address::{Address, Type},
    caller::Caller,
};

impl From<WhatIfError> for Fault {
    fn from(error: WhatIfError) -> Self {
        match error {
            WhatIfError::Unknown { what, name } => {
                Self::invalid(Finding::broken(what, "whatif-unknown").with("name", name))
            }
            WhatIfError::TooMany => Self::invalid(Finding::broken("passed", "whatif-too-many")),
            WhatIfError::Refused(findings) => Self::Refused(findings),
            WhatIfError::Impossible { method, why } => Self::invalid(
                Finding::broken("passed", "whatif-impossible").with("method", method).with("rule", why.rule),
            ),
            WhatIfError::ByName(method) => {
                Self::invalid(Finding::broken("method", "whatif-by-name").with("method", method))
            }
            WhatIfError::Engine(error) => Self::Engine(error),
        }
    }
}

impl Desk {
    /// Whoever may ask about an application sees its rules, and of people only those whom they may read.
    pub async fn what_if(&self, caller: &Caller, question: &Question) -> Result<Explained, Fault> {
        let application = Address::object(Type::Object(Noun::Application), question.application.as_str());
        permit(caller, "whatif", application.site())?;
        match &question.who {
            Some(Who::User { site, .. }) => permit(caller, "user", Some(site))?,
            // As the audit knows somebody: whoever may read the whole of it.
            Some(Who::Person(_)) => permit(caller, "audit", None)?,
            Some(Who::ComesBy { method, .. }) => self.permit_finding(caller, &question.application, method)?,
            None => {}
        }
        Ok(within(caller, self.engine().what_if(question).await?))
    }

    /// Where a method finds accounts by what its people bring, the answer tells whom: for who may read everybody that could be found.
    fn permit_finding(&self, caller: &Caller, application: &str, method: &str) -> Result<(), Fault> {
        let world = self.engine().world();
        let Some((entry, method)) = world.named(method).and_then(|m| world.catalogue.method(m.id)) else {
            return Ok(());
        };
        // A link may lead to any account at all.
        if method.links_accounts() {
            return permit(caller, "user", None);
        }
        let app = world.catalogue.at(Noun::Application, application).and_then(|e| world.app(e.id));
        let (Some(app), Some(_)) = (app, entry.links_as("inboundMappingPolicy").next()) else { return Ok(()) };
        let mut sites = world.catalogue.of(Noun::Site).filter(|site| world.reaches(site.id, app.site.id));
        sites.try_for_each(|site| permit(caller, "user", Some(&site.path)))
    }

    /// What happened in one login, for who may read the whole of the audit record.
    pub async fn story_of_login(&self, caller: &Caller, login: Id) -> Result<Story, Fault> {
        permit(caller, "audit", None)?;
        Ok(self.engine().explain_refusal(&Occurrence::Login(login)).await?)
    }

    /// What happened of late to one user.
    pub async fn story_of_user(&self, caller: &Caller, at: &Address) -> Result<Story, Fault> {
        permit(caller, "audit", at.site())?;
        permit(caller, "user", at.site())?;
        let person = self.person_at(caller, at).await?;
        let told = |site: &str| caller.may("read", "audit", Some(site));
        let story = self.engine().explain_refusal_to(&Occurrence::Person(person), told).await?;
        let now = story.now.filter(|now| {
            let application = Address::parse(&now.application).ok();
            application.is_some_and(|at| permit(caller, "whatif", at.site()).is_ok())
        });
        Ok(Story { now: now.map(|now| within(caller, now)), ..story })
    }
}

/// An answer without the groups of sites that the caller may not ask about, neither of the person nor of what an application would receive,
/// without the rules of tables that they may not read,
/// and without what the store knows of people in no directory, who are no site's, for whoever may not read people everywhere.
fn within(caller: &Caller, mut explained: Explained) -> Explained {
    let mine = |group: &String| {
        let group = Address::object(Type::Object(Noun::Group), group.as_str());
        caller.may("read", "whatif", group.site())
    };
    let mut points = vec![&mut explained.point];
    while let Some(point) = points.pop() {
        if let Some(received) = &mut point.received {
            received.groups.retain(mine);
        }
        points.extend(point.branches.iter_mut().filter_map(|branch| branch.then.as_deref_mut()));
    }
    if let Some(arrival) = &mut explained.arrival {
        if !arrival.mapping.is_empty() && !caller.may("read", Noun::Mapping.name(), None) {
            arrival.mapping.clear();
            arrival.attributes.clear();
        }
        if !caller.may("read", Noun::UserMapping.name(), None) {
            arrival.rules.clear();
        }
    }
    let Some(person) = &mut explained.person else { return explained };
    person.groups.retain(mine);
    person.enters_by.retain(mine);
    if !person.registered && !caller.may("read", "user", None) {
        person.counters.clear();
        person.credentials.clear();
    }
    explained
}

fn permit(caller: &Caller, noun: &str, site: Option<&str>) -> Result<(), Fault> {
    if caller.may("read", noun, site) { Ok(()) } else { Err(Fault::Forbidden) }
}
