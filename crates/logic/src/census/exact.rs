//! The exact values of conclusions, for whole registers.
//!
//! Kleene's value is too careful where a question occurs in both polarities, or where questions depend
//! on each other. For one system [`Conclusion::truth`] then splits what is entangled into possible
//! worlds. [`Exact`] does so for a thousand systems at once: it assumes one answer after the other to
//! the question that is entangled in most of them, in those alone, and goes on where the conclusion is
//! still open; before that it guesses all of them at once. A system is done as soon as one world leaves the conclusion open though nothing is
//! entangled any more, or two worlds disagree; nearly all are in the first.
#![expect(
    clippy::indexing_slicing,
    reason = "planes are allocated to the nodes of their conclusion; bounds checks in these loops \
              would stop vectorisation"
)]

use std::num::NonZeroUsize;
use std::thread;

use super::family::{Family, Pair, UNKNOWN, either, family, without};
use super::table::{NONE, Rail, Table, WORDS as TILE_WORDS};
use crate::block::{Plane, WORDS};
use crate::program::Node;
use crate::worlds::Conclusion;
use crate::{Input, Lit, Truth};

/// Splits of a conclusion after which the systems that are left are looked at one by one.
const MOST_SPLITS: usize = 1_024;

/// Conclusions whose Kleene value is made exact.
#[derive(Clone, Debug)]
pub struct Exact {
    targets: Vec<Target>,
}

/// One conclusion, and the row that holds its value.
#[derive(Clone, Debug)]
struct Target {
    row: usize,
    conclusion: Conclusion,
    variables: Vec<Family>,
    /// For each node, the operands through which a question that can be entangled is reached.
    through: Vec<Box<[Lit]>>,
}

