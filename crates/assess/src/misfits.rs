//! Findings about statements that do not fit together.

use actlas_facts::{Code, CodeInfo, FactIx, Finding, Place, Record, Severity};
use actlas_law::{Condition, Subject};
use actlas_logic::Truth;

use crate::assess::{Assessor, SubjectView};
use crate::duties::{By, stated};

/// Statements that do not fit together.
pub(crate) const FACTS_DO_NOT_FIT: CodeInfo = CodeInfo {
    code: Code("facts-do-not-fit"),
    severity: Severity::Warning,
    title: "statements of a record do not fit together, or rest on a mistake about the law",
};

impl Assessor<'_, '_> {
    /// What does not fit in a record, once for each actor that it is about.
    pub(crate) fn misfits(&self, record: &Record, subjects: &[SubjectView]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for misfit in &self.pack().misfits {
            let mut told = Vec::new();
            for at in subjects.iter().filter(|at| self.is_met(&misfit.when, at)) {
                let actor = at.subject.actor_at;
                let other = |of: &&SubjectView| of.subject.actor_at != actor;
                let beside = misfit.beside.as_ref().is_none_or(|beside| {
                    subjects.iter().filter(other).any(|of| self.is_met(beside, of))
                });
                if !beside || told.contains(&actor) {
                    continue;
                }
                told.push(actor);
                let name = record.actors.get(actor).map(|actor| actor.name.as_str());
                let place = Place {
                    record: Some(record.number),
                    id: Some(record.id.clone()),
                    ..Place::file(&record.path)
                };
                let says = match name.filter(|name| record.actors.len() > 1 && !name.is_empty()) {
                    Some(name) => format!("actor `{name}`: {}", misfit.says),
                    None => misfit.says.clone(),
                };
                findings.push(Finding::new(FACTS_DO_NOT_FIT, place, says).hint(&misfit.hint));
            }
        }
        findings
    }

    /// Whether a condition holds by what is stated; what is only assumed fits everything.
    fn is_met(&self, when: &Condition, at: &SubjectView) -> bool {
        let known = |fact: FactIx| stated(at, fact, By::All);
        let subject = Subject { known: &known, roles: self.roles, role: None };
        self.lowered.truth(when, &at.judgement().values, &subject) == Truth::True
    }
}
