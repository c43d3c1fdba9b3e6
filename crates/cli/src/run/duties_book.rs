//! Duties as a workbook: a row for each, as in the CSV.

use actlas_assess::Receipts;
use actlas_assess::duties::Duties;
use anyhow::{Result, bail};

use super::duties::{cells, header, other_cells};
use super::workbook::{cell, head, workbook, wrapped};

/// Rows of a sheet, its header among them.
const MAX_ROWS: usize = 1 << 20;

/// Rows on their way to a workbook.
#[derive(Default)]
pub struct Book {
    rows: Vec<Vec<String>>,
}

impl Book {
    pub fn add(&mut self, duties: &Duties, receipts: &Receipts) -> Result<()> {
        self.rows.extend(duties.duties.iter().map(|owing| cells(duties, owing, receipts)));
        let others = duties.by_other_readings.iter();
        self.rows.extend(others.map(|other| other_cells(duties, other, receipts)));
        if self.rows.len() >= MAX_ROWS {
            bail!("more duties than a sheet has rows; use --format csv, or --role");
        }
        Ok(())
    }

    pub fn bytes(&self, notes: &[String]) -> Result<Vec<u8>> {
        let mut book = workbook()?;
        let (head, wrap) = (head(), wrapped());
        let sheet = book.add_worksheet();
        sheet.set_name("Duties")?;
        let header = header();
        let names: Vec<&str> = header.split(',').collect();
        for (column, name) in (0u16..).zip(&names) {
            sheet.write_with_format(0, column, *name, &head)?;
            let width = match *name {
                "title" | "cite" | "basis" | "name" => 26,
                "evidence" | "clock" | "event" | "evidence_named" | "retention" | "contested" => 40,
                _ => 14,
            };
            sheet.set_column_width(column, width)?;
        }
        for (row, cells) in (1u32..).zip(&self.rows) {
            for (column, text) in (0u16..).zip(cells) {
                sheet.write_string_with_format(row, column, cell(text), &wrap)?;
            }
        }
        sheet.set_freeze_panes(1, 2)?;
        let last = u32::try_from(self.rows.len())?;
        sheet.autofilter(0, 0, last, u16::try_from(names.len().saturating_sub(1))?)?;
        let about = book.add_worksheet();
        about.set_name("About")?;
        about.set_column_width(0, 100)?;
        for (row, note) in (0u32..).zip(notes) {
            about.write_string_with_format(row, 0, cell(note), &wrap)?;
        }
        Ok(book.save_to_buffer()?)
    }
}
