//! A program as a list of steps over rails.
#![expect(
    clippy::indexing_slicing,
    reason = "operands are rails allocated when the list was made; bounds checks beyond those would \
              stop vectorisation"
)]

use std::collections::HashMap;

use super::table::{NONE, Rail, WORDS};
use crate::program::Node;
use crate::{Lit, Program};

/// A pair of rails: the number of the one that says "true" if the literal is plain, its neighbour
/// (`^ 1`) the one that says "false". First come two rails for each input, then two for each slot.
pub(super) type Operand = u32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    /// The constant.
    True,
    /// The operand as it is.
    Same,
    /// All operands.
    All,
    /// The first operand, or both others: one step of counting.
    OrBoth,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    gate: Gate,
    /// Where the value goes that later steps use.
    slot: Option<u32>,
    /// The conclusion that the value is.
    answer: Option<u32>,
    from: u32,
    to: u32,
}

/// Whether the memory of a value that is not needed any more is used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slots {
    Reused,
    Kept,
}

/// A flat list of steps, each over rails of steps before it.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    steps: Vec<Step>,
    operands: Vec<Operand>,
    inputs: u32,
    slots: usize,
    answers: usize,
    of_node: HashMap<usize, Operand>,
}

/// The rails of one tile's values.
#[expect(
    clippy::vec_box,
    reason = "a step makes its rails beside the slots and trades places: boxes \
                                   swap where rails would be copied"
)]
pub(super) struct Memory {
    slots: Vec<Box<Rail>>,
    holds: Box<Rail>,
    fails: Box<Rail>,
}

impl Memory {
    pub(super) fn new(steps: &Steps) -> Memory {
        let slots = (0..steps.slots * 2).map(|_| Box::new(NONE)).collect();
        Memory { slots, holds: Box::new(NONE), fails: Box::new(NONE) }
    }
}

/// Steps in the making: slots are not shared yet.
struct Making {
    steps: Vec<Step>,
    operands: Vec<Operand>,
    inputs: u32,
    of_node: HashMap<usize, Operand>,
    /// How many slots there are, once they are shared.
    slots: usize,
}

impl Steps {
    /// The steps to `conclusions` and nothing else.
    pub(super) fn new(program: &Program, conclusions: &[Lit], slots: Slots) -> Steps {
        let mut making = Making {
            steps: Vec::new(),
            operands: Vec::new(),
            inputs: program.inputs(),
            of_node: HashMap::new(),
            slots: usize::MAX,
        };
        for node in program.cone(conclusions).nodes {
            making.node(node, program.node(node));
        }
        for (answer, conclusion) in conclusions.iter().enumerate() {
            making.answer(making.of(*conclusion), answer as u32);
        }
        if slots == Slots::Reused {
            making.share();
        }
        making.finish(conclusions.len())
    }

    /// The rails of a node, if it is part of the list and its slot is kept.
    pub(super) fn of_node(&self, node: usize) -> Option<Operand> {
        self.of_node.get(&node).copied()
    }

    /// How many steps there are.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// How many values are in memory at once.
    pub(super) fn slots(&self) -> usize {
        self.slots
    }

    /// How many conclusions are handed out.
    pub(super) fn answers(&self) -> usize {
        self.answers
    }

    /// Runs the list over one tile of facts.
    #[inline(always)]
    pub(super) fn run(&self, facts: &[Rail], memory: &mut Memory, answers: &mut [Rail]) {
        let inputs = self.inputs as usize * 2;
        for step in &self.steps {
            let Memory { slots, holds, fails } = memory;
            let rail = |at: Operand| rail(at, inputs, facts, slots);
            let operands = &self.operands[step.from as usize..step.to as usize];
            let answer = step.answer.map(|answer| answer as usize * 2);
            let answer = answer.and_then(|at| answers.get_mut(at..at + 2));
            match (step.slot, answer) {
                // A conclusion that nothing else uses is made where it is wanted.
                (None, Some([holds, fails])) => gate(step.gate, operands, rail, holds, fails),
                (Some(slot), answer) => {
                    gate(step.gate, operands, rail, holds, fails);
                    if let Some([answer_holds, answer_fails]) = answer {
                        *answer_holds = **holds;
                        *answer_fails = **fails;
                    }
                    // The rails trade places instead of being copied.
                    let slot = slot as usize * 2;
                    std::mem::swap(&mut slots[slot], holds);
                    std::mem::swap(&mut slots[slot + 1], fails);
                }
                (None, _) => {}
            }
        }
    }

