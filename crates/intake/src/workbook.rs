//! Workbooks (XLSX): sheets, and the rows of one, cell by cell.
//!
//! Rows are handed on as they are read and never kept. Formulas are never read: of a cell that has one,
//! the value counts that the workbook keeps beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use quick_xml::events::{BytesStart, Event};
use thiserror::Error;

use crate::archive::{Archive, ArchiveError, resolve};
use crate::cells::{Epoch, Shown, built_in, custom, day, digits};
use crate::guard::MAX_RECORD_BYTES;
use crate::xml::{Xml, XmlError, add_text, attribute, local};

/// Largest workbook that is read, packed.
pub(crate) const MAX_WORKBOOK_BYTES: u64 = 256 << 20;
/// Most text that the cells of a workbook may share, and how many pieces of it.
const MAX_SHARED_BYTES: usize = 512 << 20;
/// Most text of one sheet. Cells that share one long text make much of little.
const MAX_SHEET_BYTES: usize = 2 << 30;
/// Most merged ranges of a sheet.
const MAX_MERGED: usize = 200_000;
/// Most text of merged cells that is filled in.
const MAX_FILLING: usize = 1 << 20;
/// A sheet has no more rows and columns.
const MAX_ROW: u32 = 1_048_576;
const MAX_COLUMN: u32 = 16_384;

/// Why a workbook cannot be read, or not to its end.
#[derive(Debug, Error)]
pub(crate) enum WorkbookError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error("`{part}` is broken or was cut off: {error}")]
    Part { part: String, error: XmlError },
    #[error("the archive is no workbook in the format XLSX")]
    NotAWorkbook,
    #[error("the workbook is of the binary kind (XLSB), which is not read")]
    Binary,
    #[error("the workbook names `{0}`, a path that climbs out of it")]
    Climbs(String),
    #[error("the workbook lacks its part `{0}`")]
    Lacks(String),
    #[error("the texts of the workbook take more than {} MiB", MAX_SHARED_BYTES >> 20)]
    SharedLarge,
    #[error("the texts of row {row} take more than {} MiB", MAX_RECORD_BYTES >> 20)]
    RowLarge { row: u32 },
    #[error("the texts of the sheet take more than {} GiB", MAX_SHEET_BYTES >> 30)]
    SheetLarge,
}

/// A sheet by its name.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    part: String,
}

/// A row that has cells with something in them.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Counted from 1.
    pub(crate) number: u32,
    /// Columns, counted from 0, and texts, none of them empty.
    pub(crate) cells: Vec<(u32, String)>,
    /// Columns of cells that hold something, and no value that can be read.
    pub(crate) without_value: Vec<(u32, WithoutValue)>,
}

/// Why a cell that holds something has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WithoutValue {
    /// An error, or a formula that was never calculated.
    Never,
    /// A formula whose value is 0, which is also what a reference to an empty cell comes to.
    Zero,
}

impl WithoutValue {
    /// What is wrong, and what can be done.
    pub(crate) fn says(self) -> (&'static str, &'static str) {
        match self {
            WithoutValue::Never => (
                "the cell holds an error, or a formula that was never calculated",
                "it was read as empty; calculate the workbook and save it again",
            ),
            WithoutValue::Zero => (
                "the cell holds a formula that comes to 0, as one does that points to an empty cell",
                "it was read as empty; write the value into the cell if it is meant",
            ),
        }
    }
}

/// What to do after a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Go {
    On,
    Stop,
}

pub(crate) struct Workbook {
    archive: Archive,
    pub(crate) sheets: Vec<Sheet>,
    shared: Shared,
    styles: Vec<Shown>,
    pub(crate) epoch: Epoch,
}

/// Texts one after the other, and where each ends.
#[derive(Default)]
struct Shared {
    text: String,
    ends: Vec<usize>,
}

impl Shared {
    fn get(&self, at: &str) -> Option<&str> {
        let at: usize = at.trim().parse().ok()?;
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(at)?)
    }
}

impl Workbook {
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Workbook, WorkbookError> {
        let mut archive = Archive::open(bytes)?;
        let top = relations(&mut archive, "")?;
        let of_kind = |kind: &str| top.iter().find(|at| at.kind == kind).map(|at| at.part.clone());
        let main = of_kind("officeDocument").unwrap_or_else(|| "xl/workbook.xml".to_owned());
        if main.ends_with(".bin") {
            return Err(WorkbookError::Binary);
        }
        if !archive.holds(&main) {
            return Err(WorkbookError::NotAWorkbook);
        }
        let parts = relations(&mut archive, &main)?;
        let (sheets, epoch) = sheets(&mut archive, &main, &parts)?;
        let part = |kind: &str, usual: &str| {
            let found = parts.iter().find(|at| at.kind == kind);
            found.map_or_else(|| usual.to_owned(), |at| at.part.clone())
        };
        let shared = shared(&mut archive, &part("sharedStrings", "xl/sharedStrings.xml"))?;
        let styles = styles(&mut archive, &part("styles", "xl/styles.xml"))?;
        Ok(Workbook { archive, sheets, shared, styles, epoch })
    }

