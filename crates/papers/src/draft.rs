use actlas_assess::duties::{Duties, Owing, is_brought};
use actlas_assess::{Assessed, Assessor, Receipts, headline, layer_words, record_hash};
use actlas_facts::{FactIx, Knowledge, Record, Stage, Truth};
use actlas_law::{Class, Condition, Enough, Field, Known, Lowered, Paper, PointKind, Subject};

use crate::fill;

/// What a draft is made from.
#[derive(Clone, Copy)]
pub struct Request<'a, 'p> {
    /// The paper.
    pub paper: &'a Paper,
    /// The record it is about.
    pub record: &'a Record,
    /// What follows for the record.
    pub assessed: &'a Assessed,
    /// What it owes.
    pub duties: &'a Duties,
    /// The law on the day.
    pub lowered: &'a Lowered<'p>,
    /// What the answer was asked with.
    pub asked_with: &'a Receipts,
}

/// With what standing a line says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands in the record.
    Record,
    /// Somebody attested it.
    Attested {
        /// Who.
        by: String,
        /// When, as written.
        at: String,
        /// The reason given.
        why: String,
        /// What shows it.
        source: String,
    },
    /// It was proposed, and nobody attested it.
    Proposed {
        /// Who proposed it.
        by: String,
        /// The field and the words it rests on.
        quote: Option<(String, String)>,
        /// What shows it.
        source: String,
    },
    /// It follows from attested facts.
    Established,
    /// It follows if what is proposed or assumed holds.
    Indicated,
    /// It was proposed, and somebody rejected it: it states nothing.
    Rejected {
        /// Who, when and why, and which words it rested on.
        words: String,
    },
}

/// One thing that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it answers.
    pub label: String,
    /// The answer.
    pub value: String,
    /// With what standing.
    pub standing: Standing,
}

/// How much of a field is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing.
    Gap,
    /// Something.
    Partly,
    /// All that a record can hold.
    Filled,
    /// The field is not asked for here.
    NotAsked,
}

/// One field of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftField {
    /// Its number or word.
    pub id: String,
    /// What stands there.
    pub text: String,
    /// Where that is asked for.
    pub cite: String,
    /// How much is known.
    pub state: State,
    /// What is known.
    pub lines: Vec<Line>,
    /// The questions that would fill the rest; of facts with their id.
    pub asks: Vec<(String, Option<String>)>,
    /// Why it is not asked for, or what that depends on.
    pub remark: String,
}

/// Fields under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftSection {
    /// The heading.
    pub title: String,
    /// Where it stands.
    pub cite: String,
    /// Its fields.
    pub fields: Vec<DraftField>,
}

/// Something to know about the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it says.
    pub says: String,
    /// Where it stands.
    pub cite: String,
    /// What is unsure about it.
    pub unsure: String,
}

/// A paper with what is known in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What the paper is called.
    pub title: String,
    /// Where it is asked for.
    pub cite: String,
    /// Who writes it.
    pub who: String,
    /// The name of the system or model.
    pub name: String,
    /// The id of the record.
    pub id: String,
    /// Class and time in one sentence.
    pub headline: String,
    /// Whether attested facts alone say so; empty where no class is found.
    pub layer: String,
    /// Readings of contested questions under which it would be otherwise.
    pub contested: Vec<String>,
    /// Where the duty stands for each actor and role.
    pub duty: Vec<String>,
    /// What to know about the paper.
    pub notes: Vec<Note>,
    /// Its fields.
    pub sections: Vec<DraftSection>,
    /// Fields that an act took out of the list.
    pub gone: Vec<Note>,
    /// Days, hashes, and what this is not.
    pub footer: Vec<String>,
}

impl Draft {
    /// How many fields are asked for, and how many of them nothing is known of.
    pub fn counts(&self) -> (usize, usize) {
        let fields = || self.sections.iter().flat_map(|section| &section.fields);
        let asked = fields().filter(|field| field.state != State::NotAsked).count();
        (asked, fields().filter(|field| field.state == State::Gap).count())
    }
}

