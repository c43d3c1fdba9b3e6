//! The words of a record that are weighed, and what they weigh.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{FactIx, Knowledge};
use actlas_text::Language;

use super::ideas::{self, Idea};
use super::weights::{Sum, Weights};
use super::{features, learn};

/// A word that is neither negated nor imagined.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// The word, by its number.
    pub(crate) word: u32,
    /// The clause, as the reading numbers it.
    pub(crate) clause: u32,
    /// Where it starts in its text.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

/// What of a record is weighed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading<'r> {
    pub(crate) tokens: Vec<Token>,
    /// The ideas of the tokens, in their order.
    pub(crate) ideas: Vec<Idea>,
    /// The language, if it is clear.
    pub(crate) language: Option<Language>,
    /// The text of each clause, by its position among the record's texts.
    pub(crate) clauses: Vec<usize>,
    /// Facts that phrases found negated or imagined, with the clause.
    pub(crate) withheld: BTreeSet<(u32, FactIx)>,
    /// The texts: field, and the text itself.
    pub(crate) texts: Vec<(&'r str, &'r str)>,
}

impl Reading<'_> {
    /// All that is weighed.
    pub(crate) fn whole(&self) -> Part<'_> {
        Part { first: 0, tokens: &self.tokens, ideas: &self.ideas }
    }

    /// Whether one idea of each group stands in a clause or the one behind it.
    pub(crate) fn holds(&self, groups: &[Vec<u32>]) -> bool {
        if groups.is_empty() {
            return true;
        }
        // The last clause in which each group was met; clauses come in their order.
        let mut last: Vec<Option<u32>> = vec![None; groups.len()];
        self.ideas.iter().any(|idea| {
            for (at, group) in last.iter_mut().zip(groups) {
                if group.contains(&idea.key) {
                    *at = Some(idea.clause);
                }
            }
            last.iter().all(|at| at.is_some_and(|clause| clause + 1 >= idea.clause))
        })
    }

    /// What is weighed of a clause.
    pub(crate) fn clause(&self, clause: u32) -> Part<'_> {
        let from = self.tokens.partition_point(|token| token.clause < clause);
        let to = self.tokens.partition_point(|token| token.clause <= clause);
        let tokens = self.tokens.get(from..to).unwrap_or_default();
        let first = from as u32;
        let from = self.ideas.partition_point(|idea| idea.clause < clause);
        let to = self.ideas.partition_point(|idea| idea.clause <= clause);
        Part { first, tokens, ideas: self.ideas.get(from..to).unwrap_or_default() }
    }
}

/// Tokens in a row with their ideas.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'r> {
    /// The position of the first token among all.
    pub(crate) first: u32,
    pub(crate) tokens: &'r [Token],
    pub(crate) ideas: &'r [Idea],
}

/// What a point's proposal says, and what phrases say of the same point.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) point: String,
    pub(crate) why: String,
    pub(crate) says: Vec<(FactIx, Knowledge)>,
    /// What the point turns on and only phrases state: by itself it would close an exemption.
    pub(crate) asks: Vec<(FactIx, Knowledge)>,
    pub(crate) also: Vec<(FactIx, Knowledge)>,
    /// Ideas without which a text hardly speaks of the point, by their features: one of each group, near each
    /// other.
    pub(crate) needs: Vec<Vec<u32>>,
}

impl Target {
    /// Every statement that speaks for the point, what it turns on first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &(FactIx, Knowledge)> {
        self.asks.iter().chain(&self.says).chain(&self.also)
    }

    /// Whether a statement speaks for the point.
    pub(crate) fn speaks(&self, fact: FactIx, says: &Knowledge) -> bool {
        self.all().any(|(of, value)| *of == fact && overlaps(value, says))
    }
}

/// Whether two statements of one fact have something in common that they affirm.
pub(crate) fn overlaps(one: &Knowledge, other: &Knowledge) -> bool {
    match (one, other) {
        (Knowledge::Set { has: one, .. }, Knowledge::Set { has: other, .. }) => {
            !one.and(*other).is_empty()
        }
        (one, other) => one == other,
    }
}

/// Whether a statement leaves room for another.
pub(crate) fn allows(said: &Knowledge, wanted: &Knowledge) -> bool {
    match (said, wanted) {
        (Knowledge::Set { hasnt, .. }, Knowledge::Set { has, .. }) => hasnt.and(*has).is_empty(),
        (said, wanted) => said == wanted,
    }
}

/// Sums up what words weigh, by the numbers they are remembered by.
#[derive(Debug, Default)]
pub(crate) struct Scorer {
    words: Vec<Option<Known>>,
    round: u32,
}

#[derive(Debug)]
struct Known {
    text: String,
    hash: u32,
    sum: Sum,
    /// The last round in which it was counted.
    seen: u32,
}

