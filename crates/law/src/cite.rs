use std::fmt;

/// Where a rule comes from: `art.6(3)(a)`, `anx.III(4)(a)`, `rec.53`, `omn.rec.39`, `gl6.¶12`.
///
/// Several places are joined by `, `; words such as `third subparagraph` continue the place before.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation(String);

/// The documents that can be cited, with the words before and after the number.
const DOCUMENTS: &[(&str, &str, &str)] = &[
    ("omn.rec.", "recital ", " of Regulation (EU) 2026/1744"),
    ("omn.", "Article ", " of Regulation (EU) 2026/1744"),
    ("rec.", "recital ", ""),
    ("gl3", "Commission guidelines on the definition of an AI system (C(2025) 5053)", ""),
    ("gl50", "Commission guidelines on Article 50 (C(2026) 5054)", ""),
    ("gl5", "Commission guidelines on Article 5 (C(2025) 5052)", ""),
    ("gl6", "Commission draft guidelines on Article 6 (19 May 2026)", ""),
    ("glgpai", "Commission guidelines on general-purpose AI models (C(2025) 5045)", ""),
];

const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

impl Citation {
    /// A citation, if it is written as one.
    pub fn parse(text: &str) -> Option<Citation> {
        let text = text.trim();
        let first = text.split(", ").next()?;
        let known = place(first).is_some();
        (known && text.split(", ").all(|part| !part.is_empty())).then(|| Citation(text.to_owned()))
    }

    /// As written in the pack.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In words: `Article 6(3), point (a)`.
    pub fn words(&self) -> String {
        let part = |part: &str| place(part).unwrap_or_else(|| part.to_owned());
        self.0.split(", ").map(part).collect::<Vec<_>>().join(", ")
    }

    /// In short: `Art. 6(3)(a)`. The paragraphs of Article 113 have no numbers, so its points are
    /// cited without them, as practitioners do.
    pub fn short(&self) -> String {
        let part = |part: &str| match (part.strip_prefix("art."), part.strip_prefix("anx.")) {
            (Some(rest), _) => format!("Art. {}", rest.replacen("113(3)", "113", 1)),
            (_, Some(rest)) => format!("Annex {}", rest.replacen('.', " Section ", 1)),
            _ => place(part).unwrap_or_else(|| part.to_owned()),
        };
        self.0.split(", ").map(part).collect::<Vec<_>>().join(", ")
    }

    /// The official text, as close to the place as a stable address exists.
    ///
    /// Provisions inserted by the amending act have no anchor that is known to be stable; they link
    /// to that act.
    pub fn link(&self) -> &'static str {
        let inserted = ["4a", "60a", "75a", "75b", "75c", "75d"];
        let first = self.0.split(", ").next().unwrap_or_default();
        let article = first.strip_prefix("art.").unwrap_or_default();
        let number = article.split('(').next().unwrap_or_default();
        let new_point =
            ["5(1)(ba)", "5(1)(bb)", "5(1a)", "5(1b)", "6(1a)", "6(1b)", "6(1c)", "2(13)"];
        let amended = first.starts_with("omn.")
            || inserted.contains(&number)
            || new_point.iter().any(|point| article.starts_with(point));
        if amended {
            "http://data.europa.eu/eli/reg/2026/1744/oj"
        } else {
            "http://data.europa.eu/eli/reg/2024/1689/oj"
        }
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}

/// One place in words, or `None` if it is not written as one.
fn place(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_prefix("art.") {
        return article(rest);
    }
    if let Some(rest) = text.strip_prefix("anx.") {
        return annex(rest);
    }
    let (prefix, before, after) = DOCUMENTS.iter().find(|(prefix, ..)| text.starts_with(prefix))?;
    let rest = text.strip_prefix(prefix)?;
    if prefix.ends_with('.') {
        let (number, point) = rest.split_once('(').unwrap_or((rest, ""));
        let numeric = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let point = match point.strip_suffix(')') {
            Some(point) => format!(", point {point}"),
            None => String::new(),
        };
        return numeric.then(|| format!("{before}{number}{point}{after}"));
    }
    match rest.strip_prefix(".¶") {
        Some(range) => {
            let word = if range.contains('-') { "paragraphs" } else { "paragraph" };
            Some(format!("{before}, {word} {}", range.replace('-', " to ")))
        }
        None => rest.is_empty().then(|| (*before).to_owned()),
    }
}

