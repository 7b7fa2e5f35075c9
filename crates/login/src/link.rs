//! Account linking (requirement G10): somebody of a provider is connected with an account here once, by proving both and saying so.
//!
//! A link is a credential of the account, so that its owner and administrators see it and take it away like any other. Its id follows
//! from whom it connects: there is one place for it, and finding it is one question.
//!
//! It is also one more way in, so that it takes what any other takes: who has a second factor shows one first (case M022), and is
//! told by mail. Otherwise a password alone would bring somebody else's account elsewhere, which then asks for no second factor.

use model::{
    Credential, Id, Login, Person, Reason, User,
    credential::CredentialState,
    login::{Challenge, Linking},
    message::Message,
    user_mapping::VERIFIED,
};
use plug::{Answer, Effect, Evidence, Prompt};

use crate::{
    Engine, EngineError, World,
    enrolment::notice_args,
    judge::Verdict,
    lend::Behalf,
    scene::{Known, stepped_up},
    settle::ELSEWHERE,
};

/// Kind of such a credential, and of the question.
pub(crate) const LINK: &str = "link";

impl Engine {
    /// The account that somebody of a provider is connected with. `Err` where it is and an administrator holds it back.
    pub(crate) async fn linked(&self, method: Id, who: &str) -> Result<Result<Option<Person>, Reason>, EngineError> {
        let found = self.store().credential(self.link_id(method, who)).await?;
        let Some(link) = found.filter(|c| c.method == method && c.kind == LINK) else { return Ok(Ok(None)) };
        Ok(if link.state.proves() { Ok(Person::parse(&link.person)) } else { Err(Reason::NotAllowed) })
    }

    fn link_id(&self, method: Id, who: &str) -> Id {
        let digest = self.keyed("account link", format!("{method}\0{who}").as_bytes());
        let mut number = [0; 16];
        number.copy_from_slice(&digest[..16]);
        Id::fixed(u128::from_be_bytes(number))
    }

    /// The question that a login owes once it has proven an account: whether the two are connected.
    pub(crate) fn link_question(&self, world: &World, login: &Login, known: &Known) -> Option<Challenge> {
        let linking = login.linking.as_ref().filter(|_| stepped_up(world, known, &login.proofs))?;
        let opened = world.opened(linking.method)?;
        let registered = matches!(login.person, Some(Person::Registered { .. }));
        let locale = login.request.locales.first().copied().unwrap_or_default();
        let (entry, method) = world.catalogue.method(linking.method)?;
        let prompt = Prompt {
            skippable: true,
            button: "link-button".to_owned(),
            ..Prompt::new("link-ask", Vec::new())
                .arg("method", method.title.or(locale, &entry.path))
                .arg("name", linking.label.as_str())
        };
        let state = serde_json::to_value(linking).ok()?;
        let asked = self.challenge(opened, &prompt, state, false, self.now()).ok()?;
        (registered && method.links_accounts()).then(|| Challenge { kind: LINK.to_owned(), ..asked })
    }

    /// What the owner says to it. Whoever has been connected meanwhile, in another browser, stays so until that is taken away.
    pub(crate) async fn link_answered(
        &self,
        login: &Login,
        person: Option<&Person>,
        index: usize,
        answer: &Answer,
    ) -> Result<Option<Verdict>, EngineError> {
        let Some(asked) = login.open.get(index).filter(|c| c.kind == LINK) else { return Ok(None) };
        let linking: Linking =
            serde_json::from_value(asked.state.clone()).map_err(|e| EngineError::Broken(e.to_string()))?;
        let is_free = self.linked(linking.method, &linking.who).await? == Ok(None);
        let effects = match person {
            Some(person) if is_free && !answer.has("skip") => {
                vec![Effect::Put(Box::new(self.link(&linking, person)))]
            }
            _ => Vec::new(),
        };
        Ok(Some(Verdict::Pass { challenge: index, evidence: Evidence::default(), owed: None, effects }))
    }

    /// What the owner reads of a link that was made.
    pub(crate) fn link_notice(&self, world: &World, user: &User, method: Id, behalf: &Behalf<'_>) -> Option<Message> {
        self.notice(user, "factor-added", notice_args(world, user, method, self.now()), behalf)
    }

    fn link(&self, linking: &Linking, person: &Person) -> Credential {
        Credential {
            id: self.link_id(linking.method, &linking.who),
            person: person.key(),
            method: linking.method,
            kind: LINK.to_owned(),
            label: linking.label.clone(),
            state: CredentialState::Active,
            created: self.now(),
            used: None,
            counter: -1,
            version: 0,
            token: None,
            body: serde_json::Value::Null,
        }
    }
}

/// What somebody is called in the question: by an address only where the provider says that it is theirs, since any other name is what
/// its owner wrote.
pub(crate) fn label(evidence: &Evidence) -> String {
    let one = |name: &str| match evidence.attributes.get(name).map(Vec::as_slice) {
        Some([one]) => Some(one.as_str()),
        _ => None,
    };
    let [(address, checked), _] = VERIFIED;
    let subject = &evidence.subject.value;
    match one(address).filter(|at| one(checked) == Some("true") && *at != subject) {
        Some(address) => format!("{address} ({subject})"),
        None => subject.clone(),
    }
}

/// Takes note of somebody who must prove an account first; what the session would prove does not count for that.
pub(crate) fn note(login: &mut Login, method: Id, who: String, label: &str) {
    login.open.retain(|c| c.prompt["text"] != ELSEWHERE);
    login.session = None;
    login.linking = Some(Linking { method, who, label: label.chars().take(200).collect() });
}
