use std::collections::HashMap;

use crate::Truth;

/// A question whose answer a record supplies: true, false or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Input(pub u32);

/// A node of a program, plain or negated. Negation swaps the two planes of a node and costs
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lit(u32);

impl Lit {
    /// The literal that always holds.
    pub const TRUE: Lit = Lit(0);
    /// The literal that never holds.
    pub const FALSE: Lit = Lit(1);

    pub(crate) fn at(node: usize) -> Lit {
        Lit((node as u32) << 1)
    }

    pub(crate) fn node(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(crate) fn is_negated(self) -> bool {
        self.0 & 1 == 1
    }

    /// The opposite literal.
    #[must_use]
    pub fn negated(self) -> Lit {
        Lit(self.0 ^ 1)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    True,
    Input(Input),
    All(Box<[Lit]>),
    AtLeast(u32, Box<[Lit]>),
}

impl Node {
    pub(crate) fn operands(&self) -> &[Lit] {
        match self {
            Node::True | Node::Input(_) => &[],
            Node::All(operands) | Node::AtLeast(_, operands) => operands,
        }
    }
}

/// A flat list of nodes; each uses only nodes before it.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) nodes: Vec<Node>,
    inputs: u32,
}

/// In which polarity an input occurs in a cone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occurs {
    /// The input being true can help the conclusion to hold.
    pub plainly: bool,
    /// The input being false can help the conclusion to hold.
    pub negated: bool,
}

impl Occurs {
    /// Whether the input occurs in both polarities.
    pub fn mixed(self) -> bool {
        self.plainly && self.negated
    }
}

/// The part of a program that some literals depend on.
#[derive(Clone, Debug, Default)]
pub struct Cone {
    pub(crate) nodes: Vec<usize>,
    inputs: Vec<(Input, Occurs)>,
}

impl Cone {
    /// The inputs the cone depends on, ascending, each with its polarity.
    pub fn inputs(&self) -> &[(Input, Occurs)] {
        &self.inputs
    }

    /// How many nodes have to be computed.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing has to be computed.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

impl Program {
    /// How many inputs a record supplies: every [`Input`] is below this number.
    pub fn inputs(&self) -> u32 {
        self.inputs
    }

    /// How many nodes one evaluation computes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the program has no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(crate) fn node(&self, at: usize) -> &Node {
        // Every literal was made by the builder of this program, so the node is there; a foreign
        // literal reads as the constant instead of bringing the caller down.
        self.nodes.get(at).unwrap_or(&Node::True)
    }

    /// The part of the program that `roots` depend on.
    pub fn cone(&self, roots: &[Lit]) -> Cone {
        let mut seen: Vec<Occurs> = vec![Occurs::default(); self.nodes.len()];
        let mut inputs = Vec::new();
        let mut nodes = Vec::new();
        let mark = |seen: &mut Vec<Occurs>, lit: Lit, outer: Occurs| {
            if let Some(at) = seen.get_mut(lit.node()) {
                let (plainly, negated) = if lit.is_negated() {
                    (outer.negated, outer.plainly)
                } else {
                    (outer.plainly, outer.negated)
                };
                at.plainly |= plainly;
                at.negated |= negated;
            }
        };
        for root in roots {
            mark(&mut seen, *root, Occurs { plainly: true, negated: false });
        }
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let occurs = seen.get(at).copied().unwrap_or_default();
            if !occurs.plainly && !occurs.negated {
                continue;
            }
            nodes.push(at);
            if let Node::Input(input) = node {
                inputs.push((*input, occurs));
            }
            for operand in node.operands() {
                mark(&mut seen, *operand, occurs);
            }
        }
        nodes.reverse();
        inputs.sort_unstable_by_key(|(input, _)| *input);
        Cone { nodes, inputs }
    }

    /// The inputs that occur in both polarities in what `root` depends on.
    ///
    /// If there is none, and no two inputs of the cone depend on each other, Kleene's value is
    /// exact: unknown means that some completion makes it true and another makes it false.
    pub fn mixed(&self, root: Lit) -> Vec<Input> {
        let cone = self.cone(&[root]);
        cone.inputs.iter().filter(|(_, occurs)| occurs.mixed()).map(|(input, _)| *input).collect()
    }
}

/// Builds a [`Program`]. Equal nodes are made once.
#[derive(Clone, Debug)]
pub struct Builder {
    nodes: Vec<Node>,
    made: HashMap<Node, Lit>,
    inputs: u32,
}

impl Default for Builder {
    fn default() -> Builder {
        Builder { nodes: vec![Node::True], made: HashMap::new(), inputs: 0 }
    }
}

