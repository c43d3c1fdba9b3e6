//! Mutants of duties: who owes them, what brings them, from when, by when, for how long, at what cost.

use std::collections::BTreeMap;

use actlas_logic::Values;

use super::flip::{flip, leaves};
use super::words::{changed_period, swapped};
use crate::compute::Tier;
use crate::duty::{Duty, DutyIx, Raise, Route, Trigger};
use crate::lower::Lowered;
use crate::model::{ActIx, Pack, PointKind};
use crate::scenario::owed::{Case, DutyLaw, Late, LateDay};
use crate::scenario::{
    Expectation, OnlyExpectation, Scenario, Source, Wants, by_view, lower_group,
};
use crate::view::View;

/// What of a duty was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyChange {
    /// It is no longer addressed to a role.
    Role,
    /// It is brought by more, by less, or on other terms.
    Trigger,
    /// A leaf of its condition is negated, or the condition is gone.
    Condition,
    /// It starts a day later, or its protection under Article 111 is gone.
    Date,
    /// Its clock says another number or the opposite, or does not count.
    Clock,
    /// Records are kept longer, or nothing is said.
    Retention,
    /// A breach costs at most what another tier says.
    Penalty,
    /// What an act changed is as it was before.
    Version,
}

impl DutyChange {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            DutyChange::Role => "duty: role dropped",
            DutyChange::Trigger => "duty: trigger changed",
            DutyChange::Condition => "duty: condition changed",
            DutyChange::Date => "duty: date changed",
            DutyChange::Clock => "duty: clock changed",
            DutyChange::Retention => "duty: retention changed",
            DutyChange::Penalty => "duty: penalty changed",
            DutyChange::Version => "duty: version dropped",
        }
    }
}

/// A catalogue of duties that differs from the pack's in one place.
#[derive(Clone, Debug)]
pub struct DutyMutant {
    /// `O-PRV-09:date:annex3@omnibus`: the duty, what was changed, and which one.
    pub id: String,
    /// What was changed.
    pub change: DutyChange,
    changed: Vec<(DutyIx, Owned)>,
}

/// A duty mutant and the scenario that kills it.
#[derive(Clone, Debug)]
pub struct DutyFate {
    /// The mutant.
    pub mutant: DutyMutant,
    /// The first scenario that fails; `None` if it survives.
    pub killed_by: Option<String>,
}

/// One duty with everything that decides about it.
#[derive(Clone, Debug)]
struct Owned {
    duty: Duty,
    trigger: Trigger,
    raises: Vec<Raise>,
    late: Option<Late>,
}

impl Owned {
    fn law(&self) -> DutyLaw<'_> {
        DutyLaw { duty: &self.duty, trigger: &self.trigger, raises: &self.raises, late: self.late }
    }
}

/// Mutants in the making.
struct Making<'p> {
    pack: &'p Pack,
    made: Vec<DutyMutant>,
    named: BTreeMap<String, usize>,
}

/// All mutants of the duties of a pack, in the order of its duties.
pub fn duty_mutants(pack: &Pack) -> Vec<DutyMutant> {
    let mut making = Making { pack, made: Vec::new(), named: BTreeMap::new() };
    for at in 0..pack.duties.len() {
        making.of_duty(DutyIx(at));
    }
    for at in 0..pack.triggers.len() {
        making.of_trigger(at);
    }
    for at in 0..pack.raises.len() {
        making.of_raise(at);
    }
    making.made
}

