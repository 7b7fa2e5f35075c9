//! Every document of the corpus against our consumer.

use std::collections::{HashMap, HashSet};

use crate::corpus::base::{ADMIN, EVE};
use crate::corpus::{self, Verdict};

/// S001 to S060: every hostile document is refused for its named reason, every control is about eve, and nobody is ever
/// somebody else.
#[test]
fn s001_s002_s003_s004_s005_s006_s007_s008_s012_s013_the_corpus() {
    let cases = corpus::all();
    let mut names = HashSet::new();
    let mut wrong = Vec::new();
    for case in &cases {
        assert!(names.insert(case.name.as_str()), "{} is there twice", case.name);
        let found = match case.wants.expected().judge(&case.xml) {
            Ok(accepted) => {
                assert_eq!(accepted.name_id.value, EVE, "{}: somebody else is let in", case.name);
                assert!(accepted.attributes.iter().flat_map(|a| a.texts()).all(|text| text != ADMIN), "{}", case.name);
                Verdict::Taken
            }
            Err(refused) => Verdict::Refused(refused),
        };
        if found != case.verdict {
            wrong.push(format!("{}: {:?}, and should be {:?}", case.name, found, case.verdict));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 300, "only {} documents", cases.len());
}

/// Every refusal stands beside a document that differs only in what is attacked, and is taken.
#[test]
fn every_refusal_has_a_control_that_is_taken() {
    let cases = corpus::all();
    let by_name: HashMap<&str, _> = cases.iter().map(|case| (case.name.as_str(), case)).collect();
    for case in &cases {
        let control =
            by_name.get(case.control).unwrap_or_else(|| panic!("{} has no control {}", case.name, case.control));
        assert_eq!(control.verdict, Verdict::Taken, "{}", case.name);
        let is_changed = control.xml != case.xml || control.wants != case.wants;
        assert!(is_changed || control.name == case.name, "{} is its control", case.name);
    }
    let taken = cases.iter().filter(|case| case.verdict == Verdict::Taken).count();
    assert!(taken >= 50, "only {taken} are taken: a consumer that refuses everything proves nothing");
}
