//! The workload every engine is measured with.
//!
//! [`Workload`] is a set of 400 rules over 120 facts, five numbers and two choices, with 150
//! conclusions; [`records`] defines the systems it is put to, as a pure function of system and
//! column. Both are generated, so that any engine in any language can make the same data, and
//! [`checksum`] tells whether two engines found the same.
#![expect(
    clippy::indexing_slicing,
    reason = "a bench that does not fit its own workload should stop"
)]

pub mod checksum;
pub mod make_register;
pub mod prose;
pub mod records;
pub mod register;
pub mod walk;
mod workload;

pub use workload::{Atom, Expr, How, Literal, Name, Random, Rule, Workload};