impl Making<'_> {
    fn owned(&self, duty: DutyIx) -> Option<Owned> {
        let law = DutyLaw::of(self.pack, duty)?;
        let raises = law.raises.to_vec();
        let (duty, trigger) = (law.duty.clone(), law.trigger.clone());
        Some(Owned { duty, trigger, raises, late: None })
    }

    fn push(&mut self, name: String, change: DutyChange, changed: Vec<(DutyIx, Owned)>) {
        let seen = self.named.entry(name.clone()).or_default();
        *seen += 1;
        let id = if *seen == 1 { name } else { format!("{name}:{seen}") };
        self.made.push(DutyMutant { id, change, changed });
    }

    /// A mutant of one duty.
    fn one(&mut self, ix: DutyIx, change: DutyChange, what: &str, make: impl FnOnce(&mut Owned)) {
        let Some(mut owned) = self.owned(ix) else { return };
        let name = format!("{}:{what}", owned.duty.id);
        make(&mut owned);
        self.push(name, change, vec![(ix, owned)]);
    }

    fn of_duty(&mut self, ix: DutyIx) {
        let Some(Owned { duty, trigger, .. }) = self.owned(ix) else { return };
        self.roles(ix, &duty);
        let wider = match trigger.of {
            PointKind::System => "any-system",
            PointKind::Model => "model",
        };
        if let Some(wider) = self.pack.triggers.iter().find(|at| at.id == wider)
            && wider.id != trigger.id
            && duty.trigger_is_narrower(self.pack)
        {
            let wider = wider.clone();
            self.one(ix, DutyChange::Trigger, "wider", |at| at.trigger = wider);
        }
        if let Some(when) = &duty.when {
            for leaf in leaves(self.pack, when) {
                self.one(ix, DutyChange::Condition, &format!("flip:{}", leaf.what), |at| {
                    if let Some(when) = &mut at.duty.when {
                        flip(when, leaf.condition);
                    }
                });
            }
            self.one(ix, DutyChange::Condition, "unconditional", |at| at.duty.when = None);
        }
        self.dates(ix, &duty, &trigger);
        for (at, rule) in duty.legacy.iter().enumerate() {
            let id = self.pack.rule(*rule).map_or("", |rule| rule.id.as_str()).to_owned();
            self.one(ix, DutyChange::Date, &format!("unprotected:{id}"), |owned| {
                owned.duty.legacy.remove(at);
            });
        }
        for (number, clock) in changed_period(&duty.clock).into_iter().enumerate() {
            let what = format!("clock:{}", number + 1);
            self.one(ix, DutyChange::Clock, &what, |at| at.duty.clock = clock);
        }
        if let Some(clock) = swapped(&duty.clock) {
            self.one(ix, DutyChange::Clock, "clock:opposite", |at| at.duty.clock = clock);
        }
        if duty.counts.is_some() {
            self.one(ix, DutyChange::Clock, "uncounted", |at| at.duty.counts = None);
        }
        if duty.only_rights.is_some() {
            self.one(ix, DutyChange::Clock, "all-incidents", |at| at.duty.only_rights = None);
        }
        for (number, kept) in changed_period(&duty.retention).into_iter().enumerate() {
            let what = format!("retention:{}", number + 1);
            self.one(ix, DutyChange::Retention, &what, |at| at.duty.retention = kept);
        }
        if !duty.retention.is_empty() {
            self.one(ix, DutyChange::Retention, "retention:none", |at| at.duty.retention.clear());
        }
        self.versions(ix, &duty);
    }

    fn roles(&mut self, ix: DutyIx, duty: &Duty) {
        for (at, role) in duty.roles.iter().enumerate() {
            let word = self.role_word(usize::from(role.0));
            self.one(ix, DutyChange::Role, &format!("role:{word}"), |owned| {
                owned.duty.roles.remove(at);
            });
        }
        if duty.roles.is_empty() {
            self.one(ix, DutyChange::Role, "role:anyone", |owned| {
                owned.duty.roles.push(actlas_facts::OptionIx(0));
            });
        }
    }

    fn role_word(&self, at: usize) -> String {
        let vocabulary = &self.pack.vocabulary;
        let fact = vocabulary.find("actor_role").and_then(|fact| vocabulary.get(fact));
        let options = fact.map(|fact| fact.kind.options()).unwrap_or_default();
        options.get(at).map(|option| option.id.clone()).unwrap_or_default()
    }

    /// A day late on each route by each act that sets a date of its own.
    fn dates(&mut self, ix: DutyIx, duty: &Duty, trigger: &Trigger) {
        let mut seen: Vec<(usize, ActIx)> = Vec::new();
        for act in &self.pack.acts {
            let Ok(view) = View::new(self.pack, act.in_force, act.in_force) else { continue };
            if duty.version(&view).is_none() {
                continue;
            }
            for (at, route) in trigger.routes.iter().enumerate() {
                let Some(start) = duty.start(&view, route) else { continue };
                if seen.contains(&(at, start.by)) {
                    continue;
                }
                seen.push((at, start.by));
                let by = self.pack.acts.get(start.by.0).map_or("", |act| act.id.as_str());
                let name = route_name(self.pack, route);
                let mut days = vec![("late", LateDay::Effective)];
                if start.formal != start.effective {
                    days.push(("formally-late", LateDay::Formal));
                }
                for (word, day) in days {
                    let what = format!("{word}:{name}@{by}");
                    self.one(ix, DutyChange::Date, &what, |owned| {
                        owned.late = Some(Late { route: at, by: start.by, day });
                    });
                }
            }
        }
    }

    fn versions(&mut self, ix: DutyIx, duty: &Duty) {
        for (at, version) in duty.versions.iter().enumerate() {
            let by = self.pack.acts.get(version.by.0).map_or("", |act| act.id.as_str()).to_owned();
            let other = match version.penalty.tier {
                Some(Tier::Operator) => None,
                _ => Some(Tier::Operator),
            };
            let before = at.checked_sub(1).and_then(|before| duty.versions.get(before));
            let same = |old: &crate::duty::DutyVersion| {
                (&old.does, &old.relief, old.penalty.tier)
                    == (&version.does, &version.relief, version.penalty.tier)
            };
            self.one(ix, DutyChange::Penalty, &format!("tier@{by}"), |owned| {
                if let Some(version) = owned.duty.versions.get_mut(at) {
                    version.penalty.tier = other;
                }
            });
            // A version that says what the one before says leaves nothing to be told apart.
            if before.is_some_and(|old| !same(old)) {
                self.one(ix, DutyChange::Version, &format!("without@{by}"), |owned| {
                    owned.duty.versions.remove(at);
                });
            }
        }
    }

    /// Mutants of a trigger change every duty that it brings.
    fn of_trigger(&mut self, at: usize) {
        let pack = self.pack;
        let Some(trigger) = pack.triggers.get(at) else { return };
        let brings = (0..self.pack.duties.len())
            .map(DutyIx)
            .filter(|ix| self.pack.duties.get(ix.0).is_some_and(|duty| duty.trigger == at));
        let brings: Vec<(DutyIx, Owned)> =
            brings.filter_map(|ix| Some((ix, self.owned(ix)?))).collect();
        let id = trigger.id.clone();
        let mut change = |what: String, make: &dyn Fn(&mut Trigger)| {
            let mut changed = brings.clone();
            changed.iter_mut().for_each(|(_, owned)| make(&mut owned.trigger));
            self.push(format!("{id}:{what}"), DutyChange::Trigger, changed);
        };
        for (number, route) in trigger.routes.iter().enumerate() {
            let name = route_name(pack, route);
            change(format!("without:{name}"), &|trigger| {
                trigger.routes.remove(number);
            });
            let mut on_route = |what: &str, make: &dyn Fn(&mut Route)| {
                change(format!("{what}:{name}"), &|trigger| {
                    trigger.routes.get_mut(number).into_iter().for_each(make);
                });
            };
            if route.with.is_some() {
                on_route("without-with", &|route| route.with = None);
            }
            if route.within.is_some() {
                on_route("without-within", &|route| route.within = None);
            }
            if route.listed.is_some() {
                on_route("without-listed", &|route| route.listed = None);
            }
            if route.exempted.is_some() {
                on_route("without-exempted", &|route| route.exempted = None);
            }
            if !route.but.is_empty() {
                on_route("without-but", &|route| route.but.clear());
            }
        }
    }

    /// Mutants of a rule that raises ceilings can change that of every duty.
    fn of_raise(&mut self, at: usize) {
        let pack = self.pack;
        let Some(raise) = pack.raises.get(at) else { return };
        let all = (0..self.pack.duties.len()).map(DutyIx);
        let all: Vec<(DutyIx, Owned)> = all.filter_map(|ix| Some((ix, self.owned(ix)?))).collect();
        let mut change = |what: String, make: &dyn Fn(&mut Raise)| {
            let mut changed = all.clone();
            for (_, owned) in &mut changed {
                owned.raises.get_mut(at).into_iter().for_each(make);
            }
            self.push(format!("raise-{at}:{what}"), DutyChange::Penalty, changed);
        };
        change("tier".to_owned(), &|raise| raise.penalty.tier = None);
        change("roles".to_owned(), &|raise| raise.roles.clear());
        if !raise.also.is_empty() {
            change("also".to_owned(), &|raise| raise.also.clear());
        }
        for leaf in leaves(pack, &raise.when) {
            change(format!("flip:{}", leaf.what), &|raise| flip(&mut raise.when, leaf.condition));
        }
    }
}

