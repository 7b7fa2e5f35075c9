//! A page for each kind of method: what its folder's README says of it, and what its declaration says.

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use super::shape::{code, default, head, kind, members, row, text, values};

const MARK: &str = "<!-- page: ";

/// The list of all pages.
pub fn list(config: &Value, words: &Value) -> Result<String> {
    let mut out =
        "# Methods\n\nEvery way to prove who one is, by the name of its kind. Written by `cargo xtask gen`.\n\n"
            .to_owned();
    out.push_str(&head(&["kind", "is", "factor", "opens a login"]));
    for (name, declared) in members(&config["kinds"])? {
        let said = &words["kinds"][name];
        out.push_str(&row(&[
            &format!("[`{name}`]({name}.md)"),
            text(said, "title"),
            text(declared, "factor"),
            text(declared, "opens"),
        ]));
    }
    out.push_str(&format!(
        "\nConfiguration lines that other products have and that do nothing here are kept, with a warning: {}.\n",
        listed(&config["linesWithoutEffect"])
    ));
    Ok(out)
}

pub fn render(name: &str, config: &Value, words: &Value) -> Result<String> {
    let (declared, said) = (&config["kinds"][name], &words["kinds"][name]);
    let readme = part(name, text(said, "readme"));
    let readme = readme.trim();
    let (lead, rest) = readme.split_once("\n## ").map_or((readme, None), |(lead, rest)| (lead, Some(rest)));
    if lead.is_empty() {
        bail!("the README of `{name}` has no `{MARK}{name} -->` with a paragraph about it");
    }
    let mut out = format!(
        "<!-- Written by `cargo xtask gen` from the method's declaration and README; change those. -->\n\n# {} (`{name}`)\n\n{}\n\n",
        text(said, "title"),
        lead.trim()
    );
    out.push_str(&glance(declared, said));
    out.push_str(&making(name, declared, said));
    out.push_str(&lines(name, declared, said, &words["commonLines"])?);
    out.push_str(&findings(said));
    if let Some(rest) = rest {
        out.push_str(&format!("## {}\n\n", rest.trim()));
    }
    out.push_str(&typed(declared, said));
    out.push_str(&events(said));
    Ok(out.trim_end().to_owned() + "\n")
}

/// The parts of a README that are for this kind.
fn part(name: &str, readme: &str) -> String {
    let mut out = String::new();
    for part in readme.split(MARK).skip(1) {
        let Some((kinds, text)) = part.split_once("-->") else { continue };
        if kinds.split_whitespace().any(|kind| kind == name) {
            out.push_str(text.trim());
            out.push_str("\n\n");
        }
    }
    out
}

fn glance(declared: &Value, said: &Value) -> String {
    let mut out = head(&["", ""]);
    let mut line = |what: &str, is: &str| out.push_str(&row(&[what, is]));
    line("`className`", &code(text(declared, "className")));
    line("`methodType`", &code(text(declared, "methodType")));
    let also = listed(&declared["alsoClassNames"]);
    if !also.is_empty() {
        line("Taken for it on input", &also);
    }
    line(
        "Factor",
        match text(declared, "factor") {
            "knowledge" => "something the person knows",
            "possession" => "something the person has",
            "inherence" => "something the person is",
            _ => "proved elsewhere",
        },
    );
    line(
        "Opens a login",
        match text(declared, "opens") {
            "yes" => "yes, unless it has the line `mfa true`",
            "where asked" => "only where the application's link to it carries `opens`",
            _ => "no",
        },
    );
    line(
        "Needs",
        &match text(declared, "needs") {
            "nothing" => "nothing".to_owned(),
            "credential" => "a credential of the person, of this method".to_owned(),
            other => format!(
                "{} of the earlier proofs or of the directory",
                other.replace("attribute ", "the attribute `") + "`"
            ),
        },
    );
    line("`amr` that a pass adds (RFC 8176)", &listed(&declared["amr"]));
    let by_phone = text(declared, "needs").ends_with("phone_number");
    let sends = if by_phone { "gateway" } else { "mail server" };
    let sends = format!("It sends messages: the sending limits of the method apply, and a {sends} must be set");
    for (name, yes) in [
        ("enrols", "People set it up by themselves, on their account page"),
        ("takesSecret", "A wrong answer counts, and lockout applies"),
        ("sends", sends.as_str()),
        ("companion", "Of use only beside another second factor, and goes with the last one"),
        ("tokens", "Its credentials can be tokens with serial numbers, listed in the inventory"),
        ("silent", "Tried without a menu; its miss neither counts nor shows"),
    ] {
        if said[name] == true {
            line(yes, "yes");
        }
    }
    out + "\n"
}

