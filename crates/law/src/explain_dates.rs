//! What a date given for the Act can mean, and whether it is right.
//!
//! News of one and the same week said that the Act applies in 2026 and in 2027; both were right about
//! something. A claim is therefore judged in every sense, and under every act: right, wrong, or
//! outdated, where it was right until a later act moved the date.

use std::ops::Range;

use actlas_facts::{Date, parse_date};

use crate::cite::Citation;
use crate::model::{Milestone, Pack};

/// How a claim stands in one sense under one act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The day lies in what was said.
    Right,
    /// It does not.
    Wrong,
    /// It did under an earlier act, and does not under this one.
    Outdated,
}

impl Verdict {
    /// `right`, `wrong` or `outdated`.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Wrong => "wrong",
            Verdict::Outdated => "outdated",
        }
    }
}

/// A claim judged in one sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sense {
    /// The milestone, by its position in the pack.
    pub milestone: usize,
    /// For each act: the day, what it rests on, and how the claim stands.
    pub under: Vec<(Date, Citation, Verdict)>,
    /// Whether the words around the date speak of this sense.
    pub spoken: bool,
}

/// A date in a text that is said of the Act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateClaim {
    /// The words.
    pub quote: String,
    /// Where they start, in bytes.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The first and the last day they can mean.
    pub days: (Date, Date),
    /// The claim in every sense.
    pub senses: Vec<Sense>,
}

/// The day of a milestone under each act, with what it rests on.
pub fn days(pack: &Pack, milestone: &Milestone) -> Vec<(Date, Citation)> {
    let mut days = Vec::new();
    let mut last: Option<(Date, Citation)> = None;
    for (number, act) in pack.acts.iter().enumerate() {
        let named = milestone.days.iter().find(|day| day.by.0 == number);
        last = match (&milestone.of_act, named, number) {
            // What is asked of the Act is asked of the act that made it, not of its amendments.
            (Some(of_act), _, 0) => Some((of_act.of(act), Citation::default())),
            (None, Some(day), _) => Some((day.day, day.cite.clone())),
            _ => last,
        };
        days.extend(last.clone());
    }
    days
}

/// Judges every date in a text.
///
/// A date that can be read in two ways (`02/03/2026`) is a claim for each.
pub fn explain(pack: &Pack, text: &str) -> Vec<DateClaim> {
    let mut claims = Vec::new();
    for sentence in sentences(text) {
        let body = text.get(sentence.clone()).unwrap_or_default();
        let lower = body.to_lowercase();
        let names = |milestone: &Milestone| milestone.words.iter().any(|word| lower.contains(word));
        let others = pack.milestones.iter().any(|at| !at.alone && names(at));
        for (start, end, days) in found_in(body, Found::days) {
            let senses = pack
                .milestones
                .iter()
                .enumerate()
                .map(|(at, milestone)| Sense {
                    milestone: at,
                    under: judge(pack, milestone, days),
                    spoken: names(milestone) && !(milestone.alone && others),
                })
                .collect();
            claims.push(DateClaim {
                quote: body.get(start..end).unwrap_or_default().to_owned(),
                start: sentence.start + start,
                end: sentence.start + end,
                days,
                senses,
            });
        }
    }
    claims
}

/// Dates in a text that no calendar has, such as 31 February: where they start and end, in bytes.
pub fn impossible(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for sentence in sentences(text) {
        let body = text.get(sentence.clone()).unwrap_or_default();
        let none = |at: &Found| at.days.is_empty().then_some(((), ()));
        for (start, end, _) in found_in(body, |at| none(at).into_iter().collect()) {
            ranges.push(sentence.start + start..sentence.start + end);
        }
    }
    ranges
}

fn judge(pack: &Pack, milestone: &Milestone, said: (Date, Date)) -> Vec<(Date, Citation, Verdict)> {
    let mut was_right = false;
    days(pack, milestone)
        .into_iter()
        .map(|(day, cite)| {
            let right = said.0 <= day && day <= said.1;
            let verdict = match (right, was_right) {
                (true, _) => Verdict::Right,
                (false, true) => Verdict::Outdated,
                (false, false) => Verdict::Wrong,
            };
            was_right |= right;
            (day, cite, verdict)
        })
        .collect()
}

/// Rough sentences: enough to tell which words stand around a date.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        let after = text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
        let ends = matches!(character, '.' | '!' | '?' | ';')
            && after.is_none_or(char::is_whitespace)
            && !(character == '.' && is_within_a_date(text, at));
        if ends || character == '\n' {
            ranges.push(start..at);
            start = at + character.len_utf8();
        }
    }
    ranges.push(start..text.len());
    ranges
}

