//! A fact that only somebody who knows the Act can answer.

use actlas_facts::{Code, CodeInfo, Finding, Place, Severity};

use crate::model::Pack;

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("fact-is-a-conclusion"),
    severity: Severity::Warning,
    title: "a fact names a point, an article or a class, or uses a term that the Act defines",
};

/// Words that belong into rules: names of provisions and classes, and terms of Article 3 that are
/// rules of the pack.
const TERMS: &[&str] = &[
    "article",
    "annex",
    "the act",
    "high-risk",
    "high risk",
    "prohibited",
    "safety component",
    "remote biometric identification",
    "emotion recognition",
    "biometric categorisation",
    "deep fake",
    "substantial modification",
    "placing on the market",
    "putting into service",
    "general-purpose ai",
    "systemic-risk threshold",
    "narrow procedural task",
    "preparatory task",
    "profiling of natural persons",
];

/// Facts whose id, question or options speak the language of the Act.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, fact) in pack.vocabulary.facts() {
        let labels = fact.kind.options().iter().map(|option| option.label.as_str());
        let texts = std::iter::once(fact.question.as_str()).chain(labels);
        let id = fact.id.replace('_', " ");
        let texts = texts.chain(std::iter::once(id.as_str()));
        let spoken: Vec<&str> = texts
            .flat_map(|text| {
                let text = text.to_lowercase();
                TERMS
                    .iter()
                    .copied()
                    .filter(move |term| contains_word(&text, term))
                    .collect::<Vec<_>>()
            })
            .collect();
        let is_rule = pack.find(&fact.id).is_some();
        if let Some(term) = spoken.first() {
            let says = format!("the fact `{}` says `{term}`", fact.id);
            findings.push(
                Finding::new(CODE, Place::file("facts"), says)
                    .hint("ask for what somebody knows who knows the system but not the Act"),
            );
        } else if is_rule {
            let says = format!("the fact `{}` has the name of a rule", fact.id);
            findings.push(Finding::new(CODE, Place::file("facts"), says));
        }
    }
    findings
}

fn contains_word(text: &str, term: &str) -> bool {
    text.match_indices(term).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + term.len()..).and_then(|text| text.chars().next());
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !is_letter(before) && !is_letter(after)
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::codes_after;

    #[test]
    fn a_question_for_lawyers_is_found() {
        let (from, to) =
            ("Is it meant for cybersecurity and nothing else?", "Is it listed in Annex III?");
        assert!(codes_after("facts/products.yaml", from, to).contains(&"fact-is-a-conclusion"));
    }
}
