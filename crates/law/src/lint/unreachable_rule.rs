//! A rule that nothing asks for.

use std::collections::BTreeSet;

use actlas_facts::{Code, CodeInfo, Finding, Severity};

use crate::model::{Pack, RuleIx};

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("unreachable-rule"),
    severity: Severity::Warning,
    title: "no point, class or conclusion rests on this rule",
};

/// Rules that are neither asked for themselves nor by a rule that is.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let asked = |ix: &RuleIx| {
        pack.rule(*ix).is_some_and(|rule| {
            rule.point.is_some() || rule.class.is_some() || rule.conclusion || rule.legacy.is_some()
        })
    };
    let mut open: Vec<RuleIx> = pack.rules().map(|(ix, _)| ix).filter(asked).collect();
    let mut reached: BTreeSet<RuleIx> = BTreeSet::new();
    while let Some(ix) = open.pop() {
        if reached.insert(ix)
            && let Some(rule) = pack.rule(ix)
        {
            open.extend(rule.versions.iter().flat_map(super::refers_to));
        }
    }
    let unreachable = |(ix, _): &(RuleIx, &crate::model::Rule)| !reached.contains(ix);
    pack.rules()
        .filter(unreachable)
        .map(|(_, rule)| {
            let says = format!("nothing rests on rule `{}`", rule.id);
            Finding::new(CODE, pack.place(rule.at), says)
                .hint("refer to it, mark it `conclusion: true`, or remove it")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::codes_after;

    #[test]
    fn a_rule_nobody_asks_for_is_found() {
        let codes = codes_after("rules/art-025.yaml", "    conclusion: true\n", "");
        assert_eq!(codes, ["kleene-incomplete", "unreachable-rule"]);
    }
}
