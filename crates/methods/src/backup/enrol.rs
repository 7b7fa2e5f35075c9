//! The making of a list: shown once, kept as hashes from the first moment, put in force by a button.

use plug::{Cx, Evidence, Field, MethodError, Prompt, Step};

use super::{
    BackupMethod, State,
    list::{self, List},
};

impl BackupMethod {
    /// Shows a fresh list. What is remembered of it is what will be stored.
    pub(super) async fn offer(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        if cx.user.is_none() {
            return Err(MethodError::Unsupported);
        }
        let codes: Vec<_> = (0..self.codes).map(|_| list::fresh(cx.chance)).collect();
        let items: Vec<String> = codes.iter().map(|c| list::grouped(c.expose())).collect();
        let (salt, cost) = (cx.chance.bytes(), self.cost);
        let kept = self.hashing.run(move || List::of(&codes, salt, cost)).await?;
        let count = i64::from(self.codes);
        let mut prompt = Prompt::new("backup-enrol", vec![Field::List { items }]).arg("count", count);
        prompt.button = "backup-enrol-button".into();
        if !cx.credentials.is_empty() {
            prompt.notice = "backup-replaces".into();
        }
        Ok(Step::Ask(prompt, State::Offered(kept)))
    }

    /// The person has kept it: the old list ends, this one begins (case M015).
    pub(super) fn keep(cx: &mut Cx<'_>, kept: &List) -> Result<Step<State>, MethodError> {
        let Some(user) = cx.user else { return Err(MethodError::Unsupported) };
        let body = serde_json::to_value(kept).map_err(|e| MethodError::Corrupt(e.to_string()))?;
        let old: Vec<_> = cx.credentials.iter().map(|c| c.id).collect();
        old.into_iter().for_each(|id| cx.remove(id));
        let credential = cx.new_credential(<Self as plug::Method>::KIND.name, "", body);
        cx.put(credential);
        Ok(Step::Pass(Evidence::subject(&user.name)))
    }
}
