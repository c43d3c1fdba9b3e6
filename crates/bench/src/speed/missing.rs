//! Which facts are missing.

use std::hint::black_box;

use actlas_bench::Workload;
use actlas_bench::register::{self, Columns};
use actlas_logic::census::{Reach, Table};
use actlas_logic::worlds::{Conclusion, MAX_WORLDS, Variables};
use actlas_logic::{Input, Lit, Program, Truth};

use super::engines::{self, Engines};
use super::report::{Report, figure};
use super::shortest;

const SYSTEMS: usize = 65_536;
const CHECKED: usize = 200;

pub fn measure(engines: &Engines, report: &mut Report) {
    report.section(
        "Missing facts: all 150 conclusions of a system",
        "In bulk, the sweep hands out for each conclusion that is unknown the facts that can still \
         matter to it, and counts them. It includes the evaluation. Cut points of one number count as \
         facts of their own.",
    );
    let workload = Workload::new();
    let (program, conclusions) = register::program(&workload);
    let mut facts = register::facts(&workload, SYSTEMS);
    register::compare(&workload, &Columns::new(SYSTEMS), &mut facts);
    let reach = Reach::new(&program, &conclusions);
    let mut named = 0u64;
    let bulk = shortest(5, || {
        named = 0;
        reach.run(black_box(&facts), &mut |matters| named += u64::from(matters.count()));
    });
    report.at_most("bulk, a system", bulk / SYSTEMS as f64 * 1e6, 2.0, "µs");
    report.says("facts named, a system", format!("{:.0}", named as f64 / SYSTEMS as f64));
    exact(&program, &conclusions, &facts, report);
    let ours = one(&program, &conclusions, &facts, report);
    engines::alone(engines, ours, report);
}

fn exact(program: &Program, conclusions: &[Lit], facts: &Table, report: &mut Report) {
    let variables = Variables::new(program, []);
    let cut: Vec<Conclusion> =
        conclusions.iter().map(|lit| Conclusion::new(program, *lit, &variables)).collect();
    let (mut pairs, mut left_out, mut same) = (0u32, 0u32, 0u32);
    for system in 0..CHECKED {
        let truth_of = |input: Input| facts.get(input.0 as usize, system);
        let values = program.evaluate(truth_of);
        let reached = program.can_matter_to_each(&values, conclusions);
        for (at, conclusion) in cut.iter().enumerate() {
            let Some(residual) = conclusion.residual(&truth_of, MAX_WORLDS) else { continue };
            let swept: Vec<Input> = reached.of(at).collect();
            let of = |input: &Input| variables.of(*input);
            let exact: Vec<usize> = residual.effects.iter().map(|effect| effect.variable).collect();
            pairs += 1;
            let misses =
                exact.iter().any(|variable| !swept.iter().any(|at| of(at) == Some(*variable)));
            left_out += u32::from(misses);
            same += u32::from(swept.len() == exact.len());
        }
    }
    report.at_most(
        &format!("sets smaller than the exact one, of {pairs} looked at"),
        f64::from(left_out),
        0.0,
        "",
    );
    report.says("sets equal to the exact one", format!("{same} of {pairs}"));

    // Twelve facts unknown: every other question is answered as if it were asked.
    let worst = (0..20).map(|system| {
        let truth_of = |input: Input| match (facts.get(input.0 as usize, system), input.0 % 10) {
            (_, 3) if input.0 < 120 => Truth::Unknown,
            (Truth::Unknown, _) => Truth::from((input.0 + system as u32).is_multiple_of(3)),
            (known, _) => known,
        };
        shortest(5, || {
            for conclusion in &cut {
                black_box(conclusion.residual(&truth_of, MAX_WORLDS));
            }
        })
    });
    let worst = worst.fold(0.0, f64::max);
    report.at_most("exact, 12 unknown facts, the slowest of 20 systems", worst * 1e3, 0.5, "ms");
}

/// Seconds for one system.
fn one(program: &Program, conclusions: &[Lit], facts: &Table, report: &mut Report) -> f64 {
    const EACH: usize = 500;
    let records: Vec<Vec<Truth>> = (0..EACH)
        .map(|system| (0..facts.rows()).map(|row| facts.get(row, system)).collect())
        .collect();
    let plain = shortest(9, || {
        for record in &records {
            let truth_of = |input: Input| record.get(input.0 as usize).copied().unwrap_or_default();
            let values = program.evaluate(truth_of);
            let known = conclusions.iter().filter(|lit| values.get(**lit).is_known());
            black_box(known.count());
        }
    });
    report.says(
        "one system alone: 150 conclusions and nothing else",
        figure(plain / EACH as f64 * 1e6, "µs"),
    );
    let took = shortest(9, || {
        for record in &records {
            let truth_of = |input: Input| record.get(input.0 as usize).copied().unwrap_or_default();
            let values = program.evaluate(truth_of);
            let reached = program.can_matter_to_each(&values, conclusions);
            let missing: usize = (0..conclusions.len()).map(|at| reached.of(at).count()).sum();
            let decided = conclusions.iter().find(|lit| values.get(**lit).is_known());
            let proof = decided.map(|lit| program.grounds(&values, *lit));
            black_box((missing, proof));
        }
    });
    report.at_most(
        "one system alone: 150 conclusions, their missing facts, one proof",
        took / EACH as f64 * 1e6,
        50.0,
        "µs",
    );
    took / EACH as f64
}