fn listed(values: &Value) -> String {
    values.as_array().into_iter().flatten().filter_map(Value::as_str).map(code).collect::<Vec<_>>().join(", ")
}

fn making(name: &str, declared: &Value, said: &Value) -> String {
    let (class, title) = (text(declared, "className"), text(said, "title").replace('\u{2019}', ""));
    format!(
        "## Making one\n\n```sh\nsymbolon ctl put {} className={class} title=\"{title}\" enabled=true\n```\n\nIn the console: *Methods*, *New method*. Nobody is offered it before a site and an application are linked to it.\n\n",
        path(name)
    )
}

fn path(name: &str) -> String {
    format!("/method/{}.1", name.replace('.', "-"))
}

/// Another value than the default, and one that somebody could want.
fn example(property: &Value) -> Option<String> {
    let usual = property.get("default");
    if let Some(told) = property.pointer("/examples/0") {
        return Some(told.as_str().map_or_else(|| told.to_string(), str::to_owned));
    }
    if let Some(values) = values(property) {
        let other = |value: &&str| !value.is_empty() && Some(&Value::from(*value)) != usual;
        return values.into_iter().find(other).map(str::to_owned);
    }
    let of = property.get("type")?;
    let is = |name: &str| of.as_str() == Some(name) || of.as_array().is_some_and(|all| all.iter().any(|t| t == name));
    if is("boolean") {
        return Some((usual != Some(&Value::Bool(true))).to_string());
    }
    if !is("integer") && !is("number") {
        return None;
    }
    let bound = |name: &str, otherwise: i64| property.get(name).and_then(Value::as_i64).unwrap_or(otherwise);
    let (low, high) = (bound("minimum", 0), bound("maximum", i64::MAX));
    let wished = match usual.and_then(Value::as_i64) {
        Some(0) => 3,
        Some(usual) => usual.saturating_mul(2),
        None => 20,
    };
    let value = wished.clamp(low, high);
    (usual.and_then(Value::as_i64) != Some(value)).then(|| value.to_string())
}

