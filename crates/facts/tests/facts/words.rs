//! The vocabulary, and the codes of findings.

use std::collections::BTreeSet;

use actlas_facts::{CODES, Entity, Kind, Place, VocabularyError};

use crate::common::{fact, options, vocabulary};

#[test]
fn a_vocabulary_refuses_what_it_cannot_tell_apart() {
    let mut vocabulary = vocabulary();
    let before = vocabulary.clone();
    let add = |id: &str, kind| vocabulary.clone().add(fact(id, Entity::System, kind));
    assert_eq!(add("minors", Kind::Date), Err(VocabularyError::Taken));
    let words: Vec<String> = (0..65).map(|at| format!("o{at}")).collect();
    let words: Vec<(&str, &str)> = words.iter().map(|word| (word.as_str(), "")).collect();
    assert_eq!(add("many", Kind::Set(options(&words))), Err(VocabularyError::TooManyOptions));
    assert_eq!(vocabulary, before);
    let all = Kind::Set(options(&words[..64]));
    let ix = vocabulary.add(fact("all", Entity::System, all)).unwrap();
    let none = vocabulary.get(ix).unwrap().read(actlas_facts::Raw::Text("none")).unwrap();
    assert!(none.is_settled(&vocabulary.get(ix).unwrap().kind), "the 64th option counts");
}

#[test]
fn words_more_or_fewer_are_guessed() {
    let mut vocabulary = vocabulary();
    for id in ["training_compute", "training_compute_total"] {
        vocabulary.add(fact(id, Entity::Model, Kind::YesNo)).unwrap();
    }
    for (id, want) in [
        ("training", Some("training_compute")),
        ("training_compute_in_flop", Some("training_compute")),
        ("training_compute_total_flop", Some("training_compute_total")),
        ("tra", None),
    ] {
        assert_eq!(vocabulary.nearest(id), want, "{id}");
    }
}

#[test]
fn a_slip_of_the_pen_is_guessed() {
    let vocabulary = vocabulary();
    for (id, want) in [
        ("minor", Some("minors")),
        ("Minors", Some("minors")),
        ("sectro", Some("sector")),
        ("in-union", Some("in_union")),
        ("minorities", None),
        ("weather", None),
        ("xyz", None),
        ("", None),
    ] {
        assert_eq!(vocabulary.nearest(id), want, "{id}");
    }
    assert_eq!(vocabulary.nearest(&"minors".repeat(1_000_000)), None);
}

#[test]
fn codes_are_in_kebab_case_and_unique() {
    let mut seen = BTreeSet::new();
    for info in CODES {
        let code = info.code.0;
        assert!(seen.insert(code), "{code} twice");
        assert!(code.bytes().all(|at| at.is_ascii_lowercase() || at == b'-'), "{code}");
        assert!(!code.starts_with('-') && !code.ends_with('-') && !code.contains("--"), "{code}");
        assert!(!info.title.is_empty() && !info.title.ends_with('.'), "{code}");
    }
}

#[test]
fn places_say_what_is_known() {
    let mut place = Place::default();
    assert_eq!(place.to_string(), "input");
    place = Place::file("reg.csv").line(3).column("fact:minors");
    assert_eq!(place.to_string(), "reg.csv:3, `fact:minors`");
    place = Place { record: Some(2), id: Some("r-1".to_owned()), line: None, ..place };
    assert_eq!(place.to_string(), "reg.csv, record 2 (`r-1`), `fact:minors`");
}
