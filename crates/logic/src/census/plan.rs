//! Conclusions of every system of a table.

use std::num::NonZeroUsize;
use std::thread;

use super::steps::{Memory, Slots, Steps};
use super::table::{Rail, Table};
use crate::{Lit, Program};

/// Some conclusions of a program, compiled for whole registers.
#[derive(Clone, Debug)]
pub struct Census {
    steps: Steps,
}

impl Census {
    /// Compiles what `conclusions` depend on. Row `i` of the answers is `conclusions[i]`.
    pub fn new(program: &Program, conclusions: &[Lit]) -> Census {
        Census { steps: Steps::new(program, conclusions, Slots::Reused) }
    }

    /// How many steps one tile takes.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// How many values are in memory at once.
    pub fn slots(&self) -> usize {
        self.steps.slots()
    }

    /// An empty table for the answers about the systems of `facts`.
    pub fn answers_for(&self, facts: &Table) -> Table {
        Table::new(self.steps.answers(), facts.systems())
    }

    /// Answers every conclusion for every system of `facts`, whose rows are the inputs of the program.
    ///
    /// The result is the same whatever the number of threads.
    pub fn run(&self, facts: &Table, threads: NonZeroUsize) -> Table {
        let mut answers = self.answers_for(facts);
        self.run_into(facts, threads, &mut answers);
        answers
    }

    /// As [`Census::run`], into memory made by [`Census::answers_for`] before. Answers of another size
    /// stay as they are.
    pub fn run_into(&self, facts: &Table, threads: NonZeroUsize, answers: &mut Table) {
        let rows = facts.rows() * 2;
        let per_tile = answers.rows() * 2;
        if answers.rows() != self.steps.answers() || answers.systems() != facts.systems() {
            return;
        }
        if per_tile == 0 {
            return;
        }
        let tiles = answers.rails().len() / per_tile;
        let each = tiles.div_ceil(threads.get()).max(1);
        let mut parts = facts.rails().chunks(rows.max(1) * each);
        thread::scope(|scope| {
            let mut mine = None;
            for answers in answers.rails_mut().chunks_mut(per_tile * each) {
                // A program without inputs has answers all the same.
                let facts = parts.next().unwrap_or_default();
                let work = move || self.part(facts, rows, answers, per_tile);
                // The last part is this thread's own.
                if let Some(other) = mine.replace(work) {
                    scope.spawn(other);
                }
            }
            if let Some(mut work) = mine {
                work();
            }
        });
    }

    fn part(&self, facts: &[Rail], rows: usize, answers: &mut [Rail], per_tile: usize) {
        let mut memory = Memory::new(&self.steps);
        for (at, answers) in answers.chunks_exact_mut(per_tile).enumerate() {
            let facts = facts.get(at * rows..(at + 1) * rows).unwrap_or_default();
            self.steps.run(facts, &mut memory, answers);
        }
    }
}
