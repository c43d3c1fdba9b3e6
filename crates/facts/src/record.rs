use crate::{Date, FactIx, FileSeen, Finding, Knowledge, Layer, Place};

/// What a record describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// An AI system.
    #[default]
    System,
    /// An AI model.
    Model,
    /// A part of a system that is not placed on the market by itself.
    Component,
    /// Anything else that a register lists.
    Other,
}

impl RecordKind {
    /// `system`, `model`, `component` or `other`.
    pub fn as_str(self) -> &'static str {
        match self {
            RecordKind::System => "system",
            RecordKind::Model => "model",
            RecordKind::Component => "component",
            RecordKind::Other => "other",
        }
    }
}

/// Where a system is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Planned, procured, developed or piloted.
    Planned,
    /// In use.
    InUse,
    /// Not, or no longer, in use: a row that says that nobody uses it is no system to classify.
    Retired,
    /// Not stated, or stated in words that are not understood.
    #[default]
    Unknown,
}

impl Stage {
    /// `planned`, `in_use`, `retired` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Planned => "planned",
            Stage::InUse => "in_use",
            Stage::Retired => "retired",
            Stage::Unknown => "unknown",
        }
    }
}

/// A piece of prose of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The field or column it stood in.
    pub field: String,
    /// The text as read, after decoding and before normalising.
    pub text: String,
}

/// The words a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The field of the record.
    pub field: String,
    /// Where the words start, in bytes of the field's text.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The words.
    pub text: String,
}

/// Somebody's word about one fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The fact.
    pub fact: FactIx,
    /// What is said about it.
    pub says: Knowledge,
    /// With what standing.
    pub layer: Layer,
    /// Who says it, a person or a rule.
    pub by: String,
    /// When it was said, as written.
    pub at: String,
    /// The reason given.
    pub why: String,
    /// A document or address that shows it.
    pub source: String,
    /// The words of the record it rests on.
    pub quote: Option<Quote>,
}

impl Statement {
    /// A statement without more than its standing and its author.
    pub fn new(fact: FactIx, says: Knowledge, layer: Layer, by: impl Into<String>) -> Statement {
        Statement {
            fact,
            says,
            layer,
            by: by.into(),
            at: String::new(),
            why: String::new(),
            source: String::new(),
            quote: None,
        }
    }
}

/// A proposal that somebody rejected. It states nothing, and never the opposite.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// What was proposed, by whom it was rejected, when and why, and the words that the proposal rested on. Its
    /// layer says nothing.
    pub said: Statement,
    /// The use it was said of, if it was not said of the record as a whole.
    pub of_use: String,
    /// The actor it was said of.
    pub actor: String,
}

/// One intended use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Use {
    /// Unique within the record; empty for the only use of a record that names none.
    pub id: String,
    /// What it is used for.
    pub purpose: String,
    /// What is said about this use.
    pub statements: Vec<Statement>,
}

/// One provider, deployer or other actor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actor {
    /// The name; empty for the unnamed actor of a record that names none.
    pub name: String,
    /// What is said about this actor, its roles included.
    pub statements: Vec<Statement>,
}

/// What somebody names as evidence that a duty is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The duty, as written.
    pub duty: String,
    /// The actor; empty for all of the record.
    pub actor: String,
    /// The role, as written; empty for all of the actor.
    pub role: String,
    /// Who names it.
    pub by: String,
    /// Since when.
    pub at: Date,
    /// The last day on which it is valid.
    pub until: Option<Date>,
    /// A file or an address.
    pub source: String,
    /// The SHA-256 of the file; empty if none was named.
    pub sha256: String,
    /// What it shows.
    pub why: String,
    /// Whether the file is the one that was named.
    pub file: FileSeen,
    /// Where this is said.
    pub place: Place,
}

/// One entry of a register.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Unique within the input.
    pub id: String,
    /// The name of the system.
    pub name: String,
    /// What the record describes.
    pub kind: RecordKind,
    /// Where the system is in its life.
    pub stage: Stage,
    /// The organisation that operates or provides it.
    pub organisation: String,
    /// The part of the organisation.
    pub unit: String,
    /// The country, as written.
    pub country: String,
    /// Who made it.
    pub vendor: String,
    /// The vendor's name for it.
    pub product: String,
    /// The language of the texts, as written.
    pub language: String,
    /// Where the record comes from, as the register says.
    pub origin: String,
    /// Purpose, description and whatever else is prose.
    pub texts: Vec<Text>,
    /// The fields of those texts that say what the system is meant for, whatever they are called.
    pub purposes: Vec<String>,
    /// What is said about the system, and about every use and actor.
    pub statements: Vec<Statement>,
    /// Its uses; none stands for one unnamed use.
    pub uses: Vec<Use>,
    /// Its actors; none stands for one whose role is unknown.
    pub actors: Vec<Actor>,
    /// Models and components it is built on.
    pub built_on: Vec<String>,
    /// The record of the product this is an instance of.
    pub instance_of: Option<String>,
    /// What is named as evidence of duties.
    pub named: Vec<Named>,
    /// Proposals that somebody rejected.
    pub rejected: Vec<Rejected>,
    /// The file it was read from.
    pub path: String,
    /// Its number in the file, counted from 1.
    pub number: u64,
    /// The line in the file on which it starts, counted from 1, where the reader knows it.
    pub line: Option<u64>,
    /// What there is to know of how it was read.
    pub findings: Vec<Finding>,
}
