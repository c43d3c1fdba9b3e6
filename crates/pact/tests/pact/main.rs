//! What the pacts say and how files are read.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod bad_input;
mod common;
mod data;
mod kin;
mod lists;
mod maps;
mod news;
mod pdf;
mod pledges;
mod random;
mod relatives;
mod reviews;
mod stories;
mod turns;
mod voices;
mod when;
