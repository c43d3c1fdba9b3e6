//! What small words make of a cue: `never signed`, `denied that it signed`, `would have signed`, `asked it
//! to sign`. A wrong position is worse than a missed one, so what is in doubt is no claim.

use super::article::{Read, Taken};
use super::aside::is_and;
use super::book::{Found, WordKind};
use super::claims::{Cue, Span};
use super::cues::{clause_start, ends_clause};
use crate::model::Position;

/// What a cue says after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// What its words say.
    Kept,
    /// Another position.
    To(Position),
    /// What its words say, as an earlier version or a false report said it.
    Retracted,
    /// No position.
    Nothing,
}

/// Words between a small word and its cue; what stands farther away may speak of something else.
const NEAR: usize = 8;

pub(super) fn turn(taken: &Taken, read: &Read, cue: &Cue, span: &Span) -> Turn {
    if repeats(taken, read, cue, span) {
        return Turn::Nothing;
    }
    let clause = clause_start(taken, read, span.left, cue.start);
    let told = Told { taken, read, cue, span, clause };
    if told.retracted() {
        return Turn::Retracted;
    }
    if cue.position != Position::Undecided && told.open() {
        // `It is unclear whether it will sign`; whether it has signed is nobody's position.
        return match cue.position {
            Position::Announced => Turn::To(Position::Undecided),
            _ => Turn::Nothing,
        };
    }
    // `If it refuses to sign`, `if it has not signed by then`.
    if cue.position != Position::Undecided && told.supposed() {
        return Turn::Nothing;
    }
    match cue.position {
        Position::Signed | Position::Partial | Position::Announced => told.deed(),
        Position::Declined | Position::Left => told.refusal(),
        // `Nearly did not sign`.
        Position::Absent if told.before(WordKind::Unreal).is_some() => Turn::Nothing,
        // `Denies that it has not signed`.
        Position::Absent if told.before(WordKind::Denies).is_some_and(|by| by < 4) => Turn::Nothing,
        Position::Undecided | Position::Absent => Turn::Kept,
    }
}

/// A cue in the words around it.
struct Told<'a, 't, 'f> {
    taken: &'a Taken<'t, 'f>,
    read: &'a Read,
    cue: &'a Cue,
    span: &'a Span,
    clause: usize,
}

