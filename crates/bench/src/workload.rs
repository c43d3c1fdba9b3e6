//! The rules of the workload.
//!
//! 120 facts in ten topics, 20 cut points of five numbers, 12 options of two choices; rules in eight
//! layers, each of two to six literals joined by all, any, at least so many, or one level of nesting;
//! a fifth of the literals is negated, and rules prefer facts and rules of their own topic. It is
//! synthetic, and more entangled than real law.

use crate::records::mix;

pub(crate) const FACTS: usize = 120;
pub(crate) const NUMBERS: usize = 5;
pub(crate) const CHOICES: [usize; 2] = [12, 6];
const TOPICS: u64 = 10;
const FACTS_OF_TOPIC: u64 = FACTS as u64 / TOPICS;
const CUTS: [&[f64]; NUMBERS] = [
    &[1e21, 1e22, 1e23, 1e24, 1e25, 1e26],
    &[1e9, 7e9, 1e11, 1e12],
    &[20300., 20667., 21032., 21397.],
    &[20300., 20667., 21032.],
    &[1e4, 1e6, 4.5e7],
];
/// Options of each choice that a rule may ask for.
const OPTIONS_ASKED: [u8; 2] = [8, 4];
const RULES_IN_LAYER: [usize; 8] = [130, 90, 60, 45, 30, 20, 15, 10];
const CONCLUSIONS_IN_LAYER: [usize; 8] = [10, 30, 35, 30, 20, 12, 8, 5];
const SEED: u64 = 20_261_121;

/// A question about a number or a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Atom {
    /// The number is at least so large.
    AtLeast(usize, f64),
    /// The choice is this option.
    Is(usize, u8),
}

/// What a literal refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A fact, by its number.
    Fact(usize),
    /// A question about a number or a choice.
    Atom(usize),
    /// A rule of an earlier layer.
    Rule(usize),
}

/// A name, plain or negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal {
    /// What it refers to.
    pub name: Name,
    /// Whether the opposite is meant.
    pub negated: bool,
}

/// How the parts of an expression are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// All parts hold.
    All,
    /// One part holds.
    Any,
    /// At least so many parts hold.
    AtLeast(u32),
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A literal.
    Literal(Literal),
    /// Parts.
    Join {
        /// How they are joined.
        how: How,
        /// The parts.
        parts: Vec<Expr>,
        /// Whether the opposite is meant.
        negated: bool,
    },
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// From 1 to 8; a rule refers to rules of earlier layers.
    pub layer: usize,
    topic: u64,
    /// What it says.
    pub expr: Expr,
}

/// Rules, the questions they ask, and which of them are conclusions.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// Questions about numbers and choices.
    pub atoms: Vec<Atom>,
    /// The rules, each after those it refers to.
    pub rules: Vec<Rule>,
    /// The rules whose values are wanted.
    pub conclusions: Vec<usize>,
}

/// Splitmix64, so that no version of a library changes what is measured.
pub struct Random(u64);

impl Random {
    /// Numbers from a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Rules in the making. The order in which the random numbers are drawn defines the workload.
struct Making {
    random: Random,
    atoms: Vec<Atom>,
    rules: Vec<Rule>,
    layers: Vec<Vec<usize>>,
    used: Vec<u32>,
}

impl Workload {
    /// The workload of 400 rules.
    #[expect(clippy::new_without_default, reason = "there is only one workload; it is no default")]
    pub fn new() -> Workload {
        let cuts = CUTS.iter().enumerate();
        let mut atoms: Vec<Atom> = cuts
            .flat_map(|(at, cuts)| cuts.iter().map(move |cut| Atom::AtLeast(at, *cut)))
            .collect();
        let options = OPTIONS_ASKED.iter().enumerate();
        atoms.extend(options.flat_map(|(at, asked)| (0..*asked).map(move |is| Atom::Is(at, is))));
        let mut making = Making {
            random: Random::new(SEED),
            atoms,
            rules: Vec::new(),
            layers: Vec::new(),
            used: Vec::new(),
        };
        for rules in RULES_IN_LAYER {
            making.layer(rules);
        }
        let Making { atoms, rules, layers, used, .. } = making;
        // The rules that others use least come first, so that nothing dangles.
        let mut conclusions: Vec<usize> = Vec::new();
        for (mut layer, wanted) in layers.into_iter().zip(CONCLUSIONS_IN_LAYER) {
            layer.sort_by_key(|rule| (used[*rule], *rule));
            conclusions.extend(layer.into_iter().take(wanted));
        }
        conclusions.sort_unstable();
        Workload { atoms, rules, conclusions }
    }

