//! How far a pledge is kept.

use actlas_facts::Date;

use crate::date::When;
use crate::map::PactMap;
use crate::model::{Commitment, KeptBy, Pacts};
use crate::pledge::{Evidence, Pledge, Promise};

/// How a commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Evidence that counts shows it.
    ByEvidence,
    /// The map itself shows it for every system.
    ByMap,
    /// The map reaches some systems; the number is of those that stay open.
    InPart(usize),
    /// There was evidence, and it no longer counts.
    Lapsed,
    /// Nothing shows it, and the day it was promised for has passed.
    Overdue,
    /// Nothing shows it yet.
    NotDone,
}

impl Kept {
    /// In words.
    pub fn words(self) -> String {
        match self {
            Kept::ByEvidence => "done, by evidence".to_owned(),
            Kept::ByMap => "done, by the map".to_owned(),
            Kept::InPart(1) => "in part: 1 system is open".to_owned(),
            Kept::InPart(open) => format!("in part: {open} systems are open"),
            Kept::Lapsed => "evidence no longer counts".to_owned(),
            Kept::Overdue => "not done, and its day has passed".to_owned(),
            Kept::NotDone => "not done".to_owned(),
        }
    }

    /// A short word for styles.
    pub fn as_str(self) -> &'static str {
        match self {
            Kept::ByEvidence | Kept::ByMap => "done",
            Kept::InPart(_) => "part",
            Kept::Lapsed => "lapsed",
            Kept::Overdue => "overdue",
            Kept::NotDone => "open",
        }
    }
}

/// One commitment of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'p> {
    /// The commitment.
    pub commitment: &'p Commitment,
    /// What was promised.
    pub promise: &'p Promise,
    /// How it stands.
    pub kept: Kept,
    /// Its evidence.
    pub evidence: Vec<&'p Evidence>,
}

/// A progress report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress<'p> {
    /// The commitments taken.
    pub lines: Vec<Line<'p>>,
    /// The map, if a register was given.
    pub map: Option<PactMap>,
    /// When the report is due, if the instrument asks for one and the start is known.
    pub due: Option<Date>,
    /// The day of the report.
    pub on: Date,
}

impl Progress<'_> {
    /// How many commitments are done.
    pub fn done(&self) -> usize {
        self.lines.iter().filter(|line| line.kept.as_str() == "done").count()
    }
}

/// Holds a pledge against its evidence and, if there is one, its map.
pub fn progress<'p>(
    pacts: &'p Pacts,
    pledge: &'p Pledge,
    map: Option<PactMap>,
    on: Date,
) -> Progress<'p> {
    let instrument = pacts.instrument(pledge.instrument);
    let commitments = instrument.map(|at| at.commitments.as_slice()).unwrap_or_default();
    let lines = commitments
        .iter()
        .filter_map(|commitment| {
            let promise = pledge.promises.iter().find(|at| at.id == commitment.id)?;
            let evidence: Vec<&Evidence> =
                pledge.evidence.iter().filter(|at| at.of.contains(&commitment.id)).collect();
            let kept = kept(commitment, promise, &evidence, map.as_ref(), on);
            Some(Line { commitment, promise, kept, evidence })
        })
        .collect();
    let months = instrument.and_then(|at| at.report.after_months);
    let due = pledge.published.zip(months);
    let due = due.and_then(|(day, months)| When::months_after(day, months));
    Progress { lines, map, due, on }
}

fn kept(
    commitment: &Commitment,
    promise: &Promise,
    evidence: &[&Evidence],
    map: Option<&PactMap>,
    on: Date,
) -> Kept {
    if let (KeptBy::Map, Some(map)) = (commitment.kept_by, map)
        && map.coverage.systems > 0
    {
        let open = map.coverage.systems - map.coverage.settled;
        return if open == 0 { Kept::ByMap } else { Kept::InPart(open) };
    }
    if evidence.iter().any(|at| at.counts(on)) {
        Kept::ByEvidence
    } else if !evidence.is_empty() {
        Kept::Lapsed
    } else if promise.due.is_some_and(|due| due < on) {
        Kept::Overdue
    } else {
        Kept::NotDone
    }
}
