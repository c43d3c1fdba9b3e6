//! The evaluators against the reference, on programs and records made from bytes.

use actlas_logic::reference::Formula;
use actlas_logic::worlds::{Conclusion, MAX_WORLDS, Variable, Variables};
use actlas_logic::{Block, Builder, Input, LANES, Planes, Truth};

const INPUTS: u32 = 8;
const MAX_DEPTH: usize = 6;
const MAX_NODES: usize = 60;

/// Takes formula and records from bytes.
struct Bytes<'b> {
    left: &'b [u8],
    nodes: usize,
}

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        match self.left.split_first() {
            Some((first, rest)) => {
                self.left = rest;
                *first
            }
            None => 0,
        }
    }

    fn formula(&mut self, depth: usize) -> Formula {
        self.nodes += 1;
        let byte = self.byte();
        if depth >= MAX_DEPTH || self.nodes >= MAX_NODES || byte < 64 {
            return Formula::Input(Input(u32::from(byte) % INPUTS));
        }
        if byte >= 224 {
            return Formula::Not(Box::new(self.formula(depth + 1)));
        }
        let count = usize::from(byte % 5);
        let parts = (0..count).map(|_| self.formula(depth + 1)).collect();
        match byte {
            64..=117 => Formula::All(parts),
            118..=171 => Formula::Any(parts),
            _ => Formula::AtLeast(u32::from(byte / 5 % 4), parts),
        }
    }

    fn record(&mut self) -> Vec<Truth> {
        let truth = |byte: u8| match byte % 3 {
            0 => Truth::Unknown,
            1 => Truth::True,
            _ => Truth::False,
        };
        (0..INPUTS).map(|_| truth(self.byte())).collect()
    }
}

pub fn evaluator(bytes: &[u8]) -> u64 {
    let mut bytes = Bytes { left: bytes, nodes: 0 };
    let formula = bytes.formula(0);
    let mut records = vec![bytes.record()];
    while !bytes.left.is_empty() && records.len() < 8 {
        records.push(bytes.record());
    }
    let mut builder = Builder::default();
    (0..INPUTS).for_each(|input| {
        builder.input(Input(input));
    });
    let root = formula.lower(&mut builder);
    let program = builder.finish();
    let lane = |at: usize| (at * 37) % LANES;
    let mut planes = Planes::new(program.inputs() as usize);
    for (at, record) in records.iter().enumerate() {
        for (input, truth) in record.iter().enumerate() {
            planes.set(Input(input as u32), lane(at), *truth);
        }
    }
    let mut block = Block::new(&program);
    block.run(&program, &planes);
    let mut number = 0u64;
    for (at, record) in records.iter().enumerate() {
        let of = |input: Input| record[input.0 as usize];
        let slow = formula.evaluate(&of);
        assert_eq!(block.truth(root, lane(at)), slow, "block: {formula:?} in {record:?}");
        assert_eq!(block.truth(root.negated(), lane(at)), !slow);
        assert_eq!(program.evaluate(of).get(root), slow, "program: {formula:?} in {record:?}");
        number = number * 3 + slow as u64;
    }
    exact(&formula, &program, root, &records[0]);
    number + 7 * bytes.nodes as u64 + 1_000 * u64::from(program.inputs())
}

/// The residual of one record against all its completions.
fn exact(
    formula: &Formula,
    program: &actlas_logic::Program,
    root: actlas_logic::Lit,
    record: &[Truth],
) {
    let of = |input: Input| record[input.0 as usize];
    let unknown: Vec<usize> =
        (0..record.len()).filter(|at| record[*at] == Truth::Unknown).collect();
    let world = |bits: usize| {
        let mut world = record.to_vec();
        for (place, at) in unknown.iter().enumerate() {
            world[*at] = Truth::from(bits >> place & 1 == 1);
        }
        formula.evaluate(&|input: Input| world[input.0 as usize])
    };
    let first = world(0);
    let settled = (0..1usize << unknown.len()).all(|bits| world(bits) == first);
    let want = if settled { first } else { Truth::Unknown };
    let booleans: Vec<Variable> =
        (0..INPUTS).map(|input| Variable::Boolean(Input(input))).collect();
    let variables = Variables::new(program, booleans);
    let conclusion = Conclusion::new(program, root, &variables);
    let residual = conclusion.residual(&of, MAX_WORLDS).expect("there are few worlds");
    assert_eq!(residual.truth, want, "worlds: {formula:?} in {record:?}");
    assert_eq!(residual.effects.is_empty(), settled);
    assert_eq!(conclusion.truth(&of), Some(want), "short cut: {formula:?} in {record:?}");
}
