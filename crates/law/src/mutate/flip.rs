//! Flipping one leaf of a condition.

use super::what;
use crate::model::{Condition, ConditionNode, Pack};

/// A leaf of a condition.
pub(super) struct Leaf {
    /// The number of the condition.
    pub condition: usize,
    /// What it asks for.
    pub what: String,
}

/// The leaves that can be negated, in order.
pub(super) fn leaves(pack: &Pack, of: &Condition) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    of.walk(&mut |part| {
        if matches!(
            part.node,
            ConditionNode::Fact(..)
                | ConditionNode::Rule(..)
                | ConditionNode::MayBe(..)
                | ConditionNode::SaidToBe(..)
                | ConditionNode::Unstated(..)
                | ConditionNode::Compute(..)
        ) {
            leaves.push(Leaf { condition: part.id, what: what(pack, part) });
        }
    });
    leaves
}

/// Negates the leaf with this number.
pub(super) fn flip(condition: &mut Condition, number: usize) {
    if condition.id == number {
        let leaf = condition.clone();
        condition.node = ConditionNode::Not(Box::new(leaf));
        return;
    }
    match &mut condition.node {
        ConditionNode::All(parts)
        | ConditionNode::Any(parts)
        | ConditionNode::None(parts)
        | ConditionNode::AtLeast(_, parts) => parts.iter_mut().for_each(|part| flip(part, number)),
        ConditionNode::Not(part) => flip(part, number),
        ConditionNode::Unless(base, exceptions) => {
            flip(base, number);
            exceptions.iter_mut().for_each(|part| flip(part, number));
        }
        ConditionNode::Reading(_, alternatives) => {
            alternatives.iter_mut().for_each(|(_, part)| flip(part, number));
        }
        _ => {}
    }
}
