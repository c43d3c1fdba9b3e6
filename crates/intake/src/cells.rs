//! What a number in a workbook stands for: itself, a day, a time.

use std::fmt::Write;

use time::Date;

/// 1 January 1970 as astronomers count days.
const UNIX_JULIAN: i64 = 2_440_588;

/// How the numbers of a style are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As a number.
    #[default]
    Number,
    /// As a day, a time or both.
    Time,
}

/// Where a workbook starts to count days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// Day 1 is 1 January 1900, and there is a 29 February 1900.
    #[default]
    Of1900,
    /// Day 0 is 1 January 1904.
    Of1904,
}

/// How a built-in number format shows numbers.
pub(crate) fn built_in(format: u32) -> Shown {
    match format {
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Shown::Time,
        _ => Shown::Number,
    }
}

/// How a format code shows numbers: `dd/mm/yyyy` as a day, `"days" 0` as a number.
pub(crate) fn custom(code: &str) -> Shown {
    // Only the first part, of positive numbers.
    let mut letters = code.chars();
    while let Some(c) = letters.next() {
        match c {
            ';' => break,
            '"' => {
                letters.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            // A colour, a condition or a language; `[h]` counts hours beyond a day.
            '[' => {
                let part: String = letters.by_ref().take_while(|c| *c != ']').collect();
                if !part.is_empty() && part.chars().all(|c| "hmsHMS".contains(c)) {
                    return Shown::Time;
                }
            }
            // "General" has none of these letters but `e`, which is an exponent elsewhere.
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Shown::Time,
            _ => {}
        }
    }
    Shown::Number
}

/// The digits of a number as somebody wrote them. A program that keeps numbers in binary writes 1.1 as
/// `1.1000000000000001`, seventeen digits from which it would read the same number back; the shortest
/// such digits are meant. Everything else is left as it stands.
pub(crate) fn digits(text: &str) -> String {
    let significant = significant(text);
    if significant.len() != 17 {
        return text.to_owned();
    }
    let Ok(number) = text.parse::<f64>() else { return text.to_owned() };
    let written = format!("{number:.16e}");
    let mantissa = written.split('e').next().unwrap_or_default();
    let same: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if same != significant {
        return text.to_owned();
    }
    match text.contains(['e', 'E']) {
        true => format!("{number:E}"),
        false => number.to_string(),
    }
}

/// The digits of the mantissa without zeros before or after.
fn significant(text: &str) -> String {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let digits = if mantissa.contains('.') { digits.trim_end_matches('0') } else { digits };
    digits.to_owned()
}

/// A number of days as a day, with the time if there is one; `None` if no calendar has it.
pub(crate) fn day(serial: &str, epoch: Epoch) -> Option<String> {
    let number: f64 = serial.trim().parse().ok()?;
    // The last day that workbooks know is 31 December 9999.
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let mut days = number.floor() as i64;
    let mut seconds = ((number - number.floor()) * 86_400.0).round() as i64;
    if seconds == 86_400 {
        (days, seconds) = (days + 1, 0);
    }
    let time = format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if days == 0 && epoch == Epoch::Of1900 {
        return Some(time);
    }
    let days = match epoch {
        Epoch::Of1904 => days - 24_107,
        Epoch::Of1900 if days == 60 => return None,
        // Before the day that never was, the count is behind by one.
        Epoch::Of1900 if days < 60 => days - 25_568,
        Epoch::Of1900 => days - 25_569,
    };
    let date = Date::from_julian_day(i32::try_from(UNIX_JULIAN + days).ok()?).ok()?;
    let (year, month, day) = date.to_calendar_date();
    let month = u8::from(month);
    let mut text = format!("{year:04}-{month:02}-{day:02}");
    if seconds > 0 {
        // Writing to a string cannot fail.
        let _ = write!(text, " {time}");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_both_calendars() {
        for (serial, epoch, want) in [
            ("1", Epoch::Of1900, Some("1900-01-01")),
            ("59", Epoch::Of1900, Some("1900-02-28")),
            ("60", Epoch::Of1900, None),
            ("61", Epoch::Of1900, Some("1900-03-01")),
            ("25569", Epoch::Of1900, Some("1970-01-01")),
            ("46230", Epoch::Of1900, Some("2026-07-27")),
            ("46230.5", Epoch::Of1900, Some("2026-07-27 12:00:00")),
            ("46229.9999999", Epoch::Of1900, Some("2026-07-27")),
            ("45351", Epoch::Of1900, Some("2024-02-29")),
            ("2958465", Epoch::Of1900, Some("9999-12-31")),
            ("2958466", Epoch::Of1900, None),
            ("0.25", Epoch::Of1900, Some("06:00:00")),
            ("0", Epoch::Of1904, Some("1904-01-01")),
            ("44768", Epoch::Of1904, Some("2026-07-27")),
            ("-1", Epoch::Of1900, None),
            ("1e999", Epoch::Of1900, None),
            ("x", Epoch::Of1900, None),
        ] {
            assert_eq!(day(serial, epoch).as_deref(), want, "{serial}");
        }
    }

    #[test]
    fn formats_that_show_days() {
        for code in
            ["dd/mm/yyyy", "m/d/yy h:mm", "[h]:mm", "[$-407]d. mmmm yyyy", "\"on \"dd", "@d"]
        {
            assert_eq!(custom(code), Shown::Time, "{code}");
        }
        for code in
            ["General", "0.00", "0.00E+00", "\"days\" 0", "#,##0 \\d", "[Red]0;d", "@", "_d0"]
        {
            assert_eq!(custom(code), Shown::Number, "{code}");
        }
    }

    #[test]
    fn no_digit_is_changed() {
        for text in [
            "1",
            "0.10",
            "1E+25",
            "9.99e24",
            "12345678901234567890",
            "1.00000000000000000000000001",
        ] {
            assert_eq!(digits(text), text);
        }
        for (written, meant) in [
            ("1.1000000000000001", "1.1"),
            ("0.10000000000000001", "0.1"),
            ("9.9900000000000002E+24", "9.9900000000000002E+24"),
            ("9.9899999999999996E+24", "9.99E24"),
            ("1.0000000000000001E+25", "1E25"),
            ("0.30000000000000004", "0.30000000000000004"),
        ] {
            assert_eq!(digits(written), meant);
        }
    }
}
