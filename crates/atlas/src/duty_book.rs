//! Duties on the sheets of the atlas: every text and every list once, however many systems share it.

use std::collections::{BTreeMap, HashMap};

use actlas_assess::duties::{Duties, Fines, Held, Owing};
use actlas_assess::long_date;
use serde::Serialize;

/// What is the same for all who owe a duty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
struct DutyText {
    id: String,
    title: String,
    cite: String,
    does: String,
    event: String,
    clock: String,
    evidence: String,
    kept: String,
    relief: String,
    ceiling: String,
}

/// One duty of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
struct DutyLine {
    /// Its text, by position.
    text: usize,
    status: &'static str,
    /// Day and basis, by position among the words.
    when: usize,
    layer: String,
    /// What other answers to contested questions make of it, by position among the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    contested: Option<usize>,
    /// Who is competent, by position among the words.
    authority: usize,
    shown: &'static str,
    /// What is named as evidence, as the claim it is, and where it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    named: Vec<(String, String)>,
    /// Questions that would decide it, by position among the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decides: Vec<usize>,
    #[serde(skip_serializing_if = "String::is_empty")]
    due: String,
    /// The same in words, where facts that nobody stated decide the day.
    #[serde(skip_serializing_if = "String::is_empty")]
    due_words: String,
}

/// The duties of one actor in one role.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
struct RoleDuties {
    /// The actor, by position among the names of the system.
    actor: usize,
    role: String,
    holds: bool,
    duties: Vec<DutyLine>,
}

/// The duties of a map. Systems of which the same is known share one list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DutyBook {
    texts: Vec<DutyText>,
    words: Vec<String>,
    lists: Vec<Vec<RoleDuties>>,
    /// By system: its list, and the names of its actors.
    of: BTreeMap<String, (usize, Vec<String>)>,
    #[serde(skip)]
    text_at: HashMap<DutyText, usize>,
    #[serde(skip)]
    word_at: HashMap<String, usize>,
    #[serde(skip)]
    list_at: HashMap<Vec<RoleDuties>, usize>,
}

/// A fact inside a sentence, by the words of its id: whole questions would hide the sentence.
pub(crate) fn in_words(fact: &str) -> String {
    fact.replace('_', " ")
}

/// Figures that no line is broken in: `EUR 15 000 000`, `3 %`.
pub(crate) fn unbroken(text: &str) -> String {
    let mut held = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let inside = c == ' '
            && (last.is_ascii_digit() && (next.is_ascii_digit() || next == '%')
                || held.ends_with("EUR") && next.is_ascii_digit());
        held.push(if inside { '\u{a0}' } else { c });
        last = c;
    }
    held
}

impl DutyBook {
    /// Adds the duties of a system. `question` says how a fact is asked.
    pub fn add(&mut self, duties: &Duties, fines: &Fines, question: &dyn Fn(&str) -> String) {
        let mut actors: Vec<String> = Vec::new();
        let mut list: Vec<RoleDuties> = Vec::new();
        for owing in &duties.duties {
            let known = actors.iter().position(|name| *name == owing.actor);
            let actor = known.unwrap_or_else(|| {
                actors.push(owing.actor.clone());
                actors.len() - 1
            });
            let holds = owing.held == Held::Holds;
            let line = self.line(owing, fines, question);
            let same = |at: &&mut RoleDuties| {
                (at.actor, at.role.as_str(), at.holds) == (actor, owing.role.as_str(), holds)
            };
            match list.iter_mut().find(same) {
                Some(mine) => mine.duties.push(line),
                None => {
                    let role = owing.role.clone();
                    list.push(RoleDuties { actor, role, holds, duties: vec![line] });
                }
            }
        }
        let lists = &mut self.lists;
        let at = *self.list_at.entry(list).or_insert_with_key(|list| {
            lists.push(list.clone());
            lists.len() - 1
        });
        self.of.insert(duties.id.clone(), (at, actors));
    }

    fn line(
        &mut self,
        owing: &Owing,
        fines: &Fines,
        question: &dyn Fn(&str) -> String,
    ) -> DutyLine {
        let text = DutyText {
            id: owing.duty.clone(),
            title: owing.title.clone(),
            cite: owing.cite.clone(),
            does: owing.does.clone(),
            event: owing.event.clone(),
            clock: owing.clock.clone(),
            evidence: owing.evidence.join(", "),
            kept: owing.retention.clone(),
            relief: owing.relief.clone(),
            ceiling: unbroken(&fines.words(&owing.ceiling, &in_words)),
        };
        let texts = &mut self.texts;
        let text = *self.text_at.entry(text).or_insert_with_key(|text| {
            texts.push(text.clone());
            texts.len() - 1
        });
        DutyLine {
            text,
            status: owing.status.as_str(),
            when: self.word(owing.when()),
            layer: owing.layer.clone(),
            contested: match owing.contested.is_empty() {
                true => None,
                false => Some(self.word(owing.contested_words())),
            },
            authority: self.word(owing.authority_words(&in_words)),
            shown: owing.shown.as_str(),
            named: owing.named.iter().map(|at| (at.words(), at.source.clone())).collect(),
            decides: owing.decided_by.iter().map(|fact| self.word(question(fact))).collect(),
            due: owing.due.as_ref().map(|due| due.latest.clone()).unwrap_or_default(),
            due_words: match &owing.due {
                Some(due) if !due.decided_by.is_empty() => due.latest_words(&long_date, &in_words),
                _ => String::new(),
            },
        }
    }

    fn word(&mut self, word: String) -> usize {
        let words = &mut self.words;
        *self.word_at.entry(word).or_insert_with_key(|word| {
            words.push(word.clone());
            words.len() - 1
        })
    }

    /// How many systems have duties here.
    pub fn systems(&self) -> usize {
        self.of.len()
    }
}

#[cfg(test)]
mod tests {
    use super::unbroken;

    #[test]
    fn no_line_is_broken_in_a_figure() {
        let words = "at most EUR 15 000 000 or 3 % of turnover (Art. 99(4) (e)) in 2 years";
        let held = "at most EUR\u{a0}15\u{a0}000\u{a0}000 or 3\u{a0}% of turnover (Art. 99(4) (e)) in 2 years";
        assert_eq!(unbroken(words), held);
    }
}
