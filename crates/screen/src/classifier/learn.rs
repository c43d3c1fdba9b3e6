//! Weights from labelled texts: logistic regression, one point against the rest.
//!
//! Only additions, multiplications, divisions and square roots of numbers in a fixed order, so that every
//! machine finds the same weights.

use std::collections::BTreeMap;

/// How often all texts are gone through.
const ROUNDS: usize = 24;
/// How often to find out which features matter.
const FIRST_ROUNDS: usize = 6;
/// How far one text moves a weight at first.
const RATE: f32 = 2.0;
/// What a right text counts against a wrong one, of which there are many more.
const RIGHT: f32 = 2.0;
/// What is left of every weight after a round.
const KEEP: f32 = 0.985;
/// A feature of fewer texts says nothing.
const MIN_TEXTS: u32 = 2;
/// Length units for a squared inverse frequency of one.
const LENGTH: f32 = 3.0;

/// What a reader said of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The text meets it.
    Yes,
    /// The text does not.
    No,
    /// It was not said, or cannot be told.
    Unsaid,
}

/// A text as it is learned from.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// Features, and how often.
    pub(crate) counts: Vec<(u32, u32)>,
    /// By point.
    pub(crate) marks: Vec<Mark>,
    /// How much it counts.
    pub(crate) weight: f32,
}

/// What was learned.
#[derive(Clone, Debug)]
pub(crate) struct Learned {
    pub(crate) biases: Vec<f32>,
    /// By feature: its length, and its weights times its inverse frequency.
    pub(crate) rows: BTreeMap<u32, (u8, Vec<f32>)>,
}

impl Learned {
    /// The score of a text for each point.
    pub(crate) fn scores(&self, counts: &[(u32, u32)]) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.biases.len()];
        let mut length = 0.0_f32;
        for (key, count) in counts {
            let Some((own, row)) = self.rows.get(key) else { continue };
            length += f32::from(*own) * *count as f32;
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight * *count as f32);
        }
        let length = length.max(1.0).sqrt();
        self.biases.iter().zip(&sums).map(|(bias, sum)| bias + sum / length).collect()
    }
}

/// Learns from texts, and keeps so many features at most.
pub(crate) fn learn(texts: &[&Text], most: usize) -> Learned {
    let mut frequency: BTreeMap<u32, u32> = BTreeMap::new();
    for text in texts {
        for (key, _) in &text.counts {
            *frequency.entry(*key).or_default() += 1;
        }
    }
    frequency.retain(|_, count| *count >= MIN_TEXTS);
    let first = Pass::new(texts, &frequency).run(FIRST_ROUNDS);
    let mut by_weight: Vec<(f32, u32)> = first
        .rows
        .iter()
        .map(|(key, (_, row))| (row.iter().fold(0.0_f32, |most, at| most.max(at.abs())), *key))
        .collect();
    by_weight.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    by_weight.truncate(most);
    let kept: BTreeMap<u32, u32> =
        by_weight.iter().filter_map(|(_, key)| Some((*key, *frequency.get(key)?))).collect();
    Pass::new(texts, &kept).run(ROUNDS)
}

/// One learning with a fixed list of features.
struct Pass<'t> {
    keys: Vec<u32>,
    lengths: Vec<u8>,
    /// Features of each text by position, with their values.
    texts: Vec<(&'t Text, Vec<(usize, f32)>)>,
    width: usize,
}

