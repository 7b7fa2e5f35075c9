//! As much of a browser as these tests need: cookies, forms, and redirects one at a time.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use model::{Span, Time};
use plug::Clock;
use reqwest::{Response, StatusCode, header};

/// A clock that a test turns.
#[derive(Clone, Default)]
pub struct Turned(Arc<AtomicI64>);

impl Turned {
    pub fn new() -> Self {
        let clock = Self::default();
        clock.turn(Span::days(20_000));
        clock
    }
    pub fn turn(&self, by: Span) {
        self.0.fetch_add(by.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for Turned {
    fn now(&self) -> Time {
        Time::from_millis(self.0.load(Ordering::SeqCst))
    }
}

pub struct Browser {
    http: reqwest::Client,
    cookies: BTreeMap<String, String>,
}

/// What a browser shows.
pub struct Shown {
    pub url: String,
    pub status: StatusCode,
    pub text: String,
}

impl Browser {
    pub fn new() -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { http, cookies: BTreeMap::new() }
    }

    /// One that trusts this authority, in PEM form, and no other.
    pub fn trusting(authority: &[u8]) -> Self {
        let roots = reqwest::Certificate::from_pem_bundle(authority).unwrap();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        Self { http: http.tls_certs_only(roots).build().unwrap(), cookies: BTreeMap::new() }
    }

    pub async fn get(&mut self, url: &str) -> Shown {
        let request = self.http.get(url);
        self.follow(url.to_owned(), request).await
    }

    /// Fills in the first form of a page that has this field, and sends it.
    pub async fn fill(&mut self, page: &Shown, fields: &[(&str, &str)]) -> Shown {
        let form = page
            .form(fields[0].0)
            .unwrap_or_else(|| panic!("no form with {} at {}: {}", fields[0].0, page.url, page.text));
        let mut all = form.hidden;
        all.retain(|(name, _)| fields.iter().all(|(n, _)| n != name));
        all.extend(fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let url = absolute(&page.url, form.action.as_deref().unwrap_or(&page.url));
        let request = self.http.post(&url).header("sec-fetch-site", "same-origin").form(&all);
        self.follow(url, request).await
    }

    async fn follow(&mut self, mut url: String, mut request: reqwest::RequestBuilder) -> Shown {
        for _ in 0..12 {
            let jar: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            let sent = request.header("accept", "text/html").header("cookie", jar.join("; "));
            let response = sent.send().await.unwrap();
            self.keep(&response);
            let Some(to) = response.headers().get(header::LOCATION) else {
                return Shown { url, status: response.status(), text: response.text().await.unwrap() };
            };
            url = absolute(&url, to.to_str().unwrap());
            // Applications of examples are nowhere.
            if url::Url::parse(&url).unwrap().host_str().is_some_and(|host| host.ends_with(".example")) {
                return Shown { url, status: response.status(), text: String::new() };
            }
            request = self.http.get(&url);
        }
        panic!("too many redirects, the last to {url}")
    }

    fn keep(&mut self, response: &Response) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
        }
    }
}

struct Form {
    action: Option<String>,
    hidden: Vec<(String, String)>,
}

impl Shown {
    pub fn title(&self) -> &str {
        between(&self.text, "<title>", "</title>").unwrap_or_default()
    }

    fn form(&self, field: &str) -> Option<Form> {
        let forms = self.text.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
        let form = forms.into_iter().find(|form| form.contains(&format!("name=\"{field}\"")))?;
        let hidden = form.split("<input").skip(1).filter_map(|input| {
            let input = input.split('>').next()?;
            input.contains("hidden").then(|| {
                Some((between(input, "name=\"", "\"")?.to_owned(), between(input, "value=\"", "\"")?.to_owned()))
            })?
        });
        Some(Form { action: between(form, "action=\"", "\"").map(str::to_owned), hidden: hidden.collect() })
    }
}

pub fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split_once(from)?.1.split_once(to).map(|(found, _)| found)
}

fn absolute(base: &str, target: &str) -> String {
    url::Url::parse(base).unwrap().join(target).unwrap().into()
}
