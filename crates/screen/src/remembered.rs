//! What was found out about words before; registers repeat themselves.

use std::ops::Range;

use actlas_text::pattern::{Pattern, Row, SetIx};
use actlas_text::{Language, Small, SmallWords, Word, each_word, fold};
use foldhash::HashMap;

use crate::lexicon::{Field, OfLanguage, PhraseIx};

/// Distinct words that are remembered, as they are written.
const REMEMBERED: usize = 1 << 16;

/// Words by number, and what each language knows of them.
#[derive(Debug)]
pub(crate) struct Remembered {
    pub(crate) words: Words,
    pub(crate) languages: Vec<Known>,
}

/// Words as they are written and as they are compared; those that are compared alike have one number.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Words of at most sixteen bytes by these, which are compared at once.
    short: HashMap<u128, Written>,
    long: HashMap<Box<str>, Written>,
    numbers: HashMap<Box<str>, u32>,
    folded: Vec<Box<str>>,
}

/// A word as it is written.
#[derive(Clone, Copy, Debug)]
struct Written {
    /// The number of the word as it is compared; none of marks alone.
    number: Option<u32>,
    small: Small,
}

/// The words of a text.
#[derive(Debug)]
pub(crate) struct TextWords {
    places: Vec<(usize, usize)>,
    /// The number of each word.
    pub(crate) numbers: Vec<u32>,
    small: Vec<Small>,
}

impl Words {
    /// The words of a text, good until they are forgotten.
    pub(crate) fn read(&mut self, text: &str) -> TextWords {
        // Few texts have more words than this.
        let some = text.len() / 6;
        let mut read = TextWords {
            places: Vec::with_capacity(some),
            numbers: Vec::with_capacity(some),
            small: Vec::with_capacity(some),
        };
        each_word(text, |word, start, end| {
            let known = match short_at(text, start, end) {
                Some(short) => self.short.get(&short),
                None => self.long.get(word),
            };
            let written = known.copied().unwrap_or_else(|| self.learn(word));
            if let Some(number) = written.number {
                read.places.push((start, end));
                read.numbers.push(number);
                read.small.push(written.small);
            }
        });
        read
    }

    fn learn(&mut self, word: &str) -> Written {
        let folded = fold(word).into_boxed_str();
        let number = match self.numbers.get(&folded) {
            _ if folded.is_empty() => None,
            Some(number) => Some(*number),
            None => {
                let number = self.folded.len() as u32;
                self.numbers.insert(folded.clone(), number);
                self.folded.push(folded);
                Some(number)
            }
        };
        let written = Written { number, small: Small::of(word) };
        match short(word) {
            Some(short) => self.short.insert(short, written),
            None => self.long.insert(word.into(), written),
        };
        written
    }

    fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// The words that were read, as they are compared.
    pub(crate) fn compared<'w>(&'w self, read: &TextWords) -> Vec<Word<'w>> {
        let places = read.places.iter().zip(&read.numbers);
        places
            .map(|((start, end), number)| Word {
                folded: self.folded.get(*number as usize).map_or("", AsRef::as_ref),
                start: *start,
                end: *end,
            })
            .collect()
    }

    fn forget(&mut self) {
        self.short.clear();
        self.long.clear();
        self.numbers.clear();
        self.folded.clear();
    }
}

/// The bytes of a short word of a text, which is faster than of the word alone.
fn short_at(text: &str, start: usize, end: usize) -> Option<u128> {
    const MOST: usize = size_of::<u128>();
    let unused = 8 * MOST.checked_sub(end - start)?;
    let bytes = text.as_bytes();
    match bytes.get(start..).and_then(<[u8]>::first_chunk::<MOST>) {
        Some(bytes) => Some(u128::from_le_bytes(*bytes) & u128::MAX.checked_shr(unused as u32)?),
        None => short(text.get(start..end)?),
    }
}

/// The bytes of a short word. None of a word is zero, so that no two words have the same.
fn short(word: &str) -> Option<u128> {
    let mut bytes = [0; size_of::<u128>()];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

impl TextWords {
    /// Counts the small words up to a byte.
    pub(crate) fn count_small(&self, most: usize, into: &mut SmallWords) {
        let within = self.places.iter().zip(&self.small).take_while(|((_, end), _)| *end <= most);
        within.for_each(|(_, small)| into.add(*small));
    }

    /// Whether every third word of a part is a small one of a language, as of what is written in it.
    pub(crate) fn is_of(&self, part: &Range<usize>, language: Language) -> bool {
        let of = self.small.get(part.clone()).unwrap_or_default();
        of.iter().filter(|small| small.is_of(language)).count() * 3 >= part.len()
    }

    /// The small words of a part.
    pub(crate) fn small_in(&self, part: &Range<usize>) -> SmallWords {
        let mut small_words = SmallWords::default();
        let of = self.small.get(part.clone()).unwrap_or_default();
        of.iter().for_each(|small| small_words.add(*small));
        small_words
    }
}

/// What one language knows of words, by their number.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) language: Language,
    words: Vec<Option<OfWord>>,
    /// For each set where words belonged to it last.
    seen: Vec<Seen>,
    clause: u32,
}

/// Where words belonged to a set last.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    clause: u32,
    /// Which of the first words of the clause did, a bit each.
    words: u64,
}

/// What a language knows of a word.
#[derive(Debug)]
pub(crate) struct OfWord {
    /// The sets it belongs to, in order.
    pub(crate) sets: Box<[SetIx]>,
    /// The phrases that may start with it, in order, but for those that exclude an entry.
    pub(crate) starts: Box<[Start]>,
    /// Those that exclude one.
    pub(crate) excluding: Box<[Start]>,
    /// The features of the ideas it stands for.
    pub(crate) ideas: Box<[u32]>,
    /// Whether an answer or a heading may start with it.
    pub(crate) stands_beside: bool,
}

