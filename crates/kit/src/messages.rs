//! Mail in the reader's language: subject, plain text and HTML from the same texts.
//!
//! A mail with the key `KEY` has the texts `KEY-subject` and `KEY-text`; a blank line in the latter begins a
//! paragraph. What a person wrote arrives as an argument and stays inert: no line breaks, no links, no markup.

use jiff::{Timestamp, tz::TimeZone};
use minijinja::{AutoEscape, Environment, context};

use crate::{Args, Locale, PublicUrl, Texts, pages::TemplateError, pages::format_time, texts::escape};

/// A mail, ready for a courier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Writes mails for one server.
pub struct Messages {
    layout: Environment<'static>,
    public: PublicUrl,
}

/// A mail cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    #[error("the link does not lead to this server")]
    ForeignLink,
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// What a mail says besides its texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape<'a> {
    /// A code, shown large on a line of its own and in the text as argument `code`.
    pub code: Option<&'a str>,
    /// The one link, to this server; its label is the text `KEY-link`.
    pub link: Option<&'a str>,
    /// The site's name, above and below.
    pub brand: &'a str,
}

impl Messages {
    pub fn new(public: PublicUrl) -> Result<Self, TemplateError> {
        let mut layout = Environment::new();
        layout.set_auto_escape_callback(|_| AutoEscape::Html);
        layout.set_formatter(|out, _, value| match value.is_safe() {
            true => Ok(out.write_str(&value.to_string())?),
            false => Ok(out.write_str(&escape(&value.to_string()))?),
        });
        layout.set_trim_blocks(true);
        layout.set_lstrip_blocks(true);
        layout.add_template("mail.html", include_str!("../templates/mail.html"))?;
        Ok(Self { layout, public })
    }

    /// The mail `key`.
    pub fn mail(
        &self,
        texts: &Texts,
        locale: Locale,
        key: &str,
        args: Args,
        shape: Shape<'_>,
    ) -> Result<Mail, MessageError> {
        let ours = |link: &str| link.strip_prefix(&self.public.origin()).is_some_and(|rest| rest.starts_with('/'));
        if !shape.link.is_none_or(ours) {
            return Err(MessageError::ForeignLink);
        }
        let args = args.map_text(inert).with("brand", inert(shape.brand)).with("code", shape.code.unwrap_or_default());
        let say = |part: &str| texts.say(locale, &format!("{key}-{part}"), &args);
        let subject = one_line(&say("subject"));
        let footer = texts.say(locale, "kit-mail-footer", &args);
        let mut text = say("text");
        for extra in
            [shape.code, shape.link].into_iter().flatten().filter(|extra| !text.contains(extra)).collect::<Vec<_>>()
        {
            text.push_str("\n\n");
            text.push_str(extra);
        }
        let paragraphs: Vec<String> =
            texts.say_html(locale, &format!("{key}-text"), &args).split("\n\n").map(str::to_owned).collect();
        let context = context! {
            lang => locale.tag(), subject => subject.clone(), paragraphs, code => shape.code, link => shape.link,
            label => shape.link.map(|_| say("link")), brand => shape.brand, footer => footer.clone(),
        };
        let html = self
            .layout
            .get_template("mail.html")
            .and_then(|layout| layout.render(context))
            .map_err(TemplateError::from)?;
        Ok(Mail { subject, text: format!("{}\n\n-- \n{footer}\n", strip_tags(&text)), html })
    }

    /// A text message: `KEY-sms` on one line, names cut short. A code stands again on a line of its own, for this server alone, by which
    /// phones and browsers fill it in (WICG, *origin-bound one-time codes*).
    pub fn sms(&self, texts: &Texts, locale: Locale, key: &str, args: Args, code: Option<&str>) -> String {
        let args = args.map_text(|text| inert(text).chars().take(40).collect()).with("code", code.unwrap_or_default());
        let text = one_line(&texts.say(locale, &format!("{key}-sms"), &args));
        let host = self.public.as_url().host_str().unwrap_or_default().to_owned();
        code.map_or_else(|| text.clone(), |code| format!("{text}\n@{host} #{code}"))
    }
}

