//! Which facts decide what is open about a duty.

use std::collections::BTreeSet;

use actlas_facts::FactIx;
use actlas_law::{Condition, ConditionNode, RuleIx, Subject, Undecided, reached_by};

use super::find::{Asked, By, stated};
use crate::assess::{Assessor, SubjectView};

/// Facts named at most for an open duty; how many more there are is said.
pub(super) const DECIDING: usize = 3;

impl Assessor<'_, '_> {
    /// What decides where neither the route nor a fact of the condition does: points that the condition
    /// names, then whether the Act applies.
    pub(super) fn beside_the_route(&self, asked: &Asked) -> Vec<FactIx> {
        let points = self.leaves(asked).into_iter().filter_map(|leaf| match leaf {
            Undecided::Rule(rule) => Some(rule),
            Undecided::Fact(_) => None,
        });
        let mut facts = self.first_asked(asked.at, &points.collect::<Vec<_>>());
        if let Some(scope) = asked.trigger.scope.filter(|_| facts.is_empty()) {
            self.unstated(asked.at, (scope, ""), &mut BTreeSet::new(), &mut facts);
        }
        facts
    }

    /// What leaves the condition of a duty undecided.
    pub(super) fn leaves(&self, asked: &Asked) -> Vec<Undecided> {
        let Some(when) = &asked.duty.when else { return Vec::new() };
        let known = |fact: FactIx| stated(asked.at, fact, asked.by);
        let subject = Subject { known: &known, roles: self.roles, role: None };
        self.lowered.undecided(when, &Self::judgement(asked.at, asked.by).values, &subject)
    }

    /// What decides whether the Act reaches the actor in its role.
    pub(super) fn deciding_reach(&self, asked: &Asked) -> Vec<FactIx> {
        let mut facts = Vec::new();
        if let Some(rule) = reached_by(self.pack(), asked.role) {
            self.unstated(asked.at, (rule, ""), &mut BTreeSet::new(), &mut facts);
        }
        facts
    }

    pub(super) fn deciding(
        &self,
        asked: &Asked,
        related: &[RuleIx],
        missing: &[crate::outcome::Missing],
    ) -> Vec<FactIx> {
        let pack = self.pack();
        let mut facts: Vec<FactIx> = Vec::new();
        for leaf in self.leaves(asked) {
            self.named(asked.at, leaf, &mut facts);
        }
        // What the condition asks of a point is decided by what settles that.
        let points = self.leaves(asked).into_iter().filter_map(|leaf| match leaf {
            Undecided::Rule(rule) => Some(rule).filter(|rule| self.is_point(*rule)),
            Undecided::Fact(_) => None,
        });
        let related: BTreeSet<String> =
            related.iter().copied().chain(points).map(|rule| self.id(rule)).collect();
        let settling = missing.iter().filter(|at| at.settles.iter().any(|id| related.contains(id)));
        facts.extend(settling.filter_map(|at| pack.vocabulary.find(&at.fact)));
        let mut seen = BTreeSet::new();
        facts.retain(|fact| seen.insert(*fact));
        facts
    }

    /// The facts that decide a leaf; a point has its own questions.
    pub(super) fn named(&self, at: &SubjectView, leaf: Undecided, facts: &mut Vec<FactIx>) {
        match leaf {
            Undecided::Fact(fact) => facts.push(fact),
            Undecided::Rule(rule) if self.is_point(rule) => {}
            Undecided::Rule(rule) => self.unstated(at, (rule, ""), &mut BTreeSet::new(), facts),
        }
    }

    /// The facts that decide whether rules of Article 111 protect on a route.
    pub(crate) fn deciding_protection(
        &self,
        at: &SubjectView,
        rules: &[RuleIx],
        route: &str,
    ) -> Vec<FactIx> {
        let mut facts = Vec::new();
        for rule in rules {
            self.unstated(at, (*rule, route), &mut BTreeSet::new(), &mut facts);
        }
        facts.truncate(DECIDING);
        facts
    }

    /// The facts that tell whether a system was there before the cut-offs of these rules; where that is known, what
    /// else leaves them undecided.
    pub(crate) fn unsettled_cut_offs(
        &self,
        at: &SubjectView,
        rules: &[RuleIx],
        route: &str,
    ) -> Vec<FactIx> {
        let mut facts = self.lowered.cut_off_facts(rules);
        facts.retain(|fact| !self.is_settled(at, *fact));
        match facts.is_empty() {
            true => self.deciding_protection(at, rules, route),
            false => facts,
        }
    }

    fn is_settled(&self, at: &SubjectView, fact: FactIx) -> bool {
        let kind = self.pack().vocabulary.get(fact).map(|fact| &fact.kind);
        stated(at, fact, By::All).zip(kind).is_some_and(|(known, kind)| known.is_settled(kind))
    }

    /// Whether what is stated tells what a part of a rule asks, though more could be said of the fact.
    fn is_told(&self, at: &SubjectView, part: &Condition, route: &str) -> bool {
        let known = |fact: FactIx| stated(at, fact, By::All);
        let subject = Subject { known: &known, roles: self.roles, role: None };
        self.lowered.truth_on_route(part, route, &at.judgement().values, &subject).is_known()
    }

    /// Whether a part of a rule has a value; on a route, one of Article 111 has another than elsewhere.
    fn is_decided(&self, at: &SubjectView, part: &Condition, route: &str) -> bool {
        let values = &at.judgement().values;
        if route.is_empty() {
            return self.lowered.condition(part).is_some_and(|lit| values.get(lit).is_known());
        }
        self.is_told(at, part, route)
    }

    /// The facts that a rule asks for, through other rules, and that are not settled.
    pub(crate) fn unstated(
        &self,
        at: &SubjectView,
        (rule, route): (RuleIx, &str),
        seen: &mut BTreeSet<RuleIx>,
        facts: &mut Vec<FactIx>,
    ) {
        if !seen.insert(rule) {
            return;
        }
        let wording = self.lowered.view().wording(rule);
        let Some(when) = wording.and_then(|version| version.when.as_ref()) else { return };
        let mut rules = Vec::new();
        let mut parts = vec![when];
        while let Some(part) = parts.pop() {
            match &part.node {
                ConditionNode::Fact(fact, ..) => {
                    let open = !self.is_settled(at, *fact) && !self.is_told(at, part, route);
                    if open && !facts.contains(fact) {
                        facts.push(*fact);
                    }
                }
                ConditionNode::Rule(other, _) => rules.push(*other),
                // Of a contested question, the reading that was chosen asks.
                ConditionNode::Reading(reading, alternatives) => {
                    let chosen = self.lowered.choices().of(*reading);
                    let taken = alternatives.iter().filter(|(number, _)| *number == chosen);
                    parts.extend(taken.map(|(_, part)| part));
                }
                // What is decided asks for nothing.
                _ if self.is_decided(at, part, route) => {}
                _ => parts.extend(part.parts().into_iter().rev()),
            }
        }
        // The same goes for rules; those of Article 111 have their values by route.
        let lit = |rule: RuleIx| {
            self.lowered.legacy(rule, route).unwrap_or_else(|| self.lowered.lit(rule))
        };
        rules.retain(|other| !at.judgement().values.get(lit(*other)).is_known());
        rules.into_iter().for_each(|other| self.unstated(at, (other, route), seen, facts));
    }
}
