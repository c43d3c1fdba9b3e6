//! Tables: CSV with any of the usual delimiters, with or without lines above the header.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read};

use actlas_facts::{FACT_UNKNOWN, Finding, Place};

use crate::codes::{
    FILE_EMPTY, FILE_NOT_A_REGISTER, FILE_UNREADABLE, NAME_MISSING, QUOTE_ASTRAY,
    RECORD_UNREADABLE, ROW_RAGGED, TEXT_NOT_UTF8,
};
use crate::columns::{Field, Mapped, assign, fact_id};
use crate::guard::Guard;
use crate::quotes::{Again, Quotes, Stray, Watch};
use crate::shape::Shape;
use crate::walk::{Event, Kept, Options};

/// How much of a file is looked at to find delimiter and header.
const PREFIX_BYTES: usize = 64 << 10;
/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 12;
/// Most columns that are read.
const MAX_COLUMNS: usize = 4_096;
/// Stray quotes that are told one by one, and after which rows are read again.
const STRAYS_TOLD: usize = 100;
const STRAYS_READ_AGAIN: usize = 1_000;

/// What the beginning of a table tells.
struct Sniffed {
    delimiter: u8,
    header: usize,
    names: Vec<String>,
}

/// A table on its way to records.
struct Table<'o, 'e> {
    path: &'o str,
    options: &'o Options<'o>,
    on: &'e mut dyn FnMut(Event),
    delimiter: u8,
    header: usize,
    /// Names of the columns, on one line and each once, and what they hold.
    columns: Vec<(String, Option<Field>)>,
    kept: Kept,
    seen: usize,
    number: u64,
    encoding_told: bool,
    strays: usize,
}

/// Whether quotes hold cells together.
#[derive(Clone, Copy, PartialEq)]
enum Quoting {
    On,
    Off,
}

pub(crate) fn read(
    path: &str,
    mut input: impl Read,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    let mut prefix = Vec::new();
    let read = (&mut input).take(PREFIX_BYTES as u64).read_to_end(&mut prefix);
    let failed = match (read, not_a_table(&prefix)) {
        (Err(error), _) => {
            Some(Finding::new(FILE_UNREADABLE, Place::file(path), error.to_string()))
        }
        (Ok(_), Some(says)) => Some(Finding::new(FILE_NOT_A_REGISTER, Place::file(path), says)),
        (Ok(_), None) => None,
    };
    if let Some(finding) = failed {
        on(Event::Finding(finding));
        return Kept { records: 0, unreadable: 1 };
    }
    let sniffed = sniff(&prefix, options);
    let names = sniffed.names.iter().map(String::as_str);
    let fields = assign(names, &options.mapping, options.vocabulary);
    report(path, &sniffed, &fields, options, on);
    if fields.iter().all(Option::is_none) {
        let says = "no column of the table was recognised, so it was not read";
        on(Event::Finding(
            Finding::new(FILE_NOT_A_REGISTER, Place::file(path), says)
                .hint("say which column is what with `--mapping FILE`"),
        ));
        return Kept { records: 0, unreadable: 1 };
    }
    let mut table = Table {
        path,
        options,
        on,
        delimiter: sniffed.delimiter,
        header: sniffed.header,
        columns: labels(&sniffed.names).into_iter().zip(fields).collect(),
        kept: Kept::default(),
        seen: 0,
        number: 0,
        encoding_told: false,
        strays: 0,
    };
    table.whole(io::Cursor::new(prefix).chain(input));
    table.kept
}

impl Table<'_, '_> {
    fn whole(&mut self, body: impl Read) {
        let mut body = Again::new(body);
        let mut line = 1;
        while let Some(swallowed) = self.rows(&mut body, line) {
            let (first, rest) = first_line(&swallowed.row);
            let mut reader = self.reader(first, Quoting::Off);
            let mut row = csv::ByteRecord::new();
            if reader.read_byte_record(&mut row).is_ok_and(|read| read) {
                self.row(&row);
            }
            body.give_back(rest.to_vec());
            line = swallowed.line + 1;
        }
        if self.kept == Kept::default() {
            let place = Place::file(self.path);
            (self.on)(Event::Finding(Finding::new(FILE_EMPTY, place, "the table has no rows")));
        }
    }

