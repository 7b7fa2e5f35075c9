use super::*;

const SOURCE: Source = Source {
    owner: "test",
    texts: [
        (
            "en",
            "sent = We sent { $digits ->\n    [one] one digit\n   *[other] { $digits } digits\n } to <b>{ $to }</b>.\nonly = Only here\nbr = You can { $open }go back{ $close } & rest.\n",
        ),
        (
            "fi",
            "sent = Lähetimme { $digits ->\n    [one] yhden numeron\n   *[other] { $digits } numeroa\n } osoitteeseen <b>{ $to }</b>.\nbr = You can { $open }go back{ $close } & rest.\n",
        ),
        ("sv", "sent = Till <b>{ $to }</b>\nonly = Only here\nbr = { $open }{ $close }\n"),
        ("fr", "sent = { $digits } { $to }\nonly = Seulement ici\nbr = { $open }x{ $close }\nbroken = { $\n"),
        ("de", "sent = { $digits } { $to }\nonly = Nur hier\nbr = { $open }y{ $close }\n"),
    ],
};

fn texts() -> Texts {
    Texts::new(&[SOURCE])
}

#[test]
fn a_text_falls_back_to_english_and_then_to_its_key() {
    let args = Args::new().with("digits", 6).with("to", "a@b");
    assert_eq!(texts().say(Locale::Fi, "sent", &args), "Lähetimme 6 numeroa osoitteeseen <b>a@b</b>.");
    assert_eq!(
        texts().say(Locale::En, "sent", &Args::new().with("digits", 1).with("to", "x")),
        "We sent one digit to <b>x</b>."
    );
    assert_eq!(texts().say(Locale::Fi, "only", &Args::new()), "Only here");
    assert_eq!(texts().say(Locale::Fi, "nobody", &Args::new()), "[nobody]");
}

/// M074
#[test]
fn an_argument_is_inert_in_html_and_markup_of_a_template_is_kept() {
    let evil = Args::new().with("digits", 6).with("to", "<script>&\"'\u{e000}\u{e002}<i></b>{{ 7 * 7 }}");
    assert_eq!(
        texts().say_html(Locale::En, "sent", &evil),
        "We sent 6 digits to <b>&lt;script&gt;&amp;&quot;&#39;&lt;i&gt;&lt;/b&gt;{{ 7 * 7 }}</b>."
    );
    let link = Args::new().with("open", Arg::Html("<a href=\"/x\">".into())).with("close", Arg::Html("</a>".into()));
    assert_eq!(texts().say_html(Locale::En, "br", &link), "You can <a href=\"/x\">go back</a> &amp; rest.");
}

#[test]
fn a_site_speaks_in_its_own_words_and_cannot_break_ours() {
    let own = |value: &str| Override { locale: Locale::En, key: "sent".into(), value: value.into() };
    let args = Args::new().with("digits", 6).with("to", "a@b");
    let site = texts().with_overrides(&[own("Look into { $to }!")]).unwrap();
    assert_eq!(site.say(Locale::En, "sent", &args), "Look into a@b!");
    assert_eq!(texts().say(Locale::En, "sent", &args), "We sent 6 digits to <b>a@b</b>.");
    assert_eq!(site.say_html(Locale::En, "sent", &Args::new().with("to", "x")), "Look into x!");
    let html = texts().with_overrides(&[own("<img src=x onerror=alert(1)>")]).unwrap();
    assert!(html.say_html(Locale::En, "sent", &args).starts_with("&lt;img"));
    for (value, error) in [
        ("{ $password }", OverrideError::UnknownVariable),
        ("{ $", OverrideError::Unreadable),
        ("", OverrideError::Unreadable),
        ("x\n.attribute = y", OverrideError::Unreadable),
    ] {
        assert_eq!(texts().with_overrides(&[own(value)]).unwrap_err().1, error, "{value:?}");
    }
    let unknown = Override { key: "nothing".into(), ..own("x") };
    assert_eq!(texts().with_overrides(&[unknown]).unwrap_err().1, OverrideError::UnknownKey);
    // A second message cannot be smuggled in: its line stays part of the first one's value.
    let two = texts().with_overrides(&[own("x\nonly = changed")]).unwrap();
    assert_eq!(two.say(Locale::En, "only", &Args::new()), "Only here");
}

/// What a site begins from says the same when it comes back.
#[test]
fn a_text_is_written_as_its_source_has_it() {
    let texts = texts();
    let english = texts.pattern(Locale::En, "sent").unwrap();
    assert!(english.starts_with("We sent { $digits ->") && english.contains("[one] one digit"), "{english}");
    assert_eq!(texts.pattern(Locale::Fi, "only").as_deref(), Some("Only here"), "as it is said there");
    assert_eq!(texts.pattern(Locale::En, "nobody"), None);
    assert_eq!(texts.variables("sent"), ["digits", "to"]);
    let args = Args::new().with("digits", 6).with("to", "a@b");
    for locale in Locale::ALL {
        let value = texts.pattern(locale, "sent").unwrap();
        let again = texts.with_overrides(&[Override { locale, key: "sent".into(), value }]).unwrap();
        assert_eq!(again.say(locale, "sent", &args), texts.say(locale, "sent", &args), "{locale:?}");
    }
    let mail = Source {
        owner: "mail",
        texts: [
            (
                "en",
                "long = Hello { $name },\n\n    { $n ->\n        [one] one\n       *[other] many\n    }\n\n    Bye.\n",
            ),
            ("fi", ""),
            ("sv", ""),
            ("fr", ""),
            ("de", ""),
        ],
    };
    let texts = Texts::new(&[mail]);
    let value = texts.pattern(Locale::En, "long").unwrap();
    let args = Args::new().with("name", "Ada").with("n", 2);
    let again =
        texts.with_overrides(&[Override { locale: Locale::En, key: "long".into(), value: value.clone() }]).unwrap();
    assert_eq!(again.say(Locale::En, "long", &args), "Hello Ada,\n\nmany\n\nBye.", "{value}");
}

#[test]
fn gaps_are_found() {
    let gaps: Vec<_> = texts().missing().into_iter().map(|gap| (gap.locale, gap.key, gap.lack)).collect();
    assert!(gaps.contains(&("fi", "only".into(), Lack::Missing)), "{gaps:?}");
    assert!(gaps.contains(&("sv", "sent".into(), Lack::OtherVariables)));
    assert!(gaps.iter().any(|(locale, _, lack)| *locale == "fr" && *lack == Lack::Unreadable));
    let twice = Texts::new(&[SOURCE, Source { owner: "second", ..SOURCE }]);
    assert!(twice.missing().iter().any(|gap| gap.owner == "second" && gap.lack == Lack::Twice));
    let same: Vec<_> = texts().same_as_english(&["only"]).into_iter().map(|gap| (gap.locale, gap.key)).collect();
    assert_eq!(same, [("fi", "br".to_owned())]);
}

#[test]
fn the_texts_of_the_kit_are_whole() {
    let own = Texts::new(&[crate::TEXTS]);
    assert_eq!(own.missing(), []);
    assert_eq!(own.same_as_english(&["month-4"]), []);
}

#[test]
fn texts_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: T) {}
    shared(texts());
}