fn lines(name: &str, declared: &Value, said: &Value, common: &Value) -> Result<String> {
    let known = members(&declared["lines"]["properties"])?;
    let mut out = "## Configuration lines\n\nOne a line of the attribute `configuration`: a name, a space, a value. What is not named has its default.\n\n".to_owned();
    if let Some(line) = known.iter().rev().find_map(|(line, property)| Some(format!("{line} {}", example(property)?))) {
        out.push_str(&format!("```sh\nsymbolon ctl patch {} +configuration='{line}'\n```\n\n", path(name)));
    }
    out.push_str(&head(&["line", "value", "default", "for example", "what it does"]));
    for (name, property) in known {
        let words = &said["lines"][name];
        let mut what = text(words, "help").to_owned();
        for (value, meaning) in words["values"].as_object().unwrap_or(&Map::new()) {
            what.push_str(&format!(" `{value}`: {}.", lower(meaning.as_str().unwrap_or_default())));
        }
        let shown = example(property).map(|value| code(&format!("{name} {value}"))).unwrap_or_default();
        out.push_str(&row(&[&code(name), &kind(&declared["lines"], property), &default(property), &shown, &what]));
    }
    out.push_str("\nLines that every kind knows:\n\n");
    out.push_str(&head(&["line", "what it does"]));
    for (name, words) in members(common)? {
        let counts = name.starts_with("policy.lockout") && said["takesSecret"] != true;
        if !counts {
            out.push_str(&row(&[&code(name), text(words, "help")]));
        }
    }
    out.push_str(
        "\nLines of other products that are kept without effect are listed [with the methods](README.md).\n\n",
    );
    Ok(out)
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn findings(said: &Value) -> String {
    let found: Vec<&Value> = said["findings"].as_array().into_iter().flatten().collect();
    if found.is_empty() {
        return String::new();
    }
    let mut out = "## What is found fault with\n\nA *warning* is shown and changes nothing; *unfit* is kept and not offered to anybody; *broken* is refused. Found by trying each line at its bounds, and two together.\n\n".to_owned();
    out.push_str(&head(&["with", "", "what it says"]));
    for finding in found {
        let lines: Vec<String> =
            finding["lines"].as_array().into_iter().flatten().filter_map(Value::as_str).map(code).collect();
        out.push_str(&row(&[&lines.join(" and "), text(finding, "severity"), text(finding, "text")]));
    }
    out + "\n"
}

/// Where only lines of text go.
fn typed(declared: &Value, said: &Value) -> String {
    let lengths = |name: &str| -> Vec<String> {
        said[name].as_array().into_iter().flatten().filter_map(Value::as_u64).map(|n| n.to_string()).collect()
    };
    let (all, usual) = (lengths("codeLengths"), lengths("usualCodeLengths"));
    let mut out = "## Over RADIUS and agents\n\n".to_owned();
    match (text(declared, "opens"), all.is_empty()) {
        ("yes", true) => out.push_str("What is typed first is for this method. With the layouts `password-code` and `code-password` of the application's passcode it shares its line with a code.\n"),
        (_, true) => out.push_str("It is asked for by a challenge.\n"),
        (_, false) => out.push_str(&format!(
            "Its code is asked for by a challenge, or shares one line with a password where the application's passcode has the layout `password-code` or `code-password`. With its defaults a code has {} characters; lines are parted at the lengths it is configured to, of {}.\n",
            usual.join(", "),
            all.join(", ")
        )),
    }
    if let Some(letter) = said["shorthand"].as_str() {
        out.push_str(&format!("Where the passcode is `simple`, the letter `{letter}` alone picks it.\n"));
    }
    if said["sends"] == true {
        out.push_str("The message leaves when the challenge is opened.\n");
    }
    out + "See [RADIUS](../radius.md) and [agents](../agents.md).\n\n"
}

fn events(said: &Value) -> String {
    let own = listed(&said["events"]);
    let own = match own.is_empty() {
        true => "This kind records no events of its own".to_owned(),
        false => format!("Besides, this kind records {own}"),
    };
    format!(
        "## In the audit record\n\nLogins are `login.granted` and `login.denied`, with the method and the reason. {own}; none of them holds a secret.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_readme_s_parts_go_to_their_pages() {
        let readme = "# Two\n\nFor developers.\n\n<!-- page: a -->\nOf a.\n\n<!-- page: a b -->\nOf both.\n<!-- page: none -->\nNobody.";
        assert_eq!(part("a", readme), "Of a.\n\nOf both.\n\n");
        assert_eq!(part("b", readme), "Of both.\n\n");
        assert_eq!(part("c", readme), "");
    }

    #[test]
    fn an_example_is_not_the_default() {
        let of = |schema: Value| example(&schema);
        assert_eq!(
            of(serde_json::json!({ "type": "string", "enum": ["", "A", "B"], "default": "A" })),
            Some("B".into())
        );
        assert_eq!(of(serde_json::json!({ "type": "boolean", "default": true })), Some("false".into()));
        assert_eq!(of(serde_json::json!({ "type": "string" })), None);
    }
}
