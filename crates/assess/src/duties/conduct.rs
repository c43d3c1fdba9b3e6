//! Whose conduct a duty of whoever acts is about.

use actlas_facts::OptionIx;
use actlas_law::{Atom, PointKind, Route, RuleIx, Trigger};
use actlas_logic::Truth;

use super::Held;
use super::excluded::role_truth;
use super::find::By;
use crate::assess::{Assessor, SubjectView};

impl Assessor<'_, '_> {
    /// Whether what an actor does in a role that it holds is caught, or only what it might do in one that nothing
    /// rules out. Where it is not known to hold any role, it is whoever acts.
    pub(super) fn held_in_acting(
        &self,
        trigger: &Trigger,
        kind: PointKind,
        from: &[&SubjectView],
    ) -> Held {
        let of_points: Vec<&Route> =
            trigger.routes.iter().filter(|route| self.is_point(route.rule)).collect();
        if of_points.is_empty() || from.iter().any(|at| self.is_caught(&of_points, kind, at)) {
            return Held::Holds;
        }
        Held::MayHold
    }

    fn is_caught(&self, routes: &[&Route], kind: PointKind, at: &SubjectView) -> bool {
        let roles = (0..self.role_words().len()).map(|at| OptionIx(at as u8));
        let held: Vec<Truth> =
            roles.map(|role| role_truth(self.lowered, role, at, By::All)).collect();
        if !held.contains(&Truth::True) {
            return true;
        }
        let as_held = |(atom, known): (&Atom, &Truth)| match atom {
            Atom::MayBe(role) => held.get(usize::from(role.0)).copied().unwrap_or_default(),
            _ => *known,
        };
        let answers: Vec<Truth> =
            self.lowered.atoms().iter().zip(&at.indicated).map(as_held).collect();
        let judged = self.lowered.judge_answers(kind, &answers);
        let holds = |rule: RuleIx| judged.values.get(self.lowered.lit(rule)) == Truth::True;
        routes.iter().any(|route| holds(route.rule) && route.with.is_none_or(holds))
    }
}
