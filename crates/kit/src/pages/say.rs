//! The words `t`, `date`, `time` and `moment` of templates, bound to one reader.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use minijinja::{
    Error, ErrorKind, State, Value,
    value::{Kwargs, Object, from_args},
};

use crate::{Arg, Args, Locale, Texts};

/// `t(key, name=value, …)`: a text; values are escaped unless they are markup of the template.
#[derive(Debug)]
pub(super) struct Say {
    pub texts: Texts,
    pub locale: Locale,
}

impl Object for Say {
    fn call(self: &Arc<Self>, _: &State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let (key, named): (&str, Kwargs) = from_args(args)?;
        let mut values = Args::new();
        for name in named.args() {
            values.set(name, argument(&named.get::<Value>(name)?));
        }
        Ok(Value::from_safe_string(self.texts.say_html(self.locale, key, &values)))
    }
}

fn argument(value: &Value) -> Arg {
    match value.as_i64() {
        _ if value.is_safe() => Arg::Html(value.to_string()),
        Some(number) if value.is_number() => Arg::Number(number as f64),
        _ => f64::try_from(value.clone())
            .ok()
            .filter(|_| value.is_number())
            .map_or_else(|| Arg::Text(value.to_string()), Arg::Number),
    }
}

/// `date(x)`, `time(x)`, `moment(x)`: a time in the reader's zone and format. `x` is in milliseconds since 1970 or RFC 3339.
#[derive(Debug)]
pub(super) struct Clock {
    pub texts: Texts,
    pub locale: Locale,
    pub zone: TimeZone,
    /// The key of the format's text.
    pub form: &'static str,
}

impl Object for Clock {
    fn call(self: &Arc<Self>, _: &State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let (value,): (Value,) = from_args(args)?;
        let at = timestamp(&value).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "not a time"))?;
        Ok(Value::from(format_time(&self.texts, self.locale, &self.zone, self.form, at)))
    }
}

/// A time as `form` says it: `kit-date`, `kit-time` or `kit-moment`.
pub(crate) fn format_time(texts: &Texts, locale: Locale, zone: &TimeZone, form: &str, at: Timestamp) -> String {
    let local = at.to_zoned(zone.clone());
    let day = Args::new()
        .with("day", i32::from(local.day()))
        .with("month", i32::from(local.month()))
        .with("year", local.year().to_string());
    let clock =
        Args::new().with("hour", format!("{:02}", local.hour())).with("minute", format!("{:02}", local.minute()));
    match form {
        "kit-date" => texts.say(locale, form, &day),
        "kit-time" => texts.say(locale, form, &clock),
        _ => {
            let parts = Args::new()
                .with("date", texts.say(locale, "kit-date", &day))
                .with("time", texts.say(locale, "kit-time", &clock));
            texts.say(locale, "kit-moment", &parts)
        }
    }
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    match value.as_str() {
        Some(text) => text.parse().ok(),
        None => Timestamp::from_millisecond(value.as_i64()?).ok(),
    }
}
