//! Calls in our own name: who we are at the provider, shown the way it wants it.

use model::key::KeyPurpose;
use oidc::{
    Hidden,
    jws::Alg,
    jwt::SigningKey,
    rp::{
        AuthMethod, Client, Provider,
        client::{Assertion, Form, Proof, SignedSecret},
    },
};
use plug::{Call, Cx, MethodError};

use super::{
    config::{Audience, Config},
    trouble::Trouble,
};

/// A form in our name, posted. Status and body of the answer.
pub async fn post(
    cx: &Cx<'_>,
    (config, provider, client): (&Config, &Provider, &Client),
    (url, form, most): (&str, Form, usize),
) -> Result<(u16, Vec<u8>), Trouble> {
    let form = signed_by(cx, config, provider, client, form).await?;
    send(cx, url, form, most).await
}

/// The same without a word of who asks beyond what the form has.
pub async fn send(cx: &Cx<'_>, url: &str, form: Form, most: usize) -> Result<(u16, Vec<u8>), Trouble> {
    let mut headers = vec![("accept", "application/json".to_owned())];
    headers.extend(form.authorization.as_ref().map(|value| ("authorization", value.expose().to_owned())));
    let body = Some(("application/x-www-form-urlencoded", form.body().into_bytes()));
    let told = cx.web.call(Call { url, headers: &headers, body, most }).await?;
    Ok((told.status, told.body))
}

async fn signed_by(
    cx: &Cx<'_>,
    config: &Config,
    provider: &Provider,
    client: &Client,
    form: Form,
) -> Result<Form, Trouble> {
    let now = cx.now().seconds();
    let method = config.authentication.method().unwrap_or_else(|| client.method_at(provider));
    let jti = fresh(cx);
    let audience = match config.audience {
        Audience::Issuer => provider.issuer.as_str(),
        Audience::Token => &provider.token_endpoint,
    };
    let assertion = Assertion { client_id: &client.id, audience, jti: &jti, now };
    Ok(match method {
        AuthMethod::KeyJwt => {
            let key = signing_key(cx, &provider.assertion_signing).await?;
            let signed = assertion.by_key(&key).map_err(|e| Trouble::Silent(e.to_string()))?;
            form.from(&client.id, method, Proof::Assertion(&signed))
        }
        AuthMethod::SecretJwt => match &client.secret {
            Some(secret) => form.from(&client.id, method, Proof::Assertion(&assertion.by_secret(secret))),
            None => form.from(&client.id, method, Proof::Secret(None)),
        },
        AuthMethod::None => form.from(&client.id, method, Proof::Secret(None)),
        AuthMethod::Basic | AuthMethod::Post => {
            let made = own_secret(config, provider.issuer.as_str(), &client.id, now)?;
            form.from(&client.id, method, Proof::Secret(made.as_ref().or(client.secret.as_ref())))
        }
    })
}

/// A secret that is signed afresh, where a key for that is configured.
fn own_secret(config: &Config, audience: &str, client_id: &str, now: i64) -> Result<Option<Hidden>, Trouble> {
    if config.secret_key.is_empty() {
        return Ok(None);
    }
    let key =
        key_of(&config.secret_key).ok_or_else(|| Trouble::Silent("the key of our secret does not read".into()))?;
    let secret = SignedSecret { team: &config.secret_team, client_id, audience, key_id: &config.secret_key_id, now };
    secret.sign(&key).map(Some).map_err(|e| Trouble::Silent(e.to_string()))
}

/// A P-256 key from a line: base64 of PKCS#8, with the frame of PEM or without.
pub fn key_of(line: &str) -> Option<SigningKey> {
    let mut text = line.replace("\\n", "");
    for frame in ["-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"] {
        text = text.replace(frame, "");
    }
    text.retain(|c| !c.is_whitespace());
    let der = zeroize::Zeroizing::new(data_encoding::BASE64.decode(text.as_bytes()).ok()?);
    SigningKey::from_pkcs8(Alg::Es256, &der).ok()
}

/// Our key that signs now, by an algorithm that the provider takes.
pub async fn signing_key(cx: &Cx<'_>, takes: &[Alg]) -> Result<SigningKey, Trouble> {
    let order = [Alg::Es256, Alg::Rs256, Alg::EdDsa];
    for alg in order.into_iter().filter(|alg| takes.is_empty() || takes.contains(alg)) {
        let key = match cx.keys.signing(KeyPurpose::Token, alg.name()).await {
            Ok(key) => key,
            Err(MethodError::Unsupported) => continue,
            Err(error) => return Err(Trouble::Silent(error.to_string())),
        };
        if let Ok(key) = SigningKey::from_pkcs8(alg, key.private.expose()) {
            return Ok(key);
        }
    }
    Err(Trouble::Silent("no key of ours signs with an algorithm that the provider takes".into()))
}

/// Something that was never there before: 256 bits.
pub fn fresh(cx: &Cx<'_>) -> String {
    let bytes: [u8; 32] = cx.chance.bytes();
    data_encoding::BASE64URL_NOPAD.encode(&bytes)
}