/// The parts in brackets, in order.
fn brackets(text: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.strip_prefix('(')?.split_once(')')?;
        parts.push(part);
        rest = after;
    }
    Some(parts)
}

fn article(text: &str) -> Option<String> {
    let cut = text.find('(').unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(cut)?;
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let parts = brackets(rest)?;
    let mut words = match number.split_once('-') {
        Some((first, last)) => format!("Articles {first} to {last}"),
        None => format!("Article {number}"),
    };
    let mut points = String::new();
    for (at, part) in parts.iter().enumerate() {
        let numbered = part.starts_with(|c: char| c.is_ascii_digit());
        let ordinal = part.parse::<usize>().ok().and_then(|n| ORDINALS.get(n.checked_sub(1)?));
        match (number, at, numbered, ordinal) {
            ("113", 0, true, Some(ordinal)) => words += &format!(", {ordinal} paragraph"),
            (_, 0, true, _) => words += &format!("({part})"),
            _ => points += &format!("({part})"),
        }
    }
    if !points.is_empty() {
        words += &format!(", point {points}");
    }
    Some(words)
}

fn annex(text: &str) -> Option<String> {
    let cut = text.find('(').unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(cut)?;
    let (number, section) = name.split_once('.').unwrap_or((name, ""));
    if number.is_empty() || !number.bytes().all(|byte| b"IVX".contains(&byte)) {
        return None;
    }
    let mut words = format!("Annex {number}");
    if !section.is_empty() {
        words += &format!(", Section {section}");
    }
    let parts = brackets(rest)?;
    if let Some((first, rest)) = parts.split_first() {
        words += &format!(", point {first}");
        for part in rest {
            words += &format!("({part})");
        }
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str, short: &str) {
        let citation = Citation::parse(text).unwrap_or_else(|| panic!("{text} is a citation"));
        assert_eq!((citation.words().as_str(), citation.short().as_str()), (words, short));
    }

    #[test]
    fn citations_read_as_lawyers_write_them() {
        check("art.6(3)(a)", "Article 6(3), point (a)", "Art. 6(3)(a)");
        check("art.5(1a)(a)(ii)", "Article 5(1a), point (a)(ii)", "Art. 5(1a)(a)(ii)");
        check(
            "art.6(3), third subparagraph",
            "Article 6(3), third subparagraph",
            "Art. 6(3), third subparagraph",
        );
        check("art.113(3)(c)(i)", "Article 113, third paragraph, point (c)(i)", "Art. 113(c)(i)");
        check("anx.III(4)(a)", "Annex III, point 4(a)", "Annex III(4)(a)");
        check("anx.I.B(21)", "Annex I, Section B, point 21", "Annex I Section B(21)");
        check("rec.53", "recital 53", "recital 53");
        check("art.8-15", "Articles 8 to 15", "Art. 8-15");
        check(
            "omn.1(8)",
            "Article 1, point 8 of Regulation (EU) 2026/1744",
            "Article 1, point 8 of Regulation (EU) 2026/1744",
        );
        check(
            "gl6.¶50-59",
            "Commission draft guidelines on Article 6 (19 May 2026), paragraphs 50 to 59",
            "Commission draft guidelines on Article 6 (19 May 2026), paragraphs 50 to 59",
        );
    }

    #[test]
    fn what_is_no_citation_is_refused() {
        for text in ["", "Article 6", "art.", "art.6(3", "anx.4", "rec.x", "gl7", "see above"] {
            assert_eq!(Citation::parse(text), None, "{text:?}");
        }
    }
}
