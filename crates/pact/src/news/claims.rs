//! Who is said to take which position: cues with the names that belong to them.

use std::ops::Range;

use super::article::{Read, Taken, unlisted};
use super::book::{Found, Side, WordKind};
use super::corrections::{take_back, takes_back};
use super::cues::colon;
pub(super) use super::cues::{clause_start, cues};
use super::instruments::{Named, instruments};
use super::lists::list;
use super::objects::other_object;
use super::polarity::{Turn, turn};
use super::relative::{around, own, parted, told};
use super::split::Heading;
pub(super) use super::subjects::Span;
use super::subjects::{Last, compared, contrasted, known, stranger, subjects};
use super::voices::later;
pub(super) use super::voices::speaker;
use crate::model::{Basis, InstrumentIx, Later, OrgIx, Position};

/// Who is spoken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) words: Range<usize>,
    pub(super) organisation: Option<OrgIx>,
    pub(super) within: Option<InstrumentIx>,
}

crate::model::words! {
    /// Who says what a claim says.
    Speaker {
        /// The organisation itself.
        Organisation = "organisation",
        /// Whoever keeps the instrument.
        Keeper = "keeper",
        /// Hearsay.
        Reports = "reports",
        /// The article.
        Reporter = "reporter",
    }
}

/// A claim by words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) sentence: usize,
    pub(super) who: Who,
    pub(super) instrument: InstrumentIx,
    /// The words that name the instrument.
    pub(super) instrument_words: Range<usize>,
    pub(super) position: Position,
    pub(super) cue: Range<usize>,
    pub(super) basis: Basis,
    pub(super) speaker: Speaker,
    pub(super) later: Later,
    /// The sentence above the list that the name stands in, where that gives the position.
    pub(super) under: Option<usize>,
}

/// A cue that stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) position: Position,
    pub(super) side: Side,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What was last spoken of.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Organisations, with the sentence they stood in; the one to go back to first.
    pub(super) focus: Option<(usize, Who)>,
    /// Instruments by full name, in order.
    pub(super) named: Vec<InstrumentIx>,
    /// The last instrument, its words and its sentence.
    pub(super) instrument: Option<(usize, InstrumentIx, Range<usize>)>,
    /// Those named in the sentence before.
    named_before: Vec<Who>,
    /// The last position towards an instrument, with its sentence, whether or not anybody is named there.
    told: Option<Told>,
    /// What an earlier version or the like said in the last sentence that told of one.
    struck: Vec<Raw>,
}

/// A position that a sentence tells.
#[derive(Clone, Debug)]
struct Told {
    sentence: usize,
    cue: Cue,
    instrument: InstrumentIx,
    words: Range<usize>,
}

/// Sentences an instrument or a company stays spoken of.
pub(super) const NEAR: usize = 2;
/// How many words a comma ahead of a verb counts for.
const PARTED: usize = 8;
/// Sentences an instrument stays spoken of; a list of its signatories has no other one to be of.
const NEAR_INSTRUMENT: usize = 4;

/// The claims of an article, in the order of its words.
pub(super) fn claims(taken: &Taken) -> Vec<Raw> {
    let mut claims = Vec::new();
    let mut before = Before::default();
    let mut listed_until = 0;
    for (number, read) in taken.sentences.iter().enumerate() {
        if number < listed_until {
            // However long a list is, what it is of stays spoken of.
            before.instrument.iter_mut().for_each(|(of, ..)| *of = number);
            continue;
        }
        let instruments = instruments(taken, read, &mut before, number);
        if let Some((listed, end)) = list(taken, (number, read), &instruments, &before) {
            claims.extend(listed);
            listed_until = end;
            continue;
        }
        if let Some(end) = takes_back(taken, read) {
            take_back(taken, (number, end), &mut claims, &mut before.struck);
        }
        before.struck.clear();
        if !taken
            .text
            .get(read.sentence.range.clone())
            .unwrap_or_default()
            .trim_end()
            .ends_with('?')
        {
            sentence(taken, (number, read), &instruments, &mut before, &mut claims);
        }
        keep_focus(taken, (number, read), &mut before);
        before.named_before = known(read, read.words.clone());
    }
    claims
}

