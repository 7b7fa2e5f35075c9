//! Texts as data: a key with its values, times already in the reader's words, for templates to say.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use kit::{Locale, Reader, Texts, texts};
use model::{Reason, Time};
use plug::{Args, Prompt, Value};
use serde::Serialize;

/// A text and what fills it; a template says it with `t(words.key, **words.args)`, which escapes the values.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Words {
    pub key: String,
    pub args: BTreeMap<String, Value>,
}

impl Words {
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), args: BTreeMap::new() }
    }
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }
    /// The same values as arguments of the texts.
    pub fn values(&self) -> texts::Args {
        self.args.iter().fold(texts::Args::new(), |args, (name, value)| match value {
            Value::Number(number) => args.with(name.as_str(), *number as f64),
            Value::Text(text) => args.with(name.as_str(), text.as_str()),
        })
    }
}

/// Writes for one reader: knows which texts there are, the language, the zone and the time.
#[derive(Clone, Debug)]
pub struct Scribe {
    texts: Texts,
    locale: Locale,
    zone: TimeZone,
    now: Time,
}

impl Scribe {
    pub fn new(texts: &Texts, reader: &Reader, now: Time) -> Self {
        Self { texts: texts.clone(), locale: reader.locale, zone: reader.zone.clone(), now }
    }

    pub const fn now(&self) -> Time {
        self.now
    }

    pub const fn locale(&self) -> model::Locale {
        ours(self.locale)
    }

    /// The text with a prompt's values; those that are times are put into words.
    pub fn words(&self, key: &str, args: &Args) -> Words {
        let put = |(name, value): (&String, &Value)| {
            let moment = TIMES.contains(&name.as_str()).then(|| time_of(value)).flatten();
            (name.clone(), moment.map_or_else(|| value.clone(), |at| Value::Text(self.when(at))))
        };
        Words { key: key.to_owned(), args: args.iter().map(put).collect() }
    }

    /// The first of these texts that exists.
    pub fn first(&self, keys: &[String]) -> Option<String> {
        keys.iter().find(|key| self.texts.knows(key)).cloned()
    }

    /// The text, where it exists.
    pub fn known(&self, key: &str) -> Option<Words> {
        self.texts.knows(key).then(|| Words::new(key))
    }

    /// The time of day for today, else the day with it.
    pub fn when(&self, at: Time) -> String {
        let (Ok(moment), Ok(now)) =
            (Timestamp::from_millisecond(at.millis()), Timestamp::from_millisecond(self.now.millis()))
        else {
            return at.rfc3339();
        };
        let local = moment.to_zoned(self.zone.clone());
        if local.date() != now.to_zoned(self.zone.clone()).date() {
            return kit::messages::moment(&self.texts, self.locale, &self.zone, moment);
        }
        let clock = texts::Args::new()
            .with("hour", format!("{:02}", local.hour()))
            .with("minute", format!("{:02}", local.minute()));
        self.texts.say(self.locale, "kit-time", &clock)
    }

    /// Today with its time of day, else the day with it.
    pub fn stamp(&self, at: Time) -> String {
        let time = self.when(at);
        if self.is_today(at) { self.say(&Words::new("activity-today").with("time", time)) } else { time }
    }

    fn is_today(&self, at: Time) -> bool {
        let date =
            |time: Time| Timestamp::from_millisecond(time.millis()).ok().map(|t| t.to_zoned(self.zone.clone()).date());
        date(at) == date(self.now)
    }

    /// Today with its time of day, else the day alone.
    pub fn day(&self, at: Time) -> String {
        let (Ok(moment), Ok(now)) =
            (Timestamp::from_millisecond(at.millis()), Timestamp::from_millisecond(self.now.millis()))
        else {
            return at.rfc3339();
        };
        let local = moment.to_zoned(self.zone.clone());
        if local.date() == now.to_zoned(self.zone.clone()).date() {
            return self.say(&Words::new("day-today").with("time", self.when(at)));
        }
        self.date(at)
    }

