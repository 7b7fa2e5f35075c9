//! The API of a running server, by HTTP.

use http::{HeaderMap, header};
use manage::rest::BASE;
use model::{Secret, Time};
use std::{error::Error, io::Write, time::Duration};
use url::{Host, Url};

use crate::{
    Told,
    api::{Answer, Api, Ask},
    oauth::{self, Renewed},
    profile::{Keeper, Token},
};

/// A server and what is shown to it.
pub struct Remote {
    server: String,
    http: reqwest::Client,
    tokens: Tokens,
    now: Time,
}

pub enum Tokens {
    /// From a file, the environment or standard input.
    Given(Secret<String>),
    /// From a login; refreshed when it is old.
    Stored(Keeper),
}

impl Remote {
    pub fn new(server: String, http: reqwest::Client, tokens: Tokens, now: Time) -> Self {
        Self { server, http, tokens, now }
    }

    /// The token to show, and whether another may be had instead of it.
    async fn token(&self) -> Result<(Secret<String>, bool), Told> {
        let keeper = match &self.tokens {
            Tokens::Given(token) => return Ok((token.clone(), false)),
            Tokens::Stored(keeper) => keeper,
        };
        match keeper.read()?.servers.get(&self.server).map(|stored| stored.token.clone()) {
            None => Err(self.log_in()),
            Some(Token::Management { management_token }) => Ok((Secret::new(management_token), false)),
            Some(Token::Login { access_token, until, .. }) if until > self.now.seconds() + EARLY => {
                Ok((Secret::new(access_token), true))
            }
            Some(Token::Login { access_token, .. }) => Ok((self.renewed(&access_token).await?, false)),
        }
    }

    /// Another access token for one that is not good any more; whoever comes second takes what the first one got.
    async fn renewed(&self, old: &str) -> Result<Secret<String>, Told> {
        let Tokens::Stored(keeper) = &self.tokens else { return Err(self.log_in()) };
        let waiting = keeper.clone();
        let lock = tokio::task::spawn_blocking(move || waiting.lock()).await;
        let _lock = lock.map_err(|e| Told::Failed(e.to_string()))??;
        let mut profile = keeper.read()?;
        let stored = profile.servers.get_mut(&self.server).ok_or_else(|| self.log_in())?;
        let Token::Login { issuer, client_id, access_token, refresh_token, until } = &mut stored.token else {
            return Err(self.log_in());
        };
        if access_token != old {
            return Ok(Secret::new(access_token.clone()));
        }
        let refresh = refresh_token.take().ok_or_else(|| self.log_in())?;
        match oauth::refresh(&self.http, issuer, client_id, &refresh).await? {
            Renewed::Tokens(fresh) => {
                *access_token = fresh.access_token;
                *refresh_token = Some(fresh.refresh_token.unwrap_or(refresh));
                *until = self.now.seconds() + fresh.expires_in;
                let token = Secret::new(access_token.clone());
                keeper.write(&profile)?;
                Ok(token)
            }
            Renewed::Over => {
                profile.servers.remove(&self.server);
                keeper.write(&profile)?;
                Err(self.log_in())
            }
        }
    }

    async fn once(&self, ask: &Ask, token: &Secret<String>) -> Result<Answer, Told> {
        let answer = self.asked(ask, token, None).await?;
        let (status, headers): (u16, HeaderMap) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.bytes().await.map_err(|e| away(&self.server, &e))?;
        Ok(Answer { status, headers, body: body.to_vec() })
    }

    /// The head of an answer, its body still to come.
    async fn asked(
        &self,
        ask: &Ask,
        token: &Secret<String>,
        within: Option<Duration>,
    ) -> Result<reqwest::Response, Told> {
        let mut request = ask.request(&format!("{}{BASE}", self.server))?;
        let bearer = header::HeaderValue::try_from(format!("Bearer {}", token.expose()));
        let mut bearer = bearer.map_err(|_| Told::Usage("the token is malformed".into()))?;
        bearer.set_sensitive(true);
        request.headers_mut().insert(header::AUTHORIZATION, bearer);
        let mut request = reqwest::Request::try_from(request).map_err(|e| Told::Usage(chain(&e)))?;
        if let Some(within) = within {
            *request.timeout_mut() = Some(within);
        }
        let answer = self.http.execute(request).await.map_err(|e| away(&self.server, &e))?;
        let status = answer.status().as_u16();
        if (300..400).contains(&status) && status != 304 {
            return Err(Told::Away(format!("{} sends elsewhere: give the address of the management API", self.server)));
        }
        Ok(answer)
    }

