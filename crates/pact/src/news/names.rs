//! Names of organisations in running text.

use std::collections::HashMap;

use actlas_text::{Word, is_by_letter, words};

use crate::model::{InstrumentIx, OrgIx, Organisation, Pacts};

/// A name as it is looked for.
#[derive(Debug)]
struct Name {
    organisation: OrgIx,
    /// Only towards this instrument.
    within: Option<InstrumentIx>,
    parts: Vec<(String, Capital)>,
    common: bool,
}

/// Whether a word of a name must start with a capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Capital {
    Asked,
    /// All letters must be capitals.
    All,
    Free,
}

/// A known organisation in a text, by words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) organisation: OrgIx,
    pub(super) within: Option<InstrumentIx>,
    /// Whether the name is a word too.
    pub(super) common: bool,
    /// Whether an `-s` hangs on it that is no part of the name: `Googles Partner`.
    pub(super) hung: bool,
}

/// Endings of names on `-a`, in place of it.
const STEM_ENDINGS: &[&str] = &["y", "u", "ou", "os", "ai", "je", "e", "i", "oi", "om"];

/// All names by their first word.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    by_first: HashMap<String, Vec<Name>>,
}

/// Endings that languages add to names, once a name has four letters.
const ENDINGS: &[&str] = &["s", "a", "u", "owi", "em", "ie", "n", "in", "ille", "lle", "nak", "en"];

impl NameIndex {
    pub(super) fn new(pacts: &Pacts) -> NameIndex {
        let mut index = NameIndex::default();
        for (at, organisation) in pacts.organisations.iter().enumerate() {
            index.add(&organisation.name, (OrgIx(at), organisation), None);
            for (_, name) in &organisation.names {
                index.add(name, (OrgIx(at), organisation), None);
            }
            for (instrument, name) in &organisation.names_in {
                if let Some(instrument) = pacts.find_instrument(instrument) {
                    index.add(name, (OrgIx(at), organisation), Some(instrument));
                }
            }
        }
        index
    }

    fn add(
        &mut self,
        name: &str,
        (organisation, of): (OrgIx, &Organisation),
        within: Option<InstrumentIx>,
    ) {
        let mut folded = String::new();
        let parts: Vec<(String, Capital)> = words(name, &mut folded)
            .iter()
            .map(|word| {
                let original = name.get(word.start..word.end).unwrap_or_default();
                let capital = original.starts_with(char::is_uppercase);
                let all = of.exact && original.chars().all(char::is_uppercase);
                let asked = match (all, capital) {
                    (true, _) => Capital::All,
                    (false, true) => Capital::Asked,
                    (false, false) => Capital::Free,
                };
                (word.folded.to_owned(), asked)
            })
            .collect();
        let Some((first, _)) = parts.first() else { return };
        // A name of one common letter of a script without blanks would be found everywhere.
        if parts.len() == 1 && first.chars().all(is_by_letter) {
            return;
        }
        let common = of.common && parts.len() == 1;
        let name = Name { organisation, within, parts, common };
        let first = name.parts.first().map(|(first, _)| key(first)).unwrap_or_default();
        self.by_first.entry(first).or_default().push(name);
    }

    /// The known names among words, longest first, none within another.
    pub(super) fn find(&self, text: &str, words: &[Word]) -> Vec<Known> {
        let mut found: Vec<Known> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let names = self.by_first.get(&key(word.folded)).into_iter().flatten();
            let glued = unglued(word.folded)
                .and_then(|bare| self.by_first.get(&key(bare)))
                .into_iter()
                .flatten();
            let rest = words.get(at..).unwrap_or_default();
            let fits = names.chain(glued).filter(|name| name.fits(text, rest));
            match fits.max_by_key(|name| (name.parts.len(), name.within.is_none())) {
                Some(name) => {
                    let end = at + name.parts.len();
                    let Name { organisation, within, common, .. } = *name;
                    let last = words.get(end - 1).map_or("", |word| word.folded);
                    let part = name.parts.last().map_or("", |(part, _)| part.as_str());
                    let hung = last.strip_prefix(part) == Some("s");
                    found.push(Known { start: at, end, organisation, within, common, hung });
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// Arabic glues `and`, `for`, `by`, `as` to the word that follows.
fn unglued(word: &str) -> Option<&str> {
    word.strip_prefix(['و', 'ف', 'ل', 'ب', 'ك']).filter(|rest| rest.chars().count() >= 3)
}

/// The first three letters, by which names are looked up.
fn key(word: &str) -> String {
    word.chars().take(3).collect()
}

impl Name {
    fn fits(&self, text: &str, words: &[Word]) -> bool {
        let last = self.parts.len() - 1;
        self.parts.iter().enumerate().all(|(at, (part, capital))| {
            let Some(word) = words.get(at) else { return false };
            let original = text.get(word.start..word.end).unwrap_or_default();
            let capital = match capital {
                Capital::Asked => original.starts_with(char::is_uppercase),
                Capital::All => original.chars().all(char::is_uppercase),
                Capital::Free => true,
            };
            let bare = if at == 0 { unglued(word.folded) } else { None };
            let same = word.folded == part || bare == Some(part);
            capital && (same || (at == last && inflected(word.folded, part)))
        })
    }
}

/// A name on `-a` whose last letter gives way to an ending: `Nokije`, `Mety`.
fn declined(word: &str, name: &str) -> bool {
    let stem = name.strip_suffix('a').filter(|stem| stem.chars().count() >= 3);
    let rest = stem.and_then(|stem| word.strip_prefix(stem));
    rest.is_some_and(|rest| STEM_ENDINGS.contains(&rest))
}

/// A name with an ending of its language, or with a particle where the script is Korean.
fn inflected(word: &str, name: &str) -> bool {
    let Some(rest) = word.strip_prefix(name).filter(|rest| !rest.is_empty()) else {
        return declined(word, name);
    };
    let korean =
        name.chars().all(|at| matches!(at, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}'));
    if korean {
        return rest.chars().count() <= 9;
    }
    name.chars().count() >= 4 && ENDINGS.contains(&rest)
        || (name.chars().count() >= 3 && !rest.is_ascii() && rest.chars().count() <= 9)
}
