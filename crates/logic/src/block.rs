//! Evaluation of 1,024 records at once.
//!
//! Every node has two planes: a bit in the first means *known true*, a bit in the second *known
//! false*, neither means unknown. AND is `(t ∧ t, f ∨ f)`, OR the dual, NOT a swap.
#![expect(
    clippy::indexing_slicing,
    reason = "planes are allocated to the program's length and operands precede their node; \
              bounds checks in these loops would stop vectorisation"
)]

use crate::program::Node;
use crate::{Input, Lit, Program, Truth};

/// Words of 64 lanes in a plane. Sixteen keep both planes of a thousand nodes inside a 2 MiB cache.
pub const WORDS: usize = 16;
/// Records in a block.
pub const LANES: usize = WORDS * 64;

/// One bit for each lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plane(pub(crate) [u64; WORDS]);

impl Plane {
    /// No bit set.
    pub const EMPTY: Plane = Plane([0; WORDS]);
    /// Every bit set.
    pub const FULL: Plane = Plane([u64::MAX; WORDS]);

    /// The bit of a lane. Lanes beyond [`LANES`] read as unset.
    pub fn get(&self, lane: usize) -> bool {
        self.0.get(lane / 64).is_some_and(|word| word >> (lane % 64) & 1 == 1)
    }

    /// Sets the bit of a lane. Lanes beyond [`LANES`] are ignored.
    pub fn set(&mut self, lane: usize) {
        if let Some(word) = self.0.get_mut(lane / 64) {
            *word |= 1 << (lane % 64);
        }
    }

    /// Sets the bits of `count` lanes from `first` on, as far as there are so many.
    pub(crate) fn fill(&mut self, first: usize, count: usize) {
        let end = (first + count).min(LANES);
        let mut lane = first;
        while lane < end {
            let (at, shift) = (lane / 64, lane % 64);
            let here = (end - lane).min(64 - shift);
            let ones = if here == 64 { u64::MAX } else { (1 << here) - 1 };
            self.0[at] |= ones << shift;
            lane += here;
        }
    }

    /// How many bits are set.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(crate) fn and(&mut self, other: &Plane) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    pub(crate) fn or(&mut self, other: &Plane) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }
}

/// Known true and known false, for each of a row of literals or inputs.
#[derive(Clone, Debug)]
pub struct Planes {
    pub(crate) holds: Vec<Plane>,
    pub(crate) fails: Vec<Plane>,
}

impl Planes {
    /// `len` rows in which nothing is known.
    pub fn new(len: usize) -> Planes {
        Planes { holds: vec![Plane::EMPTY; len], fails: vec![Plane::EMPTY; len] }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.holds.fill(Plane::EMPTY);
        self.fails.fill(Plane::EMPTY);
    }

    /// Records what is known of an input in a lane. Unknown leaves the lane as it is.
    pub fn set(&mut self, input: Input, lane: usize, truth: Truth) {
        let planes = match truth {
            Truth::True => &mut self.holds,
            Truth::False => &mut self.fails,
            Truth::Unknown => return,
        };
        if let Some(plane) = planes.get_mut(input.0 as usize) {
            plane.set(lane);
        }
    }

