//! One line of a `*.facts.jsonl` file: answers, reviews, evidence and assumptions in one
//! append-only format.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A person stands for it.
    Attest,
    /// Put forward, attested by nobody.
    Propose,
    /// Takes a proposal of this value away. It does not say the opposite.
    Reject,
    /// Points to a document that shows it.
    Evidence,
}

/// One line: somebody's word about one fact of one system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The record.
    pub id: String,
    /// The use, if the fact is one of a use and the record has several.
    #[serde(rename = "use", default, skip_serializing_if = "String::is_empty")]
    pub of_use: String,
    /// The actor, if the fact is one of an actor and the record has several.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub actor: String,
    /// The fact.
    pub fact: String,
    /// What is said about it.
    pub value: Value,
    /// What the line does.
    pub act: Act,
    /// Who says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// When, as a day or a timestamp.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// The reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// A document or address that shows it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// Why a line could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError(String);

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LineError {}

impl Line {
    /// Reads one line.
    pub fn read(line: &str) -> Result<Line, LineError> {
        serde_json::from_str(line).map_err(|error| LineError(error.to_string()))
    }

    /// The line, without a line break.
    pub fn write(&self) -> String {
        // A line is plain text and JSON values; neither can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}
