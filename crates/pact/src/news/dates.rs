//! Dates in news, whatever the order and language of their parts.

use actlas_text::Word;

use super::months::month;
use crate::date::When;

fn number(word: &str, most: usize) -> Option<usize> {
    let digits = word.trim_end_matches(|at: char| at.is_ascii_alphabetic());
    if digits.len() > 2 || digits.is_empty() || word.len() - digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|at| (1..=most).contains(at))
}

fn year(word: &str) -> bool {
    word.len() == 4 && word.starts_with("20") && word.bytes().all(|at| at.is_ascii_digit())
}

/// Words that may stand between the parts of a date.
const BETWEEN: &[&str] = &["de", "of", "del", "nam", "ta", "년"];

/// Dates with a month, by words: where they start and end.
pub(super) fn dates(
    source: &str,
    words: &[Word],
    language: Option<&str>,
) -> Vec<(usize, usize, When)> {
    let mut found: Vec<(usize, usize, When)> = Vec::new();
    let text = |at: usize| words.get(at).map_or("", |word| word.folded);
    let gap = |at: usize| {
        let between = words.get(at).zip(words.get(at + 1));
        between.and_then(|(one, next)| source.get(one.end..next.start)).unwrap_or_default()
    };
    for at in 0..words.len() {
        if !year(text(at)) || found.last().is_some_and(|(_, end, _)| at < *end) {
            continue;
        }
        let date = in_numbers(&text, &gap, at, language).or_else(|| around(&text, at, language));
        let Some((start, end, iso)) = date else { continue };
        if let Some(when) = When::parse(&iso) {
            found.push((start, end, when));
        }
    }
    found
}

/// What may stand between the numbers of a date.
const SIGNS: &[&str] = &["-", "/", ".", ". "];

/// 2025-08-19, 19.8.2025, 19/08/2025; of English ones with strokes only those that can be read in one way.
fn in_numbers<'w>(
    text: &impl Fn(usize) -> &'w str,
    gap: &impl Fn(usize) -> &'w str,
    at: usize,
    language: Option<&str>,
) -> Option<(usize, usize, String)> {
    let sign = |at: usize| Some(gap(at)).filter(|gap| SIGNS.contains(gap));
    if let (Some(one), Some(other)) = (sign(at), sign(at + 1))
        && let (Some(month), Some(day)) = (number(text(at + 1), 12), number(text(at + 2), 31))
        && one == other
    {
        return Some((at, at + 3, iso(text(at), month, Some(day))));
    }
    let first = at.checked_sub(2)?;
    let (one, other) = (sign(first)?, sign(first + 1)?);
    let (day, month) = (number(text(first), 31)?, number(text(first + 1), 31)?);
    let strokes = one == "/" && matches!(language, Some("en") | None);
    let (day, month) = match (day, month) {
        (day, month) if month > 12 => (month, day),
        (day, month) if strokes && day <= 12 && day != month => return None,
        of => of,
    };
    (one == other && month <= 12).then(|| (first, at + 1, iso(text(at), month, Some(day))))
}

fn around<'w>(
    text: &impl Fn(usize) -> &'w str,
    at: usize,
    language: Option<&str>,
) -> Option<(usize, usize, String)> {
    let year = text(at);
    // 2025年8月19日
    if text(at + 1) == "年" && text(at + 3) == "月" {
        let month = number(text(at + 2), 12)?;
        return Some(match number(text(at + 4), 31) {
            Some(day) if text(at + 5) == "日" => (at, at + 6, iso(year, month, Some(day))),
            _ => (at, at + 4, iso(year, month, None)),
        });
    }
    // 2025. július 18., 2025 m. liepos 18 d.; 2025. gada 18. jūlijā
    let ahead = at + 1 + usize::from(["m", "gada"].contains(&text(at + 1)));
    let year_first = match language {
        Some("hu" | "lt") => Some((text(ahead), text(ahead + 1))),
        Some("lv") => Some((text(ahead + 1), text(ahead))),
        _ => None,
    };
    if let Some((name, day)) = year_first
        && let (Some(month), Some(day)) = (month(name, language), number(day, 31))
    {
        return Some((at, ahead + 2, iso(year, month, Some(day))));
    }
    let back = |by: usize| at.checked_sub(by).map(|at| (at, text(at)));
    let skip = usize::from(back(1).is_some_and(|(_, word)| BETWEEN.contains(&word)));
    let (first, word) = back(1 + skip)?;
    if let Some(month) = month(word, language) {
        let also = usize::from(back(2 + skip).is_some_and(|(_, word)| BETWEEN.contains(&word)));
        let day = back(2 + skip + also).and_then(|(at, word)| Some((at, number(word, 31)?)));
        return Some(match day {
            Some((from, day)) => (from, at + 1, iso(year, month, Some(day))),
            None => (first, at + 1, iso(year, month, None)),
        });
    }
    let (before, name) = back(2 + skip)?;
    if let (Some(day), Some(month)) = (number(word, 31), month(name, language)) {
        return Some((before, at + 1, iso(year, month, Some(day))));
    }
    // ngày 2 tháng 8 năm 2026
    if let (Some(month), "thang") = (number(word, 12), name) {
        let day = back(3 + skip).and_then(|(at, word)| Some((at, number(word, 31)?)));
        return Some(match day {
            Some((from, day)) => (from, at + 1, iso(year, month, Some(day))),
            None => (before, at + 1, iso(year, month, None)),
        });
    }
    None
}

