//! Records per second of the block evaluator, as a ratio to an ordinary tree walk in the same run.
//!
//! `cargo bench -p actlas-logic` prints one line a measurement. The workload is synthetic: 120
//! inputs (15 % true, 25 % false, 60 % unknown), 400 rules in eight layers, 150 conclusions. Both
//! sides compute all conclusions and their counts must be equal.
#![expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a bench that does not fit its own workload should stop"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use actlas_logic::reference::Formula;
use actlas_logic::worlds::{Conclusion, MAX_WORLDS, Variables};
use actlas_logic::{Block, Builder, Input, LANES, Lit, Planes, Program, Truth};

const INPUTS: u32 = 120;
const LAYERS: usize = 8;
const RULES_IN_LAYER: usize = 50;
const CONCLUSIONS: usize = 150;

/// A small generator (xorshift), so that every run measures the same work.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// Rules over inputs and over rules of the layers before, as trees. The trees are expanded only one
/// level deep: `Rule` refers to another rule by number, as an engineer's structs would.
enum Part {
    Input(u32, bool),
    Rule(usize, bool),
}

struct Rule {
    any: bool,
    parts: Vec<Part>,
}

fn rules() -> Vec<Rule> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut rules: Vec<Rule> = Vec::new();
    for layer in 0..LAYERS {
        let before = rules.len() as u64;
        for _ in 0..RULES_IN_LAYER {
            let parts = (0..2 + random.below(5))
                .map(|_| {
                    let negated = random.below(5) == 0;
                    if layer > 0 && random.below(3) == 0 {
                        Part::Rule(random.below(before) as usize, negated)
                    } else {
                        Part::Input(random.below(u64::from(INPUTS)) as u32, negated)
                    }
                })
                .collect();
            rules.push(Rule { any: random.below(2) == 0, parts });
        }
    }
    rules
}

fn record(random: &mut Random) -> Vec<Truth> {
    (0..INPUTS)
        .map(|_| match random.below(100) {
            0..15 => Truth::True,
            15..40 => Truth::False,
            _ => Truth::Unknown,
        })
        .collect()
}

/// The baseline: walk the rules of one record in order, one value at a time.
fn walk(rules: &[Rule], record: &[Truth], values: &mut Vec<Truth>) {
    values.clear();
    for rule in rules {
        let parts = rule.parts.iter().map(|part| match part {
            Part::Input(input, negated) => flip(record[*input as usize], *negated),
            Part::Rule(rule, negated) => flip(values[*rule], *negated),
        });
        let value = if rule.any { Truth::any(parts) } else { Truth::all(parts) };
        values.push(value);
    }
}

fn flip(truth: Truth, negated: bool) -> Truth {
    if negated { !truth } else { truth }
}

fn lower(rules: &[Rule]) -> (Program, Vec<Lit>) {
    let mut builder = Builder::default();
    let inputs: Vec<Lit> =
        (0..INPUTS).map(|at| Formula::Input(Input(at)).lower(&mut builder)).collect();
    let mut made: Vec<Lit> = Vec::new();
    for rule in rules {
        let parts: Vec<Lit> = rule
            .parts
            .iter()
            .map(|part| match part {
                Part::Input(input, false) => inputs[*input as usize],
                Part::Input(input, true) => inputs[*input as usize].negated(),
                Part::Rule(rule, false) => made[*rule],
                Part::Rule(rule, true) => made[*rule].negated(),
            })
            .collect();
        made.push(if rule.any { builder.any(parts) } else { builder.all(parts) });
    }
    let conclusions = made[made.len() - CONCLUSIONS..].to_vec();
    (builder.finish(), conclusions)
}

fn time(mut work: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed());
    }
    best
}

fn main() {
    let rules = rules();
    let (program, conclusions) = lower(&rules);
    let mut random = Random(42);
    let records: Vec<Vec<Truth>> = (0..LANES * 4).map(|_| record(&mut random)).collect();

    let mut slow_true = 0u64;
    let slow = time(|| {
        slow_true = 0;
        let mut values = Vec::with_capacity(rules.len());
        for record in &records {
            walk(&rules, black_box(record), &mut values);
            let last = &values[values.len() - CONCLUSIONS..];
            slow_true += last.iter().filter(|truth| **truth == Truth::True).count() as u64;
        }
    });

    let blocks: Vec<Planes> = records
        .chunks(LANES)
        .map(|chunk| {
            let mut planes = Planes::new(program.inputs() as usize);
            for (lane, record) in chunk.iter().enumerate() {
                for (input, truth) in record.iter().enumerate() {
                    planes.set(Input(input as u32), lane, *truth);
                }
            }
            planes
        })
        .collect();
    let mut fast_true = 0u64;
    let mut block = Block::new(&program);
    let fast = time(|| {
        fast_true = 0;
        for inputs in &blocks {
            block.run(&program, black_box(inputs));
            for conclusion in &conclusions {
                fast_true += u64::from(block.known(*conclusion).0.count());
            }
        }
    });
    assert_eq!(slow_true, fast_true, "both sides must find the same conclusions true");

    let per_second = |duration: Duration| records.len() as f64 / duration.as_secs_f64();
    println!("conclusions true             {fast_true} of {}", records.len() * CONCLUSIONS);
    println!("tree walk                    {:>12.0} records/s", per_second(slow));
    println!("blocks of {LANES}               {:>12.0} records/s", per_second(fast));
    println!("ratio                        {:>12.1}", slow.as_secs_f64() / fast.as_secs_f64());
    residual_of_twelve();
}

/// The exact residual of one conclusion with twelve unknown facts.
fn residual_of_twelve() {
    let mut builder = Builder::default();
    let inputs: Vec<Lit> =
        (0..12).map(|at| Formula::Input(Input(at)).lower(&mut builder)).collect();
    let pairs: Vec<Lit> =
        inputs.chunks(3).map(|chunk| builder.at_least(2, chunk.to_vec())).collect();
    let first = builder.any(pairs.clone());
    let root = builder.all([first, pairs[0].negated(), inputs[11]]);
    let program = builder.finish();
    let variables = Variables::new(&program, []);
    let conclusion = Conclusion::new(&program, root, &variables);
    let took = time(|| {
        let residual = conclusion.residual(&|_| Truth::Unknown, MAX_WORLDS).expect("4,096 worlds");
        black_box(residual);
    });
    println!("exact residual, 12 unknown   {:>12.1} µs", took.as_secs_f64() * 1e6);
}
