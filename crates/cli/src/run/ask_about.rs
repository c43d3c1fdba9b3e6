//! What questions are about. An answer about one use of a system says nothing of the others, so a record with
//! several uses or actors is asked about each.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use actlas_assess::questions::{self, Question, QuestionKind};
use actlas_assess::{Asked, Assessed, Assessor, SubjectView};
use actlas_facts::{Actor, Entity, FactIx, Record, Truth, Use};
use actlas_intake::{is_numbered, whole_organisation};
use actlas_law::{Lowered, Pack, RuleIx};

use super::is_open;

/// Which of several uses and actors of a record something is about; nothing for the record as a whole, and
/// where it has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct About {
    of_use: Option<usize>,
    actor: Option<usize>,
}

impl About {
    pub(super) fn use_of(self, record: &Record) -> Option<&Use> {
        record.uses.get(self.of_use?)
    }

    pub(super) fn actor_of(self, record: &Record) -> Option<&Actor> {
        record.actors.get(self.actor?)
    }

    /// ``of the use `pay`: prints payslips``; nothing if it is about all of the record.
    fn words(self, record: &Record) -> Option<String> {
        let of_use = self.use_of(record).map(|of| match of.purpose.is_empty() {
            true => format!("of the use `{}`", of.id),
            false => format!("of the use `{}`: {}", of.id, of.purpose),
        });
        let actor = self.actor_of(record).map(|actor| format!("of the actor `{}`", actor.name));
        let words: Vec<String> = of_use.into_iter().chain(actor).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// What of this use and actor the facts of some entities are about.
    fn narrowed(self, to: &[Entity]) -> About {
        About {
            of_use: self.of_use.filter(|_| to.contains(&Entity::Use)),
            actor: self.actor.filter(|_| to.contains(&Entity::Actor)),
        }
    }

    /// Whether what is known of the other holds for this use and actor too.
    fn is_within(self, other: About) -> bool {
        let within = |this: Option<usize>, other: Option<usize>| other.is_none() || this == other;
        within(self.of_use, other.of_use) && within(self.actor, other.actor)
    }
}

/// What was asked already, by what it was about.
#[derive(Default)]
pub(super) struct AskedOf(BTreeMap<About, Asked>);

impl AskedOf {
    pub(super) fn of(&mut self, about: About) -> &mut Asked {
        self.0.entry(about).or_default()
    }

