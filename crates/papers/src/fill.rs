//! What a record holds for a field.

use actlas_assess::{REJECTED, long_date};
use actlas_facts::{
    Entity, Fact, FactIx, Kind, Knowledge, Layer, OptionIx, Raw, Statement, SubjectFacts,
};
use actlas_law::{Class, Field, Known};

use crate::draft::{Line, Request, Standing};
use crate::states;

/// Bytes of one text shown at most; the record holds the rest.
const LONGEST: usize = 4000;

/// The conditions of Article 6(3).
const CONDITIONS: [&str; 4] = ["art6.3a", "art6.3b", "art6.3c", "art6.3d"];

/// What makes a listed use high-risk whatever condition holds.
const PROFILING: &str = "art6.3.profiling";

/// What is asked wherever a purpose belongs and the record holds none.
pub(crate) const WHAT_FOR: &str = "What is it meant for?";

/// What a record holds, or what follows from it.
pub(crate) fn known(request: &Request, known: Known) -> Vec<Line> {
    let record = request.record;
    let field = |label: &str, value: &str| -> Vec<Line> {
        let value = shortened(value.trim());
        if value.is_empty() {
            return Vec::new();
        }
        vec![Line { label: label.to_owned(), value, standing: Standing::Record }]
    };
    match known {
        Known::Name => field("name", &record.name),
        Known::Product => field("product", &record.product),
        Known::Vendor => field("vendor", &record.vendor),
        Known::Unit => field("unit", &record.unit),
        Known::Country => field("country", &record.country),
        Known::MemberStates => field("country", &states::among(&record.country).join(", ")),
        Known::Licence => texts(request, &["licence"], &field),
        Known::DataSets => texts(request, &["datasets", "trainedOn", "testedOn"], &field),
        Known::Energy => texts(request, &["energy"], &field),
        Known::Architecture => {
            let names = ["architectureFamily", "modelArchitecture", "ai_typeOfModel"];
            texts(request, &names, &field)
        }
        Known::Formats => texts(request, &["inputs", "outputs"], &field),
        Known::Origin => field("origin of the record", &record.origin),
        Known::BuiltOn => field("built on", &record.built_on.join(", ")),
        Known::Stage => match record.stage {
            actlas_facts::Stage::Unknown => Vec::new(),
            stage => field("stage", &stage.as_str().replace('_', " ")),
        },
        Known::Purpose => purposes(request, &field),
        Known::Description => {
            let of_use = |name: &str| record.uses.iter().any(|at| name == use_field(&at.id));
            let texts = record.texts.iter();
            let texts = texts.filter(|at| !record.purposes.contains(&at.field));
            let texts = texts.filter(|at| !of_use(&at.field));
            texts.flat_map(|text| field(&text.field, &text.text)).collect()
        }
        Known::Provider => actors(request, "provider", &field),
        Known::Deployer => actors(request, "deployer", &field),
        Known::AuthorisedRepresentative => {
            actors(request, "authorised_representative", &|_, _| Vec::new())
        }
        Known::Class => class(request),
        Known::Points => points(request, &is_point),
        Known::Exemption => points(request, &|id| CONDITIONS.contains(&id)),
    }
}

/// Whether a point is one that brings duties.
fn is_point(id: &str) -> bool {
    ["annex1", "annex3", "art5.", "art50.", "gpai"].iter().any(|at| id.starts_with(at))
}

/// What the record says that it is meant for, by the columns that were taken for that, and of each use.
fn purposes(request: &Request, field: &dyn Fn(&str, &str) -> Vec<Line>) -> Vec<Line> {
    let record = request.record;
    let texts = record.texts.iter().filter(|text| record.purposes.contains(&text.field));
    let mut lines: Vec<Line> = texts.flat_map(|text| field("purpose", &text.text)).collect();
    for at in &record.uses {
        let label = match at.id.is_empty() {
            true => "purpose".to_owned(),
            false => format!("purpose of use {}", at.id),
        };
        let mut new = field(&label, &at.purpose);
        new.retain(|new| !lines.iter().any(|old| old.value == new.value));
        lines.extend(new);
    }
    lines
}