impl Builder {
    fn make(&mut self, node: Node) -> Lit {
        if let Some(lit) = self.made.get(&node) {
            return *lit;
        }
        let lit = Lit::at(self.nodes.len());
        self.nodes.push(node.clone());
        self.made.insert(node, lit);
        lit
    }

    /// The literal of an input.
    pub fn input(&mut self, input: Input) -> Lit {
        self.inputs = self.inputs.max(input.0 + 1);
        self.make(Node::Input(input))
    }

    /// A constant.
    pub fn constant(&mut self, value: bool) -> Lit {
        if value { Lit::TRUE } else { Lit::FALSE }
    }

    /// Holds if every part holds.
    pub fn all(&mut self, parts: impl IntoIterator<Item = Lit>) -> Lit {
        let mut parts: Vec<Lit> = parts.into_iter().filter(|part| *part != Lit::TRUE).collect();
        if parts.contains(&Lit::FALSE) {
            return Lit::FALSE;
        }
        parts.sort_unstable();
        parts.dedup();
        match parts.as_slice() {
            [] => Lit::TRUE,
            [only] => *only,
            _ => self.make(Node::All(parts.into())),
        }
    }

    /// Holds if one part holds.
    pub fn any(&mut self, parts: impl IntoIterator<Item = Lit>) -> Lit {
        let parts: Vec<Lit> = parts.into_iter().map(Lit::negated).collect();
        self.all(parts).negated()
    }

    /// Holds if at least `n` parts hold. A part given twice counts twice.
    pub fn at_least(&mut self, n: u32, parts: impl IntoIterator<Item = Lit>) -> Lit {
        let parts: Vec<Lit> = parts.into_iter().collect();
        let certain = parts.iter().filter(|part| **part == Lit::TRUE).count() as u32;
        let mut open: Vec<Lit> =
            parts.into_iter().filter(|part| *part != Lit::TRUE && *part != Lit::FALSE).collect();
        let n = n.saturating_sub(certain);
        open.sort_unstable();
        match (n, open.len() as u32) {
            (0, _) => Lit::TRUE,
            (1, _) => self.any(open),
            (n, len) if n > len => Lit::FALSE,
            (n, len) if n == len => self.all(open),
            (n, _) => self.make(Node::AtLeast(n, open.into())),
        }
    }

    /// The finished program.
    pub fn finish(self) -> Program {
        Program { nodes: self.nodes, inputs: self.inputs }
    }
}

impl Program {
    /// The value of every node for one record. [`crate::Block`] does the same for many.
    pub fn evaluate(&self, truth_of: impl Fn(Input) -> Truth) -> Values {
        self.evaluate_with(truth_of, &[])
    }

    /// As [`Program::evaluate`], with some literals settled from outside: what the exact pass found
    /// out about them replaces what their parts say.
    pub fn evaluate_with(
        &self,
        truth_of: impl Fn(Input) -> Truth,
        settled: &[(Lit, Truth)],
    ) -> Values {
        let mut settled: Vec<(usize, Truth)> = settled
            .iter()
            .map(|(lit, truth)| (lit.node(), if lit.is_negated() { !*truth } else { *truth }))
            .collect();
        settled.sort_by_key(|(node, _)| *node);
        let mut settled = settled.as_slice();
        let mut values = Values { of: Vec::with_capacity(self.nodes.len()) };
        for (at, node) in self.nodes.iter().enumerate() {
            let mut value = match node {
                Node::True => Truth::True,
                Node::Input(input) => truth_of(*input),
                Node::All(operands) => values.all(operands),
                Node::AtLeast(n, operands) => {
                    Truth::at_least(*n, operands.iter().map(|lit| values.get(*lit)))
                }
            };
            // The same node may be settled twice, plain and negated; both say the same.
            while let Some(((node, truth), rest)) = settled.split_first()
                && *node == at
            {
                value = *truth;
                settled = rest;
            }
            values.of.push(value);
        }
        values
    }
}

impl Program {
    /// The inputs that can still matter to `root` for one record, ascending: what
    /// [`crate::Block::can_matter`] says of many. It never leaves out one that matters.
    pub fn can_matter(&self, values: &Values, root: Lit) -> Vec<Input> {
        let mut matters = vec![false; self.nodes.len()];
        let unknown = |at: usize| values.of.get(at) == Some(&Truth::Unknown);
        if let Some(place) = matters.get_mut(root.node()) {
            *place = unknown(root.node());
        }
        let mut inputs = Vec::new();
        for (at, node) in self.nodes.iter().enumerate().rev() {
            if matters.get(at) != Some(&true) {
                continue;
            }
            if let Node::Input(input) = node {
                inputs.push(*input);
            }
            for operand in node.operands() {
                if unknown(operand.node())
                    && let Some(place) = matters.get_mut(operand.node())
                {
                    *place = true;
                }
            }
        }
        inputs.sort_unstable();
        inputs
    }
}

