//! What only bites on something that is there.

use actlas_facts::{FactIx, Knowledge};
use actlas_logic::Truth;

use super::DutyStatus;
use super::find::{Asked, Found, stated};
use crate::assess::Assessor;

impl Assessor<'_, '_> {
    /// Of something that is first placed after the law's own day nothing is owed before it is; what Article 113 itself
    /// lets start after that keeps its day.
    pub(super) fn once_placed(&self, asked: &Asked, mut found: Found) -> Found {
        let Some((fact, cite)) = &asked.trigger.placed else { return found };
        let Some(Knowledge::Date(placed)) = stated(asked.at, *fact, asked.by) else {
            return self.if_placed(asked, *fact, found);
        };
        let Some(day) = placed.low.as_ref().map(|bound| bound.value) else { return found };
        let on = self.lowered.view().on();
        let before = found.effective.is_some_and(|effective| effective < day);
        if !before || found.status == DutyStatus::Legacy {
            return found;
        }
        if found.status == DutyStatus::Owed && day > on {
            found.status = DutyStatus::Later;
        }
        found.by_law = found.effective.replace(day);
        found.basis = cite.short();
        // A month or a year leaves the day open.
        if day > on && placed.exact().is_none() && !found.decided_by.contains(fact) {
            found.decided_by.insert(0, *fact);
        }
        found
    }

    /// What is stated not to be there yet, and is in scope by a test, owes nothing before it is placed, on a day that
    /// nobody stated.
    fn if_placed(&self, asked: &Asked, day: FactIx, mut found: Found) -> Found {
        let not_yet = self.pack().vocabulary.find(NOT_YET);
        let not_yet = not_yet.and_then(|fact| stated(asked.at, fact, asked.by));
        let runs = matches!(found.status, DutyStatus::Owed | DutyStatus::UnlessExempted);
        if not_yet != Some(&Knowledge::YesNo(Truth::True)) || !runs {
            return found;
        }
        found.status = DutyStatus::Open;
        found.decided_by = vec![day];
        found.if_existing = None;
        found
    }
}

/// The fact that says that a system is neither offered nor used.
const NOT_YET: &str = "not_yet_on_market";
