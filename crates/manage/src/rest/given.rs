//! What a request gives: attributes, changes of them, conditions, the key of a try.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};
use model::Finding;
use serde_json::{Map, Value, json};

use super::{
    answer::{Problem, tagged},
    body::{Sent, expected},
    front::{Call, unfit},
};
use crate::{
    Type,
    attributes::{self, Attributes},
    desk::{self, Action, How, Once, Patch},
    openapi,
};

impl Call<'_> {
    pub fn attributes(&self, kind: Type, sent: Sent) -> Result<Attributes, Problem> {
        let given = match sent {
            Sent::Nothing => Attributes::new(),
            Sent::Form(form) => {
                let fields = form.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
                desk::fields(self.front.desk(), kind, fields).map_err(|f| Problem::findings(400, "invalid", f))?
            }
            Sent::Json(value) => Sent::attributes(kind, value)?,
        };
        self.fits(kind, "write", given)
    }

    /// Refuses what the API's document does not allow; names are spelt as ours.
    pub fn fits(&self, kind: Type, part: &str, given: Attributes) -> Result<Attributes, Problem> {
        let given = desk::spelt_as_ours(self.front.desk(), kind, &given);
        let mut judged = given.clone();
        // The desk says of these whether they are the right ones, and which is near.
        for name in ["name", attributes::CLASS, attributes::TYPE] {
            if judged.get(name).is_some_and(Value::is_string) {
                judged.shift_remove(name);
            }
        }
        let misfit = self.front.document().misfit(&format!("{}.{part}", kind.name()), &desk::whole(judged));
        match misfit {
            None => Ok(given),
            // A list is asked for where there is none.
            Some(misfit) if part == "lists" && given.contains_key(&misfit.field) && misfit.is_unknown() => {
                let known = self
                    .front
                    .document()
                    .misfit(&format!("{}.write", kind.name()), &json!({ &misfit.field: null }))
                    .is_none();
                let finding = if known { Finding::broken(&misfit.field, "not-a-list") } else { misfit.finding() };
                Err(Problem::findings(400, "invalid", vec![finding]))
            }
            Some(misfit) => Err(Problem::findings(400, "invalid", vec![misfit.finding()])),
        }
    }

    /// `add.NAME` and `remove.NAME` of a form; `add`, `remove` and `set` of a JSON object. What is left is set.
    pub fn patch(&self, kind: Type, sent: Sent) -> Result<Patch, Problem> {
        match sent {
            Sent::Nothing => Ok(Patch::default()),
            Sent::Form(form) => {
                let part = |prefix: &str| -> Result<Attributes, Problem> {
                    let fields = form.iter().filter_map(|(name, value)| {
                        let name = if prefix.is_empty() {
                            (!name.starts_with("add.") && !name.starts_with("remove.")).then_some(name)
                        } else {
                            name.strip_prefix(prefix)
                        };
                        name.map(|name| (name.to_owned(), value.to_owned()))
                    });
                    desk::fields(self.front.desk(), kind, fields).map_err(|f| Problem::findings(400, "invalid", f))
                };
                self.patch_fits(kind, Patch { set: part("")?, add: part("add.")?, remove: part("remove.")? })
            }
            Sent::Json(value) => {
                let Value::Object(mut members) = value else { return Err(expected("", "an object")) };
                // What is changed stands in parts, or as it is.
                if members.contains_key("attributes") {
                    return Err(unfit(Finding::broken("attributes", "attribute-unknown").with("nearest", "set")));
                }
                let mut part = |name: &str| match members.shift_remove(name) {
                    None => Ok(Map::new()),
                    Some(Value::Object(part)) => Ok(part),
                    Some(_) => Err(expected(name, "an object")),
                };
                let (add, remove, set) = (part("add")?, part("remove")?, part("set")?);
                // Judged before another of the same name takes its place.
                let mut set = self.fits(kind, "write", set)?;
                set.extend(Sent::attributes(kind, Value::Object(members))?);
                self.patch_fits(kind, Patch { set, add, remove })
            }
        }
    }

    pub fn patch_fits(&self, kind: Type, patch: Patch) -> Result<Patch, Problem> {
        Ok(Patch {
            set: self.fits(kind, "write", patch.set)?,
            add: self.fits(kind, "lists", patch.add)?,
            remove: self.fits(kind, "lists", patch.remove)?,
        })
    }

    /// What an action is told, as the document has it. An action knows no `dryRun`, so that one is refused and not passed over.
    pub async fn arguments(&self, of: &str, action: &Action, body: Body) -> Result<Attributes, Problem> {
        self.asks_only(if of == Type::User.name() { &["directory"] } else { &[] })?;
        let (sent, _) = Sent::read(&self.headers, body).await?;
        let is_form = matches!(sent, Sent::Form(_));
        let given = raw(sent)?;
        let given = if is_form { action.typed(given) } else { given };
        self.judged(&openapi::action_schema(of, action.name), given)
    }

    /// What a schema of the document allows, or what it does not.
    pub fn judged(&self, schema: &str, given: Attributes) -> Result<Attributes, Problem> {
        let value = Value::Object(given);
        match self.front.document().misfit(schema, &value) {
            Some(misfit) => Err(unfit(misfit.finding())),
            None => Ok(if let Value::Object(given) = value { given } else { Attributes::new() }),
        }
    }

    /// How a write is to be made. One that asks for something else than it can have, perhaps a `dryrun`, is not made.
    pub fn how(&self) -> Result<How, Problem> {
        // Which directory a user is in is the address's to know.
        self.asks_only(&["dryRun", "directory"])?;
        let dry_run = self.truth("dryRun")?;
        let text = |name| self.headers.get(name).map(|v: &HeaderValue| v.to_str().unwrap_or_default());
        let if_match = text(header::IF_MATCH).map(tags);
        let create_only = match text(header::IF_NONE_MATCH).map(str::trim) {
            None => false,
            Some("*") => true,
            Some(_) if self.method == Method::GET || self.method == Method::HEAD => false,
            Some(_) => return Err(expected("If-None-Match", "*")),
        };
        Ok(How { if_match, create_only, dry_run, once: None })
    }

    pub fn truth(&self, name: &str) -> Result<bool, Problem> {
        match self.query.get(name) {
            None | Some("false") => Ok(false),
            Some("true" | "") => Ok(true),
            Some(_) => Err(expected(name, "true or false")),
        }
    }

    /// No parameter but these; each once.
    pub fn asks_only(&self, known: &[&str]) -> Result<(), Problem> {
        self.knows(known)?;
        self.asks_once()
    }

    pub fn knows(&self, known: &[&str]) -> Result<(), Problem> {
        if let Some((name, _)) = self.query.iter().find(|(name, _)| !known.contains(name)) {
            let near = plug::config::nearest(name, known.iter().copied());
            return Err(unfit(Finding::broken(name, "attribute-unknown").with("nearest", near)));
        }
        Ok(())
    }

    pub fn asks_once(&self) -> Result<(), Problem> {
        self.asks_once_but(|_| false)
    }

    /// Each parameter once, but those that may come many times.
    pub fn asks_once_but(&self, many: impl Fn(&str) -> bool) -> Result<(), Problem> {
        let mut seen = std::collections::BTreeSet::new();
        match self.query.iter().find(|(name, _)| !seen.insert(*name) && !many(name)) {
            Some((name, _)) => Err(expected(name, "one value")),
            None => Ok(()),
        }
    }

    pub fn unless_known(&self, etag: &str) -> Option<Response> {
        let known = self.headers.get(header::IF_NONE_MATCH)?.to_str().ok()?;
        let same = tags(known).iter().any(|tag| tag == etag);
        same.then(|| tagged(StatusCode::NOT_MODIFIED.into_response(), etag))
    }

    /// The key of a try: bound to the caller, so that nobody learns of another's.
    pub fn once(&self, at: &str, bytes: &[u8]) -> Result<Option<Once>, Problem> {
        let Some(key) = self.headers.get("idempotency-key") else { return Ok(None) };
        let key = key.to_str().ok().filter(|k| !k.is_empty() && k.len() <= 255);
        let key = key.ok_or_else(|| expected("Idempotency-Key", "1 to 255 printable characters"))?;
        let text = format!("try\0{}\0{}\0{key}", self.caller.person, self.caller.actor.name);
        let sent = [at.as_bytes(), b"\0", bytes].concat();
        let fingerprint = crate::hex(&self.front.desk().engine().keyed("try", &sent));
        Ok(Some(Once { hash: login::hashed(&text), fingerprint, made: String::new() }))
    }
}

