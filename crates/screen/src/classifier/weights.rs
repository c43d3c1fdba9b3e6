//! The file of weights, and how a text is scored with it.
//!
//! Everything that is summed is a whole number, so that the order of words and of texts read before
//! cannot change a score.

use std::fmt::Write as _;

use actlas_files::{Digest as _, Sha256};

use super::features;
use super::propose::Sight;

/// The first bytes of a file of weights.
const MAGIC: &[u8; 4] = b"ALW4";
/// Most points a file may speak of.
const MAX_TARGETS: usize = 64;
/// Most rows.
const MAX_ROWS: usize = 1 << 20;

/// What is weighed for one point.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head {
    /// The id of the point.
    pub(crate) point: String,
    /// The score of a text of which nothing is known.
    pub(crate) bias: f32,
    /// What one step of a weight is worth.
    pub(crate) step: f32,
    /// From these scores on the point is proposed although no phrase was found, by how a text is seen.
    pub(crate) fills: [f32; Sight::COUNT],
    /// Below these scores a phrase is not believed, by the same sights.
    pub(crate) assents: [f32; Sight::COUNT],
}

/// Weights by feature.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weights {
    /// `3f2a91bc`: the beginning of the hash of the file.
    pub(crate) name: String,
    pub(crate) heads: Vec<Head>,
    /// The hashes of features, ascending.
    keys: Vec<u32>,
    /// How much a feature adds to the length of a text.
    lengths: Vec<u8>,
    /// A row of weights for each key.
    rows: Vec<i8>,
    /// Positions of keys by their lowest bits.
    slots: Vec<u32>,
}

/// What a word or a whole text sums up to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sum {
    pub(crate) of: Vec<i32>,
    pub(crate) length: u32,
}

impl Sum {
    pub(crate) fn new(heads: usize) -> Sum {
        Sum { of: vec![0; heads], length: 0 }
    }

    pub(crate) fn add(&mut self, other: &Sum) {
        self.length += other.length;
        self.of.iter_mut().zip(&other.of).for_each(|(sum, more)| *sum += more);
    }

    pub(crate) fn take(&mut self, other: &Sum) {
        self.length = self.length.saturating_sub(other.length);
        self.of.iter_mut().zip(&other.of).for_each(|(sum, less)| *sum -= less);
    }
}

const EMPTY: u32 = u32::MAX;

