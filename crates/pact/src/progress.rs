//! How far a pledge is kept.

use actlas_facts::Date;

use crate::date::When;
use crate::map::{Coverage, PactMap};
use crate::model::{Commitment, KeptBy, Pacts};
use crate::pledge::{Evidence, Pledge, Promise};

/// How a commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Evidence that counts shows it.
    ByEvidence,
    /// The map itself shows it for every system.
    ByMap,
    /// The map reaches some systems. Of others some area is open, and of others nothing is stated: that
    /// is not the same, so they are counted apart.
    InPart {
        /// Systems with some area open.
        open: usize,
        /// Systems of which nothing is stated.
        untouched: usize,
        /// Systems of which it is not stated whose they are.
        unstated: usize,
    },
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
            Kept::InPart { open, untouched, unstated } => {
                format!("in part: {}", in_part(open, untouched, unstated))
            }
            Kept::Lapsed => "evidence no longer counts".to_owned(),
            Kept::Overdue => "not done, and its day has passed".to_owned(),
            Kept::NotDone => "not done".to_owned(),
        }
    }

    /// A short word for styles.
    pub fn as_str(self) -> &'static str {
        match self {
            Kept::ByEvidence | Kept::ByMap => "done",
            Kept::InPart { .. } => "part",
            Kept::Lapsed => "lapsed",
            Kept::Overdue => "overdue",
            Kept::NotDone => "open",
        }
    }
}

/// Why a map keeps a commitment only in part.
fn in_part(open: usize, untouched: usize, unstated: usize) -> String {
    let is = if open == 1 { "is" } else { "are" };
    let whose = if unstated == 1 { "it is" } else { "they are" };
    let parts = [
        (open, "", format!(" {is} open")),
        (untouched, "of ", " nothing is stated".to_owned()),
        (unstated, "of ", format!(" it is not stated whose {whose}")),
    ];
    let mut words = String::new();
    for (many, before, after) in parts.iter().filter(|(many, ..)| *many > 0) {
        // The first number says what it is a number of.
        let systems = match (words.is_empty(), many) {
            (true, 1) => " system",
            (true, _) => " systems",
            (false, _) => "",
        };
        let comma = if words.is_empty() { "" } else { ", " };
        words += &format!("{comma}{before}{many}{systems}{after}");
    }
    words
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
    /// Commitments that every signatory takes and that the pledge does not list.
    pub missing: Vec<&'p Commitment>,
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

    /// How many are done of how many, in words: "2 of 5 commitments done".
    pub fn words(&self) -> String {
        match self.total() {
            0 => "no commitment is listed, so none is counted".to_owned(),
            total => format!("{} of {total} commitments done", self.done()),
        }
    }

    /// How many commitments there are to be done: those taken, and those that every signatory takes
    /// whether the file lists them or not.
    pub fn total(&self) -> usize {
        self.lines.len() + self.missing.len()
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
    let missing = instrument.map(|at| pledge.missing(at)).unwrap_or_default();
    let months = instrument.and_then(|at| at.report.after_months);
    let due = pledge.published.zip(months);
    let due = due.and_then(|(day, months)| When::months_after(day, months));
    Progress { lines, missing, map, due, on }
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
        let Coverage { open, untouched, unstated, .. } = map.coverage;
        return match (open, untouched, unstated) {
            (0, 0, 0) => Kept::ByMap,
            _ => Kept::InPart { open, untouched, unstated },
        };
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
