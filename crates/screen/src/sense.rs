//! Phrases in a clause, and how what is found is meant: stated, or taken back by a negation or a denial, or
//! because it is only imagined.

use std::collections::BTreeSet;
use std::ops::Range;

use actlas_text::pattern::{Row as _, SetIx};

use crate::beside::BEFORE_HEADING;
use crate::grammar::{Kind, Reach};
use crate::lexicon::{Field, OfLanguage, PhraseIx};
use crate::remembered::{OfClause, Start};

/// A match of a phrase, by words.
pub(crate) struct Match {
    pub(crate) phrase: PhraseIx,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Match {
    /// The entry that is found.
    fn entry(&self) -> Option<usize> {
        match self.phrase {
            PhraseIx::Phrase(entry, _) => Some(entry),
            PhraseIx::Unless(..) | PhraseIx::Grammar(..) => None,
        }
    }

    fn is(&self, kind: Kind) -> bool {
        matches!(self.phrase, PhraseIx::Grammar(of, _) if of == kind)
    }

    fn breaks_off(&self) -> bool {
        self.is(Kind::Breaks) || self.is(Kind::Voids)
    }
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

/// The matches of phrases in a clause. What excludes an entry is looked for only where one of its phrases is found.
pub(crate) fn matches(of: &OfLanguage, clause: &OfClause, field: Field) -> Vec<Match> {
    let mut matches = Vec::new();
    let words = clause.count();
    for (start, word) in clause.words().enumerate() {
        for at in &word.starts {
            let may = at.may_match(clause, start) && at.counts(start, words);
            if may && at.field.is_none_or(|at| at == field) {
                matches.extend(at.match_at(of, clause, start));
            }
        }
    }
    let entries: BTreeSet<usize> = matches.iter().filter_map(Match::entry).collect();
    if entries.is_empty() {
        return matches;
    }
    for (start, word) in clause.words().enumerate() {
        for at in &word.excluding {
            let excludes =
                |phrase| matches!(phrase, PhraseIx::Unless(of, _) if entries.contains(&of));
            if at.may_match(clause, start) && excludes(at.phrase) {
                matches.extend(at.match_at(of, clause, start));
            }
        }
    }
    matches
}

/// What the grammar of a language found in a clause.
#[derive(Clone, Copy)]
pub(crate) struct Told<'m> {
    pub(crate) of: &'m OfLanguage,
    pub(crate) matches: &'m [Match],
}

/// The matches of entries in a clause of so many words, by entry and place, each with how it is meant: by the
/// grammar of their own language, and by that of the language that the text is in.
pub(crate) fn senses(
    found_by: Told,
    text_by: Option<Told>,
    words: usize,
) -> Vec<(usize, (usize, usize), Sense)> {
    if !found_by.matches.iter().any(|at| at.entry().is_some()) {
        return Vec::new();
    }
    let excluded: BTreeSet<usize> = found_by
        .matches
        .iter()
        .filter_map(|at| match at.phrase {
            PhraseIx::Unless(entry, _) => Some(entry),
            _ => None,
        })
        .collect();
    let mut found: Vec<(usize, (usize, usize), Sense)> = Vec::new();
    for at in found_by.matches {
        let Some(entry) = at.entry() else { continue };
        let again = found
            .iter()
            .any(|(of, (start, end), _)| *of == entry && *start < at.end && at.start < *end);
        if again {
            continue;
        }
        let told = || std::iter::once(found_by).chain(text_by);
        let imagined = |by: Told| by.governs(at, &[Kind::Hypothesis, Kind::About]);
        let negated =
            |by: Told| by.governs(at, &[Kind::Negation, Kind::Postposed]) || by.denies(at, words);
        let sense = if excluded.contains(&entry) {
            Sense::Excluded
        } else if told().any(imagined) {
            Sense::Imagined
        } else if told().any(negated) {
            Sense::Negated
        } else {
            Sense::Stated
        };
        found.push((entry, (at.start, at.end), sense));
    }
    found
}

/// Words that may stand behind a denial: `at all`, but no purpose for which something is not done.
const BEHIND_DENIAL: usize = 2;

impl Start {
    /// Whether the clause has what a match needs most.
    fn may_match(&self, clause: &OfClause, start: usize) -> bool {
        self.needs.is_none_or(|set| clause.has(set, start, self.reach))
    }

