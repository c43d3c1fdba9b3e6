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
        let opens = |input: Input| facts_of(input).iter().any(|fact| named.contains(fact));
        let bears = inputs.iter().filter(|(input, _)| bearing.contains(input));
        let named_ones: Vec<(Input, Occurs)> =
            bears.clone().filter(|(input, _)| opens(*input)).copied().collect();
        let is_context = |input: Input| all(input, &|fact| fact.context);
        let telling = named_ones.iter().filter(|(input, _)| !is_context(*input));
        let mut opening: Vec<(Input, Occurs)> = telling.copied().collect();
        // The same for points made of context, and for those that name no fact of their own.
        if opening.is_empty() {
            opening = named_ones;
        }
        if opening.is_empty() {
            opening = bears.copied().collect();
        }
        Own { opening, bearing }
    }

    /// Whether one of the questions has the answer that the point asks for.
    pub(crate) fn is_opened(
        &self,
        answers: &[Truth],
        is_stated: &dyn Fn(&Atom) -> bool,
        atoms: &[Atom],
    ) -> bool {
        self.opening.iter().any(|(input, occurs)| {
            let asked = match answers.get(input.0 as usize) {
                Some(Truth::True) => occurs.plainly,
                Some(Truth::False) => occurs.negated,
                _ => false,
            };
            asked && atoms.get(input.0 as usize).is_some_and(is_stated)
        })
    }

    /// The questions that bear on the point.
    pub(crate) fn bearing(&self) -> &[Input] {
        &self.bearing
    }
}

/// The facts that a rule names by itself and through other rules, without those of exceptions. A
/// product act is opened by being named; what all product acts ask for opens Article 6(1) alone.
fn named(lowered: &Lowered, rule: RuleIx) -> BTreeSet<FactIx> {
    let mut walk = Walk { lowered, facts: BTreeSet::new(), seen: BTreeSet::new() };
    let section = lowered.view().pack().rule(rule).map_or("", |rule| rule.section.as_str());
    let through = if section.is_empty() { Through::OtherRules } else { Through::Nothing };
    walk.rule(rule, through);
    walk.facts
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Through {
    OtherRules,
    Nothing,
}

struct Walk<'w, 'p> {
    lowered: &'w Lowered<'p>,
    facts: BTreeSet<FactIx>,
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
            | ConditionNode::None(parts)
            | ConditionNode::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.condition(part, through));
            }
            ConditionNode::Not(part) | ConditionNode::Unless(part, _) => {
                self.condition(part, through);
            }
            ConditionNode::Fact(fact, ..) => {
                self.facts.insert(*fact);
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
            | ConditionNode::Unstated(..)
            | ConditionNode::Begun(..)
            | ConditionNode::Constant(..) => {}
        }
    }
}
