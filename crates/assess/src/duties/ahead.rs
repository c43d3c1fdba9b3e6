//! What starts under an act that is published and not yet in force on the day asked about.

use actlas_facts::{Date, Record, day_text};
use actlas_logic::Truth;

use super::{DutyStatus, Owing};
use crate::assess::{Assessed, Assessor};
use crate::outcome::AppliesAt;

impl Assessor<'_, '_> {
    /// What was found under the text of the day, but for what only starts once the law ahead is in force: that is
    /// as this assessor, whose law it is, found it. A date that an act sets means what the act makes of the text.
    pub(super) fn as_then_read(
        &self,
        record: &Record,
        now: Vec<Owing>,
        then: Vec<Owing>,
    ) -> Vec<Owing> {
        let from = self.lowered.view().on();
        let runs = |at: &Owing| at.status == DutyStatus::Owed || at.starts_before(from);
        let mut duties: Vec<Owing> = now.into_iter().filter(runs).collect();
        // Several actors may have one name, or none: only what runs already stands for what would start.
        let starts = |at: &Owing| {
            !at.starts_before(from) && !duties.iter().any(|other| other.is_same_duty(at))
        };
        let mut starting: Vec<Owing> = then.into_iter().filter(starts).collect();
        for owing in starting.iter_mut().filter(|at| at.status == DutyStatus::Owed) {
            owing.status = DutyStatus::Later;
        }
        duties.append(&mut starting);
        let roles = self.role_words();
        duties.sort_by_key(|owing| {
            let actor = record.actors.iter().position(|at| at.name == owing.actor);
            let role = roles.iter().position(|role| *role == owing.role);
            (actor, role, self.pack().duties.iter().position(|duty| duty.id == owing.duty))
        });
        duties
    }

    /// Drops when the consequences of a point run that the law ahead does not know any more, or that does not hold
    /// for the record as it will read: before that they do not start.
    pub(crate) fn without_what_never_starts(&self, applies: &mut Vec<AppliesAt>, ahead: &Assessed) {
        let Some(law) = self.ahead.as_deref() else { return };
        let view = law.lowered.view();
        let ends = |at: &AppliesAt| {
            let Some(rule) = self.pack().find(&at.point) else { return false };
            let holds =
                ahead.subjects.iter().map(|of| of.judgement().values.get(law.lowered.lit(rule)));
            at.by_act_in_force_from.is_some()
                && (view.wording(rule).is_none() || Truth::any(holds) == Truth::False)
        };
        applies.retain(|at| !ends(at));
    }
}

impl Owing {
    fn starts_before(&self, day: Date) -> bool {
        // Days are written so that they sort as they follow each other.
        self.effective.as_ref().is_some_and(|at| *at < day_text(day))
    }

    fn is_same_duty(&self, other: &Owing) -> bool {
        (&self.duty, &self.actor, &self.role) == (&other.duty, &other.actor, &other.role)
    }
}
