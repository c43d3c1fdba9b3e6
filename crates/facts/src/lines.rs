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
    /// Takes a proposal of this value away, or the one on the quoted words. It does not say the opposite.
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
    /// The name that the record had: it tells when the id has come to stand for another one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The organisation that the record had, which tells systems of one name apart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub organisation: String,
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
    /// The words of the record that it was given on: of several proposals of one value, those of each.
    #[serde(rename = "quote", default, skip_serializing_if = "Vec::is_empty", with = "words")]
    pub quotes: Vec<String>,
}

/// One text, or a list of them.
mod words {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Words {
        One(String),
        Several(Vec<String>),
    }

    pub(super) fn serialize<S: Serializer>(words: &[String], to: S) -> Result<S::Ok, S::Error> {
        match words {
            [one] => one.serialize(to),
            words => words.serialize(to),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
        let words = match Words::deserialize(from)? {
            Words::One(one) => vec![one],
            Words::Several(words) => words,
        };
        Ok(words.into_iter().filter(|word| !word.trim().is_empty()).collect())
    }
}

/// A line that names what shows that a duty is met. It is a claim by somebody and nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceLine {
    /// The record.
    pub id: String,
    /// The name that the record had.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The organisation that the record had.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub organisation: String,
    /// The actor, if it is evidence of one of several.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub actor: String,
    /// The role, if it is evidence in that role only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// The duty of the catalogue.
    pub duty: String,
    /// `evidence`.
    pub act: Act,
    /// Who names it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// When, as a day or a timestamp.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// A file, from where the facts file stands, or an address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The SHA-256 of the file, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// The last day on which it is valid; without one it does not expire.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub until: String,
    /// What became of the file, if somebody looked. Not a part of the line.
    #[serde(skip)]
    pub file: FileSeen,
}

/// Whether a file is the one that was named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileSeen {
    /// Nobody looked: it is an address, has no hash, or is not at hand.
    #[default]
    Unseen,
    /// It has the hash that was named.
    Same,
    /// It has another.
    Differs,
    /// It was named with its hash, from where the facts file stands, and nothing is there.
    Absent,
}

/// What a line of a facts file is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A fact.
    Said(Line),
    /// A duty, and what shows that it is met.
    Evidence(EvidenceLine),
}

impl Entry {
    /// Reads one line. Whatever names a duty is evidence of it.
    pub fn read(line: &str) -> Result<Entry, LineError> {
        #[derive(Deserialize)]
        struct Names {
            duty: Option<Value>,
        }
        let names_duty = serde_json::from_str::<Names>(line).is_ok_and(|at| at.duty.is_some());
        if !names_duty {
            return Line::read(line).map(Entry::Said);
        }
        let evidence: EvidenceLine =
            serde_json::from_str(line).map_err(|error| LineError(error.to_string()))?;
        match evidence.act {
            Act::Evidence => Ok(Entry::Evidence(evidence)),
            _ => Err(LineError("a line about a duty is `evidence`, nothing else".to_owned())),
        }
    }

    /// The line, without a line break.
    pub fn write(&self) -> String {
        match self {
            Entry::Said(line) => line.write(),
            Entry::Evidence(line) => serde_json::to_string(line).unwrap_or_default(),
        }
    }

    /// The record.
    pub fn id(&self) -> &str {
        match self {
            Entry::Said(line) => &line.id,
            Entry::Evidence(line) => &line.id,
        }
    }

    /// The organisation that the record had when the line was written; empty if the line does not say.
    pub fn organisation(&self) -> &str {
        match self {
            Entry::Said(line) => &line.organisation,
            Entry::Evidence(line) => &line.organisation,
        }
    }

    /// The name that the record had when the line was written; empty if the line does not say.
    pub fn name(&self) -> &str {
        match self {
            Entry::Said(line) => &line.name,
            Entry::Evidence(line) => &line.name,
        }
    }
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
