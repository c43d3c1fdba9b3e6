//! A summary made of sentences of the article: who, what, why and when.

use std::ops::Range;

use super::NewsArticle;
use super::article::{Read, Taken};
use super::book::WordKind;
use super::split::Heading;
use crate::date::When;

/// Most sentences of a summary.
const MOST: usize = 5;
/// Fewest, where the article has as many.
const LEAST: usize = 3;

/// The sentences, in the order of the article: those that add most to what the others cover.
pub(super) fn summary(
    taken: &Taken,
    article: &NewsArticle,
    dates: &[(usize, usize, When)],
) -> Vec<Range<usize>> {
    let body: Vec<(usize, &Read)> = taken
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, read)| read.sentence.heading == Heading::No && !read.words.is_empty())
        .collect();
    let mut chosen: Vec<usize> = Vec::new();
    let mut covered: Vec<Covers> = Vec::new();
    while chosen.len() < MOST {
        let weigh = |(at, read): &(usize, &Read)| {
            let new = covers(taken, (article, dates), read)
                .into_iter()
                .filter(|it| !covered.contains(it));
            let place = usize::from(*at < 4);
            (new.map(|it| it.weight()).sum::<usize>() * 2 + place, std::cmp::Reverse(*at))
        };
        let best = body
            .iter()
            .filter(|(at, _)| !chosen.contains(at))
            .max_by_key(|item| weigh(item))
            .filter(|item| weigh(item).0 > 1 || chosen.len() < LEAST);
        let Some((at, read)) = best else { break };
        chosen.push(*at);
        covered.extend(covers(taken, (article, dates), read));
    }
    chosen.sort_unstable();
    let range = |at: &usize| taken.sentences.get(*at).map(|read| read.sentence.range.clone());
    chosen.iter().filter_map(range).collect()
}

/// What a sentence tells.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Covers {
    /// The claim of this number.
    Claim(usize),
    /// An event.
    Event(usize),
    /// A reason.
    Why,
    /// A date of the Act.
    OfAct,
    /// Any date.
    When,
}

impl Covers {
    fn weight(&self) -> usize {
        match self {
            Covers::Claim(_) | Covers::Event(_) => 3,
            Covers::Why => 2,
            Covers::OfAct | Covers::When => 1,
        }
    }
}

fn covers(
    taken: &Taken,
    (article, dates): (&NewsArticle, &[(usize, usize, When)]),
    read: &Read,
) -> Vec<Covers> {
    let range = &read.sentence.range;
    let claims = article.claims.iter().enumerate().filter(|(_, claim)| claim.quote == *range);
    let mut covers: Vec<Covers> = claims.map(|(at, _)| Covers::Claim(at)).collect();
    let events = article.events.iter().enumerate().filter(|(_, event)| event.quote == *range);
    covers.extend(events.map(|(at, _)| Covers::Event(at)));
    if read.has(WordKind::Why, read.words.clone()) && !taken.words.is_empty() {
        covers.push(Covers::Why);
    }
    let dated = |at: &super::NewsDate| range.start <= at.quote.start && at.quote.end <= range.end;
    if article.dates.iter().any(dated) {
        covers.push(Covers::OfAct);
    }
    if dates.iter().any(|(start, ..)| read.words.contains(start)) {
        covers.push(Covers::When);
    }
    covers
}
