//! Running mutants against scenarios.
//!
//! A mutant changes one rule, so only expectations that rest on that rule are looked at again, under
//! the views in which the changed wording speaks; points that do not rest on it keep the exact value
//! they have in the pack.

use std::collections::BTreeMap;

use actlas_facts::Knowledge;
use actlas_logic::Truth;

use super::{Fate, Mutant, mutants};
use crate::judge::Exact;
use crate::lower::Lowered;
use crate::model::{Condition, ConditionNode, Pack, PointKind, Rule, RuleIx};
use crate::scenario::{Expectation, Scenario, Source, by_view, lower_group};

/// Runs every mutant against the scenarios. `progress` is told how many are done.
pub fn run(pack: &Pack, scenarios: &[Scenario], progress: &mut dyn FnMut(usize)) -> Vec<Fate> {
    let cones = Cones::of(pack);
    let groups = groups(pack, &cones, scenarios);
    let mut changed = pack.clone();
    let mut fates = Vec::new();
    for (done, mutant) in mutants(pack).into_iter().enumerate() {
        progress(done);
        let before = mutant.apply(&mut changed);
        let change = ChangedRule::new(&changed, &cones, &mutant);
        let kills = |asks| groups.iter().find_map(|group| group.kills(&changed, &change, asks));
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

    /// Whether one of the expectations can rest on the value of a point.
    fn matters(&self, point: RuleIx, expectations: &[&Expectation]) -> bool {
        expectations.iter().any(|expectation| match expectation {
            Expectation::Rule(on, _) | Expectation::NotTrue(on) => self.rests_on(*on, point),
            Expectation::Owes(_) | Expectation::OwesOnly(_) => false,
            _ => true,
        })
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

fn groups<'s>(pack: &Pack, cones: &Cones, scenarios: &'s [Scenario]) -> Vec<Group<'s>> {
    let outside = scenarios.iter().filter(|at| at.source != Source::Golden);
    let mut groups: Vec<Group> = by_view(outside)
        .iter()
        .filter_map(|group| {
            let lowered = lower_group(pack, group).ok()??;
            let cases = group.iter().map(|at| Case::new(at, cones, &lowered)).collect();
            Some(Group { first: group.first()?, cases })
        })
        .collect();
    // The view most scenarios ask about kills most mutants; the others are lowered only for the rest.
    groups.sort_by_key(|group| std::cmp::Reverse(group.cases.len()));
    groups
}

impl<'s> Case<'s> {
    fn new(scenario: &'s Scenario, cones: &Cones, lowered: &Lowered) -> Case<'s> {
        let known = scenario.knowledge(lowered.view().pack());
        let answers = scenario.answers(lowered, &known);
        let all: Vec<&Expectation> = scenario.expect.iter().collect();
        let exact = |point: RuleIx| match cones.matters(point, &all) {
            true => Exact::Asked,
            false => Exact::Ignored,
        };
        let judged = lowered.judge_given(scenario.kind, &answers, &exact);
        let met = |at: &&Expectation| scenario.unmet(lowered, &judged, &answers, at).is_none();
        let expect = all.into_iter().filter(met).collect();
        Case { scenario, known, expect, points: judged.points.into_iter().collect() }
    }

    /// The expectations that a change can touch.
    fn touched(&self, change: &ChangedRule, asks: Asks) -> Vec<&'s Expectation> {
        let touches = |expectation: &&&Expectation| match expectation {
            Expectation::Rule(on, _) | Expectation::NotTrue(on) => change.under(*on),
            Expectation::Class(_) => change.classes.contains(&self.scenario.kind),
            // These look at the scope, at legacy rules and at other readings as well.
            Expectation::Derogation(_) | Expectation::Applies(..) | Expectation::Contested(_) => {
                true
            }
            // Duties have mutants of their own.
            Expectation::Owes(_) | Expectation::OwesOnly(_) => false,
        };
        let asked = self.expect.iter().filter(|at| Asks::of(at) == asks);
        asked.filter(touches).copied().collect()
    }

    /// Whether the scenario fails under a changed law.
    fn fails(&self, lowered: &Lowered, change: &ChangedRule, touched: &[&Expectation]) -> bool {
        let answers = self.scenario.answers(lowered, &self.known);
        let matters = |point: RuleIx| change.cones.matters(point, touched);
        let exact = |point: RuleIx| match (change.under(point), self.points.get(&point)) {
            _ if !matters(point) => Exact::Ignored,
            (false, Some(truth)) if *truth != Truth::Unknown => Exact::Given(*truth),
            (false, _) => Exact::Ignored,
            (true, _) => Exact::Asked,
        };
        let judged = lowered.judge_given(self.scenario.kind, &answers, &exact);
        let unmet = |at: &&Expectation| self.scenario.unmet(lowered, &judged, &answers, at);
        touched.iter().any(|at| unmet(at).is_some())
    }
}

/// The rule that a mutant changes, and what rests on it.
struct ChangedRule<'a> {
    mutant: &'a Mutant,
    cones: &'a Cones,
    /// The kinds of records whose class can change.
    classes: Vec<PointKind>,
}

impl<'a> ChangedRule<'a> {
    fn new(pack: &Pack, cones: &'a Cones, mutant: &'a Mutant) -> ChangedRule<'a> {
        let decides = |(ix, rule): (RuleIx, &Rule)| {
            rule.class.as_ref().filter(|_| cones.rests_on(ix, mutant.rule)).map(|(_, kind)| *kind)
        };
        ChangedRule { mutant, cones, classes: pack.rules().filter_map(decides).collect() }
    }

    /// Whether a rule rests on the changed one.
    fn under(&self, rule: RuleIx) -> bool {
        self.cones.rests_on(rule, self.mutant.rule)
    }
}

impl Group<'_> {
    /// The first scenario that a changed pack fails.
    fn kills(&self, pack: &Pack, change: &ChangedRule, asks: Asks) -> Option<String> {
        let mutant = change.mutant;
        let view = self.first.view(pack).ok()?;
        let speaks = view.wording(mutant.rule)?;
        let changed = pack.rule(mutant.rule)?.versions.get(mutant.version)?;
        if !std::ptr::eq(speaks, changed) {
            return None;
        }
        let touched = |case| (case, Case::touched(case, change, asks));
        let mut cases = self.cases.iter().map(touched).filter(|(_, at)| !at.is_empty()).peekable();
        cases.peek()?;
        let choices = self.first.choices(pack);
        let lowered = match asks {
            Asks::Chosen => Lowered::chosen(view, choices, &|point| change.under(point)),
            Asks::Contested => Lowered::new(view, choices),
        };
        let killer = cases.find(|(case, touched)| case.fails(&lowered, change, touched));
        killer.map(|(case, _)| case.scenario.id.clone())
    }
}
