//! The exact values of conclusions, for whole registers.
//!
//! Kleene's value is too careful where a question occurs in both polarities, or where questions depend
//! on each other. For one system [`Conclusion::truth`] then splits what is entangled into possible
//! worlds. [`Exact`] does so for a thousand systems at once: it assumes one answer after the other to
//! the question that is entangled in most of them, in those alone, and goes on where the conclusion is
//! still open. A system is done as soon as one world leaves the conclusion open though nothing is
//! entangled any more, or two worlds disagree; nearly all are in the first.
#![expect(
    clippy::indexing_slicing,
    reason = "planes are allocated to the nodes of their conclusion; bounds checks in these loops \
              would stop vectorisation"
)]

use std::num::NonZeroUsize;
use std::thread;

use super::table::{NONE, Rail, Table, WORDS as TILE_WORDS};
use crate::block::{Plane, WORDS};
use crate::program::Node;
use crate::worlds::{Conclusion, Variable};
use crate::{Input, Lit, Truth};

/// Splits of a conclusion after which the systems that are left are looked at one by one.
const MOST_SPLITS: usize = 1_024;

/// Known true and known false.
type Pair = [Plane; 2];
const UNKNOWN: Pair = [Plane::EMPTY; 2];

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

/// A variable, and which of its inputs the conclusion asks for.
#[derive(Clone, Debug)]
struct Family {
    kind: Kind,
    /// All inputs, in their order.
    inputs: Vec<Input>,
    /// The nodes of those that the conclusion asks for, in their order.
    nodes: Vec<usize>,
    /// Positions in `inputs` of those that it does not.
    outside: Vec<usize>,
    /// Nodes whose value rests on the variable, in order, without its inputs.
    dependent: Vec<usize>,
    /// Whether it is entangled where nothing is known. Knowledge takes polarities away and adds none.
    entangles: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Boolean,
    Exclusive,
    Ordered,
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

fn family(conclusion: &Conclusion, variable: &Variable) -> Family {
    let kind = match variable {
        Variable::Boolean(_) => Kind::Boolean,
        Variable::Exclusive(_) => Kind::Exclusive,
        Variable::Ordered(_) => Kind::Ordered,
    };
    let inputs = variable.inputs().to_vec();
    let node_of =
        |input: &Input| conclusion.nodes.iter().position(|node| *node == Node::Input(*input));
    let nodes = inputs.iter().filter_map(node_of).collect();
    let outside = inputs.iter().enumerate().filter(|(_, input)| node_of(input).is_none());
    let outside = outside.map(|(at, _)| at).collect();
    Family { kind, inputs, nodes, outside, dependent: Vec::new(), entangles: true }
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

/// What the worlds looked at so far say.
struct Found {
    holds: Plane,
    fails: Plane,
    /// Open for good, or left to be looked at one by one.
    done: Plane,
    left: Plane,
    splits: usize,
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
        let before: Vec<Pair> = family.nodes.iter().map(|node| memory.values[*node]).collect();
        let reached: Vec<Plane> =
            family.nodes.iter().map(|node| either(&memory.seen[*node])).collect();
        let none = family.none_left(&before, &reached, &none_of[at]);
        for case in 0..family.cases() {
            let mut lanes = family.possible(case, &before, &reached, &none);
            lanes.and(entangled);
            lanes.and(&active);
            for (place, node) in family.nodes.iter().enumerate() {
                memory.values[*node] = before[place];
                let [known_true, known_false] = &before[place];
                let mut unknown = lanes;
                without(&mut unknown, known_true);
                without(&mut unknown, known_false);
                let rail = usize::from(!family.holds(case, place));
                memory.values[*node][rail].or(&unknown);
            }
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
        for (node, before) in family.nodes.iter().zip(&before) {
            memory.values[*node] = *before;
        }
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

impl Family {
    /// Where what is known is not what a reader of facts would say of one variable: it contradicts
    /// itself, or leaves open what it settles.
    fn odd(&self, known: &[Pair]) -> Plane {
        let mut odd = Plane::EMPTY;
        match self.kind {
            Kind::Boolean => {}
            Kind::Exclusive => {
                let (mut one, mut two) = (Plane::EMPTY, Plane::EMPTY);
                let (mut open, mut two_open) = (Plane::EMPTY, Plane::EMPTY);
                for [holds, fails] in known {
                    for word in 0..WORDS {
                        let unknown = !(holds.0[word] | fails.0[word]);
                        two.0[word] |= one.0[word] & holds.0[word];
                        one.0[word] |= holds.0[word];
                        two_open.0[word] |= open.0[word] & unknown;
                        open.0[word] |= unknown;
                    }
                }
                for word in 0..WORDS {
                    let one = one.0[word];
                    odd.0[word] = two.0[word] | (one & open.0[word]) | !(one | two_open.0[word]);
                }
            }
            Kind::Ordered => {
                for pair in known.windows(2) {
                    for word in 0..WORDS {
                        odd.0[word] |= pair[1][0].0[word] & !pair[0][0].0[word];
                        odd.0[word] |= pair[0][1].0[word] & !pair[1][1].0[word];
                    }
                }
            }
        }
        odd
    }

    /// Where an option that the conclusion does not ask for is possible.
    fn none_of(&self, known: &[Pair]) -> Plane {
        let mut none = Plane::EMPTY;
        for at in &self.outside {
            let [_, fails] = &known[*at];
            for word in 0..WORDS {
                none.0[word] |= !fails.0[word];
            }
        }
        none
    }

    /// The same, or one that it asks for but that cannot matter any more.
    fn none_left(&self, before: &[Pair], reached: &[Plane], none_of: &Plane) -> Plane {
        let mut none = *none_of;
        for ([holds, fails], reached) in before.iter().zip(reached) {
            for word in 0..WORDS {
                none.0[word] |= !(holds.0[word] | fails.0[word] | reached.0[word]);
            }
        }
        none
    }

    /// How many answers differ for the conclusion.
    fn cases(&self) -> usize {
        match self.kind {
            Kind::Boolean => 2,
            Kind::Exclusive | Kind::Ordered => self.nodes.len() + 1,
        }
    }

    /// Whether an input that is asked for holds with an answer.
    fn holds(&self, case: usize, place: usize) -> bool {
        match self.kind {
            Kind::Boolean => case == 1,
            Kind::Exclusive => case == place,
            Kind::Ordered => place < case,
        }
    }

    /// Where an answer is possible and differs from the others.
    fn possible(&self, case: usize, before: &[Pair], reached: &[Plane], none: &Plane) -> Plane {
        match self.kind {
            Kind::Boolean => Plane::FULL,
            Kind::Exclusive => match before.get(case) {
                Some([holds, fails]) => {
                    let mut possible = reached[case];
                    without(&mut possible, holds);
                    without(&mut possible, fails);
                    possible
                }
                None => *none,
            },
            Kind::Ordered => {
                let mut possible = Plane::FULL;
                for (place, [holds, fails]) in before.iter().enumerate() {
                    without(&mut possible, if place < case { fails } else { holds });
                }
                possible
            }
        }
    }

    /// Where Kleene's value is not exact because of this variable.
    fn entangled(&self, seen: &[Pair]) -> Plane {
        let (mut plainly, mut negated) = (Plane::EMPTY, Plane::EMPTY);
        let (mut one, mut more) = (Plane::EMPTY, Plane::EMPTY);
        for node in &self.nodes {
            let reached = either(&seen[*node]);
            let mut again = one;
            again.and(&reached);
            more.or(&again);
            one.or(&reached);
            plainly.or(&seen[*node][0]);
            negated.or(&seen[*node][1]);
        }
        plainly.and(&negated);
        if self.kind == Kind::Exclusive {
            plainly.or(&more);
        }
        plainly
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

fn either(pair: &Pair) -> Plane {
    let mut either = pair[0];
    either.or(&pair[1]);
    either
}

fn without(plane: &mut Plane, other: &Plane) {
    for (word, other) in plane.0.iter_mut().zip(&other.0) {
        *word &= !other;
    }
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
