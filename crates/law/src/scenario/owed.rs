//! What a scenario expects of duties.

use actlas_facts::{Date, FactIx, Knowledge, OptionIx, day_text};
use actlas_logic::{Decimal, Truth, Values};

use super::Scenario;
use crate::calendar::Start;
use crate::compute::{Size, Tier, fine_ceiling};
use crate::duty::{Counts, Duty, DutyIx, Raise, Route, Trigger};
use crate::incident::incident;
use crate::lower::Lowered;
use crate::model::{ActIx, Pack, Until};
use crate::standing::{Standing, Stands};
use crate::subject::Subject;

/// Where a duty should stand. What is `None` is not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedStanding {
    /// Where.
    pub stands: Stands,
    /// The first day on which it can bite.
    pub effective: Option<Date>,
    /// The letter of Article 113.
    pub formal: Option<Date>,
    /// How long Article 111 protects.
    pub until: Option<Until>,
}

/// What one expectation wants of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// For an actor in a role it stands so.
    Stands(Option<OptionIx>, ExpectedStanding),
    /// For an actor in a role nothing brings it, or too little is known.
    NotOwed(Option<OptionIx>),
    /// Its clock says this.
    Clock(String),
    /// How long records are kept says this.
    Retention(String),
    /// What is to be done says this.
    Does(String),
    /// What is made easier says this.
    Relief(String),
    /// The tier of the fine for an actor in a role.
    Tier(Option<OptionIx>, Option<Tier>),
    /// The ceiling for a company of a size and turnover.
    Ceiling(Size, Decimal, Decimal),
    /// The last day of its report; `None` if it has none.
    Latest(Option<Date>),
}

/// An expectation about one duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyExpectation {
    /// The duty.
    pub duty: DutyIx,
    /// What is wanted.
    pub wants: Wants,
}

/// That an actor in a role owes these duties, now or later, and none besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlyExpectation {
    /// The role.
    pub role: Option<OptionIx>,
    /// The duties.
    pub duties: Vec<DutyIx>,
}

/// A start that is a day late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Late {
    /// The route, by its position in the trigger.
    pub route: usize,
    /// Only the start that this act sets.
    pub by: ActIx,
    /// Which day is late.
    pub day: LateDay,
}

/// The day that is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LateDay {
    /// The first day on which the duty can bite.
    Effective,
    /// The letter of Article 113.
    Formal,
}

/// One duty with everything that decides about it, as the pack has it or with a change.
#[derive(Clone, Copy)]
pub(crate) struct DutyLaw<'a> {
    pub duty: &'a Duty,
    pub trigger: &'a Trigger,
    pub raises: &'a [Raise],
    pub late: Option<Late>,
}

impl<'p> DutyLaw<'p> {
    /// A duty of a pack.
    pub(crate) fn of(pack: &'p Pack, duty: DutyIx) -> Option<DutyLaw<'p>> {
        let duty = pack.duties.get(duty.0)?;
        let trigger = pack.triggers.get(duty.trigger)?;
        Some(DutyLaw { duty, trigger, raises: &pack.raises, late: None })
    }

    fn is_addressed(&self, role: Option<OptionIx>) -> bool {
        match role {
            Some(role) => self.duty.roles.contains(&role),
            None => self.duty.roles.is_empty(),
        }
    }

    /// When the duty starts on a route.
    pub(crate) fn start(&self, lowered: &Lowered, route: &Route) -> Option<Start> {
        let mut start = self.duty.start(&lowered.view(), route)?;
        let at = self.trigger.routes.iter().position(|other| std::ptr::eq(other, route));
        if let Some(late) = self.late.filter(|late| late.by == start.by && Some(late.route) == at) {
            let later = |day: Date| day.next_day().unwrap_or(day);
            match late.day {
                LateDay::Effective => start.effective = later(start.effective),
                LateDay::Formal => start.formal = later(start.formal),
            }
        }
        Some(start)
    }
}

/// A scenario as far as its duties ask for it.
pub(crate) struct Case<'a, 'p> {
    pub scenario: &'a Scenario,
    pub lowered: &'a Lowered<'p>,
    pub values: &'a Values,
}

impl Case<'_, '_> {
    /// What is stated; what is only assumed decides no duty.
    fn stated(&self, fact: FactIx) -> Option<&Knowledge> {
        self.scenario.facts.iter().rfind(|(ix, _)| *ix == fact).map(|(_, known)| known)
    }

    fn with_subject<T>(&self, ask: impl FnOnce(&Subject) -> T) -> T {
        let known = |fact: FactIx| self.stated(fact);
        let roles = self.lowered.view().pack().vocabulary.find("actor_role");
        ask(&Subject { known: &known, roles, role: self.scenario.role })
    }

    fn standing(&self, law: &DutyLaw, role: Option<OptionIx>) -> Option<Standing> {
        let view = self.lowered.view();
        let speaks = law.duty.version(&view).or(law.duty.coming(&view)).is_some();
        if !speaks || !law.is_addressed(role) || law.trigger.of != self.scenario.kind {
            return None;
        }
        let start = |route: &Route| law.start(self.lowered, route);
        self.with_subject(|subject| {
            self.lowered.standing((law.duty, law.trigger, role), &start, self.values, subject)
        })
    }

