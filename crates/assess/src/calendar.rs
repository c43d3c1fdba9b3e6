//! What begins and falls due over a portfolio, day by day.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::Date;
use serde::Serialize;

use crate::duties::{Duties, DutyStatus, Held, Owing};

/// Systems named at most for one entry; the others are counted.
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
    /// The last day for a report.
    FallsDue,
}

impl Happening {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Happening::Begins => "begins",
            Happening::BeginsUnlessExempted => "begins_unless_exempted",
            Happening::ProtectionEnds => "protection_ends",
            Happening::ProtectionMayEnd => "protection_may_end",
            Happening::FallsDue => "falls_due",
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
            Happening::FallsDue => "falls due",
        }
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
    /// The first of those systems.
    pub systems: Vec<String>,
}

/// A calendar in the making.
#[derive(Clone, Debug)]
pub struct Calendar {
    on: Date,
    entries: BTreeMap<Key, Entry>,
}

impl Entry {
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
        Calendar { on, entries: BTreeMap::new() }
    }

    /// Adds the duties of one record. Retired ones have no days to come.
    pub fn add(&mut self, duties: &Duties) {
        if duties.stage == "retired" {
            return;
        }
        let mut seen: BTreeSet<Key> = BTreeSet::new();
        // Several actors may hold a role; a system counts once, and as held if one of them holds it.
        let mut owings: Vec<&Owing> = duties.duties.iter().collect();
        owings.sort_by_key(|owing| owing.held);
        for owing in owings {
            for (day, happening) in days(owing).into_iter().filter(|(day, _)| *day >= self.on) {
                let (role, duty) = (owing.role.clone(), owing.duty.clone());
                let key = Key { day, happening, role: role.clone(), duty: duty.clone() };
                if !seen.insert(key.clone()) {
                    continue;
                }
                let basis = match happening {
                    Happening::FallsDue => owing.due.as_ref().map(|due| due.cite.clone()),
                    _ => Some(owing.basis.clone()),
                };
                let entry = self.entries.entry(key).or_insert_with(|| Entry {
                    day,
                    happening,
                    role,
                    duty,
                    title: owing.title.clone(),
                    cite: owing.cite.clone(),
                    basis: basis.unwrap_or_default(),
                    holds: 0,
                    may_hold: 0,
                    unless_existing: 0,
                    systems: Vec::new(),
                });
                match owing.held {
                    Held::Holds => entry.holds += 1,
                    Held::MayHold => entry.may_hold += 1,
                }
                let begins =
                    matches!(happening, Happening::Begins | Happening::BeginsUnlessExempted);
                if begins && owing.if_existing.is_some() {
                    entry.unless_existing += 1;
                }
                if entry.systems.len() < NAMED {
                    entry.systems.push(duties.id.clone());
                }
            }
        }
    }

    /// The entries, by day.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }
}

/// The days of one duty.
fn days(owing: &Owing) -> Vec<(Date, Happening)> {
    let day = |text: Option<&String>| {
        let (first, last) = actlas_facts::parse_date(text?)?;
        (first == last).then_some(first)
    };
    let begins = day(owing.effective.as_ref());
    let mut days = Vec::new();
    match owing.status {
        DutyStatus::Later => days.extend(begins.map(|day| (day, Happening::Begins))),
        DutyStatus::UnlessExempted => {
            days.extend(begins.map(|day| (day, Happening::BeginsUnlessExempted)));
        }
        DutyStatus::Legacy => {
            let until = day(owing.until.as_ref());
            let ends = match owing.at_least {
                true => Happening::ProtectionMayEnd,
                false => Happening::ProtectionEnds,
            };
            days.extend(until.map(|day| (day, ends)));
        }
        DutyStatus::Owed | DutyStatus::Open => {}
    }
    // A report under a duty that does not run by then is not owed.
    let runs = |latest: &Date| match owing.status {
        DutyStatus::Owed => true,
        DutyStatus::Later => begins.is_some_and(|begins| begins <= *latest),
        _ => false,
    };
    let latest = owing.due.as_ref().and_then(|due| day(Some(&due.latest)));
    days.extend(latest.filter(runs).map(|day| (day, Happening::FallsDue)));
    days
}
