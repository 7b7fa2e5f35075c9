//! Our own metadata, signed: who we are, where we are, and which keys are ours (case S076).

use axum::{
    extract::State,
    response::{IntoResponse, Response as Answer},
};
use http::{StatusCode, header};
use model::Locale;
use saml::{
    metadata::{Contact, Endpoint, Entity, IdpRole, Organization, Ui},
    ns, signature,
};

use super::{Front, SLO, SOAP, SSO};
use crate::visit::Door;

/// `GET /saml2/metadata`
pub async fn document(State(front): State<Front>) -> Answer {
    match front.metadata().await {
        Some(document) => {
            let headers = [
                (header::CONTENT_TYPE, "application/samlmetadata+xml"),
                (header::CACHE_CONTROL, "public, max-age=300"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (StatusCode::OK, headers, document).into_response()
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

impl Front {
    async fn metadata(&self) -> Option<String> {
        let keys = self.certificates().await;
        let key = self.signing_key("RS256").await.ok()?;
        let (now, system) = (self.now(), self.engine().world().catalogue.system());
        let name = self.kit().public.as_url().host_str().unwrap_or_default().to_owned();
        let names: Vec<(String, String)> =
            Locale::ALL.iter().map(|locale| (locale.tag().to_owned(), name.clone())).collect();
        let home = self.url("/");
        let support = match system.support.as_str() {
            "" => system.mail.as_ref().map(|mail| mail.from.clone()).unwrap_or_default(),
            support => support.to_owned(),
        };
        let mails = address(&support).into_iter().map(|mail| format!("mailto:{mail}")).collect();
        let entity = Entity {
            id: self.entity().to_owned(),
            document: Some(self.fresh_id()),
            valid_until: Some(now.plus(VALID)),
            cache_duration: Some(CACHE),
            idp: Some(IdpRole {
                keys,
                sso: [(ns::binding::REDIRECT, SSO), (ns::binding::POST, SSO)]
                    .map(|(binding, path)| Endpoint::new(binding, &self.url(path)))
                    .into(),
                slo: [(ns::binding::REDIRECT, SLO), (ns::binding::POST, SLO), (ns::binding::SOAP, SOAP)]
                    .map(|(binding, path)| Endpoint::new(binding, &self.url(path)))
                    .into(),
                artifact: vec![Endpoint::new(ns::binding::SOAP, &self.url(SOAP)).indexed(0, true)],
                name_id_formats: [
                    ns::format::UNSPECIFIED,
                    ns::format::TRANSIENT,
                    ns::format::PERSISTENT,
                    ns::format::EMAIL,
                ]
                .map(str::to_owned)
                .into(),
                ui: Ui {
                    display_names: names.clone(),
                    information_urls: vec![("en".to_owned(), home.clone())],
                    ..Ui::default()
                },
                error_url: Some(home.clone()),
                tells_algorithms: true,
                ..IdpRole::default()
            }),
            organization: Some(Organization {
                names: names.clone(),
                display_names: names,
                urls: vec![("en".to_owned(), home)],
            }),
            contacts: vec![Contact { kind: "technical".to_owned(), given_name: Some(name), mails }],
            ..Entity::default()
        };
        signature::sign(&entity.write(), &key).ok()
    }
}

/// The address in a sender's line.
fn address(text: &str) -> Option<String> {
    let inner = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>')).trim();
    (inner.contains('@') && !inner.contains(char::is_whitespace)).then(|| inner.to_owned())
}

/// Shorter than a new key is announced before it signs: two weeks, in seconds.
const VALID: i64 = 7 * 24 * 3_600;
/// Once a day, in seconds.
const CACHE: u64 = 24 * 3_600;
