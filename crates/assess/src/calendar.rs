//! What begins and falls due over a portfolio, day by day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actlas_facts::Date;
use serde::Serialize;

use crate::duties::{Duties, DutyStatus, Held, OtherAnswer, OtherOwing, Owing};

/// Systems of a kind named at most for one entry; the others are counted.
const NAMED: usize = 20;

/// What happens on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// A duty begins.
    Begins,
    /// A duty begins unless an assessment under Article 6(3) is documented.
    BeginsUnlessExempted,
    /// The protection of Article 111 ends: the duty is to be met by then.
    ProtectionEnds,
    /// The protection of Article 111 ends, or lasts longer: facts that nobody stated decide.
    ProtectionMayEnd,
    /// The protection of Article 111 ends, and facts that nobody stated decide whether the duty is owed then.
    ProtectionEndsIfOwed,
    /// The last day for a report.
    FallsDue,
    /// The last day for a report, unless an assessment under Article 6(3) is documented.
    FallsDueUnlessExempted,
    /// The last day for a report, if facts that nobody stated bring the duty.
    MayFallDue,
    /// A duty begins by another answer to a contested question alone.
    ByOtherReading,
}

impl Happening {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Happening::Begins => "begins",
            Happening::BeginsUnlessExempted => "begins_unless_exempted",
            Happening::ProtectionEnds => "protection_ends",
            Happening::ProtectionMayEnd => "protection_may_end",
            Happening::ProtectionEndsIfOwed => "protection_ends_if_owed",
            Happening::FallsDue => "falls_due",
            Happening::FallsDueUnlessExempted => "falls_due_unless_exempted",
            Happening::MayFallDue => "may_fall_due",
            Happening::ByOtherReading => "by_other_reading",
        }
    }

    /// For people, after "it".
    pub fn words(self) -> &'static str {
        match self {
            Happening::Begins => "begins",
            Happening::BeginsUnlessExempted => "begins unless exempt under Article 6(3)",
            Happening::ProtectionEnds => "is to be met (protection ends)",
            Happening::ProtectionMayEnd => {
                "is to be met unless facts that are not stated protect it longer"
            }
            Happening::ProtectionEndsIfOwed => "may have to be met (protection ends)",
            Happening::FallsDue => "falls due",
            Happening::FallsDueUnlessExempted => "falls due unless exempt under Article 6(3)",
            Happening::MayFallDue => "may fall due",
            Happening::ByOtherReading => "begins if a contested question is answered otherwise",
        }
    }

    /// Whether it is the last day for a report.
    pub fn is_report(self) -> bool {
        use Happening::{FallsDue, FallsDueUnlessExempted, MayFallDue};
        matches!(self, FallsDue | FallsDueUnlessExempted | MayFallDue)
    }

    /// Whether facts that nobody stated decide.
    pub fn is_open(self) -> bool {
        use Happening::{MayFallDue, ProtectionEndsIfOwed, ProtectionMayEnd};
        matches!(self, ProtectionMayEnd | ProtectionEndsIfOwed | MayFallDue)
    }
}

/// What is the same for all systems of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    day: Date,
    happening: Happening,
    role: String,
    duty: String,
}

/// One duty of one role on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub day: Date,
    /// What happens.
    pub happening: Happening,
    /// The role.
    pub role: String,
    /// The duty.
    pub duty: String,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub cite: String,
    /// What the day rests on.
    pub basis: String,
    /// Systems of which an actor holds the role.
    pub holds: usize,
    /// Systems of which nothing rules the role out.
    pub may_hold: usize,
    /// Of all these, the systems of which nobody stated whether they were there before: for those that were it does
    /// not begin.
    pub unless_existing: usize,
    /// The first of the systems of which an actor holds the role, or all of them.
    pub systems_holding: Vec<Arc<str>>,
    /// The first of those of which nothing rules it out, or all of them.
    pub systems_may_hold: Vec<Arc<str>>,
    /// Of a report, those of `unless_existing`.
    pub systems_unless_existing: Vec<Arc<str>>,
    /// The facts that decide, where that is open.
    pub decided_by: BTreeSet<String>,
    /// Of all these, the systems for which another answer to a contested question makes something else of the duty.
    pub contested: usize,
    /// Those answers, as `U-04=text`.
    pub contested_by: BTreeSet<String>,
    /// What systems that are named by their ids are called, where that is something else.
    pub names: BTreeMap<Arc<str>, Arc<str>>,
}

