//! Every document of the wire crate's corpus against the method: who is refused is refused with one sentence, and the cause is in the
//! audit alone; the control beside each differs only in the attacked part and passes.

use std::sync::LazyLock;

use model::{Reason, Time};
use plug::{Effect, Step};
use saml::sp::{Refused, Signs};

use super::corpus::{
    self, Case, Verdict,
    base::{ADMIN, EVE},
};
use super::*;

static CORPUS: LazyLock<Vec<Case>> = LazyLock::new(corpus::all);

/// The lines that insist on what a case insists on.
fn insisting(case: &Case) -> Vec<&'static str> {
    let wants = case.wants;
    let mut lines = vec![match wants.signs {
        Signs::Assertion => "signs assertion",
        Signs::Either => "signs either",
        Signs::Both => "signs both",
    }];
    let on = [
        (wants.must_encrypt, "wantAssertionsEncrypted true"),
        (wants.allow.sha1, "allowSha1 true"),
        (wants.allow.cbc, "allowCbc true"),
        (wants.asked.is_none(), "unsolicited true"),
    ];
    lines.extend(on.into_iter().filter(|(on, _)| *on).map(|(_, line)| line));
    lines
}

/// What became of a document, if it is not what must become of it.
async fn differs(case: &Case) -> Option<String> {
    let mut house = house();
    house.now = Time::from_millis(case.wants.now.millis());
    // Where nobody asked, the login that it comes to has asked something else.
    let request = case.wants.asked.unwrap_or("_unasked").to_owned();
    let state = State { request, ..asked() };
    let (step, effects) = verified(&house, &method(&insisting(case)), state, &posted(&case.xml)).await;
    let spends = effects.iter().filter(|e| matches!(e, Effect::SpendOnce { .. })).count();
    let found = match &step {
        Ok(Step::Pass(evidence)) => {
            assert_eq!((evidence.subject.value.as_str(), spends), (EVE, 2), "{}", case.name);
            assert!(evidence.attributes.values().flatten().all(|value| value != ADMIN), "{}", case.name);
            Ok(())
        }
        other => {
            assert_eq!(spends, 0, "{}", case.name);
            Err(crate::house::told(other))
        }
    };
    let expected = match &case.verdict {
        Verdict::Taken => Ok(()),
        Verdict::Refused(Refused::Status(_)) => Err("fail upstream-refused".to_owned()),
        Verdict::Refused(_) => Err("fail upstream-invalid".to_owned()),
    };
    let audited = effects.iter().any(|e| matches!(e, Effect::Audit(event) if event.action == "saml.answer-refused"));
    (found != expected || audited != expected.is_err())
        .then(|| format!("{}: {found:?}, audited {audited}, and should be {expected:?}", case.name))
}

/// The documents of one security case, and their controls.
async fn judge(number: &str) {
    let cases: Vec<&Case> = CORPUS.iter().filter(|case| case.name.starts_with(number)).collect();
    let refused = cases.iter().filter(|case| case.verdict != Verdict::Taken);
    let mut all: Vec<&Case> = refused.clone().filter_map(|c| CORPUS.iter().find(|k| k.name == c.control)).collect();
    assert!(!all.is_empty(), "{number} has no documents with controls");
    all.extend(&cases);
    all.sort_by_key(|case| &case.name);
    all.dedup_by_key(|case| &case.name);
    let mut wrong = Vec::new();
    for case in all {
        wrong.extend(differs(case).await);
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// A test for each number, named after what is tried.
macro_rules! cases {
    ($($name:ident $number:literal)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                judge($number).await;
            }
        )*
    };
}

cases! {
    s001_the_original_inside_the_signature_of_a_forged_response "s001"
    s002_the_original_beside_a_detached_signature "s002"
    s003_a_forged_assertion_before_the_signed_one "s003"
    s004_the_signed_assertion_inside_the_forged_one "s004"
    s005_a_signature_that_points_elsewhere "s005"
    s006_the_original_inside_that_signature "s006"
    s007_a_forged_assertion_in_any_other_place "s007"
    s008_the_original_in_an_object "s008"
    s012_two_assertions "s012"
    s013_a_good_signature_over_something_else "s013"
    s015_no_signature_where_one_must_be "s015"
    s016_a_key_that_the_message_brings "s016"
    s017_one_provider_speaks_for_another "s017"
    s019_weak_methods "s019"
    s021_odd_references_and_identifiers "s021"
    s022_transforms_beyond_the_two "s022"
    s024_doubled_and_nested_parts "s024"
    s025_comments_in_the_values_of_a_signature "s025"
    s028_values_in_two_pieces "s028"
    s030_document_types_encodings_and_what_is_no_xml "s030"
    s031_enormous_documents "s031"
    s038_audiences "s038"
    s039_recipients "s039"
    s040_answers_to_other_requests "s040"
    s041_what_nobody_asked_for "s041"
    s042_limits_of_time "s042"
    s044_destinations "s044"
    s047_confirmations_that_are_no_bearers "s047"
    s048_a_failure_with_an_assertion "s048"
    s049_statements_of_authentication "s049"
    s054_what_was_encrypted_is_still_signed "s054"
    s055_encrypted_and_plain_mixed "s055"
    s057_weak_encryption "s057"
    s058_ciphertexts_that_do_not_open "s058"
    s060_keys_and_ciphertexts_that_stand_elsewhere "s060"
}

/// What must be taken is.
#[tokio::test]
async fn controls_pass() {
    for case in CORPUS.iter().filter(|case| case.verdict == Verdict::Taken) {
        assert_eq!(differs(case).await, None);
    }
}

/// No number of the corpus is left out.
#[test]
fn each_case_of_the_corpus_is_judged_here() {
    let source = include_str!("hostile.rs");
    for case in CORPUS.iter().filter(|case| case.verdict != Verdict::Taken) {
        let number = &case.name[..4];
        assert!(source.contains(&format!("\"{number}\"")), "{}", case.name);
    }
}

/// The person learns nothing by trying: every refusal of an encrypted answer looks the same (case S058).
#[tokio::test]
async fn s058_one_sentence_for_every_cause() {
    let encrypted = CORPUS.iter().filter(|case| case.name.starts_with("s057") || case.name.starts_with("s058"));
    for case in encrypted.filter(|case| case.verdict != Verdict::Taken) {
        let (step, _) = verified(&house(), &method(&insisting(case)), asked(), &posted(&case.xml)).await;
        assert_eq!(crate::house::told(&step), format!("fail {}", Reason::UpstreamInvalid.key()), "{}", case.name);
    }
}
