//! What can still matter, for whole registers.
#![expect(
    clippy::indexing_slicing,
    reason = "rails are allocated to the lists they are used with; bounds checks beyond those would \
              stop vectorisation"
)]

use super::steps::{Memory, Operand, Slots, Steps, and, or};
use super::table::{NONE, Rail, TILE, Table};
use crate::program::Node;
use crate::{Input, Lit, Program};

/// For up to 1,024 systems, those in which an input can still matter to a conclusion.
#[derive(Clone, Copy, Debug)]
pub struct Matters<'r> {
    /// The number of the first system.
    pub first: usize,
    /// The conclusion, by its position in the list given to [`Reach::new`].
    pub conclusion: usize,
    /// The input.
    pub input: Input,
    rail: &'r Rail,
}

impl Matters<'_> {
    /// A bit for each system from [`Matters::first`] on.
    pub fn words(&self) -> &[u64] {
        self.rail
    }

    /// In how many systems it can.
    pub fn count(&self) -> u32 {
        self.rail.iter().map(|word| word.count_ones()).sum()
    }
}

/// One node of a cone, seen from the conclusion.
#[derive(Clone, Debug)]
struct Seen {
    /// Where its value is unknown, by position in [`Reach::values`].
    value: u32,
    /// Positions in the cone of the nodes that use it.
    from: u32,
    to: u32,
    input: Option<Input>,
}

/// Some conclusions of a program, compiled for finding what is missing in whole registers.
///
/// An unknown part of an unknown whole that matters, matters. The answer is never too small; it can
/// be too large where an input occurs more than once.
#[derive(Clone, Debug)]
pub struct Reach {
    steps: Steps,
    values: Vec<Operand>,
    cones: Vec<Vec<Seen>>,
    users: Vec<u32>,
}

impl Reach {
    /// Compiles what `conclusions` depend on.
    pub fn new(program: &Program, conclusions: &[Lit]) -> Reach {
        let steps = Steps::new(program, conclusions, Slots::Kept);
        let mut values: Vec<Operand> = Vec::new();
        let mut value_of: Vec<u32> = vec![0; program.len()];
        for node in program.cone(conclusions).nodes {
            value_of[node] = values.len() as u32;
            // Every node of the cone has rails.
            values.push(steps.of_node(node).unwrap_or_default());
        }
        let mut users: Vec<u32> = Vec::new();
        let cone = |conclusion: &Lit| {
            let mut nodes = program.cone(&[*conclusion]).nodes;
            nodes.reverse();
            let mut used_by: Vec<Vec<u32>> = vec![Vec::new(); program.len()];
            let mut cone = Vec::with_capacity(nodes.len());
            for (at, node) in nodes.into_iter().enumerate() {
                let from = users.len() as u32;
                users.append(&mut used_by[node]);
                let definition = program.node(node);
                for operand in definition.operands() {
                    if used_by[operand.node()].last() != Some(&(at as u32)) {
                        used_by[operand.node()].push(at as u32);
                    }
                }
                let input = match definition {
                    Node::Input(input) => Some(*input),
                    _ => None,
                };
                cone.push(Seen { value: value_of[node], from, to: users.len() as u32, input });
            }
            cone
        };
        let cones = conclusions.iter().map(cone).collect();
        Reach { steps, values, cones, users }
    }

    /// Hands out every input of every conclusion's cone, 1,024 systems at a time.
    pub fn run(&self, facts: &Table, on: &mut dyn FnMut(Matters)) {
        let mut memory = Memory::new(&self.steps);
        let mut unknown: Vec<Rail> = vec![NONE; self.values.len()];
        let longest = self.cones.iter().map(Vec::len).max().unwrap_or_default();
        let mut matters: Vec<Rail> = vec![NONE; longest];
        // The answers are not wanted here, only what they were made of.
        let mut answers: [Rail; 0] = [];
        for (tile, rails) in facts.tiles().enumerate() {
            self.steps.run(rails, &mut memory, &mut answers);
            for (value, unknown) in self.values.iter().zip(&mut unknown) {
                self.steps.unknown(*value, &memory, unknown);
            }
            let lanes = facts.lanes_of(tile);
            for (conclusion, cone) in self.cones.iter().enumerate() {
                self.sweep(cone, &lanes, &unknown, &mut matters);
                for (seen, rail) in cone.iter().zip(&matters) {
                    if let Some(input) = seen.input {
                        on(Matters { first: tile * TILE, conclusion, input, rail });
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn sweep(&self, cone: &[Seen], lanes: &Rail, unknown: &[Rail], matters: &mut [Rail]) {
        for (at, seen) in cone.iter().enumerate() {
            let (before, here) = matters.split_at_mut(at);
            let here = &mut here[0];
            match &self.users[seen.from as usize..seen.to as usize] {
                // The conclusion itself.
                [] => *here = *lanes,
                [one] => *here = before[*one as usize],
                [one, rest @ ..] => {
                    *here = before[*one as usize];
                    rest.iter().for_each(|user| or(here, &before[*user as usize]));
                }
            }
            and(here, &unknown[seen.value as usize]);
        }
    }
}
