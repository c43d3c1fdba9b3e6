//! Duties as a workbook: a row for each, as in the CSV.

use actlas_assess::duties::Duties;
use actlas_atlas::formula_safe;
use anyhow::{Result, bail};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};

use super::duties::{HEADER, cells};

/// Rows of a sheet, its header among them.
const MAX_ROWS: usize = 1 << 20;
/// Letters of a cell.
const MAX_LETTERS: usize = 32_000;

/// A workbook that is the same whenever it is made: the day it says it was made on is the first that the
/// archive around it can name.
pub fn workbook() -> Result<Workbook> {
    let made = ExcelDateTime::from_ymd(1980, 1, 1)?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(book)
}

/// Rows on their way to a workbook.
#[derive(Default)]
pub struct Book {
    rows: Vec<Vec<String>>,
}

impl Book {
    pub fn add(&mut self, duties: &Duties) -> Result<()> {
        self.rows.extend(duties.duties.iter().map(|owing| cells(duties, owing)));
        if self.rows.len() >= MAX_ROWS {
            bail!("more duties than a sheet has rows; use --format csv, or --role");
        }
        Ok(())
    }

    pub fn bytes(&self, notes: &[String]) -> Result<Vec<u8>> {
        let mut book = workbook()?;
        let head = Format::new().set_bold().set_background_color("#E8EDF3");
        let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let sheet = book.add_worksheet();
        sheet.set_name("Duties")?;
        let names: Vec<&str> = HEADER.trim_end().split(',').collect();
        for (column, name) in (0u16..).zip(&names) {
            sheet.write_with_format(0, column, *name, &head)?;
            let width = match *name {
                "title" | "cite" | "basis" | "name" => 26,
                "evidence" | "clock" | "event" | "evidence_named" | "retention" => 40,
                _ => 14,
            };
            sheet.set_column_width(column, width)?;
        }
        for (row, cells) in (1u32..).zip(&self.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                // A string is written as one; the sign is for whoever saves the sheet as CSV.
                let safe: String = formula_safe(cell).chars().take(MAX_LETTERS).collect();
                sheet.write_string_with_format(row, column, safe, &wrap)?;
            }
        }
        sheet.set_freeze_panes(1, 2)?;
        let last = u32::try_from(self.rows.len())?;
        sheet.autofilter(0, 0, last, u16::try_from(names.len().saturating_sub(1))?)?;
        let about = book.add_worksheet();
        about.set_name("About")?;
        about.set_column_width(0, 100)?;
        for (row, note) in (0u32..).zip(notes) {
            about.write_string_with_format(row, 0, formula_safe(note), &wrap)?;
        }
        Ok(book.save_to_buffer()?)
    }
}
