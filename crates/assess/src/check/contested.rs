//! What other answers to contested questions would make of a record.

use std::collections::BTreeMap;

use super::{Breaches, Judged, Rule, word};
use crate::duties::Held;

/// Duties named at most in one sentence.
const NAMED: usize = 5;

/// What one answer changes.
#[derive(Default)]
struct Changes {
    class: Option<String>,
    /// Duties of roles that are held.
    otherwise: Vec<String>,
    besides: Vec<String>,
}

impl Breaches<'_> {
    /// One breach for each answer that gives another class, or other duties of roles that are held.
    pub(super) fn contested(&mut self, judged: &Judged) {
        let duties = judged.duties;
        let mut answers: BTreeMap<String, Changes> = BTreeMap::new();
        for at in duties.contested.iter().filter(|at| at.class != duties.class) {
            let chosen = format!("{}={}", at.question, at.reading);
            answers.entry(chosen).or_default().class = Some(at.class.replace('_', " "));
        }
        for owing in duties.duties.iter().filter(|at| at.held == Held::Holds) {
            for answer in &owing.contested {
                let says = format!("{} {}", owing.duty, answer.words());
                answers.entry(answer.chosen()).or_default().otherwise.push(says);
            }
        }
        for other in duties.by_other_readings.iter().filter(|at| at.held == Held::Holds) {
            let says = format!("{} {}", other.duty, other.answer.words());
            answers.entry(other.answer.chosen()).or_default().besides.push(says);
        }
        let chosen: Vec<&String> = answers.keys().collect();
        self.add_parts(Rule::Contested, &chosen, String::clone, |_, mine| {
            let of = |chosen: &&String| answers.get(*chosen).map(|at| at.words(chosen));
            let says: Vec<String> = mine.iter().filter_map(of).collect();
            let (id, typed) = (word(&judged.outcome.id), judged.typed);
            let hint = mine.first().map(|chosen| {
                format!("`actlas why {id} {typed} --reading {chosen}` says what is so then")
            });
            (says.join("; "), hint.unwrap_or_default())
        });
    }
}

impl Changes {
    fn words(&self, chosen: &str) -> String {
        let mut parts = Vec::new();
        parts.extend(self.class.as_ref().map(|class| format!("the class is {class}")));
        let duties = |list: &[String]| {
            let named = list.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            match list.len().saturating_sub(NAMED) {
                0 => named,
                more => format!("{named} and {more} more"),
            }
        };
        if !self.otherwise.is_empty() {
            parts.push(format!("duties stand otherwise: {}", duties(&self.otherwise)));
        }
        if !self.besides.is_empty() {
            parts.push(format!("duties come besides: {}", duties(&self.besides)));
        }
        format!("by {chosen} {}", parts.join(", and "))
    }
}
