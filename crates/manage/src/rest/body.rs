//! What a request brings: a form with repeated fields, or JSON, read strictly (case M093).

use axum::body::Body;
use http::{HeaderMap, header};
use kit::{Form, Limits, form};
use model::Finding;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::answer::Problem;
use crate::{Type, attributes::Attributes};

/// A body as it came.
pub enum Sent {
    Nothing,
    Form(Form),
    Json(Value),
}

/// Logos come as `data:` URLs, so that a site's attributes may be long.
const LONGEST: usize = 2 << 20;
const MOST_FIELDS: usize = 2_000;

impl Sent {
    pub async fn read(headers: &HeaderMap, body: Body) -> Result<(Self, Vec<u8>), Problem> {
        let bytes = form::collect(body, LONGEST).await.map_err(|error| match error {
            kit::form::FormError::TooLarge => Problem::new(413, "too-large"),
            _ => Problem::new(400, "malformed-body"),
        })?;
        if bytes.is_empty() {
            return Ok((Self::Nothing, Vec::new()));
        }
        let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let sent = match essence.as_str() {
            "application/x-www-form-urlencoded" => {
                let limits = Limits { bytes: LONGEST, fields: MOST_FIELDS };
                Self::Form(Form::repeated(&bytes, limits).map_err(|_| Problem::new(400, "malformed-body"))?)
            }
            "application/json" | "application/merge-patch+json" => Self::Json(strict(&bytes)?),
            other if other.ends_with("+json") => Self::Json(strict(&bytes)?),
            _ => {
                return Err(Problem::new(415, "media-type")
                    .header("accept", "application/json, application/x-www-form-urlencoded"));
            }
        };
        Ok((sent, bytes.to_vec()))
    }

    /// The members of a JSON object: what an answer of ours says as `attributes`, or the attributes themselves.
    pub fn attributes(kind: Type, value: Value) -> Result<Attributes, Problem> {
        match value {
            Value::Object(mut members) => match members.shift_remove("attributes") {
                Some(Value::Object(inner)) => beside(kind, &members).map(|()| inner),
                Some(_) => Err(expected("attributes", "an object")),
                None => Ok(members),
            },
            _ => Err(expected("", "an object")),
        }
    }
}

/// An answer of ours says more than attributes; what it says is not set, and nothing else may stand there.
fn beside(kind: Type, members: &Map<String, Value>) -> Result<(), Problem> {
    match members.iter().find(|(name, value)| match name.as_str() {
        "type" => *value != kind.name(),
        "id" | "findings" => false,
        _ => true,
    }) {
        None => Ok(()),
        Some((name, _)) if name == "type" => Err(expected(name, kind.name())),
        Some((name, _)) => Err(Problem::findings(400, "invalid", vec![Finding::broken(name, "attribute-unknown")])),
    }
}

pub fn expected(field: &str, what: &str) -> Problem {
    Problem::findings(
        400,
        "invalid",
        vec![Finding::broken(field, "attribute-value").with("why", format!("expected {what}"))],
    )
}

/// JSON in which no member stands twice: two readers would take one each.
pub fn strict(bytes: &[u8]) -> Result<Value, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = reader.deserialize_any(Strict).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| {
        let finding = Finding::broken("", "malformed").with("line", error.line()).with("column", error.column());
        Problem::findings(400, "malformed-body", vec![finding])
    })
}

struct Strict;

/// Up to here every whole number is one of a kind as a float.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'de> serde::de::DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        // A number without a fraction is a whole one, however it is written (JSON Schema, 6.1.1).
        #[allow(clippy::cast_possible_truncation, reason = "it is whole and fits")]
        if value.fract() == 0.0 && value.abs() <= EXACT {
            return Ok((value as i64).into());
        }
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number without end"))
    }
    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        if value.contains('\0') { Err(E::custom("a NUL")) } else { Ok(value.into()) }
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(Self)? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(Self)?;
            if name.contains('\0') || all.insert(name, value).is_some() {
                return Err(A::Error::custom("a member twice"));
            }
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// M093
    #[test]
    fn m093_json_is_read_strictly() {
        assert_eq!(strict(br#"{"a":[1,true,null,"x"],"b":{"c":1.5}}"#).unwrap()["b"]["c"], 1.5);
        assert_eq!(strict(b"[5.0,-1e2,1e300]").unwrap(), serde_json::json!([5, -100, 1e300]));
        let deep = [vec![b'['; 4_000], vec![b']'; 4_000]].concat();
        let cases: [&[u8]; 8] = [
            br#"{"a":1,"a":2}"#,
            br#"{"b":{"a":1,"\u0061":2}}"#,
            br#"{"a":1} x"#,
            br#"{"a":1e999}"#,
            b"{\"a\":\"\xff\"}",
            br#"{"a":"\u0000"}"#,
            b"",
            &deep,
        ];
        for case in cases {
            assert!(strict(case).is_err(), "{}", String::from_utf8_lossy(&case[..case.len().min(40)]));
        }
    }
}