/// A calendar in the making.
#[derive(Clone, Debug)]
pub struct Calendar {
    on: Date,
    named: usize,
    entries: BTreeMap<Key, Entry>,
}

impl Entry {
    /// One that no system has yet: its title, its provision and what its day rests on.
    fn new(key: &Key, (title, cite, basis): (&str, &str, &str)) -> Entry {
        Entry {
            day: key.day,
            happening: key.happening,
            role: key.role.clone(),
            duty: key.duty.clone(),
            title: title.to_owned(),
            cite: cite.to_owned(),
            basis: basis.to_owned(),
            holds: 0,
            may_hold: 0,
            unless_existing: 0,
            systems_holding: Vec::new(),
            systems_may_hold: Vec::new(),
            systems_unless_existing: Vec::new(),
            decided_by: BTreeSet::new(),
            contested: 0,
            contested_by: BTreeSet::new(),
            names: BTreeMap::new(),
        }
    }

    /// The same for each of its systems alone, with how sure it is that an actor has the role.
    pub fn by_system(&self) -> impl Iterator<Item = (Arc<str>, Entry)> {
        let holding = self.systems_holding.iter().map(|id| (id, Held::Holds));
        let may_hold = self.systems_may_hold.iter().map(|id| (id, Held::MayHold));
        holding.chain(may_hold).map(|(id, held)| {
            let of = |wanted: Held| -> Vec<Arc<str>> {
                if held == wanted { vec![Arc::clone(id)] } else { Vec::new() }
            };
            let reserved = self.systems_unless_existing.contains(id);
            let entry = Entry {
                holds: usize::from(held == Held::Holds),
                may_hold: usize::from(held == Held::MayHold),
                unless_existing: usize::from(reserved),
                systems_holding: of(Held::Holds),
                systems_may_hold: of(Held::MayHold),
                ..self.clone()
            };
            (Arc::clone(id), entry)
        })
    }

    /// "; contested by U-04=text", "; contested for 2 of them by U-04=text"; nothing where no other answer differs.
    pub fn contested_words(&self) -> String {
        let by = self.contested_by.iter().cloned().collect::<Vec<_>>().join(", ");
        match (self.contested, self.holds + self.may_hold) {
            _ if self.happening == Happening::ByOtherReading => format!("; by {by} alone"),
            (0, _) => String::new(),
            (some, all) if some == all => format!("; contested by {by}"),
            (some, _) => format!("; contested for {some} of them by {by}"),
        }
    }

    /// "A-1, A-2 and 3 more; A-9 if it has that role".
    /// A system by its id and name: "A-1 Sieve".
    pub fn called(&self, id: &Arc<str>) -> String {
        match self.names.get(id) {
            Some(name) => format!("{id} {name}"),
            None => id.to_string(),
        }
    }

    /// "A-1 Sieve, A-2 and 3 more; A-9 if it has that role".
    pub fn systems_words(&self) -> String {
        let called = |named: &[Arc<str>]| {
            named.iter().map(|id| self.called(id)).collect::<Vec<_>>().join(", ")
        };
        let words = |named: &[Arc<str>], all: usize| match all.saturating_sub(named.len()) {
            0 => called(named),
            more => format!("{} and {more} more", called(named)),
        };
        let holding = words(&self.systems_holding, self.holds);
        let if_held = match self.may_hold {
            1 => "if it has that role",
            _ => "if they have that role",
        };
        let may_hold = format!("{} {if_held}", words(&self.systems_may_hold, self.may_hold));
        match (self.holds, self.may_hold) {
            (_, 0) => holding,
            (0, _) => may_hold,
            _ => format!("{holding}; {may_hold}"),
        }
    }

    /// "; `first_placed_on` decides" of what facts that nobody stated decide whether it is owed.
    pub fn decided_by_words(&self) -> String {
        let open = [Happening::MayFallDue, Happening::ProtectionEndsIfOwed];
        if !open.contains(&self.happening) || self.decided_by.is_empty() {
            return String::new();
        }
        let facts: Vec<String> = self.decided_by.iter().map(|fact| format!("`{fact}`")).collect();
        let verb = if facts.len() == 1 { "decides" } else { "decide" };
        format!("; {} {verb}", facts.join(", "))
    }

