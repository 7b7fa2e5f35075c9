//! A browser without scripts: cookies, forms, redirects within the server.

use http::{HeaderMap, Method, StatusCode, header};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, PoisonError},
};
use url::Url;

use crate::{
    html::{self, Form},
    jar::Jar,
    net::Net,
};

/// Somebody's browser. A clone is the same browser; [`Browser::copy`] is another with the same cookies.
#[derive(Clone)]
pub struct Browser {
    net: Arc<Net>,
    jar: Arc<Mutex<Jar>>,
    from: IpAddr,
    agent: String,
}

/// A page, or whatever else came back.
#[derive(Clone, Debug)]
pub struct Page {
    pub url: Url,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The redirects that led here.
    pub hops: Vec<Hop>,
    /// Where a redirect led away from the server; the browser stopped there.
    pub left: Option<Url>,
}

/// One redirect.
#[derive(Clone, Debug)]
pub struct Hop {
    pub from: Url,
    pub status: StatusCode,
    pub headers: HeaderMap,
}

/// A request to be sent as it is.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Raw {
    /// A posted form of these fields.
    pub fn form(fields: &[(String, String)]) -> Self {
        let body = serde_urlencoded::to_string(fields).expect("a form").into_bytes();
        Self { headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())], body }
    }
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(n, _)| n != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl Browser {
    pub fn new(net: Arc<Net>) -> Self {
        Self { net, jar: Arc::default(), from: Ipv4Addr::LOCALHOST.into(), agent: "testkit".into() }
    }

    /// The same browser, carried to another network: `127.0.7.1` is another /24 than `127.0.0.1`.
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        self.from = address.parse().expect("an address");
        self
    }

    /// The same browser, sent to another node by the balancer.
    #[must_use]
    pub fn through(mut self, net: Arc<Net>) -> Self {
        self.net = net;
        self
    }

    /// Another browser with the cookies that this one has now.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self { jar: Arc::new(Mutex::new(self.jar())), ..self.clone() }
    }

    pub fn jar(&self) -> Jar {
        self.jar.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    pub fn change_jar(&self, change: impl FnOnce(&mut Jar)) {
        change(&mut self.jar.lock().unwrap_or_else(PoisonError::into_inner));
    }
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar().value(name).map(str::to_owned)
    }

    /// A full URL of the server.
    pub fn url(&self, path: &str) -> Url {
        self.net.public.join(path).expect("a path")
    }

    /// Opens an address and follows redirects within the server.
    pub async fn get(&self, path: &str) -> Page {
        let first = self.send(Method::GET, &self.url(path), Raw::default()).await;
        self.follow(first).await
    }

    /// Fills a form and sends it with a button or by Enter, then follows redirects within the server.
    pub async fn submit(&self, page: &Page, form: &Form, fields: &[(&str, &str)]) -> Page {
        let first = self.submit_once(page, form, fields).await;
        self.follow(first).await
    }

    /// Fills a form and sends it, and looks at the very answer.
    pub async fn submit_once(&self, page: &Page, form: &Form, fields: &[(&str, &str)]) -> Page {
        let mut sent = form.filled();
        for (name, value) in fields {
            sent.retain(|(n, _)| n != name);
            sent.push(((*name).to_owned(), (*value).to_owned()));
        }
        let to = page.url.join(&form.action).expect("a form's action");
        let origin = self.net.public.origin().ascii_serialization();
        let raw = Raw::form(&sent).header("origin", &origin).header("sec-fetch-site", "same-origin");
        self.send(Method::POST, &to, raw).await
    }

    /// Sends something, and looks at the very answer.
    pub async fn send(&self, method: Method, url: &Url, raw: Raw) -> Page {
        self.try_send(method, url, raw).await.expect("an answer")
    }

    /// The same for a server that may be away.
    ///
    /// A GET is sent once more when the connection had been closed meanwhile, as browsers do.
    pub async fn try_send(&self, method: Method, url: &Url, raw: Raw) -> Result<Page, reqwest::Error> {
        match self.send_once(method.clone(), url, raw.clone()).await {
            Err(error) if method == Method::GET && error.is_request() && !error.is_connect() => {
                self.send_once(method, url, raw).await
            }
            answered => answered,
        }
    }

    async fn send_once(&self, method: Method, url: &Url, raw: Raw) -> Result<Page, reqwest::Error> {
        let (place, host) = self.net.place(url);
        let mut request = self.net.client(self.from).request(method, place).header(header::USER_AGENT, &self.agent);
        if !raw.headers.iter().any(|(name, _)| name == "accept") {
            request = request.header(header::ACCEPT, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5");
        }
        if let Some(host) = host {
            request = request.header(header::HOST, host);
        }
        if let Some(cookies) = self.jar().header(url) {
            request = request.header(header::COOKIE, cookies);
        }
        for (name, value) in raw.headers {
            request = request.header(name, value);
        }
        let answer = request.body(raw.body).send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        self.change_jar(|jar| {
            for line in headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
                jar.take(url, line);
            }
        });
        let body = answer.text().await?;
        Ok(Page { url: url.clone(), status, headers, body, hops: Vec::new(), left: None })
    }

    /// Goes where an answer leads, as long as that is the server itself.
    pub async fn follow(&self, mut page: Page) -> Page {
        for _ in 0..20 {
            let Some(to) = page.location() else { return page };
            if !self.net.owns(&to) {
                page.left = Some(to);
                return page;
            }
            let hop = Hop { from: page.url.clone(), status: page.status, headers: page.headers.clone() };
            let mut hops = std::mem::take(&mut page.hops);
            hops.push(hop);
            page = self.send(Method::GET, &to, Raw::default()).await;
            page.hops = hops;
        }
        panic!("redirects without an end, at {}", page.url);
    }
}

