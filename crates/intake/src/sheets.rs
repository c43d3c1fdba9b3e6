//! Workbooks as registers: one record a row, of one sheet or of all that have the same columns.

use std::collections::BTreeSet;

use actlas_facts::{CodeInfo, Finding, Place};
use csv::ByteRecord;

use crate::archive::ArchiveError;
use crate::codes::{
    ARCHIVE_UNSAFE, CELL_WITHOUT_VALUE, FILE_EMPTY, FILE_NOT_A_REGISTER, FILE_PROTECTED,
    FILE_UNREADABLE, SHEET_MISSING, SHEET_NOT_READ,
};
use crate::columns::Field;
use crate::own;
use crate::rows::{HEADER_WITHIN, Header, Rows, no_rows};
use crate::walk::{Event, Kept, Options};
use crate::workbook::{Go, Row, Sheet, Workbook, WorkbookError};

/// Cells without a value that are told of one row.
const CELLS_TOLD: usize = 20;

/// Reads the sheet that was asked for, or else the first that is a table and those that have its columns.
pub(crate) fn read(
    path: &str,
    bytes: Vec<u8>,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    let refused = |(code, says): (CodeInfo, String), on: &mut dyn FnMut(Event)| {
        let hint = match code.code {
            at if at == FILE_PROTECTED.code => "save it without a password",
            at if at == FILE_UNREADABLE.code => {
                "open it in a spreadsheet program and save it again"
            }
            _ => "",
        };
        on(Event::Finding(Finding::new(code, Place::file(path), says).hint(hint)));
        Kept { records: 0, unreadable: 1 }
    };
    let mut book = match Workbook::open(bytes) {
        Ok(book) => book,
        Err(error) => return refused(finding_of(&error), on),
    };
    let Choice { sheets, told } = match choose(&mut book, options) {
        Ok(choice) => choice,
        Err(error) => return refused(finding_of(&error), on),
    };
    if sheets.is_empty() {
        return no_sheet(path, &book, options, on);
    }
    for (says, hint) in told {
        let finding = Finding::new(SHEET_NOT_READ, Place::file(path), says);
        on(Event::Finding(finding.hint(hint)));
    }
    let names: Vec<String> = sheets.iter().map(|chosen| chosen.sheet.name.clone()).collect();
    let (mut kept, mut records) = (Kept::default(), 0);
    for (at, Chosen { sheet, header, row }) in sheets.into_iter().enumerate() {
        let Some(header) = header else {
            let says = format!("the sheet `{}` is empty", sheet.name);
            on(Event::Finding(Finding::new(FILE_EMPTY, Place::file(path), says)));
            return Kept::default();
        };
        let beside = match at {
            0 => others(&book.sheets, &names),
            _ => format!(", records from {} on", records + 1),
        };
        let format = format!("XLSX, sheet `{}`, header in row {row}{beside}", sheet.name);
        let mut rows = match Rows::start(path, header, format, options, on) {
            Ok(rows) => rows,
            Err(kept) => return kept,
        };
        rows.count_from(records);
        let of = (names.len() > 1).then_some(sheet.name.as_str());
        table(path, &mut book, &sheet, of, &mut rows, row);
        let (read, last) = rows.leave();
        kept.records += read.records;
        kept.unreadable += read.unreadable;
        records = last;
    }
    if kept == Kept::default() {
        no_rows(path, on);
    }
    kept
}

/// Says that there is nothing to read, or not what was asked for.
fn no_sheet(path: &str, book: &Workbook, options: &Options, on: &mut dyn FnMut(Event)) -> Kept {
    let (code, says) = match &options.sheet {
        Some(name) => (SHEET_MISSING, format!("the workbook has no sheet `{name}`")),
        None => (FILE_EMPTY, "the workbook has no sheet of cells".to_owned()),
    };
    let names: Vec<String> = book.sheets.iter().map(|sheet| format!("`{}`", sheet.name)).collect();
    let finding = Finding::new(code, Place::file(path), says);
    let hint = match names.is_empty() {
        true => String::new(),
        false => format!("it has {}", names.join(", ")),
    };
    on(Event::Finding(finding.hint(hint)));
    Kept { records: 0, unreadable: 1 }
}

/// Reads the rows below the header. Of several sheets, what has no number of a record names its own.
fn table(
    path: &str,
    book: &mut Workbook,
    sheet: &Sheet,
    of: Option<&str>,
    rows: &mut Rows,
    header: u32,
) {
    let read = book.rows(sheet, &mut |row| {
        if row.number > header {
            let cells = row.without_value.iter().take(CELLS_TOLD).map(|(column, why)| {
                let place = Place::file(path).line(u64::from(row.number));
                let label = rows.label(*column as usize).map(str::to_owned);
                let (says, hint) = why.says();
                let says = match of {
                    Some(name) => format!("in the sheet `{name}`, {says}"),
                    None => says.to_owned(),
                };
                let place = Place { column: label, ..place };
                Finding::new(CELL_WITHOUT_VALUE, place, says).hint(hint)
            });
            let cells = cells.collect();
            rows.row_with(&dense(&row), Some(u64::from(row.number)), cells);
        }
        Go::On
    });
    if let Err(error) = read {
        let (_, says) = finding_of(&error);
        rows.pass_over(says, "the sheet was read up to here");
    }
}

/// A sheet, its header, and the row of the header as the sheet counts.
struct Chosen {
    sheet: Sheet,
    header: Option<Header>,
    row: u32,
}

impl Chosen {
    /// Two columns that are recognised make a table.
    fn is_table(&self) -> bool {
        self.score() >= 4
    }

