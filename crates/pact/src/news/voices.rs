//! Who says what a claim says, and whether a refusal leaves the door open.

use std::ops::Range;

use super::article::{Read, Taken};
use super::book::{Found, Mark, WordKind};
use super::claims::{Cue, Speaker, Who};
use crate::model::{Basis, Later, Position};

/// Words behind a verb of saying in which its subject stands: `said a spokesman of the company`.
const BEHIND: usize = 6;
/// Most words between a word for a list and the instrument that it is a list of: `the list of the Pact`.
const OF_LIST: usize = 3;

pub(super) fn speaker(read: &Read, cue: &Cue, who: &[Who], taken: &Taken) -> (Speaker, Basis) {
    let whole = read.words.clone();
    let says = read.has(WordKind::Says, whole.clone());
    let keeper = read.has(WordKind::Keeper, whole.clone());
    let quoted = taken
        .text
        .get(read.sentence.range.clone())
        .is_some_and(|text| text.contains(['"', '“', '„', '«', '”', '「']));
    let other = another_says(taken, read, cue, who);
    let mut verbs = read.of(WordKind::Says).peekable();
    let spoken = verbs.peek().is_some();
    // `Refused to say whether it would sign`: what leaves it open says nothing.
    let unsaid = |at: &Found| {
        cue.position == Position::Undecided && cue.start <= at.start && at.end <= cue.end
    };
    let of_itself = verbs.any(|at| !unsaid(at) && says_itself(taken, read, at, who));
    let we = first_person(read, cue) && (quoted || says);
    let of_another = || read.of(WordKind::Says).any(|at| says_another(taken, read, at, who));
    let own = !other && (of_itself || we && (!spoken || !keeper && !of_another()));
    let speaker = if read.has(WordKind::Reports, whole.clone()) {
        Speaker::Reports
    } else if own {
        Speaker::Organisation
    } else if keeper && says {
        Speaker::Keeper
    } else {
        Speaker::Reporter
    };
    let basis = match (cue.position, speaker) {
        (Position::Absent, _) if of_list(taken, read, cue) => Basis::Absence,
        (_, Speaker::Organisation) => Basis::OwnStatement,
        (Position::Signed, _) if of_list(taken, read, cue) => Basis::OfficialList,
        _ => Basis::PressReport,
    };
    (speaker, basis)
}

/// Whether a cue is of the list of an instrument: its words hold the list, or the list stands beside the
/// instrument in the same segment. `Listed on Euronext` and a list of the richest are of neither.
fn of_list(taken: &Taken, read: &Read, cue: &Cue) -> bool {
    let of_instrument = |list: &Found| {
        let mut named =
            read.marks.iter().filter(|at| matches!(at.mark, Mark::Full(_) | Mark::Short(_)));
        named.any(|at| {
            let (from, to) = (list.end.min(at.end), list.start.max(at.start));
            let amid = from <= cue.start && cue.end <= to;
            to.saturating_sub(from) <= OF_LIST && !amid && !parted(taken, from, to)
        })
    };
    read.of(WordKind::List).any(|list| {
        let within = list.start < cue.end && cue.start < list.end;
        let (from, to) = (list.end.min(cue.end), list.start.max(cue.start));
        within || !parted(taken, from, to) && of_instrument(list)
    })
}

/// Whether a comma or the like stands between what ends before a word and what starts with another.
fn parted(taken: &Taken, from: usize, to: usize) -> bool {
    (from.saturating_sub(1)..to).any(|word| taken.gap(word).contains([',', ';', ':', '，', '、']))
}

/// Whether the first person stands beside a cue, not only a word for who speaks.
fn first_person(read: &Read, cue: &Cue) -> bool {
    let voice =
        |at: &Found| read.of(WordKind::Voice).any(|of| at.start < of.end && of.start < at.end);
    let mut own = read.of(WordKind::Own).filter(|at| !voice(at));
    own.any(|at| at.start < cue.end || at.end > cue.start)
}

