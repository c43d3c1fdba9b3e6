use actlas_facts::{Date, day_text, parse_date};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day, or a span in which an unknown day lies: a month, a year, or what a source leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The first day it can be.
    pub first: Date,
    /// The last day it can be.
    pub last: Date,
}

impl When {
    /// Reads `2024-09-25`, `2024-09`, `2024` or `2024-09-01..2024-09-24`.
    pub fn parse(text: &str) -> Option<When> {
        let text = text.trim();
        let (first, last) = match text.split_once("..") {
            Some((from, to)) => (parse_date(from)?.0, parse_date(to)?.1),
            None => parse_date(text)?,
        };
        (first <= last).then_some(When { first, last })
    }

    /// One known day.
    pub fn day(day: Date) -> When {
        When { first: day, last: day }
    }

    /// Whether the day is known.
    pub fn is_day(&self) -> bool {
        self.first == self.last
    }

    /// As written in files: the shortest form that reads back the same.
    pub fn text(&self) -> String {
        let (first, last) = (day_text(self.first), day_text(self.last));
        let short = [first.get(..4), first.get(..7)].into_iter().flatten();
        let same = |text: &&str| When::parse(text).as_ref() == Some(self);
        if self.is_day() {
            first.clone()
        } else if let Some(text) = short.into_iter().find(same) {
            text.to_owned()
        } else {
            format!("{first}..{last}")
        }
    }

    /// In words: `25 September 2024`, `September 2024`, `2024`, `1 to 24 September 2024`.
    pub fn words(&self) -> String {
        let (first, last) = (self.first, self.last);
        let month = |date: Date| {
            let at = usize::from(u8::from(date.month())) - 1;
            MONTHS.get(at).copied().unwrap_or_default()
        };
        let long = |date: Date| format!("{} {} {}", date.day(), month(date), date.year());
        let text = self.text();
        if self.is_day() {
            long(first)
        } else if text.len() == 4 {
            text
        } else if text.len() == 7 {
            format!("{} {}", month(first), first.year())
        } else if (first.year(), first.month()) == (last.year(), last.month()) {
            format!("{} to {}", first.day(), long(last))
        } else {
            format!("{} to {}", long(first), long(last))
        }
    }

    /// The words with the preposition they take: `on 25 September 2024`, `in September 2024`.
    pub fn at_words(&self) -> String {
        let words = self.words();
        if self.is_day() {
            format!("on {words}")
        } else if words.contains(" to ") {
            format!("at some time from {words}")
        } else {
            format!("in {words}")
        }
    }

    /// The same day some months later; the last day of the month where there is none.
    pub fn months_after(day: Date, months: u32) -> Option<Date> {
        let count = i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1;
        let count = count + i64::from(months);
        let year = i32::try_from(count.div_euclid(12)).ok()?;
        let month = u8::try_from(count.rem_euclid(12) + 1).ok()?;
        let month = time::Month::try_from(month).ok()?;
        let day = day.day().min(month.length(year));
        Date::from_calendar_date(year, month, day).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text).expect("a date")
    }

    #[test]
    fn spans_are_written_as_they_are_read() {
        for text in
            ["2024", "2024-09", "2024-09-25", "2024-09-01..2024-09-24", "2023-12-01..2024-01-31"]
        {
            assert_eq!(when(text).text(), text);
        }
        assert_eq!(when("2024-09-01..2024-09").text(), "2024-09");
        for text in ["", "soon", "2024-13", "2024-09-25..2024-09-24", "..2024"] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn spans_have_words() {
        let check = |text, want: &str| assert_eq!(when(text).at_words(), want);
        check("2024-09-25", "on 25 September 2024");
        check("2024-09", "in September 2024");
        check("2024", "in 2024");
        check("2024-09-01..2024-09-24", "at some time from 1 to 24 September 2024");
    }

    #[test]
    fn a_year_after_the_leap_day_is_the_last_of_february() {
        let after = |text: &str, months| {
            When::months_after(when(text).first, months).map(day_text).unwrap_or_default()
        };
        assert_eq!(after("2024-02-29", 12), "2025-02-28");
        assert_eq!(after("2024-09-25", 12), "2025-09-25");
        assert_eq!(after("2024-12-31", 2), "2025-02-28");
    }
}
