//! Which phrases of a sentence give a position, and where its clauses end.

use std::cmp::Reverse;

use actlas_text::is_by_letter;

use super::article::{Read, Taken, is_name};
use super::aside::is_and;
use super::book::{Found, Mark, Side, WordKind};
use super::claims::Cue;
use crate::model::Position;

/// What of two readings of the same words counts.
const RANK: [Position; 7] = [
    Position::Undecided,
    Position::Left,
    Position::Absent,
    Position::Declined,
    Position::Partial,
    Position::Announced,
    Position::Signed,
];

/// The cues of a sentence that stand; of those that head a list the ones that `heads` lets through.
pub(super) fn cues(taken: &Taken, read: &Read, heads: impl Fn(&Cue) -> bool) -> Vec<Cue> {
    let bare = |cue: &Cue| {
        let goes_on = |at: &Found| at.start == cue.end && set_off(taken, at);
        // `It is not so that` only begins to say something.
        let leads = read.of(WordKind::Tells).any(|at| at.start == cue.end);
        ends_clause(taken, read, cue.end)
            && !leads
            && !read.of(WordKind::Break).any(goes_on)
            && (!only_not(read, cue) || of_name_alone(taken, read, cue.start))
    };
    let mut all: Vec<Cue> = read
        .marks
        .iter()
        .filter_map(|at| match at.mark {
            Mark::Cue(position, side) => Some(Cue { position, side, start: at.start, end: at.end }),
            _ => None,
        })
        .filter(|cue| match cue.side {
            Side::Bare => bare(cue),
            Side::Head => heads(cue),
            Side::Before | Side::After => !across(taken, read, cue),
        })
        .filter(|cue| !amid_word(taken, read, cue))
        .collect();
    // `Did not sign two chapters, only the third`: what says more exactly what was signed counts.
    let partial: Vec<Cue> =
        all.iter().filter(|at| at.position == Position::Partial).copied().collect();
    let of_partial =
        |cue: &Cue| partial.iter().any(|at| at.start <= cue.start && cue.end <= at.end);
    all.retain(|cue| cue.position != Position::Absent || !of_partial(cue));
    let rank = |position| RANK.iter().position(|at| *at == position);
    // A bare `not` says least: `says not now` is a refusal.
    let least = |cue: &Cue| cue.side == Side::Bare && cue.position == Position::Absent;
    all.sort_by_key(|cue| {
        (least(cue), rank(cue.position), Reverse(cue.end - cue.start), cue.start)
    });
    let mut stand: Vec<Cue> = Vec::new();
    for cue in all {
        if !stand.iter().any(|at| cue.start < at.end && at.start < cue.end) {
            stand.push(cue);
        }
    }
    stand.sort_by_key(|cue| cue.start);
    // `Denied` can be the verb that refuses elsewhere.
    let denies = |cue: &Cue| {
        let over = |at: &Found| at.start <= cue.start && cue.end <= at.end.max(cue.start + 2);
        read.of(WordKind::Denies).any(|at| at.end > cue.start && over(at))
    };
    stand.retain(|cue| cue.position != Position::Declined || !denies(cue));
    // `It is not true that`: the `is not` is nobody's absence.
    let untrue = |cue: &Cue| {
        let kinds = [WordKind::Denies, WordKind::Denied];
        let over = |at: &Found| at.start <= cue.start && cue.end < at.end;
        cue.position == Position::Absent && kinds.iter().any(|kind| read.of(*kind).any(over))
    };
    stand.retain(|cue| !untrue(cue));
    stand.retain(|cue| !only_names(taken, read, cue));
    // `Whether it will sign` is one thing, not two.
    let mut open_until = 0;
    stand.retain(|cue| {
        let settled = matches!(cue.position, Position::Announced | Position::Signed);
        if cue.position == Position::Undecided {
            open_until = cue.end + 4;
        }
        !(settled && cue.start < open_until)
    });
    stand
}

/// Whether a cue that is read letter by letter begins inside a word for somebody: the `会` of `委员会`.
fn amid_word(taken: &Taken, read: &Read, cue: &Cue) -> bool {
    let mut keepers = read.of(WordKind::Keeper);
    taken.original(cue.start).starts_with(is_by_letter)
        && keepers.any(|at| at.start < cue.start && cue.start < at.end)
}

/// Words of a bare `not`, with what may stand before it: `nicht`, `noch nicht`.
const NOT: usize = 2;

/// Whether a bare cue is no more than a `not` that can be of any verb before it: `X äußerte sich nicht`.
fn only_not(read: &Read, cue: &Cue) -> bool {
    let ends = read.of(WordKind::NotAfter).any(|at| at.end == cue.end && at.start >= cue.start);
    cue.position == Position::Absent && ends && cue.end <= cue.start + NOT
}

/// Whether nothing but a name, with what it is called by, stands between the beginning of a clause and a word:
/// `X unterzeichnete, das Start-up Y nicht`, but not `Die Gründe nannte Y nicht`.
fn of_name_alone(taken: &Taken, read: &Read, end: usize) -> bool {
    let kinds = [WordKind::Kind, WordKind::Company, WordKind::Determiner];
    let mut at = end;
    while let Some(last) = at.checked_sub(1).filter(|last| *last >= read.words.start) {
        let parted = taken.gap(last).contains([',', ';', ':', '–', '—', '(']);
        if at < end && (parted || read.of(WordKind::Break).any(|of| of.end == at)) {
            return true;
        }
        let holds = |start: usize, end: usize| (start..end).contains(&last);
        let named = taken.original(last).starts_with(char::is_uppercase)
            || read.known.iter().any(|of| holds(of.start, of.end));
        let called =
            || kinds.into_iter().any(|kind| read.of(kind).any(|of| holds(of.start, of.end)));
        let and = || taken.words.get(last).is_some_and(|word| is_and(word.folded));
        if parted || !(named || at < end && (called() || and())) {
            return false;
        }
        at = last;
    }
    at < end
}