    fn log_in(&self) -> Told {
        Told::NotAllowed(format!("the login is over: `symbolon ctl login --server {}`", self.server))
    }
}

#[async_trait::async_trait]
impl Api for Remote {
    async fn send(&self, ask: &Ask) -> Result<Answer, Told> {
        let (token, another) = self.token().await?;
        let answer = self.once(ask, &token).await?;
        if answer.status != 401 || !another {
            return Ok(answer);
        }
        // It was ended before its time.
        let token = self.renewed(token.expose()).await?;
        self.once(ask, &token).await
    }

    async fn save(&self, ask: &Ask, to: &mut (dyn Write + Send)) -> Result<(), Told> {
        let (token, another) = self.token().await?;
        let mut answer = self.asked(ask, &token, Some(FILE)).await?;
        if answer.status() == http::StatusCode::UNAUTHORIZED && another {
            let token = self.renewed(token.expose()).await?;
            answer = self.asked(ask, &token, Some(FILE)).await?;
        }
        if !answer.status().is_success() {
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            let body = answer.bytes().await.map_err(|e| away(&self.server, &e))?.to_vec();
            return Answer { status, headers, body }.well().map(|_| ());
        }
        while let Some(part) = answer.chunk().await.map_err(|e| away(&self.server, &e))? {
            to.write_all(&part)?;
        }
        Ok(())
    }
}

/// How long a file may take to come.
const FILE: Duration = Duration::from_secs(6 * 60 * 60);

/// Seconds before its end from which a token is refreshed.
const EARLY: i64 = 30;

/// A server's address as it is stored: no slash at the end. In clear text only to this machine: tokens go there.
pub fn address(text: &str) -> Result<String, Told> {
    let wrong = |why: &str| Told::Usage(format!("{text}: {why}"));
    let url = Url::parse(text).map_err(|_| wrong("write an address such as https://id.example.com"))?;
    let here = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" => {}
        "http" if here => {}
        _ => return Err(wrong("only https (or http to this machine) keeps a token secret")),
    }
    let plain =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    if !plain || url.host().is_none() {
        return Err(wrong("write scheme, host and port alone"));
    }
    Ok(url.as_str().trim_end_matches('/').trim_end_matches(BASE).trim_end_matches('/').to_owned())
}

/// Nobody answered.
pub fn away(server: &str, error: &reqwest::Error) -> Told {
    let why = chain(error);
    let hint = if why.contains("certificate") || why.contains("UnknownIssuer") {
        "; give the authority that it is from with --ca FILE"
    } else {
        ""
    };
    Told::Away(format!("no answer from {server}: {why}{hint}"))
}

/// What is behind an error, the deepest reason last; no address of a request is in it.
pub fn chain(error: &reqwest::Error) -> String {
    let mut words = Vec::new();
    let mut at: Option<&dyn Error> = Some(error);
    while let Some(error) = at {
        let text = match error.downcast_ref::<reqwest::Error>() {
            Some(e) if e.is_timeout() => "time is up".to_owned(),
            Some(e) if e.is_connect() => "no connection".to_owned(),
            Some(e) if e.is_request() => "the request was not sent".to_owned(),
            Some(e) if e.is_body() || e.is_decode() => "the answer broke off".to_owned(),
            Some(e) if e.is_builder() => "it cannot be set up so".to_owned(),
            Some(_) => "it did not work".to_owned(),
            None => error.to_string(),
        };
        if words.last() != Some(&text) {
            words.push(text);
        }
        at = error.source();
    }
    crate::problem::tame(&words.join(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_go_to_https_or_this_machine() {
        for (given, stored) in [
            ("https://id.example.com/", "https://id.example.com"),
            ("https://id.example.com:8443", "https://id.example.com:8443"),
            ("https://id.example.com/sso-api/", "https://id.example.com"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:1/", "http://[::1]:1"),
            ("http://localhost:1", "http://localhost:1"),
        ] {
            assert_eq!(address(given).ok().as_deref(), Some(stored), "{given}");
        }
        for wrong in [
            "http://id.example.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "ftp://127.0.0.1",
            "id.example.com",
            "https://me:secret@id.example.com",
            "https://id.example.com/?a=b",
            "",
        ] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
