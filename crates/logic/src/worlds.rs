//! Lanes as possible worlds: what the missing facts of one record can still change.
//!
//! A record leaves some inputs unknown. Every way they could turn out is a *world*; one lane of a
//! plane evaluates one world. With the conclusion known in every world, it is exact whether it is
//! already settled, which facts matter, and which question settles most. Up to [`MAX_WORLDS`]
//! worlds this costs a fraction of a millisecond; beyond, [`flips`] gives an honest smaller answer:
//! what each single answer would settle.

use std::collections::BTreeMap;

use crate::block::{Block, LANES, Plane, Planes, WORDS};
use crate::program::Node;
use crate::{Input, Lit, Program, Truth};

/// Most worlds that are enumerated: sixteen unknown yes/no facts.
pub const MAX_WORLDS: usize = 1 << 16;

/// One thing that can be asked, and the inputs that its answer settles together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variable {
    /// A yes/no question.
    Boolean(Input),
    /// A choice: exactly one of the inputs holds.
    Exclusive(Vec<Input>),
    /// Cut points on one scale, ascending: an input holds only if all before it hold.
    Ordered(Vec<Input>),
}

impl Variable {
    /// The inputs the variable settles.
    pub fn inputs(&self) -> &[Input] {
        match self {
            Variable::Boolean(input) => std::slice::from_ref(input),
            Variable::Exclusive(inputs) | Variable::Ordered(inputs) => inputs,
        }
    }

    /// Every way the variable can still turn out, as the values of [`Variable::inputs`].
    ///
    /// If what is known contradicts itself, nothing is ruled out.
    pub fn cases(&self, truth_of: &dyn Fn(Input) -> Truth) -> Vec<Vec<bool>> {
        let len = self.inputs().len();
        let all: Vec<Vec<bool>> = match self {
            Variable::Boolean(_) => vec![vec![false], vec![true]],
            Variable::Exclusive(_) => {
                (0..len).map(|is| (0..len).map(|at| at == is).collect()).collect()
            }
            Variable::Ordered(_) => {
                (0..=len).map(|passed| (0..len).map(|at| at < passed).collect()).collect()
            }
        };
        let known: Vec<Truth> = self.inputs().iter().map(|input| truth_of(*input)).collect();
        let possible = |case: &Vec<bool>| {
            case.iter().zip(&known).all(|(value, known)| *known != !Truth::from(*value))
        };
        let left: Vec<Vec<bool>> = all.iter().filter(|case| possible(case)).cloned().collect();
        if left.is_empty() { all } else { left }
    }
}

/// All variables of a program: every input belongs to exactly one.
#[derive(Clone, Debug)]
pub struct Variables {
    list: Vec<Variable>,
    of_input: Vec<usize>,
}

impl Variables {
    /// The given variables, and a yes/no variable for every input that none of them settles. An
    /// input that is named twice belongs to the first.
    pub fn new(program: &Program, given: impl IntoIterator<Item = Variable>) -> Variables {
        let inputs = program.inputs() as usize;
        let mut variables = Variables { list: Vec::new(), of_input: vec![usize::MAX; inputs] };
        for variable in given {
            variables.add(variable);
        }
        for input in 0..inputs {
            if variables.of_input.get(input) == Some(&usize::MAX) {
                variables.add(Variable::Boolean(Input(input as u32)));
            }
        }
        variables
    }

    fn add(&mut self, variable: Variable) {
        let here = self.list.len();
        for input in variable.inputs() {
            if let Some(at) = self.of_input.get_mut(input.0 as usize)
                && *at == usize::MAX
            {
                *at = here;
            }
        }
        self.list.push(variable);
    }

    /// All variables; results name them by their position here.
    pub fn list(&self) -> &[Variable] {
        &self.list
    }

    /// The variable an input belongs to.
    pub fn of(&self, input: Input) -> Option<usize> {
        self.of_input.get(input.0 as usize).copied().filter(|at| *at != usize::MAX)
    }

    /// Whether Kleene's value of `root` is exact for every record.
    ///
    /// It is if no input of the cone occurs in both polarities and no two of its inputs depend on
    /// each other in a way that could settle more than each alone.
    pub fn kleene_is_exact(&self, program: &Program, root: Lit) -> bool {
        let cone = program.cone(&[root]);
        let mut seen: BTreeMap<usize, (usize, bool, bool)> = BTreeMap::new();
        for (input, occurs) in cone.inputs() {
            if let Some(at) = self.of(*input) {
                let entry = seen.entry(at).or_default();
                entry.0 += 1;
                entry.1 |= occurs.plainly;
                entry.2 |= occurs.negated;
            }
        }
        seen.iter().all(|(at, (inputs, plainly, negated))| {
            let alone = *inputs == 1 || matches!(self.list.get(*at), Some(Variable::Ordered(_)));
            alone && !(*plainly && *negated)
        })
    }
}

