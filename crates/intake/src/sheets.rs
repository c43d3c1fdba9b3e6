//! Workbooks as registers: one sheet, one record a row.

use actlas_facts::{CodeInfo, Finding, Place};
use csv::ByteRecord;

use crate::archive::ArchiveError;
use crate::codes::{
    ARCHIVE_UNSAFE, CELL_WITHOUT_VALUE, FILE_EMPTY, FILE_NOT_A_REGISTER, FILE_PROTECTED,
    FILE_UNREADABLE, SHEET_MISSING,
};
use crate::rows::{HEADER_WITHIN, Header, Rows};
use crate::walk::{Event, Kept, Options};
use crate::workbook::{Go, Row, Sheet, Workbook, WorkbookError};

/// Cells without a value that are told one by one.
const CELLS_TOLD: usize = 20;

/// Reads the sheet that was asked for or else the first that is a table.
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
    let chosen = match choose(&mut book, options) {
        Ok(Some(chosen)) => chosen,
        Ok(None) => {
            let (code, says) = match &options.sheet {
                Some(name) => (SHEET_MISSING, format!("the workbook has no sheet `{name}`")),
                None => (FILE_EMPTY, "the workbook has no sheet of cells".to_owned()),
            };
            let names: Vec<String> =
                book.sheets.iter().map(|sheet| format!("`{}`", sheet.name)).collect();
            let finding = Finding::new(code, Place::file(path), says);
            let hint = match names.is_empty() {
                true => String::new(),
                false => format!("it has {}", names.join(", ")),
            };
            on(Event::Finding(finding.hint(hint)));
            return Kept { records: 0, unreadable: 1 };
        }
        Err(error) => return refused(finding_of(&error), on),
    };
    let Chosen { sheet, header, row } = chosen;
    let Some(header) = header else {
        let says = format!("the sheet `{}` is empty", sheet.name);
        on(Event::Finding(Finding::new(FILE_EMPTY, Place::file(path), says)));
        return Kept::default();
    };
    let format = format_of(&book.sheets, &sheet, row);
    let rows = match Rows::start(path, header, format, options, on) {
        Ok(rows) => rows,
        Err(kept) => return kept,
    };
    table(path, &mut book, &sheet, rows, row)
}

/// Reads the rows below the header.
fn table(path: &str, book: &mut Workbook, sheet: &Sheet, mut rows: Rows, header: u32) -> Kept {
    let mut without_value = 0;
    let read = book.rows(sheet, &mut |row| {
        if row.number > header {
            for (column, why) in &row.without_value {
                without_value += 1;
                if without_value <= CELLS_TOLD {
                    let place = Place::file(path).line(u64::from(row.number));
                    let label = rows.label(*column as usize).map(str::to_owned);
                    let (says, hint) = why.says();
                    let place = Place { column: label, ..place };
                    rows.tell(Finding::new(CELL_WITHOUT_VALUE, place, says).hint(hint));
                }
            }
            rows.row(&dense(&row), Some(u64::from(row.number)));
        }
        Go::On
    });
    if let Err(error) = read {
        let (_, says) = finding_of(&error);
        rows.pass_over(says, "the sheet was read up to here");
    }
    rows.finish()
}

/// A sheet, its header, and the row of the header as the sheet counts.
struct Chosen {
    sheet: Sheet,
    header: Option<Header>,
    row: u32,
}

/// The sheet asked for; else the first one shown that is a table, because many workbooks begin with a
/// cover; else the first one.
fn choose(book: &mut Workbook, options: &Options) -> Result<Option<Chosen>, WorkbookError> {
    if let Some(name) = &options.sheet {
        let same = |sheet: &&Sheet| sheet.name.trim().to_lowercase() == name.trim().to_lowercase();
        let exact = book.sheets.iter().find(|sheet| sheet.name == *name);
        let Some(sheet) = exact.or_else(|| book.sheets.iter().find(same)).cloned() else {
            return Ok(None);
        };
        return header(book, sheet, options).map(Some);
    }
    let mut best: Option<Chosen> = None;
    let shown: Vec<Sheet> = book.sheets.iter().filter(|sheet| !sheet.hidden).cloned().collect();
    let sheets = if shown.is_empty() { book.sheets.clone() } else { shown };
    for sheet in sheets.into_iter().take(SHEETS_TRIED) {
        let chosen = header(book, sheet, options)?;
        let score = |of: &Chosen| of.header.as_ref().map_or(0, |header| header.score);
        // Two columns that are recognised make a table.
        if score(&chosen) >= 4 {
            return Ok(Some(chosen));
        }
        if best.as_ref().is_none_or(|best| score(&chosen) > score(best)) {
            best = Some(chosen);
        }
    }
    Ok(best)
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

fn format_of(sheets: &[Sheet], chosen: &Sheet, row: u32) -> String {
    let others: Vec<String> = sheets
        .iter()
        .filter(|sheet| sheet.name != chosen.name)
        .map(|sheet| format!("`{}`{}", sheet.name, if sheet.hidden { " (hidden)" } else { "" }))
        .collect();
    let others = match others.is_empty() {
        true => String::new(),
        false => format!(", other sheets {}", others.join(" and ")),
    };
    format!("XLSX, sheet `{}`, header in row {row}{others}", chosen.name)
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
