//! Words of registers for kinds and stages.

use std::cmp::Reverse;

use actlas_facts::{RecordKind, Stage, Truth, truth_word};

use crate::stage_neighbours::{AHEAD, ENDS, FILLERS, LEADING, SINCE};
use crate::stage_words::{IN_USE, PLANNED, PLANNED_FOR, RETIRED, RETIRED_FROM};

/// Words that say that nothing is stated.
const NOTHING: &[&str] = &[
    "",
    "-",
    "n/a",
    "na",
    "none",
    "unknown",
    "onbekend",
    "unbekannt",
    "inconnu",
    "desconocido",
    "sconosciuto",
    "null",
];

/// How much of a text is looked at: a stage that stands behind more is none that is stated.
const MAX_LETTERS: usize = 1_000;

/// Whether a word speaks for itself or of what follows: "no longer in operation", "not yet in use".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Itself,
    WhatFollows,
}

const STAGES: &[(Stage, Of, &[&str])] = &[
    (Stage::Retired, Of::Itself, RETIRED),
    (Stage::Retired, Of::WhatFollows, RETIRED_FROM),
    (Stage::Planned, Of::Itself, PLANNED),
    (Stage::Planned, Of::WhatFollows, PLANNED_FOR),
    (Stage::InUse, Of::Itself, IN_USE),
];

/// All words for stages.
fn stages() -> impl Iterator<Item = (Stage, Of, &'static str)> {
    STAGES.iter().flat_map(|(stage, of, words)| words.iter().map(|word| (*stage, *of, *word)))
}

/// The stage a register states, or `None` if its words are not known. What a text says first counts:
/// "Pilot: deployed in a limited test" is a pilot.
pub(crate) fn stage(text: &str) -> Option<Stage> {
    let start: String = text.trim().chars().take(MAX_LETTERS).collect();
    let word = start.to_lowercase().replace('_', " ").replace('\u{2019}', "'");
    if NOTHING.contains(&word.as_str()) {
        return Some(Stage::Unknown);
    }
    let found = stages().filter_map(|(stage, of, part)| Some((finds(&word, part)?, stage, of)));
    let first = found.min_by_key(|((at, len), ..)| (*at, Reverse(*len)));
    if let Some(((at, len), stage, of)) = first {
        let before = word.get(..at).unwrap_or_default();
        let behind = word.get(at + len..).unwrap_or_default();
        let leads = before.split(|c: char| !c.is_alphanumeric()).all(is_leading);
        return Some(stage).filter(|_| leads && stays(stage, of, behind));
    }
    // A digit is more often the number of a phase. A bare "no" may be the answer to any question.
    match truth_word(&word).filter(|_| !word.starts_with(|c: char| c.is_ascii_digit())) {
        Some(Truth::True) => Some(Stage::InUse),
        _ => None,
    }
}

/// Whether a word before a stage leaves it what it is: `Stage 3`, `c)`. An "n" may be a "no".
fn is_leading(word: &str) -> bool {
    let mark = word.chars().nth(1).is_none() && word != "n";
    mark || word.bytes().all(|byte| byte.is_ascii_digit()) || LEADING.contains(&word)
}

/// The stage that a column states; one that asks whether something is in use (Y/N) gives "no" a meaning.
pub(crate) fn stage_of(column: &str, text: &str) -> Option<Stage> {
    let asks = || column.to_lowercase().contains("y/n");
    stage(text)
        .or_else(|| (truth_word(text) == Some(Truth::False) && asks()).then_some(Stage::Retired))
}

