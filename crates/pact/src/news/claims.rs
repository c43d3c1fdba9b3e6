//! Who is said to take which position: cues with the names that belong to them.

use std::cmp::Reverse;
use std::ops::Range;

use super::article::{Read, Taken, unlisted, unlisted_by_letter};
use super::book::{Found, Mark, Side, WordKind};
use super::instruments::{Named, instruments};
use super::lists::list;
use super::polarity::{Turn, turn};
use super::split::Heading;
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
    focus: Option<(usize, Who)>,
    /// Instruments by full name, in order.
    pub(super) named: Vec<InstrumentIx>,
    /// The last instrument, its words and its sentence.
    pub(super) instrument: Option<(usize, InstrumentIx, Range<usize>)>,
}

/// Sentences an instrument or a company stays spoken of.
const NEAR: usize = 2;
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

/// The cues of a sentence that stand; of those that head a list the ones that `heads` lets through.
pub(super) fn cues(taken: &Taken, read: &Read, heads: impl Fn(&Cue) -> bool) -> Vec<Cue> {
    let bare = |cue: &Cue| {
        let goes_on = |at: &Found| at.start == cue.end && set_off(taken, at);
        ends_clause(taken, read, cue.end) && !read.of(WordKind::Break).any(goes_on)
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
            Side::Before | Side::After => true,
        })
        .collect();
    let rank = |position| RANK.iter().position(|at| *at == position);
    all.sort_by_key(|cue| (rank(cue.position), Reverse(cue.end - cue.start), cue.start));
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

/// Letters of words such as `of` and `the`.
const SMALL: usize = 3;

/// The word behind the colon that follows what heads a list, if a name stands there and nothing but an instrument
/// between: `signatories of the pact: X, Y`.
fn colon(taken: &Taken, read: &Read, cue: &Cue) -> Option<usize> {
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
        .filter(|at| !set_off(taken, at));
    let by_word = breaks.map(|at| at.end).max();
    by_gap.max(by_word).unwrap_or(from)
}

fn sentence(
    taken: &Taken,
    (number, read): (usize, &Read),
    instruments: &[Named],
    before: &mut Before,
    claims: &mut Vec<Raw>,
) {
    let cues = cues(taken, read, |cue| colon(taken, read, cue).is_some());
    let mut left = read.words.start;
    let mut last: Vec<Who> = Vec::new();
    for (at, cue) in cues.iter().enumerate() {
        let right = cues.get(at + 1).map_or(read.words.end, |next| next.start);
        let span = Span { left, right, clause: clause_start(taken, read, left, cue.start) };
        let near = nearest(instruments, cue).or_else(|| {
            let (of, instrument, words) = before.instrument.clone()?;
            let near = cue.position == Position::Absent || of + NEAR_INSTRUMENT >= number;
            (near && of <= number).then_some((Some(instrument), words))
        });
        let mut who = subjects(taken, (number, read), cue, &span, (&last, before));
        let towards = near.as_ref().and_then(|(instrument, _)| *instrument);
        who.retain(|at| at.within.is_none() || at.within == towards);
        let position = match turn(taken, read, cue, &span) {
            Turn::Kept => Some(cue.position),
            Turn::To(position) => Some(position),
            Turn::Nothing => None,
        };
        if let (Some((Some(instrument), words)), Some(position), false) =
            (near, position, who.is_empty())
        {
            let cue = &Cue { position, ..*cue };
            let (speaker, basis) = speaker(read, cue, &who, taken);
            before.instrument = Some((number, instrument, words.clone()));
            let later = later(taken, number, cue.position);
            for who in &who {
                if opens(claims, (number, cue.position), who, instrument) {
                    continue;
                }
                claims.push(Raw {
                    sentence: number,
                    who: who.clone(),
                    instrument,
                    instrument_words: words.clone(),
                    position: cue.position,
                    cue: cue.start..cue.end,
                    basis,
                    speaker,
                    later,
                    under: None,
                });
            }
        }
        if let Some(first) = who.first() {
            before.focus = Some((number, first.clone()));
            last = who;
        }
        left = cue.end;
    }
    done_since(claims, number);
}

