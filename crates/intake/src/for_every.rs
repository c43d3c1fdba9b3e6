//! Answers that do not say which of several uses or actors they are about.

use actlas_facts::{Act, Entity, Finding, Line, Place, Raw, Record, Vocabulary};

use crate::codes::ANSWER_FOR_EVERY;

/// Facts that are named.
const SHOWN: usize = 3;

/// The answers about a record that were taken for all of its uses, and for all of its actors.
#[derive(Default)]
pub(crate) struct ForEvery<'a> {
    uses: Facts<'a>,
    actors: Facts<'a>,
}

/// Facts, and where the first of them was answered.
#[derive(Default)]
struct Facts<'a> {
    place: Option<&'a Place>,
    ids: Vec<&'a str>,
}

impl<'a> ForEvery<'a> {
    /// Adds a line that was used, if it is such an answer. What is `shared` is about scope, roles and dates,
    /// which uses mostly have in common; of actors it is what tells them apart.
    pub(crate) fn add(
        &mut self,
        record: &Record,
        place: &'a Place,
        line: &'a Line,
        vocabulary: &Vocabulary,
    ) {
        let fact = vocabulary.find(&line.fact).and_then(|ix| vocabulary.get(ix));
        let (Some(fact), true, true) = (fact, line.of_use.is_empty(), line.actor.is_empty()) else {
            return;
        };
        let facts = match fact.of {
            Entity::Use if record.uses.len() > 1 && !fact.shared => &mut self.uses,
            Entity::Actor if record.actors.len() > 1 => &mut self.actors,
            _ => return,
        };
        let states = matches!(line.act, Act::Attest | Act::Propose)
            && fact.read(Raw::Json(&line.value)).is_ok_and(|at| at.says_something(&fact.kind));
        if states {
            facts.place.get_or_insert(place);
            if !facts.ids.contains(&line.fact.as_str()) {
                facts.ids.push(&line.fact);
            }
        }
    }

    pub(crate) fn findings(&self, record: &Record) -> impl Iterator<Item = Finding> {
        let uses = self.uses.finding(record, "use", record.uses.len());
        uses.into_iter().chain(self.actors.finding(record, "actor", record.actors.len()))
    }
}

impl Facts<'_> {
    fn finding(&self, record: &Record, of: &str, several: usize) -> Option<Finding> {
        let place = Place { id: Some(record.id.clone()), ..self.place?.clone() };
        let shown = self.ids.iter().take(SHOWN).map(|id| format!("`{id}`"));
        let shown = shown.collect::<Vec<_>>().join(", ");
        let facts = match self.ids.len().saturating_sub(SHOWN) {
            0 => shown,
            more => format!("{shown} and {more} more"),
        };
        let says = format!("answers to {facts} do not say which of {several} {of}s they are about");
        let hint =
            format!("they were taken for every {of}; add a line or row for each, with `{of}`");
        Some(Finding::new(ANSWER_FOR_EVERY, place, says).hint(hint))
    }
}