/// The words ahead of a verb of saying and behind it, in which its subject stands.
fn around(taken: &Taken, read: &Read, says: &Found) -> (Range<usize>, Range<usize>) {
    let ends = |word: usize| {
        taken
            .gap(word)
            .contains([',', ';', ':', '"', '“', '”', '„', '»', '«', '」', '–', '、', '，'])
    };
    let first = (read.words.start..says.start).rev().find(|word| ends(*word));
    let from = first.map_or(read.words.start, |word| word + 1);
    let breaks = read.of(WordKind::Break).map(|at| at.end);
    let from = breaks.filter(|at| (from..=says.start).contains(at)).max().unwrap_or(from);
    let most = (says.end + BEHIND).min(read.words.end);
    let to = (says.end..most).find(|word| ends(*word)).map_or(most, |word| word + 1);
    let tells = read.of(WordKind::Tells).map(|at| at.start).find(|at| (says.end..to).contains(at));
    (from..says.start, says.end..tells.unwrap_or(to))
}

/// Whether the subject of a verb of saying is the organisation, a pronoun for it or who speaks for it.
fn says_itself(taken: &Taken, read: &Read, says: &Found, who: &[Who]) -> bool {
    let (ahead, behind) = around(taken, read, says);
    let also = |kind: WordKind| read.of(kind).any(|at| at.start < says.end && says.start < at.end);
    if also(WordKind::SourceAfter) {
        return is_itself(read, right_before(read, says.start, who)..says.start, who);
    }
    // Of `refused according to X` and of `it was reported` who stands ahead is not who speaks.
    let elsewhere = also(WordKind::Source) || also(WordKind::Impersonal);
    if elsewhere || ahead.is_empty() {
        is_itself(read, behind, who)
    } else {
        is_itself(read, ahead, who)
    }
}

/// Whether others alone stand where the subject of a verb of saying does: `“X signed,” said a spokesman of Y`.
fn says_another(taken: &Taken, read: &Read, says: &Found, who: &[Who]) -> bool {
    let (ahead, behind) = around(taken, read, says);
    let within = if ahead.is_empty() { behind } else { ahead };
    let same =
        |at: &super::names::Known| who.iter().any(|of| of.organisation == Some(at.organisation));
    let inside = |at: &&super::names::Known| within.start <= at.start && at.end <= within.end;
    let mut known = read.known.iter().filter(inside).peekable();
    known.peek().is_some() && !known.any(same)
}

/// Where the name, or the word for who speaks, begins that stands right before a word.
fn right_before(read: &Read, word: usize, who: &[Who]) -> usize {
    let names = who.iter().map(|at| at.words.clone());
    let known = read.known.iter().map(|at| at.start..at.end);
    let kinds = [WordKind::Company, WordKind::Own, WordKind::Voice, WordKind::Keeper];
    let marks = kinds.into_iter().flat_map(|kind| read.of(kind)).map(|at| at.start..at.end);
    let mut all = names.chain(known).chain(marks).filter(|at| at.end == word);
    all.next().map_or(word, |at| at.start)
}

fn is_itself(read: &Read, within: Range<usize>, who: &[Who]) -> bool {
    let inside = |at: &Range<usize>| within.start <= at.start && at.end <= within.end;
    let named = who.iter().any(|at| inside(&at.words));
    let same =
        |at: &super::names::Known| who.iter().any(|of| of.organisation == Some(at.organisation));
    let mut known = read.known.iter().filter(|at| inside(&(at.start..at.end)));
    let (own, others) = (known.clone().any(same), known.any(|at| !same(at)));
    let keeper = read.has(WordKind::Keeper, within.clone());
    let has = |kind: WordKind| read.has(kind, within.clone());
    // `The head of a lobby` speaks for the lobby.
    let of_other = |at: &Found| {
        read.of(WordKind::Preposition).any(|of| of.start == at.end && of.end < within.end)
    };
    let mut voices = read.of(WordKind::Voice).filter(|at| inside(&(at.start..at.end)));
    let voice = voices.any(|at| !of_other(at));
    let speaks = has(WordKind::Company) || has(WordKind::Own) || voice;
    !keeper && (named || own || speaks && !others)
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
pub(super) fn later(taken: &Taken, number: usize, position: Position) -> Later {
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
