//! Rows of a table, wherever it stands: which row is the header, what the columns hold, and one record a
//! row.

use std::collections::BTreeMap;

use actlas_facts::{FACT_UNKNOWN, Finding, Place};
use csv::ByteRecord;

use crate::codes::{
    COLUMNS_TOO_MANY, FILE_EMPTY, FILE_NOT_A_REGISTER, NAME_MISSING, RECORD_UNREADABLE, ROW_RAGGED,
    TEXT_NOT_UTF8,
};
use crate::columns::{Field, Mapped, Seen, assign, fact_id};
use crate::hollow::Hollow;
use crate::nearly::{self, fact_meant};
use crate::own;
use crate::shape::{Shape, Words};
use crate::walk::{Event, Kept, Options};

/// Rows among which the header is looked for.
pub(crate) const HEADER_WITHIN: usize = 12;
/// Most columns that are read.
const MAX_COLUMNS: usize = 4_096;
/// What stands for an id or a name in a row that sums up.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "somme",
    "totaal",
    "totale",
    "suma",
    "somma",
    "razem",
    "summa",
    "totalt",
];

/// The row that names the columns.
#[derive(Debug)]
pub(crate) struct Header {
    /// Its number among the rows, counted from 0.
    pub(crate) at: usize,
    pub(crate) names: Vec<String>,
    /// The fields of the columns that are recognised.
    pub(crate) fields: Vec<Field>,
    /// How many columns it has, read or not.
    pub(crate) width: usize,
    /// How many of them are recognised, twice, and one more if there are several.
    pub(crate) score: usize,
}

impl Header {
    /// The header of nothing.
    pub(crate) fn empty() -> Header {
        Header { at: 0, names: Vec::new(), fields: Vec::new(), width: 0, score: 0 }
    }

    /// The first of the rows in which most columns are recognised.
    pub(crate) fn find<'r>(
        rows: impl Iterator<Item = &'r ByteRecord>,
        options: &Options,
    ) -> Option<Header> {
        let mut best: Option<Header> = None;
        for (at, row) in rows.enumerate() {
            let names: Vec<String> =
                row.iter().take(MAX_COLUMNS).map(|cell| decode(cell).0.trim().to_owned()).collect();
            let words = names.iter().map(String::as_str);
            let fields = assign(words, &options.mapping, options.vocabulary);
            let fields: Vec<Field> = fields.into_iter().flatten().collect();
            // One column is a table too, but any row of prose has one; a second makes it certain.
            let score = fields.len() * 2 + usize::from(names.len() > 1);
            if best.as_ref().is_none_or(|other| score > other.score) {
                best = Some(Header { at, names, fields, width: row.len(), score });
            }
        }
        best
    }
}

/// Rows on their way to records.
pub(crate) struct Rows<'o, 'e> {
    path: &'o str,
    options: &'o Options<'o>,
    pub(crate) on: &'e mut dyn FnMut(Event),
    /// Names of the columns, on one line and each once, and what they hold.
    columns: Vec<(String, Option<Field>)>,
    /// Columns of the header, read or not.
    width: usize,
    /// The column of a running number, which makes no record alone.
    running: Option<usize>,
    hollow: Hollow,
    pub(crate) kept: Kept,
    number: u64,
    words: Words,
    encoding_told: bool,
}

impl<'o, 'e> Rows<'o, 'e> {
    /// Says what the columns were taken for. `Err` if nothing of the table can be read.
    pub(crate) fn start(
        path: &'o str,
        header: Header,
        format: String,
        options: &'o Options<'o>,
        on: &'e mut dyn FnMut(Event),
    ) -> Result<Rows<'o, 'e>, Kept> {
        if own::has_columns(&header.names) {
            let finding = Finding::new(FILE_NOT_A_REGISTER, Place::file(path), own::SAYS);
            on(Event::Finding(finding.hint("give the register it was made of")));
            return Err(Kept { records: 0, unreadable: 1 });
        }
        let names = header.names.iter().map(String::as_str);
        let fields = assign(names, &options.mapping, options.vocabulary);
        report(path, &header, format, &fields, options, on);
        if fields.iter().all(Option::is_none) {
            let says = "no column of the table was recognised, so it was not read";
            on(Event::Finding(
                Finding::new(FILE_NOT_A_REGISTER, Place::file(path), says)
                    .hint("say which column is what with `--mapping FILE`"),
            ));
            return Err(Kept { records: 0, unreadable: 1 });
        }
        let is_running = |(name, field): (&String, &Option<Field>)| {
            *field == Some(Field::Id) && options.mapping.is_running(name)
        };
        Ok(Rows {
            path,
            options,
            on,
            running: header.names.iter().zip(&fields).position(is_running),
            columns: labels(&header.names).into_iter().zip(fields).collect(),
            width: header.width,
            hollow: Hollow::default(),
            kept: Kept::default(),
            number: 0,
            words: Words::default(),
            encoding_told: false,
        })
    }

