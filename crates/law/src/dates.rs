//! Dates in English prose, and in the orders and by the months of many languages.

use std::ops::Range;

use actlas_facts::{Date, parse_date};

use crate::months::months;

/// Rough sentences: enough to tell which words stand around a date.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        let after = text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
        let ends = matches!(character, '.' | '!' | '?' | ';')
            && after.is_none_or(char::is_whitespace)
            && !(character == '.' && is_within_a_date(text, at));
        let ends = ends || matches!(character, '。' | '\u{ff01}' | '\u{ff1f}');
        if ends || character == '\n' {
            ranges.push(start..at);
            start = at + character.len_utf8();
        }
    }
    ranges.push(start..text.len());
    ranges
}

/// What stands for `year` beside one, whose full stop ends no sentence where a small letter follows: `2026 r.`
const YEAR: &[&str] = &["r", "m", "g", "г", "р", "d"];

/// Whether a full stop ends the number of a day or a year and no sentence: `2. August 2027`, `2. 8. 2026`,
/// `2026. gada 2. augustā`.
fn is_within_a_date(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let after = text.get(at + 1..).unwrap_or_default().trim_start();
    let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_part = parts_of_year(next).is_some();
    let goes_on = is_month(next) || is_part || next.parse::<u16>().is_ok();
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // `II. Quartal`
    let is_roman = ROMAN.iter().any(|number| *number == word.to_lowercase());
    let is_small = next.starts_with(char::is_lowercase);
    let of_year = before.strip_suffix(word).map(str::trim_end).unwrap_or_default();
    let year = |text: &str| text.rsplit(|c: char| !c.is_alphanumeric()).next().is_some_and(is_year);
    let is_year_word = YEAR.contains(&word) && year(of_year);
    ((1..=2).contains(&digits) && goes_on)
        || (is_roman && is_part)
        || (is_year(word) && (is_month(next) || next == "gada"))
        || (is_year_word && is_small)
}

fn is_month(word: &str) -> bool {
    !months(word).is_empty()
}

const ROMAN: [&str; 4] = ["i", "ii", "iii", "iv"];

/// What counts the parts of a year, by its first letters, in the larger languages.
const COUNTED: [&[&str]; 4] = [
    &["first", "erst", "premier", "première", "primer", "primo", "prima", "eerste"],
    &["second", "zweit", "deuxi", "segund", "tweede"],
    &["third", "dritt", "troisi", "tercer", "terz", "derde", "terceir"],
    &["fourth", "viert", "quatri", "cuart", "quart", "vierde", "last", "letzt", "dernier"],
];

/// Words for a quarter and for half of a year.
const QUARTERS: &[&str] = &["quarter", "quartal", "quartals", "trimestre", "kwartaal"];
const HALVES: &[&str] = &[
    "half",
    "halbjahr",
    "halbjahres",
    "hälfte",
    "semestre",
    "moitié",
    "metà",
    "mitad",
    "metade",
    "helft",
];

/// Words before a year that narrow it without saying from which day to which.
const VAGUE: &[&str] = &[
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "early",
    "mid",
    "late",
    "end",
    "beginning",
    "frühjahr",
    "frühling",
    "sommer",
    "herbst",
    "anfang",
    "mitte",
    "ende",
    "printemps",
    "été",
    "automne",
    "hiver",
    "début",
    "mi",
    "fin",
    "primavera",
    "verano",
    "otoño",
    "invierno",
    "principios",
    "inicios",
    "mediados",
    "finales",
    "fines",
    "estate",
    "autunno",
    "inverno",
    "inizio",
    "lente",
    "zomer",
    "herfst",
    "eind",
    "medio",
    "verão",
    "outono",
    "início",
    "meados",
];

/// Into how many parts such a word divides a year.
fn parts_of_year(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    match word.as_str() {
        word if QUARTERS.contains(&word) => Some(4),
        word if HALVES.contains(&word) => Some(2),
        _ => None,
    }
}

/// Which of the parts is meant: `second`, `2nd`, `II`.
fn counted(word: &str, parts: u8) -> Option<u8> {
    let lower = word.to_lowercase();
    let roman = ROMAN.iter().position(|number| *number == lower);
    let named =
        || COUNTED.iter().position(|names| names.iter().any(|name| lower.starts_with(name)));
    let number = match roman.or_else(named) {
        Some(at) => u8::try_from(at + 1).ok()?,
        None => ordinal(word)?,
    };
    match number {
        // The last of two is the second.
        4 if parts == 2 && ["last", "letzt", "dernier"].iter().any(|at| lower.starts_with(at)) => {
            Some(2)
        }
        number => Some(number).filter(|number| *number <= parts),
    }
}

/// The part of a year that a word alone names, and how many there are: `Q2`, `H1`.
fn short_part(word: &str) -> Option<(u8, u8)> {
    let mut letters = word.chars();
    let (letter, number) = (letters.next()?, letters.as_str());
    let parts = match letter {
        'Q' | 'q' => 4,
        'H' => 2,
        _ => return None,
    };
    let number = number.parse::<u8>().ok()?;
    (number >= 1 && number <= parts).then_some((number, parts))
}

