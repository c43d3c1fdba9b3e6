//! What a date given for the Act can mean, and whether it is right.
//!
//! News of one and the same week said that the Act applies in 2026 and in 2027; both were right about
//! something. A claim is therefore judged in every sense, and under every act: right, wrong, or
//! outdated, where it was right until a later act moved the date.

mod around;

use std::ops::Range;

use actlas_facts::Date;

use crate::cite::Citation;
use crate::dates::{dates, sentences};
use crate::model::{ActIx, Milestone, Pack};

/// How a claim stands in one sense under one act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The day lies in what was said.
    Right,
    /// It does not.
    Wrong,
    /// It did under an earlier act, and does not under this one.
    Outdated,
}

impl Verdict {
    /// `right`, `wrong` or `outdated`.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Wrong => "wrong",
            Verdict::Outdated => "outdated",
        }
    }
}

/// A claim judged in one sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sense {
    /// The milestone, by its position in the pack.
    pub milestone: usize,
    /// For each act that gives it a day: the day, what it rests on, and how the claim stands.
    pub under: Vec<(Date, Citation, Verdict)>,
    /// Those acts, in the same order.
    pub acts: Vec<ActIx>,
    /// Whether the words around the date speak of this sense.
    pub spoken: bool,
}

/// A date in a text that is said of the Act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateClaim {
    /// The words.
    pub quote: String,
    /// Where they start, in bytes.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The first and the last day they can mean.
    pub days: (Date, Date),
    /// Whether its words name no days of their own, such as a summer, so that the whole year is read.
    pub is_vague: bool,
    /// Whether it is the day of the text and not said of the Act: `Brussels, 25 September 2024 – `.
    pub is_dateline: bool,
    /// The claim in every sense.
    pub senses: Vec<Sense>,
}

/// The days of a milestone by act.
type Days = Vec<(ActIx, Date, Citation)>;

/// The day of a milestone under each act that was published by a day, with what it rests on. What an act
/// brought has no day under those before it.
pub fn days(pack: &Pack, milestone: &Milestone, known: Date) -> Vec<(ActIx, Date, Citation)> {
    let mut days = Vec::new();
    let mut last: Option<(Date, Citation)> = None;
    let acts = pack.acts.iter().enumerate().filter(|(_, act)| act.published <= known);
    for (number, act) in acts {
        let named = milestone.days.iter().find(|day| day.by.0 == number);
        last = match (&milestone.of_act, named) {
            // What is asked of an act is asked of it alone, not of its amendments.
            (Some(of_act), _) if milestone.act.0 == number => {
                Some((of_act.of(act), Citation::default()))
            }
            (None, Some(day)) => Some((day.day, day.cite.clone())),
            _ => last,
        };
        days.extend(last.clone().map(|(day, cite)| (ActIx(number), day, cite)));
    }
    days
}

/// Judges every date in a text, by all acts.
pub fn explain(pack: &Pack, text: &str) -> Vec<DateClaim> {
    explain_as_known(pack, text, Date::MAX)
}

/// Judges every date in a text, by the acts that were published by a day.
///
/// A date that can be read in two ways (`02/03/2026`) is a claim for each.
pub fn explain_as_known(pack: &Pack, text: &str, known: Date) -> Vec<DateClaim> {
    let mut claims = Vec::new();
    let days: Vec<_> = pack.milestones.iter().map(|at| days(pack, at, known)).collect();
    for sentence in sentences(text) {
        let body = text.get(sentence.clone()).unwrap_or_default();
        let dates = dates(body);
        if dates.is_empty() {
            continue;
        }
        let around = around::Around::new(body, &dates);
        let whole: Vec<_> = pack.milestones.iter().map(|at| around.whole(at)).collect();
        // Asked once for each stretch: a sentence may be as long as the text and hold thousands of dates.
        let mut named: Vec<bool> = Vec::new();
        for (number, found) in dates.iter().enumerate() {
            if number == 0 || !around.is_one() {
                let milestones = pack.milestones.iter().zip(&whole);
                named = milestones.map(|(at, whole)| around.names(at, *whole, number)).collect();
            }
            let told = !around.is_silent(number);
            let mut both = pack.milestones.iter().zip(&named);
            let others = both.any(|(milestone, is_named)| !milestone.alone && *is_named);
            let judged = |said: (Date, Date)| {
                let milestones = pack.milestones.iter().zip(&named).zip(&days).enumerate();
                let sense =
                    |(at, ((milestone, is_named), days)): (usize, ((&Milestone, &bool), &Days))| {
                        let (acts, under): (Vec<_>, Vec<_>) = judge(days, said).unzip();
                        let spoken = told && *is_named && !(milestone.alone && others);
                        (!acts.is_empty()).then_some(Sense { milestone: at, under, acts, spoken })
                    };
                milestones.filter_map(sense).collect()
            };
            for days in &found.days {
                claims.push(DateClaim {
                    quote: body.get(found.start..found.end).unwrap_or_default().to_owned(),
                    start: sentence.start + found.start,
                    end: sentence.start + found.end,
                    days: *days,
                    is_vague: found.is_vague,
                    is_dateline: around.is_dateline(number),
                    senses: judged(*days),
                });
            }
        }
    }
    claims
}

/// How many claims a text makes. Each is judged in every sense, which takes room.
pub fn count(text: &str) -> usize {
    let of = |sentence| dates(text.get::<Range<usize>>(sentence).unwrap_or_default());
    sentences(text).into_iter().flat_map(of).map(|found| found.days.len()).sum()
}

/// Dates in a text that no calendar has, such as 31 February: where they start and end, in bytes.
pub fn impossible(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for sentence in sentences(text) {
        let body = text.get(sentence.clone()).unwrap_or_default();
        let none = dates(body).into_iter().filter(|at| at.days.is_empty());
        ranges.extend(none.map(|at| sentence.start + at.start..sentence.start + at.end));
    }
    ranges
}

fn judge(
    days: &Days,
    said: (Date, Date),
) -> impl Iterator<Item = (ActIx, (Date, Citation, Verdict))> {
    let mut was_right = false;
    days.iter().map(move |(act, day, cite)| {
        let right = said.0 <= *day && *day <= said.1;
        let verdict = match (right, was_right) {
            (true, _) => Verdict::Right,
            (false, true) => Verdict::Outdated,
            (false, false) => Verdict::Wrong,
        };
        was_right |= right;
        (*act, (*day, cite.clone(), verdict))
    })
}
