//! Articles, paragraphs and sentences, as ranges of the text.

use std::collections::BTreeSet;
use std::ops::Range;

use actlas_text::{sure_tongue_of, tongue_of};

use super::months::month;
use crate::date::When;

/// A sentence or a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) range: Range<usize>,
    pub(super) heading: Heading,
    pub(super) paragraph: usize,
}

/// Whether a sentence is a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Yes,
    No,
}

/// An article of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) language: Option<&'static str>,
    /// The day that the file gives for it outside its text.
    pub(super) when: Option<When>,
}

/// Letters a paragraph must have before its language may part articles.
const SURE: usize = 90;

/// Paragraphs: runs of lines that are not empty. A heading is one of its own.
fn paragraphs(text: &str, within: &Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut at = within.start;
    let mut counted = 0;
    let body = text.get(within.clone()).unwrap_or_default();
    let names = name_lines(body, within.start);
    for line in body.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + line.len() - line.trim_start().len();
        let range = start..start + trimmed.len();
        at += line.len();
        // `1.` where a paragraph begins or behind a colon, and `2.` behind it; prose has dates at the start of a
        // line too.
        let begins = || {
            let before = open.clone().and_then(|range| text.get(range)).unwrap_or_default();
            counted > 0 || before.is_empty() || before.trim_end_matches(['*', '_']).ends_with(':')
        };
        let next = number(trimmed).is_some_and(|number| number == counted + 1) && begins();
        counted = if next {
            counted + 1
        } else if trimmed.is_empty() {
            counted
        } else {
            0
        };
        let alone = trimmed.starts_with(['#', '-', '*', '•', '·', '▪', '|'])
            || is_marked(trimmed)
            || is_rule(trimmed)
            || next
            || names.contains(&start);
        if trimmed.is_empty() || alone {
            found.extend(open.take());
        }
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with('#') || is_row(trimmed) {
            found.push(range);
            continue;
        }
        match &mut open {
            Some(open) => open.end = range.end,
            None => open = Some(range),
        }
    }
    found.extend(open);
    found
}

/// Longest text that is struck through as in Markdown: `~~text~~`.
const MAX_STRUCK: usize = 600;

/// Where a text is struck through.
pub(super) fn struck(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, _) in text.match_indices("~~") {
        match open.take() {
            Some(start) if at - start <= MAX_STRUCK => found.push(start..at + 2),
            _ => open = Some(at),
        }
    }
    found
}

/// A row of a table as in Markdown: `| a | b |`.
pub(super) fn is_row(line: &str) -> bool {
    line.strip_prefix('|').is_some_and(|rest| rest.contains('|'))
}

/// A line with a sign of yes or no before it.
fn is_marked(line: &str) -> bool {
    line.starts_with(|at| TICKS.contains(&at) || CROSSES.contains(&at))
}

/// Signs of yes.
pub(super) const TICKS: &[char] = &['✓', '✔', '✅', '☑', '🗸', '👍', '🟢'];
/// Signs of no.
pub(super) const CROSSES: &[char] = &['✗', '✘', '✕', '✖', '❌', '☒', '🚫', '⛔', '👎', '🔴', '×'];

/// Longest line that is no more than a name; what is longer may be prose that was cut into lines.
const MAX_NAME_LINE: usize = 40;

/// Where lines start that stand below each other like names, right under a line that may head them.
fn name_lines(body: &str, from: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut run: Vec<usize> = Vec::new();
    // Whether what stands above may head a list, and whether the lines since look like names.
    let (mut head, mut names, mut labels) = (false, false, true);
    let mut above = "";
    let mut at = from;
    for line in body.split_inclusive('\n').chain(["\n"]) {
        let trimmed = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if trimmed.is_empty() {
            if (head && names || labels) && run.len() > 1 {
                found.extend(run.iter().copied());
            }
            (head, names, labels) = (run.len() < 2 && may_head(above), true, true);
            run.clear();
            continue;
        }
        // `Signed:` and the names in the lines right below it.
        if run.len() == 1 && above.ends_with(':') && !head {
            (head, names) = (true, true);
            run.clear();
        }
        labels &= has_label(trimmed);
        names &= trimmed.chars().count() <= MAX_NAME_LINE
            && !trimmed.ends_with(['.', ',', ';', ':', '!', '?'])
            && trimmed.starts_with(|at: char| at.is_uppercase() || at.is_ascii_digit());
        run.push(start);
        above = trimmed;
    }
    found
}

