//! An article taken apart: words, marks and names by sentence.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use actlas_text::{Word, is_by_letter};

use super::aside::{Beside, beside};
use super::book::{Found, Letters, Mark, Tongue, WordKind};
use super::months::month;
use super::names::{Known, NameIndex};
use super::relative::{Relative, relatives};
use super::split::Sentence;

/// A sentence with what stands in it, all by words of the article.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) sentence: Sentence,
    pub(super) words: Range<usize>,
    pub(super) marks: Vec<Found>,
    pub(super) known: Vec<Known>,
    /// Of each of them, whether it is only spoken of beside the others.
    pub(super) aside: Vec<bool>,
    /// Of each of them, whether the opposite is said: `but not X`.
    pub(super) contrasted: Vec<bool>,
    /// Of each of them, whether it is only compared: `unlike X`.
    pub(super) compared: Vec<bool>,
    /// The clauses that tell something of a name alone.
    pub(super) relatives: Vec<Relative>,
}

/// The words of an article and its sentences. Word places count in the text of the file.
#[derive(Debug)]
pub(super) struct Taken<'t, 'f> {
    pub(super) text: &'t str,
    pub(super) words: Vec<Word<'f>>,
    pub(super) sentences: Vec<Read>,
    pub(super) nouns: Nouns,
    language: Option<&'static str>,
    /// Of each word, what else it is part of.
    parts: Vec<Part>,
    /// The words as they are compared and as they stand.
    spelled: HashSet<(&'f str, &'t str)>,
}

/// What a word is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    /// Of something known that is no name of a stranger.
    known: bool,
    /// Of the full name of an instrument.
    of_instrument: bool,
}

/// Whether a language writes common nouns with a capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nouns {
    Capital,
    Small,
}

impl<'t, 'f> Taken<'t, 'f> {
    /// `words` are those of the whole text.
    pub(super) fn new(
        text: &'t str,
        words: Vec<Word<'f>>,
        sentences: Vec<Sentence>,
        (tongue, names): (&Tongue, &NameIndex),
        language: Option<&'static str>,
    ) -> Taken<'t, 'f> {
        let nouns = if language == Some("de") { Nouns::Capital } else { Nouns::Small };
        let sets = tongue.read(&words);
        let start = sentences.first().map_or(0, |first| first.range.start);
        let letters = Letters::of(text.get(start..).unwrap_or_default());
        let sentences: Vec<Read> = sentences
            .into_iter()
            .map(|sentence| {
                let from = words.partition_point(|word| word.start < sentence.range.start);
                let to = words.partition_point(|word| word.end <= sentence.range.end).max(from);
                let mut marks = tongue.find(sets.get(from..to).unwrap_or_default(), from);
                marks.retain(|at| !tongue.is_other_word(at, text, &words, letters));
                let mut known = names.find(text, words.get(from..to).unwrap_or_default());
                for at in &mut known {
                    at.start += from;
                    at.end += from;
                }
                // A name of an instrument can hold the name of an organisation.
                let holds = |at: &Known| {
                    marks.iter().any(|mark| {
                        matches!(mark.mark, Mark::Full(_))
                            && mark.start <= at.start
                            && at.end <= mark.end
                    })
                };
                known.retain(|at| !holds(at));
                // `Unterzeichnet X, wird Y`; but `unterzeichnet haben X und Y`.
                let first = Mark::Word(WordKind::IfFirst);
                let opens = |at: &Found| {
                    let name = known.iter().any(|name| name.start == at.end);
                    at.mark == first && at.start == from && name
                };
                let opened = marks.iter().find(|at| opens(at)).copied();
                marks.extend(opened.map(|at| Found { mark: Mark::Word(WordKind::If), ..at }));
                let mut read = Read {
                    sentence,
                    words: from..to,
                    marks,
                    known,
                    aside: Vec::new(),
                    contrasted: Vec::new(),
                    compared: Vec::new(),
                    relatives: Vec::new(),
                };
                let Beside { aside, contrasted, compared } = beside(text, &words, &read);
                (read.aside, read.contrasted, read.compared) = (aside, contrasted, compared);
                read.relatives = relatives(text, &words, &read);
                if language == Some("en") {
                    only_words(text, &words, &mut read);
                }
                read
            })
            .collect();
        let parts = parts(words.len(), &sentences);
        let spelling =
            |word: &Word<'f>| (word.folded, text.get(word.start..word.end).unwrap_or_default());
        let spelled = words.iter().map(spelling).collect();
        Taken { text, words, sentences, nouns, language, parts, spelled }
    }

