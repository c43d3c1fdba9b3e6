use std::ops::Range;

use crate::markup::plain;
use crate::small_words::Small;
use crate::words::Word;

/// Characters that end a clause wherever they stand, beside the end of a line.
const HARD: &[char] = &['!', '?', ';', '•', '|', '…', '·', '。', '¿', '¡'];
const LINE: &[char] = &['\n', '\r'];
/// Most words of a clause. No sentence has so many; what is looked for in one is held against all its words.
const MAX_WORDS: usize = 512;

/// The words of a text by clause, as ranges of its list of words. A clause ends with a sentence, a line
/// that the next one does not go on from, a paragraph of a web page or a bullet; a full stop ends it only
/// before white space, so that `e.g.` and `3.5` do not hide what follows more than they must.
pub fn clauses(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, pair) in words.windows(2).enumerate() {
        let [word, next] = pair else { continue };
        let is_full = at + 1 - start == MAX_WORDS;
        // Asked before all else, since there is a blank and no more between most words.
        let is_blank = next.start - word.end == 1 && text.as_bytes().get(word.end) == Some(&b' ');
        if is_blank && !is_full {
            continue;
        }
        let between = text.get(word.end..next.start).unwrap_or_default();
        if between == ", " && !is_full {
            continue;
        }
        let between = plain(between);
        let goes_on = || goes_on(text, words, start..at + 1, &between);
        if is_full || ends(&between) || between.contains(LINE) && !goes_on() {
            clauses.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < words.len() {
        clauses.push(start..words.len());
    }
    clauses
}

fn ends(between: &str) -> bool {
    let stops = |mark: char| {
        let mut parts = between.split(mark).skip(1);
        parts.any(|rest| rest.starts_with(char::is_whitespace))
    };
    between.contains(HARD) || stops('.') || stops(':')
}

/// Shorter lines are items of a list or headings, in bytes.
const MIN_LINE: usize = 24;
/// Of so few words behind a colon or a question, a clause is an answer: `Profiling: no`.
const ANSWER: usize = 2;
/// Words that say no to the noun behind them, as they are compared: an item of a list may begin with one.
const NO: &[&str] = &[
    "no",
    "without",
    "kein",
    "keine",
    "keinen",
    "keiner",
    "keinem",
    "keines",
    "keinerlei",
    "ohne",
    "geen",
    "zonder",
    "aucun",
    "aucune",
    "sans",
    "ningun",
    "ninguna",
    "sin",
    "nessun",
    "nessuna",
    "senza",
    "nenhum",
    "nenhuma",
    "sem",
    "ingen",
    "inga",
    "inget",
    "utan",
    "intet",
    "uden",
    "ei",
    "ilman",
    "brak",
    "bez",
    "zadny",
    "zadna",
    "zadne",
    "fara",
    "nelkul",
    "без",
    "χωρισ",
];

/// Whether the last line of a clause goes on in the next, as where a text was broken to fit a page: that
/// begins in lower case or, since nouns are written with a capital in German, behind a word that ends no
/// sentence.
fn goes_on(text: &str, words: &[Word], clause: Range<usize>, between: &str) -> bool {
    let count = |of: char| between.matches(of).count();
    let opens = |at: char| at.is_whitespace() || matches!(at, '(' | '[' | '"' | '„' | '“' | '«');
    let begins = between.rsplit(LINE).next().unwrap_or_default().chars().all(opens);
    if count('\n').max(count('\r')) != 1 || !begins {
        return false;
    }
    let (Some(last), Some(next)) = (words.get(clause.end - 1), words.get(clause.end)) else {
        return false;
    };
    let before = text.get(..last.end).unwrap_or_default();
    // A line is as long as what stands on it since the last break, of a page or of the text.
    let from = before.bytes().rev().take(MIN_LINE).any(|at| at == b'\n' || at == b'\r');
    if from || before.len() < MIN_LINE {
        return false;
    }
    let answers = || {
        let before = clause.start.checked_sub(1).and_then(|at| words.get(at));
        let first = words.get(clause.start);
        let gap = before.zip(first).and_then(|(before, at)| text.get(before.end..at.start));
        gap.is_some_and(|gap| gap.contains([':', '?', '|']))
    };
    if clause.len() <= ANSWER && answers() {
        return false;
    }
    let written = text.get(last.start..last.end).unwrap_or_default();
    let joins = || Small::of(written).is_one() || NO.contains(&last.folded);
    let is_lower = text.get(next.start..).and_then(|rest| rest.chars().next());
    match is_lower.is_some_and(char::is_lowercase) && !NO.contains(&next.folded) {
        true => true,
        false => joins(),
    }
}

#[cfg(test)]
mod tests {
    use super::clauses;
    use crate::words;

    #[test]
    fn sentences_lines_and_bullets_end_a_clause() {
        let check = |text: &str, want: &[&str]| {
            let mut folded = String::new();
            let words = words(text, &mut folded);
            let found: Vec<String> = clauses(text, &words)
                .into_iter()
                .map(|range| {
                    let (first, last) = (words[range.start], words[range.end - 1]);
                    text.get(first.start..last.end).unwrap().to_owned()
                })
                .collect();
            assert_eq!(found, want);
        };
        check("It ranks people. It does not hire.", &["It ranks people", "It does not hire"]);
        check("One\nTwo • Three", &["One", "Two", "Three"]);
        check("Version 3.5, e.g.this one", &["Version 3.5, e.g.this one"]);
        check("Goal: rank", &["Goal", "rank"]);
        check("", &[]);
        check(
            "It ranks.</p><p>It <b>hires</b> people<br>One",
            &["It ranks", "It <b>hires</b> people", "One"],
        );
        check("It does not&nbsp;rank &hellip; it hires", &["It does not&nbsp;rank", "it hires"]);
    }

    #[test]
    fn no_clause_is_without_end() {
        let text = "not ".repeat(3 * super::MAX_WORDS + 1);
        let mut folded = String::new();
        let longest =
            clauses(&text, &words(&text, &mut folded)).into_iter().map(|at| at.len()).max();
        assert_eq!(longest, Some(super::MAX_WORDS));
    }

    #[test]
    fn a_line_goes_on_in_the_next_where_a_text_was_wrapped() {
        let check = |text: &str, ends: bool| {
            let mut folded = String::new();
            let words = words(text, &mut folded);
            assert_eq!(clauses(text, &words).len(), 1 + usize::from(ends), "{text}");
        };
        check("The tool does not recognise emotions and is not used to\n  rank applicants", false);
        check("The tool does not recognise emotions and is not used to\r\nrank", false);
        check("Die Software wertet keine\nLeistung der Menschen aus", false);
        check("Die Software erkennt hier die Leistung,\nohne zu werten", true);
        check("It reads the letters of citizens\nIt ranks applicants", true);
        check("It reads the letters of citizens\n\nranks applicants", true);
        check("It reads the letters of citizens\n- ranks applicants", true);
        check("It reads the letters of citizens\n1) ranks applicants", true);
        check("It reads the letters of citizens\nno ranking of applicants", true);
        check("sorting\nranking of applicants", true);
        // The answer of a line is not one to the next.
        let text = "Recognition of emotions of employees: no\nranking of applicants";
        let mut folded = String::new();
        assert_eq!(clauses(text, &words(text, &mut folded)), [0..5, 5..6, 6..9]);
    }
}
