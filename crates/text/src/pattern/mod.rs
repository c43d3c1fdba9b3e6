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
use std::ops::Deref;

mod vocabulary;

use vocabulary::{Form, MIN_PIECE};
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
    /// After the first part: sets of which one each must be among the words, for there to be a match.
    needs: Vec<Vec<SetIx>>,
    /// Most words that a match has.
    reach: usize,
}

/// Words in a row, and the sets they belong to.
pub trait Row {
    /// How many words there are.
    fn count(&self) -> usize;
    /// Whether the word at a place is of a set.
    fn is_of(&self, at: usize, set: SetIx) -> bool;
}

impl<W: Deref<Target = [SetIx]>> Row for [W] {
    fn count(&self) -> usize {
        self.len()
    }

    fn is_of(&self, at: usize, set: SetIx) -> bool {
        self.get(at).is_some_and(|sets| sets.binary_search(&set).is_ok())
    }
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
        let needs = parts.iter().skip(1).filter_map(needed).collect();
        let reach = reach(&parts);
        let pattern = Pattern { parts, needs, reach };
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

    /// The sets it asks for.
    pub fn sets(&self) -> Vec<SetIx> {
        let mut sets = Vec::new();
        of_all(&self.parts, &mut sets);
        sets
    }

    /// Whether there can be a match among words that belong to these sets. Asked first, it spares most of
    /// the trying.
    pub fn is_possible(&self, among: impl Fn(SetIx) -> bool) -> bool {
        self.needs.iter().all(|sets| sets.iter().any(|set| among(*set)))
    }

    /// One set that every match has a word of beside its first, if there is one: the shortest of questions
    /// to ask before [`Pattern::is_possible`].
    pub fn needs(&self) -> Option<SetIx> {
        self.needs.iter().find_map(|sets| match sets.as_slice() {
            [set] => Some(*set),
            _ => None,
        })
    }

    /// Most words that a match has.
    pub fn reach(&self) -> usize {
        self.reach
    }

