//! Running mutants against scenarios.
//!
//! A mutant changes one rule, so only expectations that rest on that rule are looked at again, under
//! the views in which the changed wording speaks; points that do not rest on it keep the exact value
//! they have in the pack.

use std::collections::BTreeMap;

use actlas_facts::Knowledge;
use actlas_logic::Truth;

use super::{Fate, Mutant, mutants};
use crate::lower::Lowered;
use crate::model::{Condition, ConditionNode, Pack, PointKind, RuleIx};
use crate::scenario::{Expectation, Scenario, Source};

/// Runs every mutant against the scenarios. `progress` is told how many are done.
pub fn run(pack: &Pack, scenarios: &[Scenario], progress: &mut dyn FnMut(usize)) -> Vec<Fate> {
    let cones = Cones::of(pack);
    let groups = groups(pack, scenarios);
    let mut changed = pack.clone();
    let mut fates = Vec::new();
    for (done, mutant) in mutants(pack).into_iter().enumerate() {
        progress(done);
        let before = mutant.apply(&mut changed);
        let kills =
            |asks| groups.iter().find_map(|group| group.kills(&changed, &mutant, &cones, asks));
        let killed_by = kills(Asks::Chosen).or_else(|| kills(Asks::Contested));
        mutant.revert(&mut changed, before);
        fates.push(Fate { mutant, killed_by });
    }
    fates
}

/// Which rules every rule rests on, itself included, whatever version speaks and reading is taken.
struct Cones(Vec<Vec<bool>>);

impl Cones {
    fn of(pack: &Pack) -> Cones {
        let mut refers: Vec<Vec<usize>> = vec![Vec::new(); pack.rules.len()];
        for ((_, rule), refers) in pack.rules().zip(&mut refers) {
            let mut note = |condition: &Condition| {
                if let ConditionNode::Rule(rule, _) = &condition.node {
                    refers.push(rule.0);
                }
            };
            for when in rule.versions.iter().filter_map(|version| version.when.as_ref()) {
                when.walk(&mut note);
            }
        }
        let cone = |from: usize| {
            let mut reached = vec![false; refers.len()];
            let mut open = vec![from];
            while let Some(at) = open.pop() {
                if let Some(seen) = reached.get_mut(at).filter(|seen| !**seen) {
                    *seen = true;
                    open.extend(refers.get(at).into_iter().flatten());
                }
            }
            reached
        };
        Cones((0..refers.len()).map(cone).collect())
    }

    fn rests_on(&self, rule: RuleIx, other: RuleIx) -> bool {
        self.0.get(rule.0).and_then(|cone| cone.get(other.0)).copied().unwrap_or(false)
    }
}

/// What an expectation asks of the program: the chosen readings, or also the others. The second needs
/// much more to be lowered, so it is asked last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Chosen,
    Contested,
}

impl Asks {
    fn of(expectation: &Expectation) -> Asks {
        match expectation {
            Expectation::Contested(_) => Asks::Contested,
            _ => Asks::Chosen,
        }
    }
}

/// A scenario, and what of it does not change with the mutants.
struct Case<'s> {
    scenario: &'s Scenario,
    known: Vec<Knowledge>,
    /// The expectations that the pack itself meets.
    expect: Vec<&'s Expectation>,
    /// The points as the pack has them.
    points: BTreeMap<RuleIx, Truth>,
}

/// Scenarios that ask the same view.
struct Group<'s> {
    first: &'s Scenario,
    cases: Vec<Case<'s>>,
}

fn groups<'s>(pack: &Pack, scenarios: &'s [Scenario]) -> Vec<Group<'s>> {
    let mut groups: Vec<(Group, Lowered)> = Vec::new();
    for scenario in scenarios.iter().filter(|at| at.source != Source::Golden) {
        let asked = |at: &Scenario| (at.on, at.known, at.readings.clone());
        let here = groups.iter().position(|(group, _)| asked(group.first) == asked(scenario));
        let here = match (here, scenario.lower(pack)) {
            (Some(here), _) => here,
            (None, Ok(lowered)) => {
                groups.push((Group { first: scenario, cases: Vec::new() }, lowered));
                groups.len() - 1
            }
            (None, Err(_)) => continue,
        };
        if let Some((group, lowered)) = groups.get_mut(here) {
            group.cases.push(Case::new(scenario, lowered));
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(group, _)| group).collect();
    // The view most scenarios ask about kills most mutants; the others are lowered only for the rest.
    groups.sort_by_key(|group| std::cmp::Reverse(group.cases.len()));
    groups
}

impl<'s> Case<'s> {
    fn new(scenario: &'s Scenario, lowered: &Lowered) -> Case<'s> {
        let known = scenario.knowledge(lowered.view().pack());
        let answers = scenario.answers(lowered, &known);
        let judged = lowered.judge_answers(scenario.kind, &answers);
        let met = |at: &&Expectation| scenario.unmet(lowered, &judged, &answers, at).is_none();
        let expect = scenario.expect.iter().filter(met).collect();
        Case { scenario, known, expect, points: judged.points.into_iter().collect() }
    }

    /// The expectations that a change of a rule can touch.
    fn touched(&self, pack: &Pack, rule: RuleIx, cones: &Cones, asks: Asks) -> Vec<&Expectation> {
        let rests = |on: &RuleIx| cones.rests_on(*on, rule);
        let class = |of: PointKind| {
            let decides = |at: &crate::model::Rule| at.class.as_ref().is_some_and(|at| at.1 == of);
            pack.rules().any(|(ix, at)| decides(at) && rests(&ix))
        };
        let touches = |expectation: &&&Expectation| match expectation {
            Expectation::Rule(on, _) | Expectation::NotTrue(on) => rests(on),
            Expectation::Class(_) => class(self.scenario.kind),
            // These look at the scope, at legacy rules and at other readings as well.
            Expectation::Derogation(_) | Expectation::Applies(..) | Expectation::Contested(_) => {
                true
            }
        };
        let asked = self.expect.iter().filter(|at| Asks::of(at) == asks);
        asked.filter(touches).copied().collect()
    }
}

impl Group<'_> {
    /// The first scenario that a changed pack fails.
    fn kills(&self, pack: &Pack, mutant: &Mutant, cones: &Cones, asks: Asks) -> Option<String> {
        let view = self.first.view(pack).ok()?;
        let speaks = view.wording(mutant.rule)?;
        let changed = pack.rule(mutant.rule)?.versions.get(mutant.version)?;
        if !std::ptr::eq(speaks, changed) {
            return None;
        }
        let touched = |case: &&Case| !case.touched(pack, mutant.rule, cones, asks).is_empty();
        let mut cases = self.cases.iter().filter(touched).peekable();
        cases.peek()?;
        let rests = |point: RuleIx| cones.rests_on(point, mutant.rule);
        let choices = self.first.choices(pack);
        let lowered = match asks {
            Asks::Chosen => Lowered::chosen(view, choices, &rests),
            Asks::Contested => Lowered::new(view, choices),
        };
        let fails = |case: &&Case| {
            let scenario = case.scenario;
            let answers = scenario.answers(&lowered, &case.known);
            let same = |point: RuleIx| {
                let truth = case.points.get(&point).filter(|_| !rests(point));
                truth.copied().filter(|truth| *truth != Truth::Unknown)
            };
            let judged = lowered.judge_given(scenario.kind, &answers, &same);
            let unmet = |at: &&Expectation| scenario.unmet(&lowered, &judged, &answers, at);
            case.touched(pack, mutant.rule, cones, asks).iter().any(|at| unmet(at).is_some())
        };
        cases.find(fails).map(|case| case.scenario.id.clone())
    }
}
