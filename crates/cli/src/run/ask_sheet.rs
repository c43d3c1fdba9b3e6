//! The answer sheet: questions about many systems, for people without a terminal.

use std::io::Write as _;
use std::path::PathBuf;

use actlas_assess::Assessor;
use actlas_assess::questions::QuestionKind;
use actlas_atlas::{SheetKind, SheetQuestion, answer_sheet_html, unit_of};
use actlas_facts::{Kind, Record, Stage};
use actlas_law::Pack;
use anyhow::{Result, bail};
use rust_xlsxwriter::DataValidation;

use super::ask::{fact_of, settles, source};
use super::ask_about::{AskedOf, Asking, merged, next, organisation_of_numbered};
use super::ask_order::in_order;
use super::workbook::{cell, head, workbook, wrapped};
use super::{counted, shown_name};
use crate::args::{Ask, AskFormat};
use crate::findings::{Exit, Findings};
use crate::output::Output;
use crate::pack;
use crate::pipeline::Strictness;

/// Questions on a sheet about a system, or one of its uses or actors.
const SHEET: usize = 12;

/// Writes one sheet of questions, about all systems or one of them.
pub(super) fn sheet(args: &Ask, format: AskFormat) -> Result<Exit> {
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower(&law, &args.judge)?;
    let lexicon = pack::lexicon(&args.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let mut assessor = Assessor::new(&lowered, settings);
    let limit = args.limit.unwrap_or(SHEET);
    let mut rows: Vec<SheetQuestion> = Vec::new();
    let (only, inputs) = one_of(&args.inputs);
    let (mut about, mut found) = (0_u64, false);
    let mut findings = Findings::default();
    let read = source(args, &law, inputs, lexicon.as_ref())?.each(|record| {
        let is_wanted = only.is_none_or(|id| record.id == id);
        found |= is_wanted;
        if is_wanted && record.stage != Stage::Retired {
            let assessed = assessor.assess(&record);
            findings.tell_assessed(&assessed.outcome.findings);
            let next = next(&lowered, &law, &record, &assessed, &AskedOf::default(), usize::MAX);
            let facts = next.iter().map(|(about, next)| {
                let facts = next.iter().filter(|at| matches!(at.kind, QuestionKind::Fact(_)));
                (*about, in_order(&law, &facts.collect::<Vec<_>>(), limit))
            });
            let mut facts = merged(&law, facts.collect());
            // Whoever answers thinks of one use at a time.
            facts.sort_by_key(|at| at.about);
            about += u64::from(!facts.is_empty());
            rows.extend(facts.iter().filter_map(|at| row(&law, &record, at)));
        }
        Ok(())
    })?;
    findings.finish();
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

fn row(law: &Pack, record: &Record, asking: &Asking) -> Option<SheetQuestion> {
    let Asking { about, question } = asking;
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
    let of = about.use_of(record);
    Some(SheetQuestion {
        id: record.id.clone(),
        name: shown_name(record).to_owned(),
        organisation: organisation_of_numbered(record),
        of_use: of.map_or(String::new(), |of| of.id.clone()),
        purpose: of.map_or(String::new(), |of| of.purpose.clone()),
        actor: about.actor_of(record).map_or(String::new(), |actor| actor.name.clone()),
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

/// A column of an answer sheet.
struct Column {
    name: &'static str,
    width: f64,
    text: Option<fn(&SheetQuestion) -> String>,
}

impl Column {
    fn of(name: &'static str, width: f64, text: fn(&SheetQuestion) -> String) -> Column {
        Column { name, width, text: Some(text) }
    }

    /// A column to fill in.
    fn open(name: &'static str, width: f64) -> Column {
        Column { name, width, text: None }
    }
}

const ANSWER: &str = "answer";

/// The columns that rows need: the organisation only where ids are numbers of rows, which use or actor a question is about only where a record has several.
fn columns(rows: &[SheetQuestion]) -> Vec<Column> {
    let mut columns = vec![
        Column::of("id", 18.0, |at| at.id.clone()),
        Column::of("system", 30.0, |at| at.name.clone()),
    ];
    if rows.iter().any(|at| !at.organisation.is_empty()) {
        columns.push(Column::of("organisation", 24.0, |at| at.organisation.clone()));
    }
    if rows.iter().any(|at| !at.of_use.is_empty()) {
        columns.push(Column::of("use", 14.0, |at| at.of_use.clone()));
        columns.push(Column::of("purpose", 34.0, |at| at.purpose.clone()));
    }
    if rows.iter().any(|at| !at.actor.is_empty()) {
        columns.push(Column::of("actor", 20.0, |at| at.actor.clone()));
    }
    columns.extend([
        Column::of("question", 48.0, |at| at.question.clone()),
        Column::of("help", 40.0, |at| at.help.clone()),
        Column::of("choices", 44.0, choices),
        Column::of("known by", 18.0, |at| at.known_by.clone()),
        Column::open(ANSWER, 18.0),
        Column::open("reason", 30.0),
        Column::open("answered by", 16.0),
        Column::open("date", 12.0),
        Column::of("settles", 40.0, |at| at.settles.clone()),
        Column::of("fact", 26.0, |at| at.fact.clone()),
    ]);
    columns
}

/// What can be answered, and how it is written.
fn choices(row: &SheetQuestion) -> String {
    let is_worded = row.choices.iter().any(|(id, label)| id != label);
    let choice = |(id, label): &(String, String)| match id == label {
        true => id.clone(),
        false => format!("{id}: {label}"),
    };
    let mut lines: Vec<String> = row.choices.iter().map(choice).collect();
    if row.kind == SheetKind::Many {
        let words = if is_worded { "write the word before the colon; " } else { "" };
        lines.push(format!(
            "({words}several: separate by `;`; if there are no others, `only` before them; or none)"
        ));
    }
    lines.join("\n")
}

/// One answer sheet: system, question, help, choices, who can know it, and room for the answer.
fn answer_sheet(rows: &[SheetQuestion]) -> Result<Vec<u8>> {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Questions")?;
    let (head, wrap) = (head(), wrapped());
    let fill = wrapped().set_background_color("#FFF8E5");
    let columns = columns(rows);
    for (at, column) in (0_u16..).zip(&columns) {
        sheet.write_string_with_format(0, at, column.name, &head)?;
        sheet.set_column_width(at, column.width)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    for (line, row) in (1_u32..).zip(rows) {
        for (at, column) in (0_u16..).zip(&columns) {
            match column.text {
                Some(text) => sheet.write_string_with_format(line, at, cell(&text(row)), &wrap)?,
                None => sheet.write_blank(line, at, &fill)?,
            };
            let words: Vec<&str> = row.choices.iter().map(|(id, _)| id.as_str()).collect();
            // A workbook takes lists of at most 255 characters; longer ones stay free text.
            let is_listed = row.kind == SheetKind::One && words.join(",").len() <= 255;
            if column.name == ANSWER && is_listed {
                let list = DataValidation::new().allow_list_strings(&words)?;
                sheet.add_data_validation(line, at, line, at, &list)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Several words name what there is; only one word says that there are no others, and the sheet tells it.
    #[test]
    fn a_list_can_be_closed() {
        let pair = |id: &str, label: &str| (id.to_owned(), label.to_owned());
        let mut row = SheetQuestion {
            id: String::new(),
            name: String::new(),
            organisation: String::new(),
            of_use: String::new(),
            purpose: String::new(),
            actor: String::new(),
            fact: String::new(),
            question: String::new(),
            help: String::new(),
            choices: vec![pair("toys", "toys"), pair("lifts", "lifts and parts of them")],
            kind: SheetKind::Many,
            known_by: String::new(),
            settles: String::new(),
            assessed: false,
            unit: Default::default(),
        };
        let hint = "(write the word before the colon; several: separate by `;`; if there are no others, `only` \
                    before them; or none)";
        assert_eq!(choices(&row), format!("toys\nlifts: lifts and parts of them\n{hint}"));
        row.kind = SheetKind::One;
        assert_eq!(choices(&row), "toys\nlifts: lifts and parts of them");
    }
}
