//! A small trained classifier beside the phrases: linear, over hashed words, pairs and pieces of words.
//!
//! It fills what phrases miss and doubts phrases that stand in a long text about something else. What it
//! proposes are the core facts of a point, which rules then judge like any other proposal.

mod features;
mod learn;
mod near;
mod propose;
mod reader;
mod train;
mod weights;

pub use learn::Mark;
pub(crate) use learn::Text as LearnedText;
pub use near::NearTexts;
pub(crate) use propose::Classifier;
pub(crate) use reader::{Reading, Scorer, Target, Token};
pub use train::{Lesson, Origin, Trained, Tried, train};
pub(crate) use weights::Weights;
