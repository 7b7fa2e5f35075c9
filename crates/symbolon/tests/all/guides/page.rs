//! A guide as a list of what is to be done.

#[derive(Debug, PartialEq)]
pub enum Part {
    /// Commands, and what a browser does when they open one.
    Run { commands: String, answers: Option<String> },
    /// What the commands before it print.
    Shows(String),
    /// What a person does in a browser.
    Browser(String),
    /// What a machine of its own has and this one must make.
    Machine(String),
    /// Commands that no test can run, and why.
    NotRun(String),
}

impl Part {
    /// Whether it needs a server of this name.
    pub fn needs(&self, server: &str) -> bool {
        matches!(self, Self::Run { commands, .. } if server == "postgresql" && commands.contains("db.example.org"))
    }
}

pub fn parts(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = page.lines();
    let mut not_run = None;
    while let Some(line) = lines.next() {
        let comment = |name: &str| {
            Some(line.strip_prefix("<!-- ")?.strip_prefix(name)?.strip_prefix(": ")?.strip_suffix(" -->")?.to_owned())
        };
        if let Some(why) = comment("not run") {
            not_run = Some(why);
        } else if let Some(what) = comment("browser answers") {
            match parts.last_mut() {
                Some(Part::Run { answers, .. }) => *answers = Some(what),
                other => panic!("`{what}` stands behind {other:?}"),
            }
        } else if let Some(what) = comment("machine") {
            parts.push(Part::Machine(what));
        } else if let Some(what) = comment("browser") {
            parts.push(Part::Browser(what));
        } else if let Some(language) = line.strip_prefix("```").filter(|language| !language.is_empty()) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            let block = block.join("\n") + "\n";
            match (language, not_run.take()) {
                ("sh", Some(why)) => parts.push(Part::NotRun(why)),
                ("sh", None) => parts.push(Part::Run { commands: block, answers: None }),
                ("text", None) => parts.push(Part::Shows(block)),
                ("toml" | "json" | "ini", None) => {}
                other => panic!("a block that is neither run nor shown: {other:?}"),
            }
        }
    }
    parts
}

/// Whether a text is what a page shows; `…` is anything on its line, and alone on a line any lines.
pub fn fits(shown: &str, printed: &str) -> bool {
    let (shown, printed): (Vec<&str>, Vec<&str>) = (shown.lines().collect(), printed.lines().collect());
    lines_fit(&shown, &printed)
}

fn lines_fit(shown: &[&str], printed: &[&str]) -> bool {
    match shown {
        [] => printed.is_empty(),
        ["…", rest @ ..] => (0..=printed.len()).any(|skip| lines_fit(rest, &printed[skip..])),
        [first, rest @ ..] => {
            printed.first().is_some_and(|line| line_fits(first, line.trim_end())) && lines_fit(rest, &printed[1..])
        }
    }
}

fn line_fits(shown: &str, printed: &str) -> bool {
    let Some((before, after)) = shown.split_once('…') else { return shown == printed };
    printed.strip_prefix(before).is_some_and(|rest| {
        rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| line_fits(after, &rest[at..]))
    })
}

#[test]
fn a_page_is_read_in_its_order() {
    let page = "# A\n\n```sh\none\n```\n<!-- browser answers: x -->\n\n```text\n1 …\n```\n<!-- not run: root -->\n```sh\ntwo\n```\n";
    let expected = [
        Part::Run { commands: "one\n".into(), answers: Some("x".into()) },
        Part::Shows("1 …\n".into()),
        Part::NotRun("root".into()),
    ];
    assert_eq!(parts(page), expected);
}

#[test]
fn what_is_shown_is_compared_but_for_what_differs() {
    for (shown, printed, fit) in [
        ("a\nb\n", "a\nb\n", true),
        ("a\n", "a\nb\n", false),
        ("a … c\n", "a b c\n", true),
        ("a … c\n", "a b d\n", false),
        ("a\n…\nd\n", "a\nb\nc\nd\n", true),
        ("…\nd\n", "a\nb\n", false),
    ] {
        assert_eq!(fits(shown, printed), fit, "{shown:?} {printed:?}");
    }
}
