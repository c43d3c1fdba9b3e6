use std::io::Write as _;
use std::path::PathBuf;

use actlas_assess::questions::{self, Question, QuestionKind};
use actlas_assess::{Asked, Assessed, Assessor, Settings, headline};
use actlas_atlas::{SheetKind, SheetQuestion, answer_sheet_html, unit_of};
use actlas_facts::{Fact, Kind, Knowledge, Layer, Record, Stage, Statement, Truth};
use actlas_law::scenario::commission::Examples;
use actlas_law::{Choices, Lowered, Pack, PointKind, RuleIx, View};
use actlas_screen::Lexicon;
use anyhow::{Result, bail};
use rust_xlsxwriter::DataValidation;
use serde_json::{Value, json};

use super::ask_order::in_order;
use super::workbook::{cell, head, workbook, wrapped};
use super::{counted, find, interview, is_open, point_words, shown_name};
use crate::args::{Ask, AskFormat, format};
use crate::findings::Exit;
use crate::output::Output;
use crate::pipeline::{Source, Strictness, Wanted};
use crate::progress::Progress;
use crate::{pack, style};

/// Questions asked about one system, and on a sheet.
const ONE: usize = 5;
const SHEET: usize = 12;

pub fn run(args: &Ask) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    match format {
        AskFormat::Text | AskFormat::Json => {
            style::saying(args.output.as_ref(), || one(args, format))
        }
        AskFormat::Xlsx | AskFormat::Html => sheet(args, format),
    }
}

fn source<'v>(
    args: &Ask,
    law: &'v Pack,
    inputs: &[PathBuf],
    lexicon: Option<&'v Lexicon>,
) -> Result<Source<'v>> {
    let wanted = Wanted {
        paths: inputs,
        mapping: args.mapping.as_ref(),
        sheet: args.sheet.as_ref(),
        answers: &args.answers,
        attest: args.attest.as_ref(),
        lexicon,
        llm: Some(&args.screen.llm),
    };
    wanted.spare(args.output.as_deref())?;
    // Answers may be added to those that are read.
    Wanted { answers: &[], ..wanted }.spare(args.interactive.as_deref())?;
    Source::new(&law.vocabulary, &wanted)
}

fn one(args: &Ask, format: AskFormat) -> Result<Exit> {
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower(&law, &args.judge)?;
    let lexicon = pack::lexicon(&args.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let Some((id, inputs)) = args.inputs.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        bail!(
            "give the id of a system and the input it stands in: actlas ask ID INPUT…; for a sheet about all \
             systems add `-o questions.xlsx`"
        );
    };
    let mut record = find(source(args, &law, inputs, lexicon.as_ref())?, &id.to_string_lossy())?;
    let mut assessor = Assessor::new(&lowered, settings);
    if let Some(file) = &args.interactive {
        return interview::run(args, &law, &lowered, &mut assessor, &mut record, file);
    }
    let assessed = assessor.assess(&record);
    let next = next(&lowered, &law, &record, &assessed, &Asked::default(), usize::MAX);
    let shown = in_order(&law, &next.iter().collect::<Vec<_>>(), args.limit.unwrap_or(ONE));
    if format == AskFormat::Json {
        let questions: Vec<Value> = shown.iter().map(|at| as_json(&law, at)).collect();
        let whole = json!({
            "id": record.id, "headline": headline(&assessed.outcome, &law), "questions": questions,
            "left": next.len().saturating_sub(shown.len()),
        });
        say!("{}", serde_json::to_string_pretty(&whole)?);
        return Ok(Exit::Done);
    }
    say!(
        "{}: {}",
        style::strong(&style::plain(shown_name(&record))),
        headline(&assessed.outcome, &law)
    );
    if next.is_empty() {
        say!("nothing is left to ask: every point is decided");
    }
    for (number, question) in shown.iter().enumerate() {
        say!("\n{}. {}", number + 1, words(&law, &question.kind).0);
        details(&law, question);
    }
    let left = next.len().saturating_sub(shown.len());
    if left > 0 {
        say!(
            "\n{}",
            style::soft(&format!(
                "{left} more questions could still matter (-n {} shows all)",
                next.len()
            ))
        );
    }
    Ok(Exit::Done)
}

