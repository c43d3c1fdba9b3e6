//! What a language model may add to a record, and what not.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic; that is how it fails"
)]

mod model;
