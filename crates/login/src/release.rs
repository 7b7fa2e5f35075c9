//! What an application's policy releases (requirement D4), and what it calls the person (A2.10).

use data_encoding::BASE64;
use model::{
    Attributes, Id, Locale, Policy, Reason, User,
    expr::{Made, MadeName, Scope, Sso},
    policy::{PolicyItem, Value, name_format},
    proof::Subject,
};
use std::collections::{BTreeMap, BTreeSet};

use crate::world::{App, World};

/// What goes out to an application.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Released {
    pub attributes: Attributes,
    /// How SAML is to call those attributes of which the policy says so.
    pub forms: BTreeMap<String, Form>,
    /// What the policy has the person called instead.
    pub name: Option<GivenName>,
}

/// `NameFormat` and `FriendlyName` of an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// URN.
    pub format: Option<String>,
    pub friendly: Option<String>,
}

/// A name by a policy's expression. What it leaves out stays as the method and the application have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenName {
    pub value: Option<String>,
    /// URN.
    pub format: Option<String>,
    pub name_qualifier: Option<String>,
    pub sp_name_qualifier: Option<String>,
}

/// A constraint of a policy that does not hold: the login is denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    pub constraint: Constraint,
    /// The attribute; `NameID` for what the person is called.
    pub attribute: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// There is no value, and one is required.
    Required,
    /// There is more than one distinct value.
    Single,
    /// The expression comes to more than any login needs.
    Bounds,
}

impl Constraint {
    /// As audit and what-if call it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Single => "single",
            Self::Bounds => "bounds",
        }
    }
}

/// Why there is no grant; what of the policy, for those who look after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub why: Reason,
    pub unmet: Option<Unmet>,
}

impl From<Reason> for Refused {
    fn from(why: Reason) -> Self {
        Self { why, unmet: None }
    }
}

impl From<Unmet> for Refused {
    fn from(unmet: Unmet) -> Self {
        Self { why: Reason::PolicyUnmet, unmet: Some(unmet) }
    }
}

impl Refused {
    /// What the audit record says of it beside the reason. Names of attributes only, never values.
    pub fn detail(&self) -> serde_json::Value {
        match &self.unmet {
            Some(unmet) => serde_json::json!({ "attribute": unmet.attribute, "constraint": unmet.constraint.key() }),
            None => serde_json::Value::Null,
        }
    }
}

/// Whom it is about, as policies see them.
pub(crate) struct About<'a> {
    pub groups: &'a BTreeSet<Id>,
    pub scopes: &'a [String],
    /// What the methods delivered, after mapping.
    pub method: &'a Attributes,
    pub user: Option<&'a User>,
    pub subject: &'a Subject,
    /// The session's id, or the login's where there is none.
    pub session: Id,
    pub locale: Locale,
}

/// Attributes by the policy of an application; without one, all that there are.
pub(crate) fn released(world: &World, app: App<'_>, about: &About<'_>) -> Result<Released, Unmet> {
    let policy = app.entry.links_as("policy").next().and_then(|l| world.catalogue.policy(l.to));
    match policy {
        None => {
            let mut attributes = about.method.clone();
            if let Some(user) = about.user {
                model::proof::unite(&mut attributes, &user.attributes);
            }
            Ok(Released { attributes, ..Released::default() })
        }
        Some((_, policy)) => by_policy(world, policy, about),
    }
}

fn by_policy(world: &World, policy: &Policy, about: &About<'_>) -> Result<Released, Unmet> {
    let applies = |item: &&PolicyItem| {
        let member = item.group.is_empty()
            || world.catalogue.at(model::Noun::Group, &item.group).is_some_and(|e| about.groups.contains(&e.id));
        // An application whose protocol has no scopes was granted none.
        member && (item.scope.is_empty() || item.scope.iter().any(|s| about.scopes.contains(s)))
    };
    let session = about.session.to_string();
    let mut released = Released::default();
    let mut bound = Vec::new();
    for item in policy.items.iter().filter(applies) {
        let unmet = |constraint| Unmet { constraint, attribute: item.name.clone() };
        let (mut name, mut form) = (item.name.clone(), form_of(&item.name_format, &item.friendly_name));
        let values = match made(item, about, &session).map_err(|_| unmet(Constraint::Bounds))? {
            Made::Values(values) => values,
            Made::Attribute { name: other, values, format, friendly } => {
                name = other;
                form.format = format.as_deref().and_then(name_format).map(str::to_owned).or(form.format);
                form.friendly = friendly.or(form.friendly);
                values
            }
            Made::Name(given) => {
                let given = given_name(given)?;
                released.name.get_or_insert(given);
                continue;
            }
        };
        if !values.is_empty() {
            released.attributes.entry(name.clone()).or_default().extend(values);
        }
        if form != Form::default() {
            released.forms.entry(name.clone()).or_insert(form);
        }
        bound.push((name, item));
    }
    for values in released.attributes.values_mut() {
        let mut seen = BTreeSet::new();
        values.retain(|v| seen.insert(v.clone()));
    }
    for (name, item) in bound {
        let count = released.attributes.get(&name).map_or(0, Vec::len);
        let broken = match count {
            0 if item.required => Constraint::Required,
            2.. if item.single => Constraint::Single,
            _ => continue,
        };
        return Err(Unmet { constraint: broken, attribute: name });
    }
    Ok(released)
}

fn form_of(format: &str, friendly: &str) -> Form {
    let said = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    Form { format: name_format(format).and_then(said), friendly: said(friendly) }
}

/// Nobody is called by nothing, or by two names.
fn given_name(made: MadeName) -> Result<GivenName, Unmet> {
    let unmet = |constraint| Unmet { constraint, attribute: NAME.to_owned() };
    let value = match made.value {
        None => None,
        Some(values) => {
            let distinct: BTreeSet<&String> = values.iter().filter(|v| !v.trim().is_empty()).collect();
            match (distinct.len(), distinct.into_iter().next()) {
                (1, Some(one)) => Some(one.clone()),
                (0, _) => return Err(unmet(Constraint::Required)),
                _ => return Err(unmet(Constraint::Single)),
            }
        }
    };
    let MadeName { format, name_qualifier, sp_name_qualifier, .. } = made;
    Ok(GivenName { value, format, name_qualifier, sp_name_qualifier })
}

/// What the name of a person is called among attributes.
const NAME: &str = "NameID";

fn made(item: &PolicyItem, about: &About<'_>, session: &str) -> Result<Made, model::expr::Overrun> {
    let values = match item.value.meaning() {
        Some(Value::Constant(text)) => vec![text.clone()],
        Some(Value::User { name, binary }) => {
            let values = about.user.map(|user| user.values(name)).unwrap_or_default();
            if *binary { values.iter().map(|v| BASE64.encode(v.as_bytes())).collect() } else { values }
        }
        Some(Value::Method(name)) => about.method.get(name).cloned().unwrap_or_default(),
        Some(Value::Expression(template)) => {
            let sso = Sso { id: session, locale: about.locale.tag(), template: "" };
            let scope = Scope { user: about.user, method: about.method, username: about.subject, sso };
            return template.made(&scope);
        }
        None => Vec::new(),
    };
    Ok(Made::Values(values))
}
