//! Judging a typed password, at one price for everybody.

use super::Password;
use super::credential::Body;
use super::encoding::{self, Encoded, LONGEST};
use model::{Credential, Reason, audit};
use plug::{Answer, Cx, MethodError, Passcode, Response};
use zeroize::Zeroizing;

/// A stored hash was made anew as something stronger.
pub(super) const REHASHED: &str = "credential.rehashed";

/// What became of a typed password.
pub(super) enum Judged {
    Not(Reason),
    /// Right, said the directory, which keeps passwords itself.
    Elsewhere,
    /// Right, by this credential.
    Ours(Box<Body>),
}

impl Password {
    /// Whether the answer holds the person's password. A hash is worked out in every case: nothing typed, too much typed,
    /// nobody of that name, nothing stored, judged elsewhere, or a hash of another cost (M017, M055).
    pub(super) async fn judge(&self, cx: &Cx<'_>, answer: &Answer) -> Result<Judged, MethodError> {
        if let Some(Passcode::Response(response)) = answer.passcode("password") {
            return self.answers(cx, response);
        }
        let Some(typed) = typed(answer) else {
            self.matches(None, "").await?;
            return Ok(Judged::Not(Reason::Malformed));
        };
        let elsewhere = match (cx.user, cx.directory) {
            (Some(user), Some(directory)) => directory.judge(user, typed).await?,
            _ => None,
        };
        if let Some(right) = elsewhere {
            self.matches(None, typed).await?;
            return Ok(if right { Judged::Elsewhere } else { Judged::Not(Reason::Wrong) });
        }
        let read =
            |credential: &Credential| Body::of(credential).and_then(|body| body.encoded().map(|hash| (body, hash)));
        let (body, stored) = match cx.user.and(cx.credential()).map(read).transpose() {
            Ok(read) => read.unzip(),
            Err(corrupt) => {
                self.matches(None, typed).await?;
                return Err(corrupt);
            }
        };
        let right = self.matches(stored, typed).await?;
        Ok(body.filter(|_| right).map_or(Judged::Not(Reason::Wrong), |body| Judged::Ours(Box::new(body))))
    }

    /// Stores a password that was just judged right in the configured encoding, where that is stronger and all of it was
    /// read (M047). A full pool puts it off to the next login.
    pub(super) async fn upgrade(&self, cx: &mut Cx<'_>, body: &mut Body, answer: &Answer) -> Result<(), MethodError> {
        let (Some(typed), Some(credential)) = (typed(answer), cx.credential()) else { return Ok(()) };
        let old = body.encoded()?;
        if !old.needs_rehash(&self.encoding) || !old.reads_whole(typed) {
            return Ok(());
        }
        let (encoding, typed, salt) = (self.encoding, Zeroizing::new(typed.to_owned()), cx.chance.bytes());
        let Ok(Ok(hash)) = self.pool.run(move || encoding.encode(&typed, &salt)).await else { return Ok(()) };
        body.hash = hash;
        let renewed = Credential { body: body.to_json()?, ..credential.clone() };
        let detail = serde_json::json!({ "from": old.scheme().name(), "to": body.encoded()?.scheme().name() });
        let event = audit::Event::new(cx.now(), REHASHED, audit::Outcome::Success).detail(detail);
        cx.put(renewed);
        cx.audit(event);
        Ok(())
    }

    /// Judges the response of a door that showed no password. It needs a stored password that can be read, and has no other way.
    fn answers(&self, cx: &Cx<'_>, response: &dyn Response) -> Result<Judged, MethodError> {
        let is = |candidate: &str| response.is(candidate);
        let Some(credential) = cx.user.and(cx.credential()) else {
            std::hint::black_box(is("nobody's"));
            return Ok(Judged::Not(Reason::Wrong));
        };
        let body = Body::of(credential)?;
        Ok(match body.encoded()?.answers(&is) {
            Some(true) => Judged::Ours(Box::new(body)),
            Some(false) => Judged::Not(Reason::Wrong),
            None => {
                std::hint::black_box(is("nobody's"));
                Judged::Not(Reason::HashedOnly)
            }
        })
    }

    async fn matches(&self, stored: Option<Encoded>, typed: &str) -> Result<bool, MethodError> {
        let decoy = self.encoding.decoy();
        if decoy.is_quick() && stored.as_ref().is_none_or(Encoded::is_quick) {
            return Ok(encoding::judge(stored.as_ref(), &decoy, typed));
        }
        let typed = Zeroizing::new(typed.to_owned());
        self.pool.run(move || encoding::judge(stored.as_ref(), &decoy, &typed)).await
    }
}

/// What was typed, where it can be a password at all.
fn typed(answer: &Answer) -> Option<&str> {
    answer.get("password").filter(|p| !p.is_empty() && p.len() <= LONGEST)
}
