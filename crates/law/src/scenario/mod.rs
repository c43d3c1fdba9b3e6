//! Literate tests of the law: a source, facts, expectations, a date.
//!
//! Scenarios stand in Markdown files of the pack: a heading, prose with the source, a block of facts
//! and a block of expectations. The Commission's examples stand in tables of their own
//! ([`commission`]). A scenario whose expectations come from the pack's own output says `golden` as
//! its source; it guards against change, and counts for nothing when the tests are tested.

pub mod commission;
#[cfg(test)]
mod cut_points;
mod markdown;
pub(crate) mod owed;
mod owed_read;

pub use owed::{DutyExpectation, ExpectedStanding, OnlyExpectation, Wants};

use std::fmt;

use actlas_facts::{Date, FactIx, Finding, Knowledge, OptionIx, day_text};
use actlas_logic::Truth;

use crate::choices::Choices;
use crate::judge::{Class, Judgement, Status};
use crate::lower::Lowered;
use crate::model::{Pack, PointKind, RuleIx, Spot, Until};
use crate::source::PackFiles;
use crate::subject::Subject;
use crate::view::{View, ViewError};

/// Where the expectations of a scenario come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Guidance, the fact base, a recital, a court …
    Outside(String),
    /// The pack's own output.
    Golden,
}

/// What a scenario expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// One of these classes.
    Class(Vec<Class>),
    /// A point or another rule has this value.
    Rule(RuleIx, Truth),
    /// A point does not hold; unknown is enough.
    NotTrue(RuleIx),
    /// A derogation: exempted, or listed with one of these points true.
    Derogation(Vec<RuleIx>),
    /// The consequences of a point run so.
    Applies(RuleIx, ExpectedStatus),
    /// A contested question would give another answer.
    Contested(String),
    /// Something about one duty.
    Owes(DutyExpectation),
    /// An actor owes these duties and none besides.
    OwesOnly(OnlyExpectation),
}

/// When the consequences of a point should run. What is `None` is not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedStatus {
    /// The status.
    pub status: Status,
    /// The effective day.
    pub effective: Option<Date>,
    /// The formal day.
    pub formal: Option<Date>,
    /// How long Article 111 protects.
    pub until: Option<Until>,
}

/// A literate test.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// A short name, unique in its file.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Where it stands.
    pub at: Spot,
    /// Where its expectations come from.
    pub source: Source,
    /// The day the question is about.
    pub on: Date,
    /// The day of knowledge.
    pub known: Date,
    /// Look at this role only.
    pub role: Option<OptionIx>,
    /// System or model.
    pub kind: PointKind,
    /// Readings that differ from the pack's.
    pub readings: Vec<(String, String)>,
    /// Whether the set `in-scope` is assumed.
    pub assume: Assume,
    /// What is attested.
    pub facts: Vec<(FactIx, Knowledge)>,
    /// What is expected.
    pub expect: Vec<Expectation>,
}

/// Whether a scenario assumes that the system is in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assume {
    /// The set `in-scope`.
    InScope,
    /// Nothing.
    Nothing,
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What was expected.
    pub expectation: Expectation,
    /// What was found, in words.
    pub found: String,
}

/// All scenarios of a pack, with findings about those that could not be read.
pub fn load(pack: &Pack, source: &PackFiles) -> (Vec<Scenario>, Vec<Finding>) {
    let mut scenarios = Vec::new();
    let mut findings = Vec::new();
    for (path, text) in source.files.iter().filter(|(path, _)| path.starts_with("scenarios/")) {
        if path.ends_with(".md") {
            let (mut some, mut wrong) = markdown::read(pack, path, text);
            scenarios.append(&mut some);
            findings.append(&mut wrong);
        }
    }
    (scenarios, findings)
}

/// The scenarios, those that ask the same view and readings together.
pub(crate) fn by_view<'s>(scenarios: impl Iterator<Item = &'s Scenario>) -> Vec<Vec<&'s Scenario>> {
    let asks = |at: &Scenario| (at.on, at.known, at.readings.clone());
    let mut groups: Vec<Vec<&Scenario>> = Vec::new();
    for scenario in scenarios {
        let same = |group: &&mut Vec<&Scenario>| {
            group.first().is_some_and(|first| asks(first) == asks(scenario))
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(scenario),
            None => groups.push(vec![scenario]),
        }
    }
    groups
}