    /// Where a match that starts at a word ends, if there is one.
    pub fn match_at<R: Row + ?Sized>(&self, words: &R, at: usize) -> Option<usize> {
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

fn reach(parts: &[Part]) -> usize {
    let of = |part: &Part| match part {
        Part::Word(_) => 1,
        Part::OneOf(phrases) => {
            phrases.iter().map(|phrase| reach(phrase)).max().unwrap_or_default()
        }
        Part::Maybe(phrase) => reach(phrase),
        Part::Gap(most) => usize::from(*most),
    };
    parts.iter().map(of).fold(0, usize::saturating_add)
}

fn of_all(parts: &[Part], sets: &mut Vec<SetIx>) {
    for part in parts {
        match part {
            Part::Word(set) => sets.push(*set),
            Part::OneOf(phrases) => phrases.iter().for_each(|phrase| of_all(phrase, sets)),
            Part::Maybe(phrase) => of_all(phrase, sets),
            Part::Gap(_) => {}
        }
    }
}

/// Sets to one of which a word of a match belongs, if a part is never nothing.
fn needed(part: &Part) -> Option<Vec<SetIx>> {
    match part {
        Part::Word(set) => Some(vec![*set]),
        Part::OneOf(phrases) => {
            // Of each phrase its first part that is never nothing.
            let of_each = phrases.iter().map(|phrase| phrase.iter().find_map(needed));
            let mut sets: Vec<SetIx> = of_each.collect::<Option<Vec<_>>>()?.concat();
            sets.sort_unstable();
            sets.dedup();
            Some(sets)
        }
        Part::Maybe(_) | Part::Gap(_) => None,
    }
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

fn follow<R: Row + ?Sized>(
    parts: &[Part],
    words: &R,
    at: usize,
    then: &mut dyn FnMut(usize) -> Option<usize>,
) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return then(at) };
    match part {
        Part::Word(set) if words.is_of(at, *set) => follow(rest, words, at + 1, then),
        Part::Word(_) => None,
        // Most of many alternatives fall at their first word.
        Part::OneOf(phrases) => {
            phrases.iter().filter(|phrase| may_start(phrase, words, at)).find_map(|phrase| {
                follow(phrase, words, at, &mut |end| follow(rest, words, end, then))
            })
        }
        Part::Maybe(phrase) => {
            let with = follow(phrase, words, at, &mut |end| follow(rest, words, end, then));
            with.or_else(|| follow(rest, words, at, then))
        }
        Part::Gap(most) => (at..=words.count().min(at + usize::from(*most)))
            .filter(|at| may_start(rest, words, *at))
            .find_map(|at| follow(rest, words, at, then)),
    }
}

/// Whether parts may match from a word on, as far as their first part tells.
fn may_start<R: Row + ?Sized>(parts: &[Part], words: &R, at: usize) -> bool {
    match parts.first() {
        Some(Part::Word(set)) => words.is_of(at, *set),
        _ => true,
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
        Ok(self.joined(phrases))
    }

    /// One of several phrases; single words beside each other become one set, which is asked once.
    fn joined(&mut self, phrases: Vec<Vec<Part>>) -> Part {
        let word = |phrase: &Vec<Part>| match phrase.as_slice() {
            [Part::Word(set)] => Some(*set),
            _ => None,
        };
        let both =
            |one: &Vec<Part>, other: &Vec<Part>| word(one).is_some() && word(other).is_some();
        let mut joined: Vec<Vec<Part>> = Vec::new();
        for row in phrases.chunk_by(both) {
            match row {
                [phrase] => joined.push(phrase.clone()),
                words => {
                    let sets: Vec<SetIx> = words.iter().filter_map(word).collect();
                    joined.push(vec![Part::Word(self.sets.any(&sets))]);
                }
            }
        }
        match joined.as_slice() {
            [phrase] => match phrase.as_slice() {
                [Part::Word(set)] => Part::Word(*set),
                _ => Part::OneOf(joined),
            },
            _ => Part::OneOf(joined),
        }
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
        Ok(self.joined(phrases))
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
    if word.contains('*') && folded.chars().count() < MIN_PIECE {
        return Err(format!("`{word}` is too short for a star"));
    }
    Ok(match (word.starts_with('*'), word.ends_with('*')) {
        (false, false) => Form::Whole(folded),
        (false, true) => Form::Start(folded),
        (true, false) => Form::End(folded),
        (true, true) => Form::Inside(folded),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lists, Memory, Pattern, SetIx, Sets};

    /// Where the pattern matches from the first word on, whether it says that it could, and how far.
    fn matched(pattern: &str, text: &str) -> (Option<usize>, bool, usize) {
        let mut sets = Sets::default();
        let pattern = Pattern::read(pattern, &Lists::new(), &mut sets).unwrap();
        sets.keep(&pattern.sets());
        let mut memory = Memory::default();
        let words: Vec<_> = text.split(' ').map(|word| memory.sets(&sets, word)).collect();
        let among = |set: SetIx| words.iter().any(|word| word.contains(&set));
        (pattern.match_at(words.as_slice(), 0), pattern.is_possible(among), pattern.reach())
    }

    #[test]
    fn alternatives_keep_their_order() {
        let check = |pattern: &str, text: &str, want: Option<usize>| {
            assert_eq!(matched(pattern, text).0, want, "{pattern}: {text}");
        };
        check("(a|b|c d) e", "b e", Some(2));
        check("(a|b|c d) e", "c d e", Some(3));
        check("(a|b|c d) e", "c e", None);
        // The first alternative counts, even where another would take more words.
        check("(a|a b) [b c]", "a b c", Some(3));
        check("(a|a b)", "a b", Some(1));
        check("(a b|a)", "a b", Some(2));
        check("x [a|b c] d", "x b c d", Some(4));
        check("x [a|b c] d", "x d", Some(2));
    }

    proptest! {
        #[test]
        fn what_matches_is_possible(
            parts in prop::collection::vec(
                prop::sample::select(vec!["a", "b", "(a|b|c)", "(a b|c)", "[c|d]", "..2", "(a|b c|d|e)"]),
                0..5,
            ),
            words in prop::collection::vec(
                prop::sample::select(vec!["a", "b", "c", "d", "e"]),
                1..8,
            ),
        ) {
            let pattern = format!("a {} e", parts.join(" "));
            let (found, possible, reach) = matched(&pattern, &words.join(" "));
            prop_assert!(found.is_none() || possible, "{} in {:?}", pattern, words);
            prop_assert!(found.is_none_or(|end| end <= reach), "{} in {:?}", pattern, words);
        }
    }
}
