//! Tables: CSV with any of the usual delimiters, with or without lines above the header.

use std::cell::RefCell;
use std::io::{self, Read};

use actlas_facts::{Finding, Place};
use csv::ByteRecord;

use crate::codes::{FILE_NOT_A_REGISTER, FILE_UNREADABLE, QUOTE_ASTRAY};
use crate::csv_rows::{CsvRows, Quoting};
use crate::guard::{Guard, MAX_RECORD_BYTES, too_long};
use crate::quotes::{Again, Quotes, State, Stray, Watch, skip_row};
use crate::rows::{HEADER_WITHIN, Header, Rows};
use crate::walk::{Event, Kept, Options};

/// How much of a file is looked at to find delimiter and header.
const PREFIX_BYTES: usize = 64 << 10;
/// How much more if that does not hold one row.
const WIDE_PREFIX_BYTES: usize = 4 << 20;
/// Delimiters that are tried, the usual ones first. Neither a blank nor a colon: prose has both.
const DELIMITERS: &[u8] = b",;\t|^~\x1f";
/// A text has fewer control characters than one in so many bytes.
const CONTROL_SHARE: usize = 10;
/// Stray quotes that are told one by one, and after which rows are read again.
const STRAYS_TOLD: usize = 100;
const STRAYS_READ_AGAIN: usize = 1_000;
/// How many bytes of rows in doubt are looked at again, all in all. Without an end to it, a quote in every
/// line would let each of them read the longest row once more.
const BYTES_READ_AGAIN: usize = 2 * MAX_RECORD_BYTES;

/// A table on its way to records.
struct Table<'o, 'e> {
    path: &'o str,
    rows: Rows<'o, 'e>,
    delimiter: u8,
    header: usize,
    seen: usize,
    strays: usize,
    /// Bytes of rows in doubt that may still be looked at.
    again: usize,
}

pub(crate) fn read(
    path: &str,
    input: impl Read,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    read_within(path, input, BYTES_READ_AGAIN, options, on)
}

fn read_within(
    path: &str,
    mut input: impl Read,
    again: usize,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    let mut prefix = Vec::new();
    let read = (&mut input).take(PREFIX_BYTES as u64).read_to_end(&mut prefix);
    let failed = match (read, not_a_table(&prefix)) {
        (Err(error), _) => {
            Some(Finding::new(FILE_UNREADABLE, Place::file(path), error.to_string()))
        }
        (Ok(_), Some((says, line))) => {
            let place = Place { line, ..Place::file(path) };
            Some(Finding::new(FILE_NOT_A_REGISTER, place, says))
        }
        (Ok(_), None) => None,
    };
    if let Some(finding) = failed {
        on(Event::Finding(finding));
        return Kept { records: 0, unreadable: 1 };
    }
    // The header of a very wide table may be longer than all of a usual one.
    if prefix.len() == PREFIX_BYTES && !prefix.contains(&b'\n') && !prefix.contains(&b'\r') {
        // What cannot be read is told when its row is.
        let _ = (&mut input).take(WIDE_PREFIX_BYTES as u64).read_to_end(&mut prefix);
    }
    let Sniffed { delimiter, header, widths } = sniff(&prefix, options);
    if is_prose(&header, &widths) && !options.mapping.is_told() {
        let says = "the lines share no delimiter, so the file is no table";
        on(Event::Finding(
            Finding::new(FILE_NOT_A_REGISTER, Place::file(path), says)
                .hint("say which column is what with `--mapping FILE` if it is one"),
        ));
        return Kept { records: 0, unreadable: 1 };
    }
    let format = format!("CSV, delimiter {}, header in row {}", name_of(delimiter), header.at + 1);
    let at = header.at;
    let rows = match Rows::start(path, header, format, options, on) {
        Ok(rows) => rows,
        Err(kept) => return kept,
    };
    let mut table = Table { path, rows, delimiter, header: at, seen: 0, strays: 0, again };
    table.whole(io::Cursor::new(prefix).chain(input));
    table.rows.finish()
}

impl Table<'_, '_> {
    fn whole(&mut self, body: impl Read) {
        let mut body = Again::new(body);
        let mut line = 1;
        while let Some(left) = self.part(&mut body, line) {
            match left {
                Left::Swallowed(swallowed) => {
                    let (first, rest) = first_line(&swallowed.row);
                    let mut row = ByteRecord::new();
                    if self.rows_of(first, Quoting::Off).read(&mut row).is_ok_and(|read| read) {
                        self.row(&row, swallowed.line);
                    }
                    body.give_back(rest.to_vec());
                    line = swallowed.line + 1;
                }
                Left::Long(at) => {
                    self.seen += 1;
                    match skip_row(&mut body, self.delimiter, at) {
                        Ok(next) => {
                            let hint = "it was passed over; those after it are read";
                            self.rows.pass_over(too_long(), hint);
                            line = next;
                        }
                        Err(error) => {
                            self.rows.pass_over(error.to_string(), "the file was read up to here");
                            return;
                        }
                    }
                }
            }
        }
    }

