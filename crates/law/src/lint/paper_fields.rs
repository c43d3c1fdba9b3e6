//! A paper whose list of fields cannot be right.

use std::collections::BTreeSet;

use actlas_facts::{Code, CodeInfo, Finding, Severity};

use crate::model::{ActIx, Pack};
use crate::paper::Interval;

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("paper-fields"),
    severity: Severity::Error,
    title: "the fields of a paper stand twice, at no time, or under no act",
};

/// Ids that stand twice, intervals that are empty, papers without a field at some time of their duty,
/// annexes that a duty names and no paper fills.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut papers = BTreeSet::new();
    for paper in &pack.papers {
        let mut tell = |at, says: String| {
            let place = pack.place(at);
            findings
                .push(Finding::new(CODE, place, says).hint("see docs/drafts.md for the format"));
        };
        if !papers.insert(paper.id.as_str()) {
            tell(paper.at, format!("paper `{}` stands here a second time", paper.id));
        }
        let mut fields = BTreeSet::new();
        for field in paper.fields() {
            if !fields.insert(field.id.as_str()) {
                tell(field.at, format!("field `{}` stands twice in `{}`", field.id, paper.id));
            }
            if is_empty(&field.interval) {
                tell(field.at, format!("field `{}` stands in the list at no time", field.id));
            }
        }
        if paper.notes.iter().any(|note| is_empty(&note.interval)) {
            tell(paper.at, format!("a note of `{}` holds at no time", paper.id));
        }
        for (number, act) in pack.acts.iter().enumerate() {
            let speaks =
                |at: &Interval| at.by.0 <= number && at.until.is_none_or(|until| until.0 > number);
            let born = pack.duties.get(paper.duty.0).and_then(|duty| duty.versions.first());
            let lives = born.is_some_and(|version| version.by <= ActIx(number));
            if lives && !paper.fields().any(|field| speaks(&field.interval)) {
                tell(paper.at, format!("`{}` has no field under {}", paper.id, act.number));
            }
        }
    }
    findings
}

fn is_empty(interval: &Interval) -> bool {
    interval.until.is_some_and(|until| until <= interval.by)
}

#[cfg(test)]
mod tests {
    use crate::model::Pack;
    use crate::source::PackFiles;

    const FILE: &str = "papers/annex-viii-b.yaml";

    #[test]
    fn fields_that_cannot_be_right_are_found() {
        let found = |from: &str, to: &str| {
            let mut files = PackFiles::embedded();
            let text = files.files.get_mut(FILE).unwrap();
            assert!(text.contains(from), "{FILE} does not contain {from:?}");
            *text = text.replacen(from, to, 1);
            let (pack, mut findings) = Pack::load(&files);
            findings.extend(super::check(&pack));
            findings.iter().map(|finding| finding.code.0).collect::<Vec<_>>()
        };
        assert!(found("{id: 5, ", "{id: 4, ").contains(&"paper-fields"));
        assert!(found("until: omnibus", "until: ai-act").contains(&"paper-fields"));
        assert!(found("{id: 9, ", "{id: 9, colour: red, ").contains(&"pack-invalid"));
        assert!(found("facts: [actor_in_union]", "facts: [x]").contains(&"unknown-id"));
        assert!(found("known: [stage]", "known: [mood]").contains(&"unknown-id"));
        assert!(found("cite: anx.VIII.B(5), ", "").contains(&"uncited-leaf"));
        assert!(found("duty: FLT-3", "duty: FLT-9").contains(&"unknown-id"));
    }
}