/// `Signed: X, Y` right above `Not signed: Z`: lines of their own.
fn has_label(line: &str) -> bool {
    let label = line.split_once(": ").map(|(label, _)| label);
    label.is_some_and(|label| {
        label.len() <= MAX_NAME_LINE
            && label.starts_with(char::is_uppercase)
            && !label.contains(['.', ',', ';'])
    })
}

fn may_head(line: &str) -> bool {
    let line = line.trim_end_matches(['*', '_', '#', ' ']);
    !line.is_empty() && line.len() < 160 && !line.ends_with(['.', '!', ',', ';'])
}

/// Longest line of a numbered list.
const MAX_COUNTED: usize = 80;

/// The number at the start of a short line: `1. Example`, `2) Example`.
fn number(line: &str) -> Option<u32> {
    let end = line.find(['.', ')'])?;
    let number = line.get(..end)?.parse().ok()?;
    let follows = line.get(end + 1..)?.starts_with(' ');
    (follows && line.len() <= MAX_COUNTED).then_some(number)
}

/// A line that parts articles: five or more of `-`, `=`, `*`, `_`.
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars();
    let Some(first) = marks.next() else { return false };
    "-=*_".contains(first) && line.chars().count() >= 5 && marks.all(|mark| mark == first)
}

/// The articles of a text: parted by a rule, a form feed, three empty lines, or a change of language.
pub(super) fn articles(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for block in blocks(text) {
        let mut open: Option<Part> = None;
        let paragraphs = paragraphs(text, &block);
        for (at, paragraph) in paragraphs.iter().enumerate() {
            let language = sure_language(text, paragraph);
            let (Some(now), Some(was)) = (language, open.as_ref().and_then(|at| at.language))
            else {
                match &mut open {
                    Some(open) => {
                        open.range.end = paragraph.end;
                        open.language = open.language.or(language);
                    }
                    None => open = Some(Part { range: paragraph.clone(), language, when: None }),
                }
                continue;
            };
            if now == was {
                if let Some(open) = &mut open {
                    open.range.end = paragraph.end;
                }
                continue;
            }
            // A short paragraph just before is the heading of what follows.
            let heading = at.checked_sub(1).and_then(|before| paragraphs.get(before));
            let heading = heading.filter(|before| {
                sure_language(text, before).is_none()
                    && open.as_ref().is_some_and(|open| open.range.start < before.start)
            });
            let start = heading.map_or(paragraph.start, |before| before.start);
            if let Some(mut done) = open.take() {
                let above = if heading.is_some() { 2 } else { 1 };
                let earlier = at.checked_sub(above).and_then(|at| paragraphs.get(at));
                done.range.end = earlier.map_or(done.range.end, |before| before.end);
                parts.push(done);
            }
            open = Some(Part { range: start..paragraph.end, language, when: None });
        }
        parts.extend(open);
    }
    for part in &mut parts {
        if part.language.is_none() {
            part.language = tongue_of(head(text.get(part.range.clone()).unwrap_or_default()));
        }
    }
    if let [part] = parts.as_mut_slice() {
        part.when = text.get(..after_front_matter(text)).and_then(front_date);
    }
    parts
}

fn sure_language(text: &str, paragraph: &Range<usize>) -> Option<&'static str> {
    let body = text.get(paragraph.clone())?;
    // Han and kana say in a third of the letters what others say.
    let weight = |at: char| if actlas_text::is_by_letter(at) { 3 } else { 1 };
    let letters: usize = body.chars().filter(|at| at.is_alphabetic()).map(weight).sum();
    if letters < SURE { None } else { sure_tongue_of(head(body)) }
}

/// Enough of a text to tell its language.
fn head(text: &str) -> &str {
    text.char_indices().nth(2_000).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let (mut start, mut at, mut empty) = (0, 0, 0_usize);
    let mut done = after_front_matter(text);
    if done > 0 {
        start = done;
    }
    for line in text.split_inclusive('\n') {
        let from = at;
        at += line.len();
        if at <= done {
            continue;
        }
        let trimmed = line.trim_matches(|mark: char| mark.is_whitespace() && mark != '\u{c}');
        empty = if trimmed.is_empty() { empty + 1 } else { 0 };
        if trimmed.contains('\u{c}') || is_rule(trimmed) || empty == 3 {
            blocks.push(start..from);
            start = at;
            done = at;
        }
    }
    blocks.push(start..text.len());
    blocks
}