    fn reader<R: Read>(&self, body: R, quoting: Quoting) -> csv::Reader<R> {
        csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .flexible(true)
            .has_headers(false)
            .quoting(quoting == Quoting::On)
            .from_reader(body)
    }

    /// Reads rows up to the end, or up to one whose quote swallowed others.
    fn rows(&mut self, body: impl Read, line: u64) -> Option<Swallowed> {
        let (watched, watch) = Quotes::new(body, self.delimiter, line);
        let (guarded, mark) = Guard::new(watched);
        let mut reader = self.reader(guarded, Quoting::On);
        let mut row = csv::ByteRecord::new();
        loop {
            let read = reader.read_byte_record(&mut row);
            mark.record_ends();
            if read.is_err() {
                watch.borrow_mut().ends();
            }
            while let Some((stray, row)) = stray_before(&watch, &reader, read.is_err()) {
                self.tell(&stray);
                if self.strays <= STRAYS_READ_AGAIN && self.swallows_a_row(&row) {
                    return Some(Swallowed { line: stray.line, row });
                }
            }
            match read {
                Ok(true) => self.row(&row),
                Ok(false) => return None,
                Err(error) => {
                    let place = Place { record: Some(self.number + 1), ..Place::file(self.path) };
                    (self.on)(Event::Finding(
                        Finding::new(RECORD_UNREADABLE, place, error.to_string())
                            .hint("the file was read up to here"),
                    ));
                    self.kept.unreadable += 1;
                    return None;
                }
            }
        }
    }

    /// Whether the second line of a row is a row of its own, with its quotes or, since they may be stray
    /// too, without. The second line of a long text with a quote in it seldom looks like one.
    fn swallows_a_row(&self, row: &[u8]) -> bool {
        let (_, rest) = first_line(row);
        let (second, _) = first_line(rest);
        let is_row = |text: &[u8], quoting| {
            let mut cells = csv::ByteRecord::new();
            let read = self.reader(text, quoting).read_byte_record(&mut cells);
            read.is_ok_and(|read| read) && cells.len() == self.columns.len()
        };
        self.columns.len() > 1 && (is_row(rest, Quoting::On) || is_row(second, Quoting::Off))
    }

    fn tell(&mut self, stray: &Stray) {
        self.strays += 1;
        if self.strays <= STRAYS_TOLD {
            let says = match stray.closed {
                true => "a quote opens a cell here, and the next one does not end it",
                false => "a quote opens a cell here and is never closed",
            };
            let place = Place::file(self.path).line(stray.opened);
            (self.on)(Event::Finding(Finding::new(QUOTE_ASTRAY, place, says).hint(
                "check the rows from here on; a quote that is part of a text is written twice",
            )));
        }
    }

    fn row(&mut self, row: &csv::ByteRecord) {
        self.seen += 1;
        if self.seen <= self.header + 1 || row.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return;
        }
        self.number += 1;
        let place = || Place { record: Some(self.number), ..Place::file(self.path) };
        let mut shape = Shape::new(self.options, self.path, self.number);
        let beyond = row.iter().skip(self.columns.len());
        let extra = beyond.filter(|cell| !cell.trim_ascii().is_empty()).count();
        if extra > 0 {
            let says = format!("{extra} more filled cells than columns");
            (self.on)(Event::Finding(
                Finding::new(ROW_RAGGED, place(), says).hint("check the quotes of this row"),
            ));
        }
        for (cell, (name, field)) in row.iter().zip(&self.columns) {
            let Some(field) = field else { continue };
            let (text, utf8) = decode(cell);
            if !utf8 && !self.encoding_told {
                self.encoding_told = true;
                (self.on)(Event::Finding(Finding::new(
                    TEXT_NOT_UTF8,
                    place().column(name),
                    "from here on, cells that are not UTF-8 are read as Windows-1252",
                )));
            }
            shape.text(field, name, &text);
        }
        for finding in shape.findings {
            (self.on)(Event::Finding(finding));
        }
        self.kept.records += 1;
        (self.on)(Event::Record(Box::new(shape.record)));
    }
}

/// A row that seems to hold others, and all bytes that were read from its start on.
struct Swallowed {
    line: u64,
    row: Vec<u8>,
}

/// The next stray quote in the rows that were read.
fn stray_before<R: Read>(
    watch: &RefCell<Watch>,
    reader: &csv::Reader<R>,
    failed: bool,
) -> Option<(Stray, Vec<u8>)> {
    let read = if failed { u64::MAX } else { reader.position().byte() };
    watch.borrow_mut().stray_before(read)
}

