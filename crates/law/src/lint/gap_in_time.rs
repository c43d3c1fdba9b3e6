//! A rule refers to one that does not exist at that time, or a point never starts.

use actlas_facts::{Code, CodeInfo, Finding, Severity};

use crate::model::{ActIx, Pack, RuleVersion};
use crate::view::View;

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("gap-in-time"),
    severity: Severity::Error,
    title: "a rule refers to one that does not exist at that time, or a point has no start",
};

fn speaking(versions: &[RuleVersion], act: ActIx) -> Option<&RuleVersion> {
    versions.iter().rfind(|version| version.by <= act).filter(|at| at.when.is_some())
}

/// For every act: references into nothing, and points without a start.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, act) in pack.acts.iter().enumerate() {
        let Ok(view) = View::new(pack, act.in_force, act.in_force) else { continue };
        for rule in &pack.rules {
            let Some(version) = speaking(&rule.versions, ActIx(number)) else { continue };
            for other in super::refers_to(version) {
                let Some(other) = pack.rule(other) else { continue };
                if speaking(&other.versions, ActIx(number)).is_none() {
                    let says = format!(
                        "`{}` refers to `{}`, which does not exist under {}",
                        rule.id, other.id, act.number
                    );
                    findings.push(
                        Finding::new(CODE, pack.place(version.at), says)
                            .hint("give the rule a version of its own for that act"),
                    );
                }
            }
            if let Some(starts) = &rule.starts
                && view.start(&starts.provision, starts.route.as_deref()).is_none()
            {
                let says = format!("`{}` has no start under {}", rule.id, act.number);
                findings.push(
                    Finding::new(CODE, pack.place(rule.at), says)
                        .hint("add the provision to application.yaml"),
                );
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::codes_after;

    #[test]
    fn references_into_nothing_and_points_without_a_start_are_found() {
        let deleted = "- {rule: annex1.2, cite: anx.I.A(2)}";
        let with = "- {rule: annex1.2, cite: anx.I.A(2)}\n            - {rule: annex1.21, cite: anx.I(21)}";
        assert!(codes_after("rules/annex-1.yaml", deleted, with).contains(&"gap-in-time"));
        let (from, to) = ("provision: \"art.50\"", "provision: \"art.500\"");
        assert!(codes_after("application.yaml", from, to).contains(&"gap-in-time"));
    }
}
