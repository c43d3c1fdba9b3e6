//! A new pledge file.

use std::fmt::Write as _;

use crate::model::{Instrument, Pacts};
use crate::pledge::Pledged;

/// The text of a new pledge file: the commitments every signatory takes, and the chosen ones. What is
/// not known stays empty.
pub fn new_pledge(
    pacts: &Pacts,
    instrument: &Instrument,
    organisation: &str,
    pledged: Pledged,
    chosen: &[&str],
) -> String {
    let mut text = String::new();
    let head = match pledged {
        Pledged::Yes => {
            format!(
                "# A pledge under the {}. It records what is promised, by whom it is kept and what shows it.",
                instrument.name
            )
        }
        Pledged::No => {
            format!(
                "# Evidence beside the {}. Nothing is pledged; the commitments are those that it is gathered for.",
                instrument.name
            )
        }
    };
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "{head}\n\
         # A promise is not law: it changes no duty, date or class of the AI Act.\n\
         # Data of instruments: {}\n\
         format: 1\norganisation: {}\ninstrument: {}\npledged: {}\n\
         signed:             # the day of signing, such as 2024-09-25\n\
         published:          # the day on which the commitments were published; the report counts from it\n\
         roles: []           # provider, deployer, gpai-provider\n\
         commitments:\n",
        pacts.hash.chars().take(19).collect::<String>(),
        quoted(organisation),
        instrument.id,
        pledged.as_str(),
    );
    for commitment in &instrument.commitments {
        let taken_by_all = pledged == Pledged::Yes && instrument.is_core(&commitment.group);
        if !taken_by_all && !chosen.contains(&commitment.id.as_str()) {
            continue;
        }
        let _ = writeln!(text, "  # {}", commitment.says);
        let _ = writeln!(text, "  # What would show it: {}.", commitment.shown_by);
        if !commitment.unsure.is_empty() {
            let _ = writeln!(text, "  # UNSURE: {}.", commitment.unsure);
        }
        let _ = write!(
            text,
            "  - id: {}\n    owner:\n    plan:\n    due:\n    systems: []\n",
            commitment.id
        );
    }
    text.push_str(
        "# Evidence: a file below this folder with its hash, or an address; who attached it and when.\n\
         # - for: [core-1, art.17]\n#   says: what it is\n#   file: evidence/strategy.pdf\n\
         #   sha256: the hash, which `actlas pact report` prints\n#   by: a name\n#   at: 2025-03-01\n\
         #   valid_until: 2026-03-01\nevidence: []\n\
         # Products of which not every deployment can be known, and why.\n\
         # - product: the id in the register\n#   reason: open weights, no telemetry\ndownstream: []\n",
    );
    text
}

/// Text as a YAML scalar, whatever it holds.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control.is_control() => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