/// Claims without those of headings where the text below speaks of the same organisation: a heading
/// says `signs` for what the text says more exactly.
pub(super) fn beside_headings(taken: &Taken, claims: Vec<Raw>) -> Vec<Raw> {
    let heading = |at: &Raw| {
        let read = taken.sentences.get(at.sentence);
        at.under.is_none() && read.is_some_and(|read| read.sentence.heading == Heading::Yes)
    };
    let spoken: Vec<(Option<OrgIx>, InstrumentIx)> = claims
        .iter()
        .filter(|at| !heading(at))
        .map(|at| (at.who.organisation, at.instrument))
        .collect();
    let keeps = |at: &Raw| !heading(at) || !spoken.contains(&(at.who.organisation, at.instrument));
    claims.into_iter().filter(keeps).collect()
}

fn sentence(
    taken: &Taken,
    (number, read): (usize, &Read),
    instruments: &[Named],
    before: &mut Before,
    claims: &mut Vec<Raw>,
) {
    let cues = cues(taken, read, |cue| colon(taken, read, cue).is_some());
    let named: Vec<Range<usize>> = instruments.iter().map(|(_, words)| words.clone()).collect();
    let excepted = excepted(taken, read, instruments);
    let mut left = read.words.start;
    // Where the words begin that a cue reaches behind a clause about a name.
    let mut outer: Option<usize> = None;
    let mut last = Last::default();
    for (at, cue) in cues.iter().enumerate() {
        let right = cues.get(at + 1).map_or(read.words.end, |next| next.start);
        let span = Span { left, right, clause: clause_start(taken, read, left, cue.start) };
        let near = towards(taken, read, instruments, cue, (number, before));
        let compared = compared(taken, read, cue);
        let relative = around(read, cue).filter(|at| {
            let behind = || known(read, cue.end..at.words.end).is_empty();
            compared.is_empty() && (cue.side != Side::After || behind())
        });
        let aside = !compared.is_empty() || relative.is_some();
        let mut who = match relative {
            Some(clause) => told(read, cue, clause),
            None if aside => compared,
            None => {
                // What stands in clauses about a name is passed over: `X, which signed Y, will not sign Z`.
                let left = outer.unwrap_or(left);
                let clause = clause_start(taken, read, left, cue.start);
                let span = Span { left, right, clause };
                subjects(taken, (number, read), cue, &span, (&last, before))
            }
        };
        if who.is_empty() && !aside && neither(read, cue, &span) {
            who.extend(pair(&before.named_before));
        }
        let of = near.as_ref().and_then(|(instrument, _)| *instrument);
        who.retain(|at| at.within.is_none() || at.within == of);
        let excepted = of.is_some_and(|of| excepted.contains(&of));
        let turned = match turn(taken, read, cue, &span) {
            Turn::Kept if excepted && cue.position == Position::Signed => {
                Turn::To(Position::Absent)
            }
            _ if excepted => Turn::Nothing,
            turned => turned,
        };
        let position = match turned {
            Turn::Kept | Turn::Retracted => Some(cue.position),
            Turn::To(position) => Some(position),
            Turn::Nothing => None,
        };
        let position = position.filter(|_| !other_object(taken, read, cue, &named));
        if let (Some((Some(instrument), words)), Some(position)) = (near, position) {
            let cue = Cue { position, ..*cue };
            let told = Told { sentence: number, cue, instrument, words };
            let found = told.claims(taken, read, &who);
            let opposite = told.opposite(taken, read, left.max(cue.start)..right);
            if turned == Turn::Retracted {
                before.struck.extend(found);
            } else {
                if !who.is_empty() {
                    before.instrument = Some((number, instrument, told.words.clone()));
                }
                let opens = |at: &Raw, claims: &mut [Raw]| {
                    opens(claims, (number, at.position), &at.who, at.instrument)
                };
                for claim in found.into_iter().chain(opposite) {
                    if !opens(&claim, claims) {
                        claims.push(claim);
                    }
                }
                before.told = Some(told);
            }
        }
        last.took = who.last().map(|at| at.words.end).filter(|end| *end > cue.end && *end <= right);
        // What is told of who is only compared goes on with nobody.
        if let Some(first) = who.first().filter(|_| !aside) {
            before.focus = Some((number, first.clone()));
            last.who = who;
        }
        outer = relative.is_some().then(|| outer.unwrap_or(left));
        left = cue.end;
    }
    if cues.is_empty() {
        claims.extend(members(taken, (number, read), before));
    }
    settled(claims, number);
}

