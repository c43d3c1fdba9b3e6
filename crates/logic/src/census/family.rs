//! Questions that are settled together, for a thousand systems at once.
#![expect(
    clippy::indexing_slicing,
    reason = "planes are allocated to the nodes of their conclusion; bounds checks in these loops \
              would stop vectorisation"
)]

use crate::Input;
use crate::block::{Plane, WORDS};
use crate::program::Node;
use crate::worlds::{Conclusion, Variable};

/// Known true and known false.
pub(super) type Pair = [Plane; 2];
pub(super) const UNKNOWN: Pair = [Plane::EMPTY; 2];

/// A variable, and which of its inputs the conclusion asks for.
#[derive(Clone, Debug)]
pub(super) struct Family {
    kind: Kind,
    /// All inputs, in their order.
    pub(super) inputs: Vec<Input>,
    /// The nodes of those that the conclusion asks for, in their order.
    pub(super) nodes: Vec<usize>,
    /// Positions in `inputs` of those that it does not.
    pub(super) outside: Vec<usize>,
    /// Nodes whose value rests on the variable, in order, without its inputs.
    pub(super) dependent: Vec<usize>,
    /// Whether it is entangled where nothing is known. Knowledge takes polarities away and adds none.
    pub(super) entangles: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Boolean,
    Exclusive,
    Ordered,
}

pub(super) fn family(conclusion: &Conclusion, variable: &Variable) -> Family {
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

impl Family {
    /// Where what is known is not what a reader of facts would say of one variable: it contradicts
    /// itself, or leaves open what it settles.
    pub(super) fn odd(&self, known: &[Pair]) -> Plane {
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
    pub(super) fn none_of(&self, known: &[Pair]) -> Plane {
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
    pub(super) fn none_left(&self, before: &[Pair], reached: &[Plane], none_of: &Plane) -> Plane {
        let mut none = *none_of;
        for ([holds, fails], reached) in before.iter().zip(reached) {
            for word in 0..WORDS {
                none.0[word] |= !(holds.0[word] | fails.0[word] | reached.0[word]);
            }
        }
        none
    }

    /// How many answers differ for the conclusion.
    pub(super) fn cases(&self) -> usize {
        match self.kind {
            Kind::Boolean => 2,
            Kind::Exclusive | Kind::Ordered => self.nodes.len() + 1,
        }
    }

    /// Whether an input that is asked for holds with an answer.
    pub(super) fn holds(&self, case: usize, place: usize) -> bool {
        match self.kind {
            Kind::Boolean => case == 1,
            Kind::Exclusive => case == place,
            Kind::Ordered => place < case,
        }
    }

    /// Where an answer is possible and differs from the others.
    pub(super) fn possible(
        &self,
        case: usize,
        before: &[Pair],
        reached: &[Plane],
        none: &Plane,
    ) -> Plane {
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
    pub(super) fn entangled(&self, seen: &[Pair]) -> Plane {
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

pub(super) fn either(pair: &Pair) -> Plane {
    let mut either = pair[0];
    either.or(&pair[1]);
    either
}

pub(super) fn without(plane: &mut Plane, other: &Plane) {
    for (word, other) in plane.0.iter_mut().zip(&other.0) {
        *word &= !other;
    }
}