/// Fills a paper from what is known of a record.
pub fn draft(request: &Request) -> Draft {
    let Request { paper, record, assessed, lowered, .. } = *request;
    let view = lowered.view();
    let pack = view.pack();
    let name = if record.name.is_empty() { &record.id } else { &record.name };
    let notes = paper.notes.iter().filter(|note| note.interval.speaks(&view));
    let notes = notes.map(|note| Note {
        says: note.says.clone(),
        cite: note.cite.short(),
        unsure: note.unsure.clone(),
    });
    let section = |section: &actlas_law::Section| DraftSection {
        title: section.title.clone(),
        cite: section.cite.short(),
        fields: section
            .fields
            .iter()
            .filter(|field| field.interval.speaks(&view))
            .map(|field| filled(request, field))
            .collect(),
    };
    let gone = paper.fields().filter(|field| field.interval.is_over(&view)).map(|field| {
        let act = field.interval.until.and_then(|until| pack.acts.get(until.0));
        let act = act.map(|act| act.number.as_str()).unwrap_or_default();
        Note {
            says: format!("{}: {}", field.id, field.text),
            cite: match field.interval.item {
                Some(item) => format!("Article 1, point {item} of {act}"),
                None => act.to_owned(),
            },
            unsure: String::new(),
        }
    });
    Draft {
        title: paper.title.clone(),
        cite: paper.cite.short(),
        who: paper.who.clone(),
        name: name.clone(),
        id: record.id.clone(),
        headline: headline(&assessed.outcome, pack) + retired(record),
        layer: layer_words(&assessed.outcome, pack),
        contested: contested(request),
        duty: duty_lines(request),
        notes: notes.collect(),
        sections: paper.sections.iter().map(section).filter(|at| !at.fields.is_empty()).collect(),
        gone: gone.collect(),
        footer: footer(request),
    }
}

/// Of a record that is out of use, that it is.
fn retired(record: &Record) -> &'static str {
    match record.stage {
        Stage::Retired => " (retired)",
        Stage::Planned | Stage::InUse | Stage::Unknown => "",
    }
}

/// Which readings of contested questions would give another class, other points or days.
fn contested(request: &Request) -> Vec<String> {
    let pack = request.lowered.view().pack();
    let words = |at: &actlas_assess::Contested| {
        let question = pack.reading(&at.question).and_then(|ix| pack.readings.get(ix.0));
        let question = question.map_or("", |question| question.question.as_str());
        let class =
            Class::parse(&at.class).map_or_else(|| at.class.clone(), |at| at.words().to_owned());
        let dates = match at.dates() {
            dates if dates.is_empty() => dates,
            dates => format!("; {dates}"),
        };
        format!("{}={}: {question} Then: {class}{dates}", at.question, at.reading)
    };
    request.assessed.outcome.contested.iter().map(words).collect()
}

/// Where the duty stands, for each actor and role it is addressed to.
fn duty_lines(request: &Request) -> Vec<String> {
    let Request { paper, record, assessed, duties, lowered, .. } = *request;
    let Some(duty) = lowered.view().pack().duties.get(paper.duty.0) else { return Vec::new() };
    let head = format!("{} {}", duty.id, duty.title);
    let owing: Vec<&Owing> = duties.duties.iter().filter(|at| at.duty == duty.id).collect();
    if owing.is_empty() {
        let says = match is_brought(lowered, record, assessed, duty) {
            Truth::False => "what is known excludes this duty here",
            Truth::True | Truth::Unknown => {
                "nothing that is known brings this duty here; that does not say that it is not owed"
            }
        };
        return vec![format!("{head}: {says}")];
    }
    let line = |at: &&Owing| {
        // As `duties` says it: a day without its reservations would be another day.
        let status = format!("{} {}; {}", at.status.words(), at.when(), at.layer);
        let who = if at.actor.is_empty() { String::new() } else { format!("{}, ", at.actor) };
        let held = match at.held {
            actlas_assess::duties::Held::Holds => "",
            actlas_assess::duties::Held::MayHold => ", if it is one",
        };
        let named = at.named.iter().map(|at| format!("; evidence {}: {}", at.words(), at.source));
        let named: String = named.collect();
        format!("{head}: {who}as {}{held}: {status}{named}", at.role.replace('_', " "))
    };
    owing.iter().map(line).collect()
}

fn footer(request: &Request) -> Vec<String> {
    vec![
        "A draft, made by Actlas from what the record states. It declares nothing and \
         shows no compliance. What is marked as proposed is attested by nobody."
            .to_owned(),
        request.asked_with.words(),
        format!("What the record says of itself beside facts: {}.", record_hash(request.record)),
        request.lowered.view().pack().notice.clone(),
    ]
}