impl Exact {
    /// Conclusions with the rows of the answers that hold their values.
    pub fn new<'c>(conclusions: impl IntoIterator<Item = (usize, &'c Conclusion)>) -> Exact {
        let target = |(row, conclusion)| Target::new(row, conclusion);
        Exact { targets: conclusions.into_iter().map(target).collect() }
    }

    /// Settles what is unknown in the answers although every completion agrees. `facts` are those the
    /// answers were made from. The result is the same whatever the number of threads.
    pub fn run(&self, facts: &Table, threads: NonZeroUsize, answers: &mut Table) {
        let (rows, per_tile) = (facts.rows() * 2, answers.rows() * 2);
        let fits = |target: &Target| target.row < answers.rows();
        if per_tile == 0 || answers.systems() != facts.systems() || !self.targets.iter().all(fits) {
            return;
        }
        let systems = answers.systems();
        let each = (answers.rails().len() / per_tile).div_ceil(threads.get()).max(1);
        let mut parts = facts.rails().chunks(rows.max(1) * each);
        thread::scope(|scope| {
            let mut mine = None;
            for (at, answers) in answers.rails_mut().chunks_mut(per_tile * each).enumerate() {
                let facts = parts.next().unwrap_or_default();
                let left = systems.saturating_sub(at * each * TILE_WORDS * 64);
                let work = move || self.part((facts, rows), (answers, per_tile), left);
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

    /// Some tiles in which `systems` are left.
    fn part(
        &self,
        (facts, rows): (&[Rail], usize),
        (answers, per_tile): (&mut [Rail], usize),
        systems: usize,
    ) {
        let mut memory = Memory::default();
        for (at, answers) in answers.chunks_exact_mut(per_tile).enumerate() {
            let facts = facts.get(at * rows..(at + 1) * rows).unwrap_or_default();
            let left = systems.saturating_sub(at * TILE_WORDS * 64);
            for first in (0..TILE_WORDS).step_by(WORDS) {
                let lanes = first_lanes(left.saturating_sub(first * 64));
                for target in &self.targets {
                    let [holds, fails] =
                        [0, 1].map(|rail| part_of(&answers[target.row * 2 + rail], first));
                    let mut open = lanes;
                    without(&mut open, &holds);
                    without(&mut open, &fails);
                    if is_empty(&open) {
                        continue;
                    }
                    let found =
                        target.settle(&|input| given(facts, input, first), open, &mut memory);
                    for (rail, found) in found.iter().enumerate() {
                        let rail = &mut answers[target.row * 2 + rail][first..first + WORDS];
                        rail.iter_mut().zip(&found.0).for_each(|(word, found)| *word |= found);
                    }
                }
            }
        }
    }
}

/// Memory of one thread, used again for every conclusion.
#[derive(Default)]
struct Memory {
    /// The value of every node; those of inputs are what is assumed.
    values: Vec<Pair>,
    /// In which systems a node that is open can help the conclusion to hold, and to fail.
    seen: Vec<Pair>,
    counts: Vec<Plane>,
}

/// Entangled questions that are split sooner than guesses would pay.
const FEW: usize = 2;
/// Worlds that are guessed.
const GUESSES: usize = 8;

/// Which answer a guess tries first: no and none of all questions, then yes, then this and that.
fn first_case(guess: usize, question: usize, cases: usize) -> usize {
    match guess {
        0 => 0,
        1 => cases - 1,
        _ => (question + 1).wrapping_mul(2 * guess + 1).wrapping_mul(0x9e37_79b9) / 128 % cases,
    }
}

/// What the worlds looked at so far say.
struct Found {
    holds: Plane,
    fails: Plane,
    /// Open for good, or left to be looked at one by one.
    done: Plane,
    left: Plane,
    splits: usize,
}

/// What was known of a variable before one of its answers is assumed.
struct Before {
    known: Vec<Pair>,
    reached: Vec<Plane>,
    /// Where an option that the conclusion does not ask for is possible, or one that cannot matter.
    none: Plane,
}

impl Before {
    fn of(family: &Family, none_of: &Plane, memory: &Memory) -> Before {
        let known: Vec<Pair> = family.nodes.iter().map(|node| memory.values[*node]).collect();
        let reached: Vec<Plane> =
            family.nodes.iter().map(|node| either(&memory.seen[*node])).collect();
        let none = family.none_left(&known, &reached, none_of);
        Before { known, reached, none }
    }

    fn possible(&self, family: &Family, case: usize) -> Plane {
        family.possible(case, &self.known, &self.reached, &self.none)
    }

    fn assume(&self, family: &Family, case: usize, lanes: &Plane, memory: &mut Memory) {
        for (place, (node, [known_true, known_false])) in
            family.nodes.iter().zip(&self.known).enumerate()
        {
            let mut unknown = *lanes;
            without(&mut unknown, known_true);
            without(&mut unknown, known_false);
            let rail = usize::from(!family.holds(case, place));
            memory.values[*node][rail].or(&unknown);
        }
    }

    fn restore(&self, family: &Family, memory: &mut Memory) {
        for (node, known) in family.nodes.iter().zip(&self.known) {
            memory.values[*node] = *known;
        }
    }
}

impl Target {
    fn new(row: usize, conclusion: &Conclusion) -> Target {
        let nodes = &conclusion.nodes;
        let variables = conclusion.variables.iter().map(|(_, at)| family(conclusion, at)).collect();
        let all: Vec<Box<[Lit]>> = nodes.iter().map(|node| node.operands().into()).collect();
        let conclusion = conclusion.clone();
        let mut target = Target { row, conclusion, variables, through: all };
        let mut memory = Memory::default();
        memory.values.resize(target.conclusion.nodes.len(), UNKNOWN);
        memory.seen.resize(target.conclusion.nodes.len(), UNKNOWN);
        target.sweep(&Plane::FULL, &mut memory);
        let mut leads = vec![false; target.conclusion.nodes.len()];
        for family in &mut target.variables {
            family.entangles = !is_empty(&family.entangled(&memory.seen));
            family.dependent = above(&target.conclusion.nodes, &family.nodes);
            if family.entangles {
                let towards = family.nodes.iter().chain(&family.dependent);
                towards.for_each(|node| leads[*node] = true);
            }
        }
        for operands in &mut target.through {
            *operands = operands.iter().filter(|lit| leads[lit.node()]).copied().collect();
        }
        target
    }

    /// In which of the open systems the conclusion holds in every world, and in which it fails.
    fn settle(&self, given: &dyn Fn(Input) -> Pair, open: Plane, memory: &mut Memory) -> Pair {
        let nodes = &self.conclusion.nodes;
        memory.values.clear();
        memory.values.resize(nodes.len(), UNKNOWN);
        memory.seen.clear();
        memory.seen.resize(nodes.len(), UNKNOWN);
        let mut none_of: Vec<Plane> = Vec::with_capacity(self.variables.len());
        let mut odd = Plane::EMPTY;
        for family in &self.variables {
            let known: Vec<Pair> = family.inputs.iter().map(|input| given(*input)).collect();
            odd.or(&family.odd(&known));
            none_of.push(family.none_of(&known));
            let asked = family.inputs.iter().zip(&known);
            let asked = asked.enumerate().filter(|(at, _)| !family.outside.contains(at));
            for (node, (_, (_, known))) in family.nodes.iter().zip(asked) {
                memory.values[*node] = *known;
            }
        }
        odd.and(&open);
        let mut active = open;
        without(&mut active, &odd);
        let mut found = Found {
            holds: Plane::EMPTY,
            fails: Plane::EMPTY,
            done: Plane::EMPTY,
            left: odd,
            splits: 0,
        };
        evaluate(nodes, 0..nodes.len(), memory);
        if self.variables.iter().filter(|family| family.entangles).count() > FEW {
            self.guess(active, &none_of, memory, &mut found);
        }
        self.split(active, &none_of, memory, &mut found);
        let mut settled = [found.holds, found.fails];
        without(&mut settled[0], &found.fails);
        without(&mut settled[1], &found.holds);
        for plane in &mut settled {
            without(plane, &found.done);
            without(plane, &found.left);
        }
        self.one_by_one(given, &found.left, &mut settled);
        settled
    }

    fn one_by_one(&self, given: &dyn Fn(Input) -> Pair, left: &Plane, settled: &mut Pair) {
        if is_empty(left) {
            return;
        }
        let known: Vec<(Input, Pair)> =
            self.conclusion.inputs().map(|input| (input, given(input))).collect();
        for lane in (0..WORDS * 64).filter(|lane| left.get(*lane)) {
            let truth_of = |input: Input| {
                let known = known.iter().find(|(of, _)| *of == input);
                match known.map(|(_, [holds, fails])| (holds.get(lane), fails.get(lane))) {
                    Some((true, _)) => Truth::True,
                    Some((_, true)) => Truth::False,
                    _ => Truth::Unknown,
                }
            };
            match self.conclusion.truth(&truth_of) {
                Some(Truth::True) => settled[0].set(lane),
                Some(Truth::False) => settled[1].set(lane),
                Some(Truth::Unknown) | None => {}
            }
        }
    }

    /// Looks at a few worlds of each active system, with answers to all its entangled questions at once:
    /// nearly all leave the conclusion open in one of them, and are done.
    fn guess(&self, active: Plane, none_of: &[Plane], memory: &mut Memory, found: &mut Found) {
        let nodes = &self.conclusion.nodes;
        self.sweep(&active, memory);
        let families = self.variables.iter().zip(none_of).filter_map(|(family, none_of)| {
            let mut entangled = family.entangled(&memory.seen);
            entangled.and(&active);
            let counts = family.entangles && !is_empty(&entangled);
            counts.then(|| (family, entangled, Before::of(family, none_of, memory)))
        });
        let families: Vec<(&Family, Plane, Before)> = families.collect();
        for guess in 0..GUESSES {
            let mut open = active;
            without(&mut open, &found.done);
            if is_empty(&open) {
                break;
            }
            for (at, (family, entangled, before)) in families.iter().enumerate() {
                let mut left = *entangled;
                let first = first_case(guess, at, family.cases());
                for case in (first..family.cases()).chain(0..first) {
                    let mut lanes = before.possible(family, case);
                    lanes.and(&left);
                    without(&mut left, &lanes);
                    before.assume(family, case, &lanes, memory);
                }
                without(&mut open, &left);
            }
            evaluate(nodes, 0..nodes.len(), memory);
            let root = of(&memory.values, self.conclusion.root);
            for (found, side) in [&mut found.holds, &mut found.fails].into_iter().zip(&root) {
                let mut side = *side;
                without(&mut open, &side);
                side.and(&active);
                found.or(&side);
            }
            found.done.or(&open);
            let mut disagree = found.holds;
            disagree.and(&found.fails);
            found.done.or(&disagree);
            families.iter().for_each(|(family, _, before)| before.restore(family, memory));
        }
        evaluate(nodes, 0..nodes.len(), memory);
    }

    /// Looks at the worlds of the active systems in which what is assumed so far holds.
    fn split(&self, mut active: Plane, none_of: &[Plane], memory: &mut Memory, found: &mut Found) {
        without(&mut active, &found.done);
        without(&mut active, &found.left);
        if is_empty(&active) {
            return;
        }
        if found.splits >= MOST_SPLITS {
            found.left.or(&active);
            return;
        }
        found.splits += 1;
        let [holds, fails] = of(&memory.values, self.conclusion.root);
        let both = |plane: &Plane| {
            let mut both = *plane;
            both.and(&active);
            both
        };
        let (holds, fails) = (both(&holds), both(&fails));
        found.holds.or(&holds);
        found.fails.or(&fails);
        let mut disagree = found.holds;
        disagree.and(&found.fails);
        found.done.or(&disagree);
        for known in [&holds, &fails, &disagree] {
            without(&mut active, known);
        }
        if is_empty(&active) {
            return;
        }
        self.sweep(&active, memory);
        let families = self.variables.iter().enumerate().filter(|(_, family)| family.entangles);
        let entangled: Vec<(usize, Plane)> =
            families.map(|(at, family)| (at, family.entangled(&memory.seen))).collect();
        let mut any = Plane::EMPTY;
        entangled.iter().for_each(|(_, plane)| any.or(plane));
        let mut free = active;
        without(&mut free, &any);
        found.done.or(&free);
        active.and(&any);
        let most = entangled.iter().max_by_key(|(_, plane)| plane.count());
        if let Some((at, plane)) = most.filter(|_| !is_empty(&active)) {
            self.cases(*at, plane, active, none_of, memory, found);
        }
    }

    /// Goes through the answers to one question. Systems in which it is not entangled go along with the
    /// first.
    fn cases(
        &self,
        at: usize,
        entangled: &Plane,
        active: Plane,
        none_of: &[Plane],
        memory: &mut Memory,
        found: &mut Found,
    ) {
        let family = &self.variables[at];
        let mut along = active;
        without(&mut along, entangled);
        let before = Before::of(family, &none_of[at], memory);
        for case in 0..family.cases() {
            let mut lanes = before.possible(family, case);
            lanes.and(entangled);
            lanes.and(&active);
            before.restore(family, memory);
            before.assume(family, case, &lanes, memory);
            let mut next = lanes;
            if case == 0 {
                next.or(&along);
            }
            without(&mut next, &found.done);
            if is_empty(&next) {
                continue;
            }
            evaluate(&self.conclusion.nodes, family.dependent.iter().copied(), memory);
            self.split(next, none_of, memory, found);
        }
        before.restore(family, memory);
        // Whoever assumed something before finds what it assumed.
        evaluate(&self.conclusion.nodes, family.dependent.iter().copied(), memory);
    }

    /// Against the direction of evaluation: where an open node can still help the conclusion to hold,
    /// and where to fail.
    fn sweep(&self, active: &Plane, memory: &mut Memory) {
        let Memory { values, seen, .. } = memory;
        seen.fill(UNKNOWN);
        let root = self.conclusion.root;
        seen[root.node()][usize::from(root.is_negated())] = *active;
        for (at, operands) in self.through.iter().enumerate().rev() {
            let (before, here) = seen.split_at_mut(at);
            let here = &here[0];
            if operands.is_empty() || (is_empty(&here[0]) && is_empty(&here[1])) {
                continue;
            }
            for operand in operands {
                let known = &values[operand.node()];
                let theirs = &mut before[operand.node()];
                let negated = usize::from(operand.is_negated());
                for (side, here) in here.iter().enumerate() {
                    let theirs = &mut theirs[side ^ negated];
                    for word in 0..WORDS {
                        theirs.0[word] |= here.0[word] & !(known[0].0[word] | known[1].0[word]);
                    }
                }
            }
        }
    }
}

/// The nodes that use some of these, directly or not, in order.
fn above(nodes: &[Node], these: &[usize]) -> Vec<usize> {
    let mut uses = vec![false; nodes.len()];
    these.iter().for_each(|node| uses[*node] = true);
    let mut above = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        if node.operands().iter().any(|operand| uses[operand.node()]) {
            uses[at] = true;
            above.push(at);
        }
    }
    above
}

fn evaluate(nodes: &[Node], which: impl Iterator<Item = usize>, memory: &mut Memory) {
    let Memory { values, counts, .. } = memory;
    for at in which {
        let (before, here) = values.split_at_mut(at);
        let here = &mut here[0];
        match &nodes[at] {
            Node::True => *here = [Plane::FULL, Plane::EMPTY],
            Node::Input(_) => {}
            Node::All(operands) => {
                *here = [Plane::FULL, Plane::EMPTY];
                for operand in operands {
                    let negated = usize::from(operand.is_negated());
                    let theirs = &before[operand.node()];
                    here[0].and(&theirs[negated]);
                    here[1].or(&theirs[negated ^ 1]);
                }
            }
            Node::AtLeast(n, operands) => {
                let too_many = (operands.len() + 1).saturating_sub(*n as usize);
                here[0] = count(*n as usize, operands, 0, before, counts);
                here[1] = count(too_many, operands, 1, before, counts);
            }
        }
    }
}

/// Where at least `wanted` operands are known to hold (side 0), or to fail (side 1).
fn count(
    wanted: usize,
    operands: &[Lit],
    side: usize,
    before: &[Pair],
    counts: &mut Vec<Plane>,
) -> Plane {
    counts.clear();
    counts.resize(wanted + 1, Plane::EMPTY);
    counts[0] = Plane::FULL;
    for operand in operands {
        let theirs = &before[operand.node()][side ^ usize::from(operand.is_negated())];
        for k in (1..=wanted).rev() {
            let mut carried = counts[k - 1];
            carried.and(theirs);
            counts[k].or(&carried);
        }
    }
    counts[wanted]
}

fn of(values: &[Pair], lit: Lit) -> Pair {
    let [holds, fails] = values[lit.node()];
    if lit.is_negated() { [fails, holds] } else { [holds, fails] }
}

fn is_empty(plane: &Plane) -> bool {
    plane.0.iter().fold(0, |all, word| all | word) == 0
}

fn first_lanes(systems: usize) -> Plane {
    let mut lanes = Plane::EMPTY;
    lanes.fill(0, systems.min(WORDS * 64));
    lanes
}

fn given(facts: &[Rail], input: Input, first: usize) -> Pair {
    let rail = |at: usize| part_of(facts.get(at).unwrap_or(&NONE), first);
    [rail(input.0 as usize * 2), rail(input.0 as usize * 2 + 1)]
}

fn part_of(rail: &Rail, first: usize) -> Plane {
    let mut part = Plane::EMPTY;
    part.0.copy_from_slice(&rail[first..first + WORDS]);
    part
}
