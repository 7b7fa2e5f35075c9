//! A login as a sentence: `house.login("ada").password().code(&code).await.granted()`.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

use crate::{
    browser::{Browser, Page},
    client::{Answer, Authorize, Client},
    house::House,
};

/// What somebody does from the first page to the last, said beforehand.
pub struct Attempt<'a> {
    house: &'a House,
    name: String,
    application: String,
    browser: Browser,
    params: Vec<(String, String)>,
    steps: Vec<Step>,
}

enum Step {
    Password(String),
    Code(String),
    Pick(String),
    Press(String, String),
    Mailed(usize),
}

/// Where it ended.
pub struct Outcome {
    pub browser: Browser,
    pub client: Client,
    pub asked: Authorize,
    pub page: Page,
}

impl<'a> Attempt<'a> {
    pub(crate) fn new(house: &'a House, name: &str) -> Self {
        let (application, browser) = (house.first_application(), house.browser());
        Self { house, name: name.into(), application, browser, params: Vec::new(), steps: Vec::new() }
    }
    /// At another application than the first.
    #[must_use]
    pub fn at(mut self, application: &str) -> Self {
        self.application = application.into();
        self
    }
    /// In a browser that has been here before.
    #[must_use]
    pub fn with(mut self, browser: &Browser) -> Self {
        self.browser = browser.clone();
        self
    }
    /// With a parameter of the authorization request.
    #[must_use]
    pub fn asking(mut self, name: &str, value: &str) -> Self {
        self.params.push((name.into(), value.into()));
        self
    }
    /// Types name and password.
    #[must_use]
    pub fn password(self) -> Self {
        let right = self.house.someone(&self.name).password.clone();
        self.typing(&right)
    }
    /// Types another password.
    #[must_use]
    pub fn typing(mut self, password: &str) -> Self {
        self.steps.push(Step::Password(password.into()));
        self
    }
    #[must_use]
    pub fn code(mut self, code: &str) -> Self {
        self.steps.push(Step::Code(code.into()));
        self
    }
    /// Types the code of the newest mail, which is the person's mail number `count`.
    #[must_use]
    pub fn mailed(mut self, count: usize) -> Self {
        self.steps.push(Step::Mailed(count));
        self
    }
    /// Picks a method.
    #[must_use]
    pub fn pick(mut self, method: &str) -> Self {
        self.steps.push(Step::Pick(method.into()));
        self
    }
    /// Presses some other button.
    #[must_use]
    pub fn press(mut self, name: &str, value: &str) -> Self {
        self.steps.push(Step::Press(name.into(), value.into()));
        self
    }

    async fn run(self) -> Outcome {
        let client = self.house.client(&self.application);
        let asked = self.params.iter().fold(client.authorize(), |asked, (n, v)| asked.with(n, v));
        let mut page = self.browser.get(&asked.path()).await;
        for step in &self.steps {
            page = self.step(&page, step).await;
        }
        Outcome { browser: self.browser, client, asked, page }
    }

    async fn step(&self, page: &Page, step: &Step) -> Page {
        match step {
            Step::Password(password) => {
                let form = page.prompt();
                let mut fields = vec![("password", password.as_str())];
                if form.input("username").is_some() {
                    fields.push(("username", &self.name));
                }
                self.browser.submit(page, &form, &fields).await
            }
            Step::Code(code) => self.browser.code(page, code).await,
            Step::Mailed(count) => {
                let code = self.house.mailed_code(&self.name, *count).await;
                self.browser.code(page, &code).await
            }
            Step::Pick(method) => self.browser.pick(page, method).await,
            Step::Press(name, value) => self.browser.press(page, name, value).await,
        }
    }
}

impl<'a> IntoFuture for Attempt<'a> {
    type Output = Outcome;
    type IntoFuture = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl Browser {
    /// Types a code into the form that asks for one.
    pub async fn code(&self, page: &Page, code: &str) -> Page {
        let form = page.forms().into_iter().find(|f| f.input("code").is_some());
        let form =
            form.unwrap_or_else(|| panic!("no code is asked for on {} ({}): {}", page.url, page.status, page.text()));
        self.submit(page, &form, &[("code", code)]).await
    }
    /// Presses the button of a method.
    pub async fn pick(&self, page: &Page, method: &str) -> Page {
        self.press(page, "method", method).await
    }
    /// Presses a button by its name and value; an empty value takes the first of that name.
    pub async fn press(&self, page: &Page, name: &str, value: &str) -> Page {
        let mut forms = page.forms().into_iter();
        let fits = |b: &&crate::html::Button| b.name == name && (value.is_empty() || b.value == value);
        let found = forms.find_map(|f| f.buttons.iter().find(fits).cloned().map(|b| (f, b)));
        let (form, button) =
            found.unwrap_or_else(|| panic!("no button {name} {value} on {}: {}", page.url, page.text()));
        self.submit(page, &form, &[(&button.name, &button.value)]).await
    }
}

impl Outcome {
    /// The browser was sent back to the application with a code.
    pub fn granted(&self) -> bool {
        self.asked.code(&self.page).is_some()
    }
    /// The code that the application was given.
    pub fn code(&self) -> String {
        self.asked.code(&self.page).unwrap_or_else(|| {
            panic!("not granted, but {} ({}): {}", self.page.url, self.page.status, self.page.text())
        })
    }
    /// A page says no.
    pub fn denied(&self) -> bool {
        self.page.is_denial()
    }
    /// The same question again, with an error.
    pub fn refused(&self) -> bool {
        self.page.left.is_none() && self.page.status.is_success() && self.page.error().is_some()
    }
    /// Exchanges the code.
    pub async fn exchange(&self) -> Answer {
        self.client.exchange(&self.browser, &self.code(), &self.asked.verifier).await
    }
    /// The claims of the ID token.
    pub async fn claims(&self, house: &House) -> serde_json::Value {
        let tokens = self.exchange().await;
        assert!(tokens.ok(), "{} {}", tokens.status, tokens.page.body);
        self.client.verify(&self.browser, tokens.text("id_token"), &self.asked.nonce, house.now()).await
    }
}
