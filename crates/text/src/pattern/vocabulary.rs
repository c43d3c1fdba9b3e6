//! Which sets of words a word belongs to.

use std::collections::HashMap;
use std::rc::Rc;

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
    /// By the first bytes that all of them have.
    start: HashMap<String, Vec<(String, SetIx)>>,
    end: Vec<(String, SetIx)>,
    inside: Vec<(String, SetIx)>,
}

/// Letters by which starts are looked up; shorter ones are rejected when phrases are read.
pub(crate) const MIN_START: usize = 3;

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
                Form::Start(word) => {
                    let key = word.chars().take(MIN_START).collect();
                    self.start.entry(key).or_default().push((word, ix));
                }
                Form::End(word) => self.end.push((word, ix)),
                Form::Inside(word) => self.inside.push((word, ix)),
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
        self.start.values_mut().for_each(|starts| starts.retain(|(_, ix)| is_kept(ix)));
        self.end.retain(|(_, ix)| is_kept(ix));
        self.inside.retain(|(_, ix)| is_kept(ix));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// The sets of a word, in order. Ask it once for each word: it goes through all endings.
    pub fn of(&self, word: &str) -> Vec<SetIx> {
        let mut sets: Vec<SetIx> = self.whole.get(word).cloned().unwrap_or_default();
        let key: String = word.chars().take(MIN_START).collect();
        if let Some(starts) = self.start.get(&key) {
            let fits = starts.iter().filter(|(start, _)| word.starts_with(start.as_str()));
            sets.extend(fits.map(|(_, ix)| *ix));
        }
        let ends = self.end.iter().filter(|(end, _)| word.ends_with(end.as_str()));
        let inside = self.inside.iter().filter(|(part, _)| word.contains(part.as_str()));
        sets.extend(ends.chain(inside).map(|(_, ix)| *ix));
        sets.sort_unstable();
        sets.dedup();
        sets
    }
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
