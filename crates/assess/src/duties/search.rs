//! The search for the most pressing way in which a duty stands for an actor.

use std::collections::BTreeSet;

use actlas_facts::OptionIx;
use actlas_law::{Duty, PointKind, RuleIx, Trigger, Whose};

use super::find::{Asked, By, Found, Having};
use crate::assess::{Assessor, SubjectView};

/// Whether the facts that decide are named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    Facts,
    Nothing,
}

/// From what duties are found.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) subjects: &'a [SubjectView],
    /// The points that are open.
    pub(super) open: &'a BTreeSet<RuleIx>,
    pub(super) missing: &'a [crate::outcome::Missing],
    pub(super) naming: Naming,
}

impl Assessor<'_, '_> {
    /// The duties of a view that are addressed to a role, with what brings them.
    pub(super) fn addressed(
        &self,
        role: Option<OptionIx>,
        kind: PointKind,
    ) -> impl Iterator<Item = (&Duty, &Trigger)> {
        let pack = self.pack();
        let view = self.lowered.view();
        pack.duties.iter().filter_map(move |duty| {
            let addressed = match role {
                Some(role) => duty.roles.contains(&role),
                None => duty.roles.is_empty(),
            };
            let trigger = pack.triggers.get(duty.trigger).filter(|at| at.of == kind)?;
            let speaks = duty.version(&view).or(duty.coming(&view)).is_some();
            (addressed && speaks).then_some((duty, trigger))
        })
    }

    pub(super) fn is_of_provider(&self, trigger: &Trigger, role: Option<OptionIx>) -> bool {
        let of_high_risk =
            trigger.whose == Whose::Own && trigger.routes.iter().any(|route| route.route.is_some());
        of_high_risk && self.is_provider(role)
    }

    /// Where a duty stands for an actor in a role, by the most pressing of its uses, and which those are.
    pub(super) fn search<'s>(
        &self,
        search: &Search<'s>,
        mine: &[&'s SubjectView],
        (duty, trigger, role, having): (&Duty, &Trigger, Option<OptionIx>, Having),
        by: By,
    ) -> Option<(Found, Vec<&'s SubjectView>)> {
        let mut best: Option<(Found, Vec<&SubjectView>)> = None;
        // A use that somebody else gave the system is none that its provider intended.
        let of_provider = self.is_of_provider(trigger, role);
        let own =
            |at: &&&'s SubjectView| !of_provider || !self.is_given_by_another(search.subjects, at);
        for at in mine.iter().filter(own) {
            let (others, open) = (search.subjects, search.open);
            let naming = search.naming;
            let asked = Asked { duty, trigger, at, others, open, by, role, having, naming };
            let Some(found) = self.found(&asked, search.missing) else {
                continue;
            };
            match &mut best {
                Some((old, from)) if *old == found => from.push(at),
                Some((old, _)) if *old < found => {}
                _ => best = Some((found, vec![at])),
            }
        }
        best
    }
}
