//! Three-valued logic over many records at once.
//!
//! A [`Program`] is a flat, ordered list of conjunctions and counts over *inputs*: questions that
//! are true, false or unknown of a record. One program has two uses:
//!
//! - **lanes as records** ([`Block`]): bit `i` of every plane belongs to record `i`, and one pass
//!   answers every conclusion for 1,024 records, [`census`] the same for whole registers;
//! - **lanes as possible worlds** ([`worlds`]): bit `i` belongs to the `i`-th way the missing facts
//!   of *one* record could turn out, and one pass says which conclusions are already settled, which
//!   facts matter and which question settles most.
//!
//! The logic is Kleene's strong three-valued logic: sound, but not complete where an input
//! occurs in both polarities. [`Program::mixed`] finds those conclusions, [`worlds::Conclusion`]
//! settles them exactly.
//!
//! This crate knows no law, no dates and no files, has no dependency, and nothing in it can fail:
//! preconditions are carried by types.

mod block;
pub mod census;
mod decimal;
mod program;
mod reason;
pub mod reference;
mod split;
mod truth;
pub mod worlds;

pub use block::{Block, LANES, Plane, Planes, WORDS};
pub use decimal::{Decimal, DecimalError};
pub use program::{Builder, Cone, Input, Lit, Occurs, Program, Reached, Values};
pub use reason::{Connective, cited};
pub use truth::Truth;