    /// The time of day to the second, or to the millisecond.
    pub fn clock(&self, at: Time, fine: bool) -> String {
        let Ok(moment) = Timestamp::from_millisecond(at.millis()) else { return at.rfc3339() };
        let local = moment.to_zoned(self.zone.clone());
        let clock = format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second());
        if fine { format!("{clock}.{:03}", local.millisecond()) } else { clock }
    }

    /// The full hour that a time lies in, as its first minute.
    pub fn hour(&self, at: Time) -> String {
        let Ok(moment) = Timestamp::from_millisecond(at.millis()) else { return at.rfc3339() };
        format!("{:02}:00", moment.to_zoned(self.zone.clone()).hour())
    }

    /// The day, whichever it is.
    pub fn date(&self, at: Time) -> String {
        let Ok(moment) = Timestamp::from_millisecond(at.millis()) else { return at.rfc3339() };
        let local = moment.to_zoned(self.zone.clone());
        let day = texts::Args::new()
            .with("day", local.day().to_string())
            .with("month", i32::from(local.month()))
            .with("year", local.year().to_string());
        self.texts.say(self.locale, "kit-date", &day)
    }

    pub fn say(&self, words: &Words) -> String {
        self.texts.say(self.locale, &words.key, &words.values())
    }

    /// A text of a prompt, with the prompt's values and its times.
    pub fn of_prompt(&self, key: &str, prompt: &Prompt) -> Words {
        let words = self.words(key, &prompt.args);
        match prompt.until {
            Some(until) if !prompt.args.contains_key("until") => words.with("until", self.when(until)),
            _ => words,
        }
    }

    /// What stands under a prompt's heading.
    pub fn hint(&self, prompt: &Prompt) -> Option<Words> {
        let key = format!("{}-hint", prompt.text);
        self.texts.knows(&key).then(|| self.of_prompt(&key, prompt))
    }

    /// What is wrong with an answer: in the words of the prompt, of its family of texts, or of ours.
    ///
    /// A locked, throttled or (before the first proof) disabled person reads the same as after a wrong answer, and so
    /// does a code that was used before (M054).
    pub fn miss(&self, prompt: &str, kind: &str, reason: Reason, proven: bool) -> Words {
        let key = seen(reason, proven).key();
        let keys = [
            format!("{prompt}-{key}"),
            format!("{}-{key}", family(prompt)),
            format!("{}-{key}", dashed(kind)),
            format!("reason-{key}"),
        ];
        Words::new(self.first(&keys).unwrap_or_else(|| "reason-other".to_owned()))
    }
}

/// The first word of a key: `email` of `email-ask`. A method's texts share it.
pub fn family(key: &str) -> &str {
    key.split('-').next().unwrap_or(key)
}

/// The reason as people may know it.
pub const fn seen(reason: Reason, proven: bool) -> Reason {
    match reason {
        Reason::Locked | Reason::Throttled | Reason::Replay => Reason::Wrong,
        Reason::Disabled if !proven => Reason::Wrong,
        other => other,
    }
}

/// A kind's name in keys of texts, which hold no dots.
pub fn dashed(kind: &str) -> String {
    kind.replace(['.', '_'], "-")
}

pub const fn ours(locale: Locale) -> model::Locale {
    match locale {
        Locale::En => model::Locale::En,
        Locale::Fi => model::Locale::Fi,
        Locale::Sv => model::Locale::Sv,
        Locale::Fr => model::Locale::Fr,
        Locale::De => model::Locale::De,
    }
}

fn time_of(value: &Value) -> Option<Time> {
    match value {
        Value::Number(millis) => Some(Time::from_millis(*millis)),
        Value::Text(text) => text.parse::<Timestamp>().ok().map(|at| Time::from_millis(at.as_millisecond())),
    }
}

/// Names of values that are times: milliseconds, or RFC 3339.
const TIMES: [&str; 4] = ["until", "since", "at", "sent"];