    /// Where neither rail of an operand is set.
    #[inline(always)]
    pub(super) fn unknown(&self, at: Operand, facts: &[Rail], memory: &Memory, into: &mut Rail) {
        let inputs = self.inputs as usize * 2;
        let holds = rail(at, inputs, facts, &memory.slots);
        let fails = rail(at ^ 1, inputs, facts, &memory.slots);
        for i in 0..WORDS {
            into[i] = !(holds[i] | fails[i]);
        }
    }
}

#[inline(always)]
fn rail<'m>(at: Operand, inputs: usize, facts: &'m [Rail], slots: &'m [Box<Rail>]) -> &'m Rail {
    match (at as usize).checked_sub(inputs) {
        Some(slot) => &slots[slot],
        // A table with fewer rows than the program has inputs knows nothing of the rest.
        None => facts.get(at as usize).unwrap_or(&NONE),
    }
}

#[inline(always)]
fn gate<'m>(
    gate: Gate,
    operands: &[Operand],
    rail: impl Fn(Operand) -> &'m Rail,
    holds: &mut Rail,
    fails: &mut Rail,
) {
    match (gate, operands) {
        (Gate::OrBoth, [a, b, c]) => {
            or_both(holds, rail(*a), rail(*b), rail(*c));
            and_either(fails, rail(a ^ 1), rail(b ^ 1), rail(c ^ 1));
        }
        (_, [a, b]) => {
            and2(holds, rail(*a), rail(*b));
            or2(fails, rail(a ^ 1), rail(b ^ 1));
        }
        (_, [a, b, c]) => {
            and3(holds, rail(*a), rail(*b), rail(*c));
            or3(fails, rail(a ^ 1), rail(b ^ 1), rail(c ^ 1));
        }
        (_, [a, b, c, d, rest @ ..]) => {
            and4(holds, rail(*a), rail(*b), rail(*c), rail(*d));
            or4(fails, rail(a ^ 1), rail(b ^ 1), rail(c ^ 1), rail(d ^ 1));
            for operand in rest {
                and(holds, rail(*operand));
                or(fails, rail(operand ^ 1));
            }
        }
        (_, [one]) => {
            *holds = *rail(*one);
            *fails = *rail(one ^ 1);
        }
        (_, []) => {
            *holds = [u64::MAX; WORDS];
            *fails = NONE;
        }
    }
}

macro_rules! rails {
    ($name:ident, $($operand:ident)*, $i:ident => $value:expr) => {
        #[inline(always)]
        fn $name(into: &mut Rail, $($operand: &Rail),*) {
            for $i in 0..WORDS {
                into[$i] = $value;
            }
        }
    };
}

rails!(and2, a b, i => a[i] & b[i]);
rails!(or2, a b, i => a[i] | b[i]);
rails!(and3, a b c, i => a[i] & b[i] & c[i]);
rails!(or3, a b c, i => a[i] | b[i] | c[i]);
rails!(and4, a b c d, i => a[i] & b[i] & c[i] & d[i]);
rails!(or4, a b c d, i => a[i] | b[i] | c[i] | d[i]);
rails!(or_both, a b c, i => a[i] | (b[i] & c[i]));
rails!(and_either, a b c, i => a[i] & (b[i] | c[i]));

#[inline(always)]
pub(super) fn and(into: &mut Rail, other: &Rail) {
    for i in 0..WORDS {
        into[i] &= other[i];
    }
}

#[inline(always)]
pub(super) fn or(into: &mut Rail, other: &Rail) {
    for i in 0..WORDS {
        into[i] |= other[i];
    }
}

impl Making {
    fn of(&self, lit: Lit) -> Operand {
        let plain = self.of_node.get(&lit.node()).copied().unwrap_or_default();
        plain ^ u32::from(lit.is_negated())
    }

    fn node(&mut self, at: usize, node: &Node) {
        let value = match node {
            Node::Input(input) => input.0 * 2,
            Node::True => self.value(Gate::True, &[]),
            Node::All(parts) => {
                let parts: Vec<Operand> = parts.iter().map(|part| self.of(*part)).collect();
                self.value(Gate::All, &parts)
            }
            Node::AtLeast(n, parts) => {
                let parts: Vec<Operand> = parts.iter().map(|part| self.of(*part)).collect();
                self.at_least(*n as usize, &parts)
            }
        };
        self.of_node.insert(at, value);
    }

    fn step(&mut self, gate: Gate, slot: Option<u32>, operands: &[Operand]) {
        let from = self.operands.len() as u32;
        self.operands.extend_from_slice(operands);
        let to = self.operands.len() as u32;
        self.steps.push(Step { gate, slot, answer: None, from, to });
    }

