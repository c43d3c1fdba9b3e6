//! What stands beside a name, in its line of a list or in a cell of its row, read by itself: `no`, `✗`, `(not
//! yet)`, `safety chapter only`.

use std::ops::Range;

use super::article::{Read, Taken};
use super::book::{Cell, Found, Mark, WordKind};
use super::claims::{Cue, Span, cues};
use super::polarity::{Turn, turn};
use super::split::{CROSSES, TICKS};
use crate::model::Position;

/// What it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing, or who somebody is.
    Description,
    /// Yes, with its words if it has any.
    Yes(Option<Range<usize>>),
    /// No.
    No(Option<Range<usize>>),
    /// A position.
    At(Position, Range<usize>),
    /// Something that is no answer, or in doubt.
    Unclear,
}

/// What the words of a part of a line may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum May {
    /// An answer, or a description of who is named.
    Describe,
    /// An answer alone.
    Answer,
}

/// The position of somebody of whom this is said where others stand at `position`.
pub(super) fn answered(said: &Said, position: Position) -> Option<Position> {
    match (said, position) {
        (Said::At(at, _), _) => Some(*at),
        (Said::Description, position) => Some(position),
        (Said::Yes(_), Position::Signed) => Some(Position::Signed),
        (Said::No(_), Position::Signed) => Some(Position::Absent),
        // `Not signed: ❌ X`; `not signed: X: no` can mean either.
        (Said::No(None), Position::Absent | Position::Declined) => Some(position),
        _ => None,
    }
}

/// The words that say it.
pub(super) fn words_of(said: &Said) -> Option<Range<usize>> {
    match said {
        Said::Yes(words) | Said::No(words) => words.clone(),
        Said::At(_, words) => Some(words.clone()),
        Said::Description | Said::Unclear => None,
    }
}

/// A sign of yes or of no, if a text has signs of one of them alone.
pub(super) fn sign(text: &str) -> Option<Said> {
    match (text.contains(TICKS), text.contains(CROSSES)) {
        (true, false) => Some(Said::Yes(None)),
        (false, true) => Some(Said::No(None)),
        (true, true) => Some(Said::Unclear),
        (false, false) => None,
    }
}

/// What two parts of a line say together.
pub(super) fn both(one: Said, other: Said) -> Said {
    match (&one, &other) {
        (_, Said::Description) => one,
        (Said::Description, _) => other,
        (Said::Yes(_), Said::Yes(_)) | (Said::No(_), Said::No(_)) => one,
        (Said::At(at, _), Said::At(also, _)) if at == also => one,
        // `✅ signed`, `✗ declined`, `yes (the safety chapter only)`
        (Said::Yes(_), Said::At(at, _)) if signs(*at) => other,
        (Said::At(at, _), Said::Yes(_)) if signs(*at) => one,
        (Said::No(_), Said::At(at, _)) if !signs(*at) => other,
        (Said::At(at, _), Said::No(_)) if !signs(*at) => one,
        _ => Said::Unclear,
    }
}

fn signs(position: Position) -> bool {
    matches!(position, Position::Signed | Position::Partial | Position::Announced)
}

/// Signs that part what is said beside a name.
const PARTS: &[char] = &[
    '(', ')', ',', ';', ':', '–', '—', '|', '/', '[', ']', '→', '=', '，', '（', '）', '：', '、',
];

/// Whether what stands between two words parts them.
pub(super) fn parts(gap: &str) -> bool {
    gap.contains(PARTS) || gap.contains(" - ") || gap.contains(TICKS) || gap.contains(CROSSES)
}

/// What some words of a line say, part by part.
pub(super) fn said(taken: &Taken, read: &Read, words: Range<usize>, may: May) -> Said {
    let mut all = Said::Description;
    let mut start = words.start;
    let last = |at: usize| at + 1 >= words.end || parts(taken.gap(at));
    for at in words.clone() {
        if last(at) {
            // What follows a colon is said of the name and does not describe it.
            let colon =
                start > read.words.start && taken.gap(start - 1).contains([':', '：', '→', '=']);
            let may = if colon { May::Answer } else { may };
            all = both(all, part(taken, read, start..at + 1, may));
            start = at + 1;
        }
    }
    all
}

fn part(taken: &Taken, read: &Read, words: Range<usize>, may: May) -> Said {
    let within = |at: &&Found| words.start <= at.start && at.end <= words.end;
    let marks: Vec<&Found> = read.marks.iter().filter(within).collect();
    let has = |kind: WordKind| marks.iter().any(|at| at.mark == Mark::Word(kind));
    let doubt =
        [WordKind::Whether, WordKind::InDoubt, WordKind::Unreal, WordKind::Asks, WordKind::Reports];
    let asked = taken.gap(words.end.saturating_sub(1)).contains(['?', '？', '؟']);
    let cells = || {
        marks.iter().filter_map(|at| match at.mark {
            Mark::Cell(cell) => Some((cell, at.start..at.end)),
            _ => None,
        })
    };
    if asked || doubt.iter().any(|kind| has(*kind)) || cells().any(|(cell, _)| cell == Cell::Open) {
        return Said::Unclear;
    }
    if let Some((_, words)) = cells().find(|(cell, _)| *cell == Cell::At(Position::Partial)) {
        return Said::At(Position::Partial, words);
    }
    let first = cells()
        .filter(|(cell, at)| {
            at.start == words.start && !matches!(cell, Cell::Company | Cell::Status)
        })
        .max_by_key(|(cell, at)| (at.len(), *cell));
    if let Some((cell, at)) = first
        && (at.end..words.end).all(|at| is_small(taken, at))
        && !marks.iter().any(|mark| mark.start >= at.end && turns(mark.mark))
    {
        return match cell {
            Cell::Yes => Said::Yes(Some(at)),
            Cell::No => Said::No(Some(at)),
            Cell::At(position) => Said::At(position, at),
            Cell::Open | Cell::Status | Cell::Company => Said::Unclear,
        };
    }
    if let Some(said) = spoken(taken, read, &words) {
        return said;
    }
    let describes = may == May::Describe && !has(WordKind::Not) && !has(WordKind::NotAfter);
    if describes { Said::Description } else { Said::Unclear }
}

/// What the phrases of sentences make of some words.
fn spoken(taken: &Taken, read: &Read, words: &Range<usize>) -> Option<Said> {
    let mut said: Option<Said> = None;
    let span = Span { left: words.start, right: words.end, clause: words.start };
    let inside = |cue: &Cue| words.start <= cue.start && cue.end <= words.end;
    for cue in cues(taken, read, |_| true).iter().filter(|cue| inside(cue)) {
        let position = match turn(taken, read, cue, &span) {
            Turn::Kept => cue.position,
            Turn::To(position) => position,
            Turn::Retracted | Turn::Nothing => return Some(Said::Unclear),
        };
        let here = Said::At(position, cue.start..cue.end);
        said = Some(said.map_or(here.clone(), |said| both(said, here)));
    }
    said
}

/// Whether a mark behind an answer makes another one of it.
fn turns(mark: Mark) -> bool {
    let not = [WordKind::Not, WordKind::NotAfter].map(Mark::Word);
    matches!(mark, Mark::Cell(_) | Mark::Cue(..)) || not.contains(&mark)
}

/// Whether a word adds nothing to an answer: a number, the name of a month, a short word.
fn is_small(taken: &Taken, at: usize) -> bool {
    let word = taken.original(at);
    let number = word.starts_with(|at: char| at.is_ascii_digit());
    number || word.chars().count() <= 3 || taken.is_month(at)
}
