//! Testing the tests: a law with one leaf flipped or one exception dropped must not pass.
//!
//! A mutant counts as killed only by a scenario with an outside source; scenarios written from the
//! pack's own output would agree with any mistake in it.

mod duties;
mod flip;
mod survivors;
mod trial;
mod words;

pub use duties::{DutyChange, DutyFate, DutyMutant, duty_mutants, run_duties};
pub use survivors::{Killed, Survivor, Unlisted, compare, load as load_survivors};
pub use trial::run;

use std::collections::BTreeMap;

use crate::model::{Condition, ConditionNode, Pack, RuleIx};

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A leaf was negated.
    FlippedLeaf,
    /// An exception was taken away.
    DroppedException,
}

impl Change {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Change::FlippedLeaf => "leaf flipped",
            Change::DroppedException => "exception dropped",
        }
    }

    /// In one word, as in a mutant's id.
    fn word(self) -> &'static str {
        match self {
            Change::FlippedLeaf => "flip",
            Change::DroppedException => "drop",
        }
    }
}

/// A law that differs from the pack in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// `art50.2:drop:U-04`: the rule, the act that made the version if there are several, what was
    /// done to what, and which one if the version holds several. It does not move with the lines.
    pub id: String,
    /// The rule.
    pub rule: RuleIx,
    /// The version, by its position.
    pub version: usize,
    /// The condition that was changed, or whose exception was dropped.
    pub condition: usize,
    /// The exception, by its position.
    pub exception: usize,
    /// What was done.
    pub change: Change,
    /// The line in its file.
    pub line: u64,
    /// The fact, rule or calculation that was changed.
    pub what: String,
}

/// A mutant and the scenario that kills it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The mutant.
    pub mutant: Mutant,
    /// The first scenario that fails; `None` if it survives.
    pub killed_by: Option<String>,
}

/// All mutants of a pack, in the order of its rules.
pub fn mutants(pack: &Pack) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for (rule, definition) in pack.rules() {
        for (version, made) in definition.versions.iter().enumerate() {
            let Some(when) = &made.when else { continue };
            let by = match definition.versions.len() {
                1 => String::new(),
                _ => pack.acts.get(made.by.0).map(|act| format!("@{}", act.id)).unwrap_or_default(),
            };
            when.walk(&mut |condition| {
                let mut mutant = |change: Change, exception, at: &Condition| {
                    let what = what(pack, at);
                    let name = format!("{}{by}:{}:{what}", definition.id, change.word());
                    let seen = named.entry(name.clone()).or_default();
                    *seen += 1;
                    Mutant {
                        id: if *seen == 1 { name } else { format!("{name}:{seen}") },
                        rule,
                        version,
                        condition: condition.id,
                        exception,
                        change,
                        line: at.at.line,
                        what,
                    }
                };
                match &condition.node {
                    ConditionNode::Unless(_, exceptions) => {
                        for (at, exception) in exceptions.iter().enumerate() {
                            mutants.push(mutant(Change::DroppedException, at, exception));
                        }
                    }
                    ConditionNode::Fact(..)
                    | ConditionNode::Rule(..)
                    | ConditionNode::MayBe(..)
                    | ConditionNode::SaidToBe(..)
                    | ConditionNode::Unstated(..)
                    | ConditionNode::Compute(..) => {
                        mutants.push(mutant(Change::FlippedLeaf, 0, condition));
                    }
                    _ => {}
                }
            });
        }
    }
    mutants
}

fn what(pack: &Pack, condition: &Condition) -> String {
    match &condition.node {
        ConditionNode::Fact(fact, ..) => pack.vocabulary.id(*fact).to_owned(),
        ConditionNode::Rule(rule, _) => pack.rule(*rule).map_or("", |rule| &rule.id).to_owned(),
        ConditionNode::MayBe(..) | ConditionNode::SaidToBe(..) => "role".to_owned(),
        ConditionNode::Unstated(fact, _) => format!("no {}", pack.vocabulary.id(*fact)),
        ConditionNode::Compute(compute, _) => compute.words().to_owned(),
        ConditionNode::Reading(reading, _) => {
            pack.readings.get(reading.0).map_or("", |reading| &reading.id).to_owned()
        }
        _ => condition.parts().first().map(|part| what(pack, part)).unwrap_or_default(),
    }
}

impl Mutant {
    /// Makes the change in a pack, and returns the condition as it stood.
    fn apply(&self, pack: &mut Pack) -> Option<Condition> {
        let when = self.place(pack)?.as_mut()?;
        let before = when.clone();
        self.change(when);
        Some(before)
    }

    /// Takes the change back.
    fn revert(&self, pack: &mut Pack, before: Option<Condition>) {
        if let Some(place) = self.place(pack) {
            *place = before;
        }
    }

    fn place<'p>(&self, pack: &'p mut Pack) -> Option<&'p mut Option<Condition>> {
        let rule = pack.rules.get_mut(self.rule.0)?;
        Some(&mut rule.versions.get_mut(self.version)?.when)
    }

    fn change(&self, condition: &mut Condition) {
        if condition.id == self.condition {
            match (&mut condition.node, self.change) {
                (ConditionNode::Unless(_, exceptions), Change::DroppedException)
                    if self.exception < exceptions.len() =>
                {
                    exceptions.remove(self.exception);
                }
                (_, Change::FlippedLeaf) => flip::flip(condition, self.condition),
                _ => {}
            }
            return;
        }
        match &mut condition.node {
            ConditionNode::All(parts)
            | ConditionNode::Any(parts)
            | ConditionNode::None(parts)
            | ConditionNode::AtLeast(_, parts) => {
                parts.iter_mut().for_each(|part| self.change(part))
            }
            ConditionNode::Not(part) => self.change(part),
            ConditionNode::Unless(base, exceptions) => {
                self.change(base);
                exceptions.iter_mut().for_each(|part| self.change(part));
            }
            ConditionNode::Reading(_, alternatives) => {
                alternatives.iter_mut().for_each(|(_, part)| self.change(part));
            }
            _ => {}
        }
    }
}
