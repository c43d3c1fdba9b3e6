//! The law under another answer to a contested question: the same program, with the literals of that answer. What
//! changes no point and no class can still bring other duties.

use std::collections::{BTreeMap, BTreeSet};

use actlas_logic::{Lit, Truth};

use super::{Lits, Lowered, Own, Variant};
use crate::contested::Contested;
use crate::duty::DutyIx;
use crate::judge::Judgement;
use crate::model::{ConditionNode, Pack, ReadingIx, RuleIx};
use crate::standing::points_of;

/// What was lowered under another answer to a contested question.
pub(super) struct Answered {
    pub(super) reading: ReadingIx,
    pub(super) alternative: usize,
    pub(super) number: usize,
    pub(super) lits: Lits,
    pub(super) own: Own,
}

/// A rule that duties rest on and whose literal is another under another answer.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    mine: Lit,
    theirs: Lit,
    bears: Bears,
    /// The duties that rest on it; none stands for all.
    duties: BTreeSet<DutyIx>,
}

/// How a rule bears on duties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bears {
    /// Where it holds, something is owed.
    Brings,
    /// What it says of days matters either way.
    Dates,
}

impl<'p> Lowered<'p> {
    /// The law under the answer of a variant, by its position among them.
    pub fn under_answer(&self, at: usize) -> Option<&Lowered<'p>> {
        let (variant, place) = self.variants.get(at).zip(self.others.get(at))?;
        Some(place.get_or_init(|| Box::new(self.answering(variant))))
    }

    fn answering(&self, variant: &Variant) -> Lowered<'p> {
        let (rules, legacy) = variant.own.clone();
        Lowered {
            view: self.view,
            choices: self.choices.clone().with(variant.reading, variant.alternative),
            program: self.program.clone(),
            atoms: self.atoms.clone(),
            variables: self.variables.clone(),
            conditions: self.conditions.clone(),
            rules,
            legacy,
            route_starts: self.route_starts.clone(),
            main: variant.outcome.clone(),
            variants: Vec::new(),
            others: Vec::new(),
            number: variant.number,
            conclusions: BTreeMap::new(),
            ahead: None,
        }
    }

    /// What duties rest on and is another under these literals.
    pub(super) fn moved(&self, own: &Own) -> Vec<Moved> {
        let theirs = |rule: &RuleIx| own.0.get(rule).copied().unwrap_or(Lit::FALSE);
        let rules = resting(self.view.pack()).into_iter().map(|(rule, duties)| Moved {
            mine: self.lit(rule),
            theirs: theirs(&rule),
            bears: Bears::Brings,
            duties,
        });
        let dated = own.1.iter().filter_map(|(key, theirs)| {
            let mine = *self.legacy.get(key)?;
            let duties = BTreeSet::new();
            Some(Moved { mine, theirs: *theirs, bears: Bears::Dates, duties })
        });
        rules.chain(dated).filter(|moved| moved.mine != moved.theirs).collect()
    }

    /// The duties that rest on what has another value under a variant than under the chosen readings.
    pub fn moved_duties(
        &self,
        variant: usize,
        judged: &Judgement,
        theirs: &Judgement,
    ) -> BTreeSet<DutyIx> {
        let mut duties = BTreeSet::new();
        for moved in self.variants.get(variant).map(|at| at.moved.as_slice()).unwrap_or_default() {
            if judged.values.get(moved.mine) == theirs.values.get(moved.theirs) {
                continue;
            }
            match moved.duties.is_empty() {
                true => duties.extend((0..self.view.pack().duties.len()).map(DutyIx)),
                false => duties.extend(&moved.duties),
            }
        }
        duties
    }

    /// The variants, by their position, under which other duties may be owed than under the chosen readings. That a
    /// rule comes to depend on what nobody has spoken of is no other answer.
    pub fn moving(&self, judged: &Judgement, contested: &[Contested]) -> Vec<usize> {
        let value = |lit: Lit| judged.values.get(lit);
        let moves = |moved: &Moved| match (moved.bears, value(moved.mine), value(moved.theirs)) {
            (_, _, Truth::Unknown) => false,
            (Bears::Brings, mine, theirs) => {
                mine != theirs && (mine == Truth::True || theirs == Truth::True)
            }
            (Bears::Dates, mine, theirs) => mine != theirs,
        };
        let is_moving = |variant: &Variant| {
            let same = |at: &Contested| (at.0, at.1) == (variant.reading, variant.alternative);
            contested.iter().any(same) || variant.moved.iter().any(moves)
        };
        let numbered = self.variants.iter().enumerate();
        numbered.filter(|(_, variant)| is_moving(variant)).map(|(at, _)| at).collect()
    }
}

/// The rules that triggers, conditions of duties and roles name, each with the duties that rest on it. None stands for
/// all of them.
fn resting(pack: &Pack) -> BTreeMap<RuleIx, BTreeSet<DutyIx>> {
    let mut rules: BTreeMap<RuleIx, BTreeSet<DutyIx>> = BTreeMap::new();
    for (at, duty) in pack.duties.iter().enumerate() {
        let mut named = BTreeSet::new();
        if let Some(trigger) = pack.triggers.get(duty.trigger) {
            named.extend(trigger.scope);
            for route in &trigger.routes {
                let of_route = [route.with, route.within, route.listed, route.exempted];
                named.extend(of_route.into_iter().flatten().chain([route.rule]));
                named.extend(points_of(pack, route));
            }
        }
        if let Some(when) = &duty.when {
            when.walk(&mut |part| {
                if let ConditionNode::Rule(rule, _) = part.node {
                    named.insert(rule);
                }
            });
        }
        named.into_iter().for_each(|rule| {
            rules.entry(rule).or_default().insert(DutyIx(at));
        });
    }
    for (rule, _) in pack.rules().filter(|(_, rule)| rule.id.starts_with("role.")) {
        rules.insert(rule, BTreeSet::new());
    }
    rules
}