impl Program {
    /// The inputs that the value of `root` rests on, ascending: the false parts of a false
    /// conjunction, all parts of a true one, the unknown parts of an unknown one.
    pub fn grounds(&self, values: &Values, root: Lit) -> Vec<Input> {
        let mut carries = vec![false; self.nodes.len()];
        if let Some(place) = carries.get_mut(root.node()) {
            *place = true;
        }
        let mut inputs = Vec::new();
        for (at, node) in self.nodes.iter().enumerate().rev() {
            if carries.get(at) != Some(&true) {
                continue;
            }
            let value = values.of.get(at).copied().unwrap_or_default();
            let wanted = match (node, value) {
                (Node::Input(input), _) => {
                    inputs.push(*input);
                    continue;
                }
                (Node::All(_), Truth::True) => None,
                (_, value) => Some(value),
            };
            for operand in node.operands() {
                if wanted.is_none_or(|wanted| values.get(*operand) == wanted)
                    && let Some(place) = carries.get_mut(operand.node())
                {
                    *place = true;
                }
            }
        }
        inputs.sort_unstable();
        inputs
    }
}

/// The positions of the bits of a word, ascending.
fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros() as usize;
        word &= word.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
}

/// What can still matter to each of several conclusions of one record.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Where the inputs of each conclusion end; those of the first begin at 0.
    ends: Vec<usize>,
    inputs: Vec<Input>,
}

impl Reached {
    /// The inputs that can still matter to a conclusion, ascending, by the position of the conclusion
    /// in the list that was asked about.
    pub fn of(&self, root: usize) -> impl Iterator<Item = Input> {
        let end_of = |root: usize| self.ends.get(root).copied().unwrap_or_default();
        let start = root.checked_sub(1).map_or(0, end_of);
        self.inputs.get(start..end_of(root)).unwrap_or_default().iter().copied()
    }
}

impl Program {
    /// The inputs that can still matter to each of `roots` for one record, in one sweep whose lanes
    /// are the conclusions: what [`Program::can_matter`] says of one.
    pub fn can_matter_to_each(&self, values: &Values, roots: &[Lit]) -> Reached {
        let words = roots.len().div_ceil(64);
        let mut bits = vec![0u64; self.nodes.len() * words];
        let unknown = |at: usize| values.of.get(at) == Some(&Truth::Unknown);
        for (at, root) in roots.iter().enumerate() {
            if unknown(root.node())
                && let Some(word) = bits.get_mut(root.node() * words + at / 64)
            {
                *word |= 1 << (at % 64);
            }
        }
        let mut inputs = Vec::new();
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let (before, here) = bits.split_at_mut(at * words);
            let here = here.get(..words).unwrap_or_default();
            if here.iter().all(|word| *word == 0) {
                continue;
            }
            if let Node::Input(input) = node {
                inputs.push((*input, at));
            }
            for operand in node.operands().iter().filter(|operand| unknown(operand.node())) {
                let first = operand.node() * words;
                let theirs = before.get_mut(first..first + words).unwrap_or_default();
                theirs.iter_mut().zip(here).for_each(|(word, here)| *word |= here);
            }
        }
        inputs.sort_unstable();
        let reached = |node: usize| {
            let row = bits.get(node * words..(node + 1) * words).unwrap_or_default();
            row.iter().enumerate().flat_map(|(at, word)| ones(*word).map(move |bit| at * 64 + bit))
        };
        // How many inputs each conclusion has, then where they end, then their places from the back.
        let mut ends = vec![0usize; roots.len()];
        for root in inputs.iter().flat_map(|(_, node)| reached(*node)) {
            ends.get_mut(root).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut places = ends.clone();
        let mut all = vec![Input(0); sum];
        for (input, node) in inputs.iter().rev() {
            for root in reached(*node) {
                let Some(place) = places.get_mut(root) else { continue };
                *place -= 1;
                all.get_mut(*place).into_iter().for_each(|here| *here = *input);
            }
        }
        Reached { ends, inputs: all }
    }
}

/// The value of every node of a program for one record.
#[derive(Clone, Debug)]
pub struct Values {
    of: Vec<Truth>,
}

impl Values {
    /// Whether all of some literals hold.
    fn all(&self, operands: &[Lit]) -> Truth {
        let mut all = Truth::True;
        for operand in operands {
            match self.get(*operand) {
                // Of a few unknown parts and one that fails, the one decides.
                Truth::False => return Truth::False,
                value => all = all.min(value),
            }
        }
        all
    }

    /// The value of a literal of the same program.
    pub fn get(&self, lit: Lit) -> Truth {
        let value = self.of.get(lit.node()).copied().unwrap_or_default();
        if lit.is_negated() { !value } else { value }
    }
}
