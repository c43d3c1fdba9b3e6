//! What a verb is about, where that is no instrument of ours: `signed a lease`, `joined a lawsuit`.

use std::ops::Range;

use super::article::{Read, Taken};
use super::book::{Found, Mark, WordKind};
use super::claims::Cue;
use crate::model::Position;

/// Words between a verb and a noun that is its object.
const NEAR: usize = 6;
/// Words of an object in which its instrument stands: `the voluntary AI Pact of the European Commission`.
const LONG: usize = 8;

/// Whether the object of a cue is something else than the instrument that stands nearest to it.
pub(super) fn other_object(
    taken: &Taken,
    read: &Read,
    cue: &Cue,
    instruments: &[Range<usize>],
) -> bool {
    let near = |words: &Range<usize>| distance(taken, cue, words);
    let own = instruments.iter().filter_map(near).min();
    let objects = read.of(WordKind::Object).filter(|at| {
        let over = |of: &Found| of.start < at.end && at.start < of.end;
        !read.marks.iter().any(|of| matches!(of.mark, Mark::Full(_)) && over(of))
    });
    let other = objects.filter_map(|at| near(&(at.start..at.end))).min();
    let deed = matches!(
        cue.position,
        Position::Signed | Position::Announced | Position::Partial | Position::Absent
    );
    let unknown = deed && unknown(taken, read, cue);
    other.is_some_and(|other| own.is_none_or(|own| other < own)) || unknown
}

/// How far some words are from a cue that they can be the object of.
fn distance(taken: &Taken, cue: &Cue, words: &Range<usize>) -> Option<usize> {
    let parted = |from: usize, to: usize| {
        (from.saturating_sub(1)..to).any(|word| taken.gap(word).contains([',', ';', ':', '–', '(']))
    };
    if words.start >= cue.end {
        let by = words.start - cue.end;
        (by <= NEAR && !parted(cue.end, words.start)).then_some(by)
    } else if words.end <= cue.start {
        let by = cue.start - words.end;
        (by <= NEAR && !parted(words.end, cue.start)).then_some(2 * by)
    } else {
        Some(0)
    }
}

/// Whether a noun with an article stands right behind the verb and names no instrument.
fn unknown(taken: &Taken, read: &Read, cue: &Cue) -> bool {
    let ours = |at: &Found| match at.mark {
        Mark::Full(_) | Mark::Short(_) => true,
        Mark::Word(kind) => matches!(kind, WordKind::Paper | WordKind::Company | WordKind::List),
        _ => false,
    };
    // What has its object amid its words needs none behind them.
    if read.marks.iter().any(|at| ours(at) && at.start < cue.end && cue.start < at.end) {
        return false;
    }
    let Some(article) = read.of(WordKind::Article).find(|at| at.start == cue.end) else {
        return false;
    };
    let ends = |word: usize| {
        word >= article.end
            && (taken.gap(word).contains([',', '.', ';', ':', '–', '(', '"', '”'])
                || read.of(WordKind::Relative).any(|at| at.start == word + 1))
    };
    let most = (article.start + LONG).min(read.words.end);
    let end = (article.end..most).find(|word| ends(*word)).map_or(most, |word| word + 1);
    let within = |at: &Found| article.start <= at.start && at.start < end;
    let named = read.known.iter().any(|at| at.start == article.end);
    !named && !read.marks.iter().any(|at| within(at) && ours(at))
}
