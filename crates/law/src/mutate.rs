//! Testing the tests: a law with one leaf flipped or one exception dropped must not pass.
//!
//! A mutant counts as killed only by a scenario with an outside source; scenarios written from the
//! pack's own output would agree with any mistake in it.

use crate::lower::Lowered;
use crate::model::{Condition, ConditionNode, Pack, RuleIx};
use crate::scenario::{Expectation, Scenario, Source};

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
}

/// A law that differs from the pack in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
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
    for (rule, definition) in pack.rules() {
        for (version, made) in definition.versions.iter().enumerate() {
            let Some(when) = &made.when else { continue };
            when.walk(&mut |condition| {
                let mutant = |change, exception, at: &Condition| Mutant {
                    rule,
                    version,
                    condition: condition.id,
                    exception,
                    change,
                    line: at.at.line,
                    what: what(pack, at),
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
        ConditionNode::MayBe(..) => "role".to_owned(),
        ConditionNode::Compute(compute, _) => compute.words().to_owned(),
        _ => condition.parts().first().map(|part| what(pack, part)).unwrap_or_default(),
    }
}

impl Mutant {
    /// The pack with this one change.
    pub fn apply(&self, pack: &Pack) -> Pack {
        let mut changed = pack.clone();
        let rule = changed.rules.get_mut(self.rule.0);
        let version = rule.and_then(|rule| rule.versions.get_mut(self.version));
        if let Some(when) = version.and_then(|version| version.when.as_mut()) {
            self.change(when);
        }
        changed
    }

    fn change(&self, condition: &mut Condition) {
        if condition.id == self.condition {
            match (&mut condition.node, self.change) {
                (ConditionNode::Unless(_, exceptions), Change::DroppedException)
                    if self.exception < exceptions.len() =>
                {
                    exceptions.remove(self.exception);
                }
                (_, Change::FlippedLeaf) => {
                    let leaf = condition.clone();
                    condition.node = ConditionNode::Not(Box::new(leaf));
                }
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

/// Scenarios that ask the same view, with the expectations that the pack itself meets.
struct Group<'s> {
    first: &'s Scenario,
    scenarios: Vec<(&'s Scenario, Vec<Expectation>)>,
}

/// Runs every mutant against the scenarios. `progress` is told how many are done.
pub fn run(pack: &Pack, scenarios: &[Scenario], progress: &mut dyn FnMut(usize)) -> Vec<Fate> {
    let groups = groups(pack, scenarios);
    let mut fates = Vec::new();
    for (done, mutant) in mutants(pack).into_iter().enumerate() {
        progress(done);
        let changed = mutant.apply(pack);
        let killed_by = groups.iter().find_map(|group| group.kills(&changed));
        fates.push(Fate { mutant, killed_by });
    }
    fates
}

fn groups<'s>(pack: &Pack, scenarios: &'s [Scenario]) -> Vec<Group<'s>> {
    let mut groups: Vec<Group> = Vec::new();
    for scenario in scenarios.iter().filter(|at| at.source != Source::Golden) {
        let Ok(lowered) = scenario.lower(pack) else { continue };
        let failures = scenario.run(&lowered);
        let met = |expectation: &&Expectation| {
            !failures.iter().any(|failure| failure.expectation == **expectation)
        };
        let expect: Vec<Expectation> = scenario.expect.iter().filter(met).cloned().collect();
        let same = |group: &&mut Group| {
            let first = group.first;
            (first.on, first.known, &first.readings)
                == (scenario.on, scenario.known, &scenario.readings)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.scenarios.push((scenario, expect)),
            None => groups.push(Group { first: scenario, scenarios: vec![(scenario, expect)] }),
        }
    }
    // The view most scenarios ask about kills most mutants; the others are lowered only for the rest.
    groups.sort_by_key(|group| std::cmp::Reverse(group.scenarios.len()));
    groups
}

impl Group<'_> {
    fn kills(&self, pack: &Pack) -> Option<String> {
        let lowered: Lowered = self.first.lower(pack).ok()?;
        let fails = |(scenario, expect): &&(&Scenario, Vec<Expectation>)| {
            let mut scenario = (*scenario).clone();
            scenario.expect.clone_from(expect);
            !scenario.run(&lowered).is_empty()
        };
        self.scenarios.iter().find(fails).map(|(scenario, _)| scenario.id.clone())
    }
}
