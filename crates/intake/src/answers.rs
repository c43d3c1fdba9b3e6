//! Answers from files: `*.facts.jsonl`, and answer sheets that people filled in, as workbooks or saved as CSV.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use actlas_facts::{Act, Entry, Finding, LINE_UNREADABLE, Line, Place};
use csv::ByteRecord;
use serde_json::Value;
use thiserror::Error;

use crate::cells::Epoch;
use crate::codes::{ANSWERS_EMPTY, CELL_WITHOUT_VALUE};
use crate::csv_rows::{CsvRows, Quoting};
use crate::days::day_of_sheet;
use crate::guard::{self, next_line, too_long};
use crate::rows::{HEADER_WITHIN, decode};
use crate::utf16::{self, Utf16};
use crate::walk::why;
use crate::workbook::{Go, Row, Workbook, WorkbookError};

/// Largest answer sheet that is read.
const MAX_SHEET_BYTES: u64 = 64 << 20;
/// How much of a file is looked at to tell a table from lines of answers.
const LOOK_BYTES: usize = 64 << 10;

/// Answers with their places, and what could not be read.
type Read = (Vec<(Place, Entry)>, Vec<Finding>);

/// Why a file of answers cannot be read.
#[derive(Debug, Error)]
pub enum AnswersError {
    /// It cannot be opened.
    #[error("cannot read `{path}`: {}", why(error))]
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

/// Reads answers. A broken line is a finding; the rest goes on. That there is none is one too.
pub fn read_answers(path: &Path) -> Result<Read, AnswersError> {
    let (lines, mut findings) = read_file(path)?;
    if lines.is_empty() && findings.is_empty() {
        let says = "the file holds no answer";
        let place = Place::file(path.display().to_string());
        let hint = "nothing was used of it; check that it was saved and copied whole";
        findings.push(Finding::new(ANSWERS_EMPTY, place, says).hint(hint));
    }
    Ok((lines, findings))
}

fn read_file(path: &Path) -> Result<Read, AnswersError> {
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
    let mut file = BufReader::with_capacity(LOOK_BYTES, File::open(path).map_err(unreadable)?);
    let start = file.fill_buf().map_err(unreadable)?.to_vec();
    let is_named = path
        .extension()
        .is_some_and(|end| ["csv", "tsv"].iter().any(|table| end.eq_ignore_ascii_case(table)));
    if !is_named && !is_table(&as_text(start)) {
        return Ok(read_answer_lines(&name, file));
    }
    let mut bytes = Vec::new();
    file.take(MAX_SHEET_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_SHEET_BYTES {
        let error = io::Error::other(format!("it is larger than {} MiB", MAX_SHEET_BYTES >> 20));
        return Err(unreadable(error));
    }
    read_answer_table(&name, &as_text(bytes)).ok_or(AnswersError::NoSheet { path: name })
}

/// The bytes in UTF-8, if they are in UTF-16: spreadsheets save some of their tables so.
fn as_text(bytes: Vec<u8>) -> Vec<u8> {
    let Some(order) = utf16::order(&bytes) else { return bytes };
    let mut text = Vec::new();
    // Nothing fails that reads from memory.
    match Utf16::new(io::Cursor::new(&bytes), order).read_to_end(&mut text) {
        Ok(_) => text,
        Err(_) => bytes,
    }
}

/// Whether a file begins like an answer sheet that was saved as a table.
fn is_table(start: &[u8]) -> bool {
    let lines = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    !lines.starts_with(b"{") && delimiter_of(start).is_some()
}

/// The delimiter with which one of the first rows has the columns of an answer sheet.
fn delimiter_of(text: &[u8]) -> Option<u8> {
    let has_columns = |delimiter: &u8| {
        let mut rows = TableRows::new(text, *delimiter);
        std::iter::from_fn(|| rows.next_row())
            .take(HEADER_WITHIN)
            .any(|row| Columns::of(&row.cells).is_some())
    };
    b",;\t".iter().copied().find(has_columns)
}

/// Reads an answer sheet that was saved as a table, if it is one.
fn read_answer_table(name: &str, text: &[u8]) -> Option<Read> {
    let mut rows = TableRows::new(text, delimiter_of(text)?);
    // Days are written out in a table; one that shows as a number was counted from 1900 nearly always.
    let mut answered = Answered::new(name, Epoch::Of1900);
    while let Some(row) = rows.next_row() {
        answered.row(&row);
    }
    Some((answered.lines, answered.findings))
}

/// Rows of a table with the lines on which they start.
struct TableRows<'t> {
    text: &'t [u8],
    rows: CsvRows<&'t [u8]>,
    line: u32,
    seen: usize,
}

impl<'t> TableRows<'t> {
    fn new(text: &'t [u8], delimiter: u8) -> TableRows<'t> {
        TableRows { text, rows: CsvRows::new(text, delimiter, Quoting::On), line: 1, seen: 0 }
    }

    fn next_row(&mut self) -> Option<Row> {
        // The end of a line belongs to the row before, and is taken with the one behind it.
        let rest = self.text.get(self.seen..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        self.pass(self.seen + blank);
        let number = self.line;
        let mut cells = ByteRecord::new();
        if !self.rows.read(&mut cells).is_ok_and(|read| read) {
            return None;
        }
        self.pass(usize::try_from(self.rows.byte()).unwrap_or(usize::MAX));
        let text = |cell: &[u8]| decode(cell).0.trim().to_owned();
        let filled = (0u32..).zip(cells.iter().map(text)).filter(|(_, text)| !text.is_empty());
        Some(Row { number, cells: filled.collect(), ..Row::default() })
    }

    /// Counts the lines up to a byte.
    fn pass(&mut self, end: usize) {
        let passed = self.text.get(self.seen..end).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u32;
        self.seen = end;
    }
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
    organisation: Option<u32>,
    of_use: Option<u32>,
    actor: Option<u32>,
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
            organisation: find(&["organisation"]),
            of_use: find(&["use"]),
            actor: find(&["actor"]),
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
    let mut answered = Answered::new(name, epoch);
    for sheet in rows {
        answered.columns = None;
        sheet.iter().for_each(|row| answered.row(row));
    }
    match answered.found {
        true => Ok((answered.lines, answered.findings)),
        false => Err(AnswersError::NoSheet { path: name.to_owned() }),
    }
}

/// What the rows of an answer sheet say.
struct Answered<'n> {
    name: &'n str,
    epoch: Epoch,
    /// The columns, once the row that names them has come.
    columns: Option<Columns>,
    /// Whether it ever did.
    found: bool,
    lines: Vec<(Place, Entry)>,
    findings: Vec<Finding>,
}

impl<'n> Answered<'n> {
    fn new(name: &'n str, epoch: Epoch) -> Answered<'n> {
        let (lines, findings) = (Vec::new(), Vec::new());
        Answered { name, epoch, columns: None, found: false, lines, findings }
    }

    fn row(&mut self, row: &Row) {
        let Some(columns) = &self.columns else {
            self.columns = Columns::of(&row.cells);
            self.found |= self.columns.is_some();
            return;
        };
        let place = Place::file(self.name).line(u64::from(row.number));
        if let Some((_, why)) = row.without_value.iter().find(|(at, _)| *at == columns.answer) {
            let (says, hint) = why.says();
            let place = place.clone().column("answer");
            self.findings.push(Finding::new(CELL_WITHOUT_VALUE, place, says).hint(hint));
        }
        match answer(self.name, columns, &row.cells, self.epoch) {
            Ok(line) => self.lines.extend(line.map(|line| (place, Entry::Said(line)))),
            Err(says) => self.findings.push(
                Finding::new(LINE_UNREADABLE, place, says)
                    .hint("the answer was not used; restore the cell from the sheet as sent"),
            ),
        }
    }
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
        of_use: unescaped(optional(columns.of_use)),
        actor: unescaped(optional(columns.actor)),
        fact,
        value: Value::String(answer),
        act: Act::Attest,
        by: optional(columns.by),
        at: day_of_sheet(optional(columns.at), epoch),
        why: optional(columns.why),
        source: name.to_owned(),
        organisation: unescaped(optional(columns.organisation)),
        quotes: Vec::new(),
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
