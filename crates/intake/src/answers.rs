//! Answers from files: `*.facts.jsonl`, and answer sheets that people filled in.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor};
use std::path::Path;

use actlas_facts::{Act, Finding, LINE_UNREADABLE, Line, Place};
use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use thiserror::Error;

/// Largest answer sheet that is read.
const MAX_SHEET_BYTES: u64 = 64 << 20;
/// Most rows of a sheet.
const MAX_ROWS: usize = 1_000_000;

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
pub fn read_answers(path: &Path) -> Result<(Vec<(Place, Line)>, Vec<Finding>), AnswersError> {
    let name = path.display().to_string();
    let unreadable = |error| AnswersError::Unreadable { path: name.clone(), error };
    let is_sheet = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    if is_sheet {
        let size = fs::metadata(path).map_err(unreadable)?.len();
        if size > MAX_SHEET_BYTES {
            let error = format!("it is larger than {} MiB", MAX_SHEET_BYTES >> 20);
            return Err(AnswersError::NoWorkbook { path: name, error });
        }
        return sheet(&name, fs::read(path).map_err(unreadable)?);
    }
    let file = File::open(path).map_err(unreadable)?;
    let (mut lines, mut findings) = (Vec::new(), Vec::new());
    for (at, line) in BufReader::new(crate::guard::Guard::new(file)).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        if line.trim().is_empty() {
            continue;
        }
        let place = Place::file(&name).line(at as u64 + 1);
        match Line::read(&line) {
            Ok(line) => lines.push((place, line)),
            Err(error) => findings.push(
                Finding::new(LINE_UNREADABLE, place, error.to_string())
                    .hint("the line was passed over"),
            ),
        }
    }
    Ok((lines, findings))
}

/// Where the columns of an answer sheet are.
struct Columns {
    id: usize,
    fact: usize,
    answer: usize,
    by: Option<usize>,
    at: Option<usize>,
    why: Option<usize>,
}

impl Columns {
    fn of(row: &[Data]) -> Option<Columns> {
        let find = |names: &[&str]| {
            row.iter()
                .position(|cell| names.contains(&cell.to_string().trim().to_lowercase().as_str()))
        };
        Some(Columns {
            id: find(&["id"])?,
            fact: find(&["fact"])?,
            answer: find(&["answer"])?,
            by: find(&["answered by", "by"]),
            at: find(&["date", "at"]),
            why: find(&["reason", "why"]),
        })
    }
}

fn sheet(name: &str, bytes: Vec<u8>) -> Result<(Vec<(Place, Line)>, Vec<Finding>), AnswersError> {
    let broken = |error: calamine::XlsxError| AnswersError::NoWorkbook {
        path: name.to_owned(),
        error: error.to_string(),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    for title in book.sheet_names() {
        let range = book.worksheet_range(&title).map_err(broken)?;
        let mut rows = range.rows().enumerate();
        let Some(columns) = rows.find_map(|(_, row)| Columns::of(row)) else { continue };
        let mut lines = Vec::new();
        for (at, row) in rows.take(MAX_ROWS) {
            let text = |column: usize| row.get(column).map(cell_text).unwrap_or_default();
            let optional = |column: Option<usize>| column.map(text).unwrap_or_default();
            let (id, fact, answer) = (text(columns.id), text(columns.fact), text(columns.answer));
            if id.is_empty() || fact.is_empty() || answer.is_empty() {
                continue;
            }
            let line = Line {
                id,
                of_use: String::new(),
                actor: String::new(),
                fact,
                value: Value::String(answer),
                act: Act::Attest,
                by: optional(columns.by),
                at: optional(columns.at),
                why: optional(columns.why),
                source: name.to_owned(),
            };
            lines.push((Place::file(name).line(at as u64 + 1), line));
        }
        return Ok((lines, Vec::new()));
    }
    Err(AnswersError::NoSheet { path: name.to_owned() })
}

fn cell_text(cell: &Data) -> String {
    match cell {
        // A day typed into a cell becomes a day of the workbook's calendar.
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string().trim().to_owned(),
    }
}