    /// ", 2 of them unless they are existing systems"; nothing where that is known of all.
    pub fn unless_existing_words(&self) -> String {
        match (self.unless_existing, self.holds + self.may_hold) {
            (0, _) => String::new(),
            (1, 1) => ", unless it is an existing one".to_owned(),
            (some, all) if some == all => ", unless they are existing ones".to_owned(),
            (1, _) => ", 1 of them unless it is an existing one".to_owned(),
            (some, _) => format!(", {some} of them unless they are existing ones"),
        }
    }
}

impl Calendar {
    /// A calendar of what comes after a day, that day included.
    pub fn new(on: Date) -> Calendar {
        Calendar { on, named: NAMED, entries: BTreeMap::new() }
    }

    /// The same, which names every system: for a table, which is read by programs.
    pub fn naming_all(on: Date) -> Calendar {
        Calendar { named: usize::MAX, ..Calendar::new(on) }
    }

    /// Adds the duties of one record. Retired ones have no days to come.
    pub fn add(&mut self, duties: &Duties) {
        if duties.stage == "retired" {
            return;
        }
        let mut seen: BTreeSet<Key> = BTreeSet::new();
        let id: Arc<str> = Arc::from(duties.id.as_str());
        let is_called = !duties.name.is_empty() && duties.name != duties.id;
        let name: Option<Arc<str>> = is_called.then(|| Arc::from(duties.name.as_str()));
        // Several actors may hold a role; a system counts once, and as held if one of them holds it.
        let mut owings: Vec<&Owing> = duties.duties.iter().collect();
        owings.sort_by_key(|owing| owing.held);
        for owing in owings {
            for (day, happening) in days(owing, self.on) {
                let (role, duty) = (owing.role.clone(), owing.duty.clone());
                let key = Key { day, happening, role, duty };
                if !seen.insert(key.clone()) {
                    continue;
                }
                let due = owing.due.as_ref().filter(|_| happening.is_report());
                let basis = due.map_or(&owing.basis, |due| &due.cite);
                let about = (owing.title.as_str(), owing.cite.as_str(), basis.as_str());
                let entry =
                    self.entries.entry(key.clone()).or_insert_with(|| Entry::new(&key, about));
                entry.contested += usize::from(!owing.contested.is_empty());
                entry.contested_by.extend(owing.contested.iter().map(OtherAnswer::chosen));
                let (count, systems) = match owing.held {
                    Held::Holds => (&mut entry.holds, &mut entry.systems_holding),
                    Held::MayHold => (&mut entry.may_hold, &mut entry.systems_may_hold),
                };
                *count += 1;
                // Of incidents there are few, and each is its system's own.
                if systems.len() < self.named || happening.is_report() {
                    systems.push(Arc::clone(&id));
                    entry.names.extend(name.clone().map(|name| (Arc::clone(&id), name)));
                }
                if is_reserved(owing, happening) {
                    entry.unless_existing += 1;
                    if happening.is_report() {
                        entry.systems_unless_existing.push(Arc::clone(&id));
                    }
                }
                if happening.is_open() && is_undecided(owing) {
                    entry.decided_by.extend(owing.decided_by.iter().cloned());
                }
                if let Some(due) = due {
                    entry.decided_by.extend(due.decided_by.iter().cloned());
                }
            }
        }
        self.add_by_other_readings(duties, &id, name.as_ref());
    }