/// The next questions about a record: of the use and actor that leaves most undecided.
pub(super) fn next(
    lowered: &Lowered,
    law: &Pack,
    record: &Record,
    assessed: &Assessed,
    asked: &Asked,
    most: usize,
) -> Vec<Question> {
    let kind = Assessor::kind_of(record);
    let open = is_open(assessed, law);
    let undecided = |at: &&actlas_assess::SubjectView| {
        at.judgement().points.iter().filter(|(_, truth)| *truth == Truth::Unknown).count()
    };
    let Some(subject) = assessed.subjects.iter().max_by_key(undecided) else { return Vec::new() };
    questions::next(lowered, kind, subject, &open, asked, most)
}

fn key(law: &Pack, kind: &QuestionKind) -> String {
    match kind {
        QuestionKind::Fact(fact) => law.vocabulary.id(*fact).to_owned(),
        QuestionKind::Bundle(at) => law
            .vocabulary
            .bundles()
            .get(*at)
            .map_or(String::new(), |bundle| format!("bundle:{}", bundle.id)),
    }
}

/// Question and help.
pub(super) fn words(law: &Pack, kind: &QuestionKind) -> (String, String) {
    match kind {
        QuestionKind::Fact(fact) => law
            .vocabulary
            .get(*fact)
            .map_or_else(Default::default, |fact| (fact.question.clone(), fact.help.clone())),
        QuestionKind::Bundle(at) => {
            law.vocabulary.bundles().get(*at).map_or_else(Default::default, |bundle| {
                (bundle.question.clone(), bundle.help.clone())
            })
        }
    }
}

fn fact_of<'p>(law: &'p Pack, kind: &QuestionKind) -> Option<&'p Fact> {
    match kind {
        QuestionKind::Fact(fact) => law.vocabulary.get(*fact),
        QuestionKind::Bundle(_) => None,
    }
}

fn settles(law: &Pack, question: &Question) -> String {
    let name =
        |rule: &RuleIx| law.rule(*rule).map_or(String::new(), |rule| point_words(law, &rule.id));
    let names: Vec<String> = question.settles.iter().map(name).collect();
    let shown = names.iter().take(6).cloned().collect::<Vec<_>>().join("; ");
    match names.len() {
        0 => "with other answers".to_owned(),
        1..=6 => shown,
        more => format!("{shown}; and {} more", more - 6),
    }
}

pub(super) fn details(law: &Pack, question: &Question) {
    let (_, help) = words(law, &question.kind);
    if !help.is_empty() {
        say!("   {}", style::soft(&help));
    }
    match fact_of(law, &question.kind) {
        Some(fact) => {
            for option in fact.kind.options() {
                say!("   - {}: {}", option.id, option.label);
            }
            say!(
                "   {}",
                style::soft(&format!("fact `{}`; known by {}", fact.id, fact.known_by.join(", ")))
            );
        }
        None => {
            say!("   {}", style::soft("one question for many: “none of these” settles them all"))
        }
    }
    let exact =
        if question.exact { "" } else { " (too many facts are missing to look at every case)" };
    say!("   settles {}{exact}", settles(law, question));
}

fn as_json(law: &Pack, question: &Question) -> Value {
    let (text, help) = words(law, &question.kind);
    let fact = fact_of(law, &question.kind);
    let options: Vec<Value> = fact
        .map(|fact| fact.kind.options())
        .unwrap_or_default()
        .iter()
        .map(|option| json!({"id": option.id, "label": option.label}))
        .collect();
    let settles: Vec<&str> = question
        .settles
        .iter()
        .filter_map(|rule| law.rule(*rule).map(|rule| rule.id.as_str()))
        .collect();
    json!({
        "kind": if fact.is_some() { "fact" } else { "bundle" }, "id": key(law, &question.kind),
        "question": text, "help": help, "options": options, "settles": settles, "exact": question.exact,
        "known_by": fact.map(|fact| fact.known_by.clone()).unwrap_or_default(),
    })
}

