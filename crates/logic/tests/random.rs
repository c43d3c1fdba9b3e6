//! The fast evaluators against the slow one, on random formulas and records.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic; that is how it fails"
)]

use actlas_logic::reference::Formula;
use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use actlas_logic::census::{Census, Exact, Reach, TILE, Table};
use actlas_logic::worlds::{self, Conclusion, MAX_WORLDS, Variable, Variables};
use actlas_logic::{Block, Builder, Input, LANES, Lit, Planes, Program, Truth};
use proptest::prelude::*;

const INPUTS: u32 = 9;

fn truth() -> impl Strategy<Value = Truth> {
    prop_oneof![Just(Truth::False), Just(Truth::Unknown), Just(Truth::True)]
}

fn record() -> impl Strategy<Value = Vec<Truth>> {
    prop::collection::vec(truth(), INPUTS as usize)
}

fn formula() -> impl Strategy<Value = Formula> {
    let leaf = (0..INPUTS).prop_map(|input| Formula::Input(Input(input)));
    leaf.prop_recursive(5, 40, 5, |inner| {
        let parts = || prop::collection::vec(inner.clone(), 0..5);
        prop_oneof![
            parts().prop_map(Formula::All),
            parts().prop_map(Formula::Any),
            (0u32..4, parts()).prop_map(|(n, parts)| Formula::AtLeast(n, parts)),
            inner.clone().prop_map(|part| Formula::Not(Box::new(part))),
        ]
    })
}

fn lowered(formula: &Formula) -> (Program, Lit) {
    let mut builder = Builder::default();
    for input in 0..INPUTS {
        builder.input(Input(input));
    }
    let root = formula.lower(&mut builder);
    (builder.finish(), root)
}

fn lowered_together(formulas: &[Formula]) -> (Program, Vec<Lit>) {
    let mut builder = Builder::default();
    for input in 0..INPUTS {
        builder.input(Input(input));
    }
    let roots = formulas.iter().map(|formula| formula.lower(&mut builder)).collect();
    (builder.finish(), roots)
}

/// A register in which every `stride`-th system is one of the records.
fn table(records: &[Vec<Truth>], stride: usize, systems: usize) -> Table {
    let mut facts = Table::new(INPUTS as usize, systems);
    for (at, record) in records.iter().enumerate() {
        for (row, truth) in record.iter().enumerate() {
            facts.set(row, at * stride, !*truth);
            facts.set(row, at * stride, *truth);
        }
    }
    facts
}

fn of(record: &[Truth]) -> impl Fn(Input) -> Truth {
    |input| record[input.0 as usize]
}

/// Every way the unknown inputs of a record can turn out, given which inputs exclude each other.
fn completions(record: &[Truth], variables: &[Variable]) -> Vec<Vec<Truth>> {
    let mut worlds = vec![record.to_vec()];
    for variable in variables {
        let cases = variable.cases(&of(record));
        worlds = worlds
            .iter()
            .flat_map(|world| {
                cases.iter().map(|case| {
                    let mut world = world.clone();
                    for (input, value) in variable.inputs().iter().zip(case) {
                        world[input.0 as usize] = Truth::from(*value);
                    }
                    world
                })
            })
            .collect();
    }
    worlds
}

fn booleans() -> Vec<Variable> {
    (0..INPUTS).map(|input| Variable::Boolean(Input(input))).collect()
}

/// Inputs 0 to 2 are a choice, 3 to 5 cut points of a number, the rest yes/no.
fn related() -> Vec<Variable> {
    let mut variables = vec![
        Variable::Exclusive(vec![Input(0), Input(1), Input(2)]),
        Variable::Ordered(vec![Input(3), Input(4), Input(5)]),
    ];
    variables.extend((6..INPUTS).map(|input| Variable::Boolean(Input(input))));
    variables
}

