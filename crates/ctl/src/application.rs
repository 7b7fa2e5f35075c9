//! Applications: a new client secret.

use clap::Subcommand;
use model::{AnyObject, Change, Finding, Noun};
use serde_json::{Value, json};

use crate::{ACTOR, Console, House, Told};

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
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let Self::Secret { path } = self;
        let engine = house.engine().await?;
        let world = engine.world();
        let entry =
            world.catalogue.at(Noun::Application, path).ok_or_else(|| Told::Usage(format!("no application {path}")))?;
        let mut entry = entry.clone();
        let AnyObject::Application(application) = &mut entry.object else {
            return Err(Told::Usage(format!("no application {path}")));
        };
        let way =
            application.metadata.get("token_endpoint_auth_method").and_then(Value::as_str).unwrap_or(WITH_SECRET[0]);
        if application.protocol != "oidc" || !WITH_SECRET.contains(&way) {
            let finding = Finding::broken("metadata.token_endpoint_auth_method", "no-client-secret").with("value", way);
            return Err(Told::Refused(vec![finding.at(format!("/application/{path}"))]));
        }
        let bytes: [u8; 32] = engine.chance().bytes();
        let secret = data_encoding::BASE64URL_NOPAD.encode(&bytes);
        if !application.metadata.is_object() {
            application.metadata = json!({});
        }
        application.metadata["client_secret"] = Value::String(secret.clone());
        let client_id = application.metadata.get("client_id").cloned().unwrap_or_default();
        engine.change(vec![Change::put(entry)], ACTOR).await?;
        if json {
            return crate::json(console, &json!({ "client_id": client_id, "client_secret": secret }));
        }
        Ok(writeln!(console.out, "{secret}")?)
    }
}
