use crate::fold::fold_into;
use crate::markup::{is_joiner, reference_of_any, tag};

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'f> {
    /// The word as it is compared.
    pub folded: &'f str,
    /// Where it starts in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The words of a text: runs of letters, digits and marks. An apostrophe inside is a boundary, so that
/// `l'élève` has the word `eleve`; a hyphen too, so that `re-offending` is two words. Scripts that write
/// no blanks between words give one word for each letter. Tags of web pages are no words, a reference like
/// `&uuml;` is the character it stands for, and a soft hyphen is not seen.
///
/// `folded` is a buffer for the words as they are compared.
pub fn words<'f>(text: &str, folded: &'f mut String) -> Vec<Word<'f>> {
    folded.clear();
    let mut places: Vec<(usize, usize, usize, usize)> = Vec::new();
    each_word(text, |word, start, end| {
        let from = folded.len();
        fold_into(word, folded);
        if folded.len() > from {
            places.push((start, end, from, folded.len()));
        }
    });
    let folded: &'f str = folded;
    places
        .into_iter()
        .map(|(start, end, from, to)| Word {
            folded: folded.get(from..to).unwrap_or_default(),
            start,
            end,
        })
        .collect()
}

/// The words of a text as they are written, each with where it starts and ends. A word of marks alone is
/// none once it is folded.
pub fn each_word<'t>(text: &'t str, mut on: impl FnMut(&'t str, usize, usize)) {
    let mut open: Option<usize> = None;
    let mut close = |start: usize, end: usize| {
        if let Some(word) = text.get(start..end) {
            on(word, start, end);
        }
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        // Most of a text is letters of ASCII and blanks.
        if byte.is_ascii_alphanumeric() {
            open.get_or_insert(at);
            let rest = bytes.get(at..).unwrap_or_default();
            at += rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            continue;
        }
        let is_markup = matches!(byte, b'<' | b'&');
        if byte.is_ascii() && !is_markup {
            if let Some(start) = open.take() {
                close(start, at);
            }
            at += 1;
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let Some(mut character) = rest.chars().next() else { break };
        let mut next = at + character.len_utf8();
        if is_markup {
            if let Some((of, length)) = reference_of_any(rest) {
                (character, next) = (of, at + length);
            } else if let Some((_, length)) = tag(rest) {
                next = at + length;
            }
        }
        let is_letter = is_common(character);
        let inside = is_letter
            || character.is_alphanumeric()
            || is_mark(character)
            || open.is_some() && is_joiner(character);
        if is_letter || inside && !is_by_letter(character) {
            open.get_or_insert(at);
        } else {
            if let Some(start) = open.take() {
                close(start, at);
            }
            if inside {
                close(at, next);
            }
        }
        at = next;
    }
    if let Some(start) = open {
        close(start, text.len());
    }
}

/// Whether a character is one of the letters beyond ASCII that the languages of the Union write most, which is asked
/// faster than of any.
fn is_common(character: char) -> bool {
    matches!(character, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'ά'..='ώ' | 'А'..='ҁ')
}

/// Whether a letter is of a script that writes no blanks between words: Han and kana.
pub fn is_by_letter(character: char) -> bool {
    matches!(character, '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
        && character != '・'
}

/// Marks that stand on the letter before them, and so belong to its word.
pub(crate) fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{is_by_letter, is_common, words};

    #[test]
    fn words_know_their_place() {
        let text = "L’élève re-offends: Straße 12.";
        let mut folded = String::new();
        let found: Vec<(String, &str)> = words(text, &mut folded)
            .into_iter()
            .map(|word| (word.folded.to_owned(), text.get(word.start..word.end).unwrap()))
            .collect();
        let want = [
            ("l", "L"),
            ("eleve", "élève"),
            ("re", "re"),
            ("offends", "offends"),
            ("strasse", "Straße"),
            ("12", "12"),
        ];
        assert_eq!(found.iter().map(|(a, b)| (a.as_str(), *b)).collect::<Vec<_>>(), want);
    }

    #[test]
    fn common_letters_are_letters() {
        let common = ('\0'..char::MAX).filter(|at| is_common(*at));
        let odd: Vec<char> = common.filter(|at| !at.is_alphabetic() || is_by_letter(*at)).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn what_pages_leave_in_texts_is_no_word() {
        let check = |text: &str, want: &[(&str, &str)]| {
            let mut folded = String::new();
            let words = words(text, &mut folded);
            let found: Vec<(&str, &str)> =
                words.iter().map(|at| (at.folded, text.get(at.start..at.end).unwrap())).collect();
            assert_eq!(found, want);
        };
        check("<p class=\"x\">f&uuml;r&nbsp;R&D;", &[("fur", "f&uuml;r"), ("r", "R"), ("d", "D")]);
        check("Bewer\u{ad}ber\u{2060}n", &[("bewerbern", "Bewer\u{ad}ber\u{2060}n")]);
        check("Bewer&shy;ber", &[("bewerber", "Bewer&shy;ber")]);
        check("\u{feff}Name <Name>", &[("name", "Name"), ("name", "Name")]);
    }

    proptest! {
        #[test]
        fn places_are_in_order_and_on_boundaries(text in "(.|[&<>;/=#pbr]|&uuml;|<br>|\u{ad}){0,80}") {
            let mut folded = String::new();
            let mut last = 0;
            for word in words(&text, &mut folded) {
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert!(text.get(word.start..word.end).is_some());
                prop_assert!(!word.folded.is_empty());
                last = word.end;
            }
        }
    }
}
