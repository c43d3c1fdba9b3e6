//! A program as a list of steps over rails.
#![expect(
    clippy::indexing_slicing,
    reason = "operands are rails allocated when the list was made; bounds checks beyond those would \
              stop vectorisation"
)]

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use super::schedule;
use super::table::{NONE, Rail, WORDS};
use crate::program::Node;
use crate::{Lit, Program};

/// A pair of rails: the number of the one that says "true" if the literal is plain, its neighbour
/// (`^ 1`) the one that says "false". First come two rails for each input, then two for each answer, then
/// two for each slot.
pub(super) type Operand = u32;

/// How a value is made of its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gate {
    /// The constant.
    True,
    /// The operand as it is.
    Same,
    /// All operands, of which there are so many.
    All(u32),
    /// The first operand, or both others: one step of counting.
    OrBoth,
}

/// One value in the making.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) gate: Gate,
    /// Before places are given out, a value is named by the number of its step.
    pub(super) operands: Vec<Operand>,
    /// The conclusion that the value is.
    answer: Option<u32>,
}

/// Whether the memory of a value that is not needed any more is used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slots {
    Reused,
    Kept,
}

/// Steps of one gate one after the other: nothing has to be decided between them.
#[derive(Clone, Copy, Debug)]
struct Run {
    gate: Gate,
    from: u32,
    to: u32,
}

/// A flat list of steps, each over rails of steps before it.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    runs: Vec<Run>,
    /// For each step the place of its value, then its operands.
    code: Vec<Operand>,
    len: usize,
    /// The rails of inputs that are used.
    given: Vec<Range<usize>>,
    inputs: u32,
    slots: usize,
    answers: usize,
    of_node: HashMap<usize, Operand>,
}

/// A rail that is read and written through the same reference: a step's value may take the place of one
/// that is still an operand of it.
type Place = Cell<Rail>;

/// The rails of one tile's values.
pub(super) struct Memory {
    places: Vec<Rail>,
}

impl Memory {
    pub(super) fn new(steps: &Steps) -> Memory {
        let pairs = steps.inputs as usize + steps.answers + steps.slots;
        Memory { places: vec![NONE; pairs * 2] }
    }
}

/// Steps in the making: a value's place is the number of its step.
struct Making {
    steps: Vec<Step>,
    inputs: u32,
    of_node: HashMap<usize, Operand>,
}

impl Steps {
    /// The steps to `conclusions` and nothing else.
    pub(super) fn new(program: &Program, conclusions: &[Lit], slots: Slots) -> Steps {
        let mut making =
            Making { steps: Vec::new(), inputs: program.inputs(), of_node: HashMap::new() };
        for node in program.cone(conclusions).nodes {
            making.node(node, program.node(node));
        }
        for (answer, conclusion) in conclusions.iter().enumerate() {
            making.answer(making.of(*conclusion), answer as u32);
        }
        making.finish(conclusions.len(), slots)
    }

    /// The rails of a node, if it is part of the list and its slot is kept.
    pub(super) fn of_node(&self, node: usize) -> Option<Operand> {
        self.of_node.get(&node).copied()
    }

    /// How many steps there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many values are in memory at once.
    pub(super) fn slots(&self) -> usize {
        self.slots
    }

    /// How many conclusions are handed out.
    pub(super) fn answers(&self) -> usize {
        self.answers
    }

    /// Runs the list over one tile of facts. A table with fewer rows than the program has inputs knows
    /// nothing of the rest.
    #[inline(always)]
    pub(super) fn run(&self, facts: &[Rail], memory: &mut Memory, answers: &mut [Rail]) {
        // Facts are copied before they are used: read in order, they come from memory as one stream.
        for given in &self.given {
            let to = given.end.min(facts.len());
            let Some(facts) = facts.get(given.start..to) else { continue };
            memory.places[given.start..to].copy_from_slice(facts);
        }
        let places = Cell::from_mut(memory.places.as_mut_slice()).as_slice_of_cells();
        for run in &self.runs {
            let code = &self.code[run.from as usize..run.to as usize];
            match run.gate {
                Gate::True => {
                    for out in code {
                        places[*out as usize].set([u64::MAX; WORDS]);
                        places[(out ^ 1) as usize].set(NONE);
                    }
                }
                Gate::Same => each(code, places, same, same),
                Gate::All(2) => each(code, places, and2, or2),
                Gate::All(3) => each(code, places, and3, or3),
                Gate::All(4) => each(code, places, and4, or4),
                Gate::All(5) => each(code, places, and5, or5),
                Gate::OrBoth => each(code, places, or_both, and_either),
                Gate::All(n) => {
                    code.chunks_exact(n as usize + 1).for_each(|step| all(step, places));
                }
            }
        }
        let from = self.inputs as usize * 2;
        if let Some(found) = memory.places.get(from..from + answers.len()) {
            answers.copy_from_slice(found);
        }
    }

