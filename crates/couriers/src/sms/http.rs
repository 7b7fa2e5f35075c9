//! A gateway that takes a message by one HTTP request: as its templates say, or Kannel's `sendsms`.

use model::gateway::{
    Gateway, GatewayAuth, GatewayMethod, header,
    template::{Escape, Template, Values, Wrong},
};
use plug::{Call, Parcel, Web};

use super::{Miss, gsm, unreached};

/// Longer answers are none.
const MOST: usize = 64 * 1024;

pub async fn send(gateway: &Gateway, parcel: &Parcel, web: &Web) -> Result<(), Miss> {
    let values = values(gateway, parcel);
    let unset = |_: Wrong| Miss::Next("its templates do not read".into());
    let url = Template::parse(&gateway.url, Escape::Url).map_err(unset)?.write(&values);
    let content = gateway.content;
    let body = match gateway.method {
        GatewayMethod::Get => None,
        GatewayMethod::Post => {
            let template = Template::parse(&gateway.body, content.escape()).map_err(unset)?;
            Some((content.media_type(), template.write(&values).into_bytes()))
        }
    };
    let mut headers = Vec::new();
    for line in &gateway.headers {
        let (name, value) = header(line).map_err(unset)?;
        headers.push((name, value.write(&values)));
    }
    headers.extend(shown(gateway).map(|value| ("authorization".to_owned(), value)));
    let headers: Vec<(&str, String)> = headers.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let told = web.call(Call { url: &url, headers: &headers, body, most: MOST }).await.map_err(unreached)?;
    judge(gateway, told.status, &String::from_utf8_lossy(&told.body))
}

/// Kannel's user's guide, *Sending SMS*: 202 means accepted or queued.
pub async fn kannel(gateway: &Gateway, parcel: &Parcel, web: &Web) -> Result<(), Miss> {
    let wrong = || Miss::Next("its address does not read".into());
    let mut url = gateway.place().and_then(|_| url::Url::parse(&gateway.url).ok()).ok_or_else(wrong)?;
    let plain = gsm::fits(&parcel.text);
    url.query_pairs_mut()
        .append_pair("username", &gateway.username)
        .append_pair("password", &gateway.password)
        .append_pair("to", &parcel.to)
        .append_pair("from", &gateway.from)
        .append_pair("charset", "UTF-8")
        .append_pair("coding", if plain { "0" } else { "2" })
        .append_pair("text", &parcel.text);
    let told = web.call(Call { url: url.as_str(), headers: &[], body: None, most: MOST }).await.map_err(unreached)?;
    match told.status {
        202 => Ok(()),
        status => judge(gateway, status, &String::from_utf8_lossy(&told.body)).and(Err(answered(status))),
    }
}

fn values<'a>(gateway: &'a Gateway, parcel: &'a Parcel) -> Values<'a> {
    Values {
        mobile: &parcel.to,
        text: &parcel.text,
        from: &gateway.from,
        id: &parcel.id,
        username: &gateway.username,
        password: &gateway.password,
    }
}

/// Who we are, as a header says it.
fn shown(gateway: &Gateway) -> Option<String> {
    use base64::Engine as _;
    let basic =
        || base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", gateway.username, gateway.password));
    match gateway.auth {
        GatewayAuth::Basic if !gateway.username.is_empty() => Some(format!("Basic {}", basic())),
        GatewayAuth::Bearer => Some(format!("Bearer {}", gateway.password)),
        GatewayAuth::Basic | GatewayAuth::Template => None,
    }
}

fn answered(status: u16) -> Miss {
    Miss::Next(format!("answered {status}"))
}

fn judge(gateway: &Gateway, status: u16, body: &str) -> Result<(), Miss> {
    let says = |words: &str| !words.is_empty() && body.contains(words);
    let taken =
        if gateway.accepted.is_empty() { (200..300).contains(&status) } else { gateway.accepted.contains(&status) };
    if says(&gateway.refusal) {
        Err(Miss::Refused(format!("answered {status}, the number is refused")))
    } else if taken && (gateway.answer.is_empty() || says(&gateway.answer)) {
        Ok(())
    } else if taken {
        Err(Miss::Next(format!("answered {status} without the words that mean sent")))
    } else {
        Err(answered(status))
    }
}
