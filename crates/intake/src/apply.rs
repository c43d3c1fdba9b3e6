//! Answers and attestations joined with records.

use std::collections::BTreeMap;

use actlas_facts::{
    ASSESSED_NEEDS_REASON, ATTEST_NEEDS_NAME, Act, CodeInfo, Date, EVIDENCE_UNUSABLE, Entity,
    Entry, EvidenceLine, FACT_UNKNOWN, FACT_UNREADABLE, Fact, Finding, Layer, Line, Named, Place,
    REJECT_NEEDS_NAME, Raw, Record, Rejected, Statement, Vocabulary, day_text, parse_date,
};

use crate::codes::{ANSWER_AMBIGUOUS, ANSWER_BY_NUMBER, ANSWER_OF_ANOTHER, ANSWER_UNMATCHED};
use crate::for_every::ForEvery;
use crate::ids::{given, is_numbered};
use crate::letters::is_same_name;
use crate::namesakes::{Namesakes, ToldBy, whole_organisation};
use crate::reject::{
    Idle, THE_ANSWER, after_all, on_other_words, quote_in, reject, shown, stands_in,
};

/// Who attests the facts of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attesting {
    /// The person.
    pub name: String,
    /// The day.
    pub at: String,
}

/// Attests the proposed facts of a record in somebody's name. Assessed facts without a reason stay
/// proposed, and a finding says so.
pub fn attest(record: &mut Record, attesting: &Attesting, vocabulary: &Vocabulary) -> Vec<Finding> {
    let place = Place {
        path: record.path.clone(),
        record: Some(record.number),
        line: None,
        column: None,
        id: Some(record.id.clone()),
    };
    let mut findings = Vec::new();
    let uses = record.uses.iter_mut().flat_map(|at| &mut at.statements);
    let actors = record.actors.iter_mut().flat_map(|at| &mut at.statements);
    for said in record.statements.iter_mut().chain(uses).chain(actors) {
        let Some(fact) = vocabulary.get(said.fact) else { continue };
        if said.layer != Layer::Proposed {
            continue;
        }
        if fact.assessed && said.why.trim().is_empty() {
            findings.push(needs_reason(place.clone(), &fact.id));
        } else {
            said.layer = Layer::Attested;
            said.by.clone_from(&attesting.name);
            said.at.clone_from(&attesting.at);
        }
    }
    findings
}

fn needs_reason(place: Place, fact: &str) -> Finding {
    let says =
        format!("`{fact}` is a legal assessment and was attested without a name and a reason");
    Finding::new(ASSESSED_NEEDS_REASON, place.column(fact), says)
        .hint("it stays proposed; give the reason in `why`")
}

/// Answers, by record.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    lines: BTreeMap<String, Vec<(Place, Entry)>>,
    used: BTreeMap<String, bool>,
    /// The day on which they are read, if anybody said.
    today: Option<Date>,
    namesakes: Namesakes,
    /// By an id that answers use: the ids and names of the records that somebody gave it.
    given: BTreeMap<String, Vec<(String, String)>>,
}

impl Answers {
    /// None yet; what is dated later than this day attests nothing.
    pub fn read_on(today: Date) -> Answers {
        Answers { today: Some(today), ..Answers::default() }
    }