    /// Hands on the rows of a sheet that have something in them, cells of merged ranges filled down.
    pub(crate) fn rows(
        &mut self,
        sheet: &Sheet,
        on: &mut dyn FnMut(Row) -> Go,
    ) -> Result<(), WorkbookError> {
        let Workbook { archive, shared, styles, epoch, .. } = self;
        let values = Values { shared, styles, epoch: *epoch };
        let mut merged = Merged::read(archive, &sheet.part)?;
        let Some(entry) = archive.entry(&sheet.part)? else {
            return Err(WorkbookError::Lacks(sheet.part.clone()));
        };
        let broken = |error| WorkbookError::Part { part: sheet.part.clone(), error };
        let mut xml = Xml::new(entry);
        let (mut row, mut next_row) = (Row::default(), 1u32);
        let (mut texts, mut of_row) = (0usize, 0usize);
        let mut cell = Cell::default();
        let mut into = Into::Nothing;
        loop {
            let event = xml.next().map_err(broken)?;
            match &event {
                Event::Start(start) => match start.local_name().into_inner() {
                    "row" => {
                        let number = attribute(start, "r").and_then(|at| at.parse().ok());
                        row = Row { number: number.unwrap_or(next_row), ..Row::default() };
                        (cell.column, of_row) = (0, 0);
                    }
                    "c" => cell.start(start),
                    "v" => into = Into::Value,
                    "t" if into != Into::Phonetic => into = Into::Text,
                    "f" => cell.formula = true,
                    "rPh" => into = Into::Phonetic,
                    _ => {}
                },
                Event::End(end) => match end.local_name().into_inner() {
                    "v" => into = Into::Nothing,
                    "t" if into != Into::Phonetic => into = Into::Nothing,
                    "rPh" => into = Into::Nothing,
                    "c" => {
                        of_row += values.finish(&mut cell, &mut row);
                        if of_row > MAX_RECORD_BYTES {
                            return Err(WorkbookError::RowLarge { row: row.number });
                        }
                    }
                    "row" => {
                        xml.piece_ends();
                        let number = row.number.clamp(1, MAX_ROW);
                        next_row = number.saturating_add(1);
                        let mut done = std::mem::take(&mut row);
                        texts += of_row + merged.fill(&mut done);
                        if texts > MAX_SHEET_BYTES {
                            return Err(WorkbookError::SheetLarge);
                        }
                        let empty = done.cells.is_empty() && done.without_value.is_empty();
                        if !empty && on(done) == Go::Stop {
                            return Ok(());
                        }
                    }
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Ok(()),
                event => match into {
                    Into::Value => add_text(&mut cell.value, event).map_err(broken)?,
                    Into::Text => add_text(&mut cell.text, event).map_err(broken)?,
                    Into::Nothing | Into::Phonetic => {}
                },
            }
        }
    }
}

/// What the values of cells point to.
struct Values<'w> {
    shared: &'w Shared,
    styles: &'w [Shown],
    epoch: Epoch,
}

impl Values<'_> {
    /// Adds a cell to its row; the length of its text.
    fn finish(&self, cell: &mut Cell, row: &mut Row) -> usize {
        let value = cell.value.trim();
        let is_number = matches!(cell.kind.as_str(), "" | "n");
        let zero = cell.formula && is_number && value.parse::<f64>().is_ok_and(|at| at == 0.0);
        let text = match cell.kind.as_str() {
            _ if zero => String::new(),
            "s" => self.shared.get(value).unwrap_or_default().to_owned(),
            "inlineStr" => unescaped(std::mem::take(&mut cell.text)),
            "str" => unescaped(std::mem::take(&mut cell.value)),
            "b" if value == "1" => "true".to_owned(),
            "b" if value == "0" => "false".to_owned(),
            "d" => value.to_owned(),
            "e" => String::new(),
            _ => {
                let shown = cell.style.and_then(|style| self.styles.get(style)).copied();
                let time = shown.filter(|shown| *shown == Shown::Time);
                time.and_then(|_| day(value, self.epoch)).unwrap_or_else(|| digits(value))
            }
        };
        let column = cell.column;
        cell.column = column.saturating_add(1);
        if text.trim().is_empty() {
            if zero {
                row.without_value.push((column, WithoutValue::Zero));
            } else if cell.kind == "e" || (cell.formula && cell.kind != "str") {
                row.without_value.push((column, WithoutValue::Never));
            }
            return 0;
        }
        let length = text.len();
        row.cells.push((column, text));
        length
    }
}

