//! Answers from files: `*.facts.jsonl`, and answer sheets that people filled in.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::Path;

use actlas_facts::{Act, Entry, Finding, LINE_UNREADABLE, Line, Place};
use serde_json::Value;
use thiserror::Error;

use crate::cells::Epoch;
use crate::codes::CELL_WITHOUT_VALUE;
use crate::days::day_of_sheet;
use crate::guard::{self, next_line, too_long};
use crate::workbook::{Go, Row, Workbook, WorkbookError};

/// Largest answer sheet that is read.
const MAX_SHEET_BYTES: u64 = 64 << 20;

/// Answers with their places, and what could not be read.
type Read = (Vec<(Place, Entry)>, Vec<Finding>);

/// Why a file of answers cannot be read.
#[derive(Debug, Error)]
pub enum AnswersError {
    /// It cannot be opened.
    #[error("cannot read `{path}`: {error}")]
    Unreadable {
        /// The path.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// It is no workbook.
    #[error("`{path}` is no workbook: {error}")]
    NoWorkbook {
        /// The path.
        path: String,
        /// What the reader says.
        error: String,
    },
    /// The workbook is not an answer sheet.
    #[error(
        "`{path}` has no sheet with the columns `id`, `fact` and `answer`; make one with `actlas ask --format xlsx`"
    )]
    NoSheet {
        /// The path.
        path: String,
    },
}

/// Reads answers. A broken line is a finding; the rest goes on.
pub fn read_answers(path: &Path) -> Result<Read, AnswersError> {
    let name = path.display().to_string();
    let unreadable = |error| AnswersError::Unreadable { path: name.clone(), error };
    let is_sheet = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    if is_sheet {
        let size = fs::metadata(path).map_err(unreadable)?.len();
        if size > MAX_SHEET_BYTES {
            let error = format!("it is larger than {} MiB", MAX_SHEET_BYTES >> 20);
            return Err(AnswersError::NoWorkbook { path: name, error });
        }
        return read_answer_sheet(&name, fs::read(path).map_err(unreadable)?);
    }
    Ok(read_answer_lines(&name, File::open(path).map_err(unreadable)?))
}