/// A time in the words of a locale, for an argument of a message.
pub fn moment(texts: &Texts, locale: Locale, zone: &TimeZone, at: Timestamp) -> String {
    format_time(texts, locale, zone, "kit-moment", at)
}

/// One line that mail programs make no link of.
fn inert(text: &str) -> String {
    let line = one_line(text).replace("://", ": //");
    let lower = line.to_ascii_lowercase();
    if lower.contains("www.") { line.replace(['w', 'W'], "w ") } else { line }
}

/// Line breaks and other control characters become spaces; a name is cut at 200 characters.
fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .take(200)
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The markup that texts may hold has no place in plain text.
fn strip_tags(text: &str) -> String {
    ["<b>", "</b>", "<code>", "</code>"].iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    const SOURCE: Source = Source {
        owner: "test",
        texts: [
            (
                "en",
                "code-subject = Your code for { $brand }\ncode-text =\n    Hello <b>{ $name }</b>,\n\n    enter { $code } within ten minutes.\ncode-link = Open\ncode-sms = { $code } for { $name }\n",
            ),
            ("fi", ""),
            ("sv", ""),
            ("fr", ""),
            ("de", ""),
        ],
    };

    fn mail(name: &str, shape: Shape<'_>) -> Result<Mail, MessageError> {
        let texts = Texts::new(&[crate::TEXTS, SOURCE]);
        let messages = Messages::new(PublicUrl::parse("https://id.example").unwrap()).unwrap();
        messages.mail(&texts, Locale::En, "code", Args::new().with("name", name), shape)
    }

    #[test]
    fn a_mail_says_the_same_as_text_and_as_html() {
        let mail =
            mail("Ada", Shape { code: Some("123456"), link: Some("https://id.example/x?y=1&z=2"), brand: "Acme" })
                .unwrap();
        assert_eq!(mail.subject, "Your code for Acme");
        assert!(
            mail.text.starts_with("Hello Ada,\n\nenter 123456 within ten minutes.\n\nhttps://id.example/x?y=1&z=2\n"),
            "{}",
            mail.text
        );
        assert!(mail.html.contains("Hello <b>Ada</b>,") && mail.html.contains("123456"), "{}", mail.html);
        assert!(mail.html.contains(r#"href="https://id.example/x?y=1&amp;z=2""#), "{}", mail.html);
    }

    /// M087, M074
    #[test]
    fn what_a_person_wrote_is_inert_in_a_mail() {
        let evil = "Ada\r\nBcc: all@evil.example\n\n<img src=x>{{ 77777*77777 }}https://evil.example www.evil.example";
        let brand = Shape { brand: "Acme\r\nBcc: x@evil.example", ..Shape::default() };
        let written = mail(evil, brand).unwrap();
        assert_eq!(written.subject, "Your code for Acme Bcc: x@evil.example");
        assert!(
            !written.text.contains("\nBcc") && !written.text.contains("://") && !written.text.contains("www."),
            "{}",
            written.text
        );
        assert!(
            !written.html.contains("<img") && !written.html.contains("6049261729") && !written.html.contains("://evil"),
            "{}",
            written.html
        );
    }

    /// M087: links lead to our host only.
    #[test]
    fn a_link_to_elsewhere_is_refused() {
        let link = |link| mail("Ada", Shape { link: Some(link), brand: "Acme", ..Shape::default() });
        assert!(link("https://id.example/reset").is_ok());
        for evil in [
            "https://evil.example/",
            "https://id.example.evil.example/",
            "https://id.example@evil.example/",
            "https://id.example",
        ] {
            assert!(matches!(link(evil), Err(MessageError::ForeignLink)), "{evil}");
        }
    }

    #[test]
    fn a_text_message_is_one_line() {
        let messages = Messages::new(PublicUrl::parse("https://id.example").unwrap()).unwrap();
        let texts = Texts::new(&[SOURCE]);
        let args = || Args::new().with("name", "Ada\n\nx");
        assert_eq!(messages.sms(&texts, Locale::En, "code", args(), None), "for Ada x");
        let coded = messages.sms(&texts, Locale::En, "code", args(), Some("123456"));
        assert_eq!(coded, "123456 for Ada x\n@id.example #123456");
    }
}
