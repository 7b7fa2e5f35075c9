//! Whoever follows the guides: what they type at a prompt, and what they do in a browser.

use std::sync::{Mutex, PoisonError};

use oath::{Digits, Period, Seed, Totp};
use plug::{Clock, clock::SystemClock};

use crate::browser::{Browser, Shown, between};

const ROOT: &str = "seven quiet herons by the weir";
const ADA: &str = "four grey geese over the marsh";

pub struct Person {
    authority: Mutex<Vec<u8>>,
    /// The key of ada's app, and the last step of it that was used.
    app: Option<(String, i64)>,
    /// Where the browser ended.
    address: String,
    /// What the wiki asked for.
    request: String,
}

impl Person {
    pub const fn new() -> Self {
        Self { authority: Mutex::new(Vec::new()), app: None, address: String::new(), request: String::new() }
    }

    pub fn trusts(&self, authority: &[u8]) {
        *self.authority.lock().unwrap_or_else(PoisonError::into_inner) = authority.to_vec();
    }

    /// What is typed at each prompt of a block.
    pub fn types(&self, commands: &str) -> Vec<String> {
        let prompts = commands.lines().filter(|line| line.starts_with("read -r"));
        let typed = prompts.map(|line| match between(line, "'", "'").unwrap_or_default() {
            "Password of ada: " => ADA.to_owned(),
            "Address: " => self.address.clone(),
            other => panic!("nobody knows what to type at `{other}`"),
        });
        typed.collect()
    }

    /// Something that a page tells the reader to do. `log` is what the server wrote, `said` what the last commands did.
    pub async fn does(&mut self, what: &str, server: &str, log: &str, said: &str) {
        let mut browser = self.browser();
        match what {
            "set up" => {
                let code = log.rsplit("set-up code ").next().unwrap().lines().next().unwrap().to_owned();
                let page = browser.get(&format!("{server}/setup")).await;
                let fields = [
                    ("code", code.as_str()),
                    ("username", "root"),
                    ("new_password", ROOT),
                    ("new_password_again", ROOT),
                ];
                let done = browser.fill(&page, &fields).await;
                assert!(done.url.contains("/login/"), "{}: {}", done.url, done.text);
            }
            "open the address as ada" => {
                let url = said.lines().last().unwrap();
                self.request = url.split_once('?').unwrap().1.to_owned();
                let done = self.log_in(&mut browser, url, "ada", ADA).await;
                assert!(done.url.starts_with("https://wiki.acme.example/callback?"), "{}: {}", done.url, done.text);
                self.address = done.url;
            }
            "log in to the wiki as ada with a code" => {
                let before = self.app.as_ref().expect("an app").1;
                let url = format!("{server}/oauth2/authorize?{}", self.request);
                let done = self.log_in(&mut browser, &url, "ada", ADA).await;
                assert!(done.url.starts_with("https://wiki.acme.example/callback?"), "{}: {}", done.url, done.text);
                assert!(self.app.as_ref().is_some_and(|(_, used)| *used > before), "no code was asked for");
            }
            "enrol as ada" => self.enrol(&mut browser, server).await,
            other => panic!("nobody knows how to {other}"),
        }
    }

    /// A browser that a command opened.
    pub async fn answers(&mut self, what: &str, url: &str) {
        assert_eq!(what, "log in as root");
        let done = self.log_in(&mut self.browser(), url, "root", ROOT).await;
        assert!(done.url.starts_with("http://127.0.0.1") && done.status.is_success(), "{}: {}", done.url, done.text);
    }

    /// With a code where one is asked for.
    async fn log_in(&mut self, browser: &mut Browser, url: &str, name: &str, password: &str) -> Shown {
        let page = browser.get(url).await;
        let shown = browser.fill(&page, &[("username", name), ("password", password)]).await;
        if !shown.text.contains("name=\"code\"") {
            return shown;
        }
        let code = self.code(1);
        browser.fill(&shown, &[("code", &code)]).await
    }

    async fn enrol(&mut self, browser: &mut Browser, server: &str) {
        self.log_in(browser, &format!("{server}/account"), "ada", ADA).await;
        let page = browser.get(&format!("{server}/account/add/totp.1")).await;
        let secret = between(&page.text, "<p class=\"key\">", "</p>").unwrap_or_else(|| panic!("{}", page.text));
        self.app = Some((secret.split_whitespace().collect(), i64::MIN));
        let code = self.code(-1);
        let done = browser.fill(&page, &[("code", &code), ("label", "Phone")]).await;
        assert!(done.status.is_success() && done.url.ends_with("/account"), "{}: {}", done.url, done.text);
    }

    /// A code that was not used yet: the step before the present one first, then that, then the next, as the window allows.
    fn code(&mut self, most: i64) -> String {
        let (secret, used) = self.app.as_mut().expect("an app");
        let now = SystemClock.now().millis();
        let step = now / 30_000;
        let next = (step - 1).max(*used + 1);
        assert!(next <= step + most.max(0), "the guides log in more often than codes come");
        *used = next;
        let totp = Totp {
            algorithm: oath::Algorithm::Sha1,
            digits: Digits::try_from(6).unwrap(),
            period: Period::from_secs(30).unwrap(),
            t0_ms: 0,
        };
        totp.code(&Seed::from_base32(secret).unwrap(), next * 30_000).expose().to_owned()
    }

    fn browser(&self) -> Browser {
        Browser::trusting(&self.authority.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