/// Reads lines of answers from wherever they come.
pub fn read_answer_lines(name: &str, file: impl io::Read) -> Read {
    let mut reader = BufReader::new(file);
    let (mut lines, mut findings) = (Vec::new(), Vec::new());
    let mut bytes = Vec::new();
    for at in 1u64.. {
        let place = Place::file(name).line(at);
        match next_line(&mut reader, &mut bytes) {
            Ok(guard::Line::End) => break,
            Ok(guard::Line::Whole) => {}
            Ok(guard::Line::Long) => {
                findings.push(
                    Finding::new(LINE_UNREADABLE, place, too_long())
                        .hint("the line was passed over"),
                );
                continue;
            }
            Err(error) => {
                findings.push(
                    Finding::new(LINE_UNREADABLE, place, error.to_string())
                        .hint("the file was read up to here"),
                );
                break;
            }
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii();
        if text.is_empty() {
            continue;
        }
        let line = match std::str::from_utf8(text) {
            Ok(text) => Entry::read(text).map_err(|error| error.to_string()),
            Err(_) => Err("the line is not UTF-8".to_owned()),
        };
        match line {
            Ok(line) => lines.push((place, line)),
            Err(says) => findings
                .push(Finding::new(LINE_UNREADABLE, place, says).hint("the line was passed over")),
        }
    }
    (lines, findings)
}

/// Where the columns of an answer sheet are.
struct Columns {
    id: u32,
    name: Option<u32>,
    fact: u32,
    answer: u32,
    by: Option<u32>,
    at: Option<u32>,
    why: Option<u32>,
}

impl Columns {
    fn of(row: &[(u32, String)]) -> Option<Columns> {
        let find = |names: &[&str]| {
            let found = row.iter().find(|(_, cell)| names.contains(&cell.to_lowercase().as_str()));
            found.map(|(column, _)| *column)
        };
        Some(Columns {
            id: find(&["id"])?,
            name: find(&["system", "name"]),
            fact: find(&["fact"])?,
            answer: find(&["answer"])?,
            by: find(&["answered by", "by"]),
            at: find(&["date", "at"]),
            why: find(&["reason", "why"]),
        })
    }
}

/// Reads all sheets of a workbook that have the columns of an answer sheet.
pub fn read_answer_sheet(name: &str, bytes: Vec<u8>) -> Result<Read, AnswersError> {
    let broken = |error: WorkbookError| AnswersError::NoWorkbook {
        path: name.to_owned(),
        error: error.to_string(),
    };
    let (rows, epoch) = rows(bytes).map_err(broken)?;
    let (mut lines, mut findings, mut found) = (Vec::new(), Vec::new(), false);
    for sheet in rows {
        let mut columns = None;
        for row in sheet {
            let Some(columns) = &columns else {
                columns = Columns::of(&row.cells);
                found |= columns.is_some();
                continue;
            };
            let place = Place::file(name).line(u64::from(row.number));
            if let Some((_, why)) = row.without_value.iter().find(|(at, _)| *at == columns.answer) {
                let (says, hint) = why.says();
                let place = place.clone().column("answer");
                findings.push(Finding::new(CELL_WITHOUT_VALUE, place, says).hint(hint));
            }
            match answer(name, columns, &row.cells, epoch) {
                Ok(line) => lines.extend(line.map(|line| (place, Entry::Said(line)))),
                Err(says) => findings.push(
                    Finding::new(LINE_UNREADABLE, place, says)
                        .hint("the answer was not used; restore the cell from the sheet as sent"),
                ),
            }
        }
    }
    if found { Ok((lines, findings)) } else { Err(AnswersError::NoSheet { path: name.to_owned() }) }
}

/// The answer in a row, if it has one.
fn answer(
    name: &str,
    columns: &Columns,
    row: &[(u32, String)],
    epoch: Epoch,
) -> Result<Option<Line>, &'static str> {
    let text = |column: u32| {
        let found = row.iter().find(|(at, _)| *at == column);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let optional = |column: Option<u32>| column.map(text).unwrap_or_default();
    let (id, fact, answer) = (text(columns.id), text(columns.fact), text(columns.answer));
    match (answer.is_empty(), id.is_empty(), fact.is_empty()) {
        (true, ..) => return Ok(None),
        (false, true, _) => return Err("an answer without the id of a record"),
        (false, false, true) => return Err("an answer without the id of a fact"),
        (false, false, false) => {}
    }
    Ok(Some(Line {
        id: unescaped(id),
        name: optional(columns.name),
        of_use: String::new(),
        actor: String::new(),
        fact,
        value: Value::String(answer),
        act: Act::Attest,
        by: optional(columns.by),
        at: day_of_sheet(optional(columns.at), epoch),
        why: optional(columns.why),
        source: name.to_owned(),
    }))
}

/// Sheets are written with a `'` before what a program would take for a formula.
fn unescaped(id: String) -> String {
    match id.strip_prefix('\'') {
        Some(rest) if rest.trim_start().starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => id,
    }
}

/// The filled cells of each sheet, row by row, and where its days start to count. Never a whole grid: a
/// sheet of two cells, the first and the last, would have seventeen billion.
fn rows(bytes: Vec<u8>) -> Result<(Vec<Vec<Row>>, Epoch), WorkbookError> {
    let mut book = Workbook::open(bytes)?;
    let mut sheets = Vec::new();
    for sheet in book.sheets.clone() {
        let mut rows: Vec<Row> = Vec::new();
        book.rows(&sheet, &mut |mut row| {
            row.cells.iter_mut().for_each(|(_, text)| *text = text.trim().to_owned());
            rows.push(row);
            Go::On
        })?;
        sheets.push(rows);
    }
    Ok((sheets, book.epoch))
}
