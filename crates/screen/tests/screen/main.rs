//! What texts and language models may add to a record, and what not.
#![expect(
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic; that is how it fails"
)]

mod grammar;
mod ideas;
mod languages;
mod model;
mod phrases;
