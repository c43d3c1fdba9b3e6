//! Cut points made from the scenarios: what is owed from a day is not owed the day before, and is on the
//! day.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{Date, Knowledge, OptionIx, day_before, day_text};

use super::owed::{Case, DutyLaw, ExpectedStanding, Wants};
use super::{Expectation, Scenario, load};
use crate::duty::DutyIx;
use crate::lower::{Choices, Lowered};
use crate::model::Pack;
use crate::source::PackFiles;
use crate::standing::Stands;
use crate::view::View;

/// Duties that a scenario expects from a day on, by what was known and that day.
type Cuts<'s> = BTreeMap<(Date, Date), Vec<Brought<'s>>>;

/// A scenario, and a duty that it brings to an actor in a role.
type Brought<'s> = (&'s Scenario, DutyIx, Option<OptionIx>);

fn cuts<'s>(pack: &Pack, scenarios: &'s [Scenario]) -> Cuts<'s> {
    let mut cuts = Cuts::new();
    for scenario in scenarios {
        for at in &scenario.expect {
            let Expectation::Owes(owes) = at else { continue };
            let Wants::Stands(role, wanted) = &owes.wants else { continue };
            let runs = matches!(wanted.stands, Stands::Owed | Stands::Later);
            let placed = pack.vocabulary.find("first_placed_on").and_then(|fact| {
                scenario.facts.iter().find(|(ix, _)| *ix == fact).map(|(_, known)| known)
            });
            let new = match placed {
                Some(Knowledge::Date(day)) => day.exact().copied() >= wanted.effective,
                // Where a protection is possible, nothing begins until the system's own date is known.
                _ => !may_be_protected(pack, owes.duty),
            };
            // What was there before is protected for a time: its day is no cut of the law alone.
            if let (true, Some(day), true) = (runs, wanted.effective, new) {
                cuts.entry((scenario.known, day)).or_default().push((scenario, owes.duty, *role));
            }
        }
    }
    cuts
}

fn may_be_protected(pack: &Pack, duty: DutyIx) -> bool {
    let law = DutyLaw::of(pack, duty).unwrap();
    !law.duty.legacy.is_empty() || law.trigger.routes.iter().any(|route| route.route.is_some())
}

fn check(lowered: &Lowered, cases: &[Brought], stands: Stands) {
    let pack = lowered.view().pack();
    let wants = |role| {
        let wanted = ExpectedStanding { stands, effective: None, formal: None, until: None };
        Wants::Stands(role, wanted)
    };
    for (scenario, duty, role) in cases {
        let answers = scenario.answers(lowered, &scenario.knowledge(pack));
        let judged = lowered.judge_answers(scenario.kind, &answers);
        let case = Case { scenario, lowered, values: &judged.values };
        let law = DutyLaw::of(pack, *duty).unwrap();
        let found = case.unmet(&wants(*role), &law);
        let (id, on) = (&law.duty.id, day_text(lowered.view().on()));
        assert_eq!(found, None, "{} {id} on {on}, {} is expected", scenario.id, stands.as_str());
    }
}

#[test]
fn the_day_before_and_the_day() {
    let source = PackFiles::embedded();
    let (pack, _) = Pack::load(&source);
    let (scenarios, _) = load(&pack, &source);
    let mut duties = BTreeSet::new();
    for ((known, day), cases) in cuts(&pack, &scenarios) {
        duties.extend(cases.iter().map(|(_, duty, _)| *duty));
        for (on, stands) in [(day_before(day), Stands::Later), (day, Stands::Owed)] {
            let view = View::new(&pack, on, known).unwrap();
            let lowered = Lowered::chosen(view, Choices::defaults(&pack), &|_| true);
            check(&lowered, &cases, stands);
        }
    }
    let without: Vec<&str> = (0..pack.duties.len())
        .filter(|at| !duties.contains(&DutyIx(*at)))
        .map(|at| pack.duties[at].id.as_str())
        .collect();
    assert_eq!(without, [""; 0], "every duty has its day");
}