/// The program of scenarios that ask the same view, with what they expect of it and no more.
pub(crate) fn lower_group<'p>(
    pack: &'p Pack,
    group: &[&Scenario],
) -> Result<Option<Lowered<'p>>, ViewError> {
    let Some(first) = group.first() else { return Ok(None) };
    let contested = |at: &Expectation| matches!(at, Expectation::Contested(_));
    if group.iter().flat_map(|scenario| &scenario.expect).any(contested) {
        return first.lower(pack).map(Some);
    }
    Ok(Some(Lowered::chosen(first.view(pack)?, first.choices(pack), &|_| true)))
}

/// What the scenarios expect and the pack does not give; each view is lowered once.
pub fn failures<'s>(
    pack: &Pack,
    scenarios: &'s [Scenario],
) -> Result<Vec<(&'s Scenario, Failure)>, ViewError> {
    let mut failures = Vec::new();
    for group in by_view(scenarios.iter()) {
        let Some(lowered) = lower_group(pack, &group)? else { continue };
        for scenario in group {
            failures.extend(scenario.run(&lowered).into_iter().map(|failure| (scenario, failure)));
        }
    }
    Ok(failures)
}

impl Scenario {
    /// The view it asks about.
    pub fn view<'p>(&self, pack: &'p Pack) -> Result<View<'p>, ViewError> {
        View::new(pack, self.on, self.known)
    }

    /// The readings it asks about.
    pub fn choices(&self, pack: &Pack) -> Choices {
        let mut choices = Choices::defaults(pack);
        for (reading, alternative) in &self.readings {
            let Some(ix) = pack.reading(reading) else { continue };
            let reading = pack.readings.get(ix.0);
            let at =
                reading.and_then(|at| at.alternatives.iter().position(|at| at.id == *alternative));
            choices = choices.with(ix, at.unwrap_or_default());
        }
        choices
    }

    /// The view and readings it asks about, as a program.
    pub fn lower<'p>(&self, pack: &'p Pack) -> Result<Lowered<'p>, ViewError> {
        Ok(Lowered::new(self.view(pack)?, self.choices(pack)))
    }

    /// Everything known in the scenario, fact by fact.
    pub fn knowledge(&self, pack: &Pack) -> Vec<Knowledge> {
        let mut known: Vec<Knowledge> =
            pack.vocabulary.facts().map(|(_, fact)| Knowledge::nothing(&fact.kind)).collect();
        for (fact, says) in &self.facts {
            if let Some(place) = known.get_mut(fact.at()) {
                *place = says.clone();
            }
        }
        if self.assume == Assume::InScope
            && let Some(set) = pack.assumed("in-scope")
        {
            for assumption in &set.says {
                if let Some(place) = known.get_mut(assumption.fact.at()) {
                    *place = place.completed_by(&assumption.says);
                }
            }
        }
        // A scenario is about one use.
        for (ix, fact) in pack.vocabulary.facts() {
            if fact.of_other_uses.is_some()
                && let Some(place) = known.get_mut(ix.at())
            {
                *place = place.completed_by(&Knowledge::YesNo(Truth::False));
            }
        }
        known
    }

    /// What the scenario answers to the questions of a program.
    pub(crate) fn answers(&self, lowered: &Lowered, known: &[Knowledge]) -> Vec<Truth> {
        let subject = Subject {
            known: &|fact| known.get(fact.at()),
            roles: lowered.view().pack().vocabulary.find("actor_role"),
            role: self.role,
        };
        lowered.atoms().iter().map(|atom| subject.answer(atom)).collect()
    }

    /// Judges the scenario and returns what was not as expected.
    pub fn run(&self, lowered: &Lowered) -> Vec<Failure> {
        let answers = self.answers(lowered, &self.knowledge(lowered.view().pack()));
        let judged = lowered.judge_answers(self.kind, &answers);
        let failure = |expectation: &Expectation| {
            let found = self.unmet(lowered, &judged, &answers, expectation)?;
            Some(Failure { expectation: expectation.clone(), found })
        };
        self.expect.iter().filter_map(failure).collect()
    }

    /// What was found instead, if the expectation is not met.
    pub(crate) fn unmet(
        &self,
        lowered: &Lowered,
        judged: &Judgement,
        answers: &[Truth],
        expectation: &Expectation,
    ) -> Option<String> {
        let value = |rule: &RuleIx| judged.values.get(lowered.lit(*rule));
        match expectation {
            Expectation::Class(classes) => {
                (!classes.contains(&judged.class)).then(|| judged.class.to_string())
            }
            Expectation::Rule(rule, truth) => {
                let found = value(rule);
                (found != *truth).then(|| found.to_string())
            }
            Expectation::NotTrue(rule) => {
                let found = value(rule);
                (found == Truth::True).then(|| found.to_string())
            }
            Expectation::Derogation(points) => {
                let shown = points.iter().any(|point| value(point) == Truth::True);
                let met =
                    judged.class == Class::Exempted || (judged.class == Class::Listed && shown);
                (!met).then(|| judged.class.to_string())
            }
            Expectation::Applies(rule, expected) => {
                let known = self.knowledge(lowered.view().pack());
                let known = |fact: FactIx| known.get(fact.at());
                let found = lowered.applies(*rule, &judged.values, &known);
                let fits = found.as_ref().is_some_and(|found| {
                    found.status == expected.status
                        && expected.effective.is_none_or(|day| found.effective == Some(day))
                        && expected.formal.is_none_or(|day| found.formal == Some(day))
                        && expected
                            .until
                            .as_ref()
                            .is_none_or(|until| found.until.as_ref() == Some(until))
                });
                let words = || match &found {
                    None => "nothing".to_owned(),
                    Some(found) => {
                        let day = |day: Option<Date>| day.map_or("-".to_owned(), day_text);
                        let (status, basis) = (found.status.as_str(), found.basis.short());
                        let (effective, formal) = (day(found.effective), day(found.formal));
                        format!("{status}, effective {effective}, formal {formal}, {basis}")
                    }
                };
                (!fits).then(words)
            }
            Expectation::Contested(reading) => {
                let pack = lowered.view().pack();
                let contested = lowered.contested(self.kind, answers, judged);
                let names: Vec<&str> = contested
                    .iter()
                    .filter_map(|(ix, ..)| pack.readings.get(ix.0).map(|at| at.id.as_str()))
                    .collect();
                (!names.contains(&reading.as_str())).then(|| names.join(", "))
            }
            Expectation::Owes(owes) => {
                let case = owed::Case { scenario: self, lowered, values: &judged.values };
                let law = owed::DutyLaw::of(lowered.view().pack(), owes.duty)?;
                case.unmet(&owes.wants, &law)
            }
            Expectation::OwesOnly(only) => {
                let case = owed::Case { scenario: self, lowered, values: &judged.values };
                let pack = lowered.view().pack();
                let wrong = (0..pack.duties.len()).map(crate::duty::DutyIx).filter_map(|duty| {
                    case.unmet_only(only, duty, &owed::DutyLaw::of(pack, duty)?)
                });
                let wrong: Vec<String> = wrong.collect();
                (!wrong.is_empty()).then(|| wrong.join(", "))
            }
        }
    }
}