impl Duty {
    /// Whether its trigger asks for more than a system in scope.
    fn trigger_is_narrower(&self, pack: &Pack) -> bool {
        let trigger = pack.triggers.get(self.trigger);
        let scope = pack.find("scope");
        trigger.is_some_and(|at| at.routes.iter().all(|route| Some(route.rule) != scope))
    }
}

/// `annex3`, or the rule of a route without a name.
fn route_name(pack: &Pack, route: &Route) -> String {
    match &route.route {
        Some(name) => name.clone(),
        None => pack.rule(route.rule).map_or("", |rule| rule.id.as_str()).to_owned(),
    }
}

/// A scenario with what its duties ask of the law.
struct Asked<'s> {
    scenario: &'s Scenario,
    values: Values,
    wants: Vec<(DutyIx, &'s Wants)>,
    only: Vec<&'s OnlyExpectation>,
}

/// Runs every mutant of a duty against the scenarios with an outside source. `progress` is told how many
/// are done.
pub fn run_duties(
    pack: &Pack,
    scenarios: &[Scenario],
    progress: &mut dyn FnMut(usize),
) -> Vec<DutyFate> {
    let outside = scenarios.iter().filter(|at| at.source != Source::Golden && asks(at));
    let groups: Vec<(Lowered, Vec<Asked>)> = by_view(outside)
        .iter()
        .filter_map(|group| {
            let lowered = lower_group(pack, group).ok()??;
            let asked = group.iter().map(|at| Asked::new(at, &lowered)).collect();
            Some((lowered, asked))
        })
        .collect();
    let mut fates = Vec::new();
    for (done, mutant) in duty_mutants(pack).into_iter().enumerate() {
        progress(done);
        let kill = |(lowered, asked): &(Lowered, Vec<Asked>)| {
            asked.iter().find(|at| at.fails(lowered, &mutant)).map(|at| at.scenario.id.clone())
        };
        let killed_by = groups.iter().find_map(kill);
        fates.push(DutyFate { mutant, killed_by });
    }
    fates
}

