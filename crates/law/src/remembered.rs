//! What was found out of conclusions, by the answers each rests on. Records of a register differ, but
//! seldom in what one conclusion depends on.

use std::collections::{BTreeSet, HashMap};

use actlas_logic::{Input, Lit, Truth};

/// Things found out of conclusions of one program.
#[derive(Clone, Debug)]
pub struct Remembered<T> {
    of: HashMap<Lit, About<T>>,
    count: usize,
}

#[derive(Clone, Debug)]
struct About<T> {
    /// Words of the packed answers that the conclusion rests on, and which bits of them.
    rests_on: Box<[(usize, u64)]>,
    found: HashMap<Box<[u64]>, T>,
}

impl<T> Default for Remembered<T> {
    fn default() -> Remembered<T> {
        Remembered { of: HashMap::new(), count: 0 }
    }
}

impl<T: Clone> Remembered<T> {
    /// Things remembered at most; each has some forty bytes besides itself.
    const MOST: usize = 1 << 18;

    /// What was found of a conclusion that rests on `inputs`, given all answers in the order of the inputs as
    /// [`Truth::packed`] has them.
    pub fn get<I: Iterator<Item = Input>>(
        &mut self,
        conclusion: Lit,
        inputs: impl FnOnce() -> I,
        answers: &[u64],
    ) -> Option<T> {
        let new = || About { rests_on: masks(inputs()), found: HashMap::new() };
        let about = self.of.entry(conclusion).or_insert_with(new);
        about.found.get(&about.key(answers)).cloned()
    }

    /// Remembers what was found of a conclusion that [`Remembered::get`] was asked about.
    pub fn insert(&mut self, conclusion: Lit, answers: &[u64], found: T) {
        if self.count >= Self::MOST {
            self.of.values_mut().for_each(|about| about.found.clear());
            self.count = 0;
        }
        if let Some(about) = self.of.get_mut(&conclusion) {
            about.found.insert(about.key(answers), found);
            self.count += 1;
        }
    }
}

impl<T> About<T> {
    fn key(&self, answers: &[u64]) -> Box<[u64]> {
        let word = |(at, mask): &(usize, u64)| answers.get(*at).copied().unwrap_or_default() & mask;
        self.rests_on.iter().map(word).collect()
    }
}

/// Where [`Truth::packed`] keeps the answers to some inputs: the bits that a yes or a no sets.
fn masks(inputs: impl Iterator<Item = Input>) -> Box<[(usize, u64)]> {
    let inputs: BTreeSet<usize> = inputs.map(|input| input.0 as usize).collect();
    let many = inputs.last().map_or(0, |last| last + 1);
    let all = |value: Truth| {
        Truth::packed((0..many).map(|at| match inputs.contains(&at) {
            true => value,
            false => Truth::Unknown,
        }))
    };
    let words = all(Truth::True).into_iter().zip(all(Truth::False)).map(|(yes, no)| yes | no);
    words.enumerate().filter(|(_, mask)| *mask != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_conclusion_rests_on_counts() {
        let answers = |second: Truth, last: Truth| {
            let mut answers = [Truth::Unknown; 70];
            (answers[1], answers[69]) = (second, last);
            Truth::packed(answers)
        };
        let (conclusion, other) = (Lit::TRUE, Lit::FALSE);
        let mut known: Remembered<u8> = Remembered::default();
        let mut get = |lit, input, answers: &[u64]| {
            known.get(lit, || [Input(input)].into_iter(), answers).or_else(|| {
                known.insert(lit, answers, 7);
                None
            })
        };
        assert_eq!(get(conclusion, 69, &answers(Truth::True, Truth::False)), None);
        assert_eq!(get(conclusion, 69, &answers(Truth::False, Truth::False)), Some(7));
        assert_eq!(get(conclusion, 69, &answers(Truth::True, Truth::Unknown)), None);
        assert_eq!(get(conclusion, 69, &answers(Truth::True, Truth::True)), None);
        assert_eq!(get(other, 1, &answers(Truth::True, Truth::False)), None);
        assert_eq!(get(other, 1, &answers(Truth::True, Truth::True)), Some(7));
    }
}
