//! What our own commands write about systems. Outcomes, duties and days have ids and names as a register
//! has, and would pass for one if a folder holds both.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use csv::ByteRecord;
use serde_json::{Map, Value};

use crate::csv_rows::{CsvRows, Quoting};
use crate::workbook::{Go, Workbook};

pub(crate) const SAYS: &str = "the file was written by actlas and is no register";

/// Columns that only one of our tables has together: systems, cells of a map, duties, days of a calendar,
/// questions, positions towards a pact.
const TABLES: &[&[&str]] = &[
    &["id", "class_established", "class_indicated", "unexamined"],
    &["systems", "point", "label", "established", "indicated"],
    &["duty", "held", "layer", "effective", "cite"],
    &["day", "duty", "cite", "holds", "may_hold"],
    &["id", "question", "settles", "answer", "fact"],
    &["instrument", "position", "basis", "date_is", "source_url"],
];
/// Keys that only one of our lines has together: what drifts, facts read from words.
const LINES: &[&[&str]] =
    &[&["change", "class", "duties"], &["fact", "quote", "field", "by", "why"]];
/// How much of a file is looked at, and the largest workbook that is opened for it.
const MAX_LOOK_BYTES: u64 = 1 << 20;
const MAX_BOOK_BYTES: u64 = 8 << 20;

/// Whether these are the columns of one of our tables.
pub(crate) fn has_columns(names: &[String]) -> bool {
    let has = |wanted: &&str| names.iter().any(|name| name.trim() == *wanted);
    TABLES.iter().any(|table| table.iter().all(has))
}

/// Whether an object is one of our lines. Whatever is answered bears what it rests on.
pub(crate) fn is_line(object: &Map<String, Value>) -> bool {
    let receipt = object.get("receipt").and_then(Value::as_object);
    receipt.is_some_and(|receipt| receipt.contains_key("engine") && receipt.contains_key("law"))
        || LINES.iter().any(|line| line.iter().all(|key| object.contains_key(*key)))
}

/// Whether a file begins like something of ours. One that cannot be read does not.
pub(crate) fn is_own(path: &Path) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut start = [0; 4];
    let is_book = file.read(&mut start).is_ok_and(|read| read == 4) && start == *b"PK\x03\x04";
    if is_book {
        let mut bytes = start.to_vec();
        let read = file.take(MAX_BOOK_BYTES).read_to_end(&mut bytes);
        return read.is_ok_and(|read| (read as u64) < MAX_BOOK_BYTES) && is_book_of_ours(bytes);
    }
    let Ok(file) = File::open(path) else { return false };
    let mut line = Vec::new();
    let mut reader = BufReader::new(file.take(MAX_LOOK_BYTES));
    if reader.read_until(b'\n', &mut line).is_err() {
        return false;
    }
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
    if line.starts_with(b"{") {
        return serde_json::from_slice::<Map<String, Value>>(line).is_ok_and(|at| is_line(&at));
    }
    let mut row = ByteRecord::new();
    let read = CsvRows::new(line, b',', Quoting::On).read(&mut row);
    read.is_ok_and(|read| read) && has_columns(&texts(&row))
}

fn is_book_of_ours(bytes: Vec<u8>) -> bool {
    let Ok(mut book) = Workbook::open(bytes) else { return false };
    let Some(sheet) = book.sheets.first().cloned() else { return false };
    let mut names = Vec::new();
    let read = book.rows(&sheet, &mut |row| {
        names = row.cells.into_iter().map(|(_, text)| text).collect();
        Go::Stop
    });
    read.is_ok() && has_columns(&names)
}

fn texts(row: &ByteRecord) -> Vec<String> {
    row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
}
