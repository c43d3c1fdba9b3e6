//! What organisations have, as records.
//!
//! CSV, JSON, JSON lines, YAML and folders of them are read record by record, in the order of the
//! input. Nothing legal is decided here and no fact is guessed: a fact comes from a `facts` object,
//! from a column `fact:<id>`, or from an answer sheet, and from nowhere else. A broken record is a
//! finding with file, record and column; the rest goes on.

mod answers;
mod apply;
mod codes;
mod columns;
mod guard;
mod ids;
mod objects;
mod quotes;
mod shape;
mod table;
mod walk;
mod words;

pub use answers::{AnswersError, read_answers};
pub use apply::{Answers, Attesting, attest};
pub use codes::{BASE_MISSING, CODES};
pub use columns::{Field, Mapped, Mapping, MappingError};
pub use ids::Ids;
pub use walk::{Event, Found, Input, IntakeError, Kept, Options, inputs, list, mentions, read};