    /// Goes on counting behind so many records of other tables.
    pub(crate) fn count_from(&mut self, records: u64) {
        self.number = records;
    }

    pub(crate) fn tell(&mut self, finding: Finding) {
        (self.on)(Event::Finding(finding));
    }

    /// Columns of the header, read or not.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The place of the record after those that were read.
    pub(crate) fn next_place(&self) -> Place {
        Place { record: Some(self.number + 1), ..Place::file(self.path) }
    }

    /// Says that a record cannot be read; those after it are numbered on.
    pub(crate) fn pass_over(&mut self, says: String, hint: &str) {
        let finding = Finding::new(RECORD_UNREADABLE, self.next_place(), says).hint(hint);
        self.number += 1;
        self.kept.unreadable += 1;
        self.tell(finding);
    }

    /// The name of a column, as findings call it.
    pub(crate) fn label(&self, column: usize) -> Option<&str> {
        self.columns.get(column).map(|(name, _)| name.as_str())
    }

    /// Makes a record of a row that starts on a line; none of one that is empty, or holds none.
    pub(crate) fn row(&mut self, row: &ByteRecord, line: Option<u64>) {
        self.row_with(row, line, Vec::new());
    }

    /// The same of a row whose cells were found to lack something.
    pub(crate) fn row_with(&mut self, row: &ByteRecord, line: Option<u64>, found: Vec<Finding>) {
        let is_empty = row.iter().all(|cell| cell.trim_ascii().is_empty());
        if is_empty || self.is_hollow(row) {
            if !is_empty {
                self.hollow.add(|| Place { line, ..Place::file(self.path) });
            }
            found.into_iter().for_each(|finding| self.tell(finding));
            return;
        }
        let place = self.next_place();
        self.number += 1;
        let mut shape = Shape::new(self.options, self.path, self.number);
        shape.record.findings = found;
        let beyond = row.iter().skip(self.width);
        let extra = beyond.filter(|cell| !cell.trim_ascii().is_empty()).count();
        if extra > 0 {
            let says = format!("{extra} more filled cells than columns");
            shape.record.findings.push(
                Finding::new(ROW_RAGGED, place.clone(), says).hint("check the quotes of this row"),
            );
        }
        for (cell, (name, field)) in row.iter().zip(&self.columns) {
            let Some(field) = field else { continue };
            let (text, utf8) = decode(cell);
            if !utf8 && !self.encoding_told {
                self.encoding_told = true;
                let says = "from here on, cells that are not UTF-8 are read as Windows-1252";
                let place = place.clone().column(name);
                shape.record.findings.push(Finding::new(TEXT_NOT_UTF8, place, says));
            }
            match field {
                Field::Stage => shape.stage_of(name, &text, &mut self.words),
                field => shape.text(field, name, &text),
            }
        }
        let mut record = shape.finish();
        record.line = line;
        for of_cell in record.findings.iter_mut().filter(|at| at.place.record.is_none()) {
            of_cell.place.record = Some(record.number);
            of_cell.place.id = (!record.id.is_empty()).then(|| record.id.clone());
        }
        self.kept.records += 1;
        (self.on)(Event::Record(Box::new(record)));
    }

    /// Whether a row is no record: nothing that is read is filled, or nothing but a running number; it
    /// sums up; or it is the header once more, as where tables were put together.
    fn is_hollow(&self, row: &ByteRecord) -> bool {
        let filled = |cell: &[u8]| !cell.trim_ascii().is_empty();
        let known = || {
            let cells = row.iter().zip(&self.columns).enumerate();
            let known = cells.filter(move |(_, (cell, _))| filled(cell));
            known.filter_map(|(at, (cell, (_, field)))| Some((at, cell, field.as_ref()?)))
        };
        let Some((_, first, _)) = known().next() else { return true };
        if known().all(|(at, ..)| Some(at) == self.running) {
            // Whoever gives nothing but numbers means them.
            return self.columns.iter().filter(|(_, field)| field.is_some()).count() > 1;
        }
        let first = one_line(&decode(first).0).to_lowercase();
        let says_nothing = |field: &Field| {
            matches!(field, Field::Id | Field::Name | Field::Organisation | Field::Unit)
        };
        if TOTALS.contains(&first.trim_end_matches(':').trim_end()) {
            // A sum under a column that a mapping gives a meaning is still a sum.
            return known().all(|(_, cell, field)| says_nothing(field) || is_figure(cell));
        }
        let repeats = |(cell, (name, _)): (&[u8], &(String, Option<Field>))| {
            let cell = one_line(&decode(cell).0);
            cell.is_empty()
                || name
                    .strip_prefix(&cell)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
        };
        row.len() > 1 && row.iter().zip(&self.columns).all(repeats)
    }