/// The first and the last day of a part of a year.
fn part_of(year: &str, (number, parts): (u8, u8)) -> Option<(Date, Date)> {
    let long = 12 / parts;
    let (first, _) = month_of(year, (number - 1) * long + 1)?;
    let (_, last) = month_of(year, number * long)?;
    Some((first, last))
}

/// A date in a sentence: where it starts and ends, and what it can mean. Nothing, if no calendar has it.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Both, where it can be read in two ways.
    pub(crate) days: Vec<(Date, Date)>,
    /// Whether its words narrow the year without naming days, so that the whole year is read.
    pub(crate) is_vague: bool,
}

/// Dates in a sentence: `2 August 2026`, `2. August 2026`, `2 de agosto de 2026`, `August 2, 2026`,
/// `2026 August 2`, `August 2026`, `2026-08-02`, `02/08/2026`, `2.8.2026`, `2026/08`, `Q3 2026`, `second half
/// of 2026`, `2026`. A year inside a longer number, such as that of a regulation, is none.
pub(crate) fn dates(text: &str) -> Vec<Found> {
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
    let whole = |days: Vec<(Date, Date)>| {
        vec![Found { start: first.start, end: last.end(), days, is_vague: false }]
    };
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
                is_vague: false,
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
    let Some(word) = words.get(at) else { return Found::default() };
    let found = month_ahead(text, words, at, taken)
        .or_else(|| numbered(words, at, taken))
        .or_else(|| year_first(text, words, at))
        .or_else(|| part_or_year(text, words, at, taken));
    found.unwrap_or_else(|| Found {
        start: word.start,
        end: word.end(),
        days: parse_date(word.text).into_iter().collect(),
        is_vague: false,
    })
}

/// A month named before its year, with a day or without.
fn month_ahead(text: &str, words: &[Word], at: usize, taken: usize) -> Option<Found> {
    let word = words.get(at)?;
    let back = |from: usize| before(text, words, from).filter(|at| starts(words, *at) >= taken);
    let of = |at: usize| words.get(at).map_or("", |word| word.text);
    let ends = |start: usize, days: Vec<(Date, Date)>| {
        Some(Found { start, end: word.end(), days, is_vague: false })
    };
    let year = word.text;
    let days = |months: Vec<u8>, day: u8| {
        months.into_iter().filter_map(|month| day_of(year, month, day)).collect()
    };
    let last = back(at)?;
    let earlier = back(last);
    let months_here = months(of(last));
    if !months_here.is_empty() {
        return match earlier.and_then(|at| ordinal(of(at))) {
            // `2 August 2026`
            Some(day) => ends(starts(words, earlier.unwrap_or(last)), days(months_here, day)),
            // `32 August 2026`
            None if earlier.is_some_and(|at| is_day_like(text, words, at)) => {
                ends(starts(words, earlier.unwrap_or(last)), Vec::new())
            }
            None => {
                let whole = months_here.into_iter().filter_map(|month| month_of(year, month));
                ends(starts(words, last), whole.collect())
            }
        };
    }
    // `August 2, 2026`
    let (first, day) = (earlier?, ordinal(of(last))?);
    let named = months(of(first));
    if named.is_empty() { None } else { ends(starts(words, first), days(named, day)) }
}

/// A month that is counted: `2026年8月2日`, `2026년 8월 2일`, `2 tháng 8 năm 2026`.
fn numbered(words: &[Word], at: usize, taken: usize) -> Option<Found> {
    let year = words.get(at)?;
    let of = |at: usize| words.get(at).map_or("", |word| word.text);
    let end = |at: usize| words.get(at).map_or(0, Word::end);
    let number = |at: usize, most: u8| {
        of(at).parse::<u8>().ok().filter(|number| (1..=most).contains(number))
    };
    let found = |start: usize, end: usize, days: Option<(Date, Date)>| {
        Some(Found { start, end, days: days.into_iter().collect(), is_vague: false })
    };
    if matches!(of(at + 1), "年" | "년") && matches!(of(at + 3), "月" | "월") {
        let month = number(at + 2, 12)?;
        return match number(at + 4, 31).filter(|_| matches!(of(at + 5), "日" | "号" | "일")) {
            Some(day) => found(year.start, end(at + 5), day_of(year.text, month, day)),
            None => found(year.start, end(at + 3), month_of(year.text, month)),
        };
    }
    let back = |by: usize| at.checked_sub(by).filter(|at| starts(words, *at) >= taken);
    let skip = usize::from(back(1).is_some_and(|at| of(at).to_lowercase() == "năm"));
    let named = back(2 + skip).filter(|at| of(*at).to_lowercase() == "tháng")?;
    let month = number(named + 1, 12)?;
    match back(3 + skip).and_then(|at| Some((at, number(at, 31)?))) {
        Some((first, day)) => {
            found(starts(words, first), year.end(), day_of(year.text, month, day))
        }
        None => found(starts(words, named), year.end(), month_of(year.text, month)),
    }
}

