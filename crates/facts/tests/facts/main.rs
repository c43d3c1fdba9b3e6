//! What is known, what is read, and whose word counts.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic; that is how it fails"
)]

mod common;
mod laws;
mod layers;
mod lines;
mod read;
mod words;