    fn score(&self) -> usize {
        self.header.as_ref().map_or(0, |header| header.score)
    }

    fn columns(&self) -> Option<BTreeSet<&Field>> {
        self.header.as_ref().map(|header| header.fields.iter().collect())
    }

    /// A list of questions or of results may stand beside the register it was made of.
    fn is_own(&self) -> bool {
        self.header.as_ref().is_some_and(|header| own::has_columns(&header.names))
    }
}

/// The sheets to read, and what there is to say of others: what is wrong, and what to do.
#[derive(Default)]
struct Choice {
    sheets: Vec<Chosen>,
    told: Vec<(String, &'static str)>,
}

/// The sheet asked for; else the first one shown that is a table, because many workbooks begin with a
/// cover, and those that have the same columns, because many have a sheet for each department; else the
/// first one.
fn choose(book: &mut Workbook, options: &Options) -> Result<Choice, WorkbookError> {
    if let Some(name) = &options.sheet {
        let same = |sheet: &&Sheet| sheet.name.trim().to_lowercase() == name.trim().to_lowercase();
        let exact = book.sheets.iter().find(|sheet| sheet.name == *name);
        let Some(sheet) = exact.or_else(|| book.sheets.iter().find(same)).cloned() else {
            return Ok(Choice::default());
        };
        let sheets = vec![header(book, sheet, options)?];
        return Ok(Choice { sheets, ..Choice::default() });
    }
    let shown: Vec<Sheet> = book.sheets.iter().filter(|sheet| !sheet.hidden).cloned().collect();
    let sheets = if shown.is_empty() { book.sheets.clone() } else { shown };
    let (mut choice, mut best) = (Choice::default(), None::<Chosen>);
    if sheets.len() > SHEETS_TRIED {
        let says = format!("of {} sheets the first {SHEETS_TRIED} were looked at", sheets.len());
        choice.told.push((says, "read others by their names, with `--sheet NAME`"));
    }
    for sheet in sheets.into_iter().take(SHEETS_TRIED) {
        let name = sheet.name.clone();
        let found = match header(book, sheet, options) {
            Err(error) if choice.sheets.is_empty() => return Err(error),
            Err(error) => {
                let says = format!("the sheet `{name}` cannot be read: {error}");
                choice.told.push((says, "open the workbook and save it again"));
                continue;
            }
            Ok(found) => found,
        };
        if !found.is_table() {
            if best.as_ref().is_none_or(|best| found.score() > best.score()) {
                best = Some(found);
            }
        } else if choice.sheets.first().is_none_or(|first| first.columns() == found.columns()) {
            choice.sheets.push(found);
        } else if !found.is_own() {
            let says = format!("the sheet `{name}` is a table with other columns and was not read");
            choice
                .told
                .push((says, "read it by its name, with `--sheet NAME`, if it is a register"));
        }
    }
    if choice.sheets.is_empty() {
        choice.sheets.extend(best);
    }
    Ok(choice)
}

/// Sheets among which the table is looked for.
const SHEETS_TRIED: usize = 50;

fn header(book: &mut Workbook, sheet: Sheet, options: &Options) -> Result<Chosen, WorkbookError> {
    let mut first: Vec<(u32, ByteRecord)> = Vec::new();
    let read = book.rows(&sheet, &mut |row| {
        first.push((row.number, dense(&row)));
        if first.len() < HEADER_WITHIN { Go::On } else { Go::Stop }
    });
    // Of a sheet that is broken further down, what stands before is read.
    if let (Err(error), true) = (read, first.is_empty()) {
        return Err(error);
    }
    let header = Header::find(first.iter().map(|(_, row)| row), options);
    let row = header.as_ref().and_then(|header| first.get(header.at)).map_or(0, |(row, _)| *row);
    Ok(Chosen { sheet, header, row })
}

/// A row with its empty cells.
fn dense(row: &Row) -> ByteRecord {
    let mut dense = ByteRecord::new();
    for (column, text) in &row.cells {
        while dense.len() < *column as usize {
            dense.push_field(b"");
        }
        // A workbook that names a cell twice means the first.
        if dense.len() == *column as usize {
            dense.push_field(text.as_bytes());
        }
    }
    dense
}

/// The sheets that are not read.
fn others(sheets: &[Sheet], read: &[String]) -> String {
    let others: Vec<String> = sheets
        .iter()
        .filter(|sheet| !read.contains(&sheet.name))
        .map(|sheet| format!("`{}`{}", sheet.name, if sheet.hidden { " (hidden)" } else { "" }))
        .collect();
    match others.is_empty() {
        true => String::new(),
        false => format!(", other sheets {}", others.join(" and ")),
    }
}

fn finding_of(error: &WorkbookError) -> (CodeInfo, String) {
    let code = match error {
        WorkbookError::Archive(ArchiveError::Protected) => FILE_PROTECTED,
        WorkbookError::Archive(
            ArchiveError::Bomb { .. }
            | ArchiveError::Large
            | ArchiveError::Many
            | ArchiveError::Climbs(_),
        )
        | WorkbookError::Climbs(_)
        | WorkbookError::SharedLarge
        | WorkbookError::SheetLarge => ARCHIVE_UNSAFE,
        WorkbookError::NotAWorkbook | WorkbookError::Binary => FILE_NOT_A_REGISTER,
        WorkbookError::Archive(ArchiveError::Broken(_))
        | WorkbookError::Part { .. }
        | WorkbookError::Lacks(_)
        | WorkbookError::RowLarge { .. } => FILE_UNREADABLE,
    };
    (code, error.to_string())
}
