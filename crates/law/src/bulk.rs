//! Points of whole registers at once.

use std::num::NonZeroUsize;

use actlas_logic::Lit;
use actlas_logic::census::{Census, Exact, Table};

use crate::lower::Lowered;
use crate::model::{PointKind, RuleIx};

/// The points of a view, compiled for tables of answers: a bit for "true" and a bit for "false" of each
/// point and system. The values are those of [`Lowered::judge_answers`].
#[derive(Clone, Debug)]
pub struct Bulk {
    points: Vec<(PointKind, RuleIx)>,
    census: Census,
    exact: Exact,
}

impl Lowered<'_> {
    /// The points under the chosen readings, for whole registers.
    pub fn bulk(&self) -> Bulk {
        let targets = || self.main.points.iter().map(|(_, target)| target);
        let lits: Vec<Lit> = targets().map(|target| target.lit).collect();
        // Where Kleene's value is exact there is nothing to settle.
        let exact = targets().enumerate();
        let exact = exact.filter_map(|(row, target)| Some((row, target.exact.as_ref()?)));
        Bulk {
            points: self.main.points.iter().map(|(kind, target)| (*kind, target.rule)).collect(),
            census: Census::new(&self.program, &lits),
            exact: Exact::new(exact),
        }
    }
}

impl Bulk {
    /// The points, in the order of the rows of the answers.
    pub fn points(&self) -> &[(PointKind, RuleIx)] {
        &self.points
    }

    /// An empty table for the points of the systems of `facts`.
    pub fn answers_for(&self, facts: &Table) -> Table {
        self.census.answers_for(facts)
    }

    /// The exact value of every point for every system of `facts`, whose rows are the answers to the
    /// questions of [`Lowered::atoms`]. The result is the same whatever the number of threads.
    pub fn run(&self, facts: &Table, threads: NonZeroUsize) -> Table {
        let mut answers = self.answers_for(facts);
        self.run_into(facts, threads, &mut answers);
        answers
    }

    /// As [`Bulk::run`], into memory made by [`Bulk::answers_for`] before.
    pub fn run_into(&self, facts: &Table, threads: NonZeroUsize, answers: &mut Table) {
        self.census.run_into(facts, threads, answers);
        self.exact.run(facts, threads, answers);
    }
}
