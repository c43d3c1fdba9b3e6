//! Phrases as word lists write them, and where they stand in a text.
//!
//! ```text
//! word        that word, whatever its case and diacritics
//! word*       words that start so; *word, *word* likewise
//! (a|b c|d)   one of these
//! [a b|c]     one of these or nothing
//! <people>    one of a list
//! ..          at most six words between; ..2 at most two
//! ```
//!
//! Scripts without blanks are read letter by letter, so a word of them is the row of its letters.

use std::collections::BTreeMap;
use std::rc::Rc;

mod vocabulary;

use vocabulary::{Form, MIN_START};
pub use vocabulary::{Memory, SetIx, Sets};

use crate::fold;
use crate::words::is_by_letter;

/// Words between two parts of a phrase, where the phrase does not say how many.
const GAP: u8 = 6;
/// Deepest nesting of brackets.
const MAX_DEPTH: usize = 6;

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// One word of a set.
    Word(SetIx),
    /// One of several phrases.
    OneOf(Vec<Vec<Part>>),
    /// A phrase or nothing.
    Maybe(Vec<Part>),
    /// So many words at most.
    Gap(u8),
}

/// A phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

/// Named lists of words and phrases.
pub type Lists = BTreeMap<String, Vec<String>>;

impl Pattern {
    /// Reads a phrase.
    pub fn read(text: &str, lists: &Lists, sets: &mut Sets) -> Result<Pattern, String> {
        let mut reader = Reader { rest: text, lists, sets, depth: 0 };
        let parts = reader.sequence()?;
        if !reader.rest.is_empty() {
            return Err(format!("`{text}`: `{}` closes nothing", reader.rest));
        }
        let pattern = Pattern { parts };
        match pattern.parts.first() {
            None => Err("an empty phrase".to_owned()),
            Some(Part::Gap(_)) => Err(format!("`{text}` starts with a gap")),
            _ if matches!(pattern.parts.last(), Some(Part::Gap(_))) => {
                Err(format!("`{text}` ends with a gap"))
            }
            _ if starts_empty(&pattern.parts) => Err(format!("`{text}` may be nothing at all")),
            _ => Ok(pattern),
        }
    }

    /// The sets by one of which a match starts.
    pub fn starts(&self) -> Vec<SetIx> {
        let mut starts = Vec::new();
        first(&self.parts, &mut starts);
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Where a match that starts at a word ends, if there is one.
    pub fn match_at(&self, words: &[Rc<[SetIx]>], at: usize) -> Option<usize> {
        follow(&self.parts, words, at, &mut |end| Some(end))
    }
}

/// Whether a phrase can be nothing.
fn starts_empty(parts: &[Part]) -> bool {
    parts.iter().all(|part| match part {
        Part::Word(_) => false,
        Part::OneOf(phrases) => phrases.iter().any(|phrase| starts_empty(phrase)),
        Part::Maybe(_) | Part::Gap(_) => true,
    })
}

fn first(parts: &[Part], starts: &mut Vec<SetIx>) {
    for part in parts {
        match part {
            Part::Word(set) => {
                starts.push(*set);
                return;
            }
            Part::OneOf(phrases) => {
                phrases.iter().for_each(|phrase| first(phrase, starts));
                return;
            }
            Part::Maybe(phrase) => first(phrase, starts),
            Part::Gap(_) => {}
        }
    }
}

fn follow(
    parts: &[Part],
    words: &[Rc<[SetIx]>],
    at: usize,
    then: &mut dyn FnMut(usize) -> Option<usize>,
) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return then(at) };
    match part {
        Part::Word(set) => match words.get(at) {
            Some(sets) if sets.binary_search(set).is_ok() => follow(rest, words, at + 1, then),
            _ => None,
        },
        Part::OneOf(phrases) => phrases.iter().find_map(|phrase| {
            follow(phrase, words, at, &mut |end| follow(rest, words, end, then))
        }),
        Part::Maybe(phrase) => {
            let with = follow(phrase, words, at, &mut |end| follow(rest, words, end, then));
            with.or_else(|| follow(rest, words, at, then))
        }
        Part::Gap(most) => (0..=usize::from(*most))
            .take_while(|skip| at + skip <= words.len())
            .find_map(|skip| follow(rest, words, at + skip, then)),
    }
}

struct Reader<'t, 's> {
    rest: &'t str,
    lists: &'s Lists,
    sets: &'s mut Sets,
    depth: usize,
}

