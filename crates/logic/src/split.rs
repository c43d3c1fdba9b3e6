//! Looking at as few possible worlds as are needed.
//!
//! A record settles most of what a conclusion depends on. What is left is a smaller conclusion over
//! the facts that can still matter ([`Conclusion::rest`]). Of those, Kleene's value is exact for all
//! that occur in one polarity and depend on no other; only the few that do not have to be split into
//! worlds ([`Conclusion::split`]). The worlds of all missing facts are many, those of the entangled
//! ones few.

use std::collections::BTreeMap;

use crate::program::{Node, Occurs};
use crate::worlds::{Conclusion, MAX_WORLDS, Variable};
use crate::{Input, Lit, Truth};

impl Conclusion {
    /// What is left of the conclusion once everything known is put in, or its value if nothing is.
    pub(crate) fn rest(&self, truth_of: &dyn Fn(Input) -> Truth) -> Result<Conclusion, Truth> {
        let mut values: Vec<Truth> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let value = match node {
                Node::True => Truth::True,
                Node::Input(input) => truth_of(*input),
                Node::All(parts) => Truth::all(parts.iter().map(|part| value_of(&values, *part))),
                Node::AtLeast(n, parts) => {
                    Truth::at_least(*n, parts.iter().map(|part| value_of(&values, *part)))
                }
            };
            values.push(value);
        }
        let root = value_of(&values, self.root);
        if root.is_known() {
            return Err(root);
        }
        let unknown = |lit: &Lit| value_of(&values, *lit) == Truth::Unknown;
        let mut left = vec![false; self.nodes.len()];
        let mark = |left: &mut Vec<bool>, lit: &Lit| {
            left.get_mut(lit.node()).into_iter().for_each(|place| *place = true);
        };
        mark(&mut left, &self.root);
        for (at, node) in self.nodes.iter().enumerate().rev() {
            if left.get(at) == Some(&true) {
                node.operands().iter().filter(|lit| unknown(lit)).for_each(|lit| {
                    mark(&mut left, lit);
                });
            }
        }
        let mut place = vec![0usize; self.nodes.len()];
        let mut nodes: Vec<Node> = Vec::new();
        for ((at, node), _) in self.nodes.iter().enumerate().zip(&left).filter(|(_, left)| **left) {
            let parts = |parts: &[Lit]| -> Box<[Lit]> {
                parts.iter().filter(|lit| unknown(lit)).map(|lit| moved(&place, *lit)).collect()
            };
            let node = match node {
                Node::All(all) => Node::All(parts(all)),
                Node::AtLeast(n, some) => {
                    let hold = some.iter().filter(|lit| value_of(&values, **lit) == Truth::True);
                    Node::AtLeast(n.saturating_sub(hold.count() as u32), parts(some))
                }
                leaf => leaf.clone(),
            };
            if let Some(place) = place.get_mut(at) {
                *place = nodes.len();
            }
            nodes.push(node);
        }
        let inputs: Vec<Input> = nodes.iter().filter_map(input_of).collect();
        let asks = |variable: &Variable| variable.inputs().iter().any(|at| inputs.contains(at));
        let variables =
            self.variables.iter().filter(|(_, variable)| asks(variable)).cloned().collect();
        Ok(Conclusion { nodes, root: moved(&place, self.root), variables })
    }

    /// The exact value of a conclusion that [`Conclusion::rest`] has left, or `None` if more than
    /// [`MAX_WORLDS`] worlds would have to be looked at.
    pub(crate) fn split(&self, truth_of: &dyn Fn(Input) -> Truth) -> Option<Truth> {
        let mut entangled: BTreeMap<Input, Digit> = BTreeMap::new();
        let mut worlds = 1usize;
        let occurs = self.occurs();
        for (_, variable) in &self.variables {
            let cases = variable.cases(truth_of);
            if is_free(variable, &cases, &occurs) {
                continue;
            }
            let (stride, count) = (worlds, cases.len());
            worlds = worlds.checked_mul(count).filter(|worlds| *worlds <= MAX_WORLDS)?;
            for (column, input) in variable.inputs().iter().enumerate() {
                let holds = cases.iter().map(|case| case.get(column) == Some(&true)).collect();
                entangled.insert(*input, Digit { stride, holds });
            }
        }
        let (mut holds, mut fails) = (false, false);
        let mut values: Vec<(u64, u64)> = Vec::with_capacity(self.nodes.len());
        for first in (0..worlds).step_by(64) {
            let lanes = (worlds - first).min(64);
            let mask = if lanes == 64 { u64::MAX } else { (1 << lanes) - 1 };
            let (h, f) = self.worlds(first, lanes, &entangled, &mut values);
            holds |= h & mask != 0;
            fails |= f & mask != 0;
            if (holds && fails) || !(h | f) & mask != 0 {
                return Some(Truth::Unknown);
            }
        }
        Some(Truth::from(holds))
    }

    /// In which polarity each input occurs.
    fn occurs(&self) -> BTreeMap<Input, Occurs> {
        let mut seen = vec![Occurs::default(); self.nodes.len()];
        let mut found = BTreeMap::new();
        let mark = |seen: &mut Vec<Occurs>, lit: Lit, outer: Occurs| {
            if let Some(at) = seen.get_mut(lit.node()) {
                at.plainly |= if lit.is_negated() { outer.negated } else { outer.plainly };
                at.negated |= if lit.is_negated() { outer.plainly } else { outer.negated };
            }
        };
        mark(&mut seen, self.root, Occurs { plainly: true, negated: false });
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let here = seen.get(at).copied().unwrap_or_default();
            if let Some(input) = input_of(node) {
                found.insert(input, here);
            }
            node.operands().iter().for_each(|lit| mark(&mut seen, *lit, here));
        }
        found
    }

    /// Kleene's value in up to 64 worlds, from `first` on.
    fn worlds(
        &self,
        first: usize,
        lanes: usize,
        entangled: &BTreeMap<Input, Digit>,
        values: &mut Vec<(u64, u64)>,
    ) -> (u64, u64) {
        values.clear();
        for node in &self.nodes {
            let value = match node {
                Node::True => (u64::MAX, 0),
                Node::Input(input) => match entangled.get(input) {
                    Some(digit) => {
                        let holds = digit.word(first, lanes);
                        (holds, !holds)
                    }
                    None => (0, 0),
                },
                Node::All(parts) => parts.iter().fold((u64::MAX, 0), |(holds, fails), part| {
                    let (h, f) = rails(values, *part);
                    (holds & h, fails | f)
                }),
                Node::AtLeast(n, parts) => {
                    let parts: Vec<(u64, u64)> =
                        parts.iter().map(|part| rails(values, *part)).collect();
                    let n = *n as usize;
                    let too_many = (parts.len() + 1).saturating_sub(n);
                    (
                        reached(n, parts.iter().map(|(holds, _)| *holds)),
                        reached(too_many, parts.iter().map(|(_, fails)| *fails)),
                    )
                }
            };
            values.push(value);
        }
        rails(values, self.root)
    }
}