/// Whether a full stop ends the number of a day and no sentence: `2. August 2027`, `2. 8. 2026`.
fn is_within_a_date(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let after = text.get(at + 1..).unwrap_or_default().trim_start();
    let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let goes_on = month(next).is_some() || next.parse::<u16>().is_ok();
    (1..=2).contains(&digits) && goes_on
}

/// Month names in the languages that news of the Act is mostly written in, by their first letters.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "gen", "ene"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "jui", "giu"],
    &["jul", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "outub"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    // French `juillet` begins like `juin`.
    if word.starts_with("juil") {
        return Some(7);
    }
    let at = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u8::try_from(at + 1).ok()
}

/// A date in a sentence: where it starts and ends, and what it can mean. Nothing, if no calendar has it.
struct Found {
    start: usize,
    end: usize,
    days: Vec<(Date, Date)>,
}

impl Found {
    fn days(&self) -> Vec<(Date, Date)> {
        self.days.clone()
    }
}

/// What the dates of a sentence give, with where they stand.
fn found_in<T>(text: &str, gives: impl Fn(&Found) -> Vec<T>) -> Vec<(usize, usize, T)> {
    let place = |at: Found| {
        let (start, end) = (at.start, at.end);
        gives(&at).into_iter().map(move |given| (start, end, given)).collect::<Vec<_>>()
    };
    dates(text).into_iter().flat_map(place).collect()
}

