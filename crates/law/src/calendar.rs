//! Provisions and when they start.

use std::fmt;

use actlas_facts::Date;

use crate::cite::Citation;
use crate::model::ActIx;

/// An article, a range of articles, or a part of an article: `art.50`, `art.18-24`, `art.6(1)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Provision {
    text: String,
    first: Number,
    last: Number,
    parts: String,
}

/// Most articles that one provision can span; no act has more.
const MOST_ARTICLES: usize = 999;

/// `75a` after `75`, before `76`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Number(u32, String);

impl Number {
    fn parse(text: &str) -> Option<Number> {
        let cut = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, letters) = text.split_at_checked(cut)?;
        let plain = letters.bytes().all(|byte| byte.is_ascii_lowercase());
        Some(Number(digits.parse().ok().filter(|_| plain)?, letters.to_owned()))
    }
}

impl Provision {
    /// Reads `art.6(1)`.
    pub fn parse(text: &str) -> Option<Provision> {
        let rest = text.strip_prefix("art.")?;
        let cut = rest.find('(').unwrap_or(rest.len());
        let (numbers, parts) = rest.split_at_checked(cut)?;
        let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
        Some(Provision {
            text: text.to_owned(),
            first: Number::parse(first)?,
            last: Number::parse(last)?,
            parts: parts.to_owned(),
        })
    }

    /// As written in the pack.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The articles it spans as provisions of their own: `art.18` to `art.24`, `art.75a` to `art.75d`.
    pub fn articles(&self) -> Vec<Provision> {
        let one = |number: Number| Provision {
            text: format!("art.{}{}", number.0, number.1),
            first: number.clone(),
            last: number,
            parts: String::new(),
        };
        let lettered = |letter: char| Number(self.first.0, letter.to_string());
        let letter = |of: &Number| of.1.chars().next();
        let numbers: Vec<Number> = match (letter(&self.first), letter(&self.last)) {
            (Some(from), Some(to)) => (from..=to).map(lettered).collect(),
            _ => {
                let numbers = (self.first.0..=self.last.0).take(MOST_ARTICLES);
                numbers.map(|at| Number(at, String::new())).collect()
            }
        };
        numbers.into_iter().map(one).collect()
    }

    /// Whether it is an article or several, not a part of one.
    pub fn is_whole(&self) -> bool {
        self.parts.is_empty()
    }

    /// The place of its first article among others.
    pub fn order(&self) -> (u32, &str) {
        (self.first.0, &self.first.1)
    }

    /// How closely this row speaks of `other`: `None` if it does not, else the longer the closer.
    pub fn covers(&self, other: &Provision) -> Option<usize> {
        // `(6)-(8)` is a range of paragraphs and is matched by its first bracket.
        let covers = self.first <= other.first
            && other.last <= self.last
            && other.parts.starts_with(&self.parts);
        covers.then_some(self.parts.len())
    }

    /// Whether one is a part of the other, so that a question about one concerns the other.
    pub fn touches(&self, other: &Provision) -> bool {
        let articles = self.first <= other.last && other.first <= self.last;
        articles && (self.parts.starts_with(&other.parts) || other.parts.starts_with(&self.parts))
    }
}

impl fmt::Display for Provision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = self.text.strip_prefix("art.").unwrap_or(&self.text);
        match self.first == self.last {
            true => write!(f, "Article {rest}"),
            false => write!(f, "Articles {}", rest.replace('-', " to ")),
        }
    }
}

/// When a provision starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The letter of Article 113.
    pub formal: Date,
    /// The first day on which it can bite.
    pub effective: Date,
    /// The limb it rests on.
    pub basis: Citation,
    /// The act that sets the date.
    pub by: ActIx,
    /// The point of the amending act.
    pub item: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(row: &str, other: &str) -> Option<usize> {
        Provision::parse(row).unwrap().covers(&Provision::parse(other).unwrap())
    }

    #[test]
    fn ranges_fall_apart_into_articles() {
        let articles = |text: &str| {
            let list = Provision::parse(text).unwrap().articles();
            list.iter().map(|at| at.as_str().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(articles("art.6(1)"), "art.6");
        assert_eq!(articles("art.18-20"), "art.18 art.19 art.20");
        assert_eq!(articles("art.75a-75c"), "art.75a art.75b art.75c");
        assert_eq!(articles("art.4a"), "art.4a");
        assert_eq!(Provision::parse("art.1-4000000000").unwrap().articles().len(), MOST_ARTICLES);
    }

    #[test]
    fn a_row_speaks_of_its_articles_and_their_parts() {
        assert_eq!(covers("art.50", "art.50(2)"), Some(0));
        assert_eq!(covers("art.6(1)", "art.6(1)"), Some(3));
        assert_eq!(covers("art.6(1)", "art.6(2)"), None);
        assert_eq!(covers("art.51-55", "art.53(1)(a)"), Some(0));
        assert_eq!(covers("art.75a-75d", "art.75b"), Some(0));
        assert_eq!(covers("art.75", "art.75a"), None);
        assert_eq!(covers("art.5(1)(b)", "art.5(1)(ba)"), None);
    }
}