/// Whether a cue only says whom a set holds or who is joined, so that what follows says the rest: `is among the
/// companies that refused`, `joined X in refusing`.
fn only_names(taken: &Taken, read: &Read, cue: &Cue) -> bool {
    if cue.side == Side::Head || cue.position == Position::Absent && cue.end > cue.start + 4 {
        return false;
    }
    let set = read.of(WordKind::Set).any(|at| at.start < cue.end && cue.start < at.end);
    let joins = read.of(WordKind::Joins).any(|at| at.end == cue.end && cue.start <= at.start);
    let name = read.known.iter().any(|at| at.start == cue.end) || is_name(taken, cue.end);
    set || joins && name
}

/// Whether a phrase with a gap leads across a comma from one list of names to another.
fn across(taken: &Taken, read: &Read, cue: &Cue) -> bool {
    let named =
        |from: usize, to: usize| read.known.iter().any(|at| from <= at.start && at.end <= to);
    let comma = |word: &usize| taken.gap(*word).contains([',', ';']);
    let inside = || (cue.start..cue.end.saturating_sub(1)).filter(comma);
    let lists = inside().any(|word| {
        let listed = read.known.iter().any(|at| (word + 1..word + 3).contains(&at.start));
        !listed && named(cue.start, word + 1) && named(word + 1, cue.end)
    });
    // `Signed by X, not by Y`; `has, as expected, not signed` is one clause.
    let not = |word: usize| {
        let kinds = [WordKind::Not, WordKind::NotAfter];
        let breaks = read.of(WordKind::Break).filter(|at| at.start == word + 1).map(|at| at.end);
        let from = breaks.max().unwrap_or(word + 1);
        kinds.into_iter().any(|kind| read.of(kind).any(|at| at.start == from))
    };
    // `Has signed, Y not`.
    let ends = [WordKind::Not, WordKind::NotAfter]
        .into_iter()
        .any(|kind| read.of(kind).any(|at| at.start > cue.start && at.end == cue.end));
    lists || inside().count() == 1 && (ends || inside().any(not))
}

/// Letters of words such as `of` and `the`.
const SMALL: usize = 3;

/// The word behind the colon that follows what heads a list, if a name stands there and nothing but an instrument
/// between: `signatories of the pact: X, Y`.
pub(super) fn colon(taken: &Taken, read: &Read, cue: &Cue) -> Option<usize> {
    let ends = |at: &usize| taken.gap(*at).contains([':', '：']);
    let last = (cue.end.saturating_sub(1)..read.words.end).find(ends)?;
    let of_instrument = |at: usize| {
        let holds = |mark: &&Found| (mark.start..mark.end).contains(&at);
        let mut marks = read.marks.iter().filter(holds);
        marks.any(|mark| matches!(mark.mark, Mark::Full(_) | Mark::Short(_)))
    };
    let small = |at: usize| taken.original(at).chars().count() <= SMALL;
    let plain = (cue.end..last + 1).all(|at| small(at) || of_instrument(at));
    let first = cue.start <= read.words.start + 1;
    let named = read.known.iter().any(|at| at.start == last + 1);
    (first && plain && named).then_some(last + 1)
}

/// Whether a clause ends before a word.
pub(super) fn ends_clause(taken: &Taken, read: &Read, at: usize) -> bool {
    at >= read.words.end
        || at
            .checked_sub(1)
            .is_some_and(|last| taken.gap(last).contains([',', '.', ';', ':', '、', '–']))
}

/// Whether a mark stands between commas: `X, by contrast, signed`. It breaks nothing.
fn set_off(taken: &Taken, at: &Found) -> bool {
    let comma = |last: Option<usize>| last.is_some_and(|last| taken.gap(last).contains(','));
    comma(at.start.checked_sub(1)) && comma(at.end.checked_sub(1))
}

/// Whether a mark is amid words of what is not real: the `though` of `as though`.
fn as_though(read: &Read, at: &Found) -> bool {
    read.of(WordKind::Unreal).any(|of| of.start < at.start && at.end <= of.end)
}

/// The first word of the clause that a word stands in, not before `from`.
pub(super) fn clause_start(taken: &Taken, read: &Read, from: usize, to: usize) -> usize {
    let hard = |at: usize| {
        at.checked_sub(1).is_some_and(|last| {
            let gap = taken.gap(last);
            gap.contains([';', '；']) || gap.contains(": ") || gap.contains(" – ")
        })
    };
    let by_gap = (from..to).rev().find(|at| *at > from && hard(*at));
    let breaks = read
        .of(WordKind::Break)
        .filter(|at| at.start >= from && at.end <= to)
        .filter(|at| !set_off(taken, at))
        .filter(|at| !as_though(read, at));
    // `X refused, Y however signed`: the clause begins before the name.
    let begins = |at: &Found| {
        let led = |word: usize| {
            word.checked_sub(1).is_some_and(|last| taken.gap(last).contains([',', ';']))
        };
        let names = read.known.iter().filter(|name| name.end == at.start && name.start >= from);
        let mut led = names.filter(|name| led(name.start) || led(name.start.saturating_sub(1)));
        led.next().map_or(at.end, |name| name.start)
    };
    let by_word = breaks.map(begins).max();
    by_gap.max(by_word).unwrap_or(from)
}
