//! The slow evaluator: what a condition means, in as few lines as possible.
//!
//! It is the executable specification. Every fast path is tested against it, on random formulas and
//! on the real law.

use crate::{Builder, Input, Lit, Truth};

/// A condition as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The answer of the record.
    Input(Input),
    /// Every part holds.
    All(Vec<Formula>),
    /// One part holds.
    Any(Vec<Formula>),
    /// At least so many parts hold.
    AtLeast(u32, Vec<Formula>),
    /// The part does not hold.
    Not(Box<Formula>),
}

impl Formula {
    /// Kleene's value, by recursion.
    pub fn evaluate(&self, truth_of: &dyn Fn(Input) -> Truth) -> Truth {
        let parts = |parts: &[Formula]| -> Vec<Truth> {
            parts.iter().map(|part| part.evaluate(truth_of)).collect()
        };
        match self {
            Formula::Input(input) => truth_of(*input),
            Formula::All(all) => Truth::all(parts(all)),
            Formula::Any(any) => Truth::any(parts(any)),
            Formula::AtLeast(n, some) => Truth::at_least(*n, parts(some)),
            Formula::Not(part) => !part.evaluate(truth_of),
        }
    }

    /// The same condition in a program.
    pub fn lower(&self, builder: &mut Builder) -> Lit {
        let parts = |builder: &mut Builder, parts: &[Formula]| -> Vec<Lit> {
            parts.iter().map(|part| part.lower(builder)).collect()
        };
        match self {
            Formula::Input(input) => builder.input(*input),
            Formula::All(all) => {
                let all = parts(builder, all);
                builder.all(all)
            }
            Formula::Any(any) => {
                let any = parts(builder, any);
                builder.any(any)
            }
            Formula::AtLeast(n, some) => {
                let some = parts(builder, some);
                builder.at_least(*n, some)
            }
            Formula::Not(part) => part.lower(builder).negated(),
        }
    }
}
