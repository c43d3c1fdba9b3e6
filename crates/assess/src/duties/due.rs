//! The last day that an incident sets.

use actlas_facts::{Code, CodeInfo, FactIx, Finding, Layer, Place, Record, Severity, day_text};
use actlas_law::compute::Incident;
use actlas_law::{Counts, Duty, INCIDENT_FACTS, KnownIncident, incident};
use actlas_logic::Truth;

use super::find::{By, Found, stated};
use super::{Due, Owing};
use crate::assess::{Assessed, Assessor, SubjectView};

/// An incident whose clock cannot be told.
pub const INCIDENT_WITHOUT_DAY: CodeInfo = CodeInfo {
    code: Code("incident-without-day"),
    severity: Severity::Warning,
    title: "a serious incident is stated and not when it became known, so that its report has no last day",
};

impl Assessor<'_, '_> {
    /// The last day that follows from an incident, if its kind and its day are stated and the duty runs by the day
    /// on which it became known. Of a month or a year the earliest day counts, and the fact would decide.
    pub(super) fn due(&self, duty: &Duty, found: &Found, at: &SubjectView) -> Option<Due> {
        let incident = self.incident(duty, at)?;
        let runs_from = found.effective?;
        if incident.last.is_some_and(|last| last < runs_from) {
            return None;
        }
        // What became known before the duty runs sets no day, so that the first one it can count from is the later.
        let known = incident.first?.max(runs_from);
        let latest = incident.latest(known)?;
        let is_exact = incident.first == incident.last;
        let at_latest = incident.last.filter(|_| !is_exact).and_then(|last| incident.latest(last));
        let pack = self.pack();
        let options =
            pack.vocabulary.find(INCIDENT_FACTS[0]).and_then(|at| pack.vocabulary.get(at));
        let options = options.map(|fact| fact.kind.options()).unwrap_or_default();
        let mut labels = incident.kinds.iter().map(|(_, option)| {
            options
                .get(usize::from(option.0))
                .map(|option| option.label.clone())
                .unwrap_or_default()
        });
        let cite = match incident.kinds.first()?.0 {
            Incident::InfrastructureOrWidespread => "Art. 73(3)",
            Incident::Death => "Art. 73(4)",
            Incident::Rights | Incident::Other => "Art. 73(2)",
        };
        Some(Due {
            what: labels.next()?,
            beside: labels.collect(),
            known: day_text(known),
            latest: day_text(latest),
            at_latest: at_latest.map(day_text),
            decided_by: match is_exact {
                true => Vec::new(),
                false => vec![INCIDENT_FACTS[1].to_owned()],
            },
            cite: cite.to_owned(),
        })
    }

    /// The incident that is stated, if a duty counts from one and the Act asks for its report.
    fn incident(&self, duty: &Duty, at: &SubjectView) -> Option<KnownIncident> {
        let Counts::Incident = duty.counts?;
        let values = &at.judgement().values;
        let only_rights = duty.only_rights.map(|rule| values.get(self.lowered.lit(rule)));
        let known = |fact: FactIx| stated(at, fact, By::All);
        incident(self.pack(), only_rights.unwrap_or(Truth::False), &known)
    }

    /// Says that a report has no last day for want of the day on which the incident became known.
    pub(super) fn without_day(
        &self,
        record: &Record,
        assessed: &Assessed,
        owings: &[Owing],
    ) -> Option<Finding> {
        let fact = self.pack().vocabulary.find(INCIDENT_FACTS[0])?;
        let says = |at: &actlas_facts::Statement| at.fact == fact && at.layer > Layer::Assumed;
        if !record.statements.iter().any(says) {
            return None;
        }
        let without = |owing: &&Owing| {
            let duty = self.pack().duty(&owing.duty).and_then(|ix| self.pack().duties.get(ix.0));
            let incident = |at| duty.and_then(|duty| self.incident(duty, at));
            let lacks = |at| incident(at).is_some_and(|incident| incident.first.is_none());
            owing.due.is_none() && assessed.subjects.iter().any(lacks)
        };
        let owing = owings.iter().find(without)?;
        let says = format!(
            "`{}` is stated and not since when it is known, so that {} {} has no last day",
            INCIDENT_FACTS[0], owing.duty, owing.title
        );
        let place = Place {
            record: Some(record.number),
            id: Some(record.id.clone()),
            ..Place::file(&record.path)
        };
        let hint = format!("state `{}`, be it a month: its clock runs", INCIDENT_FACTS[1]);
        Some(Finding::new(INCIDENT_WITHOUT_DAY, place, says).hint(hint))
    }
}
