//! What would happen at a login and why, and what happened: the what-if of the API for people.

use clap::{Args, ValueEnum};
use http::Method;
use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Write, net::IpAddr};

use crate::{
    Console, Told,
    api::{Answer, Api, Ask},
    objects::plain,
    problem::{said, tame},
    table::Table,
    values::target,
};

pub const EXAMPLES: &str =
    "For example: symbolon ctl explain --application acme/wiki --user acme/ada --network 192.0.2.7
symbolon ctl explain --application acme/wiki --by oidc.1 --subject 24400320 --attribute email=ada@acme.example
symbolon ctl explain --story --user acme/ada";

#[derive(Args, Debug)]
pub struct Explain {
    /// Path of the application, such as acme/wiki
    #[arg(long, value_name = "SITE/APP", required_unless_present = "story")]
    application: Option<String>,
    /// Path of the user, such as acme/ada; nobody in particular without it
    #[arg(long, value_name = "SITE/NAME")]
    user: Option<String>,
    /// Method that somebody comes by, instead of --user: a provider's people, or those who type an address
    #[arg(long, value_name = "METHOD", conflicts_with = "user", requires = "subject")]
    by: Option<String>,
    /// What that method calls them
    #[arg(long, value_name = "NAME", requires = "by")]
    subject: Option<String>,
    /// Which provider it is, where the method has several: entity identifier or issuer
    #[arg(long, value_name = "PROVIDER", requires = "by")]
    provider: Option<String>,
    /// What that method tells of them; repeated
    #[arg(long = "attribute", value_name = "NAME=VALUE", requires = "by")]
    attributes: Vec<String>,
    /// Address that the login comes from
    #[arg(long, value_name = "IP")]
    network: Option<IpAddr>,
    /// Authentication context that is asked for; repeated
    #[arg(long = "acr", value_name = "REFERENCE")]
    contexts: Vec<String>,
    /// Nothing else than those contexts will do
    #[arg(long, requires = "contexts")]
    demand: bool,
    /// Method that is taken as passed; repeated, in order
    #[arg(long = "passed", value_name = "METHOD")]
    passed: Vec<String>,
    /// Scope that is asked for; repeated
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// No page may be shown
    #[arg(long)]
    passive: bool,
    /// Door that the login comes by
    #[arg(long, value_enum, default_value = "browser")]
    front: Front,
    /// What happened, from the audit record: of --user of late, or in one --login
    #[arg(long, conflicts_with_all = ["application", "by", "network", "contexts", "passed", "scopes", "passive"])]
    story: bool,
    /// Id of a login, as its last page and the audit record show it
    #[arg(long, value_name = "ID", requires = "story", conflicts_with_all = ["user", "application"])]
    login: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Front {
    Browser,
    Radius,
    Agent,
}

impl Front {
    const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Radius => "radius",
            Self::Agent => "agent",
        }
    }
}