impl Expectation {
    /// The expectation in words.
    pub fn words(&self, pack: &Pack) -> String {
        let id = |rule: &RuleIx| pack.rule(*rule).map_or("", |rule| rule.id.as_str()).to_owned();
        match self {
            Expectation::Class(classes) => {
                let words: Vec<&str> = classes.iter().map(|class| class.as_str()).collect();
                format!("class {}", words.join(" or "))
            }
            Expectation::Rule(rule, truth) => format!("{} {truth}", id(rule)),
            Expectation::NotTrue(rule) => format!("{} not true", id(rule)),
            Expectation::Derogation(points) => {
                let points: Vec<String> = points.iter().map(id).collect();
                format!("class exempted, or listed with {}", points.join(" or "))
            }
            Expectation::Applies(rule, expected) => {
                let day = expected.effective.map(|day| format!(" {}", day_text(day)));
                format!(
                    "{} applies {}{}",
                    id(rule),
                    expected.status.as_str(),
                    day.unwrap_or_default()
                )
            }
            Expectation::Contested(reading) => format!("contested by {reading}"),
            Expectation::Owes(owes) => owes.words(pack),
            Expectation::OwesOnly(_) => "the listed duties and no others".to_owned(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Outside(source) => f.write_str(source),
            Source::Golden => f.write_str("golden"),
        }
    }
}
