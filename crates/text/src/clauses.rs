use std::ops::Range;

use crate::markup::plain;
use crate::words::Word;

/// Characters that end a clause wherever they stand, beside the end of a line.
const HARD: &[char] = &['!', '?', ';', '•', '|', '…', '·', '。', '¿', '¡'];
const LINE: &[char] = &['\n', '\r'];

/// The words of a text by clause, as ranges of its list of words. A clause ends with a sentence, a line,
/// a paragraph of a web page or a bullet; a full stop ends it only
/// before white space, so that `e.g.` and `3.5` do not hide what follows more than they must.
pub fn clauses(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, pair) in words.windows(2).enumerate() {
        let [word, next] = pair else { continue };
        let between = text.get(word.end..next.start).unwrap_or_default();
        if between == " " {
            continue;
        }
        let between = plain(between);
        if ends(&between) || between.contains(LINE) {
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
}
