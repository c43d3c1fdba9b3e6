//! What is known of many questions for many systems.
#![expect(
    clippy::indexing_slicing,
    reason = "rails are allocated to the table's size and every row is checked on entry"
)]

use crate::Truth;

/// Words of 64 systems in a tile. Measured on the workload of `actlas-bench`: twice as many leave too
/// little of a cache of 512 KiB to the table that streams through it, half as many cost as much to
/// dispatch as they save.
pub(crate) const WORDS: usize = 16;
/// Systems whose answers lie side by side.
pub const TILE: usize = WORDS * 64;

/// One bit for each system of a tile.
pub(crate) type Rail = [u64; WORDS];
/// No bit set.
pub(crate) const NONE: Rail = [0; WORDS];

/// Of how many systems a row is true, false and unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Known true.
    pub holds: u64,
    /// Known false.
    pub fails: u64,
    /// Neither.
    pub unknown: u64,
}

/// Rows of questions or conclusions, columns of systems; two bits a cell.
///
/// The rails of [`TILE`] systems, known true and known false for each row, are stored together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    rows: usize,
    systems: usize,
    rails: Vec<Rail>,
}

impl Table {
    /// A table in which nothing is known.
    pub fn new(rows: usize, systems: usize) -> Table {
        Table { rows, systems, rails: vec![NONE; systems.div_ceil(TILE) * rows * 2] }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many systems there are.
    pub fn systems(&self) -> usize {
        self.systems
    }

    /// The memory the cells take.
    pub fn bytes(&self) -> usize {
        size_of_val(self.rails.as_slice())
    }

    /// Records what is known of a row for a system. A cell outside the table is ignored.
    pub fn set(&mut self, row: usize, system: usize, truth: Truth) {
        if system >= self.systems {
            return;
        }
        let bit = 1 << (system % 64);
        let (holds, fails) = self.word(row, system / 64);
        let (holds, fails) = (holds & !bit, fails & !bit);
        match truth {
            Truth::True => self.set_word(row, system / 64, holds | bit, fails),
            Truth::False => self.set_word(row, system / 64, holds, fails | bit),
            Truth::Unknown => self.set_word(row, system / 64, holds, fails),
        }
    }

    /// Records what is known of a row for 64 systems at once, from `word * 64` on. What is said to be
    /// both is taken as true; a word outside the table is ignored.
    pub fn set_word(&mut self, row: usize, word: usize, holds: u64, fails: u64) {
        if let Some(at) = self.rail(row, word) {
            self.rails[at][word % WORDS] = holds;
            self.rails[at + 1][word % WORDS] = fails & !holds;
        }
    }

    /// Known true and known false of a row for the 64 systems from `word * 64` on.
    pub fn word(&self, row: usize, word: usize) -> (u64, u64) {
        match self.rail(row, word) {
            Some(at) => (self.rails[at][word % WORDS], self.rails[at + 1][word % WORDS]),
            None => (0, 0),
        }
    }

    /// What is known of a row for a system.
    pub fn get(&self, row: usize, system: usize) -> Truth {
        let (holds, fails) = self.word(row, system / 64);
        match (holds >> (system % 64) & 1, fails >> (system % 64) & 1) {
            (1, _) => Truth::True,
            (_, 1) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Over all systems.
    pub fn counts(&self, row: usize) -> Counts {
        let mut counts = Counts::default();
        for word in 0..self.systems.div_ceil(64) {
            let (holds, fails) = self.word(row, word);
            let here = lanes(self.systems - word * 64);
            counts.holds += u64::from((holds & here).count_ones());
            counts.fails += u64::from((fails & here).count_ones());
        }
        counts.unknown = self.systems as u64 - counts.holds - counts.fails;
        counts
    }

    fn rail(&self, row: usize, word: usize) -> Option<usize> {
        let inside = row < self.rows && word < self.systems.div_ceil(64);
        inside.then_some((word / WORDS * self.rows + row) * 2)
    }

    /// The rails of each tile in turn. There is none if the table has no rows.
    pub(crate) fn tiles(&self) -> std::slice::ChunksExact<'_, Rail> {
        self.rails.chunks_exact((self.rows * 2).max(1))
    }

    pub(crate) fn rails_mut(&mut self) -> &mut [Rail] {
        &mut self.rails
    }

    pub(crate) fn rails(&self) -> &[Rail] {
        &self.rails
    }

    /// The lanes of a tile that stand for a system.
    pub(crate) fn lanes_of(&self, tile: usize) -> Rail {
        let left = self.systems.saturating_sub(tile * TILE);
        std::array::from_fn(|word| lanes(left.saturating_sub(word * 64)))
    }
}

/// The first so many bits.
fn lanes(systems: usize) -> u64 {
    if systems >= 64 { u64::MAX } else { (1 << systems) - 1 }
}