    fn part(&self, at: usize) -> Part {
        self.parts.get(at).copied().unwrap_or_default()
    }

    /// Whether a word is the name of a month.
    pub(super) fn is_month(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| month(word.folded, self.language).is_some())
    }

    /// The word as it stands.
    pub(super) fn original(&self, at: usize) -> &'t str {
        let range = self.words.get(at).map(|word| word.start..word.end).unwrap_or_default();
        self.text.get(range).unwrap_or_default()
    }

    /// The text from one word to another, the second not included.
    pub(super) fn between(&self, start: usize, end: usize) -> &'t str {
        self.text.get(self.bytes(start, end)).unwrap_or_default()
    }

    /// The bytes of some words.
    pub(super) fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let from = self.words.get(start).map(|word| word.start);
        let to = end.checked_sub(1).and_then(|at| self.words.get(at)).map(|word| word.end);
        match (from, to) {
            (Some(from), Some(to)) if from <= to => from..to,
            _ => 0..0,
        }
    }

    /// What stands between a word and the next.
    pub(super) fn gap(&self, at: usize) -> &'t str {
        let from = self.words.get(at).map_or(0, |word| word.end);
        let to = self.words.get(at + 1).map_or(self.text.len(), |word| word.start);
        self.text.get(from..to).unwrap_or_default()
    }
}

impl Read {
    pub(super) fn has(&self, kind: WordKind, within: Range<usize>) -> bool {
        self.of(kind).any(|at| within.start <= at.start && at.end <= within.end)
    }

    pub(super) fn of(&self, kind: WordKind) -> impl Iterator<Item = &Found> {
        self.marks.iter().filter(move |at| at.mark == Mark::Word(kind))
    }
}

/// What may follow a name of a company with a capital.
const SUFFIXES: &[&str] =
    &["inc", "corp", "ltd", "llc", "plc", "sa", "se", "ag", "group", "ceo", "cfo", "cto", "ai"];

/// Words that follow who does something.
pub(super) const VERBS: &[&str] = &[
    "is", "has", "have", "had", "was", "were", "will", "would", "did", "does", "do", "are", "may",
    "might", "can", "could", "should", "must", "itself", "too", "never", "then", "now", "sells",
    "says", "makes",
];

/// Sets aside names that are no more than words: `Orange growers`, `Apple Valley`, `Oracle of Omaha`. What is
/// glued to them is then no name of a stranger either.
fn only_words(text: &str, words: &[Word], read: &mut Read) {
    for (known, aside) in read.known.iter_mut().zip(&mut read.aside).filter(|(at, _)| at.common) {
        let (Some(last), Some(next)) =
            (known.end.checked_sub(1).and_then(|at| words.get(at)), words.get(known.end))
        else {
            continue;
        };
        if known.end >= read.words.end || text.get(last.end..next.start) != Some(" ") {
            continue;
        }
        let begins = |kinds: &dyn Fn(&Mark) -> bool| {
            read.marks.iter().any(|at| at.start == known.end && kinds(&at.mark))
        };
        let several = ["companies", "firms", "groups"].contains(&next.folded);
        let kind = several || begins(&|mark| *mark == Mark::Word(WordKind::Kind));
        let marked =
            begins(&|mark| !matches!(mark, Mark::Word(WordKind::Kind | WordKind::Company)));
        let capital =
            text.get(next.start..next.end).is_some_and(|at| at.starts_with(char::is_uppercase));
        let verb = VERBS.contains(&next.folded) || next.folded.ends_with("ed");
        let noun = kind || !marked && !capital && !verb;
        let place = capital && !marked && !SUFFIXES.contains(&next.folded);
        if noun || place || next.folded == "of" {
            *aside = true;
            known.end += usize::from(place);
        }
    }
}

