//! A condition names a fact, option, rule, act, role or reading that does not exist.

use actlas_facts::{Code, CodeInfo, Severity};

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("unknown-id"),
    severity: Severity::Error,
    title: "the pack names a fact, option, rule, act, role or reading that does not exist",
};

#[cfg(test)]
mod tests {
    use crate::lint::tests::codes_after;

    #[test]
    fn a_slip_of_the_pen_is_found() {
        let file = "rules/annex-3.yaml";
        assert!(codes_after(file, "{rule: art3.41,", "{rule: art3.14x,").contains(&"unknown-id"));
        assert!(codes_after(file, "has: admission,", "has: admision,").contains(&"unknown-id"));
        assert!(
            codes_after(file, "fact: assesses_victim_risk", "fact: victim").contains(&"unknown-id")
        );
    }
}