/// The length of the YAML between two `---` at the very beginning.
fn after_front_matter(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("---\n") else { return 0 };
    rest.find("\n---\n").map_or(0, |end| end + 9)
}

/// The day that the YAML before an article gives for it.
fn front_date(front: &str) -> Option<When> {
    let keys = ["date", "published", "publish_date", "pubdate"];
    let mut dates = front.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = dates.find(|(key, _)| keys.contains(&key.trim()))?;
    When::parse(value.trim().trim_matches(['"', '\'']).get(..10)?)
}

/// The sentences of an article.
pub(super) fn sentences(
    text: &str,
    article: &Range<usize>,
    language: Option<&str>,
) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (number, paragraph) in paragraphs(text, article).into_iter().enumerate() {
        let body = text.get(paragraph.clone()).unwrap_or_default();
        let short = body.chars().count() < 160 && !body.contains('\n');
        let ends = body.ends_with(['.', '!', '?', '。', '”', '"', '»', '」', '“', ':', '؟']);
        let heading = if body.starts_with('#') || is_row(body) || (short && !ends) {
            Heading::Yes
        } else {
            Heading::No
        };
        let mut start = paragraph.start;
        let ends = if is_row(body) { vec![body.len()] } else { sentence_ends(body, language) };
        for end in ends {
            let end = paragraph.start + end;
            let piece = text.get(start..end).unwrap_or_default();
            let lead = piece.len() - piece.trim_start().len();
            let range = start + lead..start + piece.trim_end().len();
            for range in pieces(text, range) {
                found.push(Sentence { range, heading, paragraph: number });
            }
            start = end;
        }
    }
    found
}

/// Longest sentence. What has no full stops is cut at a blank, so that no text makes reading slow.
const MAX_SENTENCE: usize = 3_000;

fn pieces(text: &str, mut range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    while range.len() > MAX_SENTENCE {
        let most = (range.start..=range.start + MAX_SENTENCE)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(range.end);
        let piece = text.get(range.start..most).unwrap_or_default();
        let cut = piece.rfind(char::is_whitespace).filter(|at| *at > 0);
        let end = cut.map_or(most, |at| range.start + at);
        if end <= range.start {
            break;
        }
        pieces.push(range.start..end);
        let rest = text.get(end..range.end).unwrap_or_default();
        range.start = range.end - rest.trim_start().len();
    }
    if range.start < range.end {
        pieces.push(range);
    }
    pieces
}

const CLOSING: &[char] = &['"', '”', '’', '»', '“', ')', ']', '」', '』', '\'', '*', '_'];
/// Words before a full stop that ends no sentence.
const SHORT: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "inc", "corp", "ltd", "co", "ca", "bzw", "usw", "st", "vs",
    "approx", "z", "b", "eig", "sr", "sra", "mme", "dott", "ing", "bl", "bijv", "np", "m", "tzw",
    "gen", "sen", "rep", "jr", "v",
];
/// Those that are words of their own too, unless a number follows: `they said no.`, `the state of the art.`
const SHORT_BEFORE_NUMBER: &[&str] = &["no", "nr", "art"];