/// What one answer to one question would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The variable asked about.
    pub variable: usize,
    /// The conclusion after each possible answer, in the order of [`Variable::cases`].
    pub after: Vec<Truth>,
    /// In how many worlds the answer settles the conclusion.
    pub settles: usize,
}

/// The exact state of one conclusion for one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residual {
    /// The conclusion: true or false if it is so in every world.
    pub truth: Truth,
    /// How many worlds the facts that can matter make.
    pub worlds: usize,
    /// The questions whose answer can change the conclusion, the one that settles most first. Empty
    /// exactly if the conclusion is settled.
    pub effects: Vec<Effect>,
}

/// One conclusion cut out of its program, ready for many records.
#[derive(Clone, Debug)]
pub struct Conclusion {
    pub(crate) nodes: Vec<Node>,
    pub(crate) root: Lit,
    pub(crate) variables: Vec<(usize, Variable)>,
}

impl Conclusion {
    /// Cuts out what `root` depends on.
    pub fn new(program: &Program, root: Lit, variables: &Variables) -> Conclusion {
        let cone = program.cone(&[root]);
        let place: BTreeMap<usize, usize> =
            cone.nodes.iter().enumerate().map(|(to, from)| (*from, to)).collect();
        let moved = |lit: Lit| {
            // Every operand of a cone's node is in the cone.
            let at = place.get(&lit.node()).copied().unwrap_or_default();
            let plain = Lit::at(at);
            if lit.is_negated() { plain.negated() } else { plain }
        };
        let nodes = cone
            .nodes
            .iter()
            .map(|at| match program.node(*at) {
                Node::All(operands) => Node::All(operands.iter().map(|lit| moved(*lit)).collect()),
                Node::AtLeast(n, operands) => {
                    Node::AtLeast(*n, operands.iter().map(|lit| moved(*lit)).collect())
                }
                leaf => leaf.clone(),
            })
            .collect();
        let mut used: Vec<usize> =
            cone.inputs().iter().filter_map(|(input, _)| variables.of(*input)).collect();
        used.sort_unstable();
        used.dedup();
        let variables = used
            .into_iter()
            .filter_map(|at| variables.list().get(at).map(|variable| (at, variable.clone())))
            .collect();
        Conclusion { nodes, root: moved(root), variables }
    }

    /// The variables the conclusion depends on, by their position in [`Variables::list`].
    pub fn variables(&self) -> impl Iterator<Item = usize> {
        self.variables.iter().map(|(at, _)| *at)
    }

    /// The inputs whose answers decide the conclusion, in a fixed order: two records that agree on them
    /// agree on everything this conclusion says.
    pub fn inputs(&self) -> impl Iterator<Item = Input> {
        self.variables.iter().flat_map(|(_, variable)| variable.inputs().iter().copied())
    }

    /// The variables of a record, laid out as the digits of a world's number, and how many worlds
    /// there are; `None` if there are more than [`MAX_WORLDS`].
    fn open(&self, truth_of: &dyn Fn(Input) -> Truth) -> Option<(Vec<Open<'_>>, usize)> {
        let mut open = Vec::new();
        let mut worlds = 1usize;
        for (at, variable) in &self.variables {
            let cases = variable.cases(truth_of);
            let stride = worlds;
            worlds = worlds.checked_mul(cases.len()).filter(|worlds| *worlds <= MAX_WORLDS)?;
            open.push(Open { variable: *at, inputs: variable.inputs(), stride, cases });
        }
        Some((open, worlds))
    }

    /// The exact value for a record, or `None` if more than [`MAX_WORLDS`] worlds would have to be
    /// looked at. Only facts that Kleene's logic is not exact about make worlds.
    ///
    /// This is the truth of [`Conclusion::residual`] without its effects, and stops at the first two
    /// worlds that disagree.
    pub fn truth(&self, truth_of: &dyn Fn(Input) -> Truth) -> Option<Truth> {
        match self.rest(truth_of) {
            Err(truth) => Some(truth),
            Ok(rest) => rest.split(truth_of),
        }
    }

