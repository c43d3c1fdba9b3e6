//! The month that a word names, by language.

use std::collections::HashMap;
use std::sync::LazyLock;

use actlas_law::months::MONTHS;
use actlas_text::fold;

/// Languages with cases add endings to the name of a month.
const MAX_ENDING: usize = 7;

type Names = (HashMap<String, usize>, Vec<(String, usize)>);

/// The whole names of each language, and the beginnings of those with endings.
static NAMES: LazyLock<HashMap<&'static str, Names>> = LazyLock::new(|| {
    let names = |list: &str| {
        let mut names = Names::default();
        for (month, forms) in list.split(',').enumerate() {
            for form in forms.split_whitespace() {
                match form.strip_suffix('*') {
                    Some(stem) => names.1.push((fold(stem), month + 1)),
                    None => {
                        names.0.insert(fold(form), month + 1);
                    }
                }
            }
        }
        names
    };
    MONTHS.iter().map(|(language, list)| (*language, names(list))).collect()
});

/// The number of the month that a word names in a language; in one that is not known, in any, if they agree.
pub(super) fn month(word: &str, language: Option<&str>) -> Option<usize> {
    if let Some(names) = language.and_then(|language| NAMES.get(language)) {
        return named(word, names);
    }
    let mut all = NAMES.values().filter_map(|names| named(word, names));
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

fn named(word: &str, (whole, stems): &Names) -> Option<usize> {
    let ending = |stem: &String| {
        word.strip_prefix(stem.as_str()).is_some_and(|rest| {
            rest.chars().count() <= MAX_ENDING && rest.chars().all(char::is_alphabetic)
        })
    };
    let stem = || stems.iter().find(|(stem, _)| ending(stem)).map(|(_, month)| *month);
    whole.get(word).copied().or_else(stem)
}
