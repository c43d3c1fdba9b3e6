//! Joining statements by layer.

use std::collections::BTreeMap;

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
    /// What is said of it, and by which layer, where statements of a layer contradict each other and no higher one
    /// settles it. What they contradict each other about counts as unknown.
    pub sides: Vec<(Layer, Knowledge)>,
}

impl Resolved {
    /// Nothing is said.
    fn nothing(fact: &Fact) -> Resolved {
        let nothing = Knowledge::nothing(&fact.kind);
        Resolved {
            established: nothing.clone(),
            indicated: nothing,
            layer: None,
            sides: Vec::new(),
        }
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

    /// Whether statements about a fact contradict each other, so that something of it is unknown.
    pub fn is_disputed(&self, fact: FactIx) -> bool {
        self.get(fact).is_some_and(|known| !known.sides.is_empty())
    }

    /// The disputed facts, by their number in the vocabulary, with what each side says.
    pub fn disputes(&self) -> impl Iterator<Item = (usize, &[(Layer, Knowledge)])> {
        let disputed = self.facts.iter().enumerate().filter(|(_, known)| !known.sides.is_empty());
        disputed.map(|(at, known)| (at, known.sides.as_slice()))
    }

    /// The facts of which something is said, by their number in the vocabulary, with the layer that says it.
    pub fn layers(&self) -> impl Iterator<Item = (usize, Layer)> {
        self.facts.iter().enumerate().filter_map(|(at, known)| Some((at, known.layer?)))
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

/// Joins what is said of one use and one actor of a record. Of a record with several, a [`Resolver`] is
/// made once.
pub fn resolve(
    vocabulary: &Vocabulary,
    record: &Record,
    subject: Subject,
    assumptions: &[Assumption],
) -> (SubjectFacts, Vec<Finding>) {
    Resolver::new(vocabulary, record, assumptions).subject(subject)
}

/// Joins what is said of the uses and actors of a record.
pub struct Resolver<'r> {
    vocabulary: &'r Vocabulary,
    record: &'r Record,
    assumptions: &'r [Assumption],
    /// By the fact that tells of the others: what is known of each use. Joined once, since every use asks it
    /// of every other.
    elsewhere: BTreeMap<FactIx, Elsewhere>,
}

impl<'r> Resolver<'r> {
    /// A resolver for a record.
    pub fn new(
        vocabulary: &'r Vocabulary,
        record: &'r Record,
        assumptions: &'r [Assumption],
    ) -> Resolver<'r> {
        let asked = vocabulary.facts().filter_map(|(ix, fact)| Some((ix, fact.of_other_uses?)));
        let elsewhere = asked.filter_map(|(ix, of)| {
            let fact = vocabulary.get(of)?;
            Some((ix, Elsewhere::new((of, fact), record, assumptions)))
        });
        let elsewhere = elsewhere.collect();
        Resolver { vocabulary, record, assumptions, elsewhere }
    }

    /// What is known of one use and one actor.
    ///
    /// Facts given for the record as a whole hold for every use and every actor. Findings name facts
    /// that contradict each other and facts given where they do not belong.
    pub fn subject(&self, subject: Subject) -> (SubjectFacts, Vec<Finding>) {
        let Resolver { vocabulary, record, assumptions, .. } = *self;
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
                facts.push(match self.elsewhere.get(&ix) {
                    Some(elsewhere) => elsewhere.but_for(subject.use_at),
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
                let hint = match layer {
                    Layer::Attested => "the fact stays unknown until one of the answers is deleted",
                    Layer::Proposed | Layer::Assumed => {
                        "the fact stays unknown until somebody attests a value or rejects a proposal"
                    }
                };
                findings.push(Finding::new(FACTS_CONFLICT, place, says).hint(hint));
            };
            facts.push(join_layers(about, fact, disputed));
        }
        (SubjectFacts { facts }, findings)
    }
}

/// What is known of a yes/no fact in each use of a record.
struct Elsewhere {
    /// By attested statements alone, and by all.
    of_use: Vec<[Truth; 2]>,
    /// In how many uses it holds, and in how many it is unknown.
    counts: [[usize; 2]; 2],
}

impl Elsewhere {
    fn new((ix, fact): (FactIx, &Fact), record: &Record, assumptions: &[Assumption]) -> Elsewhere {
        let is = |at: &&Statement| at.fact == ix;
        let mut of_use = Vec::with_capacity(record.uses.len());
        for at in &record.uses {
            let said = record.statements.iter().filter(is).chain(at.statements.iter().filter(is));
            let mut about: Vec<Said> = said.map(Said::of).collect();
            about.extend(assumptions.iter().filter(|at| at.fact == ix).map(Said::assumed));
            let Resolved { established, indicated, .. } = join_layers(&about, fact, |_| ());
            of_use.push([established.test(&Test::Yes), indicated.test(&Test::Yes)]);
        }
        let count = |by: fn(&[Truth; 2]) -> Truth| {
            [Truth::True, Truth::Unknown].map(|is| of_use.iter().filter(|at| by(at) == is).count())
        };
        let counts = [count(|[established, _]| *established), count(|[_, indicated]| *indicated)];
        Elsewhere { of_use, counts }
    }

    /// Yes if it holds in another use, no if it holds in none of them.
    fn but_for(&self, use_at: usize) -> Resolved {
        let own = self.of_use.get(use_at).copied().unwrap_or([Truth::False; 2]);
        let others = |([holds, open], own): ([usize; 2], Truth)| {
            let but = |count: usize, is: Truth| count > usize::from(own == is);
            Knowledge::YesNo(match (but(holds, Truth::True), but(open, Truth::Unknown)) {
                (true, _) => Truth::True,
                (false, true) => Truth::Unknown,
                (false, false) => Truth::False,
            })
        };
        let [established, indicated] = self.counts;
        let [by_attested, by_all] = own;
        Resolved {
            established: others((established, by_attested)),
            indicated: others((indicated, by_all)),
            layer: None,
            sides: Vec::new(),
        }
    }
}

/// Joins what is said of one fact, layer by layer; `disputed` hears of those that contradict themselves about
/// what no higher one settles.
fn join_layers(about: &[Said], fact: &Fact, mut disputed: impl FnMut(Layer)) -> Resolved {
    let mut resolved = Resolved::nothing(fact);
    let nothing = Knowledge::nothing(&fact.kind);
    let mut closed = Disputed::Nothing;
    for layer in Layer::DESCENDING {
        let (knowledge, quarrel) = join_layer(about, layer, &nothing, fact);
        if !is_settled(&resolved.indicated, quarrel, about, layer) {
            disputed(layer);
            let speaks = |at: &&Said| at.layer == layer && at.says.says_something(&fact.kind);
            let sides = about.iter().filter(speaks).map(|at| (layer, at.says.clone()));
            let mut sides: Vec<(Layer, Knowledge)> = sides.collect();
            // Statements have no order.
            sides.sort_by_cached_key(|(_, says)| fact.write(says).to_string());
            sides.dedup();
            resolved.sides.append(&mut sides);
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

/// Whether what a layer quarrels about makes no difference, because higher layers say it already.
fn is_settled(higher: &Knowledge, quarrel: Disputed, about: &[Said], layer: Layer) -> bool {
    match (quarrel, higher) {
        (Disputed::Nothing, _) => true,
        (Disputed::Members(members), Knowledge::Set { has, hasnt }) => {
            members.without(has.or(*hasnt)).is_empty()
        }
        _ => {
            let mut said = about.iter().filter(|at| at.layer == layer);
            said.all(|at| higher.completed_by(at.says) == *higher)
        }
    }
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
