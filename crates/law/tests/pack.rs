//! The built-in pack: it loads, means what its conditions say, and agrees with outside sources.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use actlas_facts::{Interval, Kind, Knowledge, OptionIx, Options, parse_date};
use actlas_law::scenario::{self, commission};
use actlas_law::{
    Choices, Lowered, Pack, PackFiles, PointKind, ReadingIx, Subject, View, reference,
};
use actlas_logic::{Decimal, Truth};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn pack() -> Pack {
    let (pack, findings) = Pack::load(&PackFiles::embedded());
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(words.is_empty(), "{}", words.join("\n"));
    pack
}

#[test]
fn the_pack_holds_what_the_act_lists() {
    let pack = pack();
    let count = |start: &str| {
        pack.points(PointKind::System).filter(|(_, rule)| rule.id.starts_with(start)).count()
    };
    assert_eq!(count("annex3."), 25, "entries of Annex III");
    assert_eq!(count("art5."), 10, "points of Article 5(1)");
    assert_eq!(count("annex1."), 21, "acts of Annex I, in both versions together");
    assert_eq!(count("art50."), 5, "situations of Article 50");
    assert_eq!(pack.amendments.len(), 43, "amending points");
}

#[test]
fn what_nobody_reads_in_a_scenario_is_told() {
    let pack = pack();
    let check = |text: &str, want: &[&str]| {
        let mut files = PackFiles::default();
        files.files.insert("scenarios/x.md".to_owned(), text.to_owned());
        let (_, findings) = scenario::load(&pack, &files);
        let found: Vec<String> = findings
            .iter()
            .map(|at| format!("{}: {}", at.place.line.unwrap_or_default(), at.fact))
            .collect();
        assert_eq!(found, want, "{text}");
    };
    let with = |lines: &str| {
        format!("## 1\nSource: golden\n{lines}\n```expect\nexcluded: [art5.1a]\n```\n")
    };
    check(&with("A word of prose: nothing more.\nOn: 2026-11-21"), &[]);
    check(
        &with("Knwon: 2026-11-21"),
        &["3: no attribute `Knwon`; there are Source, On, Known, Kind, Assume, Role and Reading"],
    );
    check(&with("Kind: modle"), &["3: no kind `modle`; there are system and model"]);
    check(&with("Assume: all"), &["3: `all` cannot be assumed; `nothing` can"]);
    check(&with("```fact\nx: yes\n```"), &["3: no block `fact`; there are `facts` and `expect`"]);
    check(&(with("") + &with("")), &["7: another scenario of this file is called `1`"]);
    check(
        "## 1\nSource: golden\n```expect\n",
        &["3: the block `expect` does not end", "1: scenario `1` expects nothing"],
    );
}