/// Entity tags of a header, without quotes; weak ones never fit a write (RFC 9110, 13.1.1).
pub fn tags(text: &str) -> Vec<String> {
    text.split(',').map(|tag| tag.trim().trim_matches('"').to_owned()).collect()
}

/// Fields as they are: actions name their own.
pub fn raw(sent: Sent) -> Result<Attributes, Problem> {
    match sent {
        Sent::Nothing => Ok(Attributes::new()),
        Sent::Form(form) => {
            let mut fields = Attributes::new();
            for (name, value) in form.iter() {
                if fields.insert(name.to_owned(), value.into()).is_some() {
                    return Err(expected(name, "one value"));
                }
            }
            Ok(fields)
        }
        Sent::Json(Value::Object(members)) => Ok(members),
        Sent::Json(_) => Err(expected("", "an object")),
    }
}

/// A link's own attributes: texts of a form, truths in JSON.
pub fn truths(sent: Sent) -> Result<Attributes, Problem> {
    let json = matches!(sent, Sent::Json(_));
    let given = raw(sent)?;
    match given.iter().find(|(_, value)| json && !value.is_boolean()) {
        Some((name, _)) => Err(expected(name, "true or false")),
        None => Ok(given),
    }
}

/// Type and name of a child, and what is left of the body.
pub fn child_of(sent: Sent) -> Result<(String, Option<String>, Sent), Problem> {
    let missing = || Problem::findings(400, "invalid", vec![Finding::broken("type", "missing")]);
    match sent {
        Sent::Nothing => Err(missing()),
        Sent::Form(form) => {
            let spelt =
                |name: &str| form.iter().map(|(n, _)| n).find(|n| n.eq_ignore_ascii_case(name)).unwrap_or_default();
            let (of_type, of_name) = (spelt("type").to_owned(), spelt("name").to_owned());
            let kind = form.filled(&of_type).ok_or_else(missing)?.to_owned();
            let name = form.filled(&of_name).map(str::to_owned);
            let rest = form.without(&[&of_type, &of_name]);
            Ok((kind, name, Sent::Form(rest)))
        }
        Sent::Json(Value::Object(mut members)) => {
            let spelt = |members: &Map<String, Value>, name: &str| {
                members.keys().find(|n| n.eq_ignore_ascii_case(name)).cloned().unwrap_or_default()
            };
            let mut text = |name: &str| match members.shift_remove(&spelt(&members, name)) {
                None | Some(Value::Null) => Ok(None),
                Some(Value::String(text)) => Ok(Some(text)),
                Some(_) => Err(expected(name, "a text")),
            };
            let kind = text("type")?.ok_or_else(missing)?;
            let mut name = text("name")?;
            if let Some(Value::Object(inner)) = members.get_mut("attributes")
                && let Some(Value::String(inner)) = inner.shift_remove("name")
            {
                name = name.or(Some(inner));
            }
            Ok((kind, name, Sent::Json(Value::Object(members))))
        }
        Sent::Json(_) => Err(expected("", "an object")),
    }
}
