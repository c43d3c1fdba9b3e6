//! Which day an article gives for itself, and which one belongs to a claim.

use std::ops::Range;

use super::article::{Read, Taken};
use super::book::{Mark, WordKind};
use super::claims::{Raw, clause_start};
use crate::date::When;
use crate::model::{DateIs, Position};

/// A date with the words it stands in.
pub(super) type Dated = (usize, usize, When);

/// Bytes at the start of an article in which its own date stands.
const HEAD: usize = 600;
/// Most words of a line that dates an article, and before the date that opens its text.
const MAX_LINE: usize = 16;
const MAX_DATELINE: usize = 8;

/// Short for `year`.
const YEAR: &[&str] = &["r", "г", "р", "d", "g"];

/// The day of an article: of a line of its own (`By Jane Roe, 26 September 2024`, `Updated on …`), or before its
/// text (`Brussels, 26 September 2024 – `).
pub(super) fn told(taken: &Taken, article: &Range<usize>, dates: &[Dated]) -> Option<When> {
    let head =
        |start: usize| taken.words.get(start).is_some_and(|word| word.start < article.start + HEAD);
    let mut first = dates.iter().take_while(|(start, ..)| head(*start));
    first.find(|(start, end, _)| dates_article(taken, *start, *end)).map(|(.., when)| *when)
}

fn dates_article(taken: &Taken, start: usize, end: usize) -> bool {
    let number = taken.sentences.partition_point(|read| read.words.end <= start);
    let Some(read) = taken.sentences.get(number) else { return false };
    let text = taken.text.get(read.sentence.range.clone()).unwrap_or_default();
    let speaks = |mark: &Mark| {
        matches!(mark, Mark::Cue(..) | Mark::Full(_) | Mark::Short(_) | Mark::Word(WordKind::Act))
    };
    let silent = |words: Range<usize>| {
        !read
            .marks
            .iter()
            .any(|at| words.start <= at.start && at.start < words.end && speaks(&at.mark))
    };
    let paragraph = |at: Option<usize>| {
        at.and_then(|at| taken.sentences.get(at)).map(|read| read.sentence.paragraph)
    };
    let here = Some(read.sentence.paragraph);
    let begins = paragraph(number.checked_sub(1)) != here;
    let alone = begins && paragraph(Some(number + 1)) != here;
    if !begins || text.starts_with(['-', '•', '|']) {
        return false;
    }
    let before = read.words.start..start;
    let nobody = |words: &Range<usize>| {
        !read.known.iter().any(|at| words.start <= at.start && at.end <= words.end)
    };
    let line = alone
        && read.words.len() <= MAX_LINE
        && silent(read.words.clone())
        && nobody(&read.words)
        && !text.ends_with(['?', '？', '!']);
    let others = common(taken, read.words.clone(), start..end);
    if line && (others == 0 || others == 1 && !text.ends_with('.')) {
        return true;
    }
    // `On 25 September 2024, the Commission …`, where an article begins.
    if number <= 1 && before.len() <= 1 && read.has(WordKind::Keeper, read.words.clone()) {
        return true;
    }
    // Some languages write `year` behind it: `1 sierpnia 2025 r.`
    let end = end + usize::from(YEAR.contains(&taken.original(end)));
    let behind = taken.gap(end - 1).trim_start_matches('.');
    let bracket = behind.starts_with([')', '）']);
    let opens = end == read.words.end
        || bracket
        || [" – ", " - ", " — ", "——", " (", " |", "】"]
            .iter()
            .any(|sign| behind.starts_with(sign))
        || ["电", "電", "讯", "訊"].contains(&taken.original(end));
    opens
        && before.len() <= MAX_DATELINE
        && silent(before.clone())
        && (bracket || nobody(&before))
        && common(taken, before.clone(), start..end) == 0
}

/// How many words beside a date begin with a small letter and are no short ones.
fn common(taken: &Taken, words: Range<usize>, date: Range<usize>) -> usize {
    let small = |at: &usize| {
        let word = taken.original(*at);
        word.starts_with(char::is_lowercase) && word.chars().count() > 3
    };
    words.filter(|at| !date.contains(at)).filter(small).count()
}