fn iso(year: &str, month: usize, day: Option<usize>) -> String {
    match day {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::dates;

    #[test]
    fn words_that_begin_like_months_are_none() {
        let check = |language: &str, text: &str| {
            let mut folded = String::new();
            let words = actlas_text::words(text, &mut folded);
            assert_eq!(dates(text, &words, Some(language)), [], "{text}");
        };
        check("en", "The list 2024, the market 2025, Outlook 2025 and Decade 2030");
        check("en", "Geneva 2024, Augsburg 2023, Junior 2024 and Maya 2022");
        check("en", "on 03/09/2024");
        check("en", "in 2024, 10 of 25 and 4 to 5 in 2025");
        check("de", "Markt 2025, Liste 2024, Augen 2024");
        check("fr", "marché 2025, juillettiste 2024, mais 2024");
        check("pl", "marketing 2025, lista 2024, gruby 2024");
        check("it", "lista 2024, mercato 2025, agosti 2024");
        check("de", "31.31.2024 und 1.2.3.2024x");
    }

    #[test]
    fn dates_of_many_languages() {
        let check_in = |language: Option<&str>, text: &str, want: &str| {
            let mut folded = String::new();
            let words = actlas_text::words(text, &mut folded);
            let found: Vec<String> =
                dates(text, &words, language).iter().map(|(_, _, at)| at.text()).collect();
            assert_eq!(found, [want], "{text}");
        };
        let check = |text: &str, want: &str| check_in(None, text, want);
        check_in(Some("hr"), "12. lipnja 2026.", "2026-06-12");
        check_in(Some("hr"), "5. listopada 2025.", "2025-10-05");
        check_in(Some("pl"), "12 lipca 2026", "2026-07-12");
        check_in(Some("cs"), "12. července 2026", "2026-07-12");
        check_in(Some("ar"), "في 18 يوليو 2025", "2025-07-18");
        check_in(Some("ar"), "10 أغسطس 2025", "2025-08-10");
        check_in(Some("bg"), "на 18 юли 2025 г.", "2025-07-18");
        check_in(Some("bg"), "6 май 2025 г.", "2025-05-06");
        check_in(Some("el"), "στις 18 Ιουλίου 2025", "2025-07-18");
        check_in(Some("et"), "18. juulil 2025", "2025-07-18");
        check_in(Some("fi"), "18. tammikuuta 2025", "2025-01-18");
        check_in(Some("ga"), "18 Iúil 2025", "2025-07-18");
        check_in(Some("hu"), "2025. július 18-án", "2025-07-18");
        check_in(Some("lt"), "2025 m. liepos 18 d.", "2025-07-18");
        check_in(Some("lv"), "2025. gada 18. jūlijā", "2025-07-18");
        check_in(Some("id"), "18 Desember 2025", "2025-12-18");
        check_in(Some("mt"), "fit-18 ta' Lulju 2025", "2025-07-18");
        check_in(Some("no"), "18. desember 2025", "2025-12-18");
        check_in(Some("ro"), "18 iulie 2025", "2025-07-18");
        check_in(Some("ru"), "18 июля 2025 года", "2025-07-18");
        check_in(Some("ru"), "6 мая 2025 года", "2025-05-06");
        check_in(Some("uk"), "18 липня 2025 року", "2025-07-18");
        check("on 14 March 2025 in", "2025-03-14");
        check("on March 14, 2025, in", "2025-03-14");
        check("am 2. August 2026 gilt", "2026-08-02");
        check("el 12 de noviembre de 2024", "2024-11-12");
        check("11 czerwca 2025 r.", "2025-06-11");
        check("ngày 2 tháng 8 năm 2026", "2026-08-02");
        check("2025年8月19日电", "2025-08-19");
        check("in September 2024", "2024-09");
        check("am 2025-07-18", "2025-07-18");
        check_in(Some("de"), "am 25.9.2024 und", "2024-09-25");
        check_in(Some("cs"), "25. 9. 2024", "2024-09-25");
        check_in(Some("fr"), "le 03/09/2024", "2024-09-03");
        check_in(Some("en"), "on 25/09/2024", "2024-09-25");
        check_in(Some("en"), "on 09/25/2024", "2024-09-25");
        check_in(Some("en"), "on Sept. 25, 2024", "2024-09-25");
        check_in(Some("es"), "el 3 de sept. de 2024", "2024-09-03");
    }
}
