//! Which readings of contested questions count.

use crate::model::{Pack, Reading, ReadingIx};

/// One alternative for every contested question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices(Vec<usize>);

impl Choices {
    /// What the pack computes with.
    pub fn defaults(pack: &Pack) -> Choices {
        Choices(pack.readings.iter().map(|reading| reading.default).collect())
    }

    /// The same choices but one.
    #[must_use]
    pub fn with(mut self, reading: ReadingIx, alternative: usize) -> Choices {
        if let Some(chosen) = self.0.get_mut(reading.0) {
            *chosen = alternative;
        }
        self
    }

    /// The alternative chosen for a question.
    pub fn of(&self, reading: ReadingIx) -> usize {
        self.0.get(reading.0).copied().unwrap_or_default()
    }

    /// The questions answered otherwise than the pack does, as `U-32=text`. An answer that no condition asks for was
    /// not applied.
    pub fn differing(&self, pack: &Pack) -> Vec<String> {
        let differs = |(at, (reading, chosen)): &(usize, (&Reading, &usize))| {
            reading.default != **chosen && pack.uses_reading(ReadingIx(*at))
        };
        let words = |(reading, chosen): (&Reading, &usize)| {
            let alternative = reading.alternatives.get(*chosen);
            format!("{}={}", reading.id, alternative.map_or("", |at| at.id.as_str()))
        };
        let chosen = pack.readings.iter().zip(&self.0).enumerate();
        chosen.filter(differs).map(|(_, chosen)| words(chosen)).collect()
    }
}