/// The name under which the purpose of a use stands among the texts.
fn use_field(id: &str) -> String {
    format!("uses/{id}/purpose")
}

/// The texts of these names, such as bills of materials give them.
fn texts(request: &Request, names: &[&str], field: &dyn Fn(&str, &str) -> Vec<Line>) -> Vec<Line> {
    let texts = request.record.texts.iter().filter(|text| names.contains(&text.field.as_str()));
    texts.flat_map(|text| field(&text.field, &text.text)).collect()
}

/// The actors that hold a role, by whoever said so. An organisation whose role nobody stated is shown as
/// that, never as the provider or deployer.
fn actors(request: &Request, word: &str, field: &dyn Fn(&str, &str) -> Vec<Line>) -> Vec<Line> {
    let vocabulary = &request.lowered.view().pack().vocabulary;
    let record = request.record;
    let Some(fact) = vocabulary.find("actor_role") else { return Vec::new() };
    let options = vocabulary.get(fact).map(|fact| fact.kind.options()).unwrap_or_default();
    let Some(at) = options.iter().position(|option| option.id == word) else { return Vec::new() };
    let role = OptionIx(at as u8);
    let holds = |said: &&Statement| {
        said.fact == fact && matches!(&said.says, Knowledge::Set { has, .. } if has.contains(role))
    };
    let label = word.replace('_', " ");
    let mut lines = Vec::new();
    for actor in record.actors.iter().filter(|actor| !actor.name.is_empty()) {
        let said = actor.statements.iter().chain(&record.statements).find(holds);
        lines.extend(said.map(|said| Line {
            label: label.clone(),
            value: shortened(&actor.name),
            standing: standing(said),
        }));
    }
    if lines.is_empty() {
        // Of whom another role is stated, this one is not.
        let some_role = |said: &Statement| {
            said.fact == fact
                && matches!(&said.says, Knowledge::Set { has, .. } if has.iter().next().is_some())
        };
        let stated = |name: &str| {
            let mut named = record.actors.iter().filter(|actor| actor.name == name);
            named.any(|actor| actor.statements.iter().any(some_role))
        };
        if word == "provider" && !stated(&record.vendor) {
            lines.extend(field("vendor in the record, whose role is not stated", &record.vendor));
        }
        if !stated(&record.organisation) {
            let words = "organisation in the record, whose role is not stated";
            lines.extend(field(words, &record.organisation));
        }
    }
    lines
}

fn class(request: &Request) -> Vec<Line> {
    let outcome = &request.assessed.outcome;
    let line = |word: &str, standing| {
        let class = Class::parse(word).filter(|class| *class != Class::Undetermined)?;
        Some(Line { label: "class".to_owned(), value: class.words().to_owned(), standing })
    };
    let sure = line(&outcome.established.class, Standing::Established);
    let all = line(&outcome.indicated.class, Standing::Indicated);
    match (sure, all) {
        (Some(sure), Some(all)) if sure.value == all.value => vec![sure],
        (sure, all) => all.into_iter().chain(sure).collect(),
    }
}

fn points(request: &Request, wanted: &dyn Fn(&str) -> bool) -> Vec<Line> {
    let outcome = &request.assessed.outcome;
    let pack = request.lowered.view().pack();
    let mut lines = Vec::new();
    for id in outcome.indicated.points.iter().filter(|id| wanted(id)) {
        let Some(rule) = pack.find(id).and_then(|ix| pack.rule(ix)) else { continue };
        let standing = match outcome.established.points.contains(id) {
            true => Standing::Established,
            false => Standing::Indicated,
        };
        lines.push(Line { label: rule.cite.short(), value: rule.title.clone(), standing });
    }
    lines
}

/// Why no condition of Article 6(3) helps: the system profiles people. Empty where that is not known.
pub(crate) fn no_condition(request: &Request) -> String {
    let profiling = points(request, &|id| id == PROFILING);
    let says = |line: &Line| {
        let standing = crate::markdown::standing_words(&line.standing);
        format!("no condition helps: {} ({}; {standing})", line.value, line.label)
    };
    profiling.first().map(says).unwrap_or_default()
}

