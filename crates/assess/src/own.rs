//! Which questions are a point's own.
//!
//! A point counts as open once something that points to it is stated. Scope, roles and dates point to
//! nothing; neither does who uses a system, nor that no exception applies.

use std::collections::BTreeSet;

use actlas_facts::FactIx;
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
        let named = named(lowered, target.rule);
        let opens = |input: Input| match &named {
            Named::Facts(facts) => facts_of(input).iter().any(|fact| facts.contains(fact)),
            Named::Inputs(inputs) => inputs.contains(&input),
        };
        let bears = inputs.iter().filter(|(input, _)| bearing.contains(input));
        let named_ones: Vec<(Input, Occurs)> =
            bears.clone().filter(|(input, _)| opens(*input)).copied().collect();
        let is_context = |input: Input| all(input, &|fact| fact.context);
        let telling = named_ones.iter().filter(|(input, _)| !is_context(*input));
        let mut opening: Vec<(Input, Occurs)> = telling.copied().collect();
        // The same for points made of context, for those whose own facts all points share, and for those
        // that name no fact of their own.
        if opening.is_empty() {
            opening = named_ones;
        }
        if opening.is_empty() {
            opening = inputs.iter().filter(|(input, _)| opens(*input)).copied().collect();
        }
        if opening.is_empty() {
            opening = bears.copied().collect();
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

/// What a rule names, without what its exceptions name.
enum Named {
    /// Facts, by itself and through other rules.
    Facts(BTreeSet<FactIx>),
    /// Its own questions alone.
    Inputs(BTreeSet<Input>),
}

/// What a rule names. A product act is opened by being named, not by another act's being named; what
/// all product acts ask for opens Article 6(1) alone.
fn named(lowered: &Lowered, rule: RuleIx) -> Named {
    let section = lowered.view().pack().rule(rule).map_or("", |rule| rule.section.as_str());
    let through = if section.is_empty() { Through::OtherRules } else { Through::Nothing };
    let (facts, inputs, seen) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut walk = Walk { lowered, facts, inputs, seen };
    walk.rule(rule, through);
    match through {
        Through::OtherRules => Named::Facts(walk.facts),
        Through::Nothing => Named::Inputs(walk.inputs),
    }
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
        let (facts, inputs) = (BTreeSet::new(), BTreeSet::new());
        let mut walk = Walk { lowered, facts, inputs, seen: BTreeSet::new() };
        walk.rule(rule, Through::Nothing);
        let wording = lowered.view().wording(rule);
        if let (true, Some(when)) =
            (walk.facts.is_empty(), wording.and_then(|version| version.when.as_ref()))
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

struct Walk<'w, 'p> {
    lowered: &'w Lowered<'p>,
    facts: BTreeSet<FactIx>,
    inputs: BTreeSet<Input>,
    seen: BTreeSet<RuleIx>,
}

impl Walk<'_, '_> {
    fn rule(&mut self, rule: RuleIx, through: Through) {
        if !self.seen.insert(rule) {
            return;
        }
        let wording = self.lowered.view().wording(rule);
        if let Some(when) = wording.and_then(|version| version.when.as_ref()) {
            self.condition(when, through);
        }
    }

    fn condition(&mut self, condition: &Condition, through: Through) {
        match &condition.node {
            ConditionNode::All(parts)
            | ConditionNode::Any(parts)
            | ConditionNode::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.condition(part, through));
            }
            ConditionNode::Unless(part, _) => self.condition(part, through),
            // That another rule does not hold points to nothing, as that no exception applies does not.
            ConditionNode::None(parts) => {
                parts.iter().for_each(|part| self.condition(part, Through::Nothing));
            }
            ConditionNode::Not(part) => self.condition(part, Through::Nothing),
            ConditionNode::Fact(fact, ..) => {
                self.facts.insert(*fact);
                if through == Through::Nothing
                    && let Some(lit) = self.lowered.condition(condition)
                {
                    let cone = self.lowered.program().cone(&[lit]);
                    self.inputs.extend(cone.inputs().iter().map(|(input, _)| *input));
                }
            }
            ConditionNode::Compute(compute, _) => self.facts.extend(compute.inputs()),
            ConditionNode::Rule(rule, _) if through == Through::OtherRules => {
                self.rule(*rule, through);
            }
            ConditionNode::Reading(reading, alternatives) => {
                let chosen = self.lowered.choices().of(*reading);
                let taken = alternatives.iter().filter(|(at, _)| *at == chosen);
                taken.for_each(|(_, part)| self.condition(part, through));
            }
            ConditionNode::Rule(..)
            | ConditionNode::MayBe(..)
            | ConditionNode::SaidToBe(..)
            | ConditionNode::Unstated(..)
            | ConditionNode::Begun(..)
            | ConditionNode::Constant(..) => {}
        }
    }
}
