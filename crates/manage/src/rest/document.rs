//! Documents of a method at its `$attribute`s, each in its own content type.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode, header};
use kit::form;
use model::Noun;
use serde_json::Value;

use super::{
    answer::{Problem, tagged, typed},
    body::{Sent, expected},
    front::{Call, not_allowed},
};
use crate::{
    address::{Address, Type},
    desk::{Document, DocumentText},
};

/// Metadata of federations is long; one provider's is not.
const LONGEST: usize = 1 << 20;

/// Which document an address means; `None` where it is none of a method's.
pub fn of(at: &Address, name: &str) -> Option<Document> {
    Document::parse(name).filter(|_| at.kind == Type::Object(Noun::Method))
}

pub async fn serve(call: &Call<'_>, at: &Address, which: Document, body: Body) -> Result<Response, Problem> {
    let desk = call.front.desk();
    match call.method {
        Method::GET | Method::HEAD => {
            let (text, etag) = desk.document(&call.caller, at, which)?;
            Ok(call.unless_known(&etag).unwrap_or_else(|| tagged(told(which, &text), &etag)))
        }
        Method::PUT => {
            let given = read(call, which, body).await?;
            let (text, etag) = desk.put_document(&call.caller, at, which, given, &call.how()?).await?;
            Ok(tagged(told(which, &text), &etag))
        }
        Method::DELETE => {
            desk.drop_document(&call.caller, at, which, &call.how()?).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        _ => Err(not_allowed("GET, HEAD, PUT, DELETE")),
    }
}

fn told(which: Document, text: &DocumentText) -> Response {
    match (text, which) {
        (DocumentText::Xml(text), _) => typed(text.clone(), "application/xml"),
        (DocumentText::Json(value), Document::Jwks) => typed(value.to_string(), "application/jwk-set+json"),
        (DocumentText::Json(value), _) => typed(value.to_string(), "application/json"),
    }
}

async fn read(call: &Call<'_>, which: Document, body: Body) -> Result<DocumentText, Problem> {
    let kind = call.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let xml = matches!(kind.as_str(), "application/xml" | "text/xml") || kind.ends_with("+xml");
    if xml && which == Document::Metadata {
        let bytes = form::collect(body, LONGEST).await.map_err(|error| match error {
            kit::form::FormError::TooLarge => Problem::new(413, "too-large"),
            _ => Problem::new(400, "malformed-body"),
        })?;
        return String::from_utf8(bytes.to_vec()).map(DocumentText::Xml).map_err(|_| expected("", "XML in UTF-8"));
    }
    match Sent::read(&call.headers, body).await {
        Ok((Sent::Json(value @ Value::Object(_)), _)) => Ok(DocumentText::Json(value)),
        Ok((Sent::Json(_) | Sent::Nothing, _)) => Err(expected("", "an object")),
        Ok((Sent::Form(_), _)) => Err(Problem::new(415, "media-type").header("accept", accepts(which))),
        Err(problem) if problem.status == 415 => Err(Problem::new(415, "media-type").header("accept", accepts(which))),
        Err(problem) => Err(problem),
    }
}

const fn accepts(which: Document) -> &'static str {
    match which {
        Document::Metadata => "application/json, application/xml",
        Document::Jwks => "application/jwk-set+json, application/json",
        Document::Registration => "application/json",
    }
}