fn sentence_ends(body: &str, language: Option<&str>) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut chars = body.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        let wide = matches!(character, '。' | '\u{ff01}' | '\u{ff1f}');
        if !(wide || matches!(character, '.' | '!' | '?' | '…' | '؟')) {
            continue;
        }
        let mut end = at + character.len_utf8();
        while let Some((next, closing)) = chars.peek().copied() {
            if !(CLOSING.contains(&closing) || matches!(closing, '.' | '!' | '?')) {
                break;
            }
            end = next + closing.len_utf8();
            chars.next();
        }
        let rest = body.get(end..).unwrap_or_default();
        let follows = rest.trim_start().chars().next();
        if wide {
            // A quotation that goes on after its full stop does not end the sentence.
            if !follows.is_some_and(|at| matches!(at, 'と' | '、' | ',')) {
                ends.push(end);
            }
            continue;
        }
        let blank = rest.is_empty() || rest.starts_with(char::is_whitespace);
        let word: String = body
            .get(..at)
            .unwrap_or_default()
            .chars()
            .rev()
            .take_while(|at| at.is_alphanumeric())
            .collect::<Vec<char>>()
            .into_iter()
            .rev()
            .collect();
        let lower = word.to_lowercase();
        let number = character == '.'
            && !word.is_empty()
            && word.len() <= 2
            && word.chars().all(|at| at.is_ascii_digit());
        // What hangs on a verb is no short form: `assinaram-no.`
        let before = body.get(..at).and_then(|text| text.strip_suffix(word.as_str()));
        let hangs = before.is_some_and(|before| before.ends_with(['-', '‑']));
        let digit = rest.trim_start().starts_with(|at: char| at.is_ascii_digit());
        let short = character == '.'
            && (number
                || digit && is_short_month(&word, language)
                || !hangs && SHORT.contains(&lower.as_str())
                || !hangs && digit && SHORT_BEFORE_NUMBER.contains(&lower.as_str())
                || (word.chars().count() == 1 && word.chars().all(char::is_uppercase)));
        // A name such as `xAI` starts a sentence too.
        let next = rest.split_whitespace().next().unwrap_or_default();
        let small = follows.is_some_and(char::is_lowercase) && !next.contains(char::is_uppercase);
        if blank && (rest.is_empty() || !short) && !small {
            ends.push(end);
        }
    }
    if ends.last() != Some(&body.len()) {
        ends.push(body.len());
    }
    ends
}

/// Longest short form of a month.
const MAX_SHORT_MONTH: usize = 5;

/// `Sept`, but not `May`, which ends sentences.
fn is_short_month(word: &str, language: Option<&str>) -> bool {
    let word = actlas_text::fold(word);
    let short = word.chars().count() <= MAX_SHORT_MONTH
        && !["may", "march", "out", "set"].contains(&word.as_str());
    short && month(&word, language).is_some()
}

#[cfg(test)]
mod tests {
    use super::{articles, sentences};

    #[test]
    fn sentences_end_where_readers_stop() {
        let check = |text: &str, want: &[&str]| {
            let found: Vec<&str> = sentences(text, &(0..text.len()), Some("en"))
                .into_iter()
                .map(|at| text.get(at.range).unwrap())
                .collect();
            assert_eq!(found, want);
        };
        check("One. Two! Three?", &["One.", "Two!", "Three?"]);
        check("Am 2. August gilt es. Dr. Ott kam.", &["Am 2. August gilt es.", "Dr. Ott kam."]);
        check("The firms said no. One signed.", &["The firms said no.", "One signed."]);
        check("Ambas assinaram-no. A outra não.", &["Ambas assinaram-no.", "A outra não."]);
        check("It is state of the art. So is No. 5.", &["It is state of the art.", "So is No. 5."]);
        check("“We will.” He left.", &["“We will.”", "He left."]);
        check("署名した。拒否した。", &["署名した。", "拒否した。"]);
        check("# Title\n\nText here.", &["# Title", "Text here."]);
        check(
            "On Sept. 25 it rained. So it did on Oct. 2, 2024.",
            &["On Sept. 25 it rained.", "So it did on Oct. 2, 2024."],
        );
        check(
            "It came in Oct. Then it left. They may. 25 did.",
            &["It came in Oct.", "Then it left.", "They may.", "25 did."],
        );
    }

    #[test]
    fn a_file_may_hold_two_articles() {
        let english = "The company has put its name to the pledge of the Union this week, and says \
                       that it wants to know a good deal more about its own systems before the law asks it to.";
        let german = "Das Unternehmen hat in dieser Woche seinen Namen unter die Zusage gesetzt und \
                      will nach eigenen Worten mehr über die eigenen Systeme wissen, bevor es muss.";
        let text = format!("{english}\n\n{german}\n");
        let found: Vec<_> = articles(&text).into_iter().map(|at| at.language).collect();
        assert_eq!(found, [Some("en"), Some("de")]);
        let text = format!("{english}\n\n-----\n\n{english}\n");
        assert_eq!(articles(&text).len(), 2);
        let text = format!("{english}\n\nShort.\n\n{english}\n");
        assert_eq!(articles(&text).len(), 1);
    }
}
