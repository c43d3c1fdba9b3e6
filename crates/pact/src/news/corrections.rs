//! What a sentence takes back of the one before: `That is wrong.`

use super::article::{Read, Taken};
use super::book::WordKind;
use super::claims::Raw;
use crate::model::{Basis, Position};

/// Most words of a sentence that says no more than that the one before is not so.
const SHORT: usize = 8;
/// Words before those that say so.
const LEAD: usize = 2;

/// The words by which a sentence says that the one before it is not so, and nothing else.
pub(super) fn takes_back(taken: &Taken, read: &Read) -> Option<usize> {
    let short = read.words.len() <= SHORT && read.known.is_empty();
    // `That is wrong: X has signed`.
    let alone = |end: usize| {
        end.checked_sub(1).is_some_and(|last| taken.gap(last).contains([':', ';', '–', '—']))
    };
    let says = read.of(WordKind::Untrue).find(|at| at.start <= read.words.start + LEAD);
    says.filter(|at| short || alone(at.end)).map(|at| at.end)
}

/// Turns what the sentence before said, also what it said of an earlier version: who is wrongly said to have
/// signed has not.
pub(super) fn take_back(
    taken: &Taken,
    (number, end): (usize, usize),
    claims: &mut Vec<Raw>,
    struck: &mut Vec<Raw>,
) {
    let before = number.checked_sub(1).filter(|before| {
        let paragraph = |at: usize| taken.sentences.get(at).map(|at| at.sentence.paragraph);
        paragraph(*before) == paragraph(number)
    });
    let Some(before) = before else { return };
    let first = claims.iter().rposition(|at| at.sentence != before).map_or(0, |at| at + 1);
    let mut wrong = claims.split_off(first);
    wrong.append(struck);
    wrong.retain(|at| {
        at.sentence == before && at.under.is_none() && at.position == Position::Signed
    });
    for claim in &mut wrong {
        (claim.position, claim.basis) = (Position::Absent, Basis::PressReport);
        claim.cue.end = end;
    }
    claims.append(&mut wrong);
}
