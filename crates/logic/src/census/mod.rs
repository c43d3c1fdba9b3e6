//! Lanes as systems, for whole registers.
//!
//! [`Block`](crate::Block) evaluates everything a program holds for a thousand records and keeps it
//! for questions. A census wants only the conclusions, of millions: [`Census`] compiles the cone of
//! some conclusions into a flat list of steps whose memory is used again as soon as a value is not
//! needed any more, and runs it over a [`Table`]. Steps of one kind come one after the other as far as what
//! they use allows, so that nothing has to be decided between them. A table holds what is known of all questions for
//! 1,024 systems side by side before it goes on to the next 1,024, so that evaluation reads one
//! stream and never leaves the cache. Numbers are no part of it: a reader compares them with the cut
//! points of the law, exactly, and the table holds the answers.
//!
//! [`Reach`] sweeps against the direction of evaluation: for every conclusion that stays unknown,
//! which unknown questions can still matter to it. [`Exact`] settles those whose unknown parts could
//! not turn out otherwise together, as [`Conclusion::truth`](crate::worlds::Conclusion::truth) does for
//! one system.

mod exact;
mod family;
mod plan;
mod reach;
mod schedule;
mod steps;
mod table;

pub use exact::Exact;
pub use plan::Census;
pub use reach::{Matters, Reach};
pub use table::{Counts, TILE, Table};
