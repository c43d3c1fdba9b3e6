//! What can be wrong with a pack, one file each.
//!
//! `unknown-id` and `uncited-leaf` are found while a pack is read; the others look at the pack as a
//! whole.

use actlas_facts::{CodeInfo, Finding};

use crate::model::{Pack, Rule, RuleIx, RuleVersion};

pub mod exception_cycle;
pub mod fact_is_a_conclusion;
pub mod gap_in_time;
pub mod kleene_incomplete;
pub mod overlapping_versions;
pub mod paper_fields;
pub mod uncited_leaf;
pub mod unknown_id;
pub mod unreachable_rule;
pub mod unused_fact;

/// All lints.
pub const CODES: &[CodeInfo] = &[
    exception_cycle::CODE,
    fact_is_a_conclusion::CODE,
    gap_in_time::CODE,
    kleene_incomplete::CODE,
    overlapping_versions::CODE,
    paper_fields::CODE,
    uncited_leaf::CODE,
    unknown_id::CODE,
    unreachable_rule::CODE,
    unused_fact::CODE,
];

/// Everything the lints find in a pack that was read.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let checks = [
        exception_cycle::check,
        fact_is_a_conclusion::check,
        gap_in_time::check,
        kleene_incomplete::check,
        overlapping_versions::check,
        paper_fields::check,
        unreachable_rule::check,
        unused_fact::check,
    ];
    checks.iter().flat_map(|check| check(pack)).collect()
}

/// All versions of all rules.
fn versions(pack: &Pack) -> impl Iterator<Item = (RuleIx, &Rule, &RuleVersion)> {
    pack.rules().flat_map(|(ix, rule)| rule.versions.iter().map(move |version| (ix, rule, version)))
}

/// The rules that a version refers to.
fn refers_to(version: &RuleVersion) -> Vec<RuleIx> {
    let mut rules = Vec::new();
    if let Some(when) = &version.when {
        when.walk(&mut |condition| {
            if let crate::model::ConditionNode::Rule(rule, _) = &condition.node {
                rules.push(*rule);
            }
        });
    }
    rules
}

#[cfg(test)]
mod tests {
    use crate::model::Pack;
    use crate::source::PackFiles;

    /// Loads the built-in pack with one text replaced in one file, and returns the codes found.
    pub(super) fn codes_after(path: &str, from: &str, to: &str) -> Vec<&'static str> {
        let mut files = PackFiles::embedded();
        let text = files.files.get_mut(path).unwrap_or_else(|| panic!("no file {path}"));
        assert!(text.contains(from), "{path} does not contain {from:?}");
        *text = text.replacen(from, to, 1);
        let (pack, mut findings) = Pack::load(&files);
        findings.extend(super::check(&pack));
        let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code.0).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    #[test]
    fn the_built_in_pack_is_clean_but_for_notes() {
        let (pack, mut findings) = Pack::load(&PackFiles::embedded());
        findings.extend(super::check(&pack));
        findings.retain(|finding| finding.severity > actlas_facts::Severity::Note);
        let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(words.is_empty(), "{}", words.join("\n"));
    }
}