impl Page {
    /// Where it leads to by itself.
    pub fn location(&self) -> Option<Url> {
        let redirect = self.header("location").filter(|_| self.status.is_redirection());
        let target = redirect.or_else(|| self.header("refresh")?.strip_prefix("0; url="))?;
        Some(self.url.join(target).expect("an address"))
    }
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }
    /// Set-Cookie values of this answer and of the redirects that led to it.
    pub fn set_cookies(&self) -> Vec<String> {
        let all = self.hops.iter().map(|h| &h.headers).chain([&self.headers]);
        all.flat_map(|h| h.get_all(header::SET_COOKIE)).filter_map(|v| v.to_str().ok()).map(str::to_owned).collect()
    }
    pub fn title(&self) -> String {
        html::element(&self.body, "title").unwrap_or_default()
    }
    /// What the page says is wrong.
    pub fn error(&self) -> Option<String> {
        html::by_id(&self.body, "error")
    }
    /// Everything there is to read in its main part.
    pub fn text(&self) -> String {
        html::element(&self.body, "main").unwrap_or_else(|| html::text(&self.body))
    }
    pub fn forms(&self) -> Vec<Form> {
        html::forms(&self.body)
    }
    pub fn links(&self) -> Vec<html::Link> {
        html::links(&self.body)
    }
    pub fn form(&self, id: &str) -> Option<Form> {
        self.forms().into_iter().find(|f| f.id == id)
    }
    /// The form that goes to an address, or the first that has a button of this name.
    pub fn form_with(&self, button: &str) -> Option<Form> {
        self.forms().into_iter().find(|f| f.button(button).is_some())
    }
    /// The form of the question; a page without one fails the test with what it says.
    pub fn prompt(&self) -> Form {
        self.form("prompt").unwrap_or_else(|| panic!("no prompt on {} ({}): {}", self.url, self.status, self.text()))
    }
    /// Whether a field is asked for.
    pub fn asks(&self, field: &str) -> bool {
        self.forms().iter().any(|f| f.id.starts_with("prompt") && f.input(field).is_some())
    }
    /// Methods that can be picked, in the order of the page.
    pub fn methods(&self) -> Vec<String> {
        let buttons = self.forms().into_iter().flat_map(|f| f.buttons);
        buttons.filter(|b| b.name == "method").map(|b| b.value).collect()
    }
    /// A page that says no.
    pub fn is_denial(&self) -> bool {
        self.status == StatusCode::FORBIDDEN && self.error().is_some()
    }
    /// A value in the query of the address that the browser was sent away to.
    pub fn returned(&self, name: &str) -> Option<String> {
        let left = self.left.as_ref()?;
        left.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
    }
}
