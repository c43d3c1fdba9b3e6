//! Which questions are a point's own.
//!
//! A point counts as open once something that points to it is stated. Scope, roles and dates point to
//! nothing; neither does who uses a system, nor that no exception applies.

use std::collections::{BTreeMap, BTreeSet};

use actlas_law::{Atom, Condition, ConditionNode, Lowered, RuleIx, Target};
use actlas_logic::{Input, Occurs, Truth};

/// The questions of one point.
#[derive(Clone, Debug, Default)]
pub(crate) struct Own {
    /// Those that open it, with the answers it asks for.
    opening: Vec<(Input, Occurs)>,
    /// Those that bear on it.
    bearing: Vec<Input>,
    /// Rules that open it where they hold.
    opened_by: Vec<RuleIx>,
}

impl Own {
    pub(crate) fn new(lowered: &Lowered, target: &Target) -> Own {
        let vocabulary = &lowered.view().pack().vocabulary;
        let cone = lowered.program().cone(&[target.lit]);
        let facts_of = |input: Input| match lowered.atoms().get(input.0 as usize) {
            Some(atom) => atom.facts(),
            None => &[],
        };
        let all = |input: Input, is: &dyn Fn(&actlas_facts::Fact) -> bool| {
            let facts = facts_of(input);
            !facts.is_empty() && facts.iter().all(|fact| vocabulary.get(*fact).is_some_and(is))
        };
        let has_facts = |input: Input| !facts_of(input).is_empty();
        let inputs = cone.inputs();
        let mut bearing: Vec<Input> = inputs
            .iter()
            .map(|(input, _)| *input)
            .filter(|input| has_facts(*input) && !all(*input, &|fact| fact.shared))
            .collect();
        // Points about scope are made of shared facts; those are their own.
        if bearing.is_empty() {
            bearing = inputs.iter().map(|(input, _)| *input).collect();
        }
        let asked = asked(lowered, target.rule);
        let bears = |(input, _): &&(Input, Occurs)| bearing.contains(input);
        let named_ones: Vec<(Input, Occurs)> = asked.iter().filter(bears).copied().collect();
        let is_context = |input: Input| all(input, &|fact| fact.context);
        let telling = named_ones.iter().filter(|(input, _)| !is_context(*input));
        let mut opening: Vec<(Input, Occurs)> = telling.copied().collect();
        // The same for points made of context, for those whose own facts all points share, and for those
        // that name no fact of their own.
        if opening.is_empty() {
            opening = named_ones;
        }
        if opening.is_empty() {
            opening = asked;
        }
        if opening.is_empty() {
            opening = inputs.iter().filter(bears).copied().collect();
        }
        let opened_by = opened_by(lowered, target.rule);
        for rule in &opened_by {
            let cone = lowered.program().cone(&[lowered.lit(*rule)]);
            bearing.extend(cone.inputs().iter().map(|(input, _)| *input));
        }
        Own { opening, bearing, opened_by }
    }

    /// The rules of which one that holds opens the point.
    pub(crate) fn opened_by(&self) -> &[RuleIx] {
        &self.opened_by
    }

    /// Whether one of the questions has the answer that the point asks for, or has it by one side of those who
    /// contradict each other: a point does not close because somebody disagrees.
    pub(crate) fn is_opened(
        &self,
        answers: &[Truth],
        is_stated: &dyn Fn(&Atom) -> bool,
        by_sides: &dyn Fn(&Atom) -> Vec<Truth>,
        atoms: &[Atom],
    ) -> bool {
        self.opening.iter().any(|(input, occurs)| {
            let asked = |truth: Truth| match truth {
                Truth::True => occurs.plainly,
                Truth::False => occurs.negated,
                Truth::Unknown => false,
            };
            let Some(atom) = atoms.get(input.0 as usize) else { return false };
            match answers.get(input.0 as usize).copied().unwrap_or_default() {
                Truth::Unknown => by_sides(atom).into_iter().any(asked),
                answer => asked(answer) && is_stated(atom),
            }
        })
    }

    /// The questions that bear on the point.
    pub(crate) fn bearing(&self) -> &[Input] {
        &self.bearing
    }
}

/// The questions that a rule names, by itself and through other rules, with the answers that it asks for; not
/// those of its exceptions, whose answers the same facts may have. A product act is opened by being named, not
/// by another act's being named; what all product acts ask for opens Article 6(1) alone.
fn asked(lowered: &Lowered, rule: RuleIx) -> Vec<(Input, Occurs)> {
    let section = lowered.view().pack().rule(rule).map_or("", |rule| rule.section.as_str());
    let through = if section.is_empty() { Through::OtherRules } else { Through::Nothing };
    let mut walk = Walk { lowered, asked: BTreeMap::new(), seen: BTreeSet::new() };
    walk.rule(rule, through);
    walk.asked.into_iter().collect()
}

