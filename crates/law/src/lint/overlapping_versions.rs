//! Two versions of a rule by one act, or versions out of order.

use actlas_facts::{Code, CodeInfo, Finding, Severity};

use crate::model::Pack;

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("overlapping-versions"),
    severity: Severity::Error,
    title: "two versions of a rule speak at the same time",
};

/// Rules whose versions are not one for each act, in the order of the acts.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in &pack.rules {
        for pair in rule.versions.windows(2) {
            let [first, second] = pair else { continue };
            if first.by >= second.by {
                let says = format!("versions of `{}` overlap or stand out of order", rule.id);
                findings.push(
                    Finding::new(CODE, pack.place(second.at), says)
                        .hint("give one version for each act, oldest first"),
                );
            }
        }
    }
    for row in &pack.application {
        if !row
            .dates
            .windows(2)
            .all(|pair| pair.first().map(|at| at.by) < pair.last().map(|at| at.by))
        {
            let says = format!("two dates of {} by one act", row.provision);
            findings.push(Finding::new(CODE, actlas_facts::Place::file("application.yaml"), says));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::codes_after;

    #[test]
    fn two_versions_by_one_act_are_found() {
        let codes = codes_after("rules/art-002.yaml", "- by: omnibus", "- by: ai-act");
        assert!(codes.contains(&"overlapping-versions"));
    }
}
