//! Words, clauses and languages of register texts.
//!
//! Every word knows the bytes it came from, so that whatever is concluded from it can quote it. Nothing
//! here concludes anything.

mod clauses;
mod fold;
mod language;
mod markup;
pub mod model;
pub mod pattern;
mod small_words;
mod words;

pub use clauses::clauses;
pub use fold::fold;
pub use language::{
    Language, OfPart, language_by, language_of, language_of_part, sure_tongue_of, tongue_of,
};
pub use markup::{is_block, reference};
pub use small_words::{Small, SmallWords};
pub use words::{Word, each_word, is_by_letter, words};