/// When what a claim says was so, or was reported. `since` is the first day of the instrument.
pub(super) fn of_claim(
    taken: &Taken,
    raw: &Raw,
    dates: &[Dated],
    (told, since): (Option<When>, Option<When>),
) -> (Option<When>, Option<DateIs>) {
    let possible = |when: &When| since.is_none_or(|since| when.last >= since.first);
    let own = |sentence: usize| {
        let read = taken.sentences.get(sentence)?;
        let inside = within(dates, &read.words);
        let act = read.has(WordKind::Act, read.words.clone());
        Some((read, inside)).filter(|_| !act)
    };
    let inside = match raw.under {
        Some(above) => {
            let listed = |sentence: usize| {
                let (read, inside) = own(sentence)?;
                let mut may =
                    inside.iter().filter(|at| !of_other(taken, read, at, read.words.start));
                may.find(|(.., when)| possible(when))
            };
            listed(raw.sentence).or_else(|| listed(above)).map(|at| (at, false))
        }
        None => own(raw.sentence).and_then(|(read, inside)| {
            let of = |at: &&Dated| possible(&at.2);
            nearest(taken, read, raw, inside).filter(|(at, _)| of(at))
        }),
    };
    let told = told.filter(possible);
    match (inside, told, raw.position) {
        (Some(((.., when), false)), _, Position::Signed) => (Some(*when), Some(DateIs::ListedBy)),
        // What lies ahead was not reported then: `will sign on 1 December`.
        (Some((_, false)), None, Position::Announced) => (None, None),
        (Some(((.., when), _)), Some(told), _) if *when > told => {
            (Some(told), Some(DateIs::ReportedOn))
        }
        (Some(((.., when), _)), ..) => (Some(*when), Some(DateIs::ReportedOn)),
        (None, Some(when), _) => (Some(when), Some(DateIs::ReportedOn)),
        (None, None, _) => (None, None),
    }
}

/// The dates among some words.
fn within<'d>(dates: &'d [Dated], words: &Range<usize>) -> &'d [Dated] {
    let from = dates.partition_point(|(start, ..)| *start < words.start);
    let to = dates.partition_point(|(_, end, _)| *end <= words.end);
    dates.get(from..to).unwrap_or_default()
}

/// The date of what a cue says: behind it in its own clause, else before it. Whether it is of who says so.
fn nearest<'d>(
    taken: &Taken,
    read: &Read,
    raw: &Raw,
    dates: &'d [Dated],
) -> Option<(&'d Dated, bool)> {
    let cue = &raw.cue;
    let next = read.marks.iter().filter(|at| matches!(at.mark, Mark::Cue(..)));
    let next = next.map(|at| at.start).filter(|at| *at >= cue.end).min().unwrap_or(read.words.end);
    let behind = dates.iter().filter(|(start, ..)| *start >= cue.start).find(|at| {
        let broken = clause_start(taken, read, cue.end, at.0.max(cue.end)) > cue.end;
        // Another cue after the comma has its own date.
        let passed = next < at.0 && comma(taken, cue.end..next);
        !broken
            && !passed
            && !aside(taken, read, cue.end, at)
            && !of_other(taken, read, at, cue.end)
    });
    if let Some(at) = behind {
        let from = segment(taken, at.0, cue.end);
        let says = from > cue.end && read.has(WordKind::Says, from..read.words.end);
        return Some((at, says));
    }
    let clause = clause_start(taken, read, read.words.start, cue.start);
    let before = dates.iter().rev().filter(|(start, end, _)| *start >= clause && *end <= cue.start);
    let mut before = before.filter(|at| {
        let direct = !comma(taken, at.1.saturating_sub(1)..cue.start);
        let opens = at.0 <= clause + 3 && !comma(taken, clause..at.0);
        (direct || opens) && !of_other(taken, read, at, segment(taken, at.0, clause))
    });
    before.next().map(|at| (at, read.has(WordKind::Says, clause..cue.start)))
}

/// Whether a comma or a bracket stands in a gap among some words.
fn comma(taken: &Taken, words: Range<usize>) -> bool {
    words.into_iter().any(|at| parts(taken.gap(at)))
}

fn parts(gap: &str) -> bool {
    gap.contains([',', ';', '(', ')', '，', '、', '،'])
        || gap.contains(" – ")
        || gap.contains(" — ")
}

/// The first word of the stretch between commas that a word stands in.
fn segment(taken: &Taken, at: usize, from: usize) -> usize {
    (from + 1..=at).rev().find(|at| parts(taken.gap(at - 1))).unwrap_or(from)
}

/// Whether a date stands between commas behind a cue: `signed the pact, launched in May 2024, last week`.
fn aside(taken: &Taken, read: &Read, from: usize, (start, end, _): &Dated) -> bool {
    let opened = from > 0 && (from - 1..*start).any(|at| parts(taken.gap(at)));
    let last = read.words.end.saturating_sub(1);
    opened && (end - 1..last.max(end - 1)).any(|at| parts(taken.gap(at)))
}

/// Whether a date is of something else, such as a foundation or a fine: a word for it stands before it.
fn of_other(taken: &Taken, read: &Read, (start, ..): &Dated, from: usize) -> bool {
    let from = segment(taken, *start, from.min(*start));
    read.of(WordKind::Happened).any(|at| from <= at.start && at.end <= *start)
}
