//! What does not fit together, although no single fact is contradicted.

use crate::model::{Condition, Spot};

/// Statements that can hardly all be right, or that rest on a mistake about the law. They change nothing;
/// somebody is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// What holds for one use and actor of a record.
    pub when: Condition,
    /// What holds for another of its actors.
    pub beside: Option<Condition>,
    /// What does not fit, one sentence without a full stop.
    pub says: String,
    /// What to do about it.
    pub hint: String,
    /// Where it stands.
    pub at: Spot,
}
