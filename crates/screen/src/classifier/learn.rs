//! Weights from labelled texts: a support vector machine with squared hinge loss, one point against the
//! rest, by coordinate descent in the dual (Hsieh et al., A Dual Coordinate Descent Method for Large-scale
//! Linear SVM, ICML 2008).
//!
//! Only additions, multiplications, divisions and square roots of numbers in a fixed order, so that every
//! machine finds the same weights.

use std::collections::BTreeMap;

/// How often texts are gone through.
const ROUNDS: usize = 40;
/// How often to find out which features matter.
const FIRST_ROUNDS: usize = 6;
/// In the first rounds, and then in one of so many, all texts are looked at; in the others those on which the
/// weights rest.
const ALL_IN: usize = 5;
/// What a text on the wrong side costs, against long weights.
const COST: f32 = 1.0;
/// What a right text counts against a wrong one, of which there are many more.
const RIGHT: f32 = 2.0;
/// What a margin of one is worth, so that scores are near log odds.
const SCALE: f32 = 2.0;
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
        .map(|(key, (_, row))| {
            let texts = frequency.get(key).copied().unwrap_or_default() as f32;
            (row.iter().fold(0.0_f32, |most, at| most.max(at.abs())) * texts.sqrt(), *key)
        })
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
    texts: Vec<Values<'t>>,
    width: usize,
}

/// A text by the positions of its features.
struct Values<'t> {
    text: &'t Text,
    values: Vec<(u32, f32)>,
    /// The sum of their squares.
    square: f32,
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
        let places: std::collections::HashMap<u32, u32> =
            keys.iter().zip(0..).map(|(key, at)| (*key, at)).collect();
        let values = |text: &'t Text| {
            let found: Vec<(u32, f32, f32)> = text
                .counts
                .iter()
                .filter_map(|(key, count)| {
                    let at = *places.get(key)?;
                    Some((at, *count as f32, f32::from(*lengths.get(at as usize)?)))
                })
                .collect();
            let whole: f32 = found.iter().map(|(_, count, own)| count * own).sum();
            let whole = whole.max(1.0).sqrt();
            let value = |(at, count, own): &(u32, f32, f32)| (*at, count * own.sqrt() / whole);
            let values: Vec<(u32, f32)> = found.iter().map(value).collect();
            let square = values.iter().map(|(_, value)| value * value).sum();
            Values { text, values, square }
        };
        let width = texts.first().map_or(0, |text| text.marks.len());
        Pass { texts: texts.iter().map(|text| values(text)).collect(), keys, lengths, width }
    }

    fn run(self, rounds: usize) -> Learned {
        let heads: Vec<Side> = (0..self.width).map(|head| self.head(head, rounds)).collect();
        let row = |(at, key): (usize, &u32)| {
            let own = self.lengths.get(at).copied().unwrap_or(1);
            let worth = f32::from(own).sqrt() * SCALE;
            let weight = |head: &Side| head.weights.get(at).copied().unwrap_or_default() * worth;
            (*key, (own, heads.iter().map(weight).collect()))
        };
        Learned {
            biases: heads.iter().map(|head| head.bias * SCALE).collect(),
            rows: self.keys.iter().enumerate().map(row).collect(),
        }
    }

    /// The weights of one point.
    fn head(&self, head: usize, rounds: usize) -> Side {
        let mut side = Side { weights: vec![0.0; self.keys.len()], bias: 0.0 };
        // A text, which side it should be on, and its multiplier.
        let mut texts: Vec<(&Values, f32, f32)> = self
            .texts
            .iter()
            .filter_map(|text| match text.text.marks.get(head)? {
                Mark::Yes => Some((text, 1.0, 0.0)),
                Mark::No => Some((text, -1.0, 0.0)),
                Mark::Unsaid => None,
            })
            .collect();
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for round in 0..rounds {
            let all = round < ALL_IN || round % ALL_IN == 0;
            dice.shuffle(&mut texts);
            for (text, yes, held) in &mut texts {
                if !all && *held == 0.0 {
                    continue;
                }
                let cost = COST * text.text.weight * if *yes > 0.0 { RIGHT } else { 1.0 };
                let slack = 0.5 / cost;
                let short = 1.0 - *yes * side.score(&text.values) - slack * *held;
                let before = *held;
                *held = (before + short / (text.square + 1.0 + slack)).max(0.0);
                side.step(&text.values, (*held - before) * *yes);
            }
        }
        side
    }
}

/// The weights of one point while they are learned.
struct Side {
    weights: Vec<f32>,
    bias: f32,
}

impl Side {
    fn score(&self, values: &[(u32, f32)]) -> f32 {
        let of = |(at, value): &(u32, f32)| {
            self.weights.get(*at as usize).copied().unwrap_or_default() * value
        };
        self.bias + values.iter().map(of).sum::<f32>()
    }

    fn step(&mut self, values: &[(u32, f32)], by: f32) {
        if by == 0.0 {
            return;
        }
        self.bias += by;
        for (at, value) in values {
            if let Some(weight) = self.weights.get_mut(*at as usize) {
                *weight += by * value;
            }
        }
    }
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

    fn shuffle<T>(&mut self, order: &mut [T]) {
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
        // What tells nothing is the first to go.
        let kept: Vec<u32> = learn(&all, 2).rows.into_keys().collect();
        assert_eq!(kept, [1, 4]);
    }
}
