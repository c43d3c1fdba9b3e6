//! The tests of the law, tested: every change of the pack that makes a difference is noticed by a
//! scenario with an outside source.

use actlas_law::mutate::{self, Change, Fate, Mutant, Survivor, Unlisted};
use actlas_law::scenario::{self, Expectation, Scenario, commission};
use actlas_law::{Pack, PackFiles, RuleIx};

fn all(pack: &Pack, files: &PackFiles) -> Vec<Scenario> {
    let (mut scenarios, findings) = scenario::load(pack, files);
    assert!(findings.is_empty(), "{findings:?}");
    for example in commission::load(pack, files).list {
        let mut scenario = example.scenario;
        let of = |rules: &[RuleIx], truth: actlas_facts::Truth| -> Vec<Expectation> {
            rules.iter().map(|rule| Expectation::Rule(*rule, truth)).collect()
        };
        scenario.expect.extend(of(&example.points, actlas_facts::Truth::True));
        scenario.expect.extend(of(&example.excluded, actlas_facts::Truth::False));
        scenarios.push(scenario);
    }
    scenarios
}

/// The same as `actlas law mutate`, which exits with 1 if the list is not true.
#[test]
#[ignore = "a minute unoptimised; cargo nextest run --release -p actlas-law --run-ignored all"]
fn every_mutant_is_killed_or_listed_with_the_reason() {
    let files = PackFiles::embedded();
    let (pack, _) = Pack::load(&files);
    let scenarios = all(&pack, &files);
    let (listed, findings) = mutate::load_survivors(&files);
    assert!(findings.is_empty(), "{findings:?}");
    let fates = mutate::run(&pack, &scenarios, &mut |_| {});
    assert_eq!(mutate::compare(&fates, &listed), [], "scenarios/survivors.yaml");
    let killed = fates.iter().filter(|fate| fate.killed_by.is_some()).count();
    assert!(killed * 100 >= fates.len() * 95, "{killed} of {} killed", fates.len());
}

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
