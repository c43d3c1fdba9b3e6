//! The language of purposes whose language is known.

use std::path::Path;

use actlas_text::{Language, language_of};

/// The texts of the purposes in a language, as far as they stand in one line.
fn purposes(language: Language) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../eval");
    let folders = ["purposes", "training"].map(|folder| root.join(folder));
    let files = folders.iter().map(|folder| folder.join(format!("{}.csv", language.code())));
    let lines = files.filter_map(|file| std::fs::read_to_string(file).ok());
    let text = |line: &str| line.splitn(4, ',').nth(3).map(str::to_owned);
    lines.flat_map(|lines| lines.lines().skip(1).filter_map(text).collect::<Vec<_>>()).collect()
}

#[test]
fn nearly_all_purposes_are_told_right() {
    let (mut texts, mut right, mut wrong) = (0, 0, Vec::new());
    for language in Language::ALL {
        for text in purposes(*language) {
            texts += 1;
            match language_of(&text) {
                Some(found) if found == *language => right += 1,
                found => wrong.push(format!("{language} told as {found:?}: {text}")),
            }
        }
    }
    assert!(texts > 10_000 && right * 100 > texts * 98, "{right} of {texts}: {wrong:#?}");
}

/// Letters without their marks, as some keyboards and old systems write them.
fn untyped(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    text.nfd().filter(|at| !is_combining_mark(*at)).collect()
}

#[test]
fn most_purposes_without_diacritics_are_told_right() {
    let (mut texts, mut right, mut worst) = (0, 0, Vec::new());
    for language in Language::ALL {
        let purposes = purposes(*language);
        let is = |text: &&String| language_of(&untyped(text)) == Some(*language);
        let of = purposes.iter().filter(is).count();
        (texts, right) = (texts + purposes.len(), right + of);
        worst.push((of * 100 / purposes.len().max(1), *language));
    }
    assert!(right * 100 > texts * 90, "{right} of {texts}: {worst:?}");
}
