//! What is wrong, who is asking, and whatever else the API says.

use clap::Args;
use http::Method;
use serde_json::Value;

use crate::{
    Console, Told,
    api::{Api, Ask},
    objects::plain,
    table::Table,
    values::Pair,
};

pub async fn findings(api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let told = api.send(&Ask::get("/findings")).await?.well()?.json()?;
    if json {
        return crate::json(console, &told);
    }
    let all: Vec<&Value> = told["findings"].as_array().into_iter().flatten().collect();
    for finding in &all {
        for line in crate::problem::finding_lines(finding) {
            writeln!(console.out, "{line}")?;
        }
    }
    Ok(writeln!(console.err, "{} findings", all.len())?)
}

pub async fn me(api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let me = api.send(&Ask::get("/me")).await?.well()?.json()?;
    if json {
        return crate::json(console, &me);
    }
    writeln!(console.out, "{}", crate::problem::tame(&plain(&me["name"])))?;
    let mut table = Table::new(&["SITE", "NOUN", "VERBS"]);
    for grant in me["rights"].as_array().into_iter().flatten() {
        let mut nouns: Vec<(String, Vec<String>)> = Vec::new();
        for right in grant["rights"].as_array().into_iter().flatten() {
            let (noun, verb) = (plain(&right["noun"]), plain(&right["verb"]));
            match nouns.iter_mut().find(|(known, _)| *known == noun) {
                Some((_, verbs)) => verbs.push(verb),
                None => nouns.push((noun, vec![verb])),
            }
        }
        let site = match plain(&grant["site"]) {
            site if site.is_empty() => "(all)".to_owned(),
            site => site,
        };
        nouns.into_iter().for_each(|(noun, verbs)| table.row(vec![site.clone(), noun, verbs.join(" ")]));
    }
    table.write(console.out)
}

/// Any request to the API.
#[derive(Args, Debug)]
pub struct Raw {
    /// GET, PUT, POST, …
    #[arg(value_parser = method)]
    method: Method,
    /// Path below /sso-api with its query, percent-encoded
    target: String,
    /// Body: a text, @FILE, or @- for standard input
    #[arg(long)]
    data: Option<String>,
    /// Media type of the body
    #[arg(long = "type", value_name = "TYPE", default_value = "application/json")]
    kind: String,
    /// One more header; repeated
    #[arg(long = "header", value_name = "NAME:VALUE", value_parser = header)]
    headers: Vec<(String, String)>,
    /// Status and headers of the answer on standard error
    #[arg(long)]
    include: bool,
}

impl Raw {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>) -> Result<(), Told> {
        let target = self.target.strip_prefix("/sso-api").unwrap_or(&self.target).trim_start_matches('/');
        let mut ask = Ask::new(self.method.clone(), format!("/{target}"));
        ask.headers.clone_from(&self.headers);
        if let Some(data) = &self.data {
            let (_, data) = Pair { name: "--data".into(), value: data.clone() }.read(console)?;
            ask = ask.body(&self.kind, data);
        }
        let answer = api.send(&ask).await?;
        if self.include {
            writeln!(console.err, "{}", answer.status)?;
            for (name, value) in &answer.headers {
                writeln!(console.err, "{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
            }
        }
        let answer = answer.well()?;
        console.out.write_all(&answer.body)?;
        if !answer.body.is_empty() && !answer.body.ends_with(b"\n") {
            writeln!(console.out)?;
        }
        Ok(())
    }
}

fn method(text: &str) -> Result<Method, String> {
    text.to_ascii_uppercase().parse().map_err(|_| "GET, HEAD, PUT, PATCH, POST or DELETE".to_owned())
}

/// What says who calls is not set by hand.
fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("write NAME:VALUE")?;
    let name = name.trim().to_ascii_lowercase();
    if ["authorization", "host", "content-type", "content-length"].contains(&name.as_str()) {
        return Err(format!("{name} is not set here"));
    }
    Ok((name, value.trim().to_owned()))
}
