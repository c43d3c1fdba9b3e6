//! Names as people write them, compared without what makes no difference.

/// Whether two texts are one name: letter case, blanks, what steers the writing and the mark that a sheet
/// puts before a formula aside.
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// What counts of a name.
pub(crate) fn name_letters(name: &str) -> String {
    letters(name).collect()
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    let name = name.trim_start();
    let name = name.strip_prefix('\'').unwrap_or(name);
    let counts = |c: &char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    name.chars().filter(counts).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_several_spellings() {
        for (one, other, same) in [
            ("CV Screener", " cv\u{a0}screener\n", true),
            ("=SUM(A1)", "'=SUM(A1)", true),
            ("ÄRZTE", "ärzte", true),
            ("C", "C++", false),
            ("Emo", "", false),
            ("", " ", true),
        ] {
            assert_eq!(is_same_name(one, other), same, "{one:?} and {other:?}");
        }
    }
}
