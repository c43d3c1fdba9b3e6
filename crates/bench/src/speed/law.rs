//! The real pack.

use std::hint::black_box;
use std::num::NonZeroUsize;

use actlas_assess::{Asked, Assessor, Settings, questions};
use actlas_bench::Random;
use actlas_facts::{FactIx, Kind, Knowledge, OptionIx, Options, Record, parse_date};
use actlas_law::{Choices, Lowered, Pack, PackFiles, PointKind, Subject, View};
use actlas_logic::census::{Census, Table};
use actlas_logic::{Lit, Truth};

use super::report::{Report, figure};
use super::shortest;

const SYSTEMS: usize = 65_536;
/// How many different systems the register is made of.
const DIFFERENT: usize = 16_384;
/// Systems that are also judged one by one.
const ALONE: usize = 64;

pub fn measure(report: &mut Report) {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    report.section(
        "The real pack: facts to all points",
        "Random systems of which 5 % or 40 % of the facts are known, answers as bits. Kleene's value \
         for all points and classes of systems and models; in the row below each, the exact value of \
         all points: where Kleene's may be too careful, possible worlds are looked at for a thousand \
         systems at once. Nothing is remembered from one system to the next. Some systems are also \
         judged one by one, and the values compared.",
    );
    for day in ["2026-07-26", "2026-11-21"] {
        let Some((on, _)) = parse_date(day) else { continue };
        let Ok(view) = View::new(&pack, on, on) else { continue };
        let lowered = Lowered::new(view, Choices::defaults(&pack));
        for known in [5, 40] {
            points(&lowered, day, known, report);
        }
        if day == "2026-11-21" {
            ask(&lowered, report);
        }
    }
}

fn points(lowered: &Lowered, day: &str, known: u64, report: &mut Report) {
    let mut random = Random::new(known);
    let different: Vec<Vec<Truth>> =
        (0..DIFFERENT).map(|_| answers(lowered, known, &mut random)).collect();
    let mut facts = Table::new(lowered.atoms().len(), SYSTEMS);
    for system in 0..SYSTEMS {
        for (row, truth) in different.get(system % DIFFERENT).into_iter().flatten().enumerate() {
            facts.set(row, system, *truth);
        }
    }
    let points = lowered.main().points.iter().map(|(_, target)| target.lit);
    let lits: Vec<Lit> =
        points.chain(lowered.main().classes.iter().map(|(.., lit)| *lit)).collect();
    let census = Census::new(lowered.program(), &lits);
    let mut found = census.answers_for(&facts);
    let kleene = shortest(9, || census.run_into(black_box(&facts), NonZeroUsize::MIN, &mut found));
    let kleene = kleene / SYSTEMS as f64;
    let what = format!("{day}, {known} % known, Kleene's values, systems a second and core");
    report.at_least(&what, 1.0 / kleene, 1e6, "");

    let mut same = true;
    let bulk = lowered.bulk();
    let mut found = bulk.answers_for(&facts);
    let exact = shortest(3, || bulk.run_into(black_box(&facts), NonZeroUsize::MIN, &mut found));
    let targets = lowered.main().points.iter().filter(|(_, target)| target.exact.is_some());
    report.at_least(
        &format!("{day}, {known} % known, exact, {} points split into worlds", targets.count()),
        SYSTEMS as f64 / exact,
        1e6,
        "",
    );
    let took = shortest(1, || {
        for (system, answers) in different.iter().take(ALONE).enumerate() {
            for kind in [PointKind::System, PointKind::Model] {
                let judged = lowered.judge_answers(kind, answers);
                for (rule, truth) in &judged.points {
                    let row = bulk.points().iter().position(|at| *at == (kind, *rule));
                    same &= row.is_some_and(|row| found.get(row, system) == *truth);
                }
            }
        }
    });
    report.says("the same systems one by one, a second", figure(ALONE as f64 / took, ""));
    report.says("values equal", if same { "yes" } else { "NO" });
}

/// What a random system answers to the questions of the program.
fn answers(lowered: &Lowered, known: u64, random: &mut Random) -> Vec<Truth> {
    let pack = lowered.view().pack();
    let knowledge: Vec<Option<Knowledge>> = pack
        .vocabulary
        .facts()
        .map(|(_, fact)| {
            if random.below(100) >= known {
                return None;
            }
            let some = |random: &mut Random, len: usize| {
                Options::of([OptionIx(random.below(len.max(1) as u64) as u8)])
            };
            Some(match &fact.kind {
                Kind::YesNo => Knowledge::YesNo(Truth::from(random.below(3) == 0)),
                Kind::Choice(options) => Knowledge::Choice(some(random, options.len())),
                Kind::Set(members) => {
                    let has = some(random, members.len());
                    Knowledge::Set { has, hasnt: Options::first(members.len()).without(has) }
                }
                Kind::Number(_) | Kind::Date => return None,
            })
        })
        .collect();
    let said = |fact: FactIx| knowledge.get(fact.at()).and_then(Option::as_ref);
    let subject = Subject { known: &said, roles: pack.vocabulary.find("actor_role"), role: None };
    lowered.atoms().iter().map(|atom| subject.answer(atom)).collect()
}

fn ask(lowered: &Lowered, report: &mut Report) {
    let mut assessor = Assessor::new(lowered, Settings::default());
    let assessed = assessor.assess(&Record { id: "new".to_owned(), ..Record::default() });
    let Some(subject) = assessed.subjects.first() else { return };
    let unknown = subject.indicated.iter().filter(|truth| !truth.is_known()).count();
    let took = shortest(9, || {
        let next =
            questions::next(lowered, PointKind::System, subject, &|_| true, &Asked::default(), 5);
        black_box(next);
    });
    let what =
        format!("the next five questions about a system of which {unknown} answers are unknown");
    report.at_most(&what, took * 1e3, 5.0, "ms");
}
