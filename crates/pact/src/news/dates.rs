//! Dates in news, whatever the order and language of their parts.

use actlas_text::Word;

use crate::date::When;

/// Beginnings of month names, as they are compared.
const MONTHS: [&[&str]; 12] = [
    &["jan", "gen", "ene", "sty", "sausi"],
    &["feb", "fev", "fév", "lut", "helmi"],
    &["mar", "maa", "mrt"],
    &["apr", "avr", "abr", "kwie", "huhti"],
    &["may", "mai", "mei", "mag", "maj", "touko"],
    &["jun", "juin", "giu", "czerw", "kesa"],
    &["jul", "juil", "lug", "lip", "heina"],
    &["aug", "aou", "ago", "sier", "elo"],
    &["sep", "set", "wrze", "syys"],
    &["oct", "okt", "ott", "out", "paz", "loka"],
    &["nov", "list", "marras"],
    &["dec", "dez", "dic", "gru", "joulu"],
];

/// Months of languages whose names begin otherwise, or like those of another month elsewhere: `lipanj` is
/// June in Croatian, `lipiec` July in Polish.
const OWN_MONTHS: &[(&str, [&str; 12])] = &[
    (
        "hr",
        [
            "sijec", "velj", "ozuj", "trav", "svib", "lip", "srp", "kolov", "ruj", "listop",
            "stude", "prosin",
        ],
    ),
    (
        "cs",
        [
            "led", "unor", "brez", "dub", "kvet", "cervn", "cervenc", "srp", "zari", "rij",
            "listop", "prosin",
        ],
    ),
    (
        "lt",
        [
            "saus", "vasar", "kov", "baland", "geg", "birz", "liep", "rugpj", "rugs", "spal",
            "lapkr", "gruod",
        ],
    ),
    (
        "tr",
        [
            "ocak", "subat", "mart", "nisan", "mayis", "haziran", "temmuz", "agustos", "eylul",
            "ekim", "kasim", "aralik",
        ],
    ),
    (
        "ar",
        [
            "يناير",
            "فبراير",
            "مارس",
            "ابريل",
            "مايو",
            "يونيو",
            "يوليو",
            "اغسطس",
            "سبتمبر",
            "اكتوبر",
            "نوفمبر",
            "ديسمبر",
        ],
    ),
    ("bg", ["яну", "фев", "март", "апр", "маи", "юни", "юли", "авг", "сеп", "окт", "ное", "дек"]),
    ("el", ["ιαν", "φεβ", "μαρ", "απρ", "μαι", "ιουν", "ιουλ", "αυγ", "σεπ", "οκτ", "νοε", "δεκ"]),
    (
        "et",
        ["jaan", "veeb", "mart", "apr", "mai", "juun", "juul", "aug", "sept", "okt", "nov", "dets"],
    ),
    (
        "fi",
        [
            "tammi", "helmi", "maalis", "huhti", "touko", "kesa", "heina", "elo", "syys", "loka",
            "marras", "joulu",
        ],
    ),
    (
        "ga",
        [
            "ean", "feabh", "mart", "aib", "beal", "meith", "iuil", "lun", "mean", "deir", "samh",
            "noll",
        ],
    ),
    ("hu", ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "szept", "okt", "nov", "dec"]),
    ("id", ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"]),
    (
        "mt",
        ["jann", "frar", "marz", "apr", "mejj", "gunj", "lulj", "aww", "sett", "ott", "nov", "dic"],
    ),
    ("no", ["jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"]),
    ("ro", ["ian", "feb", "mart", "apr", "mai", "iun", "iul", "aug", "sept", "oct", "noi", "dec"]),
    ("ru", ["янв", "фев", "март", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]),
    (
        "uk",
        [
            "січ",
            "лют",
            "берез",
            "квіт",
            "трав",
            "черв",
            "лип",
            "серп",
            "верес",
            "жовт",
            "листоп",
            "груд",
        ],
    ),
];

/// The number of the month that a word names.
pub(super) fn month(word: &str, language: Option<&str>) -> Option<usize> {
    if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let own = OWN_MONTHS.iter().find(|(of, _)| language == Some(of));
    let at = match own {
        Some((_, names)) => names.iter().position(|name| word.starts_with(name)),
        None => MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name))),
    };
    at.map(|at| at + 1)
}

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
pub(super) fn dates(words: &[Word], language: Option<&str>) -> Vec<(usize, usize, When)> {
    let mut found: Vec<(usize, usize, When)> = Vec::new();
    let text = |at: usize| words.get(at).map_or("", |word| word.folded);
    for at in 0..words.len() {
        if !year(text(at)) || found.last().is_some_and(|(_, end, _)| at < *end) {
            continue;
        }
        let Some((start, end, iso)) = around(&text, at, language) else { continue };
        if let Some(when) = When::parse(&iso) {
            found.push((start, end, when));
        }
    }
    found
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
    // 2025-08-19
    if let (Some(month), Some(day)) = (number(text(at + 1), 12), number(text(at + 2), 31)) {
        return Some((at, at + 3, iso(year, month, Some(day))));
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
    fn dates_of_many_languages() {
        let check_in = |language: Option<&str>, text: &str, want: &str| {
            let mut folded = String::new();
            let words = actlas_text::words(text, &mut folded);
            let found: Vec<String> =
                dates(&words, language).iter().map(|(_, _, at)| at.text()).collect();
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
    }
}