/// An input as one digit of a world's number.
struct Digit {
    stride: usize,
    holds: Vec<bool>,
}

impl Digit {
    fn word(&self, first: usize, lanes: usize) -> u64 {
        (0..lanes).fold(0, |word, lane| {
            let case = (first + lane) / self.stride % self.holds.len().max(1);
            word | u64::from(self.holds.get(case) == Some(&true)) << lane
        })
    }
}

/// Whether Kleene's value is exact as far as this variable goes: its inputs occur in one polarity, and
/// can all help or all fail to at once.
fn is_free(variable: &Variable, cases: &[Vec<bool>], occurs: &BTreeMap<Input, Occurs>) -> bool {
    let mut all = Occurs::default();
    let mut asked: Vec<usize> = Vec::new();
    for (column, input) in variable.inputs().iter().enumerate() {
        if let Some(here) = occurs.get(input) {
            all.plainly |= here.plainly;
            all.negated |= here.negated;
            asked.push(column);
        }
    }
    let at_once = |value: bool| {
        cases.iter().any(|case| asked.iter().all(|column| case.get(*column) == Some(&value)))
    };
    !all.mixed() && at_once(true) && at_once(false)
}

/// Where at least `n` are set.
fn reached(n: usize, parts: impl Iterator<Item = u64>) -> u64 {
    let mut reached = vec![0u64; n + 1];
    reached.first_mut().into_iter().for_each(|none| *none = u64::MAX);
    for part in parts {
        for k in (1..=n).rev() {
            let below = reached.get(k - 1).copied().unwrap_or_default();
            reached.get_mut(k).into_iter().for_each(|place| *place |= below & part);
        }
    }
    reached.last().copied().unwrap_or_default()
}

fn input_of(node: &Node) -> Option<Input> {
    match node {
        Node::Input(input) => Some(*input),
        _ => None,
    }
}

fn value_of(values: &[Truth], lit: Lit) -> Truth {
    let value = values.get(lit.node()).copied().unwrap_or_default();
    if lit.is_negated() { !value } else { value }
}

fn rails(values: &[(u64, u64)], lit: Lit) -> (u64, u64) {
    let (holds, fails) = values.get(lit.node()).copied().unwrap_or_default();
    if lit.is_negated() { (fails, holds) } else { (holds, fails) }
}

fn moved(place: &[usize], lit: Lit) -> Lit {
    let plain = Lit::at(place.get(lit.node()).copied().unwrap_or_default());
    if lit.is_negated() { plain.negated() } else { plain }
}