/// `Had said that it would, and now has`: within a sentence the deed is what counts.
fn done_since(claims: &mut Vec<Raw>, sentence: usize) {
    let first = claims.iter().rposition(|at| at.sentence != sentence).map_or(0, |at| at + 1);
    let of = |at: &Raw| (at.who.organisation, at.instrument);
    let done: Vec<_> = claims
        .iter()
        .skip(first)
        .filter(|at| at.position == Position::Signed && at.who.organisation.is_some())
        .map(of)
        .collect();
    let mut at = 0;
    claims.retain(|claim| {
        at += 1;
        let said = at > first && claim.position == Position::Announced;
        !(said && done.contains(&of(claim)))
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

/// The words a cue reaches: from the end of the last cue to the start of the next.
pub(super) struct Span {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) clause: usize,
}

/// The instrument nearest to a cue.
pub(super) fn nearest(instruments: &[Named], cue: &Cue) -> Option<Named> {
    let distance = |words: &Range<usize>| {
        if words.start >= cue.end {
            words.start - cue.end
        } else {
            // What stands after a verb is its object sooner than what stands before.
            2 * cue.start.saturating_sub(words.end)
        }
    };
    instruments.iter().min_by_key(|(_, words)| distance(words)).cloned()
}

fn known(read: &Read, within: Range<usize>) -> Vec<Who> {
    read.known
        .iter()
        .zip(&read.aside)
        .filter(|(at, aside)| within.start <= at.start && at.end <= within.end && !**aside)
        .map(|(at, _)| Who {
            words: at.start..at.end,
            organisation: Some(at.organisation),
            within: at.within,
        })
        .collect()
}

/// Whether `all but X` or the like stands among some words: then nobody who is not named is meant.
fn shut(read: &Read, within: Range<usize>) -> bool {
    let excepted = [WordKind::Except, WordKind::Excepted];
    let mut among = read.known.iter().zip(&read.aside);
    excepted.iter().any(|kind| read.has(*kind, within.clone()))
        || among.any(|(at, aside)| {
            let beside = read.of(WordKind::OthersOf).any(|mark| mark.end == at.start)
                || read.of(WordKind::OthersAfter).any(|mark| mark.start <= at.end + 1);
            *aside && beside && within.start <= at.start && at.end <= within.end
        })
}

/// Names that follow each other with hardly a word between are one list, unless what one says of the
/// other stands between.
fn lists(read: &Read, names: Vec<Who>) -> Vec<Vec<Who>> {
    let mut lists: Vec<Vec<Who>> = Vec::new();
    for name in names {
        let joins = |at: &Who| {
            let between = at.words.end..name.words.start;
            name.words.start <= at.words.end + 3
                && !read.has(WordKind::Tells, between.clone())
                && !read.has(WordKind::Says, between)
        };
        match lists.last_mut() {
            Some(list) if list.last().is_some_and(joins) => list.push(name),
            _ => lists.push(vec![name]),
        }
    }
    lists
}

/// Of lists of names before a cue, those behind the last word by which one tells of another.
fn told_of(taken: &Taken, read: &Read, lists: Vec<Vec<Who>>) -> Vec<Vec<Who>> {
    let start = |list: &Vec<Who>| list.first().map_or(0, |at| at.words.start);
    let (Some(first), Some(last)) = (lists.first().map(start), lists.last().map(start)) else {
        return lists;
    };
    // `X, said Y, has signed`: the words between the commas tell of X.
    let inverted =
        |at: &Found| at.start.checked_sub(1).is_some_and(|at| taken.gap(at).contains(','));
    let says = read.of(WordKind::Says).filter(|at| !inverted(at));
    let tells = read.of(WordKind::Tells).chain(says);
    let among = tells.filter(|at| at.start > first && at.end <= last).map(|at| at.end);
    match among.max() {
        Some(from) => lists.into_iter().filter(|list| start(list) >= from).collect(),
        None => lists,
    }
}

fn subjects(
    taken: &Taken,
    (number, read): (usize, &Read),
    cue: &Cue,
    span: &Span,
    (last, before): (&[Who], &Before),
) -> Vec<Who> {
    if cue.side == Side::Head {
        let from = colon(taken, read, cue).unwrap_or(span.right);
        return known(read, from..span.right);
    }
    let inside = known(read, cue.start..cue.end);
    let ahead = told_of(taken, read, lists(read, known(read, span.clause..cue.start)));
    let behind = known(read, cue.end..span.right);
    let mut who = match cue.side {
        Side::After if !behind.is_empty() => return behind_of(taken, read, cue, behind),
        Side::After
            if read.sentence.heading == Heading::No && !shut(read, span.left..span.right) =>
        {
            if let Some(name) = unlisted(taken, read, cue.end..span.right) {
                return vec![stranger(name)];
            }
            inside
        }
        _ => inside,
    };
    if who.is_empty() {
        let close =
            ahead.last().filter(|list| list.last().is_some_and(|at| at.words.end + 2 >= cue.start));
        who = close.or(ahead.first()).cloned().unwrap_or_default();
    }
    if who.is_empty() && shut(read, span.left..span.right) {
        return who;
    }
    if who.is_empty() && read.sentence.heading == Heading::No {
        let name = unlisted(taken, read, span.clause..cue.start)
            .or_else(|| unlisted(taken, read, cue.start..cue.end))
            .or_else(|| unlisted_by_letter(taken, read, span.clause..cue.start));
        who.extend(name.map(stranger));
    }
    if who.is_empty() && cue.side != Side::After {
        let spoken = read.has(WordKind::Company, span.left..cue.end)
            || read.has(WordKind::Own, span.left..span.right);
        let here = known(read, read.words.start..span.clause).pop();
        let says = || speaks(taken, read, cue);
        if let (true, Some(here)) = (spoken, here.or_else(says)) {
            who.push(here);
        } else if spoken {
            let near = before.focus.as_ref().filter(|(of, _)| of + NEAR >= number);
            who.extend(near.map(|(_, who)| who.clone()));
        }
    }
    // `“We signed because X did,” a spokesman said`: X is not who speaks.
    let we = cue.side != Side::After && read.has(WordKind::Own, span.left..cue.end);
    if who.is_empty() && !we {
        who = lists(read, behind.clone()).into_iter().next().unwrap_or_default();
        let far = who.first().is_some_and(|first| first.words.start > cue.end + 8);
        if far || span.clause == cue.start && who.is_empty() {
            who.clear();
        }
    }
    if who.is_empty() {
        who = last.to_vec();
    }
    // `among them`: the names that follow take the same position.
    let among = read.of(WordKind::Among).find(|at| at.start >= cue.end && at.end <= span.right);
    if let Some(among) = among {
        who.extend(behind.into_iter().filter(|at| at.words.start >= among.end));
    }
    who.dedup();
    who
}

/// Who speaks behind a quote: `“We never signed,” said a spokeswoman of X`, `“We signed,” X's chief said`.
fn speaks(taken: &Taken, read: &Read, cue: &Cue) -> Option<Who> {
    let says = read.of(WordKind::Says).find(|at| at.start >= cue.end)?;
    let quote = |word: usize| taken.gap(word).contains(['"', '“', '”', '„', '»', '«', '」']);
    let closes = (cue.end..says.start).rev().find(|word| quote(word.saturating_sub(1)));
    let ahead = || known(read, closes?..says.start).pop();
    known(read, says.end..read.words.end).into_iter().next().or_else(ahead)
}

fn behind_of(taken: &Taken, read: &Read, cue: &Cue, behind: Vec<Who>) -> Vec<Who> {
    // Names in another clause are of another matter.
    let stop = behind.iter().find_map(|at| {
        let start = clause_start(taken, read, cue.end, at.words.start);
        (start > cue.end + 1 && start < at.words.end).then_some(start)
    });
    behind.into_iter().filter(|at| stop.is_none_or(|stop| at.words.end <= stop)).collect()
}

fn stranger(words: Range<usize>) -> Who {
    Who { words, organisation: None, within: None }
}

pub(super) fn speaker(read: &Read, cue: &Cue, who: &[Who], taken: &Taken) -> (Speaker, Basis) {
    let whole = read.words.clone();
    let says = read.has(WordKind::Says, whole.clone());
    let keeper = read.has(WordKind::Keeper, whole.clone());
    let quoted = taken
        .text
        .get(read.sentence.range.clone())
        .is_some_and(|text| text.contains(['"', '“', '„', '«', '”', '「']));
    let other = another_says(taken, read, cue, who);
    let own = read.has(WordKind::Own, whole.clone()) && (quoted || says) && !other;
    let who_says = says
        && !keeper
        && !other
        && who.iter().all(|at| at.words.end <= cue.start || at.words.start >= read.words.start);
    let speaker = if read.has(WordKind::Reports, whole.clone()) {
        Speaker::Reports
    } else if own || who_says {
        Speaker::Organisation
    } else if keeper && says {
        Speaker::Keeper
    } else {
        Speaker::Reporter
    };
    let basis = match (cue.position, speaker) {
        (Position::Absent, _) => Basis::Absence,
        (_, Speaker::Organisation) => Basis::OwnStatement,
        (Position::Signed, _) if read.has(WordKind::List, whole) => Basis::OfficialList,
        _ => Basis::PressReport,
    };
    (speaker, basis)
}

/// Whether somebody else says what the sentence tells of an organisation.
fn another_says(taken: &Taken, read: &Read, cue: &Cue, who: &[Who]) -> bool {
    let Some(first) = who.first().filter(|at| at.words.start >= read.words.start) else {
        return false;
    };
    read.of(WordKind::Says).any(|at| {
        if at.end > first.words.start || at.end > cue.start {
            return false;
        }
        let inverted = at.start.checked_sub(1).is_some_and(|at| taken.gap(at).contains(','));
        let between = at.end..first.words.start;
        let next = between.len() < 2
            && between.clone().all(|at| !taken.original(at).starts_with(char::is_uppercase));
        let source = read.of(WordKind::Source).any(|of| of.start == at.start);
        if next && (source || inverted) {
            return false;
        }
        let mut ahead = read.known.iter().filter(|of| of.end <= at.start).peekable();
        let others = ahead.peek().is_some()
            && ahead.all(|of| who.iter().all(|at| at.organisation != Some(of.organisation)));
        let tells =
            read.of(WordKind::Tells).any(|of| of.start >= at.start && of.end <= first.words.start);
        let same = read.known.iter().any(|of| {
            of.end <= at.start && who.iter().any(|at| at.organisation == Some(of.organisation))
        });
        others || !same && (tells || source)
    })
}

/// Whether a refusal leaves the door open, in its sentence or the next.
fn later(taken: &Taken, number: usize, position: Position) -> Later {
    if position != Position::Declined {
        return Later::NotSaid;
    }
    let here = taken.sentences.get(number);
    let next = taken.sentences.get(number + 1).filter(|next| {
        let same = here.map(|here| here.sentence.paragraph);
        same == Some(next.sentence.paragraph) && next.known.is_empty()
    });
    let open = |read: &Read| read.of(WordKind::Later).next().is_some();
    let open = here.is_some_and(open) || next.is_some_and(open);
    if open { Later::Open } else { Later::NotSaid }
}

/// Who a later `the company` would mean: the organisation that the sentence is about.
fn keep_focus(taken: &Taken, (number, read): (usize, &Read), before: &mut Before) {
    if before.focus.as_ref().is_some_and(|(of, _)| *of == number) {
        return;
    }
    let first = known(read, read.words.clone()).into_iter().next();
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