/// Words that may stand inside a name.
const INSIDE: &[&str] =
    &["de", "do", "da", "del", "di", "du", "van", "von", "der", "den", "la", "und", "y", "e"];

/// What looks like the name of an organisation that nobody listed, among words before a cue.
pub(super) fn unlisted(taken: &Taken, read: &Read, within: Range<usize>) -> Option<Range<usize>> {
    let mut runs: Vec<(Range<usize>, Told)> = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let Some(run) = run(taken, at, within.end) else {
            at += 1;
            continue;
        };
        let end = run.end;
        // `The iPhone maker` is called otherwise.
        let glued = end.checked_sub(1).is_some_and(|last| taken.gap(last).trim().is_empty());
        if glued && read.of(WordKind::OthersAfter).any(|mark| mark.start == end) {
            at = end;
            continue;
        }
        if let Some((run, told)) = trimmed(taken, read, run) {
            runs.push((run, told));
        }
        at = end.max(at + 1);
    }
    let told = runs.iter().find(|(_, told)| *told == Told::Kind);
    told.or_else(|| runs.iter().find(|(_, told)| *told == Told::Bare)).map(|(run, _)| run.clone())
}

/// How sure it is that a run of capitals is an organisation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// A word of what it is stands before: `the insurer`.
    Kind,
    /// Nothing but its capitals.
    Bare,
    /// A place or relation stands before.
    Related,
}

/// Of each word, what else it is part of.
fn parts(count: usize, sentences: &[Read]) -> Vec<Part> {
    let mut parts = vec![Part::default(); count];
    for read in sentences {
        for known in &read.known {
            let inside = parts.get_mut(known.start..known.end).unwrap_or_default();
            inside.iter_mut().for_each(|part| part.known = true);
        }
        for found in &read.marks {
            let of_instrument = matches!(found.mark, Mark::Full(_));
            let known = of_instrument
                || matches!(
                    found.mark,
                    Mark::Short(_)
                        | Mark::Word(
                            WordKind::NotName
                                | WordKind::Act
                                | WordKind::Keeper
                                | WordKind::Own
                                | WordKind::Unlike
                                | WordKind::UnlikeAfter
                                | WordKind::Retracted
                        )
                );
            // `Contradicting a report that`: what begins with a capital there is no name.
            let denies = matches!(found.mark, Mark::Word(WordKind::Denies | WordKind::Denied));
            if denies && let Some(first) = parts.get_mut(found.start) {
                first.known = true;
            }
            let inside = parts.get_mut(found.start..found.end).unwrap_or_default();
            inside.iter_mut().for_each(|part| {
                part.known |= known;
                part.of_instrument |= of_instrument;
            });
        }
    }
    parts
}

pub(super) fn is_name(taken: &Taken, at: usize) -> bool {
    taken.original(at).starts_with(char::is_uppercase) && !taken.part(at).known
}

/// Whether a word is the `AI` at the end of a name and no part of an instrument's.
fn is_ai(taken: &Taken, at: usize) -> bool {
    matches!(taken.original(at), "AI" | "IA" | "KI") && !taken.part(at).of_instrument
}

