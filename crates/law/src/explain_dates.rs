//! What a date given for the Act can mean, and whether it is right.
//!
//! News of one and the same week said that the Act applies in 2026 and in 2027; both were right about
//! something. A claim is therefore judged in every sense, and under every act: right, wrong, or
//! outdated, where it was right until a later act moved the date.

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
pub fn explain(pack: &Pack, text: &str) -> Vec<DateClaim> {
    let mut claims = Vec::new();
    for sentence in sentences(text) {
        let body = text.get(sentence.clone()).unwrap_or_default();
        let lower = body.to_lowercase();
        let names = |milestone: &Milestone| milestone.words.iter().any(|word| lower.contains(word));
        let others = pack.milestones.iter().any(|at| !at.alone && names(at));
        for (start, end, days) in dates(body) {
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
fn sentences(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        let after = text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
        let ends =
            matches!(character, '.' | '!' | '?' | ';') && after.is_none_or(char::is_whitespace);
        if ends || character == '\n' {
            ranges.push(start..at);
            start = at + character.len_utf8();
        }
    }
    ranges.push(start..text.len());
    ranges
}

/// Month names in the languages that news of the Act is mostly written in, by their first letters.
const MONTHS: [&[&str]; 12] = [
    &["jan", "gen", "ene"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "jui", "giu"],
    &["jul", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

fn month(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    // French `juillet` begins like `juin`.
    if word.starts_with("juil") {
        return Some(6);
    }
    MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))
}

/// Dates in a sentence: `2 August 2026`, `August 2, 2026`, `August 2026`, `2026-08-02`, `2026`.
fn dates(text: &str) -> Vec<(usize, usize, (Date, Date))> {
    let words: Vec<(usize, &str)> = words(text);
    let mut found = Vec::new();
    for (at, (start, word)) in words.iter().enumerate() {
        let end = start + word.len();
        let year =
            |word: &str| word.len() == 4 && (word.starts_with("20")) && parse_date(word).is_some();
        if word.contains('-') && parse_date(word).is_some() {
            found.extend(parse_date(word).map(|days| (*start, end, days)));
        } else if year(word) {
            let back = |by: usize| at.checked_sub(by).and_then(|at| words.get(at)).copied();
            let day = |word: &str| {
                let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
                digits.parse::<u8>().ok().filter(|day| (1..=31).contains(day))
            };
            let (mut from, mut text) = (*start, (*word).to_owned());
            match (back(2), back(1)) {
                // `2 August 2026`
                (Some((first, number)), Some((_, name)))
                    if month(name).is_some() && day(number).is_some() =>
                {
                    from = first;
                    text = iso(word, month(name), day(number));
                }
                // `August 2, 2026`
                (Some((first, name)), Some((_, number)))
                    if month(name).is_some() && day(number).is_some() =>
                {
                    from = first;
                    text = iso(word, month(name), day(number));
                }
                (_, Some((first, name))) if month(name).is_some() => {
                    from = first;
                    text = iso(word, month(name), None);
                }
                _ => {}
            }
            found.extend(parse_date(&text).map(|days| (from, end, days)));
        }
    }
    found
}

fn iso(year: &str, month: Option<usize>, day: Option<u8>) -> String {
    match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{:02}-{day:02}", month + 1),
        (Some(month), None) => format!("{year}-{:02}", month + 1),
        (None, _) => year.to_owned(),
    }
}

/// Words of letters, digits and hyphens, with where they start.
fn words(text: &str) -> Vec<(usize, &str)> {
    let belongs = |c: char| c.is_alphanumeric() || c == '-';
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, belongs(character)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.extend(text.get(from..at).map(|word| (from, word)));
                start = None;
            }
            _ => {}
        }
    }
    words
}