    /// The exact state for a record, or `None` if the facts that can matter to it make more than
    /// `most` worlds (and never more than [`MAX_WORLDS`]).
    pub fn residual(&self, truth_of: &dyn Fn(Input) -> Truth, most: usize) -> Option<Residual> {
        let rest = match self.rest(truth_of) {
            Err(truth) => return Some(Residual { truth, worlds: 1, effects: Vec::new() }),
            Ok(rest) => rest,
        };
        let (open, worlds) = rest.open(truth_of)?;
        if worlds > most {
            return None;
        }
        let outcome = rest.outcome(&open, worlds);
        let truth = outcome.over(0..worlds);
        let mut effects: Vec<Effect> = open
            .iter()
            .filter(|open| open.cases.len() > 1)
            .filter_map(|open| outcome.effect(open, worlds))
            .collect();
        effects.sort_by_key(|effect| (std::cmp::Reverse(effect.settles), effect.variable));
        Some(Residual { truth, worlds, effects })
    }

    /// The conclusion in every world, one bit a world.
    fn outcome(&self, open: &[Open], worlds: usize) -> Outcome {
        let mut values = vec![Plane::EMPTY; self.nodes.len()];
        let blocks = (0..worlds).step_by(LANES);
        let bits = blocks.flat_map(|first| self.block(open, first, &mut values).0).collect();
        Outcome { bits }
    }

    /// The conclusion in the worlds from `first` on. `values` is memory used again for every block.
    fn block(&self, open: &[Open], first: usize, values: &mut [Plane]) -> Plane {
        for (at, node) in self.nodes.iter().enumerate() {
            let value = match node {
                Node::True => Plane::FULL,
                Node::Input(input) => input_plane(*input, open, first),
                Node::All(operands) => {
                    let mut all = Plane::FULL;
                    for operand in operands {
                        all.and(&value_of(values, *operand));
                    }
                    all
                }
                Node::AtLeast(n, operands) => at_least(*n as usize, operands, values),
            };
            if let Some(place) = values.get_mut(at) {
                *place = value;
            }
        }
        value_of(values, self.root)
    }
}

/// A variable of one record, laid out as one digit of the world's number.
struct Open<'a> {
    variable: usize,
    inputs: &'a [Input],
    stride: usize,
    cases: Vec<Vec<bool>>,
}

impl Open<'_> {
    fn case_in(&self, world: usize) -> usize {
        world / self.stride % self.cases.len()
    }
}

/// An input in the worlds from `first` on: runs of worlds with the same case, filled at once.
fn input_plane(input: Input, open: &[Open], first: usize) -> Plane {
    let mut plane = Plane::EMPTY;
    let column_of = |open: &Open| open.inputs.iter().position(|other| *other == input);
    let Some((open, column)) = open.iter().find_map(|open| Some((open, column_of(open)?))) else {
        return plane;
    };
    let mut lane = 0;
    while lane < LANES {
        let world = first + lane;
        let run = (open.stride - world % open.stride).min(LANES - lane);
        let case = open.cases.get(open.case_in(world));
        if case.and_then(|case| case.get(column)) == Some(&true) {
            plane.fill(lane, run);
        }
        lane += run;
    }
    plane
}

fn value_of(values: &[Plane], lit: Lit) -> Plane {
    let mut value = values.get(lit.node()).copied().unwrap_or(Plane::EMPTY);
    if lit.is_negated() {
        for word in &mut value.0 {
            *word = !*word;
        }
    }
    value
}

fn at_least(n: usize, operands: &[Lit], values: &[Plane]) -> Plane {
    let mut reached = vec![Plane::EMPTY; n + 1];
    if let Some(none) = reached.first_mut() {
        *none = Plane::FULL;
    }
    for operand in operands {
        let operand = value_of(values, *operand);
        for k in (1..=n).rev() {
            let mut carried = reached.get(k - 1).copied().unwrap_or(Plane::EMPTY);
            carried.and(&operand);
            if let Some(place) = reached.get_mut(k) {
                place.or(&carried);
            }
        }
    }
    reached.last().copied().unwrap_or(Plane::FULL)
}

/// A conclusion's value in every world.
struct Outcome {
    bits: Vec<u64>,
}

impl Outcome {
    fn get(&self, world: usize) -> bool {
        self.bits.get(world / 64).is_some_and(|word| word >> (world % 64) & 1 == 1)
    }

    /// Up to 64 worlds in a row.
    fn worlds(&self, first: usize, count: usize) -> u64 {
        let word = |at: usize| self.bits.get(at).copied().unwrap_or_default();
        let (at, shift) = (first / 64, first % 64);
        let low = word(at) >> shift;
        let both = if shift == 0 { low } else { low | word(at + 1) << (64 - shift) };
        both & mask(count)
    }

