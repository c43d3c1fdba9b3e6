//! Who is competent for a duty that is owed or may be.

use std::collections::BTreeSet;

use actlas_facts::{FactIx, OptionIx};
use actlas_law::{Authority, Duty, Owed, Rule, RuleIx, Subject, Told, Undecided};
use actlas_logic::Truth;

use super::Competent;
use super::find::{By, Found, stated};
use crate::assess::{Assessor, SubjectView};

/// Facts named at most for one authority.
const DECIDING: usize = 3;

impl Assessor<'_, '_> {
    /// Those that are competent by what is known, and those that would be by facts nobody stated. A
    /// duty that is owed later is looked at on its day: the authority of that day will ask for it.
    pub(super) fn authorities(
        &self,
        duty: &Duty,
        role: Option<OptionIx>,
        found: &Found,
        from: &[&SubjectView],
    ) -> (Vec<Competent>, Vec<Competent>) {
        let pack = self.pack();
        let on = self.lowered.view().on();
        let (Some(at), Some(ix)) = (from.first(), pack.duty(&duty.id)) else {
            return (Vec::new(), Vec::new());
        };
        let Some(trigger) = pack.triggers.get(duty.trigger) else {
            return (Vec::new(), Vec::new());
        };
        let values = &at.judgement().values;
        let day = found.effective.map_or(on, |day| day.max(on));
        let owed = Owed { duty: ix, role, kind: trigger.of, day, values };
        let known = |fact: FactIx| stated(at, fact, By::All);
        let subject = Subject { known: &known, roles: self.roles, role: None };
        let (mut sure, mut otherwise) = (Vec::new(), Vec::new());
        for (authority, truth) in self.lowered.competent(&owed, &subject) {
            if truth == Truth::True {
                sure.push(self.competent(authority, Vec::new()));
                continue;
            }
            // A point of which nothing is known makes no other authority likely.
            let likely = |rule: RuleIx| match values.get(self.lowered.lit(rule)) {
                Truth::Unknown if !self.bears_on(rule, at) => Truth::False,
                known => known,
            };
            let possible = authority.when.as_ref().is_none_or(|when| {
                self.lowered.truth_with(when, &likely, &subject) != Truth::False
            });
            if possible {
                let when = authority.when.iter();
                let leaves = when.flat_map(|when| self.lowered.undecided(when, values, &subject));
                let roles = self.lowered.undecided_role(role, &authority.roles, values);
                let leaves =
                    leaves.chain(roles.into_iter().filter(|_| !authority.roles.is_empty()));
                let mut facts: Vec<FactIx> = Vec::new();
                let (mut rules, mut passed_over): (Vec<RuleIx>, Vec<RuleIx>) = Default::default();
                for leaf in leaves {
                    match leaf {
                        Undecided::Fact(fact) if facts.contains(&fact) => {}
                        Undecided::Fact(fact) => facts.push(fact),
                        // As above: of what nothing points to, nobody is asked.
                        Undecided::Rule(rule) if likely(rule) != Truth::Unknown => {
                            passed_over.push(rule);
                        }
                        Undecided::Rule(rule) => rules.push(rule),
                    }
                }
                // What the entry asks itself decides before what a rule of it asks.
                let mut seen = BTreeSet::new();
                for rule in rules {
                    self.unstated(at, (rule, ""), &mut seen, &mut facts);
                }
                // If nothing else is left, they are what decides, unless that is a doubt.
                if facts.is_empty() && authority.told == Told::Exactly {
                    facts = self.first_asked(at, &passed_over);
                }
                let ids = facts.iter().map(|fact| pack.vocabulary.id(*fact).to_owned());
                otherwise.push(self.competent(authority, ids.take(DECIDING).collect()));
            }
        }
        (sure, otherwise)
    }

    /// The first fact that each of these rules asks for.
    pub(super) fn first_asked(&self, at: &SubjectView, rules: &[RuleIx]) -> Vec<FactIx> {
        let mut facts = Vec::new();
        for rule in rules {
            let mut asked = Vec::new();
            self.unstated(at, (*rule, ""), &mut BTreeSet::new(), &mut asked);
            facts.extend(asked.into_iter().find(|fact| !facts.contains(fact)));
        }
        facts
    }

    /// Whether something stated points to a rule: a point, or the points it sums up.
    fn bears_on(&self, rule: RuleIx, at: &SubjectView) -> bool {
        let pack = self.pack();
        let Some(definition) = pack.rule(rule) else { return false };
        if definition.point.is_some() {
            return self.is_open(rule, at);
        }
        let of = definition.id.rsplit_once('.').map_or("", |(prefix, _)| prefix);
        let mine = |(_, other): &(RuleIx, &Rule)| {
            other.point.is_some() && !of.is_empty() && other.id.starts_with(of)
        };
        pack.rules().filter(mine).any(|(point, _)| self.is_open(point, at))
    }

    fn competent(&self, authority: &Authority, decided_by: Vec<String>) -> Competent {
        let kind = self.pack().authority_kind(authority);
        Competent {
            kind: kind.map(|kind| kind.id.clone()).unwrap_or_default(),
            title: kind.map(|kind| kind.title.clone()).unwrap_or_default(),
            cite: authority.cite.short(),
            says: authority.says.clone(),
            by: self.amending(authority.by, authority.item),
            decided_by,
            unsure: authority.unsure.clone(),
        }
    }
}