impl Weights {
    /// Reads a file of weights.
    pub(crate) fn read(bytes: &[u8]) -> Result<Weights, String> {
        let mut reader = Reader { rest: bytes };
        if reader.take(4)? != MAGIC {
            return Err("the file of weights does not begin as one".to_owned());
        }
        let heads = usize::from(reader.byte()?);
        if heads == 0 || heads > MAX_TARGETS {
            return Err(format!("weights of {heads} points"));
        }
        let heads: Vec<Head> = (0..heads).map(|_| reader.head()).collect::<Result<_, String>>()?;
        let count = reader.number()? as usize;
        if count > MAX_ROWS {
            return Err(format!("{count} rows of weights are too many"));
        }
        let (mut keys, mut lengths) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut rows = Vec::with_capacity(count * heads.len());
        for _ in 0..count {
            keys.push(reader.number()?);
            lengths.push(reader.byte()?);
            rows.extend(reader.take(heads.len())?.iter().map(|byte| byte.cast_signed()));
        }
        if !reader.rest.is_empty() || !keys.is_sorted() {
            return Err("the file of weights is not in order".to_owned());
        }
        let mut name = String::new();
        for byte in Sha256::digest(bytes).iter().take(4) {
            // Writing to a string cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        let slots = slots(&keys);
        Ok(Weights { name, heads, keys, lengths, rows, slots })
    }

    /// Writes a file of weights; rows by ascending key.
    pub(crate) fn write(heads: &[Head], rows: &[(u32, u8, Vec<i8>)]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(heads.len() as u8);
        for head in heads {
            bytes.push(head.point.len() as u8);
            bytes.extend(head.point.bytes());
            let numbers = [head.bias, head.step].into_iter().chain(head.fills).chain(head.assents);
            numbers.for_each(|number| bytes.extend(number.to_le_bytes()));
        }
        bytes.extend((rows.len() as u32).to_le_bytes());
        for (key, length, weights) in rows {
            bytes.extend(key.to_le_bytes());
            bytes.push(*length);
            bytes.extend(weights.iter().map(|weight| weight.cast_unsigned()));
        }
        bytes
    }

    /// Adds a feature to a sum, if it has weights.
    pub(crate) fn add(&self, key: u32, sum: &mut Sum) {
        let mask = self.slots.len() - 1;
        let mut slot = key as usize & mask;
        while let Some(at) = self.slots.get(slot).filter(|at| **at != EMPTY) {
            let at = *at as usize;
            if self.keys.get(at) == Some(&key) {
                let width = self.heads.len();
                let row = self.rows.get(at * width..(at + 1) * width).unwrap_or_default();
                sum.of.iter_mut().zip(row).for_each(|(sum, more)| *sum += i32::from(*more));
                sum.length += u32::from(self.lengths.get(at).copied().unwrap_or_default());
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// What a word and its pieces sum up to.
    pub(crate) fn word(&self, word: &str) -> Sum {
        let mut sum = Sum::new(self.heads.len());
        features::of_word(word, |key| self.add(key, &mut sum));
        sum
    }

    /// The score of a sum for one point, in log odds.
    pub(crate) fn score(&self, sum: &Sum, head: usize) -> f32 {
        let (Some(of), Some(head)) = (sum.of.get(head), self.heads.get(head)) else { return 0.0 };
        let length = (sum.length.max(1) as f32).sqrt();
        head.bias + *of as f32 * head.step / length
    }
}

/// A table that is at most half full.
fn slots(keys: &[u32]) -> Vec<u32> {
    let size = (keys.len() * 2).next_power_of_two().max(2);
    let mut slots = vec![EMPTY; size];
    for (at, key) in keys.iter().enumerate() {
        let mut slot = *key as usize & (size - 1);
        while slots.get(slot).is_some_and(|at| *at != EMPTY) {
            slot = (slot + 1) & (size - 1);
        }
        if let Some(free) = slots.get_mut(slot) {
            *free = at as u32;
        }
    }
    slots
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], String> {
        let (taken, rest) =
            self.rest.split_at_checked(count).ok_or("the file of weights ends too early")?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, String> {
        Ok(self.take(1)?.first().copied().unwrap_or_default())
    }

    fn number(&mut self) -> Result<u32, String> {
        let bytes = self.take(4)?.try_into().map_err(|_| "four bytes are missing")?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn real(&mut self) -> Result<f32, String> {
        let number = f32::from_bits(self.number()?);
        if number.is_finite() { Ok(number) } else { Err("a weight is no number".to_owned()) }
    }

    fn head(&mut self) -> Result<Head, String> {
        let length = usize::from(self.byte()?);
        let point = String::from_utf8(self.take(length)?.to_vec()).map_err(|e| e.to_string())?;
        let (bias, step) = (self.real()?, self.real()?);
        let (mut fills, mut assents) = ([0.0; Sight::COUNT], [0.0; Sight::COUNT]);
        for mark in fills.iter_mut().chain(&mut assents) {
            *mark = self.real()?;
        }
        Ok(Head { point, bias, step, fills, assents })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Head, Sum, Weights};
    use crate::classifier::features;

    fn bytes() -> Vec<u8> {
        let head = |point: &str| Head {
            point: point.to_owned(),
            bias: -1.0,
            step: 0.5,
            fills: [1.0; 4],
            assents: [-2.0; 4],
        };
        let mut rows = vec![
            (features::word("rank"), 4, vec![8, -3]),
            (features::word("weather"), 9, vec![-2, 5]),
        ];
        rows.sort();
        Weights::write(&[head("annex3.4a"), head("annex3.2")], &rows)
    }

    #[test]
    fn what_is_written_is_read() {
        let weights = Weights::read(&bytes()).unwrap();
        let mut sum = Sum::new(2);
        weights.add(features::word("rank"), &mut sum);
        assert_eq!(sum, Sum { of: vec![8, -3], length: 4 });
        assert!((weights.score(&sum, 0) - 1.0).abs() < 1e-6);
        assert_eq!(weights.name.len(), 8);
    }

    proptest! {
        #[test]
        fn no_file_brings_it_down(cut in 0_usize..120, at in 0_usize..120, byte: u8) {
            let mut bytes = bytes();
            bytes.truncate(cut);
            if let Some(changed) = bytes.get_mut(at) {
                *changed = byte;
            }
            if let Ok(weights) = Weights::read(&bytes) {
                let _ = weights.word("rank");
            }
        }
    }
}
