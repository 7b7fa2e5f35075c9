//! The types of objects: attributes, links, and who may change them.

use anyhow::Result;
use serde_json::{Map, Value};

use super::shape::{code, compound, default, head, items, kind, members, plain, resolved, row, text};

pub fn render(config: &Value, words: &Value) -> Result<String> {
    let nouns = members(&config["objects"])?;
    let mut out = String::new();
    for (noun, declared) in nouns {
        let said = &words["objects"][noun];
        out.push_str(&format!("### {} (`{noun}`)\n\n", text(said, "title")));
        let description = plain(text(&declared["attributes"], "description"));
        let path = match noun.as_str() {
            "server" => "Its path is `/server`; there is one.".to_owned(),
            _ if said["ofSites"] == true => format!("Paths: `/{noun}/…`, behind the site it lies in."),
            _ => format!("Paths: `/{noun}/NAME`."),
        };
        out.push_str(format!("{description} {path} {}\n\n", writers(said)).trim_start());
        out.push_str(&head(&["attribute", "type", "default", "what it is"]));
        let root = &declared["attributes"];
        rows(&said["attributes"], root, members(&root["properties"])?, "", &mut out);
        out.push('\n');
        out.push_str(&links(noun, nouns, words)?);
    }
    Ok(out)
}

fn writers(said: &Value) -> String {
    let names: Vec<&str> = said["writers"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let reach = if said["ofSites"] == true { ", a role of a site in that site and below" } else { "" };
    format!(
        "Changed by the built-in roles {}{reach}.",
        names.iter().map(|n| format!("*{n}*")).collect::<Vec<_>>().join(" and ")
    )
    .replace("roles *Administrator*.", "role *Administrator*.")
}

fn rows(said: &Value, root: &Value, properties: &Map<String, Value>, before: &str, out: &mut String) {
    for (name, property) in properties {
        let path = format!("{before}{name}");
        let help = said.get(&path).map(|words| text(words, "help")).unwrap_or_default();
        let own = text(property, "description");
        let described = if own.is_empty() { text(resolved(root, property), "description") } else { own };
        let mut what = if help.is_empty() { plain(described) } else { help.to_owned() };
        if property["x-secret"] == true {
            what.push_str(" *Secret*: reads as `********`.");
        }
        out.push_str(&row(&[&format!("`{path}`"), &kind(root, property), &default(property), &what]));
        let deeper = format!("{path}.");
        if let Some(inner) = compound(root, property).or_else(|| items(root, property)) {
            rows(said, root, inner, &deeper, out);
        }
    }
}

/// Links that begin here, and those that lead here under the name they have on this side.
fn links(noun: &str, nouns: &Map<String, Value>, words: &Value) -> Result<String> {
    let mut table = String::new();
    for (from, declared) in nouns {
        for link in declared["links"].as_array().into_iter().flatten() {
            let (name, target, reverse) = (text(link, "name"), text(link, "target"), text(link, "reverse"));
            let said = &words["objects"][from.as_str()]["links"][name];
            let carried: Vec<&str> =
                link["attributes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let carries = carried.iter().map(|c| code(c)).collect::<Vec<_>>().join(", ");
            if from == noun {
                let many = if link["many"] == true { "many" } else { "one" };
                table.push_str(&row(&[&code(name), &code(target), many, &carries, text(said, "help")]));
            }
            if target == noun && name != reverse {
                let what = format!("The same from this side: {} of the {} leads here.", code(name), code(from));
                table.push_str(&row(&[&code(reverse), &code(from), "many", &carries, &what]));
            }
        }
    }
    Ok(if table.is_empty() {
        table
    } else {
        head(&["link", "leads to", "how many", "carries", "what it is"]) + &table + "\n"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_object_has_its_attributes_and_links_of_both_sides() {
        let config = json!({ "objects": {
            "site": { "attributes": { "properties": { "mail": { "type": "object", "properties": { "password": { "type": "string", "x-secret": true } } } } },
                "links": [{ "name": "method", "target": "method", "many": true, "reverse": "site", "attributes": ["enabled"] }] },
            "method": { "attributes": { "properties": {} }, "links": [] },
        } });
        let words = json!({ "objects": {
            "site": { "title": "Site", "ofSites": true, "writers": ["Administrator", "Site manager"],
                "attributes": { "mail.password": { "help": "Kept." } }, "links": { "method": { "help": "Ways." } } },
            "method": { "title": "Method", "writers": ["Administrator"] },
        } });
        let page = render(&config, &words).unwrap();
        assert!(page.contains("| `mail.password` | text | – | Kept. *Secret*: reads as `********`. |"), "{page}");
        assert!(page.contains("| `method` | `method` | many | `enabled` | Ways. |"), "{page}");
        assert!(page.contains("| `site` | `site` | many |") && page.contains("role *Administrator*."), "{page}");
    }
}