    fn truth(&self, row: usize, lane: usize) -> Truth {
        match (self.holds.get(row), self.fails.get(row)) {
            (Some(holds), _) if holds.get(lane) => Truth::True,
            (_, Some(fails)) if fails.get(lane) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// What is known of an input in a lane.
    pub fn get(&self, input: Input, lane: usize) -> Truth {
        self.truth(input.0 as usize, lane)
    }
}

/// The values of all nodes of one program for one block of records.
#[derive(Clone, Debug)]
pub struct Block {
    nodes: Planes,
}

impl Block {
    /// Memory for one program, used again for every block.
    pub fn new(program: &Program) -> Block {
        Block { nodes: Planes::new(program.len()) }
    }

    /// Evaluates the whole program over `inputs`.
    pub fn run(&mut self, program: &Program, inputs: &Planes) {
        for (at, node) in program.nodes.iter().enumerate() {
            let (holds, fails) = match node {
                Node::True => (Plane::FULL, Plane::EMPTY),
                Node::Input(input) => {
                    let row = input.0 as usize;
                    let get = |planes: &Vec<Plane>| planes.get(row).copied();
                    (
                        get(&inputs.holds).unwrap_or(Plane::EMPTY),
                        get(&inputs.fails).unwrap_or(Plane::EMPTY),
                    )
                }
                Node::All(operands) => self.all(operands),
                Node::AtLeast(n, operands) => self.at_least(*n as usize, operands),
            };
            self.nodes.holds[at] = holds;
            self.nodes.fails[at] = fails;
        }
    }

    fn planes(&self, lit: Lit) -> (&Plane, &Plane) {
        let (holds, fails) = (&self.nodes.holds[lit.node()], &self.nodes.fails[lit.node()]);
        if lit.is_negated() { (fails, holds) } else { (holds, fails) }
    }

    fn all(&self, operands: &[Lit]) -> (Plane, Plane) {
        let (mut holds, mut fails) = (Plane::FULL, Plane::EMPTY);
        for operand in operands {
            let (operand_holds, operand_fails) = self.planes(*operand);
            holds.and(operand_holds);
            fails.or(operand_fails);
        }
        (holds, fails)
    }

    /// `reached[k]` collects the lanes in which at least `k` operands of those seen so far are set.
    fn at_least(&self, n: usize, operands: &[Lit]) -> (Plane, Plane) {
        let too_many_fail = (operands.len() + 1).saturating_sub(n);
        let count = |wanted: usize, pick: fn((&Plane, &Plane)) -> Plane| {
            let mut reached = vec![Plane::EMPTY; wanted + 1];
            reached[0] = Plane::FULL;
            for operand in operands {
                let operand = pick(self.planes(*operand));
                for k in (1..=wanted).rev() {
                    let mut carried = reached[k - 1];
                    carried.and(&operand);
                    reached[k].or(&carried);
                }
            }
            reached[wanted]
        };
        (count(n, |(holds, _)| *holds), count(too_many_fail, |(_, fails)| *fails))
    }

    /// The value of a literal in a lane.
    pub fn truth(&self, lit: Lit, lane: usize) -> Truth {
        let truth = self.nodes.truth(lit.node(), lane);
        if lit.is_negated() { !truth } else { truth }
    }

    /// The lanes in which a literal is known to hold, and those in which it is known not to.
    pub fn known(&self, lit: Lit) -> (Plane, Plane) {
        match lit.node() < self.nodes.holds.len() {
            true => {
                let (holds, fails) = self.planes(lit);
                (*holds, *fails)
            }
            false => (Plane::EMPTY, Plane::EMPTY),
        }
    }

    /// For every input, the lanes in which it can still matter to one of `roots`.
    ///
    /// One sweep against the direction of evaluation: an unknown operand of an unknown node that
    /// matters, matters. The answer is never too small: a fact it leaves out cannot change any of
    /// the roots. It can be too large where an input occurs more than once;
    /// [`crate::worlds::Conclusion::residual`] is exact.
    pub fn can_matter(&self, program: &Program, roots: &[Lit]) -> Vec<Plane> {
        let unknown = |at: usize| {
            let mut plane = Plane::EMPTY;
            let (holds, fails) = (&self.nodes.holds[at].0, &self.nodes.fails[at].0);
            for ((word, holds), fails) in plane.0.iter_mut().zip(holds).zip(fails) {
                *word = !(holds | fails);
            }
            plane
        };
        let mut matters = vec![Plane::EMPTY; program.len()];
        let mut of_inputs = vec![Plane::EMPTY; program.inputs() as usize];
        for root in roots.iter().filter(|root| root.node() < program.len()) {
            matters[root.node()].or(&unknown(root.node()));
        }
        for (at, node) in program.nodes.iter().enumerate().rev() {
            let here = matters[at];
            if let Node::Input(input) = node {
                of_inputs[input.0 as usize].or(&here);
            }
            for operand in node.operands() {
                let mut through = unknown(operand.node());
                through.and(&here);
                matters[operand.node()].or(&through);
            }
        }
        of_inputs
    }
}
