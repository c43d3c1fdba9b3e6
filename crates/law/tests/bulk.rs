//! Whole registers come out as their systems do one by one.

use std::num::NonZeroUsize;

use actlas_facts::{FactIx, Kind, Knowledge, OptionIx, Options, parse_date};
use actlas_law::{Choices, Lowered, Pack, PackFiles, PointKind, Subject, View};
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

/// What a system answers of which so many facts in a hundred are known.
fn answers(lowered: &Lowered, known: u64, random: &mut Random) -> Vec<Truth> {
    let vocabulary = &lowered.view().pack().vocabulary;
    let knowledge: Vec<Option<Knowledge>> = vocabulary
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
        .collect();
    let said = |fact: FactIx| knowledge.get(fact.at()).and_then(Option::as_ref);
    let subject = Subject { known: &said, roles: vocabulary.find("actor_role"), role: None };
    lowered.atoms().iter().map(|atom| subject.answer(atom)).collect()
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
            .map(|known| answers(&lowered, known, &mut random))
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
