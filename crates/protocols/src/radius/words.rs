//! What a person reads on the line: prompts, misses and choices in words.

use std::collections::BTreeMap;

use kit::{Override, Texts, texts};
use login::{LineAsked, World};
use model::{Id, Locale, Reason};
use plug::{Args, Field, Prompt, Value};
use radius::text;

/// The texts of one site in one language.
#[derive(Debug)]
pub struct Words {
    texts: Texts,
    locale: kit::Locale,
}

impl Words {
    /// In the words of the application's site.
    pub fn of(texts: &Texts, world: &World, application: Id, locale: Locale) -> Self {
        let way = world.app(application).map(|app| world.catalogue.upwards(app.site.id)).unwrap_or_default();
        let mut own: BTreeMap<(Locale, &str), &str> = BTreeMap::new();
        for (_, site) in way.iter().rev() {
            for (locale, words) in &site.texts {
                own.extend(words.iter().map(|(key, value)| ((*locale, key.as_str()), value.as_str())));
            }
        }
        let own = own.into_iter().filter_map(|((locale, key), value)| {
            let locale = kit::Locale::from_tag(locale.tag())?;
            Some(Override { locale, key: key.to_owned(), value: value.to_owned() })
        });
        let own = texts.with_usable(own.collect());
        Self {
            texts: own.unwrap_or_else(|| texts.clone()),
            locale: kit::Locale::from_tag(locale.tag()).unwrap_or_default(),
        }
    }

    /// The whole question: what went wrong before, what is asked, and what else may be picked.
    pub fn question(&self, asked: &LineAsked) -> String {
        let mut lines: Vec<String> = Vec::new();
        if asked.asked.iter().all(|a| a.error.is_none()) {
            lines.extend(asked.page.error.and_then(|why| self.first(&[format!("reason-{}", why.key())])));
        }
        for question in &asked.asked {
            lines.extend(question.error.and_then(|why| self.miss(&question.prompt, why)));
            lines.extend(self.prompt(&question.prompt, asked.input));
        }
        if !asked.choices.is_empty() {
            let key = if asked.asked.is_empty() { "radius-choose" } else { "radius-choose-other" };
            lines.push(self.say(key, &Args::new()));
        }
        for (number, choice) in (1..).zip(&asked.choices) {
            let title = text::line(&choice.offer.title).into_owned();
            lines.push(match choice.letter {
                Some(letter) => format!("{number} ({letter}) {title}"),
                None => format!("{number} {title}"),
            });
        }
        text::cut(&lines.join("\n"), LONGEST).to_owned()
    }

    /// What every refusal reads like.
    pub fn refusal(&self, reference: Id) -> String {
        let args = Args::from([("reference".to_owned(), Value::Text(reference.to_string()))]);
        self.say("radius-rejected", &args)
    }

    fn prompt(&self, prompt: &Prompt, input: &str) -> Vec<String> {
        let mut lines = Vec::new();
        if input == "new_password_again" {
            return vec![self.say("radius-again", &Args::new())];
        }
        for (key, args) in &prompt.refusals {
            lines.push(self.say(key, args));
        }
        if !prompt.notice.is_empty() {
            lines.push(self.say(&prompt.notice, &prompt.args));
        }
        lines.push(self.say(&prompt.text, &prompt.args));
        for field in &prompt.fields {
            match field {
                Field::NewPassword { hint, args } if input == "new_password" => lines.push(self.say(hint, args)),
                Field::NewPin { hint, args } => lines.push(self.say(hint, args)),
                Field::Number { value } => lines.push(value.to_string()),
                // A new PIN that the server chose: unseen, it would lock its owner out.
                Field::List { items } => lines.push(items.join(" ")),
                _ => {}
            }
        }
        lines
    }

    fn miss(&self, prompt: &Prompt, why: Reason) -> Option<String> {
        self.first(&prompt.error_texts(why))
    }

    fn first(&self, keys: &[String]) -> Option<String> {
        keys.iter().find(|key| self.texts.knows(key)).map(|key| self.say(key, &Args::new()))
    }

    fn say(&self, key: &str, args: &Args) -> String {
        let args = args.iter().fold(texts::Args::new(), |all, (name, value)| match value {
            Value::Number(number) => all.with(name.as_str(), *number as f64),
            Value::Text(text) => all.with(name.as_str(), text.as_str()),
        });
        self.texts.say(self.locale, key, &args)
    }
}

/// Bytes of a question: an answer has room for so much beside the rest of it.
const LONGEST: usize = 800;