    /// What is found instead, if an expectation about a duty is not met.
    pub(crate) fn unmet(&self, wants: &Wants, law: &DutyLaw) -> Option<String> {
        let view = self.lowered.view();
        let version = law.duty.version(&view).or(law.duty.coming(&view));
        let lacks = |has: &str, wanted: &str| (!has.contains(wanted)).then(|| format!("`{has}`"));
        match wants {
            Wants::Stands(role, wanted) => {
                let found = self.standing(law, *role);
                let meets = found.as_ref().is_some_and(|found| wanted.meets(found));
                (!meets).then(|| found.map_or("nothing".to_owned(), |at| at.words()))
            }
            Wants::NotOwed(role) => {
                let found = self.standing(law, *role).filter(|at| at.stands != Stands::Undecided);
                found.map(|at| at.words())
            }
            Wants::Clock(words) => lacks(&law.duty.clock, words),
            Wants::Retention(words) => lacks(&law.duty.retention, words),
            Wants::Does(words) => lacks(version.map_or("", |at| &at.does), words),
            Wants::Relief(words) => lacks(version.map_or("", |at| &at.relief), words),
            Wants::Tier(role, wanted) => {
                let found = self.tier(law, *role);
                (found != *wanted).then(|| tier_word(found).to_owned())
            }
            Wants::Ceiling(size, turnover, wanted) => {
                // The first act does not know small mid-caps.
                let known = view.speaks() > ActIx(0) || *size != Size::MidCap;
                let size = if known { *size } else { Size::Large };
                let found = self.tier(law, None).map(|tier| fine_ceiling(tier, size, turnover));
                let meets = found.as_ref() == Some(wanted);
                (!meets).then(|| found.map_or("no ceiling".to_owned(), |at| at.to_string()))
            }
            Wants::Latest(wanted) => {
                let counted = law.duty.counts == Some(Counts::Incident);
                let only_rights =
                    law.duty.only_rights.map(|at| self.values.get(self.lowered.lit(at)));
                let stated = |fact: FactIx| self.stated(fact);
                let due = incident(view.pack(), only_rights.unwrap_or(Truth::False), &stated);
                let found = due.filter(|_| counted).and_then(|at| at.latest(at.first?));
                (found != *wanted).then(|| latest_word(found))
            }
        }
    }

    fn tier(&self, law: &DutyLaw, role: Option<OptionIx>) -> Option<Tier> {
        let penalty = self.with_subject(|subject| {
            self.lowered
                .fine(law.duty, law.raises, role, self.values, subject)
                .map(|fine| fine.penalty)
        });
        penalty.and_then(|penalty| penalty.tier)
    }

    /// What is found instead, if a list of duties is wrong about one of them.
    pub(crate) fn unmet_only(
        &self,
        only: &OnlyExpectation,
        duty: DutyIx,
        law: &DutyLaw,
    ) -> Option<String> {
        let stands = self.standing(law, only.role).filter(|at| at.stands != Stands::Undecided);
        match (only.duties.contains(&duty), stands) {
            (true, None) => Some(format!("{} is not owed", law.duty.id)),
            (false, Some(at)) => Some(format!("{} {}", law.duty.id, at.words())),
            _ => None,
        }
    }
}

impl ExpectedStanding {
    fn meets(&self, found: &Standing) -> bool {
        found.stands == self.stands
            && self.effective.is_none_or(|day| found.effective == Some(day))
            && self.formal.is_none_or(|day| found.formal == day)
            && self.until.as_ref().is_none_or(|until| found.until.as_ref() == Some(until))
    }
}

impl Standing {
    fn words(&self) -> String {
        let day = self.effective.map_or("-".to_owned(), day_text);
        format!("{} {day} formally {}", self.stands.as_str(), day_text(self.formal))
    }
}

fn latest_word(day: Option<Date>) -> String {
    day.map_or("none".to_owned(), day_text)
}

fn tier_word(tier: Option<Tier>) -> &'static str {
    tier.map_or("national", Tier::as_str)
}

impl DutyExpectation {
    /// The expectation in words.
    pub fn words(&self, pack: &Pack) -> String {
        let duty = pack.duties.get(self.duty.0).map_or("", |duty| duty.id.as_str());
        let says = |what: &str, words: &str| format!("{duty} {what} `{words}`");
        match &self.wants {
            Wants::Stands(_, wanted) => {
                let day = wanted.effective.map(|day| format!(" {}", day_text(day)));
                format!("{duty} {}{}", wanted.stands.as_str(), day.unwrap_or_default())
            }
            Wants::NotOwed(_) => format!("{duty} not owed"),
            Wants::Clock(words) => says("clock", words),
            Wants::Retention(words) => says("retention", words),
            Wants::Does(words) => says("does", words),
            Wants::Relief(words) => says("relief", words),
            Wants::Tier(_, tier) => format!("{duty} tier {}", tier_word(*tier)),
            Wants::Ceiling(.., wanted) => format!("{duty} ceiling {wanted}"),
            Wants::Latest(day) => format!("{duty} latest {}", latest_word(*day)),
        }
    }
}
