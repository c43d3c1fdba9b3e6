//! Phrases in a clause, and how what is found is meant: stated, or taken back by a negation, a denial or a
//! refusal, or because it is only imagined.

use std::collections::BTreeSet;
use std::ops::Range;

use actlas_text::Word;
use actlas_text::pattern::SetIx;

use crate::lexicon::{Field, OfLanguage, PhraseIx};
use crate::remembered::{Known, OfClause};

/// A match of a phrase, by words.
pub(crate) struct Match {
    pub(crate) phrase: PhraseIx,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// How a match is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    Stated,
    Negated,
    /// A hypothesis or a plan.
    Imagined,
    /// The entry itself takes it back.
    Excluded,
}

/// The matches of phrases in a clause.
pub(crate) fn matches(of: &OfLanguage, clause: &OfClause, field: Field) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    for (start, word) in clause.words().enumerate() {
        for at in &word.starts {
            let elsewhere = at.field.is_some_and(|at| at != field);
            let has = |set: SetIx| clause.has(set, start, at.reach);
            if elsewhere || at.needs.is_some_and(|set| !has(set)) {
                continue;
            }
            let Some(pattern) = of.phrase(at.phrase) else { continue };
            if !pattern.is_possible(has) {
                continue;
            }
            let end = pattern.match_at(clause, start);
            matches.extend(end.map(|end| Match { phrase: at.phrase, start, end }));
        }
    }
    matches
}

/// The matches of entries in a clause of so many words, by entry and place, each with how it is meant.
pub(crate) fn senses(
    of: &OfLanguage,
    matches: &[Match],
    words: usize,
) -> Vec<(usize, (usize, usize), Sense)> {
    let excluded: BTreeSet<usize> = matches
        .iter()
        .filter_map(|at| match at.phrase {
            PhraseIx::Unless(entry, _) => Some(entry),
            _ => None,
        })
        .collect();
    let mut found: Vec<(usize, (usize, usize), Sense)> = Vec::new();
    for at in matches {
        let PhraseIx::Phrase(entry, _) = at.phrase else { continue };
        let again = found
            .iter()
            .any(|(of, (start, end), _)| *of == entry && *start < at.end && at.start < *end);
        if again {
            continue;
        }
        let sense = if excluded.contains(&entry) {
            Sense::Excluded
        } else if governed(of, matches, at, Governs::Hypothesis) {
            Sense::Imagined
        } else if governed(of, matches, at, Governs::Negation) || is_denied(matches, at, words) {
            Sense::Negated
        } else {
            Sense::Stated
        };
        found.push((entry, (at.start, at.end), sense));
    }
    found
}

/// Clears the words that a negation or hypothesis reaches.
pub(crate) fn not_meant(of: &OfLanguage, matches: &[Match], meant: &mut [bool]) {
    let governs =
        |at: &&Match| matches!(at.phrase, PhraseIx::Negation(_) | PhraseIx::Hypothesis(_));
    for at in matches.iter().filter(governs) {
        let breaks =
            |other: &&Match| matches!(other.phrase, PhraseIx::Breaks(_)) && other.start >= at.end;
        let next = matches.iter().filter(breaks).map(|other| other.start).min();
        let to = (at.end + of.grammar.before).min(next.unwrap_or(usize::MAX)).min(meant.len());
        let from = at.start.saturating_sub(of.grammar.after);
        meant.get_mut(from..to).into_iter().flatten().for_each(|at| *at = false);
    }
    for reach in denied(matches, meant.len()) {
        meant.get_mut(reach).into_iter().flatten().for_each(|at| *at = false);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Governs {
    Negation,
    Hypothesis,
}

/// Whether a negation or hypothesis reaches a match: it stands inside, shortly before without a break
/// between, or shortly after in languages where it may.
fn governed(of: &OfLanguage, matches: &[Match], at: &Match, what: Governs) -> bool {
    let is = |other: &&Match| match other.phrase {
        PhraseIx::Negation(_) => what == Governs::Negation,
        PhraseIx::Hypothesis(_) => what == Governs::Hypothesis,
        _ => false,
    };
    let broken = |from: usize, to: usize| {
        let breaks = |other: &Match| {
            matches!(other.phrase, PhraseIx::Breaks(_)) && other.start >= from && other.end <= to
        };
        matches.iter().any(breaks)
    };
    matches.iter().filter(is).any(|other| {
        let inside = other.start > at.start && other.end < at.end;
        // A negation of several words may hold the first of what it negates.
        let holds_first = other.start < at.start && other.end > at.start;
        let before = other.end <= at.start
            && at.start - other.end <= of.grammar.before
            && !broken(other.end, at.start);
        let after = other.start >= at.end
            && other.start - at.end < of.grammar.after
            && !broken(at.end, other.start);
        inside || holds_first || before || after
    })
}

/// Words that may stand behind a denial: `at all`, but no purpose for which something is not done.
const BEHIND_DENIAL: usize = 2;

/// The words that the denials of a clause of so many words reach: back to what joins or breaks off.
fn denied(matches: &[Match], words: usize) -> impl Iterator<Item = Range<usize>> {
    let ends = move |at: &&Match| {
        matches!(at.phrase, PhraseIx::Denial(_)) && at.end + BEHIND_DENIAL >= words
    };
    matches.iter().filter(ends).map(|denial| {
        let bound = |at: &&Match| {
            matches!(at.phrase, PhraseIx::Breaks(_) | PhraseIx::Joins(_)) && at.end <= denial.start
        };
        let from = matches.iter().filter(bound).map(|at| at.end).max();
        from.unwrap_or_default()..denial.end
    })
}

/// The clauses that ask what the next one answers with no.
pub(crate) fn refused(
    of: &OfLanguage,
    known: &mut Known,
    text: &str,
    (words, numbers): (&[Word], &[u32]),
    clauses: &[Range<usize>],
) -> BTreeSet<usize> {
    if of.grammar.refusal.is_empty() || !text.contains('?') {
        return BTreeSet::new();
    }
    let between = |first: usize, next: usize| {
        let (first, next) = (words.get(first)?, words.get(next)?);
        text.get(first.end..next.start)
    };
    let pairs = clauses.iter().zip(clauses.iter().skip(1)).enumerate();
    let mut is_refused = |(asks, answers): (&Range<usize>, &Range<usize>)| {
        let asked = asks.end.checked_sub(1).and_then(|last| between(last, answers.start));
        let of_clause = numbers.get(answers.clone()).and_then(|at| known.clause(at));
        let (Some(true), Some(of_clause)) = (asked.map(|at| at.contains('?')), of_clause) else {
            return false;
        };
        // An answer stands alone: `No, …`, and not `No registration is needed`.
        matches(of, &of_clause, Field::Texts).iter().any(|at| {
            let end = answers.start + at.end;
            let alone = end == answers.end || between(end - 1, end).is_some_and(|at| at != " ");
            matches!(at.phrase, PhraseIx::Refusal(_)) && at.start == 0 && alone
        })
    };
    pairs.filter(|(_, pair)| is_refused(*pair)).map(|(number, _)| number).collect()
}

fn is_denied(matches: &[Match], at: &Match, words: usize) -> bool {
    denied(matches, words).any(|reach| reach.start <= at.start && at.end <= reach.end)
}
