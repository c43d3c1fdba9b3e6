//! Free text to proposed facts, with the words they came from.
//!
//! A [`Lexicon`] says which phrases state which facts, by language, as data. A [`Screener`] reads the
//! texts of a record and proposes facts, each with the exact words, the entry that found them and why.
//! A small trained [`classifier`] proposes what phrases miss, marked as such, and doubts phrases in long
//! texts about something else. What is negated, excluded, imagined or merely mentioned is not proposed. A
//! [`ModelReader`] puts the same texts to a language model, if there is one, and keeps what its quotes hold.
//! Rules of law decide later what follows from a proposal; nothing here concludes anything.

mod beside;
pub mod classifier;
mod codes;
mod grammar;
mod lexicon;
mod model;
mod parts;
mod remembered;
mod screener;
mod sense;
mod source;

pub use codes::{CODES, MODEL_ANSWER_UNREADABLE, MODEL_FAILED, MODEL_STOPPED};
pub use lexicon::{Entry, Lexicon};
pub use model::{Answered, Dropped, ModelReader, PROMPT};
pub use screener::{Proposal, Screened, Screener};
pub use source::{LexiconFiles, WEIGHTS_FILE};
