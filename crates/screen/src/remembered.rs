//! What was found out about words before; registers repeat themselves.

use actlas_text::Language;
use actlas_text::pattern::{Pattern, SetIx};
use foldhash::{HashMap, HashMapExt as _};

use crate::lexicon::{Field, OfLanguage, PhraseIx};

/// Distinct words that are remembered.
const REMEMBERED: usize = 1 << 16;

/// Words by number, and what each language knows of them.
#[derive(Debug)]
pub(crate) struct Remembered {
    numbers: HashMap<String, usize>,
    pub(crate) languages: Vec<Known>,
}

/// What one language knows of words, by their number.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) language: Language,
    words: Vec<Option<OfWord>>,
    /// For each set the last clause in which a word belonged to it.
    seen: Vec<u32>,
    clause: u32,
}

/// What a language knows of a word.
#[derive(Debug)]
pub(crate) struct OfWord {
    /// The sets it belongs to, in order.
    pub(crate) sets: Box<[SetIx]>,
    /// The phrases that may start with it, in order.
    pub(crate) starts: Box<[Start]>,
    /// The features of the ideas it stands for.
    pub(crate) ideas: Box<[u32]>,
}

/// A phrase that may start with a word, and what tells most often that it does not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) phrase: PhraseIx,
    /// The field it is looked for in, if it is not looked for everywhere.
    pub(crate) field: Option<Field>,
    /// A set of which another word of the clause must be.
    pub(crate) needs: Option<SetIx>,
}

/// The words of a clause, as one language knows them.
pub(crate) struct OfClause<'k> {
    words: &'k [Option<OfWord>],
    numbers: &'k [usize],
    seen: &'k [u32],
    clause: u32,
}

impl Remembered {
    pub(crate) fn new(languages: impl Iterator<Item = Language>) -> Remembered {
        let known = |language| Known { language, words: Vec::new(), seen: Vec::new(), clause: 0 };
        Remembered { numbers: HashMap::new(), languages: languages.map(known).collect() }
    }

    /// Forgets all words if they are too many; between records only. Says whether it did.
    pub(crate) fn rest(&mut self) -> bool {
        let forgets = self.numbers.len() >= REMEMBERED;
        if forgets {
            self.numbers.clear();
            self.languages.iter_mut().for_each(|known| known.words.clear());
        }
        forgets
    }

    /// The numbers of words, good until it rests.
    pub(crate) fn numbers<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> Vec<usize> {
        let number = |word: &str| match self.numbers.get(word) {
            Some(number) => *number,
            None => {
                let number = self.numbers.len();
                self.numbers.insert(word.to_owned(), number);
                number
            }
        };
        words.map(number).collect()
    }

    /// What a language knows, if it is a known one.
    pub(crate) fn of(&self, language: Language) -> Option<&Known> {
        self.languages.iter().find(|known| known.language == language)
    }
}

impl Known {
    /// Learns what the language knows of words, each with its number.
    pub(crate) fn learn<'w>(
        &mut self,
        of: &OfLanguage,
        words: impl Iterator<Item = (usize, &'w str)>,
    ) {
        self.seen.resize(of.sets.len(), 0);
        for (number, word) in words {
            if number >= self.words.len() {
                self.words.resize_with(number + 1, || None);
            }
            if let Some(place @ None) = self.words.get_mut(number) {
                let sets = of.sets.of(word);
                // A phrase may start with several sets that the word belongs to.
                let mut starts: Vec<PhraseIx> =
                    sets.iter().flat_map(|set| of.starting(*set)).copied().collect();
                starts.sort_unstable();
                starts.dedup();
                let start = |phrase: PhraseIx| Start {
                    phrase,
                    field: of.field(phrase),
                    needs: of.phrase(phrase).and_then(Pattern::needs),
                };
                let starts = starts.into_iter().map(start).collect();
                let ideas = of.ideas.of(word).into();
                *place = Some(OfWord { sets: sets.into(), starts, ideas });
            }
        }
    }

    /// What the language knows of a word that it learned.
    pub(crate) fn word(&self, number: usize) -> Option<&OfWord> {
        self.words.get(number)?.as_ref()
    }

    /// The words of a clause, if a phrase may start with one of them.
    pub(crate) fn clause<'k>(&'k mut self, numbers: &'k [usize]) -> Option<OfClause<'k>> {
        let Known { words, seen, .. } = self;
        let of = |number: &usize| words.get(*number).and_then(Option::as_ref);
        if numbers.iter().filter_map(of).all(|word| word.starts.is_empty()) {
            return None;
        }
        self.clause = self.clause.checked_add(1).unwrap_or_else(|| {
            seen.fill(0);
            1
        });
        for set in numbers.iter().filter_map(of).flat_map(|word| &word.sets) {
            if let Some(seen) = seen.get_mut(set.at()) {
                *seen = self.clause;
            }
        }
        Some(OfClause { words, numbers, seen, clause: self.clause })
    }
}

impl<'k> OfClause<'k> {
    /// The words, in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'k OfWord> {
        let words = self.words;
        self.numbers.iter().filter_map(move |at| words.get(*at)?.as_ref())
    }

    /// Whether a word is of a set.
    pub(crate) fn has(&self, set: SetIx) -> bool {
        self.seen.get(set.at()) == Some(&self.clause)
    }
}
