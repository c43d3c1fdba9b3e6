//! Words of registers for kinds and stages.

use actlas_facts::{RecordKind, Stage, Truth, truth_word};

/// Stages in the words of real registers. What a text says first counts: "Pilot: deployed in a limited
/// test" is a pilot.
const STAGES: &[(&str, Stage)] = &[
    ("not in use", Stage::Retired),
    ("no longer", Stage::Retired),
    ("retired", Stage::Retired),
    ("decommission", Stage::Retired),
    ("discontinued", Stage::Retired),
    ("stopped", Stage::Retired),
    ("terminated", Stage::Retired),
    ("abandoned", Stage::Retired),
    ("inactive", Stage::Retired),
    ("buiten gebruik", Stage::Retired),
    ("außer betrieb", Stage::Retired),
    ("hors service", Stage::Retired),
    ("not yet", Stage::Planned),
    ("noch nicht", Stage::Planned),
    ("nog niet", Stage::Planned),
    ("pas encore", Stage::Planned),
    ("not in production", Stage::Planned),
    ("pre-deployment", Stage::Planned),
    ("pre deployment", Stage::Planned),
    ("pre-production", Stage::Planned),
    ("in gebruik", Stage::InUse),
    ("in betrieb", Stage::InUse),
    ("en service", Stage::InUse),
    ("operation", Stage::InUse),
    ("production", Stage::InUse),
    ("implemented", Stage::InUse),
    ("implementation", Stage::Planned),
    ("deployed", Stage::InUse),
    ("in use", Stage::InUse),
    ("in-use", Stage::InUse),
    ("active", Stage::InUse),
    ("live", Stage::InUse),
    ("planned", Stage::Planned),
    ("pilot", Stage::Planned),
    ("sandbox", Stage::Planned),
    ("development", Stage::Planned),
    ("acquisition", Stage::Planned),
    ("initiation", Stage::Planned),
    ("initiated", Stage::Planned),
    ("prototype", Stage::Planned),
    ("proof of concept", Stage::Planned),
    ("proof-of-concept", Stage::Planned),
    ("research", Stage::Planned),
    ("entwicklung", Stage::Planned),
    ("ontwikkeling", Stage::Planned),
    ("développement", Stage::Planned),
    ("fuera de servicio", Stage::Retired),
    ("fuera de uso", Stage::Retired),
    ("retirado", Stage::Retired),
    ("retirada", Stage::Retired),
    ("fuori servizio", Stage::Retired),
    ("dismesso", Stage::Retired),
    ("dismessa", Stage::Retired),
    ("ritirato", Stage::Retired),
    ("todavía no", Stage::Planned),
    ("aún no", Stage::Planned),
    ("non ancora", Stage::Planned),
    ("en uso", Stage::InUse),
    ("en funcionamiento", Stage::InUse),
    ("en producción", Stage::InUse),
    ("en servicio", Stage::InUse),
    ("operativo", Stage::InUse),
    ("operativa", Stage::InUse),
    ("activo", Stage::InUse),
    ("in uso", Stage::InUse),
    ("in funzione", Stage::InUse),
    ("in esercizio", Stage::InUse),
    ("in produzione", Stage::InUse),
    ("attivo", Stage::InUse),
    ("attiva", Stage::InUse),
    ("planificado", Stage::Planned),
    ("previsto", Stage::Planned),
    ("piloto", Stage::Planned),
    ("desarrollo", Stage::Planned),
    ("pruebas", Stage::Planned),
    ("pianificato", Stage::Planned),
    ("sperimentazione", Stage::Planned),
    ("sviluppo", Stage::Planned),
    ("prova", Stage::Planned),
];

/// Words that turn what follows into its opposite, or into something that only its author knows.
const NEGATIONS: &[&str] = &[
    "not",
    "never",
    "no",
    "be",
    "will",
    "nicht",
    "kein",
    "keine",
    "niet",
    "geen",
    "pas",
    "plus",
    "ne",
    "sin",
    "nunca",
    "non",
    "mai",
    "senza",
    "from",
    "soon",
    "expected",
    "ab",
    "bald",
    "vanaf",
    "binnenkort",
    "partir",
    "bientôt",
    "desde",
    "pronto",
    "dal",
];

/// Parts that what follows belongs to: "no longer in operation", "not yet in use".
const OPENING: &[&str] = &[
    "no longer",
    "not yet",
    "noch nicht",
    "nog niet",
    "pas encore",
    "todavía no",
    "aún no",
    "non ancora",
];

