//! Whole registers come out as their systems do one by one, and other readings as if they were chosen.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use actlas_facts::{FactIx, Kind, Knowledge, OptionIx, Options, parse_date};
use actlas_law::{
    Choices, Contested, Judgement, Lowered, Pack, PackFiles, PointKind, RuleIx, Subject, View,
};
use actlas_logic::Truth;
use actlas_logic::census::Table;

/// Numbers that no version of a library changes.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % n
    }
}

/// What is known of a system of which so many facts in a hundred are.
fn knowledge(pack: &Pack, known: u64, random: &mut Random) -> Vec<Option<Knowledge>> {
    pack.vocabulary
        .facts()
        .map(|(_, fact)| {
            if random.below(100) >= known {
                return None;
            }
            let len = fact.kind.options().len().max(1) as u64;
            let some = Options::of([OptionIx(random.below(len) as u8)]);
            let all = Options::first(fact.kind.options().len());
            match &fact.kind {
                Kind::YesNo => Some(Knowledge::YesNo(Truth::from(random.below(3) == 0))),
                Kind::Choice(_) if random.below(3) == 0 && len > 2 => {
                    Some(Knowledge::Choice(all.without(some)))
                }
                Kind::Choice(_) => Some(Knowledge::Choice(some)),
                Kind::Set(_) => Some(Knowledge::Set { has: some, hasnt: all.without(some) }),
                Kind::Number(_) | Kind::Date => None,
            }
        })
        .collect()
}

fn answers(lowered: &Lowered, knowledge: &[Option<Knowledge>]) -> Vec<Truth> {
    let roles = lowered.view().pack().vocabulary.find("actor_role");
    let said = |fact: FactIx| knowledge.get(fact.at()).and_then(Option::as_ref);
    let subject = Subject { known: &said, roles, role: None };
    lowered.atoms().iter().map(|atom| subject.answer(atom)).collect()
}

/// What would be contested of a system is what comes out under the other answer.
#[test]
fn another_reading_gives_what_choosing_it_gives() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let (on, _) = parse_date("2026-11-21").expect("a day");
    let view = View::new(&pack, on, on).expect("the law is known");
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let mut random = Random(7);
    let systems: Vec<Vec<Option<Knowledge>>> = [1, 3, 10, 30, 60, 90]
        .into_iter()
        .flat_map(|known| (0..40).map(move |_| known))
        .map(|known| knowledge(&pack, known, &mut random))
        .collect();
    let judge = |system: &Vec<Option<Knowledge>>| {
        let mine = answers(&lowered, system);
        let judged = lowered.judge_answers(PointKind::System, &mine);
        let contested = lowered.contested(PointKind::System, &mine, &judged);
        (judged, contested)
    };
    let judged: Vec<(Judgement, Vec<Contested>)> = systems.iter().map(judge).collect();
    let held = |points: &[(RuleIx, Truth)], truth| -> BTreeSet<RuleIx> {
        points.iter().filter(|(_, at)| *at == truth).map(|(rule, _)| *rule).collect()
    };
    let mut contested_ones = 0;
    for variant in lowered.variants() {
        let choices = Choices::defaults(&pack).with(variant.reading, variant.alternative);
        let other = Lowered::new(view, choices);
        for (system, (judged, contested)) in systems.iter().zip(&judged) {
            let chosen = other.judge_answers(PointKind::System, &answers(&other, system));
            let of_variant =
                |at: &&Contested| (at.0, at.1) == (variant.reading, variant.alternative);
            let now = held(&judged.points, Truth::True);
            let (class, points) = match contested.iter().find(of_variant) {
                Some((.., class, points)) => (*class, points.iter().copied().collect()),
                None => (judged.class, now.clone()),
            };
            contested_ones += usize::from(contested.iter().any(|at| of_variant(&at)));
            // What holds now and would only be undecided is no dispute where nobody spoke of what it asks.
            let kept: BTreeSet<RuleIx> =
                now.intersection(&held(&chosen.points, Truth::Unknown)).copied().collect();
            let then = held(&chosen.points, Truth::True);
            let id = &pack.readings[variant.reading.0].id;
            assert!(then.is_subset(&points), "{id}: {then:?} {points:?}");
            assert!(points.is_subset(&then.union(&kept).copied().collect()), "{id}: {points:?}");
            assert!(class == chosen.class || points != then, "{id}: {class} {}", chosen.class);
        }
    }
    assert!(contested_ones > 100, "{contested_ones}");
}

#[test]
fn points_of_a_register_are_those_of_its_systems() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let mut settled = 0;
    for day in ["2026-07-26", "2026-11-21"] {
        let (on, _) = parse_date(day).expect("a day");
        let view = View::new(&pack, on, on).expect("the law is known");
        let lowered = Lowered::new(view, Choices::defaults(&pack));
        let mut random = Random(on.ordinal().into());
        let systems: Vec<Vec<Truth>> = [0, 5, 20, 40, 70, 95]
            .into_iter()
            .flat_map(|known| (0..25).map(move |_| known))
            .map(|known| answers(&lowered, &knowledge(&pack, known, &mut random)))
            .collect();
        let mut facts = Table::new(lowered.atoms().len(), systems.len());
        for (system, answers) in systems.iter().enumerate() {
            for (row, truth) in answers.iter().enumerate() {
                facts.set(row, system, *truth);
            }
        }
        let bulk = lowered.bulk();
        let found = bulk.run(&facts, NonZeroUsize::MIN);
        for (system, answers) in systems.iter().enumerate() {
            for kind in [PointKind::System, PointKind::Model] {
                let judged = lowered.judge_answers(kind, answers);
                for (rule, truth) in &judged.points {
                    let row = bulk.points().iter().position(|at| *at == (kind, *rule));
                    let row = row.expect("every point has a row");
                    let id = pack.rule(*rule).map_or("", |rule| rule.id.as_str());
                    assert_eq!(found.get(row, system), *truth, "{day}, system {system}, {id}");
                    let target = lowered.point(*rule).expect("a point");
                    let kleene = lowered.program().evaluate(|input| {
                        answers.get(input.0 as usize).copied().unwrap_or_default()
                    });
                    settled += usize::from(truth.is_known() && !kleene.get(target.lit).is_known());
                }
            }
        }
    }
    assert!(settled > 0, "worlds settle something that Kleene leaves open");
}

/// A cut-off that stands in a rule referred to is found as well as one that stands in the rule itself.
#[test]
fn cut_offs_are_found_through_rules() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let view = View::new(&pack, pack.state, pack.state).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let placed = pack.vocabulary.find("first_placed_on").expect("a fact");
    for rule in ["art111.1", "art111.2", "art111.2.public", "art111.3"] {
        let rule = pack.find(rule).expect("a rule");
        assert_eq!(lowered.cut_off_facts(&[rule]), [placed], "{rule:?}");
    }
}