fn asks(scenario: &Scenario) -> bool {
    scenario.expect.iter().any(|at| matches!(at, Expectation::Owes(_) | Expectation::OwesOnly(_)))
}

impl<'s> Asked<'s> {
    /// What the pack itself meets.
    fn new(scenario: &'s Scenario, lowered: &Lowered) -> Asked<'s> {
        let answers = scenario.answers(lowered, &scenario.knowledge(lowered.view().pack()));
        let judged = lowered.judge_answers(scenario.kind, &answers);
        let mut asked =
            Asked { scenario, values: judged.values.clone(), wants: Vec::new(), only: Vec::new() };
        for at in &scenario.expect {
            if scenario.unmet(lowered, &judged, &answers, at).is_some() {
                continue;
            }
            match at {
                Expectation::Owes(owes) => asked.wants.push((owes.duty, &owes.wants)),
                Expectation::OwesOnly(only) => asked.only.push(only),
                _ => {}
            }
        }
        asked
    }

    fn fails(&self, lowered: &Lowered, mutant: &DutyMutant) -> bool {
        let case = Case { scenario: self.scenario, lowered, values: &self.values };
        mutant.changed.iter().any(|(duty, owned)| {
            let law = owned.law();
            let mine = self.wants.iter().filter(|(of, _)| of == duty);
            let lists = || self.only.iter().any(|at| case.unmet_only(at, *duty, &law).is_some());
            mine.into_iter().any(|(_, wants)| case.unmet(wants, &law).is_some()) || lists()
        })
    }
}