/// `Signed everything but the pact`: the instruments that words except.
fn excepted(taken: &Taken, read: &Read, instruments: &[Named]) -> Vec<InstrumentIx> {
    // `All have signed, but the pact is new` excepts nothing.
    let parted = |at: &Found| {
        (at.start..at.end.saturating_sub(1)).any(|word| taken.gap(word).contains([',', ';']))
    };
    let ahead = read.of(WordKind::Except).filter(|at| !parted(at));
    let marks: Vec<Range<usize>> = ahead.map(|at| at.end..at.end + 2).collect();
    let behind: Vec<usize> = read.of(WordKind::Excepted).map(|at| at.start).collect();
    let named = |(of, words): &Named| {
        let led = marks.iter().any(|at| at.contains(&words.start));
        of.filter(|_| led || behind.contains(&words.end))
    };
    if marks.is_empty() && behind.is_empty() {
        return Vec::new();
    }
    instruments.iter().filter_map(named).collect()
}

/// Whether a cue is of neither of two who were named: `neither company has signed`.
fn neither(read: &Read, cue: &Cue, span: &Span) -> bool {
    let here = span.clause.min(cue.start)..cue.end;
    known(read, read.words.clone()).is_empty() && read.has(WordKind::Neither, here)
}

/// Those who were named, if they are two.
fn pair(named: &[Who]) -> Vec<Who> {
    match named {
        [one, other] if one.organisation != other.organisation => named.to_vec(),
        _ => Vec::new(),
    }
}

/// The instrument a cue speaks of: the nearest in its sentence, or else the one spoken of before.
fn towards(
    taken: &Taken,
    read: &Read,
    instruments: &[Named],
    cue: &Cue,
    (number, before): (usize, &Before),
) -> Option<Named> {
    nearest_own(taken, read, instruments, cue).or_else(|| {
        let (of, instrument, words) = before.instrument.clone()?;
        let near = cue.position == Position::Absent || of + NEAR_INSTRUMENT >= number;
        (near && of <= number).then_some((Some(instrument), words))
    })
}

/// `More than a hundred firms signed. Among them are X and Y.`
fn members(taken: &Taken, (number, read): (usize, &Read), before: &Before) -> Vec<Raw> {
    let told = before.told.as_ref().filter(|told| told.sentence + 1 == number);
    let first = read.words.start;
    let starts =
        |at: &&Found| at.start == first || at.start == first + 1 && !taken.gap(first).contains(',');
    let among = read.of(WordKind::Among).filter(starts);
    let (Some(told), Some(end)) = (told, among.map(|at| at.end).max()) else { return Vec::new() };
    let whole = read.words.clone();
    let doubt = [WordKind::Not, WordKind::Asks, WordKind::Unreal, WordKind::If, WordKind::Whether];
    if doubt.iter().any(|kind| read.has(*kind, whole.clone())) {
        return Vec::new();
    }
    let told =
        Told { sentence: number, cue: Cue { start: whole.start, end, ..told.cue }, ..told.clone() };
    let mut who = known(read, end..whole.end);
    if who.is_empty() && read.sentence.heading == Heading::No {
        who.extend(unlisted(taken, read, end..whole.end).map(stranger));
    }
    told.claims(taken, read, &who)
}

impl Told {
    /// What is told of some.
    fn claims(&self, taken: &Taken, read: &Read, who: &[Who]) -> Vec<Raw> {
        let (speaker, basis) = speaker(read, &self.cue, who, taken);
        let later = later(taken, self.sentence, self.cue.position);
        let claim = |who: &Who| Raw {
            sentence: self.sentence,
            who: who.clone(),
            instrument: self.instrument,
            instrument_words: self.words.clone(),
            position: self.cue.position,
            cue: self.cue.start..self.cue.end,
            basis,
            speaker,
            later,
            under: None,
        };
        who.iter().map(claim).collect()
    }

