use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::markup::{is_joiner, plain};

/// A text in the form in which words are compared: lower case, without diacritics, so that typed and
/// untyped ones are the same, and without what is not seen.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded text.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    // A word may hold references to its letters.
    let text = plain(text);
    if text.is_ascii() {
        let from = folded.len();
        folded.push_str(&text);
        if let Some(added) = folded.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    for character in text.nfd().filter(|at| !is_combining_mark(*at) && !is_joiner(*at)) {
        // Letters that are letters of their own and not a base with a mark.
        match character {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' => folded.push('d'),
            'ħ' | 'Ħ' => folded.push('h'),
            'ı' | 'İ' => folded.push('i'),
            // The final sigma is the same letter.
            'ς' => folded.push('σ'),
            other => folded.extend(other.to_lowercase().filter(|at| !is_combining_mark(*at))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn typed_and_untyped_diacritics_are_the_same() {
        let check = |text: &str, want: &str| assert_eq!(fold(text), want);
        check("Bewerber für Härtefälle", "bewerber fur hartefalle");
        check("ÉLÈVE", "eleve");
        check("Straße", "strasse");
        check("Łódź", "lodz");
        check("σύστημας", "συστημασ");
        check("İstanbul", "istanbul");
        check("Bewer\u{ad}ber", "bewerber");
        check("f&uuml;r R&D", "fur r&d");
        check("kriminālistika", "kriminalistika");
    }
}