impl Scorer {
    /// Learns what a word weighs.
    pub(crate) fn learn(&mut self, number: u32, word: &str, weights: Option<&Weights>) {
        let at = number as usize;
        if at >= self.words.len() {
            self.words.resize_with(at + 1, || None);
        }
        if let Some(place @ None) = self.words.get_mut(at) {
            let sum = weights.map(|weights| weights.word(word)).unwrap_or_default();
            let hash = features::word(word);
            *place = Some(Known { text: word.to_owned(), hash, sum, seen: 0 });
        }
    }

    fn known(&self, number: u32) -> Option<&Known> {
        self.words.get(number as usize)?.as_ref()
    }

    /// Forgets all words, where their numbers are given anew.
    pub(crate) fn forget(&mut self) {
        self.words.clear();
    }

    /// What a part sums up to: each word, each pair of neighbours, each idea and each pair of ideas once.
    pub(crate) fn sum(&mut self, part: Part<'_>, weights: &Weights) -> Sum {
        let mut sum = Sum::new(weights.heads.len());
        self.round += 1;
        for token in part.tokens {
            let Some(Some(known)) = self.words.get_mut(token.word as usize) else { continue };
            if known.seen != self.round {
                known.seen = self.round;
                sum.add(&known.sum);
            }
        }
        for pair in self.pairs(part.tokens) {
            weights.add(pair, &mut sum);
        }
        for key in ideas::features_of(part.ideas) {
            weights.add(key, &mut sum);
        }
        sum
    }

    /// The pairs of neighbours, each once.
    fn pairs(&self, tokens: &[Token]) -> Vec<u32> {
        let hash = |token: &Token| self.known(token.word).map(|known| known.hash);
        let mut pairs: Vec<u32> = tokens
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if a.clause == b.clause => Some(features::pair(hash(a)?, hash(b)?)),
                _ => None,
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// How much each token of a clause, with its ideas, speaks for a point; what speaks against it counts
    /// nothing.
    pub(crate) fn weigh(&self, part: Part<'_>, weights: &Weights, head: usize) -> Vec<i32> {
        let mut ideas = part.ideas.iter().peekable();
        let mut sum = Sum::new(weights.heads.len());
        let of = |token: &Token| {
            let known = self.known(token.word);
            known.and_then(|known| known.sum.of.get(head).copied()).unwrap_or_default()
        };
        part.tokens
            .iter()
            .enumerate()
            .map(|(at, token)| {
                let number = part.first + at as u32;
                let mut all = of(token);
                while let Some(idea) = ideas.next_if(|idea| idea.token <= number) {
                    sum.of.fill(0);
                    weights.add(idea.key, &mut sum);
                    all += sum.of.get(head).copied().unwrap_or_default();
                }
                all.max(0)
            })
            .collect()
    }

    /// The features of a record, as they are learned from.
    pub(crate) fn counts(&self, reading: &Reading) -> Vec<(u32, u32)> {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        let words: BTreeSet<u32> = reading.tokens.iter().map(|token| token.word).collect();
        for known in words.iter().filter_map(|word| self.known(*word)) {
            features::of_word(&known.text, |key| *counts.entry(key).or_default() += 1);
        }
        for pair in self.pairs(&reading.tokens) {
            counts.entry(pair).or_insert(1);
        }
        counts.extend(ideas_of(reading));
        counts.into_iter().collect()
    }

    /// A text to learn from: as a whole, and by its ideas alone, as a text of a language is read of which
    /// too few words were learned.
    pub(crate) fn lesson(&self, reading: &Reading, marks: Vec<learn::Mark>) -> [learn::Text; 2] {
        let ideas = ideas_of(reading).collect();
        let ideas = learn::Text { counts: ideas, marks: marks.clone(), weight: IDEAS };
        [learn::Text { counts: self.counts(reading), marks, weight: 1.0 }, ideas]
    }
}

/// How much the ideas of a text count as a text of their own.
const IDEAS: f32 = 0.5;

fn ideas_of(reading: &Reading) -> impl Iterator<Item = (u32, u32)> {
    ideas::features_of(&reading.ideas).into_iter().map(|key| (key, 1))
}

#[cfg(test)]
mod tests {
    use super::{Idea, Reading};

    #[test]
    fn ideas_of_all_groups_stand_near_each_other() {
        let reading = |places: &[(u32, u32)]| {
            let idea = |(clause, key): &(u32, u32)| Idea {
                token: 0,
                clause: *clause,
                number: 0,
                key: *key,
            };
            Reading { ideas: places.iter().map(idea).collect(), ..Reading::default() }
        };
        let groups = [vec![1, 2], vec![3]];
        let check = |places: &[(u32, u32)], holds: bool| {
            assert_eq!(reading(places).holds(&groups), holds, "{places:?}");
        };
        check(&[(0, 1), (0, 3)], true);
        check(&[(4, 3), (5, 2)], true);
        check(&[(0, 1), (2, 3)], false);
        check(&[(0, 1), (2, 3), (3, 2)], true);
        check(&[(0, 1), (0, 2)], false);
        check(&[], false);
        assert!(reading(&[]).holds(&[]), "nothing is needed");
    }
}