    /// Where neither rail of an operand is set.
    #[inline(always)]
    pub(super) fn unknown(&self, at: Operand, memory: &Memory, into: &mut Rail) {
        let (holds, fails) = (&memory.places[at as usize], &memory.places[(at ^ 1) as usize]);
        for i in 0..WORDS {
            into[i] = !(holds[i] | fails[i]);
        }
    }
}

/// The steps of a run: where the value is known to hold, from what its operands hold in, and likewise for
/// failing.
#[inline(always)]
fn each<'p, const N: usize>(
    code: &[Operand],
    places: &'p [Place],
    holds: impl Fn(&'p Place, [&'p Place; N]),
    fails: impl Fn(&'p Place, [&'p Place; N]),
) {
    for step in code.chunks_exact(N + 1) {
        let [out, operands @ ..] = step else { continue };
        let Some(operands) = operands.first_chunk::<N>() else { continue };
        let of = |side: u32| operands.map(|at| &places[(at ^ side) as usize]);
        holds(&places[*out as usize], of(0));
        fails(&places[(out ^ 1) as usize], of(1));
    }
}

/// Words that are read before any is written: their places may be the same, and only so do they become one
/// wide operation.
const AT_ONCE: usize = 8;

type Words = [u64; AT_ONCE];

#[inline(always)]
fn words(place: &Place, at: usize) -> &[Cell<u64>; AT_ONCE] {
    &place.as_array_of_cells().as_chunks().0[at]
}

/// A step with any number of operands.
#[inline(always)]
fn all(step: &[Operand], places: &[Place]) {
    let Some((out, operands)) = step.split_first() else { return };
    for at in 0..WORDS / AT_ONCE {
        let (mut holds, mut fails): (Words, Words) = ([u64::MAX; AT_ONCE], [0; AT_ONCE]);
        for operand in operands {
            let (plain, other) = (&places[*operand as usize], &places[(operand ^ 1) as usize]);
            let (plain, other) = (words(plain, at), words(other, at));
            for word in 0..AT_ONCE {
                holds[word] &= plain[word].get();
                fails[word] |= other[word].get();
            }
        }
        put(&places[*out as usize], at, holds);
        put(&places[(out ^ 1) as usize], at, fails);
    }
}

#[inline(always)]
fn put(into: &Place, at: usize, found: Words) {
    words(into, at).iter().zip(found).for_each(|(place, word)| place.set(word));
}

macro_rules! rails {
    ($name:ident, $($operand:ident)* => $value:expr) => {
        #[inline(always)]
        fn $name(into: &Place, [$($operand),*]: [&Place; count!($($operand)*)]) {
            for at in 0..WORDS / AT_ONCE {
                $(let $operand = words($operand, at);)*
                let found: Words = std::array::from_fn(|word| {
                    $(let $operand = $operand[word].get();)*
                    $value
                });
                put(into, at, found);
            }
        }
    };
}

macro_rules! count {
    () => { 0 };
    ($first:ident $($rest:ident)*) => { 1 + count!($($rest)*) };
}