/// The first line with its end, and the rest.
fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len());
    let end =
        if text.get(end..).is_some_and(|rest| rest.starts_with(b"\r\n")) { end + 1 } else { end };
    text.split_at_checked(end + 1).unwrap_or((text, &[]))
}

/// The names on one line, each once: a name that stands there before gets a number.
fn labels(names: &[String]) -> Vec<String> {
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    let label = |name: &String| {
        let name = one_line(name);
        let time = times.entry(name.clone()).or_default();
        *time += 1;
        if *time == 1 { name } else { format!("{name} ({time})") }
    };
    names.iter().map(label).collect()
}

fn report(
    path: &str,
    sniffed: &Sniffed,
    fields: &[Option<Field>],
    options: &Options,
    on: &mut dyn FnMut(Event),
) {
    let mut mapped = Mapped {
        path: path.to_owned(),
        format: format!(
            "CSV, delimiter {}, header in row {}",
            name_of(sniffed.delimiter),
            sniffed.header + 1
        ),
        ..Mapped::default()
    };
    for (name, field) in sniffed.names.iter().zip(fields) {
        match field {
            Some(field) => mapped.columns.push((name.clone(), field.word(options.vocabulary))),
            None if name.trim().is_empty() => {}
            None => mapped.ignored.push(name.clone()),
        }
        let unknown = |id: &&str| field.is_none() && options.vocabulary.find(id).is_none();
        if let Some(id) = fact_id(name).filter(unknown) {
            let near = options.vocabulary.nearest(id);
            let hint = near.map_or("`actlas law facts` lists them".to_owned(), |near| {
                format!("is `{near}` meant?")
            });
            let place = Place::file(path).column(name.trim());
            on(Event::Finding(
                Finding::new(FACT_UNKNOWN, place, format!("no fact `{id}`")).hint(hint),
            ));
        }
    }
    let named = |wanted: Field| fields.iter().any(|field| *field == Some(wanted.clone()));
    let nothing = fields.iter().all(Option::is_none);
    if !nothing && !named(Field::Name) && !named(Field::Purpose) && !named(Field::Text) {
        let place = Place::file(path);
        on(Event::Finding(
            Finding::new(NAME_MISSING, place, "no column for a name or a purpose was recognised")
                .hint("say which column is what with `--mapping FILE`"),
        ));
    }
    on(Event::Mapped(mapped));
}

fn name_of(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "bar",
        _ => "comma",
    }
}

/// Why the bytes are no table, if they are none.
fn not_a_table(prefix: &[u8]) -> Option<&'static str> {
    let start: Vec<u8> = prefix.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let holds = |word: &[u8]| start.windows(word.len()).any(|part| part == word);
    if [b"<html".as_slice(), b"<!doctype html", b"<table", b"<?xml"].into_iter().any(holds) {
        Some("the file is a web page or XML, not a table")
    } else if prefix.contains(&0) {
        Some("the file holds NUL bytes, so it is no text")
    } else {
        None
    }
}

fn sniff(prefix: &[u8], options: &Options) -> Sniffed {
    let mut best: Option<(usize, Sniffed)> = None;
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(prefix);
        let rows = reader.byte_records().filter_map(Result::ok).take(HEADER_WITHIN);
        for (header, row) in rows.enumerate() {
            let names: Vec<String> =
                row.iter().take(MAX_COLUMNS).map(|cell| decode(cell).0.trim().to_owned()).collect();
            let words = names.iter().map(String::as_str);
            let fields = assign(words, &options.mapping, options.vocabulary);
            let known = fields.iter().flatten().count();
            // One column is a table too, but any row of prose has one; a second makes it certain.
            let score = known * 2 + usize::from(names.len() > 1);
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, Sniffed { delimiter, header, names }));
            }
        }
    }
    match best {
        Some((_, sniffed)) => sniffed,
        None => Sniffed { delimiter: b',', header: 0, names: Vec::new() },
    }
}

/// The text of a cell, and whether it was UTF-8.
fn decode(cell: &[u8]) -> (String, bool) {
    let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell);
    match std::str::from_utf8(cell) {
        Ok(text) => (text.to_owned(), true),
        Err(_) => {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell);
            (text.into_owned(), false)
        }
    }
}

fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
