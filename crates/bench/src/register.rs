//! The systems of the workload as a register holds them: columns, and a table of answers.

use actlas_logic::census::Table;
use actlas_logic::{Builder, Input, Lit, Program};

use crate::checksum::Counts;
use crate::records::{choice, fact, number};
use crate::workload::{Atom, CHOICES, Expr, FACTS, How, Literal, NUMBERS, Name, Workload};

/// Numbers and choices as they were read. What is not known is `NAN` or [`NO_CHOICE`].
#[derive(Clone, Debug)]
pub struct Columns {
    /// Numbers and days.
    pub numbers: Vec<Vec<f64>>,
    /// Numbers of options.
    pub choices: Vec<Vec<u8>>,
}

/// A choice that is not known.
pub const NO_CHOICE: u8 = u8::MAX;

impl Columns {
    /// The columns of so many systems.
    pub fn new(systems: usize) -> Columns {
        let number =
            |column| (0..systems as u64).map(|at| number(at, column).unwrap_or(f64::NAN)).collect();
        let choice = |column| {
            (0..systems as u64).map(|at| choice(at, column).unwrap_or(NO_CHOICE)).collect()
        };
        Columns {
            numbers: (0..NUMBERS).map(number).collect(),
            choices: (0..CHOICES.len()).map(choice).collect(),
        }
    }
}

/// A table with a row for each fact and each question, filled with the facts.
pub fn facts(workload: &Workload, systems: usize) -> Table {
    let mut table = Table::new(FACTS + workload.atoms.len(), systems);
    for word in 0..systems.div_ceil(64) {
        let first = word as u64 * 64;
        let last = (first + 64).min(systems as u64);
        for row in 0..FACTS {
            let (mut holds, mut fails) = (0u64, 0u64);
            for system in first..last {
                match fact(system, row) {
                    Some(true) => holds |= 1 << (system - first),
                    Some(false) => fails |= 1 << (system - first),
                    None => {}
                }
            }
            table.set_word(row, word, holds, fails);
        }
    }
    table
}

/// Compares numbers and choices with what the rules ask of them, and keeps the answers as bits.
pub fn compare(workload: &Workload, columns: &Columns, table: &mut Table) {
    let cuts: Vec<Vec<(usize, f64)>> = (0..NUMBERS)
        .map(|column| {
            let of_column = |(row, atom): (usize, &Atom)| match atom {
                Atom::AtLeast(number, cut) if *number == column => Some((FACTS + row, *cut)),
                _ => None,
            };
            workload.atoms.iter().enumerate().filter_map(of_column).collect()
        })
        .collect();
    for (column, cuts) in columns.numbers.iter().zip(&cuts) {
        for (word, values) in column.chunks(64).enumerate() {
            let mut full = [f64::NAN; 64];
            full[..values.len()].copy_from_slice(values);
            let known = bits(|lane| !full[lane].is_nan());
            // A number passes the cut points below it: how many, then which, in bytes.
            let mut passed = [0u8; 64];
            for (passed, values) in passed.chunks_exact_mut(8).zip(full.chunks_exact(8)) {
                let mut sums = [0u64; 8];
                for (_, cut) in cuts {
                    for (sum, value) in sums.iter_mut().zip(values) {
                        *sum += u64::from(value >= cut);
                    }
                }
                for (passed, sum) in passed.iter_mut().zip(sums) {
                    *passed = sum as u8;
                }
            }
            for (at, (row, _)) in cuts.iter().enumerate() {
                let holds = bits(|lane| passed[lane] > at as u8);
                table.set_word(*row, word, holds, known & !holds);
            }
        }
    }
    for (row, atom) in workload.atoms.iter().enumerate() {
        let Atom::Is(choice, option) = atom else { continue };
        for (word, values) in columns.choices[*choice].chunks(64).enumerate() {
            let mut full = [NO_CHOICE; 64];
            full[..values.len()].copy_from_slice(values);
            let known = bits(|lane| full[lane] != NO_CHOICE);
            let holds = bits(|lane| full[lane] == *option);
            table.set_word(FACTS + row, word, holds, known & !holds);
        }
    }
}

/// What the rows of a table are, over all systems.
pub fn counts(answers: &Table) -> Vec<Counts> {
    let counts = (0..answers.rows()).map(|row| answers.counts(row));
    counts.map(|counts| [counts.holds, counts.fails, counts.unknown]).collect()
}

/// 64 answers as a word. Eight flags become a byte by one multiplication.
#[inline(always)]
fn bits(flag: impl Fn(usize) -> bool) -> u64 {
    let mut flags = [0u8; 64];
    for (lane, place) in flags.iter_mut().enumerate() {
        *place = u8::from(flag(lane));
    }
    let (bytes, _) = flags.as_chunks::<8>();
    bytes.iter().enumerate().fold(0, |word, (at, byte)| {
        let byte = u64::from_le_bytes(*byte).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word | byte << (at * 8)
    })
}

/// The rules in a program, with the literals of all rules.
pub fn lower(builder: &mut Builder, workload: &Workload) -> Vec<Lit> {
    for input in 0..FACTS + workload.atoms.len() {
        builder.input(Input(input as u32));
    }
    let mut rules: Vec<Lit> = Vec::new();
    for rule in &workload.rules {
        let lit = lower_expr(builder, &rule.expr, &rules);
        rules.push(lit);
    }
    rules
}

/// The workload as one program, with the literals of its conclusions.
pub fn program(workload: &Workload) -> (Program, Vec<Lit>) {
    let mut builder = Builder::default();
    let rules = lower(&mut builder, workload);
    let conclusions = workload.conclusions.iter().map(|rule| rules[*rule]).collect();
    (builder.finish(), conclusions)
}

fn lower_expr(builder: &mut Builder, expr: &Expr, rules: &[Lit]) -> Lit {
    match expr {
        Expr::Literal(Literal { name, negated }) => {
            let lit = match name {
                Name::Fact(fact) => builder.input(Input(*fact as u32)),
                Name::Atom(atom) => builder.input(Input((FACTS + atom) as u32)),
                Name::Rule(rule) => rules[*rule],
            };
            if *negated { lit.negated() } else { lit }
        }
        Expr::Join { how, parts, negated } => {
            let parts: Vec<Lit> =
                parts.iter().map(|part| lower_expr(builder, part, rules)).collect();
            let lit = match how {
                How::All => builder.all(parts),
                How::Any => builder.any(parts),
                How::AtLeast(n) => builder.at_least(*n, parts),
            };
            if *negated { lit.negated() } else { lit }
        }
    }
}
