//! Lists of names under words that say what those who are listed did: `The following have signed the AI
//! Pact:` and a line for each.

use std::ops::Range;

use super::article::{Read, Taken, is_name};
use super::book::{Mark, WordKind};
use super::cells::{May, Said, answered, both, parts, said, sign, words_of};
use super::claims::{Before, Cue, Raw, Span, Speaker, Who, clause_start, cues, nearest, speaker};
use super::instruments::Named;
use super::polarity::{Turn, turn};
use super::split::Heading;
use super::tables;
use crate::model::{Basis, InstrumentIx, Later, Position};

/// Most words and bytes of what stands above a list.
const MAX_LEAD: (usize, usize) = (40, 600);
/// Most words of a line of a list.
const MAX_ITEM: usize = 12;
/// Most words of a name.
const MAX_NAME: usize = 6;
/// So many names that are known make a list one of organisations, so that the others are some too.
pub(super) const ENOUGH: usize = 2;
/// So many lines without a name that is known are no list of organisations.
const MAX_UNKNOWN: usize = 64;

/// What stands above a list.
#[derive(Clone)]
pub(super) struct Lead {
    pub(super) sentence: usize,
    pub(super) cue: Cue,
    pub(super) position: Position,
    pub(super) instrument: InstrumentIx,
    pub(super) instrument_words: Range<usize>,
    /// Whether its words leave no doubt that a list follows.
    sure: bool,
    /// Whether it asks or only names the instrument, so that each line has to say what it is.
    pub(super) asks: bool,
}

/// A line of a list.
struct Item {
    sentence: usize,
    who: Who,
    said: Said,
}

/// The claims of the list or table that a sentence stands above or that begins with it, and the sentence
/// behind its last line. `None` if there is none.
pub(super) fn list(
    taken: &Taken,
    (number, read): (usize, &Read),
    instruments: &[Named],
    before: &Before,
) -> Option<(Vec<Raw>, usize)> {
    if tables::is_row(taken, number) {
        let begins = number.checked_sub(1).is_none_or(|above| !tables::follows(taken, above));
        return if begins { tables::table(taken, number, None, before) } else { None };
    }
    let lead = lead(taken, (number, read), instruments, before)?;
    if tables::is_row(taken, number + 1) {
        return tables::table(taken, number + 1, Some(&lead), before);
    }
    let (mut items, end) = items(taken, number)?;
    let known = items.iter().filter(|item| item.who.organisation.is_some()).count();
    let marked = items.first().is_some_and(|item| mark(taken, item.sentence).is_some());
    if known == 0 || known < ENOUGH && !lead.sure && !marked {
        return None;
    }
    if known < ENOUGH {
        items.retain(|item| item.who.organisation.is_some());
    }
    let claims = items.into_iter().filter_map(|item| {
        let asked = lead.asks && item.said == Said::Description;
        let position = answered(&item.said, lead.position).filter(|_| !asked)?;
        let cue = words_of(&item.said).unwrap_or(lead.cue.start..lead.cue.end);
        Some(lead.claim(taken, (item.sentence, item.who), position, cue))
    });
    let claims: Vec<Raw> = claims.collect();
    // A question that no line answers heads no list.
    (!claims.is_empty() || !lead.asks).then_some((claims, end))
}

/// The lines of a list under a sentence, and the sentence behind the last.
fn items(taken: &Taken, above: usize) -> Option<(Vec<Item>, usize)> {
    let mut items: Vec<Item> = Vec::new();
    let of = mark(taken, above + 1);
    let (mut end, mut known) = (above + 1, false);
    let mut tight = None;
    while let Some(read) = taken.sentences.get(end) {
        if ends(taken, end) || mark(taken, end) != of || !known && end > above + MAX_UNKNOWN {
            break;
        }
        // Names without marks go on as they began: line below line, or each a paragraph.
        let blank = blank_before(taken, end);
        if of.is_none() && end > above + 1 && *tight.get_or_insert(!blank) == blank {
            break;
        }
        if is_struck(taken, read) {
            end += 1;
            continue;
        }
        let Some(item) = item(taken, end, read) else { break };
        // A heading that nobody knows looks like a name that nobody listed.
        if of.is_none() && blank && item.who.organisation.is_none() {
            break;
        }
        known |= item.who.organisation.is_some();
        items.push(item);
        end += 1;
    }
    (known && !items.is_empty()).then_some((items, end))
}

impl Lead {
    /// Of a column of a table.
    pub(super) fn above(
        (sentence, cue): (usize, Cue),
        instrument: InstrumentIx,
        instrument_words: Range<usize>,
    ) -> Lead {
        let position = cue.position;
        Lead { sentence, cue, position, instrument, instrument_words, sure: true, asks: false }
    }