/// `2026 August 2`, `2026. gada 2. augustā`, `2026 m. rugpjūčio 2 d.`; but in `2025 may 2 or 2026` nothing of the
/// kind is said.
fn year_first(text: &str, words: &[Word], at: usize) -> Option<Found> {
    let year = words.get(at)?;
    let marked = words.get(at + 1).is_some_and(|next| matches!(next.text, "m" | "gada"));
    let from = at + usize::from(marked);
    let (before, one, two) = (words.get(from)?, words.get(from + 1)?, words.get(from + 2)?);
    let beside = is_beside(text, before, one) && is_beside(text, one, two);
    let gada = words.get(from).is_some_and(|word| word.text == "gada");
    let (name, number) = if gada { (two, one) } else { (one, two) };
    let (named, day) = (months(name.text), ordinal(number.text)?);
    let modal = name.text.eq_ignore_ascii_case("may") && name.text.starts_with('m');
    let next = words.get(from + 3).is_some_and(|next| is_year(next.text));
    (beside && !named.is_empty() && !modal && !next).then(|| Found {
        start: year.start,
        end: two.end(),
        days: named.into_iter().filter_map(|month| day_of(year.text, month, day)).collect(),
        is_vague: false,
    })
}

/// The part of a year that is named beside it, or the year if what is named has no days of its own.
fn part_or_year(text: &str, words: &[Word], at: usize, taken: usize) -> Option<Found> {
    let word = words.get(at)?;
    let back =
        |from| before_year(text, words, from).filter(|earlier| starts(words, *earlier) >= taken);
    let of = |at: usize| words.get(at).map_or("", |word| word.text);
    let ends = |start: usize, days: Option<(Date, Date)>| Found {
        start: starts(words, start),
        end: word.end(),
        days: days.into_iter().collect(),
        is_vague: false,
    };
    let part = |part| part_of(word.text, part);
    if let Some(last) = back(at) {
        if let Some(short) = short_part(of(last)) {
            return Some(ends(last, part(short)));
        }
        let first = back(last);
        let which = parts_of_year(of(last))
            .zip(first)
            .and_then(|(parts, first)| Some((counted(of(first), parts)?, parts)));
        if let (Some(which), Some(first)) = (which, first) {
            return Some(ends(first, part(which)));
        }
        if VAGUE.contains(&of(last).to_lowercase().as_str()) {
            return Some(Found { is_vague: true, ..ends(last, parse_date(word.text)) });
        }
    }
    // `2026 Q2`
    let next = words.get(at + 1).filter(|next| is_beside(text, word, next))?;
    let short = short_part(next.text)?;
    let is_of_next = words.get(at + 2).is_some_and(|after| is_year(after.text));
    let found = Found { end: next.end(), ..ends(at, part(short)) };
    (!is_of_next).then_some(found)
}

fn starts(words: &[Word], at: usize) -> usize {
    words.get(at).map_or(0, |word| word.start)
}

/// What may stand between a day, its month and its year.
const BETWEEN: [&str; 10] = ["de", "del", "of", "di", "do", "des", "the", "d", "ta", "nam"];
/// What may stand before a year beside that.
const OF_YEAR: [&str; 14] = [
    "year", "jahr", "jahres", "l", "année", "an", "año", "anno", "dell", "ano", "jaar", "van",
    "het", "von",
];

/// The word before one, without a `de` or `of` between them; nothing across a bracket or a colon.
fn before(text: &str, words: &[Word], at: usize) -> Option<usize> {
    before_but(text, words, at, &[])
}

/// The same before a year, of which one may say `of the year`.
fn before_year(text: &str, words: &[Word], at: usize) -> Option<usize> {
    before_but(text, words, at, &OF_YEAR)
}

fn before_but(text: &str, words: &[Word], at: usize, but: &[&str]) -> Option<usize> {
    let mut at = at;
    loop {
        let earlier = at.checked_sub(1)?;
        let (one, two) = (words.get(earlier)?, words.get(at)?);
        if !is_beside(text, one, two) {
            return None;
        }
        at = earlier;
        let word = one.text.to_lowercase();
        if !BETWEEN.contains(&word.as_str()) && !but.contains(&word.as_str()) {
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
    let mut last = ' ';
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let parts = is_by_letter(character) || is_by_letter(last);
        if let Some(from) = start.filter(|_| parts || !character.is_alphanumeric()) {
            words.extend(text.get(from..at).map(|text| Word { start: from, text }));
            start = None;
        }
        if start.is_none() && character.is_alphanumeric() {
            start = Some(at);
        }
        last = character;
    }
    words
}

/// Whether a script has no blanks, or writes units right behind numbers (Korean), so that each letter is read
/// by itself.
fn is_by_letter(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}
