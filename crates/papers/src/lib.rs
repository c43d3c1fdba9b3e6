//! Drafts of the papers that duties ask for.
//!
//! A paper is a list of fields in the pack. [`draft`] fills it from what a record states and what follows
//! from it, and asks a question for all the rest; [`markdown`] and [`html`] write it. What is attested
//! stands as such, what is only proposed is marked with its words, and nothing is invented.
//!
//! Nothing here reads a file or a clock.

mod draft;
mod fill;
mod html;
mod markdown;
mod states;

pub use draft::{Draft, DraftField, DraftSection, Line, Note, Request, Standing, State, draft};
pub use html::html;
pub use markdown::markdown;