    /// A claim of a line below.
    pub(super) fn claim(
        &self,
        taken: &Taken,
        (sentence, who): (usize, Who),
        position: Position,
        cue: Range<usize>,
    ) -> Raw {
        let said = Cue { position, ..self.cue };
        let (speaker, basis) = match taken.sentences.get(self.sentence) {
            Some(read) => speaker(read, &said, &[], taken),
            None => (Speaker::Reporter, Basis::PressReport),
        };
        let (speaker, basis) = match (speaker, basis) {
            // Who speaks above a list is none of those in it.
            (Speaker::Organisation, Basis::OwnStatement) => (Speaker::Reporter, Basis::PressReport),
            (Speaker::Organisation, basis) => (Speaker::Reporter, basis),
            of => of,
        };
        Raw {
            sentence,
            who,
            instrument: self.instrument,
            instrument_words: self.instrument_words.clone(),
            position,
            cue,
            basis,
            speaker,
            later: Later::NotSaid,
            under: Some(self.sentence),
        }
    }
}

fn lead(
    taken: &Taken,
    (number, read): (usize, &Read),
    instruments: &[Named],
    before: &Before,
) -> Option<Lead> {
    let text = taken.text.get(read.sentence.range.clone())?.trim_end();
    let text = text.trim_end_matches(['*', '_']);
    let sure = text.ends_with([':', '：']);
    let asks = text.ends_with(['?', '？', '؟']);
    let next = taken.sentences.get(number + 1)?;
    let last = next.sentence.paragraph != read.sentence.paragraph;
    let above = sure || asks || read.sentence.heading == Heading::Yes;
    let named = read.aside.iter().any(|aside| !aside);
    // A line of a list stands above none of its own kind.
    if mark(taken, number).is_some_and(|of| mark(taken, number + 1) == Some(of)) {
        return None;
    }
    if !above || !last || named || read.words.len() > MAX_LEAD.0 || text.len() > MAX_LEAD.1 {
        return None;
    }
    let (cue, position) = match head_cue(taken, read) {
        Ok(said) => said,
        Err(Several) => return None,
    }
    .map_or_else(
        || {
            // `The AI Pact:` and a line for each that says where it stands.
            let (_, words) = instruments.first()?;
            let cue = Cue {
                position: Position::Signed,
                side: super::book::Side::Head,
                start: words.start,
                end: words.end,
            };
            Some((cue, None))
        },
        |(cue, position)| Some((cue, Some(position))),
    )?;
    let asks = asks || position.is_none();
    let position = position.unwrap_or(Position::Signed);
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
        asks,
    })
}

/// What says two things heads no list.
struct Several;

/// The one position that a sentence above a list gives, if it gives any.
fn head_cue(taken: &Taken, read: &Read) -> Result<Option<(Cue, Position)>, Several> {
    let all = cues(taken, read, |_| true);
    let mut said: Option<(Cue, Position)> = None;
    let mut left = read.words.start;
    for (at, cue) in all.iter().enumerate() {
        let right = all.get(at + 1).map_or(read.words.end, |next| next.start);
        let clause = clause_start(taken, read, left, cue.start);
        let position = match turn(taken, read, cue, &Span { left, right, clause }) {
            Turn::Kept => cue.position,
            Turn::To(position) => position,
            Turn::Retracted | Turn::Nothing => return Err(Several),
        };
        match said {
            Some((_, other)) if other != position => return Err(Several),
            _ => said = Some((*cue, position)),
        }
        left = cue.end;
    }
    Ok(said)
}

/// Whether a sentence cannot be a line of a list: a heading, or what stands above another list.
fn ends(taken: &Taken, number: usize) -> bool {
    let Some(read) = taken.sentences.get(number) else { return true };
    let text = taken.text.get(read.sentence.range.clone()).unwrap_or_default();
    let text = text.trim_end_matches(['*', '_', ' ']);
    text.starts_with(['#', '|']) || text.ends_with([':', '：'])
}

/// Whether an empty line stands before a sentence.
fn blank_before(taken: &Taken, number: usize) -> bool {
    let end = |at: usize| taken.sentences.get(at).map(|read| read.sentence.range.end);
    let before = number.checked_sub(1).and_then(end);
    let here = taken.sentences.get(number).map(|read| read.sentence.range.start);
    let between = before.zip(here).and_then(|(from, to)| taken.text.get(from..to));
    between.is_some_and(|between| between.matches('\n').count() > 1)
}

fn is_struck(taken: &Taken, read: &Read) -> bool {
    let text = taken.text.get(read.sentence.range.clone()).unwrap_or_default();
    read.words.is_empty() && text.contains("~~")
}