impl Told<'_, '_, '_> {
    /// Whether it is only asked.
    fn open(&self) -> bool {
        // `Is not` looks like an absence, and `is not clear whether` follows.
        let reach = if self.cue.position == Position::Absent { 3 } else { 0 };
        let amid = |at: &Found| self.cue.start < at.end && at.start < self.cue.end + reach;
        let ahead = |at: &Found| {
            at.start >= self.clause
                && at.end <= self.cue.start
                && self.same_segment(at.end, self.cue.start)
        };
        self.read.of(WordKind::Whether).any(|at| amid(at) || ahead(at))
            || self.before(WordKind::InDoubt).is_some()
            || self.read.of(WordKind::InDoubt).any(amid)
            || self.behind(WordKind::InDoubt)
    }

    /// Whether it stands behind what says that it was said in error.
    fn retracted(&self) -> bool {
        let clause = clause_start(self.taken, self.read, self.read.words.start, self.cue.start);
        // `Contrary to what we wrote` takes back nothing of what follows.
        let contrary = |at: &Found| {
            let kinds = [WordKind::Unlike, WordKind::Denies];
            let mut marks = kinds.into_iter().flat_map(|kind| self.read.of(kind));
            marks.any(|of| of.start <= at.start && at.start <= of.end + 3)
        };
        let mut marks = self.read.of(WordKind::Retracted);
        marks.any(|at| clause <= at.end && at.start < self.cue.start && !contrary(at))
    }

    fn deed(&self) -> Turn {
        let announced = self.cue.position == Position::Announced;
        if self.before(WordKind::Asks).is_some() || self.behind(WordKind::Asked) {
            return Turn::Nothing;
        }
        if let Some(by) = self.negated().or_else(|| self.denied()) {
            return if announced || by > NEAR { Turn::Nothing } else { Turn::To(Position::Absent) };
        }
        if let Some(by_another) = self.taken_back() {
            let nothing = announced || by_another;
            return if nothing { Turn::Nothing } else { Turn::To(Position::Absent) };
        }
        if self.in_segment(WordKind::Unreal) {
            return Turn::Nothing;
        }
        let behind = self.behind(WordKind::If);
        let bound = self.before(WordKind::If).is_some() || behind || self.under_condition();
        match announced {
            true if bound => Turn::To(Position::Undecided),
            // Many languages say what will be so in the present: `X tekent als Y dat doet`.
            false if self.under_condition() || behind && self.ends_with_condition() => {
                Turn::Nothing
            }
            _ => Turn::Kept,
        }
    }

    /// `Did not refuse` says nothing about signing.
    fn refusal(&self) -> Turn {
        let none =
            self.negated().or_else(|| self.denied()).is_some() || self.taken_back().is_some();
        let none = none || self.in_segment(WordKind::Unreal) || self.under_condition();
        if none { Turn::Nothing } else { Turn::Kept }
    }

    /// Whether it is part of a condition: `if X signs`.
    fn supposed(&self) -> bool {
        let closes = |at: &Found| {
            let over = at.start < self.cue.end && self.cue.start < at.end;
            let next = at.start >= self.cue.end && at.end <= self.span.right;
            over || next && self.same_segment(self.cue.end.saturating_sub(1), at.start)
        };
        self.in_segment(WordKind::If) || self.read.of(WordKind::IfAfter).any(closes)
    }

    /// Whether a condition ahead of it in its sentence is of it: `if X signs, Y will sign too`.
    fn under_condition(&self) -> bool {
        let clause = clause_start(self.taken, self.read, self.read.words.start, self.cue.start);
        let ahead = |at: &Found| at.start >= clause && at.end <= self.cue.start;
        let opens = |at: &Found| {
            let first = at.start <= clause + 1 || self.comma(at.start.saturating_sub(1));
            first && ahead(at) && !self.only(at)
        };
        let closes = |at: &Found| at.start > clause && ahead(at);
        self.read.of(WordKind::If).any(opens) || self.read.of(WordKind::IfAfter).any(closes)
    }

    /// Whether nothing is told between it and a condition: `signed and says that it leaves if` is of the leaving.
    fn ends_with_condition(&self) -> bool {
        let next = self.marks(WordKind::If).map(|at| at.start).find(|at| *at >= self.cue.end);
        let between = self.cue.end..next.unwrap_or(self.cue.end);
        let kinds = [WordKind::Says, WordKind::Tells, WordKind::Relative, WordKind::Happened];
        let and = |word: usize| self.taken.words.get(word).is_some_and(|word| is_and(word.folded));
        next.is_some()
            && !between.clone().any(and)
            && !kinds.iter().any(|kind| self.read.has(*kind, between.clone()))
    }

    /// Whether the next clause takes it back, and if so whether somebody else who is named does.
    fn taken_back(&self) -> Option<bool> {
        let and = |word: usize| self.taken.words.get(word).is_some_and(|word| is_and(word.folded));
        // `Signed and was accused, but denied it` takes back the accusation.
        let next = |at: &&Found| {
            let own = self.cue.end..at.start;
            let last = own.end.saturating_sub(1);
            at.start >= self.cue.end
                && ends_clause(self.taken, self.read, at.end)
                && self.same_segment(own.start, last)
                && !own.clone().any(and)
        };
        let back = self.read.of(WordKind::TakenBack).find(next)?;
        let names = self.read.known.iter().zip(&self.read.aside);
        let mut names = names.filter(|(_, aside)| !**aside).map(|(name, _)| name);
        let of_cue = |start: usize| start < back.start;
        let before: Vec<_> = self.read.known.iter().filter(|at| of_cue(at.start)).collect();
        Some(names.any(|name| {
            (back.start..back.end).contains(&name.start)
                && before.iter().all(|at| at.organisation != name.organisation)
        }))
    }

    /// How many words stand between the cue and what negates it.
    fn negated(&self) -> Option<usize> {
        let near = self.marks(WordKind::Not).filter(|at| {
            let ahead = at.end <= self.cue.start && at.start >= self.clause;
            // `Has not, however, signed`: what stands between commas parts nothing.
            let joined = self.same_segment(at.end, self.cue.start)
                || at.end.checked_sub(1).is_some_and(|last| self.comma(last));
            ahead && joined
        });
        let near = near.map(|at| self.cue.start - at.end).min();
        let none = || {
            let ahead = |at: &&Found| at.end <= self.cue.start && at.start >= self.clause;
            self.marks(WordKind::Nobody).any(|at| ahead(&at)).then_some(0)
        };
        let behind = || {
            let after = |at: &&Found| {
                let ends = at.start == self.cue.end || ends_clause(self.taken, self.read, at.end);
                // What stands amid another cue is of that one.
                at.start >= self.cue.end
                    && at.start <= self.span.right
                    && ends
                    && self.same_segment(self.cue.end.saturating_sub(1), at.start)
            };
            self.marks(WordKind::NotAfter).find(after).map(|at| at.start - self.cue.end)
        };
        near.or_else(none).or_else(behind).or_else(|| self.within(WordKind::Not))
    }

    /// How many words stand between the cue and what denies it.
    fn denied(&self) -> Option<usize> {
        let before = self.before(WordKind::Denies);
        before
            .or_else(|| self.behind(WordKind::Denied).then_some(0))
            .or_else(|| self.within(WordKind::Denies))
            .or_else(|| self.around(WordKind::Denies))
    }

    /// A mark amid the words of a cue that does not speak of it: `trat dem Pakt nicht bei`.
    fn within(&self, kind: WordKind) -> Option<usize> {
        let deed = self.cue.position != Position::Declined && self.cue.position != Position::Left;
        let amid =
            |at: &&Found| self.cue.start < at.start && at.end < self.cue.end && !self.only(at);
        (deed && self.read.of(kind).any(|at| amid(&at))).then_some(0)
    }

    /// A mark that has the cue amid its words: `called claims that it signed untrue`.
    fn around(&self, kind: WordKind) -> Option<usize> {
        let around = |at: &Found| at.start < self.cue.start && self.cue.end < at.end;
        self.read.of(kind).any(around).then_some(0)
    }

    /// Whether a mark only looks so: the `not` of `not only`.
    fn only(&self, at: &Found) -> bool {
        let mut only = self.read.of(WordKind::NotOnly);
        only.any(|of| of.start <= at.start && at.end <= of.end)
    }

    /// Marks that are no part of a phrase that only looks so, such as `not only`, nor of the cue.
    fn marks(&self, kind: WordKind) -> impl Iterator<Item = &Found> {
        let of_cue = |at: &Found| at.start < self.cue.end && self.cue.start < at.end;
        self.read.of(kind).filter(move |at| !self.only(at) && !of_cue(at) && !self.of_name(at))
    }

    /// Whether a `not` is of the name behind it: `Y and not X signed`.
    fn of_name(&self, at: &Found) -> bool {
        let names = self.read.known.iter().zip(&self.read.contrasted);
        let mut names = names.filter(|(_, contrasted)| **contrasted).map(|(name, _)| name.start);
        names.any(|start| (at.end..at.end + 3).contains(&start))
    }

    /// The words between a mark ahead of the cue in its clause and the cue.
    fn before(&self, kind: WordKind) -> Option<usize> {
        let ahead =
            self.marks(kind).filter(|at| at.end <= self.cue.start && at.start >= self.clause);
        ahead.map(|at| self.cue.start - at.end).min()
    }

    /// Whether a mark stands behind the cue, before the next one and before another clause.
    fn behind(&self, kind: WordKind) -> bool {
        self.marks(kind).any(|at| {
            let far = clause_start(self.taken, self.read, self.cue.end, at.start) > self.cue.end;
            at.start >= self.cue.end && at.end <= self.span.right && !far
        })
    }

    /// Whether a mark stands ahead of the cue between the same commas, or reaches into it.
    fn in_segment(&self, kind: WordKind) -> bool {
        self.read.of(kind).filter(|at| !self.only(at)).any(|at| {
            // A comma amid its own words parts nothing: `unter der Bedingung, dass`.
            let ahead = at.end <= self.cue.start;
            let last = if ahead { at.start.max(at.end.saturating_sub(1)) } else { at.start };
            at.start >= self.clause
                && at.start < self.cue.end
                && self.same_segment(last, self.cue.start)
        })
    }

    fn comma(&self, word: usize) -> bool {
        self.taken.gap(word).contains([',', ';', ':', '，', '、', '–', '—', '('])
    }

    /// Whether no comma stands behind any of the words.
    fn same_segment(&self, from: usize, to: usize) -> bool {
        !(from..to).any(|word| self.comma(word))
    }
}

/// Whether a cue is no more than the `not` that stands behind another cue of its clause.
fn repeats(taken: &Taken, read: &Read, cue: &Cue, span: &Span) -> bool {
    let is = |at: &Found| at.start <= cue.start && cue.end <= at.end;
    let commas = |word: usize| taken.gap(word).contains([',', ';', ':']);
    span.left > read.words.start
        && read.of(WordKind::NotAfter).any(is)
        && !(span.left.saturating_sub(1)..cue.start).any(commas)
}