    fn rows_of<R: Read>(&self, body: R, quoting: Quoting) -> CsvRows<R> {
        CsvRows::new(body, self.delimiter, quoting)
    }

    /// Reads rows up to the end, or up to one whose quote swallowed others or that is too long.
    fn part(&mut self, body: impl Read, line: u64) -> Option<Left> {
        let (watched, watch) = Quotes::new(body, self.delimiter, line);
        let (guarded, mark) = Guard::new(watched);
        let mut rows = self.rows_of(guarded, Quoting::On);
        let mut row = ByteRecord::new();
        loop {
            let read = rows.read(&mut row);
            let long = (read.is_err() && mark.is_long()).then(|| watch.borrow().state());
            mark.record_ends();
            if read.is_err() {
                watch.borrow_mut().ends();
            }
            let until = if read.is_err() { u64::MAX } else { rows.byte() };
            if let Some(swallowed) = self.swallowed(&watch, until) {
                return Some(Left::Swallowed(swallowed));
            }
            if let Some(at) = long {
                return Some(Left::Long(at));
            }
            match read {
                Ok(true) => {
                    let start = watch.borrow_mut().line_of(until);
                    self.row(&row, start.unwrap_or(line));
                }
                Ok(false) => return None,
                Err(error) => {
                    self.rows.pass_over(error.to_string(), "the file was read up to here");
                    return None;
                }
            }
        }
    }

    /// Tells the stray quotes in the rows before a byte, up to one that swallowed rows.
    fn swallowed(&mut self, watch: &RefCell<Watch>, before: u64) -> Option<Swallowed> {
        loop {
            let stray = watch.borrow_mut().stray_before(before)?;
            self.tell(&stray);
            let watch = watch.borrow();
            let row = watch.row(&stray);
            if self.strays > STRAYS_READ_AGAIN || row.len() > self.again {
                continue;
            }
            self.again -= row.len();
            if self.swallows_a_row(row) {
                return Some(Swallowed { line: stray.line, row: row.to_vec() });
            }
        }
    }

    /// Whether the second line of a row is a row of its own, with its quotes or, since they may be stray
    /// too, without. The second line of a long text with a quote in it seldom looks like one.
    fn swallows_a_row(&self, row: &[u8]) -> bool {
        let (_, rest) = first_line(row);
        let (second, _) = first_line(rest);
        let is_row = |text: &[u8], quoting| {
            let mut cells = ByteRecord::new();
            let read = self.rows_of(text, quoting).read(&mut cells);
            read.is_ok_and(|read| read) && cells.len() == self.rows.width()
        };
        self.rows.width() > 1 && (is_row(rest, Quoting::On) || is_row(second, Quoting::Off))
    }

    fn tell(&mut self, stray: &Stray) {
        self.strays += 1;
        if self.strays <= STRAYS_TOLD {
            let says = match stray.closed {
                true => "a quote opens a cell here, and the next one does not end it",
                false => "a quote opens a cell here and is never closed",
            };
            let place = Place::file(self.path).line(stray.opened);
            self.rows.tell(Finding::new(QUOTE_ASTRAY, place, says).hint(
                "check the rows from here on; a quote that is part of a text is written twice",
            ));
        }
    }

    fn row(&mut self, row: &ByteRecord, line: u64) {
        self.seen += 1;
        if self.seen > self.header + 1 {
            self.rows.row(row, Some(line));
        }
    }
}

/// Where a part of a table was left before its end.
enum Left {
    /// At a row that seems to hold others.
    Swallowed(Swallowed),
    /// Within a row that is too long, here.
    Long((State, u64)),
}

/// A row that seems to hold others, and all bytes that were read from its start on.
struct Swallowed {
    line: u64,
    row: Vec<u8>,
}

/// The first line with its end, and the rest.
fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len());
    let end =
        if text.get(end..).is_some_and(|rest| rest.starts_with(b"\r\n")) { end + 1 } else { end };
    text.split_at_checked(end + 1).unwrap_or((text, &[]))
}

