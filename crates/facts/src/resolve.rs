//! Joining statements by layer.

use actlas_logic::Truth;

use crate::finding::{FACT_MISPLACED, FACTS_CONFLICT, Finding, Place};
use crate::knowledge::{Disputed, Knowledge, Test};
use crate::record::{Record, Statement};
use crate::vocabulary::{Entity, Fact, FactIx, Vocabulary};

/// The standing of a statement: attested beats proposed beats assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Taken for granted by a named set of assumptions.
    Assumed,
    /// Put forward by a file, a rule or a model, attested by nobody.
    Proposed,
    /// Attested by a person.
    Attested,
}

impl Layer {
    /// From the one that counts most to the one that counts least.
    pub const DESCENDING: [Layer; 3] = [Layer::Attested, Layer::Proposed, Layer::Assumed];

    /// `attested`, `proposed` or `assumed`.
    pub fn as_str(self) -> &'static str {
        match self {
            Layer::Attested => "attested",
            Layer::Proposed => "proposed",
            Layer::Assumed => "assumed",
        }
    }
}

/// Something taken for granted until a fact says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// The fact.
    pub fact: FactIx,
    /// What is assumed.
    pub says: Knowledge,
}

/// Which use and which actor of a record is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Position in [`Record::uses`]; ignored if the record names none.
    pub use_at: usize,
    /// Position in [`Record::actors`]; ignored if the record names none.
    pub actor_at: usize,
}

/// What is known of one fact, and from where.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// What is known by attested statements alone.
    pub established: Knowledge,
    /// What is known by attested, then proposed, then assumed statements.
    pub indicated: Knowledge,
    /// The highest layer that says anything, if any does.
    pub layer: Option<Layer>,
}

impl Resolved {
    /// Nothing is said.
    fn nothing(fact: &Fact) -> Resolved {
        let nothing = Knowledge::nothing(&fact.kind);
        Resolved { established: nothing.clone(), indicated: nothing, layer: None }
    }
}

/// Everything known of one subject, in the order of the vocabulary.
#[derive(Clone, Debug)]
pub struct SubjectFacts {
    facts: Vec<Resolved>,
}

impl SubjectFacts {
    /// What is known of a fact. `None` only for a fact of another vocabulary.
    pub fn get(&self, fact: FactIx) -> Option<&Resolved> {
        self.facts.get(fact.at())
    }
}

/// The statements about a subject, each with the entity it was made about.
fn statements(record: &Record, subject: Subject) -> impl Iterator<Item = (Place, &Statement)> {
    let place = |column: &'static str| Place {
        path: record.path.clone(),
        record: Some(record.number),
        line: None,
        column: Some(column.to_owned()),
        id: Some(record.id.clone()),
    };
    let at_record = record.statements.iter().map(move |at| (place("facts"), at));
    let of_use = record.uses.get(subject.use_at).into_iter().flat_map(|at| &at.statements);
    let of_actor = record.actors.get(subject.actor_at).into_iter().flat_map(|at| &at.statements);
    at_record
        .chain(of_use.map(move |at| (place("uses"), at)))
        .chain(of_actor.map(move |at| (place("actors"), at)))
}

/// Joins what is said of one use and one actor of a record.
///
/// Facts given for the record as a whole hold for every use and every actor. Findings name facts
/// that contradict each other and facts given where they do not belong.
pub fn resolve(
    vocabulary: &Vocabulary,
    record: &Record,
    subject: Subject,
    assumptions: &[Assumption],
) -> (SubjectFacts, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut said: Vec<Said> = Vec::new();
    for (place, statement) in statements(record, subject) {
        let Some(fact) = vocabulary.get(statement.fact) else { continue };
        let belongs = match place.column.as_deref() {
            Some("uses") => fact.of == Entity::Use,
            Some("actors") => fact.of == Entity::Actor,
            _ => true,
        };
        if belongs {
            said.push(Said::of(statement));
        } else {
            let (id, of) = (&fact.id, fact.of.as_str());
            let says = format!("`{id}` is a fact of the {of} and was not used here");
            findings.push(
                Finding::new(FACT_MISPLACED, place, says)
                    .hint(format!("give it in the record's `facts` or with its {of}")),
            );
        }
    }
    said.extend(assumptions.iter().map(Said::assumed));
    said.sort_by_key(|at| at.fact);

    let mut facts = Vec::with_capacity(vocabulary.len());
    let mut rest = said.as_slice();
    for (ix, fact) in vocabulary.facts() {
        let mine = rest.partition_point(|at| at.fact <= ix);
        let (about, after) = rest.split_at(mine);
        rest = after;
        // Of most facts nothing is said.
        if about.is_empty() {
            facts.push(match fact.of_other_uses {
                Some(other) => elsewhere(vocabulary, record, subject, other, assumptions),
                None => Resolved::nothing(fact),
            });
            continue;
        }
        let disputed = |layer: Layer| {
            let place = Place {
                path: record.path.clone(),
                record: Some(record.number),
                line: None,
                column: Some(fact.id.clone()),
                id: Some(record.id.clone()),
            };
            let says = format!(
                "{} values of `{}` contradict each other: {}",
                layer.as_str(),
                fact.id,
                sides(about, layer, fact)
            );
            findings.push(
                Finding::new(FACTS_CONFLICT, place, says)
                    .hint("the fact stays unknown until one of them is withdrawn"),
            );
        };
        facts.push(join_layers(about, fact, disputed));
    }
    (SubjectFacts { facts }, findings)
}