/// What text is read into.
#[derive(Clone, Copy, PartialEq)]
enum Into {
    Nothing,
    Value,
    Text,
    Phonetic,
}

/// A cell in the making.
#[derive(Default)]
struct Cell {
    column: u32,
    kind: String,
    style: Option<usize>,
    value: String,
    text: String,
    formula: bool,
}

impl Cell {
    fn start(&mut self, start: &BytesStart) {
        if let Some((column, _)) = attribute(start, "r").as_deref().and_then(reference) {
            self.column = column;
        }
        self.kind = attribute(start, "t").unwrap_or_default();
        self.style = attribute(start, "s").and_then(|at| at.parse().ok());
        self.value.clear();
        self.text.clear();
        self.formula = false;
    }
}

/// `C7` as column and row, counted from 0 and from 1.
fn reference(text: &str) -> Option<(u32, u32)> {
    let text = text.trim();
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(split)?;
    let mut column = 0u32;
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() || column > MAX_COLUMN {
            return None;
        }
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    let row: u32 = digits.parse().ok()?;
    ((1..=MAX_COLUMN).contains(&column) && (1..=MAX_ROW).contains(&row)).then(|| (column - 1, row))
}

/// `_x000D_` stands for a character that XML cannot hold.
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.get(..4).filter(|_| after.get(4..5) == Some("_"));
        let c = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match c {
            Some(c) => {
                out.push(c);
                rest = after.get(5..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A part that another points to.
struct Relation {
    id: String,
    /// The last word of its type: `worksheet`.
    kind: String,
    part: String,
}

/// What a part points to; nothing if it has no relations.
fn relations(archive: &mut Archive, of: &str) -> Result<Vec<Relation>, WorkbookError> {
    let (folder, name) = of.rsplit_once('/').map_or(("", of), |(folder, name)| (folder, name));
    let part = format!("{folder}/_rels/{name}.rels");
    let part = part.trim_start_matches('/').to_owned();
    let mut found = Vec::new();
    let Some(entry) = archive.entry(&part)? else { return Ok(found) };
    each_element(entry, &part, &mut |start| {
        if local(start) != "Relationship"
            || attribute(start, "TargetMode").as_deref() == Some("External")
        {
            return Ok(());
        }
        let get = |name| attribute(start, name).unwrap_or_default();
        let target = get("Target");
        let shown = || target.chars().take(80).collect::<String>();
        let part = resolve(of, &target).ok_or_else(|| WorkbookError::Climbs(shown()))?;
        let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
        found.push(Relation { id: get("Id"), kind, part });
        Ok(())
    })?;
    Ok(found)
}

/// Looks at every element of a part.
fn each_element(
    entry: impl Read,
    part: &str,
    on: &mut dyn FnMut(&BytesStart) -> Result<(), WorkbookError>,
) -> Result<(), WorkbookError> {
    let mut xml = Xml::new(entry);
    loop {
        match xml.next() {
            Ok(Event::Start(start)) => on(&start)?,
            Ok(Event::End(_)) => xml.piece_ends(),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(WorkbookError::Part { part: part.to_owned(), error }),
        }
    }
}

/// The worksheets in their order, and where days start to count. Sheets of charts are left out.
fn sheets(
    archive: &mut Archive,
    main: &str,
    parts: &[Relation],
) -> Result<(Vec<Sheet>, Epoch), WorkbookError> {
    let (mut sheets, mut epoch) = (Vec::new(), Epoch::default());
    let Some(entry) = archive.entry(main)? else { return Err(WorkbookError::NotAWorkbook) };
    each_element(entry, main, &mut |start| {
        match local(start).as_str() {
            "sheet" => {
                let id = attribute(start, "id").unwrap_or_default();
                let worksheet = parts.iter().find(|at| at.id == id && at.kind == "worksheet");
                if let Some(found) = worksheet {
                    let state = attribute(start, "state");
                    sheets.push(Sheet {
                        name: attribute(start, "name").unwrap_or_default(),
                        hidden: state.is_some_and(|state| state != "visible"),
                        part: found.part.clone(),
                    });
                }
            }
            "workbookPr" => {
                let set = attribute(start, "date1904");
                if set.is_some_and(|set| ["1", "true"].contains(&set.as_str())) {
                    epoch = Epoch::Of1904;
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok((sheets, epoch))
}

/// The texts that cells share.
fn shared(archive: &mut Archive, part: &str) -> Result<Shared, WorkbookError> {
    let mut shared = Shared::default();
    let Some(entry) = archive.entry(part)? else { return Ok(shared) };
    let broken = |error| WorkbookError::Part { part: part.to_owned(), error };
    let mut xml = Xml::new(entry);
    let (mut text, mut into) = (String::new(), Into::Nothing);
    loop {
        let event = xml.next().map_err(broken)?;
        match &event {
            Event::Start(start) => match start.local_name().into_inner() {
                "si" => text.clear(),
                "t" if into != Into::Phonetic => into = Into::Text,
                "rPh" => into = Into::Phonetic,
                _ => {}
            },
            Event::End(end) => match end.local_name().into_inner() {
                "t" if into != Into::Phonetic => into = Into::Nothing,
                "rPh" => into = Into::Nothing,
                "si" => {
                    xml.piece_ends();
                    shared.text.push_str(&unescaped(std::mem::take(&mut text)));
                    shared.ends.push(shared.text.len());
                    let held = shared.text.len() + shared.ends.len() * size_of::<usize>();
                    if held > MAX_SHARED_BYTES {
                        return Err(WorkbookError::SharedLarge);
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(shared),
            event if into == Into::Text => add_text(&mut text, event).map_err(broken)?,
            _ => {}
        }
    }
}

/// How each style shows numbers.
fn styles(archive: &mut Archive, part: &str) -> Result<Vec<Shown>, WorkbookError> {
    let (mut codes, mut styles) = (BTreeMap::new(), Vec::new());
    let mut of_cells = false;
    let Some(entry) = archive.entry(part)? else { return Ok(styles) };
    each_element(entry, part, &mut |start| {
        let number =
            |name: &str| attribute(start, name).and_then(|at| at.parse::<u32>().ok()).unwrap_or(0);
        match local(start).as_str() {
            "numFmt" => {
                let code = attribute(start, "formatCode").unwrap_or_default();
                codes.insert(number("numFmtId"), custom(&code));
            }
            "cellXfs" => of_cells = true,
            "cellStyles" | "dxfs" => of_cells = false,
            "xf" if of_cells => {
                let format = number("numFmtId");
                styles.push(codes.get(&format).copied().unwrap_or_else(|| built_in(format)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// Ranges of merged cells. What stands in the first cell of several rows is said of each of them.
struct Merged {
    /// By column: first row, last row.
    down: BTreeMap<u32, Vec<(u32, u32)>>,
    /// By column: what to fill in, and up to which row.
    filling: BTreeMap<u32, (String, u32)>,
    /// The length of all of it.
    held: usize,
}

impl Merged {
    /// They stand behind the rows, so the part is read for them first.
    fn read(archive: &mut Archive, part: &str) -> Result<Merged, WorkbookError> {
        let mut merged = Merged { down: BTreeMap::new(), filling: BTreeMap::new(), held: 0 };
        let Some(entry) = archive.entry(part)? else { return Ok(merged) };
        let mut count = 0usize;
        let read = each_element(entry, part, &mut |start| {
            if start.local_name().into_inner() == "mergeCell" && count < MAX_MERGED {
                count += 1;
                let range = attribute(start, "ref").unwrap_or_default();
                let corners = range.split_once(':');
                let corners =
                    corners.and_then(|(from, to)| Some((reference(from)?, reference(to)?)));
                if let Some(((column, from), (_, to))) = corners
                    && from < to
                {
                    merged.down.entry(column).or_default().push((from, to));
                }
            }
            Ok(())
        });
        // A part that was cut off is told of when its rows are read; those before the cut are good.
        match read {
            Ok(()) | Err(WorkbookError::Part { .. }) => {}
            Err(error) => return Err(error),
        }
        for ranges in merged.down.values_mut() {
            ranges.sort_unstable();
        }
        Ok(merged)
    }

    /// Fills in what is said of the row further up; the length of what was added.
    fn fill(&mut self, row: &mut Row) -> usize {
        if self.down.is_empty() {
            return 0;
        }
        let number = row.number;
        self.filling.retain(|_, (_, until)| *until >= number);
        self.held = self.filling.values().map(|(text, _)| text.len()).sum();
        // A row of nothing but what is said of others is none.
        if row.cells.is_empty() {
            return 0;
        }
        let stated: BTreeSet<u32> = row.cells.iter().map(|(column, _)| *column).collect();
        for (column, text) in &row.cells {
            let ranges = self.down.get(column).map(Vec::as_slice).unwrap_or_default();
            let at = ranges.partition_point(|(from, _)| *from < number);
            let range = ranges.get(at).filter(|(from, _)| *from == number);
            if let Some((_, until)) = range.filter(|_| self.held + text.len() <= MAX_FILLING) {
                self.held += text.len();
                self.filling.insert(*column, (text.clone(), *until));
            }
        }
        let mut added = 0;
        for (column, (text, _)) in self.filling.iter().filter(|(at, _)| !stated.contains(at)) {
            added += text.len();
            row.cells.push((*column, text.clone()));
        }
        row.cells.sort_by_key(|(column, _)| *column);
        added
    }
}
