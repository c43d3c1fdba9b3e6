//! The tool that tests the scenarios. That every mutant is killed or listed is checked by
//! `actlas law mutate` in `scripts/test`.

#![expect(clippy::string_slice, reason = "a test may panic; that is how it fails")]

use actlas_law::mutate::{self, Change, Fate, Killed, Mutant, Survivor, Unlisted};
use actlas_law::scenario::{self, Source};
use actlas_law::{Pack, PackFiles, RuleIx};

#[test]
fn without_scenarios_every_mutant_survives() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let fates = mutate::run(&pack, &[], &mut |_| {});
    assert!(fates.len() > 600, "{} mutants", fates.len());
    assert!(fates.iter().all(|fate| fate.killed_by.is_none()));
    let mut ids: Vec<&str> = fates.iter().map(|fate| fate.mutant.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), fates.len(), "ids are unique");
}

/// What follows from a statement is no condition of a rule, so it has no mutants: without any one of it, a
/// scenario with an outside source must fail.
#[test]
fn scenarios_hold_all_that_follows() {
    let files = PackFiles::embedded();
    let (pack, _) = Pack::load(&files);
    for at in 0..pack.follows.len() {
        let mut without = pack.clone();
        let follow = without.follows.remove(at);
        let (mut scenarios, _) = scenario::load(&without, &files);
        scenarios.retain(|at| at.source != Source::Golden);
        let failures = scenario::failures(&without, &scenarios).expect("the law was known");
        assert!(!failures.is_empty(), "nothing holds {:?}", follow.at);
    }
}

#[test]
fn a_list_that_is_not_true_is_noticed() {
    let fate = |id: &str, killed_by: Option<&str>| Fate {
        mutant: Mutant {
            id: id.to_owned(),
            rule: RuleIx(0),
            version: 0,
            condition: 0,
            exception: 0,
            change: Change::FlippedLeaf,
            line: 1,
            what: String::new(),
        },
        killed_by: killed_by.map(str::to_owned),
    };
    let listed = |id: &str| Survivor { mutant: id.to_owned(), why: "no input".to_owned() };
    let fates = [fate("a", None), fate("b", Some("T01")), fate("c", None)];
    let fates: Vec<Killed> = fates.iter().map(Fate::killed).collect();
    assert_eq!(
        mutate::compare(&fates, &[listed("b"), listed("c"), listed("d")]),
        [
            Unlisted::Survives("a".to_owned()),
            Unlisted::Killed("b".to_owned(), "T01".to_owned()),
            Unlisted::Unknown("d".to_owned()),
        ]
    );
    assert_eq!(mutate::compare(&fates, &[listed("a"), listed("c")]), []);
}

/// Every duty has mutants of its role, its dates and its penalty, with ids of their own; without
/// scenarios none is killed.
#[test]
fn duties_have_mutants_and_without_scenarios_all_survive() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let fates = mutate::run_duties(&pack, &[], &mut |_| {});
    assert!(fates.len() > 800, "{} mutants", fates.len());
    assert!(fates.iter().all(|fate| fate.killed_by.is_none()));
    let mut ids: Vec<&str> = fates.iter().map(|fate| fate.mutant.id.as_str()).collect();
    for duty in &pack.duties {
        for what in ["role:", "late:", "tier@"] {
            let mine =
                |id: &&str| id.strip_prefix(&duty.id).is_some_and(|id| id[1..].starts_with(what));
            assert!(ids.iter().any(mine), "{} has no {what}", duty.id);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), fates.len(), "ids are unique");
}