/// A phrase that may start with a word, and what tells most often that it does not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) phrase: PhraseIx,
    /// The field it is looked for in, if it is not looked for everywhere.
    pub(crate) field: Option<Field>,
    /// A set of which another word in reach must be.
    pub(crate) needs: Option<SetIx>,
    /// Most words that a match has.
    pub(crate) reach: usize,
}

/// The words of a clause, as one language knows them.
pub(crate) struct OfClause<'k> {
    words: &'k [Option<OfWord>],
    numbers: &'k [u32],
    seen: &'k [Seen],
    clause: u32,
}

impl Remembered {
    pub(crate) fn new(languages: impl Iterator<Item = Language>) -> Remembered {
        let known = |language| Known { language, words: Vec::new(), seen: Vec::new(), clause: 0 };
        Remembered { words: Words::default(), languages: languages.map(known).collect() }
    }

    /// Forgets all words if they are too many; between records only. Says whether it did.
    pub(crate) fn rest(&mut self) -> bool {
        let forgets = self.words.len() >= REMEMBERED;
        if forgets {
            self.words.forget();
            self.languages.iter_mut().for_each(|known| known.words.clear());
        }
        forgets
    }
}

impl Known {
    /// Learns what the language knows of words, each with its number.
    pub(crate) fn learn<'w>(
        &mut self,
        of: &OfLanguage,
        words: impl Iterator<Item = (u32, &'w str)>,
    ) {
        self.seen.resize(of.sets.len(), Seen::default());
        for (number, word) in words {
            let number = number as usize;
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
                let stands_beside = starts.iter().any(|phrase| match phrase {
                    PhraseIx::Grammar(kind, _) => kind.stands_beside(),
                    _ => false,
                });
                let start = |phrase: PhraseIx| Start {
                    phrase,
                    field: of.field(phrase),
                    needs: of.phrase(phrase).and_then(Pattern::needs),
                    reach: of.phrase(phrase).map_or(0, Pattern::reach),
                };
                let excludes = |phrase: &PhraseIx| matches!(phrase, PhraseIx::Unless(..));
                let (excluding, starts): (Vec<_>, Vec<_>) = starts.into_iter().partition(excludes);
                let [starts, excluding] =
                    [starts, excluding].map(|phrases| phrases.into_iter().map(start).collect());
                let (sets, ideas) = (sets.into(), of.ideas.of(word).into());
                *place = Some(OfWord { sets, starts, excluding, ideas, stands_beside });
            }
        }
    }

    /// What the language knows of a word that it learned.
    pub(crate) fn word(&self, number: u32) -> Option<&OfWord> {
        self.words.get(number as usize)?.as_ref()
    }

    /// The words of a clause, if a phrase may start with one of them.
    pub(crate) fn clause<'k>(&'k mut self, numbers: &'k [u32]) -> Option<OfClause<'k>> {
        let Known { words, seen, .. } = self;
        let of = |number: &u32| words.get(*number as usize).and_then(Option::as_ref);
        if numbers.iter().filter_map(of).all(|word| word.starts.is_empty()) {
            return None;
        }
        self.clause = self.clause.checked_add(1).unwrap_or_else(|| {
            seen.fill(Seen::default());
            1
        });
        let clause = self.clause;
        for (at, word) in numbers.iter().filter_map(of).enumerate() {
            let bit = 1_u64.checked_shl(at as u32).unwrap_or_default();
            for set in &word.sets {
                match seen.get_mut(set.at()) {
                    Some(seen) if seen.clause == clause => seen.words |= bit,
                    Some(seen) => *seen = Seen { clause, words: bit },
                    None => {}
                }
            }
        }
        Some(OfClause { words, numbers, seen, clause })
    }
}

impl<'k> OfClause<'k> {
    /// The words, in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'k OfWord> {
        let words = self.words;
        self.numbers.iter().filter_map(move |at| words.get(*at as usize)?.as_ref())
    }

    /// Whether one of so many words from a place on is of a set; behind the first words of a long clause,
    /// whether any word is.
    pub(crate) fn has(&self, set: SetIx, from: usize, count: usize) -> bool {
        let Some(seen) = self.seen.get(set.at()).filter(|seen| seen.clause == self.clause) else {
            return false;
        };
        let end = from.saturating_add(count).min(self.numbers.len());
        let before = |at: usize| 1_u64.checked_shl(at as u32).map_or(u64::MAX, |bit| bit - 1);
        end > u64::BITS as usize || seen.words & before(end) & !before(from) != 0
    }
}

impl Row for OfClause<'_> {
    fn count(&self) -> usize {
        self.numbers.len()
    }

    fn is_of(&self, at: usize, set: SetIx) -> bool {
        match 1_u64.checked_shl(at as u32) {
            Some(bit) => {
                let seen = self.seen.get(set.at());
                seen.is_some_and(|seen| seen.clause == self.clause && seen.words & bit != 0)
            }
            None => {
                let word =
                    self.numbers.get(at).and_then(|at| self.words.get(*at as usize)?.as_ref());
                word.is_some_and(|word| word.sets.binary_search(&set).is_ok())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_that_are_compared_alike_have_one_number() {
        let mut words = Words::default();
        let read =
            words.read("Élève \u{301} eleve ELEVE, Internationalisation internationalisation");
        assert_eq!(read.numbers, [0, 0, 0, 1, 1]);
        let compared: Vec<&str> = words.compared(&read).iter().map(|word| word.folded).collect();
        assert_eq!(
            compared.first().zip(compared.last()),
            Some((&"eleve", &"internationalisation"))
        );
    }
}
