//! Cut points made from the scenarios: what is owed from a day is not owed the day before, and is on the
//! day.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{Date, FactIx, Knowledge, OptionIx, Test, Truth, day_before, day_text};

use super::owed::{Case, DutyLaw, ExpectedStanding, Wants};
use super::{Expectation, Scenario, load};
use crate::choices::Choices;
use crate::duty::DutyIx;
use crate::lower::Lowered;
use crate::lower::roster::{Asked as RosterAsked, Of, Roster};
use crate::model::Pack;
use crate::source::PackFiles;
use crate::standing::Stands;
use crate::subject::{Atom, Subject};
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

/// The roster answers for whole registers what the scenarios are answered one by one.
#[test]
fn the_roster_says_what_the_scenarios_say() {
    let source = PackFiles::embedded();
    let (pack, _) = Pack::load(&source);
    let (scenarios, _) = load(&pack, &source);
    let roles = pack.vocabulary.find("actor_role");
    let asks = |at: &&Scenario| {
        at.expect.iter().any(|at| matches!(at, Expectation::Owes(_))) && at.readings.is_empty()
    };
    let mut compared = 0;
    for group in super::by_view(scenarios.iter().filter(asks)) {
        let view = group[0].view(&pack).unwrap();
        let roster = Roster::new(view, Choices::defaults(&pack));
        for scenario in group {
            let known = scenario.knowledge(&pack);
            let all = |fact: FactIx| known.get(fact.at());
            let stated = |fact: FactIx| {
                scenario.facts.iter().rfind(|(ix, _)| *ix == fact).map(|(_, known)| known)
            };
            let answer = |asked: &RosterAsked| match (&asked.atom, asked.of) {
                // A scenario asks of every role at once.
                (Atom::Test(fact, Test::Has(_)), Of::Known) if Some(*fact) == roles => Truth::True,
                (atom, Of::Known) => Subject { known: &all, roles, role: None }.answer(atom),
                (atom, Of::Stated) => Subject { known: &stated, roles, role: None }.answer(atom),
            };
            let answers: Vec<Truth> = roster.asked().iter().map(answer).collect();
            let values = roster.program().evaluate(|input| answers[input.0 as usize]);
            let row = |at: usize| values.get(roster.conclusions()[at]);
            for at in &scenario.expect {
                let Expectation::Owes(owes) = at else { continue };
                let (role, wanted) = match &owes.wants {
                    Wants::Stands(role, wanted) => (*role, Some(wanted.stands)),
                    Wants::NotOwed(role) => (*role, None),
                    _ => continue,
                };
                let found = roster.rows().iter().find(|at| (at.duty, at.role) == (owes.duty, role));
                let found = found.and_then(|at| at.stands(&view, &row));
                let found = found.filter(|stands| *stands != Stands::Undecided);
                let of = pack.triggers[pack.duties[owes.duty.0].trigger].of;
                if of != scenario.kind {
                    continue;
                }
                let wanted = wanted.filter(|stands| *stands != Stands::Undecided);
                let id = &pack.duties[owes.duty.0].id;
                assert_eq!(found, wanted, "{} {id} {role:?}", scenario.id);
                compared += 1;
            }
        }
    }
    assert!(compared > 400, "{compared} duties");
}
