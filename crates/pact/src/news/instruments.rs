//! Which instruments a sentence names.

use std::cmp::Reverse;
use std::ops::Range;

use super::article::{Read, Taken, is_name};
use super::book::{Found, Mark, WordKind};
use super::claims::Before;
use super::split::Heading;
use crate::model::InstrumentIx;

/// An instrument with the words that name it; `None` is one that is none of ours.
pub(super) type Named = (Option<InstrumentIx>, Range<usize>);

/// Instruments named in a sentence, with their words. A word that can be several is the one that was
/// named last, or the only one it can be.
pub(super) fn instruments(
    taken: &Taken,
    read: &Read,
    before: &mut Before,
    number: usize,
) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut full: Vec<(&Found, Option<InstrumentIx>)> = read
        .marks
        .iter()
        .filter_map(|at| match at.mark {
            Mark::Full(instrument) => Some((at, Some(instrument))),
            Mark::Word(WordKind::Elsewhere) => Some((at, None)),
            _ => None,
        })
        .collect();
    // Of two names of the same length, the one that is ours.
    full.sort_by_key(|(at, of)| (Reverse(at.end - at.start), of.is_none(), at.start));
    for (at, instrument) in full {
        let overlaps = |(_, words): &Named| at.start < words.end && words.start < at.end;
        if !found.iter().any(overlaps) {
            found.push((instrument, at.start..at.end));
        }
    }
    found.sort_by_key(|(_, words)| words.start);
    before.named.extend(found.iter().filter_map(|(instrument, _)| *instrument));
    for at in &read.marks {
        let Mark::Short(_) = at.mark else { continue };
        if found.iter().any(|(_, words)| at.start < words.end && words.start < at.end) {
            continue;
        }
        if named_otherwise(taken, read, at.start) {
            found.push((None, at.start..at.end));
            continue;
        }
        let can: Vec<InstrumentIx> = read
            .marks
            .iter()
            .filter(|other| other.start == at.start && other.end == at.end)
            .filter_map(|other| match other.mark {
                Mark::Short(instrument) => Some(instrument),
                _ => None,
            })
            .collect();
        let last = before.named.iter().rev().find(|named| can.contains(named)).copied();
        let only = if let [only] = can.as_slice() { Some(*only) } else { None };
        // A code is no pact: what can be several and was not named is none that is known.
        found.push((last.or(only), at.start..at.end));
    }
    found.sort_by_key(|(_, words)| words.start);
    if let Some((instrument, words)) = found.last() {
        before.instrument = instrument.map(|instrument| (number, instrument, words.clone()));
    }
    found
}

/// `The Cloud Pact`: a name with a capital right before a word for instruments makes it another one.
fn named_otherwise(taken: &Taken, read: &Read, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|before| *before > read.words.start) else {
        return false;
    };
    let marked = read.marks.iter().any(|mark| {
        !matches!(mark.mark, Mark::Short(_)) && (mark.start..mark.end).contains(&before)
    });
    read.sentence.heading == Heading::No
        && taken.gap(before) == " "
        && taken.original(at).starts_with(char::is_uppercase)
        && !marked
        && is_name(taken, before)
}