impl Explain {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        if self.story {
            return self.story(api, console, json).await;
        }
        let answer = api.send(&Ask::new(Method::POST, "/whatif").json(&self.question()?)).await?;
        let told = answer.well()?.json()?;
        if json { crate::json(console, &told) } else { explained(&told, console) }
    }

    fn question(&self) -> Result<Value, Told> {
        let path = |path: &str, kind: &str| {
            let path = path.trim_matches('/');
            path.strip_prefix(&format!("{kind}/")).unwrap_or(path).to_owned()
        };
        let application = path(self.application.as_deref().unwrap_or_default(), "application");
        let mut question = json!({
            "application": application, "passed": self.passed, "front": self.front.name(),
            "passive": self.passive, "scopes": self.scopes,
        });
        if let Some(user) = &self.user {
            let user = path(user, "user");
            let (site, name) = user.rsplit_once('/').ok_or_else(|| Told::Usage(NO_USER.into()))?;
            question["who"] = json!({ "user": { "site": site, "name": name } });
        }
        if let Some(method) = &self.by {
            let mut attributes = BTreeMap::<&str, Vec<&str>>::new();
            for told in &self.attributes {
                let (name, value) = told.split_once('=').ok_or_else(|| Told::Usage(NO_ATTRIBUTE.into()))?;
                attributes.entry(name).or_default().push(value);
            }
            question["who"] = json!({ "comesBy": {
                "method": path(method, "method"), "provider": self.provider.as_deref().unwrap_or_default(),
                "subject": self.subject, "attributes": attributes,
            } });
        }
        if let Some(address) = self.network {
            question["address"] = json!(address);
        }
        if self.demand {
            question["wanted"] = json!({ "demand": { "references": self.contexts, "comparison": "exact" } });
        } else if !self.contexts.is_empty() {
            question["wanted"] = json!({ "prefer": self.contexts });
        }
        Ok(question)
    }

    async fn story(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let about = match (&self.login, &self.user) {
            (Some(login), _) => ("login".to_owned(), login.clone()),
            (None, Some(user)) => {
                let user = user.trim_matches('/');
                let user = user.strip_prefix("user/").unwrap_or(user);
                ("user".to_owned(), target(&format!("user/{user}"))?)
            }
            (None, None) => return Err(Told::Usage("whose story? name --user SITE/NAME or --login ID".into())),
        };
        let answer: Answer = api.send(&Ask::get("/whatif/story").with_query(&[about])).await?;
        if let (404, Some(user)) = (answer.status, &self.user) {
            return Err(Told::Usage(format!("no user {user}")));
        }
        let told = answer.well()?.json()?;
        if json {
            return crate::json(console, &told);
        }
        let story = &told["story"];
        let mut table = Table::new(&["TIME", "WHAT", "OUTCOME", "REASON", "APPLICATION", "METHOD", "FROM", "LOGIN"]);
        for moment in story["moments"].as_array().into_iter().flatten() {
            let names = ["at", "action", "outcome", "reason", "application", "method", "from", "login"];
            table.row(names.map(|name| plain(&moment[name])).into());
        }
        table.write(console.out)?;
        if story["more"] == true {
            writeln!(console.err, "there are older ones: symbolon ctl audit list")?;
        }
        if story["now"].is_object() {
            writeln!(console.out, "\nThe same login now:")?;
            explained(&story["now"], console)?;
        }
        Ok(())
    }
}

const NO_USER: &str = "--user: write SITE/NAME, such as acme/ada";
const NO_ATTRIBUTE: &str = "--attribute: write NAME=VALUE, such as email=ada@acme.example";

/// What is true of the person, then point by point what is asked and what would follow.
fn explained(told: &Value, console: &mut Console<'_>) -> Result<(), Told> {
    let person = &told["person"];
    let arrival = &told["arrival"];
    let who = match (person.is_object(), arrival.is_object()) {
        (true, _) => plain(&person["name"]),
        (false, true) => format!("somebody by {}", plain(&arrival["method"])),
        (false, false) => "nobody in particular".to_owned(),
    };
    let out = &mut *console.out;
    writeln!(out, "{} for {}", tame(&plain(&told["application"])), tame(&who))?;
    rulings(out, "  closed", &told["closed"])?;
    if arrival.is_object() {
        arrived(out, arrival)?;
    }
    if person.is_object() {
        let entered = listed(&person["entersBy"]);
        writeln!(out, "  enters by {}", if entered.is_empty() { "no group" } else { &entered })?;
        rulings(out, "  kept out", &person["keptOut"])?;
        for counter in person["counters"].as_array().into_iter().flatten().filter(|c| c["failures"] != 0) {
            let (class, failures) = (plain(&counter["class"]), plain(&counter["failures"]));
            let locked = if counter["locked"] == true { ", locked" } else { "" };
            writeln!(out, "  {class}: {failures} wrong answers{locked} {}", plain(&counter["until"]))?;
        }
        for held in person["credentials"].as_array().into_iter().flatten() {
            let words = ["method", "state", "label"].map(|name| tame(&plain(&held[name]))).join(" ");
            writeln!(out, "  has {}", words.trim_end())?;
        }
    }
    point(out, &told["point"], 0)
}

/// Whom the method's tables and links find, and how.
fn arrived(out: &mut (dyn Write + Send), arrival: &Value) -> Result<(), Told> {
    writeln!(out, "  comes by {}", tame(&plain(&arrival["method"])))?;
    for (name, values) in arrival["attributes"].as_object().into_iter().flatten() {
        writeln!(out, "    {} = {}", tame(name), listed(values))?;
    }
    rulings(out, "    tried", &arrival["rules"])?;
    if arrival["link"].is_object() {
        writeln!(out, "    link {}", ruling(&arrival["link"]))?;
    }
    writeln!(out, "    so {}", ruling(&arrival["outcome"]))?;
    Ok(())
}