    /// `Signed by X but not by Y`: what that says of Y.
    fn opposite(&self, taken: &Taken, read: &Read, behind: Range<usize>) -> Vec<Raw> {
        if self.cue.position != Position::Signed {
            return Vec::new();
        }
        let who = contrasted(read, behind);
        let cue = Cue { position: Position::Absent, ..self.cue };
        Told { cue, ..self.clone() }.claims(taken, read, &who)
    }
}

/// `Had said that it would, and now has`, `refused first but has joined since`: within a sentence what is
/// told last of somebody counts, if it settles what was told before.
fn settled(claims: &mut Vec<Raw>, sentence: usize) {
    let first = claims.iter().rposition(|at| at.sentence != sentence).map_or(0, |at| at + 1);
    let settles = |told: Position, later: Position| match told {
        Position::Announced => {
            matches!(later, Position::Declined | Position::Absent | Position::Left)
        }
        Position::Declined => later == Position::Signed,
        _ => false,
    };
    let here: Vec<_> = claims
        .iter()
        .skip(first)
        .filter(|at| at.who.organisation.is_some())
        .map(|at| (at.who.organisation, at.instrument, at.position, at.cue.start))
        .collect();
    let mut at = 0;
    claims.retain(|claim| {
        at += 1;
        at <= first
            || !here.iter().any(|(who, instrument, position, start)| {
                let same = *who == claim.who.organisation && *instrument == claim.instrument;
                let done = claim.position == Position::Announced && *position == Position::Signed;
                let later = *start > claim.cue.start && settles(claim.position, *position);
                same && (done || later)
            })
    });
}

/// `Will not sign, but may later` leaves a refusal open and is no position of its own.
fn opens(
    claims: &mut [Raw],
    (sentence, position): (usize, Position),
    who: &Who,
    instrument: InstrumentIx,
) -> bool {
    if position != Position::Undecided {
        return false;
    }
    let near = claims.iter_mut().rev().take_while(|at| at.sentence + 1 >= sentence);
    let mut near = near;
    let refused = near.find(|at| {
        at.position == Position::Declined
            && at.instrument == instrument
            && at.who.organisation == who.organisation
    });
    refused.map(|at| at.later = Later::Open).is_some()
}

/// The instrument nearest to a cue.
pub(super) fn nearest(instruments: &[Named], cue: &Cue) -> Option<Named> {
    instruments.iter().min_by_key(|(_, words)| distance(cue, words)).cloned()
}

fn distance(cue: &Cue, words: &Range<usize>) -> usize {
    if words.start >= cue.end {
        words.start - cue.end
    } else {
        // What stands after a verb is its object sooner than what stands before.
        2 * cue.start.saturating_sub(words.end)
    }
}

/// The same of those in the clause of the cue; what a comma parts from it ahead is farther away.
fn nearest_own(taken: &Taken, read: &Read, instruments: &[Named], cue: &Cue) -> Option<Named> {
    let far = |words: &Range<usize>| if parted(taken, words, cue) { PARTED } else { 0 };
    let own = own(read, cue, instruments).into_iter();
    own.min_by_key(|(_, words)| distance(cue, words) + far(words)).cloned()
}

/// Who a later `the company` would mean: the organisation that the sentence is about.
fn keep_focus(taken: &Taken, (number, read): (usize, &Read), before: &mut Before) {
    if before.focus.as_ref().is_some_and(|(of, _)| *of == number) {
        return;
    }
    let named = || contrasted(read, read.words.clone()).into_iter().next();
    let first = known(read, read.words.clone()).into_iter().next().or_else(named);
    let kinds: Vec<&Found> = read.of(WordKind::Kind).collect();
    let told = || {
        let name = unlisted(taken, read, read.words.clone())?;
        let touches = kinds.iter().any(|at| at.end == name.start || at.end + 1 == name.start);
        (touches && read.sentence.heading == Heading::No).then(|| stranger(name))
    };
    if let Some(who) = first.or_else(told) {
        before.focus = Some((number, who));
    }
}