rails!(same, a => a);
rails!(and2, a b => a & b);
rails!(or2, a b => a | b);
rails!(and3, a b c => a & b & c);
rails!(or3, a b c => a | b | c);
rails!(and4, a b c d => a & b & c & d);
rails!(or4, a b c d => a | b | c | d);
rails!(and5, a b c d e => a & b & c & d & e);
rails!(or5, a b c d e => a | b | c | d | e);
rails!(or_both, a b c => a | (b & c));
rails!(and_either, a b c => a & (b | c));

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
                self.all(&parts)
            }
            Node::AtLeast(n, parts) => {
                let parts: Vec<Operand> = parts.iter().map(|part| self.of(*part)).collect();
                self.at_least(*n as usize, &parts)
            }
        };
        self.of_node.insert(at, value);
    }

    fn all(&mut self, parts: &[Operand]) -> Operand {
        match parts.len() {
            0 => self.value(Gate::True, &[]),
            1 => self.value(Gate::Same, parts),
            n => self.value(Gate::All(n as u32), parts),
        }
    }

    fn value(&mut self, gate: Gate, operands: &[Operand]) -> Operand {
        let value = self.steps.len() as u32;
        self.steps.push(Step { gate, operands: operands.to_vec(), answer: None });
        (self.inputs + value) * 2
    }

    /// Hands a conclusion out: by the step that makes it or, if it is an input, negated or a conclusion
    /// already, by one of its own.
    fn answer(&mut self, operand: Operand, answer: u32) {
        let value = (operand / 2).checked_sub(self.inputs).filter(|_| operand & 1 == 0);
        let step = value.and_then(|value| self.steps.get_mut(value as usize));
        match step.filter(|step| step.answer.is_none()) {
            Some(step) => step.answer = Some(answer),
            None => {
                self.value(Gate::Same, &[operand]);
                self.steps.last_mut().into_iter().for_each(|step| step.answer = Some(answer));
            }
        }
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
                    (None, Some(below)) => self.value(Gate::All(2), &[below, *part]),
                    (Some(same), None) => self.value(Gate::All(2), &[same ^ 1, *part ^ 1]) ^ 1,
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

    /// Puts the steps into their order and their values into places.
    fn finish(self, answers: usize, slots: Slots) -> Steps {
        let Making { steps, inputs, of_node } = self;
        let value_of = |operand: Operand| (operand / 2).checked_sub(inputs).map(|at| at as usize);
        let uses = |step: &Step| step.operands.iter().filter_map(|at| value_of(*at)).collect();
        let order = schedule::order(&steps, &uses);
        let last = last_uses(&order, &steps, &value_of);
        let mut given: Vec<u32> = Vec::new();
        let mut place_of: Vec<u32> = vec![0; steps.len()];
        let (mut free, mut used): (Vec<u32>, u32) = (Vec::new(), 0);
        let (mut runs, mut code): (Vec<Run>, Vec<Operand>) = (Vec::new(), Vec::new());
        for (now, at) in order.into_iter().enumerate() {
            let step = &steps[at];
            let from = code.len() as u32;
            code.push(0);
            let mut dead: Vec<u32> = Vec::new();
            for operand in &step.operands {
                let pair = match value_of(*operand) {
                    None => {
                        given.push(operand / 2);
                        operand / 2
                    }
                    Some(value) => {
                        let done = last[value] == now && steps[value].answer.is_none();
                        dead.extend(done.then_some(place_of[value]));
                        place_of[value]
                    }
                };
                code.push(pair * 2 + (operand & 1));
            }
            dead.sort_unstable();
            dead.dedup();
            // Places of operands become free afterwards: one side of the value is written before the
            // other sides of its operands are read.
            let place = match step.answer {
                Some(answer) => inputs + answer,
                None => free.pop().unwrap_or_else(|| {
                    used += 1;
                    inputs + answers as u32 + used - 1
                }),
            };
            if slots == Slots::Reused {
                free.append(&mut dead);
            }
            place_of[at] = place;
            code[from as usize] = place * 2;
            match runs.last_mut().filter(|run| run.gate == step.gate) {
                Some(run) => run.to = code.len() as u32,
                None => runs.push(Run { gate: step.gate, from, to: code.len() as u32 }),
            }
        }
        given.sort_unstable();
        given.dedup();
        let given = ranges(&given);
        let place = |operand: Operand| match value_of(operand) {
            None => operand,
            Some(value) => place_of[value] * 2 + (operand & 1),
        };
        let of_node = match slots {
            Slots::Reused => HashMap::new(),
            Slots::Kept => of_node.into_iter().map(|(node, at)| (node, place(at))).collect(),
        };
        let len = steps.len();
        Steps { runs, code, len, given, inputs, slots: used as usize, answers, of_node }
    }
}

/// For each value, when in the order it is used last.
fn last_uses(
    order: &[usize],
    steps: &[Step],
    value_of: &dyn Fn(Operand) -> Option<usize>,
) -> Vec<usize> {
    let mut last: Vec<usize> = vec![usize::MAX; steps.len()];
    for (now, step) in order.iter().enumerate() {
        for value in steps[*step].operands.iter().filter_map(|at| value_of(*at)) {
            last[value] = now;
        }
    }
    last
}

/// Inputs that lie between two that are used and are copied with them: fewer cost less than to begin anew.
const GAP: usize = 4;

/// The rails of inputs, those together that lie side by side.
fn ranges(inputs: &[u32]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for input in inputs {
        let rails = *input as usize * 2..*input as usize * 2 + 2;
        match ranges.last_mut().filter(|before| rails.start <= before.end + GAP * 2) {
            Some(before) => before.end = rails.end,
            None => ranges.push(rails),
        }
    }
    ranges
}
