//! Other readings under which a point runs from another day, though neither points nor class change.

use actlas_facts::FactIx;
use actlas_logic::Truth;

use crate::assess::{Assessor, SubjectView};
use crate::outcome::{AppliesAt, Contested, Outcome};

impl Assessor<'_, '_> {
    /// Adds to the contested readings of an outcome when its points run under each of them.
    pub(crate) fn redate(&self, outcome: &mut Outcome, subjects: &[SubjectView]) {
        for other in &self.other_protections {
            let differing = |own: &AppliesAt| -> Option<AppliesAt> {
                let point = self.pack().find(&own.point)?;
                if !other.speaks_of(self.pack().rule(point)?) {
                    return None;
                }
                let holds = |at: &&SubjectView| {
                    at.judgement().values.get(self.lowered.lit(point)) == Truth::True
                };
                let at = subjects.iter().find(holds)?;
                let known = |fact: FactIx| at.facts.get(fact).map(|at| &at.indicated);
                let then = self.published(at, other.applies(point, self.roles, &known)?);
                let when =
                    |at: &AppliesAt| (at.status.clone(), at.effective.clone(), at.until.clone());
                (when(&then) != when(own)).then_some(then)
            };
            let applies: Vec<AppliesAt> = outcome.applies.iter().filter_map(differing).collect();
            let question = self.pack().readings.get(other.reading.0);
            let Some(question) = question.filter(|_| !applies.is_empty()) else { continue };
            let answer = question.alternatives.get(other.alternative);
            let reading = answer.map_or(String::new(), |answer| answer.id.clone());
            let same = |at: &&mut Contested| at.question == question.id && at.reading == reading;
            match outcome.contested.iter_mut().find(same) {
                Some(contested) => contested.applies = applies,
                None => outcome.contested.push(Contested {
                    question: question.id.clone(),
                    reading,
                    class: outcome.indicated.class.clone(),
                    points: outcome.indicated.points.clone(),
                    applies,
                }),
            }
        }
    }
}