/// The longest ways in which an article writes names that are not listed: `Corvane` is the `Corvane
/// Semiconductors` of another sentence.
#[derive(Default)]
pub(super) struct FullNames<'t> {
    /// Where a word stands: the end of its sentence, and its own place.
    places: BTreeMap<&'t str, Vec<(usize, usize)>>,
    /// What was asked for before: a name can stand in every sentence.
    known: BTreeMap<Vec<&'t str>, Option<Range<usize>>>,
}

impl<'t> FullNames<'t> {
    pub(super) fn of(&mut self, taken: &Taken<'t, '_>, words: &Range<usize>) -> Range<usize> {
        if self.places.is_empty() {
            let ends = taken.sentences.iter().map(|read| &read.words);
            for (end, at) in ends.flat_map(|words| words.clone().map(|at| (words.end, at))) {
                self.places.entry(taken.original(at)).or_default().push((end, at));
            }
        }
        let short: Vec<&str> = words.clone().map(|at| taken.original(at)).collect();
        let places = short.first().and_then(|first| self.places.get(first));
        let places = places.map(Vec::as_slice).unwrap_or_default();
        let longest = self.known.entry(short).or_insert_with_key(|short| {
            let mut longest: Option<Range<usize>> = None;
            for (end, at) in places.iter().copied() {
                let same = at + short.len() <= end
                    && short.iter().enumerate().all(|(by, part)| taken.original(at + by) == *part);
                let Some(run) = same.then(|| run(taken, at, end)).flatten() else { continue };
                if longest.as_ref().is_none_or(|other| run.len() > other.len()) {
                    longest = Some(run);
                }
            }
            longest
        });
        longest.clone().filter(|longest| longest.len() > words.len()).unwrap_or(words.clone())
    }
}

fn run(taken: &Taken, at: usize, end: usize) -> Option<Range<usize>> {
    if !is_name(taken, at) {
        return None;
    }
    let mut last = at;
    let mut next = at + 1;
    while next < end {
        let gap = taken.gap(next - 1);
        let glued = matches!(gap, " " | "-" | "\u{a0}" | " & " | "." | "’" | "'");
        if !glued {
            break;
        }
        if is_name(taken, next) || is_ai(taken, next) {
            last = next;
        } else if !(INSIDE.contains(&taken.original(next)) && next < last + 2) {
            break;
        }
        next += 1;
    }
    Some(at..last + 1)
}

/// A run without the common nouns at its start.
fn trimmed(taken: &Taken, read: &Read, run: Range<usize>) -> Option<(Range<usize>, Told)> {
    let kinds: Vec<&Found> = read.of(WordKind::Kind).collect();
    // Where nouns have capitals, or a sentence starts, a common noun can stand in the run.
    let inside = kinds.iter().filter(|at| {
        let common = taken.nouns == Nouns::Capital || at.start == read.words.start;
        common && run.start <= at.start && at.end < run.end
    });
    let after_kind = inside.map(|at| at.end).max();
    let mut start = after_kind.unwrap_or(run.start);
    let first = start == read.words.start;
    if first && is_common(taken, start) {
        start += 1;
        while start < run.end && !taken.original(start).starts_with(char::is_uppercase) {
            start += 1;
        }
    }
    if start >= run.end || kinds.iter().any(|at| at.start <= start && run.end <= at.end) {
        return None;
    }
    // `The start-up from Aarhus` is not called so.
    let related = |at: usize| read.of(WordKind::Preposition).any(|mark| mark.end == at);
    // `Trägt X mit, Y nicht`: behind a comma nothing is led to.
    let parted = start.checked_sub(1).is_some_and(|last| taken.gap(last).contains(','));
    let touches =
        |found: &&Found| found.end == start || (found.end + 1 == start && !related(start));
    let told = if after_kind.is_some() || kinds.iter().any(touches) {
        Told::Kind
    } else if !parted && read.of(WordKind::Preposition).any(|at| at.end == start) {
        Told::Related
    } else {
        Told::Bare
    };
    let counted = start
        .checked_sub(1)
        .is_some_and(|before| taken.original(before).bytes().all(|at| at.is_ascii_digit()));
    let short = counted || run.end - start == 1 && taken.original(start).chars().count() < 3;
    if short { None } else { Some((start..run.end, told)) }
}

