//! The data that is built in.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::Severity;
use actlas_pact::{Basis, Bound, Filter, PactFiles, Pacts, Position};

use crate::common::{codes, day, pacts, today};

#[test]
fn the_data_has_no_error_and_says_what_it_leaves_out() {
    let (pacts, findings) = Pacts::load(&PactFiles::embedded(), today());
    let errors: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let warned: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning)
        .map(|finding| finding.code.0)
        .collect();
    assert_eq!(warned, BTreeSet::from(["claim-without-source", "position-without-source"]));
    let without =
        codes(&findings).iter().filter(|code| **code == "position-without-source").count();
    assert!(without > 0);
    assert!(pacts.claims.iter().all(|claim| !claim.source.is_empty()));
    assert!(pacts.left_out.len() > without, "rows without a source are kept apart");
}

#[test]
fn every_instrument_says_its_legal_effect_with_a_provision_and_a_source() {
    let pacts = pacts();
    let ids: Vec<&str> = pacts.instruments.iter().map(|at| at.id.as_str()).collect();
    let wanted = [
        "ai-pact",
        "gpai-code",
        "content-code",
        "seoul",
        "hiroshima",
        "white-house",
        "disinformation-code",
    ];
    assert_eq!(ids, wanted);
    for instrument in &pacts.instruments {
        for effect in [&instrument.joining, &instrument.staying_out] {
            assert!(!effect.provision.is_empty(), "{}", instrument.id);
            assert!(!effect.source.is_empty(), "{}", instrument.id);
        }
        assert!(!instrument.commitments.is_empty(), "{}", instrument.id);
        for commitment in &instrument.commitments {
            assert!(!commitment.source.is_empty(), "{}", commitment.id);
        }
    }
}

/// "28+" is 28 or more, and a name that is only missing from a list is no refusal.
#[test]
fn the_data_says_no_more_than_its_sources() {
    let pacts = pacts();
    let code = pacts.instrument(pacts.find_instrument("gpai-code").unwrap()).unwrap();
    let last = code.counts.iter().find(|count| count.when.text() == "2026").unwrap();
    assert_eq!((last.words().as_str(), last.bound), ("28 or more", Bound::AtLeast));
    let outside = pacts.left_out.iter().find(|row| row.says.contains("still named outside"));
    assert!(outside.unwrap().says.starts_with("Meta, absent, "), "{outside:?}");
}

/// An announced figure and our rows are two sources; where a list is recorded in full they must agree.
#[test]
fn recorded_lists_have_as_many_names_as_they_say() {
    let pacts = pacts();
    let check = |instrument: &str, date: &str, basis: Option<Basis>| {
        let at = pacts.find_instrument(instrument).unwrap();
        let stated = pacts.instrument(at).unwrap().counts.iter();
        let stated =
            stated.filter(|count| count.when.text() == date && count.bound == Bound::Exact);
        let stated = stated.map(|count| count.number as usize).next_back().unwrap();
        let names: BTreeSet<_> = pacts
            .claims
            .iter()
            .filter(|claim| claim.instrument == at && claim.position == Position::Signed)
            .filter(|claim| basis.is_none_or(|basis| claim.basis == basis))
            .filter(|claim| claim.when.is_some_and(|when| when.text() == date))
            .map(|claim| claim.organisation)
            .collect();
        assert_eq!(names.len(), stated, "{instrument} {date}");
    };
    check("ai-pact", "2024-10-09", Some(Basis::OfficialList));
    check("gpai-code", "2025-12", Some(Basis::OfficialList));
    check("seoul", "2024-05-21", None);
    check("white-house", "2023-07-21", None);
}

#[test]
fn what_is_reconstructed_stays_marked() {
    let pacts = pacts();
    let pact = &pacts.instruments[0];
    let confirmed: Vec<&str> = pact
        .commitments
        .iter()
        .filter(|commitment| commitment.unsure.is_empty())
        .map(|commitment| commitment.id.as_str())
        .collect();
    assert_eq!(confirmed, ["core-1", "core-2", "core-3", "dev-7", "dep-4"]);
}

#[test]
fn names_in_other_languages_and_old_names_resolve() {
    let pacts = pacts();
    let check = |name: &str, instrument: Option<&str>, id: &str| {
        let found = pacts.names.resolve(name, instrument).map(|at| pacts.organisation(at).unwrap());
        assert_eq!(found.map(|at| at.id.as_str()), Ok(id), "{name}");
    };
    check("谷歌", None, "google");
    check("ALPHABET", None, "google");
    check("マイクロソフト", None, "microsoft");
    check("Twitter", None, "x");
    check("Twitter (X)", Some("disinformation-code"), "x");
    check("  Mistral   AI ", None, "mistral");
    for near in ["Mistrall", "Metaa", "Goog", "Twitter (X)", ""] {
        assert!(pacts.names.resolve(near, None).is_err(), "{near}");
    }
}

#[test]
fn every_row_has_a_language_and_every_web_source_an_address() {
    let pacts = pacts();
    for claim in &pacts.claims {
        assert!(!claim.source.language.is_empty(), "{}", claim.place);
        let address = claim.source.url.as_str();
        assert!(address.is_empty() || address.starts_with("http"), "{}", claim.place);
    }
}

#[test]
fn the_same_files_give_the_same_pacts() {
    let again = pacts();
    assert_eq!(Pacts::load(&PactFiles::embedded(), today()).0, again);
    let mut changed = PactFiles::embedded();
    changed.files.insert("organisations.yaml".to_owned(), String::new());
    assert_ne!(Pacts::load(&changed, today()).0.hash, again.hash);
}

#[test]
fn nobody_stands_anywhere_before_the_first_claim() {
    let pacts = pacts();
    let filter = Filter { on: Some(day("2020-01-01")), ..Filter::default() };
    let dated = pacts.standings(filter);
    let with_date = dated.iter().filter(|at| at.current.iter().any(|claim| claim.when.is_some()));
    assert_eq!(with_date.count(), 0, "only undated claims are left");
    let by_instrument: BTreeMap<_, usize> = dated.iter().fold(BTreeMap::new(), |mut sum, at| {
        *sum.entry(at.instrument).or_default() += 1;
        sum
    });
    assert!(!by_instrument.is_empty());
}

/// What was done before an instrument was there, a call or a draft, does not make it exist.
#[test]
fn instruments_begin_with_what_is_said_to_begin_them() {
    let pacts = pacts();
    let check = |id: &str, on: &str, not_yet: Option<&str>| {
        let instrument = pacts.find_instrument(id).and_then(|at| pacts.instrument(at)).unwrap();
        assert_eq!(instrument.not_yet(day(on)).map(|at| at.says.as_str()), not_yet, "{id} on {on}");
    };
    check("ai-pact", "2023-12-01", Some("Launch in Brussels"));
    check("ai-pact", "2024-09-25", None);
    check("content-code", "2026-06-09", Some("Final text"));
    check("seoul", "2024-05-20", Some("Made at the summit in Seoul"));
    check("seoul", "2024-05-21", None);
}

#[test]
fn codes_are_unique_and_documented() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pact.md");
    let docs = std::fs::read_to_string(docs).unwrap();
    let mut seen = BTreeSet::new();
    for info in actlas_pact::CODES {
        assert!(seen.insert(info.code), "{}", info.code);
        let severity = info.severity.as_str();
        let line = format!("| `{}` | {} ({severity}) |", info.code, info.title);
        assert!(docs.contains(&line), "docs/pact.md lacks: {line}");
    }
}