    fn within(&self, about: About) -> Asked {
        let mut all = Asked::default();
        for (_, asked) in self.0.iter().filter(|(other, _)| about.is_within(**other)) {
            all.facts.extend(&asked.facts);
            all.bundles.extend(&asked.bundles);
            all.some.extend(&asked.some);
        }
        all
    }
}

/// A question with what it is about.
pub(super) struct Asking {
    pub about: About,
    pub question: Question,
}

impl Asking {
    /// Of which use or actor is asked, where a record has several. "None of these" may speak of the whole
    /// system too.
    pub(super) fn of(&self, law: &Pack, record: &Record) -> Option<String> {
        let about = self.about.words(record)?;
        let of_all = |of: &&Entity| matches!(of, Entity::System | Entity::Model);
        Some(match entities(law, &self.question.kind).iter().find(of_all) {
            Some(of) => format!("of the {} as a whole, and {about}", of.as_str()),
            None => about,
        })
    }
}

/// The next questions about each use and each actor of a record, best first, at most `most` of each; first
/// what leaves most undecided.
pub(super) fn next(
    lowered: &Lowered,
    law: &Pack,
    record: &Record,
    assessed: &Assessed,
    asked: &AskedOf,
    most: usize,
) -> Vec<(About, Vec<Question>)> {
    let kind = Assessor::kind_of(record);
    let of_record = is_open(assessed, law);
    let subjects = subjects(record, assessed);
    let questions = subjects.into_iter().map(|(about, subject)| {
        let of_use = about.of_use.and_then(|at| assessed.outcome.uses.get(at));
        let is_open = |rule: RuleIx| match of_use {
            Some(of) => of.open.iter().any(|id| law.find(id) == Some(rule)),
            None => of_record(rule),
        };
        let asked = asked.within(about);
        (about, questions::next(lowered, kind, subject, &is_open, &asked, most))
    });
    questions.collect()
}

/// The subjects to ask about: one of each use and one of each actor, as far as an answer can name them.
fn subjects<'a>(record: &Record, assessed: &'a Assessed) -> Vec<(About, &'a SubjectView)> {
    let undecided = |at: &SubjectView| {
        at.judgement().points.iter().filter(|(_, truth)| *truth == Truth::Unknown).count()
    };
    let mut all: Vec<&SubjectView> = assessed.subjects.iter().collect();
    all.sort_by_key(|at| Reverse(undecided(at)));
    let of_uses = record.uses.len() > 1;
    let of_actors = record.actors.len() > 1 && record.actors.iter().any(|at| !at.name.is_empty());
    let (mut seen, mut chosen) = (BTreeSet::new(), Vec::new());
    for at in all {
        let name = record.actors.get(at.subject.actor_at).map_or("", |actor| actor.name.as_str());
        let first = record.actors.iter().position(|actor| actor.name == name);
        // An answer goes to the first actor of a name, and without a name to all of them.
        if of_actors && (name.is_empty() || first != Some(at.subject.actor_at)) {
            continue;
        }
        let about = About {
            of_use: of_uses.then_some(at.subject.use_at),
            actor: of_actors.then_some(at.subject.actor_at),
        };
        let parts = [Entity::Use, Entity::Actor].map(|of| seen.insert((of, about.narrowed(&[of]))));
        if parts.contains(&true) {
            chosen.push((about, at));
        }
    }
    chosen
}

/// The questions about all uses and actors in one list, in turns, each once.
pub(super) fn merged(law: &Pack, lists: Vec<(About, Vec<&Question>)>) -> Vec<Asking> {
    let longest = lists.iter().map(|(_, list)| list.len()).max().unwrap_or_default();
    let mut known: BTreeMap<(About, Key), usize> = BTreeMap::new();
    let mut merged: Vec<Asking> = Vec::new();
    for turn in 0..longest {
        for (about, list) in &lists {
            let Some(question) = list.get(turn) else { continue };
            let about = about.narrowed(&entities(law, &question.kind));
            let at = *known.entry((about, Key::of(&question.kind))).or_insert(merged.len());
            match merged.get_mut(at) {
                Some(Asking { question: other, .. }) => {
                    let more = question.settles.iter().filter(|rule| !other.settles.contains(rule));
                    let more: Vec<RuleIx> = more.copied().collect();
                    other.settles.extend(more);
                    other.exact &= question.exact;
                }
                None => merged.push(Asking { about, question: (*question).clone() }),
            }
        }
    }
    merged
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Fact(FactIx),
    Bundle(usize),
}

impl Key {
    fn of(kind: &QuestionKind) -> Key {
        match kind {
            QuestionKind::Fact(fact) => Key::Fact(*fact),
            QuestionKind::Bundle(at) => Key::Bundle(*at),
        }
    }
}

/// What the answers to a question are about.
fn entities(law: &Pack, kind: &QuestionKind) -> Vec<Entity> {
    let of = |fact: &FactIx| law.vocabulary.get(*fact).map(|fact| fact.of);
    match kind {
        QuestionKind::Fact(fact) => of(fact).into_iter().collect(),
        QuestionKind::Bundle(at) => {
            let bundle = law.vocabulary.bundles().get(*at);
            let none = bundle.map(|bundle| bundle.none.as_slice()).unwrap_or_default();
            none.iter().filter_map(|(fact, _)| of(fact)).collect()
        }
    }
}

/// The organisation of a record whose id is the number of its row, so that an answer tells it from others of its name;
/// empty where the id is its own.
pub(super) fn organisation_of_numbered(record: &Record) -> String {
    match is_numbered(&record.id, &record.path, record.number) {
        true => whole_organisation(record),
        false => String::new(),
    }
}