/// Why the bytes are no table, if they are none, and the line that shows it.
fn not_a_table(prefix: &[u8]) -> Option<(&'static str, Option<u64>)> {
    let start: Vec<u8> = prefix.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let holds = |word: &[u8]| start.windows(word.len()).any(|part| part == word);
    if [b"<html".as_slice(), b"<!doctype html", b"<table", b"<?xml"].into_iter().any(holds) {
        return Some(("the file is a web page or XML, not a table", None));
    }
    // One that slipped into a cell is no reason to leave the whole table; a picture is full of them.
    let steers = |byte: &u8| *byte < b' ' && !b"\t\n\r\x0c\x1f".contains(byte);
    let count = prefix.iter().filter(|byte| steers(byte)).count();
    let first = prefix.iter().position(steers).filter(|_| count * CONTROL_SHARE > prefix.len())?;
    let before = prefix.get(..first).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    Some(("the file is full of control characters, so it is no text", Some(line)))
}

/// Whether what seems a table is prose that has a known word on a line: one column that is known, alone
/// below other lines, or with rows that have other numbers of cells.
fn is_prose(header: &Header, widths: &[usize]) -> bool {
    if header.score / 2 != 1 {
        return false;
    }
    let rows = widths.get(header.at + 1..).unwrap_or_default();
    let same = rows.iter().filter(|width| **width == header.width).count();
    match header.width {
        1 => header.at > 0,
        _ => !rows.is_empty() && same * 2 < rows.len(),
    }
}

/// Whether what a file begins with is a table beyond doubt: it has two columns that are recognised.
pub(crate) fn is_evident(prefix: &[u8], options: &Options) -> bool {
    sniff(prefix, options).header.fields.len() > 1
}

/// What the beginning of a table tells.
struct Sniffed {
    delimiter: u8,
    header: Header,
    /// How many cells its first rows have.
    widths: Vec<usize>,
}

/// The delimiter with which most columns of some row are recognised, and that row.
fn sniff(prefix: &[u8], options: &Options) -> Sniffed {
    let mut best: Option<Sniffed> = None;
    let mut absent = false;
    for delimiter in told(prefix).iter().chain(DELIMITERS) {
        // With delimiters that stand nowhere, every row is one cell: the first of them tells for all.
        if !prefix.contains(delimiter) && std::mem::replace(&mut absent, true) {
            continue;
        }
        let mut read = CsvRows::new(prefix, *delimiter, Quoting::On);
        // Nothing fails that reads from memory.
        let next = || {
            let mut row = ByteRecord::new();
            read.read(&mut row).is_ok_and(|read| read).then_some(row)
        };
        let rows: Vec<ByteRecord> = std::iter::from_fn(next).take(2 * HEADER_WITHIN).collect();
        let Some(header) = Header::find(rows.iter().take(HEADER_WITHIN), options) else { continue };
        if best.as_ref().is_none_or(|other| header.score > other.header.score) {
            let widths = rows.iter().map(ByteRecord::len).collect();
            best = Some(Sniffed { delimiter: *delimiter, header, widths });
        }
    }
    best.unwrap_or_else(|| Sniffed { delimiter: b',', header: Header::empty(), widths: Vec::new() })
}

/// The delimiter that a first line `sep=#` names, as spreadsheets write it.
fn told(prefix: &[u8]) -> Option<u8> {
    let (line, _) = first_line(prefix);
    let line = line.trim_ascii_end().strip_prefix(b"\"").unwrap_or(line.trim_ascii_end());
    match line.strip_prefix(b"sep=").or_else(|| line.strip_prefix(b"SEP=")) {
        Some([delimiter] | [delimiter, b'"']) => {
            Some(*delimiter).filter(|byte| byte.is_ascii() && !b"\"\r\n".contains(byte))
        }
        _ => None,
    }
}

fn name_of(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        b'|' => "bar".to_owned(),
        other if other.is_ascii_graphic() => format!("`{}`", char::from(other)),
        other => format!("0x{other:02x}"),
    }
}

#[cfg(test)]
mod tests {
    use actlas_facts::Vocabulary;

    use super::*;
    use crate::Mapping;

    /// A quote in every line that seems to swallow all rows after it.
    #[test]
    fn rows_in_doubt_are_not_read_again_without_end() {
        let table = format!("name,purpose,y\n{}", "a\",x,\"c\n".repeat(1_000));
        let vocabulary = Vocabulary::default();
        let options = Options { vocabulary: &vocabulary, mapping: Mapping::default(), sheet: None };
        for (times, records) in [(0, 1), (3, 4), (10, 11)] {
            let mut told = 0;
            let kept = read_within(
                "r.csv",
                table.as_bytes(),
                times * table.len(),
                &options,
                &mut |event| {
                    told += u64::from(
                        matches!(event, Event::Finding(at) if at.code == QUOTE_ASTRAY.code),
                    );
                },
            );
            assert_eq!((kept.records, told), (records, records), "{times} times");
        }
    }
}
