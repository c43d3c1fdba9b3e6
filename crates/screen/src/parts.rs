//! The parts of a text with the language of each: registers of several languages say a thing in one and again
//! in another, in one cell.

use std::ops::Range;

use actlas_text::{Language, OfPart, Word, clauses, language_of_part};

use crate::remembered::TextWords;

/// The clauses of a text, as ranges of its words, each with its language where that is known.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) clauses: Vec<Range<usize>>,
    pub(crate) languages: Vec<Option<Language>>,
}

impl Parts {
    /// The clauses of a text that is in one language, or nobody knows.
    pub(crate) fn of_one(text: &str, words: &[Word], language: Option<Language>) -> Parts {
        let clauses = clauses(text, words);
        let languages = vec![language; clauses.len()];
        Parts { clauses, languages }
    }
}

/// What stands between two languages in one line.
const SLASH: &str = " / ";

/// The parts of a text in a language. A part that tells none is of that of the part before in its line.
pub(crate) fn parts(
    text: &str,
    words: &[Word],
    read: &TextWords,
    whole: Option<Language>,
) -> Parts {
    let mut parts = Parts::default();
    // Asked of the text, since hardly any has one, and not of each of its words.
    let is_slashed = text.contains(SLASH);
    let mut last: Option<(usize, Option<Language>)> = None;
    for clause in clauses(text, words) {
        let slashes: Vec<usize> = match is_slashed {
            true => slashed(text, words, clause.clone()).collect(),
            false => Vec::new(),
        };
        let mut from = clause.start;
        for end in slashes.into_iter().chain([clause.end]) {
            let part = from..end;
            from = end;
            let (Some(start), Some(end)) = (
                words.get(part.start).map(|word| word.start),
                words.get(part.end - 1).map(|word| word.end),
            ) else {
                continue;
            };
            let written = text.get(start..end).unwrap_or_default();
            let before = last.and_then(|(before, language)| {
                let between = text.get(before..start)?;
                (!between.contains(['\n', '\r'])).then_some(language)
            });
            let language = match whole.filter(|whole| read.is_of(&part, *whole)) {
                Some(whole) => Some(whole),
                None => match language_of_part(written, &read.small_in(&part), whole) {
                    OfPart::Same => whole,
                    OfPart::Other(language) => Some(language),
                    OfPart::Unclear => before.unwrap_or(whole),
                },
            };
            last = Some((end, language));
            let goes_on = part.start > clause.start && parts.languages.last() == Some(&language);
            match parts.clauses.last_mut().filter(|_| goes_on) {
                Some(clause) => clause.end = part.end,
                None => {
                    parts.clauses.push(part);
                    parts.languages.push(language);
                }
            }
        }
    }
    parts
}

/// The words of a clause that stand behind a slash which stands alone.
fn slashed<'w>(
    text: &'w str,
    words: &'w [Word],
    clause: Range<usize>,
) -> impl Iterator<Item = usize> + 'w {
    (clause.start + 1..clause.end).filter(|at| {
        let pair = words.get(*at - 1).zip(words.get(*at));
        pair.and_then(|(word, next)| text.get(word.end..next.start)) == Some(SLASH)
    })
}
