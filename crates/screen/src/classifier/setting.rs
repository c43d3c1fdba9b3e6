//! What the names of its organisation add to the score of a text: `claims` are other claims at an insurer than at an
//! office that pays pensions.
//!
//! Learned apart, from texts of registers and beside what their words weigh already, so that a text of which nobody
//! says whose it is scores as if there were no settings.

use std::collections::BTreeMap;

use super::learn::SCALE;

/// How often texts are gone through.
const ROUNDS: usize = 30;
/// What a text on the wrong side costs, against long weights.
const COST: f32 = 0.3;
/// What a right text counts against a wrong one: most offices have systems that touch no point, and a name that is
/// taken for that would silence the few that do.
const RIGHT: f32 = 4.0;
/// A name of fewer texts says nothing.
const MIN_TEXTS: usize = 3;
/// A score further from its mark is not made up for.
const FAR: f32 = 3.0;

/// A text of a register in which no phrase speaks for the point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case<'t> {
    /// The features of its setting, each once.
    pub(super) setting: &'t [u32],
    /// How far its words score above the mark of the point.
    pub(super) above: f32,
    /// Whether it meets the point.
    pub(super) yes: bool,
}

/// The weight of each feature for one point: a support vector machine with squared hinge loss on what the words leave
/// over, as in [`super::learn`], without a bias.
pub(super) fn learn(cases: &[Case]) -> BTreeMap<u32, f32> {
    let mut texts: BTreeMap<u32, usize> = BTreeMap::new();
    for key in cases.iter().flat_map(|case| case.setting) {
        *texts.entry(*key).or_default() += 1;
    }
    texts.retain(|_, count| *count >= MIN_TEXTS);
    let places: BTreeMap<u32, usize> = texts.keys().copied().zip(0..).collect();
    let placed = |case: &Case| -> Vec<usize> {
        case.setting.iter().filter_map(|key| places.get(key).copied()).collect()
    };
    // A text, the places of its features, and its multiplier.
    let mut texts: Vec<(&Case, Vec<usize>, f32)> =
        cases.iter().map(|case| (case, placed(case), 0.0)).collect();
    texts.retain(|(_, places, _)| !places.is_empty());
    let mut weights = vec![0.0_f32; places.len()];
    for _ in 0..ROUNDS {
        for (case, places, held) in &mut texts {
            let value = 1.0 / (places.len() as f32).sqrt();
            let side = if case.yes { 1.0 } else { -1.0 };
            let sum: f32 = places.iter().filter_map(|at| weights.get(*at)).sum();
            let score = case.above.clamp(-FAR, FAR) / SCALE + sum * value;
            let slack = 0.5 / (COST * if case.yes { RIGHT } else { 1.0 });
            let short = 1.0 - side * score - slack * *held;
            let before = *held;
            *held = (before + short / (1.0 + slack)).max(0.0);
            for at in places.iter() {
                if let Some(weight) = weights.get_mut(*at) {
                    *weight += (*held - before) * side * value;
                }
            }
        }
    }
    places.into_keys().zip(weights).map(|(key, weight)| (key, weight * SCALE)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Case, learn};

    #[test]
    fn a_name_makes_up_for_what_words_leave_open() {
        let case = |setting, above, yes| Case { setting, above, yes };
        let offices: Vec<Case> = (0..6)
            .flat_map(|_| [case(&[1, 9][..], -0.5, true), case(&[2, 9][..], 0.5, false)])
            .collect();
        let weights = learn(&offices);
        assert!(weights[&1] > 0.5 && weights[&2] < -0.5, "{weights:?}");
        assert!(weights[&9].abs() < weights[&1], "{weights:?}");
        let sure: Vec<Case> =
            (0..6).flat_map(|_| [case(&[1][..], 9.0, true), case(&[2][..], -9.0, false)]).collect();
        assert!(learn(&sure).values().all(|weight| *weight == 0.0), "nothing is left to learn");
        let seldom = [case(&[1][..], -0.5, true); 2];
        assert!(learn(&seldom).is_empty(), "of two texts nothing is learned");
    }
}
