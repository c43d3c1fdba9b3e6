//! The clock of serious incidents: of what kind one is, and since when it is known.

use actlas_facts::{Date, FactIx, Interval, Knowledge, OptionIx};
use actlas_logic::Truth;

use crate::compute::{Incident, incident_report_due};
use crate::model::Pack;

/// The facts that the clock of serious incidents reads: of what kinds, and when it was known.
pub const INCIDENT_FACTS: [&str; 2] = ["serious_incident", "incident_known_on"];

/// A serious incident that the Act asks to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownIncident {
    /// The kinds that are stated, with the options that say so: first the one whose clock is the shortest.
    pub kinds: Vec<(Incident, OptionIx)>,
    /// The first day on which it can have become known; `None` where nothing is stated of that.
    pub first: Option<Date>,
    /// The last such day; the same one where the day is stated.
    pub last: Option<Date>,
}

impl KnownIncident {
    /// The last day for reporting what became known on a day: of several kinds the shortest clock counts.
    pub fn latest(&self, known: Date) -> Option<Date> {
        self.kinds.iter().map(|(kind, _)| incident_report_due(*kind, known)).min()
    }
}

/// The incident that facts tell of, if one is stated that is reported by the Act. Where `only_rights` holds, other
/// law asks for the reports of all but infringed fundamental rights.
pub fn incident<'k>(
    pack: &Pack,
    only_rights: Truth,
    stated: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
) -> Option<KnownIncident> {
    let [kinds, day] = INCIDENT_FACTS.map(|id| pack.vocabulary.find(id));
    let Knowledge::Set { has, .. } = stated(kinds?)? else { return None };
    let options = pack.vocabulary.get(kinds?)?.kind.options();
    let kind = |option: OptionIx| {
        let kind = match options.get(usize::from(option.0))?.id.as_str() {
            "death" => Incident::Death,
            "infrastructure_or_widespread" => Incident::InfrastructureOrWidespread,
            "fundamental_rights" => Incident::Rights,
            "other" => Incident::Other,
            _ => return None,
        };
        Some((kind, option))
    };
    let is_reported =
        |(kind, _): &(Incident, OptionIx)| *kind == Incident::Rights || only_rights != Truth::True;
    let mut kinds: Vec<(Incident, OptionIx)> =
        has.iter().filter_map(kind).filter(is_reported).collect();
    // Whatever the day: periods are told apart by any of them.
    kinds.sort_by_key(|(kind, _)| incident_report_due(*kind, Date::MIN));
    let known = match day.and_then(stated) {
        Some(Knowledge::Date(known)) => known.clone(),
        _ => Interval::unbounded(),
    };
    let bound = |bound: Option<actlas_facts::Bound<Date>>| bound.map(|at| at.value);
    let (first, last) = (bound(known.low), bound(known.high));
    (!kinds.is_empty()).then_some(KnownIncident { kinds, first, last })
}