    /// The match that starts at a word, if there is one.
    fn match_at(&self, of: &OfLanguage, clause: &OfClause, start: usize) -> Option<Match> {
        let has = |set: SetIx| clause.has(set, start, self.reach);
        let pattern = of.phrase(self.phrase).filter(|pattern| pattern.is_possible(has))?;
        let end = pattern.match_at(clause, start)?;
        Some(Match { phrase: self.phrase, start, end })
    }

    /// Whether a match that starts there in a clause of so many words can mean anything: most of the grammar
    /// starts with words that stand everywhere, and says something at the beginning or the end alone.
    fn counts(&self, start: usize, words: usize) -> bool {
        let PhraseIx::Grammar(kind, _) = self.phrase else { return true };
        let reaches = |behind: usize| start + self.reach + behind >= words;
        match kind {
            Kind::Denial => reaches(BEHIND_DENIAL),
            Kind::Refusal => start == 0,
            Kind::Heading => start <= BEFORE_HEADING && reaches(0),
            _ => true,
        }
    }
}

impl Told<'_> {
    /// Clears the words that a negation or hypothesis reaches.
    pub(crate) fn clear(self, meant: &mut [bool]) {
        for (at, _, reach) in self.governors() {
            let breaks = |other: &&Match| other.breaks_off() && other.start >= at.end;
            let next = self.matches.iter().filter(breaks).map(|other| other.start).min();
            let to = (at.end + reach.ahead).min(next.unwrap_or(usize::MAX)).min(meant.len());
            let from = at.start.saturating_sub(reach.back);
            meant.get_mut(from..to).into_iter().flatten().for_each(|at| *at = false);
        }
        for reach in self.denied(meant.len()) {
            meant.get_mut(reach).into_iter().flatten().for_each(|at| *at = false);
        }
    }

    /// What negates or imagines, and how far it reaches. What is not only so is so.
    fn governors(&self) -> impl Iterator<Item = (&Match, Kind, Reach)> {
        self.matches.iter().filter_map(|at| {
            let PhraseIx::Grammar(kind, _) = at.phrase else { return None };
            let reach = self.of.grammar.reach(kind)?;
            let voids = |other: &Match| {
                other.is(Kind::Voids)
                    && match kind {
                        Kind::Negation => other.start <= at.end && other.end > at.start,
                        Kind::Postposed => other.end >= at.start && other.start < at.end,
                        _ => false,
                    }
            };
            (!self.matches.iter().any(voids)).then_some((at, kind, reach))
        })
    }

    /// Whether one of these kinds reaches a match: it stands inside, shortly before without a break between, or
    /// shortly after where it may.
    fn governs(self, at: &Match, kinds: &[Kind]) -> bool {
        let broken = |from: usize, to: usize| {
            let breaks =
                |other: &Match| other.breaks_off() && other.start >= from && other.end <= to;
            self.matches.iter().any(breaks)
        };
        self.governors().filter(|(_, kind, _)| kinds.contains(kind)).any(|(other, _, reach)| {
            let inside = other.start > at.start && other.end < at.end;
            // A negation of several words may hold the first of what it negates.
            let holds_first = other.start < at.start && other.end > at.start;
            let before = other.end <= at.start
                && at.start - other.end <= reach.ahead
                && !broken(other.end, at.start);
            let after = other.start >= at.end
                && other.start - at.end < reach.back
                && !broken(at.end, other.start);
            (inside || holds_first || before) && reach.ahead > 0 || after
        })
    }

    /// The words that the denials of a clause of so many words reach: back to what joins or breaks off.
    fn denied(&self, words: usize) -> impl Iterator<Item = Range<usize>> {
        let ends = move |at: &&Match| at.is(Kind::Denial) && at.end + BEHIND_DENIAL >= words;
        self.matches.iter().filter(ends).map(|denial| {
            let bound =
                |at: &&Match| (at.breaks_off() || at.is(Kind::Joins)) && at.end <= denial.start;
            let from = self.matches.iter().filter(bound).map(|at| at.end).max();
            from.unwrap_or_default()..denial.end
        })
    }

    fn denies(self, at: &Match, words: usize) -> bool {
        self.denied(words).any(|reach| reach.start <= at.start && at.end <= reach.end)
    }
}
