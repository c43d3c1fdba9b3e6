//! What organisations have, as records.
//!
//! CSV, XLSX, JSON, JSON lines, YAML, bills of materials (CycloneDX, SPDX 3) and folders of them are
//! read record by record, in the order of the input. Nothing legal is decided here and no fact is guessed: a fact comes from a `facts` object,
//! from a column `fact:<id>`, or from an answer sheet, and from nowhere else. A broken record is a
//! finding with file, record and column; the rest goes on.

mod answers;
mod apply;
mod archive;
mod bom;
mod cells;
mod circles;
mod codes;
mod columns;
mod csv_rows;
mod days;
mod elements;
mod flat;
mod for_every;
mod foreign;
mod guard;
mod hollow;
mod ids;
mod letters;
mod lists;
mod names;
mod namesakes;
mod nearly;
mod objects;
mod own;
mod quotes;
mod references;
mod reject;
mod rows;
mod same;
mod shape;
mod sheets;
mod spool;
mod stage_neighbours;
mod stage_words;
mod table;
mod tree;
mod utf16;
mod walk;
mod words;
mod workbook;
mod xml;

pub use answers::{AnswersError, read_answer_lines, read_answer_sheet, read_answers};
pub use apply::{Answers, Attesting, attest};
pub use codes::{BASE_MISSING, CODES, FILE_SAME};
pub use columns::{Field, Mapped, Mapping, MappingError, Role};
pub use ids::{Ids, given, is_numbered};
pub use namesakes::whole_organisation;
pub use references::References;
pub use same::same_files;
pub use spool::Spool;
pub use walk::{
    Event, Found, Input, IntakeError, Kept, Options, inputs, list, mentions, read, read_from,
};
