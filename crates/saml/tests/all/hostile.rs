//! Every document of the corpus against our consumer, case by case.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;

use saml::DecryptionKey;
use saml::sp::{Expected, Signs};

use crate::corpus::base::{ADMIN, EVE};
use crate::corpus::keys::Party;
use crate::corpus::{self, Case, Verdict, Wants};

static CORPUS: LazyLock<Vec<Case>> = LazyLock::new(corpus::all);

/// The documents of one security case: each is refused for its named reason, or is a control that is taken.
fn judge(number: &str) {
    let cases: Vec<&Case> = CORPUS.iter().filter(|case| case.name.starts_with(number)).collect();
    let wrong: Vec<String> = cases.iter().filter_map(|case| differs(case)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    let refused: Vec<&&Case> = cases.iter().filter(|case| case.verdict != Verdict::Taken).collect();
    assert!(!refused.is_empty(), "{number} has no documents");
    let controls: HashSet<&str> = refused.iter().map(|case| case.control).collect();
    for control in controls {
        let control = CORPUS.iter().find(|case| case.name == control).unwrap_or_else(|| panic!("no {control}"));
        assert_eq!((control.verdict.clone(), differs(control)), (Verdict::Taken, None));
    }
}

/// What became of a document, if it is not what must become of it. Nobody is ever somebody else.
fn differs(case: &Case) -> Option<String> {
    let found = match case.wants.expected().judge(&case.xml) {
        Ok(accepted) => {
            assert_eq!(accepted.name_id.value, EVE, "{}: somebody else is let in", case.name);
            assert!(accepted.attributes.iter().flat_map(|a| a.texts()).all(|text| text != ADMIN), "{}", case.name);
            Verdict::Taken
        }
        Err(refused) => Verdict::Refused(refused),
    };
    (found != case.verdict).then(|| format!("{}: {found:?}, and should be {:?}", case.name, case.verdict))
}

#[test]
fn s001_the_original_inside_the_signature_of_a_forged_response() {
    judge("s001");
}

#[test]
fn s002_the_original_beside_a_detached_signature() {
    judge("s002");
}

#[test]
fn s003_a_forged_assertion_before_the_signed_one() {
    judge("s003");
}

#[test]
fn s004_the_signed_assertion_inside_the_forged_one() {
    judge("s004");
}

#[test]
fn s005_a_signature_that_points_elsewhere() {
    judge("s005");
}

#[test]
fn s006_the_original_inside_that_signature() {
    judge("s006");
}

#[test]
fn s007_a_forged_assertion_in_any_other_place() {
    judge("s007");
}

#[test]
fn s008_the_original_in_an_object() {
    judge("s008");
}

#[test]
fn s012_two_assertions() {
    judge("s012");
}

#[test]
fn s013_a_good_signature_over_something_else() {
    judge("s013");
}

#[test]
fn s015_no_signature_where_one_must_be() {
    judge("s015");
}

#[test]
fn s016_a_key_that_the_message_brings() {
    judge("s016");
}

#[test]
fn s017_one_provider_speaks_for_another() {
    judge("s017");
}

#[test]
fn s019_weak_methods() {
    judge("s019");
}

#[test]
fn s021_odd_references_and_identifiers() {
    judge("s021");
}

#[test]
fn s022_transforms_beyond_the_two() {
    judge("s022");
}

#[test]
fn s024_doubled_and_nested_parts() {
    judge("s024");
}

#[test]
fn s025_comments_in_the_values_of_a_signature() {
    judge("s025");
}

#[test]
fn s028_values_in_two_pieces() {
    judge("s028");
}

#[test]
fn s030_document_types_encodings_and_what_is_no_xml() {
    judge("s030");
}

#[test]
fn s031_enormous_documents() {
    judge("s031");
}

#[test]
fn s038_audiences() {
    judge("s038");
}

#[test]
fn s039_recipients() {
    judge("s039");
}

#[test]
fn s040_answers_to_other_requests() {
    judge("s040");
}

#[test]
fn s041_what_nobody_asked_for() {
    judge("s041");
}

#[test]
fn s042_limits_of_time() {
    judge("s042");
}

#[test]
fn s044_destinations() {
    judge("s044");
}

#[test]
fn s047_confirmations_that_are_no_bearers() {
    judge("s047");
}

#[test]
fn s048_a_failure_with_an_assertion() {
    judge("s048");
}

#[test]
fn s049_statements_of_authentication() {
    judge("s049");
}

#[test]
fn s054_what_was_encrypted_is_still_signed() {
    judge("s054");
}

#[test]
fn s055_encrypted_and_plain_mixed() {
    judge("s055");
}

#[test]
fn s057_old_modes_and_paddings() {
    judge("s057");
}

#[test]
fn s058_altered_ciphertexts() {
    judge("s058");
}

#[test]
fn s060_keys_and_ciphertexts_by_address() {
    judge("s060");
}

/// Three hundred documents and more: no wrong identity, none taken that must be refused, none refused that must be taken.
#[test]
fn the_corpus_as_a_whole() {
    let names: HashSet<&str> = CORPUS.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), CORPUS.len(), "a name is there twice");
    let wrong: Vec<String> = CORPUS.iter().filter_map(differs).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CORPUS.len(), wrong.join("\n"));
    let refused = CORPUS.iter().filter(|case| case.verdict != Verdict::Taken).count();
    assert!(refused >= 500, "only {refused} documents are hostile");
}

/// Every refusal stands beside a document that differs only in what is attacked, and is taken.
#[test]
fn every_refusal_has_a_control_that_is_taken() {
    let by_name: HashMap<&str, _> = CORPUS.iter().map(|case| (case.name.as_str(), case)).collect();
    for case in CORPUS.iter() {
        let control =
            by_name.get(case.control).unwrap_or_else(|| panic!("{} has no control {}", case.name, case.control));
        assert_eq!(control.verdict, Verdict::Taken, "{}", case.name);
        let is_changed = control.xml != case.xml || control.wants != case.wants;
        assert!(is_changed || control.name == case.name, "{} is its control", case.name);
    }
    let taken = CORPUS.iter().filter(|case| case.verdict == Verdict::Taken).count();
    assert!(taken >= 50, "only {taken} are taken: a consumer that refuses everything proves nothing");
}

/// The seeds of the fuzz target are what they are called, by the keys that the target knows.
#[test]
fn the_seeds_of_the_fuzzer_are_good() {
    let idp = Party::read(include_str!("../../vectors/idp.pem"));
    let sp = Party::read(include_str!("../../vectors/sp.pem"));
    let (trusted, decryption) = ([idp.certificate.key().clone()], [DecryptionKey::new(&sp.pkcs8).unwrap()]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/saml_response");
    for (name, is_good) in [
        ("assertion", true),
        ("response", true),
        ("both", true),
        ("sealed", true),
        ("forged", false),
        ("two", false),
        ("wrapped", false),
    ] {
        let seed = std::fs::read(folder.join(name)).unwrap();
        let expected = Wants::signed(Signs::Either).expected();
        let expected = Expected { keys: &trusted, decryption: &decryption, ..expected };
        let found = expected.judge(&seed).map(|accepted| accepted.name_id.value);
        assert_eq!(found.as_deref().ok(), Some(EVE).filter(|_| is_good), "{name}: {found:?}");
    }
}
