//! Which words of a sentence speak of which of its dates: `was adopted on X and entered into force on Y`.

use std::ops::Range;

use crate::dates::Found;
use crate::model::Milestone;

/// Words that begin the stretch of the next date, `and` before the rest.
const AND: &[&str] = &[
    " and ", " und ", " et ", " y ", " ed ", " och ", " og ", " en ", " oraz ", " és ", " și ",
    " ir ", " un ", " и ", " και ", " agus ", " ve ", " và ", " ja ", " a ", " e ", " i ", " u ",
    " in ", "，", "、",
];

/// Words right before a date up to which something was done: `placed on the market before X`.
const BEFORE: &[&str] = &[
    "before",
    "vor",
    "vor dem",
    "avant",
    "avant le",
    "antes de",
    "antes del",
    "antes do",
    "prima del",
    "voor",
    "vóór",
    "före",
    "før",
    "przed",
    "před",
    "pred",
    "prije",
    "înainte de",
    "преди",
    "до",
    "πριν από",
    "πριν από τις",
    "πριν από τη",
    "enne",
    "ennen",
    "pirms",
    "prieš",
    "qabel",
    "roimh",
    "trước",
];

/// Bytes before a date that opens a text, and the signs behind it.
const MAX_DATELINE: usize = 80;
const DASHES: &[&str] = &[" – ", " — ", " - ", " (", " ― ", "――", "——"];

/// Which words of a milestone stand in a sentence.
#[derive(Clone, Copy)]
pub(super) struct Whole {
    words: bool,
    also: bool,
    unless: bool,
}

/// A sentence with its dates, in lower case.
pub(super) struct Around {
    text: String,
    /// Where each date stands in it.
    dates: Vec<Range<usize>>,
    /// The stretch that speaks of each.
    stretches: Vec<Range<usize>>,
    silent: Vec<bool>,
    /// Whether the text begins with a date of its own.
    dateline: bool,
}

impl Around {
    pub(super) fn new(body: &str, found: &[Found]) -> Around {
        // A blank on both ends, so that words can be told from beginnings of words.
        let mut text = String::from(" ");
        let mut dates = Vec::new();
        let mut from = 0;
        for date in found {
            text.push_str(&body.get(from..date.start).unwrap_or_default().to_lowercase());
            let start = text.len();
            text.push_str(&body.get(date.start..date.end).unwrap_or_default().to_lowercase());
            dates.push(start..text.len());
            from = date.end;
        }
        text.push_str(&body.get(from..).unwrap_or_default().to_lowercase());
        text.push(' ');
        let dateline = dates.first().is_some_and(|date| {
            let behind = text.get(date.end..).unwrap_or_default();
            date.start <= MAX_DATELINE && DASHES.iter().any(|dash| behind.starts_with(dash))
        });
        let silent =
            |number: &usize| dateline && *number == 0 || is_cut_off(&text, &dates, *number);
        let silent: Vec<bool> = (0..dates.len()).map(|number| silent(&number)).collect();
        let stretches = part(&text, &dates, &silent);
        Around { text, dates, stretches, silent, dateline }
    }

    /// Whether one stretch speaks of all dates.
    pub(super) fn is_one(&self) -> bool {
        self.dates.len() < 2
    }

    /// Whether a date is not said of anything: it is the day of the text, or only says which systems or models
    /// another one is of.
    pub(super) fn is_silent(&self, date: usize) -> bool {
        self.silent.get(date).is_some_and(|silent| *silent)
    }

    /// Whether a date is the day of the text.
    pub(super) fn is_dateline(&self, date: usize) -> bool {
        self.dateline && date == 0
    }

    /// Which words of a milestone stand anywhere in the sentence.
    pub(super) fn whole(&self, milestone: &Milestone) -> Whole {
        let any = |words: &[String]| words.iter().any(|word| self.text.contains(word));
        Whole {
            words: any(&milestone.words),
            also: milestone.also.is_empty() || any(&milestone.also),
            unless: any(&milestone.unless),
        }
    }

    /// Whether the words around a date speak of a milestone. What it is of may stand anywhere in the sentence,
    /// if the words that say what happened to it stand beside the date.
    pub(super) fn names(&self, milestone: &Milestone, whole: Whole, date: usize) -> bool {
        let possible = whole.words && whole.also && !whole.unless;
        let own = self.stretches.get(date).and_then(|at| self.text.get(at.clone()));
        let own = own.filter(|text| self.says_something(text, date));
        let words = if milestone.also.is_empty() { &milestone.words } else { &milestone.also };
        possible && own.is_none_or(|own| words.iter().any(|word| own.contains(word)))
    }

    /// Whether more than a small word stands beside a date.
    fn says_something(&self, text: &str, date: usize) -> bool {
        let date =
            self.dates.get(date).and_then(|at| self.text.get(at.clone())).unwrap_or_default();
        let letters = |text: &str| text.chars().filter(|at| at.is_alphabetic()).count();
        letters(text) >= letters(date) + MIN_LETTERS
    }
}

/// Letters of a stretch that says something by itself; `and from` does not.
const MIN_LETTERS: usize = 10;

/// The stretches: between two dates a comma or an `and` parts them; where there is neither, what lies between
/// speaks of the second. Dates that are not said of anything part nothing.
fn part(text: &str, dates: &[Range<usize>], silent: &[bool]) -> Vec<Range<usize>> {
    let mut stretches = dates.to_vec();
    let mut last: Option<usize> = None;
    for (number, date) in dates.iter().enumerate() {
        if silent.get(number).is_some_and(|silent| *silent) {
            continue;
        }
        let start = match last.and_then(|last| Some((last, dates.get(last)?))) {
            Some((last, one)) => {
                let between = text.get(one.end..date.start).unwrap_or_default();
                let and = || AND.iter().find_map(|and| between.find(and));
                let by = between.find([',', ';', ':']).or_else(and).unwrap_or(0);
                if let Some(stretch) = stretches.get_mut(last) {
                    stretch.end = one.end + by;
                }
                one.end + by
            }
            None => 0,
        };
        if let Some(stretch) = stretches.get_mut(number) {
            *stretch = start..text.len();
        }
        last = Some(number);
    }
    stretches
}

/// Whether a date among others stands behind a word for what comes before it: `placed before X`.
fn is_cut_off(text: &str, dates: &[Range<usize>], number: usize) -> bool {
    let start = dates.get(number).map_or(0, |at| at.start);
    let before = text.get(..start).unwrap_or_default().trim_end();
    let mut told = BEFORE.iter().filter_map(|word| before.strip_suffix(word));
    dates.len() > 1 && told.any(|rest| rest.ends_with(char::is_whitespace))
}
