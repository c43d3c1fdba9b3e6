//! In which order steps are taken.
#![expect(clippy::indexing_slicing, reason = "values are numbers of steps of the same list")]

use std::collections::{BTreeMap, BTreeSet};

use super::steps::{Gate, Step};

/// An order in which every step comes after those it uses, and steps of one gate come together: which
/// gate comes next is hard to foresee for a processor, and costs as much as a gate.
pub(super) fn order(steps: &[Step], used_by: &dyn Fn(&Step) -> Vec<usize>) -> Vec<usize> {
    let mut waits: Vec<usize> = vec![0; steps.len()];
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    let mut ready: BTreeMap<Gate, BTreeSet<usize>> = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        let mut uses = used_by(step);
        uses.sort_unstable();
        uses.dedup();
        waits[at] = uses.len();
        if uses.is_empty() {
            ready.entry(step.gate).or_default().insert(at);
        }
        uses.into_iter().for_each(|value| users[value].push(at));
    }
    let mut order: Vec<usize> = Vec::with_capacity(steps.len());
    // The gate of which most steps are ready, until none is.
    while let Some((gate, _)) = ready.iter().max_by_key(|(_, steps)| steps.len()) {
        let gate = *gate;
        while let Some(at) = ready.get_mut(&gate).and_then(BTreeSet::pop_first) {
            order.push(at);
            for user in std::mem::take(&mut users[at]) {
                waits[user] -= 1;
                if waits[user] == 0 {
                    ready.entry(steps[user].gate).or_default().insert(user);
                }
            }
        }
        ready.remove(&gate);
    }
    order
}