    /// Adds lines that were read from a file.
    pub fn add(&mut self, lines: Vec<(Place, Entry)>) {
        for (place, line) in lines {
            self.used.entry(line.id().to_owned()).or_default();
            self.namesakes.name(line.name());
            self.lines.entry(line.id().to_owned()).or_default().push((place, line));
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Meets a record of the input before answers are applied, so that they know which records are called alike, and
    /// which share an id.
    pub fn meet(&mut self, record: &Record) {
        if self.namesakes.is_any_named() {
            self.namesakes.count(record);
        }
        let id = given(&record.id, &record.path, record.number);
        if let Some(id) = id.filter(|id| self.lines.contains_key(*id)) {
            let met = self.given.entry(id.to_owned()).or_default();
            if !met.iter().any(|(id, _)| *id == record.id) {
                met.push((record.id.clone(), record.name.clone()));
            }
        }
    }

    /// The lines about a record, and whether they go to an id that it shares. A line that names one of several records
    /// of an id is about that one, whichever file was read first.
    fn about(&self, record: &Record) -> (Vec<&(Place, Entry)>, Shared) {
        let own = self.lines.get(&record.id).into_iter().flatten();
        let id = given(&record.id, &record.path, record.number);
        let sharing = id.and_then(|id| self.given.get(id)).filter(|met| met.len() > 1);
        let Some((id, sharing)) = id.zip(sharing) else { return (own.collect(), Shared::No) };
        let called = |name: &str, of: &str| !name.is_empty() && is_same_name(name, of);
        if record.id == id {
            let others = sharing.iter().filter(|(other, _)| *other != record.id);
            let others: Vec<&String> = others.map(|(_, name)| name).collect();
            let of_other = |line: &Entry| {
                let name = line.name().trim();
                !called(name, &record.name) && others.iter().any(|other| called(name, other))
            };
            return (own.filter(|(_, line)| !of_other(line)).collect(), Shared::Yes);
        }
        let is_alone =
            |name: &str| sharing.iter().filter(|(_, other)| called(name, other)).count() == 1;
        let named = self.lines.get(id).into_iter().flatten().filter(|(_, line)| {
            let name = line.name().trim();
            called(name, &record.name) && is_alone(name)
        });
        (own.chain(named).collect(), Shared::No)
    }

    /// Joins the answers about a record with it.
    pub fn apply(&mut self, record: &mut Record, vocabulary: &Vocabulary) -> Vec<Finding> {
        let id = given(&record.id, &record.path, record.number);
        for id in id.into_iter().chain([record.id.as_str()]) {
            if let Some(used) = self.used.get_mut(id) {
                *used = true;
            }
        }
        let (lines, shared) = self.about(record);
        if lines.is_empty() {
            return Vec::new();
        }
        let mut findings = Vec::new();
        let mut unnamed = None;
        let mut for_every = ForEvery::default();
        let mut idle = Vec::new();
        for (place, line) in lines {
            match line.name().trim() {
                name if shared == Shared::Yes && (name.is_empty() || name == line.id()) => {
                    findings.push(of_several(record, place));
                    continue;
                }
                // Whoever has no name is called by the id.
                "" => _ = unnamed.get_or_insert(place),
                name if name == line.id() => _ = unnamed.get_or_insert(place),
                name if is_same_name(name, &record.name) => {
                    if let Some(finding) = moved(record, place, line, &self.namesakes) {
                        findings.push(finding);
                        continue;
                    }
                }
                name => {
                    findings.push(of_another(record, place, name));
                    continue;
                }
            }
            let applied = match line {
                Entry::Said(line) => apply_line(record, place, line, self.today, vocabulary),
                Entry::Evidence(line) => named(record, place, line).map(|at| {
                    record.named.push(at);
                    Applied::Whole
                }),
            };
            match (applied, line) {
                (Ok(applied), Entry::Said(line)) => {
                    for_every.add(record, place, line, vocabulary);
                    match applied {
                        Applied::Whole => {}
                        Applied::Told(finding) => findings.push(*finding),
                        Applied::Idle(rejection) => idle.push(*rejection),
                    }
                }
                (Ok(_), Entry::Evidence(_)) => {}
                (Err(finding), _) => findings.push(*finding),
            }
        }
        findings.extend(after_all(record, idle, vocabulary));
        findings.extend(for_every.findings(record));
        if let Some(place) =
            unnamed.filter(|_| is_numbered(&record.id, &record.path, record.number))
        {
            let place = Place { id: Some(record.id.clone()), ..place.clone() };
            let says = "answers go to the number of a record and do not name the system";
            findings.push(Finding::new(ANSWER_BY_NUMBER, place, says).hint(
                "they were used; give the records ids, since numbers move when records are inserted",
            ));
        }
        findings
    }

    /// Answers about records that were not in the input.
    pub fn unmatched(&self) -> Vec<Finding> {
        let unused = self.used.iter().filter(|(_, used)| !**used);
        unused
            .filter_map(|(id, _)| {
                let (place, _) = self.lines.get(id)?.first()?;
                let says = format!("no record `{id}` in the input");
                Some(
                    Finding::new(ANSWER_UNMATCHED, place.clone(), says)
                        .hint("the answer was not used; check the id"),
                )
            })
            .collect()
    }
}

/// Whether an id stands for several records, of which this is the first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shared {
    Yes,
    No,
}

/// An answer to an id that several records have, and that names none of them.
fn of_several(record: &Record, place: &Place) -> Finding {
    let place = Place { id: Some(record.id.clone()), ..place.clone() };
    let says = "several records have this id, and the answer does not name the system";
    Finding::new(ANSWER_AMBIGUOUS, place, says)
        .hint("the answer was not used; give each record an id of its own, or `name` to the line")
}

/// An answer about a system of another name than the one that its id stands for now.
fn of_another(record: &Record, place: &Place, name: &str) -> Finding {
    let is = match record.name.is_empty() {
        true => "the record of this id has no name".to_owned(),
        false => format!("the record of this id is `{}`", shown(&record.name)),
    };
    let place = Place { id: Some(record.id.clone()), ..place.clone() };
    let says = format!("the answer is about `{}`, and {is}", shown(name));
    Finding::new(ANSWER_OF_ANOTHER, place, says)
        .hint("the answer was not used; correct the id, or the name if the system has a new one")
}

/// Why an answer that calls a record by its name may all the same be about another one: its id is only a place.
fn moved(record: &Record, place: &Place, line: &Entry, namesakes: &Namesakes) -> Option<Finding> {
    if !namesakes.can_move(record) {
        return None;
    }
    let place = || Place { id: Some(record.id.clone()), ..place.clone() };
    let organisation = line.organisation().trim();
    let whole = whole_organisation(record);
    let is_whole = !organisation.is_empty() && is_same_name(organisation, &whole);
    if !organisation.is_empty() && !is_whole && !is_same_name(organisation, &record.organisation) {
        let is = match whole.is_empty() {
            true => "names no organisation".to_owned(),
            false => format!("is of `{}`", shown(&whole)),
        };
        let (name, of) = (shown(&record.name), shown(organisation));
        let says =
            format!("the answer is about `{name}` of `{of}`, and the record of this id {is}");
        let hint = "the answer was not used; correct the id";
        return Some(Finding::new(ANSWER_OF_ANOTHER, place(), says).hint(hint));
    }
    let (by, and) = match is_whole {
        false => (ToldBy::Name, String::new()),
        true => (ToldBy::NameAndOrganisation, format!(" of `{}`", shown(organisation))),
    };
    namesakes.are_several(record, by).then(|| {
        let says = format!(
            "several records are called `{}`{and}, and only their place tells them apart",
            shown(&record.name)
        );
        let hint = match is_whole {
            false => "the answer was not used; give each record an id of its own, or `organisation` to the line",
            true => "the answer was not used; give each record an id of its own",
        };
        Finding::new(ANSWER_AMBIGUOUS, place(), says).hint(hint)
    })
}

/// What became of a line that was used.
enum Applied {
    Whole,
    /// It was used, and something is to be told.
    Told(Box<Finding>),
    /// A rejection that took nothing away so far.
    Idle(Box<Idle>),
}

fn apply_line(
    record: &mut Record,
    place: &Place,
    line: &Line,
    today: Option<Date>,
    vocabulary: &Vocabulary,
) -> Result<Applied, Box<Finding>> {
    let place = || Place { id: Some(line.id.clone()), ..place.clone() }.column(&line.fact);
    let unknown = || Finding::new(FACT_UNKNOWN, place(), format!("no fact `{}`", line.fact));
    let ix = vocabulary.find(&line.fact).ok_or_else(unknown)?;
    let fact = vocabulary.get(ix).ok_or_else(unknown)?;
    let unreadable = |error: actlas_facts::Unreadable| {
        Finding::new(FACT_UNREADABLE, place(), error.to_string()).hint("the fact stays unknown")
    };
    let says = fact.read(Raw::Json(&line.value)).map_err(unreadable)?;
    if !says.says_something(&fact.kind) {
        return match line.act {
            Act::Attest | Act::Propose => Ok(Applied::Whole),
            Act::Reject | Act::Evidence => {
                let says = "the line does not say which value it is about";
                let finding = Finding::new(ANSWER_UNMATCHED, place(), says);
                Err(finding.hint("the line was not used").into())
            }
        };
    }
    let unmatched = |what: &str, name: &str| {
        let says = format!("the record has no {what} `{name}`");
        Finding::new(ANSWER_UNMATCHED, place(), says).hint("the answer was not used")
    };
    let stands = line.quotes.is_empty() || line.quotes.iter().any(|at| stands_in(record, at));
    let quote = line.quotes.iter().find_map(|words| quote_in(record, words));
    let of_actor = !line.actor.is_empty() && (fact.of == Entity::Actor || line.of_use.is_empty());
    let statements = if of_actor {
        let found = record.actors.iter_mut().find(|at| at.name == line.actor);
        &mut found.ok_or_else(|| unmatched("actor", &line.actor))?.statements
    } else if !line.of_use.is_empty() {
        let found = record.uses.iter_mut().find(|at| at.id == line.of_use);
        &mut found.ok_or_else(|| unmatched("use", &line.of_use))?.statements
    } else {
        &mut record.statements
    };
    let mut said = Statement::new(ix, says, Layer::Proposed, line.by.clone());
    said.at.clone_from(&line.at);
    said.why.clone_from(&line.why);
    said.source.clone_from(&line.source);
    match line.act {
        Act::Propose => statements.push(Statement { quote, ..said }),
        Act::Reject => {
            let stays = "the proposal stays; ";
            if let Some(finding) = unsigned(line, today, REJECT_NEEDS_NAME, stays, &place) {
                return Err(finding.into());
            }
            let (of_use, actor) = match of_actor {
                true => (String::new(), line.actor.clone()),
                false => (line.of_use.clone(), String::new()),
            };
            let rejected = Rejected { said, of_use, actor };
            let idle = reject(statements, &mut record.rejected, rejected, &line.quotes, place());
            return Ok(idle.map_or(Applied::Whole, |idle| Applied::Idle(idle.into())));
        }
        Act::Evidence => {
            let mut shown = false;
            for other in statements.iter_mut().filter(|at| at.fact == ix && at.says == said.says) {
                shown = true;
                if other.source.is_empty() {
                    other.source.clone_from(&line.source);
                }
            }
            if !shown {
                let says = "nobody states the value that this is evidence of";
                return Err(Finding::new(ANSWER_UNMATCHED, place(), says)
                    .hint("propose or attest the value too")
                    .into());
            }
        }
        Act::Attest => {
            let lacks = what_it_lacks(line, fact, today, &place);
            if lacks.is_none() {
                said.layer = Layer::Attested;
            }
            let other_words = (!stands).then(|| {
                on_other_words(place(), "attested", &said, &line.quotes, THE_ANSWER).into()
            });
            statements.push(Statement { quote, ..said });
            return match (lacks, other_words) {
                (Some(finding), _) => Err(finding.into()),
                (None, Some(finding)) => Ok(Applied::Told(finding)),
                (None, None) => Ok(Applied::Whole),
            };
        }
    }
    Ok(Applied::Whole)
}

/// Why a line that attests does not: somebody must stand for it, on a day that can be, and with a reason
/// if it is a legal assessment.
fn what_it_lacks(
    line: &Line,
    fact: &Fact,
    today: Option<Date>,
    place: &dyn Fn() -> Place,
) -> Option<Finding> {
    let lacks = |text: &str| text.trim().is_empty();
    if fact.assessed && (lacks(&line.why) || lacks(&line.by)) {
        return Some(needs_reason(place(), &fact.id));
    }
    unsigned(line, today, ATTEST_NEEDS_NAME, "it stays proposed; ", place)
}

/// Why nobody stands for a line, if nobody does.
fn unsigned(
    line: &Line,
    today: Option<Date>,
    kind: CodeInfo,
    becomes: &str,
    place: &dyn Fn() -> Place,
) -> Option<Finding> {
    let lacks = |text: &str| text.trim().is_empty();
    let what = if line.act == Act::Reject { "the rejection" } else { "the answer" };
    let needs = |says: String, hint: &str| {
        Some(Finding::new(kind, place(), says).hint(format!("{becomes}{hint}")))
    };
    let who = "say who answered in `by` and when in `at`";
    match (lacks(&line.by), lacks(&line.at)) {
        (false, false) => {}
        (true, true) => return needs(format!("{what} has neither a name nor a date"), who),
        (true, false) => return needs(format!("{what} has no name"), who),
        (false, true) => return needs(format!("{what} has no date"), who),
    }
    let shown = shown(&line.at);
    let Some((first, _)) = parse_date(&line.at) else {
        return needs(format!("`{shown}` in `at` is no day"), "write the day as year-month-day");
    };
    if today.is_some_and(|today| first > today) {
        let hint = "give the day of the answer in `at`";
        return needs(format!("`{shown}` in `at` is still to come"), hint);
    }
    None
}

/// What a line names as evidence, if somebody names something that can be found, on days that can be.
fn named(record: &Record, place: &Place, line: &EvidenceLine) -> Result<Named, Box<Finding>> {
    let place = Place { id: Some(line.id.clone()), ..place.clone() }.column(&line.duty);
    let unusable = |says: String, hint: &str| {
        Box::new(Finding::new(EVIDENCE_UNUSABLE, place.clone(), says).hint(hint))
    };
    let lacks = |what: &str, key: &str| {
        unusable(
            format!("evidence without {what}"),
            &format!("the line was not used; give `{key}`"),
        )
    };
    if line.by.trim().is_empty() {
        return Err(lacks("a name", "by"));
    }
    if line.source.trim().is_empty() {
        return Err(lacks("a file or an address that shows it", "source"));
    }
    let day = |key: &str, text: &str| {
        let says = format!("`{text}` in `{key}` is no day");
        parse_date(text)
            .ok_or_else(|| unusable(says, "the line was not used; write the day as year-month-day"))
    };
    if line.at.trim().is_empty() {
        return Err(lacks("a day", "at"));
    }
    // Of a month the last day counts on both sides: not valid too early, and not over too early.
    let (_, at) = day("at", &line.at)?;
    let until = match line.until.trim().is_empty() {
        true => None,
        false => Some(day("until", &line.until)?.1),
    };
    if until.is_some_and(|until| until < at) {
        let says =
            format!("evidence named on {} that was valid until {}", day_text(at), line.until);
        return Err(unusable(says, "the line was not used; check `at` and `until`"));
    }
    let hash = line.sha256.trim().to_ascii_lowercase();
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !hash.is_empty() && !is_hash {
        let says = "the `sha256` is not one: it has 64 hexadecimal digits".to_owned();
        return Err(unusable(says, "the line was not used; `sha256sum FILE` prints it"));
    }
    let known = |actor: &str| record.actors.iter().any(|at| at.name == actor);
    if !line.actor.is_empty() && !known(&line.actor) {
        let says = format!("the record has no actor `{}`", line.actor);
        let finding = Finding::new(ANSWER_UNMATCHED, place.clone(), says);
        return Err(finding.hint("the evidence was not used").into());
    }
    Ok(Named {
        duty: line.duty.clone(),
        actor: line.actor.clone(),
        role: line.role.clone(),
        by: line.by.clone(),
        at,
        until,
        source: line.source.clone(),
        sha256: hash,
        why: line.why.clone(),
        file: line.file,
        place: place.clone(),
    })
}
