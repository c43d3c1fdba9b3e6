//! A leaf of a condition does not say where it comes from.

use actlas_facts::{Code, CodeInfo, Severity};

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("uncited-leaf"),
    severity: Severity::Error,
    title: "a leaf of a condition has no citation, or one that cannot be read",
};

#[cfg(test)]
mod tests {
    use crate::lint::tests::codes_after;

    #[test]
    fn a_leaf_without_a_source_is_found() {
        let file = "rules/art-005.yaml";
        let (from, to) = ("{fact: real_time, cite: art.3(42)}", "{fact: real_time}");
        assert!(codes_after(file, from, to).contains(&"uncited-leaf"));
        let to = "{fact: real_time, cite: somewhere}";
        assert!(codes_after(file, from, to).contains(&"uncited-leaf"));
    }
}
