//! What the API says is wrong (RFC 9457): the object, the field and the remedy, for a person or as it came.

use model::Finding;
use serde_json::Value;

use crate::{Told, api::Answer};

/// A refusal as the API words it.
#[derive(Debug)]
pub struct Problem {
    pub status: u16,
    /// The document; empty where the answer was something else.
    pub document: Value,
}

impl Problem {
    pub fn of(answer: &Answer) -> Self {
        let document = serde_json::from_slice::<Value>(&answer.body).ok().filter(Value::is_object);
        Self { status: answer.status, document: document.unwrap_or_default() }
    }

    /// What it is about in one word, such as `refused`.
    pub fn key(&self) -> &str {
        let kind = self.document["type"].as_str().unwrap_or_default();
        kind.rsplit(':').next().unwrap_or_default()
    }

    /// The sentence behind the title, and a line or two for each finding.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = said(&self.document["detail"]).map(|text| vec![text]).unwrap_or_default();
        for finding in self.document["errors"].as_array().into_iter().flatten() {
            lines.extend(finding_lines(finding));
        }
        if self.status >= 500
            && let Some(reference) = self.document["reference"].as_str()
        {
            lines.push(format!("reference {reference}"));
        }
        lines
    }

    /// 4 the caller is not known or not allowed, 5 nobody can answer now, 1 everything else.
    pub const fn code(&self) -> u8 {
        match self.status {
            401 | 403 => 4,
            408 | 429 | 502..=504 => 5,
            _ => 1,
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let title = said(&self.document["title"]).unwrap_or_else(|| match self.key() {
            "" => "the answer says that it did not work".to_owned(),
            key => key.to_owned(),
        });
        write!(f, "{title} ({})", self.status)
    }
}

impl From<Problem> for Told {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

/// A finding as the API tells it.
pub fn finding_of(finding: &Value) -> Finding {
    let text = |name: &str| finding[name].as_str().unwrap_or_default();
    let mut plain = match text("severity") {
        "broken" => Finding::broken(text("field"), text("key")),
        "unfit" => Finding::unfit(text("field"), text("key")),
        _ => Finding::warning(text("field"), text("key")),
    }
    .at(text("object"));
    for (name, value) in finding["arguments"].as_object().into_iter().flatten() {
        plain = plain.with(name, value.as_str().unwrap_or_default());
    }
    plain
}

/// `broken /method/a enabled: delete-enabled`, and what to do about it.
pub fn finding_lines(finding: &Value) -> Vec<String> {
    let mut lines = vec![tame(&finding_of(finding).plain())];
    lines.extend(said(&finding["detail"]).map(|text| format!("  {text}")));
    lines
}

/// Words, unless only their key stands there: then this server has no text for it.
pub fn said(value: &Value) -> Option<String> {
    let is_key = |text: &str| ["[problem-", "[finding-", "[whatif-"].iter().any(|start| text.starts_with(start));
    let text = value.as_str().filter(|text| !text.is_empty() && !is_key(text))?;
    Some(tame(text))
}

/// No text from elsewhere moves a terminal's cursor.
pub fn tame(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            if c.is_control() || crate::terminal::is_shown(c) {
                c.escape_default().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problem(status: u16, document: &Value) -> Problem {
        let body = document.to_string().into_bytes();
        Problem::of(&Answer { status, headers: http::HeaderMap::new(), body })
    }

    #[test]
    fn a_problem_names_field_and_remedy() {
        let told = problem(
            422,
            &json!({"type": "urn:symbolon:problem:refused", "title": "Refused", "detail": "It would be broken.", "errors": [
                {"severity": "broken", "object": "/method/a", "field": "enabled", "key": "ring", "detail": "Take one\u{1b}[2J away.", "arguments": {"way": "a b"}},
                {"severity": "unfit", "object": "", "field": "", "key": "name", "detail": "[finding-name]", "arguments": {}},
            ]}),
        );
        assert_eq!(told.to_string(), "Refused (422)");
        assert_eq!(
            told.lines(),
            [
                "It would be broken.",
                "broken /method/a enabled: ring (way=a b)",
                "  Take one\\u{1b}[2J away.",
                "unfit  : name"
            ]
            .map(str::to_owned)
            .to_vec()
        );
    }

    #[test]
    fn exit_codes_say_what_to_do() {
        for (status, code) in [(400, 1), (401, 4), (403, 4), (404, 1), (409, 1), (412, 1), (429, 5), (500, 1), (503, 5)]
        {
            assert_eq!(problem(status, &json!({})).code(), code, "{status}");
        }
        assert_eq!(problem(500, &json!([])).to_string(), "the answer says that it did not work (500)");
    }
}