    fn over(&self, worlds: impl Iterator<Item = usize>) -> Truth {
        let (mut holds, mut fails) = (false, false);
        for world in worlds {
            if self.get(world) {
                holds = true;
            } else {
                fails = true;
            }
            if holds && fails {
                return Truth::Unknown;
            }
        }
        Truth::from(holds)
    }

    /// What the answers to one question do, or `None` if none of them changes anything: if no two
    /// worlds that differ in it alone differ in the conclusion.
    fn effect(&self, open: &Open, worlds: usize) -> Option<Effect> {
        let cases = open.cases.len();
        let mut seen = vec![(false, false); cases];
        let mut depends = false;
        for high in (0..worlds).step_by(open.stride * cases) {
            for low in (0..open.stride).step_by(64) {
                let count = (open.stride - low).min(64);
                let mut first = 0;
                for (case, (holds, fails)) in seen.iter_mut().enumerate() {
                    let values = self.worlds(high + case * open.stride + low, count);
                    *holds |= values != 0;
                    *fails |= values != mask(count);
                    if case == 0 {
                        first = values;
                    }
                    depends |= values != first;
                }
            }
        }
        let truth = |(holds, fails): &(bool, bool)| match (holds, fails) {
            (true, true) => Truth::Unknown,
            (holds, _) => Truth::from(*holds),
        };
        let after: Vec<Truth> = seen.iter().map(truth).collect();
        let settled = after.iter().filter(|truth| truth.is_known()).count();
        let settles = settled * (worlds / cases.max(1));
        depends.then_some(Effect { variable: open.variable, after, settles })
    }
}

/// The lowest `count` bits.
fn mask(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

/// What every single answer would settle, however many facts are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The variable asked about.
    pub variable: usize,
    /// For each possible answer, in the order of [`Variable::cases`], the value of each root.
    pub after: Vec<Vec<Truth>>,
}

/// Evaluates, for every unknown variable and each of its answers, all `roots` with that answer
/// given and everything else as it is.
///
/// This is bounded by the number of answers, not by the number of worlds: 200 unknown facts take
/// one or two blocks. It finds the facts that settle a root alone; facts that only settle something
/// together are found by [`Block::can_matter`].
pub fn flips(
    program: &Program,
    roots: &[Lit],
    variables: &Variables,
    only: impl Fn(usize) -> bool,
    truth_of: &dyn Fn(Input) -> Truth,
) -> Vec<Flip> {
    let mut lanes: Vec<(usize, usize, Vec<bool>)> = Vec::new();
    for (at, variable) in variables.list().iter().enumerate().filter(|(at, _)| only(*at)) {
        let cases = variable.cases(truth_of);
        if cases.len() > 1 {
            lanes.extend(cases.into_iter().enumerate().map(|(case, values)| (at, case, values)));
        }
    }
    let known: Vec<Truth> = (0..program.inputs()).map(|input| truth_of(Input(input))).collect();
    let mut flips: Vec<Flip> = Vec::new();
    let mut block = Block::new(program);
    for chunk in lanes.chunks(LANES) {
        let inputs = lanes_of(&known, chunk, variables);
        block.run(program, &inputs);
        for (lane, (variable, _, _)) in chunk.iter().enumerate() {
            let after = roots.iter().map(|root| block.truth(*root, lane)).collect();
            match flips.last_mut() {
                Some(flip) if flip.variable == *variable => flip.after.push(after),
                _ => flips.push(Flip { variable: *variable, after: vec![after] }),
            }
        }
    }
    flips
}

fn lanes_of(known: &[Truth], lanes: &[(usize, usize, Vec<bool>)], variables: &Variables) -> Planes {
    let mut planes = Planes::new(known.len());
    for (row, truth) in known.iter().enumerate() {
        let everywhere = Plane([u64::MAX; WORDS]);
        let plane = match truth {
            Truth::True => planes.holds.get_mut(row),
            Truth::False => planes.fails.get_mut(row),
            Truth::Unknown => None,
        };
        if let Some(plane) = plane {
            *plane = everywhere;
        }
    }
    for (lane, (variable, _, values)) in lanes.iter().enumerate() {
        let inputs = variables.list().get(*variable).map(Variable::inputs).unwrap_or_default();
        for (input, value) in inputs.iter().zip(values) {
            if known.get(input.0 as usize) == Some(&Truth::Unknown) {
                planes.set(*input, lane, Truth::from(*value));
            }
        }
    }
    planes
}