    pub(crate) fn finish(self) -> Kept {
        let (path, on) = (self.path, self.on);
        let (kept, _) = Rows { on, ..self }.leave();
        if kept == Kept::default() {
            no_rows(path, on);
        }
        kept
    }

    /// The same, where other tables may follow: how much was read, and the number of the last record.
    pub(crate) fn leave(self) -> (Kept, u64) {
        let words = (
            "a row holds nothing that is read, a running number or a sum only, or the header again,",
            "rows hold nothing that is read, a running number or a sum only, or the header again,",
        );
        if let Some(finding) = self.hollow.finding(words) {
            (self.on)(Event::Finding(finding));
        }
        (self.kept, self.number)
    }
}

/// Says that a table holds nothing.
pub(crate) fn no_rows(path: &str, on: &mut dyn FnMut(Event)) {
    on(Event::Finding(Finding::new(FILE_EMPTY, Place::file(path), "the table has no rows")));
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
    header: &Header,
    format: String,
    fields: &[Option<Field>],
    options: &Options,
    on: &mut dyn FnMut(Event),
) {
    let mut mapped = Mapped { path: path.to_owned(), format, ..Mapped::default() };
    for (name, field) in header.names.iter().zip(fields) {
        match field {
            Some(field) => mapped.columns.push((name.clone(), field.word(options.vocabulary))),
            None if name.trim().is_empty() => {}
            None => mapped.ignored.push(name.clone()),
        }
        let unknown = |id: &&str| field.is_none() && options.vocabulary.find(id).is_none();
        if let Some(id) = fact_id(name).filter(unknown) {
            let near = fact_meant(name, options.vocabulary).or(options.vocabulary.nearest(id));
            let hint = near.map_or("`actlas law facts` lists them".to_owned(), |near| {
                format!("is `{near}` meant?")
            });
            let place = Place::file(path).column(name.trim());
            on(Event::Finding(
                Finding::new(FACT_UNKNOWN, place, format!("no fact `{id}`")).hint(hint),
            ));
        }
    }
    for (name, _) in header.names.iter().zip(fields).filter(|(_, field)| field.is_none()) {
        let place = Place::file(path).column(name.trim());
        let meant = nearly::finding(name, place, options.vocabulary);
        if let Some(finding) = meant.filter(|_| !options.mapping.is_told_of(name)) {
            on(Event::Finding(finding));
        }
    }
    let names: Vec<&str> = header.names.iter().map(String::as_str).collect();
    for finding in options.mapping.missing(path, &names, Seen::All) {
        on(Event::Finding(finding));
    }
    let named = |wanted: Field| fields.iter().any(|field| *field == Some(wanted.clone()));
    let uses = fields.iter().flatten().any(|field| matches!(field, Field::Use(_)));
    let nothing = fields.iter().all(Option::is_none);
    let prose = uses || [Field::Purpose, Field::Text].into_iter().any(&named);
    let facts = fields.iter().flatten().any(|at| matches!(at, Field::Fact(_) | Field::UseFact(..)));
    let lacks = match (named(Field::Name), prose) {
        (false, false) => Some("no column for a name or a purpose was recognised"),
        // Facts may say what prose does not.
        (true, false) if !facts && !mapped.ignored.is_empty() => {
            Some("no column for a purpose or another text was recognised")
        }
        _ => None,
    };
    if let Some(says) = lacks.filter(|_| !nothing) {
        on(Event::Finding(
            Finding::new(NAME_MISSING, Place::file(path), says)
                .hint("say which column is what with `--mapping FILE`"),
        ));
    }
    if header.width > MAX_COLUMNS {
        let says =
            format!("the table has {} columns; the first {MAX_COLUMNS} are read", header.width);
        on(Event::Finding(
            Finding::new(COLUMNS_TOO_MANY, Place::file(path), says)
                .hint("check the delimiter, or put one record in a row"),
        ));
    }
    on(Event::Mapped(mapped));
}

/// Whether a cell holds a figure only, such as `1 234,50 €`.
fn is_figure(cell: &[u8]) -> bool {
    let text = decode(cell).0;
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}

/// The text of a cell, and whether it was UTF-8.
pub(crate) fn decode(cell: &[u8]) -> (String, bool) {
    let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell);
    match std::str::from_utf8(cell) {
        Ok(text) => (text.to_owned(), true),
        Err(_) => {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell);
            (text.into_owned(), false)
        }
    }
}

pub(crate) fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
