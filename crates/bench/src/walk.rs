//! The baseline: an ordinary tree walk over structs, one value at a time.
//!
//! It shares nothing with the evaluator that it is compared with, not even the type of a truth value.

use crate::checksum::Counts;
use crate::records::System;
use crate::workload::{Atom, Expr, How, Literal, Name, Workload};

/// Walks the rules in order; `values` ends up with the value of every rule.
pub fn walk(workload: &Workload, system: &System, values: &mut Vec<Option<bool>>) {
    values.clear();
    for rule in &workload.rules {
        let value = value(&rule.expr, workload, system, values);
        values.push(value);
    }
}

fn value(
    expr: &Expr,
    workload: &Workload,
    system: &System,
    values: &[Option<bool>],
) -> Option<bool> {
    match expr {
        Expr::Literal(Literal { name, negated }) => {
            let value = match name {
                Name::Fact(fact) => system.facts[*fact],
                Name::Rule(rule) => values[*rule],
                Name::Atom(atom) => match workload.atoms[*atom] {
                    Atom::AtLeast(number, cut) => system.numbers[number].map(|is| is >= cut),
                    Atom::Is(choice, option) => system.choices[choice].map(|is| is == option),
                },
            };
            value.map(|value| value != *negated)
        }
        Expr::Join { how, parts, negated } => {
            let (mut holds, mut fails) = (0, 0);
            for part in parts {
                match (value(part, workload, system, values), how) {
                    (Some(false), How::All) => return Some(*negated),
                    (Some(true), How::Any) => return Some(!*negated),
                    (Some(true), _) => holds += 1,
                    (Some(false), _) => fails += 1,
                    (None, _) => {}
                }
            }
            let (wanted, parts) = (how.wanted(parts.len() as u32), parts.len() as u32);
            let joined = match () {
                () if holds >= wanted => Some(true),
                () if fails > parts - wanted => Some(false),
                () => None,
            };
            joined.map(|value| value != *negated)
        }
    }
}

impl How {
    /// How many of so many parts must hold.
    fn wanted(self, parts: u32) -> u32 {
        match self {
            How::All => parts,
            How::Any => 1,
            How::AtLeast(n) => n,
        }
    }
}

/// What the conclusions are over some systems.
pub fn count<'s>(
    workload: &Workload,
    systems: impl IntoIterator<Item = &'s System>,
) -> Vec<Counts> {
    let mut counts = vec![Counts::default(); workload.conclusions.len()];
    let mut values = Vec::with_capacity(workload.rules.len());
    for system in systems {
        walk(workload, system, &mut values);
        for (count, rule) in counts.iter_mut().zip(&workload.conclusions) {
            count[match values[*rule] {
                Some(true) => 0,
                Some(false) => 1,
                None => 2,
            }] += 1;
        }
    }
    counts
}
