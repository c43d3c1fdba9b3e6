//! Tables: CSV with any of the usual delimiters, with or without lines above the header.

use std::io::{self, Read};

use actlas_facts::{FACT_UNKNOWN, Finding, Place};

use crate::codes::{
    FILE_EMPTY, FILE_NOT_A_REGISTER, FILE_UNREADABLE, NAME_MISSING, RECORD_UNREADABLE, ROW_RAGGED,
    TEXT_NOT_UTF8,
};
use crate::columns::{Field, Mapped, assign};
use crate::guard::Guard;
use crate::shape::Shape;
use crate::walk::{Event, Kept, Options};

/// How much of a file is looked at to find delimiter and header.
const PREFIX_BYTES: usize = 64 << 10;
/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 12;
/// Most columns that are read.
const MAX_COLUMNS: usize = 4_096;

/// What the beginning of a table tells.
struct Sniffed {
    delimiter: u8,
    header: usize,
    names: Vec<String>,
}

pub(crate) fn read(
    path: &str,
    mut input: impl Read,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    let mut kept = Kept::default();
    let mut prefix = Vec::new();
    if let Err(error) = (&mut input).take(PREFIX_BYTES as u64).read_to_end(&mut prefix) {
        on(Event::Finding(Finding::new(FILE_UNREADABLE, Place::file(path), error.to_string())));
        return kept;
    }
    if let Some(says) = not_a_table(&prefix) {
        on(Event::Finding(Finding::new(FILE_NOT_A_REGISTER, Place::file(path), says)));
        return kept;
    }
    let sniffed = sniff(&prefix, options);
    let fields = assign(&sniffed.names, &options.mapping, options.vocabulary);
    report(path, &sniffed, &fields, options, on);

    let body = Guard::new(io::Cursor::new(prefix).chain(input));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sniffed.delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(body);
    let mut row = csv::ByteRecord::new();
    let mut seen = 0usize;
    let mut number = 0u64;
    let mut encoding_told = false;
    loop {
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let place = Place { record: Some(number + 1), ..Place::file(path) };
                on(Event::Finding(
                    Finding::new(RECORD_UNREADABLE, place, error.to_string())
                        .hint("the file was read up to here"),
                ));
                kept.unreadable += 1;
                break;
            }
        }
        seen += 1;
        if seen <= sniffed.header + 1 || row.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        number += 1;
        let mut shape = Shape::new(options, path, number);
        let extra =
            row.iter().skip(fields.len()).filter(|cell| !cell.trim_ascii().is_empty()).count();
        if extra > 0 {
            let place = Place { record: Some(number), ..Place::file(path) };
            let says = format!("{extra} more filled cells than columns");
            on(Event::Finding(
                Finding::new(ROW_RAGGED, place, says).hint("check the quotes of this row"),
            ));
        }
        let cells = row.iter().zip(sniffed.names.iter().zip(&fields));
        for (cell, (name, field)) in cells {
            let Some(field) = field else { continue };
            let (text, utf8) = decode(cell);
            if !utf8 && !encoding_told {
                encoding_told = true;
                let place =
                    Place { record: Some(number), ..Place::file(path) }.column(one_line(name));
                on(Event::Finding(Finding::new(
                    TEXT_NOT_UTF8,
                    place,
                    "from here on, cells that are not UTF-8 are read as Windows-1252",
                )));
            }
            shape.text(field, &one_line(name), &text);
        }
        for finding in shape.findings {
            on(Event::Finding(finding));
        }
        kept.records += 1;
        on(Event::Record(Box::new(shape.record)));
    }
    if kept.records == 0 && kept.unreadable == 0 {
        on(Event::Finding(Finding::new(FILE_EMPTY, Place::file(path), "the table has no rows")));
    }
    kept
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
        let fact = name.trim().strip_prefix("fact:").filter(|_| field.is_none());
        if let Some(id) = fact {
            let near = options.vocabulary.nearest(id.trim());
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
    if !named(Field::Name) && !named(Field::Purpose) && !named(Field::Text) {
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
    if start.starts_with(b"pk\x03\x04") {
        Some("the file is a zip archive or a workbook, not a table in text")
    } else if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        Some("the file is UTF-16; save it as UTF-8")
    } else if holds(b"<html") || holds(b"<!doctype html") {
        Some("the file is a web page, not a table")
    } else if prefix.contains(&0) {
        Some("the file holds NUL bytes, so it is no text")
    } else {
        None
    }
}

fn sniff(prefix: &[u8], options: &Options) -> Sniffed {
    let prefix = prefix.strip_prefix(b"\xef\xbb\xbf").unwrap_or(prefix);
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
            let fields = assign(&names, &options.mapping, options.vocabulary);
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
