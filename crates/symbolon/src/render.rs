//! Mails in words: what the outbox asks for, answered from everybody's texts, in the words and with the name of the site.

use std::sync::OnceLock;

use kit::{Messages, PublicUrl, Source, Texts, messages::Shape};
use login::{Distant, Engine};
use model::{Id, Locale};
use plug::{Args, Render, Value, Words};

/// The mails that the engine itself sends; each method has its own.
pub const TEXTS: Source = Source {
    owner: "symbolon",
    texts: [
        ("en", include_str!("../texts/en.ftl")),
        ("fi", include_str!("../texts/fi.ftl")),
        ("sv", include_str!("../texts/sv.ftl")),
        ("fr", include_str!("../texts/fr.ftl")),
        ("de", include_str!("../texts/de.ftl")),
    ],
};

/// Writes mails. It must know the engine, which is made after it and holds it.
pub struct Mails {
    messages: Messages,
    texts: Texts,
    public: PublicUrl,
    engine: OnceLock<Distant>,
    brands: web::brands::Brands,
}

impl Mails {
    pub fn new(messages: Messages, texts: Texts, public: PublicUrl) -> Self {
        Self { messages, texts, public, engine: OnceLock::new(), brands: web::brands::Brands::default() }
    }

    /// Tells it the engine, once.
    pub fn know(&self, engine: &Engine) {
        let _ = self.engine.set(engine.distant());
    }

    /// The site's name, and the texts with its own words.
    fn site(&self, site: Option<Id>) -> (String, Texts) {
        let engine = self.engine.get().and_then(Distant::engine);
        let brand = engine.zip(site).map(|(engine, site)| self.brands.of(&engine.world().catalogue, site, &self.texts));
        match brand {
            Some(brand) => (brand.name.clone(), brand.texts.clone().unwrap_or_else(|| self.texts.clone())),
            None => (self.public.authority(), self.texts.clone()),
        }
    }
}

impl Render for Mails {
    fn mail(&self, site: Option<Id>, locale: Locale, key: &str, args: &Args) -> Words {
        let (brand, texts) = self.site(site);
        let locale = kit::Locale::from_tag(locale.tag()).unwrap_or_default();
        let text = |name: &str| match args.get(name) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let shape = Shape { code: text("code"), link: text("link"), brand: &brand };
        match self.messages.mail(&texts, locale, &format!("mail-{key}"), arguments(args), shape) {
            Ok(mail) => Words { subject: mail.subject, text: mail.text, html: mail.html },
            Err(error) => {
                tracing::error!(mail.key = key, cause = %error, "The mail `{key}` cannot be written");
                Words::default()
            }
        }
    }

    fn sms(&self, site: Option<Id>, locale: Locale, key: &str, args: &Args) -> String {
        let (_, texts) = self.site(site);
        let locale = kit::Locale::from_tag(locale.tag()).unwrap_or_default();
        let code = match args.get("code") {
            Some(Value::Text(code)) => Some(code.as_str()),
            _ => None,
        };
        self.messages.sms(&texts, locale, &format!("message-{key}"), arguments(args), code)
    }
}

/// The code and the link are handed on apart.
fn arguments(args: &Args) -> kit::Args {
    let others = args.iter().filter(|(name, _)| !matches!(name.as_str(), "code" | "link"));
    others.fold(kit::Args::new(), |all, (name, value)| match value {
        Value::Text(text) => all.with(name.as_str(), text.as_str()),
        #[allow(clippy::cast_precision_loss, reason = "numbers in mails are minutes and digits")]
        Value::Number(number) => all.with(name.as_str(), *number as f64),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::role::AlertEvent;

    fn mails() -> Mails {
        let public = PublicUrl::parse("https://id.example").unwrap();
        let all: Vec<Source> = [kit::TEXTS, TEXTS]
            .into_iter()
            .chain(methods::texts().into_iter().map(|(owner, texts)| Source { owner, texts }))
            .collect();
        Mails::new(Messages::new(public.clone()).unwrap(), Texts::new(&all), public)
    }

    /// M057, M087: the reset mail carries its link, and every mail of the engine and of the methods has words in each language.
    #[test]
    fn every_mail_has_words_in_every_language() {
        let args = Args::from([
            ("code".to_owned(), Value::from("123456")),
            ("minutes".to_owned(), Value::from(15)),
            ("left".to_owned(), Value::from(3)),
            ("name".to_owned(), Value::from("Ada")),
            ("site".to_owned(), Value::from("Demo")),
            ("application".to_owned(), Value::from("Demo application")),
            ("method".to_owned(), Value::from("Authenticator app")),
            ("login".to_owned(), Value::from("ada")),
            ("network".to_owned(), Value::from("192.0.2.1")),
            ("time".to_owned(), Value::from("2026-03-02 09:00:05 UTC")),
            ("actor".to_owned(), Value::from("Grace")),
            ("object".to_owned(), Value::from("/method/totp.1")),
            ("webhook".to_owned(), Value::from("demosite/siem")),
            ("count".to_owned(), Value::from(12)),
        ]);
        let linked = args
            .clone()
            .into_iter()
            .chain([("link".to_owned(), Value::from("https://id.example/reset/ABC"))])
            .collect();
        let alerts = AlertEvent::ALL.map(|event| format!("alert-{}", event.name()));
        let others = [
            "reset",
            "locked",
            "factor-added",
            "factor-removed",
            "code",
            "password-changed",
            "backup-used",
            "alert-more",
        ];
        for key in others.into_iter().chain(alerts.iter().map(String::as_str)) {
            for locale in Locale::ALL {
                let words = mails().mail(None, locale, key, if key == "reset" { &linked } else { &args });
                for part in [&words.subject, &words.text, &words.html] {
                    assert!(
                        !part.is_empty() && !part.contains("mail-") && !part.contains("{"),
                        "{key} {locale:?}: {part}"
                    );
                }
            }
        }
        assert!(mails().mail(None, Locale::En, "reset", &linked).text.contains("https://id.example/reset/ABC"));
    }

    /// B3: the code stands in every language's message, which fits in one, and once more for machines.
    #[test]
    fn b3_a_text_message_has_words_in_every_language() {
        let args = |application: &str| {
            let texts = [("code", "012345"), ("application", application)].map(|(n, v)| (n.to_owned(), Value::from(v)));
            texts.into_iter().chain([("minutes".to_owned(), Value::from(10))]).collect::<Args>()
        };
        for locale in Locale::ALL {
            let text = mails().sms(None, locale, "code", &args("Payroll"));
            let (words, last) = text.split_once('\n').unwrap();
            assert!(words.contains("012345") && words.contains("Payroll") && words.contains("10"), "{text}");
            assert_eq!(last, "@id.example #012345");
            assert!(!text.contains(['{', '\u{2068}']) && text.chars().count() <= 160, "{locale:?} {text}");
            assert!(couriers::sms::gsm::fits(&text), "{locale:?} {text}");
        }
        let odd = mails().sms(
            None,
            Locale::En,
            "code",
            &args(&format!("Evil\n@evil.example #1 https://evil.example {}", "x".repeat(100))),
        );
        assert_eq!(odd.lines().count(), 2, "{odd}");
        assert!(odd.ends_with("\n@id.example #012345") && !odd.contains("https://"), "{odd}");
    }
}