/// One point on the way, and those behind each answer further in.
fn point(out: &mut (dyn Write + Send), at: &Value, depth: usize) -> Result<(), Told> {
    let pad = "  ".repeat(depth);
    writeln!(out, "{pad}-> {}", step(&at["step"]))?;
    rulings(out, &format!("{pad}   because"), &at["why"])?;
    let mut table = Table::bare();
    for method in at["methods"].as_array().into_iter().flatten() {
        let place = plain(&method["place"]);
        let rules: Vec<String> = method["rules"].as_array().into_iter().flatten().map(ruling).collect();
        let name = format!("{pad}   {}", plain(&method["method"]));
        table.row(vec![name, plain(&method["standing"]), place, rules.join("; ")]);
    }
    table.write(out)?;
    if at["received"].is_object() {
        received(out, &at["received"], &pad)?;
    }
    for branch in at["branches"].as_array().into_iter().flatten() {
        let what = match branch["how"].as_str() {
            Some("enrol") => format!("sets up {}", plain(&branch["method"])),
            Some("consent") => "agrees".to_owned(),
            _ => format!("passes {}", plain(&branch["method"])),
        };
        writeln!(out, "{pad}   who {}:", tame(&what))?;
        if branch["impossible"].is_object() {
            writeln!(out, "{pad}     cannot: {}", ruling(&branch["impossible"]))?;
        }
        if branch["then"].is_object() {
            point(out, &branch["then"], depth + 2)?;
        }
        if branch["cut"] == true {
            writeln!(out, "{pad}     goes on: --passed {} shows it", tame(&plain(&branch["method"])))?;
        }
    }
    Ok(())
}

fn step(step: &Value) -> String {
    match step["step"].as_str().unwrap_or_default() {
        "choose" => format!("asks for {}", listed_or(&step["methods"], " or ")),
        "enrol" => format!("has {} set up", listed_or(&step["methods"], " or ")),
        "owed" => format!("waits for {}", tame(&plain(&step["method"]))),
        "consent" => format!("asks to agree to {}", listed(&step["scopes"])),
        "grant" => "lets in".to_owned(),
        "deny" => format!("refuses: {}", tame(&plain(&step["reason"]))),
        other => tame(other),
    }
}

/// What the application would receive.
fn received(out: &mut (dyn Write + Send), all: &Value, pad: &str) -> Result<(), Told> {
    writeln!(out, "{pad}   the application receives")?;
    let mut table = Table::bare();
    for name in
        ["subject", "format", "acr", "classReference", "declarationReference", "amr", "methods", "scopes", "groups"]
    {
        let value = if all[name].is_array() { listed(&all[name]) } else { plain(&all[name]) };
        if !value.is_empty() {
            table.row(vec![format!("{pad}     {name}"), value]);
        }
    }
    for (name, values) in all["attributes"].as_object().into_iter().flatten() {
        table.row(vec![format!("{pad}     attribute {name}"), listed(values)]);
    }
    table.write(out)
}

fn rulings(out: &mut (dyn Write + Send), before: &str, all: &Value) -> Result<(), Told> {
    for rule in all.as_array().into_iter().flatten() {
        writeln!(out, "{before} {}", ruling(rule))?;
    }
    Ok(())
}

/// `not-allowed: Not allowed for the wiki (/method/totp.1)`: the rule's name, in words where the server has them, and where it is set.
fn ruling(rule: &Value) -> String {
    let mut text = tame(&plain(&rule["rule"]));
    match said(&rule["detail"]) {
        Some(words) => text.push_str(&format!(": {words}")),
        None => {
            let args = rule["args"].as_object().into_iter().flatten();
            let args: Vec<String> = args.map(|(name, value)| tame(&format!("{name}={}", plain(value)))).collect();
            if !args.is_empty() {
                text.push_str(&format!(" ({})", args.join(", ")));
            }
        }
    }
    let object = tame(&plain(&rule["object"]));
    if !object.is_empty() {
        text.push_str(&format!(" [{object}]"));
    }
    for finding in rule["findings"].as_array().into_iter().flatten() {
        text.push_str(&format!(" {}", tame(&plain(&finding["detail"]))));
    }
    text
}

fn listed(values: &Value) -> String {
    listed_or(values, ", ")
}

fn listed_or(values: &Value, between: &str) -> String {
    let all: Vec<String> = values.as_array().into_iter().flatten().map(|value| tame(&plain(value))).collect();
    all.join(between)
}
