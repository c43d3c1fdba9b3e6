//! Clauses that tell something of a name: `X, which signed the pact, will not sign the code`. What stands in
//! them is told of that name, or of somebody named inside, and nothing else in the sentence is.

use std::ops::Range;

use actlas_text::Word;

use super::article::{Read, Taken};
use super::aside::is_and;
use super::book::{Found, Mark, WordKind};
use super::claims::{Cue, Who};

/// Words between a comma and the pronoun behind it: `in which`, `il cui`.
const LED: usize = 2;

/// A clause between commas, and the names it tells something of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relative {
    pub(super) words: Range<usize>,
    /// The names before it, by their places among those that are known.
    of: Range<usize>,
}

impl Relative {
    pub(super) fn holds(&self, word: usize) -> bool {
        self.words.contains(&word)
    }
}

/// The clauses of a sentence, in its order.
pub(super) fn relatives(text: &str, words: &[Word], read: &Read) -> Vec<Relative> {
    let gap = |at: usize| {
        let (one, next) = (words.get(at), words.get(at + 1));
        let between = one.zip(next).and_then(|(one, next)| text.get(one.end..next.start));
        between.unwrap_or_default()
    };
    let comma = |at: usize| gap(at).contains([',', '，', '،', '–', '—']);
    let mut found: Vec<Relative> = Vec::new();
    let pronouns = read.marks.iter().filter(|at| is_pronoun(at));
    for mark in pronouns {
        if found.last().is_some_and(|last| last.holds(mark.start)) {
            continue;
        }
        let first = mark.start.saturating_sub(LED + 1).max(read.words.start);
        let Some(opens) = (first..mark.start).rev().find(|at| comma(*at)) else { continue };
        let Some(last) = read.known.iter().rposition(|at| at.end <= opens + 1) else { continue };
        if read.known.get(last).is_none_or(|at| opens > at.end) {
            continue;
        }
        let from = opens + 1;
        // What gives a position may reach across a comma: `das sich weigert, den Kodex zu unterzeichnen`.
        let cues = read.marks.iter().filter(|at| matches!(at.mark, Mark::Cue(..)));
        let across = |at: usize| cues.clone().any(|cue| cue.start <= at && at + 1 < cue.end);
        let mut commas = (mark.end..read.words.end).filter(|at| comma(*at));
        let first = commas.clone().next();
        let closes = commas.find(|at| !across(*at)).or(first);
        let end = closes.map_or(read.words.end, |at| at + 1);
        let tells = cues.clone().any(|cue| from <= cue.start && cue.end <= end);
        // `X, die Y und Z` goes on with names.
        let name = read.known.iter().any(|at| at.start == mark.end);
        let tells = tells && (closes.is_some() || !name);
        let verb = || {
            let ends = end.checked_sub(1).and_then(|at| words.get(at));
            let ends = ends.and_then(|word| text.get(word.start..word.end)).unwrap_or_default();
            closes.is_some() && ends.starts_with(char::is_lowercase) && !name
        };
        if tells || verb() {
            let and = |word: usize| words.get(word).is_some_and(|word| is_and(word.folded));
            let joined = |at: usize| {
                let pair = read.known.get(at - 1).zip(read.known.get(at));
                pair.is_some_and(|(one, next)| (one.end..next.start).all(and))
                    && read.aside.get(at - 1) == read.aside.get(at)
            };
            let start = (1..=last).rev().take_while(|at| joined(*at)).last();
            let of = start.map_or(last, |at| at - 1)..last + 1;
            found.push(Relative { words: from..end, of });
        }
    }
    found
}

fn is_pronoun(at: &Found) -> bool {
    matches!(at.mark, Mark::Word(WordKind::Which | WordKind::Whose))
}

/// The clause that a cue stands in.
pub(super) fn around<'r>(read: &'r Read, cue: &Cue) -> Option<&'r Relative> {
    read.relatives.iter().find(|at| at.holds(cue.start))
}

/// Of whom a cue in such a clause tells; of nobody, where that is not sure.
pub(super) fn told(read: &Read, cue: &Cue, clause: &Relative) -> Vec<Who> {
    let whole = clause.words.clone();
    let ahead = |at: &&Found| whole.start <= at.start && at.end <= cue.start.max(at.start + 1);
    let pronouns = read.marks.iter().filter(|at| is_pronoun(at)).filter(ahead);
    let Some(pronoun) = pronouns.filter(|at| at.start <= cue.start).max_by_key(|at| at.end) else {
        return Vec::new();
    };
    let named = |at: usize| {
        read.known.get(at).map(|name| Who {
            words: name.start..name.end,
            organisation: Some(name.organisation),
            within: name.within,
        })
    };
    let inside: Vec<usize> = (0..read.known.len())
        .filter(|at| {
            read.known
                .get(*at)
                .is_some_and(|name| pronoun.end <= name.start && name.end <= cue.start)
        })
        .collect();
    let takes_part = |at: &usize| read.aside.get(*at).is_some_and(|aside| !aside);
    let whose = pronoun.mark == Mark::Word(WordKind::Whose)
        || read.of(WordKind::Preposition).any(|at| at.end == pronoun.start);
    if whose {
        return inside.into_iter().filter(takes_part).filter_map(named).collect();
    }
    // `Which Y says has not signed`, `which rivals Y and signed`.
    if inside.iter().any(takes_part) {
        return Vec::new();
    }
    clause.of.clone().filter_map(named).collect()
}

/// The names among some that stand in no clause about another name, if any do.
pub(super) fn outside(read: &Read, who: &mut Vec<Who>) {
    let inside = |at: &Who| read.relatives.iter().any(|of| of.holds(at.words.start));
    if !who.iter().all(inside) {
        who.retain(|at| !inside(at));
    }
}

/// The instruments among which a cue has its own: those of its clause, or those outside of any.
pub(super) fn own<'n, T>(
    read: &Read,
    cue: &Cue,
    named: &'n [(T, Range<usize>)],
) -> Vec<&'n (T, Range<usize>)> {
    let clause = around(read, cue);
    let own = |(_, words): &&(T, Range<usize>)| match clause {
        Some(clause) => clause.holds(words.start),
        None => !read.relatives.iter().any(|at| at.holds(words.start)),
    };
    let own: Vec<_> = named.iter().filter(own).collect();
    if own.is_empty() { named.iter().collect() } else { own }
}

/// Whether a comma stands between some words and a cue behind them.
pub(super) fn parted(taken: &Taken, words: &Range<usize>, cue: &Cue) -> bool {
    words.end <= cue.start
        && (words.end.saturating_sub(1)..cue.start)
            .any(|at| taken.gap(at).contains([',', '，', '、']))
}