/// What is known of a yes/no fact in the other uses of a record: yes if it holds in one, no if it holds
/// in none.
fn elsewhere(
    vocabulary: &Vocabulary,
    record: &Record,
    subject: Subject,
    fact: FactIx,
    assumptions: &[Assumption],
) -> Resolved {
    let (mut established, mut indicated) = (Truth::False, Truth::False);
    if let Some(definition) = vocabulary.get(fact) {
        let assumed = assumptions.iter().filter(|at| at.fact == fact);
        for use_at in (0..record.uses.len()).filter(|at| *at != subject.use_at) {
            let about: Vec<Said> = statements(record, Subject { use_at, ..subject })
                .filter(|(place, at)| at.fact == fact && place.column.as_deref() != Some("actors"))
                .map(|(_, at)| Said::of(at))
                .chain(assumed.clone().map(Said::assumed))
                .collect();
            let there = join_layers(&about, definition, |_| ());
            established = established.max(there.established.test(&Test::Yes));
            indicated = indicated.max(there.indicated.test(&Test::Yes));
        }
    }
    let (established, indicated) = (Knowledge::YesNo(established), Knowledge::YesNo(indicated));
    Resolved { established, indicated, layer: None }
}

/// Joins what is said of one fact, layer by layer; `disputed` hears of those that contradict themselves.
fn join_layers(about: &[Said], fact: &Fact, mut disputed: impl FnMut(Layer)) -> Resolved {
    let mut resolved = Resolved::nothing(fact);
    let nothing = Knowledge::nothing(&fact.kind);
    let mut closed = Disputed::Nothing;
    for layer in Layer::DESCENDING {
        let (knowledge, quarrel) = join_layer(about, layer, &nothing, fact);
        if quarrel != Disputed::Nothing {
            disputed(layer);
        }
        let knowledge = knowledge.undisputed(closed, &fact.kind);
        if resolved.layer.is_none() && knowledge != nothing {
            resolved.layer = Some(layer);
        }
        resolved.indicated = resolved.indicated.completed_by(&knowledge);
        if layer == Layer::Attested {
            resolved.established = resolved.indicated.clone();
        }
        closed = closed.or(quarrel);
    }
    resolved
}

/// A statement or an assumption, as far as joining needs it.
struct Said<'a> {
    layer: Layer,
    fact: FactIx,
    says: &'a Knowledge,
    by: &'a str,
    source: &'a str,
}

impl<'a> Said<'a> {
    fn of(statement: &'a Statement) -> Said<'a> {
        let Statement { layer, fact, says, by, source, .. } = statement;
        Said { layer: *layer, fact: *fact, says, by, source }
    }

    fn assumed(assumption: &'a Assumption) -> Said<'a> {
        let Assumption { fact, says } = assumption;
        Said { layer: Layer::Assumed, fact: *fact, says, by: "assumed", source: "" }
    }
}

fn join_layer(
    about: &[Said],
    layer: Layer,
    nothing: &Knowledge,
    fact: &Fact,
) -> (Knowledge, Disputed) {
    let mut joined = nothing.clone();
    let mut disputed = Disputed::Nothing;
    for at in about.iter().filter(|at| at.layer == layer) {
        let (together, quarrel) = joined.join(at.says);
        disputed = disputed.or(quarrel);
        joined = together.unwrap_or_else(|| nothing.clone()).undisputed(disputed, &fact.kind);
    }
    (joined, disputed)
}

/// Sides of a contradiction that are named.
const SIDES: usize = 4;

/// Who says what in a layer: `yes (Anna and 2 more), no (Ben, minutes.pdf)`.
fn sides(about: &[Said], layer: Layer, fact: &Fact) -> String {
    let mut sides: Vec<(&Knowledge, String, usize)> = Vec::new();
    for at in about.iter().filter(|at| at.layer == layer && at.says.says_something(&fact.kind)) {
        if let Some((_, _, more)) = sides.iter_mut().find(|(says, ..)| *says == at.says) {
            *more += 1;
        } else if sides.len() < SIDES {
            let who = [at.by, at.source].into_iter().filter(|word| !word.is_empty());
            let who = who.collect::<Vec<_>>().join(", ").chars().take(60).collect();
            sides.push((at.says, who, 0));
        }
    }
    let side = |(says, who, more): &(&Knowledge, String, usize)| {
        let says = fact.words(says);
        let who = if who.is_empty() { "unnamed" } else { who };
        match more {
            0 => format!("{says} ({who})"),
            more => format!("{says} ({who} and {more} more)"),
        }
    };
    sides.iter().map(side).collect::<Vec<_>>().join(", ")
}
