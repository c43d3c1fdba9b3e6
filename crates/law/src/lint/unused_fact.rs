//! A fact that no rule asks for.

use std::collections::BTreeSet;

use actlas_facts::{Code, CodeInfo, Finding, Place, Severity};

use crate::model::{ConditionNode, Pack};

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("unused-fact"),
    severity: Severity::Warning,
    title: "no rule asks for this fact",
};

/// Facts of the vocabulary that no condition reads.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let mut used = BTreeSet::new();
    let versions = super::versions(pack).filter_map(|(_, _, version)| version.when.as_ref());
    let duties = pack.duties.iter().filter_map(|duty| duty.when.as_ref());
    let raises = pack.raises.iter().map(|raise| &raise.when);
    let authorities = pack.authorities.iter().filter_map(|at| at.when.as_ref());
    let spares = pack.spares.iter().flat_map(|at| std::iter::once(&at.when).chain(&at.likely));
    for when in versions.chain(duties).chain(raises).chain(spares).chain(authorities) {
        when.walk(&mut |condition| match &condition.node {
            ConditionNode::Fact(fact, ..) => {
                used.insert(*fact);
            }
            ConditionNode::Compute(compute, _) => used.extend(compute.inputs()),
            _ => {}
        });
    }
    // The arithmetic of clocks reads facts by their names.
    if pack.duties.iter().any(|duty| duty.counts.is_some()) {
        let read = crate::incident::INCIDENT_FACTS.iter().filter_map(|id| pack.vocabulary.find(id));
        used.extend(read);
    }
    pack.vocabulary
        .facts()
        .filter(|(ix, _)| !used.contains(ix))
        .map(|(_, fact)| {
            let says = format!("no rule asks for the fact `{}`", fact.id);
            Finding::new(CODE, Place::file("facts"), says).hint("use it in a rule or remove it")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::codes_after;

    #[test]
    fn a_fact_nobody_asks_for_is_found() {
        let extra =
            "facts:\n  - id: colour\n    of: system\n    question: Which?\n    known_by: [x]\n";
        assert!(codes_after("facts/models.yaml", "facts:\n", extra).contains(&"unused-fact"));
    }
}
