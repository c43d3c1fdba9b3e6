//! Words of registers for kinds and stages.

use actlas_facts::{RecordKind, Stage, truth_word};

/// Stages in the words of real registers, by what they contain. The first that matches counts, so a
/// word that contains another stands before it.
const STAGES: &[(&str, Stage)] = &[
    ("not in use", Stage::Retired),
    ("no longer", Stage::Retired),
    ("not in production", Stage::Planned),
    ("retired", Stage::Retired),
    ("decommission", Stage::Retired),
    ("discontinued", Stage::Retired),
    ("stopped", Stage::Retired),
    ("terminated", Stage::Retired),
    ("abandoned", Stage::Retired),
    ("inactive", Stage::Retired),
    ("buiten_gebruik", Stage::Retired),
    ("buiten gebruik", Stage::Retired),
    ("außer betrieb", Stage::Retired),
    ("hors service", Stage::Retired),
    ("pre-deployment", Stage::Planned),
    ("pre deployment", Stage::Planned),
    ("in_gebruik", Stage::InUse),
    ("in gebruik", Stage::InUse),
    ("in_ontwikkeling", Stage::Planned),
    ("in ontwikkeling", Stage::Planned),
    ("in betrieb", Stage::InUse),
    ("en service", Stage::InUse),
    ("operation", Stage::InUse),
    ("production", Stage::InUse),
    ("implemented", Stage::InUse),
    ("implementation", Stage::Planned),
    ("deployed", Stage::InUse),
    ("in_use", Stage::InUse),
    ("in use", Stage::InUse),
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
    ("research", Stage::Planned),
    ("entwicklung", Stage::Planned),
    ("développement", Stage::Planned),
];

/// Words that say that nothing is stated.
const NOTHING: &[&str] =
    &["", "-", "n/a", "na", "none", "unknown", "onbekend", "unbekannt", "inconnu", "null"];

/// The stage a register states, or `None` if its words are not known.
pub(crate) fn stage(text: &str) -> Option<Stage> {
    let word = text.trim().to_lowercase();
    if NOTHING.contains(&word.as_str()) {
        return Some(Stage::Unknown);
    }
    if let Some((_, stage)) = STAGES.iter().find(|(part, _)| word.contains(part)) {
        return Some(*stage);
    }
    // A column such as "in use (Y/N)".
    match truth_word(&word) {
        Some(actlas_facts::Truth::True) => Some(Stage::InUse),
        Some(actlas_facts::Truth::False) => Some(Stage::Retired),
        _ => None,
    }
}

/// The kind a register states, or `None` if its words are not known.
pub(crate) fn kind(text: &str) -> Option<RecordKind> {
    let word = text.trim().to_lowercase();
    match word.as_str() {
        "" | "system" | "ai system" | "application" | "use case" => Some(RecordKind::System),
        "model" | "ai model" | "machine-learning-model" => Some(RecordKind::Model),
        "component" => Some(RecordKind::Component),
        "other" => Some(RecordKind::Other),
        _ => None,
    }
}
