//! Conclusions of every system of a table.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::steps::{Memory, Slots, Steps};
use super::table::{Rail, Table};
use crate::{Lit, Program};

/// Tiles that a thread takes at once.
const PART: usize = 16;

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
        let facts = facts.rails();
        // Whoever is done takes the next part: a thread that something else slows down gets fewer.
        let parts = Mutex::new(answers.rails_mut().chunks_mut(per_tile * PART).enumerate());
        let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = || {
            let mut memory = Memory::new(&self.steps);
            while let Some((at, answers)) = next() {
                // A program without inputs has answers all the same.
                let facts = facts.get(at * PART * rows..).unwrap_or_default();
                self.part(facts, rows, answers, per_tile, &mut memory);
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads.get() {
                scope.spawn(work);
            }
            work();
        });
    }

    fn part(
        &self,
        facts: &[Rail],
        rows: usize,
        answers: &mut [Rail],
        per_tile: usize,
        memory: &mut Memory,
    ) {
        for (at, answers) in answers.chunks_exact_mut(per_tile).enumerate() {
            let facts = facts.get(at * rows..(at + 1) * rows).unwrap_or_default();
            self.steps.run(facts, memory, answers);
        }
    }
}