#[test]
fn scenarios_come_out_as_their_source_says() {
    let files = PackFiles::embedded();
    let pack = pack();
    let (scenarios, findings) = scenario::load(&pack, &files);
    let mut wrong: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let failures = scenario::failures(&pack, &scenarios).expect("the law was known on each day");
    for (scenario, failure) in failures {
        let expected = failure.expectation.words(&pack);
        let file = &pack.paths[scenario.at.file];
        wrong.push(format!("{file} {}: expected {expected}, found {}", scenario.id, failure.found));
    }
    assert!(scenarios.len() > 800, "{} scenarios", scenarios.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// At least 98 % of the points that the Commission says are met are true, at least 90 % of those it
/// says are not are false, none of them is true; and whatever comes out otherwise is listed with the
/// reason, no more and no less.
#[test]
fn the_examples_of_the_commission_come_out_as_it_says() {
    let files = PackFiles::embedded();
    let pack = pack();
    let examples = commission::load(&pack, &files);
    let words: Vec<String> = examples.findings.iter().map(ToString::to_string).collect();
    assert!(words.is_empty(), "{}", words.join("\n"));
    assert_eq!(examples.list.len(), 296);
    let score = commission::score(&pack, &examples).expect("the law is known");
    assert!(score.points.1 * 100 >= score.points.0 * 98, "points {:?}", score.points);
    assert!(score.excluded.1 * 100 >= score.excluded.0 * 90, "excluded {:?}", score.excluded);
    assert_eq!(score.excluded_true, 0, "no excluded point is true");
    let missed: Vec<String> =
        score.misses.iter().map(|miss| format!("{} {}", miss.id, miss.what)).collect();
    let mut missed_ids: Vec<&String> = missed.iter().collect();
    missed_ids.sort_unstable();
    let listed: Vec<&String> = examples.reasons.keys().collect();
    assert_eq!(missed_ids, listed, "scenarios/commission/disagreements.yaml");
}

/// A random value of a fact, unknown in about half of the cases.
fn knowledge(kind: &Kind) -> BoxedStrategy<Knowledge> {
    let nothing = Just(Knowledge::nothing(kind));
    let cuts = ["1e22", "1e23", "2e23", "1e25", "10000000000000000000000001", "4", "3"];
    let days = ["2024-01-01", "2025-08-02", "2026-08-01", "2026-08-02", "2027-12-02", "2028-03-01"];
    let some: BoxedStrategy<Knowledge> = match kind {
        Kind::YesNo => any::<bool>().prop_map(|yes| Knowledge::YesNo(Truth::from(yes))).boxed(),
        Kind::Choice(options) => {
            let len = options.len();
            any::<u64>()
                .prop_map(move |bits| {
                    let chosen = |at: &u8| bits >> at & 1 == 1;
                    let left = Options::of((0..len as u8).filter(chosen).map(OptionIx));
                    Knowledge::Choice(if left.is_empty() { Options::first(len) } else { left })
                })
                .boxed()
        }
        Kind::Set(options) => {
            let len = options.len();
            (any::<u64>(), any::<u64>())
                .prop_map(move |(known, value)| {
                    let pick = |want: bool| {
                        let fits =
                            move |at: &u8| known >> at & 1 == 1 && (value >> at & 1 == 1) == want;
                        Options::of((0..len as u8).filter(fits).map(OptionIx))
                    };
                    Knowledge::Set { has: pick(true), hasnt: pick(false) }
                })
                .boxed()
        }
        Kind::Number(_) => prop::sample::select(cuts.to_vec())
            .prop_map(|text| {
                Knowledge::Number(Interval::exactly(text.parse::<Decimal>().expect("a number")))
            })
            .boxed(),
        Kind::Date => prop::sample::select(days.to_vec())
            .prop_map(|text| {
                let (from, to) = parse_date(text).expect("a day");
                Knowledge::Date(Interval::between(from, to))
            })
            .boxed(),
    };
    prop_oneof![nothing, some].boxed()
}

/// The program against the recursive reading of the pack: every rule, random facts, both versions,
/// random readings.
#[test]
fn the_program_means_what_the_conditions_say() {
    let pack = pack();
    let facts: Vec<BoxedStrategy<Knowledge>> =
        pack.vocabulary.facts().map(|(_, fact)| knowledge(&fact.kind)).collect();
    let roles = pack.vocabulary.find("actor_role");
    let day = |text: &str| parse_date(text).expect("a day").0;
    let views =
        [("2026-07-01", "2026-07-01"), ("2026-11-21", "2026-11-21"), ("2028-09-01", "2026-11-21")];
    let texts = pack.readings.iter().enumerate().fold(
        Choices::defaults(&pack),
        |choices, (at, reading)| {
            let other = reading.alternatives.iter().position(|at| at.id == "text");
            choices.with(ReadingIx(at), other.unwrap_or(reading.default))
        },
    );
    for (on, known) in views {
        let view = View::new(&pack, day(on), day(known)).expect("a view");
        for choices in [Choices::defaults(&pack), texts.clone()] {
            let lowered = Lowered::new(view, choices.clone());
            let mut runner = TestRunner::new(Config { cases: 60, ..Config::default() });
            let compared = runner.run(&(facts.clone(), 0u8..8), |(known, role)| {
                let role = (role < 7).then_some(OptionIx(role));
                let subject = Subject { known: &|fact| known.get(fact.at()), roles, role };
                let values = lowered.program().evaluate(|input| lowered.answer(input, &subject));
                for (ix, rule) in pack.rules().filter(|(_, rule)| rule.legacy.is_none()) {
                    let slow = reference::evaluate(&view, &choices, ix, &subject, None);
                    prop_assert_eq!(values.get(lowered.lit(ix)), slow, "{}", rule.id);
                }
                Ok(())
            });
            if let Err(error) = compared {
                panic!("{on} known {known}: {error}");
            }
        }
    }
}

fn fact_at(pack: &Pack, id: &str) -> usize {
    pack.vocabulary.find(id).expect("a fact").at()
}

/// What is concluded from some facts still holds when more become known.
#[test]
fn points_are_sound_whatever_the_missing_facts_turn_out_to_be() {
    let pack = pack();
    let facts: Vec<BoxedStrategy<Knowledge>> =
        pack.vocabulary.facts().map(|(_, fact)| knowledge(&fact.kind)).collect();
    let state = pack.state;
    let view = View::new(&pack, state, state).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let roles = pack.vocabulary.find("actor_role");
    let mut runner = TestRunner::new(Config { cases: 3000, ..Config::default() });
    let compared = runner.run(&(facts.clone(), facts.clone()), |(some, more)| {
        let mut all: Vec<Knowledge> =
            some.iter().zip(&more).map(|(a, b)| a.completed_by(b)).collect();
        // Which roles an actor may hold is asked of what is known, so learning roles, or that a deployer is a
        // private person or uses nothing, may take a point away; everything else may not.
        for id in ["private_use", "uses_under_own_authority"] {
            let fact = fact_at(&pack, id);
            all[fact] = some[fact].clone();
        }
        if let Some(roles) = roles {
            all[roles.at()] = some[roles.at()].clone();
        }
        // A figure that cannot be found out is not found out later: that would be a contradiction, and
        // the fallback of the guidelines for the one case is no answer to the other.
        let undisclosed = fact_at(&pack, "original_compute_undisclosed");
        if all[undisclosed] == Knowledge::YesNo(Truth::True) {
            let figure = fact_at(&pack, "original_compute");
            all[figure] = some[figure].clone();
            all[undisclosed] = some[undisclosed].clone();
        }
        for kind in [PointKind::System, PointKind::Model] {
            let judge = |known: &Vec<Knowledge>| {
                lowered.judge(
                    kind,
                    &Subject { known: &|fact| known.get(fact.at()), roles, role: None },
                )
            };
            let (before, after) = (judge(&some), judge(&all));
            for ((rule, before), (_, after)) in before.points.iter().zip(&after.points) {
                let id = &pack.rules[rule.0].id;
                prop_assert!(
                    *before == Truth::Unknown || before == after,
                    "{} {} {}",
                    id,
                    before,
                    after
                );
            }
        }
        Ok(())
    });
    if let Err(error) = compared {
        panic!("{error}");
    }
}