impl Reader<'_, '_> {
    fn sequence(&mut self) -> Result<Vec<Part>, String> {
        let mut parts = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next() {
                None | Some('|' | ')' | ']') => return Ok(parts),
                Some('(') => parts.push(self.one_of(('(', ')'))?),
                Some('[') => {
                    let one_of = self.one_of(('[', ']'))?;
                    parts.push(Part::Maybe(vec![one_of]));
                }
                Some('<') => parts.push(self.list()?),
                Some(_) => {
                    let word = self.word();
                    self.plain(&word, &mut parts)?;
                }
            }
        }
    }

    fn open(&mut self, bracket: char) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("brackets nest too deep".to_owned());
        }
        self.rest = self.rest.strip_prefix(bracket).unwrap_or(self.rest);
        Ok(())
    }

    fn close(&mut self, bracket: char) -> Result<(), String> {
        self.depth -= 1;
        match self.rest.strip_prefix(bracket) {
            Some(rest) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(format!("`{bracket}` is missing")),
        }
    }

    fn one_of(&mut self, (open, close): (char, char)) -> Result<Part, String> {
        self.open(open)?;
        let mut phrases = vec![self.sequence()?];
        while let Some(rest) = self.rest.strip_prefix('|') {
            self.rest = rest;
            phrases.push(self.sequence()?);
        }
        self.close(close)?;
        if phrases.iter().any(Vec::is_empty) {
            return Err("an empty alternative; write what may be absent in `[ ]`".to_owned());
        }
        Ok(Part::OneOf(phrases))
    }

    /// A list becomes one set of its single words, beside its phrases.
    fn list(&mut self) -> Result<Part, String> {
        let Some((name, rest)) = self.rest.strip_prefix('<').and_then(|at| at.split_once('>'))
        else {
            return Err("`>` is missing".to_owned());
        };
        self.rest = rest;
        let Some(items) = self.lists.get(name) else { return Err(format!("no list `{name}`")) };
        let items = items.clone();
        let mut forms = Vec::new();
        let mut phrases = Vec::new();
        for item in &items {
            if item
                .contains(|at: char| at.is_whitespace() || "([<|".contains(at) || is_by_letter(at))
            {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(format!("list `{name}` nests too deep"));
                }
                let mut inner =
                    Reader { rest: item, lists: self.lists, sets: self.sets, depth: self.depth };
                phrases.push(inner.sequence()?);
                self.depth -= 1;
            } else {
                forms.push(form(item)?);
            }
        }
        if !forms.is_empty() {
            phrases.insert(0, vec![Part::Word(self.sets.add(forms))]);
        }
        Ok(Part::OneOf(phrases))
    }

    fn word(&mut self) -> String {
        let end = self
            .rest
            .find(|at: char| at.is_whitespace() || "()[]<>|".contains(at))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn plain(&mut self, word: &str, parts: &mut Vec<Part>) -> Result<(), String> {
        if let Some(most) = word.strip_prefix("..") {
            let most = if most.is_empty() { Ok(GAP) } else { most.parse() };
            return match most {
                Ok(most) if most <= 12 => {
                    parts.push(Part::Gap(most));
                    Ok(())
                }
                _ => Err(format!("`{word}` is no gap of at most twelve words")),
            };
        }
        for piece in pieces(word) {
            parts.push(Part::Word(self.sets.add(vec![form(piece)?])));
        }
        Ok(())
    }
}

/// A word as texts are read: letters of scripts without blanks stand alone.
fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut open = None;
    for (at, character) in word.char_indices() {
        if is_by_letter(character) {
            pieces.extend(open.take().and_then(|from| word.get(from..at)));
            pieces.extend(word.get(at..at + character.len_utf8()));
        } else if open.is_none() {
            open = Some(at);
        }
    }
    pieces.extend(open.and_then(|from| word.get(from..)));
    pieces
}

fn form(word: &str) -> Result<Form, String> {
    let bare = word.trim_matches('*');
    if bare.is_empty() || bare.contains(|at: char| !at.is_alphanumeric()) {
        return Err(format!("`{word}` is no word; write each word by itself"));
    }
    let folded = fold(bare);
    if word.contains('*') && folded.chars().count() < MIN_START {
        return Err(format!("`{word}` is too short for a star"));
    }
    Ok(match (word.starts_with('*'), word.ends_with('*')) {
        (false, false) => Form::Whole(folded),
        (false, true) => Form::Start(folded),
        (true, false) => Form::End(folded),
        (true, true) => Form::Inside(folded),
    })
}
