//! Clauses that are taken back by what stands beside them: an answer, or a heading over them.

use std::collections::BTreeSet;
use std::ops::Range;

use actlas_text::Word;

use crate::grammar::Kind;
use crate::lexicon::{Field, OfLanguage, PhraseIx};
use crate::remembered::Known;
use crate::sense::matches;

/// Marks between a question or a label and its answer: `Ranks people? No`, `Ranking: no`, `Ranking | no`.
const ASKS: [char; 3] = ['?', ':', '|'];
/// Most words of a clause that is a heading.
const HEADING: usize = 8;
/// Most words of a heading before the phrase that ends it: `The following uses are out of scope`.
pub(crate) const BEFORE_HEADING: usize = 4;

/// A text by its clauses.
pub(crate) struct Clauses<'t, 'r> {
    pub(crate) text: &'r str,
    pub(crate) words: &'t [Word<'t>],
    /// The number of each word.
    pub(crate) numbers: &'t [u32],
    pub(crate) clauses: &'t [Range<usize>],
}

impl Clauses<'_, '_> {
    /// The clauses that an answer or a heading takes back.
    pub(crate) fn taken_back(&self, of: &OfLanguage, known: &mut Known) -> BTreeSet<usize> {
        let mut taken = BTreeSet::new();
        let beside = |kind| !of.grammar.of(kind).is_empty();
        let (asks, stands) = (beside(Kind::Refusal), beside(Kind::Heading));
        for (number, clause) in self.clauses.iter().enumerate() {
            let Some(numbers) = self.numbers.get(clause.clone()) else { continue };
            // Most clauses are none, and looking for phrases costs most.
            let first = asks && number > 0 && may_stand_beside(known, numbers.first());
            if first && self.answers(number, of, known) {
                taken.insert(number - 1);
            }
            let short = stands && numbers.len() <= HEADING && self.ends_line(number);
            if short && numbers.iter().any(|at| may_stand_beside(known, Some(at))) {
                self.under(number, of, known, &mut taken);
            }
        }
        taken
    }

    /// What stands between a clause and the next.
    fn behind(&self, number: usize) -> Option<&str> {
        let (clause, next) = (self.clauses.get(number)?, self.clauses.get(number + 1)?);
        let last = self.words.get(clause.end.checked_sub(1)?)?;
        self.text.get(last.end..self.words.get(next.start)?.start)
    }

    /// Whether a clause answers the one before with no, and does no more: `No, …`, and not `No registration is
    /// needed`.
    fn answers(&self, number: usize, of: &OfLanguage, known: &mut Known) -> bool {
        let Some(clause) = self.clauses.get(number) else { return false };
        if !self.behind(number - 1).is_some_and(|between| between.contains(ASKS)) {
            return false;
        }
        let Some(of_clause) = self.numbers.get(clause.clone()).and_then(|at| known.clause(at))
        else {
            return false;
        };
        matches(of, &of_clause, Field::Texts).iter().any(|at| {
            let end = clause.start + at.end;
            let place = |at: usize| self.words.get(at);
            let follows = end.checked_sub(1).and_then(place).zip(place(end));
            let between = follows.and_then(|(last, next)| self.text.get(last.end..next.start));
            let alone = end == clause.end || between.is_some_and(|at| at != " ");
            matches!(at.phrase, PhraseIx::Grammar(Kind::Refusal, _)) && at.start == 0 && alone
        })
    }

    fn ends_line(&self, number: usize) -> bool {
        self.behind(number).is_some_and(|between| between.contains([':', '\n']))
    }

    /// Adds what stands under a clause if that is a heading. On its line that is the rest of the sentence; below
    /// it the lines up to an empty one or another heading; under a heading of Markdown all up to the next.
    fn under(
        &self,
        number: usize,
        of: &OfLanguage,
        known: &mut Known,
        taken: &mut BTreeSet<usize>,
    ) {
        let Some(clause) = self.clauses.get(number) else { return };
        let Some(of_clause) = self.numbers.get(clause.clone()).and_then(|at| known.clause(at))
        else {
            return;
        };
        let is_heading = matches(of, &of_clause, Field::Texts).iter().any(|at| {
            matches!(at.phrase, PhraseIx::Grammar(Kind::Heading, _))
                && at.start <= BEFORE_HEADING
                && at.end == clause.len()
        });
        let Some(between) = self.behind(number).filter(|_| is_heading) else { return };
        let before = number.checked_sub(1).and_then(|at| self.behind(at));
        let before = before.or_else(|| self.text.get(..self.words.get(clause.start)?.start));
        let marked = before.is_some_and(is_marked);
        let below = between.contains('\n');
        for next in number + 1..self.clauses.len() {
            taken.insert(next);
            let Some(behind) = self.behind(next) else { return };
            let ends = if marked {
                is_marked(behind)
            } else if below {
                let blank = behind.matches('\n').count() > 1;
                is_marked(behind) || blank || behind.trim_start().starts_with(':')
            } else {
                behind.contains(['.', '!', '?', '\n'])
            };
            if ends {
                return;
            }
        }
    }
}

/// Whether an answer or a heading may start with a word.
fn may_stand_beside(known: &Known, number: Option<&u32>) -> bool {
    let word = number.and_then(|number| known.word(*number));
    word.is_some_and(|word| word.stands_beside)
}

/// Whether what stands between two clauses opens a heading of Markdown.
fn is_marked(between: &str) -> bool {
    between.trim_end().ends_with('#')
}
