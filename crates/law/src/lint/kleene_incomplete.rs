//! Conclusions for which three-valued logic alone can stay undecided although the law decides.
//!
//! This is a note, not a fault: these conclusions get the exact second pass.

use actlas_facts::{Code, CodeInfo, Finding, Severity};

use crate::choices::Choices;
use crate::lower::Lowered;
use crate::model::Pack;
use crate::view::View;

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("kleene-incomplete"),
    severity: Severity::Note,
    title: "a conclusion may be settled although three-valued logic says unknown; it gets the exact pass",
};

/// Points whose cone holds an input in both polarities, or several options of one choice.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let Some(last) = pack.acts.last() else { return Vec::new() };
    let Ok(view) = View::new(pack, last.in_force, last.in_force) else { return Vec::new() };
    let lowered = Lowered::new(view, Choices::defaults(pack));
    let inexact = lowered.main().points.iter().filter(|(_, target)| target.exact.is_some());
    inexact
        .filter_map(|(_, target)| pack.rule(target.rule))
        .map(|rule| {
            let says = format!("`{}` can be settled although its parts are unknown", rule.id);
            Finding::new(CODE, pack.place(rule.at), says)
        })
        .collect()
}
