//! Ideas: words that mean the same in different languages, as one feature.
//!
//! What is learned from ideas in one language holds in all of which the words of those ideas are known.

use std::collections::BTreeMap;

use actlas_text::pattern::{Lists, Pattern, Sets};

use super::features;

/// The words of each idea in one language.
#[derive(Debug, Default)]
pub(crate) struct Ideas {
    sets: Sets,
    /// The features of ideas by the set of their words.
    keys: Vec<Vec<u32>>,
    /// By feature.
    names: BTreeMap<u32, String>,
}

impl Ideas {
    /// Adds an idea with its words.
    pub(crate) fn add(&mut self, idea: &str, words: &[String]) -> Result<(), String> {
        self.names.insert(features::idea(idea), idea.to_owned());
        let written = format!("({})", words.join("|"));
        let pattern = Pattern::read(&written, &Lists::new(), &mut self.sets)?;
        for set in pattern.starts() {
            if self.keys.len() <= set.at() {
                self.keys.resize(set.at() + 1, Vec::new());
            }
            if let Some(keys) = self.keys.get_mut(set.at()) {
                keys.push(features::idea(idea));
            }
        }
        Ok(())
    }

    /// The name of an idea, by its feature.
    pub(crate) fn name(&self, key: u32) -> Option<&str> {
        self.names.get(&key).map(String::as_str)
    }

    /// The features of the ideas of a word.
    pub(crate) fn of(&self, word: &str) -> Vec<u32> {
        let sets = self.sets.of(word);
        sets.iter().filter_map(|set| self.keys.get(set.at())).flatten().copied().collect()
    }
}

/// How many words with ideas further on a pair may reach: across most clauses, since languages put what belongs
/// together at different distances.
const REACH: u32 = 10;

/// An idea where it stands in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Idea {
    /// The token, by its position.
    pub(crate) token: u32,
    /// The clause.
    pub(crate) clause: u32,
    /// How many tokens with ideas came before.
    pub(crate) number: u32,
    /// The feature.
    pub(crate) key: u32,
}

/// The features of ideas: each idea once, and each two that stand near each other in a clause, whatever
/// their order, since languages order words differently.
pub(crate) fn features_of(ideas: &[Idea]) -> Vec<u32> {
    let mut keys: Vec<u32> = Vec::with_capacity(ideas.len() * 4);
    for (at, idea) in ideas.iter().enumerate() {
        keys.push(idea.key);
        let near =
            |other: &&Idea| other.clause == idea.clause && other.number - idea.number <= REACH;
        for other in ideas.iter().skip(at + 1).take_while(near) {
            if other.key != idea.key {
                let (low, high) = (idea.key.min(other.key), idea.key.max(other.key));
                keys.push(features::ideas(low, high));
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::{Idea, Ideas, features_of};

    fn ideas(words: [(&str, &str); 3]) -> Ideas {
        let mut ideas = Ideas::default();
        for (idea, word) in words {
            ideas.add(idea, &[word.to_owned()]).unwrap();
        }
        ideas
    }

    fn read(ideas: &Ideas, words: &[&str]) -> Vec<u32> {
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let number = found.len() as u32;
            let idea = |key| Idea { token: at as u32, clause: 0, number, key };
            found.extend(ideas.of(word).into_iter().map(idea));
        }
        features_of(&found)
    }

    #[test]
    fn languages_share_ideas_whatever_the_order_of_words() {
        let english = ideas([("rank", "rank*"), ("applicant", "applicant*"), ("job", "jobs")]);
        let german = ideas([("job", "stelle*"), ("rank", "reiht"), ("applicant", "*bewerber*")]);
        let one = read(&english, &["it", "ranks", "applicants", "for", "jobs"]);
        let other = read(&german, &["es", "reiht", "fur", "stellen", "die", "bewerber"]);
        assert_eq!(one, other);
        // Three ideas and their three pairs.
        assert_eq!(one.len(), 6);
        assert!(read(&english, &["weather"]).is_empty());
    }

    #[test]
    fn a_word_that_matches_nearly_everything_is_no_word_of_an_idea() {
        assert!(Ideas::default().add("rank", &["a*".to_owned()]).is_err());
    }
}