    /// A step with a slot of its own; before slots are shared, a value's slot is its step.
    fn value(&mut self, gate: Gate, operands: &[Operand]) -> Operand {
        let slot = self.steps.len() as u32;
        self.step(gate, Some(slot), operands);
        (self.inputs + slot) * 2
    }

    /// Hands a conclusion out: by the step that makes it or, if it is an input, negated or a conclusion
    /// already, by one of its own.
    fn answer(&mut self, operand: Operand, answer: u32) {
        let slot = self.slot_of(operand).filter(|_| operand & 1 == 0);
        let step = slot.and_then(|slot| self.steps.get_mut(slot as usize));
        match step.filter(|step| step.answer.is_none() && step.slot.is_some()) {
            Some(step) => step.answer = Some(answer),
            None => {
                self.step(Gate::Same, None, &[operand]);
                self.steps.last_mut().into_iter().for_each(|step| step.answer = Some(answer));
            }
        }
    }

    fn slot_of(&self, operand: Operand) -> Option<u32> {
        (operand / 2).checked_sub(self.inputs)
    }

    /// `reached[k]` says that at least `k + 1` operands of those seen so far hold. Counting has no
    /// negation in it, so both rails of its conjunctions and disjunctions are exact.
    fn at_least(&mut self, n: usize, parts: &[Operand]) -> Operand {
        let mut reached: Vec<Operand> = Vec::new();
        for (seen, part) in parts.iter().enumerate() {
            // What cannot become `n` any more is not counted.
            let left = parts.len() - seen - 1;
            for k in (0..n.min(seen + 1)).rev() {
                if k + 1 + left < n {
                    break;
                }
                let below = k.checked_sub(1).and_then(|below| reached.get(below)).copied();
                let here = match (reached.get(k).copied(), below) {
                    (None, None) => *part,
                    (None, Some(below)) => self.value(Gate::All, &[below, *part]),
                    (Some(same), None) => self.value(Gate::All, &[same ^ 1, *part ^ 1]) ^ 1,
                    (Some(same), Some(below)) => self.value(Gate::OrBoth, &[same, below, *part]),
                };
                match reached.get_mut(k) {
                    Some(place) => *place = here,
                    None => reached.push(here),
                }
            }
        }
        // The builder makes no count that cannot be reached or needs nothing.
        reached.get(n.wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// Lets values whose last use has passed give their slot to the next.
    fn share(&mut self) {
        let inputs = self.inputs;
        let value_of = |operand: Operand| (operand / 2).checked_sub(inputs);
        let mut last: Vec<usize> = vec![usize::MAX; self.steps.len()];
        for (at, step) in self.steps.iter().enumerate() {
            let operands = &self.operands[step.from as usize..step.to as usize];
            operands.iter().filter_map(|at| value_of(*at)).for_each(|value| {
                last[value as usize] = at;
            });
        }
        // A value that only the answers want needs no slot.
        for (step, last) in self.steps.iter_mut().zip(&last) {
            if *last == usize::MAX && step.answer.is_some() {
                step.slot = None;
            }
        }
        let mut slot_of: Vec<u32> = vec![0; self.steps.len()];
        let mut free: Vec<u32> = Vec::new();
        self.slots = 0;
        for (at, step) in self.steps.iter_mut().enumerate() {
            let mut dead: Vec<u32> = Vec::new();
            for operand in &mut self.operands[step.from as usize..step.to as usize] {
                if let Some(value) = value_of(*operand) {
                    let slot = slot_of[value as usize];
                    *operand = (inputs + slot) * 2 + (*operand & 1);
                    if last[value as usize] == at {
                        dead.push(slot);
                    }
                }
            }
            dead.sort_unstable();
            dead.dedup();
            free.append(&mut dead);
            if let Some(value) = step.slot {
                let slot = free.pop().unwrap_or_else(|| {
                    self.slots += 1;
                    self.slots as u32 - 1
                });
                slot_of[value as usize] = slot;
                step.slot = Some(slot);
                // A value nobody reads gives its slot back at once.
                if last[value as usize] == usize::MAX {
                    free.push(slot);
                }
            }
        }
        self.of_node.clear();
    }

    fn finish(self, answers: usize) -> Steps {
        let Making { steps, operands, inputs, of_node, slots } = self;
        let slots = if slots == usize::MAX { steps.len() } else { slots };
        Steps { steps, operands, inputs, slots, answers, of_node }
    }
}
