//! A small trained classifier beside the phrases: linear, over hashed words, pairs and pieces of words and the
//! ideas they stand for.
//!
//! It fills what phrases miss and doubts phrases that stand in a text about something else. What it
//! proposes are the core facts of a point, which rules then judge like any other proposal.

pub(crate) mod features;
mod ideas;
mod learn;
mod marks;
mod near;
mod propose;
mod reader;
mod train;
mod weights;

pub(crate) use ideas::{Idea, Ideas};
pub use learn::Mark;
pub(crate) use learn::Text as LearnedText;
pub use marks::Tried;
pub use near::NearTexts;
pub(crate) use propose::Classifier;
pub(crate) use reader::{Reading, Scorer, Target, Token};
pub use train::{Lesson, Origin, Trained, train};
pub(crate) use weights::Weights;