fn sheet(args: &Ask, format: AskFormat) -> Result<Exit> {
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower(&law, &args.judge)?;
    let lexicon = pack::lexicon(&args.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let mut assessor = Assessor::new(&lowered, settings);
    let limit = args.limit.unwrap_or(SHEET);
    let mut rows: Vec<SheetQuestion> = Vec::new();
    let (only, inputs) = one_of(&args.inputs);
    let (mut about, mut found) = (0_u64, false);
    let read = source(args, &law, inputs, lexicon.as_ref())?.each(|record| {
        let is_wanted = only.is_none_or(|id| record.id == id);
        found |= is_wanted;
        if is_wanted && record.stage != Stage::Retired {
            let assessed = assessor.assess(&record);
            let next = next(&lowered, &law, &record, &assessed, &Asked::default(), usize::MAX);
            let facts = next.iter().filter(|at| matches!(at.kind, QuestionKind::Fact(_)));
            let facts = in_order(&law, &facts.collect::<Vec<_>>(), limit);
            about += u64::from(!facts.is_empty());
            rows.extend(facts.into_iter().filter_map(|at| row(&law, &record, at)));
        }
        Ok(())
    })?;
    if let Some(id) = only.filter(|_| !found) {
        bail!("no record `{id}` in the input, and no file or folder of that name");
    }
    let footer = [law.notice.clone()];
    let bytes = match (format, &args.output) {
        (AskFormat::Xlsx, None) => bail!("a workbook needs a file: -o questions.xlsx"),
        (AskFormat::Xlsx, _) => answer_sheet(&rows)?,
        _ => answer_sheet_html("Questions", &rows, &footer).into_bytes(),
    };
    let mut out = Output::to(args.output.as_ref())?;
    out.write_all(&bytes)?;
    out.keep_of(read.records)?;
    if let Some(path) = args.output.as_ref().filter(|_| read.records > 0) {
        let questions = counted(rows.len(), "question");
        say!("{questions} about {}: {}", counted(about, "record"), path.display());
    }
    Ok(read.exit(Strictness::Lenient))
}

/// The system that a sheet is wanted of, if the first word is an id and no input, and the inputs.
fn one_of(typed: &[PathBuf]) -> (Option<&str>, &[PathBuf]) {
    match typed.split_first() {
        Some((id, rest)) if !rest.is_empty() && id.as_os_str() != "-" && !id.exists() => {
            (id.to_str(), if id.to_str().is_some() { rest } else { typed })
        }
        _ => (None, typed),
    }
}

fn row(law: &Pack, record: &Record, question: &Question) -> Option<SheetQuestion> {
    let fact = fact_of(law, &question.kind)?;
    let pair = |id: &str, label: &str| (id.to_owned(), label.to_owned());
    let (choices, kind) = match &fact.kind {
        Kind::YesNo => (vec![pair("yes", "yes"), pair("no", "no")], SheetKind::One),
        Kind::Choice(options) => {
            (options.iter().map(|at| pair(&at.id, &at.label)).collect(), SheetKind::One)
        }
        Kind::Set(options) => {
            (options.iter().map(|at| pair(&at.id, &at.label)).collect(), SheetKind::Many)
        }
        Kind::Number(_) => (Vec::new(), SheetKind::Number),
        Kind::Date => (Vec::new(), SheetKind::Date),
    };
    Some(SheetQuestion {
        id: record.id.clone(),
        name: shown_name(record).to_owned(),
        fact: fact.id.clone(),
        question: fact.question.clone(),
        help: fact.help.clone(),
        choices,
        kind,
        known_by: fact.known_by.join(", "),
        settles: settles(law, question),
        assessed: fact.assessed,
        unit: unit_of(&fact.kind),
    })
}

/// One answer sheet: system, question, help, choices, who can know it, and room for the answer.
fn answer_sheet(rows: &[SheetQuestion]) -> Result<Vec<u8>> {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Questions")?;
    let (head, wrap) = (head(), wrapped());
    let fill = wrapped().set_background_color("#FFF8E5");
    let columns = [
        ("id", 18.0),
        ("system", 30.0),
        ("question", 48.0),
        ("help", 40.0),
        ("choices", 44.0),
        ("known by", 18.0),
        ("answer", 18.0),
        ("reason", 30.0),
        ("answered by", 16.0),
        ("date", 12.0),
        ("settles", 40.0),
        ("fact", 26.0),
    ];
    for (column, (name, width)) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, *name, &head)?;
        sheet.set_column_width(column as u16, *width)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    for (at, row) in rows.iter().enumerate() {
        let line = at as u32 + 1;
        let choices: Vec<String> = row
            .choices
            .iter()
            .map(|(id, label)| if id == label { id.clone() } else { format!("{id}: {label}") })
            .collect();
        let hint = match row.kind {
            SheetKind::Many if row.choices.iter().any(|(id, label)| id != label) => {
                "\n(write the word before the colon; several: separate by `;`; or none)"
            }
            SheetKind::Many => "\n(several: separate by `;`; or none)",
            SheetKind::One | SheetKind::Number | SheetKind::Date => "",
        };
        let cells = [
            &row.id,
            &row.name,
            &row.question,
            &row.help,
            &(choices.join("\n") + hint),
            &row.known_by,
        ];
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string_with_format(line, column as u16, cell(text), &wrap)?;
        }
        for column in 6..10 {
            sheet.write_blank(line, column, &fill)?;
        }
        sheet.write_string_with_format(line, 10, cell(&row.settles), &wrap)?;
        sheet.write_string_with_format(line, 11, &row.fact, &wrap)?;
        let words: Vec<&str> = row.choices.iter().map(|(id, _)| id.as_str()).collect();
        // A workbook takes lists of at most 255 characters; longer ones stay free text.
        if row.kind == SheetKind::One && words.join(",").len() <= 255 {
            let list = DataValidation::new().allow_list_strings(&words)?;
            sheet.add_data_validation(line, 6, line, 6, &list)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// How many questions it takes to settle the Commission's examples, against asking in the order of the
/// vocabulary. The simulated answerer knows what the example states and says "not known" otherwise.
pub fn measure(law: &Pack, examples: &Examples) -> Result<()> {
    let view = View::new(law, law.state, law.state)?;
    let lowered = Lowered::new(view, Choices::defaults(law));
    let mut progress = Progress::new("examples");
    let (mut adaptive, mut fixed, mut count) = (0usize, 0usize, 0usize);
    for (at, example) in examples.list.iter().enumerate() {
        progress.tell(at as u64);
        let kind = example.scenario.kind;
        let truth = &example.scenario.facts;
        let goal = state(&lowered, &record_of(kind, truth));
        adaptive += asked_until(&lowered, law, kind, truth, &goal, Order::BestNext);
        fixed += asked_until(&lowered, law, kind, truth, &goal, Order::Vocabulary);
        count += 1;
    }
    drop(progress);
    let mean = |sum: usize| sum as f64 / count.max(1) as f64;
    say!("questions until an example stands as its facts make it stand:");
    say!("  best next question: {:.1} on average", mean(adaptive));
    say!("  in the order of the vocabulary: {:.1} on average", mean(fixed));
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    BestNext,
    Vocabulary,
}

type Known = Vec<(actlas_facts::FactIx, Knowledge)>;

fn record_of(kind: PointKind, known: &Known) -> Record {
    let statements = known
        .iter()
        .map(|(fact, says)| Statement::new(*fact, says.clone(), Layer::Attested, "example"));
    Record {
        kind: match kind {
            PointKind::Model => actlas_facts::RecordKind::Model,
            PointKind::System => actlas_facts::RecordKind::System,
        },
        statements: statements.collect(),
        ..Record::default()
    }
}

/// Class and points, as far as they are decided.
fn state(lowered: &Lowered, record: &Record) -> (String, Vec<String>) {
    let outcome = Assessor::new(lowered, Settings::default()).assess(record).outcome;
    (outcome.indicated.class, outcome.indicated.points)
}

fn asked_until(
    lowered: &Lowered,
    law: &Pack,
    kind: PointKind,
    truth: &Known,
    goal: &(String, Vec<String>),
    order: Order,
) -> usize {
    let mut known: Known = Vec::new();
    let mut asked = Asked::default();
    let mut assessor = Assessor::new(lowered, Settings::default());
    let mut fixed = law.vocabulary.facts().map(|(ix, _)| ix);
    let mut count = 0;
    loop {
        let record = record_of(kind, &known);
        let assessed = assessor.assess(&record);
        let here =
            (assessed.outcome.indicated.class.clone(), assessed.outcome.indicated.points.clone());
        if here == *goal {
            return count;
        }
        let question = match order {
            Order::BestNext => {
                let next = next(lowered, law, &record, &assessed, &asked, 1);
                next.into_iter().next().map(|question| question.kind)
            }
            Order::Vocabulary => fixed.next().map(QuestionKind::Fact),
        };
        let Some(question) = question else { return count };
        asked.add(&question);
        count += 1;
        match question {
            QuestionKind::Fact(fact) => {
                known.extend(truth.iter().filter(|(of, _)| *of == fact).cloned());
            }
            QuestionKind::Bundle(at) => {
                let none = law.vocabulary.bundles().get(at).map(|bundle| bundle.none.as_slice());
                let none = none.unwrap_or_default();
                let agrees = |(fact, says): &(actlas_facts::FactIx, Knowledge)| {
                    truth.iter().any(|(of, told)| of == fact && told == says)
                };
                let told = |(fact, says): &&(actlas_facts::FactIx, Knowledge)| {
                    truth.iter().any(|(of, told)| of == fact && told != says)
                };
                if !none.is_empty() && none.iter().all(agrees) {
                    known.extend(none.iter().cloned());
                } else if none.iter().any(|at| told(&at)) {
                    asked.some.extend(none.iter().map(|(fact, _)| *fact));
                }
            }
        }
    }
}