/// The value of a condition for the record: true if it holds for one use and actor.
fn holds(request: &Request, condition: &Condition) -> Truth {
    let roles = request.lowered.view().pack().vocabulary.find("actor_role");
    Truth::any(request.assessed.subjects.iter().map(|at| {
        let known = |fact: FactIx| -> Option<&Knowledge> {
            let resolved = at.facts.get(fact)?;
            let stated = resolved.layer.is_some_and(|layer| layer > actlas_facts::Layer::Assumed);
            stated.then_some(&resolved.indicated)
        };
        let subject = Subject { known: &known, roles, role: None };
        request.lowered.truth(condition, &at.judgement().values, &subject)
    }))
}

/// Two remarks in one.
fn joined(first: String, second: String) -> String {
    match (first.is_empty(), second.is_empty()) {
        (false, false) => format!("{first}; {second}"),
        _ => first + &second,
    }
}

fn filled(request: &Request, field: &Field) -> DraftField {
    let when = field.when.as_ref().map_or(Truth::True, |at| holds(request, at));
    let but = field.but.as_ref().map_or(Truth::False, |at| holds(request, at));
    let cites = |condition: &Option<Condition>| {
        let mut cite = String::new();
        if let Some(condition) = condition {
            condition.walk(&mut |part| {
                if let (true, Some(at)) = (cite.is_empty(), part.cite()) {
                    cite = at.short();
                }
            });
        }
        cite
    };
    let mut remark = match (when, but) {
        (Truth::False, _) => format!("not asked for here ({})", cites(&field.when)),
        (_, Truth::True) => format!("not asked for here ({})", cites(&field.but)),
        (Truth::Unknown, _) => {
            format!("whether this is asked for here is not known ({})", cites(&field.when))
        }
        (_, Truth::Unknown) => {
            format!("perhaps not asked for here; that is not known ({})", cites(&field.but))
        }
        (Truth::True, Truth::False) => String::new(),
    };
    let asked = when != Truth::False && but != Truth::True;
    if asked && field.known.contains(&Known::Exemption) {
        remark = joined(remark, fill::no_condition(request));
    }
    if !field.unsure.is_empty() {
        remark = joined(remark, format!("unsure: {}", field.unsure));
    }
    let (mut lines, mut asks) = (Vec::new(), Vec::new());
    if asked {
        for known in &field.known {
            lines.extend(fill::known(request, *known));
        }
        let has_purpose = !fill::known(request, Known::Purpose).is_empty();
        let wants_purpose = field.known.contains(&Known::Purpose) && !has_purpose;
        let held = !lines.is_empty() && !wants_purpose;
        for fact in &field.facts {
            let said = fill::fact(request, *fact);
            if fill::is_missing(request, *fact) {
                asks.extend(fill::question(request, *fact, &said));
            }
            remark = joined(remark, fill::conflict(request, *fact));
            lines.extend(said);
        }
        if !(held && field.enough == Enough::CanBe) {
            asks.insert(0, (field.ask.clone(), None));
        }
        // Of models their tasks are asked, which is the question of these fields.
        let is_complete = field.enough == Enough::CanBe;
        if wants_purpose && !is_complete && request.paper.of != Some(PointKind::Model) {
            asks.insert(0, (fill::WHAT_FOR.to_owned(), None));
        }
    }
    lines.dedup();
    let nothing = lines.is_empty();
    if asked {
        // What was rejected stands there with its reason, and says nothing.
        lines.extend(fill::rejected(request, field));
        lines.dedup();
    }
    let state = match (asked, nothing, asks.is_empty()) {
        (false, ..) => State::NotAsked,
        (true, true, _) => State::Gap,
        (true, false, true) => State::Filled,
        (true, false, false) => State::Partly,
    };
    DraftField {
        id: field.id.clone(),
        text: field.text.clone(),
        cite: field.cite.short(),
        state,
        lines,
        asks,
        remark,
    }
}

impl DraftField {
    /// The number under which an annex lists the field; empty where the list has no numbers.
    pub fn number(&self) -> &str {
        let numbered = self.id.chars().any(|c| c.is_ascii_digit()) || self.id.chars().count() == 1;
        if numbered { &self.id } else { "" }
    }
}

impl State {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            State::Gap => "nothing known",
            State::Partly => "partly known",
            State::Filled => "filled from the record",
            State::NotAsked => "not asked for",
        }
    }
}

impl Request<'_, '_> {
    /// Whether a paper is about records of this kind.
    pub fn fits(&self) -> bool {
        self.paper.of.is_none_or(|of| of == Assessor::kind_of(self.record))
    }
}
