//! Records under a view of the law.
//!
//! [`Assessor::assess`] turns a record into an [`Outcome`], the published shape of an answer: what is
//! established by attested facts, what is indicated by proposed and assumed ones, what stays open, what
//! is contested, when consequences run, which facts are missing. [`why`] gives the reasons of a point or
//! class as the computation itself; [`questions`] finds the questions that settle most.
//!
//! Nothing here reads a file or a clock.

mod answers;
mod assess;
pub mod calendar;
pub mod check;
mod deployments;
pub mod drift;
pub mod duties;
mod follows;
mod kinds;
mod misfits;
mod outcome;
mod own;
mod pairs;
mod publish;
pub mod questions;
mod receipts;
mod redated;
pub mod why;
mod words;

pub use assess::{Assessed, Assessor, Assume, Settings, SubjectView};
pub use deployments::{Deployed, Deployments};
pub use outcome::{
    AppliesAt, Contested, Evidence, Layered, Missing, Noted, Outcome, Place, Receipt, RoleOf, Step,
    UseOutcome,
};
pub use publish::REJECTED;
pub use questions::{Asked, Question, QuestionKind};
pub use receipts::{ASKED_WITH, Receipts, record_hash};
pub use words::{headline, layer_words, long_date, percent, rejection_words};

/// The findings this crate reports.
pub const CODES: &[actlas_facts::CodeInfo] = &[
    check::CONFIG_UNREADABLE,
    check::CONFIG_KEY_UNKNOWN,
    check::CONFIG_VALUE,
    check::CONFIG_BY_NUMBER,
    duties::INCIDENT_WITHOUT_DAY,
    kinds::FACT_OF_OTHER_KIND,
    kinds::USE_OF_MODEL,
    misfits::FACTS_DO_NOT_FIT,
    pairs::PAIRS_NOT_JUDGED,
];
