//! What somebody does to a system of somebody else, and what that changes for the first provider.

use std::collections::BTreeSet;

use actlas_facts::{Entity, FactIx, OptionIx, Record};
use actlas_law::{ConditionNode, PresumedRole, Route, RuleIx, Subject, Whose};
use actlas_logic::Truth;

use super::excluded::{is_presumed, role_word};
use super::find::{Asked, By, stated};
use crate::assess::{Assessed, Assessor, SubjectView};

/// The ways in which somebody else becomes provider of a system.
const TAKEN_OVER: [&str; 3] = ["art25.1a", "art25.1b", NEW_USE];
/// That somebody gave a system a use which makes it high-risk.
const NEW_USE: &str = "art25.1c";
/// The same of a listed use whose exemption is not shown.
const NEW_LISTED_USE: &str = "art25.1c.listed";

/// That somebody changed a system that was there, by which Article 111(2) may protect it no more.
const CHANGED: &str = "art111.2.changed";

impl Assessor<'_, '_> {
    /// By whom it is judged whether Article 111 protects a use: a change that one actor made ends the protection for
    /// all.
    pub(crate) fn protected_as<'s>(
        &self,
        subjects: &'s [SubjectView],
        at: &'s SubjectView,
        by: By,
    ) -> &'s SubjectView {
        let Some(rule) = self.pack().find(CHANGED) else { return at };
        let changed = |of: &SubjectView| Self::judgement(of, by).values.get(self.lowered.lit(rule));
        let same_use = subjects.iter().filter(|of| of.subject.use_at == at.subject.use_at);
        same_use.fold(at, |most, of| if changed(of) > changed(most) { of } else { most })
    }

    /// The other actors who became provider of the system instead of this one (Article 25(1) and (2)).
    pub(super) fn taken_over_by(
        &self,
        record: &Record,
        assessed: &Assessed,
        mine: &[&SubjectView],
    ) -> Vec<String> {
        let rules: Vec<RuleIx> = TAKEN_OVER.iter().filter_map(|id| self.pack().find(id)).collect();
        let took = |at: &SubjectView| {
            let values = &at.judgement().values;
            rules.iter().any(|rule| values.get(self.lowered.lit(*rule)) == Truth::True)
                || self.provider().is_some_and(|role| is_presumed(self.lowered, role, at, By::All))
        };
        if mine.iter().any(|at| took(at)) {
            return Vec::new();
        }
        let takers = assessed.subjects.iter().filter(|at| took(at)).map(|at| at.subject.actor_at);
        let takers: BTreeSet<usize> = takers.collect();
        let names = takers.into_iter().filter_map(|at| record.actors.get(at));
        names.map(|actor| actor.name.clone()).collect()
    }

    fn provider(&self) -> Option<OptionIx> {
        let at = self.role_words().iter().position(|word| *word == "provider")?;
        Some(OptionIx(at as u8))
    }

    pub(super) fn is_provider(&self, role: Option<OptionIx>) -> bool {
        role.is_some_and(|role| role_word(self.lowered, role) == "provider")
    }

    /// Whether the use is one that another actor gave a system that was not high-risk (Article 25(1)(c)).
    pub(super) fn is_given_by_another(&self, subjects: &[SubjectView], at: &SubjectView) -> bool {
        let Some(rule) = self.pack().find(NEW_USE) else { return false };
        let presumed = self.pack().find(NEW_LISTED_USE);
        let exempted = self.pack().find("exempted");
        let gave = |of: &SubjectView| {
            let value = |rule: RuleIx| of.judgement().values.get(self.lowered.lit(rule));
            let presumed = presumed.map(|listed| PresumedRole { listed, exempted });
            value(rule) == Truth::True || presumed.is_some_and(|at| at.holds(&value))
        };
        let another = |of: &&SubjectView| {
            of.subject.use_at == at.subject.use_at && of.subject.actor_at != at.subject.actor_at
        };
        !gave(at) && subjects.iter().filter(another).any(gave)
    }

    /// Who is said to have done what brings the duty, where an exception or a part of it is unknown.
    pub(super) fn event<'s>(&self, asked: &Asked<'s>, route: &Route) -> Option<&'s SubjectView> {
        if asked.trigger.whose != Whose::Anyone {
            return None;
        }
        let of_others = |other: &&SubjectView| {
            other.subject.actor_at != asked.at.subject.actor_at
                && self.unknown_but_begun(other, asked.by, route.rule)
        };
        asked.others.iter().find(of_others)
    }

    /// Whether a rule is undecided although something that an actor did, and that it asks for, is stated.
    fn unknown_but_begun(&self, at: &SubjectView, by: By, rule: RuleIx) -> bool {
        let judged = Self::judgement(at, by);
        let wording = self.lowered.view().wording(rule);
        let when = wording.and_then(|version| version.when.as_ref());
        let unknown = judged.values.get(self.lowered.lit(rule)) == Truth::Unknown;
        let Some(when) = when.filter(|_| unknown && !self.is_point(rule)) else { return false };
        let base = match &when.node {
            ConditionNode::Unless(base, _) => base,
            _ => when,
        };
        let known = |fact: FactIx| stated(at, fact, by);
        let subject = Subject { known: &known, roles: self.roles, role: None };
        let mut begun = false;
        base.walk(&mut |part| match &part.node {
            ConditionNode::Fact(fact, ..) => {
                let of = self.pack().vocabulary.get(*fact).map(|fact| fact.of);
                begun |= of == Some(Entity::Actor)
                    && self.lowered.truth(part, &judged.values, &subject) == Truth::True;
            }
            // One that is taken by itself, or for granted, has not begun anything.
            ConditionNode::Rule(other, _) => begun |= self.unknown_but_begun(at, by, *other),
            _ => {}
        });
        begun
            || self
                .holds_but_for_exceptions(rule, &|rule| judged.values.get(self.lowered.lit(rule)))
    }

    /// The facts that leave the exceptions of a rule undecided.
    pub(super) fn exceptions(&self, at: &SubjectView, rule: RuleIx) -> Vec<FactIx> {
        let wording = self.lowered.view().wording(rule);
        let Some(when) = wording.and_then(|version| version.when.as_ref()) else {
            return Vec::new();
        };
        let known = |fact: FactIx| stated(at, fact, By::All);
        let subject = Subject { known: &known, roles: self.roles, role: None };
        let mut facts = Vec::new();
        for leaf in self.lowered.undecided(when, &at.judgement().values, &subject) {
            self.named(at, leaf, &mut facts);
        }
        facts
    }

    /// Whether a rule's condition holds, its exceptions aside.
    pub(super) fn holds_but_for_exceptions(
        &self,
        rule: RuleIx,
        value: &dyn Fn(RuleIx) -> Truth,
    ) -> bool {
        let wording = self.lowered.view().wording(rule);
        let Some(when) = wording.and_then(|version| version.when.as_ref()) else { return false };
        let base = match &when.node {
            ConditionNode::Unless(base, _) => base,
            _ => when,
        };
        let nobody = Subject { known: &|_| None, roles: None, role: None };
        self.lowered.truth_with(base, value, &nobody) == Truth::True
    }
}
