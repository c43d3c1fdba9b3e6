//! Which sets of words a word belongs to.

use std::rc::Rc;

use foldhash::HashMap;

/// Words of one place of a pattern: `rank|score|evaluat*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetIx(u32);

impl SetIx {
    /// Its position among the sets.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// A word of a set, with stars where more may follow or come before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Form {
    /// The whole word.
    Whole(String),
    /// `recidiv*`
    Start(String),
    /// `*bewerber`
    End(String),
    /// `*bewerb*`
    Inside(String),
}

/// All sets of a language, asked by word.
#[derive(Debug, Default)]
pub struct Sets {
    known: HashMap<Vec<Form>, SetIx>,
    /// The forms of each set.
    forms: Vec<Vec<Form>>,
    whole: HashMap<String, Vec<SetIx>>,
    start: ByLetters,
    end: ByLetters,
    inside: ByLetters,
}

/// Pieces of words by their first letters, or by their last if they end words.
type ByLetters = HashMap<Letters, Vec<(String, SetIx)>>;

/// Letters by which pieces of words are looked up; shorter ones are rejected when phrases are read.
pub(crate) const MIN_PIECE: usize = 3;

type Letters = [char; MIN_PIECE];

impl Sets {
    /// The set of these forms.
    pub(crate) fn add(&mut self, mut forms: Vec<Form>) -> SetIx {
        forms.sort();
        forms.dedup();
        let next = SetIx(self.known.len() as u32);
        let ix = *self.known.entry(forms.clone()).or_insert(next);
        if ix != next {
            return ix;
        }
        self.forms.push(forms.clone());
        for form in forms {
            match form {
                Form::Whole(word) => self.whole.entry(word).or_default().push(ix),
                Form::Start(word) => add_by(&mut self.start, first_letters(&word), word, ix),
                Form::End(word) => add_by(&mut self.end, last_letters(&word), word, ix),
                Form::Inside(word) => add_by(&mut self.inside, first_letters(&word), word, ix),
            }
        }
        ix
    }

    /// The set of the words of any of some sets.
    pub(crate) fn any(&mut self, of: &[SetIx]) -> SetIx {
        let forms = of.iter().filter_map(|ix| self.forms.get(ix.at()));
        self.add(forms.flatten().cloned().collect())
    }

    /// Forgets all sets but some, which keep their places: words are looked for in fewer.
    pub fn keep(&mut self, some: &[SetIx]) {
        let mut kept = vec![false; self.forms.len()];
        for ix in some {
            kept.get_mut(ix.at()).into_iter().for_each(|kept| *kept = true);
        }
        let is_kept = |ix: &SetIx| kept.get(ix.at()) == Some(&true);
        self.whole.values_mut().for_each(|sets| sets.retain(is_kept));
        for pieces in [&mut self.start, &mut self.end, &mut self.inside] {
            pieces.values_mut().for_each(|pieces| pieces.retain(|(_, ix)| is_kept(ix)));
            pieces.retain(|_, pieces| !pieces.is_empty());
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// The sets of a word, in order.
    pub fn of(&self, word: &str) -> Vec<SetIx> {
        let mut sets: Vec<SetIx> = self.whole.get(word).cloned().unwrap_or_default();
        let mut add = |pieces: &ByLetters, letters: Letters, fits: &dyn Fn(&str) -> bool| {
            let pieces = pieces.get(&letters).into_iter().flatten();
            sets.extend(pieces.filter(|(piece, _)| fits(piece)).map(|(_, ix)| *ix));
        };
        add(&self.start, first_letters(word), &|start| word.starts_with(start));
        add(&self.end, last_letters(word), &|end| word.ends_with(end));
        if !self.inside.is_empty() {
            for (at, _) in word.char_indices() {
                let rest = word.get(at..).unwrap_or_default();
                add(&self.inside, first_letters(rest), &|part| rest.starts_with(part));
            }
        }
        sets.sort_unstable();
        sets.dedup();
        sets
    }
}

fn add_by(pieces: &mut ByLetters, letters: Letters, piece: String, ix: SetIx) {
    pieces.entry(letters).or_default().push((piece, ix));
}

fn first_letters(word: &str) -> Letters {
    let mut letters = word.chars();
    std::array::from_fn(|_| letters.next().unwrap_or_default())
}

fn last_letters(word: &str) -> Letters {
    let mut letters = word.chars().rev();
    std::array::from_fn(|_| letters.next().unwrap_or_default())
}

/// Distinct words that are remembered; registers repeat themselves.
const REMEMBERED: usize = 1 << 16;

/// Remembers what was asked of [`Sets`].
#[derive(Debug, Default)]
pub struct Memory {
    words: HashMap<String, Rc<[SetIx]>>,
}

impl Memory {
    /// The sets of a word, in order.
    pub fn sets(&mut self, sets: &Sets, word: &str) -> Rc<[SetIx]> {
        if let Some(known) = self.words.get(word) {
            return Rc::clone(known);
        }
        if self.words.len() >= REMEMBERED {
            self.words.clear();
        }
        let found: Rc<[SetIx]> = sets.of(word).into();
        self.words.insert(word.to_owned(), Rc::clone(&found));
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Form, Sets};

    fn form(kind: usize, piece: String) -> Form {
        match kind {
            0 => Form::Whole(piece),
            1 => Form::Start(piece),
            2 => Form::End(piece),
            _ => Form::Inside(piece),
        }
    }

    proptest! {
        #[test]
        fn a_word_is_of_the_sets_whose_forms_it_has(
            forms in prop::collection::vec((0..4usize, "[abß]{3,4}"), 1..12),
            word in "[abß]{1,8}",
        ) {
            let mut sets = Sets::default();
            let mut wanted = Vec::new();
            for (kind, piece) in forms {
                let fits = match kind {
                    0 => word == piece,
                    1 => word.starts_with(&piece),
                    2 => word.ends_with(&piece),
                    _ => word.contains(&piece),
                };
                let set = sets.add(vec![form(kind, piece)]);
                wanted.extend(fits.then_some(set));
            }
            wanted.sort_unstable();
            wanted.dedup();
            prop_assert_eq!(sets.of(&word), wanted);
        }
    }
}