/// Whether a stage is what it seems with what is said behind it, up to the next mark: not "in use from
/// 2027", and not "planned to be retired".
fn stays(stage: Stage, of: Of, behind: &str) -> bool {
    // Whatever is no part of a word ends a clause: registers write their dashes in many encodings.
    let goes_on = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-'&".contains(c);
    let clause = behind.split(|c| !goes_on(c)).next();
    let mut clause = clause.and_then(|at| at.split(" - ").next()).unwrap_or_default();
    if stage == Stage::Planned && of == Of::Itself {
        let ends = ENDS.iter().any(|word| begins(clause, word).is_some());
        return !ends && !stages().any(|at| at.0 != stage && finds(clause, at.2).is_some());
    }
    loop {
        clause = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
        if clause.is_empty() {
            return true;
        }
        let fits = |at: &(Stage, Of, &str)| {
            at.0 == stage || (of == Of::WhatFollows && at.0 == Stage::InUse)
        };
        let known = stages().filter(fits).filter_map(|at| starts(clause, at.2)).max();
        let word = clause.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let passed = match known {
            Some(len) => len,
            None if SINCE.contains(&word) => return true,
            None if FILLERS.contains(&word) => word.len(),
            None if of == Of::WhatFollows && AHEAD.contains(&word) => word.len(),
            None => return false,
        };
        clause = clause.get(passed..).unwrap_or_default();
    }
}

/// Where a word for a stage stands first in a text, and how many bytes it takes there.
fn finds(text: &str, word: &str) -> Option<(usize, usize)> {
    let part = word.trim_end_matches('*');
    let here = |(at, _): (usize, &str)| Some((at, starts(text.get(at..)?, word)?));
    text.match_indices(part).filter(|(at, _)| starts_word(text, *at)).find_map(here)
}

/// How many bytes of a text a word for a stage takes, if the text starts with it.
fn starts(text: &str, word: &str) -> Option<usize> {
    let (part, open) = match word.strip_suffix('*') {
        Some(part) => (part, true),
        None => (word, false),
    };
    let rest = text.strip_prefix(part)?;
    let ending = rest.len() - rest.trim_start_matches(char::is_alphanumeric).len();
    (open || ending == 0).then_some(part.len() + ending)
}

/// Where a part begins a word of the text: "live" is not in "delivered", nor "operation" in
/// "pre-operational".
fn begins(text: &str, part: &str) -> Option<usize> {
    text.match_indices(part).map(|(at, _)| at).find(|at| starts_word(text, *at))
}

fn starts_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|before| !before.is_alphanumeric() && before != '-')
}

/// The kind a register states, or `None` if its words are not known.
pub(crate) fn kind(text: &str) -> Option<RecordKind> {
    let word = text.trim().to_lowercase().replace(['-', '_'], " ");
    match word.as_str() {
        "" | "system" | "ai system" | "application" | "use case" | "sistema" | "sistema de ia"
        | "sistema di ia" | "système" | "systeem" => Some(RecordKind::System),
        "model"
        | "ai model"
        | "machine learning model"
        | "ml model"
        | "llm"
        | "language model"
        | "large language model"
        | "foundation model"
        | "gpai"
        | "gpai model"
        | "general purpose ai"
        | "ai modell"
        | "ki modell"
        | "modèle d'ia"
        | "modelo de ia"
        | "modello di ia"
        | "adapter"
        | "lora"
        | "general purpose ai model"
        | "sprachmodell"
        | "taalmodel"
        | "modèle de langage"
        | "modelo de lenguaje"
        | "modello linguistico"
        | "modelo"
        | "modello"
        | "modèle"
        | "modell" => Some(RecordKind::Model),
        "component" | "componente" | "composant" | "komponente" => Some(RecordKind::Component),
        "dataset" | "data set" | "datensatz" | "other" | "otro" | "altro" | "autre" | "andere"
        | "anderes" => Some(RecordKind::Other),
        _ => None,
    }
}

/// What a name holds that no name should, if anything.
pub(crate) fn odd(name: &str) -> Option<&'static str> {
    // Of the plain characters, which are nearly all, only one begins anything odd.
    if name.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'<') {
        None
    } else if name.contains('\0') {
        Some("a NUL character")
    } else if name.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Some("a control character")
    } else if name.chars().any(|c| {
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    }) {
        Some("a character that turns the direction of writing")
    } else if is_markup(name) {
        Some("markup")
    } else {
        None
    }
}

/// Whether a text holds a tag: `<b>`, `</b>`, `<!--`, but not `a < b`.
fn is_markup(text: &str) -> bool {
    let Some(last) = text.rfind('>') else { return false };
    let opens = |(at, _): (usize, &str)| {
        let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
        at < last && next.is_some_and(|c| c.is_ascii_alphabetic() || c == '/' || c == '!')
    };
    text.match_indices('<').any(opens)
}
