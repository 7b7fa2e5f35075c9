//! Applications: a new client secret.

use clap::Subcommand;
use http::Method;
use model::Finding;
use serde_json::{Value, json};

use crate::{
    Console, House, Told,
    api::{Api, Ask},
    objects::plain,
    values::target,
};

#[derive(Subcommand, Debug)]
pub enum Application {
    /// Gives an application a new client secret and prints it, this once; the old one ends at once
    Secret {
        /// Path of the application, such as demosite/demoapp
        path: String,
    },
}

/// Authentication methods of a client that a shared secret belongs to (RFC 7591, 2); basic is the default there.
const WITH_SECRET: [&str; 3] = ["client_secret_basic", "client_secret_post", "client_secret_jwt"];

impl Application {
    pub async fn run(
        &self,
        api: &dyn Api,
        house: &dyn House,
        console: &mut Console<'_>,
        json: bool,
    ) -> Result<(), Told> {
        let Self::Secret { path } = self;
        let path = path.trim_matches('/');
        let object = target(&format!("application/{}", path.strip_prefix("application/").unwrap_or(path)))?;
        let answer = api.send(&Ask::get(object.as_str())).await?;
        if answer.status == 404 {
            return Err(Told::Usage(format!("no application {path}")));
        }
        let application = answer.well()?.json()?;
        let registration = format!("{object}/$attribute/metadata");
        let answer = api.send(&Ask::get(registration.as_str())).await?;
        let tag = answer.header("etag").map(str::to_owned);
        let mut metadata = if answer.status == 404 { json!({}) } else { answer.well()?.json()? };
        let way = metadata["token_endpoint_auth_method"].as_str().unwrap_or(WITH_SECRET[0]).to_owned();
        if application["attributes"]["protocol"] != "oidc" || !WITH_SECRET.contains(&way.as_str()) {
            let finding = Finding::broken("metadata.token_endpoint_auth_method", "no-client-secret").with("value", way);
            return Err(Told::Refused(vec![finding.at(format!("/application/{path}"))]));
        }
        let bytes: [u8; 32] = house.chance().bytes();
        let secret = data_encoding::BASE64URL_NOPAD.encode(&bytes);
        metadata["client_secret"] = Value::String(secret.clone());
        let mut ask = Ask::new(Method::PUT, registration).json(&metadata);
        if let Some(tag) = tag {
            ask = ask.header("if-match", tag);
        }
        let told = api.send(&ask).await?.well()?.json()?;
        if json {
            return crate::json(console, &json!({ "client_id": plain(&told["client_id"]), "client_secret": secret }));
        }
        Ok(writeln!(console.out, "{secret}")?)
    }
}
