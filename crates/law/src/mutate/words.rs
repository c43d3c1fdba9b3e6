//! Periods in words: another number, or the opposite.

/// The text with one number at a time one larger.
pub(super) fn changed_period(text: &str) -> Vec<String> {
    let mut changed = Vec::new();
    let mut rest = text;
    let mut before = String::new();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (digits, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
        before += head;
        // The number of an article is no period.
        let is_period = !before.ends_with("Article ");
        if let Some(number) = digits.parse::<u64>().ok().filter(|_| is_period) {
            changed.push(format!("{before}{}{after}", number + 1));
        }
        before += digits;
        rest = after;
    }
    changed
}

/// The text with its first word of time turned round, if it has one.
pub(super) fn swapped(text: &str) -> Option<String> {
    const WORDS: [(&str, &str); 5] = [
        ("before", "after"),
        ("immediately", "in time"),
        ("Immediately", "In time"),
        ("without undue delay", "in time"),
        ("without delay", "in time"),
    ];
    let (from, to) = WORDS.into_iter().find(|(from, _)| text.contains(from))?;
    Some(text.replacen(from, to, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_changes_alone() {
        let text = "at the latest 15, 10 or 2 days after awareness, as under Article 73";
        let changed = changed_period(text);
        assert_eq!(changed.len(), 3);
        assert!(changed.iter().all(|at| at != text));
        assert!(changed.iter().any(|at| at.contains("15, 11 or 2")));
        assert_eq!(changed_period("continuous"), Vec::<String>::new());
    }

    #[test]
    fn words_of_time_turn_round() {
        assert_eq!(swapped("before use").as_deref(), Some("after use"));
        assert_eq!(swapped("continuous"), None);
    }
}
