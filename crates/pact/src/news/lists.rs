//! Lists of names under words that say what those who are listed did: `The following have signed the AI
//! Pact:` and a line for each.

use std::ops::Range;

use super::article::{Read, Taken, is_name};
use super::claims::{Before, Cue, Raw, Span, Speaker, Who, clause_start, cues, nearest, speaker};
use super::instruments::Named;
use super::polarity::{Turn, turn};
use super::split::Heading;
use crate::model::{Basis, InstrumentIx, Later, Position};

/// Most words and bytes of what stands above a list.
const MAX_LEAD: (usize, usize) = (40, 600);
/// Most words of a line of a list.
const MAX_ITEM: usize = 12;
/// Most words of a name.
const MAX_NAME: usize = 6;
/// So many names that are known make a list one of organisations, so that the others are some too.
const ENOUGH: usize = 2;

/// What stands above a list.
struct Lead {
    sentence: usize,
    cue: Cue,
    position: Position,
    instrument: InstrumentIx,
    instrument_words: Range<usize>,
    /// Whether its words leave no doubt that a list follows.
    sure: bool,
}

/// The claims of the list that a sentence stands above, and the sentence behind its last line. `None` if the
/// sentence stands above no list.
pub(super) fn list(
    taken: &Taken,
    (number, read): (usize, &Read),
    instruments: &[Named],
    before: &Before,
) -> Option<(Vec<Raw>, usize)> {
    let lead = lead(taken, (number, read), instruments, before)?;
    let mut items: Vec<(usize, Who)> = Vec::new();
    let mut marked = false;
    for (number, read) in taken.sentences.iter().enumerate().skip(number + 1) {
        let Some(who) = item(taken, number, read) else { break };
        marked |= bullet(taken, read);
        items.push((number, who));
    }
    let end = items.last()?.0 + 1;
    let known = items.iter().filter(|(_, who)| who.organisation.is_some()).count();
    if known == 0 || known < ENOUGH && !lead.sure && !marked {
        return None;
    }
    if known < ENOUGH {
        items.retain(|(_, who)| who.organisation.is_some());
    }
    let (speaker, basis) = match speaker(read, &lead.cue, &[], taken) {
        // Who speaks above a list is none of those in it.
        (Speaker::Organisation, Basis::OwnStatement) => (Speaker::Reporter, Basis::PressReport),
        of => of,
    };
    let claims = items.into_iter().map(|(sentence, who)| Raw {
        sentence,
        who,
        instrument: lead.instrument,
        instrument_words: lead.instrument_words.clone(),
        position: lead.position,
        cue: lead.cue.start..lead.cue.end,
        basis,
        speaker,
        later: Later::NotSaid,
        under: Some(lead.sentence),
    });
    Some((claims.collect(), end))
}

fn lead(
    taken: &Taken,
    (number, read): (usize, &Read),
    instruments: &[Named],
    before: &Before,
) -> Option<Lead> {
    let text = taken.text.get(read.sentence.range.clone())?.trim_end();
    let sure = text.ends_with([':', '：']);
    let above = sure || read.sentence.heading == Heading::Yes && !text.ends_with('?');
    let next = taken.sentences.get(number + 1)?;
    let last = next.sentence.paragraph != read.sentence.paragraph;
    let named = read.aside.iter().any(|aside| !aside);
    if !above || !last || named || read.words.len() > MAX_LEAD.0 || text.len() > MAX_LEAD.1 {
        return None;
    }
    let all = cues(taken, read, |_| true);
    let mut said: Option<(Cue, Position)> = None;
    let mut left = read.words.start;
    for (at, cue) in all.iter().enumerate() {
        let right = all.get(at + 1).map_or(read.words.end, |next| next.start);
        let clause = clause_start(taken, read, left, cue.start);
        let position = match turn(taken, read, cue, &Span { left, right, clause }) {
            Turn::Kept => cue.position,
            Turn::To(position) => position,
            Turn::Retracted | Turn::Nothing => return None,
        };
        match said {
            // What says two things heads no list.
            Some((_, other)) if other != position => return None,
            _ => said = Some((*cue, position)),
        }
        left = cue.end;
    }
    let (cue, position) = said?;
    let cue = Cue { position, ..cue };
    let (instrument, words) = nearest(instruments, &cue).or_else(|| {
        let (_, instrument, words) = before.instrument.clone()?;
        let only = before.named.iter().all(|named| *named == instrument);
        only.then_some((Some(instrument), words))
    })?;
    Some(Lead {
        sentence: number,
        cue,
        position,
        instrument: instrument?,
        instrument_words: words,
        sure,
    })
}

/// The name that a line is, if it is one and says nothing else.
fn item(taken: &Taken, number: usize, read: &Read) -> Option<Who> {
    let alone = |at: Option<usize>| {
        let other = at.and_then(|at| taken.sentences.get(at));
        other.is_none_or(|other| other.sentence.paragraph != read.sentence.paragraph)
    };
    let whole = alone(number.checked_sub(1)) && alone(Some(number + 1));
    if !whole || read.words.is_empty() || read.words.len() > MAX_ITEM {
        return None;
    }
    if !cues(taken, read, |_| true).is_empty() {
        return None;
    }
    let mut start = read.words.start;
    let is_number = |at: usize| taken.original(at).bytes().all(|byte| byte.is_ascii_digit());
    if start + 1 < read.words.end && is_number(start) {
        start += 1;
    }
    let ends = |at: usize| {
        at >= read.words.end
            || taken.gap(at - 1).contains(['(', ',', ':', ';', '–', '—', '|', '/', '，', '（'])
    };
    let own = read.known.iter().zip(&read.aside).find(|(at, aside)| {
        // `The Example Company`: an article may stand before.
        at.start <= start + 1 && at.start >= start && ends(at.end) && !**aside
    });
    if let Some((at, _)) = own {
        return Some(Who {
            words: at.start..at.end,
            organisation: Some(at.organisation),
            within: at.within,
        });
    }
    let plain = read.sentence.heading == Heading::Yes || bullet(taken, read);
    let end = (start + 1..=read.words.end).find(|at| ends(*at))?;
    let name = is_name(taken, start) && end - start <= MAX_NAME;
    (plain && name).then_some(Who { words: start..end, organisation: None, within: None })
}

fn bullet(taken: &Taken, read: &Read) -> bool {
    let text = taken.text.get(read.sentence.range.clone()).unwrap_or_default();
    text.starts_with(['-', '*', '•', '·', '–']) || text.starts_with(|at: char| at.is_ascii_digit())
}