/// The name that a line is, with what is said beside it.
fn item(taken: &Taken, number: usize, read: &Read) -> Option<Item> {
    let alone = |at: Option<usize>| {
        let other = at.and_then(|at| taken.sentences.get(at));
        other.is_none_or(|other| other.sentence.paragraph != read.sentence.paragraph)
    };
    let whole = alone(number.checked_sub(1)) && alone(Some(number + 1));
    if !whole || read.words.is_empty() || read.words.len() > MAX_ITEM {
        return None;
    }
    let mut start = read.words.start;
    let is_number = |at: usize| taken.original(at).bytes().all(|byte| byte.is_ascii_digit());
    if start + 1 < read.words.end && is_number(start) {
        start += 1;
    }
    let text = taken.text.get(read.sentence.range.clone())?;
    let boxed = checkbox(text);
    if boxed.is_some() && !text.contains("[ ]") {
        start += 1;
    }
    let plain = read.sentence.heading == Heading::Yes || mark(taken, number).is_some();
    let who = name(taken, read, start..read.words.end, plain)?;
    let beside = said(taken, read, who.words.end..read.words.end, May::Describe);
    // `Harrowgate has refused` is a sentence.
    if who.organisation.is_none()
        && !cues(taken, read, |_| true).is_empty()
        && beside == Said::Description
    {
        return None;
    }
    let asked = text.ends_with(['?', '？', '؟']).then_some(Said::Unclear);
    let marks = [boxed, sign(text), footnote(text), asked];
    let said = marks.into_iter().flatten().fold(beside, both);
    Some(Item { sentence: number, who, said })
}

/// `[x]` and `[ ]` before a line.
fn checkbox(text: &str) -> Option<Said> {
    let text = text.trim_start_matches(['-', '*', ' ']);
    let start = text.get(..3)?;
    match start {
        "[x]" | "[X]" => Some(Said::Yes(None)),
        "[ ]" => Some(Said::Unclear),
        _ => None,
    }
}

/// A sign of a note behind a name, which may say anything.
fn footnote(text: &str) -> Option<Said> {
    let (inner, stars) = (text.trim_end_matches('*'), text.trim_start_matches(['-', ' ']));
    let behind = text.len() - inner.len();
    let bold = stars.len() - stars.trim_start_matches('*').len();
    // Behind a bullet of its own, `* **X**` has one star more.
    let bullet = usize::from(text.starts_with("* "));
    let noted = behind > bold.max(bullet) - bullet && !inner.contains("**");
    (noted || text.contains(['†', '‡', '¹', '²', '³'])).then_some(Said::Unclear)
}

/// The name that some words are, or begin with.
pub(super) fn name(taken: &Taken, read: &Read, words: Range<usize>, plain: bool) -> Option<Who> {
    let start = words.start;
    let ends = |at: usize| at >= words.end || parts(taken.gap(at - 1));
    let own = read.known.iter().zip(&read.aside).find(|(at, aside)| {
        // `The Example Company`: an article may stand before.
        let article = at.start == start + 1 && is_article(taken, read, start);
        (at.start == start || article) && ends(at.end) && !**aside
    });
    if let Some((at, _)) = own {
        return Some(Who {
            words: at.start..at.end,
            organisation: Some(at.organisation),
            within: at.within,
        });
    }
    let end = (start + 1..=words.end).find(|at| ends(*at))?;
    let last = taken.original(end - 1);
    let capital = last.starts_with(|at: char| at.is_uppercase() || at.is_ascii_digit());
    let answers = |mark: &Mark| matches!(mark, Mark::Cell(_) | Mark::Cue(..));
    let inside =
        read.marks.iter().any(|at| start <= at.start && at.end <= end && answers(&at.mark));
    let name = is_name(taken, start) && end - start <= MAX_NAME && !inside;
    // In scripts without capitals nobody is found who is not listed.
    (plain && name && (capital || end == start + 1)).then_some(Who {
        words: start..end,
        organisation: None,
        within: None,
    })
}

/// Whether a word before a name is no more than an article.
fn is_article(taken: &Taken, read: &Read, at: usize) -> bool {
    let answers = |mark: &Mark| {
        matches!(
            mark,
            Mark::Cell(_) | Mark::Cue(..) | Mark::Word(WordKind::Not | WordKind::NotAfter)
        )
    };
    let answer = read.marks.iter().any(|mark| mark.start == at && answers(&mark.mark));
    taken.original(at).chars().count() <= 3 && taken.gap(at).trim().is_empty() && !answer
}

/// The mark of a line: a bullet, a number, a sign of yes or no.
fn mark(taken: &Taken, number: usize) -> Option<char> {
    let read = taken.sentences.get(number)?;
    let text = taken.text.get(read.sentence.range.clone())?;
    let first = text.chars().next()?;
    match first {
        '-' | '•' | '·' | '–' | '▪' => Some(first),
        '*' if text.starts_with("* ") => Some(first),
        '0'..='9' => Some('1'),
        _ => sign(first.encode_utf8(&mut [0; 4])).map(|_| '✓'),
    }
}