/// Everything said about a fact, attested statements first; what is only assumed is not said.
pub(crate) fn fact(request: &Request, ix: FactIx) -> Vec<Line> {
    let record = request.record;
    let Some(fact) = request.lowered.view().pack().vocabulary.get(ix) else { return Vec::new() };
    let mut said: Vec<(Layer, Line)> = Vec::new();
    let mut tell = |statement: &Statement, of: &str| {
        if statement.fact != ix
            || statement.layer == Layer::Assumed
            || !statement.says.says_something(&fact.kind)
        {
            return;
        }
        let label = match of.is_empty() {
            true => fact.question.clone(),
            false => format!("{} ({of})", fact.question),
        };
        let value = shortened(&value(fact, &statement.says));
        said.push((statement.layer, Line { label, value, standing: standing(statement) }));
    };
    record.statements.iter().for_each(|at| tell(at, ""));
    for of in record.uses.iter().filter(|_| fact.of == Entity::Use) {
        of.statements.iter().for_each(|at| tell(at, &of.id));
    }
    for of in record.actors.iter().filter(|_| fact.of == Entity::Actor) {
        of.statements.iter().for_each(|at| tell(at, &of.name));
    }
    said.sort_by_key(|(layer, _)| std::cmp::Reverse(*layer));
    let mut lines: Vec<Line> = Vec::new();
    for (_, line) in said {
        // What is attested need not be proposed as well.
        if !lines.iter().any(|old| old.label == line.label && old.value == line.value) {
            lines.push(line);
        }
    }
    lines
}

/// Whether a fact is not settled for one of the uses and actors, what is assumed aside.
pub(crate) fn is_missing(request: &Request, ix: FactIx) -> bool {
    let vocabulary = &request.lowered.view().pack().vocabulary;
    let Some(kind) = vocabulary.get(ix).map(|fact| &fact.kind) else { return false };
    request.assessed.subjects.iter().any(|at| {
        at.facts.get(ix).is_none_or(|known| {
            let stated = known.layer.is_some_and(|layer| layer > Layer::Assumed);
            !(stated && known.indicated.is_settled(kind))
        })
    })
}

/// The question of a fact with the answers to choose from, and its id; of a fact of which something is known, what is
/// left of it.
pub(crate) fn question(
    request: &Request,
    ix: FactIx,
    said: &[Line],
) -> Option<(String, Option<String>)> {
    let fact = request.lowered.view().pack().vocabulary.get(ix)?;
    let options = fact.kind.options();
    let left: Vec<&str> = (0u8..)
        .zip(options)
        .filter(|(at, _)| is_open(request, ix, &fact.kind, OptionIx(*at)))
        .map(|(_, option)| option.label.as_str())
        .collect();
    let rest = match (said, &fact.kind) {
        ([], _) => "",
        _ if is_disputed(request, ix) => " What is said contradicts itself: which of it holds?",
        (_, Kind::Set(_) | Kind::Choice(_)) => " What of the rest?",
        _ => match fact.of {
            Entity::Use | Entity::Actor => " What of the others?",
            _ => " What exactly?",
        },
    };
    let among = match (left.is_empty(), &fact.kind) {
        (true, _) => String::new(),
        (false, Kind::Set(_)) => format!(" Any of: {}.", left.join("; ")),
        (false, _) => format!(" One of: {}.", left.join("; ")),
    };
    Some((format!("{}{rest}{among}", fact.question), Some(fact.id.clone())))
}

/// Whether a statement about one of the options is still missing for one of the uses and actors, what is assumed aside.
fn is_open(request: &Request, ix: FactIx, kind: &Kind, option: OptionIx) -> bool {
    request.assessed.subjects.iter().any(|at| {
        let known = at.facts.get(ix);
        let stated = known.filter(|at| at.layer.is_some_and(|layer| layer > Layer::Assumed));
        match (stated.map(|at| &at.indicated), kind) {
            (Some(Knowledge::Set { has, hasnt }), Kind::Set(_)) => {
                !has.contains(option) && !hasnt.contains(option)
            }
            (Some(Knowledge::Choice(left)), Kind::Choice(_)) => left.contains(option),
            _ => true,
        }
    })
}