impl<'t> Pass<'t> {
    fn new(texts: &[&'t Text], frequency: &BTreeMap<u32, u32>) -> Pass<'t> {
        let total = texts.len().max(1) as f64;
        let keys: Vec<u32> = frequency.keys().copied().collect();
        let length = |count: &u32| {
            let rare = ln(total / f64::from(*count)) as f32;
            (rare * rare * LENGTH).round().clamp(1.0, 255.0) as u8
        };
        let lengths: Vec<u8> = frequency.values().map(length).collect();
        let places: std::collections::HashMap<u32, usize> =
            keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        let values = |text: &'t Text| {
            let found: Vec<(usize, u32, f32)> = text
                .counts
                .iter()
                .filter_map(|(key, count)| {
                    let at = *places.get(key)?;
                    Some((at, *count, f32::from(*lengths.get(at)?)))
                })
                .collect();
            let whole: f32 = found.iter().map(|(_, count, own)| *count as f32 * own).sum();
            let whole = whole.max(1.0).sqrt();
            let value =
                |(at, count, own): &(usize, u32, f32)| (*at, *count as f32 * own.sqrt() / whole);
            (text, found.iter().map(value).collect())
        };
        let width = texts.first().map_or(0, |text| text.marks.len());
        Pass { texts: texts.iter().map(|text| values(text)).collect(), keys, lengths, width }
    }

    fn run(self, rounds: usize) -> Learned {
        let width = self.width;
        let mut weights = vec![0.0_f32; self.keys.len() * width];
        let mut biases = vec![-3.0_f32; width];
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for round in 0..rounds {
            let rate = RATE / (1.0 + round as f32 * 0.35);
            dice.shuffle(&mut order);
            for at in &order {
                let Some((text, values)) = self.texts.get(*at) else { continue };
                step(&mut weights, &mut biases, text, values, rate);
            }
            weights.iter_mut().for_each(|weight| *weight *= KEEP);
        }
        let row = |(at, key): (usize, &u32)| {
            let own = self.lengths.get(at).copied().unwrap_or(1);
            let rare = f32::from(own).sqrt();
            let row = weights.get(at * width..(at + 1) * width).unwrap_or_default();
            (*key, (own, row.iter().map(|weight| weight * rare).collect()))
        };
        Learned { biases, rows: self.keys.iter().enumerate().map(row).collect() }
    }
}

fn step(weights: &mut [f32], biases: &mut [f32], text: &Text, values: &[(usize, f32)], rate: f32) {
    let width = biases.len();
    let mut scores = biases.to_vec();
    for (at, value) in values {
        let row = weights.get(at * width..(at + 1) * width).unwrap_or_default();
        scores.iter_mut().zip(row).for_each(|(score, weight)| *score += value * weight);
    }
    let pull = |(score, mark): (&f32, &Mark)| match mark {
        Mark::Yes => (1.0 - likely(*score)) * RIGHT * text.weight * rate,
        Mark::No => -likely(*score) * text.weight * rate,
        Mark::Unsaid => 0.0,
    };
    let pulls: Vec<f32> = scores.iter().zip(&text.marks).map(pull).collect();
    biases.iter_mut().zip(&pulls).for_each(|(bias, pull)| *bias += pull * 0.02);
    for (at, value) in values {
        let row = weights.get_mut(at * width..(at + 1) * width).unwrap_or_default();
        row.iter_mut().zip(&pulls).for_each(|(weight, pull)| *weight += value * pull);
    }
}

/// The logistic function.
fn likely(score: f32) -> f32 {
    (1.0 / (1.0 + exp(-f64::from(score)))) as f32
}

/// The exponential function, by halving its argument and its series.
fn exp(at: f64) -> f64 {
    let at = at.clamp(-40.0, 40.0);
    let small = at / 64.0;
    let mut sum = 1.0;
    let mut term = 1.0;
    for power in 1..12_u32 {
        term *= small / f64::from(power);
        sum += term;
    }
    (0..6).fold(sum, |power, _| power * power)
}

/// The natural logarithm of a number above zero, by Newton's steps.
fn ln(at: f64) -> f64 {
    let mut guess = 1.0;
    for _ in 0..60 {
        let power = exp(guess);
        guess += 2.0 * (at - power) / (at + power);
    }
    guess
}

/// Shuffles the same way every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            let other = self.below(at + 1);
            order.swap(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Text, exp, learn, ln};

    #[test]
    fn functions_are_right() {
        for at in [-20.0, -1.5, 0.0, 0.3, 5.0, 30.0_f64] {
            assert!((exp(at) / at.exp() - 1.0).abs() < 1e-9, "{at}");
        }
        for at in [1.0, 1.5, 20.0, 5000.0_f64] {
            assert!((ln(at) - at.ln()).abs() < 1e-9, "{at}");
        }
    }

    #[test]
    fn what_parts_texts_is_learned() {
        let text = |keys: &[u32], yes: bool| Text {
            counts: keys.iter().map(|key| (*key, 1)).collect(),
            marks: vec![if yes { Mark::Yes } else { Mark::No }],
            weight: 1.0,
        };
        let texts =
            [text(&[1, 2], true), text(&[1, 3], true), text(&[2, 4], false), text(&[3, 4], false)];
        let all: Vec<&Text> = texts.iter().collect();
        let learned = learn(&all, 100);
        let score = |keys: &[u32]| {
            let counts: Vec<(u32, u32)> = keys.iter().map(|key| (*key, 1)).collect();
            learned.scores(&counts)[0]
        };
        assert!(score(&[1]) > 0.0 && score(&[4]) < 0.0, "{} {}", score(&[1]), score(&[4]));
        let again = learn(&all, 100);
        assert_eq!(learned.rows, again.rows);
    }
}
