//! Questions in the terminal.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, Read as _, Seek as _, SeekFrom, Write};
use std::path::Path;

use actlas_assess::questions::QuestionKind;
use actlas_assess::{Asked, Assessor, headline};
use actlas_facts::{
    Act, Bundle, Entity, Fact, Kind, Layer, Line, Raw, Record, Severity, Statement, Truth,
    day_text, truth_word,
};
use actlas_intake::read_answer_lines;
use actlas_law::{Lowered, Pack};
use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::ask::{details, words};
use super::ask_about::{AskedOf, Asking, merged, next, organisation_of_numbered};
use crate::args::Ask;
use crate::findings::Exit;
use crate::output::CannotWrite;
use crate::{pack, style};

/// What somebody typed.
enum Typed<T> {
    /// An answer.
    Answer(T),
    /// Nothing: it is not known.
    NotKnown,
    /// Enough.
    Stop,
}

/// An answer to "any of these?".
#[derive(Clone, Copy)]
enum AnyOfThese {
    None,
    Some,
}

/// Asks until nothing is left or the answerer has had enough, and appends every answer to a file as
/// soon as it is given.
pub fn run(
    args: &Ask,
    law: &Pack,
    lowered: &Lowered,
    assessor: &mut Assessor,
    record: &mut Record,
    file: &Path,
) -> Result<Exit> {
    let by = match &args.attest {
        Some(name) => name.clone(),
        None => prompt("Your name: ")?.unwrap_or_default(),
    };
    if by.is_empty() {
        bail!("an answer needs a name; give it with --attest");
    }
    let (id, name) = (record.id.clone(), record.name.clone());
    let at = day_text(pack::today());
    let organisation = organisation_of_numbered(record);
    let mut signed =
        Signed { id, name, organisation, of_use: String::new(), actor: String::new(), by, at };
    let mut out = open(file)?;
    let cannot = |error| CannotWrite::to(file, error);
    let mut asked = AskedOf::default();
    loop {
        let assessed = assessor.assess(record);
        say!("\n{}", style::strong(&headline(&assessed.outcome, law)));
        let next = next(lowered, law, record, &assessed, &asked, 1);
        let next = next.iter().map(|(about, next)| (*about, next.iter().collect())).collect();
        let Some(asking) = merged(law, next).into_iter().next() else {
            say!("nothing is left to ask");
            break;
        };
        let Asking { about, question } = &asking;
        say!("{}", words(law, &question.kind).0);
        if let Some(of) = asking.of(law, record) {
            say!("   {}", style::plain(&of));
        }
        details(law, question);
        signed.of_use = about.use_of(record).map_or(String::new(), |of| of.id.clone());
        signed.actor = about.actor_of(record).map_or(String::new(), |actor| actor.name.clone());
        let asked = asked.of(*about);
        asked.add(&question.kind);
        let typed = match &question.kind {
            QuestionKind::Bundle(number) => {
                let Some(bundle) = law.vocabulary.bundles().get(*number) else { continue };
                of_bundle(law, bundle, &signed, asked)?
            }
            QuestionKind::Fact(fact) => {
                let Some(fact) = law.vocabulary.get(*fact) else { continue };
                of_fact(fact, &signed)?
            }
        };
        let lines = match typed {
            Typed::Answer(lines) => lines,
            Typed::NotKnown => continue,
            Typed::Stop => break,
        };
        for line in lines {
            let (said, known) = (stated(law, &line), statements_of(record, &line));
            // "None of these" of one use says of the whole system what it said of another already.
            if said.as_ref().is_some_and(|said| known.contains(said)) {
                continue;
            }
            writeln!(out, "{}", line.write()).map_err(cannot)?;
            known.extend(said);
        }
        out.flush().map_err(cannot)?;
    }
    say!("answers are in `{}`; use them with --answers", file.display());
    Ok(Exit::Done)
}

/// The file that answers are added to. What is there already must be answers: the file is meant for
/// `--answers`, and nothing else is to be added to by a slip.
fn open(path: &Path) -> Result<File> {
    if path.is_file() {
        let name = path.display();
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx")) {
            bail!(
                "`{name}` is a workbook; answers are added to a file such as answers.facts.jsonl"
            );
        }
        // A sheet that was saved as a table holds answers too, and would be spoilt by a line.
        let file = File::open(path).with_context(|| format!("cannot read `{name}`"))?;
        let (_, wrong) = read_answer_lines(&name.to_string(), file);
        if let Some(finding) = wrong.iter().find(|at| at.severity == Severity::Error) {
            let line = finding.place.line.unwrap_or_default();
            let says = &finding.fact;
            bail!(
                "line {line} of `{name}` is no answer ({says}); answers are added to another file"
            );
        }
    }
    let cannot = |error| CannotWrite::to(path, error);
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(cannot)?;
    if !ends_with_a_line(path).map_err(cannot)? {
        file.write_all(b"\n").map_err(cannot)?;
    }
    Ok(file)
}

/// Whether what is added begins a line of its own.
fn ends_with_a_line(path: &Path) -> io::Result<bool> {
    let about = fs::metadata(path)?;
    if !about.is_file() || about.len() == 0 {
        return Ok(true);
    }
    let mut last = Vec::new();
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-1))?;
    file.read_to_end(&mut last)?;
    Ok(last == b"\n")
}

/// Who answers about what, and when.
struct Signed {
    id: String,
    name: String,
    /// The organisation, where the id is the number of a row.
    organisation: String,
    /// The use and the actor that the question is about, where the record has several.
    of_use: String,
    actor: String,
    by: String,
    at: String,
}