/// Whether the first word of a sentence also stands in the article without its capital.
fn is_common(taken: &Taken, at: usize) -> bool {
    let Some(word) = taken.words.get(at) else { return false };
    let lower = taken.original(at).to_lowercase();
    word.folded.chars().count() <= 3 || taken.spelled.contains(&(word.folded, lower.as_str()))
}

/// Endings after which the subject of a sentence has ended, in scripts without capitals.
const SUBJECT: &[&str] = &["は", "が", "も"];
const SUBJECT_WORDS: &[&str] = &[
    "宣布", "已", "表示", "尚", "则", "将", "决定", "称", "也", "上周", "本周", "周一", "周二",
    "周三", "周四", "周五", "昨天", "今天", "日前", "近日", "上月", "本月", "去年", "今年", "至今",
    "从未", "并未", "没有",
];

/// The subject of a clause in a script without blanks, as a name.
pub(super) fn unlisted_by_letter(
    taken: &Taken,
    read: &Read,
    within: Range<usize>,
) -> Option<Range<usize>> {
    let body = taken.between(within.start, within.end);
    if !body.chars().any(is_by_letter) {
        return None;
    }
    let offset = taken.words.get(within.start)?.start;
    let kana = taken.text.chars().any(|at| matches!(at, '\u{3041}'..='\u{3096}'));
    let endings = if kana { SUBJECT } else { SUBJECT_WORDS };
    let clause = body.rfind(['、', '\u{ff0c}', ',', '。', '「']).map_or(0, |at| {
        at + body.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let pieces = [
        body.get(..clause)?.trim_end_matches(['、', '\u{ff0c}', ',', '。', '「']),
        body.get(clause..)?,
    ];
    let starts = [0, clause];
    let (piece, start) = match pieces {
        [_, last] if clause == 0 || ends_of(last, endings).is_some() => (last, starts[1]),
        [first, _] => {
            let from = first.rfind(['、', '\u{ff0c}', ',', '。']).map_or(0, |at| {
                at + first.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            (first.get(from..)?, from)
        }
    };
    let end = if kana { ends_of(piece, endings) } else { begins_of(piece, endings) }
        .or_else(|| (!kana).then_some(piece.len()))?;
    let subject = piece.get(..end)?;
    let own = subject.rfind(['的', 'の']).map_or(0, |at| at + 3);
    let name = subject.get(own..)?;
    let from = offset + start + own;
    let count = name.chars().count();
    if !(2..=12).contains(&count) || name.contains(char::is_whitespace) {
        return None;
    }
    let first = taken.words.partition_point(|word| word.start < from);
    let last = taken.words.partition_point(|word| word.end <= from + name.len());
    let first = after_kind(read, first, last);
    let common = |at: &Found| (at.start..at.end).contains(&first);
    let keeper = |at: &Found| at.start < last && first < at.end;
    if read.of(WordKind::NotName).any(common) || read.of(WordKind::Keeper).any(keeper) {
        return None;
    }
    (first + 1 < last).then_some(first..last)
}

fn begins_of(piece: &str, endings: &[&str]) -> Option<usize> {
    endings.iter().filter_map(|ending| piece.find(ending)).filter(|at| *at > 0).min()
}

/// Behind the words that only say what somebody is: `the start-up`.
fn after_kind(read: &Read, first: usize, last: usize) -> usize {
    let kinds = read.of(WordKind::Kind).filter(|at| at.start == first && at.end + 1 < last);
    kinds.map(|at| at.end).max().unwrap_or(first)
}

fn ends_of(piece: &str, endings: &[&str]) -> Option<usize> {
    endings.iter().filter_map(|ending| piece.rfind(ending)).max().filter(|at| *at > 0)
}
