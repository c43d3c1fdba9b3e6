//! Arabic is often stored as it is drawn: shaped letters from left to right. Read, it stands in the
//! order of speech, in plain letters.

use unicode_normalization::UnicodeNormalization;

/// Letters shaped for their place in a word.
fn is_shaped(letter: char) -> bool {
    matches!(letter, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn is_arabic(letter: char) -> bool {
    is_shaped(letter) || matches!(letter, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}')
}

/// A text whose lines are read as they are spoken.
pub(super) fn spoken(text: String) -> String {
    if !text.contains(is_shaped) {
        return text;
    }
    text.split('\n').map(line).collect::<Vec<String>>().join("\n")
}

fn line(line: &str) -> String {
    if !line.contains(is_shaped) {
        return line.to_owned();
    }
    let mut spoken = String::with_capacity(line.len());
    let mut other: Vec<char> = Vec::new();
    let put = |other: &mut Vec<char>, spoken: &mut String| {
        // Latin words and numbers within run the other way, and blanks around them do not.
        let blank = |at: &char| !at.is_alphanumeric();
        let lead = other.iter().take_while(|at| blank(at)).count();
        let tail = other.iter().skip(lead).rev().take_while(|at| blank(at)).count();
        let inner = other.len() - lead - tail;
        spoken.extend(other.iter().take(lead).map(|at| mirrored(*at)));
        spoken.extend(other.iter().skip(lead).take(inner).rev());
        spoken.extend(other.iter().skip(lead + inner).map(|at| mirrored(*at)));
        other.clear();
    };
    for letter in line.chars().rev() {
        if is_arabic(letter) {
            put(&mut other, &mut spoken);
            spoken.extend(std::iter::once(letter).nfkc());
        } else {
            other.push(letter);
        }
    }
    put(&mut other, &mut spoken);
    spoken
}

fn mirrored(letter: char) -> char {
    match letter {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn drawn_letters_are_read_as_they_are_spoken() {
        // Drawn: `.GOOGLE 2025` stands left of a word whose letters are shaped.
        let drawn = "2025 Google \u{fe96}\u{fecc}\u{fed7}\u{fedf}\u{feee}";
        let read = spoken(drawn.to_owned());
        assert!(read.starts_with('\u{648}'), "{read}");
        assert!(read.ends_with("2025 Google"), "{read}");
        assert_eq!(spoken("plain words".to_owned()), "plain words");
    }
}