fn is_disputed(request: &Request, ix: FactIx) -> bool {
    let disputed = |facts: &SubjectFacts| facts.is_disputed(ix);
    request.assessed.subjects.iter().any(|at| disputed(&at.facts))
}

/// That what is said of a fact contradicts itself, so that the fact is unknown; mostly nothing.
pub(crate) fn conflict(request: &Request, ix: FactIx) -> String {
    let fact = request.lowered.view().pack().vocabulary.get(ix);
    let Some(fact) = fact.filter(|_| is_disputed(request, ix)) else { return String::new() };
    format!(
        "answers contradict each other, so what they differ in is unknown until one is taken back: {} ({})",
        fact.question, fact.id
    )
}

/// Proposals that belong in a field and that somebody rejected, with the reason.
pub(crate) fn rejected(request: &Request, field: &Field) -> Vec<Line> {
    let pack = request.lowered.view().pack();
    let belongs = |fact: FactIx, points: &[String]| {
        let about = |known: Known, wanted: &dyn Fn(&str) -> bool| {
            field.known.contains(&known) && points.iter().any(|id| wanted(id))
        };
        field.facts.contains(&fact)
            || about(Known::Points, &is_point)
            || about(Known::Exemption, &|id| CONDITIONS.contains(&id))
    };
    let line = |at: &actlas_assess::Evidence| {
        let ix = pack.vocabulary.find(&at.fact)?;
        let fact = pack.vocabulary.get(ix).filter(|_| belongs(ix, &at.points))?;
        let says = fact.read(Raw::Json(&at.value)).ok()?;
        let why = if at.why.is_empty() { String::new() } else { format!("; because: {}", at.why) };
        let quote = match (&at.field, &at.quote) {
            (Some(field), Some(words)) => format!("; {field}: “{words}”"),
            _ => String::new(),
        };
        let words = format!("{}, {}{}{quote}", at.by, long_date(&at.at), shortened(&why));
        let value = shortened(&value(fact, &says));
        Some(Line { label: fact.question.clone(), value, standing: Standing::Rejected { words } })
    };
    let outcome = &request.assessed.outcome;
    outcome.evidence.iter().filter(|at| at.layer == REJECTED).filter_map(line).collect()
}

fn standing(said: &Statement) -> Standing {
    match said.layer {
        Layer::Attested => Standing::Attested {
            by: said.by.clone(),
            at: said.at.clone(),
            why: shortened(&said.why),
            source: said.source.clone(),
        },
        Layer::Proposed | Layer::Assumed => Standing::Proposed {
            by: said.by.clone(),
            quote: said.quote.as_ref().map(|at| (at.field.clone(), shortened(&at.text))),
            source: said.source.clone(),
        },
    }
}

/// What is known, in words: the labels of options, not their ids.
fn value(fact: &Fact, says: &Knowledge) -> String {
    let labels = |options: &mut dyn Iterator<Item = OptionIx>| {
        let label = |at: OptionIx| {
            fact.kind.options().get(usize::from(at.0)).map(|option| option.label.clone())
        };
        options.filter_map(label).collect::<Vec<_>>().join("; ")
    };
    match (&fact.kind, says) {
        (Kind::Choice(_), Knowledge::Choice(left)) => labels(&mut left.iter()),
        (Kind::Set(_), Knowledge::Set { has, hasnt }) => {
            let (has, hasnt) = (labels(&mut has.iter()), labels(&mut hasnt.iter()));
            match (has.is_empty(), hasnt.is_empty()) {
                (false, true) => has,
                (true, false) => format!("not: {hasnt}"),
                _ => format!("{has}; not: {hasnt}"),
            }
        }
        (Kind::Number(_), _) => fact.words(says),
        _ => match fact.write(says) {
            serde_json::Value::Bool(true) => "yes".to_owned(),
            serde_json::Value::Bool(false) => "no".to_owned(),
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        },
    }
}

/// A text that is longer than a page is cut, and says so.
fn shortened(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars().take_while({
        let mut bytes = 0;
        move |c| {
            bytes += c.len_utf8();
            bytes <= LONGEST
        }
    }) {
        kept.push(c);
    }
    kept + " … (cut; the record holds the rest)"
}