    /// The workload with some rules amended: one literal of each says the opposite. Every version
    /// amends others.
    pub fn amended(&self, version: u64, changed: usize) -> Workload {
        let mut random = Random::new(1_000 + version);
        let mut amended = self.clone();
        for _ in 0..changed {
            let rule = random.below(self.rules.len() as u64) as usize;
            if let Expr::Join { parts, .. } = &mut amended.rules[rule].expr {
                let part = random.below(parts.len() as u64) as usize;
                match &mut parts[part] {
                    Expr::Literal(Literal { negated, .. }) | Expr::Join { negated, .. } => {
                        *negated = !*negated;
                    }
                }
            }
        }
        amended
    }
}

impl Making {
    fn layer(&mut self, rules: usize) {
        self.layers.push(Vec::new());
        for _ in 0..rules {
            let topic = self.random.below(TOPICS);
            let expr = self.expr(topic);
            let here = self.rules.len();
            self.rules.push(Rule { layer: self.layers.len(), topic, expr });
            self.used.push(0);
            self.layers.last_mut().into_iter().for_each(|layer| layer.push(here));
        }
    }

    fn expr(&mut self, topic: u64) -> Expr {
        let mut seen: Vec<Name> = Vec::new();
        let n = [2usize, 3, 3, 4, 4, 5, 6][self.random.below(7) as usize];
        let x = self.random.share();
        if x < 0.40 || n < 3 {
            let how = if self.random.share() < 0.6 { How::All } else { How::Any };
            let parts = self.literals(topic, &mut seen, n);
            return Expr::Join { how, parts, negated: false };
        }
        if x < 0.65 {
            let parts = self.literals(topic, &mut seen, n);
            return Expr::Join { how: How::Any, parts, negated: false };
        }
        if x < 0.75 {
            let how = How::AtLeast(if n < 5 { 2 } else { 3 });
            let parts = self.literals(topic, &mut seen, n.min(5));
            return Expr::Join { how, parts, negated: false };
        }
        let (outer, inner) = if x < 0.90 { (How::All, How::Any) } else { (How::Any, How::All) };
        let nested = if n < 5 { 2 } else { 3 };
        let parts = self.literals(topic, &mut seen, nested);
        let negated = self.random.share() < 0.1;
        let mut all = vec![Expr::Join { how: inner, parts, negated }];
        all.extend(self.literals(topic, &mut seen, n - nested));
        Expr::Join { how: outer, parts: all, negated: false }
    }

    fn literals(&mut self, topic: u64, seen: &mut Vec<Name>, count: usize) -> Vec<Expr> {
        (0..count).map(|_| Expr::Literal(self.literal(topic, seen))).collect()
    }

    fn literal(&mut self, topic: u64, seen: &mut Vec<Name>) -> Literal {
        let first = seen.is_empty();
        let mut name = self.name(topic, first);
        for _ in 1..20 {
            if !seen.contains(&name) {
                break;
            }
            name = self.name(topic, first);
        }
        seen.push(name);
        Literal { name, negated: self.random.share() < 0.2 }
    }

    fn name(&mut self, topic: u64, first: bool) -> Name {
        let before = self.layers.len() - 1;
        if before == 0 {
            return if self.random.share() < 0.13 { self.atom() } else { self.fact(topic) };
        }
        if first {
            return self.rule(before, topic);
        }
        let x = self.random.share();
        if x < 0.30 {
            self.rule(before, topic)
        } else if x < 0.50 {
            let layer = 1 + self.random.below(before as u64) as usize;
            self.rule(layer, topic)
        } else if x < 0.56 {
            self.atom()
        } else {
            self.fact(topic)
        }
    }

    fn atom(&mut self) -> Name {
        Name::Atom(self.random.below(self.atoms.len() as u64) as usize)
    }

    fn fact(&mut self, topic: u64) -> Name {
        let of = if self.random.share() < 0.8 { topic } else { self.random.below(TOPICS) };
        Name::Fact((of * FACTS_OF_TOPIC + self.random.below(FACTS_OF_TOPIC)) as usize)
    }

    /// The best of four: of the same topic, then the one that was used least.
    fn rule(&mut self, layer: usize, topic: u64) -> Name {
        let mut best: Option<((bool, u32), usize)> = None;
        for _ in 0..4 {
            let of_layer = &self.layers[layer - 1];
            let rule = of_layer[self.random.below(of_layer.len() as u64) as usize];
            let key = (self.rules[rule].topic != topic, self.used[rule]);
            if best.is_none_or(|(other, _)| key < other) {
                best = Some((key, rule));
            }
        }
        let rule = best.map(|(_, rule)| rule).unwrap_or_default();
        self.used[rule] += 1;
        Name::Rule(rule)
    }
}