/// The record with everything filled in that its choices and scales imply, as a fact table gives
/// it; `None` if it contradicts itself.
fn saturated(record: &[Truth], variables: &[Variable]) -> Option<Vec<Truth>> {
    let mut record = record.to_vec();
    for variable in variables {
        let cases = variable.cases(&of(&record));
        let agrees = |case: &Vec<bool>| {
            variable.inputs().iter().zip(case).all(|(input, value)| {
                let known = record[input.0 as usize];
                known == Truth::Unknown || known == Truth::from(*value)
            })
        };
        if !cases.iter().all(agrees) {
            return None;
        }
        for (column, input) in variable.inputs().iter().enumerate() {
            if cases.iter().all(|case| case[column] == cases[0][column]) {
                record[input.0 as usize] = Truth::from(cases[0][column]);
            }
        }
    }
    Some(record)
}

fn check_residual(formula: &Formula, record: &[Truth], variables: Vec<Variable>) {
    let (program, root) = lowered(formula);
    let worlds = completions(record, &variables);
    let in_worlds: Vec<Truth> = worlds.iter().map(|world| formula.evaluate(&of(world))).collect();
    let settled = in_worlds.iter().all(|truth| *truth == in_worlds[0]);
    let exact = if settled { in_worlds[0] } else { Truth::Unknown };

    let variables = Variables::new(&program, variables);
    let residual = Conclusion::new(&program, root, &variables)
        .residual(&of(record), MAX_WORLDS)
        .expect("few worlds");
    assert_eq!(residual.truth, exact, "exact value of {formula:?} in {record:?}");
    assert_eq!(residual.effects.is_empty(), settled);
    let conclusion = Conclusion::new(&program, root, &variables);
    assert_eq!(conclusion.truth(&of(record)), Some(exact), "the short cut agrees");

    let kleene = formula.evaluate(&of(record));
    assert!(kleene == Truth::Unknown || kleene == exact, "Kleene is sound");
    if variables.kleene_is_exact(&program, root) {
        assert_eq!(kleene, exact, "Kleene is exact where the polarity lint says so");
    }

    // A variable matters if and only if two worlds that differ in it alone differ in the outcome.
    let mut matters: Vec<usize> = residual.effects.iter().map(|effect| effect.variable).collect();
    matters.sort_unstable();
    let mut expected = Vec::new();
    for (at, variable) in variables.list().iter().enumerate() {
        let others = |world: &Vec<Truth>| -> Vec<Truth> {
            let mut world = world.clone();
            for input in variable.inputs() {
                world[input.0 as usize] = Truth::Unknown;
            }
            world
        };
        let differs = worlds.iter().enumerate().any(|(a, world)| {
            worlds
                .iter()
                .enumerate()
                .any(|(b, other)| in_worlds[a] != in_worlds[b] && others(world) == others(other))
        });
        if differs {
            expected.push(at);
        }
    }
    assert_eq!(matters, expected, "which facts matter to {formula:?} in {record:?}");

    // The sweep over blocks never misses one of them.
    let mut inputs = Planes::new(program.inputs() as usize);
    for (at, truth) in record.iter().enumerate() {
        inputs.set(Input(at as u32), 0, *truth);
    }
    let mut block = Block::new(&program);
    block.run(&program, &inputs);
    let can = block.can_matter(&program, &[root]);
    if kleene == Truth::Unknown {
        for at in &matters {
            let inputs = variables.list()[*at].inputs();
            assert!(inputs.iter().any(|input| can[input.0 as usize].get(0)), "sweep misses {at}");
            let one = program.can_matter(&program.evaluate(of(record)), root);
            assert!(inputs.iter().any(|input| one.contains(input)), "the sweep of one misses {at}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_block_agrees_with_the_reference(
        formula in formula(),
        records in prop::collection::vec(record(), 1..80),
    ) {
        let (program, root) = lowered(&formula);
        let mut inputs = Planes::new(program.inputs() as usize);
        let lane_of = |at: usize| (at * 37) % LANES;
        for (at, record) in records.iter().enumerate() {
            for (input, truth) in record.iter().enumerate() {
                inputs.set(Input(input as u32), lane_of(at), *truth);
            }
        }
        let mut block = Block::new(&program);
        block.run(&program, &inputs);
        for (at, record) in records.iter().enumerate() {
            let slow = formula.evaluate(&of(record));
            prop_assert_eq!(block.truth(root, lane_of(at)), slow);
            prop_assert_eq!(block.truth(root.negated(), lane_of(at)), !slow);
            prop_assert_eq!(program.evaluate(of(record)).get(root), slow);
        }
    }

    #[test]
    fn a_census_agrees_with_the_reference(
        formulas in prop::collection::vec(formula(), 1..4),
        records in prop::collection::vec(record(), 1..80),
        stride in 1usize..90,
        threads in 1usize..4,
    ) {
        let (program, roots) = lowered_together(&formulas);
        let systems = (records.len() - 1) * stride + 1;
        let facts = table(&records, stride, systems);
        let wanted: Vec<Lit> = roots.iter().flat_map(|root| [*root, root.negated()]).collect();
        let census = Census::new(&program, &wanted);
        let answers = census.run(&facts, NonZeroUsize::new(threads).expect("at least one"));
        prop_assert_eq!(answers.systems(), systems);
        let nothing = vec![Truth::Unknown; INPUTS as usize];
        for system in 0..systems {
            let given = records.get(system / stride).filter(|_| system % stride == 0);
            let record = given.unwrap_or(&nothing);
            for (at, formula) in formulas.iter().enumerate() {
                let slow = formula.evaluate(&of(record));
                prop_assert_eq!(answers.get(at * 2, system), slow);
                prop_assert_eq!(answers.get(at * 2 + 1, system), !slow);
            }
        }
        for row in 0..answers.rows() {
            let counts = answers.counts(row);
            let count = |truth| (0..systems).filter(|at| answers.get(row, *at) == truth).count();
            prop_assert_eq!(counts.holds, count(Truth::True) as u64);
            prop_assert_eq!(counts.fails, count(Truth::False) as u64);
            prop_assert_eq!(counts.unknown, count(Truth::Unknown) as u64);
        }
    }

    #[test]
    fn a_reach_over_a_register_agrees_with_the_sweep_of_one(
        formulas in prop::collection::vec(formula(), 1..4),
        records in prop::collection::vec(record(), 1..40),
        stride in 1usize..90,
    ) {
        let (program, roots) = lowered_together(&formulas);
        let systems = (records.len() - 1) * stride + 1;
        let facts = table(&records, stride, systems);
        let mut found: BTreeSet<(usize, usize, Input)> = BTreeSet::new();
        Reach::new(&program, &roots).run(&facts, &mut |matters| {
            for lane in 0..TILE {
                if matters.words()[lane / 64] >> (lane % 64) & 1 == 1 {
                    found.insert((matters.first + lane, matters.conclusion, matters.input));
                }
            }
        });
        let nothing = vec![Truth::Unknown; INPUTS as usize];
        let mut expected = BTreeSet::new();
        for system in 0..systems {
            let given = records.get(system / stride).filter(|_| system % stride == 0);
            let values = program.evaluate(of(given.unwrap_or(&nothing)));
            let all = program.can_matter_to_each(&values, &roots);
            for (at, root) in roots.iter().enumerate() {
                let one = program.can_matter(&values, *root);
                prop_assert_eq!(all.of(at).collect::<Vec<_>>(), one.clone());
                expected.extend(one.into_iter().map(|input| (system, at, input)));
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_value_rests_on_its_grounds_alone(formula in formula(), record in record()) {
        let (program, root) = lowered(&formula);
        let values = program.evaluate(of(&record));
        let grounds = program.grounds(&values, root);
        if values.get(root).is_known() {
            let only = |input: Input| match grounds.contains(&input) {
                true => record[input.0 as usize],
                false => Truth::Unknown,
            };
            prop_assert_eq!(formula.evaluate(&only), values.get(root));
        }
    }

    #[test]
    fn more_facts_never_unsettle_a_conclusion(formula in formula(), record in record(), at in 0..INPUTS as usize, value in truth()) {
        let before = formula.evaluate(&of(&record));
        let mut more = record.clone();
        if more[at] == Truth::Unknown {
            more[at] = value;
        }
        let after = formula.evaluate(&of(&more));
        prop_assert!(before == Truth::Unknown || before == after);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn possible_worlds_are_exact(formula in formula(), record in record()) {
        check_residual(&formula, &record, booleans());
    }

    #[test]
    fn possible_worlds_respect_choices_and_scales(formula in formula(), record in record()) {
        if let Some(record) = saturated(&record, &related()) {
            check_residual(&formula, &record, related());
        }
    }

    #[test]
    fn an_answer_given_alone_is_what_the_reference_says(formula in formula(), record in record()) {
        let (program, root) = lowered(&formula);
        let variables = Variables::new(&program, booleans());
        for flip in worlds::flips(&program, &[root], &variables, |_| true, &of(&record)) {
            for (value, after) in [Truth::False, Truth::True].into_iter().zip(&flip.after) {
                let mut answered = record.clone();
                answered[flip.variable] = value;
                prop_assert_eq!(after[0], formula.evaluate(&of(&answered)));
            }
        }
    }
}

#[test]
fn two_hundred_unknown_facts_are_answered_by_flips_not_by_worlds() {
    let mut builder = Builder::default();
    let inputs: Vec<Lit> = (0..200).map(|input| builder.input(Input(input))).collect();
    let pairs: Vec<Lit> = inputs.chunks(2).map(|pair| builder.all(pair.to_vec())).collect();
    let root = builder.any(pairs);
    let veto = builder.all([root, inputs[0].negated()]);
    let program = builder.finish();
    let variables = Variables::new(&program, []);
    let unknown = |_: Input| Truth::Unknown;
    assert_eq!(Conclusion::new(&program, veto, &variables).residual(&unknown, MAX_WORLDS), None);
    let flips = worlds::flips(&program, &[root, veto], &variables, |_| true, &unknown);
    assert_eq!(flips.len(), 200);
    assert_eq!(flips[0].after[1], [Truth::Unknown, Truth::False], "the first fact vetoes alone");
}

/// The exact pass over a register, against the one over a system.
fn check_exact(
    formulas: &[Formula],
    records: &[Vec<Truth>],
    variables: &[Variable],
    stride: usize,
) {
    let (program, roots) = lowered_together(formulas);
    let variables = Variables::new(&program, variables.to_vec());
    let conclusions: Vec<Conclusion> =
        roots.iter().map(|root| Conclusion::new(&program, *root, &variables)).collect();
    let systems = (records.len() - 1) * stride + 1;
    let facts = table(records, stride, systems);
    for threads in [1, 2] {
        let threads = NonZeroUsize::new(threads).expect("more than none");
        let mut answers = Census::new(&program, &roots).run(&facts, threads);
        Exact::new(conclusions.iter().enumerate()).run(&facts, threads, &mut answers);
        for (at, record) in records.iter().enumerate() {
            for (row, conclusion) in conclusions.iter().enumerate() {
                assert_eq!(
                    Some(answers.get(row, at * stride)),
                    conclusion.truth(&of(record)),
                    "{:?} in {record:?}",
                    formulas[row]
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn the_exact_pass_over_a_register_is_that_over_a_system(
        formulas in prop::collection::vec(formula(), 1..4),
        records in prop::collection::vec(record(), 1..20),
        stride in prop_oneof![Just(1usize), 1usize..700],
    ) {
        check_exact(&formulas, &records, &booleans(), stride);
        // Whatever a table says of questions that depend on each other, contradictions too.
        check_exact(&formulas, &records, &related(), stride);
        let saturated: Vec<Vec<Truth>> =
            records.iter().filter_map(|record| saturated(record, &related())).collect();
        if !saturated.is_empty() {
            check_exact(&formulas, &saturated, &related(), stride);
        }
    }

    /// What holds in every world though Kleene's value is open, by many questions at once.
    #[test]
    fn the_exact_pass_settles_what_holds_either_way(
        one in formula(),
        other in formula(),
        records in prop::collection::vec(record(), 1..20),
    ) {
        let not = |of: &Formula| Formula::Not(Box::new(of.clone()));
        let either_way = Formula::Any(vec![
            Formula::All(vec![one.clone(), other.clone()]),
            Formula::All(vec![not(&one), other.clone()]),
            not(&other),
        ]);
        check_exact(&[not(&either_way), either_way], &records, &booleans(), 1);
    }

    /// What nobody knows anything of, and splits on one question after the other.
    #[test]
    fn the_exact_pass_settles_what_nobody_knows(formulas in prop::collection::vec(formula(), 1..3)) {
        check_exact(&formulas, &[vec![Truth::Unknown; INPUTS as usize]], &related(), 1);
    }
}