    /// What only another answer to a contested question puts on a day.
    fn add_by_other_readings(&mut self, duties: &Duties, id: &Arc<str>, name: Option<&Arc<str>>) {
        let mut seen: BTreeSet<Key> = BTreeSet::new();
        let mut others: Vec<&OtherOwing> = duties.by_other_readings.iter().collect();
        others.sort_by_key(|other| other.held);
        for other in others {
            let has_day = other.answer.status != Some(DutyStatus::Owed);
            let Some(day) = day(other.answer.effective.as_ref()).filter(|_| has_day) else {
                continue;
            };
            let (role, duty) = (other.role.clone(), other.duty.clone());
            let happening = Happening::ByOtherReading;
            let key = Key { day, happening, role, duty };
            if day < self.on {
                continue;
            }
            let about = (other.title.as_str(), other.cite.as_str(), "");
            let entry = self.entries.entry(key.clone()).or_insert_with(|| Entry::new(&key, about));
            entry.contested_by.insert(other.answer.chosen());
            // Several answers, and several actors, may bring it to one system.
            if !seen.insert(key) {
                continue;
            }
            entry.contested += 1;
            let (count, systems) = match other.held {
                Held::Holds => (&mut entry.holds, &mut entry.systems_holding),
                Held::MayHold => (&mut entry.may_hold, &mut entry.systems_may_hold),
            };
            *count += 1;
            if systems.len() < self.named {
                systems.push(Arc::clone(id));
                entry.names.extend(name.map(|name| (Arc::clone(id), Arc::clone(name))));
            }
        }
    }

    /// The entries, by day.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }
}

/// The days of one duty from a day on.
fn days(owing: &Owing, on: Date) -> Vec<(Date, Happening)> {
    let begins = day(owing.effective.as_ref());
    let mut days = Vec::new();
    match owing.status {
        DutyStatus::Later => days.extend(begins.map(|day| (day, Happening::Begins))),
        DutyStatus::UnlessExempted => {
            days.extend(begins.map(|day| (day, Happening::BeginsUnlessExempted)));
        }
        DutyStatus::Legacy => {
            let until = day(owing.until.as_ref());
            let ends = match (owing.condition_open, owing.at_least) {
                (true, _) => Happening::ProtectionEndsIfOwed,
                (false, true) => Happening::ProtectionMayEnd,
                (false, false) => Happening::ProtectionEnds,
            };
            days.extend(until.map(|day| (day, ends)));
        }
        DutyStatus::Owed | DutyStatus::Open => {}
    }
    days.extend(last_day(owing, begins, on));
    days.retain(|(day, _)| *day >= on);
    days
}

fn day(text: Option<&String>) -> Option<Date> {
    let (first, last) = actlas_facts::parse_date(text?)?;
    (first == last).then_some(first)
}

/// The last day for a report. Under a duty that does not run by then none is owed. Where it is not known to the day
/// the earliest counts, and once that has passed the latest.
fn last_day(owing: &Owing, begins: Option<Date>, on: Date) -> Option<(Date, Happening)> {
    let due = owing.due.as_ref()?;
    let runs = |latest: &Date| match owing.status {
        DutyStatus::Owed => true,
        _ => begins.is_some_and(|begins| begins <= *latest),
    };
    let earliest = day(Some(&due.latest)).filter(runs)?;
    let at_latest = day(due.at_latest.as_ref());
    match at_latest {
        Some(at_latest) if earliest < on => Some((at_latest, falls_due(owing))),
        _ if due.decided_by.is_empty() => Some((earliest, falls_due(owing))),
        _ => Some((earliest, Happening::MayFallDue)),
    }
}

/// Whether facts that nobody stated decide about the duty itself.
fn is_undecided(owing: &Owing) -> bool {
    matches!(owing.status, DutyStatus::Legacy | DutyStatus::Open)
}

/// How sure it is that a report is owed: what is missing takes no day off the calendar.
fn falls_due(owing: &Owing) -> Happening {
    match owing.status {
        DutyStatus::Owed | DutyStatus::Later => Happening::FallsDue,
        DutyStatus::UnlessExempted => Happening::FallsDueUnlessExempted,
        DutyStatus::Legacy if owing.decided_by.is_empty() => Happening::FallsDue,
        DutyStatus::Legacy | DutyStatus::Open => Happening::MayFallDue,
    }
}

/// Whether it is not so for a system that was there before, where nobody stated whether it was.
fn is_reserved(owing: &Owing, happening: Happening) -> bool {
    let begins = matches!(happening, Happening::Begins | Happening::BeginsUnlessExempted);
    // What is owed on the day asked about is owed by both of its days.
    let due = happening.is_report() && owing.status != DutyStatus::Owed;
    (begins || due) && owing.if_existing.is_some()
}
