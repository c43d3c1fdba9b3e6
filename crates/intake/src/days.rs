//! Days as people type them.

use actlas_facts::parse_date;

use crate::cells::{Epoch, day};

/// The day in a cell of an answer sheet, as year-month-day if it can be only one: a day that the program
/// keeps as a number and shows as one, or a day written as people write it. What could be two days
/// (`03/04/2026`) or none stays as it is, and is then found to be no day.
pub(crate) fn day_of_sheet(text: String, epoch: Epoch) -> String {
    if parse_date(&text).is_some() {
        return text;
    }
    // Five digits before the point are the days from 1927 to 2173; four may be a year.
    let whole = text.split('.').next().unwrap_or_default();
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let counted = if whole.len() == 5 && is_number { day(&text, epoch) } else { None };
    counted.or_else(|| written(&text)).unwrap_or(text)
}

/// A day written as people write it, as year-month-day if it can be only one.
pub(crate) fn written(text: &str) -> Option<String> {
    local(text).filter(|day| parse_date(day).is_some())
}

/// `26.11.2026`, `26-11-2026`, `26/11/2026`, `11/26/2026`, `2026/11/26` as year-month-day.
fn local(text: &str) -> Option<String> {
    let mark = ['.', '/', '-'].into_iter().find(|mark| text.contains(*mark))?;
    let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
    let number = |text: &str| text.parse::<u16>().ok();
    let [first, second, third] = parts.as_slice() else { return None };
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    let (year, month, day) = match (first.len(), third.len()) {
        (4, 1 | 2) => (a, b, c),
        // Only slashes are written in both orders.
        (1 | 2, 4) if mark != '/' || a > 12 || a == b => (c, b, a),
        (1 | 2, 4) if b > 12 => (c, a, b),
        _ => return None,
    };
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_can_be_only_one() {
        for (given, want) in [
            ("2026-11-26", "2026-11-26"),
            ("2026-11-26 10:00:00", "2026-11-26 10:00:00"),
            ("2026", "2026"),
            ("46352", "2026-11-26"),
            ("46352.5", "2026-11-26 12:00:00"),
            ("26.11.2026", "2026-11-26"),
            ("3. 4. 2026", "2026-04-03"),
            ("26-11-2026", "2026-11-26"),
            ("26/11/2026", "2026-11-26"),
            ("11/26/2026", "2026-11-26"),
            ("05/05/2026", "2026-05-05"),
            ("2026/11/26", "2026-11-26"),
            ("03/04/2026", "03/04/2026"),
            ("31.02.2026", "31.02.2026"),
            ("26.11.26", "26.11.26"),
            ("1.2.3.4", "1.2.3.4"),
            ("463520", "463520"),
            ("yesterday", "yesterday"),
            ("", ""),
        ] {
            assert_eq!(day_of_sheet(given.to_owned(), Epoch::Of1900), want, "{given}");
        }
        assert_eq!(day_of_sheet("44890".to_owned(), Epoch::Of1904), "2026-11-26");
    }
}