/// Dates in a sentence: `2 August 2026`, `2. August 2026`, `2 de agosto de 2026`, `August 2, 2026`,
/// `2026 August 2`, `August 2026`, `2026-08-02`, `02/08/2026`, `2.8.2026`, `2026/08`, `2026`. A year
/// inside a longer number, such as that of a regulation, is none.
fn dates(text: &str) -> Vec<Found> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let numbers = joined(text, &words, at);
        let last = at + numbers.len().max(1);
        if numbers.len() > 1 {
            found.extend(of_numbers(text, &numbers));
        } else if is_year(word.text) {
            let taken = found.last().map_or(0, |before: &Found| before.end);
            found.push(of_year(text, &words, at, taken));
        }
        at = last;
    }
    found
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with("20") && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words from one on that are numbers with the same mark between them: `2026-08-02`, `2. 8. 2026`.
fn joined<'t>(text: &'t str, words: &[Word<'t>], from: usize) -> Vec<Word<'t>> {
    let mut joined: Vec<Word<'t>> = Vec::new();
    let mut mark: Option<char> = None;
    for word in words.get(from..).unwrap_or_default() {
        if let Some(before) = joined.last() {
            let gap = text.get(before.end()..word.start).unwrap_or_default();
            let mut between = gap.chars();
            let is_mark = |c: &char| matches!(c, '/' | '.' | '-' | '\u{2010}' | '\u{2011}');
            let Some(first) = between.next().filter(is_mark) else { break };
            let rest = between.as_str();
            // Only after a full stop may a blank stand.
            let together = rest.is_empty() || (first == '.' && matches!(rest, " " | "\u{a0}"));
            if !together || mark.is_some_and(|mark| mark != first) {
                break;
            }
            mark = Some(first);
        }
        // `2026-08-02T10:00` goes on with the time.
        let digits = word.text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = digits.split(['T', 't']).next().unwrap_or_default();
        let number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty();
        let is_whole = digits.len() == word.text.len();
        if !number || (!is_whole && joined.len() != 2) {
            break;
        }
        joined.push(Word { start: word.start, text: digits });
    }
    joined
}

/// What numbers with marks between them mean, if it is a date.
fn of_numbers(text: &str, numbers: &[Word]) -> Vec<Found> {
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return Vec::new() };
    let number = |word: &Word| word.text.parse::<u8>().ok().filter(|_| word.text.len() <= 2);
    let whole = |days: Vec<(Date, Date)>| vec![Found { start: first.start, end: last.end(), days }];
    match numbers {
        [year, second, third] if is_year(year.text) => match (number(second), number(third)) {
            (Some(month), Some(day)) => whole(day_of(year.text, month, day).into_iter().collect()),
            _ => Vec::new(),
        },
        [one, two, year] if is_year(year.text) => match (number(one), number(two)) {
            (Some(one), Some(two)) => {
                let mut days: Vec<(Date, Date)> = day_of(year.text, two, one).into_iter().collect();
                // With full stops the day is first; otherwise Americans write the month first.
                let dotted = text.get(..year.start).is_some_and(|at| at.trim_end().ends_with('.'));
                let other =
                    day_of(year.text, one, two).filter(|day| !dotted && !days.contains(day));
                days.extend(other);
                whole(days)
            }
            _ => Vec::new(),
        },
        // A span, such as 2026-2027.
        [one, two] if is_year(one.text) && is_year(two.text) => {
            let year = |word: &Word| Found {
                start: word.start,
                end: word.end(),
                days: parse_date(word.text).into_iter().collect(),
            };
            vec![year(one), year(two)]
        }
        [year, month] | [month, year] if is_year(year.text) && month.text.len() <= 2 => {
            match number(month).filter(|month| (1..=12).contains(month)) {
                Some(month) => whole(month_of(year.text, month).into_iter().collect()),
                None => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn day_of(year: &str, month: u8, day: u8) -> Option<(Date, Date)> {
    parse_date(&format!("{year}-{month:02}-{day:02}"))
}

fn month_of(year: &str, month: u8) -> Option<(Date, Date)> {
    parse_date(&format!("{year}-{month:02}"))
}

/// The date that a year ends, or begins.
fn of_year(text: &str, words: &[Word], at: usize, taken: usize) -> Found {
    let Some(word) = words.get(at) else { return Found { start: 0, end: 0, days: Vec::new() } };
    let year = word.text;
    let back = |from: usize| before(text, words, from).filter(|at| starts(words, *at) >= taken);
    let ends = |start: usize, days: Option<(Date, Date)>| Found {
        start,
        end: word.end(),
        days: days.into_iter().collect(),
    };
    let of = |at: usize| words.get(at).map_or("", |word| word.text);
    if let Some(last) = back(at) {
        let earlier = back(last);
        match (month(of(last)), earlier.and_then(|at| ordinal(of(at)))) {
            // `2 August 2026`
            (Some(month), Some(day)) => {
                return ends(starts(words, earlier.unwrap_or(last)), day_of(year, month, day));
            }
            // `32 August 2026`
            (Some(_), None) if earlier.is_some_and(|at| is_day_like(text, words, at)) => {
                return ends(starts(words, earlier.unwrap_or(last)), None);
            }
            (Some(month), None) => return ends(starts(words, last), month_of(year, month)),
            (None, _) => {}
        }
        let month = earlier.and_then(|at| month(of(at)));
        // `August 2, 2026`
        if let (Some(month), Some(day), Some(first)) = (month, ordinal(of(last)), earlier) {
            return ends(starts(words, first), day_of(year, month, day));
        }
    }
    // `2026 August 2`; but in `2025 may 2 or 2026` nothing of the kind is said.
    if let (Some(name), Some(number)) = (words.get(at + 1), words.get(at + 2))
        && let (Some(month), Some(day)) = (month(name.text), ordinal(number.text))
        && is_beside(text, word, name)
        && is_beside(text, name, number)
        && !(name.text.eq_ignore_ascii_case("may") && name.text.starts_with('m'))
        && !words.get(at + 3).is_some_and(|next| is_year(next.text))
    {
        let days = day_of(year, month, day).into_iter().collect();
        return Found { start: word.start, end: number.end(), days };
    }
    ends(word.start, parse_date(year))
}

fn starts(words: &[Word], at: usize) -> usize {
    words.get(at).map_or(0, |word| word.start)
}

/// The word before one, without a `de` or `of` between them; nothing across a bracket or a colon.
fn before(text: &str, words: &[Word], at: usize) -> Option<usize> {
    const BETWEEN: [&str; 8] = ["de", "del", "of", "di", "do", "des", "the", "d"];
    let mut at = at;
    loop {
        let earlier = at.checked_sub(1)?;
        let (one, two) = (words.get(earlier)?, words.get(at)?);
        if !is_beside(text, one, two) {
            return None;
        }
        at = earlier;
        if !BETWEEN.contains(&one.text.to_lowercase().as_str()) {
            return Some(at);
        }
    }
}

/// Whether only blanks and marks of a date stand between two words.
fn is_beside(text: &str, one: &Word, two: &Word) -> bool {
    let gap = text.get(one.end()..two.start).unwrap_or_default();
    gap.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/' | '\'' | '\u{2019}'))
}

/// Whether a number that is no day stands where the day of a month stands.
fn is_day_like(text: &str, words: &[Word], at: usize) -> bool {
    let (Some(number), Some(next)) = (words.get(at), words.get(at + 1)) else { return false };
    let gap = text.get(number.end()..next.start).unwrap_or_default();
    let is_number = number.text.bytes().all(|byte| byte.is_ascii_digit());
    is_number && number.text.len() <= 2 && gap.chars().all(|c| c.is_whitespace() || c == '.')
}

/// The number of a day: `2`, `2nd`, `1er`, `2º`.
fn ordinal(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let is_short = word.chars().count() <= digits.len() + 2;
    digits.parse::<u8>().ok().filter(|day| is_short && (1..=31).contains(day))
}

/// A word of letters and digits, and where it starts.
#[derive(Clone, Copy)]
struct Word<'t> {
    start: usize,
    text: &'t str,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, character.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.extend(text.get(from..at).map(|text| Word { start: from, text }));
                start = None;
            }
            _ => {}
        }
    }
    words
}