/// The rules that point to a rule. A point that names no fact by itself follows from the rules it names, so
/// what points to those points to it.
fn opened_by(lowered: &Lowered, rule: RuleIx) -> Vec<RuleIx> {
    let mut found = BTreeSet::new();
    let (mut left, mut seen) = (vec![rule], BTreeSet::new());
    while let Some(rule) = left.pop() {
        if !seen.insert(rule) {
            continue;
        }
        found.extend(lowered.view().pack().rule(rule).into_iter().flat_map(|at| &at.opened_by));
        let mut walk = Walk { lowered, asked: BTreeMap::new(), seen: BTreeSet::new() };
        walk.rule(rule, Through::Nothing);
        let wording = lowered.view().wording(rule);
        if let (true, Some(when)) =
            (walk.asked.is_empty(), wording.and_then(|version| version.when.as_ref()))
        {
            named_rules(when, &mut left);
        }
    }
    found.into_iter().collect()
}

/// The rules that a condition asks to hold.
fn named_rules(condition: &Condition, rules: &mut Vec<RuleIx>) {
    match &condition.node {
        ConditionNode::All(parts)
        | ConditionNode::Any(parts)
        | ConditionNode::AtLeast(_, parts) => {
            parts.iter().for_each(|part| named_rules(part, rules));
        }
        ConditionNode::Unless(part, _) => named_rules(part, rules),
        ConditionNode::Rule(rule, _) => rules.push(*rule),
        _ => {}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Through {
    OtherRules,
    Nothing,
}

/// Whether a part is to hold or not to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Holds,
    HoldsNot,
}

impl Sign {
    fn other(self) -> Sign {
        match self {
            Sign::Holds => Sign::HoldsNot,
            Sign::HoldsNot => Sign::Holds,
        }
    }

    /// The answers that help a part to be as wanted, by those that help it to hold.
    fn asks(self, Occurs { plainly, negated }: Occurs) -> Occurs {
        match self {
            Sign::Holds => Occurs { plainly, negated },
            Sign::HoldsNot => Occurs { plainly: negated, negated: plainly },
        }
    }
}

struct Walk<'w, 'p> {
    lowered: &'w Lowered<'p>,
    asked: BTreeMap<Input, Occurs>,
    seen: BTreeSet<RuleIx>,
}

impl Walk<'_, '_> {
    fn rule(&mut self, rule: RuleIx, through: Through) {
        if !self.seen.insert(rule) {
            return;
        }
        let wording = self.lowered.view().wording(rule);
        if let Some(when) = wording.and_then(|version| version.when.as_ref()) {
            self.condition(when, through, Sign::Holds);
        }
    }

    fn condition(&mut self, condition: &Condition, through: Through, sign: Sign) {
        match &condition.node {
            ConditionNode::All(parts)
            | ConditionNode::Any(parts)
            | ConditionNode::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.condition(part, through, sign));
            }
            ConditionNode::Unless(part, _) => self.condition(part, through, sign),
            // That another rule does not hold points to nothing, as that no exception applies does not.
            ConditionNode::None(parts) => {
                parts.iter().for_each(|part| self.condition(part, Through::Nothing, sign.other()));
            }
            ConditionNode::Not(part) => self.condition(part, Through::Nothing, sign.other()),
            ConditionNode::Fact(..) | ConditionNode::Compute(..) => self.leaf(condition, sign),
            ConditionNode::Rule(rule, _) if through == Through::OtherRules => {
                self.rule(*rule, through);
            }
            ConditionNode::Reading(reading, alternatives) => {
                let chosen = self.lowered.choices().of(*reading);
                let taken = alternatives.iter().filter(|(at, _)| *at == chosen);
                taken.for_each(|(_, part)| self.condition(part, through, sign));
            }
            ConditionNode::Rule(..)
            | ConditionNode::MayBe(..)
            | ConditionNode::SaidToBe(..)
            | ConditionNode::Unstated(..)
            | ConditionNode::Begun(..)
            | ConditionNode::Constant(..) => {}
        }
    }

    fn leaf(&mut self, condition: &Condition, sign: Sign) {
        let Some(lit) = self.lowered.condition(condition) else { return };
        let cone = self.lowered.program().cone(&[lit]);
        for (input, occurs) in cone.inputs() {
            let asks = sign.asks(*occurs);
            let known = self.asked.entry(*input).or_default();
            known.plainly |= asks.plainly;
            known.negated |= asks.negated;
        }
    }
}
