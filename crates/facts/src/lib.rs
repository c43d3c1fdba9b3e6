//! What can be known of an AI system, and how well.
//!
//! A [`Vocabulary`] lists the facts that can be asked: working facts, answerable by somebody who
//! knows the system but not the Act. A [`Record`] carries [`Statement`]s about them. What a
//! statement says is a [`Knowledge`]: never a bare value, but what the value can still be (a choice
//! narrowed, a date known to the year, a number known to be above a bound). [`resolve`] joins the
//! statements by layer: attested beats proposed beats assumed, and two contradicting values in one
//! layer are unknown, with a finding.
//!
//! This crate knows no rules and no file formats but its own: one line of a `*.facts.jsonl` file.

mod finding;
mod knowledge;
mod lines;
mod read;
mod record;
mod resolve;
mod vocabulary;

pub use actlas_logic::Truth;
pub use finding::{Code, CodeInfo, Finding, Place, Severity, plain};
pub use knowledge::{
    Bound, Date, Disputed, Interval, Knowledge, Options, Test, day_before, day_text,
};
pub use lines::{Act, Entry, EvidenceLine, FileSeen, Line, LineError};
pub use read::{Raw, Unreadable, parse_date, truth_word};
pub use record::{Actor, Named, Quote, Record, RecordKind, Rejected, Stage, Statement, Text, Use};
pub use resolve::{Assumption, Layer, Resolved, Resolver, Subject, SubjectFacts, resolve};
pub use vocabulary::{
    Bundle, Entity, Fact, FactIx, Kind, OptionDef, OptionIx, Unit, Vocabulary, VocabularyError,
    nearest_word,
};

/// The findings this crate reports.
pub const CODES: &[CodeInfo] = &[
    finding::FACT_UNREADABLE,
    finding::FACT_UNKNOWN,
    finding::FACTS_CONFLICT,
    finding::FACT_MISPLACED,
    finding::ASSESSED_NEEDS_REASON,
    finding::ATTEST_NEEDS_NAME,
    finding::REJECT_NEEDS_NAME,
    finding::ATTESTED_YET_REJECTED,
    finding::OTHER_WORDS,
    finding::REJECTION_IDLE,
    finding::LINE_UNREADABLE,
    finding::EVIDENCE_UNUSABLE,
    finding::EVIDENCE_DIFFERS,
    finding::EVIDENCE_ABSENT,
    finding::DUTY_UNKNOWN,
    finding::EVIDENCE_IDLE,
];

pub use finding::{
    ASSESSED_NEEDS_REASON, ATTEST_NEEDS_NAME, ATTESTED_YET_REJECTED, DUTY_UNKNOWN, EVIDENCE_ABSENT,
    EVIDENCE_DIFFERS, EVIDENCE_IDLE, EVIDENCE_UNUSABLE, FACT_MISPLACED, FACT_UNKNOWN,
    FACT_UNREADABLE, FACTS_CONFLICT, LINE_UNREADABLE, OTHER_WORDS, REJECT_NEEDS_NAME,
    REJECTION_IDLE,
};