/// Words behind a stage that leave it what it is.
const FILLERS: &[&str] = &[
    "and",
    "und",
    "en",
    "et",
    "y",
    "e",
    "in",
    "the",
    "maintenance",
    "management",
    "monitoring",
    "use",
    "phase",
    "fase",
    "stage",
    "status",
    "mode",
    "environment",
    "system",
    "systems",
    "project",
    "initiative",
    "completed",
    "published",
    "now",
    "currently",
    "fully",
    "today",
];

/// Words behind which the past follows: "in use since March 2019".
const SINCE: &[&str] = &["since", "seit", "sinds", "depuis"];

/// What a plan must not be about to be one.
const ENDS: &[&str] = &["retire", "withdraw", "end", "shut", "abschaltung", "stilllegung"];

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

/// The stage a register states, or `None` if its words are not known.
pub(crate) fn stage(text: &str) -> Option<Stage> {
    let word = text.trim().to_lowercase().replace('_', " ");
    if NOTHING.contains(&word.as_str()) {
        return Some(Stage::Unknown);
    }
    let found =
        STAGES.iter().filter_map(|(part, stage)| Some((begins(&word, part)?, part, *stage)));
    if let Some((at, part, stage)) = found.min_by_key(|(at, ..)| *at) {
        let before = word.get(..at).unwrap_or_default();
        let negated =
            before.split(|c: char| !c.is_alphanumeric()).any(|before| NEGATIONS.contains(&before));
        let behind = word.get(at + part.len()..).unwrap_or_default();
        return Some(stage).filter(|_| !negated && stays(part, stage, behind));
    }
    // A digit is more often the number of a phase. A bare "no" may be the answer to any question.
    match truth_word(&word).filter(|_| !word.starts_with(|c: char| c.is_ascii_digit())) {
        Some(Truth::True) => Some(Stage::InUse),
        _ => None,
    }
}

/// The stage that a column states; one that asks whether something is in use (Y/N) gives "no" a meaning.
pub(crate) fn stage_of(column: &str, text: &str) -> Option<Stage> {
    let asks = || column.to_lowercase().contains("y/n");
    stage(text)
        .or_else(|| (truth_word(text) == Some(Truth::False) && asks()).then_some(Stage::Retired))
}

/// Whether a stage is what it seems with what is said behind it, up to the next mark: not "in use from
/// 2027", and not "planned to be retired".
fn stays(part: &str, stage: Stage, behind: &str) -> bool {
    // The rest of the word itself: `decommission-ed`.
    let behind = behind.trim_start_matches(char::is_alphanumeric);
    // Whatever is no part of a word ends a clause: registers write their dashes in many encodings.
    let goes_on = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-'\u{2019}&".contains(c);
    let clause = behind.split(|c| !goes_on(c)).next();
    let mut clause = clause.and_then(|at| at.split(" - ").next()).unwrap_or_default();
    if stage == Stage::Planned && !OPENING.contains(&part) {
        let other = |at: &&(&str, Stage)| at.1 != stage && begins(clause, at.0).is_some();
        let ends = ENDS.iter().any(|word| begins(clause, word).is_some());
        return !ends && !STAGES.iter().any(|at| other(&at));
    }
    loop {
        clause = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
        if clause.is_empty() {
            return true;
        }
        let fits = |at: &&(&str, Stage)| {
            clause.starts_with(at.0)
                && (at.1 == stage || (OPENING.contains(&part) && at.1 == Stage::InUse))
        };
        let word = clause.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let passed = match STAGES.iter().find(fits) {
            Some((known, _)) => known.len(),
            None if SINCE.contains(&word) => return true,
            None if FILLERS.contains(&word) => word.len(),
            None => return false,
        };
        let rest = clause.get(passed..).unwrap_or_default();
        clause = rest.trim_start_matches(char::is_alphanumeric);
    }
}

/// Where a part begins a word of the text: "live" is not in "delivered", nor "operation" in
/// "pre-operational".
fn begins(text: &str, part: &str) -> Option<usize> {
    let starts_word = |at: &usize| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric() && before != '-')
    };
    text.match_indices(part).map(|(at, _)| at).find(starts_word)
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
        | "gpai model"
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
        "other" | "otro" | "altro" | "autre" | "andere" | "anderes" => Some(RecordKind::Other),
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