impl Signed {
    fn line(&self, fact: &Fact, value: Value, why: String) -> Line {
        Line {
            id: self.id.clone(),
            name: self.name.clone(),
            of_use: if fact.of == Entity::Use { self.of_use.clone() } else { String::new() },
            actor: if fact.of == Entity::Actor { self.actor.clone() } else { String::new() },
            fact: fact.id.clone(),
            value,
            act: Act::Attest,
            by: self.by.clone(),
            at: self.at.clone(),
            why,
            source: String::new(),
            organisation: self.organisation.clone(),
            quotes: Vec::new(),
        }
    }
}

/// "None of these" answers every fact of a bundle; "some" makes them the next questions.
fn of_bundle(
    law: &Pack,
    bundle: &Bundle,
    signed: &Signed,
    asked: &mut Asked,
) -> Result<Typed<Vec<Line>>> {
    const HOW: &str = "[n] none of these, [y] some, [enter] not known, [q] stop: ";
    let read = |typed: &str| match truth_word(typed) {
        Some(Truth::False) => Ok(Some(AnyOfThese::None)),
        Some(Truth::True) => Ok(Some(AnyOfThese::Some)),
        _ => match typed {
            "none" => Ok(Some(AnyOfThese::None)),
            "some" => Ok(Some(AnyOfThese::Some)),
            _ => Err(format!("`{typed}` is no answer here")),
        },
    };
    Ok(match typed(HOW, read)? {
        Typed::Answer(AnyOfThese::None) => {
            let why = format!("none of these: {}", bundle.question);
            let facts = bundle.none.iter().filter_map(|(fact, says)| {
                let fact = law.vocabulary.get(*fact)?;
                Some(signed.line(fact, fact.write(says), why.clone()))
            });
            Typed::Answer(facts.collect())
        }
        Typed::Answer(AnyOfThese::Some) => {
            asked.some.extend(bundle.none.iter().map(|(fact, _)| *fact));
            Typed::NotKnown
        }
        Typed::NotKnown => Typed::NotKnown,
        Typed::Stop => Typed::Stop,
    })
}

fn of_fact(fact: &Fact, signed: &Signed) -> Result<Typed<Vec<Line>>> {
    let how = match &fact.kind {
        Kind::YesNo => "[y] yes, [n] no, [enter] not known, [q] stop: ",
        Kind::Choice(_) => "one of the words above, [enter] not known, [q] stop: ",
        Kind::Set(_) => {
            "words above separated by `;`, `only …` if there are no others, `none`, [enter] not known, [q] stop: "
        }
        Kind::Number(_) => "a number, [enter] not known, [q] stop: ",
        Kind::Date => "a day, month or year, [enter] not known, [q] stop: ",
    };
    let read = |typed: &str| match fact.read(Raw::Text(typed)) {
        Ok(says) => Ok(says.says_something(&fact.kind).then(|| fact.write(&says))),
        Err(error) => Err(error.to_string()),
    };
    let value = match typed(how, read)? {
        Typed::Answer(value) => value,
        Typed::NotKnown => return Ok(Typed::NotKnown),
        Typed::Stop => return Ok(Typed::Stop),
    };
    let why = match fact.assessed {
        true => prompt("The reason (a legal assessment needs one): ")?.unwrap_or_default(),
        false => String::new(),
    };
    Ok(Typed::Answer(vec![signed.line(fact, value, why)]))
}

/// Asks until what is typed can be read; what says nothing is "not known".
fn typed<T>(how: &str, read: impl Fn(&str) -> Result<Option<T>, String>) -> Result<Typed<T>> {
    loop {
        let Some(typed) = prompt(how)? else { return Ok(Typed::Stop) };
        match typed.as_str() {
            "q" => return Ok(Typed::Stop),
            "" => return Ok(Typed::NotKnown),
            typed => match read(typed) {
                Ok(Some(answer)) => return Ok(Typed::Answer(answer)),
                Ok(None) => return Ok(Typed::NotKnown),
                Err(error) => say!("{}", style::plain(&error)),
            },
        }
    }
}

/// A line as a statement of the record. An assessment without a reason stays proposed.
fn stated(law: &Pack, line: &Line) -> Option<Statement> {
    let fact = law.vocabulary.find(&line.fact)?;
    let definition = law.vocabulary.get(fact)?;
    let says = definition.read(Raw::Json(&line.value)).ok()?;
    let layer =
        if definition.assessed && line.why.is_empty() { Layer::Proposed } else { Layer::Attested };
    let mut said = Statement::new(fact, says, layer, line.by.clone());
    said.why.clone_from(&line.why);
    Some(said)
}

/// What is said of the use or the actor that a line names, or of all of the record.
fn statements_of<'r>(record: &'r mut Record, line: &Line) -> &'r mut Vec<Statement> {
    let of_use = record.uses.iter_mut().find(|at| !line.of_use.is_empty() && at.id == line.of_use);
    let actor = record.actors.iter_mut().find(|at| !line.actor.is_empty() && at.name == line.actor);
    match (of_use, actor) {
        (Some(of_use), _) => &mut of_use.statements,
        (None, Some(actor)) => &mut actor.statements,
        (None, None) => &mut record.statements,
    }
}

fn prompt(text: &str) -> Result<Option<String>> {
    put!("{text}");
    io::stdout().flush()?;
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line)? {
        0 => Ok(None),
        _ => Ok(Some(line.trim().to_owned())),
    }
}
